//! Tells whether the first row of a table is its header.
//!
//! A header is unlike the rows below it: where they hold addresses, links or roles it holds words. Known headings settle what
//! content cannot: a table of words alone.

use super::{RowRef, Table};
use crate::calendly::columns::content::{Look, Profile};
use crate::calendly::columns::{self, headings};
use crate::identity::link::path_at_calendly;

/// A header with more bytes than this is none.
const LONGEST: usize = 4000;

/// Whether the row at `first` heads those below it, whose cells `profiles` sums up by column.
pub fn is_header(table: &Table, first: usize, profiles: &[Profile<'_>]) -> bool {
    let Some(row) = table.row(first) else { return false };
    could_be(row.cells().map(|(_, cell)| cell))
        && (table.is_headed
            || headings::are_known(row.cells().map(|(_, cell)| cell))
            || row.width() >= table.usual_width(first + 1) && is_unlike(row, profiles))
}

/// Sums up the columns below a row: by the rows of its width, where there are any.
pub fn profiles_below(table: &Table, first: usize) -> Vec<Profile<'_>> {
    let width = table.row(first).map_or(0, RowRef::width);
    let profiles = columns::profiles(table, first + 1, width);
    if profiles.iter().any(|profile| profile.filled > 0) {
        return profiles;
    }
    columns::profiles(table, first + 1, usize::MAX)
}

/// Whether the row at `first` is words where the rows below it hold an address or a link: a header, whatever its words.
pub fn is_above_identities(table: &Table, first: usize, profiles: &[Profile<'_>]) -> bool {
    let is_identity = |column: usize| {
        let kind = profiles.get(column).and_then(Profile::kind);
        matches!(kind, Some(Look::Address | Look::Link | Look::Uri))
    };
    is_header(table, first, profiles)
        && table.row(first).is_some_and(|row| row.cells().any(|(column, _)| is_identity(column)))
}

/// Whether no cell is what only a row can hold: an address or a page of Calendly.
pub fn could_be<'a>(mut cells: impl Iterator<Item = &'a str>) -> bool {
    let mut length = 0;
    cells.all(|cell| {
        length += cell.len();
        length <= LONGEST && !cell.contains('@') && path_at_calendly(cell.trim()).is_none()
    })
}

/// Whether a row differs in kind from the rows below it: where they hold addresses or links it holds words, and so it does in
/// most columns of another certain kind.
fn is_unlike(row: RowRef<'_>, profiles: &[Profile<'_>]) -> bool {
    let (mut identities, mut others, mut alike, mut flags) = (0, 0, 0, 0);
    for (column, cell) in row.cells() {
        let Some(kind) = profiles.get(column).and_then(Profile::kind) else { continue };
        let is_alike = Look::of(cell) == kind;
        match kind {
            Look::Address | Look::Link | Look::Uri if is_alike => return false,
            Look::Address | Look::Link | Look::Uri => identities += 1,
            Look::Role | Look::Status if is_alike => alike += 1,
            // A heading may be `0`.
            Look::YesNo if is_alike => flags += 1,
            _ if is_alike => {}
            _ => others += 1,
        }
    }
    // A user whose address is missing has a role like everybody's below.
    identities > 1
        || identities + others > alike.max(usize::from(others == 0 && flags > 0))
            && (alike == 0 || others > alike)
}
