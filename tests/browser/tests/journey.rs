//! The main job, from an empty page to the notes on the clipboard.

use browser_tests::driver::Browser;
use browser_tests::gitlab::{LAST_COMMIT, token};
use browser_tests::page::{visit, visit_in};
use serde_json::json;

use crate::team::{
    LIST, NAMES, OUTSIDE, TEAM, ask, audited, names_in, project_with_roster, rows_in,
};

#[tokio::test]
async fn fetch_paste_read_copy() {
    the_main_job(Browser::Chromium, "example/support/journey").await;
}

#[tokio::test]
#[ignore = "needs Firefox: script/test firefox"]
async fn fetch_paste_read_copy_in_firefox() {
    the_main_job(Browser::Firefox, "example/support/journey-in-firefox").await;
}

async fn the_main_job(browser: Browser, name: &str) {
    let project = project_with_roster(name);
    visit_in(browser, "", async |page| {
        ask(page, &project, token::GOOD).await;
        page.rows(TEAM, 4).await;
        page.paste("Calendly user list", LIST).await;

        let outside = page.rows(OUTSIDE, 1).await;
        assert!(outside[0][0].contains("Quinn Former"), "{outside:?}");
        let team = page.rows(TEAM, 4).await;
        let names: Vec<_> = team.iter().map(|row| row[0].as_str()).collect();
        assert_eq!(names, NAMES, "in the roster's order");
        let issues = |name: &str| {
            let row = team.iter().find(|row| row[0] == name).expect(name);
            row.last().cloned().unwrap_or_default()
        };
        assert!(issues("Noor Linkless").contains("No Calendly link"), "{team:?}");
        assert!(issues("Max Missing").contains("Not in Calendly"), "{team:?}");
        assert_eq!(issues("Jane Doe"), "", "{team:?}");

        let notes = page.copied_by("Copy Markdown").await;
        assert_eq!(names_in(&notes, TEAM), NAMES, "{notes}");
        assert_eq!(names_in(&notes, OUTSIDE), ["Quinn Former"], "{notes}");
        for (row, shown) in rows_in(&notes, TEAM).iter().zip(&team) {
            assert!(
                shown.iter().zip(row).all(|(shown, cell)| same(shown, cell)),
                "the notes say {row:?} where the page says {shown:?}"
            );
        }
        assert!(notes.contains(&LAST_COMMIT[..8]), "the notes name the commit: {notes}");
        assert!(!notes.contains(token::GOOD), "the notes hold the token");

        let asked = project.asked();
        assert_eq!(asked.len(), 1, "one request is enough: {asked:?}");
        let name = name.replace('/', "%2F");
        let file = "data%2Fsupport-team.yaml";
        assert_eq!(asked[0].path, format!("/api/v4/projects/{name}/repository/files/{file}/raw"));
        assert_eq!(asked[0].header("private-token"), Some(token::GOOD));
        assert_eq!((asked[0].header("referer"), asked[0].header("cookie")), (None, None));
        assert_eq!(asked[0].parameter("ref").unwrap_or_default(), "", "the default branch");
    })
    .await;
}

#[tokio::test]
async fn the_download_holds_what_the_clipboard_holds() {
    let project = project_with_roster("example/download");
    visit(async |page| {
        audited(page, &project).await;
        let copied = page.copied_by("Copy Markdown").await;
        let (name, downloaded) = page.downloaded_by("Download Markdown").await;
        let date = name
            .strip_prefix("calendly-audit-")
            .and_then(|rest| rest.strip_suffix(".md"))
            .expect(&name);
        let shape: String =
            date.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        assert_eq!(shape, "0000-00-00", "{name}");
        assert_eq!(untimed(&downloaded), untimed(&copied));
    })
    .await;
}

#[tokio::test]
async fn a_refused_clipboard_is_said_and_the_work_stays() {
    let project = project_with_roster("example/clipboard");
    visit(async |page| {
        audited(page, &project).await;
        // As a browser does that knows neither of the ways to copy.
        let refuse = "
            Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
            Object.defineProperty(navigator.clipboard, 'write', { value: () => Promise.reject(new DOMException('no', 'NotAllowedError')) });
            document.execCommand = () => false;";
        page.script(refuse, vec![]).await;
        page.click("Copy Markdown").await;
        let alert = page.alert().await;
        assert!(alert.contains("clipboard") && alert.contains("Download Markdown"), "{alert}");
        page.rows(TEAM, 4).await;
    })
    .await;
}

#[tokio::test]
async fn an_example_shows_the_main_job_in_one_click() {
    visit(async |page| {
        page.click("Load example").await;
        page.until("both tables have rows", async || {
            let rows = async |caption| page.table(caption).await.map_or(0, |table| table.len());
            rows(TEAM).await > 30 && rows(OUTSIDE).await > 3
        })
        .await;
        let notes = page.copied_by("Copy Markdown").await;
        for label in ["No Calendly link", "Not in Calendly", "Links to an event"] {
            assert!(notes.contains(label), "the example shows no \"{label}\"");
        }
        let addresses: Vec<_> = notes
            .split(|c: char| c.is_whitespace() || ['`', '|', ','].contains(&c))
            .filter(|word| word.contains('@'))
            .collect();
        // The names that are set aside for examples belong to nobody.
        let invented = |address: &&str| {
            let host = address.rsplit('@').next().unwrap_or_default();
            ["example.com", "example.net", "example.org"].contains(&host)
                || host.ends_with(".example")
        };
        assert!(addresses.len() > 30, "{addresses:?}");
        let real: Vec<_> = addresses.into_iter().filter(|address| !invented(address)).collect();
        assert!(real.is_empty(), "{real:?}");
    })
    .await;
}

/// Whether a cell of the page and one of the notes say the same, spelling of Markdown and HTML aside.
fn same(shown: &str, cell: &str) -> bool {
    let letters = |text: &str| -> String {
        text.replace("<br>", " ").chars().filter(|c| c.is_alphanumeric()).collect()
    };
    letters(shown) == letters(cell)
}

/// The notes without the time of the audit.
fn untimed(notes: &str) -> Vec<&str> {
    let timed = ["**Audited:**", "**To be pinged:**"];
    notes.lines().filter(|line| !timed.iter().any(|term| line.contains(term))).collect()
}

#[tokio::test]
async fn a_copy_says_for_two_seconds_that_it_was_done_also_where_it_is_pressed_again() {
    visit(async |page| {
        page.click("Load example").await;
        page.rows(TEAM, 41).await;
        let button = page.control("Copy Markdown").await.to_json().expect("an element");
        let script = "(async (button) => {
            const pause = (time) => new Promise((done) => setTimeout(done, time));
            const marked = () => button.matches('.done');
            const seen = [marked()];
            button.click();
            await pause(1400);
            seen.push(marked());
            button.click();
            // The first two seconds are over, those of the second press are not.
            await pause(1300);
            seen.push(marked());
            await pause(2500);
            return [...seen, marked()];
        })(arguments[0])";
        let seen = page.script_later(script, vec![button]).await;
        assert_eq!(seen, json!([false, true, true, false]));
    })
    .await;
}
