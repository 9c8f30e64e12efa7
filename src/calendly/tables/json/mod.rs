//! Answers of an API in JSON, as a table: a column a path, a row an entry.
//!
//! Calendly's memberships and invitations, a single `resource`, bare arrays, several pages one after another,
//! one object a line, the `results` of the web page's own endpoint, and SCIM. Broken JSON is read as far as it
//! goes, and on from the next object. Facts: Calendly's `OpenAPI` description; SCIM is RFC 7643.
//!
//! [`entry`] says which objects are entries, [`kinds`] which of an API's, this module turns them into rows.

mod entry;
mod extent;
pub mod kinds;
mod paths;

use super::Table;
use crate::calendly::declared_count::{Counted, Stated, StatedCount};
use crate::calendly::lines::LineNumbers;
use crate::calendly::mailboxes;
use crate::calendly::part::{Outcome, Page, Part};
use crate::calendly::records::email_of;
use crate::json::parse::parse;
use crate::json::tree::{Member, Node, Value, find};
use crate::source::{Unread, UnreadKind};
pub use extent::{begins, extent};
use kinds::{Foreign, Kind};
use paths::Paths;

/// Why an accepted invitation alone is nobody.
const ACCEPTED: &str = "An accepted invitation: whoever still is a user is in the list of memberships, and this address is in none that was given.";
/// Why a declined invitation is nobody.
const DECLINED: &str = "A declined invitation: it made no user.";
/// What to do about an entry that breaks off.
const CUT_OFF: &str =
    "This entry is broken or cut off, so it was not read. Copy the whole answer again.";
/// Why a membership without its user is nobody.
pub const NO_USER: &str = "This membership names no user, so it cannot be matched. Ask for the memberships with `user` expanded (GET /organization_memberships gives it), or add the list of users.";

/// A text that breaks off more often is not JSON: its addresses are accounted for as lines.
const MOST_BREAKS: usize = 1000;

/// Reads JSON into a table, and what else the answer says: its pages, its counts, who accepted an invitation.
pub fn read(part: &Part<'_>) -> (Table, Outcome) {
    let mut reader = Reader {
        part,
        numbers: LineNumbers::new(part.text, part.first_line),
        filled: part.text.trim_end().len(),
        table: Table { is_of_fields: true, ..Table::default() },
        paths: Paths::default(),
        outcome: Outcome::default(),
        kinds: Vec::new(),
        foreign: Foreign::default(),
        on_pages: (0, 0, 0),
    };
    let mut at = 0;
    let mut breaks = 0;
    loop {
        let rest = part.text.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',').len();
        if at >= part.text.len() {
            break;
        }
        let parsed = parse(part.text, at);
        if let Some(node) = &parsed.node {
            reader.walk(node, "");
        }
        at = parsed.end;
        if let Some(why) = parsed.broken {
            breaks += 1;
            if breaks > MOST_BREAKS {
                reader.broken(at, "this happened too often to go on");
                break;
            }
            reader.broken(at, why);
            at = next_object(part.text, at);
        }
    }
    reader.finish()
}

/// Where the next object begins that can be told from broken text.
fn next_object(text: &str, at: usize) -> usize {
    let mut from = at;
    while let Some(found) = text.get(from..).and_then(|rest| rest.find('{')) {
        let behind = text.get(from + found + 1..).unwrap_or_default().trim_start();
        if behind.starts_with('"') {
            return from + found;
        }
        from += found + 1;
    }
    text.len()
}

struct Reader<'a> {
    part: &'a Part<'a>,
    numbers: LineNumbers<'a>,
    /// Length of the text without the blanks at its end.
    filled: usize,
    table: Table,
    paths: Paths,
    outcome: Outcome,
    /// What was met, for people: `memberships`, `invitations`, `users`, `SCIM`.
    kinds: Vec<&'static str>,
    foreign: Foreign,
    /// The API's own counts: pages that state one, what they state, what stands on them.
    on_pages: (usize, usize, usize),
}

impl Reader<'_> {
    fn broken(&mut self, at: usize, why: &str) {
        // A text that ends too early breaks off in its last line, not in the empty one behind it.
        let at = at.min(self.filled.saturating_sub(1));
        let line = self.numbers.of(at);
        let excerpt = line_around(self.part.text, at);
        let why = format!(
            "The JSON breaks off here: {why}. What stands before it was read, and reading goes on at the next entry. Copy the whole answer again."
        );
        self.outcome.reading.leave(self.part.place(line), UnreadKind::Problem, excerpt, &why);
    }

    fn leave(&mut self, node: &Node<'_>, kind: UnreadKind, why: &str) {
        let line = self.numbers.of(node.at);
        let text = self.part.text.get(node.at..node.end).unwrap_or_default();
        self.outcome.reading.leave(self.part.place(line), kind, text, why);
    }

    /// Finds the entries below a value. The tree's depth is bounded, and so is the recursion. `key` is the
    /// key under which the value stands.
    fn walk(&mut self, node: &Node<'_>, key: &str) {
        match &node.value {
            Value::List(items) if is_matrix(items) => items.iter().for_each(|row| self.matrix(row)),
            Value::List(items) => {
                for item in items {
                    match &item.value {
                        Value::Text(text) => self.line_of_text(item, text),
                        Value::Object(members) => self.object(item, members, key, true),
                        Value::List(_) => self.walk(item, key),
                        Value::Bare(_) => {
                            self.leave(item, UnreadKind::Unknown, "This value names nobody.");
                        }
                    }
                }
            }
            Value::Object(members) => self.object(node, members, key, false),
            Value::Text(_) | Value::Bare(_) => {
                self.leave(node, UnreadKind::Unknown, "This value names nobody.");
            }
        }
    }

    /// A row of cells in an array of arrays.
    fn matrix(&mut self, row: &Node<'_>) {
        let line = self.numbers.of(row.at);
        self.table.begin_row(line, row.at..row.end);
        for (column, cell) in row.items().unwrap_or_default().iter().enumerate() {
            let text = match &cell.value {
                Value::Text(text) => text,
                Value::Bare("null") => "",
                Value::Bare(word) => word,
                Value::List(_) | Value::Object(_) => continue,
            };
            self.table.cell(column, text);
        }
        (self.outcome.is_positional, self.table.is_of_fields) = (true, false);
        self.kind("rows");
    }

    /// A text in an array: an address, or `Name <address>`.
    fn line_of_text(&mut self, node: &Node<'_>, text: &str) {
        let line = self.numbers.of(node.at);
        let before = self.outcome.reading.users.len();
        mailboxes::read_line(self.part, text, line, &mut self.outcome.reading);
        if self.outcome.reading.users.len() > before {
            self.kind("a list of addresses");
        }
    }

    fn object(&mut self, node: &Node<'_>, members: &[Member<'_>], key: &str, is_item: bool) {
        if !is_item && entry::is_mapping(members) {
            for (key, value) in members {
                if let Value::Object(inner) = &value.value {
                    self.entry(value, inner, key);
                }
            }
            return;
        }
        let containers = entry::containers(members, is_item);
        if !containers.is_empty() {
            let before = self.entries();
            let line = self.numbers.of(node.at);
            for (key, value) in &containers {
                self.walk(value, key);
            }
            let entries = self.entries() - before;
            self.pagination(line, members, entries);
            return;
        }
        if entry::is_entry(members, key) {
            return self.entry(node, members, "");
        }
        let below: Vec<&Member<'_>> = members
            .iter()
            .filter(|(key, value)| {
                matches!(&value.value, Value::Object(_) | Value::List(_)) && key != "pagination"
            })
            .collect();
        if below.is_empty() {
            self.leave(node, UnreadKind::Problem, &nobody(members));
        }
        // People under their handles or their addresses.
        let is_keyed = below.len() > 1 || below.iter().any(|(key, _)| key.contains('@'));
        for (key, value) in below {
            match &value.value {
                Value::Object(inner)
                    if is_keyed && (key.contains('@') || entry::is_entry(inner, key)) =>
                {
                    self.entry(value, inner, key);
                }
                _ => self.walk(value, key),
            }
        }
    }

    /// How many entries were met so far, whatever became of them.
    fn entries(&self) -> usize {
        let reading = &self.outcome.reading;
        self.table.len()
            + reading.users.len()
            + reading.unread.len()
            + self.outcome.accepted.len()
            + self.foreign.count()
    }

    /// An entry becomes a row; `key` is the one it stands under in a mapping of people, else empty.
    fn entry(&mut self, node: &Node<'_>, members: &[Member<'_>], key: &str) {
        if !node.whole {
            self.leave(node, UnreadKind::Problem, CUT_OFF);
            return;
        }
        let line = self.numbers.of(node.at);
        let kind = kinds::kind(members).unwrap_or(Kind::User);
        let mut status = "";
        match kind {
            Kind::Foreign(words) => return self.foreign.add(words, line),
            Kind::Membership if !tells_whose(members) => {
                self.kind(kind.words());
                self.outcome.nameless += 1;
                self.leave(node, UnreadKind::Problem, NO_USER);
                return;
            }
            Kind::Invitation => {
                self.kind(kind.words());
                let text = |key: &str| find(members, key).and_then(Node::text);
                let email = text("email").and_then(email_of);
                match (text("status").map(str::to_lowercase).as_deref(), email) {
                    (Some("accepted"), Some(email)) => {
                        let text = self.part.text.get(node.at..node.end).unwrap_or_default();
                        let place = self.part.place(line);
                        let unread = Unread::new(place, UnreadKind::Unknown, text, ACCEPTED);
                        self.outcome.accepted.push((email.key().to_owned(), unread));
                        return;
                    }
                    (Some("declined"), _) => {
                        return self.leave(node, UnreadKind::Unknown, DECLINED);
                    }
                    // Who is invited, and no more is said, is pending.
                    (None, Some(_)) => status = "pending",
                    _ => {}
                }
            }
            _ => self.kind(kind.words()),
        }
        self.table.begin_row(line, node.at..node.end);
        for (path, text) in [("key", key), ("status", status)] {
            if !text.is_empty() {
                let column = self.paths.column(Paths::ROOT, path, &mut self.table);
                self.table.cell(column, text);
            }
        }
        self.paths.flatten(self.part.text, members, &mut self.table);
    }

    fn kind(&mut self, kind: &'static str) {
        if self.kinds.last() != Some(&kind) && !self.kinds.contains(&kind) {
            self.kinds.push(kind);
        }
    }

    /// What an answer says of its pages, against the entries that stand in it.
    fn pagination(&mut self, line: usize, members: &[Member<'_>], entries: usize) {
        if let Some(total) = find(members, "totalResults").and_then(Node::number::<usize>) {
            let words = format!("totalResults: {total}");
            self.outcome.reading.stated.push(Stated { words, of: Counted::Part, total, line });
        }
        let Some(pagination) = find(members, "pagination") else { return };
        let Value::Object(pages) = &pagination.value else { return };
        let names = |keys: [&str; 2]| {
            keys.iter().any(|key| find(pages, key).is_some_and(|node| !node.is_nothing()))
        };
        let lists = match self.kinds.last() {
            Some(&"invitations") => "invitations",
            _ => "memberships",
        };
        self.outcome.pages.push(Page {
            lists,
            has_next: names(["next_page", "next_page_token"]),
            has_previous: names(["previous_page", "previous_page_token"]),
        });
        if let Some(count) = find(pages, "count").and_then(Node::number::<usize>) {
            let (of, stated, read) = &mut self.on_pages;
            (*of, *stated, *read) = (*of + 1, *stated + count, *read + entries);
            if count != entries {
                self.outcome.reading.warnings.push(format!(
                    "The answer that begins in line {line} says that it holds {count} entries; {entries} stand in it."
                ));
            }
        }
    }

    fn finish(mut self) -> (Table, Outcome) {
        let (pages, total, read) = self.on_pages;
        if pages > 0 {
            let words = match pages {
                1 => format!("pagination.count: {total}"),
                _ => format!("pagination.count: {total} on {pages} pages"),
            };
            let stated = Stated { words, of: Counted::Part, total, line: self.part.first_line };
            self.outcome.counted.push(StatedCount { stated, read });
        }
        if let Some(words) = self.foreign.leave(self.part, &mut self.outcome.reading)
            && self.kinds.is_empty()
        {
            self.outcome.read_as = format!("Calendly API, {words}");
        }
        if self.kinds.contains(&"invitations")
            && !self.kinds.contains(&"memberships")
            && !self.outcome.accepted.is_empty()
        {
            self.outcome.reading.warnings.push(
                "This answer lists invitations. Who has accepted one is a user only if the list of memberships says so: add that list (/organization_memberships).".to_owned(),
            );
        }
        let api = |kind: &str| matches!(kind, "memberships" | "invitations" | "group memberships");
        self.outcome.read_as = match self.kinds.as_slice() {
            [] if !self.outcome.read_as.is_empty() => self.outcome.read_as,
            [] => "JSON".to_owned(),
            ["SCIM"] => "SCIM".to_owned(),
            kinds if kinds.iter().any(|kind| api(kind)) => {
                format!("Calendly API, {}", kinds.join(" and "))
            }
            kinds => format!("JSON, {}", kinds.join(" and ")),
        };
        (self.table, self.outcome)
    }
}

/// Whether a list is rows of plain cells.
fn is_matrix(items: &[Node<'_>]) -> bool {
    let plain = |cell: &Node<'_>| matches!(cell.value, Value::Text(_) | Value::Bare(_));
    items.len() > 1
        && items
            .iter()
            .all(|row| row.items().is_some_and(|cells| cells.len() > 1 && cells.iter().all(plain)))
}

/// Whether a membership tells whose it is: by its user, inside or by identifier, under whatever key.
fn tells_whose(members: &[Member<'_>]) -> bool {
    let has_user = find(members, "user").is_some_and(|user| matches!(user.value, Value::Object(_)));
    has_user || entry::names_somebody(members)
}

/// Why an object is nobody: an answer that is an error says so itself.
fn nobody(members: &[Member<'_>]) -> String {
    let text = |key: &str| find(members, key).and_then(Node::text).unwrap_or_default();
    let (title, message) = (text("title"), text("message"));
    if title.is_empty() && message.is_empty() {
        return "This entry names nobody: it has no email address, no name and no identifier of a user.".to_owned();
    }
    let said =
        [title, message].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(": ");
    format!("The API answered with an error and not with users: {said}")
}

/// The line around a place, cut so that the place is in the excerpt. Looks no further than an excerpt is long,
/// since the line may be the whole text.
fn line_around(text: &str, at: usize) -> &str {
    let mut from = at.min(text.len()).saturating_sub(80);
    let mut to = at.saturating_add(4 * Unread::EXCERPT).min(text.len());
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = text.get(from..at).unwrap_or_default();
    let start = from + before.rfind(['\n', '\r']).map_or(0, |i| i + 1);
    let line = text.get(start..to).unwrap_or_default();
    let end = line.find(['\n', '\r']).unwrap_or(line.len());
    line.get(..end).unwrap_or_default().trim()
}
