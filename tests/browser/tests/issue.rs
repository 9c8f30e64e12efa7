//! The audit's issue in GitLab: its address in place of earlier notes, fetched where a person gives it and only then; and the
//! link to a new one.

use browser_tests::gitlab::{Project, address, project, token};
use browser_tests::page::{Page, visit};
use serde_json::Value;

use crate::course::clock;
use crate::page::press_control;
use crate::team::{LIST, OUTSIDE, ROSTER, TEAM};

const NOTES: &str = "\
## Notes

### Summary
- **Audited:** FY27 Q2, 2026-05-20 07:40 UTC

### Those in Calendly but not part of support team
| Name | Email | Justification |
| --- | --- | --- |
| Quinn Former | quinn@example.com | helps the new team until March |
";

fn issue_of(project: &Project) -> String {
    format!("{}/{}/-/issues/12", address(), project.name())
}

/// Both lists, and the token where the page is to have one.
async fn begin(page: &Page, token: &str) {
    page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
    page.paste("Calendly user list", LIST).await;
    page.rows(TEAM, 4).await;
    page.fill("Access token", token).await;
}

/// Pastes outside of every field, as somebody does who has just opened the page.
async fn paste_anywhere(page: &Page, text: &str) {
    page.script("document.activeElement.blur()", vec![]).await;
    page.copy_elsewhere(text).await;
    press_control(page, 'v').await;
}

async fn is_read(page: &Page) {
    page.until("the issue is in the box", async || {
        page.value("Earlier notes").await.contains("helps the new team until March")
    })
    .await;
    page.until("the justification is carried over", async || {
        page.table(OUTSIDE).await.is_some_and(|rows| {
            rows.get(1).is_some_and(|row| row[6].contains("helps the new team until March"))
        })
    })
    .await;
}

#[tokio::test]
async fn an_issues_address_is_fetched_wherever_it_is_pasted() {
    let project = project("example/audits").issue(12, NOTES).open();
    visit(async |page| {
        begin(page, token::GOOD).await;
        page.paste("Earlier notes", &issue_of(&project)).await;
        is_read(page).await;
        assert_eq!(project.asked().len(), 1);

        page.fill("Earlier notes", "").await;
        paste_anywhere(page, &issue_of(&project)).await;
        is_read(page).await;
        let asked = project.asked();
        assert_eq!(asked.len(), 2, "{asked:?}");
        for request in &asked {
            assert_eq!(request.path, "/api/v4/projects/example%2Faudits/issues/12");
            assert_eq!(request.header("private-token"), Some(token::GOOD));
        }
        let (dated, said) =
            ("until March (since 2026-05-20)", page.copied_by("Copy Markdown").await);
        assert!(said.contains(dated), "{said}");
    })
    .await;
}

#[tokio::test]
async fn without_a_token_or_on_another_host_it_is_said_at_both_places() {
    let project = project("example/audits/unasked").issue(12, NOTES).open();
    visit(async |page| {
        begin(page, "").await;
        for anywhere in [false, true] {
            for (text, says) in [
                (issue_of(&project), "token"),
                ("https://gitlab.example.net/a/b/-/issues/12".to_owned(), "is on another host"),
            ] {
                page.fill("Earlier notes", "").await;
                page.until("nothing is wrong", async || page.alerts().await.is_empty()).await;
                if anywhere {
                    paste_anywhere(page, &text).await;
                } else {
                    page.paste("Earlier notes", &text).await;
                }
                let said = page.alert().await;
                assert!(said.contains(says), "{said}");
                assert_eq!(page.value("Earlier notes").await, text, "it stays where it was put");
            }
        }
        // A public project's issue needs no token, so GitLab is asked once in each place; of the other host nothing is asked.
        let asked = project.asked();
        assert_eq!(asked.len(), 2, "{asked:?}");
        assert!(asked.iter().all(|request| request.header("private-token").is_none()), "{asked:?}");
        // The token comes, and the same paste again is enough.
        page.fill("Access token", token::GOOD).await;
        paste_anywhere(page, &issue_of(&project)).await;
        is_read(page).await;
        assert!(page.alerts().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_address_that_nobody_pasted_is_text() {
    let project = project("example/audits/text").issue(12, NOTES).open();
    visit(async |page| {
        begin(page, token::GOOD).await;
        let drop = "
            const data = new DataTransfer();
            data.items.add(new File([arguments[0]], 'earlier'));
            document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));";
        page.script(drop, vec![issue_of(&project).into()]).await;
        page.until("it is in the box", async || {
            page.value("Earlier notes").await == issue_of(&project)
        })
        .await;
        page.reload().await;
        page.rows(TEAM, 4).await;
        page.fill("Access token", token::GOOD).await;
        assert_eq!(page.value("Earlier notes").await, issue_of(&project), "kept");
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        assert_eq!(project.asked().len(), 0, "{:?}", project.asked());
    })
    .await;
}

/// Clicks the button that opens the new issue, and gives the address that the browser would have gone to.
async fn opened(page: &Page) -> String {
    page.script(
        "window.opened = null; window.open = (...given) => { window.opened = given; return null; }",
        vec![],
    )
    .await;
    page.click("Open the issue in GitLab").await;
    page.until("an address is opened", async || {
        page.script("return window.opened", vec![]).await != Value::Null
    })
    .await;
    let given = page.script("return window.opened", vec![]).await;
    assert_eq!(
        (given[1].as_str(), given[2].as_str()),
        (Some("_blank"), Some("noopener,noreferrer"))
    );
    given[0].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_new_issue_has_the_fiscal_title_and_the_notes_or_the_template() {
    visit(async |page| {
        clock(page, 0).await;
        page.reload().await;
        page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
        page.paste("Calendly user list", "Quinn Former <quinn@example.com>").await;
        page.rows(OUTSIDE, 1).await;
        page.click("Policy").await;
        page.fill("Project of the audit issues", "example/audits").await;
        let new =
            format!("{}/example/audits/-/issues/new?issue[title]=Calendly%20audit%20", address());

        let link = opened(page).await;
        assert!(
            link.starts_with(&format!(
                "{new}FY27%20Q4&issue[description]=%23%23%20Notes%0A%0A%23%23%23%20Summary"
            )),
            "{link}"
        );
        assert!(!link.contains("template"), "{link}");
        page.until("it is said", async || {
            page.status().await.contains("The new issue carries the notes")
        })
        .await;

        page.fill("Month the fiscal year starts in", "1").await;
        let list = (0..100)
            .fold(String::new(), |list, n| format!("{list}Person {n} <p{n}@example.com>\n"));
        page.paste("Calendly user list", &list).await;
        page.rows(OUTSIDE, 100).await;
        page.copy_elsewhere("before").await;
        let link = opened(page).await;
        assert_eq!(link, format!("{new}FY26%20Q4&issuable_template=Calendly"));
        page.until("it is said", async || {
            page.status().await.contains("they are on the clipboard")
        })
        .await;
        let notes = page.clipboard().await;
        assert!(notes.starts_with("### Summary") && notes.contains("p99@example.com"), "{notes}");
    })
    .await;
}
