//! One entry of the roster, as the YAML library reads it.
//!
//! [`items`] takes a stretch of YAML whose outer shape is known and answers with everything in it, in
//! order, up to the first error. Every text is kept as it was written (`007`, `no`, `2021-05-03`,
//! `1e3`): where the library makes a number of it, the stretch is read a second time with the request
//! for plain text at just those places. Fields the audit does not need are skipped without becoming
//! values, and aliases in them are never followed. Duplicate keys and merge keys (`<<`) are ours, since
//! the library leaves both to its caller. Facts: YAML 1.1's merge key; the handbook's field list.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use super::node::{Node, NodeSeed, lookup, scalars};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

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
const USERNAME: u16 = 1 << 8;
const FOCUS: u16 = 1 << 9;
const FOCUS_NAME: u16 = 1 << 10;
const FOCUS_TEXT: u16 = 1 << 11;

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
    typed: Typed,
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
    fn merge(&mut self, other: Self) {
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

/// What stands where an entry is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// A mapping.
    Entry(Box<Entry>),
    /// A list, flattened: the people under a key such as `team:`.
    List(Vec<Item>),
    /// Nothing, or `null`.
    Nothing,
    /// A text or a number.
    Text,
}

/// The outer shape of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A list of entries.
    List,
    /// A mapping from handles to entries.
    Handles,
    /// One entry.
    One,
}

/// Everything in a stretch of YAML, in order, and the error that ended it.
pub(super) fn items(text: &str, shape: Shape) -> (Vec<Item>, Option<serde_yaml::Error>) {
    let (first, error) = run(text, shape, &[]);
    let mut hints = Vec::new();
    collect_hints(&first, &mut hints);
    if error.is_some() || hints.iter().all(|hint| *hint == Typed::default()) {
        return (first, error);
    }
    match run(text, shape, &hints) {
        (exact, None) => (exact, None),
        _ => (first, None),
    }
}

fn run(text: &str, shape: Shape, hints: &[Typed]) -> (Vec<Item>, Option<serde_yaml::Error>) {
    let run = Run { hints, next: Cell::new(0) };
    let mut items = Vec::new();
    let yaml = serde_yaml::Deserializer::from_str(text);
    let result = match shape {
        Shape::List | Shape::Handles => {
            yaml.deserialize_any(Outer { run: &run, items: &mut items })
        }
        Shape::One => ItemSeed { run: &run }.deserialize(yaml).map(|item| items.push(item)),
    };
    (items, result.err())
}

fn collect_hints(items: &[Item], hints: &mut Vec<Typed>) {
    for item in items {
        match item {
            Item::Entry(entry) => hints.push(entry.typed),
            Item::List(inner) => collect_hints(inner, hints),
            Item::Nothing | Item::Text => {}
        }
    }
}

/// Bits of fields whose text the library changed: written in the entry itself, or merged into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Typed {
    own: u16,
    merged: u16,
}

/// One pass over a stretch: for each entry in order, the fields to ask for as plain text.
struct Run<'a> {
    hints: &'a [Typed],
    next: Cell<usize>,
}

impl Run<'_> {
    fn next_hint(&self) -> Typed {
        let index = self.next.replace(self.next.get() + 1);
        self.hints.get(index).copied().unwrap_or_default()
    }
}

/// The list or the mapping around the entries. Keeps what it has when an error ends it.
struct Outer<'a> {
    run: &'a Run<'a>,
    items: &'a mut Vec<Item>,
}

impl<'de> Visitor<'de> for Outer<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("people")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(item) = seq.next_element_seed(ItemSeed { run: self.run })? {
            self.items.push(item);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key::<IgnoredAny>()?.is_some() {
            let item = map.next_value_seed(ItemSeed { run: self.run })?;
            self.items.push(item);
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<(), A::Error> {
        let (IgnoredAny, variant) = data.variant()?;
        variant.newtype_variant_seed(Untagged(self))
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A visitor behind a tag such as `!person`: the tag is passed over.
struct Untagged<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Untagged<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, yaml: D) -> Result<V::Value, D::Error> {
        yaml.deserialize_any(self.0)
    }
}

#[derive(Clone, Copy)]
struct ItemSeed<'a> {
    run: &'a Run<'a>,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, yaml: D) -> Result<Item, D::Error> {
        yaml.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ItemSeed<'_> {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a person")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Item, A::Error> {
        let hint = self.run.next_hint();
        let entry = entry(map, hint, 0)?;
        Ok(Item::Entry(Box::new(entry)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Item, A::Error> {
        let mut inner = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            inner.push(item);
        }
        Ok(Item::List(inner))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Item, A::Error> {
        let (IgnoredAny, variant) = data.variant()?;
        variant.newtype_variant_seed(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Item, E> {
        Ok(Item::Text)
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::Nothing)
    }

    fn visit_none<E>(self) -> Result<Item, E> {
        Ok(Item::Nothing)
    }

    scalars!(Item, |_value| Item::Text);
}

/// How deep merges may stand in merges. Real files have one level; a file that needs more is no roster.
const MERGES: u8 = 16;

fn entry<'de, A: MapAccess<'de>>(mut map: A, hint: Typed, depth: u8) -> Result<Entry, A::Error> {
    let mut entry = Entry::default();
    let mut seen = HashSet::new();
    let mask = if depth == 0 { hint.own } else { hint.merged };
    let mut merged = Vec::new();
    while let Some(node) = map.next_key_seed(NodeSeed::default())? {
        let Some(key) = node.into_text() else {
            map.next_value::<IgnoredAny>()?;
            continue;
        };
        if key == "<<" {
            map.next_value_seed(MergeSeed { into: &mut merged, hint, depth })?;
            continue;
        }
        if seen.contains(&key) {
            map.next_value::<IgnoredAny>()?;
            entry.faults.push(Fault::Twice(key));
            continue;
        }
        if let Some(slot) = slot_of(&key) {
            let ask = NodeSeed {
                as_text: mask & (1 << slot) != 0,
                key_as_text: (slot == GITLAB && mask & USERNAME != 0).then_some("username"),
                ..NodeSeed::default()
            };
            let node = map.next_value_seed(ask)?;
            entry.set(slot, node);
        } else if key == FOCUSES {
            let ask = NodeSeed {
                as_text: mask & FOCUS_TEXT != 0,
                items_as_text: mask & FOCUS != 0,
                key_as_text: (mask & FOCUS_NAME != 0).then_some("name"),
                ..NodeSeed::default()
            };
            let node = map.next_value_seed(ask)?;
            entry.set_focuses(node);
        } else {
            map.next_value::<IgnoredAny>()?;
        }
        seen.insert(key);
    }
    for other in merged {
        entry.merge(other);
    }
    Ok(entry)
}

impl Entry {
    fn set(&mut self, slot: usize, node: Node) {
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

    fn set_focuses(&mut self, node: Node) {
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
                Some(name) => names.extend(name.text().map(str::to_owned)),
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

/// A merge key's value: a mapping, or a list of them of which the earlier ones win.
struct MergeSeed<'a> {
    into: &'a mut Vec<Entry>,
    hint: Typed,
    depth: u8,
}

impl<'de> DeserializeSeed<'de> for MergeSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, yaml: D) -> Result<(), D::Error> {
        yaml.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for MergeSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a mapping to merge, or a list of them")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        if self.depth >= MERGES {
            return Err(A::Error::custom("merge keys stand too deep in merge keys"));
        }
        self.into.push(entry(map, self.hint, self.depth + 1)?);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.depth >= MERGES {
            return Err(A::Error::custom("merge keys stand too deep in merge keys"));
        }
        let (hint, depth) = (self.hint, self.depth + 1);
        while seq.next_element_seed(MergeSeed { into: self.into, hint, depth })?.is_some() {}
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
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
