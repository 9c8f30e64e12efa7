//! The audit, held to cases that a support person can read and write: `tests/audit/*.txt`.
//!
//! A case begins with `== title`. `person` and `user` lines are the two lists, `policy` and `word` lines
//! what somebody set and decided; `team`, `outside` and the lines after them are what must come out, all of
//! it, in order. A finding is its label, with or without its details. `tests/audit/README.md` has the columns.

use std::collections::BTreeSet;

use calendly_audit::audit::repair::{Caution, repairs};
use calendly_audit::audit::{
    Audit, Decision, Finding, How, Label, PersonKey, Policy, Suggestion, TeamRow, UserKey, Verdict,
    audit,
};
use calendly_audit::calendly::{Role, Status, User, UserList};
use calendly_audit::day::Day;
use calendly_audit::identity::Email;
use calendly_audit::roster::{Person, Roster};

/// The day of a case that names none.
const TODAY: Day = Day { year: 2026, month: 11, day: 22 };

#[derive(Default)]
struct Case {
    title: String,
    roster: Roster,
    list: UserList,
    policy: Policy,
    word: Vec<Decision>,
    today: Option<Day>,
    expected: Vec<String>,
}

fn columns(text: &str) -> Vec<String> {
    text.split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn column(columns: &[String], index: usize) -> String {
    columns.get(index).cloned().unwrap_or_default()
}

fn list_of(text: &str) -> Vec<String> {
    text.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

fn person(text: &str, line: usize) -> Person {
    let cells = columns(text);
    let mut person = Person {
        name: column(&cells, 0),
        email: column(&cells, 1),
        calendly: column(&cells, 2),
        focuses: list_of(&column(&cells, 3)),
        start_date: column(&cells, 4),
        ..Person::default()
    };
    person.place.line = line;
    person
}

fn user(text: &str) -> User {
    let cells = columns(text);
    let role = match column(&cells, 3).as_str() {
        "" => Role::NotStated,
        "Owner" => Role::Owner,
        "Admin" => Role::Admin,
        "Group admin" => Role::GroupAdmin,
        "Team manager" => Role::TeamManager,
        "User" => Role::User,
        other => Role::Other(other.to_owned()),
    };
    let status = match column(&cells, 4).as_str() {
        "" => Status::NotStated,
        "Active" => Status::Active,
        "Pending" => Status::Pending,
        other => Status::known(other).unwrap_or_else(|| Status::Other(other.to_owned())),
    };
    User {
        name: column(&cells, 0),
        email: Email::read(&column(&cells, 1)),
        link: column(&cells, 2),
        role,
        status,
        groups: list_of(&column(&cells, 5)),
        uri: column(&cells, 6),
        ..User::default()
    }
}

fn word(text: &str) -> Decision {
    let cells = columns(text);
    let (person, user) =
        (PersonKey::from_written(&column(&cells, 1)), UserKey::from_written(&column(&cells, 2)));
    let on_user = UserKey::from_written(&column(&cells, 1));
    match column(&cells, 0).as_str() {
        "same" => Decision::Same(person, user),
        "not same" => Decision::NotSame(person, user),
        "justified" => Decision::Verdict(on_user, Verdict::Justified(column(&cells, 2))),
        "remove" => Decision::Verdict(on_user, Verdict::Remove),
        "not a person" => Decision::Verdict(on_user, Verdict::NotAPerson(column(&cells, 2))),
        "intentional" => {
            let label = column(&cells, 2);
            let label = Label::ALL.iter().find(|known| known.text() == label);
            Decision::Intentional(person, *label.expect("a label"), column(&cells, 3))
        }
        other => panic!("no such decision: {other}"),
    }
}

fn cases() -> Vec<Case> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/audit");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let mut cases: Vec<Case> = Vec::new();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        for (index, line) in std::fs::read_to_string(&file).unwrap().lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(title) = line.strip_prefix("== ") {
                let title = format!("{name}: {title}");
                cases.push(Case { title, ..Case::default() });
                continue;
            }
            let case = cases.last_mut().expect("a case begins with ==");
            let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
            match kind {
                "person" => case.roster.people.push(person(rest, index + 1)),
                "user" => case.list.users.push(user(rest)),
                "today" => case.today = Some(Day::read(rest.trim()).expect(line)),
                "word" => case.word.push(word(rest)),
                "policy" => {
                    let cells = columns(rest);
                    let values = list_of(&column(&cells, 1));
                    match column(&cells, 0).as_str() {
                        "focus" => case.policy.admin_focus = column(&cells, 1),
                        "aliases" => case.policy.aliases.push(values),
                        "domains" => case.policy.same_domains.push(values),
                        "groups" => case.policy.groups = values,
                        other => panic!("no such policy: {other}"),
                    }
                }
                _ => case.expected.push(line.to_owned()),
            }
        }
    }
    cases
}

fn finding(found: &Finding) -> String {
    let mut text = found.label.text().to_owned();
    if !found.details.is_empty() {
        text += ": ";
        text += &found.details.plain();
    }
    if let Some(reason) = &found.intentional {
        text = format!("{text} (intentional: {reason})");
    }
    text
}

fn user_name(user: &User) -> String {
    user.email.as_ref().map_or_else(
        || if user.name.is_empty() { user.link.clone() } else { user.name.clone() },
        |email| email.written().to_owned(),
    )
}

fn person_name(person: &Person) -> &str {
    if person.name.is_empty() { &person.email } else { &person.name }
}

fn joined(parts: &[String]) -> String {
    if parts.is_empty() { "-".to_owned() } else { parts.join(" + ") }
}

/// Everything that came out, one line each, as the cases have it.
fn lines(roster: &Roster, list: &UserList, audit: &Audit) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &audit.team {
        let account = |found: &calendly_audit::audit::Match| {
            let how = match found.how {
                How::Email => "email",
                How::Link => "link",
                How::Name => "name",
                How::Hand => "hand",
            };
            format!("{} by {how}", user_name(&list.users[found.user]))
        };
        let mut accounts: Vec<_> = row.accounts.iter().map(account).collect();
        if let (Some(main), 2..) = (accounts.first_mut(), row.sharing) {
            *main = format!("{main}, which {} entries have", row.sharing);
        }
        let accounts =
            if accounts.is_empty() { "no account".to_owned() } else { accounts.join(", ") };
        let suggestion = |found: &Suggestion| {
            format!("{}: {}", user_name(&list.users[found.user]), found.reason.plain())
        };
        let name = person_name(&roster.people[row.person]);
        let findings = joined(&row.findings.iter().map(finding).collect::<Vec<_>>());
        let mut line = format!("team {name} | {accounts} | {findings}");
        if !row.suggestions.is_empty() {
            line += " | ";
            line += &joined(&row.suggestions.iter().map(suggestion).collect::<Vec<_>>());
        }
        lines.push(line);
    }
    for row in &audit.outside {
        let suggestion = |found: &Suggestion| {
            format!("{}: {}", person_name(&roster.people[found.person]), found.reason.plain())
        };
        let mut line = format!("outside {}", user_name(&list.users[row.user]));
        if !row.suggestions.is_empty() || row.verdict.is_some() || !row.findings.is_empty() {
            line += " | ";
            line += &joined(&row.suggestions.iter().map(suggestion).collect::<Vec<_>>());
        }
        if row.verdict.is_some() || !row.findings.is_empty() {
            let verdict = row.verdict.iter().map(|verdict| match verdict {
                Verdict::Justified(reason) => format!("justified: {reason}"),
                Verdict::Remove => "remove".to_owned(),
                Verdict::NotAPerson(keeper) => format!("not a person: {keeper}"),
            });
            line += " | ";
            line += &joined(&verdict.chain(row.findings.iter().map(finding)).collect::<Vec<_>>());
        }
        lines.push(line);
    }
    for user in &audit.other_groups {
        lines.push(format!("elsewhere {}", user_name(&list.users[*user])));
    }
    if let Some(owners) = audit.owners {
        lines.push(format!("owners {owners}"));
    }
    for missing in &audit.not_checked {
        lines.push(format!("unchecked {}: {}", missing.what, missing.why));
    }
    for decision in &audit.unplaced {
        let text = match decision {
            Decision::Same(person, user) => format!("same {} {}", person.as_str(), user.as_str()),
            Decision::NotSame(person, user) => {
                format!("not same {} {}", person.as_str(), user.as_str())
            }
            Decision::Verdict(user, _) => format!("verdict {}", user.as_str()),
            Decision::Intentional(person, label, _) => {
                format!("intentional {} {}", person.as_str(), label.text())
            }
            Decision::Accept(check, _) => format!("accept {}", check.text()),
        };
        lines.push(format!("unplaced {text}"));
    }
    let repairs = repairs(roster, list, audit);
    for line in &repairs.lines {
        lines.push(format!(
            "repair {} | {}",
            person_name(&roster.people[line.person]),
            line.yaml()
        ));
    }
    for batch in &repairs.invitations {
        lines.push(format!("invite {}", batch.join(", ")));
    }
    for removal in &repairs.removals {
        let user = user_name(&list.users[removal.user]);
        lines.push(match removal.caution {
            None => format!("removal {user}"),
            Some(Caution::HandOverOwnership) => {
                format!("removal {user} | hand over ownership first")
            }
            Some(Caution::IsAdmin) => format!("removal {user} | is an admin"),
        });
    }
    lines
}

/// A cell of several things, each of which may be given without what stands behind its colon.
fn cell_fits(expected: &str, found: &str) -> bool {
    let (expected, found): (Vec<_>, Vec<_>) =
        (expected.split(" + ").collect(), found.split(" + ").collect());
    expected.len() == found.len()
        && expected.iter().zip(&found).all(|(expected, found)| {
            expected == found
                || found.strip_prefix(expected).is_some_and(|rest| rest.starts_with(": "))
        })
}

fn kind(line: &str) -> &str {
    line.split(' ').next().unwrap_or("")
}

/// Lines that a case may leave out, since most cases are not about them.
fn beside_the_point(line: &str) -> bool {
    ["owners", "unchecked", "repair", "invite", "removal"].contains(&kind(line))
}

fn line_fits(expected: &str, found: &str) -> bool {
    let (expected, mut found) = (columns(expected), columns(found));
    // Suggestions of a team row may be left out; a case about them names them.
    if found.len() == 4 && found[0].starts_with("team ") && expected.len() == 3 {
        found.truncate(3);
    }
    expected.len() == found.len()
        && expected.iter().zip(&found).all(|(expected, found)| cell_fits(expected, found))
}

#[test]
fn every_case_comes_out_as_written() {
    let mut wrong = Vec::new();
    let (mut positive, mut contrasted) = (BTreeSet::new(), BTreeSet::new());
    let cases = cases();
    assert!(cases.len() >= 40, "only {} cases were found", cases.len());
    for case in &cases {
        let outcome =
            audit(&case.roster, &case.list, &case.policy, &case.word, case.today.unwrap_or(TODAY));
        let all = lines(&case.roster, &case.list, &outcome);
        let about = |what: &str| case.expected.iter().any(|line| kind(line) == what);
        let found: Vec<_> =
            all.iter().filter(|line| !beside_the_point(line) || about(kind(line))).collect();
        let fits = found.len() == case.expected.len()
            && case.expected.iter().zip(&found).all(|(expected, found)| line_fits(expected, found));
        if !fits {
            let found: Vec<_> = found.iter().map(|line| line.as_str()).collect();
            wrong.push(format!(
                "== {}\nexpected\n{}\nfound\n{}",
                case.title,
                case.expected.join("\n"),
                found.join("\n")
            ));
        }
        for label in Label::ALL {
            let has = |row: &&TeamRow| row.findings.iter().any(|found| found.label == *label);
            let with = outcome.team.iter().filter(has).count();
            if with > 0 {
                positive.insert(*label);
            }
            if with > 0 && with < outcome.team.len() {
                contrasted.insert(*label);
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases\n\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
    let missing: Vec<_> = Label::ALL.iter().filter(|label| !positive.contains(*label)).collect();
    assert!(missing.is_empty(), "no case has {missing:?}");
    let missing: Vec<_> = Label::ALL.iter().filter(|label| !contrasted.contains(*label)).collect();
    assert!(missing.is_empty(), "no case has a row with {missing:?} beside one without");
}
