//! How the page adapts: themes, narrow windows, paper, the reader's language, and what stands still.

use browser_tests::page::{visit, visit_at};
use serde_json::json;

use crate::page::look;
use crate::team::{LIST, OUTSIDE, ROSTER, TEAM, audited, project_with_roster};

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
