//! A stretch of the list that is in one format, and what its reader made of it.
//!
//! The detector cuts the text into parts; each reader sees one part and answers with a [`PartReading`].
//! Readers know nothing of each other, of other parts, or of the roster.

use super::columns::Column;
use super::declared_count::{Stated, StatedCount};
use super::format::PartReport;
use super::user::User;
use crate::source::{Place, Unread, UnreadKind};

/// A stretch of a source that is in one format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// The text, line ends included.
    pub text: &'a str,
    /// Index of the source it stands in.
    pub source: usize,
    /// The number of its first line in the source, counted from 1.
    pub first_line: usize,
}

impl Part<'_> {
    /// The place of a line of the source.
    pub fn place(&self, line: usize) -> Place {
        Place { source: self.source, line, column: 0 }
    }
}

/// What a reader made of a part. Every email address of the part is in a user or in `unread`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PartReading {
    /// The users, in the part's order, not merged.
    pub users: Vec<User>,
    /// Every line that became no user, with the reason.
    pub unread: Vec<Unread>,
    /// What a person must be told.
    pub warnings: Vec<String>,
    /// What the list itself says it holds: `Active (170)`, `1–25 of 175`, `pagination.count`.
    pub stated: Vec<Stated>,
}

impl PartReading {
    /// Notes a control or a count of the web page, and what it states.
    pub fn leave_control(
        &mut self,
        place: Place,
        text: &str,
        stated: impl IntoIterator<Item = Stated>,
    ) {
        self.stated.extend(stated);
        self.leave(place, UnreadKind::Ignored, text, "A control or a count of the web page.");
    }

    /// Notes a line that became no user.
    pub fn leave(&mut self, place: Place, kind: UnreadKind, text: &str, why: &str) {
        self.unread.push(Unread::new(place, kind, text, why));
    }
}

/// What a reader with columns, pages or kinds of its own adds to a [`PartReading`].
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What was read.
    pub reading: PartReading,
    /// What it was read as, for people.
    pub read_as: String,
    /// The columns as understood.
    pub columns: Vec<Column>,
    /// Counts that the reader has compared itself, since they are about less than the part.
    pub counted: Vec<StatedCount>,
    /// The pages of an API that were found.
    pub pages: Vec<Page>,
    /// Invitations that were accepted, with the address's key: whoever accepted is a user only if some
    /// list of users says so, which may stand in another part.
    pub accepted: Vec<(String, Unread)>,
    /// Memberships that do not say whose they are.
    pub nameless: usize,
    /// Whether rows of an array are cells by their position, so that the first row may be a header.
    pub is_positional: bool,
}

impl From<PartReading> for Outcome {
    fn from(reading: PartReading) -> Self {
        Self { reading, ..Self::default() }
    }
}

/// One page of an API's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What the page lists: `memberships`, `invitations`.
    pub lists: &'static str,
    /// Whether it names a page after it.
    pub has_next: bool,
    /// Whether it names a page before it.
    pub has_previous: bool,
}

/// One part on its way: what was read of it, before the users of all parts are merged.
pub struct PartRead {
    /// What the page shows of it.
    pub report: PartReport,
    /// Its users.
    pub users: Vec<User>,
    /// What it states of itself.
    pub stated: Vec<Stated>,
    /// The line by which it announces itself, as it was detected.
    pub header: Option<String>,
}
