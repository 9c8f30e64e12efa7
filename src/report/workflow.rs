//! What happened in the audit so far, what comes next, and when that is due.
//!
//! The process is that of GitLab's public handbook ("Calendly audits"): ping each person; 72 hours later the
//! person's manager and the Support Operations Manager; 72 hours later that manager by Slack; when every
//! check is passed or accepted, the review. Stages derive from recorded events alone.

use serde::{Deserialize, Serialize};

use super::Report;
use super::context::first;
use super::tally::Tally;
use crate::audit::{Check, Finding, Level, TeamRow};
use crate::catalogue::catalogue;
use crate::day::minute;
use crate::phrase::Phrase;

catalogue! {
    /// A stage of the audit.
    #[derive(Default)]
    Stage, text {
        /// The lists were compared.
        #[default]
        Audited "Audited";
        /// People were pinged.
        Pinged "Pinged";
        /// Their managers were pinged.
        Escalated "Escalated";
        /// The review was asked for.
        Review "Review";
    }
}

/// How a stage of the workflow stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StageState {
    /// It happened, at this time: unix seconds.
    Done(i64),
    /// It did not happen yet; with the time from which it is due, where it has one.
    ToDo(Option<i64>),
    /// There is nothing to do it for.
    NotNeeded,
}

/// What is to be sent or done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Step {
    /// There is no audit yet: a list is missing, or a column of it is in question.
    #[default]
    Read,
    /// Ask each person.
    Ping,
    /// Ask each person's manager, and the Support Operations Manager.
    Escalate,
    /// Reach the Support Operations Manager by Slack.
    Slack,
    /// Nobody is to be asked, but users outside the team wait for the auditor's decision.
    Decide,
    /// Everything is decided, and users are to be removed in Calendly.
    Remove,
    /// Checks are neither passed nor accepted.
    Settle,
    /// Hand over for review.
    Review,
}

/// Times at which something was recorded to have been sent, or announced: unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Events {
    /// When people were first pinged.
    pub pinged: Option<i64>,
    /// When their managers were pinged.
    pub escalated: Option<i64>,
    /// When the review was asked for.
    pub reviewed: Option<i64>,
    /// When notes announced that people were about to be pinged.
    pub to_be_pinged: Option<i64>,
    /// When notes announced that managers were about to be pinged.
    pub to_be_escalated: Option<i64>,
}

impl Events {
    /// Returns the events of both, of each the first time: what is sent again does not begin the waiting
    /// anew.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            pinged: first(self.pinged, other.pinged),
            escalated: first(self.escalated, other.escalated),
            reviewed: first(self.reviewed, other.reviewed),
            to_be_pinged: first(self.to_be_pinged, other.to_be_pinged),
            to_be_escalated: first(self.to_be_escalated, other.to_be_escalated),
        }
    }
}

/// What happened so far, and what comes next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Workflow {
    /// Every stage in order, and how it stands.
    pub stages: Vec<(Stage, StageState)>,
    /// What comes next: what the text for the issue is about.
    pub step: Step,
    /// The same in words without a full stop: `ping 2 people`.
    pub next: Phrase,
    /// When that is due: unix seconds; `None`: now.
    pub due: Option<i64>,
    /// What can be done beside it, each in words: `decide on 1 user outside the team`.
    pub also: Vec<Phrase>,
    /// A text that earlier notes announced and that nothing says was sent, and when they did: unix
    /// seconds. A person says that it was sent then, or sends it now.
    pub announced: Option<(Step, i64)>,
}

impl Workflow {
    /// Returns where the audit stands, by the events in the report's context.
    pub fn of(report: &Report<'_>) -> Self {
        let tally = report.tally();
        let context = report.context;
        let events = context.events();
        let wait = i64::from(context.policy.answer_hours) * 3_600;
        let after = |sent: i64| Some(sent.saturating_add(wait));
        let people = tally.to_answer;
        let audited = report.is_audited();
        let announced = match events {
            _ if people == 0 || !audited => None,
            Events { pinged: None, escalated: None, to_be_pinged: Some(when), .. } => {
                Some((Step::Ping, when))
            }
            Events { escalated: None, to_be_escalated: Some(when), .. } => {
                Some((Step::Escalate, when))
            }
            _ => None,
        };
        let (step, due) = match (events.pinged, events.escalated) {
            _ if !audited => (Step::Read, None),
            (None, None) if people > 0 => (Step::Ping, announced.and_then(|(_, when)| after(when))),
            (Some(pinged), None) if people > 0 => (Step::Escalate, after(pinged)),
            (_, Some(escalated)) if people > 0 => (Step::Slack, after(escalated)),
            _ if tally.undecided > 0 => (Step::Decide, None),
            _ if tally.to_remove > 0 => (Step::Remove, None),
            _ if !report.is_ready() => (Step::Settle, None),
            _ => (Step::Review, None),
        };
        let mut words = words(report, &tally, step, announced).into_iter();
        Self {
            stages: stages(report, &tally, &events, wait),
            step,
            next: words.next().unwrap_or_default(),
            due,
            also: words.collect(),
            announced,
        }
    }

    /// Returns the text that is due and not sent yet, and when that was announced first: notes say so, for
    /// whoever has them alone must be able to tell from when on answers were waited for.
    pub fn announces(&self, now: i64) -> Option<(Step, i64)> {
        match self.step {
            _ if self.announced.is_some() => self.announced,
            Step::Ping => Some((Step::Ping, now)),
            Step::Escalate if self.due.is_some_and(|due| due <= now) => Some((Step::Escalate, now)),
            _ => None,
        }
    }

    /// Returns the last stage that is done, if any is.
    pub fn reached(&self) -> Option<Stage> {
        let done = self.stages.iter().rev();
        done.filter(|(_, state)| matches!(state, StageState::Done(_)))
            .map(|(stage, _)| *stage)
            .next()
    }
}

fn stages(
    report: &Report<'_>,
    tally: &Tally,
    events: &Events,
    wait: i64,
) -> Vec<(Stage, StageState)> {
    let context = report.context;
    if !report.is_audited() {
        return Stage::ALL.iter().map(|stage| (*stage, StageState::ToDo(None))).collect();
    }
    let audited = report.comparison.and_then(|comparison| comparison.audited);
    let state = |stage: Stage| {
        let (recorded, due) = match stage {
            Stage::Audited => (first(Some(context.when), audited), None),
            Stage::Pinged => (events.pinged, None),
            Stage::Escalated => {
                (events.escalated, events.pinged.map(|pinged| pinged.saturating_add(wait)))
            }
            Stage::Review => (events.reviewed, None),
        };
        let needed = tally.to_answer > 0 || matches!(stage, Stage::Audited | Stage::Review);
        match recorded {
            Some(when) => StageState::Done(when),
            None if needed => StageState::ToDo(due),
            None => StageState::NotNeeded,
        }
    };
    Stage::ALL.iter().map(|stage| (*stage, state(*stage))).collect()
}

/// Everything that can be done now, the step first.
fn words(
    report: &Report<'_>,
    tally: &Tally,
    step: Step,
    announced: Option<(Step, i64)>,
) -> Vec<Phrase> {
    let ours = |words: String| Phrase::new().trusted(words);
    let count = |value: usize, one: &str, many: &str| {
        format!("{value} {}", if value == 1 { one } else { many })
    };
    let people = |value: usize| count(value, "person", "people");
    let pinged = (tally.to_ping > 0).then(|| people(tally.to_ping));
    let of_administrator = (tally.for_administrator > 0).then(|| people(tally.for_administrator));
    // Who only waits for an administrator gets no ping.
    let both = |pinged: Option<String>, administrator: Option<String>| {
        pinged.into_iter().chain(administrator).collect::<Vec<_>>().join(", and ")
    };
    let first = match (step, announced) {
        (Step::Read, _) => return vec![ours(report.missing().to_owned())],
        (_, Some((announced, when))) => {
            let were = if tally.to_ping == 1 { "was" } else { "were" };
            let what = match (announced, pinged) {
                (Step::Ping, Some(pinged)) => format!("{pinged} {were} pinged"),
                (_, Some(pinged)) => format!("the managers of {pinged} were pinged"),
                (_, None) => {
                    let about = of_administrator.unwrap_or_default();
                    format!("an administrator of Calendly was asked about {about}")
                }
            };
            let when = minute(when);
            Some(format!("say whether {what} on {when}, as the earlier notes announce"))
        }
        (Step::Ping, _) => Some(both(
            pinged.map(|pinged| format!("ping {pinged}")),
            of_administrator.map(|about| format!("ask an administrator of Calendly about {about}")),
        )),
        (Step::Escalate, _) => Some(both(
            pinged.map(|pinged| format!("escalate what {pinged} did not answer")),
            of_administrator
                .map(|about| format!("ask an administrator of Calendly again about {about}")),
        )),
        (Step::Slack, _) => Some(format!(
            "reach the Support Operations Manager by Slack about {}",
            people(tally.to_answer)
        )),
        _ => None,
    };
    let mut all: Vec<Phrase> = first.into_iter().map(ours).collect();
    if tally.undecided > 0 {
        let users = count(tally.undecided, "user", "users");
        all.push(ours(format!("decide on {users} outside the team")));
    }
    if tally.to_remove > 0 {
        let users = count(tally.to_remove, "user", "users");
        all.push(ours(format!("remove {users} in Calendly")));
    }
    let checks = report.checks();
    let unsettled = checks.iter().filter(|line| !line.outcome.is_settled());
    // While others are at work, only what they cannot settle is named.
    let unsettled: Vec<_> = unsettled
        .filter(|line| step == Step::Settle || matches!(line.check, Check::Complete | Check::Owner))
        .collect();
    if !unsettled.is_empty() {
        let titles = unsettled.iter().map(|line| line.title.clone());
        let checks = count(unsettled.len(), "check", "checks");
        let said = format!("settle {checks}, or accept with a reason: ");
        all.push(ours(said).then(Phrase::joined(titles, ", ")));
    }
    if step == Step::Review {
        all.push(ours(match report.context.events().reviewed {
            None => "hand over for review".to_owned(),
            Some(when) => format!("wait for the review, asked for on {}", minute(when)),
        }));
    }
    all
}

/// What a person of this row is asked to answer.
pub(super) fn to_answer(row: &TeamRow) -> impl Iterator<Item = (usize, &Finding)> {
    row.findings
        .iter()
        .enumerate()
        .filter(|(_, found)| found.intentional.is_none() && found.label.level() != Level::Note)
}
