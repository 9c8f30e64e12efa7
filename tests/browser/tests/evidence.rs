//! The evidence: what is downloaded can be loaded back, and shows the same audit to the byte.

use browser_tests::gitlab::token;
use browser_tests::page::visit;

use crate::team::{TEAM, audited, project_with_roster};

/// Whether bytes hold a text somewhere.
fn hold(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn what_was_downloaded_shows_the_same_audit_to_the_byte() {
    let project = project_with_roster("example/evidence");
    visit(async |page| {
        audited(page, &project).await;
        let (name, zip) = page.file_downloaded_by("Download evidence").await;
        let date = name.strip_prefix("calendly-audit-").and_then(|rest| rest.strip_suffix(".zip"));
        assert_eq!(date.map(str::len), Some("2026-11-22".len()), "{name}");
        assert!(!hold(&zip, token::GOOD), "the evidence holds the token");

        page.click_and_agree("Clear everything").await;
        page.until("everything is cleared", async || {
            page.table(TEAM).await.is_none_or(|table| table.len() <= 1)
        })
        .await;
        page.choose("Calendly files", &[page.a_file("evidence.zip", &zip).as_path()]).await;
        page.rows(TEAM, 4).await;
        let notes = page.copied_by("Copy Markdown").await;
        assert!(hold(&zip, &notes), "other notes than in the evidence: {notes}");
        let (_, again) = page.file_downloaded_by("Download evidence").await;
        assert!(again == zip, "other evidence: {} bytes after {}", again.len(), zip.len());

        // One changed letter is noticed, and what was there stays.
        let mut changed = zip.clone();
        let at = zip.windows(8).position(|window| window == b"Jane Doe").expect("a name in a list");
        changed[at] = b'j';
        page.choose("Calendly files", &[page.a_file("changed.zip", &changed).as_path()]).await;
        let alert = page.alert().await;
        assert!(alert.contains("damaged") && alert.ends_with('.'), "{alert}");
        assert_eq!(page.copied_by("Copy Markdown").await, notes);
    })
    .await;
}
