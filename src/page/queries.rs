//! What the two tables show: the view, the filter and the search of both, and how each is sorted.

use calendly_audit::session::Query;
use calendly_audit::session::view::{Only, Which};

use super::action::Action;

/// How many rows of a table come with the view: a screen of them. The others follow (`components/rows.rs`).
pub const ROWS: usize = 15;

/// One of the two tables, as the person has set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queries {
    /// The table of the team.
    pub team: Query,
    /// The table of those outside.
    pub outside: Query,
}

impl Queries {
    fn first() -> Query {
        Query { count: ROWS, ..Query::default() }
    }

    /// Changes both.
    pub fn set(&mut self, change: impl Fn(&mut Query)) {
        change(&mut self.team);
        change(&mut self.outside);
    }

    /// Does what a person asked of the view, its filter, its search or its order.
    pub fn take(&mut self, action: Action) {
        match action {
            Action::Tab(tab) => self.set(|query| {
                query.tab = Some(tab);
                query.only = Only::All;
                query.words = String::new();
            }),
            Action::Filter(tab, only) => self.set(|query| {
                query.tab = tab.or(query.tab);
                query.only = only;
            }),
            Action::Search(words) => self.set(|query| query.words.clone_from(&words)),
            Action::Sort(Which::Team, sort) => self.team.sort = sort,
            Action::Sort(Which::Outside, sort) => self.outside.sort = sort,
            _ => {}
        }
    }

    /// Returns whether a search or a filter leaves out rows of the view.
    pub fn are_narrow(&self) -> bool {
        !self.team.words.is_empty() || self.team.only != Only::All
    }
}

impl Default for Queries {
    fn default() -> Self {
        Self { team: Self::first(), outside: Self::first() }
    }
}
