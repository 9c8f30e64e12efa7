//! The Calendly user list becomes users.
//!
//! The list arrives in many forms, several of them in one text. [`read`] finds the parts, gives each to
//! the one reader that knows its format, and merges what they say of one user. Nobody here has seen the
//! real page or the real export: the readers tolerate, and account for every line.

pub mod page_html;
pub mod page_text;
pub mod part;

use serde::{Deserialize, Serialize};

use crate::identity::Email;
use crate::source::{Place, Reading, Source};

/// A user's role in the Calendly organisation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Role {
    /// Exactly one in an organisation.
    Owner,
    /// `Admin`.
    Admin,
    /// `Group admin`.
    GroupAdmin,
    /// `Team manager`.
    TeamManager,
    /// `User` or `Member`.
    User,
    /// A role that this tool does not know, as written.
    Other(String),
    /// The list does not state it.
    #[default]
    NotStated,
}

/// Whether a user has accepted and is active.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Status {
    /// Active.
    Active,
    /// Invited, not yet accepted.
    Pending,
    /// Inactive, deactivated or similar, as written.
    Inactive(String),
    /// The list does not state it.
    #[default]
    NotStated,
}

/// One user of the Calendly organisation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct User {
    /// The name as written; empty where the list has none.
    pub name: String,
    /// The login email; `None` only in a list of names.
    pub email: Option<Email>,
    /// Role.
    pub role: Role,
    /// Status.
    pub status: Status,
    /// The scheduling link as written; empty where the list does not state it.
    pub link: String,
    /// Calendly's own identifier (`https://api.calendly.com/users/…`); empty where unknown.
    pub uri: String,
    /// Groups or teams, where the list states them.
    pub groups: Vec<String>,
    /// What else the list said of this user: column or key, and value.
    pub more: Vec<(String, String)>,
    /// Every place this user was read from, first one first.
    pub places: Vec<Place>,
}

/// The user list: every user once, in the order of first appearance, and what became of each source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UserList {
    /// The users.
    pub users: Vec<User>,
    /// One reading a source, in the order given.
    pub readings: Vec<Reading>,
}

/// Reads the user list from its sources (the text area first, then files).
pub fn read(sources: &[Source]) -> UserList {
    let _ = sources;
    UserList::default()
}
