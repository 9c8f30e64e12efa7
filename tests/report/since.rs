//! What the notes say of earlier ones, line by line.

use super::course::{decided, sit};
use calendly_audit::audit::{Label, TeamRow};
use calendly_audit::report::earlier::read;
use calendly_audit::report::{Context, Report};
use proptest::prelude::*;

use super::support::{Made, WHEN, alive, finding, gitlab, person, render, user};

const ROSTER: &str = "- name: Jane Doe\n  email: jane@example.com\n";

fn list(role: &str) -> String {
    format!(
        "Name,Email,Role,Calendly link\nAnn Law,ann@example.com,User,https://calendly.com/ann\n\
         Bob Law,bob@example.com,{role},https://calendly.com/bob\nCyd Law,cyd@example.com,User,https://calendly.com/cyd\n"
    )
}

fn said(notes: &str, term: &str) -> Vec<String> {
    let begin = format!("- **{term}:** ");
    notes.lines().filter_map(|line| line.strip_prefix(begin.as_str())).map(str::to_owned).collect()
}

#[test]
fn justifications_that_stand_are_counted_and_the_others_asked_for_again() {
    let first = sit(ROSTER, &list("User"), "", WHEN).notes;
    let notes = ["ann", "bob", "cyd"]
        .iter()
        .fold(first, |notes, who| decided(&notes, who, "trains the team"));
    let same = sit(ROSTER, &list("User"), &notes, WHEN + 86_400).notes;
    assert_eq!(said(&same, "As it was"), ["3 justifications"]);
    assert_eq!(said(&same, "Ask again"), [""; 0]);

    let raised = sit(ROSTER, &list("Admin"), &notes, WHEN + 86_400).notes;
    assert_eq!(said(&raised, "As it was"), ["2 justifications"]);
    let again = said(&raised, "Ask again");
    assert!(again.len() == 1 && again[0].starts_with("Bob Law `bob@example.com`: "), "{again:?}");

    let old = sit(ROSTER, &list("User"), &notes, WHEN + 400 * 86_400).notes;
    assert_eq!(said(&old, "As it was"), [""; 0]);
    // Those with the same reason share a line.
    assert_eq!(
        said(&old, "Ask again"),
        [
            "Ann Law `ann@example.com`; Bob Law `bob@example.com`; Cyd Law `cyd@example.com`: the justification is of 2026-11-22"
        ]
    );
}

/// A team of so many whose links all open an event, or none does.
fn team(people: usize, event: &str) -> String {
    let entry = |n: usize| {
        format!(
            "- name: Pat {n}\n  email: p{n}@example.com\n  calendly: https://calendly.com/p{n}{event}\n"
        )
    };
    (0..people).map(entry).collect()
}

fn members(people: usize) -> String {
    let line =
        |n: usize| format!("Pat {n},p{n}@example.com,User,https://calendly.com/p{n},Active\n");
    ["Name,Email,Role,Calendly link,Status\n", &(0..people).map(line).collect::<String>()].concat()
}

#[test]
fn the_comparison_is_one_short_list() {
    let first = sit(&team(40, "/30min"), &members(40), "", WHEN).notes;
    let second = sit(&team(40, ""), &members(40), &first, WHEN + 86_400).notes;
    let section = second.split("### Since the earlier notes\n").nth(1).unwrap();
    let lines: Vec<_> = section.lines().take_while(|line| line.starts_with("- ")).collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    let addressed = said(&second, "Addressed");
    assert!(
        addressed[0].starts_with("40 findings (Pat 0: Links to an event; Pat 1: "),
        "{addressed:?}"
    );
    assert!(addressed[0].ends_with("; Pat 9: Links to an event; and 30 more)"), "{addressed:?}");
    // Nothing is lost: whom the list does not name stands in the fold, with the details.
    let fold = second.split("<summary>Addressed (40)</summary>").nth(1).unwrap();
    for n in 0..40 {
        assert!(
            fold.contains(&format!("- Pat {n} `p{n}@example.com`: Links to an event: ")),
            "{fold}"
        );
    }
    // The other way round all are new.
    let worse = sit(&team(40, "/30min"), &members(43), &second, WHEN + 2 * 86_400).notes;
    let new = said(&worse, "New");
    assert!(
        new[0].starts_with("40 findings, and 3 users outside the team (Pat 0: Links to an event; "),
        "{new:?}"
    );
}

#[test]
fn words_added_to_the_comparison_are_kept() {
    let first = sit(&team(2, "/30min"), &members(2), "", WHEN).notes;
    let second = sit(&team(2, ""), &members(3), &first, WHEN + 86_400).notes;
    for line in [
        "- **New:** 0 findings, and 1 user outside the team (`p2@example.com`)",
        "- **Addressed:** 2 findings (Pat 0: Links to an event; Pat 1: Links to an event)",
        "- Pat 1 `p1@example.com`: Links to an event",
    ] {
        assert!(second.contains(line), "{line} is not in {second}");
    }
    let added = second
        .replace("(`p2@example.com`)", "(`p2@example.com`) ask Ann")
        .replace("Pat 1: Links to an event)", "Pat 1: Links to an event), thanks")
        .replace(
            "- Pat 1 `p1@example.com`: Links to an event",
            "- Pat 1 `p1@example.com`: Links to an event by Bob",
        );
    for (text, words) in [(&second, false), (&added, true)] {
        let third = sit(&team(2, ""), &members(3), text, WHEN + 2 * 86_400).notes;
        for added in ["ask Ann", ", thanks", "by Bob"] {
            assert_eq!(third.contains(added), words, "{added}: {third}");
        }
        assert_eq!(third.contains("**Kept:**"), words, "{third}");
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "@all",
        "`",
        "/close",
        "#1",
        "[x](y)",
        "<b>",
        "|",
        "\n",
        "**",
        ")",
        " (",
        "; ",
        "Not in Calendly",
        "\u{202e}",
        "Jane",
        " ",
    ]);
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Whatever the names and the details hold: nothing in the comparison mentions, refers or is markup.
    #[test]
    fn nothing_comes_alive_in_the_comparison(
        people in prop::collection::vec((hostile(), hostile(), hostile()), 1..4), name in hostile(), link in hostile(),
    ) {
        let mut before = Made::default();
        let mut after = Made::default();
        for (name, email, details) in &people {
            let row = |findings| TeamRow { findings, ..TeamRow::default() };
            let old = row(vec![finding(Label::LinksToAnEvent, details)]);
            before.person(person(name, email, "", ""), old);
            after.person(person(name, email, "", ""), row(vec![finding(Label::NotInCalendly, "")]));
        }
        before.outside(user("Jo Law", "jlaw@example.com"), calendly_audit::audit::OutsideRow::default());
        let mut stranger = user(&name, "");
        stranger.link = link;
        after.outside(stranger, calendly_audit::audit::OutsideRow::default());
        let earlier = read(&super::support::notes(&before));
        let comparison = after.compared(&earlier, WHEN + 86_400);
        let context = Context { when: WHEN + 86_400, ..after.context() };
        let notes = Report::new(&after.roster, &after.list, &after.audit, &context)
            .compared(&comparison)
            .markdown();
        let seen = render(&notes, &gitlab());
        prop_assert_eq!(seen.forbidden, Vec::<String>::new(), "{}", notes);
        for text in &seen.text {
            prop_assert_eq!(alive(text), None, "{}", notes);
        }
        prop_assert_eq!(read(&notes).unplaced, vec![], "{}", notes);
    }
}
