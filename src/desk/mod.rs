//! The auditor's desk: holds what is being audited, and answers the page.
//!
//! The page knows no roster and no list: it puts texts and terms on the desk and gets a [`View`] back,
//! in plain data that crosses to another thread. So the desk can live in a worker, where hostile
//! or huge input can neither freeze nor kill the page. The desk re-reads only what changed. It never asks
//! for the time: [`Terms::now`] is handed in.

pub mod message;
mod query;
mod show;
pub mod view;

pub use message::{Copy, Reply, Request, Terms};
pub use view::{Query, Slice, View};

use crate::audit::{Audit, audit};
use crate::calendly::{self, UserList};
use crate::report::context::Day;
use crate::report::{Context, Report};
use crate::roster::{self, Roster};
use crate::source::Source;

/// What lies on the desk.
#[derive(Debug, Default)]
pub struct Desk {
    roster_sources: Vec<Source>,
    list_sources: Vec<Source>,
    earlier: String,
    terms: Terms,
    /// What was read and found. `None` where the input has changed since.
    roster: Option<Roster>,
    list: Option<UserList>,
    audit: Option<Audit>,
    rows: query::Rows,
}

impl Desk {
    /// Answers a request. Texts come, and go, beside the message as bytes.
    pub fn answer(&mut self, request: Request, bytes: Vec<Vec<u8>>) -> (Reply, Option<Vec<u8>>) {
        let reply = match request {
            Request::Roster(names) => {
                self.roster_sources = sources(names, bytes);
                self.roster = None;
                self.audit = None;
                Reply::Taken
            }
            Request::List(names) => {
                self.list_sources = sources(names, bytes);
                self.list = None;
                self.audit = None;
                Reply::Taken
            }
            Request::Earlier => {
                let text = bytes.into_iter().next().unwrap_or_default();
                self.earlier = String::from_utf8_lossy(&text).into_owned();
                Reply::Taken
            }
            Request::Terms(terms) => {
                self.take(*terms);
                Reply::Taken
            }
            Request::Show { team, outside } => Reply::View(Box::new(self.show(&team, &outside))),
            Request::Find { among, words } => Reply::Found(self.find(among, &words)),
            Request::Copy(copy) => return self.copy(&copy),
        };
        (reply, None)
    }

    fn take(&mut self, terms: Terms) {
        if self.terms.choices != terms.choices {
            self.list = None;
            self.audit = None;
        }
        let same_day = Day::at(self.terms.now) == Day::at(terms.now);
        if !same_day || self.terms.policy != terms.policy || self.terms.decisions != terms.decisions
        {
            self.audit = None;
        }
        self.terms = terms;
    }

    /// Reads and judges whatever has changed.
    fn settle(&mut self) {
        if self.roster.is_none() {
            self.roster = Some(roster::read(&self.roster_sources));
        }
        if self.list.is_none() {
            self.list = Some(calendly::read(&self.list_sources, &self.terms.choices));
        }
        if self.audit.is_none()
            && let (Some(roster), Some(list)) = (&self.roster, &self.list)
        {
            let today = Day::at(self.terms.now).iso();
            self.audit =
                Some(audit(roster, list, &self.terms.policy, &self.terms.decisions, &today));
            self.rows = query::Rows::default();
        }
    }

    /// Everything that is shown of the audit, borrowed for as long as `show` needs it.
    fn with_report<T>(&mut self, show: impl FnOnce(&Report<'_>, &mut query::Rows) -> T) -> T
    where
        T: Default,
    {
        self.settle();
        let (Some(roster), Some(list), Some(audit)) = (&self.roster, &self.list, &self.audit)
        else {
            return T::default();
        };
        let context = Context {
            when: self.terms.now,
            origin: &self.terms.origin,
            policy: &self.terms.policy,
            decisions: &self.terms.decisions,
            pinged: None,
            escalated: None,
            version: &self.terms.version,
        };
        show(&Report::new(roster, list, audit, &context), &mut self.rows)
    }

    fn copy(&mut self, copy: &Copy) -> (Reply, Option<Vec<u8>>) {
        match copy {
            Copy::Notes(None) => {
                let notes = self.with_report(|report, _| report.markdown());
                (Reply::Bytes, Some(notes.into_bytes()))
            }
            _ => (Reply::Refused("This cannot be copied yet.".to_owned()), None),
        }
    }
}

fn sources(names: Vec<String>, bytes: Vec<Vec<u8>>) -> Vec<Source> {
    names.into_iter().zip(bytes).map(|(name, bytes)| Source { name, bytes }).collect()
}
