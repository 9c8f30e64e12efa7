//! Single answers of GitLab's, and of what stands before it.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::LAST_COMMIT;
use crate::http::{Answer, Ending};

/// An answer of GitLab's own kind: a message in JSON.
pub fn message(status: u16, text: &str) -> Answer {
    Answer::new(status, "application/json", json!({ "message": text }).to_string())
}

/// GitLab's way to say that it is asked too often. A page cannot read the `Retry-After`.
pub fn throttled_in_plain_text() -> Answer {
    Answer::new(429, "text/plain", "Retry later\n").with("Retry-After", "60")
}

/// The other way to say so.
pub fn throttled_in_json() -> Answer {
    let text = "This endpoint has been requested too many times. Try again later.";
    Answer::new(429, "application/json", json!({"message": {"error": text}}).to_string())
}

/// GitLab in trouble: the page that its front shows.
pub fn trouble(status: u16) -> Answer {
    let page = format!(
        "<!DOCTYPE html><html><head><title>GitLab is not responding ({status})</title></head><body><h1>{status}</h1></body></html>"
    );
    Answer::new(status, "text/html", page)
}

/// A proxy's sign-in page in place of what was asked for.
pub fn sign_in_page() -> Answer {
    let page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form action=\"/login\"></form></body></html>";
    Answer::new(200, "text/html; charset=utf-8", page)
}

/// What GitLab answers for a file that lies in LFS, as raw text.
pub fn lfs_pointer() -> &'static str {
    "version https://git-lfs.github.com/spec/v1\n\
     oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\n\
     size 123456\n"
}

/// The connection breaks before any answer: to a page this is "Failed to fetch".
pub fn broken_off() -> Answer {
    Answer::new(200, "text/plain", "").ending(Ending::Nothing)
}

/// An answer as GitLab gives for a file.
pub fn file(path: &str, branch: &str, content: &[u8]) -> Answer {
    Answer::new(200, "text/plain; charset=utf-8", content)
        .with("X-Gitlab-Blob-Id", blob(content))
        .with("X-Gitlab-Commit-Id", "d5a3ff139356ce33e37e73add446f16869741b50")
        .with("X-Gitlab-Last-Commit-Id", LAST_COMMIT)
        .with("X-Gitlab-File-Path", path)
        .with("X-Gitlab-Ref", branch)
        .with("X-Gitlab-Size", content.len().to_string())
        .with("X-Gitlab-Content-Sha256", hex(&Sha256::digest(content)))
}

/// The name of a file's content, the same in a listing and with the file itself.
pub(super) fn blob(content: &[u8]) -> String {
    hex(&Sha256::digest([b"blob ", content].concat())[..20])
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
