//! The proof that no address was lost: every address of a source is in a user or in an unread line.
//!
//! The readers account for their lines; this looks at the text itself once more, so that the promise holds
//! whatever a reader overlooked. What it finds is a problem for people to see, never a guess at a user.

use std::collections::HashSet;
use std::ops::Range;

use super::lines::{Line, lines};
use super::merge::Merged;
use super::user::User;
use super::vocabulary::address::owed;
use crate::identity::Email;
use crate::source::{Place, Unread, UnreadKind};

/// What to do about an address that became no user.
const OVERLOOKED: &str = "This email address became no user. Check what this part was read as, or put the address on a line of its own.";

/// Adds to `unread` every address of the text that is neither in a user nor in a line listed there.
pub fn settle(text: &str, source: usize, merged: &Merged, unread: &mut Vec<Unread>) {
    let mut told: Option<HashSet<String>> = None;
    let mut lost: Vec<Range<usize>> = Vec::new();
    // A list mostly names its users in the order in which they were read: the next one is looked at first.
    let mut next = 0;
    for (place, address) in owed(text) {
        let expected = merged.users.get(next).and_then(|user| user.email.as_ref());
        if expected.is_some_and(|email| email.key().eq_ignore_ascii_case(address)) {
            next += 1;
            continue;
        }
        let key = key_of(address);
        // `email=ida@…`: a key of a field, or a part of the address.
        let value = address.rsplit_once('=').map(|(_, value)| key_of(value));
        let known = value.and_then(|value| merged.index_of(&value));
        if let Some(index) = merged.index_of(&key).or(known) {
            next = index + 1;
            continue;
        }
        // Made only where it is needed: in a good list it never is.
        let told = told.get_or_insert_with(|| told_elsewhere(&merged.users, unread));
        if told.insert(key) {
            lost.push(place);
        }
    }
    let mut lost = lost.into_iter().peekable();
    if lost.peek().is_none() {
        return;
    }
    for (i, line) in lines(text).enumerate() {
        let mut here = Vec::new();
        while let Some(place) = lost.next_if(|place| place.start < line.next) {
            here.push(place.start - line.at..place.end - line.at);
        }
        list(&line, &here, &Place { source, line: i + 1, column: 0 }, unread);
    }
}

/// What an address is compared by.
fn key_of(address: &str) -> String {
    Email::read(address).map_or_else(|| address.to_lowercase(), |email| email.key().to_owned())
}

/// Lists the lost addresses of a line, in as few excerpts as show them all.
fn list(line: &Line<'_>, lost: &[Range<usize>], place: &Place, unread: &mut Vec<Unread>) {
    let mut lost = lost.iter().peekable();
    while let Some(first) = lost.next() {
        // A byte count is at least the character count, so the excerpt is never cut.
        let short = line.text.len() <= Unread::EXCERPT;
        let start = if short { 0 } else { first.start };
        let mut end = if short { line.text.len() } else { first.end };
        while let Some(next) = lost.next_if(|next| next.end - start <= Unread::EXCERPT) {
            end = end.max(next.end);
        }
        let text = line.text.get(start..end).unwrap_or_default();
        unread.push(Unread::new(place.clone(), UnreadKind::Problem, text.trim(), OVERLOOKED));
    }
}

/// The addresses that stand in users under another name than email, and in the lines listed as unread.
fn told_elsewhere(users: &[User], unread: &[Unread]) -> HashSet<String> {
    let mut told = HashSet::new();
    let mut tell = |text: &str| {
        if text.contains('@') {
            told.extend(owed(text).map(|(_, address)| key_of(address)));
        }
    };
    for user in users {
        tell(&user.name);
        tell(&user.link);
        tell(&user.uri);
        user.groups.iter().for_each(|group| tell(group));
        user.more.iter().for_each(|(_, value)| tell(value));
    }
    for unread in unread {
        tell(&unread.excerpt);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines and excerpts in which the addresses of a text of which nobody was read are told.
    fn lost(text: &str) -> Vec<(usize, String)> {
        let mut unread = Vec::new();
        settle(text, 0, &Merged::default(), &mut unread);
        unread.into_iter().map(|unread| (unread.place.line, unread.excerpt)).collect()
    }

    #[test]
    fn a_lost_address_is_told_with_its_line_and_once() {
        assert_eq!(
            lost("words\n  a@example.com, b@example.com\nA@EXAMPLE.COM\nc@example.com"),
            [(2, "a@example.com, b@example.com".to_owned()), (4, "c@example.com".to_owned()),]
        );
        assert_eq!(lost("nobody"), []);
    }

    #[test]
    fn of_a_long_line_as_few_excerpts_are_told_as_show_every_address() {
        let gap = |length: usize| " ".repeat(length);
        let beginning = "x".repeat(300);
        let both = format!("a@example.com{}b@example.com", gap(200 - 26));
        assert_eq!(lost(&format!("{beginning} {both}")), [(1, both)]);
        let apart = format!("a@example.com{}b@example.com", gap(201 - 26));
        assert_eq!(
            lost(&format!("{beginning} {apart}")),
            [(1, "a@example.com".to_owned()), (1, "b@example.com".to_owned())]
        );
    }
}
