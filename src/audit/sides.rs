//! Both lists, made comparable once: addresses, links, and who shares which.
//!
//! Everything after this compares keys. Nothing here decides.

use super::alias::Aliases;
use super::policy::Policy;
use super::shared::Shared;
use super::stated::Stated;
use crate::calendly::{Role, Status, User, UserList};
use crate::identity::{Email, Link, Slug};
use crate::roster::{Person, Roster};

/// A roster entry, as it is compared.
#[derive(Debug)]
pub struct PersonSide<'a> {
    /// The entry.
    pub person: &'a Person,
    /// Its email, if it is an address.
    pub email: Option<Email>,
    /// Its link.
    pub link: Link,
    /// The address that stands for the email by the policy, where that is another.
    same_as: Option<String>,
}

impl<'a> PersonSide<'a> {
    /// The order of entries that the order of the list must not decide: by name, then by what else
    /// they hold.
    pub fn order(&self) -> impl Ord + use<'a> {
        let person = self.person;
        (&*person.name, &*person.email, &*person.calendly, &*person.start_date, &*person.focuses)
    }

    /// What the email is matched by.
    pub fn address(&self) -> Option<&str> {
        self.same_as.as_deref().or_else(|| self.email.as_ref().map(Email::key))
    }
}

/// A user, as it is compared.
#[derive(Debug)]
pub struct UserSide<'a> {
    /// The user.
    pub user: &'a User,
    /// The user's slug, where the list states the link.
    pub slug: Option<Slug>,
    /// The address that stands for the email by the policy, where that is another.
    same_as: Option<String>,
}

impl<'a> UserSide<'a> {
    /// What the email is matched by.
    pub fn address(&self) -> Option<&str> {
        self.same_as.as_deref().or_else(|| self.user.email.as_ref().map(Email::key))
    }

    /// What a person would look for among users: the order of several accounts of one person, which
    /// depends on what they hold alone. An active account comes before an invitation.
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

/// Owner, then Admin, then everybody else: the order in which a reviewer wants to see them.
pub fn privilege(role: &Role) -> u8 {
    match role {
        Role::Owner => 0,
        Role::Admin => 1,
        _ => 2,
    }
}

/// Both lists and what their entries share.
#[derive(Debug)]
pub struct Sides<'a> {
    /// The roster's entries, in its order.
    pub people: Vec<PersonSide<'a>>,
    /// The users, in the list's order.
    pub users: Vec<UserSide<'a>>,
    /// Who has which address.
    pub addresses: Shared,
    /// Who has which slug: of a main page or of an event.
    pub slugs: Shared,
    /// What the list states at all.
    pub stated: Stated,
    /// The policy's focus that makes an admin.
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
        let addresses = Shared::new(
            people.iter().map(PersonSide::address),
            users.iter().map(UserSide::address),
        );
        let slugs = Shared::new(
            people.iter().map(|side| side.link.slug().map(Slug::as_str)),
            users.iter().map(|side| side.slug.as_ref().map(Slug::as_str)),
        );
        let stated = Stated::of(roster, list, policy);
        Self { people, users, addresses, slugs, stated, admin_focus: &policy.admin_focus }
    }
}
