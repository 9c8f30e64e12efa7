//! The rows of the support team: collects the facts about each entry, then judges them.

use std::collections::HashMap;

use super::key_index::{KeyId, KeyIndex};
use super::matching::Matching;
use super::resolved_decisions::ResolvedDecisions;
use super::rules::{self, Account, Facts, Others};
use super::sides::Sides;
use super::{Match, Policy, TeamRow};
use crate::calendly::User;
use crate::day::Day;

/// What is the same for every row.
#[derive(Debug, Clone, Copy)]
pub struct Common<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The day of the audit.
    pub today: Day,
}

/// Returns one row for each roster entry, in the roster's order. Suggestions are added later.
pub fn rows(
    sides: &Sides<'_>,
    matching: &Matching,
    resolved: &ResolvedDecisions<'_>,
    common: Common<'_>,
) -> Vec<TeamRow> {
    let same_email = SharedKeys::of(sides, &sides.addresses);
    let same_link = SharedKeys::of(sides, &sides.slugs);
    let row = |person: usize| {
        let matches = &matching.of_person[person];
        let mut facts = facts(sides, matching, resolved, common, person, matches);
        facts.same_email = same_email.others(&sides.addresses, person);
        facts.same_link = same_link.others(&sides.slugs, person);
        let mut findings = rules::judge(&facts);
        if resolved.has_intentional() {
            for finding in &mut findings {
                finding.intentional =
                    resolved.intentional(person, finding.label).map(str::to_owned);
            }
        }
        let sharing = matches.first().map_or(0, |main| matching.sharing(main.user));
        TeamRow { person, accounts: matches.clone(), sharing, findings, ..TeamRow::default() }
    };
    (0..sides.people.len()).map(row).collect()
}

fn facts<'a>(
    sides: &'a Sides<'a>,
    matching: &Matching,
    resolved: &ResolvedDecisions<'_>,
    common: Common<'a>,
    person: usize,
    matches: &[Match],
) -> Facts<'a> {
    let side = &sides.people[person];
    let account = |found: &Match| {
        let user = &sides.users[found.user];
        Account { user: user.user, slug: user.slug.as_ref(), how: found.how }
    };
    Facts {
        person: side.person,
        email: side.email.as_ref(),
        address: side.address(),
        link: &side.link,
        accounts: matches.iter().map(account).collect(),
        account_addresses: matches.iter().map(|found| sides.users[found.user].address()).collect(),
        contested: matching.contested[person],
        page_of: page_of(sides, matching, resolved, person),
        slug_users: sides.slugs.users_like(person).len(),
        same_link: Others::default(),
        same_email: Others::default(),
        stated: sides.stated,
        policy: common.policy,
        today: common.today,
    }
}

/// Returns the user whose page the entry's link is, if it is certainly not this person's. That is
/// so if the user with that slug is somebody else's account, if this person has another account, or
/// if a decision says that they differ.
fn page_of<'a>(
    sides: &Sides<'a>,
    matching: &Matching,
    resolved: &ResolvedDecisions<'_>,
    person: usize,
) -> Option<&'a User> {
    let users = sides.slugs.users_like(person);
    let own = |user: &usize| matching.is_of(*user, person);
    if users.is_empty() || users.iter().any(own) {
        return None;
    }
    let has_account = !matching.of_person[person].is_empty();
    let is_of_another = |user: &&usize| {
        has_account || matching.of_user[**user].is_some() || resolved.is_separated(person, **user)
    };
    let first = users.iter().filter(is_of_another).min_by_key(|user| sides.users[**user].order());
    first.map(|user| sides.users[*user].user)
}

/// The first few entries of each key that several entries share, sorted by name. Their findings
/// mention each other.
struct SharedKeys<'a> {
    first: HashMap<KeyId, Vec<usize>>,
    sides: &'a Sides<'a>,
}

impl<'a> SharedKeys<'a> {
    fn of(sides: &'a Sides<'a>, keys: &KeyIndex) -> Self {
        let mut first = HashMap::new();
        for person in 0..sides.people.len() {
            let Some(id) = keys.of_person(person) else { continue };
            let people = keys.people_with(id);
            if people.len() < 2 || first.contains_key(&id) {
                continue;
            }
            let mut people = people.to_vec();
            people.sort_by_cached_key(|person| sides.people[*person].order());
            people.truncate(Others::NAMED + 1);
            first.insert(id, people);
        }
        Self { first, sides }
    }

    fn others(&self, keys: &KeyIndex, person: usize) -> Others<'a> {
        let total = keys.people_like(person).len().saturating_sub(1);
        if total == 0 {
            return Others::default();
        }
        let first = keys.of_person(person).and_then(|id| self.first.get(&id));
        let others = first.into_iter().flatten().filter(|other| **other != person);
        let named =
            others.take(Others::NAMED).map(|other| self.sides.people[*other].person).collect();
        Others { named, total }
    }
}
