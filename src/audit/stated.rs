//! What the user list states at all. No finding is raised from what it does not.

use super::{NotChecked, Policy};
use crate::calendly::UserList;
use crate::roster::Roster;

/// Which facts at least one user of the list states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one flag a fact, each read by its name")]
pub struct Stated {
    /// Any users at all.
    pub users: bool,
    /// Login emails.
    pub emails: bool,
    /// Scheduling links.
    pub links: bool,
    /// Roles.
    pub roles: bool,
    /// Statuses.
    pub statuses: bool,
    /// Groups or teams.
    pub groups: bool,
}

impl Stated {
    /// Asks the list. Emails are stated only where somebody has one: under an empty column people are
    /// still found by name.
    pub fn of(list: &UserList) -> Self {
        Self {
            users: !list.users.is_empty(),
            emails: list.users.iter().any(|user| user.email.is_some()),
            links: list.states_links(),
            roles: list.states_roles(),
            statuses: list.states_statuses(),
            groups: list.states_groups(),
        }
    }
}

/// What could not be checked and why, for the summary.
pub fn not_checked(stated: Stated, roster: &Roster, policy: &Policy) -> Vec<NotChecked> {
    let mut missing = Vec::new();
    let mut note = |what: &str, why: String| {
        missing.push(NotChecked { what: what.to_owned(), why });
    };
    if !stated.users {
        note("who has an account", "the list holds no users".to_owned());
        return missing;
    }
    if roster.people.is_empty() {
        note("who is part of the team", "the roster holds nobody".to_owned());
    }
    if !stated.emails {
        note("emails", "the list states none, so people are found by link and by name".to_owned());
    }
    if !stated.links {
        note("whether links are the right ones", "the list states no links".to_owned());
    }
    if !stated.statuses {
        note("pending and inactive accounts", "the list states no statuses".to_owned());
    }
    if !stated.roles {
        note("owners and admins", "the list states no roles".to_owned());
    } else if policy.admin_focus.trim().is_empty() {
        note("who should be an admin", "the policy names no focus".to_owned());
    } else if !roster.people.is_empty() && !somebody_has_focus(roster, policy) {
        let focus = policy.admin_focus.trim();
        note("who should be an admin", format!("nobody in the roster has the focus `{focus}`"));
    }
    if !policy.groups.is_empty() && !stated.groups {
        note("groups", "the list states none, so everybody in it is judged".to_owned());
    }
    missing
}

/// Whether anybody in the roster has the focus that makes an admin.
pub fn somebody_has_focus(roster: &Roster, policy: &Policy) -> bool {
    roster.people.iter().any(|person| has(&person.focuses, &policy.admin_focus))
}

/// Whether a list of words holds one, without regard to case and spaces. An empty word is in no list.
pub fn has(words: &[String], wanted: &str) -> bool {
    letters_of(wanted).next().is_some() && words.iter().any(|word| is_same(word, wanted))
}

fn is_same(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        fn letters(word: &str) -> impl Iterator<Item = u8> {
            word.bytes()
                .filter(|b| !matches!(b, b'\t'..=b'\r' | b' '))
                .map(|b| b.to_ascii_lowercase())
        }
        return letters(one).eq(letters(other));
    }
    letters_of(one).eq(letters_of(other))
}

fn letters_of(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::has;

    #[test]
    fn words_are_compared_without_case_and_spaces() {
        let words = |text: &str| vec!["Other".to_owned(), text.to_owned()];
        assert!(has(&words("operations"), "Operations"));
        assert!(has(&words(" OPERATIONS\u{a0}"), "Operations"));
        assert!(has(&words("Self Managed"), "selfmanaged"));
        assert!(!has(&words("Operations and more"), "Operations"));
        assert!(!has(&words(""), ""));
        assert!(!has(&[], "Operations"));
    }
}
