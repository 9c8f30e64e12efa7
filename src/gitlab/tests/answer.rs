//! GitLab's answers: each gives its own trouble and its own sentence.

use super::{address, host};
use crate::gitlab::address::{AddressTrouble, Scope};
use crate::gitlab::answer::{Announced, Answer, issue_description};
use crate::gitlab::issue::{IssueAddress, IssueTrouble};
use crate::gitlab::question::Question;
use crate::gitlab::retry::{AGAIN, Pause, Retry};
use crate::gitlab::token::TokenTrouble;
use crate::gitlab::trouble::{Asked, Trouble};
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
) -> Result<(), Trouble> {
    question.judge(&Answer { status, content_type, head, sent })
}

/// Question, status, type and body of the answer, whether a token went along; trouble and words.
type Row = (Question, u16, &'static str, &'static str, Asked, Trouble, &'static [&'static str]);

/// Status, type and body as GitLab and what stands before it give them; what it means; words that
/// its sentence must hold (what to do next among them).
#[test]
fn each_answer_gives_its_own_trouble_and_sentence() {
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
            Trouble::TokenWrong(Scope::ReadRepository),
            &["does not know this access token", "Copy it again", "read_repository"],
        ),
        (
            file(),
            401,
            JSON,
            r#"{"message":"401 Unauthorized"}"#,
            WithoutToken,
            Trouble::TokenMissing(Scope::ReadRepository),
            &["asks for an access token", "Paste one", "read_repository"],
        ),
        (
            file(),
            401,
            JSON,
            expired,
            WithToken,
            Trouble::TokenExpired(Scope::ReadRepository),
            &["has expired", "Make a new one", "read_repository"],
        ),
        (
            folder(),
            401,
            JSON,
            revoked,
            WithToken,
            Trouble::TokenRevoked(Scope::ReadApi),
            &["was revoked", "Make a new one", "read_api"],
        ),
        (
            folder(),
            403,
            JSON,
            scope,
            WithToken,
            Trouble::ScopeTooSmall(Scope::ReadApi),
            &["scope is too small", "read_api", "read_repository is enough for a single file only"],
        ),
        (
            file(),
            403,
            JSON,
            scope,
            WithToken,
            Trouble::ScopeTooSmall(Scope::ReadRepository),
            &["scope is too small", "Make one with the scope read_repository"],
        ),
        (
            file(),
            403,
            JSON,
            r#"{"message":"403 Forbidden"}"#,
            WithToken,
            Trouble::Forbidden { project: project(), said: String::new() },
            &["does not let them read g/team", "Ask a maintainer"],
        ),
        (
            file(),
            403,
            JSON,
            r#"{"message":"403 Forbidden - Your IP is not allowed."}"#,
            WithToken,
            Trouble::Forbidden {
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
            Trouble::ProjectNotFound { project: project(), token: WithToken },
            &["no project g/team", "name is wrong", "lacks access", "Check the name"],
        ),
        (
            file(),
            404,
            JSON,
            r#"{"message":"404 Project Not Found"}"#,
            WithoutToken,
            Trouble::ProjectNotFound { project: project(), token: WithoutToken },
            &["no project g/team", "without an access token", "name", "paste a token"],
        ),
        (
            file(),
            404,
            JSON,
            r#"{"message":"404 Commit Not Found"}"#,
            WithToken,
            Trouble::ReferenceNotFound { project: project(), reference: main() },
            &["no branch, tag or commit main", "Check its spelling", "leave that field empty"],
        ),
        (
            folder(),
            404,
            JSON,
            r#"{"message":"404 Commit Not Found"}"#,
            WithToken,
            Trouble::ReferenceNotFound { project: project(), reference: String::new() },
            &["no commit on its default branch"],
        ),
        (
            file(),
            404,
            JSON,
            r#"{"message":"404 File Not Found"}"#,
            WithToken,
            Trouble::FileNotFound { project: project(), path: path(), reference: main() },
            &["no file data/team.yaml in g/team at main", "Check the path"],
        ),
        (
            folder(),
            404,
            JSON,
            r#"{"message":"404 Tree Not Found"}"#,
            WithToken,
            Trouble::FolderNotFound {
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
            Trouble::IssueNotFound { project: "g/audits".into(), number: 7 },
            &["no issue #7 in g/audits", "read_api", "paste its text"],
        ),
        (
            issue(),
            404,
            JSON,
            r#"{"message":"404 Project Not Found"}"#,
            WithToken,
            Trouble::ProjectNotFound { project: "g/audits".into(), token: WithToken },
            &["no project g/audits"],
        ),
        (
            file(),
            404,
            HTML,
            "<!DOCTYPE html><title>Not Found</title>",
            WithToken,
            Trouble::NotTheApi { status: 404 },
            &["not GitLab's API", "Open GitLab in another tab"],
        ),
        (
            file(),
            404,
            JSON,
            r#"{"error":"404 Not Found"}"#,
            WithToken,
            Trouble::NotTheApi { status: 404 },
            &["not GitLab's API"],
        ),
        (
            file(),
            404,
            PLAIN,
            "",
            WithToken,
            Trouble::NotTheApi { status: 404 },
            &["not GitLab's API"],
        ),
        (
            file(),
            0,
            "",
            "",
            WithToken,
            Trouble::Moved { project: project() },
            &["g/team has moved", "not followed", "copy its present path"],
        ),
        (file(), 301, JSON, "", WithToken, Trouble::Moved { project: project() }, &["has moved"]),
        (
            file(),
            429,
            PLAIN,
            "Retry later\n",
            WithToken,
            Trouble::Throttled,
            &["too often", "Wait a minute"],
        ),
        (
            file(),
            429,
            JSON,
            r#"{"message":{"error":"This endpoint has been requested too many times. Try again later."}}"#,
            WithToken,
            Trouble::Throttled,
            &["too often", "Wait a minute"],
        ),
        (
            file(),
            500,
            HTML,
            "<html>500</html>",
            WithToken,
            Trouble::Server { status: 500 },
            &["in trouble (500)", "Wait a few minutes"],
        ),
        (
            file(),
            502,
            HTML,
            "<html>502</html>",
            WithToken,
            Trouble::Server { status: 502 },
            &["in trouble (502)"],
        ),
        (
            file(),
            503,
            HTML,
            "<html>503</html>",
            WithToken,
            Trouble::Server { status: 503 },
            &["in trouble (503)"],
        ),
        (
            file(),
            200,
            HTML,
            "<!DOCTYPE html><title>Sign in</title>",
            WithToken,
            Trouble::SignInPage,
            &["sign-in page", "sign in, then fetch again"],
        ),
        (
            file(),
            200,
            PLAIN,
            "\u{feff}\n <!doctype HTML><form>",
            WithToken,
            Trouble::SignInPage,
            &["sign-in page"],
        ),
        (folder(), 200, PLAIN, "<html lang=en>", WithToken, Trouble::SignInPage, &["sign-in page"]),
        (
            file(),
            403,
            HTML,
            "<html>Access denied</html>",
            WithToken,
            Trouble::Gate { status: 403 },
            &["refused the request (403)", "VPN"],
        ),
        (file(), 407, PLAIN, "", WithToken, Trouble::Gate { status: 407 }, &["proxy"]),
        (
            file(),
            418,
            JSON,
            r#"{"error":"teapot"}"#,
            WithToken,
            Trouble::Unexpected { status: 418, said: "teapot".into() },
            &["status 418", "It said: teapot.", "Roster files"],
        ),
        (
            file(),
            400,
            JSON,
            r#"{"message":{"ref":["is invalid"]}}"#,
            WithToken,
            Trouble::Unexpected { status: 400, said: r#"{"ref":["is invalid"]}"#.into() },
            &["status 400"],
        ),
    ];
    for (question, status, content_type, head, sent, expected, words) in table {
        let trouble = judged(&question, status, content_type, head, sent).expect_err("a trouble");
        assert_eq!(trouble, expected, "{status} {head}");
        let sentence = trouble.to_string();
        for word in words {
            assert!(sentence.contains(word), "{word:?} is missing in: {sentence}");
        }
    }
}

#[test]
fn content_is_let_through() {
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

/// One trouble of each kind.
fn every() -> Vec<Trouble> {
    let text = || "THEIRS".to_owned();
    let partial = |count: usize| Trouble::Partial {
        failed: (0..count)
            .map(|file| (format!("data/{file}.yaml"), Trouble::Server { status: 502 }))
            .collect(),
        read: 300 - count,
        total: 300,
    };
    vec![
        Trouble::Address(AddressTrouble::NoProject),
        Trouble::Address(AddressTrouble::OtherHost { given: text(), host: text() }),
        Trouble::Address(AddressTrouble::NotAProject(text())),
        Trouble::Address(AddressTrouble::NotAPath(text())),
        Trouble::IssueAddress(IssueTrouble::OtherHost { given: text(), host: text() }),
        Trouble::IssueAddress(IssueTrouble::NotAnIssue(text())),
        Trouble::TokenUnusable(TokenTrouble::Broken { at: 3 }),
        Trouble::TokenUnusable(TokenTrouble::Foreign { at: 3 }),
        Trouble::TokenUnusable(TokenTrouble::TooLong),
        Trouble::TokenMissing(Scope::ReadApi),
        Trouble::TokenWrong(Scope::ReadApi),
        Trouble::TokenExpired(Scope::ReadApi),
        Trouble::TokenRevoked(Scope::ReadApi),
        Trouble::ScopeTooSmall(Scope::ReadApi),
        Trouble::Forbidden { project: text(), said: text() },
        Trouble::ProjectNotFound { project: text(), token: WithToken },
        Trouble::ProjectNotFound { project: text(), token: WithoutToken },
        Trouble::ReferenceNotFound { project: text(), reference: text() },
        Trouble::ReferenceNotFound { project: text(), reference: String::new() },
        Trouble::FileNotFound { project: text(), path: text(), reference: text() },
        Trouble::FolderNotFound { project: text(), path: String::new(), reference: text() },
        Trouble::IssueNotFound { project: text(), number: 3 },
        Trouble::NotTheApi { status: 404 },
        Trouble::Moved { project: text() },
        Trouble::Throttled,
        Trouble::Server { status: 502 },
        Trouble::SignInPage,
        Trouble::Gate { status: 407 },
        Trouble::LfsPointer { path: text() },
        Trouble::EmptyFile { path: text() },
        Trouble::EmptyFolder { path: text(), others: 0 },
        Trouble::EmptyFolder { path: String::new(), others: 2 },
        Trouble::Unexpected { status: 418, said: text() },
        Trouble::Offline,
        Trouble::Unreachable { host: text() },
        Trouble::Dropped,
        Trouble::Stalled,
        Trouble::Truncated { got: 1, expected: 2 },
        Trouble::Garbled,
        Trouble::TooLarge,
        Trouble::KeepsMoving,
        partial(3),
        partial(30),
        Trouble::Cancelled,
    ]
}

#[test]
fn every_sentence_is_a_sentence_of_its_own() {
    let mut seen = std::collections::HashSet::new();
    for trouble in every() {
        let sentence = trouble.to_string();
        assert!(sentence.ends_with('.'), "{sentence}");
        assert!(!sentence.contains(['!', '\n']) && !sentence.contains("  "), "{sentence}");
        assert!(seen.insert(sentence.clone()), "said twice: {sentence}");
        // What is not ours is kept apart, so that a page cannot take it for our words.
        for piece in trouble.says().0 {
            assert!(!matches!(&piece, Piece::Ours(words) if words.contains("THEIRS")), "{piece:?}");
        }
    }
}

/// What helps by itself is tried again up to three times, with growing pauses; nothing else is.
#[test]
fn what_passes_by_itself_is_tried_again() {
    let again = |trouble: &Trouble| {
        matches!(
            trouble,
            Trouble::Throttled
                | Trouble::Server { .. }
                | Trouble::Unreachable { .. }
                | Trouble::Dropped
                | Trouble::Truncated { .. }
                | Trouble::Garbled
        )
    };
    for trouble in every() {
        let mut retry = Retry::default();
        let pauses: Vec<Pause> = std::iter::from_fn(|| retry.next(&trouble)).collect();
        assert_eq!(pauses.len(), if again(&trouble) { AGAIN } else { 0 }, "{trouble:?}");
        assert!(
            pauses.windows(2).all(|two| matches!(two, [a, b] if a.seconds < b.seconds)),
            "{pauses:?}"
        );
        assert!(pauses.iter().map(|pause| pause.attempt).eq(1..=pauses.len()), "{pauses:?}");
    }
    // Three tries are three, also where the troubles differ.
    let mut retry = Retry::default();
    let pauses: Vec<u32> =
        [Trouble::Throttled, Trouble::Dropped, Trouble::Throttled, Trouble::Dropped]
            .iter()
            .filter_map(|trouble| retry.next(trouble).map(|pause| pause.seconds))
            .collect();
    assert_eq!(pauses, [2, 2, 10]);
}

#[test]
fn a_token_helps_only_where_it_would() {
    for trouble in every() {
        let sentence = trouble.to_string();
        if let Some(scope) = trouble.wants_token() {
            assert!(sentence.contains(scope.name()), "{sentence}");
        }
    }
    assert_eq!(Trouble::TokenExpired(Scope::ReadApi).wants_token(), Some(Scope::ReadApi));
    assert_eq!(Trouble::Throttled.wants_token(), None);
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
        Err(Trouble::Truncated { got: 17, expected: 18 })
    );
    assert_eq!(
        check(yaml, None, Some(1_000), None),
        Err(Trouble::Truncated { got: 17, expected: 1_000 })
    );
    // Compressed: what travelled may be shorter than the file, or a little longer.
    assert_eq!(check(yaml, None, Some(9), None), Ok(()));
    assert_eq!(check(yaml, None, Some(17 + 64), None), Ok(()));
    assert!(check(yaml, None, Some(17 + 65), None).is_err());
    assert_eq!(check(yaml, Some(17), Some(5_000), None), Ok(()));
    assert_eq!(check(b"- name: Jane D0e\n", Some(17), None, Some(&sha256)), Err(Trouble::Garbled));
    assert_eq!(check(b"", Some(0), Some(0), None), Ok(()));
    let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    assert_eq!(
        check(pointer, None, None, None),
        Err(Trouble::LfsPointer { path: "data/team.yaml".into() })
    );
    assert!(Trouble::LfsPointer { path: "x.yaml".into() }.to_string().contains("Git LFS"));
}

#[test]
fn the_file_s_own_size_is_expected_before_that_of_what_travels() {
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
fn a_long_answer_is_quoted_in_short() {
    let body = format!("{{\"message\":\"{}\"}}", "wörds ".repeat(1_000));
    let Err(Trouble::Unexpected { said, .. }) = judged(&file(), 400, JSON, &body, WithToken) else {
        panic!("another trouble")
    };
    assert_eq!(said.chars().count(), Trouble::QUOTE + 1);
    assert!(said.ends_with('…'));
    // What is JSON and no object is quoted as it stands.
    let trouble = judged(&file(), 400, JSON, "[\"no such file\"]", WithToken);
    assert!(
        matches!(trouble, Err(Trouble::Unexpected { said, .. }) if said == "[\"no such file\"]")
    );
}

/// A hint at the host, since the browser hides the reason: all that it may be is named.
#[test]
fn no_answer_names_what_it_may_be() {
    let sentence = Trouble::Unreachable { host: host().name().to_owned() }.to_string();
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
    fn any_answer_is_judged(status in 0_u16..1000, content_type in ".{0,40}", head in any::<String>()) {
        for question in [file(), folder(), issue()] {
            for sent in [WithToken, WithoutToken] {
                let judged = judged(&question, status, &content_type, &head, sent);
                prop_assert!(judged.is_err() || matches!(status, 200 | 204));
            }
        }
    }

    #[test]
    fn any_body_is_checked(body in any::<Vec<u8>>(), size in any::<Option<u64>>(), length in any::<Option<u64>>(), sha256 in any::<Option<String>>()) {
        let announced = Announced { size, length, sha256 };
        let _ = file().check(&body, &announced);
        let _ = issue_description(&body);
    }
}
