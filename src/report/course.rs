//! Where the audit stands on its way to the review, what comes next, and when that is due.
//!
//! The process is that of GitLab's public handbook ("Calendly audits"): ping each person; 72 hours later the person's manager and the
//! Support Operations Manager; 72 hours later that manager by Slack; when nothing is open, the review.

use super::Report;
use crate::audit::{Finding, Level, TeamRow, Verdict};
use crate::catalogue::catalogue;

catalogue! {
    /// How far the audit has come.
    #[derive(Default)]
    Stage, text {
        /// The lists are compared; nobody has been asked yet.
        #[default]
        Audited "Audited";
        /// People have been pinged.
        Pinged "Pinged";
        /// Their managers have been pinged.
        Escalated "Escalated";
        /// Nothing is open.
        Review "Review";
    }
}

/// What is to be sent or done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Step {
    /// Ask each person.
    #[default]
    Ping,
    /// Ask each person's manager, and the Support Operations Manager.
    Escalate,
    /// Reach the Support Operations Manager by Slack.
    Slack,
    /// Nobody is to be asked, but users outside the team wait for the auditor's decision.
    Decide,
    /// Hand over for review.
    Review,
}

/// Where the audit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Course {
    /// How far it has come.
    pub stage: Stage,
    /// What comes next.
    pub step: Step,
    /// When that is due: unix seconds; `None`: now.
    pub due: Option<i64>,
    /// People with something to answer.
    pub people: usize,
    /// Users outside the team without a decision, or to be removed and still there.
    pub outside: usize,
}

impl Course {
    /// Where the audit stands, by the times in the report's context.
    pub fn of(report: &Report<'_>) -> Self {
        let people = report.audit.team.iter().filter(|row| to_answer(row).next().is_some()).count();
        let undecided = |verdict: &Option<Verdict>| matches!(verdict, None | Some(Verdict::Remove));
        let outside = report.audit.outside.iter().filter(|row| undecided(&row.verdict)).count();
        let context = report.context;
        let wait = i64::from(context.policy.answer_hours) * 3_600;
        let (stage, step, since) = match (context.pinged(), context.escalated()) {
            _ if people == 0 && outside == 0 => (Stage::Review, Step::Review, None),
            (None, None) => {
                (Stage::Audited, if people == 0 { Step::Decide } else { Step::Ping }, None)
            }
            (Some(_), None) if people == 0 => (Stage::Pinged, Step::Decide, None),
            (_, Some(_)) if people == 0 => (Stage::Escalated, Step::Decide, None),
            (Some(pinged), None) => (Stage::Pinged, Step::Escalate, Some(pinged)),
            (_, Some(escalated)) => (Stage::Escalated, Step::Slack, Some(escalated)),
        };
        Self { stage, step, due: since.map(|since| since.saturating_add(wait)), people, outside }
    }
}

/// What a person of this row is asked to answer.
pub(super) fn to_answer(row: &TeamRow) -> impl Iterator<Item = (usize, &Finding)> {
    row.findings
        .iter()
        .enumerate()
        .filter(|(_, found)| found.intentional.is_none() && found.label.level() != Level::Note)
}
