//! What several parts say of one user becomes one user.
//!
//! Users are the same by the email's key; where one of them has no email, by Calendly's identifier. Two users
//! who share a name alone stay two. Where two parts disagree, the more telling one stands and a person is told.

use std::collections::HashMap;

use super::columns::Meaning;
use super::user::{Role, Status, User};

/// How many disagreements are told one by one.
const TOLD: usize = 5;

/// The users so far, each once.
#[derive(Debug, Default)]
pub struct Merged {
    /// In the order of first appearance.
    pub users: Vec<User>,
    by_email: HashMap<String, usize>,
    by_uri: HashMap<String, usize>,
    conflicts: usize,
}

impl Merged {
    /// Room for so many users.
    pub fn with_capacity(users: usize) -> Self {
        Self {
            users: Vec::with_capacity(users),
            by_email: HashMap::with_capacity(users),
            ..Self::default()
        }
    }

    /// The user who has this address.
    pub fn index_of(&self, key: &str) -> Option<usize> {
        self.by_email.get(key).copied()
    }

    /// Whether a user has this address.
    pub fn has(&self, key: &str) -> bool {
        self.by_email.contains_key(key)
    }

    /// Adds one user, or what is said of one who is there; `warnings` takes what a person must be told.
    pub fn add(&mut self, user: User, warnings: &mut Vec<String>) {
        let key = user.email.as_ref().map(|email| email.key().to_owned());
        let same_email = key.as_ref().and_then(|key| self.by_email.get(key)).copied();
        let same_uri = self.by_uri.get(&user.uri).copied().filter(|index| {
            // An identifier joins only where no two addresses contradict it.
            user.email.is_none()
                || self.users.get(*index).is_some_and(|known| known.email.is_none())
        });
        let index = same_email.or(same_uri).unwrap_or(self.users.len());
        if let Some(key) = key {
            self.by_email.entry(key).or_insert(index);
        }
        if !user.uri.is_empty() {
            self.by_uri.entry(user.uri.clone()).or_insert(index);
        }
        match self.users.get_mut(index) {
            None => self.users.push(user),
            Some(known) => {
                if let Some(conflict) = join(known, user) {
                    self.conflicts += 1;
                    if self.conflicts <= TOLD {
                        warnings.push(conflict);
                    }
                }
            }
        }
    }

    /// The sentence for the disagreements that were not told one by one.
    pub fn further_conflicts(&self) -> Option<String> {
        let further = self.conflicts.saturating_sub(TOLD);
        (further > 0).then(|| format!("{further} more users are stated differently in two places."))
    }
}

/// Takes what `other` says into `known`; a sentence where the two disagree.
fn join(known: &mut User, other: User) -> Option<String> {
    let roles_differ =
        known.role != Role::NotStated && other.role != Role::NotStated && known.role != other.role;
    let statuses_differ = known.status != Status::NotStated
        && other.status != Status::NotStated
        && known.status != other.status;
    let conflict = (roles_differ || statuses_differ).then(|| {
        let line = |user: &User| user.places.first().map_or(0, |place| place.line);
        let said = |user: &User| {
            let role = if roles_differ { user.role.words() } else { "" };
            let status = if statuses_differ { user.status.words() } else { "" };
            let both = if roles_differ && statuses_differ { ", " } else { "" };
            format!("{role}{both}{status}")
        };
        let who = known.email.as_ref().map_or(known.name.as_str(), |email| email.written());
        (who.to_owned(), line(known), said(known), line(&other), said(&other))
    });
    if other.role.weight() > known.role.weight() {
        known.role = other.role;
    }
    if other.status.weight() > known.status.weight() {
        known.status = other.status;
    }
    if known.email.is_none() {
        known.email = other.email;
    }
    for (slot, value, meaning) in [
        (&mut known.name, other.name, Meaning::Name),
        (&mut known.link, other.link, Meaning::Link),
        (&mut known.uri, other.uri, Meaning::Uri),
    ] {
        if slot.is_empty() {
            *slot = value;
        } else if !value.is_empty() && *slot != value {
            remember(&mut known.more, (meaning.words().to_owned(), value));
        }
    }
    for group in other.groups {
        if !known.groups.contains(&group) {
            known.groups.push(group);
        }
    }
    for pair in other.more {
        remember(&mut known.more, pair);
    }
    known.places.extend(other.places);
    conflict.map(|(who, line, said, other_line, other_said)| {
        let mut read_as = Vec::new();
        if roles_differ {
            read_as.push(known.role.words());
        }
        if statuses_differ {
            read_as.push(known.status.words());
        }
        format!(
            "{who} is stated twice and differently: {said} (line {line}) and {other_said} (line {other_line}). Read as {}.",
            read_as.join(", ")
        )
    })
}

/// A list that says the same of one user a thousand times is not kept a thousand times.
const MOST_REMEMBERED: usize = 200;

fn remember(more: &mut Vec<(String, String)>, pair: (String, String)) {
    if more.len() < MOST_REMEMBERED && !more.contains(&pair) {
        more.push(pair);
    }
}
