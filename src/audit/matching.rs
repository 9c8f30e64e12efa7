//! Matches people with users, and only where a match is certain.
//!
//! Runs four tiers in order: email, link, decision, and name (only in a list without any emails).
//! Each tier looks at people and users that are still unmatched. A false match would hide a
//! stranger, so:
//!
//! - If several entries have the email of one user, each of them gets the account. Which entry is
//!   right is a matter for the roster (`Listed twice in the roster`). A decision can give the
//!   account to one of them.
//! - If two people could claim one user by anything but the email, nobody gets it. The user stays
//!   outside the team, with both people as suggestions. Later tiers skip all three, except for
//!   decisions: they can say who the user is, or is not.
//! - If exactly one person claims a user, they get it, even as a second or third account. Nobody
//!   counts as outside the team for having two accounts.
//! - The order of one person's accounts depends on their contents, never on the order of the lists.
//!
//! Decisions override the automatic tiers. A pair that was separated is matched in no tier. To join
//! a user with somebody else than the email or the link did, separate that pair first.

use std::collections::HashMap;

use super::key_index::{KeyId, KeyIndex};
use super::resolved_decisions::ResolvedDecisions;
use super::sides::Sides;
use super::{How, Match};
use crate::identity::{name, script};

/// The outcome of all tiers.
#[derive(Debug)]
pub struct Matching {
    /// The matches of each person, the main one first; empty without a match.
    pub of_person: Vec<Vec<Match>>,
    /// The person of each user.
    pub of_user: Vec<Option<usize>>,
    /// For each person, the tier in which somebody else could claim the same user.
    pub contested: Vec<Option<How>>,
    contested_users: Vec<bool>,
    /// For each user shared by email, the number of entries that share it.
    shared: HashMap<usize, usize>,
}

impl Matching {
    /// Creates an outcome without any match.
    pub fn empty(people: usize, users: usize) -> Self {
        Self {
            of_person: vec![Vec::new(); people],
            of_user: vec![None; users],
            contested: vec![None; people],
            contested_users: vec![false; users],
            shared: HashMap::new(),
        }
    }

    /// Runs all tiers.
    pub fn new(sides: &Sides<'_>, resolved: &mut ResolvedDecisions<'_>) -> Self {
        let mut matching = Self::empty(sides.people.len(), sides.users.len());
        matching.tier(How::Email, &sides.addresses, resolved);
        matching.tier(How::Link, &sides.slugs, resolved);
        matching.by_decision(resolved);
        matching.clear_contests(sides);
        if sides.stated.users && !sides.stated.addresses {
            matching.by_name(sides, resolved);
        }
        matching.sort(sides);
        matching
    }

    fn tier(&mut self, how: How, keys: &KeyIndex, resolved: &ResolvedDecisions<'_>) {
        let has_separations = resolved.has_separations();
        for id in keys.in_both() {
            // Fast path: almost every key belongs to one person and one user.
            if let ([person], [user], false) =
                (keys.people_with(id), keys.users_with(id), has_separations)
            {
                if self.is_free(*person)
                    && self.of_user[*user].is_none()
                    && !self.contested_users[*user]
                {
                    self.pair(*person, *user, how);
                }
                continue;
            }
            let people = self.free_people(keys, id);
            let users = self.free_users(keys, id);
            if let ([person], false) = (&*people, has_separations) {
                for user in users {
                    self.pair(*person, user, how);
                }
                continue;
            }
            for user in users {
                let claims = |person: &usize| !resolved.is_separated(*person, user);
                let claimants: Vec<usize> = people.iter().copied().filter(claims).collect();
                match claimants.as_slice() {
                    [] => {}
                    [person] => self.pair(*person, user, how),
                    several if how == How::Email => {
                        self.shared.insert(user, several.len());
                        for person in several {
                            self.pair(*person, user, how);
                        }
                    }
                    _ => self.contested_users[user] = true,
                }
            }
            let open = |user: &&usize| self.contested_users[**user];
            let contested: Vec<usize> = keys.users_with(id).iter().filter(open).copied().collect();
            for person in people {
                if contested.iter().any(|user| !resolved.is_separated(person, *user)) {
                    self.contested[person] = Some(how);
                }
            }
        }
    }

    /// Returns how many entries have this user by its email.
    pub fn sharing(&self, user: usize) -> usize {
        self.shared.get(&user).copied().unwrap_or(1)
    }

    /// Returns whether the user is this person's, alone or shared.
    pub fn is_of(&self, user: usize, person: usize) -> bool {
        self.of_person[person].iter().any(|found| found.user == user)
    }

    /// Whether a person has no match and is not contested.
    fn is_free(&self, person: usize) -> bool {
        self.of_person[person].is_empty() && self.contested[person].is_none()
    }

    fn free_people(&self, keys: &KeyIndex, id: KeyId) -> Vec<usize> {
        keys.people_with(id).iter().copied().filter(|person| self.is_free(*person)).collect()
    }

    fn free_users(&self, keys: &KeyIndex, id: KeyId) -> Vec<usize> {
        let free = |user: &usize| self.of_user[*user].is_none() && !self.contested_users[*user];
        keys.users_with(id).iter().copied().filter(free).collect()
    }

    fn pair(&mut self, person: usize, user: usize, how: How) {
        self.of_person[person].push(Match { user, how });
        self.of_user[user] = Some(person);
    }

    /// Applies the decisions that join. A decision has no effect if the user belongs to somebody
    /// else, or if decisions give the user to two people. It is then listed in `unplaced`.
    fn by_decision(&mut self, resolved: &mut ResolvedDecisions<'_>) {
        let mut same = resolved.joined();
        same.sort_unstable_by_key(|(index, _, user)| (*user, *index));
        for claims in same.chunk_by(|one, other| one.2 == other.2) {
            for (index, person, user) in claims {
                match self.of_user[*user] {
                    Some(_) if self.sharing(*user) > 1 && claims.len() == 1 => {
                        if self.is_of(*user, *person) {
                            self.give_to_one(*person, *user);
                        } else {
                            resolved.mark_unplaced(*index);
                        }
                    }
                    Some(owner) if owner == *person => {}
                    None if claims.len() == 1 => {
                        self.pair(*person, *user, How::Hand);
                        self.contested[*person] = None;
                    }
                    _ => resolved.mark_unplaced(*index),
                }
            }
        }
    }

    /// Gives a user that several entries share to one of them, by a decision.
    fn give_to_one(&mut self, person: usize, user: usize) {
        for (other, matches) in self.of_person.iter_mut().enumerate() {
            if other != person {
                matches.retain(|found| found.user != user);
            }
        }
        for found in self.of_person[person].iter_mut().filter(|found| found.user == user) {
            found.how = How::Hand;
        }
        self.of_user[user] = Some(person);
        self.shared.remove(&user);
    }

    /// Clears `contested` for people whose claimed users have all been matched since, by decisions.
    fn clear_contests(&mut self, sides: &Sides<'_>) {
        for (person, contested) in self.contested.iter_mut().enumerate() {
            let keys = match contested {
                Some(How::Email) => &sides.addresses,
                Some(How::Link) => &sides.slugs,
                _ => continue,
            };
            if keys.users_like(person).iter().all(|user| self.of_user[*user].is_some()) {
                *contested = None;
            }
        }
    }

    /// Matches equal names that exactly one person and one user have. Ignores names with look-alike
    /// letters.
    fn by_name(&mut self, sides: &Sides<'_>, resolved: &ResolvedDecisions<'_>) {
        let key = |name: &str| {
            let key = if script::stray(name).is_some() { String::new() } else { name::key(name) };
            (!key.is_empty()).then_some(key)
        };
        let people: Vec<_> = sides.people.iter().map(|side| key(&side.person.name)).collect();
        let users: Vec<_> = sides.users.iter().map(|side| key(&side.user.name)).collect();
        let names =
            KeyIndex::new(people.iter().map(Option::as_deref), users.iter().map(Option::as_deref));
        for id in names.in_both() {
            match (names.people_with(id), names.users_with(id)) {
                ([person], [user]) => {
                    let free = self.is_free(*person)
                        && self.of_user[*user].is_none()
                        && !self.contested_users[*user];
                    if free && !resolved.is_separated(*person, *user) {
                        self.pair(*person, *user, How::Name);
                    }
                }
                (people, _) => {
                    for person in people {
                        if self.is_free(*person) {
                            self.contested[*person] = Some(How::Name);
                        }
                    }
                }
            }
        }
    }

    /// Sorts each person's accounts: by tier, then those with the roster's own email, then by
    /// contents. The first one is the main account.
    fn sort(&mut self, sides: &Sides<'_>) {
        for (matches, side) in self.of_person.iter_mut().zip(&sides.people) {
            if matches.len() < 2 {
                continue;
            }
            matches.sort_by_cached_key(|found| {
                let user = &sides.users[found.user];
                let tier = match found.how {
                    How::Email => 0,
                    How::Link => 1,
                    How::Hand => 2,
                    How::Name => 3_u8,
                };
                (tier, user.user.email != side.email, user.order())
            });
        }
    }
}
