//! Which column holds the login email.
//!
//! The one decision that a false match can follow from. Every column of addresses is a candidate; a known heading decides, then
//! whose addresses differ from row to row. What neither settles a person must answer.

use std::collections::HashSet;

use super::content::{Look, Profile};
use super::{Doubt, Draft, Meaning, ToldBy, headings};

/// How many columns of addresses are compared with each other; of more nobody could be sure.
const MOST: usize = 12;

/// Finds the login's column, or marks those that could be it.
pub(super) fn find(draft: &mut Draft<'_>) {
    if draft.has(Meaning::Email) {
        return;
    }
    let free: Vec<usize> = (0..draft.columns.len()).filter(|at| draft.is_free(*at)).collect();
    let holds = |at: &usize, look: Look| draft.profile(*at).is_some_and(|p| p.mostly(look));
    let headed =
        |at: &usize| draft.rank(*at, Meaning::Email).filter(|rank| headings::is_own(*rank));
    let mut candidates: Vec<usize> = free
        .iter()
        .copied()
        .filter(|at| {
            holds(at, Look::Address)
                || headed(at).is_some() && !draft.is_contradicted(*at, Meaning::Email)
        })
        .collect();
    if candidates.is_empty() {
        // Name and address in one cell, as the Users page shows them: every row has one, where a remark has one now and then.
        let rows = draft.table.len();
        let is_full =
            |at: &usize| draft.profile(*at).is_some_and(|profile| profile.filled * 10 >= rows * 9);
        let mentions = free.iter().copied().filter(|at| holds(at, Look::Mention) && is_full(at));
        candidates = mentions.collect();
    }
    // `Invited by` is a login only if a person says so.
    let own: Vec<usize> =
        free.iter().copied().filter(|at| !headings::is_of_another(draft.header(*at))).collect();
    let is_anybodys = candidates.iter().any(|at| own.contains(at));
    candidates.retain(|at| own.contains(at) || !is_anybodys);
    // A heading over a column that most rows leave empty, while another fills them, names something else.
    let filled = |at: &usize| draft.profile(*at).map_or(0, |profile| profile.filled);
    let fullest = candidates.iter().map(filled).max().unwrap_or(0);
    let headed = |at: &usize| headed(at).filter(|_| filled(at) * 2 >= fullest);
    candidates.sort_by_key(|at| (headed(at).unwrap_or(usize::MAX), *at));
    // A column that repeats another, in other letters perhaps, asks nothing.
    let mut different: Vec<usize> = Vec::new();
    let all = candidates.len();
    for at in candidates.into_iter().take(MOST) {
        if !different.iter().any(|other| !draft.meet(*other, at) && overlap(draft, *other, at)) {
            different.push(at);
        }
    }
    let by_heading = different.iter().copied().filter(|at| headed(at).is_some()).min_by_key(headed);
    // One heading over two columns that differ settles nothing.
    let is_only = |at: &usize| {
        different
            .iter()
            .all(|other| other == at || headed(other) != headed(at) || !draft.meet(*other, *at))
    };
    let by_heading = by_heading.filter(is_only);
    let answered = draft.columns.iter().any(|column| column.told_by == ToldBy::Person);
    let can_tell = all <= MOST && is_anybodys;
    let best = by_heading.or_else(|| by_rows(draft, &different).filter(|_| can_tell));
    let Some(best) = best else {
        // A person who said what the columns are, and named no login, has answered.
        let asks = !answered || different.len() > 1;
        for at in different.into_iter().filter(|_| asks) {
            if let Some(column) = draft.columns.get_mut(at) {
                column.doubt = Some(Doubt::Login);
            }
        }
        return;
    };
    draft.set(best, Meaning::Email);
    let others = own
        .into_iter()
        .filter(|at| *at != best && !draft.is_contradicted(*at, Meaning::Email))
        .collect();
    draft.stand_in(best, Meaning::Email, others);
}

/// Whether some row fills both columns.
fn overlap(draft: &Draft<'_>, one: usize, other: usize) -> bool {
    draft.table.rows_from(0).any(|row| !row.cell(one).is_empty() && !row.cell(other).is_empty())
}

/// The only candidate whose addresses differ from row to row, if there is one; of several the one that every row fills, where
/// the others leave most rows empty.
fn by_rows(draft: &Draft<'_>, candidates: &[usize]) -> Option<usize> {
    let varied: Vec<usize> = candidates.iter().copied().filter(|at| differs(draft, *at)).collect();
    if let [one] = varied.as_slice() {
        return Some(*one);
    }
    // `contact.email`: the last part of a path is a known heading, and it is the only one.
    let mut by_path = varied.iter().filter(|at| draft.rank(**at, Meaning::Email).is_some());
    if let (Some(one), None) = (by_path.next(), by_path.next()) {
        return Some(*one);
    }
    let rows = draft.table.len();
    let filled = |at: &usize| draft.profile(*at).map_or(0, |profile: &Profile<'_>| profile.filled);
    let (full, rest): (Vec<usize>, Vec<usize>) =
        varied.iter().partition(|at| filled(at) * 10 >= rows * 9);
    match full.as_slice() {
        [one] if rest.iter().all(|at| filled(at) * 2 <= rows) => Some(*one),
        // No record fills two of them: each is the login of its records.
        _ => {
            let apart = draft.table.is_of_fields
                && varied.iter().enumerate().all(|(n, one)| {
                    varied.iter().skip(n + 1).all(|other| !draft.meet(*one, *other))
                });
            varied.first().copied().filter(|_| apart)
        }
    }
}

/// Whether the addresses of a column differ from row to row, rows that repeat as a whole aside.
fn differs(draft: &Draft<'_>, column: usize) -> bool {
    let mut rows: HashSet<Vec<(usize, &str)>> = HashSet::new();
    let mut addresses: HashSet<String> = HashSet::new();
    let mut filled = 0;
    for row in draft.table.rows_from(0) {
        let cell = row.cell(column);
        if cell.is_empty() || !rows.insert(row.cells().collect()) {
            continue;
        }
        filled += 1;
        addresses.insert(cell.to_lowercase());
    }
    addresses.len() * 20 >= filled * 19 && filled > 0
}
