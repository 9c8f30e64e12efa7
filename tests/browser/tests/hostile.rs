//! What concerns the browser of hostile input: files of any size, pastes with markup that would do something. What the readers
//! make of hostile texts is in `tests/hostile.rs` of the library.

use std::fs::File;
use std::time::Duration;

use browser_tests::page::visit;
use serde_json::json;

use crate::team::{LIST, OUTSIDE, ROSTER, TEAM};

const LONG: Duration = Duration::from_mins(2);

#[tokio::test]
async fn a_file_too_large_is_refused_before_it_is_read() {
    visit(async |page| {
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 4).await;
        let large = page.a_file("large.csv", "");
        File::options()
            .write(true)
            .open(&large)
            .and_then(|file| file.set_len(3 << 30))
            .expect("a sparse file");
        for field in ["Calendly files", "Roster files"] {
            page.choose(field, &[&large]).await;
            page.until("it says why", async || {
                page.alerts()
                    .await
                    .iter()
                    .any(|alert| alert.contains("large.csv") && alert.contains("200 MB"))
            })
            .await;
        }
        page.rows(OUTSIDE, 4).await;
        page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
        page.rows(TEAM, 4).await;
    })
    .await;
}

#[tokio::test]
async fn a_hundred_megabytes_of_nothing_leave_the_page_alive() {
    visit(async |page| {
        page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
        page.rows(TEAM, 4).await;
        let zeros = page.a_file("zeros.csv", "");
        File::options()
            .write(true)
            .open(&zeros)
            .and_then(|file| file.set_len(100_000_000))
            .expect("a sparse file");
        page.choose("Calendly files", &[&zeros]).await;
        // The page answers while the worker is at it, and an edit ends what has become pointless.
        page.within(LONG, "the file is listed or at work", async || {
            page.has("Remove zeros.csv").await || page.text().await.contains("zeros.csv")
        })
        .await;
        page.rows(TEAM, 4).await;
        page.click("Remove zeros.csv").await;
        page.paste("Calendly user list", LIST).await;
        page.within(LONG, "the honest list is read", async || {
            page.table(OUTSIDE).await.is_some_and(|table| table.len() == 2)
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn markup_that_is_pasted_runs_nothing_and_loads_nothing() {
    let markup = "<table><tr><th>Name</th><th>Email</th></tr>
        <tr><td><script>window.ran = 1</script>Jane<img src=x onerror='window.ran = 2'></td><td>jane@example.com</td></tr>
        <tr><td><svg onload='window.ran = 3'></svg><b onclick='window.ran = 4'>Sam</b></td><td><a href='javascript:window.ran = 5'>sam@example.com</a></td></tr></table>
        <iframe src='https://other.example.com/'></iframe><link rel=stylesheet href='https://other.example.com/a.css'>
        <img src='https://other.example.com/a.png'><base href='https://other.example.com/'><meta http-equiv=refresh content='0;url=https://other.example.com/'>
        <form action='https://other.example.com/'><input name=x></form><object data='https://other.example.com/'></object>";
    visit(async |page| {
        // As another program would put it there: the browser's own way to the clipboard would have cleaned it.
        page.script(
            "const data = new DataTransfer(); data.setData('text/html', arguments[0]); data.setData('text/plain', 'plain');
            const area = document.querySelector('#list'); area.focus();
            area.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));",
            vec![json!(markup)],
        )
        .await;
        page.rows(OUTSIDE, 2).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert_eq!(page.script("return window.ran ?? null", vec![]).await, json!(null));
        let other = page.requests().await.into_iter().find(|request| request.contains("other.example.com"));
        assert_eq!(other, None);
        page.expect_refusals().await; // the policy notes each handler in the markup
    })
    .await;
}

#[tokio::test]
async fn markup_nested_too_deep_for_the_browser_is_taken_as_plain_text() {
    visit(async |page| {
        page.script(
            "const deep = '<div>'.repeat(100000) + 'Jane &lt;jane@example.com&gt;' + '</div>'.repeat(100000);
            const data = new DataTransfer(); data.setData('text/html', deep); data.setData('text/plain', 'jane@example.com');
            const area = document.querySelector('#list'); area.focus();
            const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
            if (area.dispatchEvent(event)) document.execCommand('insertText', false, data.getData('text/plain'));",
            vec![],
        )
        .await;
        assert_eq!(page.value("Calendly user list").await, "jane@example.com");
        page.rows(OUTSIDE, 1).await;
    })
    .await;
}

#[tokio::test]
async fn names_that_are_markup_or_formulas_are_shown_as_they_are() {
    let names = [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "=1+1",
        "__proto__",
        "constructor",
        "@all",
        "/close",
    ];
    let list = names
        .iter()
        .enumerate()
        .map(|(n, name)| json!({"name": name, "email": format!("u{n}@example.com")}))
        .collect::<Vec<_>>();
    visit(async |page| {
        page.paste("Calendly user list", &json!(list).to_string()).await;
        let mut shown: Vec<_> =
            page.rows(OUTSIDE, names.len()).await.into_iter().map(|row| row[0].clone()).collect();
        let mut expected = names.map(str::to_owned).to_vec();
        shown.sort();
        expected.sort();
        assert_eq!(shown, expected);
        assert_eq!(
            page.script("return document.querySelectorAll('main img, main script').length", vec![])
                .await,
            json!(0)
        );
    })
    .await;
}
