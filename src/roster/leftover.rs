//! The last look at a roster file: is every email address in it accounted for?
//!
//! The readers before this one work by structure; this one does not. It walks over the text for anything
//! that looks like an address and holds it against the people read and the stretches reported. What is
//! in neither is reported here: so an address can stand in a comment, in a field that the audit does not
//! read, or in an entry that was lost, but it can never vanish.

use std::collections::HashSet;

use super::Person;
use super::layout::lines;
use crate::source::{Place, Unread, UnreadKind, excerpt};

/// An address in a text: where it begins and what it says.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut free = 0;
    text.match_indices('@').filter_map(move |(at, _)| {
        let before = text.get(free..at)?;
        let after = text.get(at + 1..)?;
        let start = at
            - before.chars().rev().take_while(|c| is_part(*c)).map(char::len_utf8).sum::<usize>();
        let end =
            at + 1 + after.chars().take_while(|c| is_part(*c)).map(char::len_utf8).sum::<usize>();
        let address = text.get(start..end)?.trim_end_matches('.');
        if start == at || address.ends_with('@') {
            return None;
        }
        free = end;
        Some((start, address))
    })
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%')
}

/// Adds what is not accounted for. `entries` holds the first line of each entry that was read, ascending;
/// `lost` the line ranges that were not.
pub(super) fn sweep(
    text: &str,
    source: usize,
    people: &[Person],
    unread: &mut Vec<Unread>,
    lost: &[(usize, usize)],
) {
    if !text.contains('@') {
        return;
    }
    let mut known = HashSet::new();
    for person in people {
        let texts = [
            &person.name,
            &person.email,
            &person.calendly,
            &person.gitlab,
            &person.reports_to,
            &person.title,
            &person.region,
            &person.start_date,
        ];
        for text in texts.into_iter().chain(&person.focuses) {
            known.extend(addresses(text).map(|(_, address)| address));
        }
    }
    let mut reported = HashSet::new();
    for stretch in unread.iter() {
        reported.extend(addresses(&stretch.excerpt).map(|(_, address)| address.to_owned()));
    }
    let mut found = Vec::new();
    let mut lost = lost.iter().copied().peekable();
    for (index, line) in lines(text).enumerate() {
        let number = index + 1;
        while lost.next_if(|(_, end)| *end < number).is_some() {}
        let mut shown = 0;
        for (at, address) in addresses(line.text) {
            let inside = at + address.len() <= shown;
            if inside || known.contains(address) || reported.contains(address) {
                continue;
            }
            let place = Place { source, line: number, column: 0 };
            let (kind, why) = match lost.peek() {
                Some((start, _)) if *start <= number => {
                    (UnreadKind::Unknown, "An address in a part that could not be read.")
                }
                _ if is_comment(line.text, at) => {
                    (UnreadKind::Furniture, "An address in a comment.")
                }
                _ => (UnreadKind::Furniture, "An address in a field that the audit does not read."),
            };
            // A long line is reported in stretches, so that each address on it is in an excerpt.
            let from = if line.text.len() > Unread::EXCERPT { at } else { 0 };
            let rest = line.text.get(from..).unwrap_or_default();
            let cut = excerpt(rest);
            shown = from + cut.trim_end_matches('…').len();
            let place = Place {
                column: 1 + line.text.get(..from).unwrap_or_default().chars().count(),
                ..place
            };
            found.push(Unread { place, excerpt: cut, why: why.to_owned(), kind });
        }
    }
    unread.extend(found);
}

/// Whether a `#` that begins a comment stands before this place. A guess, for the sentence only.
fn is_comment(line: &str, at: usize) -> bool {
    let before = line.get(..at).unwrap_or_default();
    before.trim_start().starts_with('#') || before.contains(" #")
}
