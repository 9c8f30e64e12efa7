//! The proof that no address was lost: every address of a source is in a user or in an unread line.
//!
//! The readers account for their lines; this looks at the text itself once more, so that the promise holds
//! whatever a reader overlooked. What it finds is a problem for people to see, never a guess at a user.

use std::collections::HashSet;

use super::address::addresses;
use super::lines::{Line, lines};
use super::merge::Merged;
use super::user::User;
use crate::source::{Place, Unread, UnreadKind};

/// What to do about an address that became no user.
const OVERLOOKED: &str = "This email address became no user. Check what this part was read as, or put the address on a line of its own.";

/// Adds to `unread` every address of the text that is neither in a user nor in a line listed there.
pub fn settle(text: &str, source: usize, merged: &Merged, unread: &mut Vec<Unread>) {
    let mut told: Option<HashSet<String>> = None;
    for (i, line) in lines(text).enumerate() {
        if !line.text.contains('@') {
            continue;
        }
        let mut lost: Vec<std::ops::Range<usize>> = Vec::new();
        for (place, address) in addresses(line.text) {
            let key = address.to_lowercase();
            if merged.has(&key) {
                continue;
            }
            // Made only where it is needed: in a good list it never is.
            let told = told.get_or_insert_with(|| told_elsewhere(&merged.users, unread));
            if told.insert(key) {
                lost.push(place);
            }
        }
        list(&line, &lost, &Place { source, line: i + 1, column: 0 }, unread);
    }
}

/// Lists the lost addresses of a line, in as few excerpts as show them all.
fn list(line: &Line<'_>, lost: &[std::ops::Range<usize>], place: &Place, unread: &mut Vec<Unread>) {
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
            told.extend(addresses(text).map(|(_, address)| address.to_lowercase()));
        }
    };
    for user in users {
        tell(&user.name);
        tell(&user.link);
        tell(&user.uri);
        user.groups.iter().for_each(|group| tell(group));
        user.more.iter().for_each(|(_, value)| tell(value));
    }
    unread.iter().for_each(|unread| tell(&unread.excerpt));
    told
}
