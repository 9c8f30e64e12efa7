//! The seven checks: what an audit can answer for.

use serde::{Deserialize, Serialize};

use crate::catalogue::catalogue;
use crate::phrase::Phrase;

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
