//! How long each stage of the library takes, natively, on one core: `cargo bench --bench stages`.
//!
//! Medians of a few runs, printed as a table. The floor is one pass of `memchr` for line ends over the same
//! bytes: nothing that reads them can be faster. Growth is measured last: ten times the lists, how many times
//! the time, and the most memory that the process had.

use std::fmt::Write as _;
use std::time::Instant;

use calendly_audit::audit::{Policy, audit};
use calendly_audit::day::Day;
use calendly_audit::report::{Context, Events, Origin, Report};
use calendly_audit::source::Source;
use calendly_audit::{calendly, roster};

const TODAY: Day = Day { year: 2026, month: 11, day: 22 };

const FIRST: [&str; 8] = ["Jane", "José", "Søren", "Łukasz", "Priya", "Wei", "Omar", "Ana"];
const LAST: [&str; 8] =
    ["Doe", "García", "Müller", "Okafor", "Tanaka", "Novák", "Kowalski", "Mensah"];

/// A roster of about 300 bytes a person, and a list; one person in ten has something to fix.
fn lists(size: usize) -> (Source, Source) {
    let (mut yaml, mut csv) = (String::new(), "Name,Login email,Role,Calendly link\n".to_owned());
    for i in 0..size {
        let name = [FIRST[i % 8], LAST[i / 8 % 8]].join(" ");
        let link =
            if i % 20 == 3 { "n/a".to_owned() } else { format!("https://calendly.com/p{i}") };
        let focus = if i % 25 == 0 { "Operations" } else { "Self-Managed" };
        let role = if i % 25 == 0 { "Admin" } else { "User" };
        let domain = if i % 20 == 7 { "example.org" } else { "example.com" };
        write!(
            yaml,
            "- name: {name}\n  email: p{i}@example.com\n  title: Senior Support Engineer\n  reports_to: Marco Bianchi\n  \
             region: EMEA\n  start_date: 2021-05-03\n  calendly: {link}\n  focuses:\n    - name: {focus}\n      \
             percentage: 100\n  gitlab:\n    id: {i}\n    username: p{i}\n  slack:\n    id: U0{i}\n    username: p{i}\n"
        )
        .unwrap();
        writeln!(csv, "{name},p{i}@{domain},{role},https://calendly.com/p{i}").unwrap();
    }
    (Source::new("support-team.yaml", yaml), Source::new("users.csv", csv))
}

/// The median of some runs, in milliseconds, and the last result.
fn time<T>(runs: usize, mut work: impl FnMut() -> T) -> (f64, T) {
    let mut result = work();
    let mut all: Vec<f64> = (0..runs)
        .map(|_| {
            let start = Instant::now();
            result = work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    all.sort_by(f64::total_cmp);
    (all[all.len() / 2], result)
}

/// Times every stage; prints them where `print` says the name of the size. Gives the whole, in milliseconds.
fn stages(size: usize, runs: usize, print: Option<&str>) -> f64 {
    let (roster_source, list_source) = lists(size);
    let bytes = roster_source.bytes.len() + list_source.bytes.len();
    let lines = |source: &Source| memchr::memchr_iter(b'\n', &source.bytes).count();
    let (floor, _) = time(runs, || lines(&roster_source) + lines(&list_source));
    let (digest, _) = time(runs, || (roster_source.sha256(), list_source.sha256()));
    let sources = [roster_source];
    let (read_roster, roster) = time(runs, || roster::read(&sources));
    let sources = [list_source];
    let (read_list, list) = time(runs, || calendly::read(&sources, &[]));
    let policy = Policy::default();
    let (judge, found) = time(runs, || audit(&roster, &list, &policy, &[], TODAY));
    let context = Context {
        when: 1_795_333_200,
        origin: &Origin::default(),
        policy: &policy,
        decisions: &[],
        events: Events::default(),
        version: "bench",
    };
    let report = Report::new(&roster, &list, &found, &context);
    let (render, notes) = time(runs, || report.markdown());
    let whole = read_roster + read_list + judge + render;
    if let Some(print) = print {
        println!("\n{print}: {bytes} bytes in, {} bytes of notes\n", notes.len());
        println!("| stage | ms | × floor |\n| --- | --- | --- |");
        for (stage, took) in [
            ("floor: memchr over both texts", floor),
            ("SHA-256 of both texts (a part of reading)", digest),
            ("read the roster", read_roster),
            ("detect and read the list", read_list),
            ("match, judge, suggest", judge),
            ("render the Markdown", render),
            ("all", whole),
        ] {
            println!("| {stage} | {took:.2} | {:.0} |", took / floor);
        }
    }
    whole
}

fn main() {
    stages(300, 21, Some("300 × 300"));
    stages(20_000, 7, Some("20,000 × 20,000"));
    let (small, large) = (stages(10_000, 5, None), stages(100_000, 1, None));
    println!(
        "\n| growth | ms |\n| --- | --- |\n| 10,000 × 10,000 | {small:.0} |\n| 100,000 × 100,000 | {large:.0} |"
    );
    println!("| times | {:.1} |", large / small);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(peak) = status.lines().find_map(|line| line.strip_prefix("VmHWM:")) {
        println!("| most memory | {} |", peak.trim());
    }
}
