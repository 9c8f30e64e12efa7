//! A whole audit, played by hand with the clock set forward: first run, people edit the notes, three days, escalation,
//! three more, Slack, everything mended, review, and the audit of half a year later that carries the justifications.

use browser_tests::page::{Page, visit};
use serde_json::json;

const ROSTER: &str = include_str!("../../course/roster.yaml");
const LIST: &str = include_str!("../../course/users.csv");

/// 2026-11-22 08:00 UTC.
const BEGIN: u64 = 1_795_334_400;

/// Sets the page's clock to this many hours after the first sitting, from the next load on.
pub async fn clock(page: &Page, hours: u64) {
    let now = (BEGIN + hours * 3_600) * 1_000;
    let script = format!(
        "{{ const Real = Date; const begun = Real.now(); const now = () => {now} + (Real.now() - begun);
           globalThis.Date = class extends Real {{
             constructor(...given) {{ if (given.length) super(...given); else super(now()); }}
             static now() {{ return now(); }}
           }}; }}"
    );
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
}

/// Begins a sitting of the auditor this many hours after the first: nothing is left of the last one but the issue.
async fn sit(page: &Page, hours: u64, roster: &str, list: &str, notes: &str) {
    clock(page, hours).await;
    page.click_and_agree("Clear everything").await;
    page.reload().await;
    page.choose("Roster files", &[page.a_file("team.yaml", roster).as_path()]).await;
    page.paste("Calendly user list", list).await;
    page.rows("Support Team", 3).await;
    page.click("Policy").await;
    page.fill("Support Operations Manager", "opsman").await;
    if !notes.is_empty() {
        page.paste("Earlier notes", notes).await;
        page.until("the earlier notes are read", async || {
            page.text().await.contains("Earlier notes of")
        })
        .await;
    }
}

#[track_caller]
fn edit(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from:?} is not in {text}");
    text.replacen(from, to, 1)
}

/// The notes, in which somebody has written into the justification of the user with this page.
#[track_caller]
fn decided(notes: &str, slug: &str, words: &str) -> String {
    let cells = format!("| `https://calendly.com/{slug}` |  | ");
    edit(notes, &format!("{cells} |"), &format!("{cells}{words} |"))
}

#[track_caller]
fn says(text: &str, words: &[&str]) {
    for words in words {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
}

#[tokio::test]
async fn an_audit_from_the_first_ping_to_the_next_half_year() {
    visit(async |page| {
        // The first run.
        sit(page, 0, ROSTER, LIST, "").await;
        let notes = page.copied_by("Copy Markdown").await;
        says(&notes, &["FY27 Q4, 2026-11-22 08:0"]);
        let pings = page.copied_by("Copy pings").await;
        says(&pings, &["- [ ] @jdoe: Change `calendly:` in your entry to `https://calendly.com/jdoe` (Links to an event)", "- [ ] Max Roe `mroe@example.com`: Invite this person to Calendly (Not in Calendly)"]);
        assert!(!pings.contains("@jman"), "{pings}");

        // People work on the issue: the notes, and the comment behind them.
        let issue = format!("# Calendly audit\n\n## Notes\n{notes}\n{pings}");
        let issue = decided(&issue, "jlaw", "Legal, asked by Jane");
        let issue = decided(&issue, "ohand", "to be removed");
        let issue = edit(&issue, "- [ ] Max Roe", "- [x] Max Roe");

        // Three days later Jane has mended her link; Max has ticked the box and done nothing.
        let mended = edit(ROSTER, "jdoe/30min", "jdoe");
        sit(page, 73, &mended, LIST, &issue).await;
        let pings = page.copied_by("Copy pings").await;
        says(
            &pings,
            &[
                "@opsman",
                "- [ ] Max Roe `mroe@example.com` (box ticked, still open): Invite this person to Calendly (Not in Calendly",
            ],
        );
        assert!(!pings.contains("@jdoe"), "{pings}");
        let notes = page.copied_by("Copy Markdown").await;
        says(
            &notes,
            &[
                "- **Addressed:** 1 finding (Jane Doe: Links to an event)",
                "Not in Calendly (open since 2026-11-22)",
                "Legal, asked by Jane (since 2026-11-22) |",
                "- **Still there:** Old Hand `ohand@example.com`",
            ],
        );

        // Three more days and nothing happened: Slack.
        sit(page, 147, &mended, LIST, &format!("{notes}\n{pings}")).await;
        let slack = page.copied_by("Copy pings").await;
        says(&slack, &["Max Roe (Not in Calendly, open since 2026-11-22)"]);
        let notes = page.copied_by("Copy Markdown").await;

        // Max has an account, Old Hand has none any more.
        let list = edit(
            LIST,
            "Old Hand,ohand@example.com,User,https://calendly.com/ohand",
            "Max Roe,mroe@example.com,User,https://calendly.com/mroe",
        );
        sit(page, 150, &mended, &list, &notes).await;
        let review = page.copied_by("Copy pings").await;
        says(&review, &["@opsman, nothing is open any more."]);
        let notes = page.copied_by("Copy Markdown").await;
        says(&notes, &["- **Removed:** Old Hand `ohand@example.com`"]);

        // Half a year later the justification stands as it was; a changed role asks for it again.
        sit(page, 180 * 24, &mended, &list, &notes).await;
        let next = page.copied_by("Copy Markdown").await;
        says(&next, &["Legal, asked by Jane (since 2026-11-22) |"]);
        let promoted = edit(&list, "Jo Law,jlaw@example.com,User", "Jo Law,jlaw@example.com,Admin");
        sit(page, 180 * 24, &mended, &promoted, &notes).await;
        let next = page.copied_by("Copy Markdown").await;
        says(&next, &["- **Ask again:** Jo Law `jlaw@example.com`: the role was User, is Admin"]);
    })
    .await;
}

#[tokio::test]
async fn the_next_step_is_due_in_the_readers_own_time_zone() {
    visit(async |page| {
        page.devtools("Emulation.setTimezoneOverride", json!({"timezoneId": "Asia/Tokyo"})).await;
        sit(page, 0, ROSTER, LIST, "").await;
        let shows = async |words: &str| {
            page.until(words, async || page.text().await.contains(words)).await;
        };
        shows("Next: ping 1 person, and ask an administrator of Calendly about 1 person; decide on 2 users outside the team").await;
        page.copied_by("Copy pings").await;
        // 72 hours after eight in the morning in UTC.
        shows("Next: escalate what 1 person did not answer, and ask an administrator of Calendly again about 1 person, due Nov 25, 2026, 5:0").await;
        page.click("I did not post it").await;
        shows("Next: ping 1 person, and ask an administrator of Calendly about 1 person; decide on 2 users outside the team").await;
        page.fill("Support Operations Manager", "").await;
        page.copied_by("Copy pings").await;
        shows("The Support Operations Manager cannot be mentioned: set the GitLab username under Policy.")
            .await;
    })
    .await;
}

#[tokio::test]
async fn what_became_of_the_earlier_notes_is_said_on_the_page_line_by_line() {
    visit(async |page| {
        sit(page, 0, ROSTER, LIST, "").await;
        let notes = page.copied_by("Copy Markdown").await;
        let notes = decided(&notes, "jlaw", "Legal");
        let notes = decided(&notes, "ohand", "To be removed");
        let mended = edit(ROSTER, "jdoe/30min", "jdoe");
        let promoted = edit(LIST, "Jo Law,jlaw@example.com,User", "Jo Law,jlaw@example.com,Admin");
        sit(page, 73, &mended, &promoted, &notes).await;
        page.click("What became of each of them").await;
        let text = page.text().await.replace('\n', " ");
        says(
            &text,
            &[
                "Addressed 1 finding (Jane Doe: Links to an event)",
                "Still there Old Hand ohand@example.com",
                "Ask again Jo Law jlaw@example.com: the role was User, is Admin",
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn the_clock_is_not_lost_when_the_notes_were_copied_first() {
    visit(async |page| {
        let shows = async |words: &str| {
            page.until(words, async || page.text().await.contains(words)).await;
        };
        sit(page, 0, ROSTER, LIST, "").await;
        shows("Audited on Nov 22, 2026").await;
        shows("Pinged: to do").await;
        let notes = page.copied_by("Copy Markdown").await;
        let pings = page.copied_by("Copy pings").await;
        // The page asks for the notes again until they are copied.
        shows("The notes in the issue do not say yet when this was sent").await;
        let again = page.copied_by("Copy Markdown").await;
        says(&again, &["- **Pinged:** 2026-11-22 08:0"]);
        page.until("nothing is asked for any more", async || {
            !page.text().await.contains("do not say yet when this was sent")
        })
        .await;
        for issue in [&again, &pings, &format!("{notes}\n{pings}"), &format!("{pings}\n{notes}")] {
            sit(page, 96, ROSTER, LIST, issue).await;
            shows("Next: escalate what 1 person did not answer, and ask an administrator of Calendly again about 1 person, due since Nov 25, 2026").await;
            shows("Pinged on Nov 22, 2026").await;
            shows("Escalated: to do").await;
        }
        // With the notes alone, as they were copied before, nothing is ticked, and one press says what happened.
        sit(page, 96, ROSTER, LIST, &notes).await;
        shows("Pinged: to do").await;
        shows("Next: say whether 1 person was pinged on 2026-11-22 08:0").await;
        page.click("They were sent then").await;
        shows("Next: escalate what 1 person did not answer, and ask an administrator of Calendly again about 1 person, due since Nov 25, 2026").await;
        shows("Pinged on Nov 22, 2026").await;
    })
    .await;
}

#[tokio::test]
async fn notes_in_the_list_s_box_are_moved_by_a_press() {
    visit(async |page| {
        sit(page, 0, ROSTER, LIST, "").await;
        let notes = page.copied_by("Copy Markdown").await;
        page.paste("Calendly user list", &notes).await;
        page.until("an alert", async || {
            page.text().await.contains("These are the notes of an audit.")
        })
        .await;
        page.until("no audit", async || {
            page.text().await.contains("paste or open the Calendly user list")
        })
        .await;
        page.click("Move it to Earlier audit").await;
        page.until("the notes are read", async || page.text().await.contains("Earlier notes of"))
            .await;
    })
    .await;
}
