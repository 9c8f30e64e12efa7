//! The summary: what was audited, and what came of it, one bold term a line.
//!
//! Counts and quotes, and judges nothing. Source: docs/format.md.

use sha2::{Digest, Sha256};

use super::sink::{Sink, counted, number};
use super::workflow::{Step, Workflow};
use super::{Origin, Report};
use crate::audit::{Finding, How, Level, TeamRow, Verdict};
use crate::calendly::Status;
use crate::day::minute;
use crate::phrase::Phrase;
use crate::source::{Reading, UnreadKind, hex};

/// Every term that a summary of ours may have.
pub(super) const TERMS: &[&str] = &[
    "Audited",
    "Pinged",
    "Escalated",
    "Review asked for",
    TO_BE_PINGED,
    TO_BE_ESCALATED,
    "Roster",
    "Calendly list",
    "Matched",
    "To fix",
    "To check",
    "Intentional",
    "Not part of the team",
    "In other groups",
    "Owners",
    "Not checked",
    "Lines not used",
    "Characters removed",
    "Warning",
    "Tool",
    super::markdown::FILTERED,
];

/// The lines of the summary, in order.
pub(super) fn summary(report: &Report<'_>) -> Vec<(&'static str, Phrase)> {
    let context = report.context;
    let mut lines = vec![("Audited", audited(report))];
    let events = context.events();
    for (term, when) in [
        ("Pinged", events.pinged),
        ("Escalated", events.escalated),
        ("Review asked for", events.reviewed),
    ] {
        lines.extend(when.map(|when| (term, Phrase::new().trusted(minute(when)))));
    }
    lines.extend(announced(report));
    let tally = report.tally();
    lines.extend([
        ("Roster", roster(report)),
        ("Calendly list", list(report)),
        ("Matched", matched(report)),
        ("To fix", open(report, Level::Fix, tally.to_fix)),
        ("To check", open(report, Level::Check, tally.to_check)),
    ]);
    if tally.intentional > 0 {
        lines.push(("Intentional", words(tally.intentional, "finding", "findings")));
    }
    lines.push(("Not part of the team", outside(report)));
    if !report.audit.other_groups.is_empty() {
        lines.push(("In other groups", words(report.audit.other_groups.len(), "user", "users")));
    }
    lines.push(("Owners", owners(report)));
    if !report.audit.not_checked.is_empty() {
        lines.push(("Not checked", not_checked(report)));
    }
    let unused = unused(report);
    if !unused.is_empty() {
        lines.push(("Lines not used", unused));
    }
    lines.extend(removed(report).map(|said| ("Characters removed", said)));
    for reading in report.readings() {
        lines.extend(reading.warnings.iter().map(|said| ("Warning", warning(reading, said))));
    }
    lines.push(("Tool", Phrase::new().trusted("Calendly Audit ").trusted(report.context.version)));
    lines
}

impl<'a> Report<'a> {
    /// Every source's reading, the roster's first.
    pub(super) fn readings(&self) -> impl Iterator<Item = &'a Reading> + use<'a> {
        self.roster.readings.iter().chain(&self.list.readings)
    }
}

fn words(value: usize, one: &str, many: &str) -> Phrase {
    let mut phrase = Phrase::new();
    counted(&mut phrase, value, one, many);
    phrase
}

fn audited(report: &Report<'_>) -> Phrase {
    let context = report.context;
    let phrase =
        Phrase::new().trusted(context.fiscal()).trusted(", ").trusted(minute(context.when));
    match context.policy.auditor.trim() {
        "" => phrase,
        auditor => phrase.trusted(", by ").untrusted(auditor),
    }
}

/// Project, path and commit (or the file's name), how many people, the hash.
fn roster(report: &Report<'_>) -> Phrase {
    let readings = &report.roster.readings;
    let mut phrase = Phrase::new();
    match report.context.origin {
        Origin::Fetched { project, path, commit } => {
            phrase = phrase.code(project).trusted(" ").code(path);
            if !commit.is_empty() {
                let short: String = commit.chars().take(8).collect();
                phrase = phrase.trusted(" at ").code(short);
            }
            if readings.len() > 1 {
                phrase = phrase.trusted(", ");
                counted(&mut phrase, readings.len(), "file", "files");
            }
        }
        Origin::Files => sources(readings, &mut phrase),
    }
    phrase = phrase.trusted(", ");
    counted(&mut phrase, report.roster.people.len(), "person", "people");
    hash(readings, &mut phrase);
    phrase
}

/// What the list was read as, how many users by status, the hash.
fn list(report: &Report<'_>) -> Phrase {
    let readings = &report.list.readings;
    let mut phrase = Phrase::new();
    let mut kinds: Vec<&str> = Vec::new();
    for reading in readings {
        if !reading.read_as.is_empty() && !kinds.contains(&reading.read_as.as_str()) {
            kinds.push(&reading.read_as);
        }
    }
    for (index, kind) in kinds.iter().enumerate() {
        phrase = phrase.trusted(if index > 0 { "; " } else { "" }).untrusted(*kind);
    }
    if kinds.is_empty() {
        phrase = phrase.trusted("none");
    }
    phrase = phrase.trusted(", ");
    let users = &report.list.users;
    counted(&mut phrase, users.len(), "user", "users");
    let of = |wanted: fn(&Status) -> bool| users.iter().filter(|u| wanted(&u.status)).count();
    let mut first = true;
    for (number_of, what) in [
        (of(|s| *s == Status::Active), "active"),
        (of(|s| *s == Status::Pending), "pending"),
        (of(|s| matches!(s, Status::Inactive(_))), "inactive"),
    ] {
        if number_of > 0 {
            phrase.add_trusted(if first { " (" } else { ", " });
            number(&mut phrase, number_of);
            phrase.add_trusted(" ");
            phrase.add_trusted(what);
            first = false;
        }
    }
    if !first {
        phrase.add_trusted(")");
    }
    hash(readings, &mut phrase);
    phrase
}

/// Reads how many users the list held from what the line `Calendly list` says.
pub(super) fn listed(said: &str) -> Option<usize> {
    let said = said.split("SHA-256").next()?;
    let count = |part: &str| {
        let (digits, rest) = part.split_once(' ')?;
        rest.starts_with("user").then(|| digits.parse().ok())?
    };
    said.split(", ").filter_map(count).last()
}

fn sources(readings: &[Reading], phrase: &mut Phrase) {
    match readings {
        [] => phrase.add_trusted("none"),
        [one] => Sink::code(phrase, &one.name),
        several => counted(phrase, several.len(), "file", "files"),
    }
}

/// The SHA-256 of one source; of several, that of the lines `<sha256>  <name>`, as `sha256sum` prints them.
fn hash(readings: &[Reading], phrase: &mut Phrase) {
    match readings {
        [] => {}
        [one] => {
            phrase.add_trusted(", SHA-256 ");
            Sink::code(phrase, &one.sha256);
        }
        several => {
            let mut hasher = Sha256::new();
            for reading in several {
                for part in [reading.sha256.as_str(), "  ", &reading.name, "\n"] {
                    hasher.update(part);
                }
            }
            phrase.add_trusted(", SHA-256 over the files' own ");
            Sink::code(phrase, &hex(&hasher.finalize()));
        }
    }
}

fn matched(report: &Report<'_>) -> Phrase {
    let of = |how: How| {
        let matches = report.audit.team.iter().filter_map(TeamRow::main);
        (matches.filter(|found| found.how == how).count(), how.words())
    };
    let by: Vec<_> = How::ALL.iter().map(|how| of(*how)).collect();
    let mut phrase = Phrase::new();
    number(&mut phrase, by.iter().map(|(count, _)| count).sum());
    phrase.add_trusted(" of ");
    counted(&mut phrase, report.audit.team.len(), "person", "people");
    of_these(&mut phrase, by);
    phrase
}

/// How a number is made up, in brackets: ` (3 by email, 1 by hand)`. What is nought goes without saying.
fn of_these(phrase: &mut Phrase, counts: impl IntoIterator<Item = (usize, &'static str)>) {
    let mut opening = " (";
    for (value, what) in counts.into_iter().filter(|(value, _)| *value > 0) {
        phrase.add_trusted(opening);
        number(phrase, value);
        phrase.add_trusted(" ");
        phrase.add_trusted(what);
        opening = ", ";
    }
    if opening == ", " {
        phrase.add_trusted(")");
    }
}

/// Findings of a level that nobody has marked as intentional, and how many people they concern.
fn open(report: &Report<'_>, level: Level, (findings, people): (usize, usize)) -> Phrase {
    let is_open = |f: &&Finding| f.intentional.is_none() && f.label.level() == level;
    let mut phrase = words(findings, "finding", "findings");
    if findings > 0 {
        phrase.add_trusted(" of ");
        counted(&mut phrase, people, "person", "people");
    }
    // Whoever may stay, or goes, has been looked at.
    let rows = report.audit.outside.iter().filter(|row| row.verdict.is_none());
    let outside = rows.flat_map(|row| &row.findings).filter(is_open).count();
    if outside > 0 {
        phrase.add_trusted(", and ");
        number(&mut phrase, outside);
        phrase.add_trusted(" outside the team");
    }
    phrase
}

/// What is announced: whom it is to, and when.
fn announced(report: &Report<'_>) -> Option<(&'static str, Phrase)> {
    let (step, when) = Workflow::of(report).announces(report.context.when)?;
    let term = if step == Step::Escalate { TO_BE_ESCALATED } else { TO_BE_PINGED };
    let tally = report.tally();
    let mut said = Phrase::new();
    if tally.to_ping > 0 {
        counted(&mut said, tally.to_ping, "person", "people");
    }
    if tally.for_administrator > 0 {
        said.add_trusted(if said.is_empty() { "" } else { " and " });
        said.add_trusted(AN_ADMINISTRATOR);
    }
    Some((term, said.trusted(", ").trusted(minute(when))))
}

/// Who is asked beside those who are pinged.
pub(super) const AN_ADMINISTRATOR: &str = "an administrator of Calendly";

/// Terms of what is due and not sent yet.
pub(super) const TO_BE_PINGED: &str = "To be pinged";
pub(super) const TO_BE_ESCALATED: &str = "To be escalated";

fn outside(report: &Report<'_>) -> Phrase {
    let rows = &report.audit.outside;
    let mut phrase = words(rows.len(), "user", "users");
    let of = |wanted: fn(&Option<Verdict>) -> bool| {
        rows.iter().filter(|row| wanted(&row.verdict)).count()
    };
    let services = of(|v| matches!(v, Some(Verdict::NotAPerson(_))));
    let made_up = [
        (of(|v| matches!(v, Some(Verdict::Justified(_)))), "justified"),
        (of(|v| matches!(v, Some(Verdict::Remove))), "to be removed"),
        (services, if services == 1 { "service account" } else { "service accounts" }),
        (of(Option::is_none), "without a decision"),
    ];
    of_these(&mut phrase, made_up);
    phrase
}

/// Behind the number of owners.
pub(super) const ONE_EXPECTED: &str = " (one is expected)";
const NO_USERS: &str = "not known (the list holds no users)";
const NO_ROLES: &str = "not known (the list states no roles)";
/// What stands in the place of that number.
pub(super) const NOT_KNOWN: &[&str] = &[NO_USERS, NO_ROLES];

fn owners(report: &Report<'_>) -> Phrase {
    let mut phrase = Phrase::new();
    match report.audit.owners {
        Some(owners) => {
            number(&mut phrase, owners);
            phrase.add_trusted(ONE_EXPECTED);
        }
        None if report.list.users.is_empty() => phrase.add_trusted(NO_USERS),
        None => phrase.add_trusted(NO_ROLES),
    }
    phrase
}

fn not_checked(report: &Report<'_>) -> Phrase {
    let mut phrase = Phrase::new();
    for (index, what) in report.audit.not_checked.iter().enumerate() {
        phrase.add_trusted(if index > 0 { "; " } else { "" });
        Sink::untrusted(&mut phrase, &what.what);
        phrase.add_trusted(" (");
        Sink::untrusted(&mut phrase, &what.why);
        phrase.add_trusted(")");
    }
    phrase
}

/// How many lines of either input became no record, by what they are.
fn unused(report: &Report<'_>) -> Phrase {
    let of = |kind: UnreadKind| {
        let all = report.readings().flat_map(|reading| &reading.unread);
        all.filter(|unread| unread.kind == kind).count()
    };
    let mut phrase = Phrase::new();
    let headers = of(UnreadKind::Ignored);
    for (value, what) in [
        (of(UnreadKind::Problem), "could not be read"),
        (of(UnreadKind::Unknown), "not understood"),
        (headers, if headers == 1 { "header line ignored" } else { "header lines ignored" }),
    ] {
        if value > 0 {
            phrase.add_trusted(if phrase.is_empty() { "" } else { ", " });
            number(&mut phrase, value);
            phrase.add_trusted(" ");
            phrase.add_trusted(what);
        }
    }
    phrase
}

/// Characters that a reader took out before reading, by code point.
fn removed(report: &Report<'_>) -> Option<Phrase> {
    let mut all: Vec<(char, usize)> = Vec::new();
    for &(c, times) in report.readings().flat_map(|reading| &reading.removed) {
        match all.iter_mut().find(|(known, _)| *known == c) {
            Some((_, total)) => *total += times,
            None => all.push((c, times)),
        }
    }
    all.sort_unstable();
    let mut phrase = Phrase::new();
    for (c, times) in &all {
        phrase.add_trusted(if phrase.is_empty() { "" } else { ", " });
        number(&mut phrase, *times);
        phrase.add_trusted(" ");
        Sink::code(&mut phrase, &c.to_string());
    }
    (!all.is_empty()).then_some(phrase)
}

fn warning(reading: &Reading, said: &str) -> Phrase {
    let mut phrase = Phrase::new();
    if !reading.name.is_empty() {
        Sink::code(&mut phrase, &reading.name);
        phrase.add_trusted(": ");
    }
    Sink::untrusted(&mut phrase, said);
    phrase
}
