//! One case a file: what was pasted stands in `tests/calendly/NAME`, what must come of it in `NAME.expect`.
//!
//! An expectation holds one line a fact, in the list's order:
//!
//! ```text
//! as CSV + text copied from the Users page      what the source was read as
//! Jane Doe | jane@example.com | Admin | Active | https://calendly.com/jdoe
//!   + Team: Blue                                 what else is kept with that user
//!   = https://api.calendly.com/users/A           its identifier; `@ A, B` its groups
//! ~ 1 Name                                       ignored in line 1 that holds these words
//! ? 7 some words                                 a line that nobody understood: its text or the reason
//! ! 9 no email address                           a problem: its text or the reason
//! * the list is incomplete                       a warning that holds these words
//! removed U+200B 2                               characters that were removed
//! count Active (170): 170 of 170                 a count the list states: read of stated
//! ```
//!
//! Everything that came out has to be expected, and everything expected has to come out.

use std::collections::HashSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use calendly_audit::calendly::{self, Format, UserList};
use calendly_audit::source::{Source, UnreadKind};

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/calendly");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of fixtures")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension != "expect"))
        .collect();
    files.sort();
    files
}

/// The facts of a list, one a line, as an expectation writes them.
fn facts(list: &UserList) -> Vec<String> {
    let mut out = Vec::new();
    let reading = list.readings.first().expect("one reading a source");
    out.push(format!("as {}", reading.read_as).trim_end().to_owned());
    for user in &list.users {
        let email = user.email.as_ref().map_or("", |email| email.written());
        let cells = [&user.name, email, user.role.words(), user.status.words(), &user.link];
        let mut line = cells.join(" | ").trim_start().to_owned();
        line.truncate(line.trim_end_matches([' ', '|']).len());
        out.push(line.replace('\n', "⏎"));
        if !user.uri.is_empty() {
            out.push(format!("= {}", user.uri));
        }
        if !user.groups.is_empty() {
            out.push(format!("@ {}", user.groups.join(", ")));
        }
        for (key, value) in &user.more {
            out.push(format!("+ {key}: {value}"));
        }
    }
    for part in &list.parts {
        for count in &part.stated {
            out.push(format!(
                "count {}: {} of {}",
                count.stated.words, count.read, count.stated.total
            ));
        }
    }
    for (c, count) in &reading.removed {
        out.push(format!("removed U+{:04X} {count}", u32::from(*c)));
    }
    for unread in &reading.unread {
        let mark = match unread.kind {
            UnreadKind::Problem => '!',
            UnreadKind::Unknown => '?',
            UnreadKind::Ignored => '~',
        };
        out.push(format!("{mark} {} {} — {}", unread.place.line, unread.excerpt, unread.why));
    }
    out.extend(reading.warnings.iter().map(|warning| format!("* {warning}")));
    out
}

/// Whether a fact is the expected one: a line that became no user, or a warning, by the words it holds.
fn is_expected(expected: &str, fact: &str) -> bool {
    let part = |text: &str, words: usize| -> (String, String) {
        let mut pieces = text.splitn(words + 1, ' ');
        let head = pieces.by_ref().take(words).collect::<Vec<_>>().join(" ");
        (head, pieces.next().unwrap_or("").to_lowercase())
    };
    let words = match expected.chars().next() {
        Some('!' | '?' | '~') => 2,
        Some('*') => 1,
        _ => return expected == fact,
    };
    let ((expected_head, expected_words), (head, text)) =
        (part(expected, words), part(fact, words));
    expected_head == head && text.contains(&expected_words)
}

#[test]
fn every_case_reads_as_it_must() {
    let files = fixtures();
    assert!(files.len() >= 40, "only {} cases", files.len());
    let mut wrong = String::new();
    let mut formats = HashSet::new();
    for file in files {
        let expectation = PathBuf::from(format!("{}.expect", file.display()));
        let expected = std::fs::read_to_string(&expectation)
            .unwrap_or_else(|error| panic!("{}: {error}", expectation.display()));
        let expected: Vec<&str> = expected
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect();
        let bytes = std::fs::read(&file).expect("a fixture");
        let source = Source::new("list", bytes);
        let list = calendly::read(std::slice::from_ref(&source), &[]);
        assert_eq!(list.readings[0].sha256, source.sha256(), "{}", file.display());
        assert!(list.users.iter().all(|user| !user.places.is_empty()), "{}", file.display());
        formats.extend(list.parts.iter().map(|part| part.detected));
        let found = facts(&list);
        let same = expected.len() == found.len()
            && expected.iter().zip(&found).all(|(expected, fact)| is_expected(expected, fact));
        if !same {
            let _ = writeln!(wrong, "\n== {}", file.display());
            for i in 0..expected.len().max(found.len()) {
                let (want, have) = (expected.get(i), found.get(i));
                let agree = want.zip(have).is_some_and(|(want, have)| is_expected(want, have));
                if !agree {
                    let _ = writeln!(
                        wrong,
                        "  expected {}\n     found {}",
                        want.unwrap_or(&"nothing"),
                        have.map_or("nothing", String::as_str)
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    let missing: Vec<_> = Format::ALL.iter().filter(|format| !formats.contains(*format)).collect();
    assert!(missing.is_empty(), "no case is in {missing:?}");
}
