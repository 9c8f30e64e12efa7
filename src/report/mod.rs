//! The audit becomes tables, Markdown, pings, evidence.
//!
//! One model, [`Report`], is rendered by the page's tables, the Markdown and the CSV alike: each cell is
//! said once, piece by piece, to a [`Sink`], so that no two renderings can disagree. Nothing here
//! judges, and nothing asks for the time: it is handed in with the [`Context`]. How every text is
//! written down, and how it is read back, stands in `docs/format.md`.

mod archive;
mod carried;
mod columns;
pub mod compare;
pub mod context;
pub mod course;
pub mod earlier;
pub mod escape;
pub mod evidence;
mod folded;
mod markdown;
pub mod pings;
pub mod separated;
pub(crate) mod since;
mod sink;
pub mod split;
mod summary;
mod table;
mod terms;
mod verdict;
pub mod visible;

pub use compare::Comparison;
pub use context::{Context, Origin};
pub use earlier::Earlier;
pub use sink::Sink;
pub use table::{Table, Which};
pub use terms::{Sent, Terms};

use crate::audit::Audit;
use crate::calendly::UserList;
use crate::roster::Roster;

/// Everything that is shown of one audit. Borrows; cells are made when they are asked for.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The team's roster.
    pub roster: &'a Roster,
    /// The Calendly list.
    pub list: &'a UserList,
    /// What was found.
    pub audit: &'a Audit,
    /// When, from where, under which policy.
    pub context: &'a Context<'a>,
    /// What became of the earlier notes, where there are any.
    pub comparison: Option<&'a Comparison>,
}

impl<'a> Report<'a> {
    /// The report of an audit.
    pub fn new(
        roster: &'a Roster,
        list: &'a UserList,
        audit: &'a Audit,
        context: &'a Context<'a>,
    ) -> Self {
        Self { roster, list, audit, context, comparison: None }
    }

    /// The same report, compared with earlier notes.
    #[must_use]
    pub fn compared(self, comparison: &'a Comparison) -> Self {
        Self { comparison: Some(comparison), ..self }
    }

    /// One of the two tables.
    pub fn table(&self, which: Which) -> Table<'a> {
        Table::of(*self, which)
    }

    /// The table `Support Team`: one row a roster entry.
    pub fn team(&self) -> Table<'a> {
        self.table(Which::Team)
    }

    /// The table of those outside the team.
    pub fn outside(&self) -> Table<'a> {
        self.table(Which::Outside)
    }

    /// The summary: bold term and words, in the order shown.
    pub fn summary(&self) -> Vec<(&'static str, crate::phrase::Phrase)> {
        summary::summary(self)
    }

    /// What became of the earlier notes: term and words, in the order shown; nothing where there are none.
    pub fn since(&self) -> Vec<(&'static str, crate::phrase::Phrase)> {
        since::since(self)
    }

    /// The notes, as Markdown for GitLab.
    pub fn markdown(&self) -> String {
        markdown::notes(self, None)
    }

    /// The notes with only these rows of the two tables, by their index from 0: they say so in the
    /// summary. Everything else is as in [`Report::markdown`].
    pub fn markdown_of(&self, team: &[usize], outside: &[usize]) -> String {
        markdown::notes(self, Some((team, outside)))
    }
}
