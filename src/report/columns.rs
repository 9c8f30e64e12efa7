//! The columns of the two tables, and what a cell of each says: once, piece by piece, to a sink.
//!
//! Headings are those of docs/format.md, to the letter. A further column is a line in [`TEAM_COLUMNS`] or [`OUTSIDE_COLUMNS`], and what it is
//! when the notes come back in `earlier/head.rs`.

use super::compare::State;
use super::sink::{Sink, number, say};
use super::table::Table;
use super::{Report, verdict};
use crate::audit::{Decision, Finding, Match, OutsideRow, Placed, Suggestion, TeamRow};
use crate::calendly::{Role, Status, User};
use crate::identity::Link;
use crate::identity::link::shown_slug;
use crate::phrase::Phrase;
use crate::roster::Person;

/// One column: its heading and what a cell of it says.
pub(super) struct Column<Row: 'static, Of: 'static> {
    pub heading: &'static str,
    pub cell: for<'a> fn(&Table<'a>, At<'a, Row, Of>, &mut dyn Sink),
}

/// Where a cell is: the row's place, the row, and whom it is about.
pub(super) struct At<'a, Row, Of> {
    pub index: usize,
    pub row: &'a Row,
    pub of: &'a Of,
}

/// Columns of the team's table, in order.
pub(super) const TEAM_COLUMNS: &[Column<TeamRow, Person>] = &[
    Column { heading: "Name", cell: |_, at, sink| say(&at.of.name, sink, Sink::untrusted) },
    Column { heading: "Email", cell: |_, at, sink| say(&at.of.email, sink, Sink::code) },
    Column { heading: "GitLab", cell: |_, at, sink| say(&at.of.gitlab, sink, Sink::code) },
    Column {
        heading: "Calendly link",
        cell: |_, at, sink| say(&link(&at.of.calendly), sink, Sink::code),
    },
    Column { heading: "Calendly account", cell: |table, at, sink| table.accounts(at.row, sink) },
    Column { heading: "Issues", cell: |table, at, sink| table.issues(at.index, at.row, sink) },
];

/// Columns of the table of those outside the team, in order.
pub(super) const OUTSIDE_COLUMNS: &[Column<OutsideRow, User>] = &[
    Column { heading: "Name", cell: |_, at, sink| say(&at.of.name, sink, Sink::untrusted) },
    Column {
        heading: "Email",
        cell: |_, at, sink| {
            say(at.of.written_email(), sink, Sink::code);
        },
    },
    Column { heading: "Role", cell: |_, at, sink| role(&at.of.role, sink) },
    Column { heading: "Status", cell: |_, at, sink| status(&at.of.status, sink) },
    Column {
        heading: "Calendly link",
        cell: |_, at, sink| say(&link(&at.of.link), sink, Sink::code),
    },
    Column {
        heading: "Possible match",
        cell: |table, at, sink| table.possible(at.index, at.row, sink),
    },
    Column {
        heading: "Justification",
        cell: |table, at, sink| table.justification(at.index, at.row, sink),
    },
];

impl<'a> Table<'a> {
    /// The account of a person, then who a person has said it is not.
    fn accounts(&self, row: &'a TeamRow, sink: &mut dyn Sink) {
        self.account(row.main(), row.sharing, sink);
        for user in self.ruled_out(&row.placed) {
            let Some(user) = self.report.user(user) else { continue };
            sink.line_break();
            not(&user.name, user.written_email(), sink);
        }
    }

    /// Yes or No, how it was matched, role and status.
    fn account(&self, account: Option<Match>, sharing: usize, sink: &mut dyn Sink) {
        let Some(Match { user, how }) = account else {
            // Without a list nobody knows.
            if !self.report.list.users.is_empty() {
                sink.trusted("No");
            }
            return;
        };
        sink.trusted("Yes, ");
        sink.trusted(how.words());
        if sharing > 1 {
            sink.trusted(", which ");
            number(sink, sharing);
            sink.trusted(" entries have");
        }
        let Some(user) = self.report.user(user) else { return };
        if user.role != Role::NotStated {
            sink.trusted(", ");
            role(&user.role, sink);
        }
        if user.status != Status::NotStated {
            sink.trusted(", ");
            status(&user.status, sink);
        }
    }

    fn issues(&self, index: usize, row: &TeamRow, sink: &mut dyn Sink) {
        for (nth, found) in row.findings.iter().enumerate() {
            if nth > 0 {
                sink.line_break();
            }
            finding(found, self.report.state(index, nth), sink);
        }
    }

    /// Why the user is there all the same, or what is to become of the account, as a person said.
    fn justification(&self, index: usize, row: &'a OutsideRow, sink: &mut dyn Sink) {
        let Some(said) = &row.verdict else { return };
        verdict::say(said, sink);
        if let Some(since) = self.report.said_since(index, said) {
            sink.trusted(verdict::SINCE);
            sink.trusted(&since.iso());
            sink.trusted(")");
        }
    }

    /// Who in the roster it may be, and why; before that, what was noticed about the user itself.
    fn possible(&self, index: usize, row: &'a OutsideRow, sink: &mut dyn Sink) {
        let mut first = true;
        if self.report.is_new(index) {
            next_line(&mut first, sink);
            sink.trusted(NEW);
        }
        for found in &row.findings {
            next_line(&mut first, sink);
            finding(found, None, sink);
        }
        for suggestion in &row.suggestions {
            next_line(&mut first, sink);
            self.report.suggested_person(suggestion, sink);
        }
        for person in self.ruled_out(&row.placed) {
            let Some(person) = self.report.person(person) else { continue };
            next_line(&mut first, sink);
            not(&person.name, &person.email, sink);
        }
    }

    /// Those on the other side whom a person has said this row is not.
    fn ruled_out(&self, placed: &'a [Placed]) -> impl Iterator<Item = usize> + use<'a> {
        let decisions = self.report.context.decisions;
        let is_not = |placed: &&Placed| {
            matches!(decisions.get(placed.decision), Some(Decision::NotSame(..)))
        };
        placed.iter().filter(is_not).filter_map(|placed| placed.other)
    }
}

/// What stands with a user whom the earlier notes do not have.
pub(super) const NEW: &str = "(new)";

/// Who somebody is not, as a person said.
fn not(name: &str, email: &str, sink: &mut dyn Sink) {
    sink.trusted("Not ");
    named(name, email, sink);
    sink.trusted(", by hand");
}

impl<'a> Report<'a> {
    pub(super) fn person(&self, index: usize) -> Option<&'a Person> {
        self.roster.people.get(index)
    }

    pub(super) fn user(&self, index: usize) -> Option<&'a User> {
        self.list.users.get(index)
    }

    /// `Jane Doe jdoe@example.com: same name`.
    pub(super) fn suggested_person(&self, suggestion: &Suggestion, sink: &mut dyn Sink) {
        let Some(person) = self.person(suggestion.person) else { return };
        named(&person.name, &person.email, sink);
        reason(&suggestion.reason, sink);
    }

    /// The same from the other side.
    pub(super) fn suggested_user(&self, suggestion: &Suggestion, sink: &mut dyn Sink) {
        let Some(user) = self.user(suggestion.user) else { return };
        named(&user.name, user.written_email(), sink);
        reason(&suggestion.reason, sink);
    }
}

fn reason(reason: &Phrase, sink: &mut dyn Sink) {
    if !reason.is_empty() {
        sink.trusted(": ");
        sink.phrase(reason);
    }
}

/// A name and an address, either of which may be missing.
pub(super) fn named(name: &str, email: &str, sink: &mut dyn Sink) {
    say(name, sink, Sink::untrusted);
    if !name.is_empty() && !email.is_empty() {
        sink.trusted(" ");
    }
    say(email, sink, Sink::code);
    if name.is_empty() && email.is_empty() {
        sink.trusted("(no name)");
    }
}

fn next_line(first: &mut bool, sink: &mut dyn Sink) {
    if *first {
        *first = false;
    } else {
        sink.line_break();
    }
}

/// One finding: its label to the letter, whether it is new, what a person said of it, and what helps.
pub(super) fn finding(finding: &Finding, state: Option<State>, sink: &mut dyn Sink) {
    sink.trusted(finding.label.text());
    match state {
        None => {}
        Some(State::New) => sink.trusted(" (new)"),
        Some(State::OpenSince(day)) => {
            sink.trusted(" (open since ");
            sink.trusted(&day.iso());
            sink.trusted(")");
        }
    }
    if let Some(reason) = &finding.intentional {
        sink.trusted(" (intentional: ");
        say(reason, sink, Sink::untrusted);
        sink.trusted(")");
    }
    if !finding.details.is_empty() {
        sink.trusted(": ");
        sink.phrase(&finding.details);
    }
}

/// A link as the report shows it: a person's main page in its one form, anything else as written.
pub(super) fn link(written: &str) -> std::borrow::Cow<'_, str> {
    // The one form itself, by far the most frequent, is shown as it stands.
    if shown_slug(written).is_some() {
        return written.into();
    }
    match Link::read(written) {
        Link::Main(slug) => slug.page().into(),
        _ => written.into(),
    }
}

/// Says a role; nothing where it is not stated.
fn role(role: &Role, sink: &mut dyn Sink) {
    match role {
        Role::Other(written) => say(written, sink, Sink::untrusted),
        known => sink.trusted(known.words()),
    }
}

/// Says a status; nothing where it is not stated.
fn status(status: &Status, sink: &mut dyn Sink) {
    match status {
        Status::Inactive(written) | Status::Other(written) => say(written, sink, Sink::untrusted),
        known => sink.trusted(known.words()),
    }
}
