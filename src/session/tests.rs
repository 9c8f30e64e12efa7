//! The session as the page uses it: what is put on it, and what comes of that.

use super::view::{Destination, Input, Only, Order, StageState, Step, Which};
use super::*;

const ROSTER: &str = "- name: Zoe Doe\n  email: zoe@example.com\n  calendly: https://calendly.com/zoe\n\
    - name: Amy Doe\n  email: amy@example.com\n  calendly: https://calendly.com/amy\n\
    - name: Max Roe\n  email: max@example.com\n  calendly: https://calendly.com/max\n";
const LIST: &str = "Name,Email,Calendly link\nZoe Doe,zoe@example.com,https://calendly.com/zoe\n\
    Quinn Former,quinn@example.com,https://calendly.com/quinn\n";

fn notes(queries: Option<(Query, Query)>) -> String {
    let mut session = Session::default();
    session.answer(Request::Roster(vec!["team.yaml".to_owned()]), vec![ROSTER.into()]);
    session.answer(Request::List(vec!["users.csv".to_owned()]), vec![LIST.into()]);
    let (reply, bytes) =
        session.answer(Request::Copy(Copy::Notes(queries.map(Box::new))), Vec::new());
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
    let mut session = Session::default();
    let text = |answer: (Reply, Option<Vec<u8>>)| {
        String::from_utf8(answer.1.expect("bytes")).expect("text")
    };
    let shown = |session: &mut Session| {
        let show = Request::Show { team: Query::default(), outside: Query::default() };
        let (Reply::View(view), _) = session.answer(show, Vec::new()) else { panic!("no view") };
        view.comments
    };
    let put = |session: &mut Session, users: usize| {
        let user = |n| format!("Person {n} {},p{n}@example.com\n", "of a long name ".repeat(60));
        session.answer(Request::Roster(vec!["team.yaml".to_owned()]), vec![ROSTER.into()]);
        let list = format!("Name,Email\n{}", (0..users).map(user).collect::<String>());
        session.answer(Request::List(vec!["users.csv".to_owned()]), vec![list.into()]);
    };
    put(&mut session, 10);
    assert_eq!(shown(&mut session), 1);
    put(&mut session, 2_300);
    let count = shown(&mut session);
    assert_eq!(count, 3);
    let answer = session.answer(Request::Copy(Copy::Notes(None)), Vec::new());
    assert_eq!(answer.0, Reply::Notes(count));
    let whole = text(answer);
    assert!(whole.chars().count() > 2_000_000 && !whole.contains("_Part "));
    let parts: Vec<String> = (0..count)
        .map(|nth| text(session.answer(Request::Copy(Copy::Comment(nth)), Vec::new())))
        .collect();
    for (nth, part) in parts.iter().enumerate() {
        assert!(part.starts_with(&format!("_Part {} of {count}_\n", nth + 1)), "{nth}");
        assert!(part.chars().count() <= 1_000_000, "{nth}");
    }
    assert_eq!(earlier::read(&parts.concat()).users, earlier::read(&whole).users);
    let (reply, _) = session.answer(Request::Copy(Copy::Comment(count)), Vec::new());
    assert!(matches!(reply, Reply::Refused(_)), "{reply:?}");
}

#[test]
fn a_digest_that_is_handed_in_stands_in_the_notes_and_none_is_made_up() {
    let text = |digests: &[Option<[u8; 32]>]| {
        let mut session = Session::default();
        let names = vec!["team.yaml".to_owned()];
        session.answer_hashed(Request::Roster(names), vec![ROSTER.into()], digests);
        session.answer(Request::List(vec!["users.csv".to_owned()]), vec![LIST.into()]);
        String::from_utf8(copied(&mut session, Copy::Notes(None))).expect("text")
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

/// A session with the team, its list, an hour to be at, and what was sent.
fn session(hours: i64, sent: crate::report::Sent) -> Session {
    let mut session = Session::default();
    session.answer(Request::Roster(vec!["team.yaml".to_owned()]), vec![ROSTER.into()]);
    session.answer(Request::List(vec!["users.csv".to_owned()]), vec![LIST.into()]);
    let terms = Terms { now: BEGIN + hours * 3_600, sent, ..Terms::default() };
    session.answer(Request::Terms(Box::new(terms)), Vec::new());
    session
}

const BEGIN: i64 = 1_795_333_200;

fn view(session: &mut Session) -> View {
    let show = Request::Show { team: Query::default(), outside: Query::default() };
    let (Reply::View(view), _) = session.answer(show, Vec::new()) else { panic!("no view") };
    *view
}

fn copied(session: &mut Session, copy: Copy) -> Vec<u8> {
    let (reply, bytes) = session.answer(Request::Copy(copy), Vec::new());
    bytes.unwrap_or_else(|| panic!("{reply:?}"))
}

#[test]
fn a_ping_that_is_copied_again_does_not_begin_the_waiting_anew() {
    let never = crate::report::Sent::default();
    let ping = copied(&mut session(0, never), Copy::Pings);
    let again = crate::report::Sent { pinged: Some(BEGIN + 70 * 3_600), ..never };
    let mut session = session(70, again);
    session.answer(Request::Earlier, vec![ping]);
    let workflow = view(&mut session).workflow;
    assert_eq!(
        (workflow.stages[1].1, workflow.due),
        (StageState::Done(BEGIN), Some(BEGIN + 72 * 3_600))
    );
}

#[test]
fn the_view_says_line_by_line_what_became_of_the_earlier_notes() {
    let never = crate::report::Sent::default();
    let notes = String::from_utf8(copied(&mut session(0, never), Copy::Notes(None))).expect("text");
    let notes =
        notes.replacen("| Not in Calendly |", "| Not in Calendly<br>Links to an event |", 1);
    let mut session = session(72, never);
    session.answer(Request::Earlier, vec![notes.into_bytes()]);
    let shown = view(&mut session).earlier.expect("earlier notes").lines;
    let shown: Vec<_> =
        shown.iter().map(|(term, said)| format!("{term}: {}", said.plain())).collect();
    let addressed = "Addressed: 1 finding (Amy Doe: Links to an event)".to_owned();
    assert!(shown.contains(&addressed), "{shown:?}");
    let notes = String::from_utf8(copied(&mut session, Copy::Notes(None))).expect("text");
    let section = notes.split("### Since the earlier notes\n").nth(1).expect("the section");
    assert_eq!(section.lines().take_while(|line| line.starts_with("- ")).count(), shown.len());
}

#[test]
fn several_texts_of_earlier_notes_are_one() {
    let never = crate::report::Sent::default();
    let notes = copied(&mut session(0, never), Copy::Notes(None));
    let (head, tail) = notes.split_at(notes.iter().position(|byte| *byte == b'\n').expect("lines"));
    for texts in
        [vec![notes.clone()], vec![notes.clone(), Vec::new()], vec![head.to_vec(), tail.to_vec()]]
    {
        let mut session = session(72, never);
        session.answer(Request::Earlier, texts);
        assert_eq!(view(&mut session).earlier.map(|earlier| earlier.people), Some(3));
    }
    let mut session = session(72, never);
    session.answer(Request::Earlier, Vec::new());
    assert_eq!(view(&mut session).earlier, None);
}

#[test]
fn page_and_notes_count_the_same_findings_as_new_and_as_open() {
    let never = crate::report::Sent::default();
    let earlier = copied(&mut session(0, never), Copy::Notes(None));
    let mut session = session(72, never);
    session.answer(Request::Earlier, vec![earlier]);
    let counts = |session: &mut Session| {
        let earlier = view(session).earlier.expect("earlier notes");
        let said = |term: &str| {
            let line = earlier.lines.iter().find(|(of, _)| of == term);
            line.map(|(_, words)| words.plain()).unwrap_or_default()
        };
        ((earlier.new, said("New")), (earlier.open_before, said("Still open")))
    };
    let none = (0, "0 findings".to_owned());
    assert_eq!(
        counts(&mut session),
        (none.clone(), (2, "2 findings, since 2026-11-22".to_owned()))
    );
    // One that is said to be meant is open no more.
    let amy = crate::audit::PersonKey::from_written("amy@example.com");
    let mut terms = Terms { now: BEGIN + 72 * 3_600, ..Terms::default() };
    let meant = Decision::Intentional(amy, crate::audit::Label::NotInCalendly, "by phone".into());
    terms.decided.make(meant);
    session.answer(Request::Terms(Box::new(terms)), Vec::new());
    assert_eq!(counts(&mut session), (none, (1, "1 finding, since 2026-11-22".to_owned())));
}

#[test]
fn evidence_that_is_loaded_shows_the_same_audit_to_the_byte() {
    use crate::audit::{PersonKey, UserKey, Verdict};
    let mut first = session(0, crate::report::Sent::default());
    let earlier = [copied(&mut first, Copy::Notes(None)), copied(&mut first, Copy::Pings)].concat();
    let mut session = session(80, crate::report::Sent::default());
    session.answer(Request::Earlier, vec![[&earlier[..], b"\r\nA remark.\r\n"].concat()]);
    let pasted = "Kim Poe <kim@example.com>\r\nnothing\r\n".into();
    let names = vec!["users.csv".to_owned(), "more/users.csv".to_owned()];
    session.answer(Request::List(names), vec![LIST.into(), pasted]);
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
    session.answer(Request::Terms(Box::new(terms)), Vec::new());

    let zip = copied(&mut session, Copy::Evidence);
    let (reply, inputs) = Session::default().answer(Request::Evidence, vec![zip.clone()]);
    assert_eq!(reply, Reply::Bytes);
    let inputs: Inputs = postcard::from_bytes(&inputs.expect("inputs")).expect("as they were");
    let split = |sources: Vec<Source>| -> (Vec<String>, Vec<Vec<u8>>) {
        sources.into_iter().map(|source| (source.name, source.bytes)).unzip()
    };
    let mut loaded = Session::default();
    let (names, bytes) = split(inputs.roster);
    loaded.answer(Request::Roster(names), bytes);
    let (names, bytes) = split(inputs.list);
    loaded.answer(Request::List(names), bytes);
    loaded.answer(Request::Earlier, vec![inputs.earlier.into_bytes()]);
    loaded.answer(Request::Terms(Box::new(inputs.terms)), Vec::new());

    assert_eq!(view(&mut loaded), view(&mut session));
    for copy in
        [Copy::Notes(None), Copy::Pings, Copy::Table(Which::Team, Box::default()), Copy::Evidence]
    {
        assert_eq!(
            copied(&mut loaded, copy.clone()),
            copied(&mut session, copy.clone()),
            "{copy:?}"
        );
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
        let mut session = Session::default();
        session.answer(Request::Roster(vec!["team".to_owned()]), vec![roster.into()]);
        session.answer(Request::List(vec!["list".to_owned()]), vec![list.into()]);
        session.answer(Request::Earlier, vec![earlier.into()]);
        let view = view(&mut session);
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
        let text = String::from_utf8(copied(&mut session, Copy::Notes(None))).expect("text");
        assert!(text.starts_with("There is no audit yet: "), "{what}: {text}");
    }
}

/// A session with these sources on it, each by its name.
fn desk_of(rosters: &[&[u8]], lists: &[&[u8]], earlier: &[u8]) -> Session {
    let mut session = Session::default();
    let names = |what: &str, sources: &[&[u8]]| -> Vec<String> {
        (1..=sources.len()).map(|nth| format!("{what}{nth}")).collect()
    };
    let bytes = |sources: &[&[u8]]| sources.iter().map(|source| source.to_vec()).collect();
    session.answer(Request::Roster(names("team", rosters)), bytes(rosters));
    session.answer(Request::List(names("list", lists)), bytes(lists));
    session.answer(Request::Earlier, vec![earlier.to_vec()]);
    session.answer(Request::Terms(Box::new(Terms { now: BEGIN, ..Terms::default() })), Vec::new());
    session
}

/// What no input takes, put into each of them: what it is, what to do, and that it takes no part.
#[test]
fn what_no_input_takes_is_named_and_takes_no_part() {
    let zip = copied(&mut desk_of(&[ROSTER.as_bytes()], &[LIST.as_bytes()], b""), Copy::Evidence);
    let cut = &zip[..zip.len() / 2];
    let mut base = desk_of(&[ROSTER.as_bytes()], &[LIST.as_bytes()], b"");
    let table = copied(&mut base, Copy::Table(Which::Team, Box::default()));
    let outside = copied(&mut base, Copy::Table(Which::Outside, Box::default()));
    let part = br#"{"terms": {"decided": {}, "choices": []}, "roster": ["team.yaml"], "list": []}"#;
    for (content, what) in [
        (&b"%PDF-1.7 zoe@example.com"[..], "This is a PDF"),
        (b"\x89PNG\r\n", "This is a picture"),
        (b"PK\x03\x04 [Content_Types].xml xl/workbook.xml", "This is a workbook"),
        (b"\xd0\xcf\x11\xe0 zoe@example.com", "This is a workbook"),
        (b"PK\x03\x04 zoe@example.com", "This is a zip file that is damaged"),
        (cut, "This is a zip file that is damaged"),
        (b"\x1f\x8b\x08", "This file is packed"),
        (b"<html><body>zoe@example.com</body></html>", "This is a web page"),
        (b"\0\x01\x02\x03\x04", "This is not a text file"),
        (&table, "This is a table of an audit"),
        (&outside, "This is a table of an audit"),
        (part, "This is one file out of an audit's evidence"),
        (&zip, "This is the evidence of an audit."),
    ] {
        let good = (ROSTER.as_bytes(), LIST.as_bytes());
        let boxes = [
            (Input::Team, desk_of(&[content], &[good.1], b"")),
            (Input::Users, desk_of(&[good.0], &[content], b"")),
            (Input::Earlier, desk_of(&[good.0], &[good.1], content)),
        ];
        for (input, mut session) in boxes {
            let view = view(&mut session);
            let [alert] = view.gate.as_slice() else {
                panic!("{what}, {input:?}: {:?}", view.gate)
            };
            // Evidence has a button that opens it; what belongs nowhere has advice.
            let opens = alert.move_to == Some(Destination::Evidence);
            assert_eq!(opens, what.contains("the evidence"), "{alert:?}");
            assert!(opens || alert.move_to.is_none(), "{alert:?}");
            assert!(alert.what.starts_with(what) && alert.input == input, "{what}: {alert:?}");
            assert!(alert.what.ends_with('.') && alert.advice.ends_with('.'), "{alert:?}");
            let audited = input == Input::Earlier;
            assert_eq!((view.audited, view.workflow.reached().is_some()), (audited, audited));
        }
    }
}

#[test]
fn nobody_read_is_an_alert_and_no_audit() {
    let header = "Name,Login email,Role,Calendly link,Status\n";
    for (roster, list, input, moves) in [
        ("# nothing here\n", LIST, Input::Team, false),
        ("[]\n", LIST, Input::Team, false),
        ("people:\n", LIST, Input::Team, false),
        ("zoe@example.com\namy@example.com\n", LIST, Input::Team, true),
        (LIST, LIST, Input::Team, true),
        (ROSTER, header, Input::Users, false),
        (ROSTER, "{\"collection\": []}", Input::Users, false),
        (
            ROSTER,
            "{\"title\": \"Unauthenticated\", \"message\": \"The access token is invalid\"}",
            Input::Users,
            false,
        ),
    ] {
        let view = view(&mut desk_of(&[roster.as_bytes()], &[list.as_bytes()], b""));
        let [alert] = view.gate.as_slice() else { panic!("{roster}{list}: {:?}", view.gate) };
        assert!(alert.what.starts_with("Nobody was read from this."), "{alert:?}");
        assert_eq!((alert.input, alert.move_to.is_some()), (input, moves), "{alert:?}");
        assert!(
            !view.audited && !view.ready && view.workflow.reached().is_none(),
            "{roster}{list}"
        );
        assert_eq!(view.workflow.step, Step::Read);
    }
}

#[test]
fn calendlys_own_answer_is_no_roster() {
    for list in [
        r#"[{"name": "Zoe Doe", "email": "zoe@example.com", "role": "owner"}]"#,
        r#"{"collection": [{"role": "user", "user": {"name": "Zoe Doe", "email": "zoe@example.com"}}]}"#,
        "- name: Zoe Doe\n  email: zoe@example.com\n  role: owner\n",
    ] {
        let view = view(&mut desk_of(&[list.as_bytes()], &[LIST.as_bytes()], b""));
        let [alert] = view.gate.as_slice() else { panic!("{list}: {:?}", view.gate) };
        assert_eq!(alert.what, "This is a list of Calendly users.", "{list}");
        assert_eq!(alert.move_to, Some(Destination::Input(Input::Users)), "{list}");
        assert!(!view.audited, "{list}");
    }
}

#[test]
fn half_a_list_is_called_so_and_nothing_is_ready() {
    let half = LIST.lines().next().map(|head| format!("{head}\nMax Roe,max@example.com,x\n"));
    let view = view(&mut desk_of(&[ROSTER.as_bytes()], &[half.unwrap().as_bytes()], b""));
    let said = "Only 1 of 3 people of the roster were found in Calendly: probably a page of the list is missing";
    assert!(view.warnings.iter().any(|warning| warning.plain().starts_with(said)), "{view:?}");
    assert_eq!(view.checks[0].outcome.text(), "1 open");
    assert!(!view.ready);
}

#[test]
fn one_file_chosen_twice_is_said_and_changes_no_match() {
    let (roster, list) = (ROSTER.as_bytes(), LIST.as_bytes());
    let once = view(&mut desk_of(&[roster], &[list], b""));
    let lists = view(&mut desk_of(&[roster], &[list, list], b""));
    assert_eq!((&lists.tally, &lists.checks), (&once.tally, &once.checks));
    let rosters = view(&mut desk_of(&[roster, roster], &[list], b""));
    for (view, names) in [(lists, ["list1", "list2"]), (rosters, ["team1", "team2"])] {
        let said = format!(
            "{} and {} hold the same: probably one file was chosen twice. Remove one",
            names[0], names[1]
        );
        assert!(view.warnings.iter().any(|warning| warning.plain() == said), "{:?}", view.warnings);
        assert!(!view.ready || names[0] == "list1");
    }
    assert!(once.warnings.iter().all(|warning| !warning.plain().contains("twice")));
}

#[test]
fn a_table_copied_from_the_rendered_issue_becomes_no_list() {
    let plain = "Name\tEmail\tGitLab\tCalendly link\tCalendly account\tIssues\nZoe Doe\tzoe@example.com\tzoe\t\tNo\tNot in Calendly\n";
    let mut tree = page_html::Tree::default();
    let open = |tree: &mut page_html::Tree, tag: &str| {
        tree.open(page_html::Element { tag: tag.to_owned(), ..Default::default() });
    };
    open(&mut tree, "table");
    for line in plain.lines() {
        open(&mut tree, "tr");
        for cell in line.split('\t') {
            open(&mut tree, "td");
            tree.text(cell);
            tree.close();
        }
        tree.close();
    }
    tree.close();
    let page =
        |plain: &str| Session::default().answer(Request::Page(tree.clone()), vec![plain.into()]);
    assert_eq!(page(plain), (Reply::Taken, None));
    // By its markup alone it would be one.
    assert_eq!(page("").0, Reply::Bytes);
    let view = view(&mut desk_of(&[ROSTER.as_bytes()], &[plain.as_bytes()], b""));
    assert!(!view.audited && view.gate.len() == 1, "{:?}", view.gate);
}
