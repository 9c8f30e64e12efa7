//! Notes that are longer than GitLab takes in one comment: said, offered in numbered comments, and still to be had whole.

use std::fmt::Write as _;

use browser_tests::page::{Page, visit};

use crate::team::{OUTSIDE, ROSTER};

/// What GitLab takes in one comment, in characters.
const LIMIT: usize = 1_000_000;

/// A list of so many users, each with a name of about 9,000 letters.
fn list(users: usize) -> String {
    let name = "of a long name ".repeat(600);
    (0..users).fold("Name,Email\n".to_owned(), |mut list, n| {
        let _ = writeln!(list, "Person {n} {name},p{n}@example.com");
        list
    })
}

async fn choose(page: &Page, users: usize) {
    // Without a roster there is no audit, and no notes.
    page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
    page.choose("Calendly files", &[&page.a_file("users.csv", list(users))]).await;
    let counted = format!("{users} users");
    page.until("all are counted", async || page.status().await.contains(&counted)).await;
}

/// The lines that do not say what time it is.
fn lines(notes: &str) -> Vec<&str> {
    let timed = ["**Audited:**", "**To be pinged:**"];
    notes.lines().filter(|line| !timed.iter().any(|term| line.contains(term))).collect()
}

#[tokio::test]
async fn notes_that_are_too_long_for_one_comment_are_offered_in_several() {
    visit(async |page| {
        choose(page, 130).await;
        page.until("they are offered", async || page.has("Copy comment 1 of 2").await).await;
        assert!(page.text().await.contains("longer than the 1,000,000 characters"));

        let whole = page.copied_by("Copy Markdown").await;
        assert!(whole.starts_with("### Summary") && whole.chars().count() > LIMIT);
        page.until("what to do instead is said", async || {
            page.status().await.contains("Copy the 2 numbered comments instead")
        })
        .await;

        let mut parts = String::new();
        for number in 1..=2 {
            let part = page.copied_by(&format!("Copy comment {number} of 2")).await;
            assert!(part.starts_with(&format!("_Part {number} of 2_\n")), "{}", &part[..80]);
            assert!(part.contains(&format!("### {OUTSIDE}\n| Name | Email |")), "{number}");
            assert!(part.chars().count() <= LIMIT);
            let said = format!("Comment {number} of 2 is on the clipboard");
            page.until(&said, async || page.status().await.contains(&said)).await;
            parts.push_str(&part);
        }
        let users =
            |notes: &str| notes.lines().filter(|line| line.starts_with("| Person ")).count();
        assert_eq!((users(&parts), users(&whole)), (130, 130));

        let (_, saved) = page.downloaded_by("Download Markdown").await;
        assert!(lines(&saved) == lines(&whole), "the download is the whole");
    })
    .await;
}

#[tokio::test]
async fn notes_that_fit_are_one_comment() {
    visit(async |page| {
        choose(page, 130).await;
        page.until("they are offered", async || page.has("Copy comment 2 of 2").await).await;
        choose(page, 90).await;
        page.until("one is enough", async || !page.has("Copy comment 1 of 2").await).await;
        page.copied_by("Copy Markdown").await;
        page.until("where to put them is said", async || {
            page.status().await.contains("paste them below “## Notes”")
        })
        .await;
    })
    .await;
}
