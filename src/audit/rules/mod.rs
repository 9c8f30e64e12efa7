//! What a row asks a person to look at: one function a rule.
//!
//! A rule sees the [`Facts`] of its own row and nothing else, and answers with a finding or none. The
//! table [`RULES`] stands in the order of the labels. Nothing is found in what the list does not state.

mod account;
mod entry;
mod facts;
mod link;
mod role;

pub use facts::{Account, Facts, Others};

use super::{Finding, Label};
use crate::phrase::Phrase;

/// One rule.
pub type Rule = fn(&Facts<'_>) -> Option<Finding>;

/// Every rule, in the order of [`Label::ALL`].
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

/// A row's findings, in the order of their labels.
pub fn judge(facts: &Facts<'_>) -> Vec<Finding> {
    RULES.iter().filter_map(|rule| rule(facts)).collect()
}

/// What is odd about the letters of a user whom nobody in the roster is.
pub use entry::look_alike_user;

/// How a rule that found something ends.
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
