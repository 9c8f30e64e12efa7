//! The two tables: which there are, and what is asked of their rows.
//!
//! Captions are those of docs/format.md, to the letter; what the cells say stands in [`columns`](super::columns). A cell is made when it is
//! asked for.

use serde::{Deserialize, Serialize};

use super::Report;
use super::columns::{At, OUTSIDE_COLUMNS, TEAM_COLUMNS};
use super::compare::State;
use super::sink::Sink;
use crate::audit::{Finding, Level, Verdict};
use crate::phrase::Phrase;

/// One of the two tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Which {
    /// `Support Team`.
    Team,
    /// `Those in Calendly but not part of support team`.
    Outside,
}

impl Which {
    /// Both, in the order of the notes.
    pub const ALL: [Self; 2] = [Self::Team, Self::Outside];

    /// The caption, which is also the heading in the notes.
    pub fn caption(self) -> &'static str {
        match self {
            Self::Team => "Support Team",
            Self::Outside => "Those in Calendly but not part of support team",
        }
    }
}

/// One of the report's tables.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    pub(super) report: Report<'a>,
    which: Which,
}

impl<'a> Table<'a> {
    pub(super) fn of(report: Report<'a>, which: Which) -> Self {
        Self { report, which }
    }

    /// Which of the two it is.
    pub fn which(&self) -> Which {
        self.which
    }

    /// The columns' headings.
    pub fn columns(&self) -> Vec<&'static str> {
        match self.which {
            Which::Team => TEAM_COLUMNS.iter().map(|column| column.heading).collect(),
            Which::Outside => OUTSIDE_COLUMNS.iter().map(|column| column.heading).collect(),
        }
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        match self.which {
            Which::Team => TEAM_COLUMNS.len(),
            Which::Outside => OUTSIDE_COLUMNS.len(),
        }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self.which {
            Which::Team => self.report.audit.team.len(),
            Which::Outside => self.report.audit.outside.len(),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cells of the row at an index from 0, one a column; all empty beyond the end.
    pub fn cells(&self, row: usize) -> Vec<Phrase> {
        let cell = |column| {
            let mut cell = Phrase::new();
            self.cell(row, column, &mut cell);
            cell
        };
        (0..self.width()).map(cell).collect()
    }

    /// What the row asks people to look at; nothing beyond the table's end.
    pub fn findings(&self, row: usize) -> &'a [Finding] {
        let audit = self.report.audit;
        match self.which {
            Which::Team => audit.team.get(row).map(|row| row.findings.as_slice()),
            Which::Outside => audit.outside.get(row).map(|row| row.findings.as_slice()),
        }
        .unwrap_or_default()
    }

    /// The gravest level among the row's findings that are still open; `None` where nothing is.
    pub fn level(&self, row: usize) -> Option<Level> {
        let open = self.findings(row).iter().filter(|finding| finding.intentional.is_none());
        open.map(|finding| finding.label.level()).min()
    }

    /// Returns whether somebody still has to do something about the row: an open finding in the team, no
    /// decision or a removal that is still to be made outside it.
    pub fn to_do(&self, row: usize) -> bool {
        match self.which {
            Which::Team => self.level(row).is_some_and(|level| level != Level::Note),
            Which::Outside => self
                .report
                .audit
                .outside
                .get(row)
                .is_some_and(|row| matches!(row.verdict, None | Some(Verdict::Remove))),
        }
    }

    /// Returns whether the row is a user outside the team on whom nobody has decided.
    pub fn undecided(&self, row: usize) -> bool {
        self.which == Which::Outside
            && self.report.audit.outside.get(row).is_some_and(|row| row.verdict.is_none())
    }

    /// Returns whether somebody on the other side may be the same.
    pub fn suggested(&self, row: usize) -> bool {
        let audit = self.report.audit;
        match self.which {
            Which::Team => audit.team.get(row).is_some_and(|row| !row.suggestions.is_empty()),
            Which::Outside => audit.outside.get(row).is_some_and(|row| !row.suggestions.is_empty()),
        }
    }

    /// Returns whether the row has something that the earlier notes do not have.
    pub fn is_new(&self, row: usize) -> bool {
        match self.which {
            Which::Team => (0..self.findings(row).len())
                .any(|finding| self.report.state(row, finding) == Some(State::New)),
            Which::Outside => self.report.is_new(row),
        }
    }

    /// Whether the row's person has an account; false in the table of those outside.
    pub fn matched(&self, row: usize) -> bool {
        matches!(self.which, Which::Team)
            && self.report.audit.team.get(row).is_some_and(|row| !row.accounts.is_empty())
    }

    /// Says one cell to a sink; says nothing beyond the table's edges.
    pub fn cell(&self, index: usize, column: usize, sink: &mut dyn Sink) {
        let audit = self.report.audit;
        match self.which {
            Which::Team => {
                if let (Some(row), Some(column)) = (audit.team.get(index), TEAM_COLUMNS.get(column))
                    && let Some(person) = self.report.person(row.person)
                {
                    (column.cell)(self, At { index, row, of: person }, sink);
                }
            }
            Which::Outside => {
                if let (Some(row), Some(column)) =
                    (audit.outside.get(index), OUTSIDE_COLUMNS.get(column))
                    && let Some(user) = self.report.user(row.user)
                {
                    (column.cell)(self, At { index, row, of: user }, sink);
                }
            }
        }
    }
}
