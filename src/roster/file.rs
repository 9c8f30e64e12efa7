//! Reads one roster file, from bytes to people and a [`Reading`].
//!
//! Rejects input that is not YAML (a sign-in page, a Git LFS pointer, merge conflicts) with one clear
//! error. A [`Parsed`] file is finished only when all files are read, since the meaning of a field
//! under another name is derived from all entries.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::Person;
use super::chunk::{self, Outcome};
use super::entry::{Entry, Fault, is_spelled};
use super::fault::Alone;
use super::items::Item;
use super::layout::{self, Chunk, Document, Kind, Layout, lines};
use super::other_names::{self, Other};
use super::{document_fallback, leftover, raw};
use crate::day::Day;
use crate::identity::invisible::{has_invisible, is_invisible};
use crate::source::{Place, Reading, Source, Unread, UnreadKind, decode};

/// Reads a file; its people are added to `people`.
pub(super) fn read<'a>(source: &'a Source, index: usize, people: &mut Vec<Person>) -> Parsed<'a> {
    let decoded = decode(&source.bytes);
    let mut links = Vec::new();
    let text = raw::with_quoted_links(raw::with_line_feeds(decoded.text), &mut links);
    let mut file = File {
        source: index,
        people,
        unread: Vec::new(),
        removed: decoded.removed.into_iter().collect(),
        lost: Vec::new(),
        layouts: Vec::new(),
        spelled: Vec::new(),
        others: Vec::new(),
    };
    let read_as = if let Some((read_as, line, why)) = raw::refusal(&text) {
        file.problem(line, 1, text.lines().nth(line - 1).unwrap_or_default(), why);
        file.lost.push((1, usize::MAX));
        read_as
    } else {
        for document in layout::documents(&text) {
            file.document(&document);
        }
        for (line, column, written) in &links {
            file.problem(*line, *column, written, raw::BARE_LINK);
        }
        file.read_as()
    };
    let File { unread, removed, lost, spelled, others, .. } = file;
    let warnings = decoded.warnings;
    Parsed { source, index, text, read_as, unread, warnings, removed, lost, spelled, others }
}

/// A file whose entries are read, before fields under other names are resolved.
pub(super) struct Parsed<'a> {
    source: &'a Source,
    index: usize,
    text: Cow<'a, str>,
    read_as: &'static str,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// Sentences for people.
    pub warnings: Vec<String>,
    removed: BTreeMap<char, usize>,
    lost: Vec<(usize, usize)>,
    /// Keys that are a field's name in another spelling, with its index: once an entry.
    pub spelled: Vec<(String, usize)>,
    /// Values under other names.
    pub others: Vec<Other>,
}

impl Parsed<'_> {
    /// Reports an entry that names nobody.
    pub fn nobody(&mut self, place: Place, text: &str) {
        self.lost.push((place.line, place.line));
        self.unread.push(Unread::new(place, UnreadKind::Problem, text.trim_end(), NOBODY));
    }

    /// Reports leftover addresses and makes the reading; `people` are those of all files.
    pub fn finish(self, people: &[Person]) -> Reading {
        let Self { source, index, text, read_as, mut unread, mut warnings, mut lost, .. } = self;
        let from = people.partition_point(|person| person.place.source < index);
        let to = people.partition_point(|person| person.place.source <= index);
        let own = people.get(from..to).unwrap_or_default();
        lost.sort_unstable();
        leftover::sweep(&text, index, own, &mut unread, &lost);
        unread.sort_by_key(|unread| (unread.place.line, unread.place.column));
        let mut nameless = own.iter().filter(|person| person.name.is_empty()).peekable();
        if let Some(first) = nameless.peek().map(|person| person.place.line) {
            let count = nameless.count();
            let have = if count == 1 { "entry has" } else { "entries have" };
            warnings.push(format!("{count} {have} no `name`, first in line {first}."));
        }
        if own.is_empty() && unread.is_empty() {
            warnings.push("There is nobody in this file.".to_owned());
        }
        Reading {
            name: source.name.clone(),
            sha256: source.sha256(),
            read_as: read_as.to_owned(),
            records: own.len(),
            unread,
            warnings,
            removed: self.removed.into_iter().collect(),
        }
    }
}

/// The sentence for an entry that names nobody.
const NOBODY: &str = "This entry has no name, no email and no Calendly link, so it is nobody. Add them, or remove it.";

/// The state while a file is read.
struct File<'a> {
    source: usize,
    people: &'a mut Vec<Person>,
    unread: Vec<Unread>,
    removed: BTreeMap<char, usize>,
    /// Line ranges without a person, for [`leftover`].
    lost: Vec<(usize, usize)>,
    layouts: Vec<Layout>,
    spelled: Vec<(String, usize)>,
    others: Vec<Other>,
}

impl File<'_> {
    fn document(&mut self, document: &Document) {
        let (layout, chunks) = layout::chunks(document);
        self.layouts.push(layout);
        let mut outcomes: Vec<Outcome> = chunks.iter().map(chunk::read).collect();
        let asks =
            |outcome: &Outcome| matches!(outcome, Outcome::Failed(f) if f.alone != Alone::Broken);
        if outcomes.iter().any(asks) && layout != Layout::Whole {
            document_fallback::reread(document, layout, &chunks, &mut outcomes);
        }
        let mut handles = HashSet::new();
        for (chunk, outcome) in chunks.iter().zip(outcomes) {
            if chunk.kind == Kind::Handle
                && let Some(line) = lines(chunk.text).next()
                && let Some((handle, _)) = layout::key_of(line.content())
                && !handles.insert(handle)
            {
                let why = format!(
                    "The handle `{handle}` stands twice in this file. Both entries were read. Remove one."
                );
                self.problem(chunk.line, line.indent + 1, chunk.text, &why);
            }
            if is_of_the_file(chunk, &chunks, &outcome) {
                let why = "This says something of the file, not of a person.";
                self.push(chunk.line, 0, chunk.text, why, UnreadKind::Ignored);
                continue;
            }
            self.take(chunk, outcome);
        }
    }

    /// Adds the people and errors of a chunk.
    fn take(&mut self, chunk: &Chunk, outcome: Outcome) {
        match outcome {
            Outcome::Nothing => {}
            Outcome::Failed(failure) => {
                let mut why = failure.why;
                if failure.line != chunk.line && chunk.kind != Kind::Whole {
                    why = format!("{why} The entry begins on line {}.", chunk.line);
                }
                self.lose(chunk);
                self.problem(failure.line, failure.column, chunk.text, &why);
            }
            Outcome::Read(items) => {
                if chunk.misplaced {
                    self.problem(
                        chunk.line,
                        0,
                        chunk.text,
                        "This entry's dash does not stand below the first entry's dash, so the file is not valid YAML. The entry was read all the same. Correct its indentation.",
                    );
                }
                if items.is_empty() {
                    self.problem(chunk.line, 0, chunk.text, "There is nobody here.");
                }
                for item in items {
                    self.item(chunk, item);
                }
            }
        }
    }

    fn item(&mut self, chunk: &Chunk, item: Item) {
        match item {
            Item::Entry(entry) if is_defaults(chunk, &entry) => {
                let why = "Defaults for other entries, nobody by itself.";
                self.push(chunk.line, 0, chunk.text, why, UnreadKind::Ignored);
            }
            Item::Entry(entry) if entry.is_person() || !entry.others.is_empty() => {
                self.person(chunk, *entry);
            }
            Item::Entry(_) => self.nobody(chunk, NOBODY),
            Item::List(items)
                if matches!(chunk.kind, Kind::Handle | Kind::Whole)
                    && items.iter().any(|item| matches!(item, Item::Entry(_))) =>
            {
                for item in items {
                    self.item(chunk, item);
                }
            }
            Item::List(_) => self.nobody(chunk, "A list stands here in place of a person."),
            Item::Nothing => self.nobody(chunk, "This entry is empty."),
            Item::Text(_) => self.nobody(
                chunk,
                "This is a text, not a person. Each person needs keys such as `name` and `email`.",
            ),
        }
    }

    fn nobody(&mut self, chunk: &Chunk, why: &str) {
        self.lose(chunk);
        self.problem(chunk.line, 0, chunk.text, why);
    }

    fn lose(&mut self, chunk: &Chunk) {
        self.lost.push((chunk.line, chunk.line + lines(chunk.text).count().saturating_sub(1)));
    }

    fn person(&mut self, chunk: &Chunk, entry: Entry) {
        for fault in &entry.faults {
            let (key, why) = fault.explain(chunk.line);
            let (line, column, text) = place_of(chunk, key, Some(fault));
            self.problem(line, column, text, &why);
        }
        let Entry { texts, focuses, mut spelled, others, .. } = entry;
        self.spelled.append(&mut spelled);
        let [name, email, calendly, gitlab, reports_to, title, region, start_date] =
            texts.map(|text| text.map(trimmed).unwrap_or_default());
        let mut visible = |text: String| self.visible(text);
        let (email, calendly, gitlab) = (visible(email), visible(calendly), visible(gitlab));
        let email =
            if is_bare(&email) { email } else { other_names::address(&email).unwrap_or(email) };
        self.check_day(chunk, &start_date);
        if !others.is_empty() {
            self.note_others(chunk, others);
        }
        let gitlab = match gitlab.strip_prefix('@') {
            Some(username) => username.to_owned(),
            None => gitlab,
        };
        let focuses = focuses
            .unwrap_or_default()
            .into_iter()
            .map(trimmed)
            .filter(|f| !f.is_empty())
            .collect();
        let place = Place { source: self.source, line: chunk.line, column: 0 };
        self.people.push(Person {
            name,
            email,
            calendly,
            gitlab,
            reports_to,
            focuses,
            title,
            region,
            start_date,
            place,
        });
    }

    /// Stores the next person's values under other names, with their places.
    fn note_others(&mut self, chunk: &Chunk, others: Vec<(String, String)>) {
        let mut places = HashMap::new();
        for (key, place) in keys(chunk) {
            places.entry(key).or_insert(place);
        }
        for (path, text) in others {
            let key = path.rsplit('.').next().unwrap_or_default();
            let (line, column, excerpt) =
                places.get(key).copied().unwrap_or((chunk.line, 0, chunk.text));
            let place = Place { source: self.source, line, column };
            let (person, excerpt) = (self.people.len(), excerpt.to_owned());
            self.others.push(Other { person, path, text, place, excerpt });
        }
    }

    /// Reports a start date that is not a day, or could be two.
    fn check_day(&mut self, chunk: &Chunk, written: &str) {
        if written.is_empty() || Day::read(written).or_else(|| Day::written(written)).is_some() {
            return;
        }
        let (line, column, text) = place_of(chunk, "start_date", None);
        let why = format!(
            "`start_date` is no day, or could be two, in the entry of line {}, so nobody can tell whether this person has started. Write it as 2026-11-22.",
            chunk.line
        );
        self.problem(line, column, text, &why);
    }

    /// Removes invisible characters from a value, and counts them.
    fn visible(&mut self, text: String) -> String {
        if !has_invisible(&text) {
            return text;
        }
        for c in text.chars().filter(|c| is_invisible(*c)) {
            *self.removed.entry(c).or_default() += 1;
        }
        text.replace(is_invisible, "").trim().to_owned()
    }

    fn problem(&mut self, line: usize, column: usize, text: &str, why: &str) {
        self.push(line, column, text, why, UnreadKind::Problem);
    }

    fn push(&mut self, line: usize, column: usize, text: &str, why: &str, kind: UnreadKind) {
        let place = Place { source: self.source, line, column };
        self.unread.push(Unread::new(place, kind, text.trim_end(), why));
    }

    /// Returns the layout in words.
    fn read_as(&self) -> &'static str {
        match self.layouts.as_slice() {
            [] => "YAML, empty",
            [Layout::List] => "YAML, a list of people",
            [Layout::Mapping] => "YAML, people by handle",
            [Layout::One] => "YAML, one person",
            [Layout::Whole] => "YAML",
            _ => "YAML, several documents",
        }
    }
}

/// Whether a key describes the file, such as `version: 2` beside a list of people.
fn is_of_the_file(chunk: &Chunk, chunks: &[Chunk], outcome: &Outcome) -> bool {
    let is_remark = matches!(outcome, Outcome::Read(items) if matches!(items.as_slice(), [item] if item.is_remark()));
    is_remark && chunk.kind == Kind::Handle && chunks.iter().any(|chunk| chunk.kind == Kind::Header)
}

/// Whether an entry only holds defaults for others: it has an anchor or a handle such as `.defaults`, and
/// neither a name nor an email. A link may be shared by all.
fn is_defaults(chunk: &Chunk, entry: &Entry) -> bool {
    let first = || chunk.text.trim_start().lines().next().unwrap_or_default();
    match chunk.kind {
        Kind::Item => {
            !entry.is_named()
                && first().get(1..).is_some_and(|value| value.trim_start().starts_with('&'))
        }
        Kind::Handle => layout::key_of(first()).is_some_and(|(key, value)| {
            let hidden = key.starts_with(['.', '_']) || key.starts_with("x-");
            (value.starts_with('&') || hidden) && !entry.is_named()
        }),
        _ => false,
    }
}

/// Whether a text needs no unwrapping: a bare address, or none.
fn is_bare(text: &str) -> bool {
    let plain = |b: u8| matches!(b, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'@' | b'.' | b'_' | b'-' | b'+');
    text.bytes().all(plain) && !text.ends_with('.')
}

/// Returns line, column and text of a key's line in a chunk: a key at fault, or a field in any spelling.
/// Falls back to the chunk's first line.
fn place_of<'a>(chunk: &Chunk<'a>, key: &str, fault: Option<&Fault>) -> (usize, usize, &'a str) {
    let found = || {
        keys(chunk).filter(|(found, _)| *found == key || fault.is_none() && is_spelled(found, key))
    };
    let first = found().map(|(_, (_, column, _))| column).min();
    let anywhere = matches!(fault, Some(Fault::Shape(..)));
    let skipped = usize::from(matches!(fault, Some(Fault::Twice(_))));
    let mut own =
        found().map(|(_, place)| place).filter(|(_, at, _)| anywhere || Some(*at) == first);
    own.nth(skipped).unwrap_or((chunk.line, 0, chunk.text))
}

/// Returns each key at the beginning of a line, with line number, column and the line's text.
fn keys<'a>(chunk: &Chunk<'a>) -> impl Iterator<Item = (&'a str, (usize, usize, &'a str))> {
    lines(chunk.text).zip(chunk.line..).filter_map(|(line, number)| {
        let content = line.content();
        let content = if layout::is_dash(content) {
            content.get(1..).unwrap_or_default().trim_start()
        } else {
            content
        };
        let (key, _) = layout::key_of(content)?;
        Some((key, (number, line.text.len() - content.len() + 1, line.text)))
    })
}

fn trimmed(text: String) -> String {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if is_edge(text.as_bytes().first()) && is_edge(text.as_bytes().last()) {
        return text;
    }
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}
