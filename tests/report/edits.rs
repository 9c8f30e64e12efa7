//! The notes after people have worked on them in GitLab: in its text field, in its rich text editor, or copied out of
//! the rendered issue. Nothing that somebody wrote may be lost, and nothing that nobody wrote may turn up.

use calendly_audit::audit::{Decision, UserKey, Verdict};
use calendly_audit::report::earlier::{Earlier, read};

use super::course::{self, decided};
use super::support::WHEN;

const ROSTER: &str = "\
- name: Jane Doe
  email: jdoe@example.com
  calendly: https://calendly.com/jdoe/30min
  gitlab: {username: jdoe}
  reports_to: John Manager
- name: Max Roe
  email: mroe@example.com
  gitlab: {username: mroe}
- name: John Manager
  email: jman@example.com
  calendly: https://calendly.com/jman
  gitlab: {username: jman}
- name: '*Star* R&D_x'
  email: star@example.com
  calendly: https://calendly.com/star
";
const LIST: &str = "\
Name,Login email,Role,Calendly link
Jane Doe,jdoe@example.com,User,https://calendly.com/jdoe
John Manager,jman@example.com,Owner,https://calendly.com/jman
*Star* R&D_x,star@example.com,User,https://calendly.com/star
Jo Law,jlaw@example.com,User,https://calendly.com/jlaw
M. Roe,max@example.org,Admin,https://calendly.com/mroe
Old Hand,ohand@example.com,User,https://calendly.com/ohand
";

/// The notes of a sitting, and the comment that goes with them.
fn sit(earlier: &str, when: i64) -> (String, String) {
    let sitting = course::sit(ROSTER, LIST, earlier, when);
    (sitting.notes, sitting.pings)
}

/// An issue in the middle of its audit: decided upon, pinged, escalated, with everything that notes may hold.
fn issue() -> String {
    let (notes, ping) = sit("", WHEN);
    let notes = decided(&notes, "jlaw", "Legal");
    let notes = decided(&notes, "ohand", "To be removed");
    let notes =
        edit(&notes, "Links to an event:", "Links to an event (intentional: a short call first):");
    let first = format!("{notes}\n{ping}");
    let (notes, escalation) = sit(&first, WHEN + 72 * 3_600);
    format!("{notes}\n{ping}\n{escalation}")
}

#[track_caller]
fn edit(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from:?} is not in {text}");
    text.replacen(from, to, 1)
}

/// What was read, without where it stood.
fn read_anywhere(text: &str) -> Earlier {
    let mut earlier = read(text);
    earlier.unplaced.iter_mut().for_each(|kept| kept.line = 0);
    earlier
}

fn kept(text: &str) -> Vec<String> {
    read(text).unplaced.into_iter().map(|kept| kept.text).collect()
}

#[test]
fn what_nobody_touched_leaves_nothing_over() {
    for text in [sit("", WHEN).0, issue(), sit(&issue(), WHEN + 144 * 3_600).0] {
        assert_eq!(kept(&text), Vec::<String>::new(), "{text}");
    }
}

/// GitLab's rich text editor, and its copy of a rendered issue: other bullets, dashes without spaces under a table's
/// head, padded cells, folds on one line.
#[test]
fn another_spelling_says_the_same() {
    let text = issue();
    let expected = read_anywhere(&text);
    assert!(
        !expected.decisions.is_empty()
            && expected.events.pinged.is_some()
            && expected.events.escalated.is_some()
    );
    let by_line = |change: &dyn Fn(&str) -> String| {
        text.lines().map(|line| change(line) + "\n").collect::<String>()
    };
    let bullets = |mark: &str| {
        let mark = mark.to_owned();
        by_line(&move |line| {
            line.strip_prefix("- ").map_or(line.to_owned(), |rest| mark.clone() + rest)
        })
    };
    let rules = by_line(&|line| {
        if line.starts_with("| ---") { line.replace(" --- ", "------") } else { line.to_owned() }
    });
    let padded = by_line(&|line| {
        if line.starts_with("| ") { line.replace(" |", "      |") } else { line.to_owned() }
    });
    let lean = by_line(&|line| {
        if line.starts_with("| ") {
            line.replace(" | ", "|").replace("| ", "|").replace(" |", "|")
        } else {
            line.to_owned()
        }
    });
    let folds = text.replace("<details>\n<summary>", "<details><summary>");
    let open = text.replace("<details>\n", "<details open>\n");
    let breaks = text.replace("<br>", "<br />");
    for (what, edited) in [
        ("stars", bullets("* ")),
        ("pluses", bullets("+ ")),
        ("wide lists", bullets("-   ")),
        ("indented lists", bullets("  - ")),
        ("rules", rules),
        ("padded", padded),
        ("lean", lean),
        ("folds on a line", folds),
        ("open folds", open),
        ("breaks", breaks),
        ("spaces at line ends", by_line(&|line| format!("{line}  "))),
        ("Windows", text.replace('\n', "\r\n")),
        ("blank lines after headings", text.replace("### Support Team\n", "### Support Team\n\n")),
    ] {
        assert_ne!(edited, text, "{what}");
        assert_eq!(read_anywhere(&edited), expected, "{what}: {edited}");
    }
}

/// The whole table in HTML, as the rich text editor writes it once Enter was pressed in one of its cells.
fn in_html(text: &str) -> String {
    let mut out = String::new();
    let mut rows: Vec<&str> = Vec::new();
    let flush = |rows: &mut Vec<&str>, out: &mut String| {
        if rows.is_empty() {
            return;
        }
        out.push_str("<table>\n");
        for (index, row) in rows.drain(..).enumerate().filter(|(index, _)| *index != 1) {
            out.push_str("<tr>\n");
            let tag = if index == 0 { "th" } else { "td" };
            for cell in row.trim_matches('|').split(" | ") {
                let cell = cell.trim().replace("\\|", "|");
                let plain = cell.chars().all(|c| c.is_alphanumeric() || " ,.".contains(c));
                if plain {
                    out.push_str(&["<", tag, ">", &cell, "</", tag, ">\n"].concat());
                } else {
                    let cell = cell.replace("<br>", "\n\n");
                    out.push_str(&["<", tag, ">\n\n", &cell, "\n</", tag, ">\n"].concat());
                }
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</table>\n");
    };
    for line in text.lines() {
        if line.starts_with('|') {
            rows.push(line);
        } else {
            flush(&mut rows, &mut out);
            out.push_str(line);
            out.push('\n');
        }
    }
    flush(&mut rows, &mut out);
    out
}

#[test]
fn a_table_that_became_html_is_read_like_the_table() {
    let text = issue();
    let edited = in_html(&text);
    assert!(edited.contains("<td>Jane Doe</td>") && !edited.contains("\n| "), "{edited}");
    assert_eq!(read_anywhere(&edited), read_anywhere(&text), "{edited}");

    // Why it became HTML: a justification of two paragraphs and a list.
    let edited = edit(
        &edited,
        "<td>\n\nLegal (since 2026-11-22)\n</td>",
        "<td>\n\nLegal, asked by Ann\n\n* until May\n</td>",
    );
    let key = UserKey::from_written("jlaw@example.com");
    let said = Verdict::Justified("Legal, asked by Ann\n* until May".to_owned());
    let decisions = read(&edited).decisions;
    assert!(
        decisions.iter().any(|c| c.decision == Decision::Verdict(key.clone(), said.clone())),
        "{decisions:?}"
    );

    // A table of somebody else, a stray line in ours, and a table whose end was cut off.
    let mut text = edit(&edited, "</tr>\n</table>\n", "</tr>\nAnn was here\n</table>\n");
    text.push_str("<table>\n<tr>\n<td>Lunch</td>\n<td>at noon</td>\n</tr>\n</table>\n<table>\n<tr>\n<td>and so");
    let left = kept(&text);
    for expected in ["Ann was here", "Lunch", "at noon", "and so"] {
        assert!(left.iter().any(|kept| kept.contains(expected)), "{expected}: {left:?}");
    }
}

#[test]
fn what_is_typed_is_what_a_reader_sees() {
    for (typed, expected) in [
        ("contractor\\_x until \\*May\\*", "contractor_x until *May*"),
        ("see \\[1\\] `a\\_b`", "see [1] `a\\_b`"),
        ("`` a`b ``", "a`b"),
        ("C:\\temp", "C:\\temp"),
        ("ends with \\", "ends with \\"),
        ("é\\_é", "é_é"),
    ] {
        let (notes, _) = sit("", WHEN);
        let notes = edit(
            &notes,
            "| `https://calendly.com/jlaw` |  |  |",
            &format!("| `https://calendly.com/jlaw` |  | {typed} |"),
        );
        let user =
            read(&notes).users.into_iter().find(|user| user.email == "jlaw@example.com").unwrap();
        assert_eq!(user.verdict, Some(Verdict::Justified(expected.to_owned())), "{typed}");
        let again = sit(&notes, WHEN + 3_600).0;
        let user =
            read(&again).users.into_iter().find(|user| user.email == "jlaw@example.com").unwrap();
        assert_eq!(user.verdict, Some(Verdict::Justified(expected.to_owned())), "{again}");
    }
}

/// Wherever somebody adds words to what we wrote, they are shown, carried on by the next notes, and by those after.
#[test]
fn words_that_were_added_anywhere_are_never_lost() {
    let text = issue();
    for (from, to) in [
        // The summary.
        ("- **Owners:** 1 (one is expected)", " - Ann takes over in May"),
        ("- **Matched:** 3 of 4 people (3 by email)", " (Max is on leave)"),
        ("- **To fix:** 2 findings of 1 person", ", see below"),
        (
            "- **Not part of the team:** 3 users (1 justified, 1 to be removed, 1 without a decision)",
            ": ask Ann",
        ),
        ("- **Pinged:** 2026-11-22 07:40 UTC", " by Ann"),
        ("- **Still there:** Old Hand `ohand@example.com`", " - removed just now, by Ann"),
        ("- **Still open:** 2 findings", ", Ann looks"),
        // The tables.
        ("| `jdoe`", " (was jane.doe)"),
        ("| `https://calendly.com/jdoe/30min`", " old one"),
        ("| `mroe@example.com`", " (new address soon)"),
        ("| Yes, by email, User", " (leaves in May)"),
        (" | No", ", invited on Monday"),
        ("Not in Calendly (open since 2026-11-22)", " (invited)"),
        ("| Jo Law | `jlaw@example.com` | User |  | `https://calendly.com/jlaw` | ", "asked her"),
        ("| Old Hand | `ohand@example.com`", " ask Ann first"),
        ("| Max Roe", " (on leave)"),
        ("| Old Hand", " (retired)"),
        ("| Jo Law | `jlaw@example.com` | User", " since May"),
        ("| Jo Law | `jlaw@example.com` | User | ", "on leave"),
        // The folds.
        ("Remove members: Old Hand `ohand@example.com`", " after Friday"),
        ("```text\n", "# not before May\n"),
        // The comments.
        (
            "- [ ] @mroe: Add `calendly:` with your Calendly page to your entry (No Calendly link)",
            " - I am on leave until June",
        ),
        (
            "- [ ] Max Roe `mroe@example.com`: Invite this person to Calendly (Not in Calendly)",
            " - done by Ann",
        ),
        ("- **The person:** Max Roe `mroe@example.com`: No Calendly link", " - on leave"),
        ("(No Calendly link, open since 2026-11-22). The roster names no manager", ", it is John"),
        // Behind it all.
        (
            "(No Calendly link, open since 2026-11-22). The roster names no manager\n",
            "\n```\nlog of Ann\n```\n",
        ),
    ] {
        let edited = edit(&text, from, &format!("{from}{to}"));
        let words = to.trim().trim_matches(|c| "-,:()`\n ".contains(c)).trim_matches('\n');
        let mut notes = edited;
        for half_years in 1..=3 {
            notes = sit(&notes, WHEN + 144 * 3_600 + half_years * 3_600).0;
            let times = notes.matches(words).count();
            assert_eq!(times, 1, "{words:?} behind {from:?}, {half_years}: {notes}");
        }
    }
}

#[test]
fn a_row_with_words_beside_the_address_is_still_that_persons() {
    let text = edit(
        &issue(),
        "| Max Roe | `mroe@example.com`",
        "| Max Roe | `mroe@example.com` (new one soon)",
    );
    let again = sit(&text, WHEN + 144 * 3_600).0;
    assert!(again.contains("Not in Calendly (open since 2026-11-22)"), "{again}");
    assert!(!again.contains("no longer in the roster"), "{again}");
}

/// The description holds the first notes, a comment the second ones: people go on writing into either.
#[test]
fn of_several_notes_in_one_text_the_newest_stand_and_nothing_is_lost() {
    let (first, ping) = sit("", WHEN);
    let meant =
        edit(&first, "No Calendly link<br>", "No Calendly link (intentional: on leave)<br>");
    let meant = decided(&meant, "ohand", "Remove");
    let text = format!("{meant}\n{ping}");
    let (second, _) = sit(&text, WHEN + 24 * 3_600);
    // Afterwards somebody justifies one in the old table, and somebody else thinks better of another in the new one.
    let old = decided(&text, "jlaw", "Legal");
    let new = edit(&second, "| To be removed |", "| Stays until June |");
    for both in [format!("{old}\n{new}"), format!("{new}\n{old}")] {
        let (third, _) = sit(&both, WHEN + 48 * 3_600);
        for words in [
            "Not in Calendly (open since 2026-11-22)",
            "No Calendly link (intentional: on leave)",
            "| Legal (since 2026-11-22) |",
            "| Stays until June (since 2026-11-23) |",
            "- **Earlier notes:** 2026-11-23 07:40 UTC",
        ] {
            assert_eq!(third.matches(words).count(), 1, "{words}: {third}");
        }
        assert!(!third.contains("**Addressed:**"), "{third}");
        assert!(!third.contains("To be removed"), "{third}");
    }
}
