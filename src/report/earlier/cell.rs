//! Cells of a Markdown table: cut apart, and read back.

use super::super::escape::{self, Within, code_span};
use super::super::visible::unseen;
use super::EarlierFinding;
use crate::audit::Label;
use crate::day::Day;
pub(in crate::report) use crate::markdown::is_rule_line;
pub(super) use crate::markdown::{cells, is_rule};

/// The text of a cell: what we encoded, or what a person typed, as they typed it.
pub(super) fn text(cell: &str) -> String {
    let mut out = String::new();
    for (index, line) in breaks(cell).into_iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        match escape::decode(line, Within::Cell) {
            Some(text) => out.push_str(&text),
            None => typed(line, &mut out),
        }
    }
    out
}

/// Whether a cell is one that we encoded, to the letter.
pub(super) fn is_text_of(cell: &str) -> bool {
    escape::decode(cell, Within::Cell).is_some()
}

/// What a person typed: the marks of Markdown stay, as they are part of it. The backslashes before them are none of the
/// person's: GitLab's rich text editor writes them, and nobody sees them in the rendered table. A code span is one of
/// ours in the editor's spelling where there is nothing else.
fn typed(line: &str, out: &mut String) {
    if let Some((content, "")) = code_span(line.trim()) {
        out.push_str(&unseen(&content.replace("\\|", "|")));
        return;
    }
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let next =
            rest.get(1..).and_then(|after| after.chars().next()).filter(char::is_ascii_punctuation);
        if c == '`'
            && let Some((_, after)) = code_span(rest)
        {
            let span = rest.get(..rest.len() - after.len()).unwrap_or("");
            out.push_str(&span.replace("\\|", "|"));
            rest = after;
        } else if c == '\\'
            && let Some(escaped) = next
        {
            out.push(escaped);
            rest = rest.get(2..).unwrap_or("");
        } else {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or("");
        }
    }
}

/// What follows a label's ` (new)` or ` (open since 2026-05-20)`.
pub(super) fn without_state(after: &str) -> &str {
    let state = after.strip_prefix(" (").and_then(|inside| inside.split_once(')'));
    match state {
        Some((inside, rest)) if inside == "new" || inside.starts_with("open since ") => rest,
        _ => after,
    }
}

/// A cell cut at its `<br>`, those inside code spans aside.
pub(super) fn breaks(cell: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(rest) = cell.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with('`') {
            let fence = rest.bytes().take_while(|b| *b == b'`').count();
            at = match code_span(rest) {
                Some((_, after)) => cell.len() - after.len(),
                None => at + fence,
            };
            continue;
        }
        let tag = ["<br>", "<br/>", "<br />"]
            .into_iter()
            .find(|tag| rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)));
        if let Some(tag) = tag {
            parts.push(cell.get(from..at).unwrap_or(""));
            at += tag.len();
            from = at;
        } else {
            let escaped = rest.starts_with('\\');
            at += rest.chars().take(1 + usize::from(escaped)).map(char::len_utf8).sum::<usize>();
        }
    }
    parts.push(cell.get(from..).unwrap_or(""));
    parts
}

/// What a reader sees of Markdown that mixes our words and theirs.
pub(super) fn seen(markdown: &str, within: Within) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            if let Some((content, after)) = code_span(rest) {
                match within {
                    Within::Cell => out.push_str(&content.replace("\\|", "|")),
                    Within::Line => out.push_str(content),
                }
                rest = after;
                continue;
            }
        } else if c == '\\' {
            let next = rest.chars().nth(1).filter(char::is_ascii_punctuation);
            if let Some(next) = next {
                out.push(next);
                rest = rest.get(1 + next.len_utf8()..).unwrap_or("");
                continue;
            }
        } else if let Some(after) = rest.strip_prefix("&#124;") {
            out.push('|');
            rest = after;
            continue;
        }
        out.push(c);
        rest = rest.get(c.len_utf8()..).unwrap_or("");
    }
    out
}

/// The findings of an `Issues` cell, and the parts that are none.
pub(super) fn findings(cell: &str) -> (Vec<EarlierFinding>, Vec<String>) {
    let mut findings: Vec<EarlierFinding> = Vec::new();
    let mut others = Vec::new();
    for part in breaks(cell) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        if let Some((finding, other)) = finding(part) {
            findings.push(finding);
            others.extend(other);
        } else if let Some(before) = findings.last_mut() {
            if !before.details.is_empty() {
                before.details.push_str("; ");
            }
            before.details.push_str(&seen(part, Within::Cell));
        } else {
            others.push(seen(part, Within::Cell));
        }
    }
    (findings, others)
}

/// Details in the words of this version: a finding that the version before told otherwise is the same.
fn in_todays_words(details: &str) -> String {
    let mut details = details.to_owned();
    for (before, today) in [
        (", main page: ", ", use "),
        (", own page: ", ", use "),
        (
            ", the account with this link is given to nobody",
            ", one account, two entries: delete one",
        ),
    ] {
        details = details.replace(before, today);
    }
    match details.strip_prefix("main page: ") {
        Some(page) => ["use ", page].concat(),
        None => details,
    }
}

/// `Label (open since 2026-05-20) (intentional: reason): details`, and what a person wrote behind a label
/// that has no colon.
fn finding(part: &str) -> Option<(EarlierFinding, Option<String>)> {
    let starts = |label: &&Label| {
        part.get(..label.text().len()).is_some_and(|s| s.eq_ignore_ascii_case(label.text()))
    };
    let label = *Label::ALL.iter().filter(starts).max_by_key(|label| label.text().len())?;
    let mut rest = part.get(label.text().len()..)?;
    let mut found =
        EarlierFinding { label, details: String::new(), since: None, intentional: None };
    while let Some((inside, after)) = rest.strip_prefix(" (").and_then(bracketed) {
        if let Some(date) = inside.strip_prefix("open since ").and_then(Day::read) {
            found.since = Some(date);
        } else if let Some(reason) = inside.strip_prefix("intentional:") {
            let reason = reason.strip_prefix(' ').unwrap_or(reason);
            found.intentional = Some(text(reason));
        } else if inside != "new" {
            break;
        }
        rest = after;
    }
    if rest.is_empty() {
        return Some((found, None));
    }
    if let Some(details) = rest.strip_prefix(':') {
        found.details = in_todays_words(seen(details, Within::Cell).trim());
        return Some((found, None));
    }
    // `Not in Calendlyland` is no finding.
    rest.starts_with(|c: char| !c.is_alphanumeric())
        .then(|| (found, Some(seen(part, Within::Cell))))
}

/// What stands before the bracket that closes, and what after it; brackets in code spans do not count.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let c = rest.chars().next()?;
        match c {
            '`' => {
                if let Some((_, after)) = code_span(rest) {
                    at = text.len() - after.len();
                    continue;
                }
            }
            '(' => depth += 1,
            ')' if depth == 0 => return Some((text.get(..at)?, text.get(at + 1..)?)),
            ')' => depth -= 1,
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_ends_a_cell_unless_a_backslash_stands_before_it_alone() {
        for (line, expected) in [
            ("| a | b |", &["a", "b"][..]),
            ("a | b", &["a", "b"]),
            ("| a\\|b | c |", &["a\\|b", "c"]),
            ("| a\\\\| b |", &["a\\\\", "b"]),
            ("| a |  |", &["a", ""]),
        ] {
            assert_eq!(cells(line), expected, "{line}");
        }
        for (line, rule) in [
            ("| --- | :-: |", true),
            ("|-|", true),
            ("| --- | x |", false),
            ("| : |", false),
            ("", false),
        ] {
            assert_eq!(is_rule_line(line), rule, "{line}");
        }
    }

    #[test]
    fn what_is_typed_stays_but_for_backslashes_that_nobody_sees() {
        for (cell, expected) in [
            ("Jane Doe", "Jane Doe"),
            ("*see* `x` now", "*see* `x` now"),
            ("*see* `x\\|y` now", "*see* `x|y` now"),
            ("\\*see\\* \\_it\\_", "*see* _it_"),
            ("*ü\\*", "*ü*"),
            ("*a*<br>b", "*a*\nb"),
        ] {
            assert_eq!(text(cell), expected, "{cell}");
        }
        assert!(is_text_of("Jane Doe") && is_text_of("`R&D`"));
        assert!(!is_text_of("*see* this"));
    }

    #[test]
    fn what_a_reader_sees_has_no_marks_of_ours() {
        for (markdown, seen_by_a_reader) in
            [("a\\*b\\*", "a*b*"), ("`x\\|y` &#124; z", "x|y | z"), ("a\\b", "a\\b")]
        {
            assert_eq!(seen(markdown, Within::Cell), seen_by_a_reader, "{markdown}");
        }
        for (after, rest) in [
            (" (new): x", ": x"),
            (" (open since 2026-05-20) (intentional: y)", " (intentional: y)"),
            (" (asked): x", " (asked): x"),
            (": x", ": x"),
        ] {
            assert_eq!(without_state(after), rest, "{after}");
        }
    }
}
