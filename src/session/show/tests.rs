//! What the page is shown of two lists: how they were read, the numbers, the rows and what is behind them.

use crate::audit::{Decision, How, Key, Label, Level, PersonKey, UserKey, Verdict};
use crate::calendly::{Choice, Format, Meaning};
use crate::session::message::{Reply, Request};
use crate::session::view::{Candidate, Only, Order, Query, RowView, StageState, Tab, View, Which};
use crate::session::{Session, Terms};

/// 2026-11-22 07:40 UTC.
const NOW: i64 = 1_795_333_200;

const ROSTER: &str = "- name: Zoe Doe\n  email: zoe@example.com\n  calendly: https://calendly.com/zoe\n\
    - name: Amy Poe\n  email: amy@example.com\n  calendly: https://calendly.com/amy\n\
    - name: Max Roe\n  email: max@example.com\n  calendly: https://calendly.com/max\n\
    - name: Kim Moe\n  email: kim@example.com\n  calendly: https://calendly.com/kim\n  start_date: 2026-11-24\n";
const LIST: &str = "Name,Email,Calendly link,Status,Shoe size\n\
    Zoe Doe,zoe@example.com,https://calendly.com/zoe,Active,38\n\
    Other Names,max@example.com,https://calendly.com/max,,\n\
    Amy Poe,amy@old.example,,Pending,39\n\
    Quinn Former,quinn@example.com,,,\n";

fn terms(decisions: impl IntoIterator<Item = Decision>) -> Terms {
    let mut terms = Terms { now: NOW, ..Terms::default() };
    decisions.into_iter().for_each(|decision| terms.decided.make(decision));
    terms
}

fn session(terms: Terms) -> Session {
    let mut session = Session::default();
    session.answer(Request::Roster(vec!["team.yaml".to_owned()]), vec![ROSTER.into()]);
    session.answer(Request::List(vec!["users.csv".to_owned()]), vec![LIST.into()]);
    session.answer(Request::Terms(Box::new(terms)), Vec::new());
    session
}

fn all() -> Query {
    Query { count: 50, tab: Some(Tab::Everyone), ..Query::default() }
}

fn view(session: &mut Session) -> View {
    let show = Request::Show { team: all(), outside: all() };
    let (Reply::View(view), _) = session.answer(show, Vec::new()) else { panic!("no view") };
    *view
}

fn rows(session: &mut Session, which: Which, query: Query, from: usize) -> Vec<RowView> {
    let (Reply::Rows(rows), _) = session.answer(Request::Rows { which, query, from }, Vec::new())
    else {
        panic!("no rows")
    };
    rows
}

fn person(email: &str) -> PersonKey {
    PersonKey::from_written(email)
}

fn user(email: &str) -> UserKey {
    UserKey::from_written(email)
}

fn also(of: &Candidate) -> Vec<String> {
    of.also.iter().map(|(term, words)| format!("{term}: {words}")).collect()
}

#[test]
fn a_source_says_how_it_was_read() {
    let mut session = Session::default();
    let list =
        "Active (1)\nJane\u{200b} Doe\njane@example.com\nAdmin\n\nsome words\n\nName,Email\nBob,\n";
    session.answer(
        Request::List(vec!["a".to_owned(), "b".to_owned()]),
        vec![list.into(), "kim@example.com\nlee@example.com\n".into()],
    );
    let shown = view(&mut session).list;
    assert_eq!(shown.records, 3);
    let [first, second] = shown.sources.as_slice() else { panic!("{shown:#?}") };
    assert_eq!((first.name.as_str(), first.records), ("a", 1));
    let removed = "Invisible characters were removed: U+200B (1).".to_owned();
    assert!(first.warnings.contains(&removed), "{:?}", first.warnings);
    let lines = |unread: &[crate::source::Unread]| -> Vec<usize> {
        unread.iter().map(|unread| unread.place.line).collect()
    };
    assert_eq!((lines(&first.unread), first.unread_count), (vec![6, 9], 2));
    assert_eq!((lines(&first.ignored), first.ignored_count), (vec![1, 8], 2));
    assert!(first.parts.iter().all(|part| part.source == 0));
    assert_eq!((second.name.as_str(), second.records, second.warnings.len()), ("b", 2, 0));
    assert_eq!(second.read_as, "email addresses");
    let parts: Vec<_> = second.parts.iter().map(|part| (part.source, part.format)).collect();
    assert_eq!(parts, [(1, Format::Emails)]);
}

#[test]
fn the_numbers_count_a_person_by_the_worst_that_is_open() {
    let decided = [Decision::Verdict(user("quinn@example.com"), Verdict::Remove)];
    let tally = view(&mut session(terms(decided))).tally;
    assert_eq!((tally.people, tally.users, tally.matched), (4, 4, 2));
    assert_eq!((tally.clear, tally.fix, tally.check), (1, 1, 1));
    assert_eq!((tally.outside, tally.undecided), (2, 1));
    assert_eq!(
        tally.labels,
        [(Label::NotInCalendly, 1), (Label::NameDiffers, 1), (Label::NotStartedYet, 1)]
    );
}

#[test]
fn a_row_of_the_team_has_its_person_account_and_decisions_behind_it() {
    let parted = Decision::NotSame(person("max@example.com"), user("amy@old.example"));
    let shown = view(&mut session(terms([parted.clone()]))).team;
    assert_eq!((shown.total, shown.found, shown.rows.len()), (4, 4, 4));
    let [zoe, amy, max, _] = shown.rows.as_slice() else { panic!("{shown:#?}") };
    assert_eq!((zoe.index, zoe.key.as_str(), zoe.level), (0, "zoe@example.com", None));
    assert_eq!(zoe.places, ["team.yaml, line 1"]);
    let [(account, How::Email)] = zoe.accounts.as_slice() else { panic!("{zoe:#?}") };
    assert_eq!(account.pair, (person("zoe@example.com"), user("zoe@example.com")));
    assert_eq!(account.name, "Zoe Doe");
    assert_eq!(account.link, "https://calendly.com/zoe");
    assert_eq!(also(account), ["Status: Active", "Read from: users.csv, line 2"]);

    assert_eq!((amy.index, amy.level, amy.accounts.len()), (1, Some(Level::Fix), 0));
    assert_eq!(amy.places, ["team.yaml, line 4"]);
    assert_eq!(amy.findings.iter().map(|f| f.label).collect::<Vec<_>>(), [Label::NotInCalendly]);
    let [(suggested, reason)] = amy.suggestions.as_slice() else { panic!("{amy:#?}") };
    assert_eq!(suggested.email, "amy@old.example");
    assert!(!reason.is_empty());

    let [(decision, Some(other))] = max.decided.as_slice() else { panic!("{max:#?}") };
    assert_eq!(*decision, parted);
    assert_eq!(other.pair, (person("max@example.com"), user("amy@old.example")));
    assert!(zoe.decided.is_empty() && amy.decided.is_empty());
}

#[test]
fn a_row_outside_has_its_user_verdict_and_decisions_behind_it() {
    let parted = Decision::NotSame(person("max@example.com"), user("amy@old.example"));
    let verdict = Verdict::Justified("trains the team".to_owned());
    let stays = Decision::Verdict(user("amy@old.example"), verdict.clone());
    let shown = view(&mut session(terms([parted.clone(), stays.clone()]))).outside;
    let [amy, quinn] = shown.rows.as_slice() else { panic!("{shown:#?}") };
    assert_eq!((amy.key.as_str(), amy.verdict.as_ref()), ("amy@old.example", Some(&verdict)));
    assert_eq!(amy.places, ["users.csv, line 4"]);
    assert_eq!(amy.more, [("Shoe size".to_owned(), "39".to_owned())]);
    let [(suggested, _)] = amy.suggestions.as_slice() else { panic!("{amy:#?}") };
    assert_eq!(suggested.pair, (person("amy@example.com"), user("amy@old.example")));
    assert_eq!(also(suggested), ["Read from: team.yaml, line 4"]);
    let decided: Vec<_> = amy
        .decided
        .iter()
        .map(|(decision, other)| (decision, other.as_ref().map(|other| other.email.as_str())))
        .collect();
    assert_eq!(decided, [(&parted, Some("max@example.com")), (&stays, None)]);
    assert_eq!((quinn.index, quinn.verdict.as_ref(), quinn.decided.len()), (1, None, 0));
}

#[test]
fn further_rows_go_on_where_the_first_ones_end() {
    let mut session = session(terms([]));
    let names = |rows: Vec<RowView>| -> Vec<String> {
        rows.iter().map(|row| row.cells[0].plain()).collect()
    };
    let falling = Query { sort: Some((0, Order::Falling)), count: 2, ..Query::default() };
    let first = rows(&mut session, Which::Team, falling.clone(), 0);
    assert_eq!(names(first), ["Zoe Doe", "Max Roe"]);
    let next = rows(&mut session, Which::Team, falling.clone(), 2);
    assert_eq!(names(next), ["Kim Moe", "Amy Poe"]);
    assert!(rows(&mut session, Which::Team, falling, 4).is_empty());
}

#[test]
fn a_filter_finds_the_rows_of_its_kind() {
    let mut session = session(terms([]));
    for (only, names) in [
        (Only::All, &["Zoe Doe", "Amy Poe", "Max Roe", "Kim Moe"][..]),
        (Only::Level(Level::Fix), &["Amy Poe"]),
        (Only::Level(Level::Check), &["Max Roe"]),
        (Only::Label(Label::NotStartedYet), &["Kim Moe"]),
        (Only::Clear, &["Zoe Doe"]),
        (Only::Matched, &["Zoe Doe", "Max Roe"]),
    ] {
        let found = rows(&mut session, Which::Team, Query { only, ..all() }, 0);
        let found: Vec<_> = found.iter().map(|row| row.cells[0].plain()).collect();
        assert_eq!(found, names, "{only:?}");
    }
}

#[test]
fn whoever_may_be_matched_by_hand_is_found_by_every_word() {
    let mut session = session(terms([]));
    let mut found = |key: &Key, words: &str| -> Vec<String> {
        let find = Request::Find { key: key.clone(), words: words.to_owned() };
        let (Reply::Found(found), _) = session.answer(find, Vec::new()) else {
            panic!("not found")
        };
        found.into_iter().map(|found| found.email).collect()
    };
    let (max, quinn) =
        (Key::Person(person("max@example.com")), Key::User(user("quinn@example.com")));
    assert_eq!(found(&quinn, "poe AMY"), ["amy@example.com"]);
    assert_eq!(found(&quinn, "calendly.com/kim"), ["kim@example.com"]);
    assert!(found(&quinn, "Zoe").is_empty(), "she has an account");
    assert_eq!(found(&max, "old.example"), ["amy@old.example"]);
    assert!(found(&max, "amy quinn").is_empty() && found(&max, " ").is_empty());
}

#[test]
fn a_decision_without_a_place_is_told_in_words() {
    // To remove somebody who is in the list no more is no decision without a place: it is done.
    let (gone, who) = (|| person("gone@example.com"), || user("who@example.com"));
    let shown = view(&mut session(terms([
        Decision::Same(gone(), user("zoe@example.com")),
        Decision::NotSame(gone(), who()),
        Decision::Verdict(who(), Verdict::Justified("legal".to_owned())),
        Decision::Verdict(user("a@example.com"), Verdict::Remove),
        Decision::Verdict(user("b@example.com"), Verdict::NotAPerson("IT".to_owned())),
        Decision::Intentional(gone(), Label::NotInCalendly, "by phone".to_owned()),
    ])));
    let said: Vec<_> = shown.unplaced.iter().map(|(_, words)| words.plain()).collect();
    assert_eq!(
        said,
        [
            "gone@example.com is zoe@example.com",
            "gone@example.com is not who@example.com",
            "who@example.com is justified: legal",
            "b@example.com is a service account, owner IT",
            "gone@example.com: “Not in Calendly” is intentional: by phone",
        ]
    );
}

#[test]
fn the_course_names_the_issue_and_what_may_be_said_against_the_reviewer() {
    let mut terms = terms([]);
    terms.sent.escalated = Some(NOW - 3_600);
    terms.policy.operations_manager = "opsman".to_owned();
    terms.policy.auditor = "opsman".to_owned();
    let course = view(&mut session(terms));
    assert_eq!(
        (course.title.as_str(), course.workflow.stages[2].1),
        ("Calendly audit FY27 Q4", StageState::Done(NOW - 3_600))
    );
    let concerns: Vec<_> = course.concerns.iter().map(crate::phrase::Phrase::plain).collect();
    assert!(
        concerns.contains(&"The reviewer opsman is also the auditor.".to_owned()),
        "{concerns:?}"
    );
}

#[test]
fn new_terms_are_judged_by_at_once() {
    let mut session = session(terms([]));
    let mut shown = |terms: Terms| {
        session.answer(Request::Terms(Box::new(terms)), Vec::new());
        view(&mut session)
    };
    let has = |view: &View, label: Label| view.tally.labels.iter().any(|(of, _)| *of == label);
    assert!(has(&shown(terms([])), Label::NotStartedYet));
    // Two days later.
    let later = shown(Terms { now: NOW + 2 * 86_400, ..terms([]) });
    assert!(!has(&later, Label::NotStartedYet), "{:?}", later.tally);
    let mut domains = terms([]);
    domains.policy.same_domains = vec![vec!["example.com".to_owned(), "old.example".to_owned()]];
    assert_eq!(shown(domains).tally.matched, 3);
    let columns = vec![(0, Meaning::Other)];
    let nameless = Terms { choices: vec![Choice { columns, ..Choice::default() }], ..terms([]) };
    assert!(!has(&shown(nameless), Label::NameDiffers));
    assert!(has(&shown(terms([])), Label::NameDiffers));
    let decided = terms([Decision::Verdict(user("quinn@example.com"), Verdict::Remove)]);
    assert_eq!(shown(decided).tally.undecided, 1);
}

#[test]
fn terms_come_over_to_the_worker_as_they_were() {
    let mut terms = terms([Decision::Verdict(user("quinn@example.com"), Verdict::Remove)]);
    terms.policy.auditor = "Ada".to_owned();
    let asked = Request::Terms(Box::new(terms));
    let sent = postcard::to_allocvec(&asked).expect("bytes");
    assert_eq!(postcard::from_bytes::<Request>(&sent), Ok(asked));
}

#[test]
fn the_example_shows_every_kind_of_row() {
    let inputs = crate::session::example::inputs();
    let mut session = Session::default();
    let [roster, list] = [inputs.roster, inputs.list].map(|sources| {
        let texts = sources.into_iter().map(|source| (source.name, source.bytes));
        texts.unzip::<_, _, Vec<_>, Vec<_>>()
    });
    session.answer(Request::Roster(roster.0), roster.1);
    session.answer(Request::List(list.0), list.1);
    session.answer(Request::Terms(Box::new(Terms { now: NOW, ..inputs.terms })), Vec::new());
    let shown = view(&mut session);
    let tally = &shown.tally;
    assert!([tally.clear, tally.fix, tally.check, tally.undecided].iter().all(|count| *count > 0));
    assert_eq!(shown.unplaced, [], "every decision has its place");
    assert!(shown.team.rows.iter().any(|row| row.findings.iter().any(|f| f.intentional.is_some())));
    for wanted in ["Justified", "Remove", "NotAPerson"] {
        let verdicts = shown.outside.rows.iter().filter_map(|row| row.verdict.as_ref());
        assert!(verdicts.map(|v| format!("{v:?}")).any(|v| v.starts_with(wanted)), "{wanted}");
    }
}
