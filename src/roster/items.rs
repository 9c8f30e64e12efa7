//! Parses a piece of YAML into entries, by the YAML library.
//!
//! [`read`] takes text of a known outer shape and returns its items up to the first error. Unneeded
//! fields are skipped, and their aliases never followed. If the library converted a text to a number,
//! the piece is parsed again, with a request for plain text at those places ([`Typed`]). Duplicate keys
//! and merge keys (`<<`, YAML 1.1) are handled here, since the library leaves both to its caller.

use std::cell::Cell;
use std::collections::HashSet;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::entry::{
    CALENDLY, EMAIL, Entry, FOCUS, FOCUS_NAME, FOCUS_TEXT, Fault, GITLAB, LIST, OTHERS, Typed,
    USERNAME, WRAPPER, slot_of,
};
use super::node::{NodeSeed, scalars};
use super::other_names::{Leaves, address, page};

/// The value found in place of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// A mapping.
    Entry(Box<Entry>),
    /// A list: the people under a key such as `team:`.
    List(Vec<Item>),
    /// Nothing, or `null`.
    Nothing,
    /// A text; empty for a number.
    Text(String),
}

impl Item {
    /// Whether it is a remark about the list beside it. A text with an address or a page may be a person.
    pub fn is_remark(&self) -> bool {
        matches!(self, Self::Text(text) if !text.contains('@') && page(text).is_none())
    }
}

/// The outer shape of a piece of YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A list of entries.
    List,
    /// A mapping from handles to entries.
    Handles,
    /// One entry.
    One,
    /// One entry, or people anywhere below.
    Wrapped,
}

/// Parses a piece of YAML: its items in order, and the error that ended it.
pub(super) fn read(text: &str, shape: Shape) -> (Vec<Item>, Option<serde_yaml::Error>) {
    let (items, error) = exact(text, shape);
    (if shape == Shape::Wrapped { people(items) } else { items }, error)
}

/// Returns the people in wrappers as one list, without what is no person.
fn people(items: Vec<Item>) -> Vec<Item> {
    let flat = items.into_iter().flat_map(|item| match item {
        Item::List(inner) => people(inner),
        Item::Entry(entry) if !entry.is_person() || entry.typed.own & WRAPPER != 0 => Vec::new(),
        other => vec![other],
    });
    flat.collect()
}

/// Whether people stand in a list who have addresses or links of their own.
fn is_list_of_people(item: &Item) -> bool {
    let is_told = |item: &Item| match item {
        Item::Entry(entry) => entry.is_person() && !entry.is_only_named(),
        _ => false,
    };
    matches!(item, Item::List(inner) if inner.iter().any(is_told))
}

fn exact(text: &str, shape: Shape) -> (Vec<Item>, Option<serde_yaml::Error>) {
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
    let run = Run { hints, next: Cell::new(0), wrapped: shape == Shape::Wrapped };
    let mut items = Vec::new();
    let yaml = serde_yaml::Deserializer::from_str(text);
    let result = match shape {
        Shape::List | Shape::Handles => {
            yaml.deserialize_any(Outer { run: &run, items: &mut items })
        }
        Shape::One | Shape::Wrapped => {
            ItemSeed { run: &run }.deserialize(yaml).map(|item| items.push(item))
        }
    };
    (items, result.err())
}

fn collect_hints(items: &[Item], hints: &mut Vec<Typed>) {
    for item in items {
        match item {
            Item::Entry(entry) => hints.push(entry.typed),
            Item::List(inner) => collect_hints(inner, hints),
            Item::Nothing | Item::Text(_) => {}
        }
    }
}

/// One pass over a stretch: for each entry in order, the fields to ask for as plain text.
struct Run<'a> {
    hints: &'a [Typed],
    next: Cell<usize>,
    wrapped: bool,
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
        while let Some(key) = map.next_key_seed(NodeSeed::default())? {
            let item = map.next_value_seed(ItemSeed { run: self.run })?;
            self.items.push(keyed(key.text(), item));
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

/// An entry below a key that is an address has it for its email, unless it states another.
fn keyed(key: Option<&str>, mut item: Item) -> Item {
    let Some(email) = key.filter(|key| address(key).is_some()) else { return item };
    if item == Item::Nothing {
        item = Item::Entry(Box::default());
    }
    if let Item::Entry(entry) = &mut item
        && entry.is_open(EMAIL)
        && let Some(own) = entry.texts.get_mut(EMAIL)
    {
        *own = Some(email.to_owned());
    }
    item
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
        let wraps = self.run.wrapped && (self.run.hints.is_empty() || hint.own & WRAPPER != 0);
        let mut inner = Vec::new();
        let mut entry = entry(map, hint, 0, wraps.then_some((self, &mut inner)))?;
        let is_alone =
            entry.is_person() && !(entry.is_only_named() && inner.iter().any(is_list_of_people));
        if !wraps || is_alone || inner.is_empty() {
            return Ok(Item::Entry(Box::new(entry)));
        }
        if inner.iter().any(|item| matches!(item, Item::List(_))) {
            inner.retain(|item| !item.is_remark());
        }
        entry.typed.own |= WRAPPER;
        inner.insert(0, Item::Entry(Box::new(entry)));
        Ok(Item::List(inner))
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

    fn visit_str<E>(self, text: &str) -> Result<Item, E> {
        Ok(Item::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::Nothing)
    }

    fn visit_none<E>(self) -> Result<Item, E> {
        Ok(Item::Nothing)
    }

    scalars!(Item, |_value| Item::Text(String::new()));
}

/// How deep merges may stand in merges. Real files have one level; a file that needs more is no roster.
const MERGES: u8 = 16;

/// Reads one mapping. What is no field of a person is read as an item of its own where `inner` says how, else skipped.
fn entry<'de, A: MapAccess<'de>>(
    mut map: A,
    hint: Typed,
    depth: u8,
    mut inner: Option<(ItemSeed<'_>, &mut Vec<Item>)>,
) -> Result<Entry, A::Error> {
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
        seen.insert(key.clone());
        if let Some(slot) = slot_of(&key) {
            let ask = if slot == LIST {
                NodeSeed {
                    as_text: mask & FOCUS_TEXT != 0,
                    items_as_text: mask & FOCUS != 0,
                    key_as_text: (mask & FOCUS_NAME != 0).then_some("name"),
                    ..NodeSeed::default()
                }
            } else {
                NodeSeed {
                    as_text: mask & (1 << slot) != 0,
                    key_as_text: (slot == GITLAB && mask & USERNAME != 0).then_some("username"),
                    ..NodeSeed::default()
                }
            };
            let node = map.next_value_seed(ask)?;
            entry.take(key, slot, node);
        } else if let Some((seed, inner)) = &mut inner {
            let item = map.next_value_seed(*seed)?;
            inner.push(keyed(Some(&key), item));
        } else if mask & OTHERS != 0 {
            map.next_value_seed(Leaves { path: &key, depth: 0, into: &mut entry.others })?;
        } else {
            map.next_value::<IgnoredAny>()?;
        }
    }
    for other in merged {
        entry.merge(other);
    }
    if entry.is_nameless() || entry.is_open(EMAIL) || entry.is_open(CALENDLY) {
        entry.typed.own |= OTHERS;
    }
    Ok(entry)
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
        self.into.push(entry(map, self.hint, self.depth + 1, None)?);
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
