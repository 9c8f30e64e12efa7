//! The text of a source as the readers see it: decoded, without characters that show nothing.
//!
//! No line is ever joined or cut here, so that line numbers stay those of the editor.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::identity::invisible::{has_invisible, is_invisible};

/// A text, and what was removed from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<'a> {
    /// The text without invisible characters; line ends are as they were.
    pub text: Cow<'a, str>,
    /// What was removed, by code point, with how many.
    pub removed: Vec<(char, usize)>,
}

/// Removes what shows nothing and counts it. Joiners between letters of other scripts and inside emoji stay,
/// since there they show; so do marks of direction in a name, which the report then shows as code points.
pub fn seen(text: Cow<'_, str>) -> Seen<'_> {
    if !has_invisible(&text) {
        return Seen { text, removed: Vec::new() };
    }
    let mut out = String::with_capacity(text.len());
    let mut removed: BTreeMap<char, usize> = BTreeMap::new();
    let mut before = ' ';
    for word in text.split_inclusive(ends_word) {
        // In an address an override hides; in a name it is shown, as its code point, like the roster's.
        let address = word.contains(['@', '/', '.']);
        let mut chars = word.chars().peekable();
        while let Some(c) = chars.next() {
            let joins = matches!(c, '\u{200c}' | '\u{200d}')
                && shows_joined(before)
                && chars.peek().copied().is_some_and(shows_joined);
            if is_invisible(c) && !joins && (address || !turns(c)) {
                *removed.entry(c).or_default() += 1;
            } else {
                out.push(c);
                before = c;
            }
        }
    }
    Seen { text: Cow::Owned(out), removed: removed.into_iter().collect() }
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '|' | '"' | '<' | '>')
}

/// Whether a character turns the direction of what follows: it does not show itself, but what it does shows.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text without the white space and the invisible characters around it. What turns the direction of a
/// name is part of it, since it shows; alone it is nothing.
pub fn trim(text: &str) -> &str {
    let around = |c: char| c.is_whitespace() || is_invisible(c);
    let text = text.trim_matches(|c: char| around(c) && !turns(c));
    if text.chars().all(around) { "" } else { text }
}

/// Whether a joiner beside this character changes what is shown: emoji and letters beyond Latin, Greek and
/// Cyrillic.
fn shows_joined(c: char) -> bool {
    c >= '\u{530}' && !c.is_whitespace() && !is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_removed_and_counted() {
        let shown = seen("\u{feff}Jane\u{200b} Doe".into());
        assert_eq!(shown.text, "Jane Doe");
        assert_eq!(shown.removed, [('\u{200b}', 1), ('\u{feff}', 1)]);
        let turned = seen("R\u{202e}L,a\u{202e}b@example.com".into());
        assert_eq!(turned.text, "R\u{202e}L,ab@example.com");
    }

    #[test]
    fn a_joiner_stays_where_what_is_shown_depends_on_it() {
        for (text, shown) in [
            ("👩\u{200d}💻 Jane", "👩\u{200d}💻 Jane"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("Ja\u{200d}ne, Ю\u{200c}лия, Γ\u{200d}ιάννης", "Jane, Юлия, Γιάννης"),
            ("Jane 👩\u{200d} Doe", "Jane 👩 Doe"),
            ("\u{200d}💻", "💻"),
            ("👩\u{200d}", "👩"),
            ("👩\u{200d}\u{200b}💻", "👩💻"),
            ("J\u{200d}💻", "J💻"),
            ("👩\u{200d}J", "👩J"),
        ] {
            assert_eq!(seen(text.into()).text, shown, "{text:?}");
        }
    }
}
