//! The access token. Its one type shows itself to nobody: no `Debug`, `Display`, `Clone`, comparison
//! or serialisation gives its letters, and the one way out is the header. A token that GitLab gave at
//! a sign-in may also stand in the forms that renew and revoke it ([`super::sign_in`]).
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
pub struct Token {
    /// The header's value, as it is sent.
    value: Vec<u8>,
    scheme: Scheme,
}

/// How a token travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Scheme {
    /// One that a person made and pasted: `PRIVATE-TOKEN: …`.
    #[default]
    Private,
    /// One that GitLab gave at a sign-in: `Authorization: Bearer …`.
    Bearer,
}

/// What stands before the token in the header of [`Scheme::Bearer`].
const BEARER: &str = "Bearer ";

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
        Ok(Self { value: text.as_bytes().to_vec(), scheme: Scheme::Private })
    }

    /// Takes a token that GitLab gave at a sign-in, to the letter. `None` where it is empty, longer
    /// than [`Token::LONGEST`], or cannot stand in a header.
    pub fn bearer(given: &str) -> Option<Self> {
        let sound = (1..=Self::LONGEST).contains(&given.len())
            && given.bytes().all(|byte| byte.is_ascii_graphic());
        let value = [BEARER.as_bytes(), given.as_bytes()].concat();
        sound.then_some(Self { value, scheme: Scheme::Bearer })
    }

    /// Whether GitLab gave it at a sign-in.
    pub fn is_bearer(&self) -> bool {
        self.scheme == Scheme::Bearer
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// The name of the header in which it travels.
    pub fn header_name(&self) -> &'static str {
        match self.scheme {
            Scheme::Private => "PRIVATE-TOKEN",
            Scheme::Bearer => "Authorization",
        }
    }

    /// The header's value: the one way out. `None` where there is no token.
    pub fn header(&self) -> Option<&str> {
        std::str::from_utf8(&self.value).ok().filter(|text| !text.is_empty())
    }

    /// The token alone, for the forms of [`super::sign_in`]; empty where there is none.
    pub(super) fn bare(&self) -> &str {
        let value = self.header().unwrap_or_default();
        match self.scheme {
            Scheme::Private => value,
            Scheme::Bearer => value.strip_prefix(BEARER).unwrap_or_default(),
        }
    }

    /// A text with the token blotted out, for answers that quote what they were sent.
    pub fn blotted(&self, text: &str) -> String {
        match self.bare() {
            token if !token.is_empty() && text.contains(token) => text.replace(token, "[token]"),
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
        self.value.fill(0);
        std::hint::black_box(&self.value);
    }
}

impl From<TokenTrouble> for Trouble {
    fn from(trouble: TokenTrouble) -> Self {
        Self::TokenUnusable(trouble)
    }
}
