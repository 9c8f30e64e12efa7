//! What must hold of every audit, whatever the lists hold.
//!
//! The lists are drawn from few names, addresses and links, so that namesakes, shared addresses, shared
//! links and second accounts are the rule.

use std::collections::{BTreeMap, BTreeSet};

use calendly_audit::audit::{
    Audit, Decision, How, Label, PersonKey, Policy, Suggestion, TeamRow, UserKey, Verdict, audit,
};
use calendly_audit::calendly::{Role, Status, User, UserList};
use calendly_audit::day::Day;
use calendly_audit::identity::{Email, Link, name, script};
use calendly_audit::roster::{Person, Roster};
use proptest::prelude::*;
use proptest::sample::select;

const TODAY: Day = Day { year: 2026, month: 11, day: 22 };

const NAMES: &[&str] = &[
    "",
    "Jane Doe",
    "Doe, Jane",
    "Jané Doe",
    "J. Doe",
    "Jane Mary Doe",
    "John Roe",
    "Jon Roe",
    "Jack Roe",
    "J\u{430}ne Doe",
    "Zed",
    "Юлия Иванова",
    "jane@example.com",
    "Jnae Doe",
    "—",
];
const EMAILS: &[&str] = &[
    "",
    "jane@example.com",
    "JANE@example.com ",
    "jane+x@example.com",
    "jane@example.org",
    "john@example.com",
    "j.doe@gmail.com",
    "jdoe@googlemail.com",
    "jnae@example.com",
    "jane@ex\u{430}mple.com",
    "not an address",
    "johnroe@example.com",
    "johnnroe@example.com",
];
const LINKS: &[&str] = &[
    "",
    "n/a",
    "https://calendly.com/jane",
    "calendly.com/JANE/",
    "https://calendly.com/jane/30min",
    "https://calendly.com/john",
    "https://calendly.com/johnroe",
    "https://cal.com/jane",
    "https://calendly.com/d/abc",
    "https://calendly.com/app/x",
];

fn text(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(of).prop_map(str::to_owned)
}

prop_compose! {
    fn a_person()(
        name in text(NAMES),
        email in text(EMAILS),
        calendly in text(LINKS),
        focus in text(&["", "Operations", "operations ", "SaaS"]),
        start_date in text(&["", "2020-01-01", "2027-01-01", "soon"]),
    ) -> Person {
        Person { name, email, calendly, focuses: vec![focus], start_date, ..Person::default() }
    }
}

prop_compose! {
    fn a_user()(
        name in text(NAMES),
        email in text(EMAILS),
        link in text(LINKS),
        role in select(vec![Role::NotStated, Role::Owner, Role::Admin, Role::User, Role::Other("Guest".into())]),
        status in select(vec![Status::NotStated, Status::Active, Status::Pending, Status::Inactive("off".into())]),
        group in text(&["", "Support", "Sales"]),
    ) -> User {
        User { name, email: Email::read(&email), link, role, status, groups: vec![group], ..User::default() }
    }
}

fn a_policy() -> impl Strategy<Value = Policy> {
    let lines =
        |words: &[&str]| vec![words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()];
    select(vec![
        Policy::default(),
        Policy { same_domains: lines(&["example.com", "example.org"]), ..Policy::default() },
        Policy { aliases: lines(&["jane@example.com", "john@example.com"]), ..Policy::default() },
        Policy { groups: vec!["Support".to_owned()], ..Policy::default() },
    ])
}

/// One of each user's addresses, as a list has them: readers merge users by address.
fn once_each(users: Vec<User>) -> Vec<User> {
    let mut seen = std::collections::HashSet::new();
    users
        .into_iter()
        .filter(|user| user.email.as_ref().is_none_or(|email| seen.insert(email.key().to_owned())))
        .collect()
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    prop::collection::vec(a_person(), 0..9)
}

/// Users, in half of the cases without any email: then names count.
fn users() -> impl Strategy<Value = Vec<User>> {
    (prop::collection::vec(a_user(), 0..9), prop::bool::weighted(0.25)).prop_map(
        |(mut users, names_only)| {
            if names_only {
                for user in &mut users {
                    user.email = None;
                }
            }
            once_each(users)
        },
    )
}

/// Decisions about whoever is in the lists, by index.
fn decisions() -> impl Strategy<Value = Vec<(u8, usize, usize)>> {
    prop::collection::vec((0..6_u8, 0..9_usize, 0..9_usize), 0..5)
}

fn decide(drawn: &[(u8, usize, usize)], people: &[Person], users: &[User]) -> Vec<Decision> {
    let one = |(kind, person, user): &(u8, usize, usize)| {
        let person = PersonKey::of(people.get(*person)?);
        let user = UserKey::of(users.get(*user)?);
        Some(match kind {
            0 => Decision::Same(person, user),
            1 => Decision::NotSame(person, user),
            2 => Decision::Verdict(user, Verdict::Remove),
            3 => Decision::Verdict(user, Verdict::NotAPerson("Jane".into())),
            4 => Decision::Intentional(person, Label::NotInCalendly, "known".into()),
            _ => Decision::Same(PersonKey::from_written("gone@example.com"), user),
        })
    };
    drawn.iter().filter_map(one).collect()
}

fn judged(people: &[Person], users: &[User], policy: &Policy, word: &[Decision]) -> Audit {
    let roster = Roster { people: people.to_vec(), ..Roster::default() };
    let list = UserList { users: users.to_vec(), ..UserList::default() };
    audit(&roster, &list, policy, word, TODAY)
}

/// What an audit says of each entry and each user, without regard to where they stand: everything but
/// indices, which become what they point at.
fn said(
    people: &[Person],
    users: &[User],
    audit: &Audit,
) -> (Vec<String>, Vec<String>, Vec<String>) {
    let user = |index: usize| format!("{:?}", users[index]);
    let suggestions = |all: &[Suggestion]| -> Vec<_> {
        all.iter()
            .map(|one| {
                (format!("{:?}", people[one.person]), user(one.user), one.reason.plain(), one.rank)
            })
            .collect()
    };
    let mut team: Vec<String> = audit
        .team
        .iter()
        .map(|row| {
            let accounts: Vec<_> = row.accounts.iter().map(|m| (user(m.user), m.how)).collect();
            format!(
                "{:?} {accounts:?} {:?} {:?}",
                people[row.person],
                row.findings,
                suggestions(&row.suggestions)
            )
        })
        .collect();
    team.sort();
    // The order of these rows is part of what is said.
    let outside = audit
        .outside
        .iter()
        .map(|row| {
            format!(
                "{} {:?} {:?} {:?}",
                user(row.user),
                suggestions(&row.suggestions),
                row.verdict,
                row.findings
            )
        })
        .collect();
    let mut rest: Vec<String> = audit.other_groups.iter().map(|index| user(*index)).collect();
    rest.sort();
    rest.push(format!("{:?} {:?} {:?}", audit.owners, audit.not_checked, audit.unplaced));
    (team, outside, rest)
}

proptest! {
    #[test]
    fn every_entry_has_one_row_and_every_user_one_place(
        people in people(), users in users(), policy in a_policy(), drawn in decisions(),
    ) {
        let word = decide(&drawn, &people, &users);
        let audit = judged(&people, &users, &policy, &word);
        let rows: Vec<_> = audit.team.iter().map(|row| row.person).collect();
        prop_assert_eq!(rows, (0..people.len()).collect::<Vec<_>>());
        let mut places: BTreeMap<usize, usize> = (0..users.len()).map(|user| (user, 0)).collect();
        // An account whose email several entries have is on each of their rows, and counts as one place.
        let inside = audit.team.iter().flat_map(|row| row.accounts.iter()).map(|found| found.user);
        let inside: BTreeSet<usize> = inside.collect();
        let all = inside.into_iter().chain(audit.outside.iter().map(|row| row.user)).chain(audit.other_groups.iter().copied());
        for user in all {
            *places.entry(user).or_default() += 1;
        }
        prop_assert!(places.values().all(|count| *count == 1), "{places:?}");
        prop_assert_eq!(places.len(), users.len());
    }

    #[test]
    fn nothing_is_found_in_what_the_lists_do_not_state(
        people in people(), users in users(), policy in a_policy(), drawn in decisions(),
    ) {
        let word = decide(&drawn, &people, &users);
        let audit = judged(&people, &users, &policy, &word);
        for finding in audit.team.iter().flat_map(|row| &row.findings) {
            prop_assert!(audit.stated.allows(finding.label), "{finding:?} with {:?}", audit.stated);
        }
    }

    #[test]
    fn the_order_of_the_lists_says_nothing(
        (people, shuffled_people) in people().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        (users, shuffled_users) in users().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        policy in a_policy(), drawn in decisions(),
    ) {
        let word = decide(&drawn, &people, &users);
        let one = judged(&people, &users, &policy, &word);
        let other = judged(&shuffled_people, &shuffled_users, &policy, &word);
        prop_assert_eq!(said(&people, &users, &one), said(&shuffled_people, &shuffled_users, &other));
    }

    #[test]
    fn a_match_has_what_it_says(
        people in people(), users in users(), policy in a_policy(), drawn in decisions(),
    ) {
        let word = decide(&drawn, &people, &users);
        let audit = judged(&people, &users, &policy, &word);
        for row in &audit.team {
            let person = &people[row.person];
            for found in &row.accounts {
                let user = &users[found.user];
                let email = Email::read(&person.email);
                let plain = policy.same_domains.is_empty() && policy.aliases.is_empty();
                match found.how {
                    How::Email => prop_assert!(!plain || email == user.email || email.as_ref().map(Email::key) == user.email.as_ref().map(Email::key)),
                    How::Link => prop_assert_eq!(Link::read(&person.calendly).into_slug(), Link::read(&user.link).into_slug()),
                    How::Name => {
                        prop_assert!(users.iter().all(|user| user.email.is_none()));
                        prop_assert_eq!(name::key(&person.name), name::key(&user.name));
                        prop_assert!(script::stray(&user.name).is_none());
                    }
                    How::Hand => prop_assert!(word.contains(&Decision::Same(PersonKey::of(person), UserKey::of(user)))),
                }
                // Parted by the last word on the two, they are no match.
                let on_both = |decision: &&Decision| matches!(decision, Decision::Same(p, u) | Decision::NotSame(p, u) if *p == PersonKey::of(person) && *u == UserKey::of(user));
                prop_assert!(!matches!(word.iter().rev().find(on_both), Some(Decision::NotSame(..))));
            }
        }
    }

    #[test]
    fn a_user_whose_email_is_in_the_roster_is_never_outside(
        people in people(), users in users(), policy in a_policy(),
    ) {
        let audit = judged(&people, &users, &policy, &[]);
        let plain = policy.same_domains.is_empty() && policy.aliases.is_empty();
        let key = |email: &Email| email.key().to_owned();
        for (at, user) in users.iter().enumerate() {
            let Some(email) = user.email.as_ref().map(key) else { continue };
            let has = |row: &&TeamRow| {
                Email::read(&people[row.person].email).as_ref().map(key) == Some(email.clone())
            };
            let rows: Vec<_> = audit.team.iter().filter(has).collect();
            if rows.is_empty() {
                continue;
            }
            let outside = audit.outside.iter().map(|row| row.user);
            prop_assert!(!outside.chain(audit.other_groups.iter().copied()).any(|other| other == at));
            for row in &rows {
                prop_assert!(row.accounts.iter().any(|found| found.user == at && found.how == How::Email));
                let twice = row.findings.iter().any(|finding| finding.label == Label::ListedTwice);
                prop_assert_eq!(plain && rows.len() > 1 && row.accounts.len() == 1, plain && twice && row.sharing > 1 && row.accounts.len() == 1);
            }
        }
    }

    #[test]
    fn an_unrelated_user_changes_no_other_row(
        people in people(), mut users in users(), sure in a_user(), policy in a_policy(),
    ) {
        let sure = User { email: Email::read("sure@example.net"), ..sure };
        users.push(sure.clone());
        let before = judged(&people, &users, &policy, &[]);
        let mut more = users.clone();
        // Nothing in common with anybody, and nothing that the list does not state already.
        more.push(User {
            name: "Quentin Xylo".into(),
            email: Email::read("quentin@unrelated.example"),
            link: if sure.link.is_empty() { String::new() } else { "https://calendly.com/quentin".into() },
            groups: vec!["Support".into()],
            ..sure
        });
        let after = judged(&people, &more, &policy, &[]);
        // Groups may be stated for the first time: then others may be left out, which is another matter.
        prop_assert_eq!(&before.team, &after.team);
        let stranger = users.len();
        if policy.groups.is_empty() {
            let others: Vec<_> = after.outside.into_iter().filter(|row| row.user != stranger).collect();
            prop_assert_eq!(before.outside, others);
        }
    }

    #[test]
    fn findings_stand_in_order_and_once(
        people in people(), users in users(), policy in a_policy(),
    ) {
        for row in judged(&people, &users, &policy, &[]).team {
            prop_assert!(row.findings.is_sorted_by(|one, other| one.label < other.label));
            prop_assert!(row.suggestions.len() <= 3);
            prop_assert!(row.suggestions.is_sorted_by(|one, other| one.rank >= other.rank));
            prop_assert!(row.accounts.is_empty() || row.suggestions.is_empty());
        }
    }

    #[test]
    fn whoever_has_no_account_hears_of_it(people in people(), mut users in users(), sure in a_user()) {
        users.push(User { email: Email::read("sure@example.net"), ..sure });
        for row in judged(&people, &users, &Policy::default(), &[]).team {
            prop_assert!(!row.accounts.is_empty() || !row.findings.is_empty());
        }
    }

    #[test]
    fn any_text_is_read(name in ".*", email in ".*", link in ".*", date in ".*") {
        let person = Person { name: name.clone(), email: email.clone(), calendly: link.clone(), start_date: date, ..Person::default() };
        let user = User { name, email: Email::read(&email), link, ..User::default() };
        let audit = judged(&[person], &[user], &Policy::default(), &[]);
        prop_assert_eq!(audit.team.len(), 1);
    }
}
