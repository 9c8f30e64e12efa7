//! What the notes say of earlier ones, line by line.

use super::course::{decided, sit};
use super::support::WHEN;

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
    assert_eq!(said(&old, "Ask again").len(), 3);
}
