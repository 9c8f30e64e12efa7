//! Who may be whom, and why: for users outside the team, and for people without an account.
//!
//! Everything looser than a match ends here, with its reasons in words, for a person to look at. People are
//! filed under what they could be known by and users look there, so the work grows with the lists and not
//! with their product. A drawer in which too many lie says nothing about any of them. Facts: the identity
//! traps of hand-kept lists (plus tags, Gmail's dots, accents, middle names, short names, changed links).

mod keys;
mod near;
mod reason;

use std::collections::{HashMap, HashSet};

use keys::NameKeys;
pub(crate) use reason::begins as reason_begins;
use reason::{About, Reason};

use super::matching::Matching;
use super::sides::{PersonSide, Sides, UserSide};
use super::word::Word;
use super::{OutsideRow, Suggestion, TeamRow, Verdict};
use crate::identity::short_names::ShortNames;
use crate::phrase::Phrase;

/// Most suggestions that a row gets.
pub const MOST: usize = 3;

/// More people than this in one drawer, and it tells nobody from anybody.
const TOO_MANY: usize = 16;

/// What each reason beyond the first adds to the rank.
const ANOTHER: u8 = 4;

/// What the rank loses where the person has an account already: others miss theirs.
const SECOND: u8 = 30;

/// Adds suggestions to the rows of both tables, strongest first. Answers with how many steps it took,
/// which a test holds against the size of the lists.
pub fn suggest(
    sides: &Sides<'_>,
    matching: &Matching,
    word: &Word<'_>,
    team: &mut [TeamRow],
    outside: &mut [OutsideRow],
) -> usize {
    let open = |user: &usize| {
        matching.of_user[*user].is_none()
            && !matches!(word.verdict(*user), Some(Verdict::NotAPerson(_)))
    };
    let users: Vec<usize> = (0..sides.users.len()).filter(open).collect();
    if users.is_empty() || sides.people.is_empty() {
        return 0;
    }
    let names = ShortNames::new();
    let asked = Asked::by(&users, sides, &names);
    let drawers = Drawers::fill(sides, matching, &asked, &names);
    let mut steps = asked.looks.len() + drawers.filed.len();
    let mut pairs = Vec::new();
    let mut meetings = Vec::new();
    for (nth, user) in users.into_iter().enumerate() {
        meetings.clear();
        for (reason, key) in asked.of(nth) {
            meetings.extend(drawers.people(*key).map(|person| (person, *reason)));
        }
        steps += meetings.len();
        let Some(keys) = asked.keys.get(nth) else { continue };
        let of_users = Met { user: &sides.users[user], keys };
        meetings.retain_mut(|(person, reason)| {
            match of_users.holds(&sides.people[*person], drawers.keys(*person), *reason) {
                Some(sure) => *reason = sure,
                None => return false,
            }
            let new = matching.of_person[*person].is_empty() || reason.tells_second_account();
            new && !word.parted(*person, user)
        });
        meetings.sort_unstable_by_key(|(person, reason)| {
            (*person, reason.about(), u8::MAX - reason.rank())
        });
        meetings.dedup_by_key(|(person, reason)| (*person, reason.about()));
        for one in meetings.chunk_by(|a, b| a.0 == b.0) {
            pairs.extend(Pair::of(user, one, matching));
        }
    }
    place(sides, matching, pairs, team, outside);
    steps
}

/// Gives each row the strongest of its pairs.
fn place(
    sides: &Sides<'_>,
    matching: &Matching,
    mut pairs: Vec<Pair>,
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
            let best = of_user.iter().take(MOST);
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
            let best = of_person.iter().take(MOST);
            row.suggestions = best.map(|pair| pair.suggestion(sides, matching)).collect();
        }
    }
}

/// A person and a user, with what they have in common: the strongest reason and the next.
#[derive(Debug, Clone, Copy)]
struct Pair {
    person: usize,
    user: usize,
    rank: u8,
    reasons: [Option<Reason>; 2],
}

impl Pair {
    /// From one person's meetings, at most one a subject.
    fn of(user: usize, meetings: &[(usize, Reason)], matching: &Matching) -> Option<Self> {
        let mut reasons: Vec<Reason> = meetings.iter().map(|(_, reason)| *reason).collect();
        reasons.sort_unstable_by_key(|reason| u8::MAX - reason.rank());
        if reasons.len() > 1 {
            reasons.retain(|reason| reason.about() != About::Fit);
        }
        let mut strongest = reasons.iter().copied();
        let (person, first) = (meetings.first()?.0, strongest.next()?);
        let others = u8::try_from(reasons.len() - 1).unwrap_or(u8::MAX);
        let mut rank = first.rank().saturating_add(others.saturating_mul(ANOTHER));
        if !matching.of_person[person].is_empty() {
            rank = rank.saturating_sub(SECOND);
        }
        Some(Self { person, user, rank, reasons: [Some(first), strongest.next()] })
    }

    fn suggestion(&self, sides: &Sides<'_>, matching: &Matching) -> Suggestion {
        let (person, user) = (&sides.people[self.person], &sides.users[self.user]);
        let mut words = Phrase::new();
        for reason in self.reasons.into_iter().flatten() {
            words = if words.is_empty() { words } else { words.ours(", ") };
            words = reason.words(words, person, user);
        }
        if !matching.of_person[self.person].is_empty() {
            words = words.ours(", has an account already");
        }
        Suggestion { person: self.person, user: self.user, reason: words, rank: self.rank }
    }
}

/// A user who opened a drawer, and whether what lies in it is what it seems.
struct Met<'a> {
    user: &'a UserSide<'a>,
    keys: &'a NameKeys,
}

impl Met<'_> {
    fn holds(
        &self,
        person: &PersonSide<'_>,
        keys: Option<&NameKeys>,
        reason: Reason,
    ) -> Option<Reason> {
        let (theirs, ours) = (self.user.user.email.as_ref(), person.email.as_ref());
        let same_email = theirs.is_some() && self.user.address() == person.address();
        match reason {
            Reason::Mailbox | Reason::LocalPart | Reason::EmailLooksSame if same_email => {
                Some(Reason::SameEmail)
            }
            Reason::EmailNear(_) => {
                let apart = near::apart(theirs?.local(), ours?.local())?;
                Some(Reason::EmailNear(apart))
            }
            Reason::NameNear(_) => {
                let apart = near::apart(&self.keys.ordered, &keys?.ordered)?;
                Some(Reason::NameNear(apart))
            }
            Reason::FirstAndLast | Reason::ShortName if self.keys.sorted == keys?.sorted => None,
            Reason::FirstAndLast if self.keys.words.min(keys?.words) == 2 => {
                Some(Reason::MiddleName)
            }
            certain => Some(certain),
        }
    }
}

/// What the users look for, so that nobody is filed where nobody looks.
struct Asked {
    /// The names of the users, in their order.
    keys: Vec<NameKeys>,
    /// What they have in common with whoever lies in which drawer, one user's after another's.
    looks: Vec<(Reason, u64)>,
    /// Where each user's end.
    ends: Vec<usize>,
    /// Some bits of every key that is asked for. Most others have none of them.
    bits: Vec<u64>,
    /// The letters of every name that is asked for.
    letters: HashSet<u32>,
}

impl Asked {
    fn by(users: &[usize], sides: &Sides<'_>, names: &ShortNames) -> Self {
        let keys: Vec<_> =
            users.iter().map(|user| NameKeys::of(&sides.users[*user].user.name)).collect();
        let mut asked = Self {
            keys: Vec::new(),
            looks: Vec::new(),
            ends: Vec::with_capacity(users.len()),
            bits: Vec::new(),
            letters: HashSet::new(),
        };
        for (user, keys) in users.iter().zip(&keys) {
            let name = |name: &str| {
                asked.letters.insert(keys::letters_of_name(name));
            };
            keys::open(&sides.users[*user], keys, names, name, |reason, key| {
                asked.looks.push((reason, key));
            });
            asked.ends.push(asked.looks.len());
        }
        asked.bits = vec![0; (asked.looks.len() / 4).next_power_of_two()];
        for (_, key) in &asked.looks {
            let (word, bit) = Self::place(*key, asked.bits.len());
            asked.bits[word] |= bit;
        }
        asked.keys = keys;
        asked
    }

    /// What one user looks for.
    fn of(&self, nth: usize) -> &[(Reason, u64)] {
        let start = nth.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let end = self.ends.get(nth).copied().unwrap_or_default();
        self.looks.get(start.unwrap_or_default()..end).unwrap_or_default()
    }

    /// Whether somebody may look into a drawer.
    fn may(&self, key: u64) -> bool {
        let (word, bit) = Self::place(key, self.bits.len());
        self.bits[word] & bit != 0
    }

    /// Whether somebody may look for a name.
    fn may_name(&self, name: &str) -> bool {
        !name.is_ascii() || self.letters.contains(&keys::letters_of_name(name))
    }

    fn place(key: u64, words: usize) -> (usize, u64) {
        let word = usize::try_from((key >> 6) & 0xffff_ffff).unwrap_or_default();
        (word & (words - 1), 1 << (key & 63))
    }
}

/// People, filed by key: in the order of the keys, with where the keys of each beginning start.
struct Drawers {
    filed: Vec<(u64, u32)>,
    starts: Vec<usize>,
    bits: u32,
    /// The names of those who have no account; of nobody else a name has to be looked at again.
    names: HashMap<usize, NameKeys>,
}

impl Drawers {
    fn fill(sides: &Sides<'_>, matching: &Matching, asked: &Asked, short: &ShortNames) -> Self {
        let mut filed = Vec::new();
        let mut names = HashMap::new();
        for (index, side) in sides.people.iter().enumerate() {
            let Ok(person) = u32::try_from(index) else { break };
            let mut put = |key| {
                if asked.may(key) {
                    filed.push((key, person));
                }
            };
            // Of somebody who has an account, only what tells of a second one is of use.
            if matching.of_person[index].is_empty() {
                let keys = NameKeys::of(&side.person.name);
                keys::file_surely(side, Some(&keys), &mut put);
                keys::file_loosely(side, &keys, short, &mut put);
                names.insert(index, keys);
            } else {
                let name = &side.person.name;
                let keys = asked.may_name(name).then(|| NameKeys::of(name));
                keys::file_surely(side, keys.as_ref(), &mut put);
            }
        }
        filed.sort_unstable();
        filed.dedup();
        let bits = filed.len().max(2).ilog2();
        let mut starts = vec![0; (1 << bits) + 1];
        for (key, _) in &filed {
            starts[Self::beginning(*key, bits) + 1] += 1;
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        Self { filed, starts, bits, names }
    }

    fn beginning(key: u64, bits: u32) -> usize {
        usize::try_from(key >> (u64::BITS - bits)).unwrap_or(0)
    }

    fn keys(&self, person: usize) -> Option<&NameKeys> {
        self.names.get(&person)
    }

    /// Whoever lies in a drawer, unless too many do.
    fn people(&self, key: u64) -> impl Iterator<Item = usize> {
        let at = Self::beginning(key, self.bits);
        let near = self.filed.get(self.starts[at]..self.starts[at + 1]).unwrap_or(&[]);
        let start = near.partition_point(|(filed, _)| *filed < key);
        let rest = near.get(start..).unwrap_or(&[]);
        let end = rest.iter().take(TOO_MANY + 1).take_while(|(filed, _)| *filed == key).count();
        let found = if end > TOO_MANY { &[] } else { rest.get(..end).unwrap_or(&[]) };
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

    /// How many steps it takes to suggest between `size` people and `size` users, nobody matched.
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
        let matching = Matching::nobody(size, size);
        let mut team = vec![TeamRow::default(); size];
        let mut outside: Vec<_> =
            (0..size).map(|user| OutsideRow { user, ..OutsideRow::default() }).collect();
        suggest(&sides, &matching, &Word::default(), &mut team, &mut outside)
    }

    #[test]
    fn the_work_grows_with_the_lists_and_not_with_their_product() {
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
