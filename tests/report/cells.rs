//! What stands in a cell: a pair that was parted, several things one below the other, a link in its one form.

use calendly_audit::audit::{Decision, PersonKey, UserKey, audit};
use calendly_audit::calendly;
use calendly_audit::day::Day;
use calendly_audit::report::Report;
use calendly_audit::roster;
use calendly_audit::source::Source;

use super::support::{Made, Seen, WHEN, gitlab, render};

fn seen(roster: &str, list: &str, decisions: Vec<Decision>) -> Seen {
    let mut made = Made {
        roster: roster::read(&[Source::new("team.yaml", roster)]),
        list: calendly::read(&[Source::new("users.csv", list)], &[]),
        decisions,
        ..Made::default()
    };
    made.audit = audit(&made.roster, &made.list, &made.policy, &made.decisions, Day::at(WHEN));
    let context = made.context();
    let notes = Report::new(&made.roster, &made.list, &made.audit, &context).markdown();
    render(&notes, &gitlab())
}

#[test]
fn a_pair_that_a_person_has_parted_stands_in_both_tables() {
    let parted = Decision::NotSame(
        PersonKey::from_written("jane@example.com"),
        UserKey::from_written("jdoe@mail.example"),
    );
    let seen = seen(
        "- name: Jane Doe\n  email: jane@example.com\n- name: Jane A Doe\n  email: jadoe@example.com\n",
        "Name,Email\nJane Doe,jdoe@mail.example\n",
        vec![parted],
    );
    assert_eq!(seen.tables[0][1][4], "No\nNot Jane Doe jdoe@mail.example, by hand");
    let possible = &seen.tables[1][1][5];
    assert!(
        possible.starts_with("Jane A Doe jadoe@example.com: ")
            && possible.ends_with("\nNot Jane Doe jane@example.com, by hand"),
        "{possible:?}"
    );
}

#[test]
fn a_main_page_is_shown_in_its_one_form_and_any_other_link_as_written() {
    for (written, shown) in [
        ("https://calendly.com/jdoe", "https://calendly.com/jdoe"),
        ("HTTP://www.Calendly.com/JDoe/", "https://calendly.com/jdoe"),
        ("calendly.com/jdoe?month=2026-11", "https://calendly.com/jdoe"),
        ("https://calendly.com/jdoe/30min", "https://calendly.com/jdoe/30min"),
        ("n/a", "n/a"),
    ] {
        let roster =
            format!("- name: Jane Doe\n  email: jane@example.com\n  calendly: \"{written}\"\n");
        let seen = seen(&roster, "Name,Email\nJane Doe,jane@example.com\n", Vec::new());
        assert_eq!(seen.tables[0][1][3], shown, "{written}");
    }
}
