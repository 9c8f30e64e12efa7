//! Text copied from the Users page: each `tests/page_text/NAME.txt` is what was pasted, and
//! `NAME.expected` beside it what must come of it, a line each:
//!
//! ```text
//! name | email | role | status | link     a user, in order
//! = Active (170)                          a count that the page states
//! ~ Rows per page                         furniture, in order
//! ? words                                 not understood, in order
//! ```
//!
//! `chromium-*` and `firefox-*` are real copies (Ctrl+A, Ctrl+C, Ctrl+V) of `tests/browser/pages/*.html`.
//! In the other files `⇥`, `␠`, `␤` (a carriage return) and `⍽` (a no-break space) stand for what
//! an editor would not show.

use std::fs;
use std::path::Path;

use calendly_audit::calendly::page_text;
use calendly_audit::calendly::part::Part;
use calendly_audit::calendly::{Role, Status, User};
use calendly_audit::source::UnreadKind;

fn role(role: &Role) -> String {
    match role {
        Role::Other(text) => format!("other: {text}"),
        Role::NotStated => String::new(),
        known => format!("{known:?}"),
    }
}

fn status(status: &Status) -> String {
    match status {
        Status::Inactive(text) => format!("inactive: {text}"),
        Status::NotStated => String::new(),
        known => format!("{known:?}"),
    }
}

fn line(user: &User) -> String {
    let email = user.email.as_ref().map_or("", |email| email.written());
    let cells = [&user.name, email, &role(&user.role), &status(&user.status), &user.link];
    squeezed(&cells.join("|"))
}

/// A line of cells without the white space around them and without empty ones at its end.
fn squeezed(line: &str) -> String {
    let mut cells: Vec<&str> = line.split('|').map(str::trim).collect();
    while cells.last().is_some_and(|cell| cell.is_empty()) {
        cells.pop();
    }
    cells.join(" | ")
}

/// What the reader makes of a text, in the fixtures' words.
fn read(text: &str) -> Vec<String> {
    let reading = page_text::read(&Part { text, source: 0, first_line: 1 });
    assert!(reading.warnings.is_empty(), "{:?}", reading.warnings);
    let mut out: Vec<String> = reading.users.iter().map(line).collect();
    out.extend(reading.stated.iter().map(|stated| format!("= {}", stated.words)));
    out.extend(reading.unread.iter().map(|unread| {
        let mark = if unread.kind == UnreadKind::Furniture { '~' } else { '?' };
        format!("{mark} {}", unread.excerpt)
    }));
    out
}

/// The text that a fixture stands for.
fn visible_marks_undone(name: &str, text: &str) -> String {
    if name.starts_with("chromium-") || name.starts_with("firefox-") {
        return text.to_owned();
    }
    text.replace('⇥', "\t").replace('␠', " ").replace('␤', "\r").replace('⍽', "\u{a0}")
}

#[test]
fn every_fixture_reads_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page_text");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".txt").map(str::to_owned))
        .collect();
    names.sort();
    assert!(names.len() >= 40, "only {} fixtures", names.len());
    let mut wrong = String::new();
    for name in names {
        let text = fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap();
        let expected = fs::read_to_string(folder.join(format!("{name}.expected"))).unwrap();
        let expected: Vec<String> =
            expected.lines().filter(|line| !line.starts_with('#')).map(squeezed).collect();
        let found = read(&visible_marks_undone(&name, &text));
        if found != expected {
            wrong.push_str(&format!(
                "\n== {name}\n-- expected\n{}\n-- found\n{}\n",
                expected.join("\n"),
                found.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
