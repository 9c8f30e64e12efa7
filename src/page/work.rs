//! Everything that a person has put in or decided: what is audited, what is kept in the tab, what an edit changes.
//!
//! The token is not part of it.

use std::rc::Rc;

use calendly_audit::audit::{Decided, Policy};
use calendly_audit::calendly::Choice;
use calendly_audit::phrase::Phrase;
use calendly_audit::report::evidence::Inputs;
use calendly_audit::report::{Origin, Sent};
use calendly_audit::source::Source;
use yew::AttrValue;

/// Where the roster is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// `Project`.
    pub project: AttrValue,
    /// `Path`.
    pub path: AttrValue,
    /// `Branch, tag or commit`; empty: the default branch.
    pub reference: AttrValue,
}

/// How the fetch from GitLab stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Fetch {
    /// Nothing is under way.
    #[default]
    Idle,
    /// Under way, with words on how far.
    Running(AttrValue),
    /// It failed: a sentence for people.
    Failed(Phrase),
}

/// Whether what a person put in is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keeping {
    /// There was nothing to keep so far.
    #[default]
    Nothing,
    /// All of it is.
    All,
    /// The browser refused at least a part: a reload would lose it.
    Refused,
}

/// Everything that a person has put in or decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Work {
    /// Where the roster is looked for.
    pub address: Address,
    /// The roster's files.
    pub roster: Rc<Vec<Source>>,
    /// Where they came from.
    pub origin: Origin,
    /// The text of `Calendly user list`.
    pub list: AttrValue,
    /// Files of the list.
    pub list_files: Rc<Vec<Source>>,
    /// How parts of the list are to be read.
    pub choices: Rc<Vec<Choice>>,
    /// The text of `Earlier notes`.
    pub earlier: AttrValue,
    /// What the organisation has set.
    pub policy: Rc<Policy>,
    /// What a person decided.
    pub decided: Rc<Decided>,
    /// When the texts of the steps were copied to be sent.
    pub sent: Sent,
    /// The time of an audit that was loaded from its evidence, in seconds since 1970: it is shown as it
    /// was until something is changed.
    pub as_of: Option<i64>,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            address: Address {
                project: super::settings::roster_project().into(),
                path: super::settings::roster_path().into(),
                reference: AttrValue::default(),
            },
            roster: Rc::default(),
            origin: Origin::default(),
            list: AttrValue::default(),
            list_files: Rc::default(),
            choices: Rc::default(),
            earlier: AttrValue::default(),
            policy: Rc::default(),
            decided: Rc::default(),
            sent: Sent::default(),
            as_of: None,
        }
    }
}

/// The name of the source that is the text area.
pub const PASTED: &str = "pasted list";

impl Work {
    /// The work that a zip of evidence holds.
    pub fn of(inputs: Inputs, address: Address) -> Self {
        let Inputs { roster, list, earlier, terms } = inputs;
        let (pasted, files): (Vec<_>, Vec<_>) =
            list.into_iter().partition(|source| source.name == PASTED);
        Self {
            address,
            roster: Rc::new(roster),
            origin: terms.origin,
            list: text_of(pasted.into_iter().next()),
            list_files: Rc::new(files),
            choices: Rc::new(terms.choices),
            earlier: earlier.into(),
            policy: Rc::new(terms.policy),
            decided: Rc::new(terms.decided),
            sent: terms.sent,
            as_of: Some(terms.now),
        }
    }
}

/// A source as the text of the text area.
pub fn text_of(source: Option<Source>) -> AttrValue {
    let bytes = source.map(|source| source.bytes).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// A file chosen again takes the place of its earlier version; which did is said.
pub fn add_by_name(all: &mut Vec<Source>, files: Vec<Source>) -> AttrValue {
    let mut replaced = String::new();
    for file in files {
        match all.iter_mut().find(|other| other.name == file.name) {
            Some(other) => {
                replaced.push_str(&file.name);
                replaced.push_str(" was there already: the new one took its place. ");
                *other = file;
            }
            None => all.push(file),
        }
    }
    replaced.trim_end().to_owned().into()
}

/// Returns the files without the one of this name.
pub fn without(files: &[Source], name: &str) -> Vec<Source> {
    files.iter().filter(|file| file.name != name).cloned().collect()
}
