//! What is open, by who must act: the first thing that a reviewer looks for.

use std::collections::HashMap;

use super::Report;
use super::columns::named;
use super::sink::counted;
use super::workflow::to_answer;
use crate::audit::{Actor, Check, Label};
use crate::phrase::Phrase;

/// Heading of the section.
pub(super) const HEADING: &str = "Open items";
/// The only line where nothing is open.
pub(super) const NOTHING: &str = "Nothing is open.";
const AUDITOR: &str = "The auditor";
const DECIDE: &str = " outside the team";
const REMOVE: &str = " marked to be removed";
const SETTLE: (&str, &str) = ("check", "checks");

/// Returns the lines, grouped by who must act: the actor, and whose item it is; one line per person.
pub(super) fn open_items(report: &Report<'_>) -> Vec<(&'static str, Phrase)> {
    let mut lines = Vec::new();
    let tally = report.tally();
    for actor in Actor::ALL {
        // Somebody with two entries has one line.
        let mut people: Vec<(Phrase, Vec<Label>)> = Vec::new();
        let mut places: HashMap<Phrase, usize> = HashMap::new();
        for row in &report.audit.team {
            let Some(person) = report.person(row.person) else { continue };
            let open = to_answer(row).map(|(_, found)| found.label);
            let mut open = open.filter(|label| label.advice().by == *actor).peekable();
            if open.peek().is_none() {
                continue;
            }
            let mut who = Phrase::new();
            named(&person.name, &person.email, &mut who);
            let place = *places.entry(who.clone()).or_insert(people.len());
            if place == people.len() {
                people.push((who, Vec::new()));
            }
            let Some((_, labels)) = people.get_mut(place) else { continue };
            for label in open {
                if !labels.contains(&label) {
                    labels.push(label);
                }
            }
        }
        lines.extend(people.into_iter().map(|(who, labels)| {
            let labels = labels.iter().map(|label| Phrase::new().trusted(label.text()));
            (actor.text(), who.trusted(": ").then(Phrase::joined(labels, "; ")))
        }));
        if *actor == Actor::Administrator && tally.to_remove > 0 {
            lines
                .push((actor.text(), count("Remove ", tally.to_remove, ("user", "users"), REMOVE)));
        }
    }
    if tally.undecided > 0 {
        lines.push((AUDITOR, count("Decide on ", tally.undecided, ("user", "users"), DECIDE)));
    }
    let checks = report.checks();
    let unsettled: Vec<_> = checks.iter().filter(|line| !line.outcome.is_settled()).collect();
    if !unsettled.is_empty() {
        let titles = Phrase::joined(unsettled.iter().map(|line| line.title.clone()), "; ");
        let said = count("Pass or accept ", unsettled.len(), SETTLE, ": ");
        lines.push((AUDITOR, said.then(titles)));
    }
    lines
}

fn count(before: &str, value: usize, (one, many): (&str, &str), behind: &str) -> Phrase {
    let mut said = Phrase::new().trusted(before);
    counted(&mut said, value, one, many);
    said.trusted(behind)
}

/// Returns whether a line is one of ours to which nobody has added a word.
pub(super) fn is_ours(line: &str) -> bool {
    if line == NOTHING {
        return true;
    }
    let Some((term, said)) = line.strip_prefix("- **").and_then(|rest| rest.split_once(":** "))
    else {
        return false;
    };
    let ends = |word: &&str| said.ends_with(word);
    if term == AUDITOR {
        // In one of the titles stands the focus of the policy: what is behind it is ours.
        let titles = Check::ALL.iter().filter_map(|check| check.text().split("Operations").last());
        // Without titles, as the version before wrote it.
        return [DECIDE, SETTLE.0, SETTLE.1].into_iter().chain(titles).any(|end| ends(&end));
    }
    Actor::ALL.iter().any(|actor| actor.text() == term)
        && (ends(&REMOVE) || Label::ALL.iter().any(|label| ends(&label.text())))
}
