//! What is tried again, how often, and after which pauses.
//!
//! Tried again: what passes by itself (429, 5xx, a connection that failed or broke, a body that came
//! damaged). Not tried again: what a person must mend, a stall (20 seconds were enough), and having
//! no network at all. GitLab's `Retry-After` cannot be read by a page of another origin, so the pauses
//! are ours.

use super::trouble::Trouble;

/// How often one request is tried again at most.
pub const AGAIN: usize = 3;

impl Trouble {
    /// The pauses before each further try, in seconds; empty if trying again would not help.
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

/// A pause before a further try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// How long, in seconds.
    pub seconds: u32,
    /// Which further try comes after it, counted from 1.
    pub attempt: usize,
}

/// Counts the further tries of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Retry(usize);

impl Retry {
    /// The pause before the next try after this trouble; `None` when it is to be reported.
    pub fn next(&mut self, trouble: &Trouble) -> Option<Pause> {
        let seconds = *trouble.pauses().get(self.0)?;
        self.0 += 1;
        Some(Pause { seconds, attempt: self.0 })
    }
}
