//! Who has what in common: an address, a slug, a name.
//!
//! People and users with the same key are gathered under one number, in linear time and without a list
//! of their own for each key. The numbers mean nothing by themselves and never reach the audit.

use std::collections::HashMap;

/// People and users, gathered by one key.
#[derive(Debug, Default)]
pub struct Shared {
    people: Side,
    users: Side,
}

/// The number of a key; a person or user without the key has none.
pub type KeyId = u32;

impl Shared {
    /// Gathers people and users by key, in their lists' order.
    pub fn new<'k>(
        people: impl ExactSizeIterator<Item = Option<&'k str>>,
        users: impl ExactSizeIterator<Item = Option<&'k str>>,
    ) -> Self {
        let mut ids: HashMap<&'k str, KeyId> = HashMap::with_capacity(people.len() + users.len());
        let mut id = |key: Option<&'k str>| {
            let next = KeyId::try_from(ids.len()).ok()?;
            Some(*ids.entry(key?).or_insert(next))
        };
        let users: Vec<_> = users.map(&mut id).collect();
        let people: Vec<_> = people.map(&mut id).collect();
        let keys = ids.len();
        Self { people: Side::new(people, keys), users: Side::new(users, keys) }
    }

    /// The numbers of all keys that both a person and a user have.
    pub fn in_both(&self) -> impl Iterator<Item = KeyId> {
        let keys = KeyId::try_from(self.users.starts.len().saturating_sub(1)).unwrap_or(0);
        (0..keys).filter(|id| !self.users.with(*id).is_empty() && !self.people.with(*id).is_empty())
    }

    /// The number of a person's key.
    pub fn of_person(&self, person: usize) -> Option<KeyId> {
        self.people.of.get(person).copied().flatten()
    }

    /// The people with a key, in the roster's order.
    pub fn people_with(&self, id: KeyId) -> &[usize] {
        self.people.with(id)
    }

    /// The users with a key, in the list's order.
    pub fn users_with(&self, id: KeyId) -> &[usize] {
        self.users.with(id)
    }

    /// The people who share this person's key, that person among them; empty without a key.
    pub fn people_like(&self, person: usize) -> &[usize] {
        self.of_person(person).map_or(&[], |id| self.people.with(id))
    }

    /// The users who have this person's key.
    pub fn users_like(&self, person: usize) -> &[usize] {
        self.of_person(person).map_or(&[], |id| self.users.with(id))
    }
}

/// One list: the key of each, and the members of each key, one key after another.
#[derive(Debug, Default)]
struct Side {
    of: Vec<Option<KeyId>>,
    starts: Vec<usize>,
    members: Vec<usize>,
}

impl Side {
    fn new(of: Vec<Option<KeyId>>, keys: usize) -> Self {
        let mut ends = vec![0; keys + 1];
        for id in of.iter().flatten() {
            ends[*id as usize] += 1;
        }
        let mut total = 0;
        for end in &mut ends {
            let count = *end;
            *end = total;
            total += count;
        }
        // Every entry is where its key's next member goes; afterwards, where the next key starts.
        let mut members = vec![0; total];
        for (index, id) in of.iter().enumerate() {
            if let Some(id) = id {
                let place = &mut ends[*id as usize];
                members[*place] = index;
                *place += 1;
            }
        }
        ends.rotate_right(1);
        if let Some(first) = ends.first_mut() {
            *first = 0;
        }
        Self { of, starts: ends, members }
    }

    fn with(&self, id: KeyId) -> &[usize] {
        let id = id as usize;
        match (self.starts.get(id), self.starts.get(id + 1)) {
            (Some(start), Some(end)) => self.members.get(*start..*end).unwrap_or(&[]),
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_under_their_key() {
        let people = [Some("a"), None, Some("b"), Some("a"), Some("d")];
        let users = [Some("b"), Some("c"), Some("a"), None, Some("a")];
        let shared = Shared::new(people.into_iter(), users.into_iter());
        assert_eq!(shared.people_like(0), [0, 3]);
        assert_eq!(shared.people_like(1), [0; 0]);
        assert_eq!(shared.users_like(3), [2, 4]);
        assert_eq!(shared.users_like(2), [0]);
        assert_eq!(shared.users_like(4), [0; 0]);
        assert_eq!(shared.in_both().count(), 2);
        assert_eq!(Shared::new([].into_iter(), [].into_iter()).in_both().count(), 0);
        assert_eq!(shared.people_like(99), [0; 0]);
    }
}
