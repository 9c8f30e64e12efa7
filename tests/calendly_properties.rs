//! What must hold of the list's readers for any text.
//!
//! The accounting: every email address of the input is in a user or in an unread line. The round trip: a list
//! that is written well comes back as it was. Totality: no input makes a reader panic or dawdle.
//! `PROPTEST_CASES=10000` runs more cases than the default.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use calendly_audit::calendly::{self, Choice, Format, Role, Status, UserList};
use calendly_audit::source::Source;
use proptest::prelude::*;

/// Reads a text as it is detected, or every part of it as one format.
fn read_as(text: impl Into<Vec<u8>>, format: Option<Format>) -> UserList {
    let sources = [Source::new("list", text)];
    let choices: Vec<Choice> = format
        .into_iter()
        .flat_map(|format| {
            (0..200).map(move |part| Choice { part, format: Some(format), ..Choice::default() })
        })
        .collect();
    calendly::read(&sources, &choices)
}

/// Asserts that every one of these addresses is in a user or in an unread line.
fn accounts_for(list: &UserList, addresses: &[String], text: &str) {
    let mut told = String::new();
    for user in &list.users {
        let email = user.email.as_ref().map_or("", |email| email.key());
        for field in [email, &user.name, &user.link, &user.uri] {
            told.push_str(field);
            told.push('\n');
        }
        for field in user.groups.iter().chain(user.more.iter().map(|(_, value)| value)) {
            told.push_str(field);
            told.push('\n');
        }
    }
    for unread in &list.readings[0].unread {
        told.push_str(&unread.excerpt);
        told.push('\n');
    }
    let told = told.to_lowercase();
    for address in addresses {
        assert!(
            told.contains(&address.to_lowercase()),
            "{address} is lost from {text:?}\n{list:#?}"
        );
    }
}

/// A piece of a document: text around addresses, separators, quotes, brackets, whole lines of each format.
#[derive(Debug, Clone)]
enum Piece {
    Text(&'static str),
    Address(u16),
    Words(String),
}

fn piece() -> impl Strategy<Value = Piece> {
    let text = prop::sample::select(vec![
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\n\n",
        "\r",
        " ",
        "\t",
        ",",
        ";",
        "|",
        "\"",
        "\"\"",
        "<",
        ">",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        "- ",
        "1. ",
        "`",
        "\\",
        "\\u0041",
        "'",
        "=",
        "\u{a0}",
        "\u{200b}",
        "@",
        "@all",
        "é",
        "Name,Email,Role\n",
        "Name\tEmail\tRole\tStatus\tCalendly link\n",
        "Email;Name\n",
        "sep=;\n",
        "name|email\n",
        "| Name | Email |\n| --- | --- |\n| ",
        "Jane Doe",
        "Owner",
        "User",
        "Pending",
        "Active (17)",
        "1–25 of 175",
        "⋮",
        "Resend invite",
        "Select all",
        "{\"email\":\"",
        "\"}",
        "\"},\n",
        "{\"collection\":[",
        "],\"pagination\":{\"count\":1}}",
        "{\"user\":{\"name\":\"",
        "\",\"email\":\"",
        "[\"",
        "\"]",
        "\",\"status\":\"accepted",
        "\",\"status\":\"declined",
        "null",
        "mailto:",
        "[Jane](mailto:",
        "https://calendly.com/jane",
        "Invited by,Email\n",
        "## Team\n",
        "x",
    ])
    .prop_map(Piece::Text);
    prop_oneof![
        6 => text,
        3 => any::<u16>().prop_map(Piece::Address),
        1 => "[A-Za-z ]{1,12}".prop_map(Piece::Words),
    ]
}

/// A document and the addresses in it. An address stands between blanks, so that it is one for certain; what
/// stands around a blank is up to the pieces.
fn document() -> impl Strategy<Value = (String, Vec<String>)> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| {
        let mut text = String::new();
        let mut addresses = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Text(piece) => text.push_str(piece),
                Piece::Words(words) => text.push_str(&words),
                Piece::Address(number) => {
                    let address = format!("person{number}@example.com");
                    // A letter, a digit or a mark right before it would be part of another address.
                    if text.ends_with(|c: char| c.is_alphanumeric() || "'=\\@".contains(c)) {
                        text.push(' ');
                    }
                    text.push_str(&address);
                    text.push_str(if number % 3 == 0 { "\n" } else { " " });
                    addresses.push(address);
                }
            }
        }
        (text, addresses)
    })
}

/// A user as a list would state one.
#[derive(Debug, Clone, PartialEq)]
struct Stated {
    name: String,
    email: String,
    role: &'static str,
    status: &'static str,
    link: String,
}

fn users() -> impl Strategy<Value = Vec<Stated>> {
    let name = prop_oneof![
        "[A-Z][a-z]{1,8} [A-Z][a-zäöüøł]{1,8}",
        "[A-Z][a-z]{1,8}, [A-Z][a-z]{1,8}",
        Just("O\"Neil | Jane; \\ <b>".to_owned()),
        Just("Owner Smith".to_owned()),
    ];
    let user = (
        name,
        "[a-z]{1,8}",
        prop::sample::select(vec!["Owner", "Admin", "Group admin", "Team manager", "User"]),
        prop::sample::select(vec!["Active", "Pending"]),
        any::<bool>(),
    );
    prop::collection::vec(user, 1..40).prop_map(|users| {
        let mut seen = BTreeSet::new();
        users
            .into_iter()
            .enumerate()
            .map(|(i, (name, slug, role, status, linked))| Stated {
                name,
                email: format!("{slug}{i}@example.com"),
                role,
                status,
                link: if linked { format!("https://calendly.com/{slug}") } else { String::new() },
            })
            .filter(|user| seen.insert(user.email.clone()))
            .collect()
    })
}

fn comes_back(list: &UserList, expected: &[Stated]) {
    let role = |user: &calendly::User| match &user.role {
        Role::NotStated | Role::Other(_) => "",
        role => match role.words() {
            "Owner" => "Owner",
            "Admin" => "Admin",
            "Group admin" => "Group admin",
            "Team manager" => "Team manager",
            _ => "User",
        },
    };
    let found: Vec<Stated> = list
        .users
        .iter()
        .map(|user| Stated {
            name: user.name.clone(),
            email: user.email.as_ref().map_or(String::new(), |email| email.written().to_owned()),
            role: role(user),
            status: match user.status {
                Status::Active => "Active",
                Status::Pending => "Pending",
                _ => "",
            },
            link: user.link.clone(),
        })
        .collect();
    assert_eq!(found, expected);
    let problems: Vec<_> = list.readings[0]
        .unread
        .iter()
        .filter(|unread| unread.kind != calendly_audit::source::UnreadKind::Ignored)
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
}

fn separated(users: &[Stated], separator: char, line_end: &str) -> String {
    let quote = |cell: &str| {
        if cell.contains([separator, '"', '\n']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let mut text =
        ["Name", "Email", "Role", "Status", "Calendly link"].join(&separator.to_string());
    for user in users {
        text.push_str(line_end);
        let cells = [&user.name, &user.email, user.role, user.status, &user.link].map(quote);
        text.push_str(&cells.join(&separator.to_string()));
    }
    text
}

macro_rules! accounting {
    ($($name:ident $format:expr;)*) => { proptest! {
        #![proptest_config(cases())]
        $(#[test]
        fn $name((text, addresses) in document()) {
            accounts_for(&read_as(text.clone(), $format), &addresses, &text);
        })*
    } };
}

/// As many cases as the environment asks for; a failure is printed, not kept in a file.
fn cases() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

accounting! {
    every_address_is_accounted_for_as_detected None;
    every_address_is_accounted_for_in_csv Some(Format::Comma);
    every_address_is_accounted_for_in_semicolons Some(Format::Semicolon);
    every_address_is_accounted_for_in_tsv Some(Format::Tab);
    every_address_is_accounted_for_in_bars Some(Format::Pipe);
    every_address_is_accounted_for_in_json Some(Format::Json);
    every_address_is_accounted_for_in_a_markdown_table Some(Format::MarkdownTable);
    every_address_is_accounted_for_in_a_copied_page Some(Format::Page);
    every_address_is_accounted_for_in_emails Some(Format::Emails);
    every_address_is_accounted_for_in_blocks Some(Format::Blocks);
    every_address_is_accounted_for_in_names Some(Format::Names);
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn separated_text_comes_back(users in users(), format in 0_usize..4, windows in any::<bool>()) {
        let separator = [',', ';', '\t', '|'][format];
        let text = separated(&users, separator, if windows { "\r\n" } else { "\n" });
        comes_back(&read_as(text, None), &users);
    }

    #[test]
    fn memberships_come_back(users in users(), pages in 1_usize..4, pretty in any::<bool>()) {
        let users: Vec<Stated> = users.into_iter().map(|user| Stated { status: "", ..user }).collect();
        let size = users.len().div_ceil(pages);
        let count = users.chunks(size).count();
        let mut text = String::new();
        for (i, page) in users.chunks(size).enumerate() {
            let collection: Vec<_> = page.iter().map(|user| serde_json::json!({
                "role": user.role.to_lowercase().replace(' ', "_"),
                "user": { "name": user.name, "email": user.email, "scheduling_url": user.link },
            })).collect();
            let next = (i + 1 < count).then_some("token");
            let previous = (i > 0).then_some("token");
            let answer = serde_json::json!({ "collection": collection, "pagination": {
                "count": page.len(), "next_page": next, "next_page_token": next,
                "previous_page": previous, "previous_page_token": previous } });
            text.push_str(&if pretty { serde_json::to_string_pretty(&answer) } else { serde_json::to_string(&answer) }.unwrap());
            text.push('\n');
        }
        let list = read_as(text, None);
        comes_back(&list, &users);
        prop_assert!(list.readings[0].warnings.is_empty(), "{:?}", list.readings[0].warnings);
    }

    #[test]
    fn mailboxes_come_back(users in users(), separator in 0_usize..3) {
        let users: Vec<Stated> = users.into_iter()
            .map(|user| Stated { name: user.name.replace(['"', '\\', '<', '>', '|', ';'], ""), role: "", status: "", link: String::new(), ..user })
            .map(|user| Stated { name: user.name.split_whitespace().collect::<Vec<_>>().join(" "), ..user })
            .collect();
        let boxes: Vec<String> = users.iter().map(|user| format!("\"{}\" <{}>", user.name, user.email)).collect();
        let text = boxes.join(["\n", ", ", "; "][separator]);
        comes_back(&read_as(text, None), &users);
    }

    #[test]
    fn a_list_given_twice_is_one_list(users in users()) {
        let csv = separated(&users, ',', "\n");
        let sources = [Source::new("one", csv.clone()), Source::new("two", csv.clone() + "\n\n" + &csv)];
        let list = calendly::read(&sources, &[]);
        comes_back(&list, &users);
        prop_assert!(list.users.iter().all(|user| user.places.len() == 3));
    }

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        for format in Format::ALL {
            let _ = read_as(text.clone(), Some(*format));
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_as(bytes, None);
    }
}

/// Ten megabytes that say nothing, or the same thing over and over, in a few seconds at most: a reader that
/// takes more than linear time would need hours.
#[test]
#[ignore = "large: cargo test -- --ignored"]
fn ten_megabytes_of_anything_are_read_in_seconds() {
    let many = |piece: &str| piece.repeat(10_000_000 / piece.len());
    // What gives a record every few bytes is made of millions of them: a megabyte tells as much.
    let records = |piece: &str| piece.repeat(1_000_000 / piece.len());
    let inputs = [
        ("one line", many("x")),
        ("one line of words", many("word ")),
        ("commas", many(",")),
        ("tabs", many("\t")),
        ("quotes", many("\"")),
        ("quotes in lines", records("\"a\n")),
        ("open brackets", many("[")),
        ("braces", many("{")),
        ("closing brackets after json", "{}".to_owned() + &many("}")),
        ("json broken everywhere", many("{\"")),
        ("json begun everywhere", many("[\"\n")),
        ("deep json", "{\"a\":".repeat(100_000) + &"[".repeat(100_000) + &many("x")),
        ("bars", many("|")),
        ("at signs", many("@")),
        ("a@", many("a@")),
        ("a.b@a.b", records("a.b@")),
        ("line ends", many("\n")),
        ("windows line ends", many("\r\n")),
        ("blanks", many(" ")),
        ("headers", records("Name,Email\n")),
        ("headers and rules", records("|a|\n|-|\n")),
        ("emails", records("jane@example.com, ")),
        ("angles", many("<")),
        ("backslashes", "[\"".to_owned() + &many("\\")),
    ];
    for (name, text) in inputs {
        let begun = Instant::now();
        let list = read_as(text, None);
        let taken = begun.elapsed();
        assert!(taken < Duration::from_secs(30), "{name}: {taken:?}");
        assert_eq!(list.readings.len(), 1);
        eprintln!(
            "{name}: {taken:?}, {} users, {} unread",
            list.users.len(),
            list.readings[0].unread.len()
        );
    }
}

/// Deep JSON is a problem that people see, not a crash.
#[test]
fn json_nested_too_deep_is_a_problem() {
    let list = read_as("[".repeat(100_000), None);
    let why = &list.readings[0].unread[0].why;
    assert!(why.contains("nested deeper"), "{why}");
}
