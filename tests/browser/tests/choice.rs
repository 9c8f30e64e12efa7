//! A person has the last word over how a list is read: its format, and what each column means.

use browser_tests::page::visit;
use serde_json::json;

use crate::team::{OUTSIDE, TEAM};

/// Two lists in one text, so that each has a control of its own.
const LISTS: &str = "Name,Work email,Private email,Role\n\
    Jane Doe,jane@example.org,jane@example.com,Admin\n\
    Sam Roe,sam@example.org,sam@example.com,User\n\
    \n\
    Max Moe <max@example.org>\n\
    Kim Loe <kim@example.org>\n";

/// Two columns of addresses under headings that say nothing: only a person can tell by which one people sign in.
pub const IN_QUESTION: &str = "Kontakt,Anmeldung,Person\n\
    ida@acme.example,ida.berg@acme.example,Ida Berg\n\
    boss@acme.example,tom@acme.example,Tom Ruiz\n\
    vera@acme.example,vera@rival.example,Vera Stone\n";

const CSV_PART: &str = "Lines 1 to 3: CSV, 2 records";
const PLAIN: &str = "Lines 5 to 6: email addresses, 2 records";

#[tokio::test]
async fn a_column_means_what_a_person_says_and_can_be_changed_back() {
    visit(async |page| {
        page.paste("Calendly user list", LISTS).await;
        let detected = page.rows(OUTSIDE, 4).await;
        let email_of = |rows: &[Vec<String>], name: &str| {
            rows.iter().find(|row| row[0] == name).map(|row| row[1].clone()).unwrap_or_default()
        };
        assert_eq!(email_of(&detected, "Jane Doe"), "jane@example.org");

        page.click(CSV_PART).await;
        let (work, private) = ("Column 2: Work email", "Column 3: Private email");
        assert_eq!(page.picked("Column 1: Name").await, "Name");
        assert_eq!(page.picked(work).await, "Email");
        assert_eq!(page.picked(private).await, "Something else");
        assert_eq!(page.picked("Column 4: Role").await, "Role");

        page.pick(private, "Email").await;
        page.until("the other column is the email", async || {
            let rows = page.rows(OUTSIDE, 4).await;
            email_of(&rows, "Jane Doe") == "jane@example.com"
        })
        .await;
        // One column is the email: the other one shows that it no longer is.
        assert_eq!(page.picked(work).await, "Something else");
        assert_eq!(page.picked(private).await, "Email");

        page.pick(work, "Email").await;
        page.until("the tables are as they were", async || page.rows(OUTSIDE, 4).await == detected)
            .await;
        assert_eq!(page.picked(work).await, "Email");
        assert_eq!(page.picked(private).await, "Something else");

        page.pick("Column 4: Role", "Something else").await;
        page.until("nobody has a role", async || {
            page.rows(OUTSIDE, 4).await.iter().all(|row| row[2].is_empty())
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_part_is_read_in_the_format_that_a_person_says_and_as_detected_again() {
    visit(async |page| {
        page.paste("Calendly user list", LISTS).await;
        let detected = page.rows(OUTSIDE, 4).await;

        page.click(PLAIN).await;
        assert_eq!(page.picked("Read as").await, "email addresses (detected)");
        page.pick("Read as", "CSV").await;
        // Without a separator each line is one cell, and a cell holds no name beside its address.
        page.until("the part is read as CSV", async || {
            page.has("Lines 5 to 6: CSV, 2 records").await
        })
        .await;
        assert_eq!(page.picked("Read as").await, "CSV");
        let read = page.rows(OUTSIDE, 4).await;
        let emails = |rows: &[Vec<String>]| {
            let mut emails: Vec<String> = rows.iter().map(|row| row[1].clone()).collect();
            emails.sort();
            emails
        };
        assert_eq!(emails(&read), emails(&detected), "nobody is lost, whatever it is read as");

        // The other part is as it was.
        assert!(page.has(CSV_PART).await);

        page.pick("Read as", "email addresses (detected)").await;
        page.until("the part is read as it was", async || page.has(PLAIN).await).await;
        assert_eq!(page.picked("Read as").await, "email addresses (detected)");
        assert_eq!(page.rows(OUTSIDE, 4).await, detected);

        page.click(PLAIN).await;
        page.click(CSV_PART).await;
        page.pick("Read as", "email addresses").await;
        page.until("the table is read as a list of addresses", async || {
            page.text().await.contains("Lines 1 to 3: email addresses, ")
        })
        .await;
        page.until("both addresses of a line are users", async || {
            let rows = page.table(OUTSIDE).await.unwrap_or_default();
            let emails: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
            ["jane@example.org", "jane@example.com"].iter().all(|email| emails.contains(email))
        })
        .await;
        page.pick("Read as", "CSV (detected)").await;
        page.until("all is as it was", async || {
            page.table(OUTSIDE).await.is_some_and(|rows| rows[1..] == detected)
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_column_in_question_is_asked_about_and_the_answer_audits() {
    let roster = "- name: Ida Berg\n  email: ida@acme.example\n- name: Tom Ruiz\n  email: tom@acme.example\n";
    visit(async |page| {
        page.choose("Roster files", &[&page.a_file("team.yaml", roster)]).await;
        page.paste("Calendly user list", IN_QUESTION).await;
        // The step unfolds by itself, and so does the table of its columns: header, three samples, meaning.
        page.until("it is asked", async || {
            page.text().await.contains("Is this the address people sign in with?")
        })
        .await;
        let table = "return [...document.querySelectorAll('.mapping tbody tr')].map((row) => [row.cells[0].querySelector('bdi').innerText, [...row.querySelectorAll('.sample')].map((e) => e.innerText), row.querySelector('select').selectedOptions[0].label, Boolean(row.querySelector('.doubt'))])";
        let asked = page.script(table, vec![]).await;
        assert_eq!(asked[1], json!(["Anmeldung", ["ida.berg@acme.example", "tom@acme.example", "vera@rival.example"], "Something else", true]));
        assert_eq!((&asked[0][3], &asked[2][2], &asked[2][3]), (&json!(true), &json!("Name"), &json!(false)), "{asked}");
        let seen = "return document.querySelector('.mapping').getBoundingClientRect().bottom <= innerHeight";
        assert_eq!(page.script(seen, vec![]).await, true, "without scrolling");
        assert!(page.status().await.contains("0 matched"), "nobody is matched until then");
        assert!(page.text().await.contains("Next: say what the column in question holds"));

        page.pick("Column 2: Anmeldung", "Email").await;
        page.until("the audit stands", async || page.status().await.contains("1 matched")).await;
        page.until("the step is one line again", async || !page.has("Calendly user list").await)
            .await;
        let outside = page.rows(OUTSIDE, 2).await;
        assert_eq!(outside.iter().map(|row| &*row[0]).collect::<Vec<_>>(), ["Ida Berg", "Vera Stone"]);
        let team = page.rows(TEAM, 2).await;
        assert!(team[0][5].contains("Not in Calendly"), "{team:?}");
    })
    .await;
}
