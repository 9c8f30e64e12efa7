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
    /// Further texts of earlier notes: those too long for the text area. They are read before its text.
    pub earlier_files: Rc<Vec<Source>>,
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
            earlier_files: Rc::default(),
            policy: Rc::default(),
            decided: Rc::default(),
            sent: Sent::default(),
            as_of: None,
        }
    }
}

/// The name of the source that is the text area.
pub const PASTED: &str = "pasted list";

/// The longest pasted text that goes into a text area, in characters. A browser needs half a second to lay out
/// some million of them there, during which nothing on the page answers.
const LONGEST: usize = 200_000;

/// The name of every source that [`pasted`] makes begins with this.
const PASTED_AS_SOURCE: &str = "Pasted ";

/// Returns whether a pasted text is too long for a text area, and becomes a source of its own.
pub fn is_large(text: &str) -> bool {
    text.chars().nth(LONGEST).is_some()
}

/// Returns whether a source is a text that was pasted, by its name.
pub fn is_pasted(name: &str) -> bool {
    name.starts_with(PASTED_AS_SOURCE)
}

/// Makes a source of a pasted text, named by what it is and how long: `Pasted list, 20,001 lines`. Where another text has
/// that name a number follows, so that both stay; the same text again has the same name.
pub fn pasted(what: &str, text: String, others: &[Source]) -> Source {
    let lines = text.lines().count();
    let noun = if lines == 1 { "line" } else { "lines" };
    let stem = format!("{PASTED_AS_SOURCE}{what}, {} {noun}", grouped(lines));
    let is_taken = |name: &str| {
        others.iter().any(|other| other.name == name && other.bytes != text.as_bytes())
    };
    let mut name = stem.clone();
    let mut number = 1;
    while is_taken(&name) {
        number += 1;
        name = format!("{stem} ({number})");
    }
    Source::new(name, text)
}

/// Writes a number with a comma before every three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

impl Work {
    /// The work that a zip of evidence holds.
    pub fn of(inputs: Inputs, address: Address) -> Self {
        let Inputs { roster, list, earlier, terms } = inputs;
        let (typed, mut files): (Vec<_>, Vec<_>) =
            list.into_iter().partition(|source| source.name == PASTED);
        let mut list = text_of(typed.into_iter().next());
        if is_large(&list) {
            // It was the first source, and stays that: choices are by place.
            files.insert(0, pasted("list", list.to_string(), &files));
            list = AttrValue::default();
        }
        let (earlier, earlier_files) = if is_large(&earlier) {
            (AttrValue::default(), vec![pasted("notes", earlier, &[])])
        } else {
            (earlier.into(), Vec::new())
        };
        Self {
            address,
            roster: Rc::new(roster),
            origin: terms.origin,
            list,
            list_files: Rc::new(files),
            choices: Rc::new(terms.choices),
            earlier,
            earlier_files: Rc::new(earlier_files),
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
                replaced.push_str(" was there already and was replaced. ");
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

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn a_text_is_large_beyond_the_limit() {
        for (text, large) in [
            (String::new(), false),
            ("x".repeat(LONGEST), false),
            ("é".repeat(LONGEST), false),
            ("x".repeat(LONGEST + 1), true),
        ] {
            assert_eq!(is_large(&text), large, "{} bytes", text.len());
        }
    }

    #[wasm_bindgen_test]
    fn a_paste_is_named_by_its_lines() {
        for (text, name) in [
            ("one".to_owned(), "Pasted list, 1 line"),
            ("a\nb\n".to_owned(), "Pasted list, 2 lines"),
            ("a\n".repeat(999), "Pasted list, 999 lines"),
            ("a\n".repeat(20_001), "Pasted list, 20,001 lines"),
            ("\n".repeat(1_234_567), "Pasted list, 1,234,567 lines"),
        ] {
            assert_eq!(pasted("list", text, &[]).name, name);
        }
    }

    #[wasm_bindgen_test]
    fn two_pastes_of_one_length_both_stay() {
        let first = pasted("list", "a\nb".to_owned(), &[]);
        let second = pasted("list", "c\nd".to_owned(), std::slice::from_ref(&first));
        assert_eq!(second.name, "Pasted list, 2 lines (2)");
        let all = [first.clone(), second];
        assert_eq!(pasted("list", "a\nb".to_owned(), &all).name, first.name, "the same text");
        assert_eq!(pasted("list", "e\nf".to_owned(), &all).name, "Pasted list, 2 lines (3)");
    }
}
