//! Reasons for a suggestion: their strength and their words.

use super::edit_distance::Edit;
use crate::audit::sides::{PersonSide, UserSide};
use crate::identity::{Email, Slug};
use crate::phrase::Phrase;

/// Something that a person and a user have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The addresses are equal. Several entries have it, so there was no match.
    SameEmail,
    /// The user's slug is in the roster.
    Link,
    /// The names are equal.
    SameName,
    /// The names look equal, but have letters of another script.
    LooksSame,
    /// The addresses look equal, but have letters of another script.
    EmailLooksSame,
    /// The mailboxes are equal, without a plus tag or Gmail's dots.
    Mailbox,
    /// The local parts are equal, and the domains differ.
    LocalPart,
    /// The first and last names are equal. One has a middle name.
    MiddleName,
    /// The last names are equal, and the first names are short forms of one another.
    ShortName,
    /// The addresses have one domain and are one edit apart.
    EmailNear(Edit),
    /// The names are one edit apart.
    NameNear(Edit),
    /// The first and last names are equal. The middle names differ.
    FirstAndLast,
    /// One has an initial in place of a name.
    Initial,
    /// The address of one is made of the other's name.
    AddressFitsName,
    /// The link of one is made of the other's name.
    LinkFitsName,
    /// The user's link is the local part of the person's address.
    LinkFitsAddress,
}

/// The subject of a reason. Of several reasons with one subject, only the strongest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The names.
    Name,
    /// The addresses.
    Email,
    /// The links.
    Link,
    /// The address or link of one and the name of the other. Counts only without any other subject,
    /// since most addresses fit the name of their owner.
    Fit,
}

impl Reason {
    /// Returns the strength: higher is likelier.
    pub fn rank(self) -> u8 {
        match self {
            Self::SameEmail => 100,
            Self::Link => 95,
            Self::SameName => 90,
            Self::LooksSame => 88,
            Self::EmailLooksSame => 87,
            Self::Mailbox => 85,
            Self::LocalPart => 80,
            Self::MiddleName => 75,
            Self::ShortName => 70,
            Self::EmailNear(_) => 66,
            Self::NameNear(_) => 64,
            Self::FirstAndLast => 58,
            Self::Initial => 54,
            Self::AddressFitsName => 50,
            Self::LinkFitsAddress => 48,
            Self::LinkFitsName => 46,
        }
    }

    /// Returns its subject.
    pub fn about(self) -> About {
        match self {
            Self::SameEmail
            | Self::EmailLooksSame
            | Self::Mailbox
            | Self::LocalPart
            | Self::EmailNear(_) => About::Email,
            Self::Link => About::Link,
            Self::AddressFitsName | Self::LinkFitsAddress | Self::LinkFitsName => About::Fit,
            _ => About::Name,
        }
    }

    /// Whether it suggests a second account of a person who has one.
    pub fn tells_second_account(self) -> bool {
        matches!(
            self,
            Self::SameEmail
                | Self::Link
                | Self::SameName
                | Self::LooksSame
                | Self::EmailLooksSame
                | Self::Mailbox
                | Self::LocalPart
        )
    }

    /// Appends the words to a phrase.
    pub fn words(self, phrase: Phrase, person: &PersonSide<'_>, user: &UserSide<'_>) -> Phrase {
        let slug = |slug: Option<&Slug>| slug.map_or("", Slug::as_str).to_owned();
        match self {
            Self::SameEmail => phrase.trusted("same email, which several entries have"),
            Self::Link => {
                let phrase = phrase
                    .trusted("link ")
                    .code(slug(user.slug.as_ref()))
                    .trusted(" is in the roster for ");
                let name = person.person.name.trim();
                phrase.untrusted(if name.is_empty() { person.person.email.trim() } else { name })
            }
            Self::SameName => phrase.trusted("same name"),
            Self::LooksSame | Self::EmailLooksSame => {
                phrase.trusted("looks the same, with letters of another script")
            }
            Self::Mailbox if plus_tag(person.email.as_ref(), user.user.email.as_ref()) => {
                phrase.trusted("same address without the plus tag")
            }
            Self::Mailbox => phrase.trusted("same mailbox at Gmail"),
            Self::LocalPart => phrase.trusted("same local part at another domain"),
            Self::MiddleName => phrase.trusted("same name without middle names"),
            Self::ShortName => phrase.trusted("same name with a short form"),
            Self::EmailNear(Edit::OneLetter) => phrase.trusted("addresses one letter apart"),
            Self::EmailNear(Edit::Swapped) => phrase.trusted("addresses with two letters swapped"),
            Self::NameNear(Edit::OneLetter) => phrase.trusted("names one letter apart"),
            Self::NameNear(Edit::Swapped) => phrase.trusted("names with two letters swapped"),
            Self::FirstAndLast => phrase.trusted("same first and last name"),
            Self::Initial => phrase.trusted("same name with an initial"),
            Self::AddressFitsName => phrase.trusted("the address fits the name"),
            Self::LinkFitsName => phrase.trusted("the link fits the name"),
            Self::LinkFitsAddress => {
                phrase.trusted("link ").code(slug(user.slug.as_ref())).trusted(" fits the address")
            }
        }
    }
}

/// Whether a text begins with the words of a reason: see [`Reason::words`].
pub fn begins(text: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "same ",
        "link ",
        "looks the same, ",
        "addresses ",
        "names ",
        "the address fits ",
        "the link fits ",
    ];
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

/// Whether two addresses differ only by a plus tag, and not by dots or Gmail's other domain.
fn plus_tag(one: Option<&Email>, other: Option<&Email>) -> bool {
    let bare = |email: &Email| {
        let local = email.local().split('+').next().unwrap_or("").to_owned();
        (local, email.domain().to_owned())
    };
    one.map(bare) == other.map(bare)
}
