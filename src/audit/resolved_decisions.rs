//! A person's decisions, resolved against the current lists.
//!
//! Converts the keys of each decision into indices. Of two decisions on one question, the later one
//! counts. Decisions that apply to nothing are collected, so that none is lost.

use std::collections::HashMap;

use super::sides::Sides;
use super::{Decision, Label, OutsideRow, PersonKey, Placed, TeamRow, UserKey, Verdict};
use crate::identity::Email;

/// The decisions that apply, and those that do not.
#[derive(Debug, Default)]
pub struct ResolvedDecisions<'d> {
    /// For each pair, the decision that joins or separates it, with the decision's index.
    pairs: HashMap<(usize, usize), (usize, PairDecision)>,
    verdicts: HashMap<usize, (usize, &'d Verdict)>,
    intentional: HashMap<(usize, Label), (usize, &'d str)>,
    unplaced: Vec<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PairDecision {
    Same,
    NotSame,
}

impl<'d> ResolvedDecisions<'d> {
    /// Resolves decisions. If several entries share a key (a person listed twice), a decision
    /// applies to each of them, with two exceptions: a join needs a key of exactly one person and
    /// one user, and a verdict needs a key of exactly one user.
    pub fn place(decisions: &'d [Decision], sides: &Sides<'_>) -> Self {
        let mut resolved = Self::default();
        if decisions.is_empty() {
            return resolved;
        }
        let keys = Keys::of(sides);
        for (index, decision) in decisions.iter().enumerate() {
            let placed = match decision {
                Decision::Same(person, user) => match (keys.people(person), keys.users(user)) {
                    ([person], [user]) => {
                        resolved.pairs.insert((*person, *user), (index, PairDecision::Same));
                        true
                    }
                    _ => false,
                },
                Decision::NotSame(person, user) => {
                    let (people, users) = (keys.people(person), keys.users(user));
                    for person in people {
                        for user in users {
                            resolved.pairs.insert((*person, *user), (index, PairDecision::NotSame));
                        }
                    }
                    !people.is_empty() && !users.is_empty()
                }
                Decision::Verdict(user, verdict) => {
                    // With two users for the key, it is unclear which of them may stay.
                    if let [user] = keys.users(user) {
                        resolved.verdicts.insert(*user, (index, verdict));
                        true
                    } else {
                        false
                    }
                }
                Decision::Intentional(person, label, reason) => {
                    for person in keys.people(person) {
                        resolved.intentional.insert((*person, *label), (index, reason));
                    }
                    !keys.people(person).is_empty()
                }
                // Every audit has every check.
                Decision::Accept(..) => true,
            };
            if !placed {
                resolved.unplaced.push(index);
            }
        }
        resolved
    }

    /// Whether a decision separates these two.
    pub fn is_separated(&self, person: usize, user: usize) -> bool {
        matches!(self.pairs.get(&(person, user)), Some((_, PairDecision::NotSame)))
    }

    /// Whether any pair was separated. In most audits none was.
    pub fn has_separations(&self) -> bool {
        self.pairs.values().any(|(_, decision)| *decision == PairDecision::NotSame)
    }

    /// Returns the joined pairs in the order of the decisions: the decision's index, the person,
    /// the user.
    pub fn joined(&self) -> Vec<(usize, usize, usize)> {
        let same = self.pairs.iter().filter(|(_, (_, decision))| *decision == PairDecision::Same);
        let mut same: Vec<_> = same.map(|(pair, (index, _))| (*index, pair.0, pair.1)).collect();
        same.sort_unstable();
        same
    }

    /// Returns the verdict on a user outside the team.
    pub fn verdict(&self, user: usize) -> Option<&'d Verdict> {
        self.verdicts.get(&user).map(|(_, verdict)| *verdict)
    }

    /// Returns the reason why a person's finding is intentional.
    pub fn intentional(&self, person: usize, label: Label) -> Option<&'d str> {
        self.intentional.get(&(person, label)).map(|(_, reason)| *reason)
    }

    /// Whether any finding is intentional.
    pub fn has_intentional(&self) -> bool {
        !self.intentional.is_empty()
    }

    /// Adds every decision to the rows that it is about.
    pub fn attach(&self, team: &mut [TeamRow], outside: &mut [OutsideRow]) {
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

    /// Marks a decision as not applicable.
    pub fn mark_unplaced(&mut self, index: usize) {
        self.unplaced.push(index);
    }

    /// Marks the verdicts on these users as not applicable, since they are not outside the team.
    pub fn mark_verdicts_unplaced(&mut self, inside: impl Fn(usize) -> bool) {
        let unplaced = self.verdicts.iter().filter(|(user, _)| inside(**user));
        self.unplaced.extend(unplaced.map(|(_, (index, _))| *index));
    }

    /// Returns the decisions that do not apply, in their order: completed removals, then the
    /// others.
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
        // In an empty list, a missing user does not prove a removal.
        let is_done = |decision: &Decision| {
            matches!(decision, Decision::Verdict(user, Verdict::Remove) if keys.users(user).is_empty())
                && sides.stated.users
        };
        self.unplaced.iter().filter_map(|index| decisions.get(*index).cloned()).partition(is_done)
    }
}

/// Index of the current keys.
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
        // Users are indexed by email too, since a list that was copied from the page has no `uri`.
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
