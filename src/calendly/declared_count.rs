//! What a list says of itself: how many it holds, beside how many were read.
//!
//! Facts: Calendly's Users page (`Active (170)`, `1–25 of 175`), and the `pagination` of its API.

use serde::{Deserialize, Serialize};

/// A count that the list itself states.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stated {
    /// The words as they stand: `Active (170)`.
    pub words: String,
    /// Which users are counted.
    pub of: Counted,
    /// How many of them there are, by the list.
    pub total: usize,
    /// The line in the source, counted from 1.
    pub line: usize,
}

/// Which users a [`Stated`] count is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Counted {
    /// The tab of active users.
    Active,
    /// The tab of pending invitations.
    Pending,
    /// Everything in this part.
    Part,
    /// The pages of the list, by the pager: `Page 1 of 7`.
    Pages,
}

/// A count that the list states, beside what was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StatedCount {
    /// What the list says.
    pub stated: Stated,
    /// How many such users were read.
    pub read: usize,
}

impl StatedCount {
    /// Whether both agree.
    pub fn agrees(&self) -> bool {
        self.stated.total == self.read
    }
}
