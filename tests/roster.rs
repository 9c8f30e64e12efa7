//! The roster reader against fixtures: one case a file, what must come out beside it.
//!
//! `tests/roster/<case>.yaml` is the input; `<case>.txt` says what must come of it, written from the
//! facts:
//!
//! ```text
//! as YAML, a list of people
//! 3 | name | email | calendly | gitlab | reports_to | focus; focus | start_date | title | region
//! ! 12:5 words of the reason (a problem; `12` alone where no column is known)
//! ? 12 words of the reason (unknown)
//! . 12 words of the reason (furniture)
//! warning words of a warning
//! removed U+200B 2
//! ```
//!
//! Empty columns at a person's end are left out. Nothing may come out that is not listed, in this order.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use calendly_audit::roster::{self, Person};
use calendly_audit::source::{Reading, Source, UnreadKind};

/// A person as one line of an expectation.
fn line_of(person: &Person) -> String {
    let columns = [
        person.place.line.to_string(),
        person.name.clone(),
        person.email.clone(),
        person.calendly.clone(),
        person.gitlab.clone(),
        person.reports_to.clone(),
        person.focuses.join("; "),
        person.start_date.clone(),
        person.title.clone(),
        person.region.clone(),
    ];
    let cells = columns.map(|column| column.replace('\n', "⏎"));
    let line: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
    line.join(" | ").replace("  ", " ").replace("  ", " ").trim_end_matches([' ', '|']).to_owned()
}

/// Everything that came of a file, as an expectation's lines, with the whole reasons.
fn said(people: &[Person], reading: &Reading) -> Vec<String> {
    let mut lines = vec![format!("as {}", reading.read_as)];
    lines.extend(people.iter().map(line_of));
    for unread in &reading.unread {
        let mark = match unread.kind {
            UnreadKind::Problem => '!',
            UnreadKind::Unknown => '?',
            UnreadKind::Ignored => '.',
        };
        let mut line = format!("{mark} {}", unread.place.line);
        if unread.place.column > 0 {
            let _ = write!(line, ":{}", unread.place.column);
        }
        lines.push(format!("{line} {}", unread.why));
    }
    lines.extend(reading.warnings.iter().map(|warning| format!("warning {warning}")));
    let removed = reading.removed.iter();
    lines.extend(removed.map(|(c, count)| format!("removed U+{:04X} {count}", u32::from(*c))));
    lines
}

/// Whether a line is the expected one: people to the letter, reasons by their first words.
fn fits(expected: &str, line: &str) -> bool {
    if expected.starts_with(['!', '?', '.']) || expected.starts_with("warning ") {
        line.starts_with(expected)
    } else {
        line == expected
    }
}

fn check(case: &Path) -> Result<(), String> {
    let source = Source::new("case", fs::read(case).map_err(|error| error.to_string())?);
    let expected = fs::read_to_string(case.with_extension("txt")).map_err(|e| e.to_string())?;
    let roster = roster::read(&[source]);
    let reading = roster.readings.first().ok_or("no reading")?;
    let lines = said(&roster.people, reading);
    let expected: Vec<&str> = expected.lines().filter(|line| !line.starts_with('#')).collect();
    let fits = expected.len() == lines.len()
        && expected.iter().zip(&lines).all(|(expected, line)| fits(expected, line));
    if !fits {
        return Err(format!(
            "--- {}\nexpected:\n{}\ncame:\n{}\n",
            case.display(),
            expected.join("\n"),
            lines.join("\n")
        ));
    }
    if reading.records != roster.people.len() {
        return Err(format!("{}: {} records are counted", case.display(), reading.records));
    }
    Ok(())
}

#[test]
fn every_case_gives_what_stands_beside_it() {
    let mut cases: Vec<_> = fs::read_dir("tests/roster")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 119, "only {} cases", cases.len());
    let failures: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

/// Both stand there, though one holds a text that looks like an entry of its own.
#[test]
fn namesakes_are_two_people() {
    let yaml = "- name: Jane Doe\n- name: Jane Doe\n  title: \"one\n- name: not an entry\ntwo\"\n  email: jane@example.com\n- name: Max Foe\n";
    let people = roster::read(&[Source::new("roster", yaml)]).people;
    let names: Vec<_> = people.iter().map(|p| (p.name.as_str(), p.email.as_str())).collect();
    assert_eq!(names, [("Jane Doe", ""), ("Jane Doe", "jane@example.com"), ("Max Foe", "")]);
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn people(yaml: &str) -> Vec<Person> {
        roster::read(&[Source::new("roster", yaml)]).people
    }

    /// People without their places, sorted: what does not depend on the order of entries.
    fn as_a_set(mut people: Vec<Person>) -> Vec<String> {
        for person in &mut people {
            person.place.line = 0;
        }
        let mut lines: Vec<String> = people.iter().map(line_of).collect();
        lines.sort();
        lines
    }

    /// Pieces of lines, as broken and as odd as hand-edited files are; `{}` becomes an address.
    fn line() -> impl Strategy<Value = String> {
        let indent = prop::sample::select(vec!["", "", "", "  ", "  ", "  ", "    ", " ", "\t"]);
        let body = prop::sample::select(vec![
            "- name: Jane Doe",
            "- name: Jane Doe",
            "- name: '{}'",
            "name: Bo",
            "email: {}",
            "email: {}",
            "email: \"{}\"",
            "email: '{}",
            "email: \"{}",
            "- email: {}",
            "- {}",
            "{}",
            "# {}",
            "title: x # {}",
            "calendly: [{}]",
            "calendly: [{}",
            "slack: {a: {}}",
            "gitlab:",
            "username: {}",
            "focuses:",
            "- name: {}",
            "a: &a {}",
            "b: *a",
            "<<: *a",
            "- &d",
            "- <<: *d",
            "---",
            "...",
            "--- {}",
            "%YAML 1.1",
            "jane:",
            "{}:",
            "? {}",
            ": {}",
            "|",
            "text: |",
            "text: >-",
            "!tag {}",
            "-",
            "",
            "  ",
            "{name: A, email: {}}",
            "[{}]",
            "]",
            "}",
            "\"",
            "'",
            "email: {} {} {}",
            "email: {}, {}",
            "team:",
            "<<<<<<< {}",
            ">>>>>>> {}",
            "<html> {}",
            "- - {}",
            "email: a\u{200b}{}",
            "\u{feff}email: {}",
            "x: \u{7} {}",
            "k\u{85}{}",
            "email: {}\u{2028}- {}",
        ]);
        (indent, body).prop_map(|(indent, body)| format!("{indent}{body}"))
    }

    /// A document in which every address is another one, and the addresses.
    fn document() -> impl Strategy<Value = (String, Vec<String>)> {
        let end = prop::sample::select(vec!["\n", "\n", "\r\n", "\r"]);
        (prop::collection::vec(line(), 0..14), end).prop_map(|(lines, end)| {
            let mut addresses = Vec::new();
            let mut text = String::new();
            for line in lines {
                let mut parts = line.split("{}");
                text.push_str(parts.next().unwrap_or_default());
                for part in parts {
                    let address = format!("u{}@example.com", addresses.len());
                    text.push_str(&address);
                    text.push_str(part);
                    addresses.push(address);
                }
                text.push_str(end);
            }
            (text, addresses)
        })
    }

    /// Whether the result holds an address, as a whole word.
    fn holds(text: &str, address: &str) -> bool {
        text.match_indices(address).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn every_address_is_in_a_person_or_in_what_was_not_read((text, addresses) in document()) {
            let roster = roster::read(&[Source::new("roster", text.as_str())]);
            for address in addresses {
                // `Debug` writes a line end as `\n`, whose letter is no part of the address behind it.
                let said = |person: &Person| format!("{person:?}").replace("\\n", " ");
                let in_a_person = roster.people.iter().any(|person| holds(&said(person), &address));
                let unread = roster.readings.iter().flat_map(|reading| &reading.unread);
                let reported = unread.clone().any(|unread| holds(&unread.excerpt, &address));
                prop_assert!(in_a_person || reported, "{address} vanished from\n{text}\n{:?}", unread.collect::<Vec<_>>());
            }
        }

        #[test]
        fn places_are_inside_the_text((text, _) in document()) {
            let roster = roster::read(&[Source::new("roster", text.as_str())]);
            let lines = text.replace("\r\n", "\n").replace('\r', "\n").split(['\n', '\u{85}', '\u{2028}']).count();
            let places = roster.people.iter().map(|person| &person.place);
            for place in places.chain(roster.readings[0].unread.iter().map(|unread| &unread.place)) {
                prop_assert!((1..=lines).contains(&place.line), "{place:?} in\n{text}");
            }
        }

        #[test]
        fn any_bytes_give_a_roster(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            roster::read(&[Source::new("roster", bytes)]);
        }

        #[test]
        fn any_text_gives_a_roster(text in "[-\\[\\]{}:,&*!|>'\"%@?# a\n\t<~.]{0,80}") {
            roster::read(&[Source::new("roster", text)]);
        }
    }

    /// Good entries of many spellings, one text each.
    fn entry() -> impl Strategy<Value = String> {
        let text = prop::sample::select(vec![
            "Jane Doe",
            "\"Bo\"",
            "'C'",
            "007",
            "no",
            "~",
            "",
            "Zoë  # x",
            "|\n    block",
            "a@example.com",
            "{a: b}",
            "[x]",
        ]);
        let key = prop::sample::select(vec![
            "email", "calendly", "title", "gitlab", "focuses", "zendesk",
        ]);
        (any::<u16>(), prop::collection::btree_map(key, text, 0..4)).prop_map(|(id, fields)| {
            let mut entry = format!("- name: Person {id}\n");
            for (key, value) in fields {
                let _ = writeln!(entry, "  {key}: {value}");
            }
            entry
        })
    }

    proptest! {
        #[test]
        fn the_order_of_entries_changes_nothing_but_the_order(entries in prop::collection::vec(entry(), 1..8).prop_shuffle()) {
            let mut reversed = entries.clone();
            reversed.reverse();
            prop_assert_eq!(as_a_set(people(&entries.concat())), as_a_set(people(&reversed.concat())));
            prop_assert_eq!(people(&entries.concat()).len(), entries.len());
        }

        #[test]
        fn line_ends_change_nothing(entries in prop::collection::vec(entry(), 1..8)) {
            let yaml = entries.concat();
            let expected = people(&yaml);
            prop_assert_eq!(&people(&yaml.replace('\n', "\r\n")), &expected);
            prop_assert_eq!(&people(&yaml.replace('\n', "\r")), &expected);
        }

        #[test]
        fn a_folder_gives_what_its_files_give(entries in prop::collection::vec(entry(), 1..8)) {
            let sources: Vec<Source> = entries.iter().map(|entry| Source::new("one", entry.as_str())).collect();
            let together = roster::read(&sources);
            prop_assert_eq!(together.readings.len(), sources.len());
            for (index, (entry, person)) in entries.iter().zip(&together.people).enumerate() {
                prop_assert_eq!(person.place.source, index);
                prop_assert_eq!(line_of(person), line_of(&people(entry)[0]));
            }
        }
    }
}

/// Inputs that cost some reader more than their length: all must be over in a moment.
#[test]
#[ignore = "large: cargo test -- --ignored"]
fn hostile_lengths_are_quick() {
    let mega = 10 * 1024 * 1024;
    let mut inputs: Vec<(String, String)> = "@,\"'[]{}:-?|>&*!#%\t\n \\a~.<="
        .chars()
        .map(|c| (format!("{c:?}"), c.to_string().repeat(mega)))
        .collect();
    for piece in [
        "- ", "? ", "a: ", "- a\n", "[]", "\n- '", "- \"", "a@b ", "&a ", "*a ", "---\n", "<<: ",
        "a:\n ", "{a: ",
    ] {
        inputs.push((format!("{piece:?}"), piece.repeat(mega / 8 / piece.len())));
    }
    for open in ["[", "{a: ", "- ", "[\n"] {
        inputs.push((format!("100,000 deep {open:?}"), open.repeat(100_000)));
    }
    let mut slow = Vec::new();
    for (name, text) in inputs {
        let begin = std::time::Instant::now();
        let roster = roster::read(&[Source::new("roster", text)]);
        assert_eq!(roster.readings.len(), 1);
        let took = begin.elapsed();
        eprintln!(
            "{name}: {took:?}, {} people, {} unread",
            roster.people.len(),
            roster.readings[0].unread.len()
        );
        if took.as_secs() >= 10 {
            slow.push(format!("{name}: {took:?}"));
        }
    }
    assert!(slow.is_empty(), "{slow:?}");
}
