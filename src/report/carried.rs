//! What the report takes over from the earlier notes: since when a finding or a verdict holds, what was kept, and every decision with
//! what is needed to find its user again.

use std::collections::HashMap;

use super::compare::State;
use super::earlier::{
    Carried, Earlier, EarlierCheck, EarlierFinding, EarlierPerson, EarlierUser, Stands, Unplaced,
    Users, shown, user_account,
};
use super::workflow::Step;
use super::{Events, Report, Workflow, since, summary};
use crate::audit::{CheckLine, Decision, Outcome, UserKey, Verdict};
use crate::day::Day;

impl<'a> Report<'a> {
    /// How a finding of a team's row stands against the earlier notes; nothing is said of one that was
    /// marked as intentional.
    pub(super) fn state(&self, row: usize, finding: usize) -> Option<State> {
        let found = self.audit.team.get(row)?.findings.get(finding)?;
        if found.intentional.is_some() {
            return None;
        }
        self.comparison?.states.get(row)?.get(finding).copied()
    }

    /// Whether the earlier notes do not have the user of a row of those outside.
    pub(super) fn is_new(&self, row: usize) -> bool {
        self.comparison.is_some_and(|comparison| comparison.new_users.get(row) == Some(&true))
    }

    /// The day since when a finding is open, where the notes say one.
    pub(super) fn open_since(&self, row: usize, finding: usize) -> Option<Day> {
        match self.state(row, finding)? {
            State::New => None,
            State::OpenSince(day) => Some(day),
        }
    }

    /// The day that is written behind a verdict: where it was carried over, and where its own words end
    /// like such a day.
    pub(super) fn said_since(&self, row: usize, verdict: &Verdict) -> Option<Day> {
        let carried = self.comparison.and_then(|c| c.since.get(row).copied().flatten());
        if carried.is_some() {
            return carried;
        }
        let words = match verdict {
            Verdict::Justified(words) | Verdict::NotAPerson(words) => words,
            Verdict::Remove => return None,
        };
        let (_, end) = words.rsplit_once("(since ")?;
        Day::read(end.strip_suffix(')')?).map(|_| Day::at(self.context.when))
    }

    /// What people wrote into the earlier notes that was not understood.
    pub(super) fn kept(&self) -> &'a [String] {
        self.comparison.map(|c| c.kept.as_slice()).unwrap_or_default()
    }

    /// Every decision that was handed to the audit, with what is needed to find its user again.
    pub(super) fn carried(&self) -> Vec<Carried> {
        if self.context.decisions.is_empty() {
            return Vec::new();
        }
        let known = Users::of(self.list);
        let mut rows: HashMap<UserKey, usize> = HashMap::new();
        for (index, row) in self.audit.outside.iter().enumerate() {
            if let Some(user) = self.user(row.user) {
                rows.entry(UserKey::of(user)).or_insert(index);
            }
        }
        let decisions = self.context.decisions.iter().map(|decision| {
            let key = match decision {
                Decision::Same(_, key) | Decision::NotSame(_, key) | Decision::Verdict(key, _) => {
                    key
                }
                Decision::Intentional(..) | Decision::Accept(..) => {
                    return Carried {
                        decision: decision.clone(),
                        account: String::new(),
                        since: None,
                    };
                }
            };
            let account = match known.find(key, "") {
                Some((_, user)) => user_account(user),
                None if key.as_str().contains("://") => String::new(),
                None => key.as_str().to_lowercase(),
            };
            let since = match decision {
                Decision::Verdict(_, verdict) => match rows.get(key) {
                    Some(row) => self.said_since(*row, verdict),
                    None => self.comparison.and_then(|c| c.since_of(&account)),
                },
                _ => None,
            };
            Carried { decision: decision.clone(), account, since }
        });
        decisions.collect()
    }
}

/// The events as the summary writes them, to the minute.
fn written(report: &Report<'_>) -> Events {
    let minute = |when: i64| when - when.rem_euclid(60);
    let Events { pinged, escalated, reviewed, .. } = report.context.events();
    let announced = Workflow::of(report).announces(report.context.when);
    let of = |step: Step| announced.filter(|(of, _)| *of == step).map(|(_, when)| minute(when));
    Events {
        pinged: pinged.map(minute),
        escalated: escalated.map(minute),
        reviewed: reviewed.map(minute),
        to_be_pinged: of(Step::Ping),
        to_be_escalated: of(Step::Escalate),
    }
}

/// The checks as their table shows them.
fn checks(report: &Report<'_>) -> Vec<EarlierCheck> {
    let seen = |line: CheckLine| EarlierCheck {
        check: line.check,
        result: line.outcome.text(),
        accepted: match line.outcome {
            Outcome::Accepted(reason) => Some(reason),
            _ => None,
        },
    };
    report.checks().into_iter().map(seen).collect()
}

impl Earlier {
    /// What the notes of a report carry: [`read`](super::earlier::read) gives it back from the notes.
    pub fn of(report: &Report<'_>) -> Self {
        let context = report.context;
        let minute = |when: i64| when - when.rem_euclid(60);
        let people = report.audit.team.iter().enumerate().filter_map(|(index, row)| {
            let person = report.person(row.person)?;
            let findings = row.findings.iter().enumerate().map(|(nth, finding)| EarlierFinding {
                label: finding.label,
                details: shown(&finding.details),
                since: report.open_since(index, nth),
                intentional: finding.intentional.clone(),
            });
            Some(EarlierPerson {
                name: person.name.clone(),
                email: person.email.clone(),
                link: super::columns::link(&person.calendly).into_owned(),
                findings: findings.collect(),
            })
        });
        let users = report.audit.outside.iter().enumerate().filter_map(|(index, row)| {
            let user = report.user(row.user)?;
            Some(EarlierUser {
                name: user.name.clone(),
                email: user.written_email().to_owned(),
                role: user.role.words().to_owned(),
                status: user.status.words().to_owned(),
                link: super::columns::link(&user.link).into_owned(),
                verdict: row.verdict.clone(),
                since: row.verdict.as_ref().and_then(|verdict| report.said_since(index, verdict)),
            })
        });
        let mut earlier = Self {
            audited: Some(minute(context.when)),
            events: written(report),
            checks: checks(report),
            listed: Some(report.list.users.len()),
            summary: summary::summary(report)
                .into_iter()
                .map(|(term, said)| (term.to_owned(), shown(&said)))
                .collect(),
            people: people.collect(),
            users: users.collect(),
            // What is done is not carried on.
            decisions: report
                .carried()
                .into_iter()
                .filter(|carried| !report.audit.removed.contains(&carried.decision))
                .collect(),
            ..Self::default()
        };
        earlier.heed_tables();
        let said =
            report.comparison.map(|comparison| comparison.said.as_slice()).unwrap_or_default();
        let said = said.iter().map(|said| shown(&since::said_words(said)));
        earlier.unplaced = said
            .chain(report.kept().iter().cloned())
            .map(|text| Unplaced { line: 0, text, stands: Stands::Within })
            .collect();
        earlier
    }
}
