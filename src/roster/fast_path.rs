//! Parses plain entries without the YAML library, several times faster.
//!
//! Most entries are in block style, with plain or simply quoted texts on one line. [`read`] accepts a
//! few line shapes with one possible meaning. For anything else (anchors, aliases, merge keys, tags,
//! escapes, comments behind a value, texts over several lines, tabs, duplicate keys) it returns `None`,
//! and the library parses the entry. A property test holds that both agree.

use super::entry::{CALENDLY, EMAIL, Entry, GITLAB, LIST, field, focuses_in, is_spelled, slot_of};
use super::layout::Kind;
use super::scan::{Line, Lines};
use super::value::{Value, flow_text, value};

/// Parses an entry; `None` if in doubt.
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
        address: false,
        page: false,
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
    let entry = reader.entry;
    // A missing field may stand under another name, which only the slow path collects.
    let lacks = |other: bool, slot| other && entry.is_open(slot);
    let lacking = lacks(reader.address, EMAIL) || lacks(reader.page, CALENDLY);
    let lacking = lacking || entry.is_nameless();
    (!lines.is_odd && !reader.unnamed && !lacking).then_some(entry)
}

/// One open list or mapping.
#[derive(Clone, Copy)]
struct Level {
    indent: usize,
    list: bool,
}

/// What may follow the previous line.
#[derive(Clone, Copy)]
enum State {
    /// It held a complete value.
    Closed,
    /// It held a key without a value, at this indentation: a nested value may follow.
    Key(usize),
    /// It belongs to a block scalar: the key's indentation, and the text's once known.
    Block { key: usize, text: Option<usize> },
}

/// The key of the entry that nested lines belong to.
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
    /// The open levels: the first `depth`.
    levels: [Level; LEVELS],
    depth: usize,
    state: State,
    section: Section,
    /// Whether the current focus has no name yet.
    unnamed: bool,
    /// Bloom filter over the keys seen.
    keys: [u64; 4],
    /// The keys seen: the first `known`.
    names: [&'a str; KEYS],
    known: usize,
    /// Whether a skipped field may hold an address.
    address: bool,
    /// Whether a skipped field may hold a page of Calendly.
    page: bool,
}

/// Maximum nesting.
const LEVELS: usize = 12;

/// Maximum number of keys. Comparing hundreds with each other would not be linear.
const KEYS: usize = 64;

impl<'a> Reader<'a> {
    /// Whether a line belongs to the block scalar that is open.
    fn inside_block(&mut self, line: &Line) -> Option<bool> {
        let State::Block { key, text } = self.state else { return Some(false) };
        if line.content.is_empty() {
            // Before the text, spaces on a blank line may be deeper than the text itself.
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
        self.note(line);
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
            // A list may have the indentation of its key; the next key ends it.
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
        self.note(line);
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

    /// Records whether a skipped line may hold an address or a page.
    fn note(&mut self, line: &Line) {
        if line.marks {
            let bytes = line.rest.as_bytes();
            self.address |= bytes.contains(&b'@');
            self.page |= !line.rest.is_ascii()
                || bytes.windows(8).any(|part| part.eq_ignore_ascii_case(b"calendly"));
        }
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
            1 => self.own_key(key, value, line),
            2 if self.section == Section::GitlabRead && is_spelled(key, "username") => None,
            2 if self.section == Section::Gitlab && is_spelled(key, "username") => {
                value.text()?.clone_into(self.entry.texts.get_mut(GITLAB)?.as_mut()?);
                let nothing = matches!(value, Value::Nothing);
                // Anything nested below an empty `username` is not a text.
                self.section = if nothing { Section::Text } else { Section::GitlabRead };
                Some(())
            }
            3 if self.section == Section::Focuses && is_spelled(key, "name") => {
                let text = value.text()?;
                if text.is_empty() || !self.unnamed {
                    return None;
                }
                self.unnamed = false;
                self.focus(text);
                Some(())
            }
            _ => {
                self.note(line);
                Some(())
            }
        }
    }

    fn own_key(&mut self, key: &'a str, value: Value<'a>, line: &Line) -> Option<()> {
        self.is_new(key)?;
        if self.unnamed {
            return None;
        }
        self.section = Section::Skipped;
        let Some(slot) = slot_of(key) else {
            self.note(line);
            return Some(());
        };
        if key != field(slot) {
            self.entry.spelled.push((key.to_owned(), slot));
        }
        if slot == LIST {
            if self.entry.focuses.is_some() {
                return None;
            }
            self.section = Section::Focuses;
            let names = self.entry.focuses.get_or_insert_default();
            match value {
                Value::Nothing | Value::Null => {}
                Value::Text(text) => names.extend(focuses_in(text).map(str::to_owned)),
                Value::List(inner) => {
                    for part in inner.split(',').filter(|_| !inner.is_empty()) {
                        names.push(flow_text(part)?.to_owned());
                    }
                }
                Value::Map(_) | Value::Block => return None,
            }
            return Some(());
        }
        if self.entry.texts.get(slot)?.is_some() {
            return None;
        }
        let text = match value {
            Value::Map(inner) if slot == GITLAB => {
                let mut username = None;
                for part in inner.split(',').filter(|_| !inner.is_empty()) {
                    let (key, value) = part.split_once(": ")?;
                    if is_spelled(key, "username") {
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

    /// Records a key; `None` if it is a duplicate.
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

#[cfg(test)]
mod tests;
