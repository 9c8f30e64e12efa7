//! The texts and the file that are made of whin the session holds.

use super::Session;
use super::message::{Answer, Copy, Reply, answer};
use super::view::Which;
use crate::report::evidence::{self, Inputs};
use crate::report::{Report, pings, separated, split};

impl Session {
    /// Makes what is asked for, of everything that lies here.
    pub(super) fn copy(&mut self, copy: &Copy) -> Answer {
        if *copy == Copy::Evidence {
            return answer(self.evidence());
        }
        let is_notes = matches!(copy, Copy::Notes(_) | Copy::Comment(_));
        let missing = |report: &Report<'_>| (!report.is_audited()).then(|| pings::missing(report));
        if is_notes && let Some(missing) = self.with_report(|report, _, _| missing(report)) {
            return (Reply::Notes(1), Some(missing.into_bytes()));
        }
        let (reply, text) = self.with_report(|report, earlier, rows| match copy {
            // Made above: it takes more than the report.
            Copy::Evidence => (Reply::Bytes, String::new()),
            Copy::Notes(None) => notes(report.markdown()),
            Copy::Notes(Some(queries)) => {
                let (team, outside) = &**queries;
                let mut team = rows.find(report, Which::Team, team);
                let mut outside = rows.find(report, Which::Outside, outside);
                // The notes keep the report's order, however the page sorts.
                team.sort_unstable();
                outside.sort_unstable();
                notes(report.markdown_of(&team, &outside))
            }
            Copy::Comment(nth) => {
                let comments = split::comments(&report.markdown(), split::COMMENT);
                match comments.into_iter().nth(*nth) {
                    Some(text) => (Reply::Bytes, text),
                    None => (Reply::Refused(NO_SUCH_COMMENT.to_owned()), String::new()),
                }
            }
            Copy::Pings => {
                let pings = pings::pings(report, earlier);
                (Reply::Pings(pings.step), pings.text)
            }
            Copy::Table(which, query) => {
                let found = rows.find(report, *which, query);
                (Reply::Bytes, separated::tsv(&report.table(*which), found))
            }
        });
        (reply, Some(text.into_bytes()))
    }

    /// A zip: the report, and what it was made from.
    fn evidence(&mut self) -> Result<Vec<u8>, String> {
        let inputs = Inputs {
            roster: self.roster_sources.clone(),
            list: self.list_sources.clone(),
            earlier: self.earlier_text.clone(),
            terms: self.terms.clone(),
        };
        self.with_report(|report, _, _| evidence::write(report, &inputs))
    }
}

/// Where an edit has made the notes shorter meanwhile.
const NO_SUCH_COMMENT: &str = "The notes have no comment of that number any more.";

fn notes(text: String) -> (Reply, String) {
    (Reply::Notes(split::count(&text)), text)
}
