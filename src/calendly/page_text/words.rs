//! What the words of the page say beyond a role or a status: one that others follow, a scheduling link.

use crate::calendly::Role;
use crate::identity::Link;
use crate::identity::link::path_at_calendly;

/// The role that a text begins with, and what follows it: `Group admin ⋮`.
pub fn leading_role(text: &str) -> Option<(Role, &str)> {
    let mut ends = text.match_indices(char::is_whitespace).map(|(at, _)| at);
    let first = ends.next()?;
    let second = ends.next().unwrap_or(text.len());
    [second, first].into_iter().find_map(|end| {
        let (word, rest) = text.split_at_checked(end)?;
        Some((Role::known(word)?, rest))
    })
}

/// Whether a text is an address on calendly.com that can be somebody's: not a page of the app or of the site.
pub fn is_scheduling_link(text: &str) -> bool {
    // Almost no text is at Calendly at all, which is soon told.
    !text.contains(char::is_whitespace)
        && path_at_calendly(text).is_some()
        && matches!(Link::read(text), Link::Main(_) | Link::Event(..) | Link::SingleUse(_))
}

/// A text with every run of white space as one space, and none around it.
pub fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(64));
    for word in crate::calendly::input::trim(text).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
