//! Answers of an API in JSON become users.
//!
//! Calendly's memberships and invitations, a single `resource`, bare arrays, several pages one after another,
//! one object a line, the `results` of the web page's own endpoint, and SCIM. Broken JSON is read as far as it
//! goes, and on from the next object. Facts: Calendly's `OpenAPI` description; SCIM is RFC 7643.
//!
//! [`tree`] knows JSON, [`record`] what one entry says, this module which objects are entries.

pub mod record;

use super::lines::{LineNumbers, line_at};
use super::mailboxes;
use super::part::{Outcome, Page, Part};
use super::stated::StatedCount;
use super::stated::{Counted, Stated};
use crate::json::parse::parse;
use crate::json::tree::{Member, Node, Value, find};
use crate::source::{Unread, UnreadKind};
use record::Entry;

/// Why an accepted invitation alone is nobody.
const ACCEPTED: &str = "An accepted invitation: whoever still is a user is in the list of memberships, and this address is in none that was given.";
/// Why a declined invitation is nobody.
const DECLINED: &str = "A declined invitation: no user came of it.";
/// What to do about an entry that breaks off.
const CUT_OFF: &str =
    "This entry is broken or cut off, so it was not read. Copy the whole answer again.";

/// A text that breaks off more often is not JSON: its addresses are accounted for as lines.
const MOST_BREAKS: usize = 1000;

/// Keys under which an answer holds its entries.
const CONTAINERS: &[&str] = &[
    "collection",
    "resource",
    "resources",
    "results",
    "users",
    "members",
    "memberships",
    "invitations",
    "organization_memberships",
    "data",
    "items",
    "edges",
    "nodes",
    "values",
];

/// Whether a line begins JSON: an object or an array with something that can only be JSON in it.
pub fn begins(line: &str) -> bool {
    let mut chars = line.trim_start().chars().filter(|c| !c.is_whitespace());
    match (chars.next(), chars.next()) {
        (Some('{'), None | Some('"' | '}')) | (Some('['), None | Some('{' | '"' | '[')) => true,
        (Some('['), Some(']')) => chars.next().is_none(),
        _ => false,
    }
}

/// Whether a line could stand inside JSON.
fn continues(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty()
        || line.starts_with(|c: char| c.is_ascii_digit() || "{}[],:\"-".contains(c))
        || ["true", "false", "null"].iter().any(|word| line.starts_with(word))
}

/// Where the JSON that begins at `at` ends: behind the last of the values that follow each other. Walks
/// forward once and never past a line that cannot be JSON.
pub fn extent(text: &str, at: usize) -> usize {
    let mut depth = 0_usize;
    let mut end = at;
    let mut from = at;
    while let Some(line) = line_at(text, from) {
        if (depth > 0 && !continues(line.text))
            || (depth == 0 && !line.is_blank() && !begins_again(line.text))
        {
            break;
        }
        let mut in_string = false;
        let mut bytes = line.text.bytes().enumerate();
        while let Some((i, byte)) = bytes.next() {
            match byte {
                b'\\' if in_string => drop(bytes.next()),
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    let rest = line.text.get(i + 1..).unwrap_or_default();
                    if depth == 0 && !begins_again(rest) {
                        return line.at + i + 1;
                    }
                }
                _ => {}
            }
        }
        from = line.next;
        if !line.is_blank() {
            end = line.next;
        }
    }
    end
}

/// Whether nothing or another value follows; a comma or a bracket too many is the parser's to judge.
fn begins_again(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with([',', ']', '}']) || begins(rest)
}

/// Reads JSON.
pub fn read(part: &Part<'_>) -> Outcome {
    let mut reader = Reader {
        part,
        numbers: LineNumbers::new(part.text, part.first_line),
        filled: part.text.trim_end().len(),
        outcome: Outcome::default(),
        kinds: Vec::new(),
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
    outcome: Outcome,
    /// What was met, for people: `memberships`, `invitations`, `users`, `SCIM`.
    kinds: Vec<&'static str>,
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
            Value::List(items) => {
                for item in items {
                    match &item.value {
                        Value::Text(text) => self.line_of_text(item, text),
                        Value::Object(_) | Value::List(_) => self.walk(item, key),
                        Value::Bare(_) => {
                            self.leave(item, UnreadKind::Unknown, "This value names nobody.");
                        }
                    }
                }
            }
            Value::Object(members) => self.object(node, members, key),
            Value::Text(_) | Value::Bare(_) => {
                self.leave(node, UnreadKind::Unknown, "This value names nobody.");
            }
        }
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

    fn object(&mut self, node: &Node<'_>, members: &[Member<'_>], key: &str) {
        let holds = |(key, value): &&Member<'_>| {
            CONTAINERS.contains(&key.to_lowercase().as_str())
                && matches!(&value.value, Value::List(_) | Value::Object(_))
        };
        let containers: Vec<&Member<'_>> = members.iter().filter(holds).collect();
        if containers.is_empty() {
            if record::is_entry(members, key) {
                self.entry(node, members);
                return;
            }
            let mut found = false;
            for (key, value) in members {
                let below = matches!(&value.value, Value::Object(_) | Value::List(_));
                if below && key != "pagination" {
                    found = true;
                    self.walk(value, key);
                }
            }
            if !found {
                self.leave(node, UnreadKind::Problem, &nobody(members));
            }
            return;
        }
        let before = self.entries();
        let line = self.numbers.of(node.at);
        for (key, value) in &containers {
            self.walk(value, key);
        }
        let entries = self.entries() - before;
        self.pagination(line, members, entries);
    }

    /// How many entries were met so far, whatever became of them.
    fn entries(&self) -> usize {
        let reading = &self.outcome.reading;
        reading.users.len() + reading.unread.len() + self.outcome.accepted.len()
    }

    fn entry(&mut self, node: &Node<'_>, members: &[Member<'_>]) {
        if !node.whole {
            self.leave(node, UnreadKind::Problem, CUT_OFF);
            return;
        }
        let line = self.numbers.of(node.at);
        let place = self.part.place(line);
        match record::read(self.part.text, members) {
            Entry::User { mut user, kind } => {
                self.kind(kind);
                user.places.push(place);
                self.outcome.reading.users.push(*user);
            }
            Entry::Accepted(email) => {
                self.kind("invitations");
                let text = self.part.text.get(node.at..node.end).unwrap_or_default();
                let unread = Unread::new(place, UnreadKind::Unknown, text, ACCEPTED);
                self.outcome.accepted.push((email, unread));
            }
            Entry::Declined => {
                self.kind("invitations");
                self.leave(node, UnreadKind::Unknown, DECLINED);
            }
            Entry::Nobody => self.leave(node, UnreadKind::Problem, &nobody(members)),
        }
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

    fn finish(mut self) -> Outcome {
        let (pages, total, read) = self.on_pages;
        if pages > 0 {
            let words = match pages {
                1 => format!("pagination.count: {total}"),
                _ => format!("pagination.count: {total} on {pages} pages"),
            };
            let stated = Stated { words, of: Counted::Part, total, line: self.part.first_line };
            self.outcome.counted.push(StatedCount { stated, read });
        }
        if self.kinds.contains(&"invitations")
            && !self.kinds.contains(&"memberships")
            && !self.outcome.accepted.is_empty()
        {
            self.outcome.reading.warnings.push(
                "This answer lists invitations. Who has accepted one is a user only if the list of memberships says so: add that list (/organization_memberships).".to_owned(),
            );
        }
        self.outcome.read_as = match self.kinds.as_slice() {
            [] => "JSON".to_owned(),
            ["SCIM"] => "SCIM".to_owned(),
            ["a list of addresses"] => "JSON, a list of addresses".to_owned(),
            kinds if kinds.iter().any(|kind| matches!(*kind, "memberships" | "invitations")) => {
                format!("Calendly API, {}", kinds.join(" and "))
            }
            kinds => format!("JSON, {}", kinds.join(" and ")),
        };
        self.outcome
    }
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

#[cfg(test)]
mod tests;
