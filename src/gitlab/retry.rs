//! Retries: which errors are retried, how often, and after which pauses.
//!
//! Retries transient errors: 429, 5xx, a connection that failed or broke, a damaged body. Does not
//! retry what a person must correct, a stall (20 seconds were enough), or a missing network. A page
//! of another origin cannot read GitLab's `Retry-After`, so the pauses are fixed here.

use super::error::GitlabError;

/// Maximum number of retries of one request.
pub const AGAIN: usize = 3;

impl GitlabError {
    /// Returns the pauses before each retry, in seconds; empty if a retry would not help.
    pub fn pauses(&self) -> &'static [u32] {
        match self {
            Self::Throttled => &[2, 5, 10],
            Self::Server { .. }
            | Self::Unreachable { .. }
            | Self::Dropped
            | Self::Truncated { .. }
            | Self::Garbled => &[1, 2, 4],
            _ => &[],
        }
    }
}

/// A pause before a retry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Length in seconds.
    pub seconds: u32,
    /// Number of the retry after it, counted from 1.
    pub attempt: usize,
}

/// Counts the retries of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retry(usize);

impl Retry {
    /// Returns the pause before the next retry after this error; `None` if the error must be
    /// reported.
    pub fn next(&mut self, error: &GitlabError) -> Option<Pause> {
        let seconds = *error.pauses().get(self.0)?;
        self.0 += 1;
        Some(Pause { seconds, attempt: self.0 })
    }
}
