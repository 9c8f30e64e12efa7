//! The catalogue of findings: their labels and how much each matters.
//!
//! A label stands to the letter in the page and the notes, and people's scripts rely on it. A new finding
//! is a new line in `labels` and one function in the rules.

use serde::{Deserialize, Serialize};

use crate::catalogue::catalogue;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Somebody has to mend something, or say that it is meant.
    Fix,
    /// Somebody has to look.
    Check,
    /// Good to know.
    Note,
}

/// Which part of a person's record a finding is about, and so what would mend it.
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

/// What the lists must state, so that a finding can be looked for at all: see [`Stated`](super::Stated).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing beyond the entry.
    Nothing,
    /// Calendly users.
    Users,
    /// Their emails.
    Emails,
    /// Emails with names beside them.
    Names,
    /// Their links.
    Links,
    /// Their statuses.
    Statuses,
    /// Their roles, and somebody in the roster with the focus that makes an admin.
    Admins,
}

/// One line a finding: its label to the letter, how much it matters, what it is about, what it needs.
macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident $text:literal $level:ident $about:ident $needs:ident;)*) => {
        catalogue! {
            /// The label of a finding. The order is the order in a row.
            Label, text { $($(#[$doc])* $name $text;)* }
        }

        impl Label {
            /// How much it matters.
            pub fn level(self) -> Level {
                match self { $(Self::$name => Level::$level,)* }
            }

            /// What it is about.
            pub fn about(self) -> About {
                match self { $(Self::$name => About::$about,)* }
            }

            /// What must be stated, so that it can be found.
            pub fn needs(self) -> Needs {
                match self { $(Self::$name => Needs::$needs,)* }
            }
        }
    };
}

labels! {
    /// Absent, blank, or a placeholder.
    NoCalendlyLink "No Calendly link" Fix Link Nothing;
    /// Another host, or no address at all.
    NotACalendlyLink "Not a Calendly link" Fix Link Nothing;
    /// More than the main page.
    LinksToAnEvent "Links to an event" Fix Link Nothing;
    /// `/d/…`.
    SingleUseLink "Single-use link" Fix Link Nothing;
    /// An app, booking or site page of Calendly.
    NotAPersonalPage "Not a personal page" Fix Link Nothing;
    /// The slug is another user's.
    LinkBelongsToSomeoneElse "Link belongs to someone else" Fix Link Links;
    /// Matched, Calendly states another slug, and nobody has the roster's.
    LinkDiffersFromCalendly "Link differs from Calendly" Fix Link Links;
    /// Two roster entries, one slug.
    SameLinkAs "Same link as" Fix Link Nothing;
    /// No account found.
    NotInCalendly "Not in Calendly" Fix Account Users;
    /// One email in two entries.
    ListedTwice "Listed twice in the roster" Fix Entry Nothing;
    /// Nothing to match by.
    NoEmail "No email in the roster" Fix Email Nothing;
    /// Invited, not yet accepted.
    InvitationPending "Invitation pending" Check Account Statuses;
    /// The list says inactive, deactivated or similar.
    AccountInactive "Account inactive" Check Account Statuses;
    /// More than one user matches.
    SeveralAccounts "Several Calendly accounts" Check Account Users;
    /// Matched by link, by name or by hand, and the emails differ.
    EmailDiffers "Email differs" Check Account Emails;
    /// Matched by email, and the names share no word.
    NameDiffers "Name differs" Check Account Names;
    /// Has the policy's focus, and is neither Admin nor Owner.
    ShouldBeAdmin "Should be an admin" Check Account Admins;
    /// Is Admin or Owner without that focus.
    ShouldNotBeAdmin "Should not be an admin" Check Account Admins;
    /// Letters of another script inside a Latin name or address.
    LookAlike "Look-alike characters" Check Entry Nothing;
    /// `start_date` after today.
    NotStartedYet "Not started yet" Note Entry Nothing;
}
