//! A table as CSV, for a file, and as tab-separated text, for pasting into a spreadsheet.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and names come from
//! strangers: such a cell gets an apostrophe in front, which spreadsheets hide. What cannot be seen is
//! shown as its code point, as everywhere; so no cell holds a tab or a carriage return.

use super::visible::visible;
use super::{Sink, Table};

/// The table as CSV (RFC 4180): header, then one record a row, each ended by CR LF.
pub fn csv(table: &Table<'_>) -> String {
    write(table, 0..table.len(), ',', "\r\n")
}

/// Returns these rows of the table, by their index, as tab-separated text with a header.
pub fn tsv(table: &Table<'_>, rows: impl IntoIterator<Item = usize>) -> String {
    write(table, rows, '\t', "\n")
}

fn write(
    table: &Table<'_>,
    rows: impl IntoIterator<Item = usize>,
    separator: char,
    end: &str,
) -> String {
    let columns = table.columns();
    let mut out = String::with_capacity(64 + table.len() * 120);
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            out.push(separator);
        }
        field(&mut out, column, separator);
    }
    out.push_str(end);
    let mut cell = Plain::default();
    for row in rows {
        for column in 0..columns.len() {
            if column > 0 {
                out.push(separator);
            }
            table.cell(row, column, &mut cell);
            field(&mut out, &visible(&cell.0), separator);
            cell.0.clear();
        }
        out.push_str(end);
    }
    out
}

fn field(out: &mut String, text: &str, separator: char) {
    let formula = text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    let quoted = text.contains([separator, '"', '\n', '\r']);
    if quoted {
        out.push('"');
    }
    if formula {
        out.push('\'');
    }
    for c in text.chars() {
        if c == '"' && quoted {
            out.push('"');
        }
        out.push(c);
    }
    if quoted {
        out.push('"');
    }
}

/// The words of a phrase, without any mark-up; `; ` for a break.
pub(super) fn words(phrase: &crate::phrase::Phrase) -> String {
    let mut plain = Plain::default();
    plain.phrase(phrase);
    plain.0
}

#[derive(Default)]
struct Plain(String);

impl Sink for Plain {
    fn trusted(&mut self, words: &str) {
        self.0.push_str(words);
    }

    fn untrusted(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn code(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn line_break(&mut self) {
        self.0.push_str("; ");
    }
}
