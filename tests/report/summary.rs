//! The summary, term by term, for lists of one and of several.

use calendly_audit::audit::{Label, NotChecked, OutsideRow, TeamRow, Verdict};
use calendly_audit::calendly::{Status, User};
use calendly_audit::report::{Origin, Report};

use super::support::{Made, finding, person, reading, user};

/// What the summary says behind a term; `None` where it has no such line.
fn said(made: &Made, term: &str) -> Option<String> {
    let context = made.context();
    let notes = Report::new(&made.roster, &made.list, &made.audit, &context).markdown();
    let begin = format!("- **{term}:** ");
    notes.lines().find_map(|line| line.strip_prefix(begin.as_str())).map(str::to_owned)
}

fn without_hash(text: Option<String>) -> String {
    let text = text.unwrap_or_default();
    text.split(", SHA-256").next().unwrap_or_default().to_owned()
}

#[test]
fn the_roster_is_named_by_its_file_and_several_are_counted() {
    let mut made = Made::default();
    made.person(person("Jane Doe", "jane@example.com", "", ""), TeamRow::default());
    assert_eq!(without_hash(said(&made, "Roster")), "none, 1 person");
    made.roster.readings.push(reading("a.yaml", "YAML, one person", 1));
    assert_eq!(without_hash(said(&made, "Roster")), "`a.yaml`, 1 person");
    made.roster.readings.push(reading("b.yaml", "YAML, one person", 1));
    assert_eq!(without_hash(said(&made, "Roster")), "2 files, 1 person");

    let fetched = |path: &str| Origin::Fetched {
        project: "gitlab-com/support/team".to_owned(),
        path: path.to_owned(),
        commit: String::new(),
    };
    made.origin = fetched("data/agents");
    assert_eq!(
        without_hash(said(&made, "Roster")),
        "`gitlab-com/support/team` `data/agents`, 2 files, 1 person"
    );
    made.roster.readings.pop();
    made.origin = fetched("a.yaml");
    assert_eq!(without_hash(said(&made, "Roster")), "`gitlab-com/support/team` `a.yaml`, 1 person");
}

#[test]
fn the_list_is_said_by_its_kinds_and_its_users_by_status() {
    let mut made = Made::default();
    assert_eq!(said(&made, "Calendly list").as_deref(), Some("none, 0 users"));
    for kind in ["CSV", "TSV", "CSV", ""] {
        made.list.readings.push(reading("list", kind, 0));
    }
    assert_eq!(without_hash(said(&made, "Calendly list")), "CSV; TSV, 0 users");
    let inactive = || Status::Inactive("Deactivated".to_owned());
    for status in [
        Status::Active,
        Status::Active,
        Status::Active,
        Status::Pending,
        Status::Pending,
        inactive(),
        Status::NotStated,
    ] {
        made.user(User { status, ..User::default() });
    }
    assert_eq!(
        without_hash(said(&made, "Calendly list")),
        "CSV; TSV, 7 users (3 active, 2 pending, 1 inactive)"
    );
}

#[test]
fn open_findings_are_counted_by_level_and_those_that_are_meant_apart() {
    let mut made = Made::default();
    made.person(person("Max Roe", "max@example.com", "", ""), TeamRow::default());
    assert_eq!(said(&made, "To fix").as_deref(), Some("0 findings"));
    assert_eq!(said(&made, "Intentional"), None);

    let mut meant = finding(Label::NotACalendlyLink, "");
    meant.intentional = Some("has an assistant".to_owned());
    let row =
        TeamRow { findings: vec![meant, finding(Label::EmailDiffers, "")], ..TeamRow::default() };
    made.person(person("Jane Doe", "jane@example.com", "", ""), row);
    let outside = |labels: &[Label]| OutsideRow {
        findings: labels.iter().map(|label| finding(*label, "")).collect(),
        ..OutsideRow::default()
    };
    made.outside(user("Ann Poe", "ann@example.com"), outside(&[Label::LookAlike]));
    made.outside(user("Bob Poe", "bob@example.com"), outside(&[]));
    assert_eq!(said(&made, "To fix").as_deref(), Some("0 findings"));
    assert_eq!(
        said(&made, "To check").as_deref(),
        Some("1 finding of 1 person, and 1 outside the team")
    );
    assert_eq!(said(&made, "Intentional").as_deref(), Some("1 finding"));
}

#[test]
fn strangers_are_counted_by_what_was_decided() {
    let mut made = Made::default();
    for (name, verdict) in [
        ("a", Some(Verdict::Justified("legal".to_owned()))),
        ("b", Some(Verdict::Remove)),
        ("c", Some(Verdict::Remove)),
        ("d", Some(Verdict::NotAPerson("IT".to_owned()))),
        ("e", None),
    ] {
        made.outside(
            user(name, &format!("{name}@example.com")),
            OutsideRow { verdict, ..OutsideRow::default() },
        );
    }
    assert_eq!(
        said(&made, "Not part of the team").as_deref(),
        Some("5 users (1 justified, 2 to be removed, 1 service account, 1 without a decision)")
    );
}

#[test]
fn what_was_not_checked_and_what_was_taken_out_is_told() {
    let mut made = Made::default();
    assert_eq!(said(&made, "Not checked"), None);
    assert_eq!(said(&made, "Characters removed"), None);
    for (what, why) in [("links", "the list states no links"), ("roles", "the list states none")] {
        made.audit.not_checked.push(NotChecked { what: what.to_owned(), why: why.to_owned() });
    }
    assert_eq!(
        said(&made, "Not checked").as_deref(),
        Some("links (the list states no links); roles (the list states none)")
    );
    let mut roster = reading("team.yaml", "YAML, a list of people", 0);
    roster.removed = vec![('\u{feff}', 1), ('\u{200b}', 2)];
    let mut list = reading("", "CSV", 0);
    list.removed = vec![('\u{200b}', 3)];
    list.warnings = vec!["Nobody is in it.".to_owned()];
    made.roster.readings.push(roster);
    made.list.readings.push(list);
    assert_eq!(said(&made, "Characters removed").as_deref(), Some("5 `⟨U+200B⟩`, 1 `⟨U+FEFF⟩`"));
    assert_eq!(said(&made, "Warning").as_deref(), Some("Nobody is in it."));
    made.list.readings[0].name = "users.csv".to_owned();
    assert_eq!(said(&made, "Warning").as_deref(), Some("`users.csv`: Nobody is in it."));
}
