//! Separated text: CSV, TSV, semicolons, `|`.
//!
//! The `csv` crate reads the records. A quotation mark that is never closed costs its own line only, and a line that a
//! spreadsheet has put in quotation marks as a whole is read as what stands inside.

use super::Table;
use crate::calendly::format::Format;
use crate::calendly::lines::{LineNumbers, line_at, lines};
use crate::calendly::part::{Part, PartReading};
use crate::source::UnreadKind;

/// A quoted cell with more line breaks than this is taken for a quotation mark that was never closed.
pub const LONGEST_CELL: usize = 20;

/// Reads separated text into a table, and the format that it turned out to be in: a line `sep=;` above it has the last word on
/// what separates.
pub fn read(part: &Part<'_>, format: Format, reading: &mut PartReading) -> (Table, Format) {
    let mut table = Table::default();
    let mut numbers = LineNumbers::new(part.text, part.first_line);
    let mut at = 0;
    let mut format = format;
    if let Some(line) = lines(part.text).find(|line| !line.is_blank())
        && let Some(named) = separator_line(line.text)
    {
        let place = part.place(numbers.of(line.at));
        reading.leave(place, UnreadKind::Ignored, line.text, "The separator that Excel writes.");
        (at, format) = (line.next, named);
    }
    let separator = format.separator().unwrap_or(b',');
    table.separator = Some(char::from(separator));
    let mut records = Records::new(part.text, at, separator);
    while let Some(span) = records.next() {
        let record = &records.record;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = numbers.of(span.start);
        if records.unclosed {
            reading.warnings.push(format!(
                "Line {line} opens a quotation mark that is never closed: it was read as if the mark were not there."
            ));
        }
        table.begin_row(line, span);
        match quoted_as_a_whole(record, separator) {
            Some(inner) => fill(&mut table, &inner),
            None => fill(&mut table, record),
        }
    }
    (table, format)
}

fn fill(table: &mut Table, record: &csv::StringRecord) {
    for (column, cell) in record.iter().enumerate() {
        // Some programs write apostrophes for quotation marks.
        let inside = cell.trim().strip_prefix('\'').and_then(|cell| cell.strip_suffix('\''));
        table.cell(column, inside.unwrap_or(cell));
    }
}

/// The cells inside a record that is one quoted cell with separators in it.
fn quoted_as_a_whole(record: &csv::StringRecord, separator: u8) -> Option<csv::StringRecord> {
    let mut cells = record.iter();
    let (Some(cell), None) = (cells.next(), cells.next()) else { return None };
    if !cell.contains(char::from(separator)) {
        return None;
    }
    let mut inner = csv::StringRecord::new();
    reader(cell, 0, separator).read_record(&mut inner).ok()?.then_some(inner)
}

/// The format that a line `sep=;` names.
pub fn separator_line(line: &str) -> Option<Format> {
    let rest =
        line.trim_matches(['"', ' ']).strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    match rest.as_bytes() {
        [separator] => Format::separated_by(*separator),
        _ => None,
    }
}

/// The records of a text, one buffer for all of them.
struct Records<'a> {
    text: &'a str,
    base: usize,
    separator: u8,
    reader: csv::Reader<&'a [u8]>,
    record: csv::StringRecord,
    /// Whether the present record was read without its quotation marks, since one is never closed.
    unclosed: bool,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, at: usize, separator: u8) -> Self {
        Self {
            text,
            base: at,
            separator,
            reader: reader(text, at, separator),
            record: csv::StringRecord::new(),
            unclosed: false,
        }
    }

    /// Reads the next record into `self.record` and says which stretch of the text it is.
    fn next(&mut self) -> Option<std::ops::Range<usize>> {
        self.unclosed = false;
        if !self.reader.read_record(&mut self.record).ok()? {
            return None;
        }
        let offset =
            |position: &csv::Position| usize::try_from(position.byte()).unwrap_or(usize::MAX);
        // The crate counts the blank lines before a record, and the `\n` of the last `\r\n`, as its own.
        let from = self.base + self.record.position().map_or(0, offset);
        let rest = self.text.get(from..).unwrap_or_default();
        let start = from + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let end = (self.base + offset(self.reader.position())).clamp(start, self.text.len());
        let written = self.text.get(start..end).unwrap_or_default();
        if !written.contains('"') {
            return Some(start..end);
        }
        let inner = written.trim_end_matches(['\r', '\n']);
        let breaks = inner.bytes().filter(|b| *b == b'\n' || *b == b'\r').count();
        let closed = end < self.text.len() || inner.bytes().filter(|b| *b == b'"').count() % 2 == 0;
        if breaks <= LONGEST_CELL && closed {
            return Some(start..end);
        }
        // Nobody's cell is that long: the line is read without its quotation marks, and so the rest
        // of the list is not lost in one cell.
        let line = line_at(self.text, start)?;
        self.record.clear();
        for cell in line.text.split(char::from(self.separator)) {
            self.record.push_field(cell.trim().trim_matches('"'));
        }
        self.unclosed = true;
        self.base = line.next;
        self.reader = reader(self.text, line.next, self.separator);
        Some(line.at..line.next)
    }
}

/// A reader from byte `at` on.
fn reader(text: &str, at: usize, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.get(at..).unwrap_or_default().as_bytes())
}
