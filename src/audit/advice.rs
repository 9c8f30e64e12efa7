//! What each finding means, what to do about it, and who does it: one entry per label.
//!
//! The pings, the notes, the page and the documentation all take their sentences from here. Facts: the
//! table of labels in `docs/findings.md`, which a test compares with this file.

use super::repair::Line;
use super::{About, Label};
use crate::catalogue::catalogue;
use crate::phrase::Phrase;

catalogue! {
    /// Who can do something about a finding. The order is that of the lists in notes and pings.
    Actor, text {
        /// The person themselves.
        Person "The person";
        /// Whoever manages the person, and so keeps their entry of the roster.
        Manager "The manager";
        /// An administrator of Calendly: roles, invitations, removals.
        Administrator "An administrator of Calendly";
    }
}

/// What a label means, and what to do. Text between backticks is a value to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advice {
    /// One sentence without a full stop: what is wrong.
    pub meaning: &'static str,
    /// One imperative sentence without a full stop, addressed to whoever does it.
    pub to_do: &'static str,
    /// Who does it.
    pub by: Actor,
}

impl Label {
    /// Returns the entry of the catalogue for this label.
    pub fn advice(self) -> Advice {
        use Actor::{Administrator, Manager, Person};
        let (meaning, to_do, by) = match self {
            Self::NoCalendlyLink => (
                "The entry in the roster has no Calendly link",
                "Add `calendly:` with your Calendly page to your entry",
                Person,
            ),
            Self::NotACalendlyLink => (
                "The link in the roster is not an address of Calendly",
                "Change `calendly:` in your entry to your Calendly page",
                Person,
            ),
            Self::LinksToAnEvent => (
                "The link in the roster opens one event, not the main page",
                "Change `calendly:` in your entry to your main page, without the event",
                Person,
            ),
            Self::SingleUseLink => (
                "The link in the roster works only once",
                "Change `calendly:` in your entry to your main page, which works more than once",
                Person,
            ),
            Self::NotAPersonalPage => (
                "The link in the roster opens a page of Calendly that belongs to no single person",
                "Change `calendly:` in your entry to your own Calendly page",
                Person,
            ),
            Self::LinkBelongsToSomeoneElse => (
                "The link in the roster opens another user's page",
                "Tell us why this link is intended, or replace it with your own page",
                Person,
            ),
            Self::LinkDiffersFromCalendly => (
                "The roster and Calendly have different links, and no user has the roster's",
                "Change `calendly:` in your entry to the link that Calendly has",
                Person,
            ),
            Self::SameLinkAs => (
                "Another entry in the roster has the same link",
                "Tell us why this link is intended, or replace it with your own page",
                Person,
            ),
            Self::NotInCalendly => {
                ("No Calendly account was found", "Invite this person to Calendly", Administrator)
            }
            Self::ListedTwice => (
                "Two entries in the roster have the same email",
                "Delete one of the two entries in the roster, or correct its email",
                Manager,
            ),
            Self::NoEmail => (
                "The entry in the roster has no email, so no account can be matched by it",
                "Add `email:` with your work email to your entry",
                Person,
            ),
            Self::InvitationPending => (
                "The invitation to Calendly has not been accepted",
                "Accept the Calendly invitation in your inbox",
                Person,
            ),
            Self::AccountInactive => {
                ("The Calendly account is not active", "Reactivate the account", Administrator)
            }
            Self::SeveralAccounts => (
                "More than one Calendly account matches",
                "Ask which account is used, and remove the others",
                Administrator,
            ),
            Self::EmailDiffers => (
                "The roster and Calendly have different emails",
                "Use one email: change it in Calendly, or change `email:` in your entry",
                Person,
            ),
            Self::NameDiffers => (
                "The roster and Calendly have names that share no word",
                "Change your name in Calendly to the one in your entry, or tell us that the account is yours",
                Person,
            ),
            Self::ShouldBeAdmin => (
                "The person's work needs an admin's role, and the account does not have it",
                "Change the account's role to Admin",
                Administrator,
            ),
            Self::ShouldNotBeAdmin => (
                "The account has an admin's role that the person's work does not need",
                "Change the account's role to User",
                Administrator,
            ),
            Self::LookAlike => (
                "A Latin name or address holds letters of another script that look the same",
                "Type your name and email again in your entry",
                Person,
            ),
            Self::NotStartedYet => (
                "The person's first day is still to come",
                "Check on the first day that the person has an account",
                Manager,
            ),
        };
        Advice { meaning, to_do, by }
    }

    /// Returns what to do about this finding: with the very value where a line for the roster is known.
    pub fn to_do(self, repair: Option<&Line>) -> Phrase {
        match repair {
            Some(line) if matches!(self, Self::NoCalendlyLink | Self::NoEmail) => {
                Phrase::new().trusted("Add ").code(line.yaml()).trusted(" to your entry")
            }
            Some(line) if self.about() == About::Link => {
                let key = [&line.key, ":"].concat();
                let said = Phrase::new().trusted("Change ").code(key).trusted(" in your entry to ");
                said.code(&line.value)
            }
            _ => with_code(self.advice().to_do),
        }
    }
}

/// Makes a phrase of one of our sentences: what stands between backticks is code.
fn with_code(sentence: &str) -> Phrase {
    sentence.split('`').enumerate().fold(Phrase::new(), |said, (nth, part)| {
        if nth % 2 == 0 { said.trusted(part) } else { said.code(part) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_label_has_all_its_sentences() {
        for label in Label::ALL {
            let Advice { meaning, to_do, .. } = label.advice();
            for said in [meaning, to_do] {
                assert!(said.starts_with(|c: char| c.is_ascii_uppercase()), "{label:?}: {said}");
                assert!(!said.ends_with('.') && said.split(' ').count() > 2, "{label:?}: {said}");
                assert!(said.matches('`').count() % 2 == 0, "{label:?}: {said}");
                // Read back, a label within a sentence would be a finding.
                assert!(
                    Label::ALL.iter().all(|other| !said.contains(other.text())),
                    "{label:?}: {said}"
                );
            }
        }
    }

    #[test]
    fn only_administrators_change_accounts() {
        use Label::*;
        let of_admins = |label: &&Label| label.advice().by == Actor::Administrator;
        let labels: Vec<_> = Label::ALL.iter().filter(of_admins).copied().collect();
        assert_eq!(
            labels,
            [NotInCalendly, AccountInactive, SeveralAccounts, ShouldBeAdmin, ShouldNotBeAdmin]
        );
    }

    #[test]
    fn the_documentation_has_each_entry() {
        let docs = include_str!("../../docs/findings.md");
        for label in Label::ALL {
            let Advice { meaning, to_do, by } = label.advice();
            let line = format!("| `{}` | {meaning} | {to_do} | {} |", label.text(), by.text());
            assert!(docs.lines().any(|known| known == line), "missing: {line}");
        }
    }

    #[test]
    fn a_known_value_stands_in_the_sentence() {
        let line = |key: &str, value: &str| Line {
            person: 0,
            labels: Vec::new(),
            key: key.to_owned(),
            value: value.to_owned(),
        };
        let page = line("calendly", "https://calendly.com/jdoe");
        for (label, line, expected) in [
            (
                Label::LinksToAnEvent,
                &page,
                "Change calendly: in your entry to https://calendly.com/jdoe",
            ),
            (Label::NoCalendlyLink, &page, "Add calendly: https://calendly.com/jdoe to your entry"),
            (
                Label::NoEmail,
                &line("email", "j@example.com"),
                "Add email: j@example.com to your entry",
            ),
        ] {
            assert_eq!(label.to_do(Some(line)).plain(), expected);
        }
    }
}
