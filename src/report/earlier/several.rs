//! Several notes in one text: an issue's description, and below it the notes that were made again days later.
//!
//! The newest ones stand. What people wrote into the older ones stands where the newest say nothing of it.

use std::collections::{HashMap, HashSet};

use super::{Carried, Earlier, EarlierFinding, EarlierPerson, EarlierUser};
use crate::audit::{Check, Decision, Label, PersonKey, UserKey};
use crate::day::Day;

/// Where notes begin: when they were made, and what had been read before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Began {
    /// Unix seconds.
    pub(super) when: i64,
    /// How many people.
    pub(super) people: usize,
    /// How many users.
    pub(super) users: usize,
    /// How many decisions.
    pub(super) decisions: usize,
    /// How many checks.
    pub(super) checks: usize,
}

/// Makes one of several; `began` is in the order of the text.
pub(super) fn merge(earlier: &mut Earlier, mut began: Vec<Began>) {
    if began.len() < 2 {
        return;
    }
    // What stands before the first summary goes with it.
    if let Some(first) = began.first_mut() {
        *first = Began { people: 0, users: 0, decisions: 0, checks: 0, ..*first };
    }
    let mut people = cut(std::mem::take(&mut earlier.people), &began, |began| began.people);
    let mut users = cut(std::mem::take(&mut earlier.users), &began, |began| began.users);
    let mut decisions =
        cut(std::mem::take(&mut earlier.decisions), &began, |began| began.decisions);
    let mut checks = cut(std::mem::take(&mut earlier.checks), &began, |began| began.checks);
    for (began, (people, users)) in began.iter().zip(people.iter_mut().zip(&mut users)) {
        let day = Day::at(began.when);
        for finding in people.iter_mut().flat_map(|person| &mut person.findings) {
            finding.since.get_or_insert(day);
        }
        for user in users.iter_mut().filter(|user| user.verdict.is_some()) {
            user.since.get_or_insert(day);
        }
    }
    // The newest first; of the same time, the one further down.
    let mut order: Vec<usize> = (0..began.len()).rev().collect();
    order.sort_by_key(|at| std::cmp::Reverse(began.get(*at).map(|began| began.when)));
    earlier.audited = began.iter().map(|began| began.when).max();
    let mut asked = HashSet::new();
    for at in order {
        if earlier.checks.is_empty() {
            earlier.checks = checks.get_mut(at).map(std::mem::take).unwrap_or_default();
        }
        let carried = decisions.get_mut(at).map(std::mem::take).unwrap_or_default();
        let carried =
            carried.into_iter().filter(|carried| asked.insert(question(&carried.decision)));
        earlier.decisions.extend(carried);
        let rows = users.get_mut(at).map(std::mem::take).unwrap_or_default();
        older_users(&mut earlier.users, rows);
        let rows = people.get_mut(at).map(std::mem::take).unwrap_or_default();
        let meant = older_people(&mut earlier.people, rows);
        let meant = meant.into_iter().filter(|carried| asked.insert(question(&carried.decision)));
        earlier.decisions.extend(meant);
    }
}

fn cut<T>(mut all: Vec<T>, began: &[Began], of: fn(&Began) -> usize) -> Vec<Vec<T>> {
    let mut parts: Vec<Vec<T>> =
        began.iter().rev().map(|began| all.split_off(of(began).min(all.len()))).collect();
    parts.reverse();
    parts
}

/// What a decision answers.
fn question(decision: &Decision) -> Question {
    let mut question = Question::default();
    match decision {
        Decision::Same(person, user) | Decision::NotSame(person, user) => {
            question.person = Some(person.clone());
            question.user = Some(user.clone());
        }
        Decision::Verdict(user, _) => question.user = Some(user.clone()),
        Decision::Intentional(person, label, _) => {
            question.person = Some(person.clone());
            question.label = Some(*label);
        }
        Decision::Accept(check, _) => question.check = Some(*check),
    }
    question
}

#[derive(Default, PartialEq, Eq, Hash)]
struct Question {
    person: Option<PersonKey>,
    user: Option<UserKey>,
    label: Option<Label>,
    check: Option<Check>,
}

/// Adds the verdicts of older rows where the newer ones have none.
fn older_users(newer: &mut Vec<EarlierUser>, older: Vec<EarlierUser>) {
    if newer.is_empty() {
        *newer = older;
        return;
    }
    let mut by_account: HashMap<String, usize> = HashMap::new();
    for (index, user) in newer.iter().enumerate() {
        by_account.entry(user.account()).or_insert(index);
    }
    for old in older.into_iter().filter(|old| old.verdict.is_some()) {
        match by_account.get(&old.account()).and_then(|index| newer.get_mut(*index)) {
            Some(user) if user.verdict.is_none() => {
                user.verdict = old.verdict;
                user.since = old.since;
            }
            Some(user) if user.verdict == old.verdict => user.since = user.since.min(old.since),
            Some(_) => {}
            None => newer.push(old),
        }
    }
}

/// Adds to the newer findings what older ones know of them: since when, why they are meant, and words that were added.
/// Gives back what is meant and is no finding any more.
fn older_people(newer: &mut Vec<EarlierPerson>, older: Vec<EarlierPerson>) -> Vec<Carried> {
    if newer.is_empty() {
        *newer = older;
        return Vec::new();
    }
    let mut by_key: HashMap<PersonKey, usize> = HashMap::new();
    for (index, person) in newer.iter().enumerate() {
        by_key.entry(person.key()).or_insert(index);
    }
    let mut meant = Vec::new();
    for old in older {
        let key = old.key();
        let person = by_key.get(&key).and_then(|index| newer.get_mut(*index));
        let mut findings = person.map(|person| &mut person.findings);
        for old in old.findings {
            let same = |finding: &&mut EarlierFinding| finding.label == old.label;
            match findings.as_mut().and_then(|findings| findings.iter_mut().find(same)) {
                Some(finding) => {
                    finding.since = finding.since.min(old.since);
                    if old.details.len() > finding.details.len()
                        && old.details.starts_with(&finding.details)
                    {
                        finding.details = old.details;
                    }
                    finding.intentional = finding.intentional.take().or(old.intentional);
                }
                None => meant.extend(old.intentional.map(|reason| Carried {
                    decision: Decision::Intentional(key.clone(), old.label, reason),
                    account: String::new(),
                    since: None,
                })),
            }
        }
    }
    meant
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Verdict;

    const DAY: i64 = 86_400;

    fn user(email: &str, verdict: Option<Verdict>) -> EarlierUser {
        EarlierUser { email: email.to_owned(), verdict, ..EarlierUser::default() }
    }

    fn person(email: &str, findings: &[(Label, &str)]) -> EarlierPerson {
        let finding = |(label, details): &(Label, &str)| EarlierFinding {
            label: *label,
            details: (*details).to_owned(),
            since: None,
            intentional: None,
        };
        EarlierPerson {
            email: email.to_owned(),
            findings: findings.iter().map(finding).collect(),
            ..EarlierPerson::default()
        }
    }

    fn verdict(email: &str, verdict: Verdict) -> Carried {
        let decision = Decision::Verdict(UserKey::from_written(email), verdict);
        Carried { decision, account: String::new(), since: None }
    }

    /// Two notes, the second a day after the first and behind so many people, users and decisions of it.
    fn two(first: [usize; 3], second: [usize; 3]) -> Vec<Began> {
        [(0, first), (DAY, second)]
            .map(|(when, [people, users, decisions])| Began {
                when,
                people,
                users,
                decisions,
                checks: 0,
            })
            .to_vec()
    }

    #[test]
    fn of_two_decisions_on_one_question_the_newer_stands_and_no_other_is_lost() {
        let stays = || Verdict::Justified("legal".to_owned());
        let mut earlier = Earlier {
            decisions: vec![
                verdict("a@example.com", Verdict::Remove),
                verdict("b@example.com", Verdict::Remove),
                verdict("a@example.com", stays()),
            ],
            ..Earlier::default()
        };
        merge(&mut earlier, two([0; 3], [0, 0, 2]));
        assert_eq!(
            earlier.decisions,
            [verdict("a@example.com", stays()), verdict("b@example.com", Verdict::Remove)]
        );
    }

    #[test]
    fn what_stands_before_the_first_summary_goes_with_it() {
        let mut earlier = Earlier {
            people: vec![person("a@example.com", &[])],
            users: vec![user("b@example.com", Some(Verdict::Remove))],
            decisions: vec![verdict("b@example.com", Verdict::Remove)],
            ..Earlier::default()
        };
        merge(&mut earlier, two([1; 3], [1; 3]));
        let counts = (earlier.people.len(), earlier.users.len(), earlier.decisions.len());
        assert_eq!(counts, (1, 1, 1));
    }

    #[test]
    fn a_verdict_that_both_have_holds_since_the_older_and_another_one_since_the_newer() {
        let (stays, remove) = (Some(Verdict::Justified("legal".to_owned())), Some(Verdict::Remove));
        let mut earlier = Earlier {
            users: vec![
                user("a@example.com", stays.clone()),
                user("b@example.com", remove),
                user("a@example.com", stays.clone()),
                user("b@example.com", stays),
            ],
            ..Earlier::default()
        };
        merge(&mut earlier, two([0; 3], [0, 2, 0]));
        let since: Vec<_> = earlier.users.iter().map(|user| user.since).collect();
        assert_eq!(since, [Some(Day::at(0)), Some(Day::at(DAY))]);
    }

    #[test]
    fn words_that_the_older_notes_add_to_the_same_details_are_kept() {
        for (older, newer, kept) in [
            ("`a`; asked her", "`a`", "`a`; asked her"),
            ("`b`; asked her", "`a`", "`a`"),
            ("`a`", "`a`; asked her", "`a`; asked her"),
        ] {
            let of = |details| person("a@example.com", &[(Label::EmailDiffers, details)]);
            let mut earlier = Earlier { people: vec![of(older), of(newer)], ..Earlier::default() };
            merge(&mut earlier, two([0; 3], [1, 0, 0]));
            let [one] = earlier.people.as_slice() else { panic!("{earlier:?}") };
            assert_eq!(one.findings[0].details, kept);
            assert_eq!(one.findings[0].since, Some(Day::at(0)));
        }
    }
}
