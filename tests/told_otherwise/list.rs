//! A user list as data, and the ways in which its columns can be told.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;

/// A user as a list states one. An empty text is not stated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stated {
    /// The whole name.
    pub name: String,
    /// The login email: every user has another one.
    pub email: String,
    /// In Calendly's words, `Group admin`.
    pub role: String,
    /// `Active`, `Pending` or `Deactivated`.
    pub status: String,
    /// The slug of the user's page.
    pub slug: String,
}

impl Stated {
    /// The name without its last word, and that word.
    pub fn names(&self) -> (&str, &str) {
        self.name.rsplit_once(' ').unwrap_or(("", &self.name))
    }

    /// The address of the user's page; empty without a slug.
    pub fn link(&self) -> String {
        if self.slug.is_empty() {
            String::new()
        } else {
            format!("https://calendly.com/{}", self.slug)
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    Name,
    /// All words of the name but the last one, and the last one, in place of the name.
    FirstName,
    LastName,
    Email,
    Role,
    Status,
    Link,
    Numbers,
    Dates,
    Sentences,
    /// Few different words.
    Departments,
    Flags,
    Zones,
    Homepages,
    /// Names of a few other people.
    Managers,
    /// A date of some rows, in words.
    Visits,
    /// A few addresses that repeat.
    InvitedBy,
    /// Somebody else's address, another one in each row.
    Contacts,
}

impl What {
    /// What stands beside the user.
    pub const FURTHER: [Self; 11] = [
        Self::Numbers,
        Self::Dates,
        Self::Sentences,
        Self::Departments,
        Self::Flags,
        Self::Zones,
        Self::Homepages,
        Self::Managers,
        Self::Visits,
        Self::InvitedBy,
        Self::Contacts,
    ];

    /// Headings that every reader of Calendly's lists may be expected to know, for the five that matter.
    pub fn english(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["Name", "Full name", "Display name"],
            Self::FirstName => &["First name", "Given name"],
            Self::LastName => &["Last name", "Surname"],
            Self::Email => &["Login email", "Email", "Email address", "User email"],
            Self::Role => &["Role", "User role", "User type"],
            Self::Status => &["Status", "User status", "State"],
            Self::Link => &["Calendly link", "Scheduling URL", "Booking page"],
            Self::Numbers => &["Total events", "Meetings (last 30 days)", "Seat"],
            Self::Dates => &["Last scheduled date", "Created", "Joined on"],
            Self::Sentences => &["Remark", "Notes"],
            Self::Departments => &["Department", "Office", "Cost centre"],
            Self::Flags => &["SSO", "Premium"],
            Self::Zones => &["Time zone"],
            Self::Homepages => &["Homepage"],
            Self::Managers => &["Manager", "Manager name", "Supervisor"],
            Self::Visits => &["Last seen", "Last login"],
            Self::InvitedBy => &["Invited by", "Manager", "Added by"],
            Self::Contacts => &["Recovery address", "Backup contact", "Reports to"],
        }
    }

    /// Headings in other languages.
    pub fn foreign(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["Vor- und Nachname", "Nom complet", "氏名", "Имя"],
            Self::FirstName => &["Rufname", "Petit nom", "名の", "Имечко"],
            Self::LastName => &["Familie", "Patronyme", "氏の", "Фамилия"],
            Self::Email => &["E-Mail-Adresse", "Adresse électronique", "メールアドレス", "Почта"],
            Self::Role => &["Rolle", "Rôle", "役割", "Роль"],
            Self::Status => &["Zustand", "Statut", "状態", "Состояние"],
            Self::Link => &["Buchungsseite", "Lien de réservation", "予約リンク", "Ссылка"],
            Self::Numbers => &["Anzahl", "Nombre", "件数", "Число"],
            Self::Dates => &["Datum", "Dernière visite", "日付", "Дата"],
            Self::Sentences => &["Bemerkung", "Remarque", "備考", "Заметка"],
            Self::Departments => &["Abteilung", "Service", "部署", "Отдел"],
            Self::Flags => &["Einmalanmeldung", "Authentification unique", "認証", "Вход"],
            Self::Zones => &["Zeitzone", "Fuseau horaire", "時間帯", "Пояс"],
            Self::Homepages => &["Webseite", "Site web", "ホームページ", "Сайт"],
            Self::Managers => &["Vorgesetzte", "Responsable", "上司", "Начальник"],
            Self::Visits => &["Zuletzt gesehen", "Vu le", "最終", "Визит"],
            Self::InvitedBy => &["Eingeladen von", "Invité par", "招待者", "Пригласил"],
            Self::Contacts => &["Ansprechpartner", "Contact", "連絡先", "Связной"],
        }
    }

    /// Whether its cells are addresses of other people.
    pub fn is_foreign_address(self) -> bool {
        matches!(self, Self::InvitedBy | Self::Contacts)
    }
}

/// A column of the list, as it is told.
#[derive(Debug, Clone)]
pub struct Column {
    pub what: What,
    /// Empty where the list has no headings.
    pub header: String,
    /// Whether the heading is one that readers know.
    pub is_known: bool,
    pub cells: Vec<String>,
}

/// A list and how its columns are told: the same users whatever the order, the headings and what else stands
/// beside them.
#[derive(Debug, Clone)]
pub struct Telling {
    pub users: Vec<Stated>,
    pub columns: Vec<Column>,
    /// Whether there is a row of headings.
    pub has_headings: bool,
}

impl Telling {
    /// The rows without the headings.
    pub fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        (0..self.users.len())
            .map(|row| self.columns.iter().map(|column| column.cells[row].as_str()).collect())
    }

    /// The column of a kind.
    pub fn column(&self, what: What) -> Option<&Column> {
        self.columns.iter().find(|column| column.what == what)
    }

    /// The users as the columns state them: what has no column is not stated.
    pub fn expected(&self) -> Vec<Stated> {
        let has = |what| self.column(what).is_some();
        let keep = |what, text: &String| if has(what) { text.clone() } else { String::new() };
        self.users
            .iter()
            .map(|user| Stated {
                name: if has(What::LastName) {
                    user.name.clone()
                } else {
                    keep(What::Name, &user.name)
                },
                email: user.email.clone(),
                role: keep(What::Role, &user.role),
                status: keep(What::Status, &user.status),
                slug: keep(What::Link, &user.slug),
            })
            .collect()
    }

    /// Every address of the list.
    pub fn addresses(&self) -> Vec<&str> {
        let holds = |what: What| what == What::Email || what.is_foreign_address();
        let columns = self.columns.iter().filter(|column| holds(column.what));
        columns
            .flat_map(|column| column.cells.iter().map(String::as_str))
            .filter(|cell| !cell.is_empty())
            .collect()
    }

    /// Whether it is right to ask which column is the login: its heading says nothing, and another column
    /// has a different address in each row as well.
    pub fn may_be_asked_about(&self) -> bool {
        let is_known = self.column(What::Email).is_some_and(|column| column.is_known);
        let rival = |column: &&Column| {
            column.what.is_foreign_address()
                && distinct(&column.cells) == self.users.len()
                && column.cells.iter().all(|cell| !cell.is_empty())
        };
        !is_known && self.columns.iter().any(|column| rival(&column))
    }

    /// Whether heading or content tell which column is the name. Few rows of a word or two each may be names
    /// as well as departments, and of two columns of words nobody can say which is the first name.
    pub fn tells_names(&self) -> bool {
        let is_known = |what| self.column(what).is_some_and(|column: &Column| column.is_known);
        if self.column(What::LastName).is_some() {
            return is_known(What::FirstName) && is_known(What::LastName);
        }
        let rivals = [What::Departments, What::Managers, What::Visits];
        let mut rivals = rivals.into_iter().filter_map(|what| self.column(what));
        let Some(names) = self.column(What::Name) else { return rivals.next().is_none() };
        let filled = names.cells.iter().filter(|name| !name.is_empty()).count();
        // Where every row has the same words, or one word alone, no reader could say whether that is a name or a department.
        let whole = names.cells.iter().filter(|name| name.contains(' ')).count();
        let vary = distinct(&names.cells) * 4 >= filled * 3 && whole * 2 >= filled;
        names.is_known
            || vary
                && rivals.all(|rival| {
                    filled == self.users.len()
                        && distinct(&names.cells) == filled
                        && distinct(&rival.cells) * 2 <= filled
                })
    }
}

fn distinct(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).collect::<BTreeSet<_>>().len()
}

/// Names in all the ways in which people are called.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[A-Z][a-z]{2,8} [A-Z][a-zäöüøł]{2,9}",
        2 => "[A-Z][a-z]{2,8}, [A-Z][a-z]{2,8}",
        1 => "[A-Z][a-z]{2,6} O['’][A-Z][a-z]{2,8}",
        1 => "[A-Z][a-z]{2,6} \"[A-Z]{2}\" [A-Z][a-z]{2,8}",
        1 => "[А-Я][а-я]{2,8} [А-Я][а-я]{2,8}",
        1 => "[一-三山川田中木]{1,2} [太郎花子明]{1,2}",
        1 => select(vec![
            "", "", "محمد علي", "Owner Smith", "Cher", "Zoë Ångström-Żak", "J. R. Doe",
            "María del Carmen de la Cruz", "김 민준", "Ann-Kathrin d'Arc",
        ])
        .prop_map(str::to_owned),
    ]
}

/// Two to thirty users, each with another address.
pub fn users() -> impl Strategy<Value = Vec<Stated>> {
    let user = (
        name(),
        "[a-z]{2,8}",
        select(vec!["acme.example", "acme.example", "example.com", "mail.example.org"]),
        select(vec!["", "Owner", "Admin", "Group admin", "Team manager", "User", "User", "User"]),
        select(vec!["", "Active", "Active", "Active", "Pending", "Deactivated"]),
        any::<u8>(),
    );
    prop::collection::vec(user, 2..30).prop_map(|users| {
        users
            .into_iter()
            .enumerate()
            .map(|(i, (name, local, domain, role, status, linked))| Stated {
                name,
                email: format!("{local}{i}@{domain}"),
                role: role.to_owned(),
                status: status.to_owned(),
                slug: if linked < 40 { String::new() } else { format!("{local}-{i}") },
            })
            .collect()
    })
}

/// The cells of a further column.
fn further(what: What, seed: u64, users: &[Stated]) -> Vec<String> {
    let pick = |row: usize, all: &[&str]| {
        let mixed = seed.wrapping_add(row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        all[usize::try_from(mixed).unwrap_or(0) % all.len()].to_owned()
    };
    let cell = |row: usize| match what {
        What::Numbers => (seed.wrapping_mul(31).wrapping_add(row as u64 * 17) % 1000).to_string(),
        What::Dates => format!("202{}-0{}-1{}", row % 6, 1 + row % 9, row % 10),
        What::Sentences => pick(
            row,
            &["", "Comes back in May.", "Asked for a seat; was told to wait.", "See ticket #12."],
        ),
        What::Departments => pick(row, &["Customer Support", "Sales", "Field Engineering"]),
        What::Flags => pick(row, &["Yes", "No"]),
        What::Zones => pick(row, &["Europe/Berlin", "America/New_York", "Asia/Tokyo"]),
        What::Homepages => format!("https://people.example.org/{seed}/{row}"),
        What::Managers => pick(row, &["Eva Boss", "Max Chef-Huber", "Rosa Lead"]),
        What::Visits => pick(row, &["", "3 Nov 2026", "12/31/2025 10:15 AM", "yesterday"]),
        What::InvitedBy => pick(row, &["boss@acme.example", "it.desk@acme.example"]),
        What::Contacts => format!("contact{row}@partner.example"),
        What::Name
        | What::FirstName
        | What::LastName
        | What::Email
        | What::Role
        | What::Status
        | What::Link => String::new(),
    };
    (0..users.len()).map(cell).collect()
}

/// What the headings are drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Headings {
    English,
    Foreign,
    Cells,
    Any,
    Absent,
}

/// What a sheet calls the first cell of a column: `C1`.
pub fn sheet_letter(at: usize) -> String {
    let letter = char::from_digit(10 + u32::try_from(at).unwrap_or(0), 36).unwrap_or('x');
    format!("{}1", letter.to_ascii_uppercase())
}

/// Any text as a heading: letters of any script, then any character at all that is no address.
fn any_heading() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "\\p{L}[\\p{L}\\p{N} ._/-]{0,12}\\p{L}",
        1 => "\\PC{1,10}",
    ]
    .prop_map(|text| text.replace('@', "a"))
}

/// A list told in one of its ways: which columns, in which order, under which headings, and with what
/// beside them.
pub fn telling() -> impl Strategy<Value = Telling> {
    let headings = prop_oneof![
        2 => Just(Headings::English),
        3 => Just(Headings::Foreign),
        2 => Just(Headings::Cells),
        4 => Just(Headings::Any),
        2 => Just(Headings::Absent),
    ];
    let own = (prop::bool::weighted(0.95), any::<bool>(), any::<bool>(), any::<bool>());
    let beside = prop::collection::vec((select(What::FURTHER.to_vec()), any::<u64>()), 0..4);
    let told = (prop::bool::weighted(0.2), prop::bool::weighted(0.15));
    (users(), own, beside, headings, told)
        .prop_flat_map(|(users, (name, role, status, link), beside, headings, (mixed, split))| {
            let mut columns = vec![(What::Email, 0)];
            let own = [
                (What::Name, name && !split),
                (What::FirstName, name && split),
                (What::LastName, name && split),
                (What::Role, role),
                (What::Status, status),
            ];
            columns.extend(own.iter().filter(|(_, there)| *there).map(|(what, _)| (*what, 0)));
            columns.extend(link.then_some((What::Link, 0)));
            for (what, seed) in beside {
                if columns.iter().all(|(there, _)| *there != what) {
                    columns.push((what, seed));
                }
            }
            let width = columns.len();
            (
                Just(users).prop_shuffle(),
                Just(columns).prop_shuffle(),
                prop::collection::vec((any_heading(), any::<u8>()), width),
                Just(headings),
                Just(mixed),
            )
        })
        .prop_map(|(users, columns, drawn, headings, mixed)| {
            let columns = columns
                .into_iter()
                .zip(drawn)
                .enumerate()
                .map(|(at, ((what, seed), (any, number)))| {
                    let style = match headings {
                        Headings::Absent => Headings::Absent,
                        _ if mixed => [Headings::English, Headings::Foreign, Headings::Any]
                            [usize::from(number % 3)],
                        style => style,
                    };
                    let one_of = |all: &[&str]| all[usize::from(number) % all.len()].to_owned();
                    let header = match style {
                        Headings::English => one_of(what.english()),
                        Headings::Foreign => one_of(what.foreign()),
                        Headings::Cells => sheet_letter(at),
                        // Never one heading twice: keyed formats would lose a column.
                        Headings::Any => format!("{any}{at}"),
                        Headings::Absent => String::new(),
                    };
                    let own = |text: fn(&Stated) -> String| users.iter().map(text).collect();
                    let cells = match what {
                        What::Name => own(|user| user.name.clone()),
                        What::FirstName => own(|user| user.names().0.to_owned()),
                        What::LastName => own(|user| user.names().1.to_owned()),
                        What::Email => own(|user| user.email.clone()),
                        What::Role => own(|user| user.role.clone()),
                        What::Status => own(|user| user.status.clone()),
                        What::Link => own(Stated::link),
                        what => further(what, seed, &users),
                    };
                    Column { what, header, is_known: style == Headings::English, cells }
                })
                .collect();
            Telling { users, columns, has_headings: headings != Headings::Absent }
        })
}
