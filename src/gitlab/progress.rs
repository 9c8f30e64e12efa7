//! The progress of a fetch, for people.

use super::error::GitlabError;
use super::retry::{AGAIN, Pause};
use std::fmt;

/// Progress of a fetch. Its `Display` is the text of the live region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The request was sent, and nothing has arrived.
    Asked,
    /// A file is arriving.
    Bytes {
        /// Bytes received.
        got: u64,
        /// Total bytes, if GitLab announced them.
        of: Option<u64>,
    },
    /// The folder's listing is arriving.
    Listing {
        /// Files found so far.
        found: usize,
    },
    /// Files of a folder are arriving.
    Files {
        /// Files received.
        done: usize,
        /// Total files.
        total: usize,
    },
    /// The folder changed during the fetch, which starts again at one commit.
    Again,
    /// A transient error occurred. The pause before the retry is counted down in seconds.
    Waiting {
        /// The error.
        why: GitlabError,
        /// Seconds left.
        left: u32,
        /// Number of the retry, counted from 1.
        attempt: usize,
    },
}

impl Progress {
    /// Creates the first state of a pause.
    pub fn waiting(why: &GitlabError, pause: Pause) -> Self {
        Self::Waiting { why: why.clone(), left: pause.seconds, attempt: pause.attempt }
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("Asking GitLab"),
            Self::Bytes { got, of: Some(of) } if of >= got => {
                write!(f, "{} of {} KB", kilobytes(*got), kilobytes(*of))
            }
            Self::Bytes { got, .. } => write!(f, "{} KB", kilobytes(*got)),
            Self::Listing { found: 0 } => f.write_str("Listing the folder"),
            Self::Listing { found } => write!(f, "Listing the folder: {found} files so far"),
            Self::Files { done, total } => write!(f, "{done} of {total} files"),
            Self::Again => {
                f.write_str("The folder changed meanwhile: reading it again at one commit")
            }
            Self::Waiting { why, left, attempt } => {
                let what = match why {
                    GitlabError::Throttled => "GitLab is asked too often (429)",
                    GitlabError::Server { status } => {
                        return write!(
                            f,
                            "GitLab is in error ({status}): trying again in {left} s ({attempt} of {AGAIN})"
                        );
                    }
                    GitlabError::Unreachable { .. } => "No answer came",
                    GitlabError::Dropped => "The connection broke off",
                    GitlabError::Partial { failed, .. } if failed.len() == 1 => {
                        "A file could not be read"
                    }
                    GitlabError::Partial { failed, .. } => {
                        return write!(
                            f,
                            "{} files could not be read: trying them again in {left} s ({attempt} of {AGAIN})",
                            failed.len()
                        );
                    }
                    _ => "The answer came damaged",
                };
                write!(f, "{what}: trying again in {left} s ({attempt} of {AGAIN})")
            }
        }
    }
}

/// Rounds up, so that a small number is not shown as zero.
fn kilobytes(bytes: u64) -> u64 {
    bytes.div_ceil(1000)
}
