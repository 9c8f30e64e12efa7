//! The seven checks: a table that an auditor can read (`tests/checks/*.txt`), and that none of them passes on
//! evidence that is missing.

use calendly_audit::audit::{
    Audit, Check, CheckLine, Decision, Outcome, Policy, TeamRow, UserKey, Verdict, audit,
};
use calendly_audit::calendly::{self, User, UserList};
use calendly_audit::day::Day;
use calendly_audit::phrase::Phrase;
use calendly_audit::report::{Comparison, Context, Events, Origin, Report};
use calendly_audit::roster::{self, Roster};
use calendly_audit::source::{Place, Source};
use proptest::prelude::*;
use proptest::sample::select;

mod missing;

/// 2026-11-22 07:40 UTC.
const WHEN: i64 = 1_795_333_200;

const TEAM: &[&str] = &[
    "Ida Berg | ida@acme.example | https://calendly.com/ida-berg | SaaS",
    "Tom Ruiz | tom@acme.example | https://calendly.com/tom-ruiz | Operations",
    "Ann Lee | ann@acme.example | https://calendly.com/ann-lee | Operations",
];
const USERS: &[&str] = &[
    "Name,Login email,Role,Calendly link,Status",
    "Ida Berg,ida@acme.example,User,https://calendly.com/ida-berg,Active",
    "Tom Ruiz,tom@acme.example,Admin,https://calendly.com/tom-ruiz,Active",
    "Ann Lee,ann@acme.example,Owner,https://calendly.com/ann-lee,Active",
];

#[derive(Default)]
struct Case {
    title: String,
    roster: Vec<String>,
    list: Vec<String>,
    policy: Policy,
    decisions: Vec<Decision>,
    before: Option<usize>,
    expected: Vec<String>,
}

fn yaml(lines: &[String]) -> String {
    let entry = |line: &String| {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or("");
        let fields = [("name", 0), ("email", 1), ("calendly", 2)];
        let fields = fields.map(|(field, at)| format!("  {field}: {}\n", cell(at))).concat();
        format!("-\n{fields}  focuses:\n    - name: {}\n", cell(3))
    };
    lines.iter().map(entry).collect()
}

/// What an audit of two texts says.
struct Answer {
    roster: Roster,
    list: UserList,
    audit: Audit,
    checks: Vec<CheckLine>,
    warnings: Vec<String>,
    ready: bool,
}

fn answer(
    roster: &str,
    list: &str,
    policy: &Policy,
    decisions: &[Decision],
    before: Option<usize>,
) -> Answer {
    let roster = roster::read(&[Source::new("team.yaml", roster)]);
    let list = calendly::read(&[Source::new("list", list)], &[]);
    let audit = audit(&roster, &list, policy, decisions, Day::at(WHEN));
    let context = Context {
        when: WHEN,
        origin: &Origin::Files,
        policy,
        decisions,
        events: Events::default(),
        version: "test",
    };
    let mut comparison = Comparison::default();
    comparison.listed = before;
    let report = Report::new(&roster, &list, &audit, &context).compared(&comparison);
    let checks = report.checks();
    let warnings = report.warnings().iter().map(Phrase::plain).collect();
    let ready = report.is_ready();
    Answer { roster, list, audit, checks, warnings, ready }
}

fn cases() -> Vec<Case> {
    let text = include_str!("checks/checks.txt");
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some(title) = line.strip_prefix("== ") {
            cases.push(Case { title: title.to_owned(), ..Case::default() });
            continue;
        }
        let case = cases.last_mut().expect("a case begins with ==");
        let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
        let cells: Vec<_> = rest.split(" | ").map(str::trim).collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or("").to_owned();
        match kind {
            "roster" => case.roster.push(rest.to_owned()),
            "list" => case.list.push(if rest == "-" { String::new() } else { rest.to_owned() }),
            "users" => case.list.extend(USERS.iter().map(|line| (*line).to_owned())),
            "policy" => case.policy.admin_focus = cell(1),
            "before" => case.before = Some(rest.parse().expect(line)),
            "accept" => {
                let check = Check::ALL.iter().find(|check| check.text() == cell(0)).expect(line);
                case.decisions.push(Decision::Accept(*check, cell(1)));
            }
            "decide" => {
                let verdict = match cell(1).as_str() {
                    "remove" => Verdict::Remove,
                    _ => Verdict::Justified(cell(2)),
                };
                case.decisions.push(Decision::Verdict(UserKey::from_written(&cell(0)), verdict));
            }
            _ => case.expected.push(line.to_owned()),
        }
    }
    cases
}

#[test]
fn every_case_is_answered_as_written() {
    let mut wrong = Vec::new();
    let cases = cases();
    let mut met = Vec::new();
    assert!(cases.len() > 20, "only {} cases", cases.len());
    for case in &cases {
        let team: Vec<String> = TEAM.iter().map(|line| (*line).to_owned()).collect();
        let team = yaml(if case.roster.is_empty() { &team } else { &case.roster });
        let list = case.list.join("\n");
        let found = answer(&team, &list, &case.policy, &case.decisions, case.before);
        for expected in &case.expected {
            let (kind, rest) = expected.split_once(' ').unwrap_or((expected, ""));
            let fits = match kind {
                "check" => {
                    let cells: Vec<_> = rest.split(" | ").collect();
                    found.checks.iter().any(|line| {
                        let details = line.details.plain();
                        let holds = cells
                            .get(2)
                            .is_none_or(|said| details.contains(&said.replace('`', "")));
                        line.title.plain() == cells[0] && line.outcome.text() == cells[1] && holds
                    })
                }
                "ready" => found.ready == (rest == "yes"),
                "warnings" => found.warnings.len() == rest.parse::<usize>().expect(expected),
                "warning" => found.warnings.iter().any(|said| said.contains(rest)),
                other => panic!("no such line: {other}"),
            };
            if !fits {
                let lines = found.checks.iter().map(|line| {
                    let (title, details) = (line.title.plain(), line.details.plain());
                    format!("check {title} | {} | {details}", line.outcome.text())
                });
                let lines: Vec<_> = lines.collect();
                wrong.push(format!(
                    "== {}\nexpected\n{expected}\nfound\n{}\nready {}\n{:?}",
                    case.title,
                    lines.join("\n"),
                    found.ready,
                    found.warnings
                ));
            }
        }
        met.extend(found.checks.iter().map(|line| {
            let kind = line.outcome.text();
            (line.check, kind.split(' ').next_back().unwrap_or("").to_owned())
        }));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    for check in Check::ALL {
        for result in ["Passed", "open", "checked"] {
            assert!(
                met.contains(&(*check, result.to_owned())),
                "no case in which {} is {result}",
                check.text()
            );
        }
    }
}

/// A list of the team and some strangers, in any order of its lines and columns.
#[derive(Debug, Clone)]
struct Shape {
    columns: Vec<usize>,
    rows: Vec<usize>,
    separator: char,
}

/// The team, then strangers who are all justified.
const ROWS: &[[&str; 5]] = &[
    ["Ida Berg", "ida@acme.example", "User", "https://calendly.com/ida-berg", "Active"],
    ["Tom Ruiz", "tom@acme.example", "Admin", "https://calendly.com/tom-ruiz", "Active"],
    ["Ann Lee", "ann@acme.example", "Owner", "https://calendly.com/ann-lee", "Active"],
    ["Eve Roe", "eve@rival.example", "User", "https://calendly.com/eve", "Active"],
    ["Sam Poe", "sam@rival.example", "User", "https://calendly.com/sam", "Active"],
];
const HEADINGS: [&str; 5] = ["Name", "Login email", "Role", "Calendly link", "Status"];

fn shapes() -> impl Strategy<Value = Shape> {
    (
        Just((0..5).collect::<Vec<usize>>()).prop_shuffle(),
        Just((0..ROWS.len()).collect::<Vec<usize>>()).prop_shuffle(),
        select(vec![',', ';', '\t']),
    )
        .prop_map(|(columns, rows, separator)| Shape { columns, rows, separator })
}

impl Shape {
    /// The lines, header first; `blank` empties a cell by column and row.
    fn lines(&self, blank: impl Fn(usize, usize) -> bool) -> Vec<String> {
        let between = self.separator.to_string();
        let line = |cells: Vec<&str>| cells.join(&between);
        let header = line(self.columns.iter().map(|column| HEADINGS[*column]).collect());
        let row = |row: &usize| {
            let cell = |column: &usize| if blank(*column, *row) { "" } else { ROWS[*row][*column] };
            line(self.columns.iter().map(cell).collect())
        };
        std::iter::once(header).chain(self.rows.iter().map(row)).collect()
    }
}

fn full(list: &str) -> Answer {
    let team: Vec<String> = TEAM.iter().map(|line| (*line).to_owned()).collect();
    let stays = |row: &[&str; 5]| {
        Decision::Verdict(UserKey::from_written(row[1]), Verdict::Justified("partner".to_owned()))
    };
    let decisions: Vec<_> = ROWS[3..].iter().map(stays).collect();
    answer(&yaml(&team), list, &Policy::default(), &decisions, None)
}

impl Answer {
    fn passed(&self, check: Check) -> bool {
        self.checks.iter().any(|line| line.check == check && line.outcome == Outcome::Passed)
    }

    /// Every user as read, without the name and where it stood.
    fn users_but_names(&self) -> Vec<User> {
        let bare = |user: &User| User { name: String::new(), places: Vec::new(), ..user.clone() };
        self.list.users.iter().map(bare).collect()
    }

    /// The addresses of everybody of the team who has an account, and of everybody outside.
    fn who(&self) -> (Vec<String>, Vec<String>) {
        let email = |user: usize| self.list.users[user].written_email().to_owned();
        let team = self.audit.team.iter().filter_map(TeamRow::main);
        let mut team: Vec<_> = team.map(|found| email(found.user)).collect();
        let mut outside: Vec<_> = self.audit.outside.iter().map(|row| email(row.user)).collect();
        team.sort();
        outside.sort();
        (team, outside)
    }
}

/// The addresses of the team.
fn whole_team() -> Vec<String> {
    let mut team: Vec<_> = ROWS[..3].iter().map(|row| row[1].to_owned()).collect();
    team.sort();
    team
}

/// Which checks rest on a column; none on the name.
fn rests_on(column: usize) -> &'static [Check] {
    match column {
        1 => &[Check::Accounts, Check::NobodyElse],
        2 => &[Check::Owner, Check::FocusAdmins, Check::NoOtherAdmins],
        3 => &[Check::Links],
        4 => &[Check::Accounts],
        _ => &[],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_whole_list_passes(shape in shapes()) {
        let found = full(&shape.lines(|_, _| false).join("\n"));
        for line in &found.checks {
            prop_assert_eq!(&line.outcome, &Outcome::Passed, "{}: {}", line.title.plain(), line.details.plain());
        }
    }

    #[test]
    fn a_line_that_is_dropped_is_all_that_differs(shape in shapes(), nth in 0..ROWS.len()) {
        let whole = full(&shape.lines(|_, _| false).join("\n"));
        let mut lines = shape.lines(|_, _| false);
        let row = shape.rows[nth];
        lines.remove(nth + 1);
        let cut = full(&lines.join("\n"));
        let (mut team, mut outside) = whole.who();
        team.retain(|email| email != ROWS[row][1]);
        outside.retain(|email| email != ROWS[row][1]);
        prop_assert_eq!(cut.who(), (team, outside));
        prop_assert!(row >= 3 || !cut.passed(Check::Accounts));
        prop_assert!(row != 2 || !cut.passed(Check::Owner));
        // Where the list says how many it holds, nothing is passed.
        lines.insert(0, format!("Active ({})", ROWS.len()));
        let counted = full(&lines.join("\n"));
        prop_assert!(counted.checks.iter().all(|line| line.outcome != Outcome::Passed));
    }

    #[test]
    fn a_blank_column_passes_nothing_that_rests_on_it(shape in shapes(), blank in 0..5_usize) {
        let found = full(&shape.lines(|column, _| column == blank).join("\n"));
        for check in rests_on(blank) {
            prop_assert!(!found.passed(*check), "{} without {}", check.text(), HEADINGS[blank]);
        }
    }

    #[test]
    fn a_blank_cell_passes_nothing_that_rests_on_it(
        shape in shapes(), blank in 1..5_usize, row in 0..3_usize,
    ) {
        let found = full(&shape.lines(|column, at| (column, at) == (blank, row)).join("\n"));
        let admin = ROWS[row][2] != "User";
        for check in rests_on(blank) {
            let rests = *check != Check::FocusAdmins || admin;
            prop_assert!(!rests || !found.passed(*check), "{} without {} of {}", check.text(), HEADINGS[blank], ROWS[row][0]);
        }
    }

    #[test]
    fn a_list_that_is_cut_off_passes_not_all(shape in shapes(), at in 0.0..1.0_f64) {
        let text = shape.lines(|_, _| false).join("\n");
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a share of a short text")]
        let end = (text.len() as f64 * at) as usize;
        let found = full(&text[..end]);
        // The last line that is there in full, and whether somebody of the team is missing.
        let whole = text[..end].matches('\n').count();
        let missing = shape.rows[whole.saturating_sub(1).min(shape.rows.len())..].iter().any(|row| *row < 3);
        let last = shape.rows.get(whole.saturating_sub(1)).copied();
        let cut_to_the_end = text[..end].len() == text.len();
        if missing && !cut_to_the_end && last.is_some() {
            let line = shape.lines(|_, _| false)[whole].clone();
            let there = text[..end].ends_with(&line) && shape.rows[whole..].iter().all(|row| *row >= 3);
            // A name is no evidence: where it alone is cut, nothing else differs.
            let same = found.users_but_names() == full(&text).users_but_names();
            prop_assert!(there || same || !found.ready, "{}", &text[..end]);
        }
        let (team, _) = found.who();
        let all: Vec<_> = whole_team();
        prop_assert!(!found.passed(Check::Accounts) || team == all, "{team:?}");
    }

    #[test]
    fn a_line_dropped_from_the_roster_changes_its_own_entry_alone(nth in 0..18_usize) {
        let team: Vec<String> = TEAM.iter().map(|line| (*line).to_owned()).collect();
        let text = yaml(&team);
        let mut lines: Vec<&str> = text.lines().collect();
        prop_assert_eq!(lines.len(), 18);
        lines.remove(nth);
        let list = Shape { columns: (0..5).collect(), rows: vec![0, 1, 2], separator: ',' };
        let list = list.lines(|_, _| false).join("\n");
        let whole = answer(&text, &list, &Policy::default(), &[], None);
        let cut = answer(&lines.join("\n"), &list, &Policy::default(), &[], None);
        let bare = |person: &roster::Person| roster::Person { place: Place::default(), ..person.clone() };
        let others = |people: &[roster::Person]| -> Vec<_> { people.iter().map(bare).collect() };
        let all = others(&whole.roster.people);
        let same = others(&cut.roster.people).into_iter().filter(|person| all.contains(person)).count();
        prop_assert!(!cut.ready || (cut.roster.people.len() == 3 && same == 2), "line {nth}: {:?}", cut.roster.people);
        // A name is no evidence, and Ida's focus makes nobody an admin.
        prop_assert!(!cut.ready || nth % 6 == 1 || nth == 5, "line {nth}");
    }
}
