//! Separated text: CSV, TSV, semicolons, `|`.
//!
//! The `csv` crate reads the records; this gives them columns. A header is recognised by [`columns`], a list
//! without one is read by content. A quotation mark that is never closed costs its own line only.

use super::columns::{self, Column, Meaning};
use super::format::Format;
use super::lines::{LineNumbers, line_at};
use super::page_text::{furniture, stated};
use super::part::{Outcome, Part, PartReading};
use super::rows::Columns;
use crate::source::UnreadKind;

/// A quoted cell with more line breaks than this is taken for a quotation mark that was never closed.
pub const LONGEST_CELL: usize = 20;

/// How many records a list without a header is judged by.
const SAMPLE: usize = 100;

/// Why a header is listed among what became no user.
pub const HEADER: &str = "The column headings.";

/// Reads separated text; a line `sep=;` above it has the last word on what separates. `chosen` are the columns that a person
/// has set.
pub fn read(part: &Part<'_>, format: Format, chosen: &[(usize, Meaning)]) -> Outcome {
    let mut reading = PartReading::default();
    let mut numbers = LineNumbers::new(part.text, part.first_line);
    let mut at = 0;
    let first = first_line(part.text);
    if let Some((line, _)) = first.filter(|(_, named)| named.is_some()) {
        let place = part.place(numbers.of(line.at));
        reading.leave(place, UnreadKind::Furniture, line.text, "The separator that Excel writes.");
        at = line.next;
    }
    let format = first.and_then(|(_, named)| named).unwrap_or(format);
    let separator = format.separator().unwrap_or(b',');

    let mut header: Option<Vec<Column>> = None;
    let mut table: Option<Columns> = None;
    let mut records = Records::new(part.text, at, separator);
    while let Some(span) = records.next() {
        let record = &records.record;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = numbers.of(span.start);
        let written = || part.text.get(span.clone()).unwrap_or_default().trim_end().to_owned();
        let place = part.place(line);
        if !record.as_slice().contains('@') {
            if table.is_none() && columns::is_header(record.iter()) {
                let found = columns::by_header(record.iter());
                reading.leave(place, UnreadKind::Furniture, &written(), HEADER);
                header = Some(found.clone());
                table = Some(Columns::chosen_over(found, chosen));
                continue;
            }
            if header.as_ref().is_some_and(|header| same_header(header, record)) {
                reading.leave(place, UnreadKind::Furniture, &written(), HEADER);
                continue;
            }
            if is_furniture(record) {
                let whole = written();
                reading.leave_control(place, &whole, stated(&whole, line));
                continue;
            }
        }
        let columns = table.get_or_insert_with(|| {
            Columns::chosen_over(by_content(part.text, span.start, separator), chosen)
        });
        if records.unclosed {
            reading.warnings.push(format!(
                "Line {line} opens a quotation mark that is never closed: it was read as if the mark were not there."
            ));
        }
        columns.read(record.iter(), &place, &written, &mut reading);
    }
    let name = format.words();
    let read_as =
        if header.is_some() { name.to_owned() } else { format!("{name} without a header") };
    Outcome { reading, read_as, columns: table.unwrap_or_default().all, ..Outcome::default() }
}

/// The first line that is not blank, and the format that it names where it is Excel's `sep=;`.
fn first_line(text: &str) -> Option<(super::lines::Line<'_>, Option<Format>)> {
    let line = super::lines::lines(text).find(|line| !line.is_blank())?;
    Some((line, separator_line(line.text)))
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

/// Whether a record repeats the header.
fn same_header(header: &[Column], record: &csv::StringRecord) -> bool {
    record.len() == header.len()
        && header.iter().zip(record).all(|(column, cell)| column.header == cell.trim())
}

/// Whether nothing but page furniture stands in a record.
fn is_furniture(record: &csv::StringRecord) -> bool {
    record.iter().filter(|cell| !cell.trim().is_empty()).all(|cell| furniture(cell).is_some())
}

/// The columns of a list without a header, by its first records.
fn by_content(text: &str, at: usize, separator: u8) -> Vec<Column> {
    let mut records = Records::new(text, at, separator);
    let mut sample = Vec::new();
    while sample.len() < SAMPLE && records.next().is_some() {
        sample.push(records.record.clone());
    }
    let rows: Vec<Vec<&str>> = sample.iter().map(|record| record.iter().collect()).collect();
    columns::by_content(&rows)
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
