//! What a word of the page says: a role, a status, a scheduling link.

use crate::calendly::{Role, Status};

/// The role that a whole cell names; `None` for anything else.
pub fn role(text: &str) -> Option<Role> {
    Role::known(super::bit::trim(text))
}

/// The role that a text begins with, and what follows it: `Group admin ⋮`.
pub fn leading_role(text: &str) -> Option<(Role, &str)> {
    let mut ends = text.match_indices(char::is_whitespace).map(|(at, _)| at);
    let first = ends.next()?;
    let second = ends.next().unwrap_or(text.len());
    [second, first].into_iter().find_map(|end| {
        let (word, rest) = text.split_at_checked(end)?;
        Some((role(word)?, rest))
    })
}

/// The status that a whole cell names.
pub fn status(text: &str) -> Option<Status> {
    Status::known(super::bit::trim(text))
}

/// Whether an address is on calendly.com and can be somebody's: not a page of the app or of the site.
pub fn is_scheduling_link(text: &str) -> bool {
    if text.contains(char::is_whitespace) {
        return false;
    }
    let rest = strip_prefix_without_case(text, "https://")
        .or_else(|| strip_prefix_without_case(text, "http://"))
        .unwrap_or(text);
    let rest = strip_prefix_without_case(rest, "www.").unwrap_or(rest);
    let Some(path) = strip_prefix_without_case(rest, "calendly.com/") else { return false };
    let first = path.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    !matches!(
        first.as_str(),
        "" | "app"
            | "event_types"
            | "users"
            | "login"
            | "signup"
            | "integrations"
            | "help"
            | "pricing"
            | "teams"
            | "organization"
            | "account"
    )
}

/// A text with every run of white space as one space, and none around it.
pub fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(64));
    for word in super::bit::trim(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn strip_prefix_without_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}
