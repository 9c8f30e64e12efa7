//! What became of the earlier notes, line by line: for the notes and for the page alike.

use super::Report;
use super::columns::named;
use super::compare::{Comparison, Gone, Said, State};
use super::sink::{Sink, counted};
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

const MEANT: &str = " (said to be intentional)";
const LEFT: &str = " (no longer in the roster)";
/// Between the number of open findings and the day since which the oldest is open.
pub(super) const OLDEST: &str = ", since ";
/// How a finding came to be addressed, at the end of its line.
pub(super) const HOW: &[&str] = &[MEANT, LEFT];

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
        lines.push(("Earlier notes", Phrase::new().ours(minute(when))));
    }
    let (new, open) = new_and_open(report, comparison);
    for (term, value) in [("New", new), ("Still open", open)] {
        let mut said = Phrase::new();
        counted(&mut said, value, "finding", "findings");
        let users = if term == "New" { comparison.new_outside() } else { 0 };
        if users > 0 {
            said.add_ours(", and ");
            counted(&mut said, users, "user", "users");
            said.add_ours(" outside the team");
        }
        let states = comparison.states.iter().zip(&report.audit.team);
        let open = states.flat_map(|(states, row)| states.iter().zip(&row.findings));
        let oldest = open.filter_map(|(state, found)| match state {
            State::OpenSince(day) if found.intentional.is_none() => Some(day.iso()),
            _ => None,
        });
        if let (Some(day), "Still open", 1..) = (oldest.min(), term, value) {
            said.add_ours(OLDEST);
            said.add_ours(&day);
        }
        lines.push((term, said));
    }
    for gone in &comparison.addressed {
        let mut said = Phrase::new();
        named(&gone.name, &gone.email, &mut said);
        said = said.ours(": ").ours(gone.label.text());
        if !gone.details.is_empty() {
            said = said.ours(": ").theirs(&gone.details);
        }
        let (term, how) = match gone.how {
            Gone::Fixed => ("Addressed", ""),
            Gone::Intentional => ("Addressed", MEANT),
            Gone::Left => ("Addressed", LEFT),
            Gone::NotChecked => ("Not checked this time", ""),
        };
        lines.push((term, said.ours(how)));
    }
    for removal in &comparison.removals {
        let mut said = Phrase::new();
        named(&removal.name, &removal.account, &mut said);
        let term = if removal.still_there.is_some() { "Still there" } else { "Removed" };
        lines.push((term, said));
    }
    let again = comparison.justifications.iter().filter(|j| !j.ask_again.is_empty());
    for justification in again.clone() {
        let Some(user) = report.user(justification.user) else { continue };
        let mut said = Phrase::new();
        named(&user.name, user.written_email(), &mut said);
        for (index, reason) in justification.ask_again.iter().enumerate() {
            said = said.ours(if index == 0 { ": " } else { "; " });
            said.phrase(reason);
        }
        lines.push(("Ask again", said));
    }
    let stands = comparison.justifications.len() - again.count();
    if stands > 0 {
        let mut said = Phrase::new();
        counted(&mut said, stands, "justification", "justifications");
        lines.push(("As it was", said));
    }
    lines.extend(comparison.said.iter().map(|said| (SAID, said_words(said))));
    lines.extend(comparison.kept.iter().map(|kept| (KEPT, Phrase::new().theirs(kept))));
    lines
}

/// Whose finding, which, and the words.
pub(super) fn said_words(said: &Said) -> Phrase {
    let phrase = Phrase::new().theirs(&said.name).ours(", ").ours(said.label.text());
    phrase.ours(": ").theirs(&said.text)
}
