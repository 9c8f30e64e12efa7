//! What the cells of a column are, one by one ([`Look`]) and taken together ([`Profile`]).
//!
//! Knows no headings. Facts: the values that Calendly's help centre and API name; how people and programs write dates,
//! numbers, yes and no.

use std::collections::HashSet;

use crate::calendly::user::{Role, Status, word_key, yes_or_no};
use crate::calendly::vocabulary::address;
use crate::identity::link::{Link, path_at_calendly};

/// What a single cell is by its own text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// One email address, alone, wrapped, or with its owner's name: `Jane Doe <jane@example.com>`.
    Address,
    /// One address among words that do not say that it is theirs.
    Mention,
    /// Several addresses, or an `@` without one.
    At,
    /// A page of Calendly.
    Link,
    /// Calendly's identifier of a user.
    Uri,
    /// A role of Calendly's.
    Role,
    /// A status word.
    Status,
    /// Yes or no in any spelling.
    YesNo,
    /// A number, a date, a time, an address of another host: of a certain form, and nobody's name.
    Figure,
    /// Words.
    Words,
}

impl Look {
    /// Looks at a cell that is not blank.
    pub fn of(cell: &str) -> Self {
        if cell.contains('@') {
            return match (address::mailbox(cell), address::addresses(cell).count()) {
                (Some(_), _) => Self::Address,
                (None, 1) => Self::Mention,
                (None, _) => Self::At,
            };
        }
        if is_page(cell) {
            return Self::Link;
        }
        if cell.contains("/users/") && !cell.contains(char::is_whitespace) {
            return Self::Uri;
        }
        if cell.contains("://") {
            return Self::Figure;
        }
        if let Some(key) = word_key(cell) {
            if Role::of_key(&key).is_some() {
                return Self::Role;
            }
            if Status::of_key(&key, "").is_some() {
                return Self::Status;
            }
            if cell.len() <= 5 && yes_or_no(cell).is_some() {
                return Self::YesNo;
            }
        }
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
        if digits > letters || letters == 0 {
            return Self::Figure;
        }
        Self::Words
    }
}

/// Whether a cell is the address of a page of Calendly.
pub fn is_page(cell: &str) -> bool {
    let address = cell.trim().trim_start_matches('<');
    path_at_calendly(address).is_some_and(|path| path.starts_with('/'))
}

/// Whether a text could be a person's name: letters, few words, no address and no number.
pub fn looks_like_name(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 120
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(|c| c.is_numeric() || "@/\\<>{}[]=:|".contains(c))
        && (!text.ends_with(['.', '?', '!']) || text.len() <= 12)
        && text.split_whitespace().count() <= 6
}

/// How many different values of a column are counted; more are many.
const MANY: usize = 64;

/// How many samples of a column are shown.
const SAMPLES: usize = 3;

/// The cells of one column, summed up.
#[derive(Debug, Clone, Default)]
pub struct Profile<'a> {
    /// Cells that hold something.
    pub filled: usize,
    looks: [usize; 10],
    /// Cells that could be a name, and those of them that are one word.
    pub names: usize,
    /// Names that are one word.
    pub single_words: usize,
    /// Pages of Calendly that are a person's main page.
    pub main_pages: usize,
    /// The different values, up to [`MANY`] of them.
    values: HashSet<&'a str>,
    /// The looks of values met before: a column of roles repeats a few.
    known: Vec<(&'a str, Look)>,
    /// The first different values, for people to recognise the column by.
    pub samples: Vec<&'a str>,
}

impl<'a> Profile<'a> {
    /// Adds a cell that is not blank.
    pub fn add(&mut self, cell: &'a str) {
        self.filled += 1;
        let met = self.known.iter().find(|(value, _)| *value == cell);
        let look = match met {
            Some((_, look)) => *look,
            None => Look::of(cell),
        };
        if met.is_none() && self.known.len() < 8 && cell.len() <= 40 {
            self.known.push((cell, look));
        }
        if let Some(count) = self.looks.get_mut(look as usize) {
            *count += 1;
        }
        match look {
            Look::Words if looks_like_name(cell) => {
                self.names += 1;
                self.single_words += usize::from(!cell.contains(char::is_whitespace));
            }
            Look::Link => {
                self.main_pages += usize::from(matches!(Link::read(cell), Link::Main(_)));
            }
            _ => {}
        }
        if self.values.len() < MANY && self.values.insert(cell) && self.samples.len() < SAMPLES {
            self.samples.push(cell);
        }
    }

    /// How many cells look so.
    pub fn count(&self, look: Look) -> usize {
        self.looks.get(look as usize).copied().unwrap_or_default()
    }

    /// Whether more than half of the cells look so.
    pub fn mostly(&self, look: Look) -> bool {
        self.count(look) * 2 > self.filled
    }

    /// Whether there are cells, and all of them look so.
    pub fn all(&self, look: Look) -> bool {
        self.filled > 0 && self.count(look) == self.filled
    }

    /// The look that the column is certain of, if there is one that most cells share. Words are none: anything can be words.
    pub fn kind(&self) -> Option<Look> {
        use Look::{Address, Figure, Link, Role, Status, Uri, YesNo};
        [Address, Link, Uri, Role, Status, YesNo, Figure]
            .into_iter()
            .find(|look| self.mostly(*look))
    }

    /// How many different values there are; [`MANY`] stands for that many and more.
    pub fn different(&self) -> usize {
        self.values.len()
    }

    /// Whether values hardly repeat, as names do and groups do not.
    pub fn varies(&self) -> bool {
        self.values.len() * 4 >= self.filled.min(MANY) * 3
    }

    /// Whether a few words fill the column, as roles, statuses and groups do.
    pub fn is_few_words(&self, rows: usize) -> bool {
        self.filled * 5 >= rows * 3
            && (1..=8).contains(&self.values.len())
            && self.values.len() * 2 <= self.filled.max(2)
            && (self.count(Look::Words)
                + self.count(Look::Role)
                + self.count(Look::Status)
                + self.count(Look::YesNo))
                * 2
                > self.filled
    }
}
