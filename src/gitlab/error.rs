//! Everything that can go wrong between the page and GitLab. No trouble ever holds a token.
//!
//! What each says to people stands in `words`, what is tried again in [`super::retry`].

use super::address::{AddressTrouble, Scope};
use super::issue::IssueTrouble;
use super::token::TokenTrouble;
use std::fmt;

/// Why something could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The address in the three fields cannot be asked.
    Address(AddressTrouble),
    /// The pasted address is no issue that can be asked.
    IssueAddress(IssueTrouble),
    /// The pasted token cannot be sent.
    TokenUnusable(TokenTrouble),
    /// 401, and no token was sent.
    TokenMissing(Scope),
    /// 401: GitLab does not know the token.
    TokenWrong(Scope),
    /// 401: the token's time is over.
    TokenExpired(Scope),
    /// 401: the token was withdrawn.
    TokenRevoked(Scope),
    /// 403 `insufficient_scope`: the token may not do this; the scope that is enough.
    ScopeTooSmall(Scope),
    /// 403: known, and refused.
    Forbidden {
        /// The project.
        project: String,
        /// GitLab's own words, at most 200 characters; may be empty.
        said: String,
    },
    /// 404 for the project, with or without a token: GitLab says the same where it may not be seen.
    ProjectNotFound {
        /// The project.
        project: String,
        /// Whether a token was sent.
        token: Asked,
    },
    /// 404 for the branch, tag or commit; empty for the default branch.
    ReferenceNotFound {
        /// The project.
        project: String,
        /// The reference as asked.
        reference: String,
    },
    /// 404 for the file.
    FileNotFound {
        /// The project.
        project: String,
        /// The path as asked.
        path: String,
        /// The reference as asked; empty for the default branch.
        reference: String,
    },
    /// 404 for the folder.
    FolderNotFound {
        /// The project.
        project: String,
        /// The path as asked.
        path: String,
        /// The reference as asked; empty for the default branch.
        reference: String,
    },
    /// 404 for the issue.
    IssueNotFound {
        /// The project.
        project: String,
        /// Its number.
        number: u64,
    },
    /// 404 without words that GitLab's API uses: something else answered.
    NotTheApi {
        /// The status.
        status: u16,
    },
    /// A redirect: the project has moved. It is not followed, so that the token goes nowhere else.
    Moved {
        /// The project.
        project: String,
    },
    /// 429: asked too often.
    Throttled,
    /// 5xx: GitLab, or a proxy before it, is in trouble.
    Server {
        /// The status.
        status: u16,
    },
    /// 200 with an HTML page in place of what was asked for.
    SignInPage,
    /// 401, 403 or 407 with an HTML page: a proxy in between refuses.
    Gate {
        /// The status.
        status: u16,
    },
    /// The file is under Git LFS, and came as its pointer.
    LfsPointer {
        /// The path.
        path: String,
    },
    /// The file has no content.
    EmptyFile {
        /// The path.
        path: String,
    },
    /// The folder holds no `.yaml` or `.yml` file.
    EmptyFolder {
        /// The path; empty for the project's top folder.
        path: String,
        /// How many other entries it holds.
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
    /// The request failed with no answer that the page may see.
    Unreachable {
        /// The host.
        host: String,
    },
    /// The connection broke while the body came.
    Dropped,
    /// Nothing came for 20 seconds.
    Stalled,
    /// The body is shorter than GitLab said.
    Truncated {
        /// Bytes that came.
        got: u64,
        /// Bytes that GitLab announced.
        expected: u64,
    },
    /// The body is not the one that GitLab computed the checksum of.
    Garbled,
    /// The body is larger than any roster.
    TooLarge,
    /// The branch kept moving while the folder was read.
    KeepsMoving,
    /// Some files of a folder could not be read, so the folder is not whole.
    Partial {
        /// The files, each with why.
        failed: Vec<(String, Trouble)>,
        /// How many files were read and are kept.
        read: usize,
        /// How many files the folder has.
        total: usize,
    },
    /// A person stopped it.
    Cancelled,
}

/// Whether a token went along with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// With a token.
    WithToken,
    /// Without one.
    WithoutToken,
}

impl Trouble {
    /// Longest quotation of GitLab's own words, in characters.
    pub const QUOTE: usize = 200;

    /// The scope of a token that would help; `None` where a new token would not.
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

    /// Whether it concerns one file alone, so that the others of a folder can still be read.
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

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says().plain())
    }
}

impl From<AddressTrouble> for Trouble {
    fn from(trouble: AddressTrouble) -> Self {
        Self::Address(trouble)
    }
}

impl From<IssueTrouble> for Trouble {
    fn from(trouble: IssueTrouble) -> Self {
        Self::IssueAddress(trouble)
    }
}
