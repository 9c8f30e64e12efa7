//! One cut of a document, read by itself.
//!
//! Never looks at what stands around it, so that a broken entry is the only one lost.

use super::fault::{self, Alone, Failure};
use super::guard;
use super::items::{self, Item, Shape};
use super::layout::{Cut, Kind};
use super::light;

/// What became of a cut.
pub(super) enum Outcome {
    /// Read: everything in it.
    Read(Vec<Item>),
    /// Not read.
    Failed(Failure),
    /// A header or another cut that holds nobody by itself.
    Nothing,
}

/// Reads one cut by itself.
pub(super) fn read(cut: &Cut) -> Outcome {
    if let Some(entry) = light::read(cut.text, cut.kind) {
        return Outcome::Read(vec![Item::Entry(Box::new(entry))]);
    }
    let shape = match cut.kind {
        Kind::Header => return Outcome::Nothing,
        Kind::Item => Shape::List,
        Kind::Handle => Shape::Handles,
        Kind::Stray => {
            return Outcome::Failed(Failure {
                line: cut.line,
                column: 0,
                why: "This belongs to no entry: it stands outside the list or mapping of people. Correct its indentation.".to_owned(),
                alone: Alone::Broken,
            });
        }
        Kind::Whole if cut.text.trim_start().starts_with('[') => Shape::List,
        Kind::Whole | Kind::One => Shape::One,
    };
    if let Some(why) = guard::refusal(cut.text) {
        let failure =
            Failure { line: cut.line, column: 0, why: why.to_owned(), alone: Alone::Broken };
        return Outcome::Failed(failure);
    }
    let (items, error) = items::read(cut.text, shape);
    match error {
        None if cut.kind == Kind::Item || cut.kind == Kind::Whole && shape == Shape::One => {
            by_handle(cut, items)
        }
        None => Outcome::Read(items),
        Some(error) => Outcome::Failed(fault::explain(&error, cut.text, cut.line)),
    }
}

/// An item, or a document that is not cut, that says no more than a name is people by handle, or a wrapper around them.
fn by_handle(cut: &Cut, items: Vec<Item>) -> Outcome {
    if let [Item::Entry(entry)] = items.as_slice()
        && (!entry.is_person() || entry.is_only_named())
        && let (people, None) = items::read(cut.text, Shape::Wrapped)
        && people.iter().any(|item| matches!(item, Item::Entry(_)))
    {
        return Outcome::Read(people);
    }
    Outcome::Read(items)
}
