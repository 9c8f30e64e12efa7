//! The one module that speaks HTTP, and only with the GitLab that the page was built for.
//!
//! Every request is a GET of one of the three API paths that `gitlab::question` can make, or a form for
//! one of the two paths of `gitlab::sign_in`, which answer with tokens and take them back; without
//! cookies (`credentials: omit`), without a referrer, past every cache, and with the token in a header
//! or not at all. Redirects are not followed (`redirect: manual`): a browser would carry
//! the token's header along to wherever a redirect points, and only the Content-Security-Policy would
//! stand in between. A moved project is therefore a error with a sentence of its own.
//!
//! What an answer means, what is tried again and how a folder is kept whole is decided in
//! `calendly_audit::gitlab`; here it is only carried out.

mod cancel;
mod folder;
mod request;
mod sign_in;
mod timer;
mod together;

#[cfg(test)]
mod tests;

pub use cancel::Cancel;
pub use sign_in::{grant, revoke};

use calendly_audit::gitlab::address::{Host, Layout, RosterAddress};
use calendly_audit::gitlab::answer::issue_description;
use calendly_audit::gitlab::error::GitlabError;
use calendly_audit::gitlab::folder::BlobCache;
use calendly_audit::gitlab::issue::IssueAddress;
use calendly_audit::gitlab::progress::Progress;
use calendly_audit::gitlab::question::Question;
use calendly_audit::gitlab::token::Token;
use calendly_audit::source::Source;
use request::Asking;
use std::cell::RefCell;

/// A roster as GitLab gave it: whole, and of one commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedRoster {
    /// The file, or the folder's YAML files in the order of their paths. Named by their paths.
    pub files: Vec<Source>,
    /// Of one file, the commit that changed it last (`X-Gitlab-Last-Commit-Id`); of a folder, the
    /// commit that it was read at (`X-Gitlab-Commit-Id`). Empty if GitLab named none.
    pub commit: String,
    /// What the folder holds besides, each with why it was not read.
    pub aside: Vec<String>,
}

/// Fetches the roster, whole or not at all.
///
/// `shelf` keeps the folder's files that were read, also when others fail or a person cancels, so that
/// the next call asks only for the rest. `on_progress` is called often: what it is given replaces what
/// it was given before. After `cancel` the answer is [`GitlabError::Cancelled`]; dropping the future
/// stops all requests as well.
pub async fn fetch_roster(
    host: &Host,
    address: &RosterAddress,
    token: &Token,
    shelf: &RefCell<BlobCache>,
    on_progress: impl Fn(Progress),
    cancel: &Cancel,
) -> Result<FetchedRoster, GitlabError> {
    let asking = Asking { host, token, cancel, on_progress: &on_progress };
    match address.layout() {
        Layout::Folder => folder::fetch(&asking, address, shelf).await,
        Layout::File => {
            let path = address.path();
            let question = Question::file(address, path, address.reference());
            let on_bytes = |got, of| on_progress(Progress::Bytes { got, of });
            let reply = asking.ask(&question, &Progress::Asked, &on_bytes).await?;
            if reply.body.is_empty() {
                return Err(GitlabError::EmptyFile { path: path.to_owned() });
            }
            let commit = reply
                .header("X-Gitlab-Last-Commit-Id")
                .or_else(|| reply.header("X-Gitlab-Commit-Id"));
            Ok(FetchedRoster {
                files: vec![Source::new(path, reply.body)],
                commit: commit.unwrap_or_default(),
                aside: Vec::new(),
            })
        }
    }
}

/// Fetches the description of an issue: the notes of an earlier audit.
pub async fn fetch_issue(
    host: &Host,
    address: &IssueAddress,
    token: &Token,
    on_progress: impl Fn(Progress),
    cancel: &Cancel,
) -> Result<String, GitlabError> {
    let asking = Asking { host, token, cancel, on_progress: &on_progress };
    let reply = asking.ask(&Question::issue(address), &Progress::Asked, &|_, _| ()).await?;
    issue_description(&reply.body)
}
