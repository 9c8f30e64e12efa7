//! What the rules may know of a row.

use crate::audit::stated::{Stated, has};
use crate::audit::{How, Policy};
use crate::calendly::User;
use crate::day::Day;
use crate::identity::{Email, Link, Slug};
use crate::phrase::Phrase;
use crate::roster::Person;

/// One of the accounts of a row.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// The user.
    pub user: &'a User,
    /// The user's slug, where the list states it.
    pub slug: Option<&'a Slug>,
    /// How it was found.
    pub how: How,
}

/// Everything that a row is judged by.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The roster entry.
    pub person: &'a Person,
    /// Its email, if it is an address.
    pub email: Option<&'a Email>,
    /// What the entry's email stands for by the policy: what emails are compared by.
    pub address: Option<&'a str>,
    /// Its link.
    pub link: &'a Link,
    /// Its accounts, the main one first.
    pub accounts: Vec<Account<'a>>,
    /// The addresses of the accounts by the policy, one for each.
    pub account_addresses: Vec<Option<&'a str>>,
    /// In which tier somebody else could claim the same account.
    pub contested: Option<How>,
    /// Whose page the link is, where it is certainly not this person's.
    pub page_of: Option<&'a User>,
    /// How many users state the slug of the entry's link.
    pub slug_users: usize,
    /// The other entries with the same slug.
    pub same_link: Others<'a>,
    /// The other entries with the same address.
    pub same_email: Others<'a>,
    /// What the lists state.
    pub stated: Stated,
    /// The policy.
    pub policy: &'a Policy,
    /// The day of the audit.
    pub today: Day,
}

impl<'a> Facts<'a> {
    /// The main account.
    pub fn main(&self) -> Option<Account<'a>> {
        self.accounts.first().copied()
    }

    /// Whether the slug is one of the row's own accounts'.
    pub fn own(&self, slug: &Slug) -> bool {
        self.accounts.iter().any(|account| account.slug == Some(slug))
    }

    /// The main page by the Calendly list, where it states one.
    pub fn page(&self) -> Option<String> {
        self.accounts.iter().find_map(|account| account.slug).map(Slug::page)
    }

    /// Whether the entry has the focus that makes an admin.
    pub fn has_focus(&self) -> bool {
        has(&self.person.focuses, &self.policy.admin_focus)
    }

    /// Whether the person starts after the day of the audit. What is no date says nothing here: the roster's reader lists it.
    pub fn starts_later(&self) -> bool {
        Day::written(&self.person.start_date).is_some_and(|start| start > self.today)
    }
}

/// Other roster entries that have something in common with a row's: the first few, by name, and how
/// many there are.
#[derive(Debug, Default)]
pub struct Others<'a> {
    /// At most [`Others::NAMED`] of them, in the order of their names.
    pub named: Vec<&'a Person>,
    /// How many there are in all.
    pub total: usize,
}

impl Others<'_> {
    /// How many are named before the rest is only counted.
    pub const NAMED: usize = 3;

    /// The names, with the line that tells entries of one name apart, at the end of a phrase.
    pub fn name_in(&self, mut phrase: Phrase) -> Phrase {
        for (index, person) in self.named.iter().enumerate() {
            if index > 0 {
                phrase = phrase.ours(", ");
            }
            phrase = called(phrase, person);
        }
        match self.total.saturating_sub(self.named.len()) {
            0 => phrase,
            more => phrase.ours(format!(" and {more} more")),
        }
    }
}

/// A person by name, else by email, else by line.
pub fn called(phrase: Phrase, person: &Person) -> Phrase {
    if !person.name.trim().is_empty() {
        phrase.theirs(person.name.trim())
    } else if !person.email.trim().is_empty() {
        phrase.theirs(person.email.trim())
    } else {
        phrase.ours(format!("the entry on line {}", person.place.line))
    }
}

/// A user by email and name, as far as the list states them.
pub fn user_called(phrase: Phrase, user: &User) -> Phrase {
    match (&user.email, user.name.trim()) {
        (Some(email), "") => phrase.theirs(email.written()),
        (Some(email), name) => phrase.theirs(name).ours(" (").theirs(email.written()).ours(")"),
        (None, "") => phrase.theirs(if user.link.is_empty() { &*user.uri } else { &*user.link }),
        (None, name) => phrase.theirs(name),
    }
}
