//! The catalogue of findings: their labels, and how much each matters.
//!
//! The page and the notes show each label verbatim, and people's scripts rely on that. A new
//! finding needs a new line in `labels` and one function in the rules. Source: `docs/findings.md`.

use serde::{Deserialize, Serialize};

use crate::catalogue::catalogue;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Must be corrected, or marked as intentional.
    Fix,
    /// Must be looked at.
    Check,
    /// For information.
    Note,
}

/// The part of a person's record that a finding is about, which is what a correction would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// The entry's `calendly`.
    Link,
    /// The entry's `email`.
    Email,
    /// The entry itself.
    Entry,
    /// The Calendly account.
    Account,
}

/// What the lists must state before a rule can look for a finding: see [`Stated`](super::Stated).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing beyond the entry.
    Nothing,
    /// Calendly users.
    Users,
    /// Emails of users.
    Emails,
    /// Emails of users, with names beside them.
    Names,
    /// Links of users.
    Links,
    /// Statuses of users.
    Statuses,
    /// Roles of users, and a person in the roster with the focus that requires an admin.
    Admins,
}

/// Declares the labels, one line each: its text, its level, what it is about, and what it needs.
macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident $text:literal $level:ident $about:ident $needs:ident;)*) => {
        catalogue! {
            /// The label of a finding, in the order in which a row lists them.
            Label, text { $($(#[$doc])* $name $text;)* }
        }

        impl Label {
            /// Returns how much it matters.
            pub fn level(self) -> Level {
                match self { $(Self::$name => Level::$level,)* }
            }

            /// Returns what it is about.
            pub fn about(self) -> About {
                match self { $(Self::$name => About::$about,)* }
            }

            /// Returns what the lists must state before it can be found.
            pub fn needs(self) -> Needs {
                match self { $(Self::$name => Needs::$needs,)* }
            }
        }
    };
}

labels! {
    /// The link is absent, blank, or a placeholder.
    NoCalendlyLink "No Calendly link" Fix Link Nothing;
    /// The link is on another host, or is no address.
    NotACalendlyLink "Not a Calendly link" Fix Link Nothing;
    /// The link leads to a page below the main page.
    LinksToAnEvent "Links to an event" Fix Link Nothing;
    /// The link begins with `/d/`.
    SingleUseLink "Single-use link" Fix Link Nothing;
    /// The link is an app, booking or site page of Calendly.
    NotAPersonalPage "Not a personal page" Fix Link Nothing;
    /// The slug is another user's.
    LinkBelongsToSomeoneElse "Link belongs to someone else" Fix Link Links;
    /// The matched account states another slug, and nobody has the roster's.
    LinkDiffersFromCalendly "Link differs from Calendly" Fix Link Links;
    /// Another roster entry has the same slug.
    SameLinkAs "Same link as" Fix Link Nothing;
    /// No account was found.
    NotInCalendly "Not in Calendly" Fix Account Users;
    /// Another roster entry has the same email.
    ListedTwice "Listed twice in the roster" Fix Entry Nothing;
    /// The entry has no email to match by.
    NoEmail "No email in the roster" Fix Email Nothing;
    /// The invitation has not been accepted yet.
    InvitationPending "Invitation pending" Check Account Statuses;
    /// The list says inactive, deactivated or similar.
    AccountInactive "Account inactive" Check Account Statuses;
    /// More than one user matches.
    SeveralAccounts "Several Calendly accounts" Check Account Users;
    /// The emails differ, although the link, the name or a decision matches.
    EmailDiffers "Email differs" Check Account Emails;
    /// The names share no word, although the email matches.
    NameDiffers "Name differs" Check Account Names;
    /// The person has the policy's focus, and is neither Admin nor Owner.
    ShouldBeAdmin "Should be an admin" Check Account Admins;
    /// The person is Admin or Owner without the policy's focus.
    ShouldNotBeAdmin "Should not be an admin" Check Account Admins;
    /// A Latin name or address has letters of another script.
    LookAlike "Look-alike characters" Check Entry Nothing;
    /// The `start_date` is after today.
    NotStartedYet "Not started yet" Note Entry Nothing;
}
