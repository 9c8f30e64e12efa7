//! Text for people, in which trusted and untrusted parts are kept apart.
//!
//! A finding's details mix the tool's own words with names and links from the input. A [`Phrase`]
//! keeps them apart, so that every renderer (the page, the Markdown, a CSV) escapes the untrusted
//! parts. It knows no renderer.

use serde::{Deserialize, Serialize};

/// A part of a [`Phrase`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Piece {
    /// The tool's own words, safe in every renderer.
    Trusted(String),
    /// Text from the input, shown verbatim and never interpreted.
    Untrusted(String),
    /// Text from the input that is a value to copy (a slug, a username, a line of YAML): a code
    /// span.
    Code(String),
    /// A break between two parts of one cell: `<br>` in Markdown, a line on the page.
    Break,
}

/// A sequence of pieces.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Phrase(pub Vec<Piece>);

impl Phrase {
    /// Creates an empty phrase.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing would be shown.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Appends the tool's own words. Adjacent ones are merged into one piece, so that equal phrases
    /// are equal.
    #[must_use]
    pub fn trusted(mut self, words: impl AsRef<str>) -> Self {
        self.add_trusted(words.as_ref());
        self
    }

    /// Appends the tool's own words in place; see [`Phrase::trusted`].
    pub fn add_trusted(&mut self, words: &str) {
        match self.0.last_mut() {
            _ if words.is_empty() => {}
            Some(Piece::Trusted(before)) => before.push_str(words),
            _ => self.0.push(Piece::Trusted(words.to_owned())),
        }
    }

    /// Appends text from the input.
    #[must_use]
    pub fn untrusted(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece::Untrusted(text.into()));
        self
    }

    /// Appends a value to copy.
    #[must_use]
    pub fn code(mut self, text: impl Into<String>) -> Self {
        self.0.push(Piece::Code(text.into()));
        self
    }

    /// Appends another phrase.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        for piece in other.0 {
            match piece {
                Piece::Trusted(words) => self.add_trusted(&words),
                theirs => self.0.push(theirs),
            }
        }
        self
    }

    /// Joins phrases, with the tool's own words between each two.
    pub fn joined(phrases: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut all = Self::new();
        for (nth, phrase) in phrases.into_iter().enumerate() {
            all = all.trusted(if nth > 0 { between } else { "" }).then(phrase);
        }
        all
    }

    /// Returns the text without mark-up, for searching, sorting and CSV.
    ///
    /// ```
    /// use calendly_audit::phrase::Phrase;
    /// let phrase = Phrase::new().trusted("use ").code("https://calendly.com/jdoe");
    /// assert_eq!(phrase.plain(), "use https://calendly.com/jdoe");
    /// ```
    pub fn plain(&self) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Trusted(text) | Piece::Untrusted(text) | Piece::Code(text) => text.as_str(),
                Piece::Break => "; ",
            })
            .collect()
    }
}
