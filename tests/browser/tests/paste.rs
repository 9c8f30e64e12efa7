//! The list comes in by the keyboard, in more than one form, and every edit shows at once.

use browser_tests::page::{Page, visit};

use crate::page::press_control;
use crate::team::{OUTSIDE, ROSTER, TEAM};

/// A list of so many users: of 9,000, some 300,000 characters, too many for a text area.
fn many_users(count: usize) -> String {
    let users = (0..count).map(|n| format!("Person {n},person{n}@example.com\n"));
    format!("Name,Email\n{}", users.collect::<String>())
}

/// Pastes a text where no field has the focus.
async fn paste_anywhere(page: &Page, text: &str) {
    page.copy_elsewhere(text).await;
    page.script("document.activeElement.blur()", vec![]).await;
    press_control(page, 'v').await;
}

/// Waits until the page says these words.
async fn says(page: &Page, words: &str) {
    page.until(words, async || page.text().await.contains(words)).await;
}

#[tokio::test]
async fn a_rich_paste_is_audited_as_it_is_seen() {
    visit(async |page| {
        let html = "<table>
            <tr><th></th><th>Name</th><th>Role</th><th></th></tr>
            <tr><td><input type=checkbox></td><td>Jane Doe<br>jdoe@example.com</td><td>Owner</td><td><a href='https://calendly.com/jdoe'>Page</a></td></tr>
            <tr><td><input type=checkbox></td><td>Sam Roe<br>sam@example.com</td><td>User</td><td><a href='https://calendly.com/sam'>Page</a></td></tr>
        </table>";
        let plain = "\tJane Doe jdoe@example.com\tOwner\tPage\n\tSam Roe sam@example.com\tUser\tPage\n";
        page.copy_rich_elsewhere(html, plain).await;
        page.paste_into("Calendly user list").await;
        let rows = page.rows(OUTSIDE, 2).await;
        assert!(rows[0][0].contains("Jane Doe") && rows[0].iter().any(|cell| cell.contains("calendly.com/jdoe")), "{rows:?}");

        let text = page.value("Calendly user list").await;
        // Other lines of the page may stand around the rows.
        let mut lines = text.lines();
        assert!(
            lines.any(|line| line.contains('\t') && line.to_lowercase().contains("email")),
            "there is a header: {text}"
        );
        for (name, address) in [("Jane Doe", "jdoe"), ("Sam Roe", "sam")] {
            let row = lines.next().expect("one per line, in the order of the page");
            let link = format!("https://calendly.com/{address}");
            let cells: Vec<_> = row.split('\t').collect();
            assert!(cells.contains(&name) && cells.contains(&link.as_str()), "{text}");
        }

        // What is seen is what is audited: pasting that very text changes nothing.
        page.paste("Calendly user list", &text).await;
        assert_eq!(page.rows(OUTSIDE, 2).await, rows);
    })
    .await;
}

#[tokio::test]
async fn a_source_text_is_pasted_as_it_stands() {
    visit(async |page| {
        let csv = "Name,Login email,Role\nJane Doe,jdoe@example.com,Owner\nSam Roe,sam@example.com,User\n";
        let lines = csv.lines().map(|line| format!("<div><span>{line}</span></div>"));
        let editor = format!("<div>{}</div>", lines.collect::<String>());
        let raw = format!("<pre>{csv}</pre>");
        for html in [editor, raw] {
            page.copy_rich_elsewhere(&html, csv).await;
            page.fill("Calendly user list", "").await;
            page.paste_into("Calendly user list").await;
            let rows = page.rows(OUTSIDE, 2).await;
            assert_eq!(rows[0][..3], ["Jane Doe", "jdoe@example.com", "Owner"], "{html}");
            assert_eq!(page.value("Calendly user list").await, csv);
        }
    })
    .await;
}

#[tokio::test]
async fn every_edit_shows_and_several_lists_are_read_as_one() {
    visit(async |page| {
        page.paste("Calendly user list", "Name,Email\nJane Doe,jdoe@example.com\n").await;
        page.rows(OUTSIDE, 1).await;
        let both = "Name,Email\nJane Doe,jdoe@example.com\n\nSam Roe <sam@example.com>\nalex@example.com\n";
        page.paste("Calendly user list", both).await;
        page.rows(OUTSIDE, 3).await;
        page.fill("Calendly user list", "alex@example.com").await;
        page.rows(OUTSIDE, 1).await;
    })
    .await;
}

#[tokio::test]
async fn what_was_not_used_is_listed_and_a_count_that_differs_is_said() {
    visit(async |page| {
        // A page's text of which two rows are missing, with a sentence and an invisible character in it.
        let copied = "Users\nActive (3)\nJane Doe\njane@example.com\nOwner\n⋮\n\
            Ask Kim about the next one?\nSam Roe\nsam\u{200b}@example.com\nUser\n⋮\n\
            Rows per page\n1–25 of 175\n";
        page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
        page.paste("Calendly user list", copied).await;
        page.rows(OUTSIDE, 2).await;
        let says = |text: &str, words: &[&str]| {
            for words in words {
                assert!(text.contains(words), "{words}: {text}");
            }
        };
        says(
            &page.text().await,
            &["text copied from the Users page, 2 users", "\"Active (3)\"", "\"1–25 of 175\""],
        );
        // What is ignored is folded away, and can be looked at line by line.
        let folded = "6 header lines ignored";
        assert!(!page.text().await.contains("line 13"));
        page.click("1 line not read").await;
        page.click(folded).await;
        says(
            &page.text().await,
            &[
                "line 7",
                "Ask Kim about the next one?",
                "line 1",
                "line 12",
                "Rows per page",
                "line 13",
            ],
        );
        let notes = page.copied_by("Copy Markdown").await;
        says(
            &notes,
            &[
                "- **Lines not used:** 1 not understood, 6 header lines ignored",
                "- **Characters removed:** 1 `⟨U+200B⟩`",
                "line 7",
                "Ask Kim about the next one?",
                "175",
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn a_large_paste_becomes_a_source_of_its_own() {
    visit(async |page| {
        // What was selected gives way to a paste, wherever its text goes.
        page.paste("Calendly user list", "alex@example.com").await;
        page.rows(OUTSIDE, 1).await;
        page.paste("Calendly user list", &many_users(9_000)).await;
        says(page, "9000 users").await;
        assert_eq!(page.value("Calendly user list").await, "");
        let name = "Pasted list, 9,001 lines";
        page.control(&format!("Remove {name}")).await;

        // Its text is shown a stretch at a time.
        assert!(!page.text().await.contains("person0@example.com\n"));
        page.click(&format!("Show {name}")).await;
        says(page, "Person 0,person0@example.com").await;
        assert!(!page.text().await.contains("Person 1000,"));
        page.click(&format!("Show more of {name}")).await;
        says(page, "Person 1000,person1000@example.com").await;
        page.click(&format!("Hide {name}")).await;
        page.until("the text is folded", async || !page.text().await.contains("Person 1000,"))
            .await;

        // It is kept over a reload, and goes when it is removed.
        page.reload().await;
        says(page, "9000 users").await;
        page.click(&format!("Remove {name}")).await;
        page.until("the list is empty", async || !page.text().await.contains("9000 users")).await;
        assert!(!page.has(&format!("Show {name}")).await);
    })
    .await;
}

#[tokio::test]
async fn a_text_at_the_limit_stays_in_the_text_area() {
    visit(async |page| {
        let head = "jane@example.com\n";
        let text = format!("{head}{}", "é".repeat(200_000 - head.len()));
        page.paste("Calendly user list", &text).await;
        page.rows(OUTSIDE, 1).await;
        assert_eq!(page.value("Calendly user list").await, text);
        page.paste("Calendly user list", &format!("{text}é")).await;
        page.until("the text area is empty", async || {
            page.value("Calendly user list").await.is_empty()
        })
        .await;
        says(page, "Pasted list, 2 lines").await;
        page.control("Show Pasted list, 2 lines").await;
    })
    .await;
}

#[tokio::test]
async fn large_pastes_outside_a_field_are_sources_side_by_side() {
    visit(async |page| {
        paste_anywhere(page, &many_users(9_000)).await;
        says(page, "9000 users").await;
        // As many lines of others: both stay.
        let others = many_users(9_000).replace("person", "other");
        paste_anywhere(page, &others).await;
        says(page, "18000 users").await;
        for name in ["Pasted list, 9,001 lines", "Pasted list, 9,001 lines (2)"] {
            page.control(&format!("Remove {name}")).await;
        }
        assert_eq!(page.value("Calendly user list").await, "");
    })
    .await;
}

#[tokio::test]
async fn large_earlier_notes_become_a_source_of_their_own() {
    visit(async |page| {
        page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
        page.paste("Calendly user list", &many_users(4_500)).await;
        page.rows(TEAM, 4).await;
        page.copied_by("Copy Markdown").await;
        let notes = page.clipboard().await;
        assert!(notes.chars().count() > 200_000, "{} characters", notes.len());
        let name = |number: &str| {
            let lines = notes.lines().count();
            format!("Pasted notes, {},{:03} lines{number}", lines / 1000, lines % 1000)
        };
        page.paste_into("Earlier notes").await;
        says(page, "4 people · 0 decisions").await;
        assert_eq!(page.value("Earlier notes").await, "");
        page.click(&format!("Show {}", name(""))).await;
        says(page, "### Summary").await;
        page.click(&format!("Remove {}", name(""))).await;
        page.until("the notes are gone", async || {
            !page.text().await.contains("4 people · 0 decisions")
        })
        .await;

        paste_anywhere(page, &notes).await;
        says(page, "4 people · 0 decisions").await;
        assert_eq!(page.value("Earlier notes").await, "");
        page.control(&format!("Remove {}", name(""))).await;
    })
    .await;
}
