//! From the report to what the page shows.
//!
//! Copies and counts; what is said, the report says.

use super::view::{
    Candidate, EarlierView, Query, RowView, Side, Slice, SourceView, Step, Tab, Tally, View, Which,
};
use super::{Session, query};
use crate::audit::{Decision, Key, PersonKey, Placed, Suggestion, UserKey, Verdict};
use crate::calendly::PartReport;
use crate::phrase::Phrase;
use crate::report::since::new_and_open;
use crate::report::{Comparison, Earlier, Report, Table, Workflow, pings, split};
use crate::source::{Place, Reading, UnreadKind};

/// How many are found when matching by hand.
const FOUND: usize = 10;

impl Session {
    /// The view, with the stretches of the two tables that the page asks for.
    pub(super) fn show(&mut self, team: &Query, outside: &Query) -> View {
        let mut view = self.with_report(|report, earlier, rows| {
            let tally = report.tally();
            let tab = team.tab.unwrap_or_else(|| first_tab(&tally));
            let of_tab = |query: &Query| Query { tab: Some(tab), ..query.clone() };
            View {
                roster: side(report.roster.people.len(), &report.roster.readings, &[]),
                list: side(report.list.users.len(), &report.list.readings, &report.list.parts),
                summary: report
                    .summary()
                    .into_iter()
                    .map(|(term, words)| (term.to_owned(), words))
                    .collect(),
                tally,
                tab,
                team: slice(report, Which::Team, rows, &of_tab(team)),
                outside: slice(report, Which::Outside, rows, &of_tab(outside)),
                unplaced: report
                    .audit
                    .unplaced
                    .iter()
                    .map(|decision| (decision.clone(), in_words(decision)))
                    .collect(),
                decisions: report
                    .context
                    .decisions
                    .iter()
                    .take(EarlierView::MOST)
                    .map(in_words)
                    .collect(),
                comments: *rows.comments.get_or_insert_with(|| split::count(&report.markdown())),
                title: format!("Calendly audit {}", report.context.fiscal()),
                concerns: concerns(report),
                earlier: earlier.zip(report.comparison).map(|(e, c)| compared(report, e, c)),
                gate: Vec::new(),
                warnings: report.warnings(),
                audited: report.is_audited(),
                checks: report.checks(),
                ready: report.is_ready(),
                workflow: Workflow::of(report),
            }
        });
        view.gate = self.alerts();
        view
    }

    /// Further rows of a table, from this one on.
    pub(super) fn rows(&mut self, which: Which, query: &Query, from: usize) -> Vec<RowView> {
        self.with_report(|report, _, rows| {
            let found = rows.find(report, which, query);
            stretch(report, which, found.iter().skip(from).take(query.count))
        })
    }

    /// Users outside the team for a person, people without an account for a user, that hold these words.
    pub(super) fn find(&mut self, key: &Key, words: &str) -> Vec<Candidate> {
        let words: Vec<String> =
            words.to_lowercase().split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let has = |candidate: &Candidate| {
            let text =
                format!("{} {} {}", candidate.name, candidate.email, candidate.link).to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        };
        self.with_report(|report, _, _| match key {
            Key::Person(person) => report
                .audit
                .outside
                .iter()
                .filter_map(|row| of_user(report, row.user, person))
                .filter(has)
                .take(FOUND)
                .collect(),
            Key::User(user) => report
                .audit
                .team
                .iter()
                .filter(|row| row.accounts.is_empty())
                .filter_map(|row| of_person(report, row.person, user))
                .filter(has)
                .take(FOUND)
                .collect(),
        })
    }
}

fn side(records: usize, readings: &[Reading], parts: &[PartReport]) -> Side {
    let sources = readings
        .iter()
        .enumerate()
        .map(|(place, reading)| {
            let (ignored, unread): (Vec<_>, Vec<_>) =
                reading.unread.iter().partition(|unread| unread.kind == UnreadKind::Ignored);
            let first = |all: &[&crate::source::Unread]| {
                all.iter().take(SourceView::MOST).map(|unread| (*unread).clone()).collect()
            };
            let mut warnings = reading.warnings.clone();
            warnings.extend(removed(&reading.removed));
            SourceView {
                name: reading.name.clone(),
                read_as: reading.read_as.clone(),
                records: reading.records,
                warnings,
                unread: first(&unread),
                unread_count: unread.len(),
                ignored: first(&ignored),
                ignored_count: ignored.len(),
                parts: parts.iter().filter(|part| part.source == place).cloned().collect(),
            }
        })
        .collect();
    Side { records, sources }
}

/// Nothing is repaired in silence: what was removed before reading, by code point.
fn removed(removed: &[(char, usize)]) -> Option<String> {
    let each: Vec<String> =
        removed.iter().map(|(c, count)| format!("U+{:04X} ({count})", u32::from(*c))).collect();
    (!each.is_empty()).then(|| format!("Invisible characters were removed: {}.", each.join(", ")))
}

/// Returns the first view that has something to show.
fn first_tab(tally: &Tally) -> Tab {
    match tally {
        Tally { to_do: 0, outside: 0, .. } => Tab::Everyone,
        Tally { to_do: 0, .. } => Tab::Outside,
        _ => Tab::ToDo,
    }
}

fn slice(report: &Report<'_>, which: Which, rows: &mut query::Rows, query: &Query) -> Slice {
    let table = report.table(which);
    let found = rows.find(report, which, query);
    Slice {
        query: query.clone(),
        caption: which.caption().to_owned(),
        columns: table.columns().into_iter().map(str::to_owned).collect(),
        total: table.len(),
        found: found.len(),
        rows: stretch(report, which, found.iter().take(query.count)),
    }
}

/// These rows of a table, by their index.
fn stretch<'i>(
    report: &Report<'_>,
    which: Which,
    indices: impl Iterator<Item = &'i usize>,
) -> Vec<RowView> {
    let row = |index: &usize| match which {
        Which::Team => team_row(report, *index),
        Which::Outside => outside_row(report, *index),
    };
    indices.filter_map(row).collect()
}

fn team_row(report: &Report<'_>, index: usize) -> Option<RowView> {
    let row = report.audit.team.get(index)?;
    let person = report.roster.people.get(row.person)?;
    let key = PersonKey::of(person);
    let user = |user: usize| of_user(report, user, &key);
    Some(RowView {
        accounts: row
            .accounts
            .iter()
            .filter_map(|found| Some((user(found.user)?, found.how)))
            .collect(),
        suggestions: candidates(&row.suggestions, |suggestion| user(suggestion.user)),
        decided: decided(report, &row.placed, user),
        places: vec![place(&person.place, &report.roster.readings)],
        ..bare(&report.team(), index, Key::Person(key.clone()))
    })
}

fn outside_row(report: &Report<'_>, index: usize) -> Option<RowView> {
    let row = report.audit.outside.get(index)?;
    let user = report.list.users.get(row.user)?;
    let key = UserKey::of(user);
    let person = |person: usize| of_person(report, person, &key);
    Some(RowView {
        suggestions: candidates(&row.suggestions, |suggestion| person(suggestion.person)),
        verdict: row.verdict.clone(),
        decided: decided(report, &row.placed, person),
        places: user.places.iter().map(|at| place(at, &report.list.readings)).collect(),
        more: user.more.clone(),
        ..bare(&report.outside(), index, Key::User(key.clone()))
    })
}

/// What the rows of both tables have.
fn bare(table: &Table<'_>, index: usize, key: Key) -> RowView {
    RowView {
        index,
        cells: table.cells(index),
        findings: table.findings(index).to_vec(),
        level: table.level(index),
        to_do: table.to_do(index),
        ..RowView::of(key)
    }
}

fn decided(
    report: &Report<'_>,
    placed: &[Placed],
    other: impl Fn(usize) -> Option<Candidate>,
) -> Vec<(Decision, Option<Candidate>)> {
    let of = |placed: &Placed| {
        let decision = report.context.decisions.get(placed.decision)?;
        Some((decision.clone(), placed.other.and_then(&other)))
    };
    placed.iter().filter_map(of).collect()
}

fn candidates(
    suggestions: &[Suggestion],
    other: impl Fn(&Suggestion) -> Option<Candidate>,
) -> Vec<(Candidate, Phrase)> {
    suggestions.iter().filter_map(|s| Some((other(s)?, s.reason.clone()))).collect()
}

/// Somebody of the roster, as the other side of a user.
fn of_person(report: &Report<'_>, person: usize, user: &UserKey) -> Option<Candidate> {
    let person = report.roster.people.get(person)?;
    Some(Candidate {
        pair: (PersonKey::of(person), user.clone()),
        name: person.name.clone(),
        email: person.email.clone(),
        link: person.calendly.clone(),
        also: vec![(READ_FROM.to_owned(), place(&person.place, &report.roster.readings))],
    })
}

/// A user, as the other side of somebody in the roster.
fn of_user(report: &Report<'_>, user: usize, person: &PersonKey) -> Option<Candidate> {
    let user = report.list.users.get(user)?;
    let stated = [("Role", user.role.words()), ("Status", user.status.words())];
    let stated = stated.map(|(term, words)| (term, words.to_owned()));
    let places = user.places.iter().map(|at| (READ_FROM, place(at, &report.list.readings)));
    Some(Candidate {
        pair: (person.clone(), UserKey::of(user)),
        name: user.name.clone(),
        email: user.written_email().to_owned(),
        link: user.link.clone(),
        also: stated
            .into_iter()
            .filter(|(_, words)| !words.is_empty())
            .chain(places)
            .map(|(term, words)| (term.to_owned(), words))
            .collect(),
    })
}

/// The term for a place in a source.
const READ_FROM: &str = "Read from";

fn place(place: &Place, readings: &[Reading]) -> String {
    let name = readings.get(place.source).map_or("", |reading| reading.name.as_str());
    format!("{name}, line {}", place.line)
}

/// What may be said against the reviewer, and why a manager who is needed next cannot be mentioned.
fn concerns(report: &Report<'_>) -> Vec<Phrase> {
    let mut concerns = pings::reviewer_concerns(report);
    if matches!(Workflow::of(report).step, Step::Escalate | Step::Slack | Step::Review) {
        concerns.extend(pings::manager_concern(report));
    }
    concerns
}

/// What became of the earlier notes.
fn compared(report: &Report<'_>, earlier: &Earlier, comparison: &Comparison) -> EarlierView {
    let (new, open) = new_and_open(report, comparison);
    let removed = comparison.removals.iter().filter(|r| r.still_there.is_none()).count();
    EarlierView {
        audited: earlier.audited,
        people: earlier.people.len(),
        users: earlier.users.len(),
        decisions: earlier.decisions.len(),
        open_before: open,
        new,
        new_outside: comparison.new_outside(),
        addressed: comparison.addressed.len() + removed,
        still_there: comparison.removals.len() - removed,
        removed,
        ask_again: comparison.justifications.iter().filter(|j| !j.ask_again.is_empty()).count(),
        lines: report
            .since()
            .into_iter()
            .take(EarlierView::MOST)
            .map(|(term, words)| (term.to_owned(), words))
            .collect(),
        unplaced: earlier
            .unplaced
            .iter()
            .map(|unplaced| (unplaced.line, crate::source::excerpt(&unplaced.text)))
            .collect(),
    }
}

/// Returns a decision in words.
fn in_words(decision: &Decision) -> Phrase {
    match decision {
        Decision::Same(person, user) => {
            Phrase::new().code(person.as_str()).trusted(" is ").code(user.as_str())
        }
        Decision::NotSame(person, user) => {
            Phrase::new().code(person.as_str()).trusted(" is not ").code(user.as_str())
        }
        Decision::Verdict(user, verdict) => {
            let phrase = Phrase::new().code(user.as_str());
            match verdict {
                Verdict::Justified(reason) => {
                    phrase.trusted(" is justified: ").untrusted(reason.as_str())
                }
                Verdict::Remove => phrase.trusted(" is to be removed"),
                Verdict::NotAPerson(keeper) => {
                    phrase.trusted(" is a service account, owner ").untrusted(keeper.as_str())
                }
            }
        }
        Decision::Intentional(person, label, reason) => Phrase::new()
            .code(person.as_str())
            .trusted(format!(": “{}” is intentional: ", label.text()))
            .untrusted(reason.as_str()),
        Decision::Accept(check, reason) => Phrase::new()
            .trusted(format!("“{}” is accepted: ", check.text()))
            .untrusted(reason.as_str()),
    }
}

#[cfg(test)]
mod tests;
