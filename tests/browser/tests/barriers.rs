//! No barrier that axe-core knows, in every state, in both themes, wide and narrow.

use std::fmt::Write as _;
use std::time::Duration;

use browser_tests::driver::Browser;
use browser_tests::gitlab::{application, token};
use browser_tests::http::{Answer, Ending};
use browser_tests::page::{Page, visit, visit_application, visit_at};
use serde_json::json;

use crate::choice::IN_QUESTION;
use crate::page::{focused, look, press};
use crate::team::{LIST, OUTSIDE, PATH, ROSTER, TEAM, ask, audited, many, project_with_roster};

const AXE: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../.tools/npm/node_modules/axe-core/axe.min.js");

/// Looks for barriers, in both themes, wide and narrow, with every rule there is, the merely advisable ones too.
async fn no_barrier(page: &Page, state: &str) {
    let axe = std::fs::read_to_string(AXE).expect("axe-core is there after script/setup");
    page.script(&axe, vec![]).await;
    let mut wrong = String::new();
    for (width, theme) in [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")] {
        look(page, width, theme).await;
        let found = page
            .script_later(
                "axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true }, 'label-content-name-mismatch': { enabled: true }, 'td-has-header': { enabled: true }, 'table-fake-caption': { enabled: true }, 'p-as-heading': { enabled: true } } }).then((found) => found.violations.map((v) => [v.id, v.help, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + ' ' + n.any.concat(n.all, n.none).map((c) => c.message).join(' ').slice(0, 300))]))",
                vec![],
            )
            .await;
        for violation in found.as_array().expect("a list of violations") {
            let _ = writeln!(wrong, "{state}, {width} pixels, {theme}: {violation}");
        }
        let wide =
            page.script("return document.documentElement.scrollWidth - innerWidth", vec![]).await;
        if wide.as_i64().unwrap_or(1) > 0 {
            let _ = writeln!(
                wrong,
                "{state}, {width} pixels, {theme}: the page is {wide} pixels wider than the window"
            );
        }
        for small in page.script(SMALL, vec![]).await.as_array().expect("a list") {
            let _ = writeln!(wrong, "{state}, {width} pixels, {theme}: hard to hit: {small}");
        }
    }
    look(page, 1280, "light").await;
    assert!(wrong.is_empty(), "{wrong}");
    let text = page.text().await;
    assert!(!text.contains('!'), "{state}: nobody is shouted at: {text}");
}

/// What is to be hit and is smaller than 24 pixels: links within a sentence aside, and boxes to tick, whose label is hit.
const SMALL: &str = "
    return [...document.querySelectorAll('button, summary, select, textarea, label.tick, input:not([type=checkbox])')]
        .filter((e) => e.checkVisibility())
        .map((e) => [e.getBoundingClientRect(), e.computedName || e.id || e.tagName])
        .filter(([box]) => box.width < 24 || box.height < 24)
        .map(([box, name]) => `${name}: ${box.width} × ${box.height}`)";

#[tokio::test]
async fn no_barrier_empty_nor_in_the_dialog() {
    visit(async |page| {
        no_barrier(page, "empty").await;
        press(page, "?").await;
        page.until("the list of keys opens", async || page.has("Close").await).await;
        no_barrier(page, "the list of keys").await;
    })
    .await;
}

#[tokio::test]
async fn no_barrier_in_the_example_its_details_and_the_policy() {
    visit_at("#example", async |page| {
        page.until("the example is shown", async || page.table(TEAM).await.is_some_and(|rows| rows.len() > 20)).await;
        no_barrier(page, "the example").await;
        page.click("Policy").await;
        let open = "for (const b of document.querySelectorAll('.team tbody tr:nth-child(-n+6) .unfold, .outside .unfold')) b.click(); document.querySelector('.select').click(); document.querySelector('#list-head').click()";
        page.script(open, vec![]).await;
        page.until("details are open", async || page.text().await.contains("Match by hand")).await;
        no_barrier(page, "details and policy").await;
    })
    .await;
}

#[tokio::test]
async fn no_barrier_in_errors() {
    visit_at("#project=example/shared&hours=48", async |page| {
        page.click("Fetch from GitLab").await;
        page.alert().await;
        page.paste("Calendly user list", "Name,Email\nJane Doe,jdoe@example.com\nbroken,\"").await;
        page.rows(OUTSIDE, 1).await;
        no_barrier(page, "an error and settings in the address").await;
    })
    .await;
}

#[tokio::test]
async fn no_barrier_while_loading() {
    let project = project_with_roster("example/loading");
    project.next(PATH, Answer::new(200, "text/plain", ROSTER).ending(Ending::Silence));
    visit(async |page| {
        ask(page, &project, token::GOOD).await;
        page.until("it is loading", async || page.has("Cancel").await).await;
        no_barrier(page, "loading").await;
        page.click("Cancel").await;
        page.until("the focus is where one would go on", async || {
            focused(page).await == "Fetch from GitLab"
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn no_barrier_in_two_thousand_rows() {
    let (roster, list) = many(2_000);
    visit(async |page| {
        page.choose("Roster files", &[&page.a_file("team.yaml", roster)]).await;
        page.choose("Calendly files", &[&page.a_file("users.csv", list)]).await;
        page.until("all are counted", async || page.status().await.contains("2000 people")).await;
        let patience = Duration::from_mins(5);
        page.within(patience, "all have come", async || {
            page.row_count(TEAM).await == Some(2_000)
        })
        .await;
        // Two looks and not four, at the first rows of each table, which the others repeat: this is the one state in which a look
        // takes minutes.
        page.driver().set_script_timeout(patience).await.expect("a longer patience");
        let axe = std::fs::read_to_string(AXE).expect("axe-core is there after script/setup");
        page.script(&axe, vec![]).await;
        for (width, theme) in [(1280, "light"), (320, "dark")] {
            look(page, width, theme).await;
            let found = page
                .script_later("axe.run({ include: [['html']], exclude: [['tbody:nth-of-type(n+4)']] }, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true }, 'label-content-name-mismatch': { enabled: true }, 'td-has-header': { enabled: true }, 'table-fake-caption': { enabled: true }, 'p-as-heading': { enabled: true } } }).then((found) => found.violations.map((v) => v.id))", vec![])
                .await;
            assert_eq!(found, json!([]), "{width} pixels, {theme}");
        }
    })
    .await;
}

#[tokio::test]
async fn no_barrier_where_a_column_is_in_question() {
    visit(async |page| {
        page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
        page.paste("Calendly user list", IN_QUESTION).await;
        page.until("it is asked", async || page.text().await.contains("people sign in with")).await;
        no_barrier(page, "a column in question").await;
    })
    .await;
}

#[tokio::test]
async fn no_barrier_in_a_selection_all_checks_and_review() {
    let project = project_with_roster("example/review-barriers");
    visit(async |page| {
        audited(page, &project).await;
        page.click("All checks").await;
        page.click("Preview").await;
        page.open_view("Outside").await;
        page.click("Select Quinn Former").await;
        no_barrier(page, "a selection and all checks").await;
        page.click("Remove them").await;
        page.until("it is decided", async || page.has("Undo").await).await;
        no_barrier(page, "the answer").await;
        page.click("Review").await;
        page.until("it is reviewed", async || page.has("Back to the audit").await).await;
        no_barrier(page, "review").await;
    })
    .await;
}

#[tokio::test]
async fn no_barrier_where_one_can_sign_in() {
    let known = application("barriers").register();
    visit_application(Browser::Chromium, known.id(), "?code=x&state=y", async |page| {
        page.alert().await;
        page.click("or use a token").await;
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 4).await;
        no_barrier(page, "a sign-in that was dropped").await;
    })
    .await;
}
