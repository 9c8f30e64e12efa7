//! Rules: each looks for one finding in a row.
//!
//! A rule sees the [`Facts`] of its own row only, and returns a finding or none. The table
//! [`RULES`] has the order of the labels. No rule finds anything in data that the list does not
//! state.

mod account;
mod entry;
mod facts;
mod link;
mod role;

pub use facts::{Account, Facts, Others};

use super::{Finding, Label};
use crate::phrase::Phrase;

/// A rule.
pub type Rule = fn(&Facts<'_>) -> Option<Finding>;

/// All rules, in the order of [`Label::ALL`].
pub const RULES: &[Rule] = &[
    link::no_calendly_link,
    link::not_a_calendly_link,
    link::links_to_an_event,
    link::single_use_link,
    link::not_a_personal_page,
    link::belongs_to_someone_else,
    link::differs_from_calendly,
    link::same_link_as,
    account::not_in_calendly,
    entry::listed_twice,
    entry::no_email,
    account::invitation_pending,
    account::account_inactive,
    account::several_accounts,
    account::email_differs,
    account::name_differs,
    role::should_be_admin,
    role::should_not_be_admin,
    entry::look_alike,
    entry::not_started_yet,
];

/// Returns a row's findings, in the order of their labels.
pub fn judge(facts: &Facts<'_>) -> Vec<Finding> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// The look-alike rule for a user outside the team.
pub use entry::look_alike_user;

/// Returns the result of a rule that found something.
#[expect(clippy::unnecessary_wraps, reason = "every rule ends with it")]
fn finding(label: Label, details: Phrase) -> Option<Finding> {
    Some(Finding { label, details, intentional: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_its_rule() {
        assert_eq!(RULES.len(), Label::ALL.len());
    }
}
