//! The access token.
//!
//! No trait (`Debug`, `Display`, `Clone`, comparison, serialisation) reveals its letters. They only
//! leave the type in the request's header and, for a token from a sign-in, in the forms that renew
//! and revoke it ([`super::sign_in`]).
//!
//! A pasted token is cleaned of what copying adds at its ends: spaces, line ends, invisible
//! characters, quotes, the header's own name. Its middle is never changed. A token that was broken
//! in two is refused.

use super::error::GitlabError;
use crate::identity::invisible::is_invisible;
use crate::phrase::Phrase;
use std::fmt;

/// An access token, or none. Overwrites its bytes when it is dropped.
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
pub struct Token {
    /// The header's value.
    value: Vec<u8>,
    scheme: Scheme,
}

/// The header that carries a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Scheme {
    /// A token that a person made and pasted: `PRIVATE-TOKEN: …`.
    #[default]
    Private,
    /// A token from a sign-in: `Authorization: Bearer …`.
    Bearer,
}

/// Prefix of the header's value for [`Scheme::Bearer`].
const BEARER: &str = "Bearer ";

/// Why a text cannot be an access token. Holds a position, never the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenError {
    /// A space or line end inside: it was broken in two, or more than a token was pasted.
    Broken {
        /// Position of the character, counted from 1.
        at: usize,
    },
    /// A character that a header cannot hold.
    Foreign {
        /// Position of the character, counted from 1.
        at: usize,
    },
    /// Far longer than any token.
    TooLong,
}

impl TokenError {
    /// Returns what is wrong and what to do, for people.
    pub fn says(self) -> Phrase {
        match self {
            Self::Broken { at } => Phrase::new().trusted(format!(
                "The access token has a space or a line end in its middle (character {at}), so more or less than a token was pasted. Copy the token again, in one piece."
            )),
            Self::Foreign { at } => Phrase::new().trusted(format!(
                "Character {at} of the access token is one that no GitLab token has. Copy the token again from GitLab's page rather than from a document or a chat."
            )),
            Self::TooLong => Phrase::new().trusted(
                "This is too long for an access token, so something else was pasted. Copy the token alone; a personal one begins with glpat-.",
            ),
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says().plain())
    }
}

impl Token {
    /// Maximum length in characters. GitLab's own tokens are shorter than 300.
    pub const LONGEST: usize = 2_000;

    /// Parses a pasted text. An empty text is no token, which is enough for public projects.
    pub fn read(pasted: &str) -> Result<Self, TokenError> {
        let mut text = trimmed(pasted);
        for prefix in ["PRIVATE-TOKEN:", "Authorization:", "Bearer "] {
            if text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)) {
                text = trimmed(text.get(prefix.len()..).unwrap_or_default());
            }
        }
        let text = trimmed(text.trim_matches(['"', '\'', '`']));
        if text.len() > Self::LONGEST {
            return Err(TokenError::TooLong);
        }
        for (index, letter) in text.chars().enumerate() {
            let at = index + 1;
            if letter.is_whitespace() {
                return Err(TokenError::Broken { at });
            }
            if !letter.is_ascii_graphic() {
                return Err(TokenError::Foreign { at });
            }
        }
        Ok(Self { value: text.as_bytes().to_vec(), scheme: Scheme::Private })
    }

    /// Accepts a token from a sign-in unchanged. Returns `None` if it is empty, is longer than
    /// [`Token::LONGEST`], or cannot be in a header.
    pub fn bearer(given: &str) -> Option<Self> {
        let sound = (1..=Self::LONGEST).contains(&given.len())
            && given.bytes().all(|byte| byte.is_ascii_graphic());
        let value = [BEARER.as_bytes(), given.as_bytes()].concat();
        sound.then_some(Self { value, scheme: Scheme::Bearer })
    }

    /// Whether it comes from a sign-in.
    pub fn is_bearer(&self) -> bool {
        self.scheme == Scheme::Bearer
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// Returns the name of the header that carries it.
    pub fn header_name(&self) -> &'static str {
        match self.scheme {
            Scheme::Private => "PRIVATE-TOKEN",
            Scheme::Bearer => "Authorization",
        }
    }

    /// Returns the header's value; `None` without a token.
    pub fn header(&self) -> Option<&str> {
        std::str::from_utf8(&self.value).ok().filter(|text| !text.is_empty())
    }

    /// Returns the token alone, for the forms of [`super::sign_in`]; empty without a token.
    pub(super) fn bare(&self) -> &str {
        let value = self.header().unwrap_or_default();
        match self.scheme {
            Scheme::Private => value,
            Scheme::Bearer => value.strip_prefix(BEARER).unwrap_or_default(),
        }
    }

    /// Replaces the token in a text, for answers that quote what they were sent.
    pub fn blotted(&self, text: &str) -> String {
        match self.bare() {
            token if !token.is_empty() && text.contains(token) => text.replace(token, "[token]"),
            _ => text.to_owned(),
        }
    }
}

/// Removes white space, control and invisible characters from both ends.
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
    /// Overwrites the bytes. Safe Rust cannot promise that no copy is left elsewhere: the browser
    /// keeps its own in the field and in the request. `black_box` keeps the compiler from removing
    /// the write as unused.
    fn drop(&mut self) {
        self.value.fill(0);
        std::hint::black_box(&self.value);
    }
}

impl From<TokenError> for GitlabError {
    fn from(error: TokenError) -> Self {
        Self::TokenUnusable(error)
    }
}
