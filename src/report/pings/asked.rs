//! Who is asked what: the rows by person and by who acts, and the lists of managers and administrators.

use std::collections::HashMap;

use super::whom::Managers;
use super::{ADMINISTRATOR, NO_MANAGER, Text};
use crate::audit::{Actor, Finding, Label, TeamRow};
use crate::phrase::Phrase;
use crate::report::columns::{finding, named};
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
        let key = match (username(person), person.email.trim()) {
            (Some(username), _) => ["@", &username].concat(),
            (None, "") => person.name.clone(),
            (None, email) => email.to_owned(),
        };
        let place = *places.entry(key.to_lowercase()).or_insert(people.len());
        match people.get_mut(place) {
            Some(rows) => rows.push(asked),
            None => people.push(vec![asked]),
        }
    }
    people
}

/// Behind somebody whose box was ticked before.
const TICKED: &str = " (box ticked, still open)";

/// A label, with the day since which it is open where the earlier notes say so.
pub(super) fn label(label: Label, state: Option<State>) -> Phrase {
    let said = Phrase::new().ours(label.text());
    match state {
        Some(State::OpenSince(day)) => said.ours(OPEN_SINCE).ours(day.iso()),
        _ => said,
    }
}

/// Between a label and the day since which it is open, in a remedy.
pub(in crate::report) const OPEN_SINCE: &str = ", open since ";

impl<'a> Text<'a, '_> {
    /// The rows with something that these actors are asked.
    pub(super) fn rows(&self, by: &[Actor]) -> Vec<Asked<'a>> {
        let rows = self.report.audit.team.iter().enumerate();
        rows.filter(|(_, row)| asked(row, by).next().is_some())
            .filter_map(|(index, row)| Some((index, row, self.report.person(row.person)?)))
            .collect()
    }

    /// What a person of this row is asked, by who acts: `label: details; label`, since when each is open.
    pub(super) fn findings(&self, index: usize, row: &TeamRow, by: &[Actor]) -> Phrase {
        let mut said = Phrase::new();
        for (nth, found) in asked(row, by) {
            if !said.is_empty() {
                said.add_ours("; ");
            }
            finding(found, self.report.state(index, nth), &mut said);
        }
        said
    }

    /// What these actors are to do about these rows: one sentence per finding, its label behind it.
    pub(super) fn remedies(&self, rows: &[Asked<'_>], by: &[Actor]) -> Phrase {
        let mut all: Vec<(Phrase, Vec<Phrase>)> = Vec::new();
        for (index, row, _) in rows {
            let repairs = self.repairs.get(&row.person).map(Vec::as_slice).unwrap_or_default();
            for (nth, found) in asked(row, by) {
                let repair = repairs.iter().find(|line| line.labels.contains(&found.label));
                let mut sentence = found.label.to_do(repair);
                if repair.is_none() && !found.details.is_empty() {
                    sentence = sentence.ours(": ").then(found.details.clone());
                }
                let label = label(found.label, self.report.state(*index, nth));
                match all.iter_mut().find(|(known, _)| *known == sentence) {
                    Some((_, labels)) if labels.contains(&label) => {}
                    Some((_, labels)) => labels.push(label),
                    None => all.push((sentence, vec![label])),
                }
            }
        }
        let sentences = all.into_iter().map(|(sentence, labels)| {
            sentence.ours(" (").then(Phrase::joined(labels, "; ")).ours(")")
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
                said = said.ours(TICKED);
            }
            said = said.ours(": ").then(self.remedies(&rows, &[Actor::Administrator]));
            self.out.push_str("- [ ] ");
            self.say(&said);
            self.out.push('\n');
        }
    }

    /// One bullet a manager, with all of the manager's people; then those whose manager cannot be mentioned.
    pub(super) fn ask_managers(
        &mut self,
        intro: &str,
        by: &[Actor],
        what: impl Fn(&Self, &[Asked<'_>]) -> Phrase,
    ) {
        let managers = Managers::of(self.report);
        let mut order: Vec<String> = Vec::new();
        let mut of: HashMap<String, Vec<Phrase>> = HashMap::new();
        let mut rest: Vec<Phrase> = Vec::new();
        for rows in by_person(self.rows(by), |_| None) {
            let Some((.., person)) = rows.first() else { continue };
            let mut said = Phrase::new();
            named(&person.name, &person.email, &mut said);
            if self.is_ticked(person, by) {
                said = said.ours(TICKED);
            }
            said = said.ours(": ").then(what(self, &rows));
            match managers.of_person(person) {
                Ok(username) => {
                    let people = of.entry(username.clone()).or_default();
                    if people.is_empty() {
                        order.push(username);
                    }
                    people.push(said);
                }
                Err(why) => rest.push(said.ours(". ").then(why)),
            }
        }
        if !intro.is_empty() && !order.is_empty() {
            self.paragraph(intro);
        }
        if !order.is_empty() {
            self.out.push('\n');
        }
        for username in &order {
            self.out.push_str("- [ ] ");
            self.at(username);
            for (nth, said) in of.get(username).into_iter().flatten().enumerate() {
                self.out.push_str(if nth == 0 { ": " } else { " / " });
                self.say(said);
            }
            self.out.push('\n');
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
