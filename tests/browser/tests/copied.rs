//! What a person really copies: a page built like each layout that the Users page may have, everything on it selected,
//! Ctrl+C, and Ctrl+V into the page.

use browser_tests::page::{Page, visit};
use browser_tests::site::site;
use thirtyfour::{By, Key};

use crate::team::OUTSIDE;

/// Who is on each of the pages: name, email, role.
const ACTIVE: [(&str, &str, &str); 6] = [
    ("Jane Doe", "jane.doe@example.com", "Owner"),
    ("John Smith", "john@example.com", "Admin"),
    ("Cher", "cher@example.com", "User"),
    ("Owner Smith", "owner.smith@example.com", "Group admin"),
    ("Sam @ Night", "sam@example.com", "Team manager"),
    ("Zoë Ångström", "zoe@example.com", "User"),
];
const PENDING: [(&str, &str, &str); 2] =
    [("", "pat@example.com", "User"), ("Lee New", "lee@example.com", "User")];

/// Opens a page of that layout, selects everything and copies it.
async fn copy_all(page: &Page, layout: &str) {
    let address = format!("{}/copied/{layout}.html", site().origin());
    page.driver().goto(address).await.expect("a page of that layout");
    let body = page.driver().find(By::Tag("body")).await.expect("the page has a body");
    body.send_keys(Key::Control + "a").await.expect("everything is selected");
    body.send_keys(Key::Control + "c").await.expect("everything is copied");
}

async fn holds(page: &Page, layout: &str, people: &[(&str, &str, &str)]) {
    let rows = page.rows(OUTSIDE, people.len()).await;
    for (name, email, role) in people {
        let row = rows.iter().find(|row| row[1] == *email);
        let row = row.unwrap_or_else(|| panic!("{layout}: {email} is not in {rows:?}"));
        assert_eq!((row[0].as_str(), row[2].as_str()), (*name, *role), "{layout}: {rows:?}");
    }
}

/// As it is pasted, rich where the clipboard has it; and again as plain text alone.
async fn is_read(layout: &str, people: &[(&str, &str, &str)]) {
    visit(async |page| {
        copy_all(page, layout).await;
        page.open("").await;
        page.paste_into("Calendly user list").await;
        holds(page, layout, people).await;
        let text = page.value("Calendly user list").await;
        assert!(text.contains("Name\tEmail\tRole\tStatus\tCalendly link"), "{layout}: {text}");

        copy_all(page, layout).await;
        page.open("").await;
        let plain = page.clipboard().await;
        page.paste("Calendly user list", &plain).await;
        holds(page, &format!("{layout}, as plain text"), people).await;
    })
    .await;
}

#[tokio::test]
async fn tables_as_they_are_copied() {
    for layout in ["table-inline", "table-divs", "table-paragraphs", "avatar-alt"] {
        is_read(layout, &ACTIVE).await;
    }
}

#[tokio::test]
async fn grids_and_lists_as_they_are_copied() {
    for layout in ["aria-grid", "div-grid", "div-grid-flat", "list"] {
        is_read(layout, &ACTIVE).await;
    }
}

#[tokio::test]
async fn the_pending_tab_as_it_is_copied() {
    is_read("pending-tab", &PENDING).await;
}
