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
use crate::calendly::page_text::words::{role, status};
use crate::calendly::vocabulary::address::alone;

/// A row of a table: the number of its cells, and the spans that stand in them.
#[derive(Debug, Clone, Default)]
struct Row<'a> {
    line: usize,
    cells: Vec<&'a str>,
    /// Whether any cell holds more than one value, or leads somewhere that it does not say.
    is_mixed: bool,
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
            row.is_mixed |= !spans.iter().any(|other| {
                !matches!(other.stands, Stands::Behind | Stands::Border)
                    && (span.text.ends_with(&other.text) || other.text.ends_with(&span.text))
            });
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

/// The table as a sheet, if it is one: a value a cell, the addresses alone in one column, and a header
/// that says so, or more columns than the Users page has.
fn sheet<'a>(table: &[Row<'a>]) -> Option<Sheet<'a>> {
    let mixed = table.iter().any(|row| row.is_mixed);
    let column_of = |row: &Row<'_>| row.cells.iter().position(|cell| alone(cell).is_some());
    let users: Vec<&Row<'a>> = table.iter().filter(|row| column_of(row).is_some()).collect();
    let column = column_of(users.first()?)?;
    let holds_elsewhere = |row: &Row<'_>| {
        row.cells
            .iter()
            .enumerate()
            .any(|(at, cell)| at != column && cell.contains('@') && alone(cell).is_some())
    };
    if mixed || users.iter().any(|row| column_of(row) != Some(column) || holds_elsewhere(row)) {
        return None;
    }
    let header = table.iter().find(|row| row.cells.iter().any(|cell| !cell.is_empty()))?;
    let says_email =
        header.cells.get(column).is_some_and(|cell| meaning(cell) == Some(Meaning::Email));
    let texts = |row: &&&Row<'_>| {
        let is_text = |cell: &&&str| {
            !cell.is_empty()
                && alone(cell).is_none()
                && role(cell).is_none()
                && status(cell).is_none()
                && !is_page(cell)
                && crate::calendly::page_text::chrome(cell).is_none()
        };
        row.cells.iter().filter(is_text).count() > 1
    };
    let more_columns = users.iter().filter(texts).count() * 2 > users.len();
    (says_email || more_columns).then(|| Sheet {
        first_line: table.first().map_or(0, |row| row.line),
        last_line: table.last().map_or(0, |row| row.line),
        rows: table.iter().map(|row| row.cells.clone()).collect(),
    })
}
