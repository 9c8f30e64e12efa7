//! Text copied from Calendly's Users page becomes users.
//!
//! The text of a copied page has no grammar, so the reader is anchored on what is certain, the email
//! addresses: one record an email. Its name is the nearest line above that is neither initials nor
//! furniture, its role the role word that follows. What is not certain is left empty and listed as
//! unread; nothing is invented. Facts: Calendly's help centre; Chromium's and Firefox's copies of
//! pages built like it.

pub mod address;
pub mod bit;
pub mod fields;
mod furniture;
pub mod name;
pub mod record;
pub mod tabs;
pub mod words;

pub use furniture::{Furniture, furniture, pieces, stated};

use bit::{Bit, Kind};
use fields::{Columns, Fields, fields};
use record::{Habits, Record, records};

use super::part::{Part, PartReading};
use super::{Status, User};
use crate::source::{Place, Unread, UnreadKind};

/// Reads a part that was copied from the Users page as plain text. Linear in the text.
pub fn read(part: &Part<'_>) -> PartReading {
    let bits = bit::cut(part.text);
    let habits = Habits::of(&bits);
    let records = records(&bits, &habits);
    let columns = Columns::of(&bits, &records, &habits);
    let statuses = tabs::statuses(&bits, &records);

    let mut reading = PartReading::default();
    let mut used = vec![false; bits.len()];
    let mut mark = |at: usize| {
        if let Some(used) = used.get_mut(at) {
            *used = true;
        }
    };
    for (record, by_tab) in records.iter().zip(statuses) {
        let fields = fields(&bits, record, &habits, &columns);
        fields.used.iter().copied().for_each(&mut mark);
        mark(record.address);
        reading.users.extend(user(part, &bits, record, fields, by_tab));
    }
    account_for_the_rest(part, &bits, &used, &habits, &mut reading);
    reading
}

/// The user of one record.
fn user(
    part: &Part<'_>,
    bits: &[Bit<'_>],
    record: &Record,
    fields: Fields,
    by_tab: Status,
) -> Option<User> {
    let address = bits.get(record.address)?;
    let Kind::Address(email) = &address.kind else { return None };
    let status = if fields.status == Status::NotStated { by_tab } else { fields.status };
    Some(User {
        name: fields.name,
        email: Some(email.clone()),
        role: fields.role,
        status,
        link: fields.link,
        places: vec![place(part, address.line)],
        ..User::default()
    })
}

/// The place of a line, counted from the part's first one.
fn place(part: &Part<'_>, line: usize) -> Place {
    part.place(part.first_line + line)
}

/// Lists every line of which nothing was used, and of the other lines what is not understood; collects
/// the counts that the page states.
fn account_for_the_rest(
    part: &Part<'_>,
    bits: &[Bit<'_>],
    used: &[bool],
    habits: &Habits<'_>,
    reading: &mut PartReading,
) {
    let is_used = |at: usize| used.get(at).copied().unwrap_or_default();
    let first_address =
        bits.iter().position(|bit| matches!(bit.kind, Kind::Address(_))).unwrap_or(bits.len());
    let mut start = 0;
    for line in bits.chunk_by(|one, next| one.line == next.line) {
        let range = start..start + line.len();
        start = range.end;
        let Some(first) = line.first().filter(|bit| bit.kind != Kind::Blank) else { continue };
        let place = place(part, first.line);
        for bit in line.iter().filter(|bit| matches!(bit.kind, Kind::Furniture(_))) {
            reading.stated.extend(bit.stated(place.line));
        }
        let line_is_used = range.clone().any(is_used);
        let mut rest = Vec::new();
        let mut known = true;
        for (at, bit) in range.zip(line).filter(|(at, _)| !is_used(*at)) {
            let furniture = is_furniture(bit, at < first_address, habits);
            known &= furniture;
            if !furniture || !line_is_used {
                rest.push(bit.text);
            }
        }
        let kind = if known { UnreadKind::Furniture } else { UnreadKind::Unknown };
        let why = match (known, line_is_used) {
            (true, _) => "Part of the page around the users.",
            (false, true) => {
                "Stands beside a user; which of name, role, status or link it is could not be told."
            }
            (false, false) => {
                "Neither an email address nor anything that could be told to belong to one."
            }
        };
        if !rest.is_empty() {
            reading.unread.push(Unread::new(place, kind, &rest.join(" "), why));
        }
    }
}

/// Whether an unused bit is part of the page around the users: its furniture, somebody's initials, what
/// stands in every row, an address that the page shows twice, a heading above the first row.
fn is_furniture(bit: &Bit<'_>, is_above_users: bool, habits: &Habits<'_>) -> bool {
    match &bit.kind {
        Kind::Furniture(_) | Kind::Blank | Kind::Address(_) => true,
        Kind::Text => habits.repeated.contains(bit.text) || name::looks_like_initials(bit.text),
        Kind::Role(_) | Kind::Status(_) => is_above_users,
        Kind::Link | Kind::Unclear => false,
    }
}
