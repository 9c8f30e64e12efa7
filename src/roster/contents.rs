//! Tells whether a mapping is one person or holds people further down.
//!
//! Looks at keys and their depth only, before anything is parsed, so a broken entry costs no other.

use super::entry::{CALENDLY, EMAIL, GITLAB, LIST, NAME, REPORTS_TO, slot_of};
use super::layout::{is_dash, is_outside, key_of, lines};
use super::other_names::{address, page};

/// What a mapping holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// One person.
    Person,
    /// People, further down.
    People,
    /// Unclear from its keys.
    Unknown,
}

/// Returns what a mapping holds, by its keys.
///
/// A person has a known field with a text as its value. A wrapper may have a name or a contact address
/// as well, but then it has people below with addresses or links of their own.
pub(super) fn holds(text: &str) -> Holds {
    let (mut named, mut known, mut held, mut scalar) = (false, false, false, false);
    let (mut people, mut listed, mut nested_names, mut in_list) = (false, false, false, false);
    let mut column = None;
    let mut content = lines(text).filter(|line| !is_outside(line) && !line.is_tabbed()).peekable();
    while let Some(line) = content.next() {
        let column = *column.get_or_insert(line.indent);
        let dash = is_dash(line.content());
        if line.indent > column || dash {
            in_list |= dash;
            if listed {
                continue;
            }
            let item = if dash { line.content().get(1..) } else { None };
            let Some((key, _)) = key_of(item.unwrap_or(line.content()).trim_start()) else {
                continue;
            };
            let slot = slot_of(key);
            let is_theirs = matches!(slot, Some(EMAIL | CALENDLY)) || address(key).is_some();
            people |= is_theirs;
            listed |= is_theirs && in_list;
            nested_names |= slot == Some(NAME);
            continue;
        }
        in_list = false;
        let Some((key, value)) = key_of(line.content()) else { continue };
        let below = content.peek().is_some_and(|next| next.indent > column);
        let slot = slot_of(key);
        if matches!(slot, Some(GITLAB | LIST)) {
            return Holds::Person;
        }
        if value.is_empty() && (below || slot.is_none()) {
            continue;
        }
        scalar |= !value.starts_with(['#', '{', '[', '&', '*', '!']);
        match slot {
            Some(EMAIL | CALENDLY | REPORTS_TO) => return Holds::Person,
            Some(NAME) => named = true,
            Some(_) => known = true,
            None => held |= address(value).is_some() || page(value).is_some(),
        }
    }
    match () {
        () if named && (known || !listed) => Holds::Person,
        () if people || (nested_names && !scalar) => Holds::People,
        () if held => Holds::Person,
        () => Holds::Unknown,
    }
}
