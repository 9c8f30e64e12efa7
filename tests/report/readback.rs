//! Our own notes, read back unedited, say nothing that a person would have to have written.

use proptest::prelude::*;
use proptest::sample::select;

use super::course::sit;
use super::support::WHEN;

const NAMES: &[&str] =
    &["Jane Doe", "Jane", "Doe, Jane", "John Roe", "Zed", "User manager", "", "No"];
const EMAILS: &[&str] = &["", "jane@example.com", "JANE@example.com", "john@example.com", "x"];
const LINKS: &[&str] =
    &["", "n/a", "https://calendly.com/jane", "calendly.com/john/30min", "https://cal.com/x"];
const ROLES: &[&str] = &["User", "Admin", "Owner", "User manager", "", "Guest"];
const STATUSES: &[&str] = &["Active", "Pending", "Deactivated", "on leave", ""];

fn text(of: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    select(of)
}

fn people() -> impl Strategy<Value = String> {
    let person = (text(NAMES), text(EMAILS), text(LINKS), select(vec!["Operations", "SaaS"]));
    let entry = person.prop_map(|(name, email, link, focus)| {
        format!("- name: '{name}'\n  email: '{email}'\n  calendly: '{link}'\n  focuses: [{{name: {focus}}}]\n")
    });
    prop::collection::vec(entry, 1..6).prop_map(|all| all.concat())
}

fn users() -> impl Strategy<Value = String> {
    let user = (text(NAMES), text(EMAILS), text(LINKS), text(ROLES), text(STATUSES));
    let line = user.prop_map(|(name, email, link, role, status)| {
        format!("\"{name}\",{email},{role},{link},{status}\n")
    });
    prop::collection::vec(line, 1..6)
        .prop_map(|all| format!("Name,Login email,Role,Calendly link,Status\n{}", all.concat()))
}

/// What an auditor may write into a cell of the notes.
fn decisions(notes: &str, words: &str) -> String {
    notes
        .lines()
        .map(|line| {
            let cells = line.matches(" | ").count();
            match line.strip_suffix(" |  |").filter(|_| line.starts_with("| ") && cells == 6) {
                Some(typed) => format!("{typed} | {words} |\n"),
                None => format!("{line}\n"),
            }
        })
        .collect()
}

proptest! {
    #[test]
    fn decided_notes_keep_nothing_twice(
        team in people(), list in users(), twice in any::<bool>(),
        words in select(vec!["legal", "To be removed", "Service account: Jane", "until May (2027)"]),
    ) {
        let team = if twice { team.repeat(2) } else { team };
        let first = sit(&team, &list, "", WHEN);
        let mut notes = decisions(&first.notes, words);
        for hours in 1..4 {
            let pinged = sit(&team, &list, &notes, WHEN + hours * 80 * 3_600);
            let comparison = pinged.comparison.as_ref().expect("earlier notes");
            prop_assert_eq!(&comparison.said, &Vec::new(), "{}", notes);
            prop_assert_eq!(&comparison.kept, &Vec::<String>::new(), "{}", notes);
            notes = [pinged.notes, pinged.pings].join("\n");
        }
    }

    #[test]
    fn our_own_notes_say_nothing_earlier_and_keep_nothing(team in people(), list in users()) {
        let first = sit(&team, &list, "", WHEN);
        let again = sit(&team, &list, &first.notes, WHEN + 3_600);
        let comparison = again.comparison.as_ref().expect("earlier notes");
        prop_assert_eq!(&comparison.said, &Vec::new(), "{}", first.notes);
        prop_assert_eq!(&comparison.kept, &Vec::<String>::new(), "{}", first.notes);
        prop_assert_eq!(comparison.new_outside(), 0, "{}", first.notes);
        let third = sit(&team, &list, &again.notes, WHEN + 7_200);
        let comparison = third.comparison.as_ref().expect("earlier notes");
        prop_assert_eq!(&comparison.said, &Vec::new(), "{}", again.notes);
        prop_assert_eq!(&comparison.kept, &Vec::<String>::new(), "{}", again.notes);
    }
}
