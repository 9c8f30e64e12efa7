//! The main job, from an empty page to the notes on the clipboard.

use browser_tests::gitlab::{LAST_COMMIT, project, token};
use browser_tests::page::visit;

const ROSTER: &str = include_str!("team/roster.yaml");
const LIST: &str = include_str!("team/users.csv");

#[tokio::test]
async fn fetch_paste_read_copy() {
    let project = project("example/support/journey").file("data/support-team.yaml", ROSTER).open();
    visit(async |page| {
        page.fill("Project", project.name()).await;
        page.fill("Access token", token::GOOD).await;
        page.click("Fetch from GitLab").await;
        page.rows("Support Team", 4).await;
        page.paste("Calendly user list", LIST).await;

        let outside = page.rows("Those in Calendly but not part of support team", 1).await;
        assert!(outside[0].iter().any(|cell| cell.contains("Quinn Former")), "{outside:?}");
        let team = page.rows("Support Team", 4).await;
        let row = |name: &str| team.iter().find(|row| row.iter().any(|cell| cell.contains(name))).expect(name).join("\n");
        assert!(row("Noor Linkless").contains("No Calendly link"), "{team:?}");
        assert!(row("Max Missing").contains("Not in Calendly"), "{team:?}");
        for fine in ["Jane Doe", "John Manager"] {
            assert!(!row(fine).contains("No Calendly link") && !row(fine).contains("Not in Calendly"), "{team:?}");
        }

        let notes = page.copied_by("Copy Markdown").await;
        assert_eq!(names_in(&notes, "### Support Team"), ["Jane Doe", "John Manager", "Noor Linkless", "Max Missing"], "{notes}");
        assert_eq!(names_in(&notes, "### Those in Calendly but not part of support team"), ["Quinn Former"], "{notes}");
        assert!(notes.contains(&LAST_COMMIT[..8]), "the notes name the commit: {notes}");
        assert!(!notes.contains(token::GOOD), "the notes hold the token");

        let asked = project.asked();
        assert_eq!(asked.len(), 1, "one request is enough: {asked:?}");
        assert_eq!(asked[0].path, "/api/v4/projects/example%2Fsupport%2Fjourney/repository/files/data%2Fsupport-team.yaml/raw");
        assert_eq!(asked[0].header("private-token"), Some(token::GOOD));
        assert_eq!((asked[0].header("referer"), asked[0].header("cookie")), (None, None));
    })
    .await;
}

/// The first cells of the table under a heading of the notes.
fn names_in<'n>(notes: &'n str, heading: &str) -> Vec<&'n str> {
    notes
        .lines()
        .skip_while(|line| *line != heading)
        .skip(1)
        .take_while(|line| !line.starts_with('#'))
        .filter(|line| line.starts_with('|'))
        .skip(2)
        .filter_map(|row| row.split('|').nth(1).map(str::trim))
        .collect()
}
