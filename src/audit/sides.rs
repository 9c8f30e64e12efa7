//! Prepares both lists for comparison: addresses, links, and who shares them.
//!
//! Later steps only compare keys. Nothing here decides.

use super::alias::Aliases;
use super::key_index::KeyIndex;
use super::policy::Policy;
use super::stated::Stated;
use crate::calendly::{Role, Status, User, UserList};
use crate::identity::{Email, Link, Slug};
use crate::roster::{Person, Roster};

/// A roster entry, prepared for comparison.
#[derive(Debug)]
pub struct PersonSide<'a> {
    /// The entry.
    pub person: &'a Person,
    /// Its email, if it is an address.
    pub email: Option<Email>,
    /// Its link.
    pub link: Link,
    /// The representative of the email by the policy, if it is another address.
    same_as: Option<String>,
}

impl<'a> PersonSide<'a> {
    /// Returns a sort key by name, then by the other contents, so that the order of the list has no
    /// effect.
    pub fn order(&self) -> impl Ord + use<'a> {
        let person = self.person;
        (&*person.name, &*person.email, &*person.calendly, &*person.start_date, &*person.focuses)
    }

    /// Returns the address that the email is compared by.
    pub fn address(&self) -> Option<&str> {
        self.same_as.as_deref().or_else(|| self.email.as_ref().map(Email::key))
    }
}

/// A user, prepared for comparison.
#[derive(Debug)]
pub struct UserSide<'a> {
    /// The user.
    pub user: &'a User,
    /// The user's slug, if the list states the link.
    pub slug: Option<Slug>,
    /// The representative of the email by the policy, if it is another address.
    same_as: Option<String>,
}

impl<'a> UserSide<'a> {
    /// Returns the address that the email is compared by.
    pub fn address(&self) -> Option<&str> {
        self.same_as.as_deref().or_else(|| self.user.email.as_ref().map(Email::key))
    }

    /// Returns a sort key for several accounts of one person, which depends on their contents only.
    /// An active account comes before an invitation.
    pub fn order(&self) -> impl Ord + use<'a> {
        let user = self.user;
        let status = match &user.status {
            Status::Active => (0_u8, ""),
            Status::NotStated => (1, ""),
            Status::Pending => (2, ""),
            Status::Other(words) => (3, words.as_str()),
            Status::Inactive(words) => (4, words.as_str()),
        };
        let role = match &user.role {
            Role::Owner => (0_u8, ""),
            Role::Admin => (1, ""),
            Role::GroupAdmin => (2, ""),
            Role::TeamManager => (3, ""),
            Role::User => (4, ""),
            Role::Other(words) => (5, words.as_str()),
            Role::NotStated => (6, ""),
        };
        let email = user.email.as_ref().map_or("", Email::key);
        (status, role, email, &*user.uri, &*user.link, &*user.name, &*user.groups)
    }
}

/// Returns the rank of a role for reviewers: Owner, then Admin, then the others.
pub fn privilege(role: &Role) -> u8 {
    match role {
        Role::Owner => 0,
        Role::Admin => 1,
        _ => 2,
    }
}

/// Both lists, and indexes of what their entries share.
#[derive(Debug)]
pub struct Sides<'a> {
    /// The roster's entries, in its order.
    pub people: Vec<PersonSide<'a>>,
    /// The users, in the list's order.
    pub users: Vec<UserSide<'a>>,
    /// Index by address.
    pub addresses: KeyIndex,
    /// Index by slug, of a main page or an event.
    pub slugs: KeyIndex,
    /// What the lists state.
    pub stated: Stated,
    /// The policy's focus that requires an admin.
    pub admin_focus: &'a str,
}

impl<'a> Sides<'a> {
    /// Prepares both lists.
    pub fn of(roster: &'a Roster, list: &'a UserList, policy: &'a Policy) -> Self {
        let aliases = Aliases::of(policy);
        let person = |person: &'a Person| {
            let email = Email::read(&person.email);
            let same_as = email.as_ref().and_then(|email| aliases.address(email));
            PersonSide { person, email, link: Link::read(&person.calendly), same_as }
        };
        let user = |user: &'a User| {
            let same_as = user.email.as_ref().and_then(|email| aliases.address(email));
            UserSide { user, slug: Link::read(&user.link).into_slug(), same_as }
        };
        let people: Vec<_> = roster.people.iter().map(person).collect();
        let users: Vec<_> = list.users.iter().map(user).collect();
        let addresses = KeyIndex::new(
            people.iter().map(PersonSide::address),
            users.iter().map(UserSide::address),
        );
        let slugs = KeyIndex::new(
            people.iter().map(|side| side.link.slug().map(Slug::as_str)),
            users.iter().map(|side| side.slug.as_ref().map(Slug::as_str)),
        );
        let stated = Stated::of(roster, list, policy);
        Self { people, users, addresses, slugs, stated, admin_focus: &policy.admin_focus }
    }
}
