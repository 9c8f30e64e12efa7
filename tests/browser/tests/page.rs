//! The page for everybody: no barrier that axe-core knows, the whole journey by the keyboard alone, narrow windows, print,
//! what can be pasted, dropped and shared anywhere on it.

use std::fmt::Write as _;
use std::time::Duration;

use browser_tests::gitlab::token;
use browser_tests::http::{Answer, Ending};
use browser_tests::page::{Page, visit, visit_at};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::team::{
    LIST, NAMES, OUTSIDE, PATH, ROSTER, TEAM, ask, audited, many, project_with_roster,
};

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
async fn focused(page: &Page) -> String {
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
        // Two looks and not four: this is the one state in which a look takes long.
        page.driver().set_script_timeout(patience).await.expect("a longer patience");
        let axe = std::fs::read_to_string(AXE).expect("axe-core is there after script/setup");
        page.script(&axe, vec![]).await;
        for (width, theme) in [(1280, "light"), (320, "dark")] {
            look(page, width, theme).await;
            let found = page
                .script_later("axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true }, 'label-content-name-mismatch': { enabled: true }, 'td-has-header': { enabled: true }, 'table-fake-caption': { enabled: true }, 'p-as-heading': { enabled: true } } }).then((found) => found.violations.map((v) => v.id))", vec![])
                .await;
            assert_eq!(found, json!([]), "{width} pixels, {theme}");
        }
    })
    .await;
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
async fn the_theme_can_be_chosen_and_is_remembered() {
    visit(async |page| {
        look(page, 1280, "light").await;
        let ground = "return getComputedStyle(document.documentElement).backgroundColor";
        let light = page.script(ground, vec![]).await;
        page.control("Theme").await.send_keys("Dark").await.expect("Theme");
        let dark = page.script(ground, vec![]).await;
        assert_ne!(light, dark);
        page.reload().await;
        assert_eq!(page.script(ground, vec![]).await, dark);
        page.devtools("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
        assert_eq!(
            page.script("return getComputedStyle(document.documentElement).colorScheme", vec![])
                .await,
            "light",
            "paper is light"
        );
    })
    .await;
}

#[tokio::test]
async fn a_copy_moves_no_button_whatever_is_said_of_it_and_of_the_next_step() {
    for width in [1280, 400, 320] {
        visit(async |page| {
            look(page, width, "light").await;
            page.click("Load example").await;
            page.rows(TEAM, 41).await;
            let button = page.control("Copy pings").await.to_json().expect("an element");
            let place = "return arguments[0].getBoundingClientRect().y + scrollY";
            let before = page.script(place, vec![button.clone()]).await;
            for (press, said) in [("Copy Markdown", "The notes"), ("Copy pings", "The pings")] {
                page.click(press).await;
                page.until("it is said", async || page.status().await.contains(said)).await;
                let now = page.script(place, vec![button.clone()]).await;
                assert_eq!(now, before, "{press}, {width} pixels");
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_narrow_window_keeps_the_tables_tables() {
    let project = project_with_roster("example/narrow");
    visit(async |page| {
        audited(page, &project).await;
        let wide = page.table(TEAM).await;
        look(page, 320, "light").await;
        assert_eq!(page.table(TEAM).await, wide, "the same words in every cell");
        let roles = page
            .script("return ['table', 'table tr', 'table th', 'table td'].map((s) => document.querySelector(s).computedRole)", vec![])
            .await;
        assert_eq!(roles, json!(["table", "row", "columnheader", "cell"]));
    })
    .await;
}

#[tokio::test]
async fn paper_shows_the_report_and_nothing_else() {
    let project = project_with_roster("example/paper");
    visit(async |page| {
        audited(page, &project).await;
        page.click("Details of Max Missing").await;
        page.devtools("Emulation.setEmulatedMedia", json!({"media": "print"})).await;
        let text = page.text().await;
        for shown in ["Calendly audit", "Owners", "Max Missing", "Quinn Former"] {
            assert!(text.contains(shown), "{shown}: {text}");
        }
        for hidden in
            ["Fetch from GitLab", "Copy Markdown", "Access token", "Match by hand", "Load example"]
        {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
    })
    .await;
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
async fn dates_follow_the_reader_on_the_page_and_are_iso_in_the_notes() {
    visit(async |page| {
        page.devtools("Emulation.setLocaleOverride", json!({"locale": "de-DE"})).await;
        page.devtools("Emulation.setTimezoneOverride", json!({"timezoneId": "Asia/Tokyo"})).await;
        page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 1).await;
        let shown = page.script("return [document.querySelector('.summary time').innerText, document.querySelector('.summary time').dateTime]", vec![]).await;
        let (shown, exact) = (shown[0].as_str().expect("a time"), shown[1].as_str().expect("a time"));
        let expected = page
            .script("return new Date(arguments[0]).toLocaleString('de-DE', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Tokyo' })", vec![json!(exact)])
            .await;
        assert_eq!(expected, shown);
        let notes = page.copied_by("Copy Markdown").await;
        let day = exact.split('T').next().expect("a day");
        assert!(notes.contains(&format!(", {day} ")) && notes.contains(" UTC\n"), "{notes}");
    })
    .await;
}

#[tokio::test]
async fn forced_colours_and_still_motion_are_heeded() {
    visit_at("#example", async |page| {
        page.until("the example is shown", async || page.table(TEAM).await.is_some()).await;
        let of = async |what: &str, property: &str| {
            let script =
                "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]";
            page.script(script, vec![json!(what), json!(property)]).await
        };
        let wish = |name: &str, value: &str| json!({"features": [{"name": name, "value": value}]});
        assert_ne!(of("#copy-notes", "transitionDuration").await, "0s");
        page.devtools("Emulation.setEmulatedMedia", wish("prefers-reduced-motion", "reduce")).await;
        assert_eq!(of("#copy-notes", "transitionDuration").await, "0s");
        page.devtools("Emulation.setEmulatedMedia", wish("forced-colors", "active")).await;
        // Where a colour is taken away, a line or a word says what it said.
        assert_eq!(of(".filter[aria-pressed=true]", "outlineStyle").await, "solid");
        assert_eq!(of("[aria-selected=true]", "outlineStyle").await, "solid");
    })
    .await;
}

#[tokio::test]
async fn the_first_screen_shows_that_there_is_an_audit_and_what_is_next() {
    visit_at("#example", async |page| {
        look(page, 1280, "light").await;
        page.until("the example is shown", async || page.table(TEAM).await.is_some()).await;
        for seen in [".next-words", "#copy-notes", "[role=tablist]", "tr.todo"] {
            let below = page
                .script("return document.querySelector(arguments[0]).getBoundingClientRect().bottom - innerHeight", vec![json!(seen)])
                .await;
            assert!(below.as_f64().unwrap_or(1.0) <= 0.0, "{seen} is {below} pixels too low");
        }
        // On a telephone too: nothing but three lines stands above it.
        look(page, 400, "light").await;
        page.script("scrollTo(0, 0)", vec![]).await;
        let below = page.script("return document.querySelector('#copy-pings').getBoundingClientRect().bottom - innerHeight", vec![]).await;
        assert!(below.as_f64().unwrap_or(1.0) <= 0.0, "the next step is {below} pixels too low");
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
