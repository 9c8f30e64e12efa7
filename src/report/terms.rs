//! The terms of an audit: everything that is not one of the two lists or the earlier notes.
//!
//! Together with those, they make the same audit again: so they go with the evidence.

use serde::{Deserialize, Serialize};

use super::Origin;
use crate::audit::{Decided, Policy};
use crate::calendly::Choice;

/// The terms of an audit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// The time of the audit, in seconds since 1970 (UTC). It is handed in: the library has no clock.
    pub now: i64,
    /// What the organisation has set, the auditor's name in it.
    pub policy: Policy,
    /// What a person decided, with the reasons.
    pub decided: Decided,
    /// When the pings, and the escalation, were copied to be sent, where that was done here; what earlier
    /// notes say holds otherwise.
    pub sent: Sent,
    /// How parts of the list are to be read, where a person chose otherwise than the detector.
    pub choices: Vec<Choice>,
    /// Where the roster came from.
    pub origin: Origin,
    /// The tool's version and commit.
    pub version: String,
}

/// When the texts of the two steps were sent: seconds since 1970 (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sent {
    /// The first pings.
    pub pinged: Option<i64>,
    /// The escalation.
    pub escalated: Option<i64>,
}
