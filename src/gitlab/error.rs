//! Errors of a fetch from GitLab. No error ever holds a token.
//!
//! `error_messages` has their text, and [`super::retry`] says which ones are retried.

use super::address::{AddressError, Scope};
use super::issue::IssueError;
use super::token::TokenError;
use std::fmt;

/// Why something could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GitlabError {
    /// The address in the three fields cannot be requested.
    Address(AddressError),
    /// The pasted address is no issue that can be requested.
    IssueAddress(IssueError),
    /// The pasted token cannot be sent.
    TokenUnusable(TokenError),
    /// 401 without a token. Holds the scope that is needed.
    TokenMissing(Scope),
    /// 401: GitLab does not know the token.
    TokenWrong(Scope),
    /// 401: the token has expired.
    TokenExpired(Scope),
    /// 401: the token was revoked.
    TokenRevoked(Scope),
    /// 403 `insufficient_scope`: the token may not do this. Holds the scope that is enough.
    ScopeTooSmall(Scope),
    /// 403: GitLab knows the account, and refuses.
    Forbidden {
        /// The project.
        project: String,
        /// GitLab's own words, at most 200 characters; may be empty.
        said: String,
    },
    /// 404 for the project. GitLab answers the same for a project that the account may not see.
    ProjectNotFound {
        /// The project.
        project: String,
        /// Whether a token was sent.
        token: Asked,
    },
    /// 404 for the branch, tag or commit.
    ReferenceNotFound {
        /// The project.
        project: String,
        /// The requested reference; empty for the default branch.
        reference: String,
    },
    /// 404 for the file.
    FileNotFound {
        /// The project.
        project: String,
        /// The requested path.
        path: String,
        /// The requested reference; empty for the default branch.
        reference: String,
    },
    /// 404 for the folder.
    FolderNotFound {
        /// The project.
        project: String,
        /// The requested path.
        path: String,
        /// The requested reference; empty for the default branch.
        reference: String,
    },
    /// 404 for the issue.
    IssueNotFound {
        /// The project.
        project: String,
        /// Its number.
        number: u64,
    },
    /// An answer without the words of GitLab's API: something else answered.
    NotTheApi {
        /// The status.
        status: u16,
    },
    /// A redirect: the project has moved. It is not followed, so that the token goes nowhere else.
    Moved {
        /// The project.
        project: String,
    },
    /// 429: too many requests.
    Throttled,
    /// 5xx: an error of GitLab, or of a proxy in front of it.
    Server {
        /// The status.
        status: u16,
    },
    /// 200 with an HTML page instead of the content.
    SignInPage,
    /// 401, 403 or 407 with an HTML page: a proxy refuses.
    Gate {
        /// The status.
        status: u16,
    },
    /// The file is in Git LFS, and its pointer came instead.
    LfsPointer {
        /// The path.
        path: String,
    },
    /// The file has no content.
    EmptyFile {
        /// The path.
        path: String,
    },
    /// The folder has no `.yaml` or `.yml` file.
    EmptyFolder {
        /// The path; empty for the project's top folder.
        path: String,
        /// The number of other entries.
        others: usize,
    },
    /// Another status, or an answer that cannot be read.
    Unexpected {
        /// The status.
        status: u16,
        /// GitLab's own words, at most 200 characters; may be empty.
        said: String,
    },
    /// The browser says that there is no network.
    Offline,
    /// The request failed without an answer that the page may see.
    Unreachable {
        /// The host.
        host: String,
    },
    /// The connection broke during the body.
    Dropped,
    /// Nothing came for 20 seconds.
    Stalled,
    /// The body is shorter than announced.
    Truncated {
        /// Bytes received.
        got: u64,
        /// Bytes announced.
        expected: u64,
    },
    /// The body does not have the announced checksum.
    Garbled,
    /// The body is larger than any roster.
    TooLarge,
    /// The branch kept moving during the fetch of the folder.
    KeepsMoving,
    /// Some files of a folder could not be read, so the folder is incomplete.
    Partial {
        /// The files with their errors.
        failed: Vec<(String, GitlabError)>,
        /// The number of files that were read and are kept.
        read: usize,
        /// The number of files in the folder.
        total: usize,
    },
    /// A person stopped the fetch.
    Cancelled,
}

/// Whether a token was sent with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A token was sent.
    WithToken,
    /// No token was sent.
    WithoutToken,
}

impl GitlabError {
    /// Maximum length of a quotation of GitLab's words, in characters.
    pub const QUOTE: usize = 200;

    /// Returns the scope of a token that would help; `None` if a new token would not.
    pub fn wants_token(&self) -> Option<Scope> {
        match self {
            Self::TokenMissing(scope)
            | Self::TokenWrong(scope)
            | Self::TokenExpired(scope)
            | Self::TokenRevoked(scope)
            | Self::ScopeTooSmall(scope) => Some(*scope),
            _ => None,
        }
    }

    /// Whether it concerns one file only, so that the others of a folder can still be read.
    pub fn is_of_one_file(&self) -> bool {
        matches!(
            self,
            Self::FileNotFound { .. }
                | Self::LfsPointer { .. }
                | Self::Throttled
                | Self::Server { .. }
                | Self::SignInPage
                | Self::Unexpected { .. }
                | Self::Unreachable { .. }
                | Self::Dropped
                | Self::Stalled
                | Self::Truncated { .. }
                | Self::Garbled
                | Self::TooLarge
        )
    }
}

impl fmt::Display for GitlabError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says().plain())
    }
}

impl From<AddressError> for GitlabError {
    fn from(error: AddressError) -> Self {
        Self::Address(error)
    }
}

impl From<IssueError> for GitlabError {
    fn from(error: IssueError) -> Self {
        Self::IssueAddress(error)
    }
}
