//! What the tokens of one record say of its user.
//!
//! Only what is certain: a text that could be a name and stands where no name stands is left over, and handed back.

use std::collections::HashSet;
use std::ops::Range;

use super::name::name;
use super::record::{LayoutHints, Record};
use super::token::{Kind, Token};
use super::words::squeezed;
use crate::calendly::vocabulary::page_chrome::Chrome;
use crate::calendly::{Role, Status};

/// What was read of one user, and from which tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields {
    /// The name; empty where none is certain.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The status by a word or a button in the row itself.
    pub status: Status,
    /// The scheduling link; empty where there is none.
    pub link: String,
    /// Indices of the tokens that these came from.
    pub used: Vec<usize>,
}

/// How roles and statuses stand in the rows of a part: what a single row cannot tell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// How many words a row has after its address, in rows whose first one is a known role.
    roles_first: HashSet<usize>,
    /// How many rows have a status word after their address.
    statuses: usize,
}

impl Columns {
    /// Reads them from all records.
    pub fn of(tokens: &[Token<'_>], records: &[Record], hints: &LayoutHints<'_>) -> Self {
        let mut columns = Self::default();
        for record in records {
            let said = said(tokens, &record.after, hints);
            if matches!(said.first().map(|token| &token.kind), Some(Kind::Role(_))) {
                columns.roles_first.insert(said.len());
            }
            columns.statuses +=
                usize::from(said.iter().any(|token| matches!(token.kind, Kind::Status(_))));
        }
        columns
    }
}

/// The tokens of a range that are not page chrome.
fn said<'b, 'a>(
    tokens: &'b [Token<'a>],
    range: &Range<usize>,
    hints: &LayoutHints<'_>,
) -> Vec<&'b Token<'a>> {
    let slice = tokens.get(range.clone()).unwrap_or_default();
    slice
        .iter()
        .filter(|token| !matches!(token.kind, Kind::Blank | Kind::Chrome(_)))
        .filter(|token| !hints.repeated.contains(token.text) || matches!(token.kind, Kind::Role(_)))
        .collect()
}

/// Reads one record. What is not certain is left empty.
pub fn fields(
    tokens: &[Token<'_>],
    record: &Record,
    hints: &LayoutHints<'_>,
    columns: &Columns,
) -> Fields {
    let mut fields = Fields::default();
    read_name(tokens, record, hints, &mut fields);
    let kinds = |range: &Range<usize>| {
        range.clone().filter_map(|at| Some((at, tokens.get(at)?))).collect::<Vec<_>>()
    };
    let after = kinds(&record.after);
    // The role below the address; in a row with cells, also one beside the name.
    let line = tokens.get(record.address).map_or(0, |token| token.line);
    let name_bit = fields.used.first().copied();
    let beside = kinds(&record.before).into_iter().filter(|(at, token)| {
        token.line == line && record.before_is_certain && Some(*at) != name_bit
    });
    for (at, token) in after.iter().copied().chain(beside) {
        match &token.kind {
            Kind::Role(role) if fields.role == Role::NotStated => {
                fields.role = role.clone();
                fields.used.push(at);
            }
            Kind::Status(status)
                if fields.status == Status::NotStated
                    && (record.after_is_certain || columns.statuses > 1) =>
            {
                fields.status = status.clone();
                fields.used.push(at);
            }
            Kind::Link if fields.link.is_empty() => {
                token.text.clone_into(&mut fields.link);
                fields.used.push(at);
            }
            Kind::Chrome(pieces)
                if fields.status == Status::NotStated && pieces.contains(&Chrome::Resend) =>
            {
                fields.status = Status::Pending;
            }
            _ => {}
        }
    }
    read_unknown_role(tokens, record, hints, columns, &mut fields);
    fields
}

/// The nearest text above the address. A role word is a name where the row certainly begins above it
/// and the address stands right below it.
fn read_name(tokens: &[Token<'_>], record: &Record, hints: &LayoutHints<'_>, fields: &mut Fields) {
    let nearest = record.before.clone().rev().find(|at| hints.may_be_name(tokens, *at));
    let role_word = || {
        let last = record.before.clone().next_back()?;
        let is_role = matches!(tokens.get(last)?.kind, Kind::Role(_));
        let has_role_below = tokens
            .get(record.after.clone())?
            .iter()
            .any(|token| matches!(token.kind, Kind::Role(_)));
        let same_line = tokens.get(last)?.line == tokens.get(record.address)?.line;
        // Without a mark of the row's beginning, only the cut itself makes it a name.
        let own = record.before.start == last || record.before_is_certain;
        (is_role && own && (has_role_below || !same_line) && record.before.start > 0)
            .then_some(last)
    };
    let Some(at) = nearest.or_else(role_word) else { return };
    let Some(token) = tokens.get(at) else { return };
    if let Some(name) = name(token.text) {
        fields.name = name;
        fields.used.push(at);
    }
}

/// A role that this tool does not know, as written: the first word after the address, where other rows
/// of the same build have a known role in that place.
fn read_unknown_role(
    tokens: &[Token<'_>],
    record: &Record,
    hints: &LayoutHints<'_>,
    columns: &Columns,
    fields: &mut Fields,
) {
    if fields.role != Role::NotStated {
        return;
    }
    let said = said(tokens, &record.after, hints);
    let Some(first) = said.first() else { return };
    let short = first.text.chars().count() <= 40 && first.text.chars().any(char::is_alphabetic);
    if first.kind == Kind::Text && short && columns.roles_first.contains(&said.len()) {
        fields.role = Role::Other(squeezed(first.text));
        let at = record.after.clone().find(|at| tokens.get(*at) == Some(*first));
        fields.used.extend(at);
    }
}
