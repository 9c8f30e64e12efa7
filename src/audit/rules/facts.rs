//! The facts about a row that rules may use.

use crate::audit::stated::{Stated, has};
use crate::audit::{How, Policy};
use crate::calendly::User;
use crate::day::Day;
use crate::identity::{Email, Link, Slug};
use crate::phrase::Phrase;
use crate::roster::Person;

/// An account of a row.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// The user.
    pub user: &'a User,
    /// The user's slug, if the list states it.
    pub slug: Option<&'a Slug>,
    /// The tier that found it.
    pub how: How,
}

/// Everything that a row is judged by.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The roster entry.
    pub person: &'a Person,
    /// Its email, if it is an address.
    pub email: Option<&'a Email>,
    /// The representative of the email by the policy, which emails are compared by.
    pub address: Option<&'a str>,
    /// Its link.
    pub link: &'a Link,
    /// Its accounts, the main one first.
    pub accounts: Vec<Account<'a>>,
    /// The representative of each account's email by the policy.
    pub account_addresses: Vec<Option<&'a str>>,
    /// The tier in which somebody else could claim the same account.
    pub contested: Option<How>,
    /// The owner of the linked page, if it is certainly somebody else.
    pub page_of: Option<&'a User>,
    /// The number of users who state the slug of the entry's link.
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
    /// Returns the main account.
    pub fn main(&self) -> Option<Account<'a>> {
        self.accounts.first().copied()
    }

    /// Whether the slug belongs to one of the row's accounts.
    pub fn own(&self, slug: &Slug) -> bool {
        self.accounts.iter().any(|account| account.slug == Some(slug))
    }

    /// Returns the main page by the Calendly list, if it states one.
    pub fn page(&self) -> Option<String> {
        self.accounts.iter().find_map(|account| account.slug).map(Slug::page)
    }

    /// Whether the entry has the focus that requires an admin.
    pub fn has_focus(&self) -> bool {
        has(&self.person.focuses, &self.policy.admin_focus)
    }

    /// Whether the person starts after the day of the audit. A text that is no date counts as
    /// started; the roster's reader reports it.
    pub fn starts_later(&self) -> bool {
        Day::written(&self.person.start_date).is_some_and(|start| start > self.today)
    }
}

/// Other roster entries that share something with this row: the first few by name, and their
/// number.
#[derive(Debug, Default)]
pub struct Others<'a> {
    /// At most [`Others::NAMED`] of them, sorted by name.
    pub named: Vec<&'a Person>,
    /// Their number.
    pub total: usize,
}

impl Others<'_> {
    /// Maximum number of entries that are listed by name.
    pub const NAMED: usize = 3;

    /// Appends the names to a phrase, with line numbers for entries of one name.
    pub fn name_in(&self, mut phrase: Phrase) -> Phrase {
        for (index, person) in self.named.iter().enumerate() {
            if index > 0 {
                phrase = phrase.trusted(", ");
            }
            phrase = called(phrase, person);
        }
        match self.total.saturating_sub(self.named.len()) {
            0 => phrase,
            more => phrase.trusted(format!(" and {more} more")),
        }
    }
}

/// Appends a person by name, else by email, else by line.
pub fn called(phrase: Phrase, person: &Person) -> Phrase {
    if !person.name.trim().is_empty() {
        phrase.untrusted(person.name.trim())
    } else if !person.email.trim().is_empty() {
        phrase.untrusted(person.email.trim())
    } else {
        phrase.trusted(format!("the entry on line {}", person.place.line))
    }
}

/// Appends a user by email and name, if the list states them.
pub fn user_called(phrase: Phrase, user: &User) -> Phrase {
    match (&user.email, user.name.trim()) {
        (Some(email), "") => phrase.untrusted(email.written()),
        (Some(email), name) => {
            phrase.untrusted(name).trusted(" (").untrusted(email.written()).trusted(")")
        }
        (None, "") => phrase.untrusted(if user.link.is_empty() { &*user.uri } else { &*user.link }),
        (None, name) => phrase.untrusted(name),
    }
}
