//! Which bits belong to which address.
//!
//! Everything between two addresses belongs to the one above it up to a cut, and to the one below it
//! from there. Where the cut is, is read from what ends a row (its menu, the end of a line with cells,
//! a blank line where the page has them between rows), else from initials and the name after them,
//! else from the name being the nearest text above its address.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::bit::{Bit, Kind};
use super::furniture::Furniture;
use super::name::{are_initials_of, looks_like_initials, name};

/// One address, and the bits around it that are its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The bits above or before the address.
    pub before: Range<usize>,
    /// The address. Where the page shows it in place of the name too, the second one.
    pub address: usize,
    /// The bits below or after the address.
    pub after: Range<usize>,
    /// Whether something marked the row's end, so that `after` is certainly this user's.
    pub after_is_certain: bool,
    /// Whether something marked the row's beginning, so that `before` is certainly this user's.
    pub before_is_certain: bool,
}

/// What a part's records have in common.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Habits<'a> {
    /// Whether blank lines stand between rows, and not within them.
    pub blanks_between_rows: bool,
    /// Whether initials stand above names.
    pub initials: bool,
    /// Texts that stand in most rows: a link's words, a control that nobody here knows.
    pub repeated: HashSet<&'a str>,
}

impl<'a> Habits<'a> {
    /// What these bits have in common.
    pub fn of(bits: &[Bit<'a>]) -> Self {
        let (mut under_blank, mut under_text, mut addresses) = (0_usize, 0_usize, 0_usize);
        let mut initials = false;
        let mut times: HashMap<&str, usize> = HashMap::new();
        for (at, bit) in bits.iter().enumerate() {
            let above = at.checked_sub(1).and_then(|at| bits.get(at)).map(|bit| &bit.kind);
            match bit.kind {
                Kind::Address(_) => {
                    addresses += 1;
                    under_blank += usize::from(above == Some(&Kind::Blank));
                    under_text += usize::from(above == Some(&Kind::Text));
                }
                Kind::Text if bit.text.len() <= 60 => {
                    // Right above an address it is a name, though three people may share it.
                    let mut below = bits.iter().skip(at + 1).take(4);
                    let below = below.find(|bit| bit.kind != Kind::Blank).map(|bit| &bit.kind);
                    if !matches!(below, Some(Kind::Address(_))) {
                        *times.entry(bit.text).or_default() += 1;
                    }
                    initials |= begins_with_initials(bits, at);
                }
                Kind::Furniture(_) | Kind::Link => *times.entry(bit.text).or_default() += 1,
                _ => {}
            }
        }
        let repeated = times
            .into_iter()
            .filter(|(_, times)| *times >= 3 && times * 2 > addresses)
            .map(|(text, _)| text)
            .collect();
        Self { blanks_between_rows: under_text > under_blank, initials, repeated }
    }

    /// Whether a bit can be a name: text, not repeated in every row, not somebody's initials.
    pub fn may_be_name(&self, bits: &[Bit<'_>], at: usize) -> bool {
        let Some(bit) = bits.get(at) else { return false };
        if bit.kind != Kind::Text || self.repeated.contains(bit.text) || name(bit.text).is_none() {
            return false;
        }
        if !looks_like_initials(bit.text) {
            return true;
        }
        // One letter is nobody's name; more may be, where the page shows no initials.
        bit.text.chars().count() > 1 && !self.initials
    }
}

/// Whether the bit at `at` is initials and the next one the name that they are of.
fn begins_with_initials(bits: &[Bit<'_>], at: usize) -> bool {
    let Some(bit) = bits.get(at) else { return false };
    looks_like_initials(bit.text)
        && bits
            .iter()
            .skip(at + 1)
            .take(4)
            .find(|bit| bit.kind != Kind::Blank)
            .is_some_and(|next| next.kind == Kind::Text && are_initials_of(bit.text, next.text))
}

/// The records of a part, in order.
pub fn records(bits: &[Bit<'_>], habits: &Habits<'_>) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    let mut start = 0;
    for (at, bit) in bits.iter().enumerate() {
        let Kind::Address(email) = &bit.kind else { continue };
        if let Some(last) = records.last_mut() {
            let between = bits.get(last.address + 1..at).unwrap_or_default();
            let same = matches!(bits.get(last.address).map(|bit| &bit.kind),
                Some(Kind::Address(above)) if above.key() == email.key());
            let nothing = between.iter().all(|bit| match bit.kind {
                Kind::Blank => true,
                Kind::Text => looks_like_initials(bit.text),
                _ => false,
            });
            if same && nothing {
                last.address = at;
                last.after = at + 1..at + 1;
                start = at + 1;
                continue;
            }
            let cut = cut_between(bits, last.address, start..at, habits);
            // Never beyond the end of the row above, nor above the beginning of the row below.
            let ends = bits.get(start..at).unwrap_or_default();
            let first_end = ends.iter().position(ends_row).map_or(at, |end| start + end + 1);
            let last_end = ends.iter().rposition(ends_row).map_or(start, |end| start + end + 1);
            last.after = start..cut.at.min(first_end);
            last.after_is_certain = cut.certain;
            records.push(Record::new(cut.at.max(last_end)..at, at, cut.certain));
        } else {
            let cut = first_cut(bits, at);
            records.push(Record::new(cut.at..at, at, cut.certain));
        }
        start = at + 1;
    }
    if let Some(last) = records.last_mut() {
        let cut = last_cut(bits, last.address, habits);
        last.after = start..cut.at;
        last.after_is_certain = cut.certain;
    }
    records
}

impl Record {
    fn new(before: Range<usize>, address: usize, before_is_certain: bool) -> Self {
        let after = address + 1..address + 1;
        Self { before, address, after, after_is_certain: false, before_is_certain }
    }
}

/// Where the bits of the record above end, and whether something on the page says so.
struct Cut {
    at: usize,
    certain: bool,
}

impl Cut {
    fn certain(at: usize) -> Self {
        Self { at, certain: true }
    }
    fn likely(at: usize) -> Self {
        Self { at, certain: false }
    }
}

/// Whether a bit is furniture of which any piece is as asked.
fn is_furniture(bit: &Bit<'_>, asked: impl Fn(Furniture) -> bool) -> bool {
    matches!(&bit.kind, Kind::Furniture(pieces) if pieces.iter().any(|piece| asked(*piece)))
}

/// What stands between two rows, or between two lists.
fn ends_row(bit: &Bit<'_>) -> bool {
    is_furniture(bit, |piece| piece != Furniture::Control)
}

/// The cut before the first address: below the last heading.
fn first_cut(bits: &[Bit<'_>], address: usize) -> Cut {
    let line = bits.get(address).map_or(0, |bit| bit.line);
    let above = bits.get(..address).unwrap_or_default();
    if let Some(at) =
        above.iter().position(|bit| bit.line == line && !same_cell(bits, address, bit))
    {
        return Cut::certain(at);
    }
    Cut::likely(above.iter().rposition(ends_row).map_or(0, |at| at + 1))
}

/// Whether a bit stands in the same cell as the address.
fn same_cell(bits: &[Bit<'_>], address: usize, bit: &Bit<'_>) -> bool {
    bits.get(address).is_some_and(|address| address.line == bit.line && address.cell == bit.cell)
}

/// The cut between two addresses.
fn cut_between(bits: &[Bit<'_>], above: usize, between: Range<usize>, habits: &Habits<'_>) -> Cut {
    let slice = bits.get(between.clone()).unwrap_or_default();
    let line_of = |at: usize| bits.get(at).map_or(0, |bit| bit.line);
    let (upper, lower) = (line_of(above), line_of(between.end));
    // A line with cells is a row: nothing of it is anybody else's.
    if upper != lower {
        if slice.iter().any(|bit| bit.line == upper && !same_cell(bits, above, bit)) {
            let cells = slice.iter().take_while(|bit| bit.line == upper).count();
            return Cut::certain(between.start + cells);
        }
        let own = |bit: &Bit<'_>| bit.line == lower && !same_cell(bits, between.end, bit);
        if let Some(at) = slice.iter().position(own) {
            return Cut::certain(between.start + at);
        }
    }
    if let Some(at) = slice.iter().rposition(ends_row) {
        return Cut::certain(between.start + at + 1);
    }
    let blank = slice.iter().rposition(|bit| bit.kind == Kind::Blank);
    if let Some(at) = blank.filter(|_| habits.blanks_between_rows) {
        return Cut::certain(between.start + at + 1);
    }
    if let Some(at) = between.clone().find(|at| begins_with_initials(bits, *at)) {
        return Cut::certain(at);
    }
    Cut::likely(cut_by_name(bits, between, habits))
}

/// The cut where nothing on the page marks it: the name is the nearest text above its address.
fn cut_by_name(bits: &[Bit<'_>], between: Range<usize>, habits: &Habits<'_>) -> usize {
    let says_something = |at: &usize| {
        bits.get(*at).is_some_and(|bit| match bit.kind {
            Kind::Role(_) | Kind::Status(_) | Kind::Link => true,
            Kind::Text => habits.may_be_name(bits, *at),
            _ => false,
        })
    };
    let is_role = |at: usize| bits.get(at).is_some_and(|bit| matches!(bit.kind, Kind::Role(_)));
    let Some(last) = between.clone().rev().find(says_something) else { return between.end };
    if habits.may_be_name(bits, last) {
        return last;
    }
    // `Owner`, `Admin`, `admin@…`: the first is the role of the one above, the second a name.
    let first = between.clone().find(says_something);
    if is_role(last) && first.is_some_and(|first| first != last && is_role(first)) {
        return last;
    }
    between.end
}

/// The cut after the last address: where its row ends, or the page's furniture begins.
fn last_cut(bits: &[Bit<'_>], address: usize, habits: &Habits<'_>) -> Cut {
    let rest = bits.get(address + 1..).unwrap_or_default();
    let line = bits.get(address).map_or(0, |bit| bit.line);
    if rest.iter().any(|bit| bit.line == line && !same_cell(bits, address, bit)) {
        let cells = rest.iter().take_while(|bit| bit.line == line).count();
        return Cut::certain(address + 1 + cells);
    }
    for (at, bit) in rest.iter().enumerate() {
        if is_furniture(bit, |piece| matches!(piece, Furniture::RowEnd)) {
            return Cut::certain(address + 2 + at);
        }
        let of_the_list = is_furniture(bit, |piece| !matches!(piece, Furniture::Resend));
        if of_the_list && !habits.repeated.contains(bit.text) {
            return Cut::certain(address + 1 + at);
        }
    }
    Cut::likely(bits.len())
}
