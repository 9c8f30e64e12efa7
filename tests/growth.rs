//! Twice the lists, twice the work: counted, not timed.
//!
//! What is counted is what was asked of the allocator, how often and how many bytes: a reader or a rule that goes over
//! everything again for each line, and keeps anything of it, asks four times as often for twice the lines. Work that
//! keeps nothing is held elsewhere: by large inputs that only a linear reader finishes (`tests/hostile.rs`, the tests
//! beside the readers), and by the steps that suggestions count.

use allocation_counter::measure;
use calendly_audit::audit::{Audit, Policy, audit};
use calendly_audit::calendly::{self, UserList};
use calendly_audit::day::Day;
use calendly_audit::report::{Context, Events, Origin, Report, earlier};
use calendly_audit::roster::{self, Roster};
use calendly_audit::session::{Copy, Query, Request, Session};
use calendly_audit::source::Source;

/// Half of the larger size.
const SIZE: usize = 400;

/// Twice, and a little room for tables that grow by doubling.
const MOST: f64 = 2.3;

/// How often, and for how many bytes, some work asks the allocator.
fn asked(work: impl FnOnce()) -> (u64, u64) {
    let counted = measure(work);
    (counted.count_total, counted.bytes_total)
}

#[expect(clippy::cast_precision_loss, reason = "counts far below what a float holds")]
fn times((small, small_bytes): (u64, u64), (large, large_bytes): (u64, u64)) -> (f64, f64) {
    (large as f64 / small as f64, large_bytes as f64 / small_bytes as f64)
}

/// Holds that work on twice as much asks at most about twice as often. `make` gives the work of a size.
#[track_caller]
fn grows_with_its_input<W: FnOnce()>(what: &str, make: impl Fn(usize) -> W) {
    let (count, bytes) = times(asked(make(SIZE)), asked(make(2 * SIZE)));
    assert!(
        count <= MOST && bytes <= MOST,
        "{what}: {count:.2} times as often, {bytes:.2} times the bytes"
    );
}

const TODAY: Day = Day { year: 2026, month: 11, day: 22 };

const FIRST: [&str; 7] = ["Jane", "José", "Søren", "Łukasz", "Priya", "Wei", "Юлия"];
const LAST: [&str; 9] =
    ["Doe", "García", "Müller", "Okafor", "Tanaka", "Novák", "Kowalski", "Mensah", "Иванова"];

/// A name that nobody else has, nor one like it.
fn name(n: usize) -> String {
    let mut rest = u32::try_from(n).expect("a small number").wrapping_mul(2_654_435_761);
    let mut own = String::new();
    while rest > 0 {
        own.extend(char::from_digit(10 + rest % 26, 36));
        rest /= 26;
    }
    format!("{} {}{own}", FIRST[n % 7], LAST[n / 7 % 9])
}

/// One entry of a roster in one of the ways in which people write them.
type Entry = fn(usize) -> String;

const PLAIN: Entry = |n| {
    format!(
        "- name: {}\n  email: p{n}@example.com\n  calendly: https://calendly.com/p{n}\n  focuses:\n    - name: SaaS\n  \
         gitlab:\n    username: p{n}\n",
        name(n)
    )
};

const ROSTERS: [(&str, Entry); 12] = [
    ("plain entries", PLAIN),
    ("people by handle", |n| format!("p{n}:\n  name: {}\n  email: p{n}@example.com\n", name(n))),
    ("entries for the YAML library", |n| {
        format!(
            "- name: \"{}\\n\"\n  email: p{n}@example.com # work\n  calendly: &p{n} n/a\n",
            name(n)
        )
    }),
    ("one broken entry in four", |n| {
        if n % 4 == 0 { format!("- name: 'p{n}@example.com\n") } else { PLAIN(n) }
    }),
    ("a merge key in each", |n| {
        let all = if n == 0 { "- &all\n  region: EMEA\n" } else { "" };
        format!("{all}- <<: *all\n  name: {}\n  email: p{n}@example.com\n", name(n))
    }),
    ("a document each", |n| format!("---\nname: {}\nemail: p{n}@example.com\n", name(n))),
    ("fields in another spelling", |n| {
        format!("- Name: {}\n  :email: p{n}@example.com\n  Start-Date: 2021-5-3\n", name(n))
    }),
    ("fields under other names", |n| {
        format!("- name: {}\n  mail: p{n}@example.com\n  manager_mail: boss@example.com\n", name(n))
    }),
    ("a name of its own for each field", |n| {
        format!("- name: {}\n  mail{n}: p{n}@example.com\n", name(n))
    }),
    ("one person of many fields", |n| match n {
        0 => "- name: Jane Doe\n".to_owned(),
        n => format!("  mail{n}: p{n}@example.com\n"),
    }),
    ("wrappers in wrappers", |n| {
        format!("a{n}:\n  b:\n    c:\n      - name: {}\n        email: p{n}@example.com\n", name(n))
    }),
    ("addresses that nobody has", |n| format!("# ask x{n}@example.com\n- name: {}\n", name(n))),
];

/// A row of a list in one of its formats; row 0 is its head.
type Row = fn(usize) -> String;

const CSV: Row = |n| match n {
    0 => "Name,Login email,Role,Status,Calendly link\n".to_owned(),
    n => format!("{},p{n}@example.com,User,Active,https://calendly.com/p{n}\n", name(n)),
};

const LISTS: [(&str, Row); 8] = [
    ("CSV", CSV),
    ("CSV without a header", |n| format!("{},p{n}@example.com,Admin\n", name(n))),
    ("tables one after another", |n| match n % 20 {
        0 => format!("\nName\tEmail\tTeam {n}\n"),
        _ => format!("{}\tp{n}@example.com\tBlue\n", name(n)),
    }),
    ("a Markdown table", |n| match n {
        0 => "| Name | Email |\n| --- | --- |\n".to_owned(),
        n => format!("| {} | p{n}@example.com |\n", name(n)),
    }),
    ("the copied page", |n| format!("{}\np{n}@example.com\nUser\n1-{n} of 9000\n", name(n))),
    ("addresses", |n| format!("{} <p{n}@example.com>, ", name(n))),
    ("names", |n| format!("{}\n", name(n))),
    ("JSON, an object a line", |n| {
        format!(
            "{{\"name\": \"{}\", \"email\": \"p{n}@example.com\", \"uri\": \"u{n}\"}}\n",
            name(n)
        )
    }),
];

/// The same in the forms of one record a block.
const RECORDS: [(&str, Row); 8] = [
    ("blocks of fields", |n| format!("Name: {}\nRole: User\nEmail: p{n}@example.com\n\n", name(n))),
    ("blocks of fields that nobody knows", |n| {
        format!("Wer: {}\nWas {}: x\nKonto: p{n}@example.com\n\n", name(n), n % 7)
    }),
    ("LDIF", |n| format!("dn: uid=p{n},dc=example\ncn: {}\nmail: p{n}@example.com\n\n", name(n))),
    ("vCard", |n| {
        format!("BEGIN:VCARD\nVERSION:3.0\nFN:{}\nEMAIL:p{n}@example.com\nEND:VCARD\n", name(n))
    }),
    ("YAML", |n| format!("- name: {}\n  email: p{n}@example.com\n  role: user\n", name(n))),
    ("nested JSON", |n| {
        format!(
            "{{\"a\": {{\"b\": {{\"who\": \"{}\"}}, \"konto\": \"p{n}@example.com\"}}}}\n",
            name(n)
        )
    }),
    ("rows of any length", |n| match n {
        0 => "Name,Login email,Role,Status\n".to_owned(),
        n => format!("{},p{n}@example.com,User,Active{}\n", name(n), ",x".repeat(n % 5)),
    }),
    ("rows that slipped", |n| match n {
        0 => "Name,Login email,Role,Status\n".to_owned(),
        n => format!("Doe, {},p{n}@example.com,User,Active\n", name(n)),
    }),
];

/// Lists of few rows that grow in width.
fn wide(how: &str, width: usize) -> String {
    let cells = |cell: &dyn Fn(usize) -> String| (0..width).map(cell).collect::<Vec<_>>();
    match how {
        "a table" => {
            let row = |user: usize| cells(&|n| format!("x{user}-{n}")).join(",");
            let users = (0..4).map(|n| format!("{},p{n}@example.com,{}\n", name(n), row(n)));
            let header = cells(&|n| format!("H{n}")).join(",");
            format!("Name,Konto,{header}\n{}", users.collect::<String>())
        }
        "a table of addresses" => {
            let row = |user: usize| cells(&|n| format!("x{user}n{n}@example.org")).join(",");
            let users = (0..4).map(|n| format!("{},{}\n", name(n), row(n)));
            format!("Name,{}\n{}", cells(&|n| format!("H{n}")).join(","), users.collect::<String>())
        }
        "nested JSON of many keys" => {
            let keys =
                |user: usize| cells(&|n| format!("\"k{n}\": {{\"v{n}\": \"x{user}\"}}")).join(", ");
            let users =
                (0..4).map(|n| format!("{{\"konto\": \"p{n}@example.com\", {}}}\n", keys(n)));
            users.collect()
        }
        "JSON of other keys in each object" => {
            let users = (0..width).map(|n| format!("{{\"k{n}\": \"p{n}@example.com\"}}\n"));
            users.collect()
        }
        _ => {
            let keys = |user: usize| cells(&|n| format!("K{n}: x{user}\n")).concat();
            let users = (0..4).map(|n| format!("Konto: p{n}@example.com\n{}\n", keys(n)));
            users.collect::<Vec<_>>().concat()
        }
    }
}

const WIDE: [&str; 5] = [
    "a table",
    "a table of addresses",
    "nested JSON of many keys",
    "JSON of other keys in each object",
    "blocks of many fields",
];

fn source(each: fn(usize) -> String, size: usize) -> [Source; 1] {
    [Source::new("input", (0..size).map(each).collect::<String>())]
}

#[test]
fn a_reader_that_goes_over_everything_for_each_line_would_be_seen() {
    let quadratic = |size: usize| {
        let [source] = source(CSV, size);
        move || {
            let text = String::from_utf8_lossy(&source.bytes);
            let lines = |_: &str| text.lines().map(str::to_owned).count();
            assert_eq!(text.lines().map(lines).sum::<usize>(), size * size);
        }
    };
    let (count, bytes) = times(asked(quadratic(SIZE)), asked(quadratic(2 * SIZE)));
    assert!(count > 3.9 && bytes > 3.9, "{count:.2} {bytes:.2}");
}

#[test]
fn reading_the_roster_grows_with_the_roster() {
    for (what, entry) in ROSTERS {
        grows_with_its_input(what, |size| {
            let sources = source(entry, size);
            move || drop(roster::read(&sources))
        });
    }
}

#[test]
fn reading_the_list_grows_with_the_list() {
    for (what, row) in LISTS {
        grows_with_its_input(what, |size| {
            let sources = source(row, size);
            move || drop(calendly::read(&sources, &[]))
        });
    }
}

#[test]
fn reading_records_grows_with_the_list() {
    for (what, row) in RECORDS {
        grows_with_its_input(what, |size| {
            let sources = source(row, size);
            move || drop(calendly::read(&sources, &[]))
        });
    }
}

#[test]
fn reading_a_wide_list_grows_with_its_width() {
    for what in WIDE {
        grows_with_its_input(what, |size| {
            // Two thousand columns at the larger size.
            let sources = [Source::new("input", wide(what, size * 5 / 2))];
            move || drop(calendly::read(&sources, &[]))
        });
    }
}

#[test]
fn reading_a_folder_grows_with_its_files() {
    grows_with_its_input("a file a person", |size| {
        let sources: Vec<Source> =
            (0..size).map(|n| Source::new(format!("p{n}.yaml"), PLAIN(n))).collect();
        move || drop(roster::read(&sources))
    });
}

/// Lists whose people and users meet in different ways.
fn lists(how: &str, size: usize) -> (Roster, UserList) {
    let users: Row = match how {
        "everybody has an account" => CSV,
        "nobody has one, by their names all might" => |n| match n {
            0 => CSV(0),
            n => format!("{},x{n}@example.org,Admin,Active,https://calendly.com/x{n}\n", name(n)),
        },
        "one address for all" => |n| match n {
            0 => CSV(0),
            n => format!("{},team+{n}@example.com,User,Pending,\n", name(n)),
        },
        _ => |n| match n {
            0 => "Name\n".to_owned(),
            n => format!("{}\n", name(n)),
        },
    };
    (roster::read(&source(PLAIN, size)), calendly::read(&source(users, size), &[]))
}

const MEETINGS: [&str; 4] = [
    "everybody has an account",
    "nobody has one, by their names all might",
    "one address for all",
    "names alone",
];

fn judged(roster: &Roster, list: &UserList) -> Audit {
    audit(roster, list, &Policy::default(), &[], TODAY)
}

fn notes(roster: &Roster, list: &UserList, found: &Audit) -> String {
    let policy = Policy::default();
    let context = Context {
        when: 1_795_333_200,
        origin: &Origin::default(),
        policy: &policy,
        decisions: &[],
        events: Events::default(),
        version: "test",
    };
    Report::new(roster, list, found, &context).markdown()
}

#[test]
fn matching_and_judging_grow_with_the_lists() {
    for how in MEETINGS {
        grows_with_its_input(how, |size| {
            let (roster, list) = lists(how, size);
            move || drop(judged(&roster, &list))
        });
    }
}

#[test]
fn the_notes_grow_with_the_lists_and_so_does_reading_them_again() {
    for how in MEETINGS {
        grows_with_its_input(how, |size| {
            let (roster, list) = lists(how, size);
            let found = judged(&roster, &list);
            move || drop(notes(&roster, &list, &found))
        });
        grows_with_its_input(how, |size| {
            let (roster, list) = lists(how, size);
            let text = notes(&roster, &list, &judged(&roster, &list));
            move || drop(earlier::read(&text))
        });
    }
}

#[test]
fn what_the_page_is_shown_grows_with_the_lists() {
    grows_with_its_input("the session", |size| {
        let mut session = Session::default();
        for (request, [source]) in [
            (Request::Roster(vec!["team.yaml".to_owned()]), source(PLAIN, size)),
            (Request::List(vec!["users.csv".to_owned()]), source(CSV, size)),
        ] {
            session.answer(request, vec![source.bytes]);
        }
        move || {
            let query = || Query { words: "doe".to_owned(), count: 100, ..Query::default() };
            session.answer(Request::Show { team: query(), outside: query() }, Vec::new());
            session.answer(Request::Copy(Copy::Pings), Vec::new());
        }
    });
}
