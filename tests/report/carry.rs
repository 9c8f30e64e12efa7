//! `read(write(x)) == x`, and what people's edits must not lose.

use calendly_audit::audit::{
    Decision, Finding, Label, OutsideRow, PersonKey, TeamRow, UserKey, Verdict,
};
use calendly_audit::calendly::{Role, Status, User, UserList};
use calendly_audit::day::{Day, minute};
use calendly_audit::phrase::{Phrase, Piece};
use calendly_audit::report::compare::{Gone, State};
use calendly_audit::report::earlier::{Earlier, Stands, read};
use calendly_audit::report::{Context, Report};
use calendly_audit::source::Source;
use proptest::prelude::*;

use crate::support::{Made, WHEN, finding, person, user};

/// Words as people write them, and as they do not.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "Jane", "Doe", "legal", "until May", "(since 2026-05-20)", " (since 2026-05-20)",
            "To be removed", "Justified:", "Not a person:", "Not a person: x", "(new)", "): x",
            "intentional: y", "<br>", "No Calendly link", "|", "`", "\n", "- [x] ", "### Summary",
            "**Kept:**", "@all", "#1", ":", ": ", " ", "⟨U+202E⟩", "\u{202e}", "\\", "é", "2026-05-20",
        ]).prop_map(str::to_owned),
        2 => "[ -~]{0,5}",
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn label() -> impl Strategy<Value = Label> {
    prop::sample::select(Label::ALL)
}

fn details() -> impl Strategy<Value = Phrase> {
    let piece = prop_oneof![
        prop::sample::select(vec!["main page: ", "names ", ", and ", "(one) "])
            .prop_map(|words| Piece::Ours(words.to_owned())),
        words().prop_map(Piece::Theirs),
        words().prop_map(Piece::Code),
    ];
    prop::collection::vec(piece, 0..4).prop_map(Phrase)
}

fn a_finding() -> impl Strategy<Value = Finding> {
    (label(), details(), prop::option::of(words()))
        .prop_map(|(label, details, intentional)| Finding { label, details, intentional })
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]{1,2}@example.com", words()]
}

fn link() -> impl Strategy<Value = String> {
    prop_oneof!["(https://)?calendly.com/[A-Ca-c]{1,2}(/30min)?", words()]
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![
        Just(Role::Owner),
        Just(Role::User),
        Just(Role::NotStated),
        words().prop_map(Role::Other)
    ]
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        words().prop_map(Verdict::Justified),
        Just(Verdict::Remove),
        words().prop_map(Verdict::NotAPerson)
    ]
}

/// Lists, an audit of them, and decisions: consistent enough to be notes.
fn made() -> impl Strategy<Value = Made> {
    let people = prop::collection::vec(
        (words(), address(), link(), prop::collection::vec(a_finding(), 0..3)),
        0..4,
    );
    let outside = prop::collection::vec(
        (words(), address(), role(), link(), prop::option::of(verdict()), any::<bool>()),
        0..4,
    );
    let decisions =
        prop::collection::vec((address(), address(), verdict(), label(), words(), 0..4_u8), 0..4);
    (people, outside, decisions).prop_map(|(people, outside, decisions)| {
        let mut made = Made::default();
        for (name, email, link, findings) in people {
            let row = TeamRow { findings, ..TeamRow::default() };
            made.person(person(&name, &email, "jdoe", &link), row);
        }
        for (index, (name, email, role, link, verdict, has_uri)) in outside.into_iter().enumerate()
        {
            let uri = if has_uri {
                format!("https://api.calendly.com/users/{index}")
            } else {
                String::new()
            };
            let user = User { role, link, uri, status: Status::Active, ..user(&name, &email) };
            if let Some(verdict) = &verdict {
                made.decisions.push(Decision::Verdict(UserKey::of(&user), verdict.clone()));
            }
            made.outside(user, OutsideRow { verdict, ..OutsideRow::default() });
        }
        for (person, user, verdict, label, reason, kind) in decisions {
            let person = PersonKey::from_written(&person);
            let user = UserKey::from_written(&user.to_lowercase());
            made.decisions.push(match kind {
                0 => Decision::Same(person, user),
                1 => Decision::NotSame(person, user),
                2 => Decision::Intentional(person, label, reason),
                _ => Decision::Verdict(user, verdict),
            });
        }
        made
    })
}

fn without_lines(mut earlier: Earlier) -> Earlier {
    for unplaced in &mut earlier.unplaced {
        unplaced.line = 0;
    }
    earlier
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(made in made()) {
        let context = made.context();
        let report = Report::new(&made.roster, &made.list, &made.audit, &context);
        prop_assert_eq!(read(&report.markdown()), Earlier::of(&report));
    }

    #[test]
    fn what_is_written_with_earlier_notes_is_read(before in made(), made in made(), kept in words()) {
        let first = before.context();
        let report = Report::new(&before.roster, &before.list, &before.audit, &first);
        let mut notes = report.markdown();
        // A remark below a table of ours. What is all white space says nothing.
        notes.push_str("\n### Not read\n");
        notes.push_str(&kept.replace('\n', " "));
        let earlier = read(&notes);
        let context = Context { when: WHEN + 30 * 86_400, pinged: Some(WHEN + 60), ..made.context() };
        let comparison = made.compared(&earlier, context.when);
        let report =
            Report::new(&made.roster, &made.list, &made.audit, &context).compared(&comparison);
        prop_assert_eq!(without_lines(read(&report.markdown())), Earlier::of(&report));
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", tail in any::<String>()) {
        read(&text);
        read(&["| Name | Issues |\n| ", &tail, "\n### Summary\n- **Audited:** ", &text].concat());
    }
}

/// Two people, two strangers, as an auditor has them.
fn small() -> Made {
    let mut made = Made::default();
    made.person(
        person("Jane Doe", "jdoe@example.com", "jdoe", "https://calendly.com/jdoe/30min"),
        TeamRow {
            findings: vec![finding(Label::LinksToAnEvent, "main page: https://calendly.com/jdoe")],
            ..TeamRow::default()
        },
    );
    made.person(
        person("Max Roe", "mroe@example.com", "mroe", ""),
        TeamRow {
            findings: vec![finding(Label::NoCalendlyLink, ""), finding(Label::NotInCalendly, "")],
            ..TeamRow::default()
        },
    );
    made.outside(
        User { role: Role::User, ..user("Jo Law", "jlaw@example.com") },
        OutsideRow::default(),
    );
    made.outside(
        User { role: Role::Admin, ..user("Old Hand", "ohand@example.com") },
        OutsideRow { verdict: Some(Verdict::Remove), ..OutsideRow::default() },
    );
    made
}

fn notes(made: &Made) -> String {
    let context = made.context();
    Report::new(&made.roster, &made.list, &made.audit, &context).markdown()
}

#[track_caller]
fn edited(from: &str, to: &str) -> Earlier {
    let notes = notes(&small());
    assert!(notes.contains(from), "{from:?} is not in {notes}");
    read(&notes.replacen(from, to, 1))
}

#[test]
fn a_justification_is_filled_in() {
    for (typed, expected) in [
        ("Legal, until May", Verdict::Justified("Legal, until May".to_owned())),
        ("see **this** (#12)", Verdict::Justified("see **this** (#12)".to_owned())),
        ("kept by `jane`", Verdict::Justified("kept by `jane`".to_owned())),
        ("one<br>two", Verdict::Justified("one\ntwo".to_owned())),
        ("a \\| b", Verdict::Justified("a | b".to_owned())),
        ("remove", Verdict::Remove),
        ("To be removed", Verdict::Remove),
        ("to be removed.", Verdict::Remove),
        ("Service account: Jane", Verdict::NotAPerson("Jane".to_owned())),
        ("not a person: bot of Jane", Verdict::NotAPerson("bot of Jane".to_owned())),
    ] {
        let earlier = edited(
            "| `jlaw@example.com` | User |  |  |  |  |",
            &format!("| `jlaw@example.com` | User |  |  |  | {typed} |"),
        );
        assert_eq!(earlier.users[0].verdict.as_ref(), Some(&expected), "{typed}");
        let key = UserKey::from_written("jlaw@example.com");
        assert!(
            earlier
                .decisions
                .iter()
                .any(|c| c.decision == Decision::Verdict(key.clone(), expected.clone())),
            "{typed}"
        );
        assert_eq!(earlier.unplaced, []);
    }
}

#[test]
fn a_finding_is_said_to_be_meant() {
    let earlier = edited(
        "| No Calendly link<br>Not in Calendly |",
        "| No Calendly link (intentional: parental leave (until May))<br>Not in Calendly |",
    );
    assert_eq!(
        earlier.decisions[1].decision,
        Decision::Intentional(
            PersonKey::from_written("mroe@example.com"),
            Label::NoCalendlyLink,
            "parental leave (until May)".to_owned()
        )
    );
}

#[test]
fn what_a_person_wrote_into_issues_is_kept() {
    let earlier = edited("Not in Calendly |", "Not in Calendly - invited on Monday |");
    let kept: Vec<_> = earlier.unplaced.iter().map(|kept| kept.text.as_str()).collect();
    assert_eq!(kept, ["Max Roe, Issues: Not in Calendly - invited on Monday"]);
    assert_eq!(earlier.people[1].findings.len(), 2);
}

#[test]
fn rows_and_columns_come_and_go() {
    let notes = notes(&small());
    let lines: Vec<&str> = notes.lines().collect();
    // The team's rows in the other order, with one column less and one more.
    let rows: String = lines
        .iter()
        .map(|line| {
            let cells: Vec<&str> = line.split(" | ").collect();
            match line {
                l if l.starts_with("| Jane") => format!(
                    "| Yes, she said | {} | {}\n",
                    cells[5],
                    cells[0].trim_start_matches("| ")
                ),
                l if l.starts_with("| Max") || l.starts_with("| Name | Email | GitLab") => {
                    String::new()
                }
                l => format!("{l}\n"),
            }
        })
        .collect();
    let rows = rows.replacen(
        "### Support Team\n| --- | --- | --- | --- | --- | --- |\n",
        "### Support Team\n| Asked | Issues | Name\n| --- | --- | --- |\n",
        1,
    );
    let rows = rows.replace(" | | Jane", " | Jane");
    let earlier = read(&rows);
    assert_eq!(earlier.people.len(), 1, "{rows}");
    assert_eq!(earlier.people[0].name, "Jane Doe", "{rows}");
    assert_eq!(earlier.people[0].findings[0].label, Label::LinksToAnEvent);
    assert_eq!(earlier.unplaced[0].text, "Jane Doe, Asked: Yes, she said");
}

#[test]
fn text_around_the_notes_is_kept() {
    let notes = notes(&small());
    let text =
        format!("# The audit\nDo this.\n- [x] done\n\n## Notes\n\n{notes}\n## After\nBye.\n");
    let earlier = read(&text);
    let around: Vec<_> = earlier.unplaced.iter().map(|u| (u.text.as_str(), u.stands)).collect();
    assert_eq!(
        around,
        [
            ("# The audit", Stands::Around),
            ("Do this.", Stands::Around),
            ("- [x] done", Stands::Around),
            ("## Notes", Stands::Around),
            ("## After", Stands::Around),
            ("Bye.", Stands::Around),
        ]
    );
    assert_eq!(earlier.ticked, ["done"]);
    assert_eq!(earlier.people.len(), 2);
}

#[test]
fn a_remark_inside_our_sections_is_kept_and_carried_on() {
    let made = small();
    let notes = notes(&made).replacen(
        "### Support Team",
        "Bob asked Jane on Monday.\n\n### Support Team",
        1,
    );
    let earlier = read(&notes);
    let context = Context { when: WHEN + 3_600, ..made.context() };
    let comparison = made.compared(&earlier, context.when);
    let report = Report::new(&made.roster, &made.list, &made.audit, &context).compared(&comparison);
    assert!(report.markdown().contains("- **Kept:** Bob asked Jane on Monday.\n"));
    let again = read(&report.markdown());
    assert_eq!(again.unplaced[0].text, "Bob asked Jane on Monday.");
}

#[test]
fn windows_line_ends_and_a_lost_fold() {
    let made = small();
    let text = notes(&made).replace('\n', "\r\n");
    let until = text.find("<details>").unwrap_or(text.len());
    let earlier = read(&text[..until]);
    assert_eq!(earlier.people.len(), 2);
    assert_eq!(earlier.users[1].verdict, Some(Verdict::Remove));
    assert_eq!(earlier.unplaced, []);
}

#[test]
fn the_first_scripts_output_is_understood() {
    let earlier = read(
        "**Support Team**\n\nName | Issues\n--- | ---\n\n| Name | Email | Issues |\n|---|---|---|\n| Jane Doe | jdoe@example.com | No Calendly link |\n",
    );
    assert_eq!(earlier.people[0].name, "Jane Doe");
    assert_eq!(earlier.people[0].findings[0].label, Label::NoCalendlyLink);
}

#[test]
fn each_finding_is_new_or_still_open_or_addressed() {
    let before = read(&notes(&small()));
    let mut made = small();
    made.audit.team[0].findings = vec![finding(Label::NotInCalendly, "")];
    made.audit.team[1].findings.remove(1);
    made.list.users.remove(1);
    made.audit.outside.remove(1);
    let context = Context { when: WHEN + 72 * 3_600, ..made.context() };
    let comparison = made.compared(&before, context.when);
    let report = Report::new(&made.roster, &made.list, &made.audit, &context).compared(&comparison);
    let notes = report.markdown();
    for line in [
        "- **Earlier notes:** 2026-11-22 07:40 UTC",
        "- **New:** 1 finding",
        "- **Still open:** 1 finding",
        "- **Addressed:** Jane Doe `jdoe@example.com`: Links to an event: `main page: https://calendly.com/jdoe`",
        "- **Addressed:** Max Roe `mroe@example.com`: Not in Calendly",
        "- **Removed:** Old Hand `ohand@example.com`",
    ] {
        assert!(notes.lines().any(|l| l == line), "{line} is not in {notes}");
    }
    assert!(notes.contains("| Not in Calendly (new) |"), "{notes}");
    assert!(notes.contains("| No Calendly link (open since 2026-11-22) |"), "{notes}");
    assert_eq!(comparison.addressed[0].how, Gone::Fixed);
    // The day is carried on.
    let again = read(&notes);
    assert_eq!(Earlier::of(&report).people[1], again.people[1]);
    assert_eq!(again.people[1].findings[0].since.map(Day::iso).as_deref(), Some("2026-11-22"));
}

#[test]
fn what_cannot_be_checked_is_not_called_addressed() {
    let mut first = small();
    first.audit.team[0].findings = vec![finding(Label::ShouldBeAdmin, "")];
    let before = read(&notes(&first));
    let mut made = small();
    made.audit.team[0].findings.clear();
    for user in &mut made.list.users {
        user.role = Role::NotStated;
    }
    let comparison = made.compared(&before, WHEN);
    assert_eq!(comparison.addressed[0].how, Gone::NotChecked);
}

#[test]
fn without_names_or_the_focus_in_use_nothing_is_called_addressed() {
    let gone = |label, change: fn(&mut Made)| {
        let mut first = small();
        first.audit.team[0].findings = vec![finding(label, "")];
        let before = read(&notes(&first));
        let mut made = small();
        made.audit.team[0].findings.clear();
        made.roster.people[0].focuses = vec![made.policy.admin_focus.clone()];
        change(&mut made);
        let comparison = made.compared(&before, WHEN);
        comparison.addressed[0].how
    };
    assert_eq!(gone(Label::ShouldBeAdmin, |_| ()), Gone::Fixed);
    let no_focus = |made: &mut Made| made.roster.people.iter_mut().for_each(|p| p.focuses.clear());
    assert_eq!(gone(Label::ShouldBeAdmin, no_focus), Gone::NotChecked);
    assert_eq!(gone(Label::NameDiffers, |_| ()), Gone::Fixed);
    let no_names = |made: &mut Made| made.list.users.iter_mut().for_each(|u| u.name.clear());
    assert_eq!(gone(Label::NameDiffers, no_names), Gone::NotChecked);
    let a_link =
        |made: &mut Made| "https://calendly.com/jlaw".clone_into(&mut made.list.users[0].link);
    let a_status = |made: &mut Made| made.list.users[0].status = Status::Active;
    let no_emails = |made: &mut Made| made.list.users.iter_mut().for_each(|u| u.email = None);
    for label in [Label::LinkBelongsToSomeoneElse, Label::LinkDiffersFromCalendly] {
        assert_eq!(gone(label, a_link), Gone::Fixed);
        assert_eq!(gone(label, |_| ()), Gone::NotChecked);
    }
    for label in [Label::InvitationPending, Label::AccountInactive] {
        assert_eq!(gone(label, a_status), Gone::Fixed);
        assert_eq!(gone(label, |_| ()), Gone::NotChecked);
    }
    for label in [Label::EmailDiffers, Label::NameDiffers] {
        assert_eq!(gone(label, |_| ()), Gone::Fixed);
        assert_eq!(gone(label, no_emails), Gone::NotChecked);
    }
}

#[test]
fn a_justification_is_carried_until_something_changes() {
    let mut first = small();
    first.audit.outside[0].verdict = Some(Verdict::Justified("legal".to_owned()));
    let before = read(&notes(&first));
    let half_a_year = WHEN + 182 * 86_400;
    let two_years = WHEN + 730 * 86_400;
    for (role, link, when, expected) in [
        (Role::User, "", half_a_year, vec![]),
        (Role::Admin, "", half_a_year, vec!["the role was User, is Admin"]),
        (Role::NotStated, "", half_a_year, vec![]),
        (Role::User, "", two_years, vec!["the justification is of 2026-11-22"]),
        (Role::User, "x", WHEN + 366 * 86_400, vec!["the justification is of 2026-11-22"]),
        (Role::User, "x", WHEN + 365 * 86_400, vec![]),
    ] {
        let mut made = small();
        made.list.users[0].role = role;
        link.clone_into(&mut made.list.users[0].link);
        let decisions = before.decisions(&made.list);
        assert!(decisions.contains(&Decision::Verdict(
            UserKey::from_written("jlaw@example.com"),
            Verdict::Justified("legal".to_owned())
        )));
        made.audit.outside[0].verdict = Some(Verdict::Justified("legal".to_owned()));
        made.decisions = decisions;
        let context = Context { when, ..made.context() };
        let comparison = made.compared(&before, when);
        let why: Vec<String> =
            comparison.justifications[0].ask_again.iter().map(Phrase::plain).collect();
        assert_eq!(why, expected);
        let report =
            Report::new(&made.roster, &made.list, &made.audit, &context).compared(&comparison);
        let notes = report.markdown();
        assert!(notes.contains("| legal (since 2026-11-22) |"), "{notes}");
        // The first day survives the next half-year's notes too.
        assert_eq!(read(&notes).users[0].since.map(Day::iso).as_deref(), Some("2026-11-22"));
    }
}

#[test]
fn a_justification_of_somebody_who_is_gone_keeps_its_day() {
    let again = |earlier: &str, when: i64, is_gone: bool| {
        let earlier = read(earlier);
        let mut made = small();
        made.audit.outside[0].verdict = Some(Verdict::Justified("legal".to_owned()));
        if is_gone {
            made.list.users.remove(0);
            made.audit.outside.remove(0);
            made.audit.outside[0].user = 0;
        }
        made.decisions = earlier.decisions(&made.list);
        let context = Context { when, ..made.context() };
        let comparison = made.compared(&earlier, when);
        Report::new(&made.roster, &made.list, &made.audit, &context)
            .compared(&comparison)
            .markdown()
    };
    let mut first = small();
    first.audit.outside[0].verdict = Some(Verdict::Justified("legal".to_owned()));
    let second = again(&notes(&first), WHEN + 86_400, false);
    let third = again(&second, WHEN + 2 * 86_400, true);
    for notes in [second, third] {
        let row = "| Justified |  | `jlaw@example.com` |  |  | legal | 2026-11-22 |";
        assert!(notes.contains(row), "{notes}");
    }
}

#[test]
fn what_was_meant_is_addressed_when_it_is_gone_and_not_when_the_person_is() {
    let mut first = small();
    for row in &mut first.audit.team {
        row.findings.truncate(1);
        row.findings[0].intentional = Some("on leave".to_owned());
    }
    let before = read(&notes(&first));
    let mut made = small();
    made.audit.team.truncate(1);
    made.audit.team[0].findings.clear();
    let comparison = made.compared(&before, WHEN);
    let gone: Vec<_> =
        comparison.addressed.iter().map(|one| (one.name.as_str(), one.how)).collect();
    assert_eq!(gone, [("Jane Doe", Gone::Fixed)]);
}

#[test]
fn whose_email_was_mended_is_known_by_name() {
    let before = read(&notes(&small()));
    let mut made = small();
    "jane@example.org".clone_into(&mut made.roster.people[0].email);
    let comparison = made.compared(&before, WHEN);
    assert_eq!(comparison.states[0], [State::OpenSince(Day::at(WHEN))]);
    assert_eq!(comparison.addressed, []);
}

#[test]
fn a_decision_on_an_identifier_that_is_gone_names_no_account() {
    let mut made = small();
    let id = "https://api.calendly.com/users/AAA";
    let legal = Verdict::Justified("legal".to_owned());
    made.decisions.push(Decision::Verdict(UserKey::from_written(id), legal));
    let notes = notes(&made);
    assert!(notes.contains(&format!("| Justified |  |  | `{id}` |  | legal |")), "{notes}");
}

#[test]
fn a_user_is_found_again_by_email_where_the_identifier_is_gone() {
    let mut first = small();
    first.list.users[0].uri = "https://api.calendly.com/users/AAA".to_owned();
    let verdict = Verdict::Justified("legal".to_owned());
    first.audit.outside[0].verdict = Some(verdict.clone());
    first.decisions.push(Decision::Verdict(UserKey::of(&first.list.users[0]), verdict.clone()));
    first.decisions.push(Decision::Same(
        PersonKey::from_written("mroe@example.com"),
        UserKey::of(&first.list.users[0]),
    ));
    let before = read(&notes(&first));
    let made = small();
    let email = UserKey::from_written("jlaw@example.com");
    assert_eq!(
        before.decisions(&made.list),
        [
            Decision::Verdict(email.clone(), verdict.clone()),
            Decision::Same(PersonKey::from_written("mroe@example.com"), email),
            Decision::Verdict(UserKey::from_written("ohand@example.com"), Verdict::Remove),
        ]
    );
    assert_eq!(before.decisions(&first.list)[0], first.decisions[0]);
}

/// What an edit of whole notes leaves without a place, one after the other.
fn left(earlier: &Earlier) -> Vec<&str> {
    earlier.unplaced.iter().map(|unplaced| unplaced.text.as_str()).collect()
}

#[test]
fn lines_that_somebody_added_in_our_manner_are_somebodys() {
    let made = small();
    let mut notes = notes(&made);
    let pings = {
        let context = made.context();
        let report = Report::new(&made.roster, &made.list, &made.audit, &context);
        calendly_audit::report::pings::pings(&report, None).text
    };
    notes.push_str("\n### Not read\n- `users.csv`, line 3: This is no address. Text: `x`\n- Jane is offline today\n");
    let text = format!("{notes}\n{pings}- [ ] buy milk\n- [x] called Bob\n- **Note:** ask Ann\n");
    let edits = [
        ("- **Owners:**", "- **Reviewer:** Bob, from Monday\n- **Owners:**"),
        ("- **Owners:**", "- **Pinged:** on Monday, by Slack\n- **Owners:**"),
        ("This is an Admin.\n", "This is an Admin. He asked for a week.\n"),
    ];
    let text = edits.iter().fold(text, |text, (from, to)| {
        assert!(text.contains(from), "{from:?} is not in {text}");
        text.replacen(from, to, 1)
    });
    let earlier = read(&text);
    assert_eq!(
        left(&earlier),
        [
            "- **Reviewer:** Bob, from Monday",
            "- **Pinged:** on Monday, by Slack",
            "- [ ] Remove members: Old Hand `ohand@example.com`. This is an Admin. He asked for a week.",
            "- Jane is offline today",
            "- [ ] buy milk",
            "- [x] called Bob",
            "- **Note:** ask Ann",
        ],
        "{text}"
    );
    assert_eq!(earlier.ticked, ["called Bob"]);
    assert_eq!(earlier.pinged, Some(WHEN), "by the comment");
}

#[test]
fn words_behind_a_finding_outlive_the_next_notes_and_the_ones_after() {
    let made = small();
    let again = |notes: &str, when: i64| {
        let earlier = read(notes);
        let context = Context { when, ..made.context() };
        let comparison = made.compared(&earlier, when);
        Report::new(&made.roster, &made.list, &made.audit, &context)
            .compared(&comparison)
            .markdown()
    };
    let typed = notes(&made).replacen(
        "`main page: https://calendly.com/jdoe` |",
        "`main page: https://calendly.com/jdoe` - she mends it on Monday |",
        1,
    );
    let second = again(&typed, WHEN + 86_400);
    let said = "- **Said earlier:** Jane Doe, Links to an event: - she mends it on Monday\n";
    assert!(second.contains(said), "{second}");
    let third = again(&second, WHEN + 2 * 86_400);
    let kept = "- **Kept:** Jane Doe, Links to an event: - she mends it on Monday\n";
    assert!(third.contains(kept), "{third}");
    assert_eq!(again(&third, WHEN + 3 * 86_400).matches("mends it on Monday").count(), 1);
}

#[test]
fn pings_of_two_audits_in_one_text_are_told_apart() {
    let half_a_year = 180 * 86_400;
    let heading = |when: i64, what: &str| {
        let made = Made::default();
        let context = Context { when, ..made.context() };
        format!("**Calendly audit {}: {what}, {}**\n", context.fiscal(), minute(when))
    };
    let old = [heading(WHEN, "first ping"), heading(WHEN + 3 * 86_400, "escalation")].concat();
    let now = WHEN + half_a_year;
    let new = [heading(now, "first ping"), heading(now + 86_400, "first ping")].concat();
    for text in [format!("{old}{new}"), format!("{new}{old}")] {
        let earlier = read(&text);
        assert_eq!((earlier.pinged, earlier.escalated), (Some(now), Some(WHEN + 3 * 86_400)));
    }
}

/// Of a roster entry, and of a user, the link may be all that is known.
#[test]
fn who_has_a_link_alone_keeps_what_a_person_wrote() {
    let roster = "- calendly: https://calendly.com/jane/30min\n- calendly: https://calendly.com/john/30min\n";
    let roster = calendly_audit::roster::read(&[Source::new("team.yaml", roster)]);
    let user = |slug| User { link: format!("https://calendly.com/{slug}"), ..User::default() };
    let list = UserList { users: vec![user("amy"), user("bea")], ..UserList::default() };
    assert_eq!(roster.people.len(), 2);
    let policy = calendly_audit::audit::Policy::default();
    let notes = |decisions: &[Decision]| {
        let found = calendly_audit::audit::audit(&roster, &list, &policy, decisions, Day::at(WHEN));
        assert_eq!(found.unplaced, []);
        let made = Made::default();
        let context = Context { decisions, ..made.context() };
        Report::new(&roster, &list, &found, &context).markdown()
    };
    let first = notes(&[]);
    let typed = first
        .replacen("Links to an event:", "Links to an event (intentional: a short call first):", 1)
        .replacen(
            "| `https://calendly.com/bea` |  |  |",
            "| `https://calendly.com/bea` |  | trains the team |",
            1,
        );
    assert_ne!(typed, first);
    let decisions = read(&typed).decisions(&list);
    assert_eq!(decisions.len(), 2, "{decisions:?}");
    let second = notes(&decisions);
    let row = |notes: &str, link: &str| {
        notes.lines().find(|line| line.contains(link)).unwrap_or_default().to_owned()
    };
    assert!(row(&second, "/jane/30min").contains("(intentional: a short call first)"), "{second}");
    assert!(!row(&second, "/john/30min").contains("intentional"), "{second}");
    assert!(row(&second, "calendly.com/bea").contains("trains the team"), "{second}");
    assert!(!row(&second, "calendly.com/amy").contains("trains the team"), "{second}");
    // Once more, and what is taken out of the rows is withdrawn.
    assert_eq!(read(&second).decisions(&list), decisions);
    let out = second.replacen(" (intentional: a short call first)", "", 1).replacen(
        "| trains the team |",
        "|  |",
        1,
    );
    assert_eq!(read(&out).decisions(&list), []);
}
