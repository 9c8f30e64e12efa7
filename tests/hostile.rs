//! What somebody may put in to break the page, through the same door as the page uses: the session.
//!
//! For every text that people can put in: an answer comes, soon; the other list is audited as if nothing had
//! happened; every text the session makes can be made; and the next honest input is read. What the notes do with mentions, quick
//! actions and markup is shown in `tests/markdown.rs` with GitLab's own parser; bombs within one format also
//! beside each reader.

use std::time::{Duration, Instant};

use calendly_audit::audit::{Key, PersonKey, UserKey};
use calendly_audit::report::Terms;
use calendly_audit::session::view::Which;
use calendly_audit::session::{Copy, Query, Reply, Request, Session, View};

/// An answer on a busy machine without optimisation. In the page the worker can be ended at any time.
const PATIENCE: Duration = Duration::from_secs(30);

const ROSTER: &str =
    "- name: Jane Doe\n  email: jdoe@example.com\n  calendly: https://calendly.com/jdoe\n";
const LIST: &str = "Name,Email\nSam Roe,sam@example.com\n";

/// The session of somebody who has put in both lists.
fn session() -> Session {
    let mut session = Session::default();
    put(&mut session, Request::Roster(vec!["team.yaml".to_owned()]), ROSTER.as_bytes());
    put(&mut session, Request::List(vec!["pasted list".to_owned()]), LIST.as_bytes());
    let terms = Terms { now: 1_795_000_000, version: "test".to_owned(), ..Terms::default() };
    session.answer(Request::Terms(Box::new(terms)), Vec::new());
    session
}

fn put(session: &mut Session, request: Request, bytes: &[u8]) {
    let (reply, _) = session.answer(request, vec![bytes.to_vec()]);
    assert_eq!(reply, Reply::Taken);
}

fn show(session: &mut Session) -> View {
    let query = || Query { count: 100, ..Query::default() };
    match session.answer(Request::Show { team: query(), outside: query() }, Vec::new()) {
        (Reply::View(view), None) => *view,
        other => panic!("{other:?}"),
    }
}

/// Everything that can be asked of the session is answered.
fn everything(session: &mut Session, what: &str) -> View {
    let start = Instant::now();
    let view = show(session);
    for copy in [
        Copy::Notes(None),
        Copy::Comment(0),
        Copy::Pings,
        Copy::Table(Which::Team, Box::default()),
        Copy::Table(Which::Outside, Box::default()),
        Copy::Evidence,
    ] {
        let (reply, bytes) = session.answer(Request::Copy(copy.clone()), Vec::new());
        let is_made = matches!(reply, Reply::Bytes | Reply::Notes(_) | Reply::Pings(_));
        assert!(is_made, "{what}: {copy:?}: {reply:?}");
        assert!(bytes.is_some(), "{what}: {copy:?}");
    }
    for key in [Key::Person(PersonKey::from_written("a")), Key::User(UserKey::from_written("a"))] {
        let find = Request::Find { key, words: "a".to_owned() };
        assert!(matches!(session.answer(find, Vec::new()), (Reply::Found(_), _)), "{what}");
    }
    let took = start.elapsed();
    assert!(took < PATIENCE, "{what}: {took:?}");
    view
}

/// A name and bytes.
type Hostile = (&'static str, Vec<u8>);

fn repeated(text: &str, times: usize) -> Vec<u8> {
    text.repeat(times).into_bytes()
}

/// Hostile in whatever place it is put.
fn anywhere() -> Vec<Hostile> {
    const DEEP: usize = 100_000;
    let mut all = vec![
        ("nothing", Vec::new()),
        ("a NUL", vec![0]),
        ("NULs", vec![0; 1 << 20]),
        ("bytes that are no text", vec![0xff; 1 << 20]),
        ("every byte", (0..=255).cycle().take(1 << 20).collect()),
        ("UTF-16 of half a pair", b"\xff\xfe\x00\xd8a\0\x00\xdc\x00\xd8".to_vec()),
        ("UTF-16 cut in a letter", b"\xff\xfe@\0a".to_vec()),
        ("a surrogate as if it were UTF-8", b"name: \xed\xa0\x80 <a@example.com>\n".to_vec()),
        ("an overlong slash", b"../..\xc0\xaf@example.com".to_vec()),
        ("line ends", repeated("\n", 1 << 20)),
        ("carriage returns", repeated("\r", 1 << 20)),
        ("one line of spaces", repeated(" ", 1 << 20)),
        ("one line of at signs", repeated("@", 1 << 20)),
        ("one endless address", [repeated("a", 1 << 20), b"@example.com".to_vec()].concat()),
        ("addresses without a gap", repeated("a@b.c", 1 << 17)),
        ("one endless domain", [b"a@".to_vec(), repeated("b.", 1 << 19)].concat()),
        ("direction overrides", repeated("\u{202e}a@example.com\u{2066}\n", 1 << 10)),
        ("combining marks", [b"a".to_vec(), repeated("\u{301}", 1 << 18)].concat()),
        ("letters that grow when folded", repeated("\u{fdfa}\u{130}\u{1e9e}", 1 << 14)),
        ("zip without an end", b"PK\x03\x04\x14\0\0\0\x08\0".to_vec()),
    ];
    for (open, name) in [
        ("[", "brackets"),
        ("{", "braces"),
        ("{\"a\":", "objects"),
        ("[{\"collection\":", "collections"),
        ("- ", "dashes"),
        ("? ", "question marks"),
        ("<div>", "elements"),
        ("&a ", "anchors"),
        ("*a ", "aliases"),
        ("!a ", "tags"),
        ("\"", "quotes"),
        ("'", "single quotes"),
        ("`", "backticks"),
        ("|", "pipes"),
        ("| a@example.com ", "cells"),
        (",", "commas"),
        ("\t", "tabs"),
        ("a@example.com,", "addresses in one line"),
        ("<br>", "breaks"),
        ("#", "hashes"),
        ("### Support Team\n", "headings"),
        ("<!--", "comments"),
        ("<details>\n", "details"),
        ("%", "percent signs"),
        ("\\", "backslashes"),
        ("---\n", "documents"),
        ("a: &a [*a]\n", "anchors of themselves"),
        ("x:\n", "keys"),
    ] {
        all.push((name, repeated(open, DEEP)));
    }
    all
}

/// Texts that would do something elsewhere.
const WORDS: [&str; 16] = [
    "=HYPERLINK(\"https://evil.example.com\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "__proto__",
    "constructor",
    "toString",
    "/close",
    "/assign @all",
    "@all",
    "![x](https://evil.example.com/x.png)",
    "${7*7}{{7*7}}%s%n",
    "..\\../../etc/passwd\0",
];

#[test]
#[ignore = "large: cargo test -- --ignored"]
fn a_hostile_roster_leaves_the_list_as_it_was() {
    let mut session = session();
    for (what, bytes) in anywhere() {
        put(&mut session, Request::Roster(vec!["team.yaml".to_owned()]), &bytes);
        let view = everything(&mut session, what);
        assert_eq!(view.list.records, 1, "{what}");
        assert_eq!(view.outside.total, 1, "{what}");
        assert_eq!(view.roster.sources.len(), 1, "{what}: it says what was made of it");
    }
    put(&mut session, Request::Roster(vec!["team.yaml".to_owned()]), ROSTER.as_bytes());
    assert_eq!(show(&mut session).team.total, 1, "the next honest roster is read");
}

#[test]
#[ignore = "large: cargo test -- --ignored"]
fn a_hostile_list_leaves_the_team_as_it_was() {
    let mut session = session();
    for (what, bytes) in anywhere() {
        put(&mut session, Request::List(vec!["pasted list".to_owned()]), &bytes);
        let view = everything(&mut session, what);
        assert_eq!(view.team.total, 1, "{what}");
    }
    put(&mut session, Request::List(vec!["pasted list".to_owned()]), LIST.as_bytes());
    assert_eq!(show(&mut session).outside.total, 1, "the next honest list is read");
}

#[test]
fn hostile_earlier_notes_leave_both_lists_as_they_were() {
    let mut session = session();
    for (what, bytes) in anywhere() {
        put(&mut session, Request::Earlier, &bytes);
        let view = everything(&mut session, what);
        assert_eq!((view.team.total, view.outside.total), (1, 1), "{what}");
    }
    put(&mut session, Request::Earlier, b"");
    assert_eq!(show(&mut session).earlier, None);
}

#[test]
fn hostile_evidence_is_refused_with_a_sentence() {
    let mut session = session();
    for (what, bytes) in anywhere() {
        match session.answer(Request::Evidence, vec![bytes]) {
            (Reply::Refused(why), None) => assert!(why.ends_with('.'), "{what}: {why}"),
            other => panic!("{what}: {other:?}"),
        }
    }
    assert_eq!(show(&mut session).team.total, 1);
}

#[test]
fn texts_that_would_do_something_elsewhere_are_shown_as_they_are() {
    for word in WORDS {
        let shown = word.trim_end_matches('\0');
        let roster = format!("- name: {}\n  email: x@example.com\n", serde_json::json!(shown));
        let list = serde_json::json!([{"name": shown, "email": "y@example.com"}]).to_string();
        let mut session = session();
        put(&mut session, Request::Roster(vec![word.to_owned()]), roster.as_bytes());
        put(&mut session, Request::List(vec![word.to_owned()]), list.as_bytes());
        put(&mut session, Request::Earlier, word.as_bytes());
        let view = everything(&mut session, word);
        let name = |cells: &[calendly_audit::phrase::Phrase]| {
            cells.first().map(calendly_audit::phrase::Phrase::plain)
        };
        let team = view.team.rows.first().and_then(|row| name(&row.cells));
        let outside = view.outside.rows.first().and_then(|row| name(&row.cells));
        assert_eq!(team.as_deref(), Some(shown));
        assert_eq!(outside.as_deref(), Some(shown));
        assert_eq!(view.roster.sources[0].name, word);
    }
}

#[test]
fn hostile_file_names_are_only_names() {
    let names: Vec<String> = WORDS
        .iter()
        .map(|word| (*word).to_owned())
        .chain([
            String::new(),
            "x".repeat(1 << 20),
            "\u{202e}lmay.team".to_owned(),
            "a\nb".to_owned(),
        ])
        .collect();
    let mut session = session();
    let bytes = vec![ROSTER.as_bytes().to_vec(); names.len()];
    session.answer(Request::Roster(names.clone()), bytes);
    let view = everything(&mut session, "names of files");
    assert_eq!(view.roster.records, names.len());
}

#[test]
fn what_the_page_does_not_send_is_refused_or_ignored() {
    let mut session = session();
    // Names without bytes, bytes without names.
    session.answer(Request::Roster(vec!["a".to_owned(), "b".to_owned()]), Vec::new());
    session.answer(Request::List(Vec::new()), vec![vec![1], vec![2]]);
    session.answer(Request::Earlier, Vec::new());
    let endless = Query { count: usize::MAX, words: "\0".repeat(1000), ..Query::default() };
    let (reply, _) =
        session.answer(Request::Show { team: endless.clone(), outside: endless }, vec![]);
    assert!(matches!(reply, Reply::View(_)));
    everything(&mut session, "nothing at all");
}
