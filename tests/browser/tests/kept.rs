//! No work is lost: a reload, the way back, a fault in the page and in the audit, a browser that refuses to keep anything.

use browser_tests::devtools::{Tab, field};
use browser_tests::gitlab::token;
use browser_tests::page::{Page, visit};
use browser_tests::site::site;
use serde_json::{Value, json};

use crate::team::{LIST, OUTSIDE, ROSTER, TEAM, audited, project_with_roster};

const NOTES: &str = "### Summary\n- **Audited:** FY27 Q3, 2026-08-22 07:40 UTC\n";

/// Whether the browser keeps the part `PART`. What stands for a large part stands before its record does.
const KEEPS: &str = "(async () => {
        const kept = sessionStorage.getItem('calendly-audit/PART');
        if (!kept?.startsWith('@')) return kept !== null;
        const tab = sessionStorage.getItem('calendly-audit/tab');
        if (!tab || !(await indexedDB.databases()).length) return false;
        const wait = (request) => new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = reject;
        });
        const database = await wait(indexedDB.open('calendly-audit'));
        const record = await wait(database.transaction('kept').objectStore('kept').getKey([tab.slice(32), 'PART']));
        database.close();
        return record !== undefined;
    })()";

/// Waits until the browser keeps a part.
async fn keeps(page: &Page, part: &str) {
    let kept = KEEPS.replace("PART", part);
    page.until(&format!("{part} is kept"), async || {
        page.script_later(&kept, vec![]).await == Value::Bool(true)
    })
    .await;
}

/// A list of a few hundred kilobytes: too much for what the browser keeps at hand.
fn long_list() -> String {
    let users = (0..9_000).map(|n| format!("Person {n},person{n}@example.com\n"));
    format!("Name,Email\n{}", users.collect::<String>())
}

async fn says(page: &Page, words: &str) {
    page.until(words, async || page.text().await.contains(words)).await;
}

/// Goes to another page of the site and comes back by the browser's button.
async fn away_and_back(page: &Page) {
    let other = format!("{}index.html?away", site().address());
    page.driver().goto(other).await.expect("another page");
    page.driver().back().await.expect("the way back");
    page.until("the page stands", async || page.has("Fetch from GitLab").await).await;
}

#[tokio::test]
async fn everything_but_the_token_survives_a_reload_and_the_way_back() {
    let project = project_with_roster("example/kept");
    visit(async |page| {
        audited(page, &project).await;
        page.paste("Earlier notes", NOTES).await;
        let file = page.a_file("more.csv", "Name,Email\nRiley Fileson,riley@example.com\n");
        page.choose("Calendly files", &[&file]).await;
        page.rows(OUTSIDE, 2).await;
        says(page, "kept in this tab").await;
        for part in ["roster", "list", "files", "earlier", "work"] {
            keeps(page, part).await;
        }
        let asked = project.asked().len();

        for way in ["reload", "back"] {
            if way == "reload" {
                page.reload().await;
            } else {
                page.fill("Access token", token::GOOD).await;
                away_and_back(page).await;
            }
            page.rows(TEAM, 4).await;
            page.rows(OUTSIDE, 2).await;
            assert_eq!(page.value("Calendly user list").await.trim(), LIST.trim(), "{way}");
            assert_eq!(page.value("Earlier notes").await.trim(), NOTES.trim(), "{way}");
            assert_eq!(page.value("Project").await, project.name(), "{way}");
            assert_eq!(page.value("Access token").await, "", "{way}");
            assert!(page.has("Remove more.csv").await, "{way}");
        }
        assert_eq!(
            project.asked().len(),
            asked,
            "nothing is fetched again without being asked for"
        );
        let notes = page.copied_by("Copy Markdown").await;
        assert!(notes.contains(project.name()), "where the roster came from is known: {notes}");
    })
    .await;
}

#[tokio::test]
async fn what_is_large_is_kept_where_nobody_can_read_it_once_the_tab_is_gone() {
    visit(async |page| {
        let file = page.a_file("long.csv", long_list());
        page.choose("Calendly files", &[&file]).await;
        keeps(page, "files").await;
        page.reload().await;
        says(page, "9000 users · long.csv: CSV").await;

        let kept = "new Promise((resolve, reject) => {
            const opening = indexedDB.open('calendly-audit');
            opening.onerror = reject;
            opening.onsuccess = () => {
                const getting = opening.result.transaction('kept').objectStore('kept').getAll();
                getting.onsuccess = () => resolve(getting.result.map(({ sealed }) => [sealed.byteLength, new TextDecoder('latin1').decode(sealed).includes('example.com')]));
            };
        })";
        let found = page.script_later(kept, vec![]).await;
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
        assert!(found[0][0].as_u64().is_some_and(|size| size > 200_000), "{found}");
        assert_eq!(found[0][1], false, "it is legible");

        page.click_and_agree("Clear everything").await;
        page.until("it is gone", async || {
            page.script_later(kept, vec![]).await == json!([])
                && page.script("return sessionStorage.length", vec![]).await == json!(0)
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_copy_of_a_tab_goes_its_own_way() {
    visit(async |page| {
        let file = page.a_file("long.csv", long_list());
        page.choose("Calendly files", &[&file]).await;
        page.until("the file is there", async || page.holds("Remove long.csv").await).await;
        page.fill("Calendly user list", "first@example.com").await;
        keeps(page, "files").await;
        keeps(page, "list").await;
        // What the browser's `Duplicate` does: another tab with a copy of what this one keeps at hand.
        let copy = page.script("return JSON.stringify({ ...sessionStorage })", vec![]).await;
        let first = page.driver().window().await.expect("a window");
        let second = page.driver().new_tab().await.expect("a tab");
        page.driver().switch_to_window(second).await.expect("the other tab");
        page.open("?second").await;
        page.script("for (const [name, value] of Object.entries(JSON.parse(arguments[0]))) sessionStorage.setItem(name, value)", vec![copy]).await;
        page.reload().await;
        page.until("the file is there", async || page.holds("Remove long.csv").await).await;
        page.fill("Calendly user list", "second@example.com").await;
        page.until("the copy keeps its own", async || {
            page.script("return sessionStorage['calendly-audit/list'] === '=second@example.com'", vec![]).await == json!(true)
        })
        .await;
        page.click_and_agree("Clear everything").await;

        page.driver().switch_to_window(first).await.expect("the first tab");
        page.reload().await;
        page.until("the file is there", async || page.holds("Remove long.csv").await).await;
        assert_eq!(page.value("Calendly user list").await, "first@example.com");
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_keeps_nothing_is_said_and_the_page_works() {
    let refusals = [
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
         Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });",
    ];
    for refusal in refusals {
        visit(async |page| {
            page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": refusal}))
                .await;
            page.reload().await;
            page.paste("Calendly user list", LIST).await;
            page.rows(OUTSIDE, 4).await;
            says(page, "a reload would lose it").await;
            assert!(!page.text().await.contains("kept in this tab"));
            page.reload().await;
            assert_eq!(page.value("Calendly user list").await, "");
        })
        .await;
    }
}

#[tokio::test]
async fn what_lies_in_storage_and_is_not_ours_does_no_harm() {
    visit(async |page| {
        page.script(
            "for (const part of ['work', 'roster', 'list', 'files', 'earlier', 'tab', 'token', '__proto__'])
                sessionStorage.setItem(`calendly-audit/${part}`, part === 'files' ? '@' : '=\\u0000\\uffff{\"token\":\"glpat-x\",\"project\":\"https://evil.example.com\"}');",
            vec![],
        )
        .await;
        page.reload().await;
        says(page, "could not be restored").await;
        assert_eq!(page.value("Access token").await, "");
        assert!(!page.value("Project").await.contains("evil"));
        let api = page.requests().await.into_iter().find(|request| request.contains("/api/"));
        assert_eq!(api, None, "a fetch that nobody asked for");
        page.click_and_agree("Clear everything").await;
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 4).await;
    })
    .await;
}

#[tokio::test]
async fn only_decisions_that_no_notes_hold_ask_before_leaving() {
    visit(async |page| {
        let asks = "const event = new Event('beforeunload', { cancelable: true }); window.dispatchEvent(event); return event.defaultPrevented";
        page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 1).await;
        assert_eq!(page.script(asks, vec![]).await, json!(false), "lists alone are kept anyway");

        page.click("Details of Quinn Former").await;
        page.click("To be removed").await;
        page.until("the page asks", async || page.script(asks, vec![]).await == json!(true)).await;
        page.copied_by("Copy Markdown").await;
        page.until("it asks no more", async || page.script(asks, vec![]).await == json!(false)).await;
        page.click("Undo").await;
        assert_eq!(page.script(asks, vec![]).await, json!(false), "there is no decision");
    })
    .await;
}

#[tokio::test]
async fn an_audit_that_breaks_is_said_and_the_next_edit_starts_it_anew() {
    visit(async |page| {
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 4).await;
        // The next message to the worker is one it cannot have expected: it ends there.
        page.devtools("Runtime.evaluate", json!({"expression": "const post = Worker.prototype.postMessage;
            Worker.prototype.postMessage = function () { Worker.prototype.postMessage = post; post.call(this, null); };"}))
        .await;
        page.paste("Calendly user list", "alex@example.com").await;
        let alert = page.alert().await;
        assert!(alert.contains("Nothing you put in is lost"), "{alert}");
        page.rows(OUTSIDE, 4).await;
        page.paste("Calendly user list", "alex@example.com, riley@example.com").await;
        page.rows(OUTSIDE, 2).await;
        page.until("the error goes", async || page.alerts().await.is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn a_page_that_breaks_is_said_and_a_reload_brings_everything_back() {
    visit(async |page| {
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 4).await;
        keeps(page, "list").await;
        // The browser itself fails the page, once, where it cannot go on.
        page.devtools("Runtime.evaluate", json!({"expression": "for (const name of ['createElement', 'createElementNS', 'createTextNode']) {
                const real = Document.prototype[name];
                Document.prototype[name] = function () { for (const n in window.real) Document.prototype[n] = window.real[n]; throw new TypeError('out of order'); };
                (window.real ??= {})[name] = real;
            }"}))
        .await;
        page.click_and_agree("Load example").await;
        let alert = page.alert().await;
        assert!(alert.contains("Reload it") && alert.contains("is kept in this tab"), "{alert}");
        page.expect_refusals().await; // the fault stands in the console, with where it was
        page.reload().await;
        page.until("it is a page again", async || page.alerts().await.is_empty()).await;
        page.until("the list is there", async || !page.value("Calendly user list").await.is_empty()).await;
    })
    .await;
}

#[test]
fn a_tab_that_crashes_has_everything_again_after_a_reload() {
    let mut tab = Tab::open(&site().address());
    let list = long_list();
    tab.insert("Calendly user list", &list);
    tab.insert("Earlier notes", NOTES);
    for part in ["list", "earlier"] {
        tab.until(&format!("{part} is kept"), &KEEPS.replace("PART", part));
    }
    tab.crash();
    tab.reload();
    for (name, text) in [("Calendly user list", &*list), ("Earlier notes", NOTES)] {
        let text = json!(text.trim());
        tab.until(name, &format!("{}?.value.trim() === {text}", field(name)));
    }
    tab.until("the audit stands", "document.body.innerText.includes('9,000 users') || document.body.innerText.includes('9000 users')");
}

#[tokio::test]
async fn a_page_that_cannot_go_on_offers_to_start_anew() {
    visit(async |page| {
        page.paste("Calendly user list", LIST).await;
        keeps(page, "list").await;
        page.devtools("Runtime.evaluate", json!({"expression": "setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); })"}))
        .await;
        page.alert().await;
        page.expect_refusals().await;
        page.click("Clear everything and reload").await;
        page.until("it is empty", async || {
            page.has("Fetch from GitLab").await && page.value("Calendly user list").await.is_empty()
        })
        .await;
    })
    .await;
}
