//! Parses one chunk of a document by itself.
//!
//! It never looks at the text around the chunk, so a broken entry is the only one lost.

use super::fast_path;
use super::fault::{self, Alone, Failure};
use super::items::{self, Item, Shape};
use super::layout::{Chunk, Kind};
use super::limits;

/// The result of parsing a chunk.
pub(super) enum Outcome {
    /// Parsed: everything in it.
    Read(Vec<Item>),
    /// Not parsed.
    Failed(Failure),
    /// A header, which holds nobody.
    Nothing,
}

/// Parses one chunk by itself.
pub(super) fn read(chunk: &Chunk) -> Outcome {
    if let Some(entry) = fast_path::read(chunk.text, chunk.kind) {
        return Outcome::Read(vec![Item::Entry(Box::new(entry))]);
    }
    let shape = match chunk.kind {
        Kind::Header => return Outcome::Nothing,
        Kind::Item => Shape::List,
        Kind::Handle => Shape::Handles,
        Kind::Stray => {
            return Outcome::Failed(Failure {
                line: chunk.line,
                column: 0,
                why: "This belongs to no entry: it stands outside the list or mapping of people. Correct its indentation.".to_owned(),
                alone: Alone::Broken,
            });
        }
        Kind::Whole if chunk.text.trim_start().starts_with('[') => Shape::List,
        Kind::Whole | Kind::One => Shape::One,
    };
    if let Some(why) = limits::refusal(chunk.text) {
        let failure =
            Failure { line: chunk.line, column: 0, why: why.to_owned(), alone: Alone::Broken };
        return Outcome::Failed(failure);
    }
    let (items, error) = items::read(chunk.text, shape);
    match error {
        None if chunk.kind == Kind::Item || chunk.kind == Kind::Whole && shape == Shape::One => {
            by_handle(chunk, items)
        }
        None => Outcome::Read(items),
        Some(error) => Outcome::Failed(fault::explain(&error, chunk.text, chunk.line)),
    }
}

/// Looks for people below the keys of a mapping that is no person itself: by handle, or in a wrapper.
fn by_handle(chunk: &Chunk, items: Vec<Item>) -> Outcome {
    if let [Item::Entry(entry)] = items.as_slice()
        && (!entry.is_person() || entry.is_only_named())
        && let (people, None) = items::read(chunk.text, Shape::Wrapped)
        && people.iter().any(|item| matches!(item, Item::Entry(_)))
    {
        return Outcome::Read(people);
    }
    Outcome::Read(items)
}
