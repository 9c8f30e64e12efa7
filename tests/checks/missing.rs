//! No input whatever passes a check whose evidence is missing: in every form of a list, any stretch is taken out or
//! replaced, and what passes is held against the bare text.

use std::collections::BTreeSet;

use calendly_audit::audit::Check;
use calendly_audit::calendly::{Status, User};
use proptest::prelude::*;
use proptest::sample::select;

use super::{HEADINGS, ROWS, full};

/// The whole list in one of the forms that lists come in.
fn written(form: usize) -> String {
    let table = |separator: &str| {
        let rows = std::iter::once(&HEADINGS).chain(ROWS).map(|cells| cells.join(separator));
        rows.collect::<Vec<_>>().join("\n")
    };
    let each = |of: &dyn Fn(&[&str; 5]) -> String, between: &str| {
        ROWS.iter().map(of).collect::<Vec<_>>().join(between)
    };
    match form {
        0 => table(","),
        1 => table("\t"),
        2 => table(";"),
        3 => {
            let line = |cells: &[&str; 5]| format!("| {} |", cells.join(" | "));
            format!("{}\n| --- | --- | --- | --- | --- |\n{}\n", line(&HEADINGS), each(&line, "\n"))
        }
        4 => {
            let user = |[name, email, role, link, status]: &[&str; 5]| {
                format!(
                    r#"{{"name": "{name}", "email": "{email}", "role": "{role}", "scheduling_url": "{link}", "status": "{status}"}}"#
                )
            };
            format!("[\n{}\n]\n", each(&user, ",\n"))
        }
        5 => {
            let member = |[name, email, role, link, _]: &[&str; 5]| {
                let role = role.to_lowercase();
                format!(
                    r#"{{"role": "{role}", "user": {{"name": "{name}", "email": "{email}", "scheduling_url": "{link}"}}}}"#
                )
            };
            let all = each(&member, ",\n");
            format!(
                "{{\"collection\": [\n{all}\n], \"pagination\": {{\"count\": {}, \"next_page\": null}}}}\n",
                ROWS.len()
            )
        }
        6 => {
            let block = |cells: &[&str; 5]| {
                let lines =
                    HEADINGS.iter().zip(cells).map(|(key, value)| format!("{key}: {value}"));
                lines.collect::<Vec<_>>().join("\n")
            };
            each(&block, "\n\n")
        }
        _ => format!("Active ({})\n{}", ROWS.len(), each(&|cells| cells.join("\n"), "\n")),
    }
}

const FORMS: usize = 8;

/// Every address in a text, in small letters.
fn addresses(text: &str) -> BTreeSet<String> {
    let part = |c: char| c.is_alphanumeric() || ".@-_+".contains(c);
    let words = text.split(|c: char| !part(c)).map(|word| word.trim_matches('.'));
    let is_address = |word: &&str| {
        word.split_once('@').is_some_and(|(before, behind)| {
            let is_label = |label: &str| label.starts_with(char::is_alphanumeric);
            !before.is_empty()
                && behind.contains('.')
                && !behind.contains('@')
                && behind.split('.').all(is_label)
        })
    };
    words.filter(is_address).map(str::to_lowercase).collect()
}

/// Whether a link stands in a text as a whole.
fn holds(text: &str, link: &str) -> bool {
    text.match_indices(link).any(|(at, _)| {
        let after = text[at + link.len()..].chars().next();
        !after.is_some_and(|c| c.is_alphanumeric() || "-_/%".contains(c))
    })
}

/// Whether an address is one of these: where marks touch it, more or less of them may be part of it.
fn is_of(address: &str, all: &BTreeSet<String>) -> bool {
    all.iter()
        .any(|one| !one.is_empty() && (one.contains(address) || address.contains(one.as_str())))
}

/// What is wrong with the checks that passed, by the bare text.
fn unproved(text: &str) -> Vec<String> {
    let found = full(text);
    // A mark of byte order is read as nothing.
    let text = &text.replace('\u{feff}', "");
    let there = addresses(text);
    let known: BTreeSet<String> = ROWS.iter().map(|row| row[1].to_owned()).collect();
    let read: BTreeSet<String> =
        found.list.users.iter().map(|user| user.written_email().to_lowercase()).collect();
    let matched: BTreeSet<String> =
        found.who().0.iter().map(|email| email.to_lowercase()).collect();
    // A word is read without the marks within it.
    let letters: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let times = |word: &str| letters.matches(&word.to_lowercase()).count();
    // An invitation states no role yet.
    let is_accepted = |user: &&User| user.status != Status::Pending;
    let accepted = found.list.users.iter().filter(is_accepted).count();
    let team = &ROWS[..3];
    let roles = ["User", "Admin", "Owner"].map(times);
    let proved = |check: Check| match check {
        Check::Complete => there.iter().all(|one| is_of(one, &read)),
        Check::Accounts => {
            team.iter().all(|row| is_of(row[1], &there)) && times("active") >= team.len()
        }
        // One who was matched by the link has a finding: the emails differ.
        Check::NobodyElse => there.iter().all(|one| is_of(one, &known) || is_of(one, &matched)),
        // The scheme says nothing.
        Check::Links => team.iter().all(|row| holds(text, row[3].trim_start_matches("https://"))),
        Check::Owner => roles[2] >= 1,
        Check::FocusAdmins => roles[1] + roles[2] >= 2,
        Check::NoOtherAdmins => roles.iter().sum::<usize>() >= accepted,
    };
    let wrong = Check::ALL.iter().filter(|check| found.passed(**check) && !proved(**check));
    let said = |check: &Check| {
        let users = found.list.users.iter().map(|user| format!("{user:?}"));
        format!("{} passed on:\n{text}\nread: {:#?}", check.text(), users.collect::<Vec<_>>())
    };
    wrong.map(said).collect()
}

#[test]
fn whole_lists_pass_in_every_form() {
    for form in 0..FORMS {
        let found = full(&written(form));
        for check in Check::ALL {
            // An answer about memberships states no status.
            let expected = form != 5 || *check != Check::Accounts;
            assert_eq!(
                found.passed(*check),
                expected,
                "{}, form {form}: {:#?}",
                check.text(),
                found.checks
            );
        }
        assert_eq!(unproved(&written(form)), Vec::<String>::new());
    }
}

fn snippet() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => Just(String::new()),
        2 => select(vec![
            "\n", "\n\n", ",", "\"", "|", "\t", " ", "@", "Eve <eve@else.example>", "\nNew Comer,new@else.example,User,,Active\n",
            "Owner", "Admin", "Pending", "Inactive", "null", "- ", "Page 1 of 2", "...", "\u{feff}", "}", "]",
        ]).prop_map(str::to_owned),
        1 => "[ -~]{0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn nothing_passes_whose_evidence_is_missing(
        form in 0..FORMS,
        edits in prop::collection::vec((0.0..1.0_f64, prop_oneof![0..4_usize, 0..80_usize, 0..900_usize], snippet()), 1..3),
    ) {
        let mut text = written(form);
        for (at, length, instead) in &edits {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share of a short text")]
            let mut start = (text.len() as f64 * at) as usize;
            while !text.is_char_boundary(start) { start -= 1; }
            let mut end = (start + length).min(text.len());
            while !text.is_char_boundary(end) { end += 1; }
            text.replace_range(start..end, instead);
        }
        prop_assert_eq!(unproved(&text), Vec::<String>::new());
    }

    #[test]
    fn no_line_is_dropped_unseen(form in 0..FORMS, line in any::<prop::sample::Index>(), count in 1..4_usize) {
        let text = written(form);
        let mut lines: Vec<&str> = text.lines().collect();
        let at = line.index(lines.len());
        lines.drain(at..(at + count).min(lines.len()));
        prop_assert_eq!(unproved(&lines.join("\n")), Vec::<String>::new());
    }
}
