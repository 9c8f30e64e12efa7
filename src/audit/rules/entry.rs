//! Rules about the roster entry itself: its email, its date, its letters.
//!
//! They need no user list. Source: the table of labels in `docs/findings.md`.

use super::facts::Facts;
use super::finding;
use crate::audit::{Finding, Label};
use crate::calendly::User;
use crate::identity::Slug;
use crate::identity::script::{self, Stray};
use crate::phrase::Phrase;

pub fn listed_twice(facts: &Facts<'_>) -> Option<Finding> {
    if facts.same_email.total == 0 {
        return None;
    }
    finding(Label::ListedTwice, facts.same_email.name_in(Phrase::new().trusted("also ")))
}

pub fn no_email(facts: &Facts<'_>) -> Option<Finding> {
    if facts.email.is_some() {
        return None;
    }
    let written = facts.person.email.trim();
    let details = if written.is_empty() {
        Phrase::new()
    } else {
        Phrase::new().code(written).trusted(" is no email address")
    };
    finding(Label::NoEmail, details)
}

pub fn not_started_yet(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.starts_later() {
        return None;
    }
    let start = facts.person.start_date.trim();
    finding(Label::NotStartedYet, Phrase::new().trusted("starts ").untrusted(start))
}

/// Finds letters of another script in the entry, or in the data of its accounts.
pub fn look_alike(facts: &Facts<'_>) -> Option<Finding> {
    let person = facts.person;
    let slug = facts.link.slug().map_or("", Slug::as_str);
    let in_entry =
        [(&*person.name, "in the name"), (&*person.email, "in the email"), (slug, "in the link")];
    let found = in_entry.into_iter().find_map(odd).or_else(|| {
        facts.accounts.iter().find_map(|account| odd_in_user(account.user, account.slug))
    });
    finding(Label::LookAlike, details(found?))
}

/// Finds letters of another script in a user outside the team.
pub fn look_alike_user(user: &User, slug: Option<&Slug>) -> Option<Finding> {
    finding(Label::LookAlike, details(odd_in_user(user, slug)?))
}

fn odd_in_user(user: &User, slug: Option<&Slug>) -> Option<(Stray, &'static str)> {
    let email = user.written_email();
    let slug = slug.map_or("", Slug::as_str);
    let texts = [
        (&*user.name, "in Calendly's name"),
        (email, "in Calendly's email"),
        (slug, "in Calendly's link"),
    ];
    texts.into_iter().find_map(odd)
}

fn odd((text, place): (&str, &'static str)) -> Option<(Stray, &'static str)> {
    script::stray(text).map(|stray| (stray, place))
}

fn details((stray, place): (Stray, &'static str)) -> Phrase {
    let Stray { letter, script } = stray;
    let letter_text = letter.to_string();
    Phrase::new()
        .code(letter_text)
        .trusted(format!(" {place} is {script} (U+{:04X})", u32::from(letter)))
}
