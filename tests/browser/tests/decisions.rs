//! A person's word over the machine's: every decision is shown at once, in the table and in the notes, can be undone and done
//! again, and holds through edits of either list as long as both its sides are there.

use browser_tests::page::{Page, visit};

use crate::page::press_control;
use crate::team::{OUTSIDE, ROSTER, TEAM};

/// Three of the team of [`ROSTER`]; somebody who may be the fourth, and one who left.
const LIST: &str = "\
Name,Login email,Role,Calendly link
Jane Doe,jdoe@example.com,Admin,https://calendly.com/jdoe
John Manager,jmanager@example.com,Owner,https://calendly.com/jmanager
Noor Linkless,noor@example.com,User,https://calendly.com/noor
Missing Max,mmissing@old.example,User,https://calendly.com/mm
Quinn Former,quinn@example.com,User,https://calendly.com/quinn
";
const MORE_PEOPLE: &str = "- name: Ada Added\n  email: ada@example.com\n";
const MORE_USERS: &str = "Uma Added,uma@example.com,User,https://calendly.com/uma\n";

/// What a decision does to one cell.
struct Decided {
    /// The table, the row by its name, the column.
    at: (&'static str, &'static str, usize),
    /// What the cell says without the decision, and with it.
    says: (&'static str, &'static str),
    /// What the notes say with it.
    notes: &'static str,
    /// What begins the line, of either list, that one of its sides is.
    side: &'static str,
    /// How it is listed while that side is gone.
    listed: Option<&'static str>,
}

async fn roster(page: &Page, text: &str) {
    page.choose("Roster files", &[&page.a_file("team.yaml", text)]).await;
}

/// The text of a cell; `None` where there is no such row.
async fn cell(page: &Page, (caption, name, column): (&str, &str, usize)) -> Option<String> {
    let table = page.table(caption).await?;
    table.into_iter().find(|row| row[0] == name).map(|row| row[column].clone())
}

async fn says(page: &Page, at: (&str, &str, usize), words: &str) {
    page.until(&format!("{at:?} says {words:?}"), async || {
        cell(page, at).await.is_some_and(|cell| cell == words)
    })
    .await;
}

/// Both lists without the entry, or the line, that begins so.
fn without(side: &str) -> (String, String) {
    let entries = ROSTER.split_inclusive('\n').fold(Vec::<String>::new(), |mut entries, line| {
        match entries.last_mut().filter(|_| !line.starts_with("- ")) {
            Some(entry) => entry.push_str(line),
            None => entries.push(line.to_owned()),
        }
        entries
    });
    let entries = entries.into_iter().filter(|entry| !entry.starts_with(side));
    let lines = LIST.split_inclusive('\n').filter(|line| !line.starts_with(side));
    let (roster, list): (String, String) = (entries.collect(), lines.collect());
    assert_ne!((&*roster, &*list), (ROSTER, LIST), "{side} is in neither list");
    (roster, list)
}

/// Opens a row's details, decides there, and looks at everything that must hold of a decision.
async fn holds(decided: Decided, decide: impl AsyncFnOnce(&Page)) {
    let Decided { at, says: (before, after), notes, side, listed } = decided;
    visit(async |page| {
        roster(page, ROSTER).await;
        page.paste("Calendly user list", LIST).await;
        says(page, at, before).await;
        decide(page).await;
        says(page, at, after).await;
        let copied = page.copied_by("Copy Markdown").await;
        assert!(copied.contains(notes), "{notes:?} is not in {copied}");

        page.click("Undo").await;
        says(page, at, before).await;
        page.click("Redo").await;
        says(page, at, after).await;
        press_control(page, 'z').await;
        says(page, at, before).await;
        press_control(page, 'y').await;
        says(page, at, after).await;

        roster(page, &format!("{MORE_PEOPLE}{ROSTER}")).await;
        page.paste("Calendly user list", &format!("{LIST}{MORE_USERS}")).await;
        page.until("both edits are in", async || {
            cell(page, (TEAM, "Ada Added", 0)).await.is_some()
                && cell(page, (OUTSIDE, "Uma Added", 0)).await.is_some()
        })
        .await;
        says(page, at, after).await;

        let (fewer_people, fewer_users) = without(side);
        roster(page, &fewer_people).await;
        page.paste("Calendly user list", &fewer_users).await;
        if let Some(listed) = listed {
            page.until("it is listed", async || {
                let text = page.text().await;
                text.contains("1 decision does not apply to today's lists") && text.contains(listed)
            })
            .await;
            let copied = page.copied_by("Copy Markdown").await;
            assert!(copied.contains("| no longer in the lists |"), "{copied}");
        }

        roster(page, ROSTER).await;
        page.paste("Calendly user list", LIST).await;
        says(page, at, after).await;
        assert!(!page.text().await.contains("no place in today's lists"));
        // A decision is an entry of the undoing, an edit of a list is none.
        page.click("Undo").await;
        says(page, at, before).await;
    })
    .await;
}

#[tokio::test]
async fn a_suggestion_is_accepted() {
    let decided = Decided {
        at: (TEAM, "Max Missing", 4),
        says: ("No", "Yes, by hand, User"),
        notes: "| Yes, by hand, User |",
        side: "Missing Max,",
        listed: Some("max@example.com is mmissing@old.example"),
    };
    holds(decided, async |page| {
        page.click("Details of Max Missing").await;
        page.click("Accept").await;
        page.until("nobody of that name is outside", async || {
            cell(page, (OUTSIDE, "Missing Max", 0)).await.is_none()
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn somebody_is_matched_by_hand_from_either_side() {
    let decided = || Decided {
        at: (TEAM, "Max Missing", 4),
        says: ("No", "Yes, by hand, User"),
        notes: "max@example.com` | `max` | `https://calendly.com/max-missing` | Yes, by hand, User |",
        side: "Quinn",
        listed: Some("max@example.com is quinn@example.com"),
    };
    holds(decided(), async |page| {
        page.click("Details of Max Missing").await;
        page.fill("Match with a Calendly user", "former qu").await;
        page.until("Quinn is found", async || page.has("Match").await).await;
        page.click("Match").await;
    })
    .await;
    holds(decided(), async |page| {
        page.click("Details of Quinn Former").await;
        page.fill("Match with somebody in the team", "max-miss").await;
        page.until("Max is found", async || page.has("Match").await).await;
        page.click("Match").await;
    })
    .await;
}

#[tokio::test]
async fn a_match_is_undone() {
    let decided = Decided {
        at: (TEAM, "Jane Doe", 4),
        says: ("Yes, by email, Admin", "No\nNot Jane Doe jdoe@example.com, by hand"),
        notes: "| No<br>Not Jane Doe `jdoe@example.com`, by hand |",
        side: "Jane Doe,",
        listed: Some("jdoe@example.com is not jdoe@example.com"),
    };
    holds(decided, async |page| {
        page.click("Details of Jane Doe").await;
        page.click("Undo match").await;
        says(page, (OUTSIDE, "Jane Doe", 5), "Not Jane Doe jdoe@example.com, by hand").await;
        // And this can be taken back by its own button too.
        page.click("Take back").await;
        says(page, (TEAM, "Jane Doe", 4), "Yes, by email, Admin").await;
        page.click("Undo").await;
    })
    .await;
}

#[tokio::test]
async fn somebody_outside_is_justified() {
    let decided = Decided {
        at: (OUTSIDE, "Quinn Former", 6),
        says: ("", "helps the new team until March"),
        notes: "| helps the new team until March |",
        side: "Quinn",
        listed: Some("quinn@example.com is justified: helps the new team until March"),
    };
    holds(decided, async |page| {
        page.click("Details of Quinn Former").await;
        page.click("Keep").await; // without a reason there is no justification
        page.fill("Reason to keep", "helps the new team until March").await;
        page.click("Keep").await;
    })
    .await;
}

#[tokio::test]
async fn somebody_outside_is_to_be_removed() {
    let decided = Decided {
        at: (OUTSIDE, "Quinn Former", 6),
        says: ("", "To be removed"),
        notes: "- [ ] Remove members: Quinn Former `quinn@example.com`",
        side: "Quinn",
        // Who is gone was removed: nothing is left to say of it.
        listed: None,
    };
    holds(decided, async |page| {
        page.click("Details of Quinn Former").await;
        page.click("To be removed").await;
    })
    .await;
}

#[tokio::test]
async fn somebody_outside_is_not_a_person_and_has_a_keeper() {
    let decided = Decided {
        at: (OUTSIDE, "Quinn Former", 6),
        says: ("", "Service account: Jane Doe"),
        notes: "| Service account: Jane Doe |",
        side: "Quinn",
        listed: Some("quinn@example.com is a service account, owner Jane Doe"),
    };
    holds(decided, async |page| {
        page.click("Details of Quinn Former").await;
        page.fill("Service account, owner", "Jane Doe").await;
        page.click("Service account").await;
    })
    .await;
}

#[tokio::test]
async fn a_finding_is_intentional() {
    let decided = Decided {
        at: (TEAM, "Noor Linkless", 5),
        says: (
            "No Calendly link: use https://calendly.com/noor",
            "No Calendly link (intentional: on leave until May): use https://calendly.com/noor",
        ),
        notes: "| No Calendly link (intentional: on leave until May): use `https://calendly.com/noor` |",
        side: "- name: Noor",
        listed: Some("noor@example.com: “No Calendly link” is intentional: on leave until May"),
    };
    holds(decided, async |page| {
        page.click("Details of Noor Linkless").await;
        page.fill("Reason this is intended (No Calendly link)", "on leave until May").await;
        page.click("Mark as intentional").await;
    })
    .await;
}

/// The list as Calendly's API gives it: every user has an identifier that outlives the email.
fn with_identifiers(email: &str) -> String {
    format!(
        r#"{{"collection": [{{"role": "user", "user": {{"uri": "https://api.calendly.com/users/QUINN", "name": "Quinn Former", "email": "{email}", "scheduling_url": "https://calendly.com/quinn"}}}}], "pagination": {{"count": 1}}}}"#
    )
}

#[tokio::test]
async fn a_decision_follows_calendlys_identifier_else_the_email_and_can_be_taken_back_by_either() {
    const REASON: &str = "helps the new team";
    let at = (OUTSIDE, "Quinn Former", 6);
    visit(async |page| {
        let justify = async || {
            page.fill("Reason to keep", REASON).await;
            page.click("Keep").await;
            says(page, at, REASON).await;
        };
        roster(page, ROSTER).await;
        // The identifier is known: the email may change.
        page.paste("Calendly user list", &with_identifiers("quinn@example.com")).await;
        says(page, at, "").await;
        page.click("Details of Quinn Former").await;
        justify().await;
        page.paste("Calendly user list", &with_identifiers("quinn@renamed.example")).await;
        page.until("the email is another", async || {
            cell(page, (OUTSIDE, "Quinn Former", 1))
                .await
                .is_some_and(|cell| cell == "quinn@renamed.example")
        })
        .await;
        says(page, at, REASON).await;
        page.click("Take back").await;
        says(page, at, "").await;

        // It is not known yet: the email stands for it, also once it is.
        page.paste("Calendly user list", LIST).await;
        page.until("the list is another", async || {
            cell(page, (OUTSIDE, "Missing Max", 0)).await.is_some()
        })
        .await;
        page.click("Details of Quinn Former").await;
        justify().await;
        page.paste("Calendly user list", &with_identifiers("quinn@example.com")).await;
        page.until("the list is another", async || {
            cell(page, (OUTSIDE, "Missing Max", 0)).await.is_none()
        })
        .await;
        says(page, at, REASON).await;
        page.click("Take back").await;
        says(page, at, "").await;
    })
    .await;
}
