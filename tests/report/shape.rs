//! The notes' shape, as docs/format.md has it: headings, columns, summary, folded parts.

use calendly_audit::audit::{
    self, Decision, How, Label, Match, NotChecked, OutsideRow, Suggestion, TeamRow, UserKey,
    Verdict,
};
use calendly_audit::calendly::{self, Role, Status, User};
use calendly_audit::day::Day;
use calendly_audit::phrase::Phrase;
use calendly_audit::report::earlier::{Earlier, read};
use calendly_audit::report::split::comments;
use calendly_audit::report::{Origin, Report};
use calendly_audit::roster::Person;
use calendly_audit::source::{Place, Source, Unread, UnreadKind};

use super::support::{Made, WHEN, finding, gitlab, person, reading, render, user};

/// One of everything.
fn made() -> Made {
    let mut made = Made::default();
    let account = User {
        role: Role::Admin,
        status: Status::Active,
        link: "https://calendly.com/jdoe".to_owned(),
        ..user("Jane Doe", "jane@example.com")
    };
    let jane = made.user(account);
    made.person(
        person("Jane Doe", "jdoe@example.com", "jdoe", "https://calendly.com/jdoe/30min"),
        TeamRow {
            accounts: vec![Match { user: jane, how: How::Link }],
            findings: vec![
                finding(Label::LinksToAnEvent, ""),
                finding(Label::EmailDiffers, "jane@example.com"),
            ],
            ..TeamRow::default()
        },
    );
    made.person(
        person("Max Roe", "mroe@example.com", "", ""),
        TeamRow {
            findings: vec![finding(Label::NotInCalendly, "")],
            suggestions: vec![Suggestion {
                person: 1,
                user: 1,
                reason: Phrase::new().trusted("same name"),
                rank: 1,
            }],
            ..TeamRow::default()
        },
    );
    made.outside(
        User { role: Role::Owner, status: Status::Pending, ..user("max roe", "max@example.com") },
        OutsideRow {
            suggestions: vec![Suggestion {
                person: 1,
                user: 1,
                reason: Phrase::new().trusted("same name"),
                rank: 1,
            }],
            verdict: Some(Verdict::Remove),
            ..OutsideRow::default()
        },
    );
    made.decisions
        .push(Decision::Verdict(UserKey::from_written("max@example.com"), Verdict::Remove));
    made.roster.readings.push(reading("data/support-team.yaml", "YAML, a list of people", 2));
    let mut list = reading("pasted list", "CSV", 2);
    let place = |line| Place { source: 0, line, column: 0 };
    list.unread = vec![
        Unread::new(place(3), UnreadKind::Problem, "jane@@x", "This is no address."),
        Unread::new(place(4), UnreadKind::Ignored, "Rows per page", "Page ignored."),
    ];
    made.list.readings.push(list);
    made.audit.owners = Some(1);
    made.audit
        .not_checked
        .push(NotChecked { what: "links".to_owned(), why: "the list states no links".to_owned() });
    made.origin = Origin::Fetched {
        project: "gitlab-com/support/team".to_owned(),
        path: "data/support-team.yaml".to_owned(),
        commit: "1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b".to_owned(),
    };
    made
}

#[test]
fn the_notes_of_one_of_everything() {
    let made = made();
    let context = made.context();
    let report = Report::new(&made.roster, &made.list, &made.audit, &context);
    let notes = report.markdown();
    let expected = include_str!("notes.md");
    assert_eq!(notes, expected, "{notes}");
    assert_eq!(report.markdown(), notes);
    assert_eq!(read(&notes), Earlier::of(&report));
    let seen = render(&notes, &gitlab());
    assert_eq!(seen.forbidden, Vec::<String>::new());
    assert_eq!(
        seen.headings,
        [
            "Summary",
            "Checks",
            "Open items",
            "Support Team",
            "Those in Calendly but not part of support team",
            "Not read"
        ]
    );
    assert_eq!(seen.tables.len(), 4);
    assert!(!notes.to_lowercase().contains("delete their accounts"));
}

#[test]
fn the_pages_rows_say_what_the_notes_say() {
    let made = made();
    let context = made.context();
    let report = Report::new(&made.roster, &made.list, &made.audit, &context);
    let seen = render(&report.markdown(), &gitlab());
    for (table, rendered) in [report.team(), report.outside()].iter().zip(&seen.tables) {
        assert_eq!(rendered[0], table.columns());
        assert_eq!(rendered.len(), table.len() + 1);
        for (index, rendered) in rendered.iter().skip(1).enumerate() {
            let cells = table.cells(index);
            let cells: Vec<String> =
                cells.iter().map(|cell| cell.plain().replace("; ", "\n")).collect();
            assert_eq!(&cells, rendered);
        }
    }
    assert_eq!(report.team().findings(0).len(), 2);
}

#[test]
fn notes_that_are_too_long_are_cut_at_row_borders() {
    let mut made = made();
    for index in 0..300 {
        let row =
            TeamRow { findings: vec![finding(Label::NotInCalendly, "")], ..TeamRow::default() };
        made.person(person("Some Body", &format!("p{index}@example.com"), "", ""), row);
    }
    let context = made.context();
    let report = Report::new(&made.roster, &made.list, &made.audit, &context);
    let notes = report.markdown();
    assert_eq!(comments(&notes, 1_000_000), std::slice::from_ref(&notes));
    let parts = comments(&notes, 4_000);
    assert!(parts.len() > 5);
    let mut rows = 0;
    for (index, part) in parts.iter().enumerate() {
        // The one line of invitations is longer than this limit, and cannot be cut.
        let longest = part.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(part.chars().count() <= 4_000.max(longest + 1_000), "part {index}");
        assert!(part.starts_with(&format!("_Part {} of {}_\n", index + 1, parts.len())));
        let seen = render(part, &gitlab());
        let tables =
            seen.tables.iter().filter(|table| table[0][0] == "Name" && table[0].len() == 6);
        rows += tables.map(|table| table.len() - 1).sum::<usize>();
    }
    assert_eq!(rows, 302);
    assert_eq!(read(&parts.join("\n")), Earlier::of(&report));
}

/// The notes of a list as it is pasted, against people made by hand.
fn notes_of(list: &str, people: Vec<Person>) -> String {
    let mut made =
        Made { list: calendly::read(&[Source::new("list", list)], &[]), ..Made::default() };
    made.roster.people = people;
    made.audit = audit::audit(&made.roster, &made.list, &made.policy, &[], Day::at(WHEN));
    let context = made.context();
    Report::new(&made.roster, &made.list, &made.audit, &context).markdown()
}

#[test]
fn where_there_is_nothing_to_count_no_number_is_said() {
    let jane = || vec![person("Jane Doe", "jane@example.com", "", "")];
    let header_only = notes_of("Name,Login email,Role\n", jane());
    let owners = |notes: &str| {
        let line = notes.lines().find(|line| line.starts_with("- **Owners:**"));
        line.unwrap_or_default().to_owned()
    };
    assert_eq!(owners(&header_only), "- **Owners:** not known (the list holds no users)");
    assert!(
        header_only.contains("- **Not checked:** who has an account (the list holds no users)"),
        "{header_only}"
    );
    let without_roles = notes_of("jane@example.com\n", jane());
    assert_eq!(owners(&without_roles), "- **Owners:** not known (the list states no roles)");
    let nobody_is = notes_of("Email,Role\njane@example.com,User\n", jane());
    assert_eq!(owners(&nobody_is), "- **Owners:** 0 (one is expected)");

    let no_roster = notes_of("Email,Role\njane@example.com,Owner\n", Vec::new());
    assert_eq!(owners(&no_roster), "- **Owners:** 1 (one is expected)");
    assert!(
        no_roster.contains("- **Not checked:** who is part of the team (the roster holds nobody)"),
        "{no_roster}"
    );
}

#[test]
fn a_status_that_is_not_known_is_shown_as_it_is_written() {
    let list = "Name,Email,Status\nJane Doe,jane@example.com,On sabbatical\nMax Roe,max@example.com,On sabbatical\n";
    let notes = notes_of(list, vec![person("Jane Doe", "jane@example.com", "", "")]);
    let seen = render(&notes, &gitlab());
    let cell = |table: usize, column: usize| seen.tables[table][1][column].clone();
    assert_eq!(cell(0, 4), "Yes, by email, On sabbatical", "{notes}");
    assert_eq!(cell(1, 3), "On sabbatical", "{notes}");
}

#[test]
fn several_possible_accounts_of_one_person_stand_on_lines_of_their_own() {
    let roster = "- name: Max Roe\n  email: mroe@example.com\n";
    let list = "Name,Email\nMax Roe,max@example.org\nMax Roe,max.roe@example.net\n";
    let notes = super::course::sit(roster, list, "", WHEN).notes;
    let rows: Vec<_> =
        notes.lines().filter(|line| line.starts_with("| Max Roe | `mroe@example.com` |")).collect();
    let possible = rows.last().unwrap();
    assert!(!possible.contains("| <br>"), "{possible}");
    assert_eq!(possible.matches("<br>").count(), 1, "{possible}");
}
