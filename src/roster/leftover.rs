//! Reports every email address of a file that is in no person and in no error.
//!
//! Searches the raw text, independent of YAML, so that no address can vanish: one in a comment, in a
//! field that the audit does not read, or in an entry that was lost.

use std::collections::HashSet;

use super::Person;
use crate::source::{Place, Unread, UnreadKind, excerpt};

/// Returns each address in a text with its byte offset.
pub(super) fn addresses(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut free = 0;
    memchr::memchr_iter(b'@', text.as_bytes()).filter_map(move |at| {
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

/// Adds each address that is neither a person's nor in `unread`. `lost` holds the line ranges of broken
/// entries, ascending.
pub(super) fn sweep(
    text: &str,
    source: usize,
    people: &[Person],
    unread: &mut Vec<Unread>,
    lost: &[(usize, usize)],
) {
    let mut known = Known { people, next: 0, all: None };
    let mut reported = HashSet::new();
    for stretch in unread.iter() {
        reported.extend(addresses(&stretch.excerpt).map(|(_, address)| address.to_owned()));
    }
    let mut found = Vec::new();
    let mut lost = lost.iter().copied().peekable();
    let mut line = At::first(text);
    let mut shown = 0;
    for (at, address) in addresses(text) {
        if at + address.len() <= shown || known.holds(address) || reported.contains(address) {
            continue;
        }
        line.go_to(text, at);
        // A long line is reported in pieces, so that each of its addresses is in an excerpt.
        let from = if line.end - line.start > Unread::EXCERPT { at } else { line.content(text) };
        while lost.next_if(|(_, end)| *end < line.number).is_some() {}
        let (kind, why) = match lost.peek() {
            Some((start, _)) if *start <= line.number => {
                (UnreadKind::Unknown, "An address in a part that could not be read.")
            }
            _ if line.comment.is_some_and(|comment| comment < at) => {
                (UnreadKind::Ignored, "An address in a comment.")
            }
            _ => (UnreadKind::Ignored, "An address in a field that the audit does not read."),
        };
        let chunk = excerpt(text.get(from..line.end).unwrap_or_default().trim_end());
        shown = from + chunk.trim_end_matches('…').len();
        let place = Place { source, line: line.number, column: line.column(text, from) };
        found.push(Unread { place, excerpt: chunk, why: why.to_owned(), kind });
    }
    unread.extend(found);
}

/// A cursor over lines that only moves forward, so that one long line stays linear.
struct At {
    number: usize,
    start: usize,
    end: usize,
    /// Where a comment probably begins; only for the sentence.
    comment: Option<usize>,
    /// A byte offset of the line and its column.
    counted: (usize, usize),
}

impl At {
    fn first(text: &str) -> Self {
        let end = text.find('\n').unwrap_or(text.len());
        let line = text.get(..end).unwrap_or_default();
        let comment = if line.trim_start().starts_with('#') { Some(0) } else { line.find(" #") };
        Self { number: 1, start: 0, end, comment, counted: (0, 1) }
    }

    /// Moves to the line of a byte offset.
    fn go_to(&mut self, text: &str, at: usize) {
        if at <= self.end {
            return;
        }
        let before = text.get(self.start..at).unwrap_or_default();
        let start = self.start + before.rfind('\n').map_or(0, |end| end + 1);
        let number = self.number + before.matches('\n').count();
        let line = Self::first(text.get(start..).unwrap_or_default());
        let comment = line.comment.map(|at| at + start);
        *self = Self { number, start, end: start + line.end, comment, counted: (start, 1) };
    }

    /// Returns the offset of the line's text, after its indentation.
    fn content(&self, text: &str) -> usize {
        let line = text.get(self.start..self.end).unwrap_or_default();
        self.end - line.trim_start().len()
    }

    /// Returns the column of a byte offset, which must not be before the previous one.
    fn column(&mut self, text: &str, at: usize) -> usize {
        let (byte, column) = self.counted;
        let column = column + text.get(byte..at).unwrap_or_default().chars().count();
        self.counted = (at, column);
        column
    }
}

/// The addresses of the people read.
struct Known<'a> {
    people: &'a [Person],
    /// The person whose email is expected next: addresses nearly always come in the people's order.
    next: usize,
    /// All addresses; built when one comes out of order.
    all: Option<HashSet<&'a str>>,
}

impl Known<'_> {
    fn holds(&mut self, address: &str) -> bool {
        let ahead = self.people.get(self.next..).unwrap_or_default().iter().take(2);
        if let Some(at) = ahead.map(|person| &person.email).position(|email| email == address) {
            self.next += at + 1;
            return true;
        }
        let people = self.people;
        let all = self.all.get_or_insert_with(|| people.iter().flat_map(addresses_of).collect());
        all.contains(address)
    }
}

fn addresses_of(person: &Person) -> impl Iterator<Item = &str> {
    let Person { name, email, calendly, gitlab, reports_to, title, region, start_date, .. } =
        person;
    [name, email, calendly, gitlab, reports_to, title, region, start_date]
        .into_iter()
        .chain(&person.focuses)
        .filter(|text| memchr::memchr(b'@', text.as_bytes()).is_some())
        .flat_map(|text| addresses(text).map(|(_, address)| address))
}
