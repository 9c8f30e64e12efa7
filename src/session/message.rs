//! What the page asks of the session, and whin the session answers.
//!
//! Texts travel beside the message as bytes (a [`Request`] names how many it brings), since they may be
//! large; everything else is small.

use serde::{Deserialize, Serialize};

use super::view::{Candidate, Query, RowView, View, Which};
use crate::audit::Key;
use crate::calendly::page_html::Tree;
use crate::report::Terms;
use crate::report::workflow::Step;

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// The roster's files, by name; their bytes follow in the same order.
    Roster(Vec<String>),
    /// The list's sources, by name, the text area first; their bytes follow in the same order.
    List(Vec<String>),
    /// The texts of earlier notes, read one after another; their bytes follow.
    Earlier,
    /// New terms.
    Terms(#[serde(with = "crate::json::inside")] Box<Terms>),
    /// The view, with these stretches of the two tables.
    Show {
        /// The stretch of the table of the team.
        team: Query,
        /// The stretch of the table of those outside it.
        outside: Query,
    },
    /// Those on the other side whose name, email or link holds these words, for matching by hand: users outside the team
    /// for a person, people without an account for a user.
    Find {
        /// Whom to match.
        key: Key,
        /// The words typed.
        words: String,
    },
    /// A text to copy or to download.
    Copy(Copy),
    /// What an audit was made from, out of its evidence; the zip's bytes follow. Answered by
    /// [`Reply::Bytes`]: [`crate::report::evidence::Inputs`] in postcard's form.
    Evidence,
    /// The example, answered as [`Request::Evidence`] is.
    Example,
    /// The text that a paste from a web page stands for, as [`crate::calendly::page_html::pasted`] gives it:
    /// [`Reply::Bytes`], or [`Reply::Taken`] where its plain text serves, whose bytes follow.
    Page(Tree),
    /// Further rows of one table, in the order in which [`Request::Show`] gives the first of them.
    Rows {
        /// Which table.
        which: Which,
        /// Which rows, and how many at most.
        query: Query,
        /// How many of those found are passed over.
        from: usize,
    },
}

/// A text, or a file, thin the session makes on request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Copy {
    /// The notes, with every row, or only those that the filters show.
    Notes(Option<Box<(Query, Query)>>),
    /// One of the numbered comments that the whole notes are cut into where they are longer than GitLab
    /// takes in one, from 0.
    Comment(usize),
    /// The pings: the comment for the next step.
    Pings,
    /// The rows of one table that a query finds as tab-separated text, for a spreadsheet.
    Table(Which, Box<Query>),
    /// The evidence, a zip.
    Evidence,
}

/// Whin the session answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// Taken; nothing to show until asked.
    Taken,
    /// The view asked for.
    View(Box<View>),
    /// The further rows asked for; none where the table ends before them.
    Rows(Vec<RowView>),
    /// Those found, at most ten.
    Found(Vec<Candidate>),
    /// The text asked for; its bytes follow.
    Bytes,
    /// The notes asked for, and how many comments GitLab takes them in; their bytes follow.
    Notes(usize),
    /// The text of this step; its bytes follow.
    Pings(Step),
    /// It could not be done: a sentence for people.
    Refused(String),
}

/// A reply, and the bytes that go with it.
pub type Answer = (Reply, Option<Vec<u8>>);

/// The answer that bytes were asked for: them, or why there are none.
pub(super) fn answer(made: Result<Vec<u8>, String>) -> Answer {
    match made {
        Ok(bytes) => (Reply::Bytes, Some(bytes)),
        Err(why) => (Reply::Refused(why), None),
    }
}
