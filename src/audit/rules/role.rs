//! Rules about admins: who is one, and who should be one.
//!
//! They judge only if the list states the person's role and somebody in the roster has the policy's
//! focus. Source: the table of labels in `docs/findings.md`.

use super::{Facts, finding};
use crate::audit::{Finding, Label};
use crate::calendly::Role;
use crate::phrase::Phrase;

/// Whether any account is Admin or Owner; `None` if roles cannot be judged in this row.
fn privileged(facts: &Facts<'_>) -> Option<bool> {
    let roles = || facts.accounts.iter().map(|account| &account.user.role);
    if !facts.stated.focus {
        return None;
    }
    let admin = |role: &&Role| matches!(role, Role::Admin | Role::Owner);
    let known = |role: &Role| !matches!(role, Role::NotStated | Role::Other(_));
    if roles().any(|role| admin(&role)) {
        return Some(true);
    }
    // A role that is not known may be an admin's.
    (roles().next().is_some() && roles().all(known)).then_some(false)
}

pub fn should_be_admin(facts: &Facts<'_>) -> Option<Finding> {
    let wrong = !privileged(facts)? && facts.has_focus();
    if !wrong {
        return None;
    }
    finding(
        Label::ShouldBeAdmin,
        Phrase::new().trusted("has the focus ").untrusted(facts.policy.admin_focus.trim()),
    )
}

pub fn should_not_be_admin(facts: &Facts<'_>) -> Option<Finding> {
    let wrong = privileged(facts)? && !facts.has_focus();
    if !wrong {
        return None;
    }
    let owner = facts.accounts.iter().any(|account| account.user.role == Role::Owner);
    let details = Phrase::new().trusted(if owner {
        "is Owner without the focus "
    } else {
        "is Admin without the focus "
    });
    finding(Label::ShouldNotBeAdmin, details.untrusted(facts.policy.admin_focus.trim()))
}
