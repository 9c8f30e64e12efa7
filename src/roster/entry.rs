//! One entry of the roster: the fields that the audit reads, as written.
//!
//! An entry with a wrong field (a list as name) is still an entry, and lists its faults. Texts stay as
//! written (`007`, `no`, `2021-05-03`, `1e3`), so an entry also records which of them the YAML library
//! converted. Source: the handbook's field list.

use super::node::{Node, lookup};
use super::other_names::{address, page};

/// The text fields the audit reads, in the order of [`Entry::texts`].
pub(super) const FIELDS: [&str; 8] =
    ["name", "email", "calendly", "gitlab", "reports_to", "title", "region", "start_date"];

/// Returns the index of the field that a key means: in [`FIELDS`], or [`LIST`]. Case, colons, blanks, `-`
/// and `_` do not matter (`:email:`, `E-MAIL`). Called for every key, so the usual spelling comes first.
pub(super) fn slot_of(key: &str) -> Option<usize> {
    Some(match key {
        "name" => NAME,
        "email" => EMAIL,
        "calendly" => CALENDLY,
        "gitlab" => GITLAB,
        "reports_to" => REPORTS_TO,
        "title" => 5,
        "region" => 6,
        "start_date" => 7,
        "focuses" => LIST,
        _ if is_spelled(key, "focus") => LIST,
        _ => return (0..=LIST).find(|slot| is_spelled(key, field(*slot))),
    })
}

/// Returns the name of a field by its index.
pub(super) fn field(slot: usize) -> &'static str {
    FIELDS.get(slot).copied().unwrap_or(FOCUSES)
}

/// Whether a key is a field's name in any spelling.
pub(super) fn is_spelled(key: &str, field: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        let spelling = |c: &char| !(matches!(c, ':' | '-' | '_') || c.is_whitespace());
        text.chars().filter(spelling).map(|c| c.to_ascii_lowercase())
    }
    // The first letter rules out nearly every other key.
    let may_be = |first: u8| {
        !first.is_ascii_alphanumeric()
            || field.as_bytes().first() == Some(&first.to_ascii_lowercase())
    };
    key == field || key.bytes().next().is_some_and(may_be) && letters(key).eq(letters(field))
}

/// Index of `name` in [`FIELDS`].
pub(super) const NAME: usize = 0;
/// Index of `reports_to` in [`FIELDS`].
pub(super) const REPORTS_TO: usize = 4;
/// Index of `email` in [`FIELDS`].
pub(super) const EMAIL: usize = 1;
/// Index of `calendly` in [`FIELDS`].
pub(super) const CALENDLY: usize = 2;
/// Index of `gitlab` in [`FIELDS`]: the one that may be a mapping.
pub(super) const GITLAB: usize = 3;

/// Bits of [`Typed`] behind those of [`FIELDS`]: `gitlab.username`, and the text, items and names of `focuses`.
pub(super) const USERNAME: u16 = 1 << 8;
pub(super) const FOCUS: u16 = 1 << 9;
pub(super) const FOCUS_NAME: u16 = 1 << 10;
pub(super) const FOCUS_TEXT: u16 = 1 << 11;
/// Bit that asks for fields under other names.
pub(super) const OTHERS: u16 = 1 << 12;
/// Bit for a mapping that is no person and may hold people.
pub(super) const WRAPPER: u16 = 1 << 13;

/// The list field.
pub(super) const FOCUSES: &str = "focuses";
/// Its index, behind those of [`FIELDS`].
pub(super) const LIST: usize = FIELDS.len();

/// The fields of an entry before it is a person. `None` is absent; an empty text is `null` or blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Entry {
    /// The fields named by [`FIELDS`].
    pub texts: [Option<String>; FIELDS.len()],
    /// The focuses' names.
    pub focuses: Option<Vec<String>>,
    /// Faults that leave the rest of the entry readable.
    pub faults: Vec<Fault>,
    /// Texts that the library converted to numbers or booleans.
    pub typed: Typed,
    /// Keys that are a field's name in another spelling, with its index.
    pub spelled: Vec<(String, usize)>,
    /// Values that may belong to a known field, under other names: the path of keys, and the text.
    pub others: Vec<(String, String)>,
}

impl Entry {
    /// Whether it has a name, an email or a Calendly page.
    pub fn is_person(&self) -> bool {
        self.texts.iter().take(GITLAB).any(|text| text.as_deref().is_some_and(|t| !t.is_empty()))
    }

    /// Whether it has a name or an email.
    pub fn is_named(&self) -> bool {
        self.texts.iter().take(2).any(|text| text.as_deref().is_some_and(|t| !t.is_empty()))
    }

    /// Whether it lacks a name, so that a field such as `full_name` may hold it.
    pub fn is_nameless(&self) -> bool {
        self.is_blank(NAME)
    }

    /// Whether it has a name and nothing else. A team has one too.
    pub fn is_only_named(&self) -> bool {
        let rest = self.texts.get(1..).unwrap_or_default();
        self.focuses.is_none() && rest.iter().all(Option::is_none)
    }

    /// Whether it lacks an address (or a page), so that a field under another name may hold it.
    pub fn is_open(&self, slot: usize) -> bool {
        let text = self.texts.get(slot).and_then(Option::as_deref).unwrap_or_default();
        match slot {
            EMAIL => address(text).is_none() && !text.contains('@'),
            _ => page(text).is_none() && !text.contains("://"),
        }
    }

    /// Takes from `other` the fields that are absent here, as a YAML merge key does.
    pub fn merge(&mut self, other: Self) {
        for (own, merged) in self.texts.iter_mut().zip(other.texts) {
            if own.is_none() {
                *own = merged;
            }
        }
        if self.focuses.is_none() {
            self.focuses = other.focuses;
        }
        self.spelled.extend(other.spelled);
        self.others.extend(other.others);
        self.typed.merged |= other.typed.own | other.typed.merged;
    }
}

/// A fault inside an entry that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A key stands twice; the first value counts.
    Twice(String),
    /// Two spellings of one field with different values. Holds the key that was not read, the field, and
    /// whether the usual spelling was read.
    Beside(String, &'static str, bool),
    /// A field holds something other than a text: `a list`, `a mapping`.
    Shape(&'static str, &'static str),
}

impl Fault {
    /// Returns the key at fault and a sentence; `line` is the first line of the entry.
    pub fn explain(&self, line: usize) -> (&str, String) {
        match self {
            Self::Twice(key) => (
                key,
                format!(
                    "`{key}` stands twice in the entry of line {line}. The first one counts, and this one was not read. Remove one."
                ),
            ),
            Self::Beside(key, field, true) => (
                key,
                format!(
                    "`{key}` says something else than `{field}` in the entry of line {line}. `{field}` counts, and this was not read. Remove one."
                ),
            ),
            Self::Beside(key, field, false) => (
                key,
                format!(
                    "`{key}` is one of several fields that could be `{field}` in the entry of line {line}, and they differ. None was read. Keep one."
                ),
            ),
            Self::Shape(key, found) => (
                key,
                format!(
                    "`{key}` should be a text and is {found}, in the entry of line {line}. It was not read."
                ),
            ),
        }
    }
}

/// Fields whose text the library converted, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Typed {
    /// In the entry itself.
    pub own: u16,
    /// Merged into it.
    pub merged: u16,
}

impl Entry {
    /// Sets a field by its index, for a key as written. The usual spelling wins in any order; if two
    /// others differ, neither is read.
    pub fn take(&mut self, key: String, slot: usize, node: Node) {
        let mut new = Self::default();
        if slot == LIST {
            new.set_focuses(node);
        } else {
            new.set(slot, node);
        }
        self.typed.own |= new.typed.own;
        self.faults.append(&mut new.faults);
        let (usual, name) = (key == field(slot), field(slot));
        let before = self.spelled.iter().position(|(_, other)| *other == slot);
        let unsettled =
            self.faults.iter().any(|f| matches!(f, Fault::Beside(_, n, false) if *n == name));
        if self.is_blank(slot) && !unsettled {
            before.map(|at| self.spelled.remove(at));
            self.adopt(slot, new);
            if !usual {
                self.spelled.push((key, slot));
            }
        } else if new.is_blank(slot) || self.holds(slot, &new) {
            // The same value, or none.
            if let Some(at) = before.filter(|_| usual && !new.is_blank(slot)) {
                self.spelled.remove(at);
            }
        } else if usual {
            for fault in &mut self.faults {
                match fault {
                    Fault::Beside(_, other, counts) if *other == name => *counts = true,
                    _ => {}
                }
            }
            if let Some(at) = before {
                self.faults.push(Fault::Beside(self.spelled.remove(at).0, name, true));
            }
            self.adopt(slot, new);
        } else {
            let usual_counts = before.is_none() && !unsettled;
            if let Some(at) = before {
                self.faults.push(Fault::Beside(self.spelled.remove(at).0, name, false));
                self.adopt(slot, Self::default());
            }
            self.faults.push(Fault::Beside(key, name, usual_counts));
        }
    }

    fn is_blank(&self, slot: usize) -> bool {
        match self.texts.get(slot) {
            Some(text) => text.as_deref().is_none_or(|text| text.trim().is_empty()),
            None => self.focuses.as_ref().is_none_or(Vec::is_empty),
        }
    }

    fn holds(&self, slot: usize, other: &Self) -> bool {
        match (self.texts.get(slot), other.texts.get(slot)) {
            (Some(own), Some(other)) => own == other,
            _ => self.focuses == other.focuses,
        }
    }

    fn adopt(&mut self, slot: usize, mut other: Self) {
        match (self.texts.get_mut(slot), other.texts.get_mut(slot)) {
            (Some(own), Some(other)) => *own = Some(other.take().unwrap_or_default()),
            _ => self.focuses = Some(other.focuses.unwrap_or_default()),
        }
    }

    /// Sets a field by its index in [`FIELDS`].
    pub fn set(&mut self, slot: usize, node: Node) {
        let field = FIELDS.get(slot).copied().unwrap_or_default();
        let (text, typed) = match node {
            Node::Null => (String::new(), 0),
            Node::Text(text) => (text, 0),
            Node::Typed(text) => (text, 1 << slot),
            Node::List(items) if matches!(items.as_slice(), [Node::Text(_) | Node::Typed(_)]) => {
                (items.into_iter().find_map(Node::into_text).unwrap_or_default(), 0)
            }
            Node::Map(pairs) if slot == GITLAB => {
                if pairs.iter().filter(|(key, _)| is_spelled(key, "username")).count() > 1 {
                    self.faults.push(Fault::Twice("username".to_owned()));
                }
                match lookup(&pairs, "username") {
                    Some(Node::Typed(text)) => (text.clone(), USERNAME),
                    Some(Node::Text(text)) => (text.clone(), 0),
                    Some(Node::Null) | None => (String::new(), 0),
                    Some(other) => {
                        self.odd("username", other.kind());
                        (String::new(), 0)
                    }
                }
            }
            other => {
                self.odd(field, other.kind());
                (String::new(), 0)
            }
        };
        self.typed.own |= typed;
        if let Some(place) = self.texts.get_mut(slot) {
            *place = Some(text);
        }
    }

    /// Adds a fault of shape, once a field.
    fn odd(&mut self, field: &'static str, found: &'static str) {
        let fault = Fault::Shape(field, found);
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Sets [`FOCUSES`].
    pub fn set_focuses(&mut self, node: Node) {
        let mut names = Vec::new();
        match node {
            Node::List(items) => {
                for item in items {
                    match item {
                        Node::Map(pairs) => match lookup(&pairs, "name") {
                            Some(Node::Text(name)) => names.push(name.clone()),
                            Some(Node::Typed(name)) => {
                                self.typed.own |= FOCUS_NAME;
                                names.push(name.clone());
                            }
                            _ => self.odd(FOCUSES, "a focus without a name"),
                        },
                        Node::Null => {}
                        Node::Text(name) => names.push(name),
                        Node::Typed(name) => {
                            self.typed.own |= FOCUS;
                            names.push(name);
                        }
                        other => self.odd(FOCUSES, other.kind()),
                    }
                }
            }
            Node::Map(pairs) => match lookup(&pairs, "name") {
                Some(name) => {
                    if matches!(name, Node::Typed(_)) {
                        self.typed.own |= FOCUS_NAME;
                    }
                    names.extend(name.text().map(str::to_owned));
                }
                None => names.extend(pairs.into_iter().map(|(name, _)| name)),
            },
            Node::Text(text) => names.extend(focuses_in(&text).map(str::to_owned)),
            Node::Typed(name) => {
                self.typed.own |= FOCUS_TEXT;
                names.push(name);
            }
            Node::Null => {}
            Node::Deep => self.odd(FOCUSES, Node::Deep.kind()),
        }
        self.focuses = Some(names);
    }
}

/// Splits focuses that stand in one text: `Operations, SaaS`.
pub(super) fn focuses_in(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';']).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_its_slot() {
        for (slot, field) in FIELDS.iter().enumerate() {
            assert_eq!(slot_of(field), Some(slot));
        }
        assert_eq!(slot_of("focuses"), Some(LIST));
    }

    #[test]
    fn case_and_marks_are_spelling() {
        for (key, expected) in [
            ("Email", Some("email")),
            (":email", Some("email")),
            (":email:", Some("email")),
            ("E-MAIL", Some("email")),
            ("e mail", Some("email")),
            ("GitLab", Some("gitlab")),
            ("git_lab", Some("gitlab")),
            ("start-date", Some("start_date")),
            ("StartDate", Some("start_date")),
            ("Reports to", Some("reports_to")),
            ("FOCUSES", Some("focuses")),
            ("emails", None),
            ("manager_email", None),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(slot_of(key).map(field), expected, "{key}");
        }
    }
}
