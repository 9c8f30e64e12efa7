//! Users outside the team, and users whom the policy leaves out.
//!
//! Every user without a match is in one of the two.

use super::matching::Matching;
use super::resolved_decisions::ResolvedDecisions;
use super::rules;
use super::sides::{Sides, privilege};
use super::stated::has;
use super::{OutsideRow, Policy};
use crate::calendly::User;
use crate::identity::{Email, name};

/// Returns the rows of users outside the team, with owners and admins first, then by name. Also
/// returns the users of groups that the policy leaves out, in the list's order.
pub fn rows(
    sides: &Sides<'_>,
    matching: &Matching,
    resolved: &ResolvedDecisions<'_>,
    policy: &Policy,
) -> (Vec<OutsideRow>, Vec<usize>) {
    let unmatched = (0..sides.users.len()).filter(|user| matching.of_user[*user].is_none());
    let elsewhere =
        |user: &usize| sides.stated.groups && only_elsewhere(sides.users[*user].user, policy);
    let (other_groups, mut outside): (Vec<usize>, Vec<usize>) = unmatched.partition(elsewhere);
    outside.sort_by_cached_key(|index| {
        let side = &sides.users[*index];
        (privilege(&side.user.role), shown_name(side.user), side.user.name.as_str(), side.order())
    });
    let row = |user: usize| {
        let side = &sides.users[user];
        OutsideRow {
            user,
            verdict: resolved.verdict(user).cloned(),
            findings: rules::look_alike_user(side.user, side.slug.as_ref()).into_iter().collect(),
            ..OutsideRow::default()
        }
    };
    (outside.into_iter().map(row).collect(), other_groups)
}

/// Whether a user is only in groups that the audit is not about. A user without a group is not left
/// out, since that would hide a stranger.
fn only_elsewhere(user: &User, policy: &Policy) -> bool {
    let mut wanted = policy.groups.iter().filter(|group| !group.trim().is_empty()).peekable();
    wanted.peek().is_some()
        && user.groups.iter().any(|group| !group.trim().is_empty())
        && !wanted.any(|group| has(&user.groups, group))
}

/// Returns the key for sorting users: the folded name, or the address without a name.
fn shown_name(user: &User) -> String {
    let words = name::words(&user.name);
    if words.is_empty() {
        user.email.as_ref().map_or("", Email::key).to_owned()
    } else {
        words.join(" ")
    }
}
