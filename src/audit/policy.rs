//! What an organisation may set: the part of the page called `Policy`.

use serde::{Deserialize, Serialize};

/// The settings that the audit judges by. Never holds personal data beyond usernames and domains.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Policy {
    /// Who has this focus ought to be a Calendly admin. Compared without case.
    pub admin_focus: String,
    /// Addresses that are one mailbox: each line's addresses are the same person's.
    pub aliases: Vec<Vec<String>>,
    /// Domains that are the same: each line's domains name the same mailboxes.
    pub same_domains: Vec<Vec<String>>,
    /// The Calendly groups that the audit is about; empty: all of them.
    pub groups: Vec<String>,
    /// A justification older than this many days is asked for again.
    pub ask_again_days: u32,
    /// Hours between a ping and the next step. Weekends count.
    pub answer_hours: u32,
    /// GitLab username of the Support Operations Manager, to escalate to.
    pub operations_manager: String,
    /// Month in which the fiscal year starts, 1 to 12.
    pub fiscal_month: u8,
    /// The GitLab project that the audit issues are opened in; empty: the roster's own.
    pub issues_project: String,
    /// The issue template there; empty: none.
    pub issue_template: String,
    /// Name of the auditor, who takes the decisions.
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
