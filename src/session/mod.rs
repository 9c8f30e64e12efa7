//! The auditor's session: holds what is being audited, and answers the page.
//!
//! The page knows no roster and no list: it sends texts and terms to the session and gets a [`View`] back,
//! in plain data that crosses to another thread. So the session can live in a worker, where hostile
//! or huge input can neither freeze nor kill the page. The session re-reads only what changed. It never asks
//! for the time: [`Terms::now`](crate::report::Terms::now) is handed in.

mod copy;
mod example;
mod gate;
pub mod message;
mod query;
mod show;
pub mod sniff;
pub mod view;

pub use message::{Answer, Copy, Reply, Request};
pub use view::{Query, Slice, View};

use crate::audit::{Audit, Decision, audit};
use crate::calendly::{self, UserList, page_html};
use crate::day::Day;
use crate::report::context::ONE_AUDIT;
use crate::report::evidence::{self, Inputs};
use crate::report::{Comparison, Context, Earlier, Report, Terms, earlier};
use crate::roster::{self, Roster};
use crate::source::Source;
use gate::Gate;
use message::answer;
use view::{Alert, Input};

/// Whin the session holds.
#[derive(Debug, Default)]
pub struct Session {
    roster_sources: Vec<Source>,
    list_sources: Vec<Source>,
    earlier_text: String,
    /// What the bytes of that text are, by their content.
    earlier_kind: Option<sniff::Kind>,
    earlier: Option<Earlier>,
    terms: Terms,
    /// What was read and found. `None` where the input has changed since.
    roster: Option<(Gate, Roster)>,
    list: Option<(Gate, UserList)>,
    found: Option<Found>,
    rows: query::Rows,
}

/// What follows from everything in the session.
#[derive(Debug)]
struct Found {
    audit: Audit,
    /// Every decision that holds, those of earlier notes included.
    decisions: Vec<Decision>,
    comparison: Option<Comparison>,
}

impl Found {
    fn new(roster: &Roster, list: &UserList, earlier: Option<&Earlier>, terms: &Terms) -> Self {
        let mut carried = earlier.map(|earlier| earlier.decisions(list)).unwrap_or_default();
        // Who accepts the result of a check does so for one audit.
        let audited = earlier.and_then(|earlier| earlier.audited);
        if audited.is_some_and(|audited| terms.now.saturating_sub(audited) > ONE_AUDIT) {
            carried.retain(|decision| !matches!(decision, Decision::Accept(..)));
        }
        let decisions = terms.decided.over(carried);
        let audit = audit(roster, list, &terms.policy, &decisions, Day::at(terms.now));
        let comparison = earlier.map(|earlier| {
            Comparison::new(earlier, roster, list, &audit, &terms.policy, terms.now)
        });
        Self { audit, decisions, comparison }
    }
}

fn packed(inputs: &Inputs) -> Result<Vec<u8>, String> {
    postcard::to_allocvec(inputs).map_err(|why| why.to_string())
}

impl Session {
    /// Answers a request. Texts come, and go, beside the message as bytes.
    pub fn answer(&mut self, request: Request, bytes: Vec<Vec<u8>>) -> Answer {
        self.answer_hashed(request, bytes, &[])
    }

    /// The same, where the SHA-256 of some of the texts is known already, by their order.
    pub fn answer_hashed(
        &mut self,
        request: Request,
        bytes: Vec<Vec<u8>>,
        digests: &[Option<[u8; 32]>],
    ) -> Answer {
        let reply = match request {
            Request::Roster(names) => {
                self.roster_sources = sources(names, bytes, digests);
                self.roster = None;
                self.found = None;
                Reply::Taken
            }
            Request::List(names) => {
                self.list_sources = sources(names, bytes, digests);
                self.list = None;
                self.found = None;
                Reply::Taken
            }
            Request::Earlier => {
                let text = bytes.join(&b'\n');
                self.earlier_kind = sniff::sniff(&text);
                self.earlier_text = String::from_utf8_lossy(&text).into_owned();
                let text = self.earlier_text.trim();
                // Parts of a file that is no text may look like notes, and take no part.
                let is_text = self.earlier_kind.is_none_or(sniff::Kind::may_hold_notes);
                let read =
                    || if is_text { earlier::read(&self.earlier_text) } else { Earlier::default() };
                self.earlier = (!text.is_empty()).then(read);
                self.found = None;
                Reply::Taken
            }
            Request::Terms(terms) => {
                self.take(*terms);
                Reply::Taken
            }
            Request::Show { team, outside } => Reply::View(Box::new(self.show(&team, &outside))),
            Request::Rows { which, query, from } => Reply::Rows(self.rows(which, &query, from)),
            Request::Find { key, words } => Reply::Found(self.find(&key, &words)),
            Request::Copy(copy) => return self.copy(&copy),
            Request::Evidence => {
                let zip = bytes.into_iter().next().unwrap_or_default();
                return answer(evidence::read(&zip).and_then(|inputs| packed(&inputs)));
            }
            Request::Example => return answer(packed(&example::inputs())),
            Request::Page(page) => {
                let plain = bytes.into_iter().next().unwrap_or_default();
                // What is no list stays as it is: the gate says what it is, and a list made of it would hide that.
                if sniff::sniff(&plain).is_some_and(sniff::Kind::is_of_an_audit) {
                    return (Reply::Taken, None);
                }
                match page_html::pasted(&page, &String::from_utf8_lossy(&plain)) {
                    Some(text) => return (Reply::Bytes, Some(text.into_bytes())),
                    None => Reply::Taken,
                }
            }
        };
        (reply, None)
    }

    fn take(&mut self, terms: Terms) {
        if self.terms.choices != terms.choices {
            self.list = None;
            self.found = None;
        }
        let same_day = Day::at(self.terms.now) == Day::at(terms.now);
        if !same_day || self.terms.policy != terms.policy || self.terms.decided != terms.decided {
            self.found = None;
        }
        if self.terms.sent != terms.sent || self.terms.origin != terms.origin {
            self.rows.comments = None;
        }
        self.terms = terms;
    }

    /// Reads and judges whatever has changed, and lends everything that is shown of it.
    fn with_report<T>(
        &mut self,
        show: impl FnOnce(&Report<'_>, Option<&Earlier>, &mut query::Rows) -> T,
    ) -> T {
        let Self { terms, rows, .. } = self;
        let earlier = self.earlier.as_ref();
        let (_, roster) = &*self.roster.get_or_insert_with(|| {
            let gate = Gate::new(Input::Team, &self.roster_sources);
            let mut roster = roster::read(&gate.admitted);
            gate.note(&mut roster.readings);
            (gate, roster)
        });
        let (_, list) = &*self.list.get_or_insert_with(|| {
            let gate = Gate::new(Input::Users, &self.list_sources);
            let mut list = calendly::read(&gate.admitted, &terms.choices);
            gate.note(&mut list.readings);
            (gate, list)
        });
        let found = &*self.found.get_or_insert_with(|| {
            *rows = query::Rows::default();
            Found::new(roster, list, earlier, terms)
        });
        let context = Context {
            when: terms.now,
            origin: &terms.origin,
            policy: &terms.policy,
            decisions: &found.decisions,
            events: terms.sent.events().and(earlier.map(|e| e.events).unwrap_or_default()),
            version: &terms.version,
        };
        let report = Report::new(roster, list, &found.audit, &context);
        let report = match &found.comparison {
            Some(comparison) => report.compared(comparison),
            None => report,
        };
        show(&report, earlier, rows)
    }
}

impl Session {
    /// Returns what is wrong with the inputs, of what was read last.
    fn alerts(&self) -> Vec<Alert> {
        let team = self.roster.iter().flat_map(|(gate, roster)| gate.alerts(&roster.readings));
        let users = self.list.iter().flat_map(|(gate, list)| gate.alerts(&list.readings));
        let earlier = gate::earlier_alert(self.earlier_kind, self.earlier.as_ref());
        team.chain(users).chain(earlier).collect()
    }
}

fn sources(names: Vec<String>, bytes: Vec<Vec<u8>>, digests: &[Option<[u8; 32]>]) -> Vec<Source> {
    let digests = digests.iter().copied().chain(std::iter::repeat(None));
    let texts = names.into_iter().zip(bytes).map(|(name, bytes)| Source::new(name, bytes));
    texts.zip(digests).map(|(source, digest)| source.hashed(digest)).collect()
}

#[cfg(test)]
mod tests;
