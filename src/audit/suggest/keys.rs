//! Blocking keys of people and users.
//!
//! A blocking key is a field and a value, hashed. People are indexed under their keys, and each
//! user looks up the keys that a similar person would have. Only people and users with a common key
//! become candidate pairs.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use super::edit_distance::{self, Edit};
use super::reason::Reason;
use crate::audit::sides::{PersonSide, UserSide};
use crate::identity::short_names::ShortNames;
use crate::identity::{name, script};

/// The fields of blocking keys. Keys of different fields are never equal, except by a rare hash
/// collision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BlockingKey {
    Slug,
    SlugLetters,
    Name,
    LookAlikeName,
    LookAlikeEmail,
    Mailbox,
    Local,
    LocalLetters,
    LocalDeletions,
    NameDeletions,
    FirstAndLast,
    ShortAndLast,
    /// First initial and last name, for a full first name.
    FullFirst,
    /// First initial and last name, for an initial in place of the first name.
    InitialFirst,
    /// First name and last initial, for a full last name.
    FullLast,
    /// First name and last initial, for an initial in place of the last name.
    InitialLast,
    /// A local part that could be made of the name.
    LocalFromName,
}

/// The words of a name, first name first, and what is derived from them.
#[derive(Debug)]
pub struct NameKeys {
    /// The words with the last name last: `Doe, Jane` is `jane doe`.
    pub ordered: String,
    /// The sorted words, equal for equal names in any order; empty without letters.
    pub sorted: String,
    /// The number of words.
    pub words: usize,
    first: String,
    last: String,
}

impl NameKeys {
    /// Parses a name. A text with an address, as some invitations have, counts as empty.
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

    /// Returns the local parts that could be made of the name: `janedoe`, `doejane`, `jdoe`,
    /// `doej`, `janed`.
    fn local_parts(&self) -> impl Iterator<Item = String> {
        let (first, last) = (self.first.as_str(), self.last.as_str());
        let (f, l) = (initial(first), initial(last));
        let enough = first.len() > 1 && last.len() > 1;
        [[first, last], [last, first], [f, last], [last, f], [first, l]]
            .into_iter()
            .filter(move |_| enough)
            .map(|parts| parts.concat())
    }
}

/// Calls `pass` with the keys of one person that make a match almost certain. They are useful for
/// people with an account too. The keys of the name are included only if `keys` is given.
pub fn strong_keys(side: &PersonSide<'_>, keys: Option<&NameKeys>, mut pass: impl FnMut(u64)) {
    if let Some(slug) = side.link.slug() {
        pass(key(BlockingKey::Slug, slug.as_str()));
    }
    if let Some(email) = &side.email {
        pass(key(BlockingKey::LookAlikeEmail, &*look_alike(email.key())));
        pass(key(BlockingKey::Mailbox, &email.mailbox()));
        pass(key(BlockingKey::Local, email.local()));
    }
    if let Some(keys) = keys.filter(|keys| keys.words > 0) {
        pass(key(BlockingKey::Name, &keys.sorted));
        if script::stray(&side.person.name).is_some() {
            pass(key(BlockingKey::LookAlikeName, &name::key(&script::seen(&side.person.name))));
        }
    }
}

/// Calls `pass` with all other keys of one person.
pub fn weak_keys(
    side: &PersonSide<'_>,
    keys: &NameKeys,
    names: &ShortNames,
    mut pass: impl FnMut(u64),
) {
    if let Some(slug) = side.link.slug() {
        pass(key(BlockingKey::SlugLetters, &letters(slug.as_str())));
    }
    if let Some(email) = &side.email {
        pass(key(BlockingKey::LocalLetters, &letters(email.local())));
        edit_distance::deletion_hashes(email.local(), |hash| {
            pass(key(BlockingKey::LocalDeletions, &(hash, email.domain())));
        });
    }
    edit_distance::deletion_hashes(&keys.ordered, |hash| {
        pass(key(BlockingKey::NameDeletions, &hash));
    });
    if keys.words < 2 {
        return;
    }
    pass(key(BlockingKey::FirstAndLast, &keys.first_last()));
    pass(key(BlockingKey::ShortAndLast, &keys.short(names)));
    let first =
        if is_initial(&keys.first) { BlockingKey::InitialFirst } else { BlockingKey::FullFirst };
    pass(key(first, &keys.first_initial()));
    let last =
        if is_initial(&keys.last) { BlockingKey::InitialLast } else { BlockingKey::FullLast };
    pass(key(last, &keys.last_initial()));
    for local in keys.local_parts() {
        pass(key(BlockingKey::LocalFromName, &local));
    }
}

/// Calls `look` with each key that a similar person would have, and with the reason that a common
/// key gives. Reasons about one letter must be verified later. `name_asked` receives each folded
/// name that is looked up.
pub fn look_up(
    side: &UserSide<'_>,
    keys: &NameKeys,
    names: &ShortNames,
    mut name_asked: impl FnMut(&str),
    mut look: impl FnMut(Reason, u64),
) {
    if let Some(slug) = &side.slug {
        look(Reason::Link, key(BlockingKey::Slug, slug.as_str()));
        let letters = letters(slug.as_str());
        look(Reason::LinkFitsAddress, key(BlockingKey::LocalLetters, &letters));
        look(Reason::LinkFitsName, key(BlockingKey::LocalFromName, &letters));
    }
    if let Some(email) = &side.user.email {
        look(Reason::EmailLooksSame, key(BlockingKey::LookAlikeEmail, &*look_alike(email.key())));
        look(Reason::Mailbox, key(BlockingKey::Mailbox, &email.mailbox()));
        if !is_role_address(email.local()) {
            look(Reason::LocalPart, key(BlockingKey::Local, email.local()));
        }
        look(Reason::AddressFitsName, key(BlockingKey::LocalFromName, &letters(email.local())));
        edit_distance::deletion_hashes(email.local(), |hash| {
            look(
                Reason::EmailNear(Edit::OneLetter),
                key(BlockingKey::LocalDeletions, &(hash, email.domain())),
            );
        });
    }
    if keys.words == 0 {
        return;
    }
    name_asked(&keys.sorted);
    look(Reason::SameName, key(BlockingKey::Name, &keys.sorted));
    let seen = name::key(&script::seen(&side.user.name));
    look(Reason::LooksSame, key(BlockingKey::LookAlikeName, &seen));
    if script::stray(&side.user.name).is_some() {
        name_asked(&seen);
        look(Reason::LooksSame, key(BlockingKey::Name, &seen));
    }
    edit_distance::deletion_hashes(&keys.ordered, |hash| {
        look(Reason::NameNear(Edit::OneLetter), key(BlockingKey::NameDeletions, &hash));
    });
    if keys.words < 2 {
        return;
    }
    look(Reason::FirstAndLast, key(BlockingKey::FirstAndLast, &keys.first_last()));
    look(Reason::ShortName, key(BlockingKey::ShortAndLast, &keys.short(names)));
    let first =
        if is_initial(&keys.first) { BlockingKey::FullFirst } else { BlockingKey::InitialFirst };
    look(Reason::Initial, key(first, &keys.first_initial()));
    let last =
        if is_initial(&keys.last) { BlockingKey::FullLast } else { BlockingKey::InitialLast };
    look(Reason::Initial, key(last, &keys.last_initial()));
    for local in keys.local_parts() {
        look(Reason::AddressFitsName, key(BlockingKey::LocalLetters, &local));
        look(Reason::LinkFitsName, key(BlockingKey::SlugLetters, &local));
    }
}

/// Returns a hash of a name's letters, whatever their order, case and separators. ASCII names with
/// equal folded words have equal hashes, so most different names are told apart without folding.
pub fn letters_hash(name: &str) -> u32 {
    let letter = |b: u8| {
        let mixed = u32::from(b | 0x20).wrapping_mul(0x9e37_79b1);
        (mixed ^ (mixed >> 15)).wrapping_mul(0x85eb_ca6b)
    };
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.fold(0, |sum, b| sum.wrapping_add(letter(b)))
}

/// A fast hash for blocking keys. A collision at worst makes a wrong suggestion.
struct FastHasher(u64);

impl Hasher for FastHasher {
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

fn key<T: Hash + ?Sized>(field: BlockingKey, text: &T) -> u64 {
    let mut hasher = FastHasher(0);
    hasher.write_u8(field as u8);
    text.hash(&mut hasher);
    hasher.finish()
}

fn look_alike(text: &str) -> Cow<'_, str> {
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

/// Whether a local part is a role address. `info@` of two domains does not point to one person.
fn is_role_address(local: &str) -> bool {
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
