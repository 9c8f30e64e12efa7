//! Whether somebody has added words to a line or a cell that we make anew each time.
//!
//! What is made anew is not carried on, and what a person wrote there would be lost with it. So each is held against
//! the form in which we write it; where strangers' text may stand in it, only what cannot be theirs is taken for added.

use super::super::escape::code_span;
use super::super::pings::{self, whom};
use super::super::{columns, folded, since, summary};
use super::EarlierPerson;
use super::cell::{breaks, without_state};
use crate::audit::{How, Label, reason_begins};
use crate::day::Day;

/// A cell of a column that is made anew.
pub(super) fn to_cell(column: &str, cell: &str) -> bool {
    let parts = breaks(cell);
    match column.trim().to_lowercase().as_str() {
        "gitlab" => !is_code(cell),
        "calendly account" => {
            let (account, others) = parts.split_first().unwrap_or((&"", &[]));
            !is_account(account) || !others.iter().all(|part| is_ruled_out(part))
        }
        "possible match" | "possible account" => !parts.iter().all(|part| {
            *part == columns::NEW
                || is_ruled_out(part)
                || starts_with_label(part)
                || names_a_reason(part)
        }),
        "standing" => ![folded::NO_LONGER, folded::REMOVED].contains(&cell),
        _ => false,
    }
}

/// A code span and nothing else.
fn is_code(cell: &str) -> bool {
    cell.starts_with('`') && cell.ends_with('`')
}

fn is_ruled_out(part: &str) -> bool {
    part.starts_with("Not ") && part.ends_with(", by hand")
}

fn starts_with_label(part: &str) -> bool {
    Label::ALL.iter().any(|label| part.starts_with(label.text()))
}

fn names_a_reason(part: &str) -> bool {
    part.match_indices(": ").any(|(at, _)| reason_begins(part.get(at + 2..).unwrap_or("")))
}

/// `Yes, by email, User, Active`.
fn is_account(part: &str) -> bool {
    let Some(how) = part.strip_prefix("Yes, ") else { return ["", "No"].contains(&part) };
    let rest = How::ALL.iter().find_map(|known| how.strip_prefix(known.words()));
    let Some(rest) = rest else { return false };
    let last = rest.rsplit(", ").next().unwrap_or("");
    // `User manager` is a role of somebody's; `User (leaves in May)` is none.
    let longer = |word: &&str| {
        let more = last.strip_prefix(*word).unwrap_or("");
        says_something(more) && !more.trim_start().starts_with(char::is_alphanumeric)
    };
    (rest.is_empty() || rest.starts_with(", "))
        && !["Active", "Pending", "Owner", "Admin", "User"].iter().any(longer)
}

/// A line of the summary, as a reader sees it.
pub(super) fn to_summary(term: &str, said: &str) -> bool {
    let rest = match term {
        "Owners" => digits(said)
            .and_then(|rest| rest.strip_prefix(summary::ONE_EXPECTED))
            .or_else(|| summary::NOT_KNOWN.iter().find_map(|words| said.strip_prefix(words))),
        "Matched" => {
            digits(said).and_then(|rest| rest.strip_prefix(" of ")).and_then(counted).map(bracket)
        }
        "To fix" | "To check" | "Intentional" => counted(said).map(|rest| {
            let rest = rest.strip_prefix(" of ").and_then(counted).unwrap_or(rest);
            let outside = rest.strip_prefix(", and ").and_then(digits);
            outside.and_then(|rest| rest.strip_prefix(" outside the team")).unwrap_or(rest)
        }),
        "Not part of the team" | "In other groups" => counted(said).map(bracket),
        "Roster" | "Calendly list" => match said.rsplit_once("SHA-256 ") {
            Some((_, hash)) => {
                let hash = hash.strip_prefix("over the files' own ").unwrap_or(hash);
                Some(hash.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
            }
            None => return false,
        },
        summary::TO_BE_PINGED | summary::TO_BE_ESCALATED => {
            let rest = counted(said).unwrap_or(said);
            let rest = rest.strip_prefix(" and ").unwrap_or(rest);
            let rest = rest.strip_prefix(summary::AN_ADMINISTRATOR).unwrap_or(rest);
            rest.strip_prefix(", ").map(|when| {
                let rest =
                    when.trim_start_matches(|c: char| c.is_ascii_digit() || "-: T".contains(c));
                rest.strip_prefix("UTC").unwrap_or(rest)
            })
        }
        "Pinged" | "Escalated" | "Review asked for" => {
            let rest = said.trim_start_matches(|c: char| c.is_ascii_digit() || "-: T".contains(c));
            Some(rest.strip_prefix("UTC").unwrap_or(rest))
        }
        // Strangers' words, or the auditor's, may stand at their ends.
        _ => return false,
    };
    rest.is_none_or(says_something)
}

/// A line of the comparison, in Markdown.
pub(super) fn to_compared(term: &str, said: &str) -> bool {
    let said = said.trim();
    match term {
        "New" | "Still open" | "As it was" => {
            let users = |rest| {
                counted(str::strip_prefix(rest, ", and ")?)?.strip_prefix(" outside the team")
            };
            let day = |rest: &str| {
                let day = rest.strip_prefix(since::OLDEST)?;
                day.get(..10).and_then(Day::read)?;
                day.get(10..).map(str::to_owned)
            };
            let rest = counted(said).map(|rest| users(rest).unwrap_or(rest));
            rest.is_none_or(|rest| {
                !is_list_of_names(rest)
                    && says_something(&day(rest).unwrap_or_else(|| rest.to_owned()))
            })
        }
        "Removed" | "Still there" => {
            behind_code(said).is_some_and(|rest| says_something(rest) && !is_rest_of_names(rest))
        }
        "Addressed" | "Not checked this time" => {
            let grouped = counted(said).is_some_and(is_list_of_names);
            // A line of the version before: one finding.
            !grouped && to_addressed(said)
        }
        _ => false,
    }
}

/// A line of the fold `Addressed`, in Markdown: a finding that is open no more. Its details stand at its end, and
/// may be anything.
pub(super) fn to_addressed(said: &str) -> bool {
    // A name, or what was found, may itself hold a label: one place that ends as ours does is enough.
    let ends = |after: &str| after.is_empty() || after.starts_with(": ");
    !Label::ALL.iter().any(|label| {
        said.match_indices(label.text()).any(|(at, found)| {
            let after = said.get(at + found.len()..).unwrap_or("");
            let how = since::HOW.iter().chain([&since::NOT_CHECKED]);
            ends(after)
                || how.into_iter().any(|how| after.strip_prefix(*how).is_some_and(ends))
                || since::HOW_BEFORE.contains(&after)
        })
    })
}

/// ` (Jane Doe: Not in Calendly; and 2 more)`: whom a line names, in brackets, with nothing behind them.
fn is_list_of_names(rest: &str) -> bool {
    let inside = rest.strip_prefix(" (").and_then(|inside| inside.strip_suffix(')'));
    inside.is_some_and(|inside| {
        let labels = Label::ALL.iter().map(|label| label.text());
        let ends =
            [since::MORE, since::NAMELESS, "`"].into_iter().chain(since::HOW.iter().copied());
        labels.chain(ends).any(|end| inside.ends_with(end))
    })
}

/// `; and 2 more`.
fn is_rest_of_names(rest: &str) -> bool {
    rest.strip_prefix("; and ").and_then(digits) == Some(since::MORE)
}

/// A task of one of our comments, as a reader sees it. `people` are the findings as the same notes have them.
pub(super) fn to_task(task: &str, people: &[EarlierPerson]) -> bool {
    if let Some((_, repair)) = task.rsplit_once(". Repair: ") {
        let is_line = |line: &str| {
            let value = ["calendly: ", "email: "].iter().find_map(|key| line.strip_prefix(key));
            value.is_some_and(|value| !value.contains(char::is_whitespace))
        };
        return !repair.split(", ").all(is_line);
    }
    let Some((label, after)) = behind_last_label(task) else { return false };
    // Behind the sentences of a ping, labels stand in brackets.
    let after = match after.strip_prefix(pings::OPEN_SINCE) {
        Some(day) => day.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-'),
        None => without_state(after),
    };
    if task.contains(" (") && after.starts_with(')') && !after.contains(". The ") {
        return says_something(after);
    }
    if let Some(why) = after.rfind(". The ").and_then(|at| after.get(at + 2..)) {
        return !whom::ENDS.iter().any(|end| why.ends_with(end)) && !why.contains(whom::UNUSUAL);
    }
    let Some(details) = after.strip_prefix(": ") else { return says_something(after) };
    let known = people.iter().flat_map(|person| &person.findings);
    let known = known.filter(|finding| finding.label == label && !finding.details.is_empty());
    let rest = known.filter_map(|finding| details.strip_prefix(finding.details.as_str()));
    rest.min_by_key(|rest| rest.len()).is_some_and(says_something)
}

/// The label that stands last, and what follows it.
fn behind_last_label(text: &str) -> Option<(Label, &str)> {
    let found = Label::ALL.iter().filter_map(|label| {
        let at = text.rfind(label.text())? + label.text().len();
        Some((at, *label))
    });
    let (at, label) = found.max_by_key(|(at, label)| (*at, label.text().len()))?;
    Some((label, text.get(at..)?))
}

/// What stands behind the last code span.
fn behind_code(markdown: &str) -> Option<&str> {
    let mut rest = markdown;
    let mut behind = None;
    while let Some(at) = rest.find('`') {
        rest = rest.get(at..)?;
        match code_span(rest) {
            Some((_, after)) => {
                behind = Some(after);
                rest = after;
            }
            None => rest = rest.trim_start_matches('`'),
        }
    }
    behind
}

fn says_something(rest: &str) -> bool {
    rest.contains(char::is_alphanumeric)
}

fn digits(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    (rest.len() < text.len()).then_some(rest)
}

/// What follows `2 people`.
fn counted(text: &str) -> Option<&str> {
    let rest = digits(text)?.strip_prefix(' ')?;
    let words = [
        "people",
        "person",
        "users",
        "user",
        "findings",
        "finding",
        "justifications",
        "justification",
    ];
    words.iter().find_map(|word| rest.strip_prefix(word))
}

/// What follows ` (3 by email, 1 by hand)`; a bracket that does not begin with a number is somebody's.
fn bracket(rest: &str) -> &str {
    let inside =
        rest.strip_prefix(" (").filter(|inside| inside.starts_with(|c: char| c.is_ascii_digit()));
    inside.and_then(|inside| Some(inside.split_once(')')?.1)).unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_were_added_are_told_from_ours() {
        for (column, cell, added) in [
            ("GitLab", "`jdoe`", false),
            ("GitLab", "`jdoe` on leave", true),
            ("Calendly account", "Yes, by email, User, Active", false),
            ("Calendly account", "No<br>Not Jane `jane@example.com`, by hand", false),
            ("Calendly account", "No<br>Not yet", true),
            ("Calendly account", "No<br>asked, by hand", true),
            ("Possible match", "Jane Doe `jane@example.com`: same name", false),
            ("Possible match", "Not Jane `jane@example.com`, by hand", false),
            ("Possible match", "Look-alike characters", false),
            ("Possible match", "ask her", true),
            ("Standing", folded::NO_LONGER, false),
            ("Standing", "see below", true),
            ("Name", "as anybody likes", false),
        ] {
            assert_eq!(to_cell(column, cell), added, "{column}: {cell}");
        }
        for (term, said, added) in [
            ("Owners", "1 (one is expected)", false),
            ("Owners", "1 (one is expected), who?", true),
            ("To fix", "2 findings of 2 people", false),
            ("To fix", "2 findings of 2 people, and 1 outside the team", false),
            ("To fix", "2 findings of 2 people, see below", true),
            ("Roster", "team.yaml, 2 people, SHA-256 e3b0c442", false),
            ("Roster", "team.yaml, 2 people, SHA-256 e3b0c442 (old)", true),
            ("Calendly list", "CSV, 2 users, SHA-256 over the files' own e3b0c442", false),
            ("Calendly list", "none, 0 users", false),
            ("To be pinged", "2 people, 2026-11-22 07:40 UTC", false),
            ("To be pinged", "an administrator of Calendly, 2026-11-22 07:40 UTC", false),
            (
                "To be pinged",
                "1 person and an administrator of Calendly, 2026-11-22 07:40 UTC",
                false,
            ),
            ("To be pinged", "1 person, 2026-11-22 07:40 UTC, by Slack", true),
            ("Pinged", "2026-11-22 07:40 UTC", false),
            ("Pinged", "2026-11-22 07:40 UTC by Slack", true),
            ("Tool", "as anybody likes", false),
        ] {
            assert_eq!(to_summary(term, said), added, "{term}: {said}");
        }
        for (term, said, added) in [
            ("New", "2 findings", false),
            ("New", "2 findings, alas", true),
            ("Removed", "Old Hand `ohand@example.com`", false),
            ("Removed", "Old Hand `ohand@example.com` by me", true),
            ("New", "1 finding (Jane Doe: Not in Calendly)", false),
            (
                "New",
                "0 findings, and 2 users outside the team (`a@example.com`; and 1 more)",
                false,
            ),
            ("New", "1 finding (Jane Doe: Not in Calendly), alas", true),
            ("New", "1 finding (Jane Doe: Not in Calendly) (alas)", true),
            ("Removed", "Old Hand `ohand@example.com`; and 2 more", false),
            ("Removed", "Old Hand `ohand@example.com`; and Ann", true),
            ("Addressed", "1 finding (Jane Doe: Not in Calendly, said to be intentional)", false),
            ("Addressed", "1 finding (Jane Doe: Not in Calendly), thanks", true),
            ("Addressed", "Jane Doe `jane@example.com`: Not in Calendly", false),
            ("Addressed", "Jane Doe: Not in Calendly (no longer in the roster)", false),
            ("Addressed", "Jane Doe: Link differs from Calendly: `https://calendly.com/j`", false),
            ("Addressed", "Jane Doe `jane@example.com`: Not in Calendly, thanks", true),
            ("Not checked this time", "Jane Doe: Not in Calendly, why?", true),
        ] {
            assert_eq!(to_compared(term, said), added, "{term}: {said}");
        }
    }
}
