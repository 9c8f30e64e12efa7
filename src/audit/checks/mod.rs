//! The seven checks: what an audit can answer for.
//!
//! [`checks`] is one pure function from the audit to the table that page, notes and evidence show. What the
//! lists leave open is gathered in [`evidence`](super::evidence).

mod result;

use serde::{Deserialize, Serialize};

use super::{About, Audit, Decision, Label, Policy};
use crate::calendly::UserList;
use crate::catalogue::catalogue;
use crate::phrase::{Phrase, Piece};
use crate::roster::Roster;

catalogue! {
    /// A question that the audit answers. The order is that of the table.
    Check, text {
        /// No line unread that could be a person, no column in question, no count that disagrees.
        Complete "Both lists were read completely";
        /// Every entry of the roster has an account.
        Accounts "Everybody in the team has an account";
        /// No user is outside the team without a reason.
        NobodyElse "Nobody else has an account";
        /// Every link in the roster is the main page of its person.
        Links "Every Calendly link is right";
        /// The organisation has one Owner.
        Owner "Exactly one Owner";
        /// Who has the policy's focus is Admin or Owner. The title names the focus of the policy.
        FocusAdmins "Everybody in Operations is an admin";
        /// Nobody without that focus is Admin or Owner.
        NoOtherAdmins "Nobody else is an admin";
    }
}

/// The answer to a [`Check`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// Everything it depends on was read, and nothing is open.
    Passed,
    /// So many are open: people, users or lines, as the details say.
    Open(usize),
    /// A person's reason stands for it.
    Accepted(String),
    /// The lists do not prove it: the details say why, and what would.
    NotChecked,
}

impl Outcome {
    /// Returns whether the check stands in the way of the review no more: passed or accepted.
    pub fn is_settled(&self) -> bool {
        matches!(self, Self::Passed | Self::Accepted(_))
    }

    /// Returns the result as the tables show it: `Passed`, `3 open`, `Accepted`, `Not checked`.
    pub fn text(&self) -> String {
        match self {
            Self::Passed => "Passed".to_owned(),
            Self::Open(count) => format!("{count} open"),
            Self::Accepted(_) => "Accepted".to_owned(),
            Self::NotChecked => "Not checked".to_owned(),
        }
    }
}

/// One line of the table of checks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CheckLine {
    /// The check.
    pub check: Check,
    /// Its name, with the focus of the policy in it.
    pub title: Phrase,
    /// The result.
    pub outcome: Outcome,
    /// What is open, or why it was not checked, and what to do. An accepted check says the reason,
    /// and what it was accepted over.
    pub details: Phrase,
}

impl Check {
    /// Returns the check that an open finding with this label keeps open; `None` for what is only good to
    /// know.
    pub fn of(label: Label) -> Option<Self> {
        match (label, label.about()) {
            (Label::NotStartedYet, _) => None,
            (Label::ShouldBeAdmin, _) => Some(Self::FocusAdmins),
            (Label::ShouldNotBeAdmin, _) => Some(Self::NoOtherAdmins),
            (_, About::Link) => Some(Self::Links),
            (_, About::Email | About::Entry | About::Account) => Some(Self::Accounts),
        }
    }

    /// Returns the name of the check under a policy, with the policy's focus in it.
    fn title(self, policy: &Policy) -> Phrase {
        let focus = policy.admin_focus.trim();
        let known = focus.is_empty() || focus == "Operations";
        match self.text().split_once("Operations") {
            Some((before, behind)) if !known => {
                Phrase::new().trusted(before).untrusted(focus).trusted(behind)
            }
            _ => Phrase::new().trusted(self.text()),
        }
    }
}

/// Everything that the results depend on.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The roster.
    pub roster: &'a Roster,
    /// The list.
    pub list: &'a UserList,
    /// The audit of both.
    pub audit: &'a Audit,
    /// The policy that it was judged by.
    pub policy: &'a Policy,
    /// Every decision that holds: among them the checks that a person accepts.
    pub decisions: &'a [Decision],
    /// What is implausible about the whole: it speaks against the lists being complete.
    pub doubts: &'a [Phrase],
}

/// Returns the seven checks in their order, each with its result.
///
/// A check passes only if nothing about it is open, everything it depends on is stated, and both lists were
/// read completely or a person accepted that they were not.
pub fn checks(judged: Judged<'_>) -> Vec<CheckLine> {
    let missing = judged.missing();
    let mut complete = false;
    let mut line = |check: Check| {
        let (mut outcome, mut details) = match &missing {
            Some(missing) => (Outcome::NotChecked, missing.clone()),
            None => judged.result(check, complete),
        };
        if let Some(reason) = judged.accepted(check)
            && missing.is_none()
            && outcome != Outcome::Passed
        {
            details = accepted(reason, &outcome, details);
            outcome = Outcome::Accepted(reason.to_owned());
        }
        if check == Check::Complete {
            complete = outcome.is_settled();
        }
        CheckLine { check, title: check.title(judged.policy), outcome, details }
    };
    Check::ALL.iter().map(|check| line(*check)).collect()
}

/// The reason, a break, and what it stands for.
fn accepted(reason: &str, outcome: &Outcome, details: Phrase) -> Phrase {
    let mut said = Phrase::new();
    for line in reason.lines() {
        said = said.untrusted(line);
        said.0.push(Piece::Break);
    }
    if said.is_empty() {
        said.0.push(Piece::Break);
    }
    said.add_trusted(&outcome.text());
    if !details.is_empty() {
        said = said.trusted(": ").then(details);
    }
    said
}
