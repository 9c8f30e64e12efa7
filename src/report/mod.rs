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
mod doubts;
pub mod earlier;
pub mod escape;
pub mod evidence;
mod folded;
mod markdown;
mod open_items;
pub mod pings;
pub mod separated;
pub(crate) mod since;
mod sink;
pub mod split;
mod summary;
mod table;
mod tally;
mod terms;
mod verdict;
pub mod visible;
pub mod workflow;

pub use compare::Comparison;
pub use context::{Context, Origin};
pub use earlier::Earlier;
pub use sink::Sink;
pub use table::{Table, Which};
pub use tally::Tally;
pub use terms::{Sent, Terms};
pub use workflow::{Events, Workflow};

use crate::audit::{Audit, CheckLine, Judged, checks};
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

    /// Returns the numbers of the whole.
    pub fn tally(&self) -> Tally {
        Tally::of(self)
    }

    /// Returns the seven checks in their order, each with its result.
    pub fn checks(&self) -> Vec<CheckLine> {
        checks(Judged {
            roster: self.roster,
            list: self.list,
            audit: self.audit,
            policy: self.context.policy,
            decisions: self.context.decisions,
            doubts: &doubts::doubts(self),
        })
    }

    /// Returns whether the audit is ready for review: every check is passed or accepted.
    pub fn is_ready(&self) -> bool {
        self.checks().iter().all(|line| line.outcome.is_settled())
    }

    /// Returns what is implausible about the result, in words of what probably happened.
    pub fn warnings(&self) -> Vec<crate::phrase::Phrase> {
        doubts::warnings(self)
    }

    /// Returns whether there is an audit: people, users, and no column of the list in question.
    pub fn is_audited(&self) -> bool {
        !self.audit.team.is_empty()
            && !self.list.users.is_empty()
            && !self.audit.evidence.in_question
    }

    /// Returns what there is no audit without, as something to do.
    pub fn missing(&self) -> &'static str {
        match (self.audit.team.is_empty(), self.list.users.is_empty()) {
            (true, true) => "fetch or open the roster, and paste or open the Calendly user list",
            (true, false) => "fetch or open the roster: nobody is in the team yet",
            (false, true) => "paste or open the Calendly user list: nobody is in it yet",
            (false, false) => "say what the column in question holds",
        }
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
