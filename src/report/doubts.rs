//! Whether a result is plausible: sentences on what probably happened to the lists where it is not.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Report;
use super::sink::counted;
use crate::audit::Label;
use crate::phrase::Phrase;
use crate::source::{Reading, UnreadKind};

/// Returns what speaks against the lists being whole, beside what they state of themselves.
pub(super) fn doubts(report: &Report<'_>) -> Vec<Phrase> {
    if !report.is_audited() {
        return Vec::new();
    }
    [few_matched(report), fewer_than_before(report)]
        .into_iter()
        .flatten()
        .chain(report.readings().filter_map(much_unread))
        .collect()
}

/// Returns every warning that stands above the result: the doubts, and a list much shorter than its own
/// count.
pub(super) fn warnings(report: &Report<'_>) -> Vec<Phrase> {
    let stated = report.list.parts.iter().flat_map(|part| &part.stated);
    let short =
        stated.filter(|count| count.read * 10 < count.stated.total * 9).max_by_key(|count| {
            (count.stated.total - count.read, std::cmp::Reverse(count.stated.line))
        });
    let twice = [&report.roster.readings, &report.list.readings].map(|readings| twice(readings));
    let short = short.map(|count| {
        Phrase::new()
            .trusted("The list itself says “")
            .untrusted(&count.stated.words)
            .trusted(format!("”, and {} were read. ", count.read))
            .trusted("Probably a page of the list, or one of its tabs, is missing")
    });
    short.into_iter().chain(doubts(report)).chain(twice.into_iter().flatten()).collect()
}

/// Sources that hold the same, to the byte.
fn twice(readings: &[Reading]) -> Vec<Phrase> {
    let mut known: HashMap<&str, &Reading> = HashMap::new();
    let mut said = Vec::new();
    for reading in readings.iter().filter(|reading| reading.records > 0) {
        match known.entry(&reading.sha256) {
            Entry::Vacant(place) => {
                place.insert(reading);
            }
            Entry::Occupied(first) => said.push(
                Phrase::new()
                    .code(&first.get().name)
                    .trusted(" and ")
                    .code(&reading.name)
                    .trusted(" hold the same: probably one file was chosen twice. Remove one"),
            ),
        }
    }
    said
}

/// Fewer than 70 of 100 people who have started were found.
fn few_matched(report: &Report<'_>) -> Option<Phrase> {
    let started = |row: &&crate::audit::TeamRow| {
        !row.accounts.is_empty()
            || row.findings.iter().all(|found| found.label != Label::NotStartedYet)
    };
    let all = report.audit.team.iter().filter(started).count();
    let matched = report.audit.team.iter().filter(|row| !row.accounts.is_empty()).count();
    (matched * 10 < all * 7).then(|| {
        Phrase::new().trusted(format!(
            "Only {matched} of {all} people of the roster were found in Calendly: probably a page of the list is missing, or one of the lists is another team's"
        ))
    })
}

/// Fewer than 80 of 100 users of the last audit.
fn fewer_than_before(report: &Report<'_>) -> Option<Phrase> {
    let before = report.comparison?.listed?;
    let now = report.list.users.len();
    (now * 10 < before * 8).then(|| {
        Phrase::new().trusted(format!(
            "The list holds {now} users, and that of the last audit held {before}: probably a page of it is missing"
        ))
    })
}

/// More than a third of a source could not be read: more than half as many lines as people were.
fn much_unread(reading: &Reading) -> Option<Phrase> {
    let lines = reading.unread.iter().filter(|unread| unread.kind != UnreadKind::Ignored).count();
    // Of a source from which nobody was read an alert tells.
    (lines * 2 > reading.records && reading.records > 0).then(|| {
        let mut said = Phrase::new().trusted("In ").code(&reading.name).trusted(", ");
        counted(&mut said, lines, "line", "lines");
        said = said.trusted(" could not be read, and only ");
        counted(&mut said, reading.records, "person was", "people were");
        if !reading.read_as.is_empty() {
            said = said.trusted(": it was read as ").untrusted(&reading.read_as);
            said = said.trusted(", and probably is something else, or a part of it is damaged");
        }
        said
    })
}
