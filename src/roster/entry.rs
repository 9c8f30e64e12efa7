//! One entry of the roster: the fields that the audit reads, each as it was written.
//!
//! Never judges: an entry without an email, or with a list in the place of a name, is still an entry, and says what is wrong in it.
//! Texts are kept as written (`007`, `no`, `2021-05-03`, `1e3`), so an entry also knows which of them the library changed. Facts: the
//! handbook's field list.

use super::node::{Node, lookup};

/// The text fields the audit reads, in the order of [`Entry::texts`].
pub(super) const FIELDS: [&str; 8] =
    ["name", "email", "calendly", "gitlab", "reports_to", "title", "region", "start_date"];

/// The index of a key in [`FIELDS`]: a match, since it is asked for every key of every entry.
pub(super) fn slot_of(key: &str) -> Option<usize> {
    Some(match key {
        "name" => 0,
        "email" => 1,
        "calendly" => 2,
        "gitlab" => GITLAB,
        "reports_to" => 4,
        "title" => 5,
        "region" => 6,
        "start_date" => 7,
        _ => return None,
    })
}

/// Index of `gitlab` in [`FIELDS`]: the one that may be a mapping.
pub(super) const GITLAB: usize = 3;

/// The bits that ask for `gitlab.username`, for `focuses`, its items and the names in them as plain text; the bits below are those of [`FIELDS`].
pub(super) const USERNAME: u16 = 1 << 8;
pub(super) const FOCUS: u16 = 1 << 9;
pub(super) const FOCUS_NAME: u16 = 1 << 10;
pub(super) const FOCUS_TEXT: u16 = 1 << 11;

/// The list field.
pub(super) const FOCUSES: &str = "focuses";

/// An entry's wanted fields, not yet a person: `None` is absent, an empty text is `null` or blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Entry {
    /// The fields named by [`FIELDS`].
    pub texts: [Option<String>; FIELDS.len()],
    /// The focuses' names.
    pub focuses: Option<Vec<String>>,
    /// What is wrong in it, without costing the rest.
    pub faults: Vec<Fault>,
    /// Which texts the library turned into numbers or the like.
    pub typed: Typed,
}

impl Entry {
    /// Whether it has any of the fields by which a person can be told.
    pub fn is_person(&self) -> bool {
        self.texts.iter().take(GITLAB).any(|text| text.as_deref().is_some_and(|t| !t.is_empty()))
    }

    /// Whether it has a name or an email.
    pub fn is_named(&self) -> bool {
        self.texts.iter().take(2).any(|text| text.as_deref().is_some_and(|t| !t.is_empty()))
    }

    /// Takes from `other` what this entry does not have itself: the meaning of a merge key.
    pub fn merge(&mut self, other: Self) {
        for (own, merged) in self.texts.iter_mut().zip(other.texts) {
            if own.is_none() {
                *own = merged;
            }
        }
        if self.focuses.is_none() {
            self.focuses = other.focuses;
        }
        self.typed.merged |= other.typed.own | other.typed.merged;
    }
}

/// Something wrong inside an entry that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// A key stands twice; the first value counts.
    Twice(String),
    /// A field holds something other than a text: `a list`, `a mapping`.
    Shape(&'static str, &'static str),
}

/// Bits of fields whose text the library changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Typed {
    /// In the entry itself.
    pub own: u16,
    /// Merged into it.
    pub merged: u16,
}

impl Entry {
    /// Takes the value of a field by its index in [`FIELDS`].
    pub fn set(&mut self, slot: usize, node: Node) {
        let field = FIELDS.get(slot).copied().unwrap_or_default();
        let (text, typed) = match node {
            Node::Null => (String::new(), 0),
            Node::Text(text) => (text, 0),
            Node::Typed(text) => (text, 1 << slot),
            Node::Map(pairs) if slot == GITLAB => {
                if pairs.iter().filter(|(key, _)| key == "username").count() > 1 {
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

    /// Notes that a field is not what it should be, once.
    fn odd(&mut self, field: &'static str, found: &'static str) {
        let fault = Fault::Shape(field, found);
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Takes the value of [`FOCUSES`].
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
            Node::Text(name) => names.push(name),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_its_slot() {
        for (slot, field) in FIELDS.iter().enumerate() {
            assert_eq!(slot_of(field), Some(slot));
        }
        assert_eq!(slot_of("focuses"), None);
    }
}
