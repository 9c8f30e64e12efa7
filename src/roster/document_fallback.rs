//! Parses a whole document for the entries that cannot be parsed alone.
//!
//! An entry may use an anchor of another entry, or contain a quoted text that was split by its
//! indentation. Other documents are parsed chunk by chunk, which is faster and isolates errors.

use super::chunk::Outcome;
use super::fault::{self, Alone, Failure};
use super::items::{self, Item, Shape};
use super::layout::{Chunk, Document, Kind, Layout};
use super::limits;

/// Parses the whole document for the entries that refer to others or were split. Broken entries are
/// blanked out first, so that line numbers stay.
pub(super) fn reread(
    document: &Document,
    layout: Layout,
    chunks: &[Chunk],
    outcomes: &mut [Outcome],
) {
    let nested = chunks.iter().any(|chunk| chunk.nested);
    let shape = match layout {
        Layout::Mapping if nested => Shape::Wrapped,
        Layout::List => Shape::List,
        Layout::Mapping => Shape::Handles,
        Layout::One | Layout::Whole => Shape::One,
    };
    let open = |outcome: &Outcome| matches!(outcome, Outcome::Failed(f) if f.alone == Alone::Open);
    if outcomes.iter().any(open) {
        // An entry without an end may end in a later chunk.
        let whole = document.text;
        if limits::refusal(whole).is_none()
            && let (items, None) = items::read(whole, shape)
        {
            let has_headers = chunks.iter().any(|chunk| chunk.kind == Kind::Header);
            let items = if has_headers { flat(items) } else { items };
            spread(items, chunks, outcomes, &vec![true; chunks.len()]);
            return;
        }
    }
    // Each turn finds one more entry whose anchor is missing. Eight turns are enough for real files.
    for _ in 0..8 {
        let kept: Vec<bool> = outcomes
            .iter()
            .map(|o| !matches!(o, Outcome::Failed(f) if f.alone != Alone::Refers))
            .collect();
        let whole = without(document.text, chunks, &kept);
        if let Some(why) = limits::refusal(&whole) {
            for outcome in outcomes.iter_mut() {
                if let Outcome::Failed(failure) = outcome
                    && failure.alone == Alone::Refers
                {
                    why.clone_into(&mut failure.why);
                }
            }
            return;
        }
        let (items, error) = items::read(&whole, shape);
        let Some(error) = error else {
            if nested {
                spread(items, chunks, outcomes, &kept);
                return;
            }
            let mut items = items.into_iter();
            // Items below the last header. Those of a flow list stay in their one chunk.
            let mut under: Option<std::vec::IntoIter<Item>> = None;
            for ((chunk, outcome), kept) in chunks.iter().zip(outcomes).zip(kept) {
                if chunk.kind == Kind::Header {
                    under = match items.next() {
                        Some(Item::List(inner)) => Some(inner.into_iter()),
                        _ => Some(Vec::new().into_iter()),
                    };
                    continue;
                }
                if !kept {
                    continue;
                }
                let item = match (chunk.kind, &mut under) {
                    (Kind::Item, Some(under)) => under.next(),
                    _ => items.next(),
                };
                if let (Outcome::Failed(_), Some(item)) = (&*outcome, item) {
                    *outcome = Outcome::Read(vec![item]);
                }
            }
            return;
        };
        let failure = fault::explain(&error, &whole, document.line);
        let at = chunks.partition_point(|chunk| chunk.line <= failure.line).checked_sub(1);
        match at.and_then(|at| outcomes.get_mut(at)) {
            Some(Outcome::Failed(old)) if old.alone == Alone::Refers => {
                *old = Failure { alone: Alone::Broken, ..failure };
            }
            _ => return,
        }
    }
}

/// Returns the items with each list replaced by its items.
fn flat(items: Vec<Item>) -> Vec<Item> {
    items
        .into_iter()
        .flat_map(|item| match item {
            Item::List(inner) => inner,
            other => vec![other],
        })
        .collect()
}

/// Assigns the items of a whole document to its chunks. If an entry was split there are fewer items
/// than chunks; each item then goes to the first chunk with its name or email. Only `kept` chunks were parsed.
fn spread(items: Vec<Item>, chunks: &[Chunk], outcomes: &mut [Outcome], kept: &[bool]) {
    for (outcome, _) in outcomes.iter_mut().zip(kept).filter(|(_, kept)| **kept) {
        *outcome = Outcome::Nothing;
    }
    let is_place = |at: &usize| {
        kept.get(*at) == Some(&true)
            && chunks.get(*at).is_some_and(|chunk| chunk.kind != Kind::Header)
    };
    let places: Vec<usize> = (0..chunks.len()).filter(is_place).collect();
    let as_many = places.len() == items.len();
    let mut cursor = 0;
    for (index, item) in items.into_iter().enumerate() {
        if as_many {
            cursor = index;
        } else if let Item::Entry(entry) = &item {
            let named = |at: &usize| {
                let text =
                    places.get(*at).and_then(|at| chunks.get(*at)).map_or("", |chunk| chunk.text);
                entry.texts.iter().take(2).flatten().any(|wanted| {
                    wanted
                        .lines()
                        .next()
                        .is_some_and(|line| !line.is_empty() && text.contains(line))
                })
            };
            cursor = (cursor..cursor + 8).find(named).unwrap_or(cursor);
        }
        let last = places.len().saturating_sub(1);
        if let Some(outcome) = places.get(cursor.min(last)).and_then(|at| outcomes.get_mut(*at)) {
            match outcome {
                Outcome::Read(items) => items.push(item),
                _ => *outcome = Outcome::Read(vec![item]),
            }
        }
    }
}

/// Returns the document with the other chunks replaced by blank lines.
fn without(text: &str, chunks: &[Chunk], kept: &[bool]) -> String {
    let mut whole = String::with_capacity(text.len());
    let head =
        text.len() - chunks.iter().map(|chunk| chunk.text.len()).sum::<usize>().min(text.len());
    whole.push_str(text.get(..head).unwrap_or_default());
    for (chunk, kept) in chunks.iter().zip(kept) {
        if *kept {
            whole.push_str(chunk.text);
        } else {
            whole.extend(std::iter::repeat_n('\n', chunk.text.matches('\n').count()));
        }
    }
    whole
}
