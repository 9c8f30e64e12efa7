//! Lines of Calendly's Users page that name nobody: controls, headings, tabs, the pager.
//!
//! Recognised by their words alone, whole lines only, so that a name is never taken for page chrome
//! because it holds such a word. Facts: Calendly's help centre; Chromium's and Firefox's copies of
//! mock pages.

use crate::calendly::declared_count::{Counted, Stated};
use crate::calendly::input::trim;

/// What a line of page chrome is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chrome {
    /// A control, a heading, a number of the pager.
    Control,
    /// What ends every row: the menu, or the button that sends an invitation again.
    RowEnd,
    /// The button that sends an invitation again: only a pending row has it.
    Resend,
    /// A tab's heading with its count: `Active (170)`, `Pending 5`. A tab without a count is a
    /// [`Chrome::Control`], since it may as well be a status.
    Tab(Counted, usize),
    /// A count of everything listed, over all pages: `1–25 of 175`.
    Total(usize),
    /// The number of pages: `Page 1 of 7`.
    Pages(usize),
}

impl Chrome {
    /// The count that the line states, if it states one; `line` is its number in the source.
    pub fn stated(self, words: &str, line: usize) -> Option<Stated> {
        let (of, total) = match self {
            Self::Tab(of, total) => (of, total),
            Self::Total(total) => (Counted::Part, total),
            Self::Pages(pages) => (Counted::Pages, pages),
            Self::Control | Self::RowEnd | Self::Resend => return None,
        };
        Some(Stated { words: words.trim().to_owned(), of, total, line })
    }
}

/// Words that stand alone on a line or in a cell of the page, in lower case.
const CONTROLS: &[&str] = &[
    // The list and its tools.
    "users",
    "select all",
    "select",
    "deselect all",
    "invite users",
    "invite user",
    "invite",
    "invite members",
    "add users",
    "name",
    "email",
    "user",
    "role",
    "status",
    "group",
    "groups",
    "actions",
    "action",
    "search",
    "search users",
    "filter",
    "filters",
    "clear filters",
    "export",
    "export users",
    "export csv",
    "download csv",
    "sort by",
    "last active",
    "active",
    "pending",
    "calendly link",
    "copy link",
    "you",
    "(you)",
    // Bulk actions.
    "change role",
    "add to group",
    "remove members",
    "remove members and delete their accounts",
    "apply managed events",
    "cancel",
    "cancel invite",
    "revoke invite",
    // The pager.
    "rows per page",
    "rows per page:",
    "per page",
    "next",
    "previous",
    "prev",
    "next page",
    "previous page",
    "first page",
    "last page",
    "first",
    "last",
    "page",
    "load more",
    "show more",
    "of",
    "‹",
    "›",
    "«",
    "»",
    "<",
    ">",
    "←",
    "→",
    "…",
    // Around the list.
    "calendly",
    "home",
    "create",
    "scheduling",
    "event types",
    "meetings",
    "scheduled events",
    "availability",
    "contacts",
    "workflows",
    "integrations",
    "integrations & apps",
    "routing",
    "analytics",
    "admin center",
    "admin management",
    "account",
    "account settings",
    "billing",
    "security",
    "permissions",
    "managed events",
    "activity log",
    "help",
    "upgrade",
    "upgrade plan",
    "organization",
    "organization settings",
    "log out",
    "logout",
    "skip to main content",
];

/// What ends a row.
const ROW_ENDS: &[&str] =
    &["⋮", "︙", "…", "...", "⋯", "•••", "more", "more options", "options", "open menu", "edit"];

/// Whether a line is page chrome, and which. White space around it does not matter. Of a line that holds
/// several pieces (`Rows per page 1–6 of 6`) the first one that states a count is told, else the first;
/// [`pieces`] tells them all.
///
/// ```
/// use calendly_audit::calendly::vocabulary::page_chrome::{Chrome, chrome};
/// use calendly_audit::calendly::Counted;
/// assert_eq!(chrome("Active (170)"), Some(Chrome::Tab(Counted::Active, 170)));
/// assert_eq!(chrome("1–25 of 175"), Some(Chrome::Total(175)));
/// assert_eq!(chrome(" Rows per page "), Some(Chrome::Control));
/// assert_eq!(chrome("Owner Smith"), None);
/// ```
pub fn chrome(line: &str) -> Option<Chrome> {
    let pieces = pieces(line);
    let counts = |piece: &&(Chrome, &str)| matches!(piece.0, Chrome::Tab(..) | Chrome::Total(_));
    pieces.iter().find(counts).or(pieces.first()).map(|piece| piece.0)
}

/// The counts that a line of page chrome states; `line` is its number in the source. Empty where it is no
/// page chrome or states none.
pub fn stated(text: &str, line: usize) -> Vec<Stated> {
    pieces(text).into_iter().filter_map(|(piece, words)| piece.stated(words, line)).collect()
}

/// The pieces of page chrome that a line or cell consists of, with their words. Empty where any of it is
/// something else.
pub fn pieces(text: &str) -> Vec<(Chrome, &str)> {
    let text = trim(text);
    // No page chrome is longer than this: longer lines cost nothing.
    if text.is_empty() || text.len() > 120 {
        return Vec::new();
    }
    if let Some(piece) = piece(text) {
        return vec![(piece, text)];
    }
    let ends = word_ends(text);
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        // The longest run of words that is one piece.
        let longest = ends.iter().rev().filter(|end| **end > start).find_map(|end| {
            let words = trim(text.get(start..*end)?);
            Some((piece(words)?, words, *end))
        });
        let Some((piece, words, end)) = longest else { return Vec::new() };
        found.push((piece, words));
        start = end;
    }
    found
}

/// Where words end: at white space, and at a bracket or a digit that a letter is glued to.
fn word_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        let glued = c.is_alphabetic() && (last == ')' || last.is_ascii_digit());
        if c.is_whitespace() || glued {
            ends.push(at);
        }
        last = c;
    }
    ends.push(text.len());
    ends
}

/// The one piece of page chrome that these words are.
fn piece(words: &str) -> Option<Chrome> {
    if words.is_empty() || words.len() > 60 {
        return None;
    }
    let lower = words.to_lowercase();
    if ROW_ENDS.contains(&lower.as_str()) {
        return Some(Chrome::RowEnd);
    }
    if matches!(lower.as_str(), "resend invite" | "resend invitation" | "resend") {
        return Some(Chrome::Resend);
    }
    if CONTROLS.contains(&lower.as_str()) {
        return Some(Chrome::Control);
    }
    tab(&lower).or_else(|| total(&lower)).or_else(|| control_with_number(&lower))
}

/// The words of a text: runs of letters, and runs of digits with their thousands marks.
fn words(lower: &str) -> impl Iterator<Item = &str> {
    lower
        .split(|c: char| !c.is_alphanumeric() && c != ',' && c != '.')
        .flat_map(|word| {
            let digits = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
            let (letters, number) = word.split_at_checked(digits).unwrap_or((word, ""));
            [letters, number]
        })
        .filter(|word| !word.is_empty())
}

/// `active (170)`, `pending 5`, `active users (170)`, `5 pending`.
fn tab(lower: &str) -> Option<Chrome> {
    let mut of = None;
    let mut count = None;
    for word in words(lower) {
        match word {
            "users" | "user" | "members" | "invites" | "invitations" => {}
            "active" if of.is_none() => of = Some(Counted::Active),
            "pending" if of.is_none() => of = Some(Counted::Pending),
            _ if count.is_none() => count = Some(number(word)?),
            _ => return None,
        }
    }
    Some(Chrome::Tab(of?, count?))
}

/// `1–25 of 175`, `showing 1 to 25 of 175 users`, `175 users`, `users (175)`, `page 1 of 7`.
fn total(lower: &str) -> Option<Chrome> {
    let mut first = 0;
    let mut before_of = 0;
    let mut after_of = None;
    let mut seen_of = false;
    let mut counted_noun = false;
    for word in words(lower) {
        match word {
            "showing" | "to" | "total" | "in" | "results" | "result" | "items" | "rows"
            | "page" => {}
            "users" | "user" | "members" | "member" => counted_noun = true,
            "of" => seen_of = true,
            _ if seen_of && after_of.is_none() => after_of = Some(number(word)?),
            _ if !seen_of => {
                first = number(word)?;
                before_of += 1;
                if before_of > 2 {
                    return None;
                }
            }
            _ => return None,
        }
    }
    match (after_of, before_of) {
        (Some(pages), 1) if lower.starts_with("page") => Some(Chrome::Pages(pages)),
        (Some(_), _) if lower.starts_with("page") => Some(Chrome::Control),
        (Some(total), 2) => Some(Chrome::Total(total)),
        (Some(total), 1) if lower.starts_with("showing") || counted_noun => {
            Some(Chrome::Total(total))
        }
        (Some(_), _) => Some(Chrome::Control),
        (None, 1) if counted_noun => Some(Chrome::Total(first)),
        _ => None,
    }
}

/// A number alone, `25 per page`, `rows per page: 25`.
fn control_with_number(lower: &str) -> Option<Chrome> {
    let rest = lower.trim_start_matches("rows").trim_start();
    let rest = rest.trim_start_matches("per page").trim_end_matches("per page");
    let rest = rest.trim_matches([':', ' ', '(', ')', '\u{a0}']);
    number(rest).map(|_| Chrome::Control)
}

/// A whole number, with or without thousands marks. Never overflows: at most nine digits.
pub fn number(word: &str) -> Option<usize> {
    let digits: String = word.chars().filter(|c| !matches!(c, ',' | '.')).collect();
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_states_the_count_of_a_tab_or_of_the_whole_list_or_none() {
        let (active, pending) = (
            |total| Some(Chrome::Tab(Counted::Active, total)),
            |total| Some(Chrome::Tab(Counted::Pending, total)),
        );
        let total = |total| Some(Chrome::Total(total));
        let control = Some(Chrome::Control);
        for (line, expected) in [
            ("Active (170)", active(170)),
            ("Active users (170)", active(170)),
            ("ACTIVE 1,234", active(1_234)),
            ("5 pending invitations", pending(5)),
            ("Pending invites 5", pending(5)),
            ("Active pending 5", None),
            ("Active active 5", None),
            ("Active 5 6", None),
            ("Active Smith 5", None),
            ("1–25 of 175", total(175)),
            ("Showing 1 to 25 of 175 users", total(175)),
            ("1–25 of 1.750 results", total(1_750)),
            ("175 users", total(175)),
            ("Total: 175 members", total(175)),
            ("175", control),
            ("175 in total", None),
            ("25 of 175", control),
            ("25 of 175 users", total(175)),
            ("Showing 25 of 175", total(175)),
            ("Users (175)", total(175)),
            ("Page 1 of 7", Some(Chrome::Pages(7))),
            ("Page of 7", control),
            ("1 2 3", None),
            ("1 2 3 of 7", None),
            ("1–25 of 175 of 180", None),
            ("1–25 of 175 180", None),
            ("25 of 175 180", None),
            ("25 per page", control),
            ("Rows per page: 25", control),
            ("123456789 users", total(123_456_789)),
            ("1234567890 users", None),
            ("Jane 175", None),
        ] {
            assert_eq!(piece(line), expected, "{line}");
        }
    }
}
