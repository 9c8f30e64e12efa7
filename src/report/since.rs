//! What became of the earlier notes, line by line: for the notes and for the page alike.

use std::collections::HashMap;

use super::Report;
use super::columns::named;
use super::compare::{Addressed, Comparison, Gone, Said, State};
use super::earlier::user_account;
use super::sink::{counted, number};
use crate::day::minute;
use crate::phrase::Phrase;

/// Term of what people wrote that was not understood.
pub(super) const KEPT: &str = "Kept";
/// Term of what the earlier notes said of a finding beyond what is said today.
pub(super) const SAID: &str = "Said earlier";
/// Terms that are made anew each time.
pub(super) const ANEW: &[&str] = &[
    "Earlier notes",
    "New",
    "Still open",
    "Addressed",
    "Not checked this time",
    "Removed",
    "Still there",
    "Ask again",
    "As it was",
];

const MEANT: &str = ", said to be intentional";
const LEFT: &str = ", no longer in the roster";
/// Between the number of open findings and the day since which the oldest is open.
pub(super) const OLDEST: &str = ", since ";
/// How a finding came to be addressed, behind its label.
pub(super) const HOW: &[&str] = &[MEANT, LEFT];
/// The same in notes of the version before.
pub(super) const HOW_BEFORE: &[&str] = &[" (said to be intentional)", " (no longer in the roster)"];
/// Behind the number of those who are not named.
pub(super) const MORE: &str = " more";
/// In place of a user of whom neither email, name nor link is known.
pub(super) const NAMELESS: &str = "no name";
/// How many people, or users, a line names: the others are only counted, and stand in a fold or in the tables.
const NAMED: usize = 10;

/// How many of today's findings are new, and how many are still open. One that is meant is neither.
pub(crate) fn new_and_open(report: &Report<'_>, comparison: &Comparison) -> (usize, usize) {
    let states = comparison.states.iter().zip(&report.audit.team).flat_map(|(states, row)| {
        states.iter().zip(&row.findings).filter(|(_, found)| found.intentional.is_none())
    });
    states.fold((0, 0), |(new, open), (state, _)| match state {
        State::New => (new + 1, open),
        State::OpenSince(_) => (new, open + 1),
    })
}

/// The lines, in order; none where there are no earlier notes.
pub(super) fn since(report: &Report<'_>) -> Vec<(&'static str, Phrase)> {
    let Some(comparison) = report.comparison else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(when) = comparison.audited {
        lines.push(("Earlier notes", Phrase::new().trusted(minute(when))));
    }
    lines.push(("New", new(report, comparison)));
    lines.push(("Still open", still_open(report, comparison)));
    for (term, checked) in [("Addressed", true), ("Not checked this time", false)] {
        let of = |gone: &&Addressed| (gone.how != Gone::NotChecked) == checked;
        let all: Vec<_> = comparison.addressed.iter().filter(of).collect();
        if !all.is_empty() {
            let mut said = Phrase::new();
            counted(&mut said, all.len(), "finding", "findings");
            let people = by_person(all.iter().map(|gone| {
                let label = Phrase::new().trusted(gone.label.text()).trusted(how(gone.how));
                (gone.name.as_str(), gone.email.as_str(), label)
            }));
            lines.push((term, said.then(in_brackets(people))));
        }
    }
    for (term, there) in [("Removed", false), ("Still there", true)] {
        let of = comparison.removals.iter().filter(|one| one.still_there.is_some() == there);
        let mut of: Vec<_> = of.collect();
        // Who is known by a name alone comes first: the line ends in code, which tells what is added to it.
        of.sort_by_key(|removal| !removal.account.is_empty());
        let users: Vec<_> = of.into_iter().map(|one| who(&one.name, &one.account)).collect();
        if !users.is_empty() {
            lines.push((term, some(users)));
        }
    }
    lines.extend(ask_again(report, comparison).into_iter().map(|said| ("Ask again", said)));
    let stands = comparison.justifications.iter().filter(|j| j.ask_again.is_empty()).count();
    if stands > 0 {
        let mut said = Phrase::new();
        counted(&mut said, stands, "justification", "justifications");
        lines.push(("As it was", said));
    }
    lines.extend(comparison.said.iter().map(|said| (SAID, said_words(said))));
    lines.extend(comparison.kept.iter().map(|kept| (KEPT, Phrase::new().untrusted(kept))));
    lines
}

/// Returns every finding that is open no more, one a line: whose, which, its details, and how it ended.
pub(super) fn addressed(comparison: &Comparison) -> impl Iterator<Item = Phrase> {
    comparison.addressed.iter().map(|gone| {
        let said = who(&gone.name, &gone.email).trusted(": ").trusted(gone.label.text());
        let how = match gone.how {
            Gone::NotChecked => NOT_CHECKED,
            other => how(other),
        };
        let said = said.trusted(how);
        if gone.details.is_empty() { said } else { said.trusted(": ").untrusted(&gone.details) }
    })
}

/// Behind a finding that today's lists do not allow to check.
pub(super) const NOT_CHECKED: &str = ", not checked this time";

fn how(gone: Gone) -> &'static str {
    match gone {
        Gone::Fixed | Gone::NotChecked => "",
        Gone::Intentional => MEANT,
        Gone::Left => LEFT,
    }
}

/// What the earlier notes do not have: `2 findings, and 1 user outside the team (Jane Doe: Not in Calendly; …)`.
fn new(report: &Report<'_>, comparison: &Comparison) -> Phrase {
    let mut said = Phrase::new();
    counted(&mut said, new_and_open(report, comparison).0, "finding", "findings");
    let users = comparison.new_outside();
    if users > 0 {
        said.add_trusted(", and ");
        counted(&mut said, users, "user", "users");
        said.add_trusted(" outside the team");
    }
    let rows = comparison.states.iter().zip(&report.audit.team);
    let findings = rows.flat_map(|(states, row)| {
        let found = states.iter().zip(&row.findings);
        let new =
            found.filter(|(state, found)| **state == State::New && found.intentional.is_none());
        let person = report.person(row.person);
        new.filter_map(move |(_, found)| {
            let label = Phrase::new().trusted(found.label.text());
            person.map(|person| (person.name.as_str(), person.email.as_str(), label))
        })
    });
    let mut names = by_person(findings);
    let outside = report.audit.outside.iter().zip(&comparison.new_users).filter(|(_, new)| **new);
    let outside = outside.filter_map(|(row, _)| report.user(row.user));
    // As code, so that the end of the line is ours even where nothing but a name is known.
    names.extend(outside.map(|user| match user_account(user) {
        account if account.is_empty() => Phrase::new().trusted(NAMELESS),
        account => Phrase::new().code(account),
    }));
    said.then(in_brackets(names))
}

fn still_open(report: &Report<'_>, comparison: &Comparison) -> Phrase {
    let mut said = Phrase::new();
    counted(&mut said, new_and_open(report, comparison).1, "finding", "findings");
    let states = comparison.states.iter().zip(&report.audit.team);
    let open = states.flat_map(|(states, row)| states.iter().zip(&row.findings));
    let oldest = open.filter_map(|(state, found)| match state {
        State::OpenSince(day) if found.intentional.is_none() => Some(day.iso()),
        _ => None,
    });
    match oldest.min() {
        Some(day) => said.trusted(OLDEST).trusted(day),
        None => said,
    }
}

/// The users whose justification is to be asked for again: one line for each set of reasons.
fn ask_again(report: &Report<'_>, comparison: &Comparison) -> Vec<Phrase> {
    let mut lines: Vec<(&[Phrase], Vec<Phrase>)> = Vec::new();
    for justification in comparison.justifications.iter().filter(|j| !j.ask_again.is_empty()) {
        let Some(user) = report.user(justification.user) else { continue };
        let user = who(&user.name, user.written_email());
        let why = justification.ask_again.as_slice();
        match lines.iter_mut().find(|(known, _)| *known == why) {
            Some((_, users)) => users.push(user),
            None => lines.push((why, vec![user])),
        }
    }
    let line = |(why, users): (&[Phrase], Vec<Phrase>)| {
        let why = Phrase::joined(why.iter().cloned(), "; ");
        Phrase::joined(users, "; ").trusted(": ").then(why)
    };
    lines.into_iter().map(line).collect()
}

fn who(name: &str, account: &str) -> Phrase {
    let mut said = Phrase::new();
    named(name, account, &mut said);
    said
}

/// `Jane Doe: Not in Calendly, Links to an event`, once a person, in the order of their first labels.
fn by_person<'n>(labels: impl Iterator<Item = (&'n str, &'n str, Phrase)>) -> Vec<Phrase> {
    let mut people: Vec<(&str, &str, Vec<Phrase>)> = Vec::new();
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    for (name, email, label) in labels {
        let place = *places.entry((name, email)).or_insert(people.len());
        match people.get_mut(place) {
            Some((.., known)) => known.push(label),
            None => people.push((name, email, vec![label])),
        }
    }
    let said = |(name, email, labels): (&str, &str, Vec<Phrase>)| {
        let name = if name.trim().is_empty() { who("", email) } else { who(name, "") };
        name.trusted(": ").then(Phrase::joined(labels, ", "))
    };
    people.into_iter().map(said).collect()
}

/// The first of them, and how many there are more.
fn some(all: Vec<Phrase>) -> Phrase {
    let more = all.len().saturating_sub(NAMED);
    let mut said = Phrase::joined(all.into_iter().take(NAMED), "; ");
    if more > 0 {
        said.add_trusted("; and ");
        number(&mut said, more);
        said.add_trusted(MORE);
    }
    said
}

fn in_brackets(all: Vec<Phrase>) -> Phrase {
    if all.is_empty() {
        Phrase::new()
    } else {
        Phrase::new().trusted(" (").then(some(all)).trusted(")")
    }
}

/// Whose finding, which, and the words.
pub(super) fn said_words(said: &Said) -> Phrase {
    let phrase = Phrase::new().untrusted(&said.name).trusted(", ").trusted(said.label.text());
    phrase.trusted(": ").untrusted(&said.text)
}
