//! A document read as a whole, for the entries that cannot be read alone.
//!
//! An entry may refer to an anchor of another one, or hold a quoted text that the cut by indentation
//! split. Such an entry fails alone and is good YAML all the same. Never used for a document whose
//! entries all stand by themselves: reading them one by one is faster, and one broken entry costs no other.

use super::cut::Outcome;
use super::fault::{self, Alone, Failure};
use super::guard;
use super::items::{self, Item, Shape};
use super::layout::{Cut, Document, Kind, Layout};

/// Reads the document as a whole for the sake of the entries that refer to others, or that the cut
/// split. Entries that are broken anywhere are left out of it, their lines kept.
pub(super) fn reread(document: &Document, layout: Layout, cuts: &[Cut], outcomes: &mut [Outcome]) {
    let nested = cuts.iter().any(|cut| cut.nested);
    let shape = match layout {
        Layout::Mapping if nested => Shape::Wrapped,
        Layout::List => Shape::List,
        Layout::Mapping => Shape::Handles,
        Layout::One | Layout::Whole => Shape::One,
    };
    let open = |outcome: &Outcome| matches!(outcome, Outcome::Failed(f) if f.alone == Alone::Open);
    if outcomes.iter().any(open) {
        // An entry that does not end may end in a later cut: then the whole is good YAML.
        let whole = document.text;
        if guard::refusal(whole).is_none()
            && let (items, None) = items::read(whole, shape)
        {
            let has_headers = cuts.iter().any(|cut| cut.kind == Kind::Header);
            let items = if has_headers { flat(items) } else { items };
            spread(items, cuts, outcomes, &vec![true; cuts.len()]);
            return;
        }
    }
    // Each turn finds one more entry whose anchor is missing; a few are enough for any real file.
    for _ in 0..8 {
        let kept: Vec<bool> = outcomes
            .iter()
            .map(|o| !matches!(o, Outcome::Failed(f) if f.alone != Alone::Refers))
            .collect();
        let whole = without(document.text, cuts, &kept);
        if let Some(why) = guard::refusal(&whole) {
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
                spread(items, cuts, outcomes, &kept);
                return;
            }
            let mut items = items.into_iter();
            // The items under the last header: those of a flow list stay in the one cut they stand in.
            let mut under: Option<std::vec::IntoIter<Item>> = None;
            for ((cut, outcome), kept) in cuts.iter().zip(outcomes).zip(kept) {
                if cut.kind == Kind::Header {
                    under = match items.next() {
                        Some(Item::List(inner)) => Some(inner.into_iter()),
                        _ => Some(Vec::new().into_iter()),
                    };
                    continue;
                }
                if !kept {
                    continue;
                }
                let item = match (cut.kind, &mut under) {
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
        let at = cuts.partition_point(|cut| cut.line <= failure.line).checked_sub(1);
        match at.and_then(|at| outcomes.get_mut(at)) {
            Some(Outcome::Failed(old)) if old.alone == Alone::Refers => {
                *old = Failure { alone: Alone::Broken, ..failure };
            }
            _ => return,
        }
    }
}

/// The items with lists under a key opened.
fn flat(items: Vec<Item>) -> Vec<Item> {
    items
        .into_iter()
        .flat_map(|item| match item {
            Item::List(inner) => inner,
            other => vec![other],
        })
        .collect()
}

/// Gives the items of a whole document back to its cuts. Where a cut split an entry there are fewer
/// items than cuts: each then goes to the first cut that holds its name or email. Cuts that are not `kept` were not part of it.
fn spread(items: Vec<Item>, cuts: &[Cut], outcomes: &mut [Outcome], kept: &[bool]) {
    for (outcome, _) in outcomes.iter_mut().zip(kept).filter(|(_, kept)| **kept) {
        *outcome = Outcome::Nothing;
    }
    let is_place = |at: &usize| {
        kept.get(*at) == Some(&true) && cuts.get(*at).is_some_and(|cut| cut.kind != Kind::Header)
    };
    let places: Vec<usize> = (0..cuts.len()).filter(is_place).collect();
    let as_many = places.len() == items.len();
    let mut cursor = 0;
    for (index, item) in items.into_iter().enumerate() {
        if as_many {
            cursor = index;
        } else if let Item::Entry(entry) = &item {
            let named = |at: &usize| {
                let text = places.get(*at).and_then(|at| cuts.get(*at)).map_or("", |cut| cut.text);
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

/// The document with some cuts blanked out, line by line.
fn without(text: &str, cuts: &[Cut], kept: &[bool]) -> String {
    let mut whole = String::with_capacity(text.len());
    let head = text.len() - cuts.iter().map(|cut| cut.text.len()).sum::<usize>().min(text.len());
    whole.push_str(text.get(..head).unwrap_or_default());
    for (cut, kept) in cuts.iter().zip(kept) {
        if *kept {
            whole.push_str(cut.text);
        } else {
            whole.extend(std::iter::repeat_n('\n', cut.text.matches('\n').count()));
        }
    }
    whole
}
