//! Files in place of GitLab and of a paste, for people without a token.

use browser_tests::page::visit;

use crate::team::{LIST, OUTSIDE, ROSTER, TEAM, audited, names_in, project_with_roster};

#[tokio::test]
async fn files_do_in_place_of_a_token() {
    visit(async |page| {
        let one = page.a_file(
            "jane.yaml",
            "name: Jane Doe\nemail: jdoe@example.com\ncalendly: https://calendly.com/jdoe\n",
        );
        let other = page.a_file(
            "max.yml",
            "name: Max Missing\nemail: max@example.com\ncalendly: https://calendly.com/max\n",
        );
        page.choose("Roster files", &[&one, &other]).await;
        page.rows(TEAM, 2).await;
        let list = page.a_file("users.csv", LIST);
        page.choose("Calendly files", &[&list]).await;
        page.rows(OUTSIDE, 3).await;
        assert!(page.text().await.contains("users.csv"), "a chosen file is listed");
    })
    .await;
}

#[tokio::test]
async fn a_broken_entry_is_reported_and_the_others_are_kept() {
    visit(async |page| {
        let broken = ROSTER.replace("- name: Noor Linkless\n", "- name: [Noor Linkless\n");
        let roster = page.a_file("support-team.yaml", broken);
        page.choose("Roster files", &[&roster]).await;
        let team = page.rows(TEAM, 3).await;
        assert!(team.iter().all(|row| !row[0].contains("Noor")), "{team:?}");
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 2).await;
        let notes = page.copied_by("Copy Markdown").await;
        assert_eq!(names_in(&notes, TEAM), ["Jane Doe", "John Manager", "Max Missing"], "{notes}");
        let (_, not_read) = notes.split_once("### Not read").expect(&notes);
        assert!(not_read.contains("Noor Linkless"), "{not_read}");
    })
    .await;
}

#[tokio::test]
async fn files_and_a_fetch_take_each_others_place_and_say_so() {
    let project = project_with_roster("example/files");
    visit(async |page| {
        let one = page.a_file("lone.yaml", "name: Jane Doe\nemail: jdoe@example.com\n");
        audited(page, &project).await;
        page.choose("Roster files", &[&one]).await;
        page.rows(TEAM, 1).await;
        page.until("that is said", async || {
            page.status().await.contains("The files replaced the fetched roster")
        })
        .await;
        page.click("Fetch from GitLab").await;
        page.rows(TEAM, 4).await;
        page.until("that is said too", async || {
            page.status().await.contains("The fetched roster replaced the files")
        })
        .await;
    })
    .await;
}
