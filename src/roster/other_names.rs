//! Resolves known fields that stand under other names: addresses, pages of Calendly, and names.
//!
//! An entry may have its address under `mail_address`, beside its manager's. A field's name does not
//! tell whose value it is, so all entries decide together: a field is read if its values fit the people
//! they stand with (names, GitLab usernames), or if it begins like the known field (`calendly_link`) and
//! differs in every entry. If two such fields differ in an entry, neither is read. Everything is
//! reported once a field, not once an entry.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use super::Person;
use super::entry::{CALENDLY, EMAIL, NAME, field, is_spelled};
use super::file::Parsed;
use crate::identity::{Email, Link, name};
use crate::source::{Place, Unread, UnreadKind};

/// A value under another name that a known field could hold.
pub(super) struct Other {
    /// Index of the person among those of all files.
    pub person: usize,
    /// The keys down to it, joined by dots.
    pub path: String,
    /// What stands there.
    pub text: String,
    /// Where its key stands.
    pub place: Place,
    /// The line of the key.
    pub excerpt: String,
}

/// Returns the one address that a text consists of.
pub(super) fn address(text: &str) -> Option<String> {
    text.contains('@').then(|| Email::in_field(text)).flatten().map(|it| it.written().to_owned())
}

/// Returns the page of Calendly that a text consists of: a slug, or what stands in its place.
pub(super) fn page(text: &str) -> Option<String> {
    if !text.contains(['/', '%']) {
        return None;
    }
    match Link::read(text) {
        Link::Main(slug) | Link::Event(slug, _) => Some(slug.as_str().to_owned()),
        Link::SingleUse(text) | Link::NotPersonal(text) => Some(text),
        Link::Absent(_) | Link::Elsewhere(_) => None,
    }
}

/// A part of somebody's name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NamePart {
    Full,
    First,
    Last,
}

/// Returns the part of a name that a key means. Values cannot tell a name from other words, so the keys are listed.
fn name_part(key: &str) -> Option<NamePart> {
    let keys = [
        ("full_name", NamePart::Full),
        ("display_name", NamePart::Full),
        ("first_name", NamePart::First),
        ("given_name", NamePart::First),
        ("last_name", NamePart::Last),
        ("family_name", NamePart::Last),
        ("surname", NamePart::Last),
    ];
    keys.into_iter().find(|(known, _)| is_spelled(key, known)).map(|(_, part)| part)
}

/// Keys that were read as a field, by field index and quoted keys: the first file, and the number of entries.
type Said = BTreeMap<(usize, String), (usize, usize)>;

/// Fills missing names: from a full name, else from first and last name.
fn settle_names(others: &[Other], people: &mut [Person], said: &mut Said) {
    let mut parts: BTreeMap<usize, Vec<(NamePart, &Other)>> = BTreeMap::new();
    for other in others {
        let Some(part) = name_part(&other.path).filter(|_| !other.text.trim().is_empty()) else {
            continue;
        };
        if people.get(other.person).is_some_and(|person| person.name.is_empty()) {
            parts.entry(other.person).or_default().push((part, other));
        }
    }
    for (person, mut found) in parts {
        found.sort_by_key(|(part, _)| *part);
        if matches!(found.first(), Some((NamePart::Full, _))) {
            found.truncate(1);
        }
        found.dedup_by_key(|(part, _)| *part);
        let words: Vec<&str> = found.iter().map(|(_, other)| other.text.trim()).collect();
        let keys: Vec<String> = found.iter().map(|(_, it)| format!("`{}`", it.path)).collect();
        if let (Some(person), Some((_, first))) = (people.get_mut(person), found.first()) {
            person.name = words.join(" ");
            let key = (NAME, keys.join(" and "));
            said.entry(key).or_insert((first.place.source, 0)).1 += 1;
        }
    }
}

/// Resolves fields under other names, for all files together.
pub(super) fn resolve(people: &mut Vec<Person>, files: &mut [Parsed]) {
    let others: Vec<Other> = files.iter_mut().flat_map(|file| file.others.drain(..)).collect();
    let mut said = Said::new();
    for (index, file) in files.iter_mut().enumerate() {
        for (key, slot) in file.spelled.drain(..) {
            said.entry((slot, format!("`{key}`"))).or_insert((index, 0)).1 += 1;
        }
    }
    settle_names(&others, people, &mut said);
    for slot in [EMAIL, CALENDLY] {
        settle(slot, &others, people, files, &mut said);
    }
    for ((slot, key), (file, count)) in said {
        let entries = if count == 1 { "entry" } else { "entries" };
        if let Some(file) = files.get_mut(file) {
            let field = field(slot);
            let were = if key.contains("` and `") { "were" } else { "was" };
            file.warnings.push(format!("{key} in {count} {entries} {were} read as `{field}`."));
        }
    }
    without_nobody(&others, people, files);
}

/// Fills one field of the people without it.
fn settle(
    slot: usize,
    others: &[Other],
    people: &mut [Person],
    files: &mut [Parsed],
    said: &mut Said,
) {
    let read = if slot == EMAIL { address } else { page };
    let text_of =
        |person: &Person| read(if slot == EMAIL { &person.email } else { &person.calendly });
    let mut fields: BTreeMap<&str, Column> = BTreeMap::new();
    let mut of_person: BTreeMap<usize, Vec<(&Other, String)>> = BTreeMap::new();
    for other in others {
        let Some(person) = people.get(other.person).filter(|it| text_of(it).is_none()) else {
            continue;
        };
        let Some(value) = read(&other.text) else { continue };
        fields.entry(&other.path).or_default().take(&value, person);
        of_person.entry(other.person).or_default().push((other, value));
    }
    if of_person.is_empty() {
        return;
    }
    let known: HashSet<String> =
        people.iter().filter_map(text_of).map(|text| text.to_lowercase()).collect();
    let mut unread: BTreeMap<String, (&Other, usize)> = BTreeMap::new();
    for (index, found) in of_person {
        let own = |it: &&(&Other, String)| {
            fields.get(&*it.0.path).is_some_and(|column| column.is_own(&it.0.path, slot))
                && !known.contains(&it.1.to_lowercase())
        };
        let values: BTreeSet<String> =
            found.iter().filter(own).map(|(_, value)| value.to_lowercase()).collect();
        let first = found.iter().find(|it| own(it));
        if let (1, Some((other, value)), Some(person)) =
            (values.len(), first, people.get_mut(index))
        {
            match slot {
                EMAIL => person.email.clone_from(value),
                _ => other.text.trim().clone_into(&mut person.calendly),
            }
            let path = (slot, format!("`{}`", other.path));
            said.entry(path).or_insert((other.place.source, 0)).1 += 1;
            continue;
        }
        // A value in several entries, or of somebody else in the roster, is not this person's.
        let doubtful = found.iter().filter(|(other, value)| {
            !known.contains(&value.to_lowercase())
                && fields.get(&*other.path).is_some_and(|column| !column.repeats(value))
        });
        for (other, _) in doubtful {
            unread.entry(other.path.clone()).or_insert((other, 0)).1 += 1;
        }
    }
    for (path, (other, count)) in unread {
        let Some(file) = files.get_mut(other.place.source) else { continue };
        let field = field(slot);
        let entries =
            if count == 1 { String::new() } else { format!(" in {count} entries, here first") };
        let why = format!(
            "`{path}` could be `{field}`{entries}, but whose it is cannot be told for certain. It was not read. Call the right one `{field}`."
        );
        file.unread.push(Unread::new(
            other.place.clone(),
            UnreadKind::Problem,
            other.excerpt.trim_end(),
            why,
        ));
    }
}

/// Statistics of one field under another name, over all entries.
#[derive(Default)]
struct Column {
    /// Entries with the field.
    filled: usize,
    /// Entries whose value fits the person better, and the manager better.
    fits: usize,
    fits_manager: usize,
    values: HashSet<String>,
    repeated: HashSet<String>,
}

impl Column {
    fn take(&mut self, value: &str, person: &Person) {
        self.filled += 1;
        let value = value.to_lowercase();
        let own = fit(&value, &[&person.name, &person.gitlab, &person.email, &person.calendly]);
        let manager = fit(&value, &[&person.reports_to]);
        self.fits += usize::from(own > manager);
        self.fits_manager += usize::from(manager > own);
        if !self.values.insert(value.clone()) {
            self.repeated.insert(value);
        }
    }

    fn repeats(&self, value: &str) -> bool {
        self.repeated.contains(&value.to_lowercase())
    }

    /// Whether the field holds the person's own value.
    fn is_own(&self, path: &str, slot: usize) -> bool {
        let begins = path.char_indices().any(|(at, c)| {
            path.get(..at + c.len_utf8()).is_some_and(|start| is_spelled(start, field(slot)))
        });
        let differs = self.filled > 1 && self.repeated.is_empty() && begins;
        self.fits * 2 > self.filled || (differs && self.fits_manager * 2 < self.filled)
    }
}

/// Counts the known words of a person in a slug, or in an address before its `@`.
fn fit(value: &str, known: &[&str]) -> usize {
    let local = value.split_once('@').map_or(value, |(local, _)| local);
    let letters: String = name::words(local).concat();
    let words = known.iter().flat_map(|text| {
        let text = text.split_once('@').map_or(*text, |(local, _)| local);
        let text = text.rsplit_once("calendly.com/").map_or(text, |(_, slug)| slug);
        let words = name::words(text);
        let whole = words.concat();
        words.into_iter().chain([whole])
    });
    words
        .collect::<BTreeSet<_>>()
        .iter()
        .filter(|word| word.chars().count() > 2 && letters.contains(&**word))
        .count()
}

/// Removes and reports entries that still have no name, no address and no page.
fn without_nobody(others: &[Other], people: &mut Vec<Person>, files: &mut [Parsed]) {
    let is_nobody = |person: &Person| {
        person.name.is_empty() && person.email.is_empty() && person.calendly.is_empty()
    };
    let mut nobody: BTreeMap<usize, &Other> = BTreeMap::new();
    for other in others {
        if people.get(other.person).is_some_and(is_nobody) {
            nobody.entry(other.person).or_insert(other);
        }
    }
    for (person, other) in &nobody {
        if let (Some(file), Some(person)) = (files.get_mut(other.place.source), people.get(*person))
        {
            file.nobody(person.place.clone(), &other.excerpt);
        }
    }
    let mut index = 0..;
    people.retain(|_| index.next().is_none_or(|index| !nobody.contains_key(&index)));
}

/// Maximum depth of such a field: `contact.work.email`.
const DEPTH: u8 = 3;

/// Collects candidate values below an unknown key.
pub(super) struct Leaves<'a> {
    /// The keys down to here.
    pub path: &'a str,
    /// Their number, without the first.
    pub depth: u8,
    /// Where they are collected.
    pub into: &'a mut Vec<(String, String)>,
}

impl<'de> DeserializeSeed<'de> for Leaves<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, yaml: D) -> Result<(), D::Error> {
        yaml.deserialize_any(self)
    }
}

/// Scalars that are no text.
macro_rules! nothing {
    ($($visit:ident: $kind:ty),*) => {
        $(fn $visit<E>(self, _: $kind) -> Result<(), E> {
            Ok(())
        })*
    };
}

impl<'de> Visitor<'de> for Leaves<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("anything")
    }

    nothing!(visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_f64: f64);

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if address(text).is_some() || page(text).is_some() || name_part(self.path).is_some() {
            self.into.push((self.path.to_owned(), text.to_owned()));
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if self.depth == DEPTH {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        let depth = self.depth + 1;
        while seq.next_element_seed(Leaves { path: self.path, depth, into: self.into })?.is_some() {
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if self.depth == DEPTH {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(());
        }
        let depth = self.depth + 1;
        while let Some(key) = map.next_key_seed(super::node::NodeSeed::default())? {
            let path = format!("{}.{}", self.path, key.text().unwrap_or_default());
            map.next_value_seed(Leaves { path: &path, depth, into: self.into })?;
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<(), A::Error> {
        let (IgnoredAny, variant) = data.variant()?;
        variant.newtype_variant_seed(self)
    }
}
