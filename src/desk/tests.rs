//! The desk as the page uses it: what is put on it, and what comes of that.

use super::view::{Destination, Input, Only, Order, StageState, Which};
use super::*;

const ROSTER: &str = "- name: Zoe Doe\n  email: zoe@example.com\n  calendly: https://calendly.com/zoe\n\
    - name: Amy Doe\n  email: amy@example.com\n  calendly: https://calendly.com/amy\n\
    - name: Max Roe\n  email: max@example.com\n  calendly: https://calendly.com/max\n";
const LIST: &str = "Name,Email,Calendly link\nZoe Doe,zoe@example.com,https://calendly.com/zoe\n\
    Quinn Former,quinn@example.com,https://calendly.com/quinn\n";

fn notes(queries: Option<(Query, Query)>) -> String {
    let mut desk = Desk::default();
    desk.answer(Request::Roster(vec!["team.yaml".to_owned()]), vec![ROSTER.into()]);
    desk.answer(Request::List(vec!["users.csv".to_owned()]), vec![LIST.into()]);
    let (reply, bytes) = desk.answer(Request::Copy(Copy::Notes(queries.map(Box::new))), Vec::new());
    assert_eq!(reply, Reply::Notes(1));
    String::from_utf8(bytes.expect("the notes")).expect("text")
}

#[test]
fn filtered_notes_hold_the_rows_found_in_the_reports_order_and_say_so() {
    let doe = Query { words: "doe".to_owned(), sort: Some((0, Order::Rising)), ..Query::default() };
    let none = Query { only: Only::Matched, ..Query::default() };
    let text = notes(Some((doe, none)));
    assert!(
        text.contains("- **Filtered:** these notes hold 2 of 3 rows of the team and 0 of 1 of those outside it\n"),
        "{text}"
    );
    let row = |name: &str| text.find(&format!("| {name} |"));
    assert!(
        row("Zoe Doe").expect("Zoe") < row("Amy Doe").expect("Amy"),
        "the roster's order: {text}"
    );
    assert!(row("Max Roe").is_none() && row("Quinn Former").is_none(), "{text}");
}

#[test]
fn notes_beyond_gitlabs_limit_come_as_numbered_comments_and_whole() {
    let mut desk = Desk::default();
    let text = |answer: (Reply, Option<Vec<u8>>)| {
        String::from_utf8(answer.1.expect("bytes")).expect("text")
    };
    let shown = |desk: &mut Desk| {
        let show = Request::Show { team: Query::default(), outside: Query::default() };
        let (Reply::View(view), _) = desk.answer(show, Vec::new()) else { panic!("no view") };
        view.comments
    };
    let put = |desk: &mut Desk, users: usize| {
        let user = |n| format!("Person {n} {},p{n}@example.com\n", "of a long name ".repeat(60));
        desk.answer(Request::Roster(vec!["team.yaml".to_owned()]), vec![ROSTER.into()]);
        let list = format!("Name,Email\n{}", (0..users).map(user).collect::<String>());
        desk.answer(Request::List(vec!["users.csv".to_owned()]), vec![list.into()]);
    };
    put(&mut desk, 10);
    assert_eq!(shown(&mut desk), 1);
    put(&mut desk, 2_300);
    let count = shown(&mut desk);
    assert_eq!(count, 3);
    let answer = desk.answer(Request::Copy(Copy::Notes(None)), Vec::new());
    assert_eq!(answer.0, Reply::Notes(count));
    let whole = text(answer);
    assert!(whole.chars().count() > 2_000_000 && !whole.contains("_Part "));
    let parts: Vec<String> = (0..count)
        .map(|nth| text(desk.answer(Request::Copy(Copy::Comment(nth)), Vec::new())))
        .collect();
    for (nth, part) in parts.iter().enumerate() {
        assert!(part.starts_with(&format!("_Part {} of {count}_\n", nth + 1)), "{nth}");
        assert!(part.chars().count() <= 1_000_000, "{nth}");
    }
    assert_eq!(earlier::read(&parts.concat()).users, earlier::read(&whole).users);
    let (reply, _) = desk.answer(Request::Copy(Copy::Comment(count)), Vec::new());
    assert!(matches!(reply, Reply::Refused(_)), "{reply:?}");
}

#[test]
fn a_digest_that_is_handed_in_stands_in_the_notes_and_none_is_made_up() {
    let text = |digests: &[Option<[u8; 32]>]| {
        let mut desk = Desk::default();
        let names = vec!["team.yaml".to_owned()];
        desk.answer_hashed(Request::Roster(names), vec![ROSTER.into()], digests);
        desk.answer(Request::List(vec!["users.csv".to_owned()]), vec![LIST.into()]);
        String::from_utf8(copied(&mut desk, Copy::Notes(None))).expect("text")
    };
    assert!(text(&[Some([0xab; 32])]).contains(&"ab".repeat(32)));
    let own = Source::new("team.yaml", ROSTER).sha256();
    assert!(text(&[None]).contains(&own) && text(&[]).contains(&own));
}

#[test]
fn all_notes_hold_every_row() {
    let text = notes(None);
    assert!(!text.contains("Filtered"), "{text}");
    for name in ["Zoe Doe", "Amy Doe", "Max Roe", "Quinn Former"] {
        assert!(text.contains(&format!("| {name} |")), "{name}: {text}");
    }
}

/// A desk with the team, its list, an hour to be at, and what was sent.
fn desk(hours: i64, sent: crate::report::Sent) -> Desk {
    let mut desk = Desk::default();
    desk.answer(Request::Roster(vec!["team.yaml".to_owned()]), vec![ROSTER.into()]);
    desk.answer(Request::List(vec!["users.csv".to_owned()]), vec![LIST.into()]);
    let terms = Terms { now: BEGIN + hours * 3_600, sent, ..Terms::default() };
    desk.answer(Request::Terms(Box::new(terms)), Vec::new());
    desk
}

const BEGIN: i64 = 1_795_333_200;

fn view(desk: &mut Desk) -> View {
    let show = Request::Show { team: Query::default(), outside: Query::default() };
    let (Reply::View(view), _) = desk.answer(show, Vec::new()) else { panic!("no view") };
    *view
}

fn copied(desk: &mut Desk, copy: Copy) -> Vec<u8> {
    let (reply, bytes) = desk.answer(Request::Copy(copy), Vec::new());
    bytes.unwrap_or_else(|| panic!("{reply:?}"))
}

#[test]
fn a_ping_that_is_copied_again_does_not_begin_the_waiting_anew() {
    let never = crate::report::Sent::default();
    let ping = copied(&mut desk(0, never), Copy::Pings);
    let again = crate::report::Sent { pinged: Some(BEGIN + 70 * 3_600), ..never };
    let mut desk = desk(70, again);
    desk.answer(Request::Earlier, vec![ping]);
    let workflow = view(&mut desk).workflow;
    assert_eq!(
        (workflow.stages[1].1, workflow.due),
        (StageState::Done(BEGIN), Some(BEGIN + 72 * 3_600))
    );
}

#[test]
fn the_view_says_line_by_line_what_became_of_the_earlier_notes() {
    let never = crate::report::Sent::default();
    let notes = String::from_utf8(copied(&mut desk(0, never), Copy::Notes(None))).expect("text");
    let notes =
        notes.replacen("| Not in Calendly |", "| Not in Calendly<br>Links to an event |", 1);
    let mut desk = desk(72, never);
    desk.answer(Request::Earlier, vec![notes.into_bytes()]);
    let shown = view(&mut desk).earlier.expect("earlier notes").lines;
    let shown: Vec<_> =
        shown.iter().map(|(term, said)| format!("{term}: {}", said.plain())).collect();
    let addressed = "Addressed: Amy Doe amy@example.com: Links to an event".to_owned();
    assert!(shown.contains(&addressed), "{shown:?}");
    let notes = String::from_utf8(copied(&mut desk, Copy::Notes(None))).expect("text");
    let section = notes.split("### Since the earlier notes\n").nth(1).expect("the section");
    assert_eq!(section.lines().take_while(|line| line.starts_with("- ")).count(), shown.len());
}

#[test]
fn several_texts_of_earlier_notes_are_one() {
    let never = crate::report::Sent::default();
    let notes = copied(&mut desk(0, never), Copy::Notes(None));
    let (head, tail) = notes.split_at(notes.iter().position(|byte| *byte == b'\n').expect("lines"));
    for texts in
        [vec![notes.clone()], vec![notes.clone(), Vec::new()], vec![head.to_vec(), tail.to_vec()]]
    {
        let mut desk = desk(72, never);
        desk.answer(Request::Earlier, texts);
        assert_eq!(view(&mut desk).earlier.map(|earlier| earlier.people), Some(3));
    }
    let mut desk = desk(72, never);
    desk.answer(Request::Earlier, Vec::new());
    assert_eq!(view(&mut desk).earlier, None);
}

#[test]
fn page_and_notes_count_the_same_findings_as_new_and_as_open() {
    let never = crate::report::Sent::default();
    let earlier = copied(&mut desk(0, never), Copy::Notes(None));
    let mut desk = desk(72, never);
    desk.answer(Request::Earlier, vec![earlier]);
    let counts = |desk: &mut Desk| {
        let earlier = view(desk).earlier.expect("earlier notes");
        let said = |term: &str| {
            let line = earlier.lines.iter().find(|(of, _)| of == term);
            line.map(|(_, words)| words.plain()).unwrap_or_default()
        };
        ((earlier.new, said("New")), (earlier.open_before, said("Still open")))
    };
    let none = (0, "0 findings".to_owned());
    assert_eq!(counts(&mut desk), (none.clone(), (2, "2 findings, since 2026-11-22".to_owned())));
    // One that is said to be meant is open no more.
    let amy = crate::audit::PersonKey::from_written("amy@example.com");
    let mut terms = Terms { now: BEGIN + 72 * 3_600, ..Terms::default() };
    let meant = Decision::Intentional(amy, crate::audit::Label::NotInCalendly, "by phone".into());
    terms.decided.make(meant);
    desk.answer(Request::Terms(Box::new(terms)), Vec::new());
    assert_eq!(counts(&mut desk), (none, (1, "1 finding, since 2026-11-22".to_owned())));
}

#[test]
fn evidence_that_is_loaded_shows_the_same_audit_to_the_byte() {
    use crate::audit::{PersonKey, UserKey, Verdict};
    let mut first = desk(0, crate::report::Sent::default());
    let earlier = [copied(&mut first, Copy::Notes(None)), copied(&mut first, Copy::Pings)].concat();
    let mut desk = desk(80, crate::report::Sent::default());
    desk.answer(Request::Earlier, vec![[&earlier[..], b"\r\nA remark.\r\n"].concat()]);
    let pasted = "Kim Poe <kim@example.com>\r\nnothing\r\n".into();
    let names = vec!["users.csv".to_owned(), "more/users.csv".to_owned()];
    desk.answer(Request::List(names), vec![LIST.into(), pasted]);
    let mut terms =
        Terms { now: BEGIN + 80 * 3_600, version: "0.1.0".to_owned(), ..Terms::default() };
    terms.sent.escalated = Some(BEGIN + 75 * 3_600);
    terms.policy.auditor = "Ada".to_owned();
    terms.origin = crate::report::Origin::Fetched {
        project: "example/team".to_owned(),
        path: "team.yaml".to_owned(),
        commit: "1a2b3c4d".repeat(5),
    };
    let (kim, quinn) =
        (UserKey::from_written("kim@example.com"), UserKey::from_written("quinn@example.com"));
    terms.decided.make(Decision::Verdict(kim, Verdict::Justified("trains; =1+1".to_owned())));
    terms.decided.make(Decision::Same(PersonKey::from_written("max@example.com"), quinn));
    desk.answer(Request::Terms(Box::new(terms)), Vec::new());

    let zip = copied(&mut desk, Copy::Evidence);
    let (reply, inputs) = Desk::default().answer(Request::Evidence, vec![zip.clone()]);
    assert_eq!(reply, Reply::Bytes);
    let inputs: Inputs = postcard::from_bytes(&inputs.expect("inputs")).expect("as they were");
    let split = |sources: Vec<Source>| -> (Vec<String>, Vec<Vec<u8>>) {
        sources.into_iter().map(|source| (source.name, source.bytes)).unzip()
    };
    let mut loaded = Desk::default();
    let (names, bytes) = split(inputs.roster);
    loaded.answer(Request::Roster(names), bytes);
    let (names, bytes) = split(inputs.list);
    loaded.answer(Request::List(names), bytes);
    loaded.answer(Request::Earlier, vec![inputs.earlier.into_bytes()]);
    loaded.answer(Request::Terms(Box::new(inputs.terms)), Vec::new());

    assert_eq!(view(&mut loaded), view(&mut desk));
    for copy in
        [Copy::Notes(None), Copy::Pings, Copy::Table(Which::Team, Box::default()), Copy::Evidence]
    {
        assert_eq!(copied(&mut loaded, copy.clone()), copied(&mut desk, copy.clone()), "{copy:?}");
    }
    assert_eq!(copied(&mut loaded, Copy::Evidence), zip);
}

#[test]
fn what_is_in_the_wrong_place_takes_no_part() {
    let notes = notes(None);
    let html = "<!doctype html><p>zoe@example.com</p>";
    for (roster, list, earlier, input, what, to) in [
        (ROSTER, ROSTER, "", Input::Users, "This is the roster.", Some(Input::Team)),
        (ROSTER, notes.as_str(), "", Input::Users, "These are the notes", Some(Input::Earlier)),
        (notes.as_str(), LIST, "", Input::Team, "These are the notes", Some(Input::Earlier)),
        (LIST, LIST, "", Input::Team, "Nobody was read from this.", Some(Input::Users)),
        (ROSTER, html, "", Input::Users, "This is a web page", None),
        (ROSTER, "%PDF-1.7", "", Input::Users, "This is a PDF", None),
        (ROSTER, "PK\u{3}\u{4} xl/", "", Input::Users, "This is a workbook", None),
        (ROSTER, " ", "", Input::Users, "This file is empty.", None),
        (ROSTER, LIST, ROSTER, Input::Earlier, "This is the roster.", Some(Input::Team)),
        (ROSTER, LIST, "hello", Input::Earlier, "No audit notes were found", None),
    ] {
        let mut desk = Desk::default();
        desk.answer(Request::Roster(vec!["team".to_owned()]), vec![roster.into()]);
        desk.answer(Request::List(vec!["list".to_owned()]), vec![list.into()]);
        desk.answer(Request::Earlier, vec![earlier.into()]);
        let view = view(&mut desk);
        let [alert] = view.gate.as_slice() else { panic!("{what}: {:?}", view.gate) };
        assert_eq!(alert.input, input, "{what}");
        assert!(alert.what.contains(what), "{what}: {alert:?}");
        assert_eq!(alert.move_to, to.map(Destination::Input), "{what}");
        if input == Input::Earlier {
            continue;
        }
        // No audit, nothing in order, no stage ticked, and the notes say what is missing.
        assert!(!view.audited && !view.ready, "{what}");
        assert!(view.checks.iter().all(|line| line.outcome.text() == "Not checked"), "{what}");
        assert!(view.workflow.reached().is_none(), "{what}");
        let text = String::from_utf8(copied(&mut desk, Copy::Notes(None))).expect("text");
        assert!(text.starts_with("There is no audit yet: "), "{what}: {text}");
    }
}
