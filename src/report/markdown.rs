//! The notes: the report as Markdown for GitLab.
//!
//! Written row by row into one string; no table is held in between. No line begins with text from the
//! input, so none can be a heading, a list or one of GitLab's quick actions.

use super::escape::{self, Within};
use super::{Report, Sink, Table, folded, open_items};
use crate::phrase::Phrase;
use crate::source::{Reading, Unread, UnreadKind};

/// The notes of a report, with every row or only these of the team and of those outside it.
pub(super) fn notes(report: &Report<'_>, only: Option<(&[usize], &[usize])>) -> String {
    let rows = report.audit.team.len() + report.audit.outside.len();
    let mut out = String::with_capacity(4_096 + rows * 160);
    out.push_str("### Summary\n");
    for (term, said) in report.summary() {
        bullet(&mut out, term, &said);
    }
    if let Some((team, outside)) = only {
        let said = Phrase::new().trusted(format!(
            "these notes hold {} of {} rows of the team and {} of {} of those outside it",
            team.len(),
            report.team().len(),
            outside.len(),
            report.outside().len()
        ));
        bullet(&mut out, FILTERED, &said);
    }
    heading(&mut out, CHECKS);
    checks(&mut out, report);
    open_items(&mut out, report);
    table(&mut out, &report.team(), only.map(|(team, _)| team));
    table(&mut out, &report.outside(), only.map(|(_, outside)| outside));
    since(&mut out, report);
    not_read(&mut out, report);
    folded::all(&mut out, report);
    out
}

/// `- **Owners:** 1`.
pub(super) fn bullet(out: &mut String, term: &str, said: &Phrase) {
    out.push_str("- **");
    out.push_str(term);
    out.push_str(":** ");
    line(out, said);
    out.push('\n');
}

/// A heading, preceded by the blank line that GitLab needs.
pub(super) fn heading(out: &mut String, text: &str) {
    out.push_str("\n### ");
    out.push_str(text);
    out.push('\n');
}

fn table(out: &mut String, table: &Table<'_>, only: Option<&[usize]>) {
    heading(out, table.which().caption());
    let columns = table.columns();
    header(out, &columns);
    let mut cell = Cell::new(out, Within::Cell);
    for place in 0..only.map_or(table.len(), <[usize]>::len) {
        let row = only.and_then(|rows| rows.get(place).copied()).unwrap_or(place);
        cell.out.push('|');
        for column in 0..columns.len() {
            cell.out.push(' ');
            table.cell(row, column, &mut cell);
            cell.end();
            cell.out.push_str(" |");
        }
        cell.out.push('\n');
    }
}

/// A table's head and the line under it.
pub(super) fn header(out: &mut String, columns: &[&str]) {
    out.push('|');
    for column in columns {
        out.push(' ');
        out.push_str(column);
        out.push_str(" |");
    }
    out.push_str("\n|");
    for _ in columns {
        out.push_str(" --- |");
    }
    out.push('\n');
}

/// What somebody must look at in the input itself. Header lines are only counted, in the summary.
fn not_read(out: &mut String, report: &Report<'_>) {
    let matters = |unread: &&Unread| unread.kind != UnreadKind::Ignored;
    if !report.readings().any(|reading| reading.unread.iter().any(|u| matters(&u))) {
        return;
    }
    heading(out, NOT_READ);
    for reading in report.readings() {
        for unread in reading.unread.iter().filter(matters) {
            unread_line(out, reading, unread);
        }
    }
}

/// What is open, by who must act.
fn open_items(out: &mut String, report: &Report<'_>) {
    heading(out, open_items::HEADING);
    let items = open_items::open_items(report);
    for (term, said) in &items {
        bullet(out, term, said);
    }
    if items.is_empty() {
        out.push_str(open_items::NOTHING);
        out.push('\n');
    }
}

/// What became of the earlier notes.
fn since(out: &mut String, report: &Report<'_>) {
    if report.comparison.is_none() {
        return;
    }
    heading(out, SINCE);
    for (term, said) in report.since() {
        bullet(out, term, &said);
    }
}

/// The table of checks.
pub(super) fn checks(out: &mut String, report: &Report<'_>) {
    header(out, &["Check", "Result", "Details"]);
    for line in report.checks() {
        let mut cell = Cell::new(out, Within::Cell);
        cell.out.push_str("| ");
        cell.phrase(&line.title);
        cell.end();
        cell.out.push_str(" | ");
        cell.trusted(&line.outcome.text());
        cell.out.push_str(" | ");
        cell.phrase(&line.details);
        cell.end();
        cell.out.push_str(" |\n");
    }
}

/// Heading of the checks.
pub(super) const CHECKS: &str = "Checks";
/// Heading of what could not be read.
pub(super) const NOT_READ: &str = "Not read";
/// Heading of the comparison.
pub(super) const SINCE: &str = "Since the earlier notes";
/// Term of the line that says which rows filtered notes hold.
pub(super) const FILTERED: &str = "Filtered";

/// The source, the line, why, and the text itself.
fn unread_line(out: &mut String, reading: &Reading, unread: &Unread) {
    let mut said = Cell::new(out, Within::Line);
    said.out.push_str("- ");
    said.code(&reading.name);
    if !reading.name.is_empty() {
        said.trusted(", ");
    }
    said.trusted("line ");
    super::sink::number(&mut said, unread.place.line);
    said.trusted(": ");
    said.untrusted(&unread.why);
    if !unread.excerpt.is_empty() {
        said.trusted(" Text: ");
        said.code(&unread.excerpt);
    }
    said.end();
    out.push('\n');
}

/// Whether a line is one that [`unread_line`] may have written: the source, the line's number, and words.
pub(super) fn is_unread_line(line: &str) -> bool {
    let Some(said) = line.strip_prefix("- ") else { return false };
    said.match_indices("line ").any(|(at, line)| {
        let (source, rest) =
            (said.get(..at).unwrap_or(""), said.get(at + line.len()..).unwrap_or(""));
        let number =
            rest.split(':').next().filter(|number| number.len() < rest.len()).unwrap_or("");
        (source.is_empty() || source.ends_with("`, "))
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// A phrase in a paragraph or a list item.
pub(super) fn line(out: &mut String, phrase: &Phrase) {
    let mut said = Cell::new(out, Within::Line);
    said.phrase(phrase);
    said.end();
}

/// Writes pieces as Markdown. Neighbouring pieces of theirs become one span: two spans that touch would
/// be read as one, and two plain halves could form what neither is.
pub(super) struct Cell<'o> {
    pub(super) out: &'o mut String,
    within: Within,
    run: String,
    is_code: bool,
}

impl<'o> Cell<'o> {
    pub(super) fn new(out: &'o mut String, within: Within) -> Self {
        Self { out, within, run: String::new(), is_code: false }
    }

    /// Writes what is still held. To be called at the end of every cell and line.
    pub(super) fn end(&mut self) {
        if self.run.is_empty() {
            return;
        }
        if self.is_code {
            escape::code(self.out, &self.run, self.within);
        } else {
            escape::untrusted(self.out, &self.run, self.within);
        }
        self.run.clear();
        self.is_code = false;
    }
}

impl Sink for Cell<'_> {
    fn trusted(&mut self, words: &str) {
        self.end();
        escape::trusted(self.out, words);
    }

    fn untrusted(&mut self, text: &str) {
        self.run.push_str(text);
    }

    fn code(&mut self, text: &str) {
        self.run.push_str(text);
        self.is_code |= !text.is_empty();
    }

    fn line_break(&mut self) {
        self.end();
        self.out.push_str("<br>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_was_not_read_has_its_source_its_number_and_words() {
        for (line, ours) in [
            ("- line 3: This is no address.", true),
            ("- `users.csv`, line 12: This is no address.", true),
            ("- `line 3`, line 12: This is no address.", true),
            ("- `users.csv`, line 12", false),
            ("- `users.csv`, line : This is no address.", false),
            ("- `users.csv`, line x: This is no address.", false),
            ("- see line 12: This is no address.", false),
            ("line 12: This is no address.", false),
            ("- Jane is offline: ask her", false),
        ] {
            assert_eq!(is_unread_line(line), ours, "{line}");
        }
    }
}
