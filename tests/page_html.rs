//! Markup copied from a page: each `tests/page_html/NAME.html` is what was pasted, and `NAME.expected`
//! beside it the text that must be written for it (`⇥` is a tab). An empty expectation: nobody is in it.
//!
//! `chromium-*` and `firefox-*` are real copies (Ctrl+A, Ctrl+C, Ctrl+V) of `tests/browser/pages/*.html`.

pub mod dom;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use self::dom::tree;
use calendly_audit::calendly;
use calendly_audit::calendly::page_html::{Element, Tree, pasted, to_text};
use calendly_audit::source::Source;
use proptest::prelude::*;

/// The text that is written for a piece of markup.
fn written(html: &str) -> Option<String> {
    to_text(&tree(html))
}

#[test]
fn every_fixture_is_written_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page_html");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".html").map(str::to_owned))
        .collect();
    names.sort();
    assert!(names.len() >= 30, "only {} fixtures", names.len());
    let mut wrong = String::new();
    for name in names {
        let html = fs::read_to_string(folder.join(format!("{name}.html"))).unwrap();
        let expected = fs::read_to_string(folder.join(format!("{name}.expected"))).unwrap();
        let found = written(&html).unwrap_or_default().replace('\t', "⇥");
        if found != expected {
            let _ = write!(wrong, "\n== {name}\n-- expected\n{expected}-- found\n{found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Every user that the list's reader finds in a text, in the words of the columns.
fn users_of(text: &str) -> Vec<[String; 5]> {
    let list = calendly::read(&[Source::new("pasted list", text)], &[]);
    list.users
        .iter()
        .map(|user| {
            let email = user.email.as_ref().map_or("", |email| email.written());
            [&user.name, email, user.role.words(), user.status.words(), &user.link]
                .map(str::to_owned)
        })
        .collect()
}

#[test]
fn what_is_written_reads_back_as_it_was_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page_html");
    let mut wrong = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        // Sheets have their own header; what is in no row is no row.
        let is_page = name.starts_with("chromium-") || name.starts_with("firefox-");
        if !is_page || !name.ends_with(".expected") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap().replace('⇥', "\t");
        let rows: Vec<[String; 5]> = text
            .lines()
            .filter(|line| line.contains('@'))
            .map(|line| {
                let mut cells = line.split('\t').map(str::to_owned);
                std::array::from_fn(|_| cells.next().unwrap_or_default())
            })
            .collect();
        let read = users_of(&text);
        if read != rows {
            let _ = write!(wrong, "\n== {name}\n{rows:#?}\n-- read\n{read:#?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A page of users, in one of the ways in which a page can be built.
#[derive(Debug, Clone, Copy)]
enum Build {
    Table,
    TableOfDivs,
    Grid,
    Divs,
    FlatDivs,
    FlatCells,
    List,
}

fn page_of(build: Build, users: &[(&str, String, &str, &str)]) -> String {
    let mut html = String::from("<h1>Users</h1>");
    let (open, close) = match build {
        Build::Table | Build::TableOfDivs => ("<table>", "</table>"),
        Build::Grid => ("<div role=grid>", "</div>"),
        Build::Divs | Build::FlatDivs | Build::FlatCells => ("<div>", "</div>"),
        Build::List => ("<ul>", "</ul>"),
    };
    html.push_str(open);
    for (name, email, role, slug) in users {
        let link = format!("<a href=\"https://calendly.com/{slug}\">Calendly link</a>");
        let _ = match build {
            Build::Table => write!(
                html,
                "<tr><td>{name} <span>{email}</span></td><td>{role}</td><td>{link}</td><td>⋮</td></tr>"
            ),
            Build::TableOfDivs => write!(
                html,
                "<tr><td><div>{name}</div><div>{email}</div></td><td><div>{role}</div></td><td><div>{link}</div></td></tr>"
            ),
            Build::Grid => write!(
                html,
                "<div role=row><div role=gridcell><div>{name}</div><div>{email}</div></div><div role=gridcell>{role}</div><div role=gridcell>{link}</div></div>"
            ),
            Build::Divs => write!(
                html,
                "<div><div>{name}</div><div>{email}</div><div>{role}</div><div>{link}</div><button>⋮</button></div>"
            ),
            Build::FlatDivs => write!(
                html,
                "<div>{name}</div><div>{email}</div><div>{role}</div><div>{link}</div><div><button>⋮</button></div>"
            ),
            Build::FlatCells => write!(
                html,
                "<div>{name} <span>{email}</span></div><div>{role}</div><div>{link}</div><div><button>⋮</button></div>"
            ),
            Build::List => write!(
                html,
                "<li><b>{name}</b> <span>{email}</span> <span>{role}</span> {link}</li>"
            ),
        };
    }
    html.push_str(close);
    html.push_str("<div>Rows per page</div><button>Next</button>");
    html
}

proptest! {
    #[test]
    fn every_build_of_a_page_gives_its_users(
        seed in prop::collection::vec((0..7_usize, 0..6_usize), 2..12),
        build in prop::sample::select(vec![
            Build::Table, Build::TableOfDivs, Build::Grid, Build::Divs, Build::FlatDivs, Build::FlatCells,
            Build::List,
        ]),
    ) {
        const NAMES: [&str; 7] =
            ["Jane Doe", "Cher", "Owner Smith", "Sam @ Night", "Zoë Ångström", "\"Jo\" Poe", ""];
        const ROLES: [&str; 6] = ["Owner", "Admin", "Group admin", "Team manager", "User", ""];
        let users: Vec<_> = seed.iter().enumerate().map(|(id, (name, role))| {
            (NAMES[*name], format!("user{id}@example.com"), ROLES[*role], ["jane", "jo"][id % 2])
        }).collect();
        let text = written(&page_of(build, &users)).unwrap();
        let expected: Vec<[String; 5]> = users.iter().map(|(name, email, role, slug)| {
            [(*name).to_owned(), email.clone(), (*role).to_owned(), String::new(), format!("https://calendly.com/{slug}")]
        }).collect();
        prop_assert_eq!(users_of(&text), expected, "{:?}\n{}", build, text);
    }

    #[test]
    fn every_address_of_a_page_is_written(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<div>", "</div>", "<div role=row>", "<div role=gridcell>",
            "<ul>", "<li>", "</li>", "<span>", "</span>", "<b>", "</b>", "<p>", "<br>", "<a href='mailto:m@example.com'>",
            "<a href='https://calendly.com/jane'>", "</a>", "<div hidden>", "<button>", "</button>", "<div role=tab>",
            "Jane Doe", "JD", "Owner", "Active (2)", "⋮", " ", "a@example.com", "b@example.com ", " c@example.com", "x, d@example.com;",
        ]), 0..60)
    ) {
        let html = pieces.concat();
        let text = written(&html).unwrap_or_default();
        let mut shown = String::new();
        let dom = scraper::Html::parse_document(&html);
        for piece in dom.tree.nodes().filter_map(|node| node.value().as_text()) {
            shown.push_str(piece);
            shown.push('\n');
        }
        // The reader's own idea of an address: without a role word that is glued to it.
        for address in calendly::vocabulary::address::places(&shown).into_iter().map(|at| &shown[at]) {
            prop_assert!(text.to_lowercase().contains(&address.to_lowercase()), "{address} is lost in {html:?}: {text:?}");
        }
    }
}

#[test]
fn nesting_as_deep_as_one_likes_is_read() {
    let mut tree = Tree::default();
    for depth in 0..200_000_u32 {
        let tag = ["div", "table", "tr", "td", "span", "ul"][depth as usize % 6];
        tree.open(Element { tag: tag.to_owned(), ..Element::default() });
        if depth % 1000 == 0 {
            tree.text(format!("user{depth}@example.com"));
        }
    }
    let start = std::time::Instant::now();
    let text = to_text(&tree).unwrap();
    assert_eq!(text.matches('@').count(), 200);
    assert!(start.elapsed().as_secs() < 20);
}

#[test]
#[ignore = "large: cargo test -- --ignored"]
fn many_rows_and_ten_megabytes_of_anything_are_read() {
    for unit in ["a", "@", "a@b.co ", "\t", "\"", "Jane Doe avatar"] {
        let mut tree = Tree::default();
        tree.text(unit.repeat(10_000_000 / unit.len()));
        let start = std::time::Instant::now();
        let _ = to_text(&tree);
        assert!(start.elapsed().as_secs() < 20, "{unit:?}");
    }
    let mut tree = Tree::default();
    let element = |tag: &str| Element { tag: tag.to_owned(), ..Element::default() };
    tree.open(element("table"));
    for id in 0..50_000 {
        tree.open(element("tr"));
        for cell in ["Jane Doe", &format!("u{id}@example.com"), "Owner", "⋮"] {
            tree.open(element("td"));
            tree.text(cell);
            tree.close();
        }
        tree.close();
    }
    tree.close();
    let start = std::time::Instant::now();
    assert_eq!(to_text(&tree).unwrap().lines().count(), 50_001);
    assert!(start.elapsed().as_secs() < 20);
}

/// How programs that show a source text hand it on: a line an element, or all of it as it stands.
#[test]
fn a_text_in_a_form_of_its_own_is_taken_as_it_is() {
    const CSV: &str = "Name,Login email,Role\nJane Doe,jane@example.com,Owner\n";
    const TSV: &str = "Name\tEmail\tRole\nJane Doe\tjane@example.com\tOwner\n";
    const JSON: &str =
        "{\"collection\": [\n  {\"email\": \"jane@example.com\", \"status\": \"pending\"}\n]}\n";
    const MARKDOWN: &str = "| Name | Email |\n| --- | --- |\n| Jane Doe | jane@example.com |\n";
    const ROWS: &str = "jane@example.com,Jane Doe,Owner\nbob@example.com,Bob Roe,User\n";
    const PAGE: &str = "Jane Doe\njane@example.com\nOwner\n";
    let editor = |text: &str| -> String {
        let lines = text.lines().map(|line| format!("<div><span>{line}</span></div>"));
        format!("<div>{}</div>", lines.collect::<String>())
    };
    let raw = |text: &str| format!("<pre style=\"white-space: pre-wrap\">{text}</pre>");
    let table = |text: &str| -> String {
        let rows = text.lines().map(|line| {
            let cells = line.split('\t').map(|cell| format!("<td>{cell}</td>"));
            format!("<tr>{}</tr>", cells.collect::<String>())
        });
        format!("<table>{}</table>", rows.collect::<String>())
    };
    for (what, html, plain, as_it_is) in [
        ("CSV in an editor", editor(CSV), CSV, true),
        ("CSV as a browser shows it", raw(CSV), CSV, true),
        ("rows without a header as a browser shows them", raw(ROWS), ROWS, true),
        ("tabs in an editor", editor(TSV), TSV, true),
        ("a table, which has tabs as text", table(TSV), TSV, false),
        ("JSON in an editor", editor(JSON), JSON, true),
        ("JSON as a browser shows it", raw(JSON), JSON, true),
        ("a Markdown table in an editor", editor(MARKDOWN), MARKDOWN, true),
        ("the Users page", editor(PAGE), PAGE, false),
        ("markup without text", editor(PAGE), "", false),
    ] {
        assert_eq!(pasted(&tree(&html), plain).is_none(), as_it_is, "{what}");
    }
}
