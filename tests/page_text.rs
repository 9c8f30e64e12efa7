//! Text copied from the Users page: each `tests/page_text/NAME.txt` is what was pasted, and
//! `NAME.expected` beside it what must come of it, a line each:
//!
//! ```text
//! name | email | role | status | link     a user, in order
//! = Active (170)                          a count that the page states
//! ~ Rows per page                         ignored, in order
//! ? words                                 not understood, in order
//! ```
//!
//! `chromium-*` and `firefox-*` are real copies (Ctrl+A, Ctrl+C, Ctrl+V) of `tests/browser/pages/*.html`.
//! In the other files `⇥`, `␠`, `␤` (a carriage return) and `⍽` (a no-break space) stand for what
//! an editor would not show.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use calendly_audit::calendly::page_text;
use calendly_audit::calendly::part::Part;
use calendly_audit::calendly::{Role, Status, User};
use calendly_audit::identity::Email;
use calendly_audit::identity::invisible::is_invisible;
use calendly_audit::source::UnreadKind;
use proptest::prelude::*;

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
    let email = user.email.as_ref().map_or("", Email::written);
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
        let mark = if unread.kind == UnreadKind::Ignored { '~' } else { '?' };
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
            let (expected, found) = (expected.join("\n"), found.join("\n"));
            let _ = write!(wrong, "\n== {name}\n-- expected\n{expected}\n-- found\n{found}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn lines_are_numbered_as_in_the_source() {
    let text = "Select all\r\n\r\nJane Doe\r\njane@example.com\r\nOwner\r\nWhat is this?\r\n";
    let reading = page_text::read(&Part { text, source: 3, first_line: 11 });
    let place = &reading.users[0].places[0];
    assert_eq!((place.source, place.line), (3, 14));
    let lines: Vec<usize> = reading.unread.iter().map(|unread| unread.place.line).collect();
    assert_eq!(lines, [11, 16]);
}

/// A piece of a copied page: what the page is known to hold, and what it may hold.
fn piece() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "Jane Doe",
        "Cher",
        "Owner Smith",
        "JD",
        "C",
        "Owner",
        "Group admin",
        "User",
        "Billing manager",
        "Active (3)",
        "Pending (2)",
        "Active",
        "Pending",
        "⋮",
        "Resend invite",
        "Select all",
        "1–25 of 175",
        "calendly.com/jane",
        "https://calendly.com/app/users",
        "Jane Doe avatarJane Doe",
        "Sam @ Night",
        "Dev@Night",
        "@",
        "Name",
        "王芳",
        "3 days ago",
        "jane doe <",
        ">",
        ", ",
        "\u{200b}",
        "\u{a0}",
    ]);
    prop_oneof![
        6 => word.prop_map(str::to_owned),
        4 => (0..40_u32).prop_map(|id| format!("user{id}@example.com")),
        1 => (0..40_u32).prop_map(|id| format!("us\u{200b}er{id}@example.com")),
        1 => "\\PC{0,12}",
    ]
}

/// What stands between two pieces.
fn gap() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["\n", "\n", "\n\n", "\r\n", "\t", " ", "\n\t\n", "", "\r", "\u{b}"])
}

proptest! {
    #[test]
    fn every_address_is_in_a_user_or_in_an_unread_line(
        pieces in prop::collection::vec((piece(), gap()), 0..60)
    ) {
        let text: String = pieces.iter().flat_map(|(piece, gap)| [piece.as_str(), gap]).collect();
        let reading = page_text::read(&Part { text: &text, source: 0, first_line: 1 });
        let emails: BTreeSet<&str> =
            reading.users.iter().filter_map(|user| user.email.as_ref()).map(Email::key).collect();
        let unread: String = reading.unread.iter().map(|unread| unread.excerpt.to_lowercase() + "\n").collect();
        // As the list's reader removes what is invisible, whatever else is glued before or behind.
        let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        for (_, address) in calendly_audit::calendly::vocabulary::address::addresses(&visible) {
            let Some(email) = Email::read(address) else { continue };
            let key = email.key();
            let is_read = emails.iter().any(|email| key.starts_with(email) || email.ends_with(key));
            prop_assert!(is_read || unread.contains(address), "{address} is lost in {text:?}");
        }
        // Every line that is not blank is a user's, in whole or in part, or unread.
        let numbers: BTreeSet<usize> = reading.unread.iter().map(|unread| unread.place.line).collect();
        prop_assert!(numbers.iter().all(|line| *line >= 1));
        prop_assert_eq!(
            reading.users.len(),
            reading.users.iter().filter(|user| user.email.is_some()).count()
        );
    }

    #[test]
    fn nothing_is_in_two_users(pieces in prop::collection::vec((piece(), gap()), 0..60)) {
        // A name, a role, a link is taken from one place: there are never more of them than in the text.
        let text: String = pieces.iter().flat_map(|(piece, gap)| [piece.as_str(), gap]).collect();
        let reading = page_text::read(&Part { text: &text, source: 0, first_line: 1 });
        for word in ["Owner", "Group admin"] {
            let role = Role::known(word);
            let said = text.to_lowercase().matches(&word.to_lowercase()).count();
            let read = reading.users.iter().filter(|user| Some(&user.role) == role.as_ref()).count();
            prop_assert!(read <= said, "{word}: {read} of {said} in {text:?}");
        }
        let links = reading.users.iter().filter(|user| !user.link.is_empty()).count();
        prop_assert!(links <= text.matches("calendly.com/").count());
    }

    #[test]
    fn rows_of_cells_read_the_same_in_any_order_and_any_white_space(
        seed in prop::collection::vec((0..6_usize, 0..5_usize, any::<bool>()), 1..20),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\n\n"]),
        space in prop::sample::select(vec!["", " ", "\u{a0}"]),
    ) {
        const NAMES: [&str; 6] = ["Jane Doe", "Cher", "Owner Smith", "Sam @ Night", "Zoë Ångström", ""];
        const ROLES: [&str; 5] = ["Owner", "Admin", "Group admin", "Team manager", "User"];
        let rows: Vec<_> = seed.iter().enumerate().map(|(id, (name, role, _))| {
            (NAMES[*name], format!("user{id}@example.com"), ROLES[*role])
        }).collect();
        let (mut in_cells, mut in_lines) = (String::new(), String::new());
        for (name, email, role) in &rows {
            let _ = write!(in_cells, "\t{name}{space} {email}{space}\t{role}\t\t⋮{line_end}");
            let _ = write!(in_lines, "{name}{space}{line_end}{email}{space}{line_end}{role}{line_end}⋮{line_end}");
        }
        for text in [in_cells, in_lines] {
            let reading = page_text::read(&Part { text: &text, source: 0, first_line: 1 });
            let read: Vec<_> = reading.users.iter().map(|user| {
                let email = user.email.as_ref().map_or("", Email::written).to_owned();
                (user.name.as_str(), email, user.role.words())
            }).collect();
            prop_assert_eq!(&read, &rows, "from {:?}", text);
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,400}") {
        let _ = page_text::read(&Part { text: &text, source: 0, first_line: 1 });
    }
}

/// Ten megabytes of one thing are read in a time that only a linear reader can keep.
#[test]
#[ignore = "large: cargo test -- --ignored"]
fn ten_megabytes_of_anything_are_read() {
    for unit in [
        "a",
        "@",
        ",",
        "\"",
        "[",
        "(",
        "\t",
        " ",
        "\u{a0}",
        "a@",
        "@a",
        "a@b.co ",
        "a@b.co,",
        "\u{200b}@",
        "JD",
        "Owner ",
        "Active (1)",
        "1–2 of 3 ",
        "Jane avatar",
        "a@b.co\tOwner\t",
    ] {
        let text = unit.repeat(10_000_000 / unit.len());
        let start = std::time::Instant::now();
        let _ = page_text::read(&Part { text: &text, source: 0, first_line: 1 });
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 20.0, "{unit:?}: {seconds} s");
    }
}
