//! Lines of Calendly's Users page that name nobody: controls, headings, tabs, the pager.
//!
//! Recognised by their words alone, whole lines only, so that a name is never taken for furniture
//! because it holds such a word. Facts: Calendly's help centre; Chromium's and Firefox's copies of
//! mock pages.

use crate::calendly::part::{Counted, Stated};

/// What a line of furniture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// A control, a heading, a number of the pager.
    Control,
    /// What ends every row: the menu, or the button that sends an invitation again.
    RowEnd,
    /// The button that sends an invitation again: only a pending row has it.
    Resend,
    /// A tab's heading with its count: `Active (170)`, `Pending 5`. A tab without a count is a
    /// [`Furniture::Control`], since it may as well be a status.
    Tab(Counted, usize),
    /// A count of everything listed, over all pages: `1–25 of 175`.
    Total(usize),
}

impl Furniture {
    /// The count that the line states, if it states one; `line` is its number in the source.
    pub fn stated(self, words: &str, line: usize) -> Option<Stated> {
        let (of, total) = match self {
            Self::Tab(of, total) => (of, total),
            Self::Total(total) => (Counted::Part, total),
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

/// Whether a line is furniture, and which. White space around it does not matter.
///
/// ```
/// use calendly_audit::calendly::page_text::{Furniture, furniture};
/// use calendly_audit::calendly::part::Counted;
/// assert_eq!(furniture("Active (170)"), Some(Furniture::Tab(Counted::Active, 170)));
/// assert_eq!(furniture("1–25 of 175"), Some(Furniture::Total(175)));
/// assert_eq!(furniture(" Rows per page "), Some(Furniture::Control));
/// assert_eq!(furniture("Owner Smith"), None);
/// ```
pub fn furniture(line: &str) -> Option<Furniture> {
    let words = super::bit::trim(line);
    // No furniture is longer than this; a long line is not copied for nothing.
    if words.is_empty() || words.len() > 60 {
        return None;
    }
    let lower = words.to_lowercase();
    if ROW_ENDS.contains(&lower.as_str()) {
        return Some(Furniture::RowEnd);
    }
    if matches!(lower.as_str(), "resend invite" | "resend invitation" | "resend") {
        return Some(Furniture::Resend);
    }
    if CONTROLS.contains(&lower.as_str()) {
        return Some(Furniture::Control);
    }
    tab(&lower).or_else(|| total(&lower)).or_else(|| control_with_number(&lower))
}

/// `active (170)`, `pending 5`, `active users (170)`, `5 pending`.
fn tab(lower: &str) -> Option<Furniture> {
    let mut of = None;
    let mut count = None;
    for word in lower.split(|c: char| !c.is_alphanumeric() && c != ',' && c != '.') {
        match word {
            "" | "users" | "user" | "members" | "invites" | "invitations" => {}
            "active" if of.is_none() => of = Some(Counted::Active),
            "pending" if of.is_none() => of = Some(Counted::Pending),
            _ if count.is_none() => count = Some(number(word)?),
            _ => return None,
        }
    }
    Some(Furniture::Tab(of?, count?))
}

/// `1–25 of 175`, `showing 1 to 25 of 175 users`, `175 users`.
fn total(lower: &str) -> Option<Furniture> {
    let mut before_of = 0;
    let mut after_of = None;
    let mut seen_of = false;
    let mut counted_noun = false;
    for word in lower.split(|c: char| !c.is_alphanumeric() && c != ',' && c != '.') {
        match word {
            "" | "showing" | "to" | "total" | "in" | "results" | "result" | "items" | "rows"
            | "page" => {}
            "users" | "user" | "members" | "member" => counted_noun = true,
            "of" => seen_of = true,
            _ if seen_of && after_of.is_none() => after_of = Some(number(word)?),
            _ if !seen_of => {
                number(word)?;
                before_of += 1;
                if before_of > 2 {
                    return None;
                }
            }
            _ => return None,
        }
    }
    // `Page 1 of 7` counts pages, not users.
    if lower.starts_with("page") {
        return after_of.map(|_| Furniture::Control);
    }
    match (after_of, before_of) {
        (Some(total), 2) => Some(Furniture::Total(total)),
        (Some(_), _) => Some(Furniture::Control),
        (None, 1) if counted_noun => {
            lower.split_whitespace().find_map(number).map(Furniture::Total)
        }
        _ => None,
    }
}

/// A number alone, `25 per page`, `rows per page: 25`.
fn control_with_number(lower: &str) -> Option<Furniture> {
    let rest = lower.trim_start_matches("rows").trim_start();
    let rest = rest.trim_start_matches("per page").trim_end_matches("per page");
    let rest = rest.trim_matches([':', ' ', '(', ')', '\u{a0}']);
    number(rest).map(|_| Furniture::Control)
}

/// A whole number, with or without thousands marks. Never overflows: at most nine digits.
fn number(word: &str) -> Option<usize> {
    let digits: String = word.chars().filter(|c| !matches!(c, ',' | '.')).collect();
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}
