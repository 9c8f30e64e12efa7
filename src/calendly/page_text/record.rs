//! Which tokens belong to which address.
//!
//! Everything between two addresses belongs to the one above it up to a cut, and to the one below it
//! from there. Where the cut is, is read from what ends a row (its menu, the end of a line with cells,
//! a blank line where the page has them between rows), else from initials and the name after them,
//! else from the name being the nearest text above its address.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::name::{are_initials_of, looks_like_initials, name};
use super::token::{Kind, Token};
use crate::calendly::vocabulary::page_chrome::Chrome;

/// One address, and the tokens around it that are its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The tokens above or before the address.
    pub before: Range<usize>,
    /// The address. Where the page shows it in place of the name too, the second one.
    pub address: usize,
    /// The tokens below or after the address.
    pub after: Range<usize>,
    /// Whether something marked the row's end, so that `after` is certainly this user's.
    pub after_is_certain: bool,
    /// Whether something marked the row's beginning, so that `before` is certainly this user's.
    pub before_is_certain: bool,
}

/// What a part's records have in common.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LayoutHints<'a> {
    /// Whether blank lines stand between rows, and not within them.
    pub blanks_between_rows: bool,
    /// Whether initials stand above names.
    pub initials: bool,
    /// Texts that stand in most rows: a link's words, a control that nobody here knows.
    pub repeated: HashSet<&'a str>,
}

impl<'a> LayoutHints<'a> {
    /// What these tokens have in common.
    pub fn of(tokens: &[Token<'a>]) -> Self {
        let (mut under_blank, mut under_text, mut addresses) = (0_usize, 0_usize, 0_usize);
        let mut initials = false;
        let mut times: HashMap<&str, usize> = HashMap::new();
        for (at, token) in tokens.iter().enumerate() {
            let above = at.checked_sub(1).and_then(|at| tokens.get(at)).map(|token| &token.kind);
            match token.kind {
                Kind::Address(_) => {
                    addresses += 1;
                    under_blank += usize::from(above == Some(&Kind::Blank));
                    under_text += usize::from(above == Some(&Kind::Text));
                }
                Kind::Text if token.text.len() <= 60 => {
                    // Right above an address it is a name, though three people may share it.
                    let mut below = tokens.iter().skip(at + 1).take(4);
                    let below =
                        below.find(|token| token.kind != Kind::Blank).map(|token| &token.kind);
                    if !matches!(below, Some(Kind::Address(_))) {
                        *times.entry(token.text).or_default() += 1;
                    }
                    initials |= begins_with_initials(tokens, at);
                }
                Kind::Chrome(_) | Kind::Link => *times.entry(token.text).or_default() += 1,
                _ => {}
            }
        }
        let repeated = times
            .into_iter()
            .filter(|(_, times)| *times >= 3 && times * 2 > addresses)
            .map(|(text, _)| text)
            .collect();
        Self { blanks_between_rows: under_text > under_blank, initials, repeated }
    }

    /// Whether a token can be a name: text, not repeated in every row, not somebody's initials.
    pub fn may_be_name(&self, tokens: &[Token<'_>], at: usize) -> bool {
        let Some(token) = tokens.get(at) else { return false };
        if token.kind != Kind::Text
            || self.repeated.contains(token.text)
            || name(token.text).is_none()
        {
            return false;
        }
        if !looks_like_initials(token.text) {
            return true;
        }
        // One letter is nobody's name; more may be, where the page shows no initials.
        token.text.chars().count() > 1 && !self.initials
    }
}

/// Whether the token at `at` is initials and the next one the name that they are of.
fn begins_with_initials(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    looks_like_initials(token.text)
        && tokens
            .iter()
            .skip(at + 1)
            .take(4)
            .find(|token| token.kind != Kind::Blank)
            .is_some_and(|next| next.kind == Kind::Text && are_initials_of(token.text, next.text))
}

/// The records of a part, in order.
pub fn records(tokens: &[Token<'_>], hints: &LayoutHints<'_>) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let Kind::Address(email) = &token.kind else { continue };
        if let Some(last) = records.last_mut() {
            let between = tokens.get(last.address + 1..at).unwrap_or_default();
            let same = matches!(tokens.get(last.address).map(|token| &token.kind),
                Some(Kind::Address(above)) if above.key() == email.key());
            let nothing = between.iter().all(|token| match token.kind {
                Kind::Blank => true,
                Kind::Text => looks_like_initials(token.text),
                _ => false,
            });
            if same && nothing {
                last.address = at;
                last.after = at + 1..at + 1;
                start = at + 1;
                continue;
            }
            let cut = cut_between(tokens, last.address, start..at, hints);
            // Never beyond the end of the row above, nor above the beginning of the row below.
            let ends = tokens.get(start..at).unwrap_or_default();
            let first_end = ends.iter().position(ends_row).map_or(at, |end| start + end + 1);
            let last_end = ends.iter().rposition(ends_row).map_or(start, |end| start + end + 1);
            last.after = start..cut.at.min(first_end);
            last.after_is_certain = cut.certain;
            records.push(Record::new(cut.at.max(last_end)..at, at, cut.certain));
        } else {
            let cut = first_cut(tokens, at);
            records.push(Record::new(cut.at..at, at, cut.certain));
        }
        start = at + 1;
    }
    if let Some(last) = records.last_mut() {
        let cut = last_cut(tokens, last.address, hints);
        last.after = start..cut.at;
        last.after_is_certain = cut.certain;
    }
    records
}

impl Record {
    fn new(before: Range<usize>, address: usize, before_is_certain: bool) -> Self {
        let after = address + 1..address + 1;
        Self { before, address, after, after_is_certain: false, before_is_certain }
    }
}

/// Where the tokens of the record above end, and whether something on the page says so.
struct Cut {
    at: usize,
    certain: bool,
}

impl Cut {
    fn certain(at: usize) -> Self {
        Self { at, certain: true }
    }
    fn likely(at: usize) -> Self {
        Self { at, certain: false }
    }
}

/// Whether a token is page chrome of which any piece is as asked.
fn is_chrome(token: &Token<'_>, asked: impl Fn(Chrome) -> bool) -> bool {
    matches!(&token.kind, Kind::Chrome(pieces) if pieces.iter().any(|piece| asked(*piece)))
}

/// What stands between two rows, or between two lists.
fn ends_row(token: &Token<'_>) -> bool {
    is_chrome(token, |piece| piece != Chrome::Control)
}

/// The cut before the first address: below the last heading.
fn first_cut(tokens: &[Token<'_>], address: usize) -> Cut {
    let line = tokens.get(address).map_or(0, |token| token.line);
    let above = tokens.get(..address).unwrap_or_default();
    if let Some(at) =
        above.iter().position(|token| token.line == line && !same_cell(tokens, address, token))
    {
        return Cut::certain(at);
    }
    Cut::likely(above.iter().rposition(ends_row).map_or(0, |at| at + 1))
}

/// Whether a token stands in the same cell as the address.
fn same_cell(tokens: &[Token<'_>], address: usize, token: &Token<'_>) -> bool {
    tokens
        .get(address)
        .is_some_and(|address| address.line == token.line && address.cell == token.cell)
}

/// The cut between two addresses.
fn cut_between(
    tokens: &[Token<'_>],
    above: usize,
    between: Range<usize>,
    hints: &LayoutHints<'_>,
) -> Cut {
    let slice = tokens.get(between.clone()).unwrap_or_default();
    let line_of = |at: usize| tokens.get(at).map_or(0, |token| token.line);
    let (upper, lower) = (line_of(above), line_of(between.end));
    // A line with cells is a row: nothing of it is anybody else's.
    if upper != lower {
        if slice.iter().any(|token| token.line == upper && !same_cell(tokens, above, token)) {
            let cells = slice.iter().take_while(|token| token.line == upper).count();
            return Cut::certain(between.start + cells);
        }
        let own = |token: &Token<'_>| token.line == lower && !same_cell(tokens, between.end, token);
        if let Some(at) = slice.iter().position(own) {
            return Cut::certain(between.start + at);
        }
    }
    if let Some(at) = slice.iter().rposition(ends_row) {
        return Cut::certain(between.start + at + 1);
    }
    let blank = slice.iter().rposition(|token| token.kind == Kind::Blank);
    if let Some(at) = blank.filter(|_| hints.blanks_between_rows) {
        return Cut::certain(between.start + at + 1);
    }
    if let Some(at) = between.clone().find(|at| begins_with_initials(tokens, *at)) {
        return Cut::certain(at);
    }
    Cut::likely(cut_by_name(tokens, between, hints))
}

/// The cut where nothing on the page marks it: the name is the nearest text above its address.
fn cut_by_name(tokens: &[Token<'_>], between: Range<usize>, hints: &LayoutHints<'_>) -> usize {
    let says_something = |at: &usize| {
        tokens.get(*at).is_some_and(|token| match token.kind {
            Kind::Role(_) | Kind::Status(_) | Kind::Link => true,
            Kind::Text => hints.may_be_name(tokens, *at),
            _ => false,
        })
    };
    let is_role =
        |at: usize| tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::Role(_)));
    let Some(last) = between.clone().rev().find(says_something) else { return between.end };
    if hints.may_be_name(tokens, last) {
        return last;
    }
    // `Owner`, `Admin`, `admin@…`: the first is the role of the one above, the second a name.
    let first = between.clone().find(says_something);
    if is_role(last) && first.is_some_and(|first| first != last && is_role(first)) {
        return last;
    }
    between.end
}

/// The cut after the last address: where its row ends, or the page's page chrome begins.
fn last_cut(tokens: &[Token<'_>], address: usize, hints: &LayoutHints<'_>) -> Cut {
    let rest = tokens.get(address + 1..).unwrap_or_default();
    let line = tokens.get(address).map_or(0, |token| token.line);
    if rest.iter().any(|token| token.line == line && !same_cell(tokens, address, token)) {
        let cells = rest.iter().take_while(|token| token.line == line).count();
        return Cut::certain(address + 1 + cells);
    }
    for (at, token) in rest.iter().enumerate() {
        if is_chrome(token, |piece| matches!(piece, Chrome::RowEnd)) {
            return Cut::certain(address + 2 + at);
        }
        let of_the_list = is_chrome(token, |piece| !matches!(piece, Chrome::Resend));
        if of_the_list && !hints.repeated.contains(token.text) {
            return Cut::certain(address + 1 + at);
        }
    }
    Cut::likely(tokens.len())
}
