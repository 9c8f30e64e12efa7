//! Rules about the `calendly` link in the roster.
//!
//! `identity/link.rs` determines the kind of page. These rules compare it with the accounts of the
//! entry and of everybody else. Source: the table of labels in `docs/findings.md`.

use super::{Facts, finding};
use crate::audit::rules::facts::user_called;
use crate::audit::{Finding, Label};
use crate::identity::Link;
use crate::phrase::Phrase;

/// Returns the main page by the Calendly list, if it states one.
fn main_page(facts: &Facts<'_>) -> Phrase {
    match facts.page() {
        Some(page) => Phrase::new().trusted("use ").code(page),
        None => Phrase::new(),
    }
}

/// Returns the link as written, then the main page.
fn written(facts: &Facts<'_>, text: &str) -> Phrase {
    let phrase = Phrase::new().code(text);
    match facts.page() {
        Some(page) => phrase.trusted(", use ").code(page),
        None => phrase,
    }
}

pub fn no_calendly_link(facts: &Facts<'_>) -> Option<Finding> {
    let Link::Absent(text) = facts.link else { return None };
    let details = if text.is_empty() { main_page(facts) } else { written(facts, text) };
    finding(Label::NoCalendlyLink, details)
}

pub fn not_a_calendly_link(facts: &Facts<'_>) -> Option<Finding> {
    let Link::Elsewhere(text) = facts.link else { return None };
    finding(Label::NotACalendlyLink, written(facts, text))
}

pub fn links_to_an_event(facts: &Facts<'_>) -> Option<Finding> {
    let Link::Event(slug, rest) = facts.link else { return None };
    let event = Phrase::new().code(rest);
    // The page is offered as this person's only if its owner is not in doubt.
    let page = if facts.page_of.is_none() && facts.same_link.total == 0 {
        Some(facts.page().unwrap_or_else(|| slug.page()))
    } else {
        facts.page()
    };
    let details = match page {
        Some(page) => event.trusted(", use ").code(page),
        None => event,
    };
    finding(Label::LinksToAnEvent, details)
}

pub fn single_use_link(facts: &Facts<'_>) -> Option<Finding> {
    let Link::SingleUse(_) = facts.link else { return None };
    finding(Label::SingleUseLink, main_page(facts))
}

pub fn not_a_personal_page(facts: &Facts<'_>) -> Option<Finding> {
    let Link::NotPersonal(text) = facts.link else { return None };
    finding(Label::NotAPersonalPage, written(facts, text))
}

pub fn belongs_to_someone_else(facts: &Facts<'_>) -> Option<Finding> {
    let user = facts.page_of?;
    let details = user_called(Phrase::new(), user);
    let details = match facts.page() {
        Some(page) => details.trusted(", use ").code(page),
        None => details,
    };
    finding(Label::LinkBelongsToSomeoneElse, details)
}

pub fn differs_from_calendly(facts: &Facts<'_>) -> Option<Finding> {
    let slug = facts.link.slug()?;
    let page = facts.page()?;
    if facts.own(slug) || facts.slug_users > 0 {
        return None;
    }
    finding(Label::LinkDiffersFromCalendly, Phrase::new().trusted("Calendly has ").code(page))
}

pub fn same_link_as(facts: &Facts<'_>) -> Option<Finding> {
    let slug = facts.link.slug()?;
    if facts.same_link.total == 0 || facts.own(slug) {
        return None;
    }
    let details = facts.same_link.name_in(Phrase::new());
    let details = match facts.contested {
        Some(crate::audit::How::Link) => details.trusted(", one account, two entries: delete one"),
        _ => details,
    };
    finding(Label::SameLinkAs, details)
}
