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
            UnreadKind::Furniture => '.',
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
    assert!(cases.len() >= 35, "only {} cases", cases.len());
    let failures: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases:\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n")
    );
}

/// A team of that many, as the facts describe one: 25 fields and more, nested ones among them.
fn team(count: usize) -> String {
    let mut yaml = String::new();
    for n in 0..count {
        let _ = write!(
            yaml,
            "- name: Person Number{n}\n  email: person{n}@example.com\n  title: Senior Support Engineer\n  \
             reports_to: Person Number{}\n  region: AMER-C\n  entity: Example Inc\n  start_date: 2021-05-03\n  \
             calendly: https://calendly.com/person{n}\n  pronouns: she/her\n  focuses:\n    - name: Self-Managed\n      \
             percentage: 60\n    - name: SaaS\n      percentage: 40\n  gitlab:\n    id: {n}\n    username: person{n}\n  \
             slack:\n    id: U0{n}\n    username: person{n}\n  pagerduty: P{n}\n  working_hours:\n    timezone: America/Chicago\n    \
             monday:\n      start: '09:00'\n      end: '17:00'\n  zendesk:\n    main:\n      id: 9{n}\n      groups:\n        - Support\n        \
             - Support AMER\n      signature: |\n        Kind regards,\n        Person\n    us-federal:\n      id:\n  languages: [English, French]\n  \
             knowledge_areas:\n    - name: Git\n      level: 3\n    - name: CI\n      level: 1\n  modules: []\n  product_categories:\n    - Runner\n",
            n / 8
        );
    }
    yaml
}

/// `cargo test --release --test roster -- --ignored --nocapture time`
#[test]
#[ignore = "measures; says nothing about right and wrong"]
fn time_of_20_000() {
    let yaml = team(20_000);
    let quoted =
        yaml.replace("  title: Senior Support Engineer\n", "  title: \"Senior \\x53upport\"\n");
    println!("{} bytes", yaml.len());
    let time = |what: &str, run: &dyn Fn() -> usize| {
        let mut times: Vec<_> = (0..7)
            .map(|_| {
                let begin = std::time::Instant::now();
                assert!(run() > 0);
                begin.elapsed()
            })
            .collect();
        times.sort();
        println!("{what}: {:?}", times[3]);
    };
    let (plain, odd) = (Source::new("team", yaml.as_str()), Source::new("team", quoted));
    time("SHA-256 alone", &|| plain.sha256().len());
    time("plain entries", &|| roster::read(std::slice::from_ref(&plain)).people.len());
    time("every entry by the library", &|| roster::read(std::slice::from_ref(&odd)).people.len());
    time("yaml_serde to Value", &|| {
        let value: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
        value.as_sequence().unwrap().len()
    });
}
