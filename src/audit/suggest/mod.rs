//! Suggests possible matches with reasons, for users outside the team and people without an
//! account.
//!
//! Everything that is less than certain ends here, for a person to judge. Blocking keys find the
//! candidate pairs, so the work grows with the size of the lists and not with their product. A
//! block with too many people says nothing about any of them and is skipped. Source: what occurs in
//! hand-kept lists (plus tags, Gmail's dots, accents, middle names, short names, changed links).

mod edit_distance;
mod keys;
mod reason;

use std::collections::{HashMap, HashSet};

use keys::NameKeys;
pub(crate) use reason::begins as reason_begins;
use reason::{About, Reason};

use super::matching::Matching;
use super::resolved_decisions::ResolvedDecisions;
use super::sides::{PersonSide, Sides, UserSide};
use super::{OutsideRow, Suggestion, TeamRow, Verdict};
use crate::identity::short_names::ShortNames;
use crate::phrase::Phrase;

/// Maximum number of suggestions for a row.
pub const MAX_SUGGESTIONS: usize = 3;

/// Maximum number of people in a block. A larger one distinguishes nobody.
const MAX_BLOCK: usize = 16;

/// Bonus on the rank for each reason after the first.
const REASON_BONUS: u8 = 4;

/// Penalty on the rank if the person has an account already. People without one are likelier.
const ACCOUNT_PENALTY: u8 = 30;

/// Adds suggestions to the rows of both tables, strongest first. Returns the number of steps, which
/// a test compares with the size of the lists.
pub fn suggest(
    sides: &Sides<'_>,
    matching: &Matching,
    resolved: &ResolvedDecisions<'_>,
    team: &mut [TeamRow],
    outside: &mut [OutsideRow],
) -> usize {
    let open = |user: &usize| {
        matching.of_user[*user].is_none()
            && !matches!(resolved.verdict(*user), Some(Verdict::NotAPerson(_)))
    };
    let users: Vec<usize> = (0..sides.users.len()).filter(open).collect();
    if users.is_empty() || sides.people.is_empty() {
        return 0;
    }
    let names = ShortNames::new();
    let lookups = Lookups::by(&users, sides, &names);
    let blocks = Blocks::fill(sides, matching, &lookups, &names);
    let mut steps = lookups.keys_of_users.len() + blocks.entries.len();
    let mut pairs = Vec::new();
    let mut candidates = Vec::new();
    for (nth, user) in users.into_iter().enumerate() {
        candidates.clear();
        for (reason, key) in lookups.of(nth) {
            candidates.extend(blocks.people(*key).map(|person| (person, *reason)));
        }
        steps += candidates.len();
        let Some(keys) = lookups.keys.get(nth) else { continue };
        let check = CandidateCheck { user: &sides.users[user], keys };
        candidates.retain_mut(|(person, reason)| {
            match check.verify(&sides.people[*person], blocks.keys(*person), *reason) {
                Some(verified) => *reason = verified,
                None => return false,
            }
            let new = matching.of_person[*person].is_empty() || reason.tells_second_account();
            new && !resolved.is_separated(*person, user)
        });
        candidates.sort_unstable_by_key(|(person, reason)| {
            (*person, reason.about(), u8::MAX - reason.rank())
        });
        candidates.dedup_by_key(|(person, reason)| (*person, reason.about()));
        for one in candidates.chunk_by(|a, b| a.0 == b.0) {
            pairs.extend(CandidatePair::of(user, one, matching));
        }
    }
    place(sides, matching, pairs, team, outside);
    steps
}

/// Gives each row its strongest pairs.
fn place(
    sides: &Sides<'_>,
    matching: &Matching,
    mut pairs: Vec<CandidatePair>,
    team: &mut [TeamRow],
    outside: &mut [OutsideRow],
) {
    let mut row_of_user = vec![usize::MAX; sides.users.len()];
    for (row, side) in outside.iter().enumerate() {
        row_of_user[side.user] = row;
    }
    pairs.sort_by(|a, b| {
        (a.user, b.rank)
            .cmp(&(b.user, a.rank))
            .then_with(|| sides.people[a.person].order().cmp(&sides.people[b.person].order()))
    });
    for of_user in pairs.chunk_by(|a, b| a.user == b.user) {
        let row = of_user.first().and_then(|pair| outside.get_mut(row_of_user[pair.user]));
        if let Some(row) = row {
            let best = of_user.iter().take(MAX_SUGGESTIONS);
            row.suggestions = best.map(|pair| pair.suggestion(sides, matching)).collect();
        }
    }
    pairs.retain(|pair| matching.of_person[pair.person].is_empty());
    pairs.sort_by(|a, b| {
        (a.person, b.rank)
            .cmp(&(b.person, a.rank))
            .then_with(|| sides.users[a.user].order().cmp(&sides.users[b.user].order()))
            .then(a.user.cmp(&b.user))
    });
    for of_person in pairs.chunk_by(|a, b| a.person == b.person) {
        let row = of_person.first().and_then(|pair| team.get_mut(pair.person));
        if let Some(row) = row {
            let best = of_person.iter().take(MAX_SUGGESTIONS);
            row.suggestions = best.map(|pair| pair.suggestion(sides, matching)).collect();
        }
    }
}

/// A candidate pair with its strongest two reasons.
#[derive(Debug, Clone, Copy)]
struct CandidatePair {
    person: usize,
    user: usize,
    rank: u8,
    reasons: [Option<Reason>; 2],
}

impl CandidatePair {
    /// Combines the reasons for one person, which are at most one for each subject.
    fn of(user: usize, candidates: &[(usize, Reason)], matching: &Matching) -> Option<Self> {
        let mut reasons: Vec<Reason> = candidates.iter().map(|(_, reason)| *reason).collect();
        reasons.sort_unstable_by_key(|reason| u8::MAX - reason.rank());
        if reasons.len() > 1 {
            reasons.retain(|reason| reason.about() != About::Fit);
        }
        let mut strongest = reasons.iter().copied();
        let (person, first) = (candidates.first()?.0, strongest.next()?);
        let others = u8::try_from(reasons.len() - 1).unwrap_or(u8::MAX);
        let mut rank = first.rank().saturating_add(others.saturating_mul(REASON_BONUS));
        if !matching.of_person[person].is_empty() {
            rank = rank.saturating_sub(ACCOUNT_PENALTY);
        }
        Some(Self { person, user, rank, reasons: [Some(first), strongest.next()] })
    }

    fn suggestion(&self, sides: &Sides<'_>, matching: &Matching) -> Suggestion {
        let (person, user) = (&sides.people[self.person], &sides.users[self.user]);
        let mut words = Phrase::new();
        for reason in self.reasons.into_iter().flatten() {
            words = if words.is_empty() { words } else { words.trusted(", ") };
            words = reason.words(words, person, user);
        }
        if !matching.of_person[self.person].is_empty() {
            words = words.trusted(", has an account already");
        }
        Suggestion { person: self.person, user: self.user, reason: words, rank: self.rank }
    }
}

/// A user, to verify the candidates that its blocking keys found.
struct CandidateCheck<'a> {
    user: &'a UserSide<'a>,
    keys: &'a NameKeys,
}

impl CandidateCheck<'_> {
    fn verify(
        &self,
        person: &PersonSide<'_>,
        keys: Option<&NameKeys>,
        reason: Reason,
    ) -> Option<Reason> {
        let (user_email, person_email) = (self.user.user.email.as_ref(), person.email.as_ref());
        let same_email = user_email.is_some() && self.user.address() == person.address();
        match reason {
            Reason::Mailbox | Reason::LocalPart | Reason::EmailLooksSame if same_email => {
                Some(Reason::SameEmail)
            }
            Reason::EmailNear(_) => {
                let edit = edit_distance::one_edit(user_email?.local(), person_email?.local())?;
                Some(Reason::EmailNear(edit))
            }
            Reason::NameNear(_) => {
                let edit = edit_distance::one_edit(&self.keys.ordered, &keys?.ordered)?;
                Some(Reason::NameNear(edit))
            }
            Reason::FirstAndLast | Reason::ShortName if self.keys.sorted == keys?.sorted => None,
            Reason::FirstAndLast if self.keys.words.min(keys?.words) == 2 => {
                Some(Reason::MiddleName)
            }
            certain => Some(certain),
        }
    }
}

/// All keys that users look up. People are indexed under these only.
struct Lookups {
    /// The name keys of the users, in their order.
    keys: Vec<NameKeys>,
    /// The keys that users look up, with the reason of each, one user after another.
    keys_of_users: Vec<(Reason, u64)>,
    /// The end of each user's part of `keys_of_users`.
    ends: Vec<usize>,
    /// A Bloom filter of the keys that are looked up. It rejects most other keys.
    bits: Vec<u64>,
    /// Hashes of the names that are looked up.
    letters: HashSet<u32>,
}

impl Lookups {
    fn by(users: &[usize], sides: &Sides<'_>, names: &ShortNames) -> Self {
        let keys: Vec<_> =
            users.iter().map(|user| NameKeys::of(&sides.users[*user].user.name)).collect();
        let mut lookups = Self {
            keys: Vec::new(),
            keys_of_users: Vec::new(),
            ends: Vec::with_capacity(users.len()),
            bits: Vec::new(),
            letters: HashSet::new(),
        };
        for (user, keys) in users.iter().zip(&keys) {
            let name = |name: &str| {
                lookups.letters.insert(keys::letters_hash(name));
            };
            keys::look_up(&sides.users[*user], keys, names, name, |reason, key| {
                lookups.keys_of_users.push((reason, key));
            });
            lookups.ends.push(lookups.keys_of_users.len());
        }
        lookups.bits = vec![0; (lookups.keys_of_users.len() / 4).next_power_of_two()];
        for (_, key) in &lookups.keys_of_users {
            let (word, bit) = Self::place(*key, lookups.bits.len());
            lookups.bits[word] |= bit;
        }
        lookups.keys = keys;
        lookups
    }

    /// Returns the keys that one user looks up.
    fn of(&self, nth: usize) -> &[(Reason, u64)] {
        let start = nth.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(nth).copied().unwrap_or_default();
        self.keys_of_users.get(start.unwrap_or_default()..end).unwrap_or_default()
    }

    /// Whether a key may be looked up.
    fn may_contain(&self, key: u64) -> bool {
        let (word, bit) = Self::place(key, self.bits.len());
        self.bits[word] & bit != 0
    }

    /// Whether a name may be looked up.
    fn may_contain_name(&self, name: &str) -> bool {
        !name.is_ascii() || self.letters.contains(&keys::letters_hash(name))
    }

    fn place(key: u64, words: usize) -> (usize, u64) {
        let word = usize::try_from((key >> 6) & 0xffff_ffff).unwrap_or_default();
        (word & (words - 1), 1 << (key & 63))
    }
}

/// People sorted by blocking key, with the start of each range of keys that share their first bits.
struct Blocks {
    entries: Vec<(u64, u32)>,
    starts: Vec<usize>,
    bits: u32,
    /// The names of people without an account. Other names are not needed again.
    names: HashMap<usize, NameKeys>,
}

impl Blocks {
    fn fill(sides: &Sides<'_>, matching: &Matching, lookups: &Lookups, short: &ShortNames) -> Self {
        let mut entries = Vec::new();
        let mut names = HashMap::new();
        for (index, side) in sides.people.iter().enumerate() {
            let Ok(person) = u32::try_from(index) else { break };
            let mut pass = |key| {
                if lookups.may_contain(key) {
                    entries.push((key, person));
                }
            };
            // For a person with an account, only signs of a second account matter.
            if matching.of_person[index].is_empty() {
                let keys = NameKeys::of(&side.person.name);
                keys::strong_keys(side, Some(&keys), &mut pass);
                keys::weak_keys(side, &keys, short, &mut pass);
                names.insert(index, keys);
            } else {
                let name = &side.person.name;
                let keys = lookups.may_contain_name(name).then(|| NameKeys::of(name));
                keys::strong_keys(side, keys.as_ref(), &mut pass);
            }
        }
        entries.sort_unstable();
        entries.dedup();
        let bits = entries.len().max(2).ilog2();
        let mut starts = vec![0; (1 << bits) + 1];
        for (key, _) in &entries {
            starts[Self::beginning(*key, bits) + 1] += 1;
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        Self { entries, starts, bits, names }
    }

    fn beginning(key: u64, bits: u32) -> usize {
        usize::try_from(key >> (u64::BITS - bits)).unwrap_or(0)
    }

    fn keys(&self, person: usize) -> Option<&NameKeys> {
        self.names.get(&person)
    }

    /// Returns the people in a block, or nobody if the block is too large.
    fn people(&self, key: u64) -> impl Iterator<Item = usize> {
        let at = Self::beginning(key, self.bits);
        let near = self.entries.get(self.starts[at]..self.starts[at + 1]).unwrap_or(&[]);
        let start = near.partition_point(|(entry, _)| *entry < key);
        let rest = near.get(start..).unwrap_or(&[]);
        let end = rest.iter().take(MAX_BLOCK + 1).take_while(|(entry, _)| *entry == key).count();
        let found = if end > MAX_BLOCK { &[] } else { rest.get(..end).unwrap_or(&[]) };
        found.iter().map(|(_, person)| *person as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{OutsideRow, Policy, TeamRow};
    use crate::calendly::{User, UserList};
    use crate::identity::Email;
    use crate::roster::{Person, Roster};

    type Shape = Box<dyn Fn(usize) -> String>;

    /// Counts the steps for `size` people and `size` users, none of them matched.
    fn steps(
        size: usize,
        name: impl Fn(usize) -> String,
        local: impl Fn(usize) -> String,
    ) -> usize {
        let person = |n: usize| Person {
            name: name(n),
            email: format!("{}@example.com", local(n)),
            calendly: format!("calendly.com/{}", local(n)),
            ..Person::default()
        };
        let user = |n: usize| User {
            name: name(n + size / 2),
            email: Email::read(&format!("{}x@example.org", local(n))),
            link: format!("calendly.com/{}", local(n)),
            ..User::default()
        };
        let roster = Roster { people: (0..size).map(person).collect(), ..Roster::default() };
        let list = UserList { users: (0..size).map(user).collect(), ..UserList::default() };
        let policy = Policy::default();
        let sides = Sides::of(&roster, &list, &policy);
        let matching = Matching::empty(size, size);
        let mut team = vec![TeamRow::default(); size];
        let mut outside: Vec<_> =
            (0..size).map(|user| OutsideRow { user, ..OutsideRow::default() }).collect();
        suggest(&sides, &matching, &ResolvedDecisions::default(), &mut team, &mut outside)
    }

    #[test]
    fn work_grows_linearly_with_the_lists() {
        let word = |n: usize| -> String {
            (0..8).map(|at| char::from(b'a' + u8::try_from((n >> (at * 3)) % 8).unwrap())).collect()
        };
        let shapes: [(&str, Shape); 4] = [
            ("everybody differs", Box::new(move |n| format!("{} {}", word(n), word(n * 7 + 1)))),
            ("a letter apart", Box::new(move |n| format!("aaaaaa {}", word(n)))),
            ("few names", Box::new(|n| format!("jane{} doe{}", n % 30, n % 7))),
            ("one name", Box::new(|_| "Jane Doe".to_owned())),
        ];
        for (shape, name) in &shapes {
            let (small, large) = (steps(1_000, name, word), steps(10_000, name, word));
            assert!(large <= 12 * small, "{shape}: {small} steps, then {large}");
        }
    }
}
