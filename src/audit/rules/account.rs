//! Rules about the account: whether there is one, and whether it is the right one.
//!
//! They find nothing if the lists do not allow a search. Source: the table of labels in
//! `docs/findings.md`.

use super::facts::user_called;
use super::{Facts, finding};
use crate::audit::{Finding, How, Label};
use crate::calendly::{Role, Status, User};
use crate::identity::name;
use crate::phrase::Phrase;

/// Finds people without an account, if a search was possible: by email, by link if the list states
/// links, or by name in a list without emails. An account that several people could claim exists,
/// and has another label.
pub fn not_in_calendly(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.accounts.is_empty() || !facts.stated.users || facts.starts_later() {
        return None;
    }
    let looked_up = facts.stated.links && facts.link.slug().is_some();
    let searched = facts.email.is_some() || looked_up || !facts.stated.emails;
    let details = match facts.contested {
        _ if !searched => return None,
        Some(How::Email | How::Link) => return None,
        Some(How::Name | How::Hand) => {
            Phrase::new().trusted("several people or users have this name")
        }
        None => Phrase::new(),
    };
    finding(Label::NotInCalendly, details)
}

pub fn invitation_pending(facts: &Facts<'_>) -> Option<Finding> {
    let account = facts.main()?;
    if account.user.status != Status::Pending {
        return None;
    }
    finding(Label::InvitationPending, Phrase::new())
}

pub fn account_inactive(facts: &Facts<'_>) -> Option<Finding> {
    let Status::Inactive(words) = &facts.main()?.user.status else { return None };
    finding(Label::AccountInactive, Phrase::new().untrusted(words.trim()))
}

pub fn several_accounts(facts: &Facts<'_>) -> Option<Finding> {
    let (main, also) = facts.accounts.split_first()?;
    if also.is_empty() {
        return None;
    }
    let mut details = user_called(Phrase::new(), main.user);
    details = standing(details, main.user);
    for account in also {
        details = standing(user_called(details.trusted(", "), account.user), account.user);
    }
    finding(Label::SeveralAccounts, details)
}

/// Adds the role and status, which distinguish two accounts of one person.
fn standing(phrase: Phrase, user: &User) -> Phrase {
    let role = match &user.role {
        Role::Owner => " Owner",
        Role::Admin => " Admin",
        _ => "",
    };
    let status = match &user.status {
        Status::Pending => " pending",
        Status::Inactive(_) => " inactive",
        Status::Active | Status::Other(_) | Status::NotStated => "",
    };
    if role.is_empty() && status.is_empty() {
        phrase
    } else {
        phrase.trusted([role, status].concat())
    }
}

pub fn email_differs(facts: &Facts<'_>) -> Option<Finding> {
    facts.email?;
    let differs = facts.accounts.iter().zip(&facts.account_addresses).find(|(account, address)| {
        account.how != How::Email && address.is_some() && **address != facts.address
    });
    let (account, _) = differs?;
    let details =
        Phrase::new().trusted("Calendly has ").untrusted(account.user.email.as_ref()?.written());
    // The link may have been copied from a colleague. A different name is a sign of that.
    let name = stated_name(account.user);
    let details = match name {
        Some(name) if !name::share_a_word(name, &facts.person.name) => {
            details.trusted(" of ").untrusted(name)
        }
        _ => details,
    };
    finding(Label::EmailDiffers, details)
}

pub fn name_differs(facts: &Facts<'_>) -> Option<Finding> {
    let account = facts.main().filter(|account| account.how == How::Email)?;
    let stated = stated_name(account.user)?;
    let name_in_roster = facts.person.name.trim();
    if name_in_roster == stated
        || name::words(name_in_roster).is_empty()
        || name::words(stated).is_empty()
    {
        return None;
    }
    if name::share_a_word(name_in_roster, stated) {
        return None;
    }
    finding(Label::NameDiffers, Phrase::new().trusted("Calendly has ").untrusted(stated))
}

/// Returns the user's name, if the list states one. Invitations have an address in its place, which
/// is no name.
fn stated_name(user: &User) -> Option<&str> {
    let name = user.name.trim();
    (!name.is_empty() && !name.contains('@')).then_some(name)
}
