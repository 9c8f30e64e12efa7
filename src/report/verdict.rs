//! A person's verdict on a user outside the team: how the column `Justification` says it, and how it is read back.
//!
//! Every text says some verdict, since people write into that column in words of their own.

use super::sink::{self, Sink};
use crate::audit::Verdict;

/// Before the day since when a justification holds.
pub const SINCE: &str = " (since ";
const JUSTIFIED: &str = "Justified:";
const SERVICE_ACCOUNT: &str = "Service account:";
/// The same in notes of the version before.
const NOT_A_PERSON: &str = "Not a person:";
const TO_BE_REMOVED: &str = "To be removed";

/// What a person said of a user outside the team. A reason stands alone, as people write it into the
/// issue; where alone it would be read as something else, `Justified:` stands before it.
pub fn say(verdict: &Verdict, sink: &mut dyn Sink) {
    match verdict {
        Verdict::Justified(reason) => {
            if !matches!(read(reason), Some(Verdict::Justified(read)) if read == *reason) {
                sink.trusted(JUSTIFIED);
                sink.trusted(if reason.is_empty() { "" } else { " " });
            }
            lines(reason, sink);
        }
        Verdict::Remove => sink.trusted(TO_BE_REMOVED),
        Verdict::NotAPerson(keeper) => {
            sink.trusted(SERVICE_ACCOUNT);
            sink.trusted(if keeper.is_empty() { "" } else { " " });
            lines(keeper, sink);
        }
    }
}

/// What a text in the column `Justification` says; `None` where it says nothing. The inverse of
/// [`say`], and kind to what people type.
pub fn read(text: &str) -> Option<Verdict> {
    if text.trim().is_empty() {
        return None;
    }
    if let Some(known) = known(text) {
        return Some(known);
    }
    let word = text.trim().trim_end_matches('.');
    if [TO_BE_REMOVED, "remove", "removed", "to remove"]
        .iter()
        .any(|w| word.eq_ignore_ascii_case(w))
    {
        return Some(Verdict::Remove);
    }
    if ["not a person", "service account"].iter().any(|w| word.eq_ignore_ascii_case(w)) {
        return Some(Verdict::NotAPerson(String::new()));
    }
    Some(Verdict::Justified(text.to_owned()))
}

/// A text of several lines, its line ends as breaks.
fn lines(text: &str, to: &mut dyn Sink) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            to.line_break();
        }
        sink::say(line, to, Sink::untrusted);
    }
}

/// What a text in our own words says, the reason or the keeper behind them as it stands.
pub fn known(text: &str) -> Option<Verdict> {
    let justified = behind(text, JUSTIFIED).map(|reason| Verdict::Justified(reason.to_owned()));
    let owner = || [SERVICE_ACCOUNT, NOT_A_PERSON].iter().find_map(|word| behind(text, word));
    justified.or_else(|| Some(Verdict::NotAPerson(owner()?.to_owned())))
}

/// What stands behind a word, whatever its case, and one space.
fn behind<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then(|| rest.strip_prefix(' ').unwrap_or(rest))
}
