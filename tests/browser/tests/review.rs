//! Review: what whoever reviews an audit reads, and that nothing there can be edited.

use browser_tests::page::{Page, visit};
use serde_json::json;

use crate::page::press_control;
use crate::team::{TEAM, audited, project_with_roster};
use crate::worklist::{self, press_row, shows};

/// Controls within the page that take something in, or decide something.
const EDITS: &str = "return [...document.querySelectorAll('main :is(input, textarea, select, form), main .details button:not(.copy), .answer')].filter((e) => e.checkVisibility()).map((e) => e.outerHTML)";

async fn review(page: &Page) {
    page.click("Review").await;
    page.until("it is reviewed", async || page.has("Back to the audit").await).await;
}

#[tokio::test]
async fn a_reviewer_reads_and_edits_nothing() {
    visit(async |page| {
        worklist::audited(page).await;
        press_row(page, "Lena Abel").await;
        page.click("Accept").await;
        shows(page, "Matched: Lena Abel").await;
        review(page).await;
        shows(page, "lena.abel@example.com is lena.abel@old.example").await;
        page.click("Details of Ada Abel").await;
        shows(page, "Matched by email.").await;
        page.click("Details of Hugo Abel").await;
        shows(page, "In the roster").await;
        assert_eq!(page.script(EDITS, vec![]).await, json!([]));
        // Nor does a key undo what was decided.
        page.script("document.activeElement.blur()", vec![]).await;
        press_control(page, 'z').await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        assert!(page.text().await.contains("lena.abel@example.com is lena.abel@old.example"));
        page.click("Back to the audit").await;
        page.until("it can be edited again", async || page.has("Copy Markdown").await).await;
    })
    .await;
}

#[tokio::test]
async fn review_shows_checks_changes_and_decisions_with_who_and_why() {
    let project = project_with_roster("example/review");
    visit(async |page| {
        audited(page, &project).await;
        let notes = page.copied_by("Copy Markdown").await;
        page.paste("Earlier notes", &notes).await;
        shows(page, "Earlier notes of").await;
        page.click("Details of Quinn Former").await;
        page.fill("Reason to keep", "trains the team").await;
        page.click("Keep").await;
        shows(page, "Kept: Quinn Former, trains the team.").await;
        review(page).await;
        let checks = "return [...document.querySelectorAll('.review .checks tbody tr')].map((row) => row.cells[0].innerText)";
        let checks = page.script(checks, vec![]).await;
        assert_eq!(checks[0], "Both lists were read completely");
        assert_eq!(checks.as_array().map(Vec::len), Some(7), "{checks}");
        // What changed since the last audit, who decided and why.
        shows(page, "Since then: 0 new").await;
        shows(page, "is justified: trains the team").await;
        shows(page, "Who decided is not known: the auditor is not named under Policy, or taken over from the earlier notes.").await;
        page.click("Back to the audit").await;
        page.click("Policy").await;
        page.fill("Auditor", "Ada Example").await;
        review(page).await;
        shows(page, "By the auditor, Ada Example, or taken over from the earlier notes.").await;
    })
    .await;
}

#[tokio::test]
async fn what_is_put_in_leads_out_of_review() {
    let project = project_with_roster("example/review-paste");
    visit(async |page| {
        audited(page, &project).await;
        review(page).await;
        page.script("document.activeElement.blur()", vec![]).await;
        page.copy_elsewhere("Ida Example <ida@example.com>").await;
        press_control(page, 'v').await;
        page.until("the list is there to be seen", async || {
            page.has_like("The Calendly users").await
        })
        .await;
        page.rows(TEAM, 4).await;
    })
    .await;
}
