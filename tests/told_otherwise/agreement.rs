//! What it means that two tellings of a list agree.

use std::collections::{BTreeMap, BTreeSet};

use calendly_audit::audit::{Audit, How, Suggestion};
use calendly_audit::calendly::{Role, Status, User, UserList};
use calendly_audit::identity::Link;
use calendly_audit::roster::Roster;

use super::list::Stated;

/// Whether the page has to ask before the list says anything: the one place that knows how a list tells.
pub fn is_in_question(list: &UserList) -> bool {
    list.is_in_question()
}

/// Whether every one of these addresses is in a user or in an unread line; the first that is not.
pub fn accounts_for(list: &UserList, addresses: &[&str]) -> Result<(), String> {
    let mut told = String::new();
    for user in &list.users {
        let fields = [user.written_email(), &user.name, &user.link, &user.uri];
        let more = user.more.iter().map(|(_, value)| value.as_str());
        for text in fields.into_iter().chain(user.groups.iter().map(String::as_str)).chain(more) {
            told += text;
            told.push('\n');
        }
    }
    for unread in list.readings.iter().flat_map(|reading| &reading.unread) {
        told += &unread.excerpt;
        told.push('\n');
    }
    match addresses.iter().find(|address| !told.contains(**address)) {
        Some(address) => Err(format!("{address} is lost")),
        None => Ok(()),
    }
}

fn status(user: &User) -> &str {
    match &user.status {
        Status::Active => "Active",
        Status::Pending => "Pending",
        Status::Inactive(_) => "Deactivated",
        Status::NotStated => "",
        Status::Other(other) => other,
    }
}

fn slug(link: &str) -> String {
    match Link::read(link).into_slug() {
        Some(slug) => slug.page().rsplit('/').next().unwrap_or_default().to_owned(),
        None => link.to_owned(),
    }
}

/// Whether the users of a list are those that it states, each once; a sentence on the first difference.
/// Names are compared where something tells which column they are.
pub fn agrees(list: &UserList, expected: &[Stated], tells_names: bool) -> Result<(), String> {
    let mut by_email: BTreeMap<&str, &User> = BTreeMap::new();
    for user in &list.users {
        if by_email.insert(user.written_email(), user).is_some() {
            return Err(format!("two users have “{}”", user.written_email()));
        }
    }
    for stated in expected {
        let Some(user) = by_email.remove(stated.email.as_str()) else {
            return Err(format!("{} is no user", stated.email));
        };
        let found = Stated {
            // Nothing tells a name from a department: then either may stand there.
            name: if tells_names { user.name.clone() } else { stated.name.clone() },
            email: stated.email.clone(),
            role: match &user.role {
                Role::NotStated => String::new(),
                role => role.words().to_owned(),
            },
            status: status(user).to_owned(),
            slug: slug(&user.link),
        };
        if found != *stated {
            return Err(format!("stated {stated:?}\n  read {found:?}"));
        }
    }
    match by_email.keys().next() {
        Some(email) => Err(format!("“{email}” is a user whom nobody stated")),
        None => Ok(()),
    }
}

/// What an audit says of each person and each user, by their addresses. Without names, what depends on them
/// (suggestions, whether names differ) is left out.
pub fn said(roster: &Roster, list: &UserList, audit: &Audit, with_names: bool) -> BTreeSet<String> {
    let user = |at: usize| list.users[at].written_email().to_owned();
    let person = |at: usize| roster.people[at].email.clone();
    let suggested = |all: &[Suggestion], is_team: bool| -> Vec<String> {
        let other = |one: &Suggestion| if is_team { user(one.user) } else { person(one.person) };
        all.iter()
            .filter(|_| with_names)
            .map(|one| format!("{} {}", other(one), one.reason.plain()))
            .collect()
    };
    let mut all = BTreeSet::new();
    for row in &audit.team {
        let accounts: Vec<_> = row
            .accounts
            .iter()
            .map(|found| {
                (user(found.user), matches!(found.how, How::Email), status(&list.users[found.user]))
            })
            .collect();
        let labels: Vec<_> = row
            .findings
            .iter()
            .map(|finding| finding.label.text())
            .filter(|label| {
                with_names || !["Name differs", "Look-alike characters"].contains(label)
            })
            .collect();
        let suggested = suggested(&row.suggestions, true);
        all.insert(format!("team {} {accounts:?} {labels:?} {suggested:?}", person(row.person)));
    }
    for row in &audit.outside {
        let suggested = suggested(&row.suggestions, false);
        all.insert(format!("outside {} {suggested:?}", user(row.user)));
    }
    let unchecked: Vec<_> = audit.not_checked.iter().map(|missing| &missing.what).collect();
    all.insert(format!("owners {:?}, not checked {unchecked:?}", audit.owners));
    all
}
