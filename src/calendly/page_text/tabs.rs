//! Which tab a row stood in.
//!
//! The page shows both headings above either list, so a heading alone says nothing where it has another
//! beside it. It is believed where it stands alone, or where the pager's total, or the number of rows,
//! fits one of the two and cannot be the other; or where everybody of one tab stands under the same two
//! headings elsewhere, and these are others.

use std::collections::HashSet;

use super::record::Record;
use super::token::{Kind, Token};
use crate::calendly::Status;
use crate::calendly::declared_count::Counted;
use crate::calendly::vocabulary::page_chrome::Chrome;

/// A stretch of records under the same headings.
#[derive(Debug, Default)]
struct Section {
    headings: Vec<(Counted, Option<usize>)>,
    total: Option<usize>,
    records: usize,
}

/// The status of each record by its tab, in the records' order.
pub fn statuses(tokens: &[Token<'_>], records: &[Record]) -> Vec<Status> {
    let mut sections = vec![Section::default()];
    let mut next = records.iter().peekable();
    for (at, token) in tokens.iter().enumerate() {
        if next.next_if(|record| record.address == at).is_some() {
            if let Some(section) = sections.last_mut() {
                section.records += 1;
            }
            continue;
        }
        for heading in headings(tokens, at, records) {
            if sections.last().is_none_or(|section| section.records > 0) {
                sections.push(Section::default());
            }
            if let Some(section) = sections.last_mut() {
                section.headings.push(heading);
            }
        }
        if let (Kind::Chrome(pieces), Some(section)) = (&token.kind, sections.last_mut()) {
            let total = pieces.iter().find_map(|piece| match piece {
                Chrome::Total(total) => Some(*total),
                _ => None,
            });
            section.total = section.total.or(total);
        }
    }
    let mut statuses: Vec<Status> = sections.iter().map(Section::status).collect();
    let addresses: Vec<&str> = records.iter().filter_map(|record| key(tokens, record)).collect();
    settle(&sections, &addresses, &mut statuses);
    sections
        .iter()
        .zip(statuses)
        .flat_map(|(section, status)| std::iter::repeat_n(status, section.records))
        .collect()
}

/// The address of a record, as it is compared.
fn key<'b>(tokens: &'b [Token<'_>], record: &Record) -> Option<&'b str> {
    match &tokens.get(record.address)?.kind {
        Kind::Address(email) => Some(email.key()),
        _ => None,
    }
}

/// Where all users of one tab were read under the same two headings, others of those headings are of the
/// other tab, unless they are the same users again.
fn settle(sections: &[Section], addresses: &[&str], statuses: &mut [Status]) {
    let mut from = 0;
    let mut of_section = Vec::with_capacity(sections.len());
    for section in sections {
        let end = from + section.records;
        of_section.push(addresses.get(from..end).unwrap_or_default());
        from = end;
    }
    let (mut read, mut of_both) = ([HashSet::new(), HashSet::new()], None);
    for ((section, status), addresses) in sections.iter().zip(&*statuses).zip(&of_section) {
        let Some(both) = section.both() else { continue };
        // Other counts are another page: nothing follows for it from these.
        if *of_both.get_or_insert(both) != both {
            return;
        }
        match status {
            Status::Active => read[0].extend(*addresses),
            Status::Pending => read[1].extend(*addresses),
            _ => {}
        }
    }
    let Some((active, pending)) = of_both else { return };
    let [active_read, pending_read] = read;
    for ((section, status), addresses) in sections.iter().zip(statuses).zip(&of_section) {
        if section.both().is_none() || *status != Status::NotStated {
            continue;
        }
        let others = |known: &HashSet<&str>| addresses.iter().all(|key| !known.contains(key));
        if active_read.len() == active && section.records <= pending && others(&active_read) {
            *status = Status::Pending;
        } else if pending_read.len() == pending
            && section.records <= active
            && others(&pending_read)
        {
            *status = Status::Active;
        }
    }
}

/// The headings in a token: tabs with a count, and above the first row a status word alone on its line.
fn headings(tokens: &[Token<'_>], at: usize, records: &[Record]) -> Vec<(Counted, Option<usize>)> {
    let Some(token) = tokens.get(at) else { return Vec::new() };
    match &token.kind {
        Kind::Chrome(pieces) => pieces
            .iter()
            .filter_map(|piece| match piece {
                Chrome::Tab(of, total) => Some((*of, Some(*total))),
                _ => None,
            })
            .collect(),
        Kind::Status(status) if records.first().is_some_and(|first| at < first.address) => {
            match status {
                Status::Active => vec![(Counted::Active, None)],
                Status::Pending => vec![(Counted::Pending, None)],
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

impl Section {
    fn status(&self) -> Status {
        let of = |counted: Counted| self.headings.iter().find(|(of, _)| *of == counted);
        match (of(Counted::Active), of(Counted::Pending)) {
            (Some(_), None) => Status::Active,
            (None, Some(_)) => Status::Pending,
            (Some((_, Some(active))), Some((_, Some(pending)))) => self.fitting(*active, *pending),
            _ => Status::NotStated,
        }
    }

    /// What both tabs hold, where both headings say it.
    fn both(&self) -> Option<(usize, usize)> {
        let of = |counted: Counted| {
            self.headings.iter().find(|(of, _)| *of == counted).and_then(|(_, total)| *total)
        };
        Some((of(Counted::Active)?, of(Counted::Pending)?))
    }

    /// The status of the one tab that fits what the section holds.
    fn fitting(&self, active: usize, pending: usize) -> Status {
        let (fits_active, fits_pending) = match self.total {
            Some(total) => (total == active, total == pending),
            None => (self.records <= active, self.records <= pending),
        };
        match (fits_active, fits_pending) {
            (true, false) => Status::Active,
            (false, true) => Status::Pending,
            _ => Status::NotStated,
        }
    }
}
