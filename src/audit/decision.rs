//! Decisions by a person, which override the automatic result.
//!
//! A decision refers to its person and user by keys that survive edits of either list, never by
//! row.

use serde::{Deserialize, Serialize};

use super::{Check, Label};
use crate::calendly::User;
use crate::identity::{Email, Link, Slug};
use crate::json::{Json, Node, Writer};
use crate::roster::Person;

/// Key of a person in the roster that survives edits: the email, else the name, else the link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PersonKey(String);

impl PersonKey {
    /// Returns the key of a roster entry.
    pub fn of(person: &Person) -> Self {
        Self(known_by(&person.email, &person.name, &person.calendly))
    }

    /// Reads a key that [`PersonKey::as_str`] returned.
    pub fn from_written(text: &str) -> Self {
        Self(text.trim().to_lowercase())
    }

    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Key of a Calendly user that survives edits: Calendly's `uri`, else the email, else the name,
/// else the link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UserKey(String);

impl UserKey {
    /// Returns the key of a user.
    pub fn of(user: &User) -> Self {
        if !user.uri.is_empty() {
            return Self(user.uri.clone());
        }
        match &user.email {
            Some(email) => Self(email.key().to_owned()),
            None => Self(name_or_page(&user.name, &user.link)),
        }
    }

    /// Reads a key that [`UserKey::as_str`] returned.
    pub fn from_written(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Key of the person or user that a row is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Key {
    /// A person in the roster.
    Person(PersonKey),
    /// A Calendly user outside the team.
    User(UserKey),
}

impl Key {
    /// Returns the key as text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Person(person) => person.as_str(),
            Self::User(user) => user.as_str(),
        }
    }
}

/// Returns the key of somebody without a Calendly `uri`: the email, else the name, else the link.
pub(crate) fn known_by(email: &str, name: &str, link: &str) -> String {
    match Email::read(email) {
        Some(email) => email.key().to_owned(),
        None => name_or_page(name, link),
    }
}

/// Returns the name, else the main page of the link, else the link as written; in lower case.
fn name_or_page(name: &str, link: &str) -> String {
    match name.trim() {
        "" => {
            let page = Link::read(link).into_slug().as_ref().map(Slug::page);
            page.unwrap_or_else(|| link.trim().to_owned()).to_lowercase()
        }
        name => name.to_lowercase(),
    }
}

/// A decision about a user outside the team.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// May stay, for this reason.
    Justified(String),
    /// Is to be removed from the organisation.
    Remove,
    /// Is a service account with this keeper.
    NotAPerson(String),
}

/// A decision by a person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Decision {
    /// This person is this user.
    Same(PersonKey, UserKey),
    /// This person is not this user. Undoes a match and removes the suggestion.
    NotSame(PersonKey, UserKey),
    /// A verdict on a user outside the team.
    Verdict(UserKey, Verdict),
    /// A finding about a person is intentional, for this reason.
    Intentional(PersonKey, Label, String),
    /// The result of a check is accepted, for this reason.
    Accept(Check, String),
}

impl Json for PersonKey {
    fn write(&self, to: &mut Writer) {
        to.text(&self.0);
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        String::read(from).map(Self)
    }
}

impl Json for UserKey {
    fn write(&self, to: &mut Writer) {
        to.text(&self.0);
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        String::read(from).map(Self)
    }
}

impl Json for Verdict {
    fn write(&self, to: &mut Writer) {
        match self {
            Self::Justified(reason) => to.object(&[("Justified", reason)]),
            Self::Remove => to.text("Remove"),
            Self::NotAPerson(keeper) => to.object(&[("NotAPerson", keeper)]),
        }
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        if from.text() == Some("Remove") {
            return Some(Self::Remove);
        }
        let (name, value) = from.only_member()?;
        match name {
            "Justified" => String::read(value).map(Self::Justified),
            "NotAPerson" => String::read(value).map(Self::NotAPerson),
            _ => None,
        }
    }
}

impl Json for Decision {
    fn write(&self, to: &mut Writer) {
        match self {
            Self::Same(person, user) => to.object(&[("Same", &(person.clone(), user.clone()))]),
            Self::NotSame(person, user) => {
                to.object(&[("NotSame", &(person.clone(), user.clone()))]);
            }
            Self::Verdict(user, verdict) => {
                to.object(&[("Verdict", &(user.clone(), verdict.clone()))]);
            }
            Self::Intentional(person, label, reason) => {
                to.object(&[("Intentional", &(person.clone(), *label, reason.clone()))]);
            }
            Self::Accept(check, reason) => to.object(&[("Accept", &(*check, reason.clone()))]),
        }
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        let (name, value) = from.only_member()?;
        match name {
            "Same" => Json::read(value).map(|(person, user)| Self::Same(person, user)),
            "NotSame" => Json::read(value).map(|(person, user)| Self::NotSame(person, user)),
            "Verdict" => Json::read(value).map(|(user, verdict)| Self::Verdict(user, verdict)),
            "Intentional" => Json::read(value)
                .map(|(person, label, reason)| Self::Intentional(person, label, reason)),
            "Accept" => Json::read(value).map(|(check, reason)| Self::Accept(check, reason)),
            _ => None,
        }
    }
}

impl Decision {
    /// Whether both answer the same question. Then the later one replaces the earlier one.
    pub fn same_question(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::Same(person, user) | Self::NotSame(person, user),
                Self::Same(p, u) | Self::NotSame(p, u),
            ) => person == p && user == u,
            (Self::Verdict(user, _), Self::Verdict(u, _)) => user == u,
            (Self::Intentional(person, label, _), Self::Intentional(p, l, _)) => {
                person == p && label == l
            }
            (Self::Accept(check, _), Self::Accept(c, _)) => check == c,
            _ => false,
        }
    }
}

/// Changes made on the page to the decisions that earlier notes carry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Decided {
    /// Decisions made here, in order, at most one for each question.
    pub made: Vec<Decision>,
    /// Carried decisions that were taken back here.
    pub taken_back: Vec<Decision>,
}

crate::json::record!(Decided { made, taken_back });

impl Decided {
    /// Adds a decision. It replaces an earlier answer to the same question.
    pub fn make(&mut self, decision: Decision) {
        self.made.retain(|other| !other.same_question(&decision));
        self.taken_back.retain(|other| *other != decision);
        self.made.push(decision);
    }

    /// Takes back a decision, whether it was made here or carried by earlier notes.
    pub fn take_back(&mut self, decision: Decision) {
        self.made.retain(|other| *other != decision);
        // A decision made here is carried too, once its own notes are pasted back. Both must go.
        if !self.taken_back.contains(&decision) {
            self.taken_back.push(decision);
        }
    }

    /// Returns every decision in force: the carried ones, unless replaced or taken back, then those
    /// made here.
    pub fn over(&self, carried: Vec<Decision>) -> Vec<Decision> {
        let mut all: Vec<Decision> = carried
            .into_iter()
            .filter(|old| {
                !self.taken_back.contains(old)
                    && !self.made.iter().any(|new| new.same_question(old))
            })
            .collect();
        all.extend(self.made.iter().cloned());
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(user: &str, verdict: Verdict) -> Decision {
        Decision::Verdict(UserKey::from_written(user), verdict)
    }

    #[test]
    fn the_later_answer_to_a_question_holds() {
        let mut decided = Decided::default();
        decided.make(verdict("sam", Verdict::Remove));
        decided.make(verdict("sam", Verdict::Justified("contractor".into())));
        decided.make(verdict("ann", Verdict::Remove));
        assert_eq!(
            decided.over(Vec::new()),
            [
                verdict("sam", Verdict::Justified("contractor".into())),
                verdict("ann", Verdict::Remove)
            ]
        );
    }

    #[test]
    fn decisions_about_one_subject_answer_one_question() {
        let person = |email: &str| PersonKey::from_written(email);
        let user = |email: &str| UserKey::from_written(email);
        let meant = |p: &str, label, why: &str| Decision::Intentional(person(p), label, why.into());
        let jane = Decision::Same(person("jane"), user("jane"));
        let roe = meant("jane", Label::NoCalendlyLink, "by phone");
        let sam = verdict("sam", Verdict::Remove);
        for (one, other, expected) in [
            (&jane, Decision::NotSame(person("jane"), user("jane")), true),
            (&jane, Decision::Same(person("jane"), user("j.doe")), false),
            (&jane, Decision::Same(person("john"), user("jane")), false),
            (&sam, verdict("sam", Verdict::Justified("a partner".into())), true),
            (&sam, verdict("ann", Verdict::Remove), false),
            (&sam, jane.clone(), false),
            (&roe, meant("jane", Label::NoCalendlyLink, "on leave"), true),
            (&roe, meant("john", Label::NoCalendlyLink, "by phone"), false),
            (&roe, meant("jane", Label::NotInCalendly, "by phone"), false),
        ] {
            assert_eq!(one.same_question(&other), expected, "{one:?} and {other:?}");
            assert_eq!(other.same_question(one), expected, "{other:?} and {one:?}");
        }
    }

    #[test]
    fn carried_decisions_hold_until_replaced_or_taken_back() {
        let carried = || vec![verdict("sam", Verdict::Remove), verdict("ann", Verdict::Remove)];
        let mut decided = Decided::default();
        assert_eq!(decided.over(carried()), carried());
        decided.take_back(verdict("sam", Verdict::Remove));
        decided.make(verdict("ann", Verdict::Justified("rota".into())));
        assert_eq!(decided.over(carried()), [verdict("ann", Verdict::Justified("rota".into()))]);
    }

    #[test]
    fn taking_back_also_covers_the_carried_copy() {
        let remove = || verdict("sam", Verdict::Remove);
        let mut decided = Decided::default();
        decided.make(remove());
        decided.take_back(remove());
        assert_eq!(decided.over(vec![remove()]), []);
        decided.make(remove());
        assert_eq!(decided.over(vec![remove()]), [remove()]);
    }

    #[test]
    fn every_decision_survives_json() {
        let jane = PersonKey::from_written("jane@example.com");
        let sam = UserKey::from_written("https://api.calendly.com/users/AAA");
        for decision in [
            Decision::Same(jane.clone(), sam.clone()),
            Decision::NotSame(jane.clone(), sam),
            verdict("sam", Verdict::Justified("a partner".into())),
            verdict("sam", Verdict::Remove),
            verdict("sam", Verdict::NotAPerson("Jane".into())),
            Decision::Intentional(jane, Label::NoCalendlyLink, "by phone".into()),
        ] {
            let text = crate::json::written(&decision);
            assert_eq!(crate::json::read(text.as_bytes()), Ok(decision), "{text}");
        }
    }

    #[test]
    fn the_link_is_the_key_of_last_resort() {
        let user = |link: &str| User { link: link.to_owned(), ..User::default() };
        let key = |link: &str| UserKey::of(&user(link));
        assert_ne!(key("https://calendly.com/jane"), key("https://calendly.com/john"));
        assert_eq!(key("https://calendly.com/Jane"), key("calendly.com/jane"));
        let person = |link: &str| Person { calendly: link.to_owned(), ..Person::default() };
        let key = |link: &str| PersonKey::of(&person(link));
        assert_ne!(key("https://calendly.com/jane"), key("https://calendly.com/john"));
        assert_eq!(key("Jane"), PersonKey::from_written(key("Jane").as_str()));
    }
}
