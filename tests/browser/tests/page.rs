//! The page for everybody: the whole journey by the keyboard alone, and what can be pasted, dropped and shared anywhere on it.

use std::time::Duration;

use browser_tests::gitlab::token;
use browser_tests::page::{Page, visit, visit_at};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::team::{LIST, NAMES, OUTSIDE, ROSTER, TEAM, audited, project_with_roster};

/// A window of this width, in this theme.
pub async fn look(page: &Page, width: u32, theme: &str) {
    let screen = json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false});
    page.devtools("Emulation.setDeviceMetricsOverride", screen).await;
    // Without motion, so that no colour is looked at on its way to another.
    let wish = json!({"features": [
        {"name": "prefers-color-scheme", "value": theme},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]});
    page.devtools("Emulation.setEmulatedMedia", wish).await;
}

/// The element that has the focus: its accessible name, else its id or tag.
pub async fn focused(page: &Page) -> String {
    let said = page
        .script(
            "const e = document.activeElement; return e.computedName || e.id || e.tagName",
            vec![],
        )
        .await;
    said.as_str().unwrap_or_default().to_owned()
}

pub async fn press(page: &Page, keys: impl Into<TypingData>) {
    page.driver().action_chain().send_keys(keys).perform().await.expect("keys");
}

/// Holds Ctrl and presses a key.
pub async fn press_control(page: &Page, key: char) {
    let chain = page.driver().action_chain().key_down(Key::Control).key_down(key).key_up(key);
    chain.key_up(Key::Control).perform().await.expect("keys");
}

/// Presses Tab until the focus is on what is called so, as somebody without a pointer does.
async fn tab_to(page: &Page, name: &str) {
    let mut seen = Vec::new();
    for _ in 0..120 {
        press(page, Key::Tab + "").await;
        let now = focused(page).await;
        if now == name || now.starts_with(&format!("{name}: ")) {
            return;
        }
        seen.push(now);
    }
    panic!("the Tab key does not reach \"{name}\": {seen:?}");
}

#[tokio::test]
async fn the_whole_journey_by_the_keyboard_alone() {
    let project = project_with_roster("example/keyboard");
    visit(async |page| {
        page.copy_elsewhere(LIST).await;
        press(page, Key::Tab + "").await;
        assert_eq!(focused(page).await, "Skip to the audit");
        tab_to(page, "Project").await;
        press_control(page, 'a').await;
        press(page, project.name()).await;
        tab_to(page, "Access token").await;
        press(page, format!("{}{}", token::GOOD, Key::Enter.value())).await;
        page.rows(TEAM, NAMES.len()).await;
        tab_to(page, "Calendly user list").await;
        press_control(page, 'v').await;
        page.rows(OUTSIDE, 1).await;

        tab_to(page, "Details of Max Missing").await;
        press(page, Key::Enter + "").await;
        assert_eq!(page.script("return document.activeElement.ariaExpanded", vec![]).await, "true");
        tab_to(page, "Match with a Calendly user").await;
        press(page, "quinn").await;
        page.until("Quinn is found", async || page.has("Match").await).await;
        tab_to(page, "Match").await;
        press(page, Key::Enter + "").await;
        page.rows(OUTSIDE, 0).await.len();
        // What had the focus is gone; the person is still where they were.
        page.until("the focus is back at the row", async || {
            focused(page).await == "Details of Max Missing"
        })
        .await;
        press_control(page, 'z').await;
        page.rows(OUTSIDE, 1).await;

        press(page, "/").await;
        assert_eq!(focused(page).await, "Search both tables");
        press(page, "noor").await;
        page.rows(TEAM, 1).await;
        page.until("what is left is said", async || page.status().await.contains("1 of 4 rows"))
            .await;
        press_control(page, 'a').await;
        press(page, Key::Delete + "").await;
        page.rows(TEAM, NAMES.len()).await;
        press(page, Key::Tab + "").await; // out of what takes letters
        page.copy_elsewhere("before").await;
        press(page, "c").await;
        page.until("the notes are copied", async || {
            page.clipboard().await.starts_with("### Summary")
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn single_keys_can_be_switched_off_and_escape_closes() {
    visit_at("#example", async |page| {
        page.until("the example is shown", async || page.table(TEAM).await.is_some()).await;
        press(page, "?").await;
        page.until("the list of keys opens", async || page.has("Close").await).await;
        page.click("Single keys do something where nobody is typing").await;
        press(page, Key::Escape + "").await;
        page.until("it closes", async || !page.has("Close").await).await;
        press(page, "/").await;
        assert_ne!(focused(page).await, "Search both tables");
        page.reload().await;
        press(page, "?").await;
        assert!(!page.has("Close").await, "it is remembered");
    })
    .await;
}

#[tokio::test]
async fn what_is_pasted_anywhere_lands_where_it_belongs() {
    visit(async |page| {
        page.script("document.activeElement.blur()", vec![]).await;
        page.copy_elsewhere(ROSTER).await;
        press_control(page, 'v').await;
        page.rows(TEAM, NAMES.len()).await;
        assert!(page.text().await.contains("pasted roster"));
        page.copy_elsewhere(LIST).await;
        press_control(page, 'v').await;
        page.rows(OUTSIDE, 1).await;
        assert!(page.value("Calendly user list").await.contains("jdoe@example.com"));
        let notes = page.copied_by("Copy Markdown").await;
        page.script("document.activeElement.blur()", vec![]).await;
        press_control(page, 'v').await;
        page.until("the notes are in their box", async || {
            page.value("Earlier notes").await.starts_with("### Summary")
        })
        .await;
        assert_eq!(page.value("Earlier notes").await.trim(), notes.trim());
        page.copy_elsewhere("good morning").await;
        press_control(page, 'v').await;
        assert!(page.alert().await.contains("no email address"));
    })
    .await;
}

#[tokio::test]
async fn files_dropped_anywhere_are_told_apart() {
    visit(async |page| {
        let drop = "
            const data = new DataTransfer();
            data.items.add(new File([arguments[0]], 'anything.txt'));
            data.items.add(new File([arguments[1]], 'users.csv'));
            const over = new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true });
            document.body.dispatchEvent(over);
            const marked = document.documentElement.hasAttribute('data-dragging');
            document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
            return [over.defaultPrevented, marked, document.documentElement.hasAttribute('data-dragging')];";
        let marks = page.script(drop, vec![json!(ROSTER), json!(LIST)]).await;
        assert_eq!(marks, json!([true, true, false]), "taken, shown, shown no more");
        page.rows(TEAM, NAMES.len()).await;
        page.rows(OUTSIDE, 1).await;
        assert_eq!(page.value("Calendly user list").await, "", "a file is a file");
        page.click("Remove users.csv").await;
        page.until("the focus is near what was removed", async || focused(page).await.starts_with("Calendly files")).await;
    })
    .await;
}

#[tokio::test]
async fn settings_are_remembered_shared_and_shown_before_use() {
    let shared = visit_and_share().await;
    let fragment = shared.split_once('#').expect("a fragment").1.to_owned();
    assert!(fragment.contains("project=example%2Fshared"), "{shared}");
    for secret in [token::GOOD, "example.com", "Ada"] {
        assert!(!shared.contains(secret), "{secret}: {shared}");
    }
    visit_at(&format!("#{fragment}"), async |page| {
        assert_eq!(
            page.value("Project").await,
            "gitlab-com/support/team",
            "not before somebody says so"
        );
        assert!(page.text().await.contains("example/shared"), "but shown");
        page.click("Use these settings").await;
        page.until("they are used", async || page.value("Project").await == "example/shared").await;
        assert!(!page.has("Use these settings").await);
        let address = page.script("return location.hash", vec![]).await;
        assert_eq!(address, "");
        assert!(
            page.requests().await.iter().all(|request| !request.contains("/api/")),
            "nothing is fetched"
        );
    })
    .await;
}

async fn visit_and_share() -> String {
    let link = std::sync::Mutex::new(String::new());
    visit(async |page| {
        page.fill("Project", "example/shared").await;
        page.fill("Access token", token::GOOD).await;
        page.paste("Calendly user list", LIST).await;
        page.click("Policy").await;
        page.fill("Auditor", "Ada").await;
        *link.lock().expect("one writer") = page.copied_by("Copy settings link").await;
        page.reload().await;
        assert_eq!(page.value("Project").await, "example/shared", "remembered");
        let kept =
            page.script("return JSON.stringify({ ...localStorage })", vec![]).await.to_string();
        for secret in [token::GOOD, "jdoe", "Ada"] {
            assert!(!kept.contains(secret), "{secret}: {kept}");
        }
    })
    .await;
    link.into_inner().expect("one writer")
}

#[tokio::test]
async fn a_copied_table_keeps_its_shape() {
    let project = project_with_roster("example/shape");
    visit(async |page| {
        audited(page, &project).await;
        page.script(
            "getSelection().selectAllChildren(document.querySelector('table.team'))",
            vec![],
        )
        .await;
        page.copy_elsewhere("before").await;
        press_control(page, 'c').await;
        page.until("the selection is copied", async || page.clipboard().await != "before").await;
        let copied = page.clipboard().await;
        let heads: Vec<_> = copied
            .lines()
            .find(|line| line.contains("Email"))
            .unwrap_or_default()
            .split('\t')
            .map(str::trim)
            .collect();
        assert_eq!(
            heads,
            ["Name", "Email", "GitLab", "Calendly link", "Calendly account", "Issues"],
            "{copied:?}"
        );
        let jane = copied.lines().find(|line| line.contains("Jane Doe")).unwrap_or_default();
        assert_eq!(jane.split('\t').next().map(str::trim), Some("Jane Doe"), "{copied:?}");
        assert!(!copied.contains(['▸', '▾', '↕', '✕']), "{copied:?}");

        let table = page.copied_by(&format!("Copy table {TEAM}")).await;
        assert_eq!(table.lines().count(), 1 + NAMES.len(), "{table}");
        assert!(table.starts_with("Name\tEmail\tGitLab"), "{table}");
    })
    .await;
}

#[tokio::test]
async fn notes_of_what_is_filtered_say_so() {
    let project = project_with_roster("example/filtered");
    visit(async |page| {
        audited(page, &project).await;
        page.fill("Search both tables", "noor").await;
        page.rows(TEAM, 1).await;
        page.click("Only what is filtered").await;
        let notes = page.copied_by("Copy Markdown").await;
        assert!(notes.contains("- **Filtered:**") && notes.contains("Noor Linkless"), "{notes}");
        assert!(!notes.contains("| Jane Doe |"), "{notes}");
    })
    .await;
}

#[tokio::test]
async fn counts_are_said_once_the_typing_stops() {
    let project = project_with_roster("example/calm");
    visit(async |page| {
        audited(page, &project).await;
        page.until("counts are said", async || page.status().await.contains("4 people")).await;
        page.listen().await;
        page.fill("Search both tables", "noor").await;
        page.until("what is left is said", async || page.status().await.contains("1 of 4 rows"))
            .await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let heard = page.heard().await;
        assert!(heard.len() <= 3, "not a number for each key: {heard:?}");
        let live = page
            .script("return [...document.querySelectorAll('[role=status]')].length", vec![])
            .await;
        assert_eq!(live, Value::from(1));
    })
    .await;
}

#[tokio::test]
async fn columns_sort_both_ways_and_say_so() {
    let project = project_with_roster("example/sorted");
    visit(async |page| {
        audited(page, &project).await;
        let names = async || -> Vec<String> {
            page.table(TEAM).await.into_iter().flatten().skip(1).map(|row| row[0].clone()).collect()
        };
        let sort = async || {
            page.script(
                "return [...document.querySelectorAll('.team th')].map((th) => th.ariaSort)",
                vec![],
            )
            .await
        };
        let press_name = "document.querySelector('.team th button').click()";
        let mut rising = NAMES.map(str::to_owned).to_vec();
        rising.sort();
        for (expected, said) in [
            (rising.clone(), "ascending"),
            (rising.iter().rev().cloned().collect(), "descending"),
            (NAMES.map(str::to_owned).to_vec(), "none"),
        ] {
            page.script(press_name, vec![]).await;
            page.until(said, async || names().await == expected).await;
            assert_eq!(sort().await[0], said);
            assert_eq!(sort().await[1], "none");
        }
    })
    .await;
}

#[tokio::test]
async fn details_show_both_sides_the_evidence_and_the_lines() {
    let project = project_with_roster("example/sides");
    visit(async |page| {
        audited(page, &project).await;
        page.click("Details of Jane Doe").await;
        let sides = page
            .script("return [...document.querySelectorAll('.details .detail:has(dl)')].map((side) => [side.querySelector('h3').innerText, ...[...side.querySelectorAll('dl div')].map((line) => line.innerText.replace(/\\s+/g, ' '))])", vec![])
            .await;
        let text = sides.to_string();
        assert_eq!((&sides[0][0], &sides[1][0]), (&json!("In the roster"), &json!("In Calendly")), "{text}");
        for side in [&sides[0], &sides[1]] {
            let lines = side.to_string();
            assert!(lines.contains("Name Jane Doe") && lines.contains("Email jdoe@example.com"), "{lines}");
            assert!(lines.contains("Read from") && lines.contains(", line "), "{lines}");
        }
        assert!(page.text().await.contains("Matched by email"));
        let beside = page
            .script("const [a, b] = [...document.querySelectorAll('.details .detail')].map((e) => e.getBoundingClientRect()); return a.top === b.top && a.right <= b.left", vec![])
            .await;
        assert_eq!(beside, true, "next to each other");
    })
    .await;
}
