//! What several parts say of one user becomes one user.
//!
//! Users are the same by the email's key; where one of them has no email, by Calendly's identifier. Two users
//! who share a name alone stay two. Where two parts disagree, the more telling one stands, never the
//! first one as such, and a person is told.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::columns::Meaning;
use super::user::{Role, Status, User};
use crate::identity::{Email, Link, Slug, name};

/// How many disagreements are told one by one.
const TOLD: usize = 5;

/// The users so far, each once.
#[derive(Debug, Default)]
pub struct Merged {
    /// In the order of first appearance.
    pub users: Vec<User>,
    by_email: HashMap<String, usize>,
    by_uri: HashMap<String, usize>,
    /// The groups of those who were joined, so that each is kept once.
    groups: HashMap<usize, HashSet<String>>,
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
        let email = user.email.as_ref().map(Email::key);
        let same_email = email.and_then(|key| self.by_email.get(key)).copied();
        let of_uri = if user.uri.is_empty() { None } else { self.by_uri.get(&user.uri).copied() };
        let same_uri = of_uri.filter(|index| {
            // An identifier joins only where no two addresses contradict it.
            user.email.is_none()
                || self.users.get(*index).is_some_and(|known| known.email.is_none())
        });
        let index = same_email.or(same_uri).unwrap_or(self.users.len());
        if let (Some(key), None) = (email, same_email) {
            self.by_email.insert(key.to_owned(), index);
        }
        if !user.uri.is_empty() {
            self.by_uri.entry(user.uri.clone()).or_insert(index);
        }
        match self.users.get_mut(index) {
            None => self.users.push(user),
            Some(known) => {
                let mut user = user;
                if !user.groups.is_empty() {
                    let of_known = || known.groups.iter().cloned().collect();
                    let seen = self.groups.entry(index).or_insert_with(of_known);
                    user.groups.retain(|group| seen.insert(group.clone()));
                    known.groups.append(&mut user.groups);
                }
                if let Some(conflict) = join(known, user) {
                    self.conflicts += 1;
                    if self.conflicts <= TOLD {
                        warnings.push(conflict);
                    }
                }
            }
        }
    }

    /// Takes out the users of whom nothing is known but Calendly's identifier: no other part said who they are.
    pub fn take_nameless(&mut self) -> Vec<User> {
        let is_nameless = |user: &User| {
            user.email.is_none()
                && user.name.is_empty()
                && user.link.is_empty()
                && !user.uri.is_empty()
        };
        if !self.users.iter().any(is_nameless) {
            return Vec::new();
        }
        let (nameless, users) = std::mem::take(&mut self.users).into_iter().partition(is_nameless);
        self.users = users;
        self.by_email = self
            .users
            .iter()
            .enumerate()
            .filter_map(|(at, user)| Some((user.email.as_ref()?.key().to_owned(), at)))
            .collect();
        self.by_uri.clear();
        nameless
    }

    /// The sentence for the disagreements that were not told one by one.
    pub fn further_conflicts(&self) -> Option<String> {
        let further = self.conflicts.saturating_sub(TOLD);
        (further > 0).then(|| format!("{further} more users are stated differently in two places."))
    }
}

/// Takes what `other` says into `known`, its groups aside; a sentence where the two disagree.
fn join(known: &mut User, other: User) -> Option<String> {
    let differ = [
        known.role != Role::NotStated && other.role != Role::NotStated && known.role != other.role,
        known.status != Status::NotStated
            && other.status != Status::NotStated
            && known.status != other.status,
        both(&known.name, &other.name) && name::key(&known.name) != name::key(&other.name),
        both(&known.link, &other.link) && page(&known.link) != page(&other.link),
    ];
    let said = |user: &User| {
        let words = [user.role.words(), user.status.words(), &*user.name, &*user.link];
        let told = words.iter().zip(differ).filter(|(_, differs)| *differs);
        told.map(|(words, _)| *words).collect::<Vec<_>>().join(", ")
    };
    let line = |user: &User| user.places.first().map_or(0, |place| place.line);
    let conflict = differ.contains(&true).then(|| {
        let who = known.email.as_ref().map_or(known.name.as_str(), |email| email.written());
        format!(
            "{who} is stated twice and differently: {} (line {}) and {} (line {}).",
            said(known),
            line(known),
            said(&other),
            line(&other)
        )
    });
    let telling = |role: &Role| (role.weight(), Reverse(role.words().to_owned()));
    if telling(&other.role) > telling(&known.role) {
        known.role = other.role;
    }
    let telling = |status: &Status| (status.weight(), Reverse(status.words().to_owned()));
    if telling(&other.status) > telling(&known.status) {
        known.status = other.status;
    }
    if known.email.is_none() {
        known.email = other.email;
    }
    for (slot, mut value, meaning) in [
        (&mut known.name, other.name, Meaning::Name),
        (&mut known.link, other.link, Meaning::Link),
        (&mut known.uri, other.uri, Meaning::Uri),
    ] {
        if slot.is_empty() {
            *slot = value;
        } else if !value.is_empty() && *slot != value {
            if rank(meaning, &value) < rank(meaning, slot) {
                std::mem::swap(slot, &mut value);
            }
            remember(&mut known.more, (meaning.words().to_owned(), value));
        }
    }
    for pair in other.more {
        remember(&mut known.more, pair);
    }
    known.places.extend(other.places);
    conflict.map(|conflict| format!("{conflict} Read as {}.", said(known)))
}

fn both(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty()
}

/// What two links are compared by: the main page, else the link as written.
fn page(link: &str) -> String {
    let page = Link::read(link).into_slug().as_ref().map(Slug::page);
    page.unwrap_or_else(|| link.trim().to_owned())
}

/// Which of two values stands: the one of lower rank, so that it depends on what they say and not on which
/// line came first. A main page stands before any other link, a longer name before a shorter one.
fn rank(meaning: Meaning, value: &str) -> (usize, &str) {
    let place = match meaning {
        Meaning::Link => usize::from(!matches!(Link::read(value), Link::Main(_))),
        Meaning::Name => usize::MAX - value.chars().count(),
        _ => 0,
    };
    (place, value)
}

/// A list that says the same of one user a thousand times is not kept a thousand times.
const MOST_REMEMBERED: usize = 200;

fn remember(more: &mut Vec<(String, String)>, pair: (String, String)) {
    if more.len() < MOST_REMEMBERED && !more.contains(&pair) {
        more.push(pair);
    }
}
