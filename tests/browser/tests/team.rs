//! A small invented team and its Calendly list, and the way there that most tests share.

use std::fmt::Write as _;
use std::sync::Arc;

use browser_tests::gitlab::{Project, project, token};
use browser_tests::page::Page;

/// Four people: the second has no link, the last no account. In the order of [`NAMES`].
pub const ROSTER: &str = include_str!("team/roster.yaml");
/// Three of them, and one who left.
pub const LIST: &str = include_str!("team/users.csv");
/// The names in the roster, in its order.
pub const NAMES: [&str; 4] = ["Jane Doe", "John Manager", "Noor Linkless", "Max Missing"];

/// The captions of the two tables.
pub const TEAM: &str = "Support Team";
/// The other one.
pub const OUTSIDE: &str = "Those in Calendly but not part of support team";

/// Where the roster lies, unless somebody says otherwise.
pub const PATH: &str = "data/support-team.yaml";

/// A project that holds the roster at its usual place.
pub fn project_with_roster(name: &str) -> Arc<Project> {
    project(name).file(PATH, ROSTER).open()
}

/// Fills in where the roster is and the token, and asks for it.
pub async fn ask(page: &Page, project: &Project, token: &str) {
    page.fill("Project", project.name()).await;
    page.fill("Access token", token).await;
    page.click("Fetch from GitLab").await;
}

/// Fetches the roster and pastes the list: both tables stand.
pub async fn audited(page: &Page, project: &Project) {
    ask(page, project, token::GOOD).await;
    page.rows(TEAM, NAMES.len()).await;
    page.paste("Calendly user list", LIST).await;
    page.rows(OUTSIDE, 1).await;
}

/// The cells of each row of the table under a heading of the notes.
pub fn rows_in<'n>(notes: &'n str, heading: &str) -> Vec<Vec<&'n str>> {
    notes
        .lines()
        .skip_while(|line| line.strip_prefix("### ") != Some(heading))
        .skip(1)
        .take_while(|line| !line.starts_with('#'))
        .filter(|line| line.starts_with('|'))
        .skip(2)
        .map(|row| row.trim_matches('|').split('|').map(str::trim).collect())
        .collect()
}

/// The first cells of those rows.
pub fn names_in<'n>(notes: &'n str, heading: &str) -> Vec<&'n str> {
    rows_in(notes, heading).iter().map(|row| row[0].trim_matches('`')).collect()
}

/// A roster and a list of this many people, of whom every third has another link in Calendly.
pub fn many(people: usize) -> (String, String) {
    let (mut roster, mut list) = (String::new(), String::from("Name,Email,Role,Calendly link\n"));
    for n in 0..people {
        let _ = writeln!(
            roster,
            "- name: Person {n}\n  email: p{n}@example.com\n  calendly: https://calendly.com/p{n}"
        );
        let _ =
            writeln!(list, "Person {n},p{n}@example.com,User,https://calendly.com/p{}", n + n % 3);
    }
    (roster, list)
}
