//! How the page looks, measured: the first sight, the scale of type, what is marked and what is calm.

use browser_tests::page::{Page, visit};
use serde_json::{Value, json};

use crate::course::clock;
use crate::page::look;
use crate::team::{self, LIST, OUTSIDE, TEAM, project_with_roster};
use crate::worklist::{audited, count, press_row, shows};

const CLEAN_ROSTER: &str = "- name: Ida Example\n  email: ida@example.com\n  calendly: https://calendly.com/ida\n  focuses: [{ name: Operations }]\n- name: Tom Example\n  email: tom@example.com\n  calendly: https://calendly.com/tom\n";
const CLEAN_LIST: &str = "Name,Email,Role,Status,Calendly link\nIda Example,ida@example.com,Owner,Active,https://calendly.com/ida\nTom Example,tom@example.com,User,Active,https://calendly.com/tom\n";

/// What stands on the button of the next step.
async fn next_button(page: &Page) -> Value {
    page.script("return document.querySelector('#copy-pings').innerText", vec![]).await
}

/// The element that has the focus, and whether it is within the window.
async fn at(page: &Page) -> Value {
    let script = "const at = document.activeElement, box = at.getBoundingClientRect(); return [at.id, box.top >= 0 && box.bottom <= innerHeight]";
    page.script(script, vec![]).await
}

#[tokio::test]
async fn first_sight_has_three_equal_steps() {
    visit(async |page| {
        look(page, 1280, "light").await;
        page.until("all is there", async || count(page, ".first-sight .audit").await == json!(1))
            .await;
        let steps = "return [...document.querySelectorAll('.step.team, .step.list, .audit')].map((step) => {
            const box = step.getBoundingClientRect(), head = step.querySelector('h2');
            const number = head.querySelector('.nth')?.innerText ?? getComputedStyle(head, '::before').content;
            return [number[0] === '\"' ? number[1] : number, Math.round(box.top), Math.round(box.width), getComputedStyle(head).fontSize];
        })";
        let steps = page.script(steps, vec![]).await;
        for (nth, number) in ["1", "2", "3"].iter().enumerate() {
            assert_eq!(steps[nth][0], **number, "{steps}");
            assert_eq!((&steps[nth][1], &steps[nth][3]), (&steps[0][1], &steps[0][3]), "{steps}");
            let width = steps[nth][2].as_i64().unwrap_or_default() - steps[0][2].as_i64().unwrap_or_default();
            assert!(width.abs() <= 8, "{steps}");
        }
        let or = "return [...document.querySelectorAll('.or')].map((e) => e.innerText)";
        assert_eq!(page.script(or, vec![]).await, json!(["or", "or"]));
        let drop = "return [...document.querySelectorAll('.files')].map((e) => getComputedStyle(e).borderStyle)";
        assert_eq!(page.script(drop, vec![]).await, json!(["dashed", "dashed"]));
        // What becomes of the token is said at its field, and to whoever cannot see it.
        let told = "const field = document.querySelector('#token'), hint = document.getElementById(field.getAttribute('aria-describedby')); return [hint.innerText, hint.getBoundingClientRect().top - field.getBoundingClientRect().bottom]";
        let told = page.script(told, vec![]).await;
        assert!(told[0].as_str().is_some_and(|words| words.starts_with("Stays in this tab")), "{told}");
        assert!(told[1].as_f64().unwrap_or(99.0) <= 8.0, "{told}");
        let earlier = "return document.querySelector('.step.earlier').offsetHeight";
        assert!(page.script(earlier, vec![]).await.as_f64().unwrap_or(99.0) <= 40.0, "one line");
    })
    .await;
}

#[tokio::test]
async fn type_has_three_sizes_and_space_a_grid() {
    visit(async |page| {
        let sizes = "return [...new Set([...document.querySelectorAll('body *')]
            .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .map((e) => getComputedStyle(e).fontSize))].filter((size) => !['14px', '16px', '20px', '0px'].includes(size))";
        assert_eq!(page.script(sizes, vec![]).await, json!([]), "at first sight");
        audited(page).await;
        press_row(page, "Lena Abel").await;
        page.click("All checks").await;
        page.click("Preview").await;
        assert_eq!(page.script(sizes, vec![]).await, json!([]));
        let gaps = "return [...new Set([...document.querySelectorAll('main, main *')].filter((e) => e.checkVisibility())
            .flatMap((e) => { const s = getComputedStyle(e); return [s.rowGap, s.columnGap]; }))].filter((gap) => !['normal', '0px', '4px', '8px', '16px', '24px'].includes(gap))";
        assert_eq!(page.script(gaps, vec![]).await, json!([]));
    })
    .await;
}

#[tokio::test]
async fn only_what_is_not_ordinary_has_a_badge() {
    visit(async |page| {
        audited(page).await;
        page.rows(TEAM, 171).await;
        let of = "const row = [...document.querySelectorAll('.team tbody tr')].find((row) => row.innerText.includes(arguments[0])); const cell = row.cells[4]; return [cell.innerText, [...cell.querySelectorAll('.badge')].map((e) => e.innerText), [...cell.querySelectorAll('.yes')].length]";
        for (name, words, badges) in [
            ("Ben Abel", "Yes, by email, User, Active", json!([])),
            ("Ada Abel", "Yes, by email, Owner, Active", json!(["Owner"])),
            ("Otto Brook", "Yes, by email, User, Pending", json!(["Pending"])),
        ] {
            let cell = page.script(of, vec![json!(name)]).await;
            assert_eq!((&cell[0], &cell[1], &cell[2]), (&json!(words), &badges, &json!(1)), "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_breaks_before_its_at_sign() {
    visit(async |page| {
        look(page, 1280, "light").await;
        page.click("Load example").await;
        page.rows(TEAM, 41).await;
        // Where an address takes two lines, each begins with its beginning or with the sign.
        let broken = "return [...document.querySelectorAll('.audit-table td:nth-child(2) code')].filter((code) => {
            const lines = [...code.childNodes].filter((n) => n.nodeType === 3).map((n) => { const range = document.createRange(); range.selectNodeContents(n); return range.getClientRects().length; });
            return lines.some((lines) => lines > 1);
        }).map((code) => code.innerText)";
        assert_eq!(page.script(broken, vec![]).await, json!([]));
        let copied = page.copied_by(&format!("Copy table {TEAM}")).await;
        assert!(copied.contains("chiara.romano@example.com"), "{copied}");
    })
    .await;
}

#[tokio::test]
async fn somebody_without_an_account_shows_a_possible_one() {
    visit(async |page| {
        audited(page).await;
        let row = "return [...document.querySelectorAll('.team tbody tr')].find((row) => row.innerText.includes('Lena Abel'))?.querySelector('.issues').innerText";
        page.until("it is said", async || {
            page.script(row, vec![]).await == json!("Not in Calendly\nperhaps Lena Abel lena.abel@old.example")
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_number_leads_to_its_rows() {
    visit(async |page| {
        audited(page).await;
        for (number, caption, shown, hidden) in [
            ("14 others have one", "outside-caption", ".outside tbody tr", "table.team"),
            ("17 links to fix", "team-caption", ".team tbody tr", "table.outside"),
            ("14 others have one", "outside-caption", ".outside tbody tr", "table.team"),
        ] {
            page.click(number).await;
            page.until(number, async || {
                let rows = number.split(' ').next().and_then(|rows| rows.parse::<u64>().ok());
                count(page, shown).await == json!(rows) && count(page, hidden).await == json!(0)
            })
            .await;
            page.until("the table has the focus, in sight", async || {
                at(page).await == json!([caption, true])
            })
            .await;
        }
    })
    .await;
}

#[tokio::test]
async fn filters_stand_in_one_row_and_fold() {
    visit(async |page| {
        audited(page).await;
        let row = async || {
            let row = "return document.querySelector('#filter-row').offsetHeight";
            page.script(row, vec![]).await.as_f64().unwrap_or_default()
        };
        assert!(row().await <= 34.0, "{}", row().await);
        page.click("All filters").await;
        page.until("all are shown", async || row().await > 34.0).await;
        for (filter, rows) in
            [("Undecided 14", 14), ("Has a suggestion 4", 4), ("Not in Calendly 7", 7)]
        {
            page.click(filter).await;
            page.until(filter, async || count(page, "tbody tr:not(.empty)").await == json!(rows))
                .await;
            page.click(filter).await;
        }
        page.click("Fewer filters").await;
        page.until("they fold", async || row().await <= 34.0).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_new_since_the_last_audit_is_a_filter() {
    let project = project_with_roster("example/new-since");
    visit(async |page| {
        team::audited(page, &project).await;
        let notes = page.copied_by("Copy Markdown").await;
        page.paste("Earlier notes", &notes).await;
        shows(page, "Earlier notes of").await;
        page.paste(
            "Calendly user list",
            &format!("{LIST}New Comer,new@example.net,User,https://calendly.com/new\n"),
        )
        .await;
        page.rows(OUTSIDE, 2).await;
        page.click("New since the last audit 1").await;
        page.until("that one is shown", async || {
            count(page, "tbody tr:not(.empty)").await == json!(1)
        })
        .await;
        assert!(page.text().await.contains("New Comer"));
    })
    .await;
}

#[tokio::test]
async fn the_next_button_says_what_it_does() {
    let project = project_with_roster("example/next-button");
    visit(async |page| {
        team::audited(page, &project).await;
        for (hours, label) in [(0, "Copy pings"), (73, "Copy escalation"), (146, "Copy for Slack")]
        {
            // Everything is kept over the reload that sets the clock forward.
            clock(page, hours).await;
            page.reload().await;
            page.until(label, async || next_button(page).await == json!(label)).await;
            let first = "return document.querySelector('.next .primary')?.id";
            page.until("it is the first one", async || {
                page.script(first, vec![]).await == json!("copy-pings")
            })
            .await;
            page.copied_by("Copy pings").await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_clean_is_calm() {
    visit(async |page| {
        page.choose("Roster files", &[&page.a_file("team.yaml", CLEAN_ROSTER)]).await;
        page.paste("Calendly user list", CLEAN_LIST).await;
        page.until("the audit stands", async || page.status().await.contains("2 people, 2 users")).await;
        page.until("nothing is left but the review", async || next_button(page).await == json!("Copy request for review")).await;
        // The first view that has something is open, and a zero has the colour of the words around it.
        let open = "return document.querySelector('[role=tab][aria-selected=true]').innerText";
        assert_eq!(page.script(open, vec![]).await, json!("Everyone 2"));
        assert_eq!(count(page, ".chip.open, .fix, .check").await, json!(0));
        let colours = "return new Set([...document.querySelectorAll('.tabs .count')].map((e) => getComputedStyle(e).color)).size";
        assert_eq!(page.script(colours, vec![]).await, json!(1));
    })
    .await;
}

#[tokio::test]
async fn nothing_moves_after_the_first_paint() {
    visit(async |page| {
        look(page, 1280, "light").await;
        page.reload().await;
        page.loaded().await;
        let moved = "new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))).observe({ type: 'layout-shift', buffered: true }) ?? setTimeout(() => done(0), 500))";
        let moved = page.script_later(moved, vec![]).await;
        assert!(moved.as_f64().unwrap_or(1.0) < 0.01, "{moved}");
    })
    .await;
}

#[tokio::test]
async fn the_banner_takes_few_lines_on_a_telephone() {
    visit(async |page| {
        audited(page).await;
        look(page, 400, "light").await;
        let lines = "return new Set([...document.querySelectorAll('.next .actions button')].map((e) => Math.round(e.getBoundingClientRect().top))).size";
        let lines = page.script(lines, vec![]).await;
        assert!(lines.as_u64().unwrap_or(9) <= 4, "{lines}");
    })
    .await;
}
