//! What a person sees while something is fetched.

use super::retry::{AGAIN, Pause};
use super::trouble::Trouble;
use std::fmt;

/// How far a fetch has come. Its `Display` is the text for the live region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The question was sent; nothing has come yet.
    Asked,
    /// A file's bytes come in.
    Bytes {
        /// How many came.
        got: u64,
        /// How many there are, where GitLab said so.
        of: Option<u64>,
    },
    /// The folder's listing comes in: entries so far.
    Listing {
        /// How many files were found.
        found: usize,
    },
    /// Files of a folder.
    Files {
        /// How many are here.
        done: usize,
        /// How many there are.
        total: usize,
    },
    /// The folder changed while it was read, and is read again at one commit.
    Again,
    /// Something failed that may pass; it is tried again after a pause, counted down by the second.
    Waiting {
        /// Why.
        why: Trouble,
        /// Seconds that are left.
        left: u32,
        /// Which further try comes, counted from 1.
        attempt: usize,
    },
}

impl Progress {
    /// The first state of a pause.
    pub fn waiting(why: &Trouble, pause: Pause) -> Self {
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
                    Trouble::Throttled => "GitLab is asked too often (429)",
                    Trouble::Server { status } => {
                        return write!(
                            f,
                            "GitLab is in trouble ({status}): trying again in {left} s ({attempt} of {AGAIN})"
                        );
                    }
                    Trouble::Unreachable { .. } => "No answer came",
                    Trouble::Dropped => "The connection broke off",
                    Trouble::Partial { failed, .. } if failed.len() == 1 => {
                        "A file could not be read"
                    }
                    Trouble::Partial { failed, .. } => {
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

/// Rounded up, so that something is never shown as nothing.
fn kilobytes(bytes: u64) -> u64 {
    bytes.div_ceil(1000)
}
