//! Tests that each of GitLab's answers gives its own error and message.

use super::{address, host};
use crate::gitlab::address::{AddressError, Scope};
use crate::gitlab::answer::{Announced, Answer, issue_description};
use crate::gitlab::error::{Asked, GitlabError};
use crate::gitlab::issue::{IssueAddress, IssueError};
use crate::gitlab::question::Question;
use crate::gitlab::retry::{AGAIN, Pause, Retry};
use crate::gitlab::token::TokenError;
use crate::phrase::Piece;
use Asked::{WithToken, WithoutToken};
use proptest::prelude::*;

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";
const PLAIN: &str = "text/plain; charset=utf-8";

fn file() -> Question {
    Question::file(&address("g/team", "data/team.yaml", "main"), "data/team.yaml", "main")
}

fn folder() -> Question {
    Question::listing(&address("g/team", "data/agents/", ""), 1, "")
}

fn issue() -> Question {
    Question::issue(&IssueAddress { project: "g/audits".into(), number: 7 })
}

fn judged(
    question: &Question,
    status: u16,
    content_type: &str,
    head: &str,
    sent: Asked,
) -> Result<(), GitlabError> {
    question.judge(&Answer { status, content_type, head, sent })
}

/// Question, status, type and body of the answer, whether a token was sent; error and words.
type Row = (Question, u16, &'static str, &'static str, Asked, GitlabError, &'static [&'static str]);

/// Status, type and body, as GitLab and proxies send them; the error; words of its message,
/// including what to do next.
#[test]
fn each_answer_has_its_error_and_message() {
    let (project, path) = (|| "g/team".to_owned(), || "data/team.yaml".to_owned());
    let main = || "main".to_owned();
    let revoked = r#"{"error":"invalid_token","error_description":"Token was revoked. You have to re-authorize from the user."}"#;
    let expired = r#"{"error":"invalid_token","error_description":"Token is expired. You can either do re-authorization or token refresh."}"#;
    let scope = r#"{"error":"insufficient_scope","error_description":"The request requires higher privileges than provided by the access token.","scope":"api read_api"}"#;
    let table: Vec<Row> = vec![
        (
            file(),
            401,
            JSON,
            r#"{"message":"401 Unauthorized"}"#,
            WithToken,
            GitlabError::TokenWrong(Scope::ReadRepository),
            &["does not know this access token", "Copy it again", "read_repository"],
        ),
        (
            file(),
            401,
            JSON,
            r#"{"message":"401 Unauthorized"}"#,
            WithoutToken,
            GitlabError::TokenMissing(Scope::ReadRepository),
            &["asks for an access token", "Paste one", "read_repository"],
        ),
        (
            file(),
            401,
            JSON,
            expired,
            WithToken,
            GitlabError::TokenExpired(Scope::ReadRepository),
            &["has expired", "Make a new one", "read_repository"],
        ),
        (
            folder(),
            401,
            JSON,
            revoked,
            WithToken,
            GitlabError::TokenRevoked(Scope::ReadApi),
            &["was revoked", "Make a new one", "read_api"],
        ),
        (
            folder(),
            403,
            JSON,
            scope,
            WithToken,
            GitlabError::ScopeTooSmall(Scope::ReadApi),
            &["scope is too small", "read_api", "read_repository is enough for a single file only"],
        ),
        (
            file(),
            403,
            JSON,
            scope,
            WithToken,
            GitlabError::ScopeTooSmall(Scope::ReadRepository),
            &["scope is too small", "Make one with the scope read_repository"],
        ),
        (
            file(),
            403,
            JSON,
            r#"{"message":"403 Forbidden"}"#,
            WithToken,
            GitlabError::Forbidden { project: project(), said: String::new() },
            &["does not let them read g/team", "Ask a maintainer"],
        ),
        (
            file(),
            403,
            JSON,
            r#"{"message":"403 Forbidden - Your IP is not allowed."}"#,
            WithToken,
            GitlabError::Forbidden {
                project: project(),
                said: "403 Forbidden - Your IP is not allowed".into(),
            },
            &["It said: 403 Forbidden - Your IP is not allowed."],
        ),
        (
            file(),
            404,
            JSON,
            r#"{"message":"404 Project Not Found"}"#,
            WithToken,
            GitlabError::ProjectNotFound { project: project(), token: WithToken },
            &["no project g/team", "name is wrong", "lacks access", "Check the name"],
        ),
        (
            file(),
            404,
            JSON,
            r#"{"message":"404 Project Not Found"}"#,
            WithoutToken,
            GitlabError::ProjectNotFound { project: project(), token: WithoutToken },
            &["no project g/team", "without an access token", "name", "paste a token"],
        ),
        (
            file(),
            404,
            JSON,
            r#"{"message":"404 Commit Not Found"}"#,
            WithToken,
            GitlabError::ReferenceNotFound { project: project(), reference: main() },
            &["no branch, tag or commit main", "Check its spelling", "leave that field empty"],
        ),
        (
            folder(),
            404,
            JSON,
            r#"{"message":"404 Commit Not Found"}"#,
            WithToken,
            GitlabError::ReferenceNotFound { project: project(), reference: String::new() },
            &["no commit on its default branch"],
        ),
        (
            file(),
            404,
            JSON,
            r#"{"message":"404 File Not Found"}"#,
            WithToken,
            GitlabError::FileNotFound { project: project(), path: path(), reference: main() },
            &["no file data/team.yaml in g/team at main", "Check the path"],
        ),
        (
            folder(),
            404,
            JSON,
            r#"{"message":"404 Tree Not Found"}"#,
            WithToken,
            GitlabError::FolderNotFound {
                project: project(),
                path: "data/agents".into(),
                reference: String::new(),
            },
            &["no folder data/agents in g/team on the default branch", "Check the path"],
        ),
        (
            issue(),
            404,
            JSON,
            r#"{"message":"404 Not found"}"#,
            WithToken,
            GitlabError::IssueNotFound { project: "g/audits".into(), number: 7 },
            &["no issue #7 in g/audits", "read_api", "paste its text"],
        ),
        (
            issue(),
            404,
            JSON,
            r#"{"message":"404 Project Not Found"}"#,
            WithToken,
            GitlabError::ProjectNotFound { project: "g/audits".into(), token: WithToken },
            &["no project g/audits"],
        ),
        (
            file(),
            404,
            HTML,
            "<!DOCTYPE html><title>Not Found</title>",
            WithToken,
            GitlabError::NotTheApi { status: 404 },
            &["not GitLab's API", "Open GitLab in another tab"],
        ),
        (
            file(),
            404,
            JSON,
            r#"{"error":"404 Not Found"}"#,
            WithToken,
            GitlabError::NotTheApi { status: 404 },
            &["not GitLab's API"],
        ),
        (
            file(),
            404,
            PLAIN,
            "",
            WithToken,
            GitlabError::NotTheApi { status: 404 },
            &["not GitLab's API"],
        ),
        (
            file(),
            0,
            "",
            "",
            WithToken,
            GitlabError::Moved { project: project() },
            &["g/team has moved", "not followed", "copy its present path"],
        ),
        (
            file(),
            301,
            JSON,
            "",
            WithToken,
            GitlabError::Moved { project: project() },
            &["has moved"],
        ),
        (
            file(),
            429,
            PLAIN,
            "Retry later\n",
            WithToken,
            GitlabError::Throttled,
            &["too often", "Wait a minute"],
        ),
        (
            file(),
            429,
            JSON,
            r#"{"message":{"error":"This endpoint has been requested too many times. Try again later."}}"#,
            WithToken,
            GitlabError::Throttled,
            &["too often", "Wait a minute"],
        ),
        (
            file(),
            500,
            HTML,
            "<html>500</html>",
            WithToken,
            GitlabError::Server { status: 500 },
            &["in error (500)", "Wait a few minutes"],
        ),
        (
            file(),
            502,
            HTML,
            "<html>502</html>",
            WithToken,
            GitlabError::Server { status: 502 },
            &["in error (502)"],
        ),
        (
            file(),
            503,
            HTML,
            "<html>503</html>",
            WithToken,
            GitlabError::Server { status: 503 },
            &["in error (503)"],
        ),
        (
            file(),
            200,
            HTML,
            "<!DOCTYPE html><title>Sign in</title>",
            WithToken,
            GitlabError::SignInPage,
            &["sign-in page", "sign in, then fetch again"],
        ),
        (
            file(),
            200,
            PLAIN,
            "\u{feff}\n <!doctype HTML><form>",
            WithToken,
            GitlabError::SignInPage,
            &["sign-in page"],
        ),
        (
            folder(),
            200,
            PLAIN,
            "<html lang=en>",
            WithToken,
            GitlabError::SignInPage,
            &["sign-in page"],
        ),
        (
            file(),
            403,
            HTML,
            "<html>Access denied</html>",
            WithToken,
            GitlabError::Gate { status: 403 },
            &["refused the request (403)", "VPN"],
        ),
        (file(), 407, PLAIN, "", WithToken, GitlabError::Gate { status: 407 }, &["proxy"]),
        (
            file(),
            418,
            JSON,
            r#"{"error":"teapot"}"#,
            WithToken,
            GitlabError::Unexpected { status: 418, said: "teapot".into() },
            &["status 418", "It said: teapot.", "Roster files"],
        ),
        (
            file(),
            400,
            JSON,
            r#"{"message":{"ref":["is invalid"]}}"#,
            WithToken,
            GitlabError::Unexpected { status: 400, said: r#"{"ref":["is invalid"]}"#.into() },
            &["status 400"],
        ),
    ];
    for (question, status, content_type, head, sent, expected, words) in table {
        let error = judged(&question, status, content_type, head, sent).expect_err("an error");
        assert_eq!(error, expected, "{status} {head}");
        let sentence = error.to_string();
        for word in words {
            assert!(sentence.contains(word), "{word:?} is missing in: {sentence}");
        }
    }
}

#[test]
fn content_is_accepted() {
    for (question, content_type, head) in [
        (file(), PLAIN, "- name: Jane Doe\n"),
        (file(), PLAIN, ""),
        (file(), "", "# <html> in a comment\n- name: <!doctype html>\n"),
        (file(), PLAIN, "message: 404 File Not Found\n"),
        (folder(), JSON, "[]"),
        (issue(), JSON, r#"{"iid":7,"description":"<html>"}"#),
    ] {
        assert_eq!(judged(&question, 200, content_type, head, WithToken), Ok(()), "{head:?}");
    }
    assert_eq!(judged(&file(), 204, "", "", WithToken), Ok(()));
}

/// Returns one error of each kind.
fn every() -> Vec<GitlabError> {
    let text = || "THEIRS".to_owned();
    let partial = |count: usize| GitlabError::Partial {
        failed: (0..count)
            .map(|file| (format!("data/{file}.yaml"), GitlabError::Server { status: 502 }))
            .collect(),
        read: 300 - count,
        total: 300,
    };
    vec![
        GitlabError::Address(AddressError::NoProject),
        GitlabError::Address(AddressError::OtherHost { given: text(), host: text() }),
        GitlabError::Address(AddressError::NotAProject(text())),
        GitlabError::Address(AddressError::NotAPath(text())),
        GitlabError::IssueAddress(IssueError::OtherHost { given: text(), host: text() }),
        GitlabError::IssueAddress(IssueError::NotAnIssue(text())),
        GitlabError::TokenUnusable(TokenError::Broken { at: 3 }),
        GitlabError::TokenUnusable(TokenError::Foreign { at: 3 }),
        GitlabError::TokenUnusable(TokenError::TooLong),
        GitlabError::TokenMissing(Scope::ReadApi),
        GitlabError::TokenWrong(Scope::ReadApi),
        GitlabError::TokenExpired(Scope::ReadApi),
        GitlabError::TokenRevoked(Scope::ReadApi),
        GitlabError::ScopeTooSmall(Scope::ReadApi),
        GitlabError::Forbidden { project: text(), said: text() },
        GitlabError::ProjectNotFound { project: text(), token: WithToken },
        GitlabError::ProjectNotFound { project: text(), token: WithoutToken },
        GitlabError::ReferenceNotFound { project: text(), reference: text() },
        GitlabError::ReferenceNotFound { project: text(), reference: String::new() },
        GitlabError::FileNotFound { project: text(), path: text(), reference: text() },
        GitlabError::FolderNotFound { project: text(), path: String::new(), reference: text() },
        GitlabError::IssueNotFound { project: text(), number: 3 },
        GitlabError::NotTheApi { status: 404 },
        GitlabError::Moved { project: text() },
        GitlabError::Throttled,
        GitlabError::Server { status: 502 },
        GitlabError::SignInPage,
        GitlabError::Gate { status: 407 },
        GitlabError::LfsPointer { path: text() },
        GitlabError::EmptyFile { path: text() },
        GitlabError::EmptyFolder { path: text(), others: 0 },
        GitlabError::EmptyFolder { path: String::new(), others: 2 },
        GitlabError::Unexpected { status: 418, said: text() },
        GitlabError::Offline,
        GitlabError::Unreachable { host: text() },
        GitlabError::Dropped,
        GitlabError::Stalled,
        GitlabError::Truncated { got: 1, expected: 2 },
        GitlabError::Garbled,
        GitlabError::TooLarge,
        GitlabError::KeepsMoving,
        partial(3),
        partial(30),
        GitlabError::Cancelled,
    ]
}

#[test]
fn every_error_has_a_distinct_message() {
    let mut seen = std::collections::HashSet::new();
    for error in every() {
        let sentence = error.to_string();
        assert!(sentence.ends_with('.'), "{sentence}");
        assert!(!sentence.contains(['!', '\n']) && !sentence.contains("  "), "{sentence}");
        assert!(seen.insert(sentence.clone()), "said twice: {sentence}");
        // Untrusted text is kept apart, so that a page cannot mistake it for the tool's own words.
        for piece in error.says().0 {
            assert!(
                !matches!(&piece, Piece::Trusted(words) if words.contains("THEIRS")),
                "{piece:?}"
            );
        }
    }
}

/// Transient errors are retried up to three times, with growing pauses. Others are not.
#[test]
fn only_transient_errors_are_retried() {
    let again = |error: &GitlabError| {
        matches!(
            error,
            GitlabError::Throttled
                | GitlabError::Server { .. }
                | GitlabError::Unreachable { .. }
                | GitlabError::Dropped
                | GitlabError::Truncated { .. }
                | GitlabError::Garbled
        )
    };
    for error in every() {
        let mut retry = Retry::default();
        let pauses: Vec<Pause> = std::iter::from_fn(|| retry.next(&error)).collect();
        assert_eq!(pauses.len(), if again(&error) { AGAIN } else { 0 }, "{error:?}");
        assert!(
            pauses.windows(2).all(|two| matches!(two, [a, b] if a.seconds < b.seconds)),
            "{pauses:?}"
        );
        assert!(pauses.iter().map(|pause| pause.attempt).eq(1..=pauses.len()), "{pauses:?}");
    }
    // Three retries are the limit, even with different errors.
    let mut retry = Retry::default();
    let pauses: Vec<u32> = [
        GitlabError::Throttled,
        GitlabError::Dropped,
        GitlabError::Throttled,
        GitlabError::Dropped,
    ]
    .iter()
    .filter_map(|error| retry.next(error).map(|pause| pause.seconds))
    .collect();
    assert_eq!(pauses, [2, 2, 10]);
}

#[test]
fn only_token_errors_want_a_token() {
    for error in every() {
        let sentence = error.to_string();
        if let Some(scope) = error.wants_token() {
            assert!(sentence.contains(scope.name()), "{sentence}");
        }
    }
    assert_eq!(GitlabError::TokenExpired(Scope::ReadApi).wants_token(), Some(Scope::ReadApi));
    assert_eq!(GitlabError::Throttled.wants_token(), None);
}

#[test]
fn a_body_is_checked_against_what_was_announced() {
    let yaml = b"- name: Jane Doe\n";
    let sha256 = crate::source::Source::new("", *yaml).sha256();
    let check = |body: &[u8], size, length, sha256: Option<&str>| {
        file().check(body, &Announced { size, length, sha256: sha256.map(str::to_owned) })
    };
    assert_eq!(check(yaml, None, None, None), Ok(()));
    assert_eq!(check(yaml, Some(17), Some(17), Some(&sha256)), Ok(()));
    assert_eq!(check(yaml, None, None, Some(&sha256.to_uppercase())), Ok(()));
    assert_eq!(
        check(yaml, Some(18), None, None),
        Err(GitlabError::Truncated { got: 17, expected: 18 })
    );
    assert_eq!(
        check(yaml, None, Some(1_000), None),
        Err(GitlabError::Truncated { got: 17, expected: 1_000 })
    );
    // A compressed transfer may be shorter than the file, or a little longer.
    assert_eq!(check(yaml, None, Some(9), None), Ok(()));
    assert_eq!(check(yaml, None, Some(17 + 64), None), Ok(()));
    assert!(check(yaml, None, Some(17 + 65), None).is_err());
    assert_eq!(check(yaml, Some(17), Some(5_000), None), Ok(()));
    assert_eq!(
        check(b"- name: Jane D0e\n", Some(17), None, Some(&sha256)),
        Err(GitlabError::Garbled)
    );
    assert_eq!(check(b"", Some(0), Some(0), None), Ok(()));
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    assert_eq!(
        check(pointer, None, None, None),
        Err(GitlabError::LfsPointer { path: "data/team.yaml".into() })
    );
    assert!(GitlabError::LfsPointer { path: "x.yaml".into() }.to_string().contains("Git LFS"));
}

#[test]
fn file_size_precedes_transfer_size() {
    for (size, length, expected) in [
        (Some(17), Some(9), Some(17)),
        (None, Some(9), Some(9)),
        (Some(17), None, Some(17)),
        (None, None, None),
    ] {
        assert_eq!(Announced { size, length, sha256: None }.expected(), expected);
    }
}

#[test]
fn an_issue_gives_its_description() {
    let table = [
        (
            r###"{"iid":7,"title":"T","description":"## Notes\n| a |","x":[1]}"###,
            Ok("## Notes\n| a |"),
        ),
        (r#"{"iid":7,"description":null}"#, Ok("")),
        (r#"{"iid":7}"#, Err(())),
        (r#"{"iid":7,"description":["x"]}"#, Err(())),
        (r#"{"iid":7,"descr"#, Err(())),
        ("[]", Err(())),
        ("", Err(())),
    ];
    for (body, expected) in table {
        let read = issue_description(body.as_bytes());
        assert_eq!(read.as_deref().map_err(|_| ()), expected, "{body}");
    }
}

#[test]
fn long_answers_are_quoted_in_part() {
    let body = format!("{{\"message\":\"{}\"}}", "wörds ".repeat(1_000));
    let Err(GitlabError::Unexpected { said, .. }) = judged(&file(), 400, JSON, &body, WithToken)
    else {
        panic!("another error")
    };
    assert_eq!(said.chars().count(), GitlabError::QUOTE + 1);
    assert!(said.ends_with('…'));
    // JSON that is no object is quoted as it is.
    let error = judged(&file(), 400, JSON, "[\"no such file\"]", WithToken);
    assert!(
        matches!(error, Err(GitlabError::Unexpected { said, .. }) if said == "[\"no such file\"]")
    );
}

/// The browser hides the reason, so the message lists all possible ones.
#[test]
fn unreachable_names_all_possible_reasons() {
    let sentence = GitlabError::Unreachable { host: host().name().to_owned() }.to_string();
    for word in [
        "gitlab.example.com",
        "no network",
        "not be found",
        "refused",
        "block",
        "Open GitLab in another tab",
    ] {
        assert!(sentence.contains(word), "{word:?} is missing in: {sentence}");
    }
}

proptest! {
    #[test]
    fn no_answer_panics(status in 0_u16..1000, content_type in ".{0,40}", head in any::<String>()) {
        for question in [file(), folder(), issue()] {
            for sent in [WithToken, WithoutToken] {
                let judged = judged(&question, status, &content_type, &head, sent);
                prop_assert!(judged.is_err() || matches!(status, 200 | 204));
            }
        }
    }

    #[test]
    fn no_body_panics(body in any::<Vec<u8>>(), size in any::<Option<u64>>(), length in any::<Option<u64>>(), sha256 in any::<Option<String>>()) {
        let announced = Announced { size, length, sha256 };
        let _ = file().check(&body, &announced);
        let _ = issue_description(&body);
    }
}
