//! The text of the audit's next step: ping, escalation, Slack message, decisions, review.
//!
//! These are the only texts that mention anybody, on purpose. Whom they may mention is drawn narrowly: see [`mention`]. When which
//! of them is due, [`workflow`](super::workflow) tells.

mod asked;
mod ticked;
pub(super) mod whom;

use std::collections::HashMap;

use super::columns::named;
use super::markdown::line;
use super::workflow::{Step, Workflow};
use super::{Earlier, Report};
use crate::audit::repair::{self, Line};
use crate::audit::{Actor, Label, Verdict};
use crate::day::{minute, read_minute};
use crate::phrase::Phrase;
use crate::roster::Person;
pub(super) use asked::{OPEN_SINCE, people};
use asked::{asked, by_person, label};
use ticked::holds;
pub use whom::{manager_concern, mention, reviewer_concerns};

/// The text of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pings {
    /// What the text is: the step that is due, or the last one again while the next is not.
    pub step: Step,
    /// A comment for the issue; for [`Step::Slack`], a message for Slack.
    pub text: String,
    /// Usernames that the text mentions, each once.
    pub mentioned: Vec<String>,
}

/// The text of the step that is due; while the next one is not due yet, that of the last one again.
/// `earlier` tells whose boxes were ticked.
pub fn pings(report: &Report<'_>, earlier: Option<&Earlier>) -> Pings {
    let workflow = Workflow::of(report);
    let now = report.context.when;
    let step = match workflow.step {
        Step::Escalate if workflow.due.is_some_and(|due| now < due) => Step::Ping,
        Step::Slack if workflow.due.is_some_and(|due| now < due) => Step::Escalate,
        step => step,
    };
    let ticked = earlier.map(|earlier| earlier.ticked.as_slice()).unwrap_or_default();
    let mut repairs: HashMap<usize, Vec<Line>> = HashMap::new();
    for line in repair::repairs(report.roster, report.list, report.audit).lines {
        repairs.entry(line.person).or_default().push(line);
    }
    let mut text = Text { report, ticked, repairs, out: String::new(), mentioned: Vec::new() };
    match step {
        Step::Ping => text.ping(),
        Step::Escalate => text.escalation(),
        Step::Slack => text.slack(),
        Step::Read => text.out = missing(report),
        Step::Decide | Step::Remove => text.decide(),
        Step::Settle => text.settle(),
        Step::Review => text.review(),
    }
    Pings { step, text: text.out, mentioned: text.mentioned }
}

/// Returns what stands in the place of notes and comments while there is no audit: what is missing.
pub fn missing(report: &Report<'_>) -> String {
    [NO_AUDIT, report.missing(), ".\n"].concat()
}

const NO_AUDIT: &str = "There is no audit yet: ";

/// Whether a line is what stands in the place of notes while there is no audit.
pub(super) fn is_missing(line: &str) -> bool {
    line.starts_with(NO_AUDIT) && line.ends_with('.')
}

/// What a comment with a heading of ours was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comment {
    /// The first ping.
    Ping,
    /// The escalation.
    Escalation,
    /// The request for review.
    Review,
    /// Another text, which asks nobody.
    Other,
}

const HEADING: &str = "**Calendly audit ";
const PING: &str = "first ping";
const ESCALATION: &str = "escalation";
const ASKED_FOR_REVIEW: &str = "review";

/// Reads the heading of one of our comments: when it was written, and what it is.
pub(super) fn read_heading(line: &str) -> Option<(i64, Comment)> {
    let said = line.strip_prefix(HEADING)?.strip_suffix("**")?;
    let (_, said) = said.split_once(": ")?;
    let (what, when) = said.split_once(", ")?;
    let comment = match what {
        PING => Comment::Ping,
        ESCALATION => Comment::Escalation,
        ASKED_FOR_REVIEW => Comment::Review,
        _ => Comment::Other,
    };
    Some((read_minute(when)?, comment))
}

const ASK: &str = "Please fix the items below, or reply why they are intended. Then tick the box.";
const NO_USERNAME: &str = "Without a GitLab username that can be mentioned:";
const MANAGERS: &str = "To do in the roster, by the manager:";
const ADMINISTRATOR: &str = "To do in Calendly, as an administrator:";
const NO_ANSWER: &str = "No answer yet.";
const ASK_MANAGERS: &str = "No answer yet. Please see that each person does what they were asked below, or replies why it is intended.";
const REVIEW: &str = "nothing is open any more. Please review this audit and close it.";
const NOBODY: &str = "Nobody has to be asked.";
const SETTLE: &str = "Nobody has to be asked. Before the review, each of these checks must pass, or be accepted with a reason:";
const NO_MANAGER: &str = "Whose manager cannot be mentioned:";

/// Sentences of earlier versions, which stand in the issues of audits that are still open.
const BEFORE: &[&str] = &[
    "Please mend what stands beside your name, or answer here that it is meant and why. Then tick the box.",
    "Your people have not answered yet. Please see that each item is mended, or said to be meant.",
    "No answer yet. Please see that each item below is fixed, or reply why it is intended.",
];

/// Before what may be said against the reviewer.
pub(super) const NOTE: &str = "Please note";

/// Whether a task is one that these texts set: somebody's findings.
pub(super) fn is_task(task: &str) -> bool {
    Label::ALL.iter().any(|label| task.contains(label.text()))
}

/// Whether a line of a comment is one of our own sentences.
pub(super) fn is_ours(line: &str) -> bool {
    // Some follow a mention.
    let ours =
        [ASK, NO_USERNAME, MANAGERS, ADMINISTRATOR, NO_ANSWER, ASK_MANAGERS, NO_MANAGER, REVIEW];
    ours.iter().chain(BEFORE).any(|ours| line.ends_with(ours))
        || line.starts_with(NOBODY)
        || is_manager(line)
}

/// `- @jman:`, above the manager's people.
fn is_manager(line: &str) -> bool {
    let username = line.strip_prefix("- @").and_then(|rest| rest.strip_suffix(':'));
    let part = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    username.is_some_and(|username| !username.is_empty() && username.chars().all(part))
}

struct Text<'a, 'r> {
    report: &'r Report<'a>,
    ticked: &'r [String],
    /// The lines that mend the roster, by person.
    repairs: HashMap<usize, Vec<Line>>,
    out: String,
    mentioned: Vec<String>,
}

impl Text<'_, '_> {
    fn heading(&mut self, what: &str) {
        let context = self.report.context;
        for part in [HEADING, &context.fiscal(), ": ", what, ", ", &minute(context.when), "**\n"] {
            self.out.push_str(part);
        }
    }

    fn paragraph(&mut self, said: &str) {
        self.out.push('\n');
        self.out.push_str(said);
        self.out.push('\n');
    }

    fn at(&mut self, username: &str) {
        self.out.push('@');
        self.out.push_str(username);
        if !self.mentioned.iter().any(|known| known == username) {
            self.mentioned.push(username.to_owned());
        }
    }

    fn say(&mut self, phrase: &Phrase) {
        line(&mut self.out, phrase);
    }

    /// The text that asks each person, with what managers and administrators do in lists of their own.
    fn ping(&mut self) {
        self.heading(PING);
        let people = by_person(self.rows(&[Actor::Person]), |person| {
            mention(&person.gitlab, self.report.context).map(str::to_owned)
        });
        let (with, without): (Vec<_>, Vec<_>) = people.into_iter().partition(|rows| {
            rows.first()
                .is_some_and(|(.., person)| mention(&person.gitlab, self.report.context).is_some())
        });
        if !(with.is_empty() && without.is_empty()) {
            self.paragraph(ASK);
        }
        for (intro, people) in [("", with), (NO_USERNAME, without)] {
            if people.is_empty() {
                continue;
            }
            if !intro.is_empty() {
                self.paragraph(intro);
            }
            self.out.push('\n');
            for rows in people {
                let Some((.., person)) = rows.first() else { continue };
                self.out.push_str("- [ ] ");
                match mention(&person.gitlab, self.report.context) {
                    Some(username) => self.at(username),
                    None => self.say(&self.who(person)),
                }
                self.out.push_str(": ");
                self.say(&self.remedies(&rows, &[Actor::Person]));
                self.out.push('\n');
            }
        }
        self.ask_managers(MANAGERS, &[Actor::Manager]);
        self.ask_administrators();
    }

    /// A person where they are not mentioned: name, email, and the username that was too unusual.
    fn who(&self, person: &Person) -> Phrase {
        let mut who = Phrase::new();
        named(&person.name, &person.email, &mut who);
        if !person.gitlab.trim().is_empty()
            && mention(&person.gitlab, self.report.context).is_none()
        {
            who = who.trusted(" (unusual username ").code(person.gitlab.trim()).trusted(")");
        }
        who
    }

    fn escalation(&mut self) {
        self.heading(ESCALATION);
        let by = [Actor::Person, Actor::Manager];
        let for_managers = !self.rows(&by).is_empty();
        self.out.push('\n');
        if for_managers && self.call_operations_manager() {
            self.out.push_str(", for your information. ");
        }
        if let Some(pinged) = self.report.context.events().pinged {
            self.say(&Phrase::new().trusted("Asked on ").trusted(minute(pinged)).trusted(". "));
        }
        self.out.push_str(if for_managers { ASK_MANAGERS } else { NO_ANSWER });
        self.out.push('\n');
        self.ask_managers("", &by);
        self.ask_administrators();
    }

    /// Whether a box of this person was ticked that holds a label of these actors.
    fn is_ticked(&self, person: &Person, by: &[Actor]) -> bool {
        let at = ["@", person.gitlab.trim(), ":"].concat();
        let labels = || Label::ALL.iter().filter(|label| by.contains(&label.advice().by));
        self.ticked.iter().any(|ticked| {
            let of_person = (!person.gitlab.trim().is_empty() && holds(ticked, &at))
                || holds(ticked, person.email.trim());
            of_person && labels().any(|label| ticked.contains(label.text()))
        })
    }

    /// Mentions the Support Operations Manager; where the username is unusual, names it. Answers whether
    /// there is any.
    fn call_operations_manager(&mut self) -> bool {
        let context = self.report.context;
        let written = context.policy.operations_manager.trim();
        match mention(written, context) {
            Some(username) => self.at(username),
            None if written.is_empty() => return false,
            None => self.say(&Phrase::new().code(written).trusted(" (unusual username)")),
        }
        true
    }

    fn slack(&mut self) {
        let context = self.report.context;
        let mut said = Phrase::new().trusted("Calendly audit ").trusted(context.fiscal());
        said = said.trusted(": no answer from these people, nor from their managers");
        let events = context.events();
        for (what, when) in [(", asked on ", events.pinged), (", escalated on ", events.escalated)]
        {
            if let Some(when) = when {
                said = said.trusted(what).trusted(minute(when));
            }
        }
        said = said.trusted(". ");
        let people = by_person(self.rows(Actor::ALL), |_| None);
        for (nth, rows) in people.iter().enumerate() {
            let Some((.., person)) = rows.first() else { continue };
            said = said.trusted(if nth > 0 { "; " } else { "" });
            named(&person.name, "", &mut said);
            let mut labels: Vec<Phrase> = Vec::new();
            for (index, row, _) in rows {
                for (place, found) in asked(row, Actor::ALL) {
                    let one = label(found.label, self.report.state(*index, place));
                    if !labels.contains(&one) {
                        labels.push(one);
                    }
                }
            }
            said = said.trusted(" (").then(Phrase::joined(labels, "; ")).trusted(")");
        }
        said = said.trusted(". The audit's issue has the details. What shall we do next?");
        self.say(&said);
        self.out.push('\n');
    }

    fn decide(&mut self) {
        self.heading("decisions");
        let mut said = Phrase::new().trusted(NOBODY);
        let tally = self.report.tally();
        for (count, what, wanted) in [
            (tally.undecided, " outside the team still to be justified or removed: ", None),
            (tally.to_remove, " still to be removed in Calendly: ", Some(Verdict::Remove)),
        ] {
            if count == 0 {
                continue;
            }
            said = said.trusted(" ");
            super::sink::counted(&mut said, count, "user", "users");
            said = said.trusted(what);
            let rows = self.report.audit.outside.iter().filter(|row| row.verdict == wanted);
            for (nth, user) in rows.filter_map(|row| self.report.user(row.user)).enumerate() {
                said = said.trusted(if nth > 0 { ", " } else { "" });
                named(&user.name, user.written_email(), &mut said);
            }
            said = said.trusted(".");
        }
        self.out.push('\n');
        self.say(&said);
        self.out.push('\n');
    }

    fn settle(&mut self) {
        self.heading("checks");
        self.paragraph(SETTLE);
        self.out.push('\n');
        super::markdown::checks(&mut self.out, self.report);
    }

    fn review(&mut self) {
        self.heading(ASKED_FOR_REVIEW);
        self.out.push('\n');
        if self.call_operations_manager() {
            self.out.push_str(", ");
        }
        self.out.push_str(REVIEW);
        self.out.push_str("\n\n");
        super::markdown::checks(&mut self.out, self.report);
        self.out.push('\n');
        for (term, said) in self.report.summary() {
            super::markdown::bullet(&mut self.out, term, &said);
        }
        for concern in reviewer_concerns(self.report) {
            super::markdown::bullet(&mut self.out, NOTE, &concern);
        }
    }
}
