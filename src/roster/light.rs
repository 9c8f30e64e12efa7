//! The plainest entries, read without the YAML library.
//!
//! Most entries of a real roster are block style with plain or simply quoted texts on one line. Those
//! are read here, several times faster. The rule is doubt: every line must be one of a few shapes whose
//! meaning YAML leaves no choice about, in the skipped fields too; anything else (anchors, aliases, merge
//! keys, tags, escapes, comments behind a value, texts over several lines, tabs, a key that stands twice)
//! makes [`read`] answer `None`, and the library reads the entry. It never reports an error and never
//! accepts what the library would refuse; a property test holds that the two agree.

use super::entry::{Entry, FOCUSES, GITLAB, slot_of};
use super::layout::Kind;
use super::scan::{Line, Lines, without_spaces};

/// Reads an entry; `None` where in doubt.
pub(super) fn read(text: &str, kind: Kind) -> Option<Entry> {
    let mut reader = Reader {
        entry: Entry::default(),
        levels: [Level { indent: 0, list: false }; LEVELS],
        depth: 0,
        state: State::Closed,
        section: Section::Skipped,
        unnamed: false,
        keys: [0; 4],
        names: [""; KEYS],
        known: 0,
    };
    let mut lines = Lines::new(text);
    let mut first = lines.busy();
    match kind {
        Kind::Item => {
            let line = first.take()?;
            let column = line.dash.filter(|column| *column > 0)?;
            reader.push(column, false)?;
            reader.key(column, &line)?;
        }
        Kind::Handle => {
            let handle = first?;
            first = lines.busy();
            let below = first.as_ref()?.indent;
            let opens = handle.dash.is_none() && handle.key.is_some() && handle.rest.is_empty();
            if !opens || below <= handle.indent {
                return None;
            }
            reader.push(below, false)?;
        }
        Kind::One => reader.push(first.as_ref()?.indent, false)?,
        Kind::Header | Kind::Stray | Kind::Whole => return None,
    }
    while let Some(line) = first.take().or_else(|| lines.next()) {
        if matches!(reader.state, State::Block { .. }) && reader.inside_block(&line)? {
            continue;
        }
        if !line.is_idle() {
            reader.line(&line)?;
        }
    }
    (!lines.is_odd && !reader.unnamed).then_some(reader.entry)
}

/// One open list or mapping.
#[derive(Clone, Copy)]
struct Level {
    indent: usize,
    list: bool,
}

/// What the line before allows.
#[derive(Clone, Copy)]
enum State {
    /// A whole value stood there.
    Closed,
    /// A key without a value, in a mapping of this indentation: something may be nested below it.
    Key(usize),
    /// A block scalar below a key of this indentation; the indentation of its text, once known.
    Block { key: usize, text: Option<usize> },
}

/// What is nested below the entry's own key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Skipped,
    Gitlab,
    /// The same, after its `username`.
    GitlabRead,
    Focuses,
    /// A field that should be a text.
    Text,
}

struct Reader<'a> {
    entry: Entry,
    /// What is open, the first `depth` of these.
    levels: [Level; LEVELS],
    depth: usize,
    state: State,
    section: Section,
    /// Whether the focus that is being read has no name yet.
    unnamed: bool,
    /// A filter over the names seen, so that few comparisons are made.
    keys: [u64; 4],
    /// The names seen, the first `known` of these.
    names: [&'a str; KEYS],
    known: usize,
}

/// Deepest nesting read here.
const LEVELS: usize = 12;

/// Most keys of an entry read here. One with hundreds is no person, and comparing them all would not be linear.
const KEYS: usize = 64;

impl<'a> Reader<'a> {
    /// Whether a line belongs to the block scalar that is open.
    fn inside_block(&mut self, line: &Line) -> Option<bool> {
        let State::Block { key, text } = self.state else { return Some(false) };
        if line.content.is_empty() {
            // Spaces on a blank line matter only before the text: they may be deeper than it.
            return (line.indent == 0 || text.is_some()).then_some(true);
        }
        if line.indent <= key {
            self.state = State::Closed;
            return Some(false);
        }
        if text.is_some_and(|text| line.indent < text) {
            return None;
        }
        self.state = State::Block { key, text: text.or(Some(line.indent)) };
        Some(true)
    }

    fn line(&mut self, line: &Line<'a>) -> Option<()> {
        let indent = line.indent;
        let dash = line.dash.is_some();
        while self.top()?.indent > indent {
            self.depth -= 1;
        }
        let top = self.top()?;
        let opens = matches!(self.state, State::Key(key) if key == top.indent && !top.list);
        if top.indent < indent {
            if !opens {
                return None;
            }
            self.push(indent, dash)?;
        } else if dash && !top.list {
            if !opens {
                return None;
            }
            self.push(indent, true)?;
        } else if !dash && top.list {
            // A list may stand at its key's own indentation; the next key ends it.
            self.depth -= 1;
            let below = self.top()?;
            if below.indent != indent || below.list {
                return None;
            }
        }
        let Some(column) = line.dash else { return self.key(indent, line) };
        if column == 0 {
            return None;
        }
        if self.section == Section::Focuses && self.unnamed {
            return None;
        }
        if line.key.is_some() {
            self.push(column, false)?;
            self.unnamed = self.section == Section::Focuses && self.depth == 3;
            return self.key(column, line);
        }
        let value = value(line)?;
        self.state = State::Closed;
        if self.section == Section::Focuses {
            if self.depth != 2 {
                return None;
            }
            match value {
                Value::Text(name) => self.focus(name),
                Value::Null => {}
                _ => return None,
            }
        }
        (!matches!(value, Value::Block)).then_some(())
    }

    fn top(&self) -> Option<Level> {
        self.levels.get(self.depth.checked_sub(1)?).copied()
    }

    fn push(&mut self, indent: usize, list: bool) -> Option<()> {
        *self.levels.get_mut(self.depth)? = Level { indent, list };
        self.depth += 1;
        let known = match self.section {
            Section::Skipped => true,
            Section::Text => false,
            Section::Gitlab | Section::GitlabRead => !(list && self.depth == 2),
            Section::Focuses => list || self.depth != 2,
        };
        known.then_some(())
    }

    fn focus(&mut self, name: &str) {
        self.entry.focuses.get_or_insert_default().push(name.to_owned());
    }

    fn key(&mut self, indent: usize, line: &Line<'a>) -> Option<()> {
        let key = line.key?;
        let value = value(line)?;
        self.state = match value {
            Value::Nothing => State::Key(indent),
            Value::Block => State::Block { key: indent, text: None },
            _ => State::Closed,
        };
        match self.depth {
            1 => self.own_key(key, value),
            2 if key == "username" && self.section == Section::GitlabRead => None,
            2 if key == "username" && self.section == Section::Gitlab => {
                value.text()?.clone_into(self.entry.texts.get_mut(GITLAB)?.as_mut()?);
                let nothing = matches!(value, Value::Nothing);
                // What is nested below an empty `username` would be no text.
                self.section = if nothing { Section::Text } else { Section::GitlabRead };
                Some(())
            }
            3 if key == "name" && self.section == Section::Focuses => {
                let text = value.text()?;
                if text.is_empty() || !self.unnamed {
                    return None;
                }
                self.unnamed = false;
                self.focus(text);
                Some(())
            }
            _ => Some(()),
        }
    }

    fn own_key(&mut self, key: &'a str, value: Value<'a>) -> Option<()> {
        self.is_new(key)?;
        if self.unnamed {
            return None;
        }
        self.section = Section::Skipped;
        if key == FOCUSES {
            self.section = Section::Focuses;
            let names = self.entry.focuses.get_or_insert_default();
            match value {
                Value::Nothing | Value::Null => {}
                Value::Text(name) => names.push(name.to_owned()),
                Value::List(inner) => {
                    for part in inner.split(',').filter(|_| !inner.is_empty()) {
                        names.push(flow_text(part)?.to_owned());
                    }
                }
                Value::Map(_) | Value::Block => return None,
            }
            return Some(());
        }
        let Some(slot) = slot_of(key) else { return Some(()) };
        let text = match value {
            Value::Map(inner) if slot == GITLAB => {
                let mut username = None;
                for part in inner.split(',').filter(|_| !inner.is_empty()) {
                    let (key, value) = part.split_once(": ")?;
                    if key.trim() == "username" {
                        if username.is_some() {
                            return None;
                        }
                        username = Some(flow_text(value)?);
                    }
                }
                username.unwrap_or_default()
            }
            Value::Nothing => {
                self.section = if slot == GITLAB { Section::Gitlab } else { Section::Text };
                ""
            }
            other => other.text()?,
        };
        *self.entry.texts.get_mut(slot)? = Some(text.to_owned());
        Some(())
    }

    /// Remembers a key of the entry; `None` where it stands twice.
    fn is_new(&mut self, key: &'a str) -> Option<()> {
        let byte = |at: usize| key.as_bytes().get(at).copied().map_or(0, usize::from);
        let hash =
            key.len() ^ (byte(0) << 3) ^ (byte(key.len() - 1) << 1) ^ (byte(key.len() / 2) << 2);
        let word = self.keys.get_mut((hash >> 6) & 3)?;
        let bit = 1 << (hash & 63);
        if *word & bit != 0 && self.names.get(..self.known)?.contains(&key) {
            return None;
        }
        *word |= bit;
        *self.names.get_mut(self.known)? = key;
        self.known += 1;
        Some(())
    }
}

/// What stands behind a key or a dash.
#[derive(Clone, Copy)]
enum Value<'a> {
    /// Not a character.
    Nothing,
    /// `null` and its spellings.
    Null,
    /// A plain text, or the inside of quotes.
    Text(&'a str),
    /// The inside of `[…]`, every part of which is a simple text.
    List(&'a str),
    /// The inside of `{…}`, every part of which is a simple key and a simple text.
    Map(&'a str),
    /// `|` or `>`: the text follows on the next lines.
    Block,
}

impl<'a> Value<'a> {
    fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Nothing | Self::Null => Some(""),
            Self::List(_) | Self::Map(_) | Self::Block => None,
        }
    }
}

fn value<'a>(line: &Line<'a>) -> Option<Value<'a>> {
    let text = line.rest;
    let Some(first) = text.bytes().next() else { return Some(Value::Nothing) };
    match first {
        b'"' | b'\'' => quoted(text).map(Value::Text),
        b'[' => {
            let inner = text.strip_prefix('[')?.strip_suffix(']')?;
            let simple = inner.is_empty() || inner.split(',').all(|part| flow_text(part).is_some());
            simple.then_some(Value::List(inner))
        }
        b'{' => {
            let inner = text.strip_prefix('{')?.strip_suffix('}')?;
            let simple = inner.is_empty()
                || inner.split(',').all(|part| {
                    part.split_once(": ").is_some_and(|(key, value)| {
                        plain_flow(without_spaces(key)) && flow_text(value).is_some()
                    })
                });
            simple.then_some(Value::Map(inner))
        }
        b'|' | b'>' => matches!(text.get(1..), Some("" | "-" | "+")).then_some(Value::Block),
        _ if is_plain_start(first) => {
            if line.splits && is_split(text) {
                return None;
            }
            Some(if is_null(text) { Value::Null } else { Value::Text(text) })
        }
        _ => None,
    }
}

/// The inside of quotes that holds neither the quote nor an escape.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = text.get(1..)?.strip_suffix(quote)?;
    (!inner.contains([quote, '\\'])).then_some(inner)
}

/// Whether a plain text holds what ends it: a colon before a space or at its end, or a comment.
fn is_split(text: &str) -> bool {
    let mut before = 0;
    let inside = text.bytes().any(|byte| {
        let ends = (before == b':' && byte == b' ') || (before == b' ' && byte == b'#');
        before = byte;
        ends
    });
    inside || before == b':'
}

fn is_plain_start(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'/' | b'+' | b'(' | b'.' | b'$' | b'_' | b'<' | b'~' | b'=')
        || byte >= 0x80
}

fn is_null(text: &str) -> bool {
    matches!(text, "null" | "Null" | "NULL" | "~")
}

/// One part of a list or mapping in brackets; empty where it is `null`.
fn flow_text(part: &str) -> Option<&str> {
    let part = without_spaces(part);
    if is_null(part) {
        return None;
    }
    quoted(part).or_else(|| plain_flow(part).then_some(part))
}

/// Whether a text inside brackets is of letters, digits and harmless signs alone.
fn plain_flow(part: &str) -> bool {
    part.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
        && part.bytes().all(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b' ' | b'_' | b'-' | b'.' | b'/' | b'+')
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::entry::{self, Item, Shape};
    use super::*;

    #[track_caller]
    fn agrees(text: &str, kind: Kind) -> bool {
        let Some(light) = read(text, kind) else { return false };
        let shape = match kind {
            Kind::Item => Shape::List,
            Kind::Handle => Shape::Handles,
            _ => Shape::One,
        };
        let (items, error) = entry::items(text, shape);
        assert!(error.is_none(), "the library refuses it: {error:?}\n{text}");
        let [Item::Entry(library)] = items.as_slice() else {
            panic!("no entry: {items:?}\n{text}");
        };
        assert!(library.faults.is_empty(), "{:?}\n{text}", library.faults);
        assert_eq!((&light.texts, &light.focuses), (&library.texts, &library.focuses), "{text}");
        true
    }

    #[test]
    fn a_realistic_entry_needs_no_library() {
        assert!(agrees(
            "- name: Jane Doe\n  email: 'jdoe@example.com'\n  gitlab:\n    id: 12\n    username: jdoe\n  \
             focuses:\n    - name: SaaS\n      percentage: 100\n    - Operations\n\n  # idle\n  \
             working_hours:\n    Monday: ['09:00', \"17:00\"]\n  zendesk:\n    main:\n      signature: |\n        \
             Regards\n          # J\n      groups:\n      - 1\n      - a: b\n        c:\n  languages: [en, de]\n  \
             slack: {id: U0X, username: jdoe}\n  calendly: https://calendly.com/jdoe\n  start_date: 2021-05-03\n",
            Kind::Item
        ));
        assert!(agrees("jane:\n\n  name: Jane\n  focuses:\n  - SaaS\n", Kind::Handle));
        assert!(agrees("# x\nname: 007\ngitlab: no\ntitle:\nregion: ~\r\n", Kind::One));
    }

    /// Lines that a roster may hold, good and bad, plain and not.
    fn line() -> impl Strategy<Value = String> {
        let key = prop_oneof![
            6 => prop::sample::select(vec!["name", "email", "calendly", "gitlab", "username", "focuses", "title", "zendesk", "a", "b", "c"]).prop_map(str::to_owned),
            1 => prop::sample::select(vec!["\"name\"", "<<", "a b", "?", "1", "null", "'x'", "-a", "é"]).prop_map(str::to_owned),
        ];
        let value = prop_oneof![
            8 => prop::sample::select(vec!["", "", "", "Jane Doe", "jane@example.com", "007", "no", "~", "null", "1e3", "0x1F", "2021-05-03", "\"quoted\"", "'single'", "''", "[]", "{}", "[a, b]", "{id: 1, username: j}", "https://calendly.com/x", "a#b", "1.50", "true"]),
            3 => prop::sample::select(vec!["|", ">-", "a: b", "x #y", "&a", "*a", "!t x", "- a", "-", "\"open", "it's", "'it''s'", "\"a\\n\"", "[a", "{a: b", "[a, , b]", "[a,]", "{a}", "{username: a, username: b}", "[[a]]", "@j", "`", "%", "x:", "é\u{a0}", "\u{85}", "\u{2028}x", "|2", "a\tb", "[~]", "{username: ~}", "['a', \"b: c\"]", "<<", "=", ".5", "+1", "(x)", "<https://x>", "a: "]),
        ].prop_map(str::to_owned);
        let indent = prop::sample::select(vec![0_usize, 2, 2, 2, 2, 2, 4, 4, 4, 6, 6, 8, 1, 3]);
        let body = prop_oneof![
            8 => (key.clone(), value.clone()).prop_map(|(key, value)| format!("{key}: {value}")),
            3 => (key.clone(), value.clone()).prop_map(|(key, value)| format!("- {key}: {value}")),
            2 => value.clone().prop_map(|value| format!("- {value}")),
            1 => key.prop_map(|key| format!("{key}:")),
            1 => value,
            1 => prop::sample::select(vec!["", "# comment", "-", "- - a", "-  a: b", "      "]).prop_map(str::to_owned),
        ];
        (indent, body).prop_map(|(indent, body)| format!("{:indent$}{body}", ""))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// Whatever this reader accepts, the library reads as the same entry.
        #[test]
        fn it_agrees_with_the_library(body in prop::collection::vec(line(), 0..7), end in prop::sample::select(vec!["\n", "\r\n"])) {
            let body = body.join(end) + end;
            agrees(&format!("- name: J{end}{body}"), Kind::Item);
            agrees(&format!("jane:{end}  name: J{end}{body}"), Kind::Handle);
            agrees(&body, Kind::One);
        }
    }

    /// The property above says nothing where this reader always doubts.
    #[test]
    fn it_reads_a_good_share_of_what_is_generated() {
        use proptest::strategy::ValueTree;
        use proptest::test_runner::TestRunner;
        let mut runner = TestRunner::deterministic();
        let body = prop::collection::vec(line(), 0..4);
        let read = (0..2000)
            .filter(|_| {
                let lines = body.new_tree(&mut runner).unwrap().current();
                agrees(&format!("- name: J\n{}\n", lines.join("\n")), Kind::Item)
            })
            .count();
        assert!(read > 200, "only {read} of 2000");
    }
}
