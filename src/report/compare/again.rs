//! What changed about a user since the justification, and what a person wrote behind our words.

use crate::audit::Policy;
use crate::calendly::User;
use crate::day::Day;
use crate::identity::Email;
use crate::phrase::Phrase;
use crate::report::columns::link;
use crate::report::earlier::EarlierUser;

/// Whether a cell of the earlier notes is today's with words behind it.
pub(super) fn has_more(before: &str, now: &str) -> bool {
    let more = before.strip_prefix(now.trim()).unwrap_or("");
    more.contains(char::is_alphanumeric) && !more.starts_with(char::is_alphanumeric)
}

/// What a person wrote behind details that are still the same; else all that was said.
pub(super) fn beyond<'d>(now: &str, before: &'d str) -> &'d str {
    let added = before.strip_prefix(now).filter(|added| !added.starts_with(char::is_alphanumeric));
    let added = added.map(|added| added.trim_start_matches([' ', ';', ',']).trim_end());
    added.filter(|added| !added.is_empty()).unwrap_or(before)
}

/// What changed about a user since the justification, in words.
pub(super) fn ask_again(
    user: &User,
    account: &str,
    row: Option<&EarlierUser>,
    since: Option<Day>,
    policy: &Policy,
    when: i64,
) -> Vec<Phrase> {
    let mut reasons = Vec::new();
    let mut changed = |what: &str, before: &str, now: &str| {
        if !before.is_empty() && !now.is_empty() && before != now {
            let reason = Phrase::new().trusted(what).trusted(" was ").untrusted(before);
            reasons.push(reason.trusted(", is ").untrusted(now));
        }
    };
    if let Some(row) = row {
        let role = user.role.words();
        // Words that somebody wrote behind the role are no other role.
        changed("the role", if has_more(&row.role, role) { role } else { &row.role }, role);
        changed("the link", &link(&row.link), &link(&user.link));
    }
    if account.contains('@') {
        changed("the email", account, user.email.as_ref().map_or("", Email::key));
    }
    if let Some(since) = since {
        let days = (when - since.start()).div_euclid(86_400);
        if days > i64::from(policy.ask_again_days) {
            let old = Phrase::new().trusted("the justification is of ").trusted(since.iso());
            reasons.push(old);
        }
    }
    reasons
}
