//! When an audit was made, of what, and under which policy.
//!
//! All that the lists themselves do not say. Times are unix seconds in UTC and are handed in: the library
//! has no clock.

use super::workflow::Events;
use crate::audit::{Decision, Policy};
use crate::day::Day;
use crate::json::{Json, Node, Writer};

/// Where the roster came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub enum Origin {
    /// Files that were opened by hand: their names are those of the sources.
    #[default]
    Files,
    /// Fetched from GitLab.
    Fetched {
        /// For example `gitlab-com/support/team`.
        project: String,
        /// For example `data/support-team.yaml`, or the folder.
        path: String,
        /// The commit, in full.
        commit: String,
    },
}

impl Json for Origin {
    fn write(&self, to: &mut Writer) {
        match self {
            Self::Files => to.text("Files"),
            Self::Fetched { project, path, commit } => to.object(&[(
                "Fetched",
                &Fetched { project: project.clone(), path: path.clone(), commit: commit.clone() },
            )]),
        }
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        match from.only_member() {
            Some(("Fetched", value)) => {
                let Fetched { project, path, commit } = Fetched::read(value)?;
                Some(Self::Fetched { project, path, commit })
            }
            _ => (from.text() == Some("Files")).then_some(Self::Files),
        }
    }
}

/// What [`Origin::Fetched`] says, as it is written.
#[derive(Default)]
struct Fetched {
    project: String,
    path: String,
    commit: String,
}

crate::json::record!(Fetched { project, path, commit });

/// The longest that one audit takes, in seconds: 60 days. It runs twice a year and takes about two weeks.
pub const ONE_AUDIT: i64 = 60 * 86_400;

/// The first of two times at which something was sent in one audit, where either is known. Times that lie
/// farther apart than [`ONE_AUDIT`] belong to two audits: then it is that of the later one.
pub fn first(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) if one.abs_diff(other) <= ONE_AUDIT.unsigned_abs() => {
            Some(one.min(other))
        }
        // `None` comes before every time.
        (one, other) => one.max(other),
    }
}

/// What a report says beside the lists.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// When the audit was made: unix seconds, UTC.
    pub when: i64,
    /// Where the roster came from.
    pub origin: &'a Origin,
    /// The policy that it was judged by.
    pub policy: &'a Policy,
    /// Every decision that was handed to the audit.
    pub decisions: &'a [Decision],
    /// What was sent or announced, as far as is known.
    pub events: Events,
    /// The tool's version.
    pub version: &'a str,
}

impl Context<'_> {
    /// `FY27 Q4`, by the policy's fiscal year.
    pub fn fiscal(&self) -> String {
        Day::at(self.when).fiscal(self.policy.fiscal_month)
    }

    /// Returns the events of this audit. What is older than [`ONE_AUDIT`] was the audit before, whose notes
    /// are read for their justifications: nobody is escalated to a manager for that.
    pub fn events(&self) -> Events {
        let of_this = |when: Option<i64>| when.filter(|when| self.is_of_this_audit(*when));
        Events {
            pinged: of_this(self.events.pinged),
            escalated: of_this(self.events.escalated),
            reviewed: of_this(self.events.reviewed),
            to_be_pinged: of_this(self.events.to_be_pinged),
            to_be_escalated: of_this(self.events.to_be_escalated),
        }
    }

    fn is_of_this_audit(&self, sent: i64) -> bool {
        self.when.saturating_sub(sent) <= ONE_AUDIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_two_times_is_that_of_the_later_audit() {
        let day = 86_400;
        for (one, other, expected) in [
            (None, None, None),
            (Some(day), None, Some(day)),
            (Some(day), Some(3 * day), Some(day)),
            (Some(day), Some(day + ONE_AUDIT), Some(day)),
            (Some(day), Some(day + ONE_AUDIT + 1), Some(day + ONE_AUDIT + 1)),
            (Some(i64::MIN), Some(i64::MAX), Some(i64::MAX)),
        ] {
            assert_eq!(first(one, other), expected);
            assert_eq!(first(other, one), expected);
        }
    }
}
