//! Who is who: people and users are paired where it is certain, and nowhere else.
//!
//! The tiers, each only between people and users still unmatched: the email, the link, a decision taken
//! by hand, and the name in a list that has no emails at all. A false match would hide a stranger, so:
//!
//! - a user whose email several entries have is part of the team, and each of these entries has the account:
//!   which of them is the right one is the roster's business (`Listed twice in the roster`). A person can
//!   give it to one of them.
//! - where two people could claim one user by anything else, nobody gets it. The user stays outside the
//!   team, with both as suggestions, and no later automatic tier settles for either what an earlier one left
//!   open. A person can: by saying who it is, or who it is not.
//! - a user whom exactly one person claims is that person's, also if it is the second or third: nobody
//!   is accused of being outside for having two accounts.
//! - which of several accounts comes first depends on what they hold, never on the lists' order.
//!
//! A person's word stands over the machine's: a pair that was parted is no pair in any tier. A word that
//! joins does not break what the email or the link has joined; one parts those first.

use std::collections::HashMap;

use super::shared::{KeyId, Shared};
use super::sides::Sides;
use super::word::Word;
use super::{How, Match};
use crate::identity::{name, script};

/// The outcome of all tiers.
#[derive(Debug)]
pub struct Matching {
    /// Each person's matches, the main one first; empty for most who have none.
    pub of_person: Vec<Vec<Match>>,
    /// Each user's person.
    pub of_user: Vec<Option<usize>>,
    /// In which tier somebody else could claim the same user as this person.
    pub contested: Vec<Option<How>>,
    contested_users: Vec<bool>,
    /// How many entries share a user by its email, for users that several have.
    shared: HashMap<usize, usize>,
}

impl Matching {
    /// So many people and users, none of them matched.
    pub fn nobody(people: usize, users: usize) -> Self {
        Self {
            of_person: vec![Vec::new(); people],
            of_user: vec![None; users],
            contested: vec![None; people],
            contested_users: vec![false; users],
            shared: HashMap::new(),
        }
    }

    /// Pairs people and users.
    pub fn new(sides: &Sides<'_>, word: &mut Word<'_>) -> Self {
        let mut matching = Self::nobody(sides.people.len(), sides.users.len());
        if sides.stated.in_question {
            return matching;
        }
        matching.tier(How::Email, &sides.addresses, word);
        matching.tier(How::Link, &sides.slugs, word);
        matching.by_hand(word);
        matching.settle(sides);
        if sides.stated.users && !sides.stated.addresses {
            matching.by_name(sides, word);
        }
        matching.sort(sides);
        matching
    }

    fn tier(&mut self, how: How, keys: &Shared, word: &Word<'_>) {
        let parts_any = word.parts_any();
        for id in keys.in_both() {
            // Almost every key is one person's and one user's.
            if let ([person], [user], false) =
                (keys.people_with(id), keys.users_with(id), parts_any)
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
            if let ([person], false) = (&*people, parts_any) {
                for user in users {
                    self.pair(*person, user, how);
                }
                continue;
            }
            for user in users {
                let claims = |person: &usize| !word.parted(*person, user);
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
                if contested.iter().any(|user| !word.parted(person, *user)) {
                    self.contested[person] = Some(how);
                }
            }
        }
    }

    /// Returns how many entries have this user by its email.
    pub fn sharing(&self, user: usize) -> usize {
        self.shared.get(&user).copied().unwrap_or(1)
    }

    /// Returns whether the user is this person's, alone or among others.
    pub fn is_of(&self, user: usize, person: usize) -> bool {
        self.of_person[person].iter().any(|found| found.user == user)
    }

    /// Whether a person has no user, and no earlier tier left it in doubt.
    fn is_free(&self, person: usize) -> bool {
        self.of_person[person].is_empty() && self.contested[person].is_none()
    }

    fn free_people(&self, keys: &Shared, id: KeyId) -> Vec<usize> {
        keys.people_with(id).iter().copied().filter(|person| self.is_free(*person)).collect()
    }

    fn free_users(&self, keys: &Shared, id: KeyId) -> Vec<usize> {
        let free = |user: &usize| self.of_user[*user].is_none() && !self.contested_users[*user];
        keys.users_with(id).iter().copied().filter(free).collect()
    }

    fn pair(&mut self, person: usize, user: usize, how: How) {
        self.of_person[person].push(Match { user, how });
        self.of_user[user] = Some(person);
    }

    /// Decisions by hand. One that cannot stand, since the user is somebody else's already or two
    /// decisions give it to two people, is listed as having no place.
    fn by_hand(&mut self, word: &mut Word<'_>) {
        let mut same = word.same();
        same.sort_unstable_by_key(|(index, _, user)| (*user, *index));
        for claims in same.chunk_by(|one, other| one.2 == other.2) {
            for (index, person, user) in claims {
                match self.of_user[*user] {
                    Some(_) if self.sharing(*user) > 1 && claims.len() == 1 => {
                        if self.is_of(*user, *person) {
                            self.give_alone(*person, *user);
                        } else {
                            word.displace(*index);
                        }
                    }
                    Some(owner) if owner == *person => {}
                    None if claims.len() == 1 => {
                        self.pair(*person, *user, How::Hand);
                        self.contested[*person] = None;
                    }
                    _ => word.displace(*index),
                }
            }
        }
    }

    /// Gives a user that several entries share to one of them, as a person decided.
    fn give_alone(&mut self, person: usize, user: usize) {
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

    /// Whoever was in doubt over users that a person has since given to somebody is in doubt no more.
    fn settle(&mut self, sides: &Sides<'_>) {
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

    /// Equal names, where exactly one on each side has it. A name with letters that only look alike
    /// takes no part.
    fn by_name(&mut self, sides: &Sides<'_>, word: &Word<'_>) {
        let key = |name: &str| {
            let key = if script::stray(name).is_some() { String::new() } else { name::key(name) };
            (!key.is_empty()).then_some(key)
        };
        let people: Vec<_> = sides.people.iter().map(|side| key(&side.person.name)).collect();
        let users: Vec<_> = sides.users.iter().map(|side| key(&side.user.name)).collect();
        let names =
            Shared::new(people.iter().map(Option::as_deref), users.iter().map(Option::as_deref));
        for id in names.in_both() {
            match (names.people_with(id), names.users_with(id)) {
                ([person], [user]) => {
                    let free = self.is_free(*person)
                        && self.of_user[*user].is_none()
                        && !self.contested_users[*user];
                    if free && !word.parted(*person, *user) {
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

    /// The main account first: found by the surest tier, then the very address of the roster, then by
    /// what the accounts hold.
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
