//! What the list says of itself, against what was read.
//!
//! An auditor's list is evidence only if it is complete: the page's own counts (`Active (170)`, `1–25 of
//! 175`) and the pages of an API tell whether something is missing.

use std::collections::HashSet;

use super::format::StatedCount;
use super::part::{Counted, Page, Stated};
use super::user::{Status, User};

/// How many users were read, for comparing with what a list states. Counted before merging, since the page
/// counts a user in each of its tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Read {
    /// Users who are not pending.
    pub active: usize,
    /// Pending invitations.
    pub pending: usize,
}

impl Read {
    /// Counts users, each address once a status.
    pub fn of<'a>(users: impl Iterator<Item = &'a User>) -> Self {
        let mut seen = HashSet::new();
        let mut read = Self::default();
        for user in users {
            let pending = user.status == Status::Pending;
            let key = user.email.as_ref().map(|email| (email.key(), pending));
            if key.is_some_and(|key| !seen.insert(key)) {
                continue;
            }
            if pending {
                read.pending += 1;
            } else {
                read.active += 1;
            }
        }
        read
    }

    fn all(self) -> usize {
        self.active + self.pending
    }
}

/// A statement beside what was read: in its part, or in the whole list where the part alone falls short, as
/// when every page of the list repeats the total.
pub fn compare(stated: Stated, part: Read, whole: Read) -> StatedCount {
    let candidates = match stated.of {
        Counted::Active => [part.active, whole.active, whole.active, whole.active],
        Counted::Pending => [part.pending, whole.pending, whole.pending, whole.pending],
        // A total may be about one tab.
        Counted::Part => [part.all(), whole.all(), whole.active, whole.pending],
    };
    let read = candidates.into_iter().find(|read| *read == stated.total).unwrap_or_else(|| {
        match stated.of {
            Counted::Part => part.all(),
            _ => candidates[1],
        }
    });
    StatedCount { stated, read }
}

/// The sentence for a statement that does not agree.
pub fn warning(count: &StatedCount) -> Option<String> {
    if count.agrees() {
        return None;
    }
    let StatedCount { stated, read } = count;
    let of = match stated.of {
        Counted::Active => "active users",
        Counted::Pending => "pending invitations",
        Counted::Part => "users",
    };
    let (words, total) = (&stated.words, stated.total);
    let advice = match stated.of {
        _ if *read > total => "Something may be listed twice, or the list has changed.",
        Counted::Pending => "Open the tab Pending and paste it too.",
        _ => "Show more rows a page, or open the next page and paste it too.",
    };
    Some(format!(
        "The list itself says \"{words}\", which makes {total} {of}; {read} were read. {advice}"
    ))
}

/// The sentences for pages of an API that are missing.
pub fn missing_pages(pages: &[Page]) -> Vec<String> {
    let mut warnings = Vec::new();
    for lists in ["memberships", "invitations"] {
        let of_kind = pages.iter().filter(|page| page.lists == lists);
        let (mut with_next, mut with_previous) = (0_usize, 0_usize);
        let mut previous_had_next = false;
        for page in of_kind {
            // An answer that does not say what stands before it is taken for the page after the last one.
            with_previous += usize::from(page.has_previous.unwrap_or(previous_had_next));
            with_next += usize::from(page.has_next);
            previous_had_next = page.has_next;
        }
        let sentence = match with_next.cmp(&with_previous) {
            std::cmp::Ordering::Equal => continue,
            std::cmp::Ordering::Greater => {
                "The list is incomplete: an answer of the API names a next page (next_page_token) that is not here"
            }
            std::cmp::Ordering::Less => {
                "The list is incomplete: an answer of the API names a previous page that is not here"
            }
        };
        warnings.push(format!("{sentence} ({lists}). Fetch the missing page and add it."));
    }
    warnings
}
