//! A person's decisions, placed upon the two lists as they are today.
//!
//! Decisions name their sides by keys. Here the keys become indices; of two decisions on one thing the
//! later stands. What has no place any more is kept aside, so that it can be listed and is not lost.

use std::collections::HashMap;

use super::sides::Sides;
use super::{Decision, Label, OutsideRow, PersonKey, Placed, TeamRow, UserKey, Verdict};
use crate::identity::Email;

/// The decisions that have a place, and those that have none.
#[derive(Debug, Default)]
pub struct Word<'d> {
    /// Which pair is said to be the same, or not, with the decision's index.
    pairs: HashMap<(usize, usize), (usize, Said)>,
    verdicts: HashMap<usize, (usize, &'d Verdict)>,
    intentional: HashMap<(usize, Label), (usize, &'d str)>,
    unplaced: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Same,
    NotSame,
}

impl<'d> Word<'d> {
    /// Places decisions. A key that several entries share (a person listed twice) holds for each of
    /// them, except that nobody can say by it *which* of them has an account, and a verdict holds for one user alone.
    pub fn place(decisions: &'d [Decision], sides: &Sides<'_>) -> Self {
        let mut word = Self::default();
        if decisions.is_empty() {
            return word;
        }
        let keys = Keys::of(sides);
        for (index, decision) in decisions.iter().enumerate() {
            let placed = match decision {
                Decision::Same(person, user) => match (keys.people(person), keys.users(user)) {
                    ([person], [user]) => {
                        word.pairs.insert((*person, *user), (index, Said::Same));
                        true
                    }
                    _ => false,
                },
                Decision::NotSame(person, user) => {
                    let (people, users) = (keys.people(person), keys.users(user));
                    for person in people {
                        for user in users {
                            word.pairs.insert((*person, *user), (index, Said::NotSame));
                        }
                    }
                    !people.is_empty() && !users.is_empty()
                }
                Decision::Verdict(user, verdict) => {
                    // Two users with one key: nobody can say by it which of them may stay.
                    if let [user] = keys.users(user) {
                        word.verdicts.insert(*user, (index, verdict));
                        true
                    } else {
                        false
                    }
                }
                Decision::Intentional(person, label, reason) => {
                    for person in keys.people(person) {
                        word.intentional.insert((*person, *label), (index, reason));
                    }
                    !keys.people(person).is_empty()
                }
                // A check is there in every audit.
                Decision::Accept(..) => true,
            };
            if !placed {
                word.unplaced.push(index);
            }
        }
        word
    }

    /// Whether somebody said that these two are not the same.
    pub fn parted(&self, person: usize, user: usize) -> bool {
        matches!(self.pairs.get(&(person, user)), Some((_, Said::NotSame)))
    }

    /// Whether any pair was parted at all: most audits have none.
    pub fn parts_any(&self) -> bool {
        self.pairs.values().any(|(_, said)| *said == Said::NotSame)
    }

    /// The pairs that somebody said are the same, in the order of the decisions: the index of the
    /// decision, the person, the user.
    pub fn same(&self) -> Vec<(usize, usize, usize)> {
        let same = self.pairs.iter().filter(|(_, (_, said))| *said == Said::Same);
        let mut same: Vec<_> = same.map(|(pair, (index, _))| (*index, pair.0, pair.1)).collect();
        same.sort_unstable();
        same
    }

    /// What somebody said of a user outside the team.
    pub fn verdict(&self, user: usize) -> Option<&'d Verdict> {
        self.verdicts.get(&user).map(|(_, verdict)| *verdict)
    }

    /// The reason why a person's finding is meant.
    pub fn intentional(&self, person: usize, label: Label) -> Option<&'d str> {
        self.intentional.get(&(person, label)).map(|(_, reason)| *reason)
    }

    /// Whether any finding is meant at all.
    pub fn excuses_any(&self) -> bool {
        !self.intentional.is_empty()
    }

    /// Puts every decision down on the rows that it is about.
    pub fn put_down(&self, team: &mut [TeamRow], outside: &mut [OutsideRow]) {
        if self.pairs.is_empty() && self.verdicts.is_empty() && self.intentional.is_empty() {
            return;
        }
        let row_of: HashMap<usize, usize> =
            outside.iter().enumerate().map(|(index, row)| (row.user, index)).collect();
        let mut of_user = |user: usize, placed: Placed| {
            if let Some(row) = row_of.get(&user).and_then(|row| outside.get_mut(*row)) {
                row.placed.push(placed);
            }
        };
        for ((person, user), (decision, _)) in &self.pairs {
            team[*person].placed.push(Placed { decision: *decision, other: Some(*user) });
            of_user(*user, Placed { decision: *decision, other: Some(*person) });
        }
        for (user, (decision, _)) in &self.verdicts {
            of_user(*user, Placed { decision: *decision, other: None });
        }
        for ((person, _), (decision, _)) in &self.intentional {
            team[*person].placed.push(Placed { decision: *decision, other: None });
        }
        let placed = |placed: &Placed| (placed.decision, placed.other);
        for row in team {
            row.placed.sort_unstable_by_key(placed);
        }
        for row in outside {
            row.placed.sort_unstable_by_key(placed);
        }
    }

    /// Notes that a decision has no place after all.
    pub fn displace(&mut self, index: usize) {
        self.unplaced.push(index);
    }

    /// Notes that these users are not outside the team, so that no verdict on them has a place.
    pub fn displace_verdicts(&mut self, inside: impl Fn(usize) -> bool) {
        let displaced = self.verdicts.iter().filter(|(user, _)| inside(**user));
        self.unplaced.extend(displaced.map(|(_, (index, _))| *index));
    }

    /// Returns the decisions without a place, in their own order: removals that are done, then the others.
    pub fn unplaced(
        mut self,
        decisions: &[Decision],
        sides: &Sides<'_>,
    ) -> (Vec<Decision>, Vec<Decision>) {
        self.unplaced.sort_unstable();
        self.unplaced.dedup();
        if self.unplaced.is_empty() {
            return Default::default();
        }
        let keys = Keys::of(sides);
        // In a list of nobody nobody was removed.
        let is_done = |decision: &Decision| {
            matches!(decision, Decision::Verdict(user, Verdict::Remove) if keys.users(user).is_empty())
                && sides.stated.users
        };
        self.unplaced.iter().filter_map(|index| decisions.get(*index).cloned()).partition(is_done)
    }
}

/// Where each key is found today.
struct Keys {
    people: HashMap<String, Vec<usize>>,
    users: HashMap<String, Vec<usize>>,
}

impl Keys {
    fn of(sides: &Sides<'_>) -> Self {
        let mut people: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, side) in sides.people.iter().enumerate() {
            let key = PersonKey::of(side.person).as_str().to_owned();
            people.entry(key).or_default().push(index);
        }
        // A user is found by whatever it was once known by: a list copied from the page has no `uri`.
        let mut users: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, side) in sides.users.iter().enumerate() {
            let key = UserKey::of(side.user).as_str().to_owned();
            let email = side.user.email.as_ref().map(Email::key).filter(|email| *email != key);
            if let Some(email) = email {
                users.entry(email.to_owned()).or_default().push(index);
            }
            users.entry(key).or_default().push(index);
        }
        Self { people, users }
    }

    fn people(&self, key: &PersonKey) -> &[usize] {
        self.people.get(key.as_str()).map_or(&[], Vec::as_slice)
    }

    fn users(&self, key: &UserKey) -> &[usize] {
        self.users.get(key.as_str()).map_or(&[], Vec::as_slice)
    }
}
