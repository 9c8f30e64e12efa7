//! An index of people and users by a common key: an address, a slug, a name.
//!
//! Gives each key a number and groups people and users by it, in linear time, without a separate
//! list for each key. The numbers are internal and do not appear in the audit.

use std::collections::HashMap;

/// People and users, grouped by key.
#[derive(Debug, Default)]
pub struct KeyIndex {
    people: Side,
    users: Side,
}

/// The number of a key.
pub type KeyId = u32;

impl KeyIndex {
    /// Builds the index. Each group has the order of its list.
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

    /// Returns the keys that both a person and a user have.
    pub fn in_both(&self) -> impl Iterator<Item = KeyId> {
        let keys = KeyId::try_from(self.users.starts.len().saturating_sub(1)).unwrap_or(0);
        (0..keys).filter(|id| !self.users.with(*id).is_empty() && !self.people.with(*id).is_empty())
    }

    /// Returns a person's key; `None` for a person without one.
    pub fn of_person(&self, person: usize) -> Option<KeyId> {
        self.people.of.get(person).copied().flatten()
    }

    /// Returns the people with a key, in the roster's order.
    pub fn people_with(&self, id: KeyId) -> &[usize] {
        self.people.with(id)
    }

    /// Returns the users with a key, in the list's order.
    pub fn users_with(&self, id: KeyId) -> &[usize] {
        self.users.with(id)
    }

    /// Returns the people with this person's key, including that person; empty without a key.
    pub fn people_like(&self, person: usize) -> &[usize] {
        self.of_person(person).map_or(&[], |id| self.people.with(id))
    }

    /// Returns the users with this person's key.
    pub fn users_like(&self, person: usize) -> &[usize] {
        self.of_person(person).map_or(&[], |id| self.users.with(id))
    }
}

/// The key of each member of one list, and the members of all keys, one group after another.
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
        // First, each entry is the position for the next member of a key. At the end it is the
        // start of the next key's group.
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
    fn members_are_grouped_by_key() {
        let people = [Some("a"), None, Some("b"), Some("a"), Some("d")];
        let users = [Some("b"), Some("c"), Some("a"), None, Some("a")];
        let index = KeyIndex::new(people.into_iter(), users.into_iter());
        assert_eq!(index.people_like(0), [0, 3]);
        assert_eq!(index.people_like(1), [0; 0]);
        assert_eq!(index.users_like(3), [2, 4]);
        assert_eq!(index.users_like(2), [0]);
        assert_eq!(index.users_like(4), [0; 0]);
        assert_eq!(index.in_both().count(), 2);
        assert_eq!(KeyIndex::new([].into_iter(), [].into_iter()).in_both().count(), 0);
        assert_eq!(index.people_like(99), [0; 0]);
    }
}
