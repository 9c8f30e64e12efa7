//! What people and users are filed under, so that those who have something in common meet.
//!
//! A key is a drawer and a text. People are filed once; each user opens the drawers in which somebody
//! like them would lie. Whatever meets here may be the same, and nothing else is ever compared.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use super::near;
use super::near::Apart;
use super::reason::Reason;
use crate::audit::sides::{PersonSide, UserSide};
use crate::identity::short_names::ShortNames;
use crate::identity::{name, script};

/// The drawers. Only what was filed in one of them is found in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drawer {
    Slug,
    SlugLetters,
    Name,
    NameAsSeen,
    EmailAsSeen,
    Mailbox,
    Local,
    LocalLetters,
    LocalTrace,
    NameTrace,
    FirstAndLast,
    ShortAndLast,
    /// First initial and last name, of those who have a full first name.
    FullFirst,
    /// The same, of those who have an initial.
    InitialFirst,
    /// First name and last initial, of those who have a full last name.
    FullLast,
    /// The same, of those who have an initial.
    InitialLast,
    /// What an address made of the name would be.
    MadeOfName,
}

/// A name's words, first name first, and what is made of them.
#[derive(Debug)]
pub struct NameKeys {
    /// `jane mary doe`, with the last name last: `Doe, Jane` is `jane doe`.
    pub ordered: String,
    /// Equal for equal names in any order; empty without letters.
    pub sorted: String,
    /// How many words.
    pub words: usize,
    first: String,
    last: String,
}

impl NameKeys {
    /// Reads a name. One that holds an address (as an invitation's may) is no name.
    pub fn of(text: &str) -> Self {
        let text = if text.contains('@') { "" } else { text };
        let mut words = match text.split_once(',') {
            Some((last, first)) => {
                let mut words = name::words(first);
                words.extend(name::words(last));
                words
            }
            None => name::words(text),
        };
        let ordered = words.join(" ");
        let (first, last) = match &*words {
            [first, .., last] => (first.clone(), last.clone()),
            _ => Default::default(),
        };
        words.sort_unstable();
        Self { ordered, sorted: words.join(" "), words: words.len(), first, last }
    }

    fn first_last(&self) -> [&str; 2] {
        let mut pair = [self.first.as_str(), self.last.as_str()];
        pair.sort_unstable();
        pair
    }

    fn short<'n>(&'n self, names: &ShortNames) -> [&'n str; 2] {
        let mut pair = [names.full(&self.first), self.last.as_str()];
        pair.sort_unstable();
        pair
    }

    fn first_initial(&self) -> (&str, &str) {
        (initial(&self.first), &self.last)
    }

    fn last_initial(&self) -> (&str, &str) {
        (&self.first, initial(&self.last))
    }

    /// What an address made of this name is: `janedoe`, `doejane`, `jdoe`, `doej`, `janed`.
    fn made(&self) -> impl Iterator<Item = String> {
        let (first, last) = (self.first.as_str(), self.last.as_str());
        let (f, l) = (initial(first), initial(last));
        let enough = first.len() > 1 && last.len() > 1;
        [[first, last], [last, first], [f, last], [last, f], [first, l]]
            .into_iter()
            .filter(move |_| enough)
            .map(|parts| parts.concat())
    }
}

/// Files one person under what is as good as certain, with an account or without; under the name only
/// where it is given.
pub fn file_surely(side: &PersonSide<'_>, keys: Option<&NameKeys>, mut put: impl FnMut(u64)) {
    if let Some(slug) = side.link.slug() {
        put(key(Drawer::Slug, slug.as_str()));
    }
    if let Some(email) = &side.email {
        put(key(Drawer::EmailAsSeen, &*as_seen(email.key())));
        put(key(Drawer::Mailbox, &email.mailbox()));
        put(key(Drawer::Local, email.local()));
    }
    if let Some(keys) = keys.filter(|keys| keys.words > 0) {
        put(key(Drawer::Name, &keys.sorted));
        if script::stray(&side.person.name).is_some() {
            put(key(Drawer::NameAsSeen, &name::key(&script::seen(&side.person.name))));
        }
    }
}

/// Files one person under everything else that a user may share with them.
pub fn file_loosely(
    side: &PersonSide<'_>,
    keys: &NameKeys,
    names: &ShortNames,
    mut put: impl FnMut(u64),
) {
    if let Some(slug) = side.link.slug() {
        put(key(Drawer::SlugLetters, &letters(slug.as_str())));
    }
    if let Some(email) = &side.email {
        put(key(Drawer::LocalLetters, &letters(email.local())));
        near::traces(email.local(), |trace| put(key(Drawer::LocalTrace, &(trace, email.domain()))));
    }
    near::traces(&keys.ordered, |trace| put(key(Drawer::NameTrace, &trace)));
    if keys.words < 2 {
        return;
    }
    put(key(Drawer::FirstAndLast, &keys.first_last()));
    put(key(Drawer::ShortAndLast, &keys.short(names)));
    let first = if is_initial(&keys.first) { Drawer::InitialFirst } else { Drawer::FullFirst };
    put(key(first, &keys.first_initial()));
    let last = if is_initial(&keys.last) { Drawer::InitialLast } else { Drawer::FullLast };
    put(key(last, &keys.last_initial()));
    for made in keys.made() {
        put(key(Drawer::MadeOfName, &made));
    }
}

/// Opens every drawer in which somebody like this user would lie, and says what the two would have in
/// common. Where that is a letter, it has to be looked at once more. `name_asked` is told of every name that is
/// looked for, folded.
pub fn open(
    side: &UserSide<'_>,
    keys: &NameKeys,
    names: &ShortNames,
    mut name_asked: impl FnMut(&str),
    mut look: impl FnMut(Reason, u64),
) {
    if let Some(slug) = &side.slug {
        look(Reason::Link, key(Drawer::Slug, slug.as_str()));
        let letters = letters(slug.as_str());
        look(Reason::LinkFitsAddress, key(Drawer::LocalLetters, &letters));
        look(Reason::LinkFitsName, key(Drawer::MadeOfName, &letters));
    }
    if let Some(email) = &side.user.email {
        look(Reason::EmailLooksSame, key(Drawer::EmailAsSeen, &*as_seen(email.key())));
        look(Reason::Mailbox, key(Drawer::Mailbox, &email.mailbox()));
        if !is_of_an_office(email.local()) {
            look(Reason::LocalPart, key(Drawer::Local, email.local()));
        }
        look(Reason::AddressFitsName, key(Drawer::MadeOfName, &letters(email.local())));
        near::traces(email.local(), |trace| {
            look(
                Reason::EmailNear(Apart::OneLetter),
                key(Drawer::LocalTrace, &(trace, email.domain())),
            );
        });
    }
    if keys.words == 0 {
        return;
    }
    name_asked(&keys.sorted);
    look(Reason::SameName, key(Drawer::Name, &keys.sorted));
    let seen = name::key(&script::seen(&side.user.name));
    look(Reason::LooksSame, key(Drawer::NameAsSeen, &seen));
    if script::stray(&side.user.name).is_some() {
        name_asked(&seen);
        look(Reason::LooksSame, key(Drawer::Name, &seen));
    }
    near::traces(&keys.ordered, |trace| {
        look(Reason::NameNear(Apart::OneLetter), key(Drawer::NameTrace, &trace));
    });
    if keys.words < 2 {
        return;
    }
    look(Reason::FirstAndLast, key(Drawer::FirstAndLast, &keys.first_last()));
    look(Reason::ShortName, key(Drawer::ShortAndLast, &keys.short(names)));
    let first = if is_initial(&keys.first) { Drawer::FullFirst } else { Drawer::InitialFirst };
    look(Reason::Initial, key(first, &keys.first_initial()));
    let last = if is_initial(&keys.last) { Drawer::FullLast } else { Drawer::InitialLast };
    look(Reason::Initial, key(last, &keys.last_initial()));
    for made in keys.made() {
        look(Reason::AddressFitsName, key(Drawer::LocalLetters, &made));
        look(Reason::LinkFitsName, key(Drawer::SlugLetters, &made));
    }
}

/// A number for the letters of a name, whatever their order, case and what stands between them: names in
/// ASCII that are folded to equal words have one. Nobody's name is folded to know that it is another.
pub fn letters_of_name(name: &str) -> u32 {
    let letter = |b: u8| {
        let mixed = u32::from(b | 0x20).wrapping_mul(0x9e37_79b1);
        (mixed ^ (mixed >> 15)).wrapping_mul(0x85eb_ca6b)
    };
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.fold(0, |sum, b| sum.wrapping_add(letter(b)))
}

/// A number for a drawer and a text, in a few steps: two that meet by accident are a suggestion at worst.
struct Mixed(u64);

impl Hasher for Mixed {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        self.write_u64(u64::from_le_bytes(last) ^ ((rest.len() as u64) << 56));
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 29)
    }
}

fn key<T: Hash + ?Sized>(drawer: Drawer, text: &T) -> u64 {
    let mut hasher = Mixed(0);
    hasher.write_u8(drawer as u8);
    text.hash(&mut hasher);
    hasher.finish()
}

fn as_seen(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(script::seen(text)) }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
}

fn initial(word: &str) -> &str {
    word.chars().next().map_or("", |c| word.get(..c.len_utf8()).unwrap_or(""))
}

fn is_initial(word: &str) -> bool {
    initial(word).len() == word.len()
}

/// Addresses of offices say nothing of whose they are: `info@` of two domains are not one person's.
fn is_of_an_office(local: &str) -> bool {
    matches!(
        local,
        "admin"
            | "billing"
            | "calendly"
            | "contact"
            | "hello"
            | "help"
            | "hr"
            | "info"
            | "it"
            | "mail"
            | "me"
            | "no-reply"
            | "noreply"
            | "office"
            | "sales"
            | "support"
            | "team"
    )
}
