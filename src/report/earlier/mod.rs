//! What an audit's earlier notes say, after people have worked on them.
//!
//! The page keeps nothing once its tab is closed, so the issue's own notes are the memory. [`read`] takes
//! the text of an issue (ours, edited: justifications filled in, rows deleted or reordered, columns added,
//! boxes ticked, text around it) and gives back what it carries. The tables that people see are the
//! truth; the folded table `Decisions` adds what they cannot show. A line that cannot be placed is kept
//! in [`Earlier::unplaced`], never dropped.

mod added;
mod cell;
mod head;
mod html;
mod lines;
mod rows;
mod several;

use std::collections::HashMap;

use super::Events;
use super::separated::words;
use super::visible::visible;
use crate::audit::{Check, Decision, Label, PersonKey, UserKey, Verdict, known_by};
use crate::calendly::{User, UserList};
use crate::day::Day;
use crate::identity::Email;
use crate::phrase::Phrase;

pub(super) use cell::is_rule_line;
pub use lines::read;

/// What earlier notes carry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Earlier {
    /// When that audit was made: unix seconds, whole minutes. `None` where the text does not say.
    pub audited: Option<i64>,
    /// What was sent, and what was announced.
    pub events: Events,
    /// How many users the list of that audit held.
    pub listed: Option<usize>,
    /// The table of checks, as it stood.
    pub checks: Vec<EarlierCheck>,
    /// The summary as it stood: term and visible words.
    pub summary: Vec<(String, String)>,
    /// Rows of the table `Support Team`, in the notes' order.
    pub people: Vec<EarlierPerson>,
    /// Rows of the table of those outside the team.
    pub users: Vec<EarlierUser>,
    /// Decisions by hand, justifications and intentional findings among them.
    pub decisions: Vec<Carried>,
    /// The text of every ticked box.
    pub ticked: Vec<String>,
    /// What could not be placed.
    pub unplaced: Vec<Unplaced>,
}

/// A check as the earlier notes have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierCheck {
    /// Which.
    pub check: Check,
    /// The result, as shown: `3 open`.
    pub result: String,
    /// The reason, where a person accepted it.
    pub accepted: Option<String>,
}

/// A person as the earlier notes have them. Cells as they were shown; empty where a column is missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EarlierPerson {
    /// Name.
    pub name: String,
    /// Email.
    pub email: String,
    /// Calendly link, as shown.
    pub link: String,
    /// Findings as they stood.
    pub findings: Vec<EarlierFinding>,
}

/// A finding as it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierFinding {
    /// What.
    pub label: Label,
    /// Its details, as a reader saw them, and whatever a person wrote behind them.
    pub details: String,
    /// Since when it was open, where the notes say so; else it was new in them.
    pub since: Option<Day>,
    /// The reason, where it was said to be meant.
    pub intentional: Option<String>,
}

/// A user outside the team as the earlier notes have them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EarlierUser {
    /// Name.
    pub name: String,
    /// Email.
    pub email: String,
    /// Role, as shown.
    pub role: String,
    /// Status, as shown.
    pub status: String,
    /// Calendly link, as shown.
    pub link: String,
    /// What a person said of this user.
    pub verdict: Option<Verdict>,
    /// Since when that holds, where the notes say so; else since the notes' own day.
    pub since: Option<Day>,
}

/// A decision that the notes carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The decision, by the keys of its time.
    pub decision: Decision,
    /// The user's email (else name, else link), by which it is found where the key is not known any more.
    pub account: String,
    /// Since when it holds, where the notes say so.
    pub since: Option<Day>,
}

/// A part of the notes that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// Line in the text that was read, from 1.
    pub line: usize,
    /// The text.
    pub text: String,
    /// Whether somebody wrote it into our notes, or it stood around them.
    pub stands: Stands,
}

/// Where an [`Unplaced`] text stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In one of our sections: the next notes carry it on.
    Within,
    /// Before, behind, or under a heading that is not ours: the issue's own text.
    Around,
}

impl Earlier {
    /// Returns whether nothing of an audit was found in the text.
    pub fn is_empty(&self) -> bool {
        self.audited.is_none()
            && self.events == Events::default()
            && self.summary.is_empty()
            && self.people.is_empty()
            && self.users.is_empty()
            && self.decisions.is_empty()
            && self.checks.is_empty()
    }

    /// Returns whether the notes had every row of the table of those outside the team.
    pub(super) fn has_all_users(&self) -> bool {
        let filtered = self.summary.iter().any(|(term, _)| term == super::markdown::FILTERED);
        !filtered && (self.audited.is_some() || !self.users.is_empty())
    }

    /// The decisions, by the keys of today's list: a user whose key changed (a list without Calendly's
    /// identifiers, say) is found by email, then by a name that one user alone has. A decision whose user
    /// is not there keeps its key, and the audit lists it.
    pub fn decisions(&self, list: &UserList) -> Vec<Decision> {
        let known = Users::of(list);
        let key = |key: &UserKey, account: &str| {
            known.find(key, account).map_or_else(|| key.clone(), |(_, user)| UserKey::of(user))
        };
        self.decisions
            .iter()
            .map(|carried| match &carried.decision {
                Decision::Same(person, user) => {
                    Decision::Same(person.clone(), key(user, &carried.account))
                }
                Decision::NotSame(person, user) => {
                    Decision::NotSame(person.clone(), key(user, &carried.account))
                }
                Decision::Verdict(user, verdict) => {
                    Decision::Verdict(key(user, &carried.account), verdict.clone())
                }
                other @ (Decision::Intentional(..) | Decision::Accept(..)) => other.clone(),
            })
            .collect()
    }

    /// Lets the tables that people see stand over the folded decisions, and adds what only they say.
    pub(super) fn heed_tables(&mut self) {
        let mut by_account: HashMap<String, usize> = HashMap::new();
        for (index, user) in self.users.iter().enumerate() {
            by_account.entry(user.account()).or_insert(index);
        }
        let mut by_person: HashMap<PersonKey, Vec<usize>> = HashMap::new();
        for (index, person) in self.people.iter().enumerate() {
            by_person.entry(person.key()).or_default().push(index);
        }
        let mut said: Vec<bool> = vec![false; self.users.len()];
        let mut meant: Vec<(PersonKey, Label)> = Vec::new();
        let (users, people) = (&self.users, &self.people);
        self.decisions.retain_mut(|carried| match &mut carried.decision {
            Decision::Verdict(_, verdict) => {
                let row = by_account.get(&carried.account.to_lowercase()).copied();
                let Some((row, user)) = row.and_then(|row| Some((row, users.get(row)?))) else {
                    return true;
                };
                if let Some(done) = said.get_mut(row) {
                    *done = true;
                }
                let Some(says) = &user.verdict else { return false };
                verdict.clone_from(says);
                carried.since = user.since;
                true
            }
            Decision::Intentional(person, label, reason) => {
                let rows = by_person.get(person).map(Vec::as_slice).unwrap_or_default();
                let mut found = rows
                    .iter()
                    .filter_map(|row| people.get(*row))
                    .flat_map(|person| &person.findings)
                    .filter(|finding| finding.label == *label)
                    .peekable();
                meant.push((person.clone(), *label));
                if found.peek().is_none() {
                    return true;
                }
                let Some(says) = found.find_map(|finding| finding.intentional.as_ref()) else {
                    return false;
                };
                reason.clone_from(says);
                true
            }
            Decision::Accept(check, reason) => {
                match self.checks.iter().find(|row| row.check == *check) {
                    None => true,
                    Some(row) => match &row.accepted {
                        Some(says) => {
                            reason.clone_from(says);
                            true
                        }
                        None => false,
                    },
                }
            }
            Decision::Same(..) | Decision::NotSame(..) => true,
        });
        for row in &self.checks {
            let Some(reason) = &row.accepted else { continue };
            let decision = Decision::Accept(row.check, reason.clone());
            if self.decisions.iter().all(|carried| carried.decision != decision) {
                let account = String::new();
                self.decisions.push(Carried { decision, account, since: None });
            }
        }
        for (user, done) in self.users.iter().zip(said) {
            let account = user.account();
            if let (false, Some(verdict), false) = (done, &user.verdict, account.is_empty()) {
                self.decisions.push(Carried {
                    decision: Decision::Verdict(UserKey::from_written(&account), verdict.clone()),
                    account,
                    since: user.since,
                });
            }
        }
        let meant: std::collections::HashSet<_> = meant.into_iter().collect();
        for person in &self.people {
            for finding in &person.findings {
                let id = (person.key(), finding.label);
                if let Some(reason) = &finding.intentional
                    && !meant.contains(&id)
                {
                    self.decisions.push(Carried {
                        decision: Decision::Intentional(id.0, id.1, reason.clone()),
                        account: String::new(),
                        since: None,
                    });
                }
            }
        }
    }
}

impl EarlierPerson {
    /// The key of the person's roster entry, as it was.
    pub fn key(&self) -> PersonKey {
        PersonKey::from_written(&known_by(&self.email, &self.name, &self.link))
    }
}

impl EarlierUser {
    /// What the user is found by where Calendly's identifier is not known.
    pub(super) fn account(&self) -> String {
        known_by(&self.email, &self.name, &self.link)
    }
}

/// Today's users, by everything that notes may know them by.
pub(super) struct Users<'a> {
    list: &'a UserList,
    by_key: HashMap<UserKey, usize>,
    /// `None` where several users have it.
    by_account: HashMap<String, Option<usize>>,
}

impl<'a> Users<'a> {
    pub(super) fn of(list: &'a UserList) -> Self {
        let mut by_key = HashMap::new();
        let mut by_account: HashMap<String, Option<usize>> = HashMap::new();
        for (index, user) in list.users.iter().enumerate() {
            by_key.entry(UserKey::of(user)).or_insert(index);
            by_account
                .entry(user_account(user))
                .and_modify(|known| *known = None)
                .or_insert(Some(index));
        }
        Self { list, by_key, by_account }
    }

    /// Returns whether several of today's users have this account: then no row can be told to be either's.
    pub(super) fn is_shared(&self, account: &str) -> bool {
        self.by_account.get(account) == Some(&None)
    }

    /// A user and its index, by key, else by the account's email or a name that one user alone has.
    pub(super) fn find(&self, key: &UserKey, account: &str) -> Option<(usize, &'a User)> {
        let account = account.trim().to_lowercase();
        let by_account = || self.by_account.get(&account).copied().flatten();
        let known = self.by_key.get(key).copied();
        let index = known.or_else(|| if account.is_empty() { None } else { by_account() })?;
        Some((index, self.list.users.get(index)?))
    }
}

/// [`EarlierUser::account`] of one of today's users.
pub(super) fn user_account(user: &User) -> String {
    known_by(user.email.as_ref().map_or("", Email::key), &user.name, &user.link)
}

/// A phrase as a reader sees it.
pub(super) fn shown(phrase: &Phrase) -> String {
    visible(&words(phrase)).trim().to_owned()
}
