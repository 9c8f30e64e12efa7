//! The other layout: a folder of one file per person.

use std::sync::Arc;
use std::time::Duration;

use browser_tests::gitlab::{Project, project, token, trouble};
use browser_tests::http::{Answer, Ending};
use browser_tests::page::{Page, visit};

use crate::team::{OUTSIDE, TEAM};

const FOLDER: &str = "data/agents";

/// A folder of this many people, and a file that is none of theirs.
fn folder_of(name: &str, people: usize) -> Arc<Project> {
    let mut building = project(name)
        .file("data/agents/README.md", "# One file each\n")
        .file("data/other.yaml", "a: b\n");
    for number in 0..people {
        let yaml = format!(
            "name: Person {number:03}\nemail: person{number:03}@example.com\ncalendly: https://calendly.com/person{number:03}\n"
        );
        building = building.file(&path_of(number), yaml);
    }
    building.open()
}

fn path_of(number: usize) -> String {
    format!("{FOLDER}/person-{number:03}.yaml")
}

async fn ask_for_folder(page: &Page, project: &Project) {
    page.fill("Path", FOLDER).await;
    crate::team::ask(page, project, token::GOOD).await;
}

/// How often each file was asked for.
fn asked_for(project: &Project, number: usize) -> usize {
    let path = path_of(number).replace('/', "%2F");
    project.asked().iter().filter(|request| request.path.contains(&path)).count()
}

#[tokio::test]
async fn every_file_of_a_paged_folder_is_read_once_with_progress() {
    let project = folder_of("example/folder", 182);
    visit(async |page| {
        page.listen().await;
        ask_for_folder(page, &project).await;
        page.within(Duration::from_secs(40), "all are there", async || {
            page.status().await.contains("182 people")
        })
        .await;
        for number in 0..182 {
            assert_eq!(asked_for(&project, number), 1, "{}", path_of(number));
        }
        let others = project
            .asked()
            .iter()
            .filter(|request| {
                request.path.contains("README") || request.path.contains("other.yaml")
            })
            .count();
        assert_eq!(others, 0, "only the people's files are read");
        let heard = page.heard().await;
        assert!(heard.iter().any(|said| said.contains("of 182")), "{heard:?}");
        // Without users there is no audit, and no notes.
        page.paste("Calendly user list", "Quinn Former <quinn@example.com>").await;
        page.rows(TEAM, 182).await;
        let notes = page.copied_by("Copy Markdown").await;
        assert_eq!(crate::team::names_in(&notes, TEAM).len(), 182);
    })
    .await;
}

#[tokio::test]
async fn a_folder_of_which_some_files_fail_is_never_audited_as_if_it_were_whole() {
    let project = folder_of("example/partial", 300);
    let broken = [3, 117, 299];
    for number in broken {
        for _ in 0..4 {
            project.next(&path_of(number), trouble(502));
        }
    }
    visit(async |page| {
        page.paste("Calendly user list", "person000@example.com\nsomebody@example.com\n").await;
        page.rows(OUTSIDE, 2).await;
        ask_for_folder(page, &project).await;
        page.within(Duration::from_mins(1), "an error is shown", async || {
            !page.alerts().await.is_empty()
        })
        .await;
        let alert = page.alert().await;
        assert!(
            alert.contains('3') && alert.contains("300"),
            "it says how many of how many: {alert}"
        );
        assert!(
            page.table(TEAM).await.is_none_or(|table| table.len() <= 1),
            "a part is shown as if it were the team"
        );
        page.rows(OUTSIDE, 2).await;

        // Trying again by hand asks only for what is missing.
        page.click("Fetch from GitLab").await;
        page.until("all are there", async || page.status().await.contains("300 people")).await;
        for number in 0..300 {
            let expected = if broken.contains(&number) { 5 } else { 1 };
            assert_eq!(asked_for(&project, number), expected, "{}", path_of(number));
        }
    })
    .await;
}

#[tokio::test]
async fn a_slow_folder_can_be_cancelled_and_continued() {
    let project = folder_of("example/slow", 30);
    project.next(&path_of(20), Answer::new(200, "text/plain", "").ending(Ending::Silence));
    visit(async |page| {
        page.listen().await;
        ask_for_folder(page, &project).await;
        page.until("some are there", async || {
            page.heard().await.iter().any(|said| said.contains("of 30"))
        })
        .await;
        page.click("Cancel").await;
        page.until("the fetch is over", async || !page.has("Cancel").await).await;
        assert!(
            page.table(TEAM).await.is_none_or(|table| table.len() <= 1),
            "a part is shown as if it were the team"
        );
        page.click("Fetch from GitLab").await;
        page.until("all are there", async || page.status().await.contains("30 people")).await;
    })
    .await;
}
