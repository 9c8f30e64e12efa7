//! A text as it came in, and what a reader made of it.
//!
//! Both readers (roster and Calendly list) promise the same: nothing is dropped in silence. What
//! became a record is counted; every other line is kept as [`Unread`], with its number, its text and
//! the reason. Nothing here knows what the text means.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A text that came in, under the name by which a person knows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Source {
    /// For example `data/support-team.yaml`, `users.csv` or `pasted list`.
    pub name: String,
    /// The bytes as they came. Kept, since the evidence carries the input as it was.
    pub bytes: Vec<u8>,
}

impl Source {
    /// A source from a name and its bytes.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }

    /// SHA-256 of the bytes as they came, in lower-case hexadecimal.
    ///
    /// ```
    /// use calendly_audit::source::Source;
    /// let empty = Source::new("empty", "");
    /// assert!(empty.sha256().starts_with("e3b0c44298fc1c14"));
    /// ```
    pub fn sha256(&self) -> String {
        use std::fmt::Write;
        Sha256::digest(&self.bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// A place in a source that a person can find in an editor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Place {
    /// Index of the source among those read together (the roster's files, the list's texts).
    pub source: usize,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1; 0 where only the line is known.
    pub column: usize,
}

/// Why a stretch of the input did not become a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnreadKind {
    /// Something that should have been read and could not be: shown first, and in the notes.
    Problem,
    /// Text that no reader understood, and that names nobody as far as the reader can tell.
    Unknown,
    /// Furniture of a web page or a list's header, recognised and folded away.
    Furniture,
}

/// A stretch of the input that did not become a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unread {
    /// Where it begins.
    pub place: Place,
    /// The text itself, cut to [`Unread::EXCERPT`] characters with `…` where it is longer.
    pub excerpt: String,
    /// A sentence for people: what is wrong and, where it helps, what to do.
    pub why: String,
    /// How much it matters.
    pub kind: UnreadKind,
}

impl Unread {
    /// Longest excerpt that is kept, in characters.
    pub const EXCERPT: usize = 200;

    /// An unread stretch, its excerpt cut to size.
    pub fn new(place: Place, kind: UnreadKind, text: &str, why: impl Into<String>) -> Self {
        Self { place, excerpt: excerpt(text), why: why.into(), kind }
    }
}

/// The first [`Unread::EXCERPT`] characters of a text, with `…` where something was cut.
pub fn excerpt(text: &str) -> String {
    match text.char_indices().nth(Unread::EXCERPT) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// What was made of one source: the proof of completeness that the page and the notes print.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// The source's name.
    pub name: String,
    /// SHA-256 of the source's bytes.
    pub sha256: String,
    /// What it was read as, for people: `YAML, a list of people`, `CSV`, `text copied from the page`.
    pub read_as: String,
    /// How many records came of it (people or users), before anything is merged.
    pub records: usize,
    /// Everything that became no record, in the source's order.
    pub unread: Vec<Unread>,
    /// Sentences a person must see: the page's own count differs, pages are missing, the encoding was
    /// guessed.
    pub warnings: Vec<String>,
    /// Characters that were removed before reading, by code point, with how many: never silently.
    pub removed: Vec<(char, usize)>,
}
