//! The folded parts of the notes: repairs, invitations, removals, possible accounts, what was addressed, decisions.
//!
//! Each is a `<details>` with blank lines around its content, as GitLab needs it. The last one is the
//! notes' own memory of what the tables cannot show.

use std::collections::HashSet;

use super::columns::named;
use super::escape::{Within, code, code_span};
use super::markdown::{Cell, header, line};
use super::visible::visible;
use super::{Report, Sink, since};
use crate::audit::repair::{self, Caution, Line, Removal};
use crate::audit::{Decision, UserKey, Verdict};
use crate::day::Day;

/// Every folded part that has something to say.
pub(super) fn all(out: &mut String, report: &Report<'_>) {
    let repairs = repair::repairs(report.roster, report.list, report.audit);
    patches(out, report, &repairs.lines);
    invitations(out, &repairs.invitations);
    removals(out, report, &repairs.removals);
    possible(out, report);
    addressed(out, report);
    decisions(out, report);
}

const REPAIRS: &str = "Ready repairs";
const INVITATIONS: &str = "Invitations";
const REMOVALS: &str = "Removals";
const POSSIBLE: &str = "Possible accounts";
pub(super) const ADDRESSED: &str = "Addressed";
const DECISIONS: &str = "Decisions";

/// Begins every line of the removals' checklist.
pub(super) const REMOVE_MEMBERS: &str = "Remove members:";
/// Column of a user who may be a person's.
pub(super) const POSSIBLE_ACCOUNT: &str = "Possible account";

const REPAIRS_HINT: &str = "For the roster: the lines to change, one entry per person.";
/// Sentences of the version before, which stand in issues that are still open.
const BEFORE: &[&str] = &["For the roster: the lines that mend it, one entry a person."];
const INVITATIONS_HINT: &str =
    "For Calendly, Invite users: people of the team without an account, at most 100 at a time.";
const REMOVALS_HINT: &str =
    "In Calendly: select the user, then \"Remove members\". That keeps the person's own account.";

/// Whether a fold's summary is one of ours: `Removals (3)`.
pub(super) fn is_title(summary: &str) -> bool {
    let title = summary.split(" (").next().unwrap_or(summary).trim();
    [REPAIRS, INVITATIONS, REMOVALS, POSSIBLE, ADDRESSED, DECISIONS].contains(&title)
}

/// Whether a line within a fold is one of our own sentences.
pub(super) fn is_ours(line: &str) -> bool {
    let address =
        || line.strip_prefix("- ").and_then(code_span).is_some_and(|(_, rest)| rest.is_empty());
    [REPAIRS_HINT, INVITATIONS_HINT, REMOVALS_HINT].contains(&line)
        || BEFORE.contains(&line)
        || address()
}

/// Whether a line of a block is one that we may have written: an entry for the roster, or addresses.
pub(super) fn is_in_block(line: &str) -> bool {
    let line = line.trim_end();
    let entry = ["- name: ", "  calendly: ", "  email: "].iter().any(|ours| line.starts_with(ours));
    entry
        || line
            .split(", ")
            .all(|address| address.contains('@') && !address.contains(char::is_whitespace))
}

/// Whether a task is one of the removals' checklist, with nothing behind it that somebody added.
pub(super) fn is_removal(task: &str) -> bool {
    let Some(who) = task.strip_prefix(REMOVE_MEMBERS) else { return false };
    // Behind an address nothing can be ours but a caution. A name alone may hold anything.
    let behind = who.rsplit_once('`').map_or("", |(_, behind)| behind);
    ["", IS_OWNER, IS_ADMIN].contains(&behind)
}

const IS_OWNER: &str = ". This is the Owner: ownership has to be handed over before.";
const IS_ADMIN: &str = ". This is an Admin.";

fn open(out: &mut String, title: &str, count: usize) {
    out.push_str("\n<details>\n<summary>");
    out.push_str(title);
    out.push_str(" (");
    let mut said = Cell::new(out, Within::Line);
    super::sink::number(&mut said, count);
    out.push_str(")</summary>\n\n");
}

fn close(out: &mut String) {
    out.push_str("\n</details>\n");
}

/// What would mend the roster: one block to copy, one entry a person.
fn patches(out: &mut String, report: &Report<'_>, lines: &[Line]) {
    let mut people = 0;
    let mut before = None;
    for line in lines {
        people += usize::from(before != Some(line.person));
        before = Some(line.person);
    }
    if people == 0 {
        return;
    }
    open(out, REPAIRS, people);
    out.push_str(REPAIRS_HINT);
    out.push_str("\n\n```yaml\n");
    before = None;
    for line in lines {
        if before != Some(line.person)
            && let Some(person) = report.person(line.person)
        {
            out.push_str("- name: ");
            name_in_yaml(out, &person.name);
            out.push('\n');
        }
        before = Some(line.person);
        out.push_str("  ");
        out.push_str(&visible(&line.yaml()));
        out.push('\n');
    }
    out.push_str("```\n");
    close(out);
}

/// A name as a YAML string. A single word may mean something to YAML (`no`, `null`, `1`).
fn name_in_yaml(out: &mut String, name: &str) {
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || c == '-');
    let plain = name.contains(' ') && name.split(' ').all(word) && !name.starts_with('-');
    if plain {
        out.push_str(name);
        return;
    }
    out.push('\'');
    out.push_str(&visible(name).replace('\'', "''"));
    out.push('\'');
}

/// The addresses of people without an account, in batches that Calendly takes.
fn invitations(out: &mut String, batches: &[Vec<String>]) {
    if batches.is_empty() {
        return;
    }
    open(out, INVITATIONS, batches.iter().map(Vec::len).sum());
    out.push_str(INVITATIONS_HINT);
    out.push('\n');
    // An address that would end the block, or read as two, stands by itself.
    let fits = |email: &&String| {
        email.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'`' | b',' | b';' | b'"'))
    };
    for batch in batches {
        let (plain, odd): (Vec<_>, Vec<_>) = batch.iter().partition(fits);
        if !plain.is_empty() {
            out.push_str("\n```text\n");
            for (index, email) in plain.iter().enumerate() {
                out.push_str(if index > 0 { ", " } else { "" });
                out.push_str(email);
            }
            out.push_str("\n```\n");
        }
        if !odd.is_empty() {
            out.push('\n');
        }
        for email in odd {
            out.push_str("- ");
            code(out, email, Within::Line);
            out.push('\n');
        }
    }
    close(out);
}

fn removals(out: &mut String, report: &Report<'_>, removals: &[Removal]) {
    if removals.is_empty() {
        return;
    }
    open(out, REMOVALS, removals.len());
    out.push_str(REMOVALS_HINT);
    out.push_str("\n\n");
    for removal in removals {
        let Some(user) = report.user(removal.user) else { continue };
        out.push_str("- [ ] ");
        let mut said = Cell::new(out, Within::Line);
        said.trusted(REMOVE_MEMBERS);
        said.trusted(" ");
        named(&user.name, user.written_email(), &mut said);
        said.trusted(match removal.caution {
            Some(Caution::HandOverOwnership) => IS_OWNER,
            Some(Caution::IsAdmin) => IS_ADMIN,
            None => "",
        });
        said.end();
        out.push('\n');
    }
    close(out);
}

/// For people without an account: users outside the team who may be they.
fn possible(out: &mut String, report: &Report<'_>) {
    let rows: Vec<_> = report.audit.team.iter().filter(|row| !row.suggestions.is_empty()).collect();
    if rows.is_empty() {
        return;
    }
    open(out, POSSIBLE, rows.len());
    header(out, &["Name", "Email", POSSIBLE_ACCOUNT]);
    for row in rows {
        let Some(person) = report.person(row.person) else { continue };
        out.push_str("| ");
        let mut cell = Cell::new(out, Within::Cell);
        cell.untrusted(&person.name);
        cell.end();
        cell.out.push_str(" | ");
        cell.code(&person.email);
        cell.end();
        cell.out.push_str(" | ");
        for (index, suggestion) in row.suggestions.iter().enumerate() {
            if index > 0 {
                cell.line_break();
            }
            report.suggested_user(suggestion, &mut cell);
        }
        cell.end();
        out.push_str(" |\n");
    }
    close(out);
}

/// Every finding of the earlier notes that is open no more, with its details.
fn addressed(out: &mut String, report: &Report<'_>) {
    let Some(comparison) = report.comparison.filter(|one| !one.addressed.is_empty()) else {
        return;
    };
    open(out, ADDRESSED, comparison.addressed.len());
    for said in since::addressed(comparison) {
        out.push_str("- ");
        line(out, &said);
        out.push('\n');
    }
    close(out);
}

pub(super) const SAME: &str = "Same";
pub(super) const NOT_SAME: &str = "Not the same";
pub(super) const JUSTIFIED: &str = "Justified";
pub(super) const REMOVE: &str = "To be removed";
pub(super) const SERVICE_ACCOUNT: &str = "Service account";
/// The same in notes of the version before.
pub(super) const NOT_A_PERSON: &str = "Not a person";
pub(super) const INTENTIONAL: &str = "Intentional";
pub(super) const ACCEPTED: &str = "Accepted";

/// Every decision with its keys: what the tables cannot show, or show no more.
fn decisions(out: &mut String, report: &Report<'_>) {
    let carried = report.carried();
    if carried.is_empty() {
        return;
    }
    let lost: HashSet<&Decision> = report.audit.unplaced.iter().collect();
    let removed: HashSet<&Decision> = report.audit.removed.iter().collect();
    open(out, DECISIONS, carried.len());
    header(
        out,
        &["Decision", "Person", "Account", "Calendly id", "Label", "Reason", "Since", "Standing"],
    );
    for one in &carried {
        let (what, person, user, about, reason) = match &one.decision {
            Decision::Same(person, user) => (SAME, Some(person), Some(user), None, ""),
            Decision::NotSame(person, user) => (NOT_SAME, Some(person), Some(user), None, ""),
            Decision::Verdict(user, Verdict::Justified(reason)) => {
                (JUSTIFIED, None, Some(user), None, reason.as_str())
            }
            Decision::Verdict(user, Verdict::Remove) => (REMOVE, None, Some(user), None, ""),
            Decision::Verdict(user, Verdict::NotAPerson(keeper)) => {
                (SERVICE_ACCOUNT, None, Some(user), None, keeper.as_str())
            }
            Decision::Intentional(person, label, reason) => {
                (INTENTIONAL, Some(person), None, Some(label.text()), reason.as_str())
            }
            Decision::Accept(check, reason) => {
                (ACCEPTED, None, None, Some(check.text()), reason.as_str())
            }
        };
        let id = user.map(UserKey::as_str).filter(|key| *key != one.account).unwrap_or("");
        out.push_str("| ");
        out.push_str(what);
        let mut cell = Cell::new(out, Within::Cell);
        for code in [person.map_or("", |key| key.as_str()), &one.account, id] {
            cell.out.push_str(" | ");
            cell.code(code);
            cell.end();
        }
        cell.out.push_str(" | ");
        cell.trusted(about.unwrap_or(""));
        cell.out.push_str(" | ");
        cell.untrusted(reason);
        cell.end();
        cell.out.push_str(" | ");
        cell.trusted(&one.since.map(Day::iso).unwrap_or_default());
        cell.out.push_str(" | ");
        cell.trusted(if removed.contains(&one.decision) {
            REMOVED
        } else if lost.contains(&one.decision) {
            NO_LONGER
        } else {
            ""
        });
        cell.out.push_str(" |\n");
    }
    close(out);
}

/// Beside a decision to remove a user who is in the list no more.
pub(super) const REMOVED: &str = "removed";
/// Beside a decision that has no place in today's lists.
pub(super) const NO_LONGER: &str = "no longer in the lists";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_yaml_only_where_it_can_be_nothing_else() {
        for (name, written) in [
            ("Jane Doe", "Jane Doe"),
            ("Jean-Luc Doe", "Jean-Luc Doe"),
            ("Zoë 山田", "Zoë 山田"),
            ("no", "'no'"),
            ("", "''"),
            ("Jane  Doe", "'Jane  Doe'"),
            ("- Jane Doe", "'- Jane Doe'"),
            ("Jane Doe 2", "'Jane Doe 2'"),
            ("Jane O'Brien", "'Jane O''Brien'"),
            ("Jane: Doe", "'Jane: Doe'"),
        ] {
            let mut out = String::new();
            name_in_yaml(&mut out, name);
            assert_eq!(out, written);
        }
    }

    #[test]
    fn an_address_that_would_end_the_block_stands_by_itself() {
        let batch = ["a@example.com", "b@example.com", "c`d@example.com", "ü@example.com"];
        let mut out = String::new();
        invitations(&mut out, &[batch.map(str::to_owned).to_vec()]);
        assert!(out.contains("<summary>Invitations (4)</summary>"), "{out}");
        assert!(out.contains("\n```text\na@example.com, b@example.com\n```\n\n- "), "{out}");
        let odd = "- ``c`d@example.com``\n- `ü@example.com`\n\n</details>\n";
        assert!(out.ends_with(odd), "{out}");
    }

    #[test]
    fn what_stands_in_a_fold_is_ours_only_where_we_may_have_written_it() {
        for (summary, ours) in
            [("Removals (3)", true), ("Decisions (1)", true), ("Mine (3)", false), ("", false)]
        {
            assert_eq!(is_title(summary), ours, "{summary}");
        }
        for (line, ours) in [
            ("- name: Jane Doe", true),
            ("  calendly: https://calendly.com/jane", true),
            ("a@example.com, b@example.com", true),
            ("a@example.com, later", false),
            ("later", false),
            ("ask @jane first", false),
        ] {
            assert_eq!(is_in_block(line), ours, "{line}");
        }
    }
}
