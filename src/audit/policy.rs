//! The settings of an organisation, which the page shows as `Policy`.

use serde::{Deserialize, Serialize};

/// The settings that the audit judges by. Their only personal data are addresses, usernames and
/// the name of the auditor.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Policy {
    /// Focus of those who should be Calendly admins. Compared without case.
    pub admin_focus: String,
    /// Addresses of one mailbox: the addresses of each line belong to one person.
    pub aliases: Vec<Vec<String>>,
    /// Domains with the same mailboxes: the domains of each line are interchangeable.
    pub same_domains: Vec<Vec<String>>,
    /// The Calendly groups that the audit is about; empty for all of them.
    pub groups: Vec<String>,
    /// Age in days from which a justification must be confirmed again.
    pub ask_again_days: u32,
    /// Hours between a ping and the next step, including weekends.
    pub answer_hours: u32,
    /// GitLab username of the Support Operations Manager, who receives escalations.
    pub operations_manager: String,
    /// Month in which the fiscal year starts, 1 to 12.
    pub fiscal_month: u8,
    /// The GitLab project for audit issues; empty for the roster's own.
    pub issues_project: String,
    /// The issue template in that project; empty for none.
    pub issue_template: String,
    /// Name of the auditor, who makes the decisions.
    pub auditor: String,
}

crate::json::record!(Policy {
    admin_focus,
    aliases,
    same_domains,
    groups,
    ask_again_days,
    answer_hours,
    operations_manager,
    fiscal_month,
    issues_project,
    issue_template,
    auditor,
});

impl Default for Policy {
    fn default() -> Self {
        Self {
            admin_focus: "Operations".to_owned(),
            aliases: Vec::new(),
            same_domains: Vec::new(),
            groups: Vec::new(),
            ask_again_days: 365,
            answer_hours: 72,
            operations_manager: String::new(),
            fiscal_month: 2,
            issues_project: String::new(),
            issue_template: "Calendly".to_owned(),
            auditor: String::new(),
        }
    }
}
