//! Every structured form of a list as one thing: a [`Table`] of cells under headings.
//!
//! One reader a form, each in a file of its own. A reader knows its syntax and nothing else: not what a
//! column means ([`columns`](super::columns) tells that), not whether a row is a user
//! ([`records`](super::records)), and nothing of the other readers.

pub mod blocks;
pub mod header;
pub mod json;
pub mod markdown;
pub mod separated;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// Cells in rows under headings, with the place of each row.
///
/// Rows are sparse: a cell names its column, so that a JSON object with a thousand keys of its own costs a
/// thousand cells and not a thousand columns a row. One row may hold several cells of one column, as a
/// JSON array does.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The heading of each column as written, or its path in JSON (`user.email`); empty where it has none.
    pub headings: Vec<String>,
    /// Whether its form says that the first row is a header, as a rule below it does.
    pub is_headed: bool,
    /// Whether its rows are records of named fields, which need not have the same ones.
    pub is_of_fields: bool,
    /// The text of all cells, one behind the other.
    text: String,
    cells: Vec<Cell>,
    rows: Vec<Row>,
    /// How many columns there are, and the first one that holds what stands behind the words of another.
    columns: usize,
    behind: Option<usize>,
}

/// A cell: its column, and where its text stands in the table's.
#[derive(Debug, Clone, Copy)]
struct Cell {
    column: usize,
    start: usize,
    end: usize,
}

/// A row, by its cells and its place.
#[derive(Debug, Clone)]
struct Row {
    first_cell: usize,
    end_cell: usize,
    line: usize,
    span: Range<usize>,
    width: usize,
}

/// One row, lent to whoever reads it.
#[derive(Debug, Clone, Copy)]
pub struct RowRef<'a> {
    table: &'a Table,
    row: &'a Row,
}

impl Table {
    /// Begins a row that stands at `line` of the source and in `span` of the part.
    pub fn begin_row(&mut self, line: usize, span: Range<usize>) {
        let at = self.cells.len();
        self.rows.push(Row { first_cell: at, end_cell: at, line, span, width: 0 });
    }

    /// Adds a cell to the last row. White space around its text is dropped, and so is an empty cell; its
    /// column still counts into the row's width.
    pub fn cell(&mut self, column: usize, text: &str) {
        let Some(row) = self.rows.last_mut() else { return };
        row.width = row.width.max(column + 1);
        self.push(column, text);
    }

    /// Adds what stands behind the words of a cell of the last row, as the target of a link: a cell of a further column with
    /// the same heading. `width` is how many columns the table has without such.
    pub fn behind(&mut self, width: usize, column: usize, text: &str) {
        self.behind = Some(width);
        self.push(width + column, text);
    }

    fn push(&mut self, column: usize, text: &str) {
        self.columns = self.columns.max(column + 1);
        let text = text.trim();
        let Some(row) = self.rows.last_mut().filter(|_| !text.is_empty()) else { return };
        let start = self.text.len();
        self.text.push_str(text);
        self.cells.push(Cell { column, start, end: self.text.len() });
        row.end_cell = self.cells.len();
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// A row by its number.
    pub fn row(&self, at: usize) -> Option<RowRef<'_>> {
        self.rows.get(at).map(|row| RowRef { table: self, row })
    }

    /// The rows from a number on.
    pub fn rows_from(&self, at: usize) -> impl Iterator<Item = RowRef<'_>> + Clone {
        self.rows.get(at..).unwrap_or_default().iter().map(|row| RowRef { table: self, row })
    }

    /// Keeps the rows of which `keep` says so.
    pub fn retain(&mut self, mut keep: impl FnMut(RowRef<'_>) -> bool) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.retain(|row| keep(RowRef { table: self, row }));
        self.rows = rows;
    }

    /// The width that most rows from a number on have; of two widths that as many rows have the smaller.
    pub fn usual_width(&self, from: usize) -> usize {
        let mut widths: HashMap<usize, usize> = HashMap::new();
        for row in self.rows.get(from..).unwrap_or_default() {
            *widths.entry(row.width).or_default() += 1;
        }
        let usual = widths.into_iter().max_by_key(|(width, rows)| (*rows, Reverse(*width)));
        usual.map_or(0, |(width, _)| width)
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.columns.max(self.headings.len())
    }

    /// Takes the cells of a row as headings.
    pub fn head_by(&mut self, row: usize) {
        let Some(header) = self.row(row) else { return };
        let mut headings = vec![String::new(); self.width()];
        for (column, cell) in header.cells() {
            if let Some(heading) = headings.get_mut(column) {
                cell.clone_into(heading);
            }
        }
        if let Some(width) = self.behind {
            for column in width..headings.len() {
                headings[column] = headings.get(column - width).cloned().unwrap_or_default();
            }
        }
        self.headings = headings;
    }
}

impl<'a> RowRef<'a> {
    /// The filled cells with their columns, in order.
    pub fn cells(self) -> impl Iterator<Item = (usize, &'a str)> + Clone {
        let cells = self.table.cells.get(self.row.first_cell..self.row.end_cell);
        let text = self.table.text.as_str();
        cells
            .unwrap_or_default()
            .iter()
            .map(move |cell| (cell.column, text.get(cell.start..cell.end).unwrap_or_default()))
    }

    /// The first filled cell of a column; empty where there is none.
    pub fn cell(self, column: usize) -> &'a str {
        self.cells().find(|(at, _)| *at == column).map_or("", |(_, text)| text)
    }

    /// How many columns the row reaches, empty ones included.
    pub fn width(self) -> usize {
        self.row.width
    }

    /// The number of its first line in the source.
    pub fn line(self) -> usize {
        self.row.line
    }

    /// Where it stands in the text of its part.
    pub fn span(self) -> Range<usize> {
        self.row.span.clone()
    }
}
