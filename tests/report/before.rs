//! Notes and comments of the version before this one are still read, decisions and all.

use calendly_audit::audit::{Check, Decision, Label, Verdict};
use calendly_audit::report::earlier::read;

use super::course::sit;
use super::support::WHEN;

const ROSTER: &str = include_str!("../course/roster.yaml");
const LIST: &str = include_str!("../course/users.csv");
const DECIDED: &str = include_str!("before/decided.md");
const COMPARED: &str = include_str!("before/compared.md");
const OLDEST: &str = include_str!("before/oldest.md");
const ESCALATED: &str = include_str!("before/escalated.md");
const COMMENTS: &str = include_str!("before/comments.md");

#[test]
fn nothing_of_them_is_unplaced() {
    for notes in [DECIDED, COMPARED, OLDEST, COMMENTS, ESCALATED] {
        assert_eq!(read(notes).unplaced, [], "{notes}");
    }
}

#[test]
fn their_decisions_are_read() {
    let decisions = |notes: &str| -> Vec<Decision> {
        read(notes).decisions.into_iter().map(|carried| carried.decision).collect()
    };
    let verdicts = |notes: &str| -> Vec<Verdict> {
        let verdict = |decision| match decision {
            Decision::Verdict(_, verdict) => Some(verdict),
            _ => None,
        };
        decisions(notes).into_iter().filter_map(verdict).collect()
    };
    let legal = Verdict::Justified("Legal, asked by Jane".to_owned());
    assert_eq!(verdicts(OLDEST), [Verdict::Remove]);
    for notes in [DECIDED, COMPARED] {
        assert_eq!(verdicts(notes), [legal.clone(), Verdict::Remove]);
    }
    let all = decisions(COMPARED);
    let accepted = Decision::Accept(Check::NobodyElse, "agreed with Legal".to_owned());
    assert!(all.contains(&accepted), "{all:?}");
    let meant = all.iter().any(|decision| {
        matches!(decision, Decision::Intentional(_, Label::NotInCalendly, why) if why == "on leave until May")
    });
    assert!(meant, "{all:?}");
}

#[test]
fn their_comments_are_read() {
    let earlier = read(COMMENTS);
    assert_eq!(earlier.events.pinged, Some(WHEN));
    assert_eq!(earlier.events.escalated, Some(WHEN + 3 * 86_400));
    assert_eq!(earlier.ticked, ["@mroe: Not in Calendly"]);
}

#[test]
fn an_escalation_of_one_line_a_manager_is_read() {
    let earlier = read(ESCALATED);
    assert_eq!(earlier.events.pinged, Some(WHEN));
    assert_eq!(earlier.events.escalated, Some(WHEN + 3 * 86_400));
    assert!(
        earlier.ticked[0].starts_with("@jman: Jane Doe jdoe@example.com"),
        "{:?}",
        earlier.ticked
    );
    let next = sit(ROSTER, LIST, ESCALATED, WHEN + 7 * 86_400);
    assert_eq!(next.comparison.as_ref().map(|one| one.kept.clone()), Some(Vec::new()));
    assert!(next.pings.contains("nor from their managers"), "{}", next.pings);
    assert!(next.notes.contains("- **Escalated:** 2026-11-25 07:40 UTC"), "{}", next.notes);
}

#[test]
fn a_service_account_is_read_under_its_old_name() {
    let notes =
        COMPARED.replace("| To be removed |\n\n<details>", "| Not a person: Jane |\n\n<details>");
    let notes = notes.replace(
        "| To be removed |  | `ohand@example.com` |  |  |  |",
        "| Not a person |  | `ohand@example.com` |  |  | Jane |",
    );
    let next = sit(ROSTER, LIST, &notes, WHEN + 4 * 86_400).notes;
    assert!(next.contains("| Service account: Jane (since "), "{next}");
    assert!(next.contains("| Service account |  | `ohand@example.com` |"), "{next}");
    assert!(!next.contains("Not a person"), "{next}");
}

#[test]
fn the_next_notes_carry_all_of_it() {
    let next = sit(ROSTER, LIST, &[COMPARED, COMMENTS].join("\n"), WHEN + 4 * 86_400);
    for words in [
        "Legal, asked by Jane (since 2026-11-22) |",
        "| To be removed |",
        "Not in Calendly (intentional: on leave until May)",
        "| Nobody else has an account | Accepted | agreed with Legal",
        "- **Pinged:** 2026-11-22 07:40 UTC",
        "- **Escalated:** 2026-11-25 07:40 UTC",
    ] {
        assert!(next.notes.contains(words), "{words} is not in {}", next.notes);
    }
    assert_eq!(next.comparison.expect("earlier notes").kept, Vec::<String>::new());
}
