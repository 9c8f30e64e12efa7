//! The worklist, measured with 171 people and 178 users at 1280 × 900: what is next, what is to be done first, and how few
//! presses that takes.

use browser_tests::page::{Page, visit};
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::page::{look, press};
use crate::team::{OUTSIDE, TEAM};

/// 171 invented people: 9 without a link, 8 with a link to an event, 7 without an account.
pub const ROSTER: &str = include_str!("worklist/roster.yaml");
/// 178 invented users: 14 of them are not in the roster, Sally among them.
pub const LIST: &str = include_str!("worklist/users.csv");

/// Gives both lists: the roster as a file, the list by a paste.
pub async fn audited(page: &Page) {
    look(page, 1280, "light").await;
    page.choose("Roster files", &[&page.a_file("support-team.yaml", ROSTER)]).await;
    page.until("the roster is read", async || page.has_like("The team 171 people").await).await;
    page.paste("Calendly user list", LIST).await;
    page.until("the audit stands", async || page.status().await.contains("171 people, 178 users"))
        .await;
}

/// The lower edge of the first element of that kind, from the top of the window.
async fn bottom(page: &Page, selector: &str) -> f64 {
    let script =
        "return document.querySelector(arguments[0])?.getBoundingClientRect().bottom ?? 1e9";
    page.script(script, vec![json!(selector)]).await.as_f64().unwrap_or(1e9)
}

pub async fn count(page: &Page, selector: &str) -> Value {
    let script = "return [...document.querySelectorAll(arguments[0])].filter((e) => e.checkVisibility()).length";
    page.script(script, vec![json!(selector)]).await
}

/// Presses the row of somebody in the team.
pub async fn press_row(page: &Page, name: &str) {
    let row = "const row = [...document.querySelectorAll('.team tbody tr')].find((row) => row.innerText.includes(arguments[0])); row?.cells[1].click(); return Boolean(row)";
    page.until(name, async || page.script(row, vec![json!(name)]).await == json!(true)).await;
}

pub async fn shows(page: &Page, words: &str) {
    page.until(words, async || page.text().await.contains(words)).await;
}

#[tokio::test]
async fn next_and_first_are_visible_without_scrolling() {
    visit(async |page| {
        audited(page).await;
        page.until("rows are there", async || bottom(page, "tr.todo").await < 900.0).await;
        for seen in
            [".next-words", "#copy-pings", "[role=tablist]", "#search", "tr.todo:nth-of-type(5)"]
        {
            let bottom = bottom(page, seen).await;
            assert!(bottom <= 900.0, "{seen} ends at {bottom} pixels");
        }
        assert_eq!(page.script("return scrollY", vec![]).await, json!(0));
    })
    .await;
}

#[tokio::test]
async fn two_presses_lead_from_the_paste_to_a_decision() {
    visit(async |page| {
        audited(page).await;
        press_row(page, "Lena Abel").await;
        page.click("Accept").await;
        shows(page, "Matched: Lena Abel is lena.abel@old.example.").await;
        page.click("Undo").await;
        page.until("it is undone", async || page.has("Accept").await).await;
    })
    .await;
}

#[tokio::test]
async fn tab_reaches_the_first_row_in_ten_stops() {
    visit(async |page| {
        audited(page).await;
        page.until("the focus is at the folded step", async || {
            page.script("return document.activeElement.id", vec![]).await == json!("list-head")
        })
        .await;
        let mut passed = Vec::new();
        for _ in 0..10 {
            press(page, Key::Tab + "").await;
            let at = page
                .script(
                    "const e = document.activeElement; return [e.className, e.innerText || e.id]",
                    vec![],
                )
                .await;
            if at[0] == "unfold" {
                return;
            }
            passed.push(at[1].clone());
        }
        panic!("ten stops and no row: {passed:?}");
    })
    .await;
}

#[tokio::test]
async fn sally_is_found_by_her_name() {
    visit(async |page| {
        audited(page).await;
        press(page, "/").await;
        press(page, "Sally").await;
        page.until("she alone is shown", async || {
            count(page, "tbody tr:not(.empty)").await == json!(1)
        })
        .await;
        assert!(page.text().await.contains("Sally Harper"));
        assert_eq!(count(page, "input[type=search]").await, json!(1), "one search");
    })
    .await;
}

#[tokio::test]
async fn a_step_that_is_read_is_one_line() {
    visit(async |page| {
        audited(page).await;
        for (step, words) in [("team", "171 people · support-team.yaml"), ("list", "178 users · CSV, 5 columns")] {
            let of = "const step = document.querySelector(`.step.${arguments[0]}`); return [step.offsetHeight, step.innerText, Boolean(step.querySelector('input, textarea'))]";
            let seen = page.script(of, vec![json!(step)]).await;
            assert!(seen[0].as_f64().unwrap_or(1e9) <= 48.0, "{seen}");
            assert!(seen[1].as_str().unwrap_or_default().contains(words), "{seen}");
            assert_eq!(seen[2], true, "what is folded stays in the document");
        }
        // A person unfolds it, and it stays so.
        page.script("document.querySelector('#list-head').click()", vec![]).await;
        page.until("it is unfolded", async || page.has("Calendly user list").await).await;
        // Trouble unfolds it.
        page.paste("Calendly user list", "Name,Email\nJane Doe,jdoe@example.com\n\"broken").await;
        page.until("the line that was not read is shown", async || page.text().await.contains("1 line not read")).await;
        assert!(page.has("Calendly user list").await);
    })
    .await;
}

#[tokio::test]
async fn the_views_show_parts_of_the_same_tables() {
    visit(async |page| {
        audited(page).await;
        let tabs = page.script("return [...document.querySelectorAll('[role=tab]')].map((tab) => [tab.innerText.replace(/\\s+/g, ' '), tab.ariaSelected])", vec![]).await;
        assert_eq!(tabs[0][1], "true", "{tabs}");
        assert!(tabs[0][0].as_str().unwrap_or_default().starts_with("To do "), "{tabs}");
        assert_eq!((&tabs[1][0], &tabs[2][0]), (&json!("Outside 14"), &json!("Everyone 171")));
        let to_do = tabs[0][0].as_str().and_then(|tab| tab.rsplit(' ').next()?.parse::<usize>().ok());
        page.until("every row to do is there", async || {
            Some(count(page, "tbody tr.todo").await) == to_do.map(|to_do| json!(to_do))
        })
        .await;
        page.open_view("Outside").await;
        page.until("only those outside are shown", async || {
            count(page, "table.team").await == json!(0) && count(page, ".outside tbody tr").await == json!(14)
        })
        .await;
        assert_eq!(page.rows(TEAM, 171).await[170][0], "Sami Isle");
        page.rows(OUTSIDE, 14).await;
    })
    .await;
}

#[tokio::test]
async fn rows_open_by_press_enter_arrows_and_letters() {
    visit(async |page| {
        audited(page).await;
        page.until("rows are there", async || bottom(page, "tr.todo").await < 900.0).await;
        page.script("document.querySelector('tr.todo td:nth-child(2)').click()", vec![]).await;
        page.until("a press opens", async || count(page, "tr.details").await == json!(1)).await;
        let at = async || page.script("return document.activeElement.id", vec![]).await;
        let first = at().await;
        press(page, Key::Left + "").await;
        page.until("an arrow closes", async || count(page, "tr.details").await == json!(0)).await;
        press(page, Key::Enter + "").await;
        page.until("Enter opens", async || count(page, "tr.details").await == json!(1)).await;
        press(page, "j").await;
        page.until("the next one is open", async || {
            at().await != first && count(page, "tr.details").await == json!(1)
        })
        .await;
        press(page, "k").await;
        page.until("and the one before", async || at().await == first).await;
        press(page, Key::Down + "").await;
        assert_ne!(at().await, first);
    })
    .await;
}

#[tokio::test]
async fn several_users_outside_are_decided_at_once() {
    visit(async |page| {
        audited(page).await;
        page.open_view("Outside").await;
        page.click("Select Sally Harper").await;
        page.click("Select Uwe Brand").await;
        page.fill("Reason to keep them", "train the team until March").await;
        page.click("Keep them").await;
        shows(page, "Kept: 2 users.").await;
        shows(page, "2 of 14 decided").await;
        page.click("Undo").await;
        shows(page, "0 of 14 decided").await;
    })
    .await;
}

#[tokio::test]
async fn clearing_everything_can_be_undone() {
    visit(async |page| {
        audited(page).await;
        page.click("Clear everything").await;
        // No dialog asks: it would hold the page.
        shows(page, "Everything is cleared.").await;
        page.click("Undo").await;
        page.until("the audit stands again", async || {
            page.status().await.contains("171 people, 178 users")
        })
        .await;
        page.click("Load example").await;
        page.until("the example is there", async || !page.status().await.contains("171 people"))
            .await;
        page.click("Undo").await;
        page.until("the audit stands again", async || {
            page.status().await.contains("171 people, 178 users")
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_table_is_copied_as_it_is_shown() {
    visit(async |page| {
        audited(page).await;
        page.open_view("Outside").await;
        page.until("only those outside are shown", async || {
            count(page, "table.team").await == json!(0)
        })
        .await;
        page.script("document.querySelector('.outside .sort').click()", vec![]).await;
        page.until("it is sorted", async || {
            count(page, ".outside th[aria-sort=ascending]").await == json!(1)
        })
        .await;
        let copied = page.copied_by(&format!("Copy table {OUTSIDE}")).await;
        assert_eq!(copied.lines().count(), 15, "{copied}");
        assert!(
            copied
                .lines()
                .nth(1)
                .is_some_and(|line| line.starts_with("Ida Leaver") || line.starts_with("Jo Temp")),
            "{copied}"
        );
    })
    .await;
}

#[tokio::test]
async fn links_open_elsewhere_and_tell_nothing() {
    visit(async |page| {
        audited(page).await;
        page.rows(TEAM, 171).await;
        let link = "const a = document.querySelector('.team td.link a'); return [a.href, a.target, a.rel, a.innerText]";
        let link = page.script(link, vec![]).await;
        assert_eq!(link, json!(["https://calendly.com/ada-abel", "_blank", "noopener noreferrer", "https://calendly.com/ada-abel"]));
        page.click("Details of Ada Abel").await;
        let copied = page.script("document.querySelector('.details .copy').click()", vec![]).await;
        assert_eq!(copied, Value::Null);
        page.until("the link is copied", async || page.clipboard().await == "https://calendly.com/ada-abel").await;
    })
    .await;
}

#[tokio::test]
async fn a_clean_row_is_one_line_on_a_telephone() {
    visit(async |page| {
        audited(page).await;
        page.rows(TEAM, 171).await;
        look(page, 400, "light").await;
        let tall = "return Math.max(...[...document.querySelectorAll('.team tbody tr:not(.todo, .details)')].map((row) => row.offsetHeight))";
        let tall = page.script(tall, vec![]).await;
        assert!(tall.as_f64().unwrap_or(1e9) <= 40.0, "{tall}");
    })
    .await;
}

#[tokio::test]
async fn what_will_be_copied_can_be_seen_before() {
    visit(async |page| {
        audited(page).await;
        page.click("Preview").await;
        page.until("it is shown", async || count(page, "#preview").await == json!(1)).await;
        let seen =
            page.script("return document.querySelector('#preview').textContent", vec![]).await;
        let copied = page.copied_by("Copy pings").await;
        assert_eq!(seen.as_str().unwrap_or_default().trim(), copied.trim());
    })
    .await;
}
