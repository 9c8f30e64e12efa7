//! The Calendly user list becomes users.
//!
//! The list arrives in many forms, several of them in one text. [`read`] finds the parts, gives each to
//! the one reader that knows its format, and merges what they say of one user. Nobody here has seen the
//! real page or the real export: the readers tolerate, and account for every line.

mod account;
pub mod address;
mod columns;
mod counts;
mod detect;
mod format;
mod json;
mod lines;
mod mailboxes;
mod markdown;
mod merge;
mod names;
pub mod page_html;
pub mod page_text;
pub mod part;
mod rows;
mod separated;
mod stated;
mod stretches;
mod text;
mod user;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use columns::{Column, Meaning};
pub use format::{Choice, Format, PartReport};
pub use stated::{Counted, StatedCount};
pub use user::{Role, Status, User};

use crate::source::{Place, Reading, Source, Unread, UnreadKind, decode};
use detect::Detected;
use merge::Merged;
use part::{Outcome, Page, Part, PartRead};

/// The user list: every user once, in the order of first appearance, and what became of each source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserList {
    /// The users.
    pub users: Vec<User>,
    /// One reading a source, in the order given.
    pub readings: Vec<Reading>,
    /// One report a part, in the sources' order.
    pub parts: Vec<PartReport>,
}

impl UserList {
    /// Whether the list states groups or teams: by a user's, or by a column for them.
    pub fn states_groups(&self) -> bool {
        let is_group = |column: &Column| column.meaning == Meaning::Group;
        self.users.iter().any(|user| !user.groups.is_empty())
            || self.parts.iter().any(|part| part.columns.iter().any(is_group))
    }
}

/// Reads the user list from its sources (the text area first, then files). `choices` are a person's word over
/// formats and columns; one whose part is no longer there has no effect.
///
/// Total and linear: any bytes give a list, and every email address in them is in a user or in a line of
/// [`Reading::unread`].
///
/// ```
/// use calendly_audit::calendly;
/// use calendly_audit::source::Source;
/// let csv = "Name,Login email,Role\nJane Doe,jane@example.com,Admin\n";
/// let list = calendly::read(&[Source::new("users.csv", csv)], &[]);
/// assert_eq!(list.users[0].role, calendly::Role::Admin);
/// assert_eq!(list.readings[0].read_as, "CSV");
/// ```
pub fn read(sources: &[Source], choices: &[Choice]) -> UserList {
    let mut readings: Vec<Reading> = Vec::with_capacity(sources.len());
    let mut texts = Vec::with_capacity(sources.len());
    let mut parts: Vec<PartRead> = Vec::new();
    let mut accepted: Vec<(String, Unread)> = Vec::new();
    let mut pages: Vec<Page> = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let mut reading =
            Reading { name: source.name.clone(), sha256: source.sha256(), ..Reading::default() };
        if let Some(what) = not_a_list(&source.bytes) {
            let place = Place { source: index, line: 1, column: 0 };
            reading.unread.push(Unread::new(place, UnreadKind::Problem, "", what));
            readings.push(reading);
            texts.push(Cow::Borrowed(""));
            continue;
        }
        let decoded = decode(&source.bytes);
        let text::Seen { text, removed } = text::seen(decoded.text);
        reading.warnings = decoded.warnings;
        reading.removed = decoded.removed;
        reading.removed.extend(removed);
        for (number, detected) in detect::parts(&text, index).into_iter().enumerate() {
            let choice =
                choices.iter().find(|choice| (choice.source, choice.part) == (index, number));
            let format = choice.and_then(|choice| choice.format).unwrap_or(detected.format);
            let columns = choice.map_or(&[][..], |choice| &choice.columns);
            let mut outcome = read_part(&detected.part, format, columns);
            reading.records += outcome.reading.users.len();
            reading.unread.append(&mut outcome.reading.unread);
            reading.warnings.append(&mut outcome.reading.warnings);
            accepted.append(&mut outcome.accepted);
            pages.append(&mut outcome.pages);
            parts.push(part_read(&detected, number, format, outcome));
        }
        readings.push(reading);
        texts.push(text);
    }

    // Counting is dear in a long list and is only asked for where the list states a count itself.
    let states = parts.iter().any(|part| !part.stated.is_empty());
    let compared = if states { counts::compare(&parts) } else { Vec::new() };
    for (part, counts) in parts.iter_mut().zip(compared) {
        part.report.stated.extend(counts);
    }
    let mut merged = Merged::with_capacity(parts.iter().map(|part| part.users.len()).sum());
    for part in &mut parts {
        let mut warnings = Vec::new();
        for user in part.users.drain(..) {
            merged.add(user, &mut warnings);
        }
        for warning in part.report.stated.iter().filter_map(counts::warning) {
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
        if let Some(reading) = readings.get_mut(part.report.source) {
            warnings.retain(|warning| !reading.warnings.contains(warning));
            reading.warnings.append(&mut warnings);
        }
    }
    for (key, mut unread) in accepted {
        if merged.has(&key) {
            unread.kind = UnreadKind::Furniture;
            "An accepted invitation of a user who was read.".clone_into(&mut unread.why);
        }
        if let Some(reading) = readings.get_mut(unread.place.source) {
            reading.unread.push(unread);
        }
    }
    for (index, (reading, text)) in readings.iter_mut().zip(&texts).enumerate() {
        account::settle(text, index, &merged, &mut reading.unread);
        reading.unread.sort_by_key(|unread| unread.place.line);
        reading.read_as = read_as(&parts, index);
        if reading.records == 0 && !text.trim().is_empty() {
            reading.warnings.push("No user could be read from this. Check what it was read as, or paste another form of the list.".to_owned());
        }
    }
    if let Some(last) = readings.last_mut() {
        last.warnings.extend(counts::missing_pages(&pages));
        last.warnings.extend(merged.further_conflicts());
    }
    let parts = parts.into_iter().map(|part| part.report).collect();
    UserList { users: merged.users, readings, parts }
}

/// Gives a part to the one reader of its format.
fn read_part(part: &Part<'_>, format: Format, columns: &[(usize, Meaning)]) -> Outcome {
    let named = |reading: part::PartReading, words: &str| Outcome {
        read_as: words.to_owned(),
        ..reading.into()
    };
    match format {
        Format::Comma | Format::Semicolon | Format::Tab | Format::Pipe => {
            separated::read(part, format, columns)
        }
        Format::Json => json::read(part),
        Format::MarkdownTable => markdown::read(part, columns),
        Format::Page => named(page_text::read(part), format.words()),
        Format::Emails => named(mailboxes::read(part), format.words()),
        Format::Names => named(names::read(part), format.words()),
    }
}

/// A part's report, its statements not yet compared.
fn part_read(found: &Detected<'_>, number: usize, format: Format, outcome: Outcome) -> PartRead {
    let part = &found.part;
    let users = outcome.reading.users;
    let filled = part.text.trim_end().len().saturating_sub(1);
    let last_line = lines::LineNumbers::new(part.text, part.first_line).of(filled);
    PartRead {
        report: PartReport {
            source: part.source,
            part: number,
            first_line: part.first_line,
            last_line,
            detected: found.format,
            format,
            read_as: outcome.read_as,
            records: users.len(),
            columns: outcome.columns,
            stated: outcome.counted,
        },
        users,
        stated: outcome.reading.stated,
        header: found.header.map(str::to_owned),
    }
}

/// What a source was read as: the formats that gave users, each once, in order.
fn read_as(parts: &[PartRead], source: usize) -> String {
    let of_source = || parts.iter().map(|part| &part.report).filter(|part| part.source == source);
    let any_records = of_source().any(|part| part.records > 0);
    let mut words: Vec<&str> = Vec::new();
    for part in of_source().filter(|part| part.records > 0 || !any_records) {
        if !words.contains(&part.read_as.as_str()) {
            words.push(&part.read_as);
        }
    }
    words.join(" + ")
}

/// What a file is that cannot be a list, by its first bytes, and what to do.
fn not_a_list(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (
            b"PK\x03\x04",
            "This is a workbook (or another packed file), not text. Save the sheet as CSV and choose that file.",
        ),
        (
            b"\xd0\xcf\x11\xe0",
            "This is an old Excel workbook, not text. Save the sheet as CSV and choose that file.",
        ),
        (b"%PDF-", "This is a PDF, not text. Export the list as CSV, or copy the Users page."),
        (
            b"\x89PNG",
            "This is a picture, not text. Export the list as CSV, or copy the Users page.",
        ),
        (
            b"\xff\xd8\xff",
            "This is a picture, not text. Export the list as CSV, or copy the Users page.",
        ),
        (b"\x1f\x8b", "This file is packed (gzip). Unpack it and choose the file inside."),
    ];
    KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}
