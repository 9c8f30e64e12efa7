//! The access token. Its one type shows itself to nobody: no `Debug`, `Display`, `Clone`, comparison
//! or serialisation gives its letters, and the one way out is the header.
//!
//! It is cleaned of what copying adds (spaces, line ends, invisible characters, quotes, the header's
//! own name), never changed in its middle: a token that was broken in two is refused, not guessed.

use super::trouble::Trouble;
use crate::identity::invisible::is_invisible;
use crate::phrase::Phrase;
use std::fmt;

/// An access token, or none. Its bytes are overwritten when it is dropped.
///
/// ```compile_fail
/// # use calendly_audit::gitlab::token::Token;
/// let token = Token::read("glpat-x").unwrap();
/// println!("{token}"); // a token has no Display
/// ```
/// ```compile_fail
/// # use calendly_audit::gitlab::token::Token;
/// let token = Token::read("glpat-x").unwrap();
/// serde_json::to_string(&token); // and is never serialised
/// ```
/// ```compile_fail
/// # use calendly_audit::gitlab::token::Token;
/// let token = Token::read("glpat-x").unwrap();
/// let second = token.clone(); // and there is one of it, so that dropping it is enough
/// ```
#[derive(Default)]
pub struct Token(Vec<u8>);

/// Why a text cannot be an access token. Holds a place, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenTrouble {
    /// A space or line end within it: it was broken in two, or more than a token was pasted.
    Broken {
        /// Which character it is, counted from 1.
        at: usize,
    },
    /// A character that cannot stand in a header.
    Foreign {
        /// Which character it is, counted from 1.
        at: usize,
    },
    /// Far longer than any token.
    TooLong,
}

impl TokenTrouble {
    /// What is wrong and what to do, for people.
    pub fn says(self) -> Phrase {
        match self {
            Self::Broken { at } => Phrase::new().ours(format!(
                "The access token has a space or a line end in its middle (character {at}), so more or less than a token was pasted. Copy the token again, in one piece."
            )),
            Self::Foreign { at } => Phrase::new().ours(format!(
                "Character {at} of the access token is one that no GitLab token has. Copy the token again from GitLab's page rather than from a document or a chat."
            )),
            Self::TooLong => Phrase::new().ours(
                "This is too long for an access token, so something else was pasted. Copy the token alone; a personal one begins with glpat-.",
            ),
        }
    }
}

impl fmt::Display for TokenTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says().plain())
    }
}

impl Token {
    /// The name of the header in which a token travels.
    pub const HEADER: &'static str = "PRIVATE-TOKEN";

    /// The longest that is sent, in characters. GitLab's own are shorter than 300.
    pub const LONGEST: usize = 2_000;

    /// Reads what was pasted; an empty text is no token, which public projects do not need.
    pub fn read(pasted: &str) -> Result<Self, TokenTrouble> {
        let mut text = trimmed(pasted);
        for prefix in ["PRIVATE-TOKEN:", "Authorization:", "Bearer "] {
            if text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)) {
                text = trimmed(text.get(prefix.len()..).unwrap_or_default());
            }
        }
        let text = trimmed(text.trim_matches(['"', '\'', '`']));
        if text.len() > Self::LONGEST {
            return Err(TokenTrouble::TooLong);
        }
        for (index, letter) in text.chars().enumerate() {
            let at = index + 1;
            if letter.is_whitespace() {
                return Err(TokenTrouble::Broken { at });
            }
            if !letter.is_ascii_graphic() {
                return Err(TokenTrouble::Foreign { at });
            }
        }
        Ok(Self(text.as_bytes().to_vec()))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The header's value: the one way out. `None` where there is no token.
    pub fn header(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok().filter(|text| !text.is_empty())
    }

    /// A text with the token blotted out, for answers that quote what they were sent.
    pub fn blotted(&self, text: &str) -> String {
        match self.header() {
            Some(token) if text.contains(token) => text.replace(token, "[token]"),
            _ => text.to_owned(),
        }
    }
}

/// Without white space, control and invisible characters at its ends.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| {
        letter.is_whitespace() || letter.is_control() || is_invisible(letter)
    })
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "Token(none)" } else { "Token(hidden)" })
    }
}

impl Drop for Token {
    /// Overwrites the bytes. Safe Rust cannot promise that no copy was left elsewhere (the browser
    /// keeps its own in the field and in the request); `black_box` keeps the compiler from dropping
    /// the writing as useless.
    fn drop(&mut self) {
        self.0.fill(0);
        std::hint::black_box(&self.0);
    }
}

impl From<TokenTrouble> for Trouble {
    fn from(trouble: TokenTrouble) -> Self {
        Self::TokenUnusable(trouble)
    }
}
