//! Derives what would correct the findings: lines to write, people to invite, users to remove.
//!
//! Proposes a line only for what the lists state with certainty: the main page that Calendly's list
//! states for the matched account, or the main page of an event link if nobody else has it. An
//! intentional finding needs no repair. Source: Calendly invites up to 100 addresses at a time;
//! removing somebody frees a login; the Owner cannot be removed before handing over ownership.

use serde::{Deserialize, Serialize};

use super::{About, Audit, Label, TeamRow, Verdict};
use crate::calendly::{Role, User, UserList};
use crate::identity::{Email, Link, Slug};
use crate::roster::Roster;

/// Maximum number of addresses in one Calendly invitation.
pub const INVITED_AT_ONCE: usize = 100;

/// Everything that would correct a finding.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Repairs {
    /// Lines for the roster, in its order. The lines of one person are together.
    pub lines: Vec<Line>,
    /// Emails of people without an account, in the roster's order, in batches of at most
    /// [`INVITED_AT_ONCE`]. People who have not started yet are left out.
    pub invitations: Vec<Vec<String>>,
    /// Users that a decision removes, in the order of their rows.
    pub removals: Vec<Removal>,
}

/// A line to write into a person's entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Index into [`Roster::people`].
    pub person: usize,
    /// The findings that it corrects.
    pub labels: Vec<Label>,
    /// The key: `calendly` or `email`.
    pub key: String,
    /// The value without quotes.
    pub value: String,
}

impl Line {
    /// Returns the line as YAML, with quotes if YAML needs them:
    /// `calendly: https://calendly.com/jdoe`.
    pub fn yaml(&self) -> String {
        let plain = |c: char| c.is_alphanumeric() || "@.-_+/:".contains(c);
        let starts = self.value.starts_with(|c: char| c.is_alphabetic());
        if starts && self.value.chars().all(plain) && !self.value.ends_with(':') {
            return [&self.key, ": ", &self.value].concat();
        }
        let quoted = self.value.replace('\'', "''");
        [&self.key, ": '", &quoted, "'"].concat()
    }
}

/// A user to remove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// Index into [`UserList::users`].
    pub user: usize,
    /// What must be done or known first.
    pub caution: Option<Caution>,
}

/// A caution before the removal of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Caution {
    /// Is the Owner, who must hand over ownership first.
    HandOverOwnership,
    /// Is an Admin.
    IsAdmin,
}

/// Returns the repairs of an audit of these two lists.
pub fn repairs(roster: &Roster, list: &UserList, audit: &Audit) -> Repairs {
    let mut lines: Vec<Line> = Vec::new();
    let mut emails: Vec<String> = Vec::new();
    for row in &audit.team {
        let Some(person) = roster.people.get(row.person) else { continue };
        let open: Vec<Label> = row
            .findings
            .iter()
            .filter(|finding| finding.intentional.is_none())
            .map(|finding| finding.label)
            .collect();
        let mended: Vec<Label> =
            open.iter().copied().filter(|label| label.about() == About::Link).collect();
        if !mended.is_empty()
            && let Some(value) = main_page(row, &person.calendly, list)
        {
            lines.push(Line {
                person: row.person,
                labels: mended,
                key: "calendly".to_owned(),
                value,
            });
        }
        if open.contains(&Label::NoEmail)
            && let Some(email) = accounts(row, list).find_map(|user| user.email.as_ref())
        {
            let (key, value) = ("email".to_owned(), email.written().to_owned());
            lines.push(Line { person: row.person, labels: vec![Label::NoEmail], key, value });
        }
        if open.contains(&Label::NotInCalendly)
            && let Some(email) = Email::read(&person.email)
        {
            emails.push(email.written().to_owned());
        }
    }
    Repairs { lines, invitations: batches(emails), removals: removals(list, audit) }
}

fn accounts<'a>(row: &'a TeamRow, list: &'a UserList) -> impl Iterator<Item = &'a User> {
    row.accounts.iter().filter_map(|found| list.users.get(found.user))
}

/// Returns the page that belongs in the entry, if it is known.
fn main_page(row: &TeamRow, written: &str, list: &UserList) -> Option<String> {
    let stated = accounts(row, list).find_map(|user| Link::read(&user.link).into_slug());
    let own_event = || {
        let doubtful = |label| matches!(label, Label::LinkBelongsToSomeoneElse | Label::SameLinkAs);
        let doubt = row.findings.iter().any(|finding| doubtful(finding.label));
        Link::read(written).into_slug().filter(|_| !doubt)
    };
    let page = stated.or_else(own_event).as_ref().map(Slug::page)?;
    (page != written.trim()).then_some(page)
}

/// Splits the addresses into batches of the size that Calendly takes, without repeating any.
fn batches(emails: Vec<String>) -> Vec<Vec<String>> {
    let mut seen = std::collections::HashSet::new();
    let once: Vec<String> =
        emails.into_iter().filter(|email| seen.insert(email.to_lowercase())).collect();
    once.chunks(INVITED_AT_ONCE).map(<[String]>::to_vec).collect()
}

fn removals(list: &UserList, audit: &Audit) -> Vec<Removal> {
    let marked = audit.outside.iter().filter(|row| row.verdict == Some(Verdict::Remove));
    let caution = |user: usize| match list.users.get(user)?.role {
        Role::Owner => Some(Caution::HandOverOwnership),
        Role::Admin => Some(Caution::IsAdmin),
        _ => None,
    };
    marked.map(|row| Removal { user: row.user, caution: caution(row.user) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_if_yaml_needs_it() {
        for (value, expected) in [
            ("https://calendly.com/jdoe", "calendly: https://calendly.com/jdoe"),
            ("jane+x@example.com", "calendly: jane+x@example.com"),
            ("o'brien@example.com", "calendly: 'o''brien@example.com'"),
            ("#x@example.com", "calendly: '#x@example.com'"),
            ("1@example.com", "calendly: '1@example.com'"),
        ] {
            let line =
                Line { person: 0, labels: vec![], key: "calendly".into(), value: value.into() };
            assert_eq!(line.yaml(), expected);
            let read: serde_yaml::Value = serde_yaml::from_str(&line.yaml()).unwrap();
            assert_eq!(read["calendly"].as_str(), Some(value));
        }
    }

    #[test]
    fn invitations_are_distinct_batches_of_a_hundred() {
        let emails = (0..250).map(|n| format!("p{}@example.com", n % 201)).collect();
        let sizes: Vec<_> = batches(emails).iter().map(Vec::len).collect();
        assert_eq!(sizes, [100, 100, 1]);
        assert!(batches(Vec::new()).is_empty());
    }
}
