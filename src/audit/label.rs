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

/// One line a finding: its label to the letter, and how much it matters.
macro_rules! labels {
    ($($(#[$doc:meta])* $name:ident $text:literal $level:ident;)*) => {
        catalogue! {
            /// The label of a finding. The order is the order in a row.
            Label, text { $($(#[$doc])* $name $text;)* }
        }

        impl Label {
            /// How much it matters.
            pub fn level(self) -> Level {
                match self { $(Self::$name => Level::$level,)* }
            }
        }
    };
}

labels! {
    /// Absent, blank, or a placeholder.
    NoCalendlyLink "No Calendly link" Fix;
    /// Another host, or no address at all.
    NotACalendlyLink "Not a Calendly link" Fix;
    /// More than the main page.
    LinksToAnEvent "Links to an event" Fix;
    /// `/d/…`.
    SingleUseLink "Single-use link" Fix;
    /// An app, booking or site page of Calendly.
    NotAPersonalPage "Not a personal page" Fix;
    /// The slug is another user's.
    LinkBelongsToSomeoneElse "Link belongs to someone else" Fix;
    /// Matched, Calendly states another slug, and nobody has the roster's.
    LinkDiffersFromCalendly "Link differs from Calendly" Fix;
    /// Two roster entries, one slug.
    SameLinkAs "Same link as" Fix;
    /// No account found.
    NotInCalendly "Not in Calendly" Fix;
    /// One email in two entries.
    ListedTwice "Listed twice in the roster" Fix;
    /// Nothing to match by.
    NoEmail "No email in the roster" Fix;
    /// Invited, not yet accepted.
    InvitationPending "Invitation pending" Check;
    /// The list says inactive, deactivated or similar.
    AccountInactive "Account inactive" Check;
    /// More than one user matches.
    SeveralAccounts "Several Calendly accounts" Check;
    /// Matched by link, by name or by hand, and the emails differ.
    EmailDiffers "Email differs" Check;
    /// Matched by email, and the names share no word.
    NameDiffers "Name differs" Check;
    /// Has the policy's focus, and is neither Admin nor Owner.
    ShouldBeAdmin "Should be an admin" Check;
    /// Is Admin or Owner without that focus.
    ShouldNotBeAdmin "Should not be an admin" Check;
    /// Letters of another script inside a Latin name or address.
    LookAlike "Look-alike characters" Check;
    /// `start_date` after today.
    NotStartedYet "Not started yet" Note;
}
