//! Which tab a row stood in.
//!
//! The page shows both headings above either list, so a heading alone says nothing where it has another
//! beside it. It is believed where it stands alone, or where the pager's total, or the number of rows,
//! fits one of the two and cannot be the other.

use super::bit::{Bit, Kind};
use super::furniture::Furniture;
use super::record::Record;
use crate::calendly::Status;
use crate::calendly::part::Counted;

/// A stretch of records under the same headings.
#[derive(Debug, Default)]
struct Section {
    headings: Vec<(Counted, Option<usize>)>,
    total: Option<usize>,
    records: usize,
}

/// The status of each record by its tab, in the records' order.
pub fn statuses(bits: &[Bit<'_>], records: &[Record]) -> Vec<Status> {
    let mut sections = vec![Section::default()];
    let mut next = records.iter().peekable();
    for (at, bit) in bits.iter().enumerate() {
        if next.next_if(|record| record.address == at).is_some() {
            if let Some(section) = sections.last_mut() {
                section.records += 1;
            }
            continue;
        }
        for heading in headings(bits, at, records) {
            if sections.last().is_none_or(|section| section.records > 0) {
                sections.push(Section::default());
            }
            if let Some(section) = sections.last_mut() {
                section.headings.push(heading);
            }
        }
        if let (Kind::Furniture(pieces), Some(section)) = (&bit.kind, sections.last_mut()) {
            let total = pieces.iter().find_map(|piece| match piece {
                Furniture::Total(total) => Some(*total),
                _ => None,
            });
            section.total = section.total.or(total);
        }
    }
    sections
        .into_iter()
        .flat_map(|section| std::iter::repeat_n(section.status(), section.records))
        .collect()
}

/// The headings in a bit: tabs with a count, and above the first row a status word alone on its line.
fn headings(bits: &[Bit<'_>], at: usize, records: &[Record]) -> Vec<(Counted, Option<usize>)> {
    let Some(bit) = bits.get(at) else { return Vec::new() };
    match &bit.kind {
        Kind::Furniture(pieces) => pieces
            .iter()
            .filter_map(|piece| match piece {
                Furniture::Tab(of, total) => Some((*of, Some(*total))),
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
