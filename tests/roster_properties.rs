//! One roster told otherwise is the same people, or what was not read is said.
//!
//! Names of fields, wrappers, the order of entries and of fields, files, quotes, dates, and further fields (other people's addresses
//! among them) change nobody: never a person less, never an email lost in silence, never another's email taken for one's own.

use std::collections::BTreeSet;
use std::fmt::Write;

use calendly_audit::day::Day;
use calendly_audit::identity::{Email, Link};
use calendly_audit::roster::{self, Roster};
use calendly_audit::source::{Source, UnreadKind};
use proptest::prelude::*;
use proptest::sample::select;

/// Somebody, as any telling must give them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    name: String,
    email: String,
    slug: String,
    gitlab: String,
    start: String,
}

/// A way to write a roster.
#[derive(Debug, Clone)]
struct Telling {
    spelling: usize,
    email: &'static str,
    calendly: &'static str,
    wrapper: usize,
    quote: &'static str,
    date: usize,
    rotated: usize,
    further: Vec<&'static str>,
    files: usize,
    address: usize,
}

const FIRST: [&str; 6] = ["Ida", "Tom", "José", "Wei", "Łukasz", "Ann"];
const LAST: [&str; 5] = ["Berg", "Ruiz", "García", "Tanaka", "Sørensen"];
const ASCII: [&str; 6] = ["ida", "tom", "jose", "wei", "lukasz", "ann"];

/// The person of a number: each number another one.
fn person(number: usize) -> Told {
    let (first, last) = (number % FIRST.len(), number / FIRST.len() % LAST.len());
    Told {
        name: format!("{} {}", FIRST[first], LAST[last]),
        email: format!("{}{number}@acme.example", ASCII[first]),
        slug: format!("{}-{number}", ASCII[first]),
        gitlab: format!("{}{number}", ASCII[first]),
        start: format!("20{:02}-0{}-{:02}", 20 + number % 80, 1 + number % 9, 1 + number % 28),
    }
}

fn key(field: &str, spelling: usize) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or(String::new(), |c| c.to_uppercase().to_string() + letters.as_str())
    };
    match spelling {
        0 => field.to_owned(),
        1 => field.to_uppercase(),
        2 => format!(":{field}"),
        3 => format!("\":{field}:\""),
        4 => capital(field),
        5 => field.split('_').map(capital).collect(),
        6 => field.replace('_', "-"),
        _ => field.split('_').map(capital).collect::<Vec<_>>().join(" "),
    }
}

fn date(iso: &str, way: usize) -> String {
    let day = Day::read(iso).unwrap();
    let Day { year, month, day: number } = day;
    match way {
        0 => iso.to_owned(),
        1 => format!("{year}-{month}-{number}"),
        2 => format!("{year}/{month:02}/{number:02}"),
        3 => format!("{iso} 00:00:00 +0000"),
        4 => format!("{iso}T00:00:00.000Z"),
        _ => format!("{year}.{month}.{number}"),
    }
}

impl Telling {
    /// The lines of an entry, without its indentation.
    fn fields(&self, person: &Told, by_email: bool) -> Vec<String> {
        let quoted = |text: &str| format!("{0}{text}{0}", self.quote);
        let known = |field: &str| key(field, self.spelling);
        let email = match self.address {
            0 => person.email.clone(),
            1 => format!("{} <{}>", person.name, person.email),
            2 => format!("mailto:{}", person.email),
            _ => format!("<{}>", person.email),
        };
        let mut fields = vec![
            format!("{}: {}", known("name"), quoted(&person.name)),
            format!(
                "{}: {}",
                if self.calendly.is_empty() { known("calendly") } else { self.calendly.to_owned() },
                quoted(&format!("https://calendly.com/{}", person.slug))
            ),
            format!("{}: {}", known("start_date"), quoted(&date(&person.start, self.date))),
            format!("{}:\n  {}: {}", known("gitlab"), known("username"), quoted(&person.gitlab)),
        ];
        if !by_email {
            let name = if self.email.is_empty() { known("email") } else { self.email.to_owned() };
            fields.push(format!("{name}: {}", quoted(&email)));
        }
        fields.extend(self.further.iter().map(|further| (*further).to_owned()));
        let count = fields.len();
        fields.rotate_left(self.rotated % count);
        fields
    }

    fn text(&self, people: &[Told]) -> String {
        let mut text = String::new();
        let base = match self.wrapper {
            1 => "team:\n",
            2 | 4 => "support_team:\n  members:\n",
            _ => "",
        };
        text.push_str(base);
        let indent = [0, 2, 4, 0, 4, 0][self.wrapper];
        for person in people {
            let fields = self.fields(person, self.wrapper == 5);
            let (mut first, rest) = match self.wrapper {
                3 | 4 => (format!("{}:\n", person.gitlab), "  "),
                5 => (format!("{}:\n", person.email), "  "),
                _ => ("- ".to_owned(), "  "),
            };
            let mut lines = fields.iter().flat_map(|field| field.split('\n'));
            if first == "- " {
                first.push_str(lines.next().unwrap());
                first.push('\n');
            }
            let _ = write!(text, "{:indent$}{first}", "");
            for line in lines {
                let _ = writeln!(text, "{:indent$}{rest}{line}", "");
            }
        }
        text
    }

    fn roster(&self, people: &[Told]) -> (Roster, String) {
        let texts: Vec<String> =
            people.chunks(people.len().div_ceil(self.files)).map(|part| self.text(part)).collect();
        let sources: Vec<Source> =
            texts.iter().map(|text| Source::new("team.yaml", text.as_str())).collect();
        (roster::read(&sources), texts.join("\n=====\n"))
    }
}

fn told(roster: &Roster) -> Vec<Told> {
    let told = roster.people.iter().map(|person| Told {
        name: person.name.clone(),
        email: Email::read(&person.email).map_or(String::new(), |email| email.key().to_owned()),
        slug: Link::read(&person.calendly)
            .slug()
            .map_or(String::new(), |slug| slug.as_str().to_owned()),
        gitlab: person.gitlab.clone(),
        start: Day::written(&person.start_date).map_or(String::new(), Day::iso),
    });
    let mut told: Vec<Told> = told.collect();
    told.sort();
    told
}

fn people() -> impl Strategy<Value = Vec<Told>> {
    prop::collection::btree_set(0_usize..600, 1..9)
        .prop_map(|numbers| numbers.into_iter().map(person).collect::<Vec<_>>())
        .prop_shuffle()
}

fn telling() -> impl Strategy<Value = Telling> {
    let further = prop::sample::subsequence(
        vec![
            "level: 3",
            "joined: 2019-02-03",
            "note: likes long walks",
            "manager_email: boss@acme.example",
            "slack: {id: U0X}",
            "languages: [en, de]",
            "team_page: https://calendly.com/acme-support",
            "knowledge_areas:\n  - name: Geo\n    level: 1",
        ],
        0..5,
    );
    (
        (0_usize..8, select(vec!["", "", "mail_address", "login", "work-mail", "Контакт"])),
        select(vec!["", "", "calendly_link", "scheduling", "Calendly URL", "termin"]),
        (0_usize..6, select(vec!["", "'", "\""]), 0_usize..6, 0_usize..12),
        (further, 1_usize..4, 0_usize..4),
    )
        .prop_map(|((spelling, email), calendly, (wrapper, quote, date, rotated), rest)| {
            let (further, files, address) = rest;
            Telling {
                spelling,
                email,
                calendly,
                wrapper,
                quote,
                date,
                rotated,
                further,
                files,
                address,
            }
        })
}

/// The usual way to write a roster.
fn usual() -> Telling {
    Telling {
        spelling: 0,
        email: "",
        calendly: "",
        wrapper: 0,
        quote: "",
        date: 0,
        rotated: 0,
        further: Vec::new(),
        files: 1,
        address: 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_roster_told_otherwise_is_the_same_people(people in people(), telling in telling()) {
        let (roster, text) = telling.roster(&people);
        let mut expected = people.clone();
        expected.sort();
        prop_assert_eq!(told(&roster), expected, "{}\n{:?}", text, roster.readings);
        prop_assert_eq!(told(&usual().roster(&people).0).len(), people.len());
    }

    /// A field in another spelling, or under another name, is said once, however many entries have it.
    #[test]
    fn what_is_read_otherwise_is_said_once(people in people(), telling in telling()) {
        let (roster, text) = telling.roster(&people);
        let warnings: Vec<&String> = roster.readings.iter().flat_map(|it| &it.warnings).collect();
        let once: BTreeSet<&String> = warnings.iter().copied().collect();
        prop_assert_eq!(once.len(), warnings.len(), "{:?}", warnings);
        let entries = if people.len() == 1 { "entry" } else { "entries" };
        for (name, field) in [(telling.email, "email"), (telling.calendly, "calendly")] {
            let is_key = field == "email" && telling.wrapper == 5;
            if !name.is_empty() && !is_key {
                let sentence = format!("`{name}` in {} {entries} was read as `{field}`.", people.len());
                prop_assert!(once.contains(&sentence), "{} not in {:?}\n{}", sentence, once, text);
            }
        }
    }

    /// Addresses that fit nobody, each in a field of its own name: in the person, or a problem that is said.
    #[test]
    fn no_email_is_lost_in_silence(
        people in people(),
        names in prop::collection::vec(select(vec!["login", "work", "private", "email_address", "manager_email", "E-Mail", "Email"]), 1..4),
    ) {
        let mut text = String::new();
        let mut addresses = Vec::new();
        for person in &people {
            let _ = writeln!(text, "- name: {}", person.name);
            for name in &names {
                let address = format!("u{}@acme.example", addresses.len());
                let _ = writeln!(text, "  {name}: {address}");
                addresses.push(address);
            }
        }
        let roster = roster::read(&[Source::new("team.yaml", text.as_str())]);
        prop_assert_eq!(roster.people.len(), people.len());
        let unread = &roster.readings[0].unread;
        for address in &addresses {
            let reported = unread.iter().any(|it| it.excerpt.contains(address.as_str()));
            let read = roster.people.iter().any(|it| it.email == *address);
            prop_assert!(read || reported, "{address}\n{text}");
        }
        if roster.people.iter().any(|person| person.email.is_empty()) {
            prop_assert!(unread.iter().any(|it| it.kind == UnreadKind::Problem), "{text}\n{unread:?}");
        }
    }

    /// Another's address under another name never becomes a person's own.
    #[test]
    fn nobody_gets_the_managers_address(people in people(), name in select(vec!["manager_email", "buddy", "contact", "email_of_manager"])) {
        let mut text = String::new();
        for person in &people {
            let _ = writeln!(text, "- name: {}\n  reports_to: Bo Lindqvist\n  {name}: bo.lindqvist@acme.example", person.name);
        }
        let roster = roster::read(&[Source::new("team.yaml", text.as_str())]);
        prop_assert_eq!(roster.people.len(), people.len());
        prop_assert!(roster.people.iter().all(|person| person.email.is_empty()), "{text}");
    }
}
