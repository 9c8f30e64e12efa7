//! One roster file: from its bytes to people and a reading.
//!
//! Refuses, as one clear problem, what is no YAML at all (a sign-in page, a Git LFS pointer, a file with
//! merge conflicts). Reads each document entry by entry; what fails alone and may be good as part of the
//! whole is read again with the document around it. Files are finished when all are read, since what a field under another name
//! means is told from all entries.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::Person;
use super::cut::{self, Outcome};
use super::entry::{Entry, Fault, is_spelled};
use super::fault::Alone;
use super::items::Item;
use super::layout::{self, Cut, Document, Kind, Layout, lines};
use super::other_names::{self, Other};
use super::{leftover, raw, whole};
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

/// A file whose entries are read, and whose fields under other names are not yet settled.
pub(super) struct Parsed<'a> {
    source: &'a Source,
    index: usize,
    text: Cow<'a, str>,
    read_as: &'static str,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// Sentences a person must see.
    pub warnings: Vec<String>,
    removed: BTreeMap<char, usize>,
    lost: Vec<(usize, usize)>,
    /// Keys that are a field's name in another spelling, with its index: once an entry.
    pub spelled: Vec<(String, usize)>,
    /// What stands under other names.
    pub others: Vec<Other>,
}

impl Parsed<'_> {
    /// Lists an entry that is nobody.
    pub fn nobody(&mut self, place: Place, text: &str) {
        self.lost.push((place.line, place.line));
        self.unread.push(Unread::new(place, UnreadKind::Problem, text.trim_end(), NOBODY));
    }

    /// Looks for addresses that nothing accounts for; `people` are those of all files.
    pub fn finish(self, people: &[Person]) -> Reading {
        let Self { source, index, text, read_as, mut unread, mut warnings, mut lost, .. } = self;
        let from = people.partition_point(|person| person.place.source < index);
        let to = people.partition_point(|person| person.place.source <= index);
        let own = people.get(from..to).unwrap_or_default();
        lost.sort_unstable();
        leftover::sweep(&text, index, own, &mut unread, &lost);
        unread.sort_by_key(|unread| (unread.place.line, unread.place.column));
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

/// What is said of an entry that names nobody.
const NOBODY: &str = "This entry has no name, no email and no Calendly link, so it is nobody. Add them, or remove it.";

/// A file on its way.
struct File<'a> {
    source: usize,
    people: &'a mut Vec<Person>,
    unread: Vec<Unread>,
    removed: BTreeMap<char, usize>,
    /// Line ranges that gave nobody, for the last look.
    lost: Vec<(usize, usize)>,
    layouts: Vec<Layout>,
    spelled: Vec<(String, usize)>,
    others: Vec<Other>,
}

impl File<'_> {
    fn document(&mut self, document: &Document) {
        let (layout, cuts) = layout::cut(document);
        self.layouts.push(layout);
        let mut outcomes: Vec<Outcome> = cuts.iter().map(cut::read).collect();
        let asks =
            |outcome: &Outcome| matches!(outcome, Outcome::Failed(f) if f.alone != Alone::Broken);
        if outcomes.iter().any(asks) && layout != Layout::Whole {
            whole::reread(document, layout, &cuts, &mut outcomes);
        }
        let mut handles = HashSet::new();
        for (cut, outcome) in cuts.iter().zip(outcomes) {
            if cut.kind == Kind::Handle
                && let Some(line) = lines(cut.text).next()
                && let Some((handle, _)) = layout::key_of(line.content())
                && !handles.insert(handle)
            {
                let why = format!(
                    "The handle `{handle}` stands twice in this file. Both entries were read. Remove one."
                );
                self.problem(cut.line, line.indent + 1, cut.text, &why);
            }
            self.take(cut, outcome);
        }
    }

    /// Turns an outcome into people and problems.
    fn take(&mut self, cut: &Cut, outcome: Outcome) {
        match outcome {
            Outcome::Nothing => {}
            Outcome::Failed(failure) => {
                let mut why = failure.why;
                if failure.line != cut.line && cut.kind != Kind::Whole {
                    why = format!("{why} The entry begins on line {}.", cut.line);
                }
                self.lose(cut);
                self.problem(failure.line, failure.column, cut.text, &why);
            }
            Outcome::Read(items) => {
                if cut.misplaced {
                    self.problem(
                        cut.line,
                        0,
                        cut.text,
                        "This entry's dash does not stand below the first entry's dash, so the file is not valid YAML. The entry was read all the same. Correct its indentation.",
                    );
                }
                if items.is_empty() {
                    self.problem(cut.line, 0, cut.text, "There is nobody here.");
                }
                for item in items {
                    self.item(cut, item);
                }
            }
        }
    }

    fn item(&mut self, cut: &Cut, item: Item) {
        match item {
            Item::Entry(entry) if is_defaults(cut, &entry) => {
                let why = "Defaults for other entries, nobody by itself.";
                self.push(cut.line, 0, cut.text, why, UnreadKind::Furniture);
            }
            Item::Entry(entry) if entry.is_person() || !entry.others.is_empty() => {
                self.person(cut, *entry);
            }
            Item::Entry(_) => self.nobody(cut, NOBODY),
            Item::List(items)
                if matches!(cut.kind, Kind::Handle | Kind::Whole)
                    && items.iter().any(|item| matches!(item, Item::Entry(_))) =>
            {
                for item in items {
                    self.item(cut, item);
                }
            }
            Item::List(_) => self.nobody(cut, "A list stands here in place of a person."),
            Item::Nothing => self.nobody(cut, "This entry is empty."),
            Item::Text => self.nobody(
                cut,
                "This is a text, not a person. Each person needs keys such as `name` and `email`.",
            ),
        }
    }

    fn nobody(&mut self, cut: &Cut, why: &str) {
        self.lose(cut);
        self.problem(cut.line, 0, cut.text, why);
    }

    fn lose(&mut self, cut: &Cut) {
        self.lost.push((cut.line, cut.line + lines(cut.text).count().saturating_sub(1)));
    }

    fn person(&mut self, cut: &Cut, entry: Entry) {
        for fault in &entry.faults {
            let (key, why) = fault.explain(cut.line);
            let (line, column, text) = place_of(cut, key, Some(fault));
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
        self.check_day(cut, &start_date);
        if !others.is_empty() {
            self.note_others(cut, others);
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
        let place = Place { source: self.source, line: cut.line, column: 0 };
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

    /// Keeps what the next person has under other names, with its place, until all files are read.
    fn note_others(&mut self, cut: &Cut, others: Vec<(String, String)>) {
        let mut places = HashMap::new();
        for (key, place) in keys(cut) {
            places.entry(key).or_insert(place);
        }
        for (path, text) in others {
            let key = path.rsplit('.').next().unwrap_or_default();
            let (line, column, excerpt) =
                places.get(key).copied().unwrap_or((cut.line, 0, cut.text));
            let place = Place { source: self.source, line, column };
            let (person, excerpt) = (self.people.len(), excerpt.to_owned());
            self.others.push(Other { person, path, text, place, excerpt });
        }
    }

    /// Lists a start date that is no day, or one of two.
    fn check_day(&mut self, cut: &Cut, written: &str) {
        if written.is_empty() || Day::read(written).or_else(|| Day::written(written)).is_some() {
            return;
        }
        let (line, column, text) = place_of(cut, "start_date", None);
        let why = format!(
            "`start_date` is no day, or could be two, in the entry of line {}, so nobody can tell whether this person has started. Write it as 2026-11-22.",
            cut.line
        );
        self.problem(line, column, text, &why);
    }

    /// A key without its invisible characters, which are counted.
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

    /// What the file was read as, for people.
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

/// Whether an entry only holds what others merge: it carries an anchor, or has a handle such as
/// `.defaults`, and has neither a name nor an email. A link may be what all the others share.
fn is_defaults(cut: &Cut, entry: &Entry) -> bool {
    let first = || cut.text.trim_start().lines().next().unwrap_or_default();
    match cut.kind {
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

/// Whether a text is an address with nothing around it, or holds none.
fn is_bare(text: &str) -> bool {
    let plain = |b: u8| matches!(b, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'@' | b'.' | b'_' | b'-' | b'+');
    text.bytes().all(plain) && !text.ends_with('.')
}

/// Where a key stands in an entry, one with a fault or, in any spelling, a field's: line in the file, column, and the line's text.
/// The entry's first line where the key cannot be found by its look.
fn place_of<'a>(cut: &Cut<'a>, key: &str, fault: Option<&Fault>) -> (usize, usize, &'a str) {
    let found = || {
        keys(cut).filter(|(found, _)| *found == key || fault.is_none() && is_spelled(found, key))
    };
    let first = found().map(|(_, (_, column, _))| column).min();
    let anywhere = matches!(fault, Some(Fault::Shape(..)));
    let skipped = usize::from(matches!(fault, Some(Fault::Twice(_))));
    let mut own =
        found().map(|(_, place)| place).filter(|(_, at, _)| anywhere || Some(*at) == first);
    own.nth(skipped).unwrap_or((cut.line, 0, cut.text))
}

/// The keys at the beginnings of an entry's lines, each with its line in the file, its column and the line's text.
fn keys<'a>(cut: &Cut<'a>) -> impl Iterator<Item = (&'a str, (usize, usize, &'a str))> {
    lines(cut.text).zip(cut.line..).filter_map(|(line, number)| {
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
