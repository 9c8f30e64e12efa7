//! What the lists state. Without the data for a finding, no rule looks for it, and it never counts
//! as corrected.

use serde::{Deserialize, Serialize};

use super::label::{Label, Needs};
use super::{NotChecked, Policy};
use crate::calendly::{Role, Status, User, UserList};
use crate::roster::Roster;

/// What at least one user of the list states, and at least one entry of the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "one flag a fact, each read by its name")]
pub struct Stated {
    /// Any users.
    pub users: bool,
    /// Login emails.
    pub emails: bool,
    /// Names of users who have an email.
    pub names: bool,
    /// Scheduling links.
    pub links: bool,
    /// Roles.
    pub roles: bool,
    /// Statuses.
    pub statuses: bool,
    /// Groups or teams. A column for them is enough, since not everybody is in one.
    pub groups: bool,
    /// The focus that requires an admin, in the roster.
    pub focus: bool,
    /// Any email address, whatever it is for. With one, names do not match.
    pub addresses: bool,
}

impl Stated {
    /// Inspects the lists. A column without values states nothing.
    pub fn of(roster: &Roster, list: &UserList, policy: &Policy) -> Self {
        let any = |states: fn(&User) -> bool| list.users.iter().any(states);
        Self {
            addresses: list.holds_addresses || any(|user| user.email.is_some()),
            users: !list.users.is_empty(),
            emails: any(|user| user.email.is_some()),
            names: any(|user| user.email.is_some() && !user.name.trim().is_empty()),
            links: any(|user| !user.link.is_empty()),
            roles: any(|user| user.role != Role::NotStated),
            statuses: any(|user| user.status != Status::NotStated),
            groups: list.states_groups(),
            focus: roster.people.iter().any(|person| has(&person.focuses, &policy.admin_focus)),
        }
    }

    /// Whether a finding with this label could have been found.
    pub fn allows(self, label: Label) -> bool {
        match label.needs() {
            Needs::Nothing => true,
            Needs::Users => self.users,
            Needs::Emails => self.emails,
            Needs::Names => self.names,
            Needs::Links => self.links,
            Needs::Statuses => self.statuses,
            Needs::Admins => self.roles && self.focus,
        }
    }
}

/// Returns what could not be checked and why, for the summary.
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
    } else if !roster.people.is_empty() && !stated.focus {
        let focus = policy.admin_focus.trim();
        note("who should be an admin", format!("nobody in the roster has the focus “{focus}”"));
    }
    if !policy.groups.is_empty() && !stated.groups {
        note("groups", "the list states none, so everybody in it is included".to_owned());
    }
    missing
}

/// Whether a list of words contains one, ignoring case and spaces. It never contains an empty word.
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
    use super::{Policy, Stated, has};
    use crate::source::Source;

    #[test]
    fn columns_without_values_state_nothing() {
        let roster = "- name: Jane Doe\n  email: jane@example.com\n  focuses:\n    - Operations\n";
        for (list, expected) in [
            ("", "focus"),
            ("jane@example.com\n", "users emails focus"),
            ("Jane Doe\nBob Roe\n", "users focus"),
            ("Name,Role\nJane Doe,Admin\n", "users roles focus"),
            (
                "Name,Email,Role,Calendly link\nJane,jane@example.com,,\n",
                "users emails names focus",
            ),
            (
                "Email,Activated,Pending invite,Group\njane@example.com,Yes,No,\n",
                "users emails statuses groups focus",
            ),
            (
                r#"{"collection":[{"role":"user","user":{"email":"jane@example.com","scheduling_url":"https://calendly.com/j"}}]}"#,
                "users emails links roles focus",
            ),
        ] {
            let roster = crate::roster::read(&[Source::new("team.yaml", roster)]);
            let list = crate::calendly::read(&[Source::new("list", list)], &[]);
            let stated = Stated::of(&roster, &list, &Policy::default());
            let said = [
                ("users", stated.users),
                ("emails", stated.emails),
                ("names", stated.names),
                ("links", stated.links),
                ("roles", stated.roles),
                ("statuses", stated.statuses),
                ("groups", stated.groups),
                ("focus", stated.focus),
            ];
            let said: Vec<&str> =
                said.iter().filter(|(_, states)| *states).map(|(what, _)| *what).collect();
            assert_eq!(said.join(" "), expected, "{list:?}");
        }
    }

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
