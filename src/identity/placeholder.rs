//! Placeholders in fields without a value: `n/a`, `TBD - ask Jane`, `coming soon`.
//!
//! Recognises whole words and known beginnings only, so that an address is never a placeholder.
//! Source: the spellings in hand-edited rosters, and the usual ones (`n/a`,
//! `none`, `TBD`, `-`).

/// Words that people write in place of a missing value.
const PLACEHOLDERS: &[&str] = &[
    "",
    "n/a",
    "n.a",
    "n\\a",
    "na",
    "no",
    "none",
    "null",
    "nil",
    "nothing",
    "not",
    "missing",
    "empty",
    "blank",
    "unknown",
    "undefined",
    "todo",
    "tbd",
    "tba",
    "tbc",
    "pending",
    "false",
    "placeholder",
];

/// Whether a single word is a placeholder.
pub(super) fn is_placeholder(word: &str) -> bool {
    if word.contains("://") {
        return false;
    }
    let word = word.trim_matches(|c: char| c.is_ascii_punctuation() || "–—…".contains(c));
    if PLACEHOLDERS.iter().any(|known| word.eq_ignore_ascii_case(known)) {
        return true;
    }
    // `x`, `xxx`, `XXX`
    word.chars().all(|c| c.eq_ignore_ascii_case(&'x'))
}

/// Whether a text of several words begins with a placeholder or a promise: `n/a (manager)`,
/// `coming soon`.
pub(super) fn begins_with_placeholder(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or("");
    // `not yet` is a placeholder. `not a link` is a text, although not a link.
    if first.eq_ignore_ascii_case("not")
        && !words.next().is_none_or(|next| {
            ["yet", "set", "available", "applicable", "needed"].iter().any(|word| {
                next.trim_end_matches(|c: char| c.is_ascii_punctuation()).eq_ignore_ascii_case(word)
            })
        })
    {
        return false;
    }
    (is_placeholder(first) || is_promise(text)) && !text.contains("://")
}

/// Whether a text promises a link for later: `to be announced`, `coming soon`.
fn is_promise(text: &str) -> bool {
    ["to be ", "to do", "coming soon"]
        .iter()
        .any(|start| text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start)))
}
