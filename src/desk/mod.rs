//! The auditor's desk: holds what is being audited, and answers the page.
//!
//! The page knows no roster and no list: it puts texts and terms on the desk and gets a [`View`] back,
//! in plain data that crosses to another thread. So the desk can live in a worker, where hostile
//! or huge input can neither freeze nor kill the page. The desk re-reads only what changed. It never asks
//! for the time: [`Terms::now`](crate::report::Terms::now) is handed in.

mod example;
pub mod kind;
pub mod message;
mod query;
mod show;
pub mod view;

pub use message::{Copy, Reply, Request};
pub use view::{Query, Slice, View};

use crate::audit::{Audit, Decision, audit};
use crate::calendly::{self, UserList, page_html};
use crate::report::context::Day;
use crate::report::evidence::{self, Inputs};
use crate::report::{Comparison, Context, Earlier, Report, Terms, earlier, pings, separated};
use crate::roster::{self, Roster};
use crate::source::Source;
use view::Which;

/// What lies on the desk.
#[derive(Debug, Default)]
pub struct Desk {
    roster_sources: Vec<Source>,
    list_sources: Vec<Source>,
    earlier_text: String,
    earlier: Option<Earlier>,
    terms: Terms,
    /// What was read and found. `None` where the input has changed since.
    roster: Option<Roster>,
    list: Option<UserList>,
    found: Option<Found>,
    rows: query::Rows,
}

/// What follows from everything on the desk.
#[derive(Debug)]
struct Found {
    audit: Audit,
    /// Every decision that holds, those of earlier notes included.
    decisions: Vec<Decision>,
    comparison: Option<Comparison>,
}

impl Found {
    fn new(roster: &Roster, list: &UserList, earlier: Option<&Earlier>, terms: &Terms) -> Self {
        let carried = earlier.map(|earlier| earlier.decisions(list)).unwrap_or_default();
        let decisions = terms.decided.over(carried);
        let today = Day::at(terms.now).iso();
        let audit = audit(roster, list, &terms.policy, &decisions, &today);
        let comparison = earlier.map(|earlier| {
            Comparison::new(earlier, roster, list, &audit, &terms.policy, terms.now)
        });
        Self { audit, decisions, comparison }
    }
}

fn packed(inputs: &Inputs) -> Result<Vec<u8>, String> {
    postcard::to_allocvec(inputs).map_err(|why| why.to_string())
}

impl Desk {
    /// Answers a request. Texts come, and go, beside the message as bytes.
    pub fn answer(&mut self, request: Request, bytes: Vec<Vec<u8>>) -> (Reply, Option<Vec<u8>>) {
        let reply = match request {
            Request::Roster(names) => {
                self.roster_sources = sources(names, bytes);
                self.roster = None;
                self.found = None;
                Reply::Taken
            }
            Request::List(names) => {
                self.list_sources = sources(names, bytes);
                self.list = None;
                self.found = None;
                Reply::Taken
            }
            Request::Earlier => {
                let text = bytes.into_iter().next().unwrap_or_default();
                self.earlier_text = String::from_utf8_lossy(&text).into_owned();
                let text = self.earlier_text.trim();
                self.earlier = (!text.is_empty()).then(|| earlier::read(&self.earlier_text));
                self.found = None;
                Reply::Taken
            }
            Request::Terms(terms) => {
                self.take(*terms);
                Reply::Taken
            }
            Request::Show { team, outside } => Reply::View(Box::new(self.show(&team, &outside))),
            Request::Find { among, words } => Reply::Found(self.find(among, &words)),
            Request::Copy(Copy::Evidence) => return answer(self.evidence()),
            Request::Copy(copy) => return self.copy(&copy),
            Request::Evidence => {
                let zip = bytes.into_iter().next().unwrap_or_default();
                return answer(evidence::read(&zip).and_then(|inputs| packed(&inputs)));
            }
            Request::Example => return answer(packed(&example::inputs())),
            Request::Page(page) => match page_html::to_text(&page) {
                Some(text) => return (Reply::Bytes, Some(text.into_bytes())),
                None => Reply::Taken,
            },
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
        self.terms = terms;
    }

    /// Reads and judges whatever has changed, and lends everything that is shown of it.
    fn with_report<T>(
        &mut self,
        show: impl FnOnce(&Report<'_>, Option<&Earlier>, &mut query::Rows) -> T,
    ) -> T {
        let Self { terms, rows, .. } = self;
        let earlier = self.earlier.as_ref();
        let roster = &*self.roster.get_or_insert_with(|| roster::read(&self.roster_sources));
        let list =
            &*self.list.get_or_insert_with(|| calendly::read(&self.list_sources, &terms.choices));
        let found = &*self.found.get_or_insert_with(|| {
            *rows = query::Rows::default();
            Found::new(roster, list, earlier, terms)
        });
        let context = Context {
            when: terms.now,
            origin: &terms.origin,
            policy: &terms.policy,
            decisions: &found.decisions,
            pinged: terms.sent.pinged.or(earlier.and_then(|earlier| earlier.pinged)),
            escalated: terms.sent.escalated.or(earlier.and_then(|earlier| earlier.escalated)),
            version: &terms.version,
        };
        let report = Report::new(roster, list, &found.audit, &context);
        let report = match &found.comparison {
            Some(comparison) => report.compared(comparison),
            None => report,
        };
        show(&report, earlier, rows)
    }

    /// The evidence of what lies here: a zip.
    fn evidence(&mut self) -> Result<Vec<u8>, String> {
        let inputs = Inputs {
            roster: self.roster_sources.clone(),
            list: self.list_sources.clone(),
            earlier: self.earlier_text.clone(),
            terms: self.terms.clone(),
        };
        self.with_report(|report, _, _| evidence::write(report, &inputs))
    }

    fn copy(&mut self, copy: &Copy) -> (Reply, Option<Vec<u8>>) {
        if *copy == Copy::Evidence {
            return answer(self.evidence());
        }
        let mut step = None;
        let text = self.with_report(|report, earlier, rows| match copy {
            Copy::Evidence => String::new(),
            Copy::Notes(None) => report.markdown(),
            Copy::Notes(Some(queries)) => {
                let (team, outside) = &**queries;
                let mut team = rows.team(report, team);
                let mut outside = rows.outside(report, outside);
                // The notes keep the report's order, however the page sorts.
                team.sort_unstable();
                outside.sort_unstable();
                report.markdown_of(&team, &outside)
            }
            Copy::Pings => {
                let pings = pings::pings(report, earlier);
                step = Some(pings.step);
                pings.text
            }
            Copy::Table(Which::Team) => separated::tsv(&report.team()),
            Copy::Table(Which::Outside) => separated::tsv(&report.outside()),
        });
        let reply = step.map_or(Reply::Bytes, Reply::Pings);
        (reply, Some(text.into_bytes()))
    }
}

fn answer(made: Result<Vec<u8>, String>) -> (Reply, Option<Vec<u8>>) {
    match made {
        Ok(bytes) => (Reply::Bytes, Some(bytes)),
        Err(why) => (Reply::Refused(why), None),
    }
}

fn sources(names: Vec<String>, bytes: Vec<Vec<u8>>) -> Vec<Source> {
    names.into_iter().zip(bytes).map(|(name, bytes)| Source { name, bytes }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use view::{Only, Order};

    const ROSTER: &str = "- name: Zoe Doe\n  email: zoe@example.com\n  calendly: https://calendly.com/zoe\n\
        - name: Amy Doe\n  email: amy@example.com\n  calendly: https://calendly.com/amy\n\
        - name: Max Roe\n  email: max@example.com\n  calendly: https://calendly.com/max\n";
    const LIST: &str = "Name,Email,Calendly link\nZoe Doe,zoe@example.com,https://calendly.com/zoe\n\
        Quinn Former,quinn@example.com,https://calendly.com/quinn\n";

    fn notes(queries: Option<(Query, Query)>) -> String {
        let mut desk = Desk::default();
        desk.answer(Request::Roster(vec!["team.yaml".to_owned()]), vec![ROSTER.into()]);
        desk.answer(Request::List(vec!["users.csv".to_owned()]), vec![LIST.into()]);
        let (reply, bytes) =
            desk.answer(Request::Copy(Copy::Notes(queries.map(Box::new))), Vec::new());
        assert_eq!(reply, Reply::Bytes);
        String::from_utf8(bytes.expect("the notes")).expect("text")
    }

    #[test]
    fn filtered_notes_hold_the_rows_found_in_the_reports_order_and_say_so() {
        let doe =
            Query { words: "doe".to_owned(), sort: Some((0, Order::Rising)), ..Query::default() };
        let none = Query { only: Only::Matched, ..Query::default() };
        let text = notes(Some((doe, none)));
        assert!(
            text.contains("- **Filtered:** these notes hold 2 of 3 rows of the team and 0 of 1 of those outside it\n"),
            "{text}"
        );
        let row = |name: &str| text.find(&format!("| {name} |"));
        assert!(
            row("Zoe Doe").expect("Zoe") < row("Amy Doe").expect("Amy"),
            "the roster's order: {text}"
        );
        assert!(row("Max Roe").is_none() && row("Quinn Former").is_none(), "{text}");
    }

    #[test]
    fn all_notes_hold_every_row() {
        let text = notes(None);
        assert!(!text.contains("Filtered"), "{text}");
        for name in ["Zoe Doe", "Amy Doe", "Max Roe", "Quinn Former"] {
            assert!(text.contains(&format!("| {name} |")), "{name}: {text}");
        }
    }
}
