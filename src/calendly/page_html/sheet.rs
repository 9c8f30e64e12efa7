//! A table that is a sheet: one value a cell, with its own header.
//!
//! A copy out of a spreadsheet comes as a table too. It says by its own header what its columns are, so
//! it is kept as it stands, with every column, instead of being read as rows of the Users page.

use super::flow::{Span, Stands};
use super::rows::Mark;
use super::tree::{Node, Tree};
use crate::calendly::columns::Meaning;
use crate::calendly::columns::content::is_page;
use crate::calendly::columns::headings::meaning;
use crate::calendly::page_text::name::looks_like_initials;
use crate::calendly::vocabulary::address::alone;
use crate::calendly::{Role, Status};

/// A row of a table: the number of its cells, and the spans that stand in them.
#[derive(Debug, Clone, Default)]
struct Row<'a> {
    line: usize,
    cells: Vec<&'a str>,
    /// Whether any cell holds more than one value.
    is_mixed: bool,
    /// Where words lead that do not say so: the cell, and the target.
    behind: Vec<(usize, &'a str)>,
}

/// A sheet: which lines of the page it is, and its rows.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    /// The line of its first row.
    pub first_line: usize,
    /// The line of its last row.
    pub last_line: usize,
    /// Its cells, row by row.
    pub rows: Vec<Vec<&'a str>>,
}

/// The sheets of a page. `marks` and `spans` are those of the tree.
pub fn sheets<'a>(tree: &Tree, marks: &[Mark], spans: &'a [Span]) -> Vec<Sheet<'a>> {
    tables(tree, marks, spans).into_iter().filter_map(|table| sheet(&table)).collect()
}

/// The rows of each table, in the page's order; empty rows have no line of their own.
fn tables<'a>(tree: &Tree, marks: &[Mark], spans: &'a [Span]) -> Vec<Vec<Row<'a>>> {
    let mut rows = spans
        .chunk_by(|one, next| one.line == next.line)
        .filter(|line| line.first().is_some_and(|span| span.stands == Stands::Border));
    let mut tables: Vec<Vec<Row<'a>>> = Vec::new();
    let mut table_ends: Vec<usize> = Vec::new();
    let mut is_new = true;
    for (at, node) in tree.nodes().iter().enumerate() {
        while table_ends.pop_if(|end| *end <= at).is_some() {
            is_new = true;
        }
        let Node::Element(element, end) = node else { continue };
        if element.tag.eq_ignore_ascii_case("table") {
            table_ends.push(*end);
            is_new = true;
        }
        if marks.get(at) != Some(&Mark::Row) {
            continue;
        }
        let Some(spans) = rows.next() else { break };
        // Rows that no table holds are never a sheet.
        if table_ends.is_empty() {
            continue;
        }
        let row = row(spans);
        match tables.last_mut() {
            Some(table) if !is_new => table.push(row),
            _ => tables.push(vec![row]),
        }
        is_new = false;
    }
    tables
}

fn row(spans: &[Span]) -> Row<'_> {
    let mut row = Row { line: spans.first().map_or(0, |span| span.line), ..Row::default() };
    for span in spans {
        if span.stands == Stands::Border {
            continue;
        }
        if span.stands == Stands::Behind {
            // A link that leads where it says it does is a value like another.
            let is_said = spans.iter().any(|other| {
                !matches!(other.stands, Stands::Behind | Stands::Border)
                    && (span.text.ends_with(&other.text) || other.text.ends_with(&span.text))
            });
            if !is_said && let Some(column) = span.cell.checked_sub(1) {
                row.behind.push((column, &span.text));
            }
            continue;
        }
        let Some(column) = span.cell.checked_sub(1) else {
            row.is_mixed = true;
            continue;
        };
        if row.cells.len() > column {
            row.is_mixed = true;
            continue;
        }
        row.cells.resize(column, "");
        row.cells.push(&span.text);
    }
    row
}

/// The table as a sheet, if it is one: a value a cell, and a header that says what the Users page does not, or says it in
/// other words.
fn sheet<'a>(table: &[Row<'a>]) -> Option<Sheet<'a>> {
    let holds = |row: &Row<'_>| row.cells.iter().filter(|cell| alone(cell).is_some()).count();
    let users: Vec<&Row<'a>> = table.iter().filter(|row| holds(row) > 0).collect();
    let column = users.first()?.cells.iter().position(|cell| alone(cell).is_some())?;
    if table.iter().any(|row| row.is_mixed) {
        return None;
    }
    let header = table.iter().find(|row| row.cells.iter().any(|cell| !cell.is_empty()))?;
    let heading = header.cells.get(column).copied().unwrap_or_default();
    let says_email = meaning(heading) == Some(Meaning::Email);
    let is_in_other_words = alone(heading).is_none()
        && header.cells.iter().any(|cell| !cell.is_empty() && meaning(cell).is_none())
        && header.cells.iter().all(|cell| !cell.contains('@') && !is_page(cell));
    // Without a header: rows of values and nothing of the page, each row's menu and initials.
    let is_value = |cell: &&str| {
        let is_chrome = crate::calendly::page_text::chrome(cell).is_some();
        Role::known(cell).is_some()
            || Status::known(cell).is_some()
            || !is_chrome && !looks_like_initials(cell)
    };
    let is_several = users.iter().any(|row| holds(row) > 1);
    let texts = |row: &&&Row<'_>| row.cells.iter().filter(|cell| is_text_cell(cell)).count() > 1;
    let has_chrome = |row: &&&Row<'_>| !row.cells.iter().all(is_value);
    let is_bare =
        alone(heading).is_some() && users.iter().filter(has_chrome).count() * 2 < users.len();
    let more_columns = users.iter().filter(texts).count() * 2 > users.len();
    let leads = table.iter().any(|row| !row.behind.is_empty());
    let is_sheet =
        is_several || is_in_other_words || is_bare || (says_email || more_columns) && !leads;
    is_sheet.then(|| Sheet {
        first_line: table.first().map_or(0, |row| row.line),
        last_line: table.last().map_or(0, |row| row.line),
        rows: rows_with_targets(table, header),
    })
}

/// Whether a cell holds words that are neither a role nor a status, nor a part of the page.
fn is_text_cell(cell: &&str) -> bool {
    !cell.is_empty()
        && alone(cell).is_none()
        && Role::known(cell).is_none()
        && Status::known(cell).is_none()
        && !is_page(cell)
        && crate::calendly::page_text::chrome(cell).is_none()
}

/// The cells of each row, and behind them where the words of a column lead, under that column's own heading.
fn rows_with_targets<'a>(table: &[Row<'a>], header: &Row<'a>) -> Vec<Vec<&'a str>> {
    let mut columns: Vec<usize> =
        table.iter().flat_map(|row| row.behind.iter().map(|(column, _)| *column)).collect();
    columns.sort_unstable();
    columns.dedup();
    let width = table.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let cells = |row: &Row<'a>| {
        let mut cells = row.cells.clone();
        if !columns.is_empty() {
            cells.resize(width, "");
        }
        let target = |column: &usize| {
            if row.line == header.line {
                return row.cells.get(*column).copied().unwrap_or_default();
            }
            row.behind.iter().find(|(at, _)| at == column).map_or("", |(_, target)| *target)
        };
        cells.extend(columns.iter().map(target));
        cells
    };
    table.iter().map(cells).collect()
}
