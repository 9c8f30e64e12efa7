//! A Markdown table, such as the tables of an earlier audit's notes.
//!
//! Takes a table for a list of users and nothing more: the notes themselves, with their decisions, are read by the report's own
//! reader, whose cells are cut as this page writes them. Facts: GitLab Flavored Markdown, tables.

use super::columns::{self, Meaning, is_address_of_page};
use super::format::Format;
use super::lines::lines;
use super::part::{Outcome, Part, PartReading};
use super::rows::Columns;
use super::separated::HEADER;
use crate::source::UnreadKind;

/// Whether a line is the row of dashes under a table's header.
pub fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Reads a Markdown table. `chosen` are the columns that a person has set.
pub fn read(part: &Part<'_>, chosen: &[(usize, Meaning)]) -> Outcome {
    let mut reading = PartReading::default();
    let mut table: Option<Columns> = None;
    let mut written: Vec<String> = Vec::new();
    for (i, line) in lines(part.text).enumerate() {
        let place = part.place(part.first_line + i);
        if line.is_blank() {
            continue;
        }
        if is_rule(line.text) {
            reading.leave(
                place,
                UnreadKind::Furniture,
                line.text,
                "The rule under the column headings.",
            );
            continue;
        }
        split(line.text, &mut written);
        let row = written.iter().map(|cell| unwrap(cell, Meaning::Other));
        let columns = match &table {
            Some(columns) => columns,
            None if columns::is_header(row.clone()) => {
                reading.leave(place, UnreadKind::Furniture, line.text, HEADER);
                table = Some(Columns::chosen_over(columns::by_header(row), chosen));
                continue;
            }
            None => {
                let row: Vec<&str> = row.clone().collect();
                table.insert(Columns::chosen_over(columns::by_content(&[row]), chosen))
            }
        };
        let meaning =
            |at: usize| columns.all.get(at).map_or(Meaning::Other, |column| column.meaning);
        let row = written.iter().enumerate().map(|(at, cell)| unwrap(cell, meaning(at)));
        let before = reading.users.len();
        columns.read(row, &place, &|| line.text.to_owned(), &mut reading);
        let Some(user) = reading.users.get_mut(before) else { continue };
        // Where a name is a link, it says whose page that is.
        for (at, cell) in written.iter().enumerate().filter(|(at, _)| meaning(*at).is_of_name()) {
            match linked(cell) {
                Some((_, target)) if user.link.is_empty() && is_address_of_page(target) => {
                    target.clone_into(&mut user.link);
                }
                Some((_, target)) if !target.is_empty() => {
                    let header = columns.all.get(at).map_or("", |column| &column.header);
                    user.more.push((header.to_owned(), target.to_owned()));
                }
                _ => {}
            }
        }
    }
    Outcome {
        reading,
        read_as: Format::MarkdownTable.words().to_owned(),
        columns: table.unwrap_or_default().all,
        ..Outcome::default()
    }
}

/// The cells of a row: `\|` is a bar inside a cell; what Markdown wraps a cell in is taken off.
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

/// A cell without emphasis, code marks and angle brackets; of a Markdown link its target, where that is an
/// address of a page and the column is none of names, else its text.
fn unwrap(cell: &str, meaning: Meaning) -> &str {
    let cell = cell.trim();
    if let Some((text, target)) = linked(cell) {
        return if target.starts_with("http") && !meaning.is_of_name() { target } else { text };
    }
    for wrap in ["**", "__", "*", "_", "`"] {
        let inner = cell.strip_prefix(wrap).and_then(|rest| rest.strip_suffix(wrap));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
            return inner.trim();
        }
    }
    cell.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(cell)
}
