//! What people's edits of the notes must not lose, and what they mean.

use calendly_audit::audit::{Decision, Label, PersonKey, UserKey, Verdict};
use calendly_audit::calendly::{User, UserList};
use calendly_audit::day::{Day, minute};
use calendly_audit::report::compare::State;
use calendly_audit::report::earlier::{Earlier, Stands, read};
use calendly_audit::report::{Context, Report};
use calendly_audit::source::Source;

use super::support::{Made, WHEN, notes, small};

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
    let earlier = edited("<br>Not in Calendly |", "<br>Not in Calendly - invited on Monday |");
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
    assert_eq!(earlier.events.pinged, Some(WHEN), "by the comment");
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
        "`use https://calendly.com/jdoe` |",
        "`use https://calendly.com/jdoe` - she mends it on Monday |",
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
        assert_eq!(
            (earlier.events.pinged, earlier.events.escalated),
            (Some(now), Some(WHEN + 3 * 86_400))
        );
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
