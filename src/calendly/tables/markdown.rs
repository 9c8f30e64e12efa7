//! A Markdown table, such as the tables of an earlier audit's notes.
//!
//! Takes a table for a list of users and nothing more: the notes themselves, with their decisions, are read by the report's own
//! reader.

use super::Table;
use crate::calendly::lines::lines;
use crate::calendly::part::{Part, PartReading};
use crate::markdown::{cells, is_rule};
use crate::source::UnreadKind;

/// Reads a Markdown table. A link's words are its cell; where it leads to stands in a further column, which has the heading
/// of its own.
pub fn read(part: &Part<'_>, reading: &mut PartReading) -> Table {
    let mut table = Table::default();
    let mut rows = Vec::new();
    for (i, line) in lines(part.text).enumerate() {
        let number = part.first_line + i;
        if line.is_blank() {
            continue;
        }
        let cells = cells(line.text);
        if is_rule(&cells) {
            table.is_headed |= rows.len() == 1;
            let why = "The rule under the column headings.";
            reading.leave(part.place(number), UnreadKind::Ignored, line.text, why);
            continue;
        }
        // `\|` is a bar inside a cell.
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace("\\|", "|")).collect();
        rows.push((number, line.at..line.at + line.text.len(), cells));
    }
    let width = rows.iter().map(|(_, _, cells)| cells.len()).max().unwrap_or(0);
    for (number, span, cells) in rows {
        table.begin_row(number, span);
        for (column, cell) in cells.iter().enumerate() {
            table.cell(column, words(cell));
        }
        // Where words are a link, it may say whose page they are about, or whose address.
        for (column, cell) in cells.iter().enumerate() {
            if let Some((_, target)) =
                linked(cell).filter(|(text, target)| !says_the_same(text, target))
            {
                table.behind(width, column, target);
            }
        }
    }
    table
}

/// The text and the target of a cell that is a Markdown link.
fn linked(cell: &str) -> Option<(&str, &str)> {
    cell.trim().strip_prefix('[')?.strip_suffix(')')?.split_once("](")
}

/// Whether a link leads where its words say, or nowhere.
fn says_the_same(text: &str, target: &str) -> bool {
    target.is_empty() || target.trim_start_matches("mailto:").eq_ignore_ascii_case(text.trim())
}

/// The words of a cell, without emphasis, code marks and angle brackets.
fn words(cell: &str) -> &str {
    let cell = cell.trim();
    if let Some((text, _)) = linked(cell) {
        return text;
    }
    for wrap in ["**", "__", "*", "_", "`"] {
        let inner = cell.strip_prefix(wrap).and_then(|rest| rest.strip_suffix(wrap));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
            return inner.trim();
        }
    }
    cell.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(cell)
}
