//! Text copied from Calendly's Users page becomes users.
//!
//! The text of a copied page has no grammar, so the reader is anchored on what is certain, the email
//! addresses: one record an email. Its name is the nearest line above that is neither initials nor
//! page chrome, its role the role word that follows. What is not certain is left empty and listed as
//! unread; nothing is invented. Facts: Calendly's help centre; Chromium's and Firefox's copies of
//! pages built like it.

pub mod fields;
pub mod name;
pub mod record;
pub mod tabs;
pub mod token;
pub mod words;

pub use super::vocabulary::page_chrome::{Chrome, chrome, pieces, stated};

use fields::{Columns, Fields, fields};
use record::{LayoutHints, Record, records};
use token::{Kind, Token};

use super::part::{Part, PartReading};
use super::{Status, User};
use crate::source::{Place, Unread, UnreadKind};

/// Reads a part that was copied from the Users page as plain text. Linear in the text.
pub fn read(part: &Part<'_>) -> PartReading {
    let tokens = token::cut(part.text);
    let hints = LayoutHints::of(&tokens);
    let records = records(&tokens, &hints);
    let columns = Columns::of(&tokens, &records, &hints);
    let statuses = tabs::statuses(&tokens, &records);

    let mut reading = PartReading::default();
    let mut used = vec![false; tokens.len()];
    let mut mark = |at: usize| {
        if let Some(used) = used.get_mut(at) {
            *used = true;
        }
    };
    for (record, by_tab) in records.iter().zip(statuses) {
        let fields = fields(&tokens, record, &hints, &columns);
        fields.used.iter().copied().for_each(&mut mark);
        mark(record.address);
        reading.users.extend(user(part, &tokens, record, fields, by_tab));
    }
    account_for_the_rest(part, &tokens, &used, &hints, &mut reading);
    reading
}

/// The user of one record.
fn user(
    part: &Part<'_>,
    tokens: &[Token<'_>],
    record: &Record,
    fields: Fields,
    by_tab: Status,
) -> Option<User> {
    let address = tokens.get(record.address)?;
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
    tokens: &[Token<'_>],
    used: &[bool],
    hints: &LayoutHints<'_>,
    reading: &mut PartReading,
) {
    let is_used = |at: usize| used.get(at).copied().unwrap_or_default();
    let first_address = tokens
        .iter()
        .position(|token| matches!(token.kind, Kind::Address(_)))
        .unwrap_or(tokens.len());
    let mut start = 0;
    for line in tokens.chunk_by(|one, next| one.line == next.line) {
        let range = start..start + line.len();
        start = range.end;
        let Some(first) = line.first().filter(|token| token.kind != Kind::Blank) else { continue };
        let place = place(part, first.line);
        for token in line.iter().filter(|token| matches!(token.kind, Kind::Chrome(_))) {
            reading.stated.extend(token.stated(place.line));
        }
        let line_is_used = range.clone().any(is_used);
        let mut rest = Vec::new();
        let mut known = true;
        for (at, token) in range.zip(line).filter(|(at, _)| !is_used(*at)) {
            let chrome = is_chrome(token, at < first_address, hints);
            known &= chrome;
            if !chrome || !line_is_used {
                rest.push(token.text);
            }
        }
        let kind = if known { UnreadKind::Ignored } else { UnreadKind::Unknown };
        let why = match (known, line_is_used) {
            (true, _) => "Part of the page around the users.",
            (false, true) => {
                "This stands beside a user, but it is not clear whether it is the name, role, status or link."
            }
            (false, false) => {
                "Neither an email address nor anything that certainly belongs to one."
            }
        };
        if !rest.is_empty() {
            reading.unread.push(Unread::new(place, kind, &rest.join(" "), why));
        }
    }
}

/// Whether an unused token is part of the page around the users: its page chrome, somebody's initials, what
/// stands in every row, an address that the page shows twice, a heading above the first row.
fn is_chrome(token: &Token<'_>, is_above_users: bool, hints: &LayoutHints<'_>) -> bool {
    match &token.kind {
        Kind::Chrome(_) | Kind::Blank | Kind::Address(_) => true,
        Kind::Text => hints.repeated.contains(token.text) || name::looks_like_initials(token.text),
        Kind::Role(_) | Kind::Status(_) => is_above_users,
        Kind::Link | Kind::Unclear => false,
    }
}
