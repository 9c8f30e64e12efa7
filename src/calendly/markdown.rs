//! A Markdown table, such as the tables of an earlier audit's notes.

use super::columns::{self, Column, Meaning};
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
    let mut cells: Vec<String> = Vec::new();
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
        split(line.text, &mut cells);
        let row = cells.iter().map(String::as_str);
        let columns = match &table {
            Some(columns) => columns,
            None if columns::is_header(row.clone()) => {
                reading.leave(place, UnreadKind::Furniture, line.text, HEADER);
                table = Some(chosen_over(columns::by_header(row), chosen));
                continue;
            }
            None => {
                let row: Vec<&str> = row.clone().collect();
                table.insert(chosen_over(columns::by_content(&[row]), chosen))
            }
        };
        columns.read(row, &place, &|| line.text.to_owned(), &mut reading);
    }
    Outcome {
        reading,
        read_as: "Markdown table".to_owned(),
        columns: table.unwrap_or_default().all,
        ..Outcome::default()
    }
}

fn chosen_over(mut all: Vec<Column>, chosen: &[(usize, Meaning)]) -> Columns {
    columns::choose(&mut all, chosen);
    Columns::new(all)
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
    for cell in cells {
        let bare = unwrap(cell).to_owned();
        *cell = bare;
    }
}

/// A cell without emphasis, code marks and angle brackets; of a Markdown link its target, where that is an
/// address of a page, else its text.
fn unwrap(cell: &str) -> &str {
    let cell = cell.trim();
    if let Some(inner) = cell.strip_prefix('[').and_then(|rest| rest.strip_suffix(')'))
        && let Some((text, target)) = inner.split_once("](")
    {
        return if target.starts_with("http") { target } else { text };
    }
    for wrap in ["**", "__", "`"] {
        let inner = cell.strip_prefix(wrap).and_then(|rest| rest.strip_suffix(wrap));
        if let Some(inner) = inner.filter(|inner| !inner.is_empty()) {
            return inner.trim();
        }
    }
    cell.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(cell)
}
