//! The settings as a line of text: what the browser keeps of them, and what a shared address holds.
//!
//! One form for both: `project=…&path=…&ref=…` and the policy. Never data of an audit and never the token; the
//! addresses that are one person's ([`Policy::aliases`]) and the auditor's name tell of people, so they are not
//! settings in this sense. Only what differs from the usual is said.

use calendly_audit::audit::Policy;
use web_sys::UrlSearchParams;

use super::state::State;
use super::work::{Address, Work};

/// What can be set, and how it is called on the page and in the text.
const SETTINGS: [(&str, &str); 11] = [
    ("project", "Project"),
    ("path", "Path"),
    ("ref", "Branch, tag or commit"),
    ("focus", "Focus of those who ought to be admins"),
    ("groups", "Calendly groups that the audit is about"),
    ("manager", "Support Operations Manager"),
    ("issues", "Project of the audit issues"),
    ("template", "Issue template"),
    ("hours", "Hours to answer"),
    ("days", "Days a justification holds"),
    ("month", "Month the fiscal year starts in"),
];

/// The domains that are the same: the one setting that is a list of lists.
const DOMAINS: &str = "domains";

/// The values, in the order of [`SETTINGS`], with the domains as the last.
fn values(address: &Address, policy: &Policy) -> [String; 12] {
    [
        address.project.to_string(),
        address.path.to_string(),
        address.reference.to_string(),
        policy.admin_focus.clone(),
        policy.groups.join(","),
        policy.operations_manager.clone(),
        policy.issues_project.clone(),
        policy.issue_template.clone(),
        policy.answer_hours.to_string(),
        policy.ask_again_days.to_string(),
        policy.fiscal_month.to_string(),
        policy.same_domains.iter().map(|line| line.join(",")).collect::<Vec<_>>().join(";"),
    ]
}

fn names() -> impl Iterator<Item = &'static str> {
    SETTINGS.iter().map(|(name, _)| *name).chain([DOMAINS])
}

/// The settings as text; empty where all are the usual ones.
pub fn to_text(address: &Address, policy: &Policy) -> String {
    let usual = Work::default();
    let usual = values(&usual.address, &usual.policy);
    let Ok(text) = UrlSearchParams::new() else { return String::new() };
    for ((name, value), usual) in names().zip(values(address, policy)).zip(usual) {
        if value != usual {
            text.append(name, &value);
        }
    }
    String::from(text.to_string())
}

/// Takes up what a text says; what it does not name stays as it is. Whether there was anything.
pub fn take(text: &str, address: &mut Address, policy: &mut Policy) -> bool {
    let Ok(text) = UrlSearchParams::new_with_str(text) else { return false };
    let mut any = false;
    for name in names() {
        let Some(value) = text.get(name) else { continue };
        any = true;
        match name {
            "project" => address.project = value.into(),
            "path" => address.path = value.into(),
            "ref" => address.reference = value.into(),
            "focus" => policy.admin_focus = value,
            "groups" => policy.groups = items(&value),
            "manager" => policy.operations_manager = value,
            "issues" => policy.issues_project = value,
            "template" => policy.issue_template = value,
            "hours" => policy.answer_hours = value.parse().unwrap_or(policy.answer_hours),
            "days" => policy.ask_again_days = value.parse().unwrap_or(policy.ask_again_days),
            "month" => policy.fiscal_month = value.parse().unwrap_or(policy.fiscal_month),
            _ => policy.same_domains = value.split(';').map(items).collect(),
        }
    }
    any
}

/// What a line names, by commas.
pub fn items(text: &str) -> Vec<String> {
    text.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// What a text says, for a person to look at: what is set, and the value.
pub fn shown(text: &str) -> Vec<(&'static str, String)> {
    let Ok(text) = UrlSearchParams::new_with_str(text) else { return Vec::new() };
    let named = SETTINGS.iter().copied().chain([(DOMAINS, "Domains that are the same")]);
    named.filter_map(|(name, words)| Some((words, text.get(name)?))).collect()
}

/// The page as it begins: with the settings of the last visit, where this tab has none of its own.
pub fn first_state(mut state: State) -> State {
    let usual = Work::default();
    let work = &mut state.work;
    if work.address == usual.address
        && work.policy == usual.policy
        && let Some(kept) = super::dom::kept::recall()
    {
        let mut policy = (*work.policy).clone();
        take(&kept, &mut work.address, &mut policy);
        work.policy = policy.into();
    }
    state
}
