//! The numbers of an audit: counted once, said by summary, page and next step alike.
//!
//! A finding that is marked as intentional is open nowhere. People and findings are counted apart: a person
//! with two findings is one person.

use serde::{Deserialize, Serialize};

use super::pings::people;
use super::{Report, Which};
use crate::audit::{Finding, Label, Level, Verdict};

/// The numbers of the whole audit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// People in the roster.
    pub people: usize,
    /// Calendly users.
    pub users: usize,
    /// People with an account.
    pub matched: usize,
    /// People with an account and nothing open.
    pub clear: usize,
    /// People with something to fix.
    pub fix: usize,
    /// People with nothing to fix and something to check.
    pub check: usize,
    /// People about whom somebody is asked something: those with anything to fix or to check.
    pub to_answer: usize,
    /// People who are pinged: asked themselves, or as the manager of somebody whose entry is in question.
    pub to_ping: usize,
    /// People about whom an administrator of Calendly is asked.
    pub for_administrator: usize,
    /// Open findings of the level fix, and how many people they are of.
    pub to_fix: (usize, usize),
    /// Open findings of the level check, and how many people they are of.
    pub to_check: (usize, usize),
    /// Findings that are marked as intentional.
    pub intentional: usize,
    /// Users outside the team.
    pub outside: usize,
    /// Users outside the team on whom nobody has decided.
    pub undecided: usize,
    /// Users outside the team who are to be removed, and still there.
    pub to_remove: usize,
    /// Rows of both tables about which something is still to be done.
    pub to_do: usize,
    /// Rows of both tables with somebody on the other side who may be the same.
    pub suggested: usize,
    /// Rows of both tables with something that the earlier notes do not have.
    pub new: usize,
    /// Rows of the team by label, for those labels that are open in any.
    pub labels: Vec<(Label, usize)>,
}

impl Tally {
    /// Counts a report.
    pub(super) fn of(report: &Report<'_>) -> Self {
        let audit = report.audit;
        let asked = people(report);
        let mut tally = Self {
            to_answer: asked.all,
            to_ping: asked.pinged,
            for_administrator: asked.for_administrator,
            people: report.roster.people.len(),
            users: report.list.users.len(),
            outside: audit.outside.len(),
            ..Self::default()
        };
        for row in &audit.outside {
            match row.verdict {
                None => tally.undecided += 1,
                Some(Verdict::Remove) => tally.to_remove += 1,
                Some(_) => {}
            }
        }
        let mut labels = vec![0_usize; Label::ALL.len()];
        for row in &audit.team {
            let is_open = |found: &&Finding| found.intentional.is_none();
            let of = |level: Level| {
                let open = row.findings.iter().filter(is_open);
                open.filter(|found| found.label.level() == level).count()
            };
            let has_account = !row.accounts.is_empty();
            let (fix, check) = (of(Level::Fix), of(Level::Check));
            tally.matched += usize::from(has_account);
            tally.to_fix.0 += fix;
            tally.to_fix.1 += usize::from(fix > 0);
            tally.to_check.0 += check;
            tally.to_check.1 += usize::from(check > 0);
            match (fix, check, of(Level::Note)) {
                (1.., ..) => tally.fix += 1,
                (0, 1.., _) => tally.check += 1,
                (0, 0, 0) => tally.clear += usize::from(has_account),
                _ => {}
            }
            tally.intentional +=
                row.findings.iter().filter(|found| found.intentional.is_some()).count();
            for found in row.findings.iter().filter(is_open) {
                if let Some(count) = labels.get_mut(found.label as usize) {
                    *count += 1;
                }
            }
        }
        for table in Which::ALL.map(|which| report.table(which)) {
            for row in 0..table.len() {
                tally.to_do += usize::from(table.to_do(row));
                tally.suggested += usize::from(table.suggested(row));
                tally.new += usize::from(table.is_new(row));
            }
        }
        let labels = Label::ALL.iter().copied().zip(labels);
        tally.labels = labels.filter(|(_, count)| *count > 0).collect();
        tally
    }
}
