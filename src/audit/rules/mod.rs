//! Rules: each looks for one finding in a row.
//!
//! A rule sees the [`Facts`] of its own row and nothing else, and answers with a finding or none.
//! Nothing is found in what the list does not state.

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

/// Returns the rule of a label: each label has one, or this does not compile.
fn rule(label: Label) -> Rule {
    match label {
        Label::NoCalendlyLink => link::no_calendly_link,
        Label::NotACalendlyLink => link::not_a_calendly_link,
        Label::LinksToAnEvent => link::links_to_an_event,
        Label::SingleUseLink => link::single_use_link,
        Label::NotAPersonalPage => link::not_a_personal_page,
        Label::LinkBelongsToSomeoneElse => link::belongs_to_someone_else,
        Label::LinkDiffersFromCalendly => link::differs_from_calendly,
        Label::SameLinkAs => link::same_link_as,
        Label::NotInCalendly => account::not_in_calendly,
        Label::ListedTwice => entry::listed_twice,
        Label::NoEmail => entry::no_email,
        Label::InvitationPending => account::invitation_pending,
        Label::AccountInactive => account::account_inactive,
        Label::SeveralAccounts => account::several_accounts,
        Label::EmailDiffers => account::email_differs,
        Label::NameDiffers => account::name_differs,
        Label::ShouldBeAdmin => role::should_be_admin,
        Label::ShouldNotBeAdmin => role::should_not_be_admin,
        Label::LookAlike => entry::look_alike,
        Label::NotStartedYet => entry::not_started_yet,
    }
}

/// Returns a row's findings, in the order of [`Label::ALL`].
pub fn judge(facts: &Facts<'_>) -> Vec<Finding> {
    Label::ALL.iter().filter_map(|label| rule(*label)(facts)).collect()
}

/// The look-alike rule for a user outside the team.
pub use entry::look_alike_user;

/// Returns the result of a rule that found something.
#[expect(clippy::unnecessary_wraps, reason = "every rule ends with it")]
fn finding(label: Label, details: Phrase) -> Option<Finding> {
    Some(Finding { label, details, intentional: None })
}
