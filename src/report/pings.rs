//! The text of the audit's next step: ping, escalation, Slack message, decisions, review.
//!
//! These are the only texts that mention anybody, on purpose. Whom they may mention is drawn narrowly: see [`mention`]. When which
//! of them is due, [`workflow`](super::workflow) tells.

mod ticked;
pub(super) mod whom;

use std::collections::HashMap;

use super::columns::{finding, named};
use super::markdown::line;
use super::workflow::{Step, Workflow, to_answer};
use super::{Earlier, Report, Sink};
use crate::audit::repair::{self, Line};
use crate::audit::{Label, TeamRow, Verdict};
use crate::day::{minute, read_minute};
use crate::phrase::Phrase;
use crate::roster::Person;
use ticked::holds;
use whom::Managers;
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
    ["There is no audit yet: ", report.missing(), ".\n"].concat()
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

const ASK: &str = "Please mend what stands beside your name, or answer here that it is meant and why. Then tick the box.";
const NO_USERNAME: &str = "Without a GitLab username that can be mentioned:";
const ASK_MANAGERS: &str =
    "Your people have not answered yet. Please see that each item is mended, or said to be meant.";
const REVIEW: &str = "nothing is open any more. Please review this audit and close it.";
const NOBODY: &str = "Nobody has to be asked.";
const SETTLE: &str = "Nobody has to be asked. These checks are to be passed, or accepted with a reason, before the review:";
const NO_MANAGER: &str = "Whose manager cannot be mentioned:";

/// Before what may be said against the reviewer.
pub(super) const NOTE: &str = "Please note";

/// Whether a task is one that these texts set: somebody's findings.
pub(super) fn is_task(task: &str) -> bool {
    Label::ALL.iter().any(|label| task.contains(label.text()))
}

/// Whether a line of a comment is one of our own sentences.
pub(super) fn is_ours(line: &str) -> bool {
    // Some follow a mention.
    [ASK, NO_USERNAME, ASK_MANAGERS, NO_MANAGER, REVIEW].iter().any(|ours| line.ends_with(ours))
        || line.starts_with(NOBODY)
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

    /// The rows that have something to answer.
    fn rows(&self) -> Vec<(usize, &'_ TeamRow, &'_ Person)> {
        let rows = self.report.audit.team.iter().enumerate();
        rows.filter(|(_, row)| to_answer(row).next().is_some())
            .filter_map(|(index, row)| Some((index, row, self.report.person(row.person)?)))
            .collect()
    }

    /// `label: details; label`.
    fn findings(&self, index: usize, row: &TeamRow, repairs: bool) -> Phrase {
        let mut said = Phrase::new();
        for (place, (nth, found)) in to_answer(row).enumerate() {
            said = said.ours(if place > 0 { "; " } else { "" });
            let state = self.report.state(index, nth);
            finding(found, state, &mut said);
        }
        if repairs {
            for (nth, line) in self.repairs.get(&row.person).into_iter().flatten().enumerate() {
                said = said.ours(if nth == 0 { ". Repair: " } else { ", " }).code(line.yaml());
            }
        }
        said
    }

    fn ping(&mut self) {
        self.heading(PING);
        self.out.push('\n');
        self.out.push_str(ASK);
        self.out.push('\n');
        let rows: Vec<_> = self
            .rows()
            .into_iter()
            .map(|(index, row, person)| {
                let username = mention(&person.gitlab, self.report.context).map(str::to_owned);
                (username, self.who(person), self.findings(index, row, true))
            })
            .collect();
        let (with, without): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|(username, ..)| username.is_some());
        if !with.is_empty() {
            self.out.push('\n');
        }
        for (username, _, said) in &with {
            self.out.push_str("- [ ] ");
            self.at(username.as_deref().unwrap_or_default());
            self.out.push_str(": ");
            self.say(said);
            self.out.push('\n');
        }
        if !without.is_empty() {
            self.paragraph(NO_USERNAME);
            self.out.push('\n');
        }
        for (_, who, said) in &without {
            self.out.push_str("- [ ] ");
            self.say(who);
            self.out.push_str(": ");
            self.say(said);
            self.out.push('\n');
        }
    }

    /// A person where they are not mentioned: name, email, and the username that was too unusual.
    fn who(&self, person: &Person) -> Phrase {
        let mut who = Phrase::new();
        named(&person.name, &person.email, &mut who);
        if !person.gitlab.trim().is_empty()
            && mention(&person.gitlab, self.report.context).is_none()
        {
            who = who.ours(" (unusual username ").code(person.gitlab.trim()).ours(")");
        }
        who
    }

    fn escalation(&mut self) {
        self.heading(ESCALATION);
        self.out.push('\n');
        if self.call_operations_manager() {
            self.out.push_str(", for your information. ");
        }
        self.out.push_str(ASK_MANAGERS);
        self.out.push('\n');
        let managers = Managers::of(self.report);
        let mut order: Vec<String> = Vec::new();
        let mut of: HashMap<String, Vec<Phrase>> = HashMap::new();
        let mut rest: Vec<Phrase> = Vec::new();
        for (index, row, person) in self.rows() {
            let mut said = Phrase::new();
            named(&person.name, &person.email, &mut said);
            if self.is_ticked(person) {
                said = said.ours(" (box ticked, still open)");
            }
            said = said.ours(": ");
            said.phrase(&self.findings(index, row, false));
            match managers.of_person(person) {
                Ok(username) => {
                    let people = of.entry(username.clone()).or_default();
                    if people.is_empty() {
                        order.push(username);
                    }
                    people.push(said);
                }
                Err(why) => rest.push({
                    said = said.ours(". ");
                    said.phrase(&why);
                    said
                }),
            }
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

    fn is_ticked(&self, person: &Person) -> bool {
        let at = ["@", person.gitlab.trim(), ":"].concat();
        self.ticked.iter().any(|ticked| {
            (!person.gitlab.trim().is_empty() && holds(ticked, &at))
                || holds(ticked, person.email.trim())
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
            None => self.say(&Phrase::new().code(written).ours(" (unusual username)")),
        }
        true
    }

    fn slack(&mut self) {
        let context = self.report.context;
        let mut said = Phrase::new()
            .ours("Calendly audit ")
            .ours(context.fiscal())
            .ours(": these people have not answered, and neither have their managers");
        if let Some(escalated) = context.events().escalated {
            said = said.ours(" since ").ours(minute(escalated));
        }
        said = said.ours(". ");
        for (nth, (_, row, person)) in self.rows().into_iter().enumerate() {
            said = said.ours(if nth > 0 { "; " } else { "" });
            named(&person.name, "", &mut said);
            said = said.ours(" (");
            for (place, (_, found)) in to_answer(row).enumerate() {
                said = said.ours(if place > 0 { ", " } else { "" }).ours(found.label.text());
            }
            said = said.ours(")");
        }
        said = said.ours(". The details are in the audit's issue. How shall we go on?");
        self.say(&said);
        self.out.push('\n');
    }

    fn decide(&mut self) {
        self.heading("decisions");
        let mut said = Phrase::new().ours(NOBODY);
        let tally = self.report.tally();
        for (count, what, wanted) in [
            (tally.undecided, " outside the team still to be justified or removed: ", None),
            (tally.to_remove, " still to be removed in Calendly: ", Some(Verdict::Remove)),
        ] {
            if count == 0 {
                continue;
            }
            said = said.ours(" ");
            super::sink::counted(&mut said, count, "user", "users");
            said = said.ours(what);
            let rows = self.report.audit.outside.iter().filter(|row| row.verdict == wanted);
            for (nth, user) in rows.filter_map(|row| self.report.user(row.user)).enumerate() {
                said = said.ours(if nth > 0 { ", " } else { "" });
                named(&user.name, user.written_email(), &mut said);
            }
            said = said.ours(".");
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
