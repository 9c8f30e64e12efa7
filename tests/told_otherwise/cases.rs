//! Single lists with what must come of them: `tests/told_otherwise/cases/*.txt`. `README.md` there has the lines.

use std::fmt::Write;
use std::path::Path;

use calendly_audit::audit::{Audit, How, Label, Policy, audit, repair::repairs};
use calendly_audit::calendly::{self, UserList};
use calendly_audit::day::Day;
use calendly_audit::roster::{Person, Roster};
use calendly_audit::source::{Source, UnreadKind};

use super::agreement::is_in_question;

const TODAY: Day = Day { year: 2026, month: 11, day: 22 };

#[derive(Default)]
struct Case {
    title: String,
    people: Vec<Person>,
    text: String,
    html: bool,
    expected: Vec<(String, String)>,
}

fn cells(text: &str) -> Vec<String> {
    text.split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn person(text: &str) -> Person {
    let mut cells = cells(text).into_iter();
    let mut next = || cells.next().unwrap_or_default();
    Person {
        name: next(),
        email: next(),
        calendly: next(),
        focuses: vec![next()],
        ..Person::default()
    }
}

/// The roster of a case that gives none.
fn ida_and_tom() -> Vec<Person> {
    [
        "Ida Berg | ida@acme.example | https://calendly.com/ida-berg | SaaS",
        "Tom Ruiz | tom@acme.example | https://calendly.com/tom-ruiz | Operations",
    ]
    .map(person)
    .into()
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/told_otherwise/cases");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let mut cases: Vec<Case> = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(title) = line.strip_prefix("== ") {
                cases.push(Case { title: format!("{name}: {title}"), ..Case::default() });
                continue;
            }
            let case = cases.last_mut().expect("a case begins with ==");
            let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
            match kind {
                "person" => case.people.push(person(rest)),
                ">" | "html>" => {
                    case.html |= kind == "html>";
                    case.text += rest;
                    case.text.push('\n');
                }
                _ => case.expected.push((kind.to_owned(), rest.trim().to_owned())),
            }
        }
    }
    cases
}

fn users(list: &UserList) -> Vec<String> {
    let row = |user: &calendly::User| {
        let cells = [
            user.name.as_str(),
            user.written_email(),
            user.role.words(),
            user.status.words(),
            &user.link,
        ];
        cells.join(" | ").trim_end_matches([' ', '|']).to_owned()
    };
    list.users.iter().map(row).collect()
}

fn who(list: &UserList, user: usize) -> &str {
    match list.users[user].written_email() {
        "" => &list.users[user].name,
        email => email,
    }
}

fn team(roster: &Roster, list: &UserList, audit: &Audit) -> Vec<String> {
    let row = |row: &calendly_audit::audit::TeamRow| {
        let how = |how| match how {
            How::Email => "email",
            How::Link => "link",
            How::Name => "name",
            How::Hand => "hand",
        };
        let accounts: Vec<_> = row
            .accounts
            .iter()
            .map(|found| format!("{} by {}", who(list, found.user), how(found.how)))
            .collect();
        let accounts =
            if accounts.is_empty() { "no account".to_owned() } else { accounts.join(", ") };
        let labels: Vec<_> = row.findings.iter().map(|finding| finding.label.text()).collect();
        let labels = if labels.is_empty() { "-".to_owned() } else { labels.join(" + ") };
        let mut line = format!("{} | {accounts} | {labels}", roster.people[row.person].name);
        for one in &row.suggestions {
            let _ = write!(line, " | {}", who(list, one.user));
        }
        line
    };
    audit.team.iter().map(row).collect()
}

fn outside(roster: &Roster, list: &UserList, audit: &Audit) -> Vec<String> {
    let row = |row: &calendly_audit::audit::OutsideRow| {
        let mut line = who(list, row.user).to_owned();
        for one in &row.suggestions {
            let _ = write!(line, " | {}", roster.people[one.person].name);
        }
        line
    };
    audit.outside.iter().map(row).collect()
}

/// Whether a line is the expected one; a cell `*` may be anything.
fn fits(expected: &str, found: &str) -> bool {
    let (expected, mut found) = (cells(expected), cells(found));
    // Cells at the end that are `*` or empty may be left out.
    found.resize(found.len().max(expected.len()), String::new());
    expected.len() == found.len()
        && expected.iter().zip(&found).all(|(expected, found)| expected == "*" || expected == found)
}

/// Whether a text holds each of these words; `a/b` is one or the other.
fn has_words(text: &str, words: &str) -> bool {
    let text = text.to_lowercase();
    words
        .split(" + ")
        .all(|word| word.split('/').any(|one| text.contains(&one.trim().to_lowercase())))
}

/// Nothing may follow from a list that says nothing of who has an account.
fn concludes(roster: &Roster, list: &UserList, audit: &Audit) -> Option<&'static str> {
    let labels = || audit.team.iter().flat_map(|row| &row.findings).map(|finding| finding.label);
    if audit.team.iter().any(|row| !row.accounts.is_empty()) {
        Some("somebody is matched")
    } else if labels().any(|label| label == Label::NotInCalendly) {
        Some("somebody is not in Calendly")
    } else if !repairs(roster, list, audit).invitations.is_empty() {
        Some("somebody is to be invited")
    } else {
        None
    }
}

fn wrong(case: &Case) -> Vec<String> {
    let people = if case.people.is_empty() { ida_and_tom() } else { case.people.clone() };
    let roster = Roster { people, ..Roster::default() };
    let text = if case.html {
        let tree = crate::page_html::dom::tree(&case.text);
        calendly::page_html::to_text(&tree).unwrap_or_default()
    } else {
        case.text.clone()
    };
    let list = calendly::read(&[Source::new("list", text)], &[]);
    let audit = audit(&roster, &list, &Policy::default(), &[], TODAY);
    let reading = &list.readings[0];
    let mut wrong = Vec::new();
    let mut compare = |kind: &str, found: Vec<String>| {
        let expected: Vec<_> = case.expected.iter().filter(|(of, _)| of == kind).collect();
        let nobody = expected.iter().any(|(_, line)| line == "-");
        let same = expected.len() == found.len()
            && expected.iter().zip(&found).all(|((_, expected), found)| fits(expected, found));
        let is_right = same || expected.is_empty() || (nobody && found.is_empty());
        if !is_right {
            wrong.push(format!("{kind}, found:\n    {}", found.join("\n    ")));
        }
    };
    compare("user", users(&list));
    compare("team", team(&roster, &list, &audit));
    compare("outside", outside(&roster, &list, &audit));
    let in_role = |user: &calendly::User| {
        [user.role.words(), user.status.words()].iter().any(|word| word.contains('@'))
    };
    if list.users.iter().any(in_role) {
        wrong.push("an address is a role or a status".to_owned());
    }
    let asked = case.expected.iter().any(|(kind, _)| kind == "question");
    if asked != is_in_question(&list) {
        wrong.push(if asked { "no question is asked" } else { "a question is asked" }.to_owned());
    }
    for (kind, words) in &case.expected {
        let is_there = match kind.as_str() {
            "user" | "team" | "outside" | "question" => continue,
            // What it is and what to do, beside the source; no user comes of it.
            "error" => {
                let of = |unread: &&calendly_audit::source::Unread| {
                    unread.kind == UnreadKind::Problem && has_words(&unread.why, words)
                };
                list.users.is_empty() && reading.unread.iter().any(|unread| of(&unread))
            }
            "unread" => reading.unread.iter().any(|unread| unread.excerpt.contains(words)),
            // A warning, or the reason of a line.
            "said" => {
                reading.warnings.iter().any(|warning| has_words(warning, words))
                    || reading.unread.iter().any(|unread| has_words(&unread.why, words))
            }
            "more" => {
                let more = list.users.iter().flat_map(|user| &user.more);
                more.clone().any(|(key, value)| fits(words, &format!("{key} | {value}")))
            }
            "problems" => {
                let problems =
                    reading.unread.iter().filter(|unread| unread.kind != UnreadKind::Ignored);
                problems.count().to_string() == *words
            }
            other => panic!("{}: no such line: {other}", case.title),
        };
        if !is_there {
            wrong.push(format!("{kind} {words}"));
        }
    }
    if asked || case.expected.iter().any(|(kind, _)| kind == "error") {
        wrong.extend(concludes(&roster, &list, &audit).map(str::to_owned));
    }
    if !wrong.is_empty() {
        wrong.push(format!("users {:#?}", users(&list)));
        wrong.push(format!("unread {:#?}\n{:#?}", reading.unread, reading.warnings));
    }
    wrong
}

/// Reads every case and compares.
pub fn run() {
    let cases = cases();
    assert!(cases.len() >= 60, "only {} cases were found", cases.len());
    let mut all = Vec::new();
    for case in &cases {
        let wrong = wrong(case);
        if !wrong.is_empty() {
            all.push(format!("== {}\n{}  {}", case.title, case.text, wrong.join("\n  ")));
        }
    }
    assert!(all.is_empty(), "{} of {} cases\n\n{}", all.len(), cases.len(), all.join("\n\n"));
}
