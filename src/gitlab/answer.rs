//! Converts GitLab's answers into content or errors.
//!
//! [`Question::judge`] looks at the status and the beginning of the body. [`Question::check`]
//! compares the whole body with the headers. GitLab's words are searched anywhere in an answer,
//! since a proxy may wrap or cut it.

use super::error::{Asked, GitlabError};
use super::question::{Question, Wanted};
use crate::json::{self, Json, Value};
use crate::source::Source;

/// The parts of an answer that tell content from errors.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The status; 0 if the browser hides a redirect that was not followed.
    pub status: u16,
    /// The header `Content-Type`, or empty.
    pub content_type: &'a str,
    /// The beginning of the body. A kilobyte is enough.
    pub head: &'a str,
    /// Whether a token was sent.
    pub sent: Asked,
}

/// The size and checksum of a body, from headers that a page may read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Announced {
    /// `X-Gitlab-Size`: the file's size in bytes.
    pub size: Option<u64>,
    /// `Content-Length`: the size of the transferred body, which may be compressed.
    pub length: Option<u64>,
    /// `X-Gitlab-Content-Sha256`, in hexadecimal.
    pub sha256: Option<String>,
}

impl Announced {
    /// Tolerance in bytes. If compression made a body longer, its `Content-Length` is larger than
    /// the body. A page cannot tell whether it was compressed. gzip and brotli add less than this.
    const COMPRESSION: u64 = 64;

    /// Returns the expected size, to show progress.
    pub fn expected(&self) -> Option<u64> {
        self.size.or(self.length)
    }
}

impl Question {
    /// Accepts an answer if its status and beginning are those of content.
    ///
    /// # Errors
    ///
    /// Returns what the answer means otherwise.
    pub fn judge(&self, answer: &Answer<'_>) -> Result<(), GitlabError> {
        let html = is_html(answer.content_type, answer.head);
        let project = || self.project.clone();
        let said = || said(answer.head, html);
        Err(match answer.status {
            200 if html => GitlabError::SignInPage,
            // 204 is a file without content. The caller reports it.
            200 | 204 => return Ok(()),
            0 | 300..=399 => GitlabError::Moved { project: project() },
            401 | 403 | 407 | 511 if html => GitlabError::Gate { status: answer.status },
            407 | 511 => GitlabError::Gate { status: answer.status },
            401 => self.unauthorised(answer),
            403 if answer.head.contains("insufficient_") => {
                GitlabError::ScopeTooSmall(self.scope())
            }
            403 => GitlabError::Forbidden { project: project(), said: said() },
            404 => self.not_found(answer, html),
            429 => GitlabError::Throttled,
            status @ (408 | 500..=599) => GitlabError::Server { status },
            status => GitlabError::Unexpected { status, said: said() },
        })
    }

    /// Explains a 401: no token, or one that is wrong, expired or revoked.
    fn unauthorised(&self, answer: &Answer<'_>) -> GitlabError {
        let words = answer.head.to_ascii_lowercase();
        if answer.sent == Asked::WithoutToken {
            GitlabError::TokenMissing(self.scope())
        } else if words.contains("expired") {
            GitlabError::TokenExpired(self.scope())
        } else if words.contains("revoked") {
            GitlabError::TokenRevoked(self.scope())
        } else {
            GitlabError::TokenWrong(self.scope())
        }
    }

    /// Explains a 404. The words of the answer tell what was not found.
    fn not_found(&self, answer: &Answer<'_>, html: bool) -> GitlabError {
        let words = answer.head.to_ascii_lowercase();
        let (project, reference) = (self.project.clone(), self.reference.clone());
        if html || !words.contains("not found") || words.contains("\"error\"") {
            return GitlabError::NotTheApi { status: answer.status };
        }
        if words.contains("project not found") {
            return GitlabError::ProjectNotFound { project, token: answer.sent };
        }
        if words.contains("commit not found") {
            return GitlabError::ReferenceNotFound { project, reference };
        }
        match &self.wanted {
            Wanted::File(path) => {
                GitlabError::FileNotFound { project, path: path.clone(), reference }
            }
            Wanted::Listing { folder, .. } => {
                GitlabError::FolderNotFound { project, path: folder.clone(), reference }
            }
            Wanted::Issue(number) => GitlabError::IssueNotFound { project, number: *number },
        }
    }

    /// Accepts a whole body if it has the announced size and checksum, and is no Git LFS pointer.
    pub fn check(&self, body: &[u8], announced: &Announced) -> Result<(), GitlabError> {
        let got = body.len() as u64;
        if let Some(expected) = announced.size.filter(|size| got < *size) {
            return Err(GitlabError::Truncated { got, expected });
        }
        if announced.size.is_none()
            && let Some(expected) =
                announced.length.filter(|length| got + Announced::COMPRESSION < *length)
        {
            return Err(GitlabError::Truncated { got, expected });
        }
        if let Wanted::File(path) = &self.wanted {
            if body.starts_with(b"version https://git-lfs.github.com/spec/v1") {
                return Err(GitlabError::LfsPointer { path: path.clone() });
            }
            if let Some(sha256) = announced.sha256.as_deref().filter(|sha256| sha256.len() == 64)
                && !Source::new("", body).sha256().eq_ignore_ascii_case(sha256)
            {
                return Err(GitlabError::Garbled);
            }
        }
        Ok(())
    }
}

/// Extracts the description of an issue from the answer to [`Wanted::Issue`]; empty if it has none.
pub fn issue_description(body: &[u8]) -> Result<String, GitlabError> {
    let issue = json::whole(body).ok();
    let description = issue.as_ref().and_then(|issue| issue.member("description"));
    match description.and_then(Option::<String>::read) {
        Some(text) => Ok(text.unwrap_or_default()),
        None => Err(GitlabError::NotTheApi { status: 200 }),
    }
}

/// Whether a body is a web page.
pub(super) fn is_html(content_type: &str, head: &str) -> bool {
    let begins = |text: &str, with: &str| {
        text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
    };
    let body = head.trim_start_matches('\u{feff}').trim_start();
    begins(content_type.trim_start(), "text/html")
        || begins(body, "<!doctype html")
        || begins(body, "<html")
}

/// Returns GitLab's own words from the body of an error; empty if they say no more than the status.
pub(super) fn said(head: &str, html: bool) -> String {
    if html {
        return String::new();
    }
    let words = match json::whole(head.as_bytes()) {
        Ok(body) if body.members().is_some() => ["error_description", "message", "error"]
            .iter()
            .find_map(|name| body.member(name).filter(|value| value.value != Value::Bare("null")))
            .and_then(|value| value.text().or_else(|| head.get(value.at..value.end)))
            .unwrap_or_default()
            .to_owned(),
        _ => head.to_owned(),
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = words.trim_end_matches('.');
    if words.eq_ignore_ascii_case("403 Forbidden") {
        return String::new();
    }
    match words.char_indices().nth(GitlabError::QUOTE) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words.to_owned(),
    }
}
