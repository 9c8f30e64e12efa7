//! What the report takes over from the earlier notes: since when a finding or a verdict holds, what was kept, and every decision with
//! what is needed to find its user again.

use std::collections::HashMap;

use super::Report;
use super::compare::State;
use super::context::Day;
use super::earlier::{Carried, Users, user_account};
use crate::audit::{Decision, UserKey, Verdict};

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

    /// What people wrote into the earlier notes and nothing could be made of.
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
                Decision::Intentional(..) => {
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
