//! A Markdown table, such as the tables of an earlier audit's notes.
//!
//! Takes a table for a list of users and nothing more: the notes themselves, with their decisions, are read by the report's own
//! reader, whose cells are cut as this page writes them. Facts: GitLab Flavored Markdown, tables.

use super::Table;
use crate::calendly::lines::lines;
use crate::calendly::part::{Part, PartReading};
use crate::source::UnreadKind;

/// Whether a line is the row of dashes under a table's header.
pub fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Reads a Markdown table. A link's words are its cell; where it leads to stands in a further column, which has the heading
/// of its own.
pub fn read(part: &Part<'_>, reading: &mut PartReading) -> Table {
    let mut table = Table::default();
    let mut cells: Vec<String> = Vec::new();
    let mut rows: Vec<(usize, std::ops::Range<usize>, Vec<String>)> = Vec::new();
    for (i, line) in lines(part.text).enumerate() {
        let number = part.first_line + i;
        if line.is_blank() {
            continue;
        }
        if is_rule(line.text) {
            table.is_headed |= rows.len() == 1;
            let why = "The rule under the column headings.";
            reading.leave(part.place(number), UnreadKind::Furniture, line.text, why);
            continue;
        }
        split(line.text, &mut cells);
        rows.push((number, line.at..line.at + line.text.len(), std::mem::take(&mut cells)));
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

/// The cells of a row: `\|` is a bar inside a cell.
fn split(line: &str, cells: &mut Vec<String>) {
    cells.clear();
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cell = String::new();
    let mut escaped = false;
    for c in line.chars() {
        match c {
            '|' if !escaped => cells.push(std::mem::take(&mut cell)),
            '|' => {
                cell.pop();
                cell.push('|');
            }
            _ => cell.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    if !cell.trim().is_empty() {
        cells.push(cell);
    }
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
