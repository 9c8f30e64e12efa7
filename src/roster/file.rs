//! One roster file: from its bytes to people and a reading.
//!
//! Refuses, as one clear problem, what is no YAML at all (a sign-in page, a Git LFS pointer, a file with
//! merge conflicts). Reads each document entry by entry; what fails alone and may be good as part of the
//! whole is read again with the document around it. Never repairs.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use super::Person;
use super::cut::{self, Outcome};
use super::entry::{Entry, Fault};
use super::fault::Alone;
use super::items::Item;
use super::layout::{self, Cut, Document, Kind, Layout, line_of, lines};
use super::{leftover, whole};
use crate::identity::invisible::{has_invisible, is_invisible};
use crate::source::{Place, Reading, Source, Unread, UnreadKind, decode};

/// Reads a file; its people are added to `people`.
pub(super) fn read(source: &Source, index: usize, people: &mut Vec<Person>) -> Reading {
    let decoded = decode(&source.bytes);
    let mut links = Vec::new();
    let text = with_quoted_links(with_line_feeds(&decoded.text), &mut links);
    let first = people.len();
    let mut file = File {
        source: index,
        people,
        unread: Vec::new(),
        removed: decoded.removed.iter().copied().collect(),
        lost: Vec::new(),
        layouts: Vec::new(),
    };
    let mut warnings = decoded.warnings;
    let read_as = if let Some((read_as, line, why)) = refusal(&text) {
        file.problem(line, 1, text.lines().nth(line - 1).unwrap_or_default(), why);
        file.lost.push((1, usize::MAX));
        read_as
    } else {
        for document in layout::documents(&text) {
            file.document(&document);
        }
        for (line, column, written) in &links {
            file.problem(*line, *column, written, BARE_LINK);
        }
        file.read_as()
    };
    let File { unread: mut listed, removed, mut lost, people, .. } = file;
    lost.sort_unstable();
    let own = people.get(first..).unwrap_or_default();
    leftover::sweep(&text, index, own, &mut listed, &lost);
    listed.sort_by_key(|unread| (unread.place.line, unread.place.column));
    if own.is_empty() && listed.is_empty() {
        warnings.push("There is nobody in this file.".to_owned());
    }
    Reading {
        name: source.name.clone(),
        sha256: source.sha256(),
        read_as: read_as.to_owned(),
        records: own.len(),
        unread: listed,
        warnings,
        removed: removed.into_iter().collect(),
    }
}

/// Old Macintosh line ends become line feeds, since the rest counts lines by them.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    if memchr::memchr_iter(b'\r', bytes).any(is_lone) {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

/// What is said of a Markdown link that stands without quotes.
const BARE_LINK: &str = "This link in Markdown form stands without quotes, so the file is not valid YAML. It was read as the text it is. Put it in quotes, or write the link alone.";

/// Puts quotes around `calendly: [words](link)`, which people write by hand and YAML never allows: it would cost
/// the whole entry. Each is listed in `found` by line, column and text.
fn with_quoted_links<'a>(
    text: Cow<'a, str>,
    found: &mut Vec<(usize, usize, String)>,
) -> Cow<'a, str> {
    if !text.contains("](") {
        return text;
    }
    let mut quoted = String::with_capacity(text.len() + 64);
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end();
        match bare_link(line) {
            Some(at) => {
                found.push((index + 1, at + 1, line.to_owned()));
                let (before, value) = line.split_at(at);
                quoted.push_str(before);
                quoted.push('\'');
                quoted.push_str(&value.replace('\'', "''"));
                quoted.push('\'');
                quoted.push_str(whole.get(line.len()..).unwrap_or_default());
            }
            None => quoted.push_str(whole),
        }
    }
    if found.is_empty() { text } else { Cow::Owned(quoted) }
}

/// Where the Markdown link begins that is the whole value of `calendly` in a line.
fn bare_link(line: &str) -> Option<usize> {
    let content = line.trim_start_matches([' ', '-']);
    let value = content.strip_prefix("calendly:")?.trim_start_matches(' ');
    let is_link = value.starts_with('[') && value.ends_with(')') && value.contains("](");
    is_link.then_some(line.len() - value.len())
}

/// What is no YAML at all: what it was taken for, the line that shows it, and a sentence.
fn refusal(text: &str) -> Option<(&'static str, usize, &'static str)> {
    if let Some(line) = line_of(text, "<<<<<<< ")
        && line_of(text, ">>>>>>> ").is_some()
    {
        return Some((
            "a file with merge conflicts",
            line,
            "This file holds unresolved merge conflicts, so it says two things at once and was not read. Resolve them and load it again.",
        ));
    }
    let begins = text.trim_start();
    if begins.starts_with("version https://git-lfs.github.com/spec/") {
        return Some((
            "a Git LFS pointer",
            1,
            "This is a pointer to a file in Git LFS, not the file itself. Download the file and open that.",
        ));
    }
    if begins.starts_with('<') {
        return Some((
            "a web page",
            1 + text
                .len()
                .checked_sub(begins.len())
                .and_then(|at| text.get(..at))
                .map_or(0, |head| head.matches('\n').count()),
            "This is a web page, not YAML: probably a sign-in or an error page in place of the file. Sign in, or check the address, and load it again.",
        ));
    }
    None
}

/// A file on its way.
struct File<'a> {
    source: usize,
    people: &'a mut Vec<Person>,
    unread: Vec<Unread>,
    removed: BTreeMap<char, usize>,
    /// Line ranges that gave nobody, for the last look.
    lost: Vec<(usize, usize)>,
    layouts: Vec<Layout>,
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
            Item::Entry(entry) if entry.is_person() => self.person(cut, *entry),
            Item::Entry(_) => self.nobody(cut, "This entry has no name, no email and no Calendly link, so it is nobody. Add them, or remove it."),
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
            Item::Text => self.nobody(cut, "A text stands here in place of a person. Each person needs keys such as `name` and `email`."),
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
            let (key, why) = match fault {
                Fault::Twice(key) => (
                    key.as_str(),
                    format!(
                        "`{key}` stands twice in the entry of line {}. The first one counts, and this one was not read. Remove one.",
                        cut.line
                    ),
                ),
                Fault::Shape(key, found) => (
                    *key,
                    format!(
                        "`{key}` should be a text and is {found}, in the entry of line {}. It was not read.",
                        cut.line
                    ),
                ),
            };
            let (line, column, text) = place_of(cut, key, fault);
            self.problem(line, column, text, &why);
        }
        let Entry { texts, focuses, .. } = entry;
        let [name, email, calendly, gitlab, reports_to, title, region, start_date] =
            texts.map(|text| text.map(trimmed).unwrap_or_default());
        let mut visible = |text: String| self.visible(text);
        let (email, calendly, gitlab) = (visible(email), visible(calendly), visible(gitlab));
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

/// Where a fault's key stands in an entry: line in the file, column, and the line's text. The entry's
/// first line where the key cannot be found by its look.
fn place_of<'a>(cut: &Cut<'a>, key: &str, fault: &Fault) -> (usize, usize, &'a str) {
    let keys = || {
        lines(cut.text).enumerate().filter_map(|(index, line)| {
            let content = line.content();
            let content = if layout::is_dash(content) {
                content.get(1..).unwrap_or_default().trim_start()
            } else {
                content
            };
            let (found, _) = layout::key_of(content)?;
            let column = line.text.len() - content.len() + 1;
            (found == key).then_some((index, column, line))
        })
    };
    let column = keys().map(|(_, column, _)| column).min();
    let mut own =
        keys().filter(|(_, at, _)| Some(*at) == column || matches!(fault, Fault::Shape(..)));
    if matches!(fault, Fault::Twice(_)) {
        own.next();
    }
    match own.next() {
        Some((index, column, line)) => (cut.line + index, column, line.text),
        None => (cut.line, 0, cut.text),
    }
}

fn trimmed(text: String) -> String {
    let is_edge = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if is_edge(text.as_bytes().first()) && is_edge(text.as_bytes().last()) {
        return text;
    }
    let inner = text.trim();
    if inner.len() == text.len() { text } else { inner.to_owned() }
}
