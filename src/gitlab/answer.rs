//! An answer of GitLab becomes content, or the trouble that it stands for.
//!
//! First the status and the beginning of the body are judged ([`Question::judge`]); a whole body is
//! then checked against what was announced for it ([`Question::check`]). What follows from the words
//! of an answer is looked for anywhere in it, since a proxy may wrap or cut it.

use super::question::{Question, Wanted};
use super::trouble::{Asked, Trouble};
use crate::json::{self, Json, Value};
use crate::source::Source;

/// What came back, as far as it decides between content and trouble.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The status; 0 where the browser hides a redirect that was not followed.
    pub status: u16,
    /// The header `Content-Type`, or nothing.
    pub content_type: &'a str,
    /// The beginning of the body: a kilobyte is enough.
    pub head: &'a str,
    /// Whether a token went along.
    pub sent: Asked,
}

/// What GitLab announced for a body, in headers that a page may read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Announced {
    /// `X-Gitlab-Size`: the file's size in bytes.
    pub size: Option<u64>,
    /// `Content-Length`: of the body as it travelled, so of the compressed one where it was.
    pub length: Option<u64>,
    /// `X-Gitlab-Content-Sha256`, in hexadecimal.
    pub sha256: Option<String>,
}

impl Announced {
    /// A body may be a little shorter than its `Content-Length` where compressing made it longer; a
    /// page cannot read whether it was compressed. gzip and brotli add less than this.
    const COMPRESSION: u64 = 64;

    /// The size to expect, for progress.
    pub fn expected(&self) -> Option<u64> {
        self.size.or(self.length)
    }
}

impl Question {
    /// Whether an answer's status and beginning are those of content. Anything else is a trouble.
    pub fn judge(&self, answer: &Answer<'_>) -> Result<(), Trouble> {
        let html = is_html(answer.content_type, answer.head);
        let project = || self.project.clone();
        let said = || said(answer.head, html);
        Err(match answer.status {
            200 if html => Trouble::SignInPage,
            // 204: a file without content, which the caller finds out by itself.
            200 | 204 => return Ok(()),
            0 | 300..=399 => Trouble::Moved { project: project() },
            401 | 403 | 407 | 511 if html => Trouble::Gate { status: answer.status },
            407 | 511 => Trouble::Gate { status: answer.status },
            401 => self.unauthorised(answer),
            403 if answer.head.contains("insufficient_") => Trouble::ScopeTooSmall(self.scope()),
            403 => Trouble::Forbidden { project: project(), said: said() },
            404 => self.not_found(answer, html),
            429 => Trouble::Throttled,
            status @ (408 | 500..=599) => Trouble::Server { status },
            status => Trouble::Unexpected { status, said: said() },
        })
    }

    /// 401: no token, or one that is wrong, expired or revoked.
    fn unauthorised(&self, answer: &Answer<'_>) -> Trouble {
        let words = answer.head.to_ascii_lowercase();
        if answer.sent == Asked::WithoutToken {
            Trouble::TokenMissing(self.scope())
        } else if words.contains("expired") {
            Trouble::TokenExpired(self.scope())
        } else if words.contains("revoked") {
            Trouble::TokenRevoked(self.scope())
        } else {
            Trouble::TokenWrong(self.scope())
        }
    }

    /// 404: what is not there stands in the words of the answer.
    fn not_found(&self, answer: &Answer<'_>, html: bool) -> Trouble {
        let words = answer.head.to_ascii_lowercase();
        let (project, reference) = (self.project.clone(), self.reference.clone());
        if html || !words.contains("not found") || words.contains("\"error\"") {
            return Trouble::NotTheApi { status: answer.status };
        }
        if words.contains("project not found") {
            return Trouble::ProjectNotFound { project, token: answer.sent };
        }
        if words.contains("commit not found") {
            return Trouble::ReferenceNotFound { project, reference };
        }
        match &self.wanted {
            Wanted::File(path) => Trouble::FileNotFound { project, path: path.clone(), reference },
            Wanted::Listing { folder, .. } => {
                Trouble::FolderNotFound { project, path: folder.clone(), reference }
            }
            Wanted::Issue(number) => Trouble::IssueNotFound { project, number: *number },
        }
    }

    /// Whether a whole body is what was announced, and content rather than something in its place.
    pub fn check(&self, body: &[u8], announced: &Announced) -> Result<(), Trouble> {
        let got = body.len() as u64;
        if let Some(expected) = announced.size.filter(|size| got < *size) {
            return Err(Trouble::Truncated { got, expected });
        }
        if announced.size.is_none()
            && let Some(expected) =
                announced.length.filter(|length| got + Announced::COMPRESSION < *length)
        {
            return Err(Trouble::Truncated { got, expected });
        }
        if let Wanted::File(path) = &self.wanted {
            if body.starts_with(b"version https://git-lfs.github.com/spec/v1") {
                return Err(Trouble::LfsPointer { path: path.clone() });
            }
            if let Some(sha256) = announced.sha256.as_deref().filter(|sha256| sha256.len() == 64)
                && !Source::new("", body).sha256().eq_ignore_ascii_case(sha256)
            {
                return Err(Trouble::Garbled);
            }
        }
        Ok(())
    }
}

/// The description of an issue, out of the answer to [`Wanted::Issue`]; empty where it has none.
pub fn issue_description(body: &[u8]) -> Result<String, Trouble> {
    let issue = json::whole(body).ok();
    let description = issue.as_ref().and_then(|issue| issue.member("description"));
    match description.and_then(Option::<String>::read) {
        Some(text) => Ok(text.unwrap_or_default()),
        None => Err(Trouble::NotTheApi { status: 200 }),
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

/// GitLab's own words in an error's body, as far as they say more than the status.
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
    match words.char_indices().nth(Trouble::QUOTE) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words.to_owned(),
    }
}
