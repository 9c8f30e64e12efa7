//! The Calendly user list becomes users.
//!
//! The list arrives in many forms, several of them in one text. [`read`] takes the way of the data:
//!
//! - [`input`]: bytes become text.
//! - [`parts`]: the text is cut into parts, each in one format.
//! - [`tables`]: every structured part becomes one [`Table`], whatever its format.
//! - [`columns`]: what each column holds, by its cells and its heading; a person's choice stands over it.
//! - [`records`]: the rows of a table become users.
//! - [`page_text`], [`page_html`], [`mailboxes`], [`names`]: what has no columns, the copied page before all.
//! - [`merge`], [`counts`], [`completeness`]: one user once, what the list says of itself, and that nothing was lost.
//!
//! Nobody here has seen the real page or the real export: the readers tolerate, and account for every line.

mod alignment;
mod columns;
mod completeness;
mod count_scopes;
mod counts;
mod declared_count;
mod format;
mod input;
mod lines;
mod mailboxes;
mod merge;
mod names;
pub mod page_html;
pub mod page_text;
pub mod part;
mod parts;
mod records;
mod tables;
mod user;
pub mod vocabulary;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use columns::{Column, Doubt, Meaning, ToldBy};
pub use declared_count::{Counted, StatedCount};
pub use format::{Choice, Format, PartReport};
pub use user::{Role, Status, User};

use crate::source::{Place, Reading, Source, Unread, UnreadKind, decode};
use alignment::Alignment;
use merge::Merged;
use part::{Outcome, Page, Part, PartRead};
use parts::Detected;
use records::Records;
use tables::{Table, blocks, header, json, markdown, separated};
use vocabulary::page_chrome;

/// The user list: every user once, in the order of first appearance, and what became of each source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserList {
    /// The users.
    pub users: Vec<User>,
    /// One reading a source, in the order given.
    pub readings: Vec<Reading>,
    /// One report a part, in the sources' order.
    pub parts: Vec<PartReport>,
    /// Whether an email address stands anywhere in any source: in a list that holds one, no name is a match.
    pub holds_addresses: bool,
    /// Memberships and identifiers of an API that do not say whose they are.
    pub nameless: usize,
    /// Whether an answer of an API names a page that is not among the sources.
    pub is_page_missing: bool,
}

impl UserList {
    /// Whether a person must say which column is the login before anybody can be matched.
    pub fn is_in_question(&self) -> bool {
        self.doubtful(Doubt::Login).next().is_some()
    }

    /// The columns of which this is not certain, each with its part.
    pub fn doubtful(&self, doubt: Doubt) -> impl Iterator<Item = (&PartReport, &Column)> {
        self.parts.iter().flat_map(move |part| {
            let columns = part.columns.iter().filter(move |column| column.doubt == Some(doubt));
            columns.map(move |column| (part, column))
        })
    }

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
    let mut read_parts: Vec<PartRead> = Vec::new();
    let (mut holds_addresses, mut nameless) = (false, 0);
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
        let input::Seen { text, removed } = input::seen(decoded.text);
        reading.warnings = decoded.warnings;
        reading.removed = decoded.removed;
        reading.removed.extend(removed);
        for (number, detected) in parts::parts(&text, index).into_iter().enumerate() {
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
            nameless += outcome.nameless;
            read_parts.push(part_read(&detected, number, format, outcome));
        }
        holds_addresses |= vocabulary::address::owed(&text).next().is_some();
        readings.push(reading);
        texts.push(text);
    }

    // Counting is dear in a long list and is only asked for where the list states a count itself.
    let states = read_parts.iter().any(|part| !part.stated.is_empty());
    let compared = if states { counts::compare(&read_parts) } else { Vec::new() };
    for (part, counts) in read_parts.iter_mut().zip(compared) {
        part.report.stated.extend(counts);
    }
    let mut merged = Merged::with_capacity(read_parts.iter().map(|part| part.users.len()).sum());
    for part in &mut read_parts {
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
    for user in merged.take_nameless() {
        nameless += 1;
        for place in user.places {
            if let Some(reading) = readings.get_mut(place.source) {
                reading.unread.push(Unread::new(
                    place,
                    UnreadKind::Problem,
                    &user.uri,
                    json::NO_USER,
                ));
            }
        }
    }
    for (key, mut unread) in accepted {
        if merged.has(&key) {
            unread.kind = UnreadKind::Ignored;
            "An accepted invitation of a user who was read.".clone_into(&mut unread.why);
        }
        if let Some(reading) = readings.get_mut(unread.place.source) {
            reading.unread.push(unread);
        }
    }
    for (index, (reading, text)) in readings.iter_mut().zip(&texts).enumerate() {
        completeness::settle(text, index, &merged, &mut reading.unread);
        reading.unread.sort_by_key(|unread| unread.place.line);
        reading.read_as = read_as(&read_parts, index);
        let asks = |column: &Column| column.doubt == Some(Doubt::Login);
        let asks = read_parts
            .iter()
            .any(|part| part.report.source == index && part.report.columns.iter().any(asks));
        if reading.records == 0 && !text.trim().is_empty() && !asks {
            reading.warnings.push("No user could be read from this. Check what it was read as, or paste another form of the list.".to_owned());
        }
    }
    let mut is_page_missing = false;
    if let Some(last) = readings.last_mut() {
        let missing = counts::missing_pages(&pages);
        is_page_missing = !missing.is_empty();
        last.warnings.extend(missing);
        last.warnings.extend(merged.further_conflicts());
    }
    let parts = read_parts.into_iter().map(|part| part.report).collect();
    UserList { users: merged.users, readings, parts, holds_addresses, nameless, is_page_missing }
}

/// Gives a part to the one reader of its format, and its table to those who know columns.
fn read_part(part: &Part<'_>, format: Format, chosen: &[(usize, Meaning)]) -> Outcome {
    let named = |reading: part::PartReading, words: &str| Outcome {
        read_as: words.to_owned(),
        ..reading.into()
    };
    let mut reading = part::PartReading::default();
    match format {
        Format::Comma | Format::Semicolon | Format::Tab | Format::Pipe => {
            let (table, format) = separated::read(part, format, &mut reading);
            let mut outcome = named(reading, format.words());
            if !read_rows(part, table, &mut outcome, chosen) {
                outcome.read_as.push_str(" without a header");
            }
            outcome
        }
        Format::MarkdownTable => {
            let table = markdown::read(part, &mut reading);
            let mut outcome = named(reading, format.words());
            read_rows(part, table, &mut outcome, chosen);
            outcome
        }
        Format::Json => {
            let (table, mut outcome) = json::read(part);
            if outcome.is_positional {
                read_rows(part, table, &mut outcome, chosen);
            } else {
                read_records(part, &table, 0, &mut outcome, chosen);
            }
            outcome
        }
        Format::Blocks => {
            let table = blocks::read(part, &mut reading);
            let mut outcome = named(reading, format.words());
            read_records(part, &table, 0, &mut outcome, chosen);
            outcome
        }
        Format::Page => named(page_text::read(part), format.words()),
        Format::Emails => named(mailboxes::read(part), format.words()),
        Format::Names => named(names::read(part), format.words()),
    }
}

/// Why a header is listed among what became no user.
const HEADER: &str = "The column headings.";

/// Reads a table whose columns are told by their position: its first row may be a header, which may come again, and lines of the
/// web page may stand between its rows. Says whether it has a header.
fn read_rows(
    part: &Part<'_>,
    mut table: Table,
    outcome: &mut Outcome,
    chosen: &[(usize, Meaning)],
) -> bool {
    let reading = &mut outcome.reading;
    let text_of =
        |row: tables::RowRef<'_>| part.text.get(row.span()).unwrap_or_default().trim_end();
    let is_chrome = |row: tables::RowRef<'_>| {
        row.cells().all(|(_, cell)| !cell.contains('@') && page_chrome::chrome(cell).is_some())
    };
    // Lines of the page above the header; `Name, Role` are such words too, and a header.
    let is_known =
        |row: tables::RowRef<'_>| columns::headings::are_known(row.cells().map(|(_, cell)| cell));
    let first = (0..table.len())
        .find(|at| table.row(*at).is_some_and(|row| is_known(row) || !is_chrome(row)))
        .unwrap_or(0);
    let below = header::profiles_below(&table, first);
    let has_header = header::is_header(&table, first, &below);
    drop(below);
    let mut header_cells = Vec::new();
    let mut width = 0;
    if has_header {
        table.head_by(first);
        if let Some(row) = table.row(first) {
            width = row.width();
            header_cells = row.cells().map(|(at, cell)| (at, cell.to_owned())).collect();
        }
    }
    let is_header = |row: tables::RowRef<'_>| {
        let mut expected = header_cells.iter();
        has_header
            && row
                .cells()
                .all(|cell| expected.next().is_some_and(|(at, text)| (*at, text.as_str()) == cell))
            && expected.next().is_none()
    };
    // `User` and `Active` are words of the page too; a role or a status in its own column is somebody's, whatever else is blank.
    let is_somebodys = |row: tables::RowRef<'_>| {
        row.cells().any(|(at, cell)| {
            let header = header_cells.iter().find(|(known, _)| *known == at);
            match header.and_then(|(_, text)| columns::headings::meaning(text)) {
                Some(Meaning::Role) => Role::known(cell).is_some(),
                Some(Meaning::Status) => Status::known(cell).is_some(),
                _ => false,
            }
        })
    };
    table.retain(|row| {
        let place = part.place(row.line());
        if is_header(row) {
            reading.leave(place, UnreadKind::Ignored, text_of(row), HEADER);
        } else if is_chrome(row) && !is_somebodys(row) {
            let text = text_of(row);
            reading.leave_control(place, text, page_chrome::stated(text, row.line()));
        } else {
            return true;
        }
        false
    });
    if !has_header {
        width = table.usual_width(0);
    }
    read_records(part, &table, width, outcome, chosen);
    has_header
}

/// Says what the columns of a table hold, and reads its rows by that. `width` is how many cells a whole row has; 0 where rows are
/// records of fields.
fn read_records(
    part: &Part<'_>,
    table: &Table,
    width: usize,
    outcome: &mut Outcome,
    chosen: &[(usize, Meaning)],
) {
    let widest = if width == 0 { usize::MAX } else { width };
    let mut profiles = columns::profiles(table, 0, widest);
    let heads_login =
        |heading: &String| columns::headings::meaning(heading) == Some(Meaning::Email);
    if profiles.iter().all(|profile| profile.filled == 0) && !table.headings.iter().any(heads_login)
    {
        profiles = columns::profiles(table, 0, usize::MAX);
    }
    let mut columns = columns::understand(table, &profiles, chosen);
    let kinds: Vec<_> = profiles.iter().map(columns::content::Profile::kind).collect();
    let alignment = Alignment { columns: &columns, kinds: &kinds, width };
    let aligned = alignment.align(part, table, &mut outcome.reading);
    if let Some(table) = &aligned {
        // What was put right is told by all rows.
        let profiles = columns::profiles(table, 0, usize::MAX);
        columns = columns::understand(table, &profiles, chosen);
    }
    let records = Records::new(part, &columns);
    // What Calendly's API lists besides users may come as any table.
    let uri = table.headings.iter().position(|heading| heading.eq_ignore_ascii_case("uri"));
    let are_events = columns::headings::are_of_events(&table.headings);
    let mut foreign = json::kinds::Foreign::default();
    for row in aligned.as_ref().unwrap_or(table).rows_from(0) {
        let events = are_events.then_some("scheduled events");
        match events.or_else(|| json::kinds::foreign(row.cell(uri?))) {
            Some(words) => foreign.add(words, row.line()),
            None => records.read(row, &mut outcome.reading),
        }
    }
    foreign.leave(part, &mut outcome.reading);
    outcome.columns = columns;
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
        (
            b"<?xml",
            "This is XML, which is not read. Export the list as CSV, or copy the Users page.",
        ),
        (b"\x1f\x8b", "This file is packed (gzip). Unpack it and choose the file inside."),
    ];
    KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, what)| *what)
}
