//! The account: whether there is one, and whether it is the right one.
//!
//! Says nothing where nobody could have been found. Facts: the contract's table of labels.

use super::facts::user_called;
use super::{Facts, finding};
use crate::audit::{Finding, How, Label};
use crate::calendly::{Role, Status, User};
use crate::identity::name;
use crate::phrase::Phrase;

/// Raised only where a search was possible: by email, or by a link in a list that states links; by name in
/// a list without emails. An account that several people could claim exists, and is named by another label.
pub fn not_in_calendly(facts: &Facts<'_>) -> Option<Finding> {
    if !facts.accounts.is_empty() || !facts.stated.users || facts.starts_later() {
        return None;
    }
    let looked_up = facts.stated.links && facts.link.slug().is_some();
    let searched = facts.email.is_some() || looked_up || !facts.stated.emails;
    let details = match facts.contested {
        _ if !searched => return None,
        Some(How::Email | How::Link) => return None,
        Some(How::Name | How::Hand) => Phrase::new().ours("several people or users have this name"),
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
    finding(Label::AccountInactive, Phrase::new().theirs(words.trim()))
}

pub fn several_accounts(facts: &Facts<'_>) -> Option<Finding> {
    let (main, also) = facts.accounts.split_first()?;
    if also.is_empty() {
        return None;
    }
    let mut details = user_called(Phrase::new(), main.user);
    details = standing(details, main.user);
    for account in also {
        details = standing(user_called(details.ours(", "), account.user), account.user);
    }
    finding(Label::SeveralAccounts, details)
}

/// What tells two accounts of one person apart: role and status.
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
    if role.is_empty() && status.is_empty() { phrase } else { phrase.ours([role, status].concat()) }
}

pub fn email_differs(facts: &Facts<'_>) -> Option<Finding> {
    facts.email?;
    let differs = facts.accounts.iter().zip(&facts.account_addresses).find(|(account, address)| {
        account.how != How::Email && address.is_some() && **address != facts.address
    });
    let (account, _) = differs?;
    let details =
        Phrase::new().ours("Calendly has ").theirs(account.user.email.as_ref()?.written());
    // A link may have been copied from a colleague: where the name is another too, it is said here.
    let name = stated_name(account.user);
    let details = match name {
        Some(name) if !name::share_a_word(name, &facts.person.name) => {
            details.ours(" of ").theirs(name)
        }
        _ => details,
    };
    finding(Label::EmailDiffers, details)
}

pub fn name_differs(facts: &Facts<'_>) -> Option<Finding> {
    let account = facts.main().filter(|account| account.how == How::Email)?;
    let theirs = stated_name(account.user)?;
    let ours = facts.person.name.trim();
    if ours == theirs || name::words(ours).is_empty() || name::words(theirs).is_empty() {
        return None;
    }
    if name::share_a_word(ours, theirs) {
        return None;
    }
    finding(Label::NameDiffers, Phrase::new().ours("Calendly has ").theirs(theirs))
}

/// The user's name, where the list states one. An address in its place, as with an invitation, is none.
fn stated_name(user: &User) -> Option<&str> {
    let name = user.name.trim();
    (!name.is_empty() && !name.contains('@')).then_some(name)
}
