//! Why two might be the same: the reasons, their strength, and their words.

use super::near::Apart;
use crate::audit::sides::{PersonSide, UserSide};
use crate::identity::{Email, Slug};
use crate::phrase::Phrase;

/// One thing that a person and a user have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// One address; several entries have it, so it matched nobody.
    SameEmail,
    /// The user's slug is in the roster.
    Link,
    /// Equal names.
    SameName,
    /// Equal names to a reader, with letters of another script.
    LooksSame,
    /// Equal addresses to a reader, likewise.
    EmailLooksSame,
    /// One mailbox: a plus tag, or dots at Gmail.
    Mailbox,
    /// One local part, two domains.
    LocalPart,
    /// Equal first and last names; one has more in between.
    MiddleName,
    /// Equal but for a usual short form of the first name.
    ShortName,
    /// Addresses of one domain, one letter apart.
    EmailNear(Apart),
    /// Names one letter apart.
    NameNear(Apart),
    /// Equal first and last names, and two different middle names.
    FirstAndLast,
    /// An initial in place of a name.
    Initial,
    /// The one's address is made of the other's name.
    AddressFitsName,
    /// The one's link is made of the other's name.
    LinkFitsName,
    /// The user's link is the local part of the person's address.
    LinkFitsAddress,
}

/// What a reason is about. Of several about one thing, the strongest says it all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The names.
    Name,
    /// The addresses.
    Email,
    /// The links.
    Link,
    /// The one's address or link and the other's name. Says nothing where something else is known:
    /// most addresses fit the name of whoever has them.
    Fit,
}

impl Reason {
    /// Strength by itself: higher is likelier.
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

    /// What it is about.
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

    /// Whether it is worth saying of a person who has an account already: that this may be another.
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

    /// The words, at the end of a phrase.
    pub fn words(self, phrase: Phrase, person: &PersonSide<'_>, user: &UserSide<'_>) -> Phrase {
        let slug = |slug: Option<&Slug>| slug.map_or("", Slug::as_str).to_owned();
        match self {
            Self::SameEmail => phrase.ours("same email, which several entries have"),
            Self::Link => {
                let phrase = phrase
                    .ours("link ")
                    .code(slug(user.slug.as_ref()))
                    .ours(" is in the roster for ");
                let name = person.person.name.trim();
                phrase.theirs(if name.is_empty() { person.person.email.trim() } else { name })
            }
            Self::SameName => phrase.ours("same name"),
            Self::LooksSame | Self::EmailLooksSame => {
                phrase.ours("looks the same, with letters of another script")
            }
            Self::Mailbox if plus_tag(person.email.as_ref(), user.user.email.as_ref()) => {
                phrase.ours("same address without the plus tag")
            }
            Self::Mailbox => phrase.ours("same mailbox at Gmail"),
            Self::LocalPart => phrase.ours("same local part at another domain"),
            Self::MiddleName => phrase.ours("same name without middle names"),
            Self::ShortName => phrase.ours("same name with a short form"),
            Self::EmailNear(Apart::OneLetter) => phrase.ours("addresses one letter apart"),
            Self::EmailNear(Apart::Swapped) => phrase.ours("addresses with two letters swapped"),
            Self::NameNear(Apart::OneLetter) => phrase.ours("names one letter apart"),
            Self::NameNear(Apart::Swapped) => phrase.ours("names with two letters swapped"),
            Self::FirstAndLast => phrase.ours("same first and last name"),
            Self::Initial => phrase.ours("same name with an initial"),
            Self::AddressFitsName => phrase.ours("the address fits the name"),
            Self::LinkFitsName => phrase.ours("the link fits the name"),
            Self::LinkFitsAddress => {
                phrase.ours("link ").code(slug(user.slug.as_ref())).ours(" fits the address")
            }
        }
    }
}

/// Whether a text begins as [`Reason::words`] do.
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

/// Whether a plus tag alone tells two addresses apart; else it is dots, or Gmail's other domain.
fn plus_tag(one: Option<&Email>, other: Option<&Email>) -> bool {
    let bare = |email: &Email| {
        let local = email.local().split('+').next().unwrap_or("").to_owned();
        (local, email.domain().to_owned())
    };
    one.map(bare) == other.map(bare)
}
