//! Long tables: every row of an ordinary audit is on the page without a press, and nothing stops meanwhile.

use std::fmt::Write as _;
use std::time::Duration;

use browser_tests::page::{Page, visit};
use serde_json::{Value, json};

use crate::page::press_control;
use crate::team::{OUTSIDE, TEAM, many};

/// Puts a roster and a list of others on the page.
async fn bring(page: &Page, people: usize, users: usize) {
    let (roster, _) = many(people);
    let mut strangers = String::from("Name,Email\n");
    for n in 0..users {
        let _ = writeln!(strangers, "Stranger {n},s{n}@example.com");
    }
    // The list first: then the view of what is to do is the first one from the beginning.
    page.choose("Calendly files", &[&page.a_file("users.csv", strangers)]).await;
    page.choose("Roster files", &[&page.a_file("team.yaml", roster)]).await;
}

/// How many rows of a table are on the page, details aside.
async fn count(page: &Page, class: &str) -> Value {
    let script = "return document.querySelectorAll(`table.${arguments[0]} tbody tr:not(.details, .empty)`).length";
    page.script(script, vec![json!(class)]).await
}

#[tokio::test]
async fn every_row_of_an_ordinary_audit_is_there_without_a_press() {
    visit(async |page| {
        bring(page, 300, 500).await;
        let rows = page.rows(TEAM, 300).await;
        assert_eq!(
            (&*rows[299][0], &*rows[100][0]),
            ("Person 299", "Person 100"),
            "in the roster's order"
        );
        page.rows(OUTSIDE, 500).await;
        assert!(!page.has("Show all").await);
        assert_eq!(
            page.script("return window.find('Stranger 499')", vec![]).await,
            true,
            "the browser's own find"
        );
        page.devtools("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
        let paper = page.text().await;
        assert!(
            paper.contains("Person 299")
                && paper.contains("Stranger 499")
                && !paper.contains("Show all")
        );
    })
    .await;
}

#[tokio::test]
async fn a_row_that_comes_leaves_those_that_stand_alone() {
    visit(async |page| {
        let watch = "window.gone = 0;
            const rows = (node) => node.tagName === 'TR' ? [node] : [...(node.rows ?? [])];
            const drawn = (row) => !row.matches('.empty');
            new MutationObserver((changes) => {
                for (const { removedNodes } of changes) window.gone += [...removedNodes].flatMap(rows).filter(drawn).length;
            }).observe(document.body, { childList: true, subtree: true });";
        page.script(watch, vec![]).await;
        bring(page, 1_000, 1).await;
        // All of them are to do: the first view has them, and no other one is opened.
        page.until("all have come", async || count(page, "team").await == json!(1_000)).await;
        // Each row was drawn once. Where a further stretch has the others drawn anew, a long table takes its square.
        assert_eq!(page.script("return window.gone", vec![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_newer_edit_takes_over_and_details_stay_open() {
    visit(async |page| {
        bring(page, 600, 200).await;
        page.rows(TEAM, 600).await;
        page.click("Details of Person 500").await;
        let place = "return document.querySelector('.details').previousElementSibling.innerText";
        let before = page.script(place, vec![]).await;
        // A decision far down: its row and its details stay where they are while the rows are brought anew.
        let field = page.control("Match with a Calendly user").await;
        field.send_keys("s77@").await.expect("keys");
        let matches = "return [...document.querySelectorAll('.details button')].filter((b) => b.textContent === 'Match').length";
        page.until("one is found", async || page.script(matches, vec![]).await == json!(1)).await;
        page.click("Match").await;
        page.rows(OUTSIDE, 199).await;
        page.rows(TEAM, 600).await;
        assert!(!before.as_str().unwrap_or_default().contains("by hand"), "{before}");
        // The old row stands until it is brought anew.
        page.until("the row says that it is matched", async || {
            page.script(place, vec![]).await.as_str().unwrap_or_default().contains("by hand")
        })
        .await;
        // What is searched for is shown alone, and then all of them again.
        page.fill("Search both tables", "Person 59").await;
        page.rows(TEAM, 16).await;
        page.fill("Search both tables", "").await;
        page.rows(TEAM, 600).await;
        page.script("document.activeElement.blur()", vec![]).await;
        press_control(page, 'z').await;
        page.rows(OUTSIDE, 200).await;
    })
    .await;
}

#[tokio::test]
async fn a_very_long_table_grows_as_one_scrolls_or_at_once_and_says_so() {
    visit(async |page| {
        bring(page, 3_500, 1).await;
        page.until("there is a list", async || page.has("Search both tables").await).await;
        page.open_view("Everyone").await;
        let patience = Duration::from_mins(1);
        page.driver().set_script_timeout(patience).await.expect("a longer patience");
        page.within(patience, "the first rows have come", async || {
            count(page, "team").await == 2_000
        })
        .await;
        page.until("it is said", async || {
            page.text().await.contains("the first 2000 of 3500 rows")
        })
        .await;
        page.script("document.querySelector('#team-rest').scrollIntoView()", vec![]).await;
        page.within(patience, "more have come", async || count(page, "team").await == 3_000).await;
        page.devtools("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
        assert!(page.text().await.contains("the first 3000 of 3500 rows"), "paper says so too");
        page.devtools("Emulation.setEmulatedMedia", json!({"media": ""})).await;
        page.script("scrollTo(0, 0)", vec![]).await;
        page.fill("Search both tables", "p3499@").await;
        page.rows(TEAM, 1).await;
        page.fill("Search both tables", "").await;
        page.until("it is said again", async || page.text().await.contains("of 3500 rows")).await;
        // To ask for its name again and again would have the browser name everything while the rows come.
        let at_once = "return document.querySelector('#team-rest button') !== null";
        page.within(patience, "they can be had at once", async || {
            page.script(at_once, vec![]).await == json!(true)
        })
        .await;
        assert!(page.has("Show all").await);
        // Pressed where it stands: scrolling to it would already bring further rows.
        page.script("document.querySelector('#team-rest button').click()", vec![]).await;
        page.within(patience, "all have come", async || count(page, "team").await == 3_500).await;
        assert!(!page.has("Show all").await);
    })
    .await;
}
