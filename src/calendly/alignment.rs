//! Puts rows right that have more or fewer cells than the header: a name with a separator in it, a cell that was left out.
//!
//! Only where the columns allow one way, and it is said; a row that could be put right in two ways is not read.

use std::borrow::Cow;

use super::columns::content::Look;
use super::columns::{Column, Meaning};
use super::part::{Part, PartReading};
use super::tables::{RowRef, Table};
use crate::source::UnreadKind;

/// Why a row of which two ways to read it are possible is not read.
const RAGGED: &str = "This row has more or fewer cells than the header, and more than one way to put it right. Put quotation marks around a cell that holds a separator.";

/// A wider row is not put right: nobody's list has that many columns.
const MOST_CELLS: usize = 64;

/// What is known of the columns of a table.
pub struct Alignment<'a> {
    /// What each column holds.
    pub columns: &'a [Column],
    /// What the cells of each column are, where that is certain.
    pub kinds: &'a [Option<Look>],
    /// How many cells a whole row has.
    pub width: usize,
}

/// What becomes of a row.
enum Way<'c> {
    /// It stays.
    AsItStands,
    /// Its cells stand in other columns.
    Otherwise(Vec<Cow<'c, str>>),
    /// Nobody can tell.
    Unknown,
}

impl Alignment<'_> {
    /// The table with every row put right; `None` where none had to be. Rows that cannot be are taken out and listed as unread.
    pub fn align(&self, part: &Part<'_>, table: &Table, into: &mut PartReading) -> Option<Table> {
        let needs = |row: RowRef<'_>| row.width() != self.width;
        if self.width == 0 || !table.rows_from(0).any(needs) {
            return None;
        }
        // As the text has it, with the space behind it that people write.
        let between = match table.separator {
            Some('\t') | None => " ".to_owned(),
            Some(separator) => format!("{separator} "),
        };
        let mut aligned = table.without_rows();
        let (mut first, mut count, mut changed) = (0, 0, false);
        for row in table.rows_from(0) {
            let way = if needs(row) { self.way(row, &between) } else { Way::AsItStands };
            match way {
                Way::AsItStands => {
                    aligned.begin_row(row.line(), row.span());
                    row.cells().for_each(|(column, cell)| aligned.cell(column, cell));
                }
                Way::Otherwise(cells) => {
                    aligned.begin_row(row.line(), row.span());
                    cells.iter().enumerate().for_each(|(column, cell)| aligned.cell(column, cell));
                    first = if count == 0 { row.line() } else { first };
                    count += 1;
                    changed = true;
                }
                Way::Unknown => {
                    let text = part.text.get(row.span()).unwrap_or_default().trim_end();
                    into.leave(part.place(row.line()), UnreadKind::Problem, text, RAGGED);
                    changed = true;
                }
            }
        }
        if count > 0 {
            let rows =
                if count == 1 { "1 row has".to_owned() } else { format!("{count} rows have") };
            into.warnings.push(format!(
                "{rows} more or fewer cells than the header, the first in line {first}, and could be put right in one way only."
            ));
        }
        changed.then_some(aligned)
    }

    fn way<'c>(&self, row: RowRef<'c>, between: &str) -> Way<'c> {
        let mut cells: Vec<&str> = vec![""; row.width()];
        for (at, cell) in row.cells() {
            if let Some(slot) = cells.get_mut(at) {
                *slot = cell;
            }
        }
        // Blank cells at the end are left out, or too many.
        let mut as_it_stands = cells.clone();
        while as_it_stands.len() > self.width && as_it_stands.last() == Some(&"") {
            as_it_stands.pop();
        }
        as_it_stands.resize(as_it_stands.len().max(self.width), "");
        let is_whole = as_it_stands.len() == self.width;
        // Cells at the end are left out more often than a date is a word.
        let stands = self.fits(&as_it_stands, !is_whole);
        if cells.len() > MOST_CELLS || self.width > MOST_CELLS || stands && is_whole {
            return Way::AsItStands;
        }
        let further = cells.len().saturating_sub(self.width);
        let mut ways: Vec<Vec<Cow<'_, str>>> = (0..self.width)
            .filter(|at| self.columns.get(*at).is_none_or(|column| !is_typed(column.meaning)))
            .filter_map(|at| match further {
                0 => spread(&cells, at, self.width),
                _ => joined(&cells, at, further, between),
            })
            .filter(|way| self.fits(&way.iter().map(|cell| &**cell).collect::<Vec<_>>(), true))
            .collect();
        // What stands behind the last column is a part of it where that holds words, and a cell of its own elsewhere.
        if stands && ways.is_empty() {
            return Way::AsItStands;
        }
        let Some(way) = ways.pop() else {
            // Too few cells: whoever can be told from what stands there is told, by the row's own address.
            return if further == 0 { Way::AsItStands } else { Way::Unknown };
        };
        // Ways that only differ in what nobody asks for are one.
        let is_one = ways.iter().all(|other| self.told(other).eq(self.told(&way)));
        match (is_one, further) {
            (true, _) => Way::Otherwise(way),
            (false, 0) => Way::AsItStands,
            (false, _) => Way::Unknown,
        }
    }

    /// The cells of a row that say something of its user: by their column, or by themselves where no other row fills it.
    fn told<'c>(&self, cells: &'c [Cow<'_, str>]) -> impl Iterator<Item = &'c str> {
        let says = |cell: &str| matches!(Look::of(cell), Look::Role | Look::Status | Look::Link);
        let told = self.columns.iter().zip(cells);
        let told =
            told.filter(move |(column, cell)| column.meaning != Meaning::Other || says(cell));
        told.map(|(_, cell)| &**cell)
    }

    /// Whether every cell is what its column holds, as far as a column says that of every cell; where `strictly`, also in columns
    /// that say nothing of a user.
    fn fits(&self, cells: &[&str], strictly: bool) -> bool {
        let filled = self.columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        filled.into_iter().all(|(column, cell)| match column.meaning {
            Meaning::Email => cell.contains('@'),
            Meaning::Role | Meaning::Status => {
                matches!(Look::of(cell), Look::Role | Look::Status | Look::YesNo)
                    || column.samples.iter().any(|one| one == cell)
            }
            Meaning::Link => Look::of(cell) == Look::Link,
            Meaning::Name | Meaning::FirstName | Meaning::LastName => {
                !cell.contains('@') && Look::of(cell) != Look::Link
            }
            Meaning::Other if strictly => {
                let kind = self.kinds.get(column.index).copied().flatten();
                kind.is_none_or(|kind| Look::of(cell) == kind)
            }
            _ => true,
        })
    }
}

/// A row with more cells than the header, in which the cell at `at` and as many as are too many are one.
fn joined<'c>(
    cells: &[&'c str],
    at: usize,
    further: usize,
    between: &str,
) -> Option<Vec<Cow<'c, str>>> {
    let one = cells.get(at..=at + further)?;
    // A blank cell is no part of another.
    let one = (!one.contains(&"")).then(|| one.join(between))?;
    let (before, behind) = (cells.get(..at)?, cells.get(at + further + 1..)?);
    let borrowed =
        |cells: &[&'c str]| cells.iter().map(|cell| Cow::Borrowed(*cell)).collect::<Vec<_>>();
    Some([borrowed(before), vec![Cow::Owned(one)], borrowed(behind)].concat())
}

/// A row with fewer cells than the header, in which those that are missing are missing at `at`.
fn spread<'c>(cells: &[&'c str], at: usize, width: usize) -> Option<Vec<Cow<'c, str>>> {
    let mut cells = cells.to_vec();
    let missing = width.checked_sub(cells.len()).filter(|missing| *missing > 0)?;
    let behind = cells.get(at..)?.to_vec();
    cells.truncate(at);
    cells.extend(std::iter::repeat_n("", missing));
    cells.extend(behind);
    Some(cells.into_iter().map(Cow::Borrowed).collect())
}

/// Whether the cells of a meaning have a form, so that a cell of another column is told from them.
fn is_typed(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Email | Meaning::Role | Meaning::Status | Meaning::Link | Meaning::Uri
    )
}
