//! A person's word over the machine's.
//!
//! Decisions name their person and user by keys that survive edits of either list, never by row.

use serde::{Deserialize, Serialize};

use super::Label;
use crate::calendly::User;
use crate::roster::Person;

/// What a person of the roster is known by across edits: the email, else the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonKey(String);

impl PersonKey {
    /// The key of a roster entry.
    pub fn of(person: &Person) -> Self {
        match crate::identity::Email::read(&person.email) {
            Some(email) => Self(email.key().to_owned()),
            None => Self(person.name.trim().to_lowercase()),
        }
    }

    /// A key that was written down before, as [`PersonKey::as_str`] gave it.
    pub fn from_written(text: &str) -> Self {
        Self(text.trim().to_lowercase())
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a Calendly user is known by across edits: Calendly's `uri`, else the email, else the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UserKey(String);

impl UserKey {
    /// The key of a user.
    pub fn of(user: &User) -> Self {
        if !user.uri.is_empty() {
            return Self(user.uri.clone());
        }
        match &user.email {
            Some(email) => Self(email.key().to_owned()),
            None => Self(user.name.trim().to_lowercase()),
        }
    }

    /// A key that was written down before, as [`UserKey::as_str`] gave it.
    pub fn from_written(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a person says of a user outside the team.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// May stay, for this reason.
    Justified(String),
    /// Is to be removed from the organisation.
    Remove,
    /// A service account, and who keeps it.
    NotAPerson(String),
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Decision {
    /// This person is this user.
    Same(PersonKey, UserKey),
    /// This person is not this user: undoes a match, and withdraws the suggestion.
    NotSame(PersonKey, UserKey),
    /// What holds for a user outside the team.
    Verdict(UserKey, Verdict),
    /// A finding of a person that is meant, with the reason.
    Intentional(PersonKey, Label, String),
}
