//! Who is asked what: the rows by person and by who acts, and the lists of managers and administrators.

use std::collections::{HashMap, HashSet};

use super::whom::{Managers, mention};
use super::{ADMINISTRATOR, NO_MANAGER, Text};
use crate::audit::{Actor, Finding, Label, TeamRow};
use crate::phrase::Phrase;
use crate::report::Report;
use crate::report::columns::named;
use crate::report::compare::State;
use crate::report::workflow::to_answer;
use crate::roster::Person;

/// A row with something to ask: its place, the row, and the person.
pub(super) type Asked<'r> = (usize, &'r TeamRow, &'r Person);

/// What these actors are asked about a row: each finding with its place.
pub(super) fn asked<'r>(
    row: &'r TeamRow,
    by: &[Actor],
) -> impl Iterator<Item = (usize, &'r Finding)> {
    to_answer(row).filter(|(_, found)| by.contains(&found.label.advice().by))
}

/// Puts together the rows of one person: those with one username that is mentioned, or where nobody is
/// mentioned with one email, else one name.
pub(super) fn by_person<'r>(
    rows: Vec<Asked<'r>>,
    username: impl Fn(&Person) -> Option<String>,
) -> Vec<Vec<Asked<'r>>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut people: Vec<Vec<Asked<'r>>> = Vec::new();
    for asked in rows {
        let (.., person) = asked;
        let key = key(person, username(person).as_deref());
        let place = *places.entry(key).or_insert(people.len());
        match people.get_mut(place) {
            Some(rows) => rows.push(asked),
            None => people.push(vec![asked]),
        }
    }
    people
}

/// What tells one person from another: the username that is mentioned, else the email, else the name.
fn key(person: &Person, username: Option<&str>) -> String {
    let key = match (username, person.email.trim()) {
        (Some(username), _) => ["@", username].concat(),
        (None, "") => person.name.clone(),
        (None, email) => email.to_owned(),
    };
    key.to_lowercase()
}

/// The rows with something that these actors are asked.
fn rows<'r>(report: &Report<'r>, by: &[Actor]) -> Vec<Asked<'r>> {
    let rows = report.audit.team.iter().enumerate();
    rows.filter(|(_, row)| asked(row, by).next().is_some())
        .filter_map(|(index, row)| Some((index, row, report.person(row.person)?)))
        .collect()
}

/// How many people the texts are about. Somebody with two findings, or two entries, is one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) struct People {
    /// Everybody with something open.
    pub all: usize,
    /// Those who are asked: the people themselves, and managers about their people's entries.
    pub pinged: usize,
    /// Those about whom an administrator is asked.
    pub for_administrator: usize,
}

/// Counts the people whom the texts of a report are about.
pub(in crate::report) fn people(report: &Report<'_>) -> People {
    let username = |person: &Person| mention(&person.gitlab, report.context).map(str::to_owned);
    let keys = |by: &[Actor]| -> HashSet<String> {
        let rows = rows(report, by).into_iter();
        rows.map(|(.., person)| key(person, username(person).as_deref())).collect()
    };
    let mut pinged = keys(&[Actor::Person]);
    let of_managers = rows(report, &[Actor::Manager]);
    if !of_managers.is_empty() {
        let managers = Managers::of(report);
        pinged.extend(of_managers.into_iter().map(|(.., person)| {
            let manager = managers.of_person(person).ok();
            key(person, manager.as_deref())
        }));
    }
    People {
        all: keys(Actor::ALL).len(),
        pinged: pinged.len(),
        for_administrator: keys(&[Actor::Administrator]).len(),
    }
}

/// Behind somebody whose box was ticked before.
const TICKED: &str = " (box ticked, still open)";

/// A label, with the day since which it is open where the earlier notes say so.
pub(super) fn label(label: Label, state: Option<State>) -> Phrase {
    let said = Phrase::new().trusted(label.text());
    match state {
        Some(State::OpenSince(day)) => said.trusted(OPEN_SINCE).trusted(day.iso()),
        _ => said,
    }
}

/// Between a label and the day since which it is open, in a remedy.
pub(in crate::report) const OPEN_SINCE: &str = ", open since ";

impl<'a> Text<'a, '_> {
    /// The rows with something that these actors are asked.
    pub(super) fn rows(&self, by: &[Actor]) -> Vec<Asked<'a>> {
        rows(self.report, by)
    }

    /// What these actors are to do about these rows: one sentence per finding, its label behind it. Findings with
    /// one sentence share it, and sentences with one label share that.
    pub(super) fn remedies(&self, rows: &[Asked<'_>], by: &[Actor]) -> Phrase {
        let mut all: Vec<(Vec<Phrase>, Vec<Phrase>)> = Vec::new();
        for (index, row, _) in rows {
            let repairs = self.repairs.get(&row.person).map(Vec::as_slice).unwrap_or_default();
            for (nth, found) in asked(row, by) {
                let repair = repairs.iter().find(|line| line.labels.contains(&found.label));
                let mut sentence = found.label.to_do(repair);
                if repair.is_none() && !found.details.is_empty() {
                    sentence = sentence.trusted(": ").then(found.details.clone());
                }
                let label = label(found.label, self.report.state(*index, nth));
                let known = all.iter().position(|(known, _)| known.contains(&sentence));
                let place =
                    known.or_else(|| all.iter().position(|(_, labels)| *labels == [label.clone()]));
                match place.and_then(|place| all.get_mut(place)) {
                    Some((sentences, labels)) => {
                        if !sentences.contains(&sentence) {
                            sentences.push(sentence);
                        }
                        if !labels.contains(&label) {
                            labels.push(label);
                        }
                    }
                    None => all.push((vec![sentence], vec![label])),
                }
            }
        }
        let sentences = all.into_iter().map(|(sentences, labels)| {
            let said = Phrase::joined(sentences, ". ").trusted(" (");
            said.then(Phrase::joined(labels, "; ")).trusted(")")
        });
        Phrase::joined(sentences, ". ")
    }

    /// The list of what only an administrator of Calendly can do: it mentions the Support Operations
    /// Manager, and none of those concerned.
    pub(super) fn ask_administrators(&mut self) {
        let people = by_person(self.rows(&[Actor::Administrator]), |_| None);
        if people.is_empty() {
            return;
        }
        self.out.push('\n');
        if self.call_operations_manager() {
            self.out.push_str(": ");
        }
        self.out.push_str(ADMINISTRATOR);
        self.out.push_str("\n\n");
        for rows in people {
            let Some((.., person)) = rows.first() else { continue };
            let mut said = Phrase::new();
            named(&person.name, &person.email, &mut said);
            if self.is_ticked(person, &[Actor::Administrator]) {
                said = said.trusted(TICKED);
            }
            said = said.trusted(": ").then(self.remedies(&rows, &[Actor::Administrator]));
            self.out.push_str("- [ ] ");
            self.say(&said);
            self.out.push('\n');
        }
    }

    /// One bullet a manager, and under it one for each of the manager's people; then those whose manager cannot
    /// be mentioned.
    pub(super) fn ask_managers(&mut self, intro: &str, by: &[Actor]) {
        let managers = Managers::of(self.report);
        let mut order: Vec<String> = Vec::new();
        let mut of: HashMap<String, Vec<Phrase>> = HashMap::new();
        let mut rest: Vec<Phrase> = Vec::new();
        for rows in by_person(self.rows(by), |_| None) {
            let Some((.., person)) = rows.first() else { continue };
            let mut said = Phrase::new();
            named(&person.name, &person.email, &mut said);
            if self.is_ticked(person, by) {
                said = said.trusted(TICKED);
            }
            said = said.trusted(": ").then(self.remedies(&rows, by));
            match managers.of_person(person) {
                Ok(username) => {
                    let people = of.entry(username.clone()).or_default();
                    if people.is_empty() {
                        order.push(username);
                    }
                    people.push(said);
                }
                Err(why) => rest.push(said.trusted(". ").then(why)),
            }
        }
        if !intro.is_empty() && !order.is_empty() {
            self.paragraph(intro);
        }
        if !order.is_empty() {
            self.out.push('\n');
        }
        for username in &order {
            self.out.push_str("- ");
            self.at(username);
            self.out.push_str(":\n");
            for said in of.get(username).into_iter().flatten() {
                self.out.push_str("  - [ ] ");
                self.say(said);
                self.out.push('\n');
            }
        }
        if !rest.is_empty() {
            self.paragraph(NO_MANAGER);
            self.out.push('\n');
        }
        for said in &rest {
            self.out.push_str("- [ ] ");
            self.say(said);
            self.out.push('\n');
        }
    }
}
