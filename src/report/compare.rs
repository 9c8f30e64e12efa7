//! Today's audit against the earlier notes: what is new, what is still open, what was addressed.
//!
//! Made once, beside the audit, from [`Earlier`] and today's lists. Nothing is called addressed that was
//! not checked this time.

mod again;

use std::collections::{HashMap, HashSet};

use again::{ask_again, beyond, has_more};

use super::earlier::{
    Carried, Earlier, EarlierFinding, EarlierPerson, EarlierUser, Stands, Users, shown,
    user_account,
};
use crate::audit::{
    Audit, Decision, Finding, Label, Level, OutsideRow, PersonKey, Policy, TeamRow, UserKey,
    Verdict,
};
use crate::calendly::{Role, Status, UserList};
use crate::day::Day;
use crate::identity::name::folded;
use crate::phrase::Phrase;
use crate::roster::Roster;

/// How an open finding stands against the earlier notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The earlier notes do not have it.
    New,
    /// They have it: since that day.
    OpenSince(Day),
}

/// How a finding of the earlier notes came to be open no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// It is not found any more.
    Fixed,
    /// It is found, and was said to be meant.
    Intentional,
    /// The person is not in the roster any more.
    Left,
    /// Today's list does not allow to check it.
    NotChecked,
}

/// A finding of the earlier notes that is open no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// The person's name.
    pub name: String,
    /// The person's email.
    pub email: String,
    /// What it was.
    pub label: Label,
    /// Its details, as they stood.
    pub details: String,
    /// How it ended.
    pub how: Gone,
}

/// A removal that the earlier notes promised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Name.
    pub name: String,
    /// Email, or what else the user was known by.
    pub account: String,
    /// Index into today's users where the account is still there.
    pub still_there: Option<usize>,
}

/// A justification that was carried over to today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Justification {
    /// Index into today's users.
    pub user: usize,
    /// Since when it holds; `None` where no notes say.
    pub since: Option<Day>,
    /// Why it has to be asked for again; empty: it stands as it was.
    pub ask_again: Vec<Phrase>,
}

/// What the earlier notes said of a finding that is still open, beyond what today's details say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The person's name.
    pub name: String,
    /// The finding.
    pub label: Label,
    /// The earlier words.
    pub text: String,
}

/// Today's audit against earlier notes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// When the earlier audit was made: unix seconds.
    pub audited: Option<i64>,
    /// How many users the list of the earlier audit held.
    pub listed: Option<usize>,
    /// For each row of the team, for each finding: how it stands. Empty where the notes had no such table.
    pub states: Vec<Vec<State>>,
    /// For each row of those outside: whether the earlier notes do not have the user. Empty where they had no
    /// such table, or not all of it.
    pub new_users: Vec<bool>,
    /// For each row of those outside: since when its verdict holds, where it was carried over.
    pub since: Vec<Option<Day>>,
    /// Findings that are open no more.
    pub addressed: Vec<Addressed>,
    /// Removals that were promised.
    pub removals: Vec<Removal>,
    /// Justifications that were carried over.
    pub justifications: Vec<Justification>,
    /// Earlier words on findings that are still open.
    pub said: Vec<Said>,
    /// What people wrote into our sections that was not understood.
    pub kept: Vec<String>,
    carried: Vec<Carried>,
}

impl Comparison {
    /// Compares. `when` is the time of today's audit in unix seconds.
    pub fn new(
        earlier: &Earlier,
        roster: &Roster,
        list: &UserList,
        audit: &Audit,
        policy: &Policy,
        when: i64,
    ) -> Self {
        let day = earlier.audited.map(Day::at);
        let mut comparison = Self {
            audited: earlier.audited,
            listed: earlier.listed,
            carried: earlier.decisions.clone(),
            kept: earlier
                .unplaced
                .iter()
                .filter(|kept| kept.stands == Stands::Within)
                .map(|kept| kept.text.clone())
                .collect(),
            ..Self::default()
        };
        if !earlier.people.is_empty() {
            let day = day.unwrap_or_else(|| Day::at(when));
            comparison.findings(earlier, roster, audit, day);
        }
        comparison.users(earlier, list, audit, policy, day, when);
        comparison
    }

    fn findings(&mut self, earlier: &Earlier, roster: &Roster, audit: &Audit, day: Day) {
        // The earlier people, by their places in the notes.
        let mut by_key: HashMap<PersonKey, Vec<usize>> = HashMap::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, person) in earlier.people.iter().enumerate() {
            by_key.entry(person.key()).or_default().push(place);
            if !person.name.trim().is_empty() {
                by_name.entry(folded(&person.name)).or_default().push(place);
            }
        }
        let mut rows_of: HashMap<PersonKey, Vec<(&str, &TeamRow)>> = HashMap::new();
        for row in &audit.team {
            if let Some(person) = roster.people.get(row.person) {
                rows_of.entry(PersonKey::of(person)).or_default().push((&person.name, row));
            }
        }
        // What is found today in the rows of each, where there still is a row.
        let mut today: Vec<Option<Vec<&Finding>>> = vec![None; earlier.people.len()];
        for row in &audit.team {
            let Some(person) = roster.people.get(row.person) else {
                self.states.push(Vec::new());
                continue;
            };
            // Who mends a missing or wrong email gets another key: then a name that one entry alone has.
            let key = PersonKey::of(person);
            // All entries with this key: what the notes say of one of them is no addition to another.
            let alike = rows_of.get(&key).map(Vec::as_slice).unwrap_or_default();
            let before = by_key
                .get(&key)
                .or_else(|| by_name.get(&folded(&person.name)).filter(|same| same.len() == 1));
            let places = before.map(Vec::as_slice).unwrap_or_default();
            let before: Vec<&EarlierPerson> =
                places.iter().filter_map(|place| earlier.people.get(*place)).collect();
            for (place, earlier) in places.iter().zip(&before) {
                if alike.iter().all(|(name, _)| *name != earlier.name) {
                    self.keep_added(&person.name, "Name", &person.name, &earlier.name);
                }
                if let Some(found) = today.get_mut(*place) {
                    found.get_or_insert_default().extend(&row.findings);
                }
            }
            let states = row.findings.iter().map(|finding| {
                let same: Vec<_> = before
                    .iter()
                    .flat_map(|person| &person.findings)
                    .filter(|known| known.label == finding.label)
                    .collect();
                let Some(first) = same.first() else { return State::New };
                let now = shown(&finding.details);
                if let Some(known) = same.iter().find(|known| known.details == now) {
                    return State::OpenSince(known.since.unwrap_or(day));
                }
                let of_another = |known: &&&EarlierFinding| {
                    let findings = alike.iter().flat_map(|(_, row)| &row.findings);
                    let mut same = findings.filter(|other| other.label == finding.label);
                    alike.len() > 1 && same.any(|other| shown(&other.details) == known.details)
                };
                let known = same.iter().find(|known| !of_another(known));
                if let Some(known) = known
                    && finding.intentional.is_none()
                    && !known.details.is_empty()
                {
                    self.said.push(Said {
                        name: person.name.clone(),
                        label: finding.label,
                        text: beyond(&now, &known.details).to_owned(),
                    });
                }
                State::OpenSince(known.unwrap_or(first).since.unwrap_or(day))
            });
            let states = states.collect();
            self.states.push(states);
        }
        for (person, found) in earlier.people.iter().zip(&today) {
            for known in person.findings.iter().filter(|f| f.label.level() != Level::Note) {
                let how = match found {
                    None => Gone::Left,
                    Some(found) => {
                        let mut now =
                            found.iter().filter(|finding| finding.label == known.label).peekable();
                        if now.peek().is_none() {
                            if audit.stated.allows(known.label) {
                                Gone::Fixed
                            } else {
                                Gone::NotChecked
                            }
                        } else if known.intentional.is_none()
                            && now.all(|finding| finding.intentional.is_some())
                        {
                            Gone::Intentional
                        } else {
                            continue;
                        }
                    }
                };
                if known.intentional.is_some() && how == Gone::Left {
                    continue;
                }
                self.addressed.push(Addressed {
                    name: person.name.clone(),
                    email: person.email.clone(),
                    label: known.label,
                    details: known.details.clone(),
                    how,
                });
            }
        }
    }

    fn users(
        &mut self,
        earlier: &Earlier,
        list: &UserList,
        audit: &Audit,
        policy: &Policy,
        day: Option<Day>,
        when: i64,
    ) {
        let known = Users::of(list);
        let mut rows: HashMap<&str, &EarlierUser> = HashMap::new();
        let accounts: Vec<String> = earlier.users.iter().map(EarlierUser::account).collect();
        for (account, user) in accounts.iter().zip(&earlier.users) {
            rows.entry(account).or_insert(user);
        }
        let mut there: HashSet<usize> = HashSet::new();
        for (account, row) in accounts.iter().zip(&earlier.users) {
            let Some((index, user)) = known.find(&UserKey::from_written(account), account) else {
                continue;
            };
            there.insert(index);
            if known.is_shared(account) {
                continue;
            }
            for (column, now, before) in [
                ("Name", &*user.name, &row.name),
                ("Role", user.role.words(), &row.role),
                ("Status", user.status.words(), &row.status),
            ] {
                self.keep_added(&user.name, column, now, before);
            }
        }
        if earlier.has_all_users() {
            let is_new = |row: &OutsideRow| {
                let account = list.users.get(row.user).map(user_account).unwrap_or_default();
                !there.contains(&row.user) && !rows.contains_key(account.as_str())
            };
            self.new_users = audit.outside.iter().map(is_new).collect();
        }
        let mut since: HashMap<UserKey, (&Verdict, Option<Day>)> = HashMap::new();
        for carried in &earlier.decisions {
            let Decision::Verdict(key, verdict) = &carried.decision else { continue };
            let account = carried.account.to_lowercase();
            let row = rows.get(account.as_str()).copied();
            let user = known.find(key, &account);
            let held = carried.since.or(day);
            if *verdict == Verdict::Remove {
                self.removals.push(Removal {
                    // Today's name, where there still is one: somebody may have written beside the earlier one.
                    name: user
                        .map(|(_, user)| &user.name)
                        .or(row.map(|row| &row.name))
                        .cloned()
                        .unwrap_or_default(),
                    account: if account.is_empty() { key.as_str().to_owned() } else { account },
                    still_there: user.map(|(index, _)| index),
                });
                continue;
            }
            let Some((index, user)) = user else { continue };
            since.insert(UserKey::of(user), (verdict, held));
            self.justifications.push(Justification {
                user: index,
                since: held,
                ask_again: ask_again(user, &account, row, held, policy, when),
            });
        }
        self.since = audit
            .outside
            .iter()
            .map(|row| {
                let user = list.users.get(row.user)?;
                let (verdict, held) = since.get(&UserKey::of(user))?;
                (row.verdict.as_ref() == Some(*verdict)).then_some(*held)?
            })
            .collect();
    }

    /// Returns how many users outside the team the earlier notes do not have.
    pub fn new_outside(&self) -> usize {
        self.new_users.iter().filter(|new| **new).count()
    }

    /// Keeps a cell of the earlier notes that says more than today's does: somebody added words to it.
    fn keep_added(&mut self, who: &str, column: &str, now: &str, before: &str) {
        let is_added = if now.trim().is_empty() {
            // What the list of that time stated, and today's does not.
            column != "Name"
                && matches!(Role::stated(before), Role::Other(_))
                && Status::known(before).is_none()
        } else {
            has_more(before, now)
        };
        if is_added {
            let said = [who, ", ", column, ": ", before].concat();
            if !self.kept.contains(&said) {
                self.kept.push(said);
            }
        }
    }

    /// Since when a carried verdict holds, for one that no row shows.
    pub(super) fn since_of(&self, account: &str) -> Option<Day> {
        let mut same = self.carried.iter().filter(|carried| carried.account == account);
        same.find(|carried| matches!(carried.decision, Decision::Verdict(..)))?.since
    }
}
