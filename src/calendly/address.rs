//! Where email addresses stand in a text.
//!
//! [`Email`](crate::identity::Email) says whether a text is an address; this finds the addresses inside a
//! longer text. [`owed`] is what the accounting of [`read`](super::read) rests on. Both look for what people
//! mean by an address (something, `@`, a domain with a dot) and not for what RFC 5322 allows.

use std::ops::Range;

/// Characters that may stand in the part before the `@`. The standard allows a bar, a backtick and braces too;
/// in a list they stand around an address.
fn is_local(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(
            c,
            '.' | '!'
                | '#'
                | '$'
                | '%'
                | '&'
                | '\''
                | '*'
                | '+'
                | '/'
                | '='
                | '?'
                | '^'
                | '_'
                | '~'
                | '-'
        )
}

/// Characters that may stand in the domain.
fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || c == '.' || c == '-'
}

/// Characters that belong to the text around an address and not to it, although they could: quotes,
/// Markdown and sentence marks.
fn is_wrapping(c: char) -> bool {
    matches!(c, '\'' | '*' | '_' | '!' | '#' | '=' | '?' | '/' | '~' | '.')
}

/// The addresses of a text with their places, from first to last. Linear in the text.
///
/// Of `a@b.example@c.example` nobody knows which part was meant, and to take one could match the wrong person: it holds none.
///
/// ```
/// use calendly_audit::calendly::address::addresses;
/// let found: Vec<_> = addresses("Jane <jane@example.com>, @handle, bob@example.co.uk.").map(|(_, a)| a).collect();
/// assert_eq!(found, ["jane@example.com", "bob@example.co.uk"]);
/// ```
pub fn addresses(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    candidates(text).filter(|(_, _, grown)| !grown).map(|(place, address, _)| (place, address))
}

/// The same, and what looks like an address where two have grown together: what must not vanish, be it read or not.
pub fn owed(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    candidates(text).map(|(place, address, _)| (place, address))
}

/// Whatever looks like an address, and whether another `@` touches it.
fn candidates(text: &str) -> impl Iterator<Item = (Range<usize>, &str, bool)> {
    let mut from = 0;
    let mut seek = 0;
    std::iter::from_fn(move || {
        loop {
            let at = seek + memchr::memchr(b'@', text.as_bytes().get(seek..)?)?;
            seek = at + 1;
            let before = &text[from..at];
            let after = &text[at + 1..];
            let local = before.len() - before.trim_end_matches(is_local).len();
            let start = at - local;
            let follows = text[..start].ends_with('@');
            let local = &text[start..at];
            let start = start + (local.len() - local.trim_start_matches(is_wrapping).len());
            let end = after.find(|c| !is_domain(c)).unwrap_or(after.len());
            let grown = follows || after[end..].starts_with('@');
            let domain = after[..end].trim_end_matches(['.', '-']);
            // `mailto:` cannot be part of the match, since `:` is no local character.
            if start < at && domain.trim_start_matches(['.', '-']).contains('.') {
                let end = at + 1 + domain.len();
                (from, seek) = (end, end);
                return Some((start..end, &text[start..end], grown));
            }
            from = at + 1;
        }
    })
}

/// The one address that a cell holds and nothing else, but for what people wrap it in: `<…>`, `mailto:`,
/// quotes, brackets.
pub fn alone(cell: &str) -> Option<&str> {
    let cell = cell.trim();
    // Most cells of a list hold no address: leave early.
    if !cell.contains('@') {
        return None;
    }
    let cell = cell.trim_matches(['<', '>', '"', '\'', '(', ')', '[', ']', '`', ' ']);
    let cell = cell.strip_prefix("mailto:").unwrap_or(cell);
    let (place, address) = addresses(cell).next()?;
    (place.start == 0 && place.end == cell.len()).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        let found: Vec<&str> = addresses(text).map(|(_, address)| address).collect();
        assert_eq!(found, expected, "{text:?}");
        for (place, address) in addresses(text) {
            assert_eq!(text.get(place), Some(address), "{text:?}");
        }
    }

    #[test]
    fn addresses_are_found_where_people_see_them() {
        finds("", &[]);
        finds("@", &[]);
        finds("@@@@", &[]);
        finds("jane", &[]);
        finds("@jane", &[]);
        finds("jane@", &[]);
        finds("jane@localhost", &[]);
        finds("jane@example.com", &["jane@example.com"]);
        finds("jane@example.com.", &["jane@example.com"]);
        finds("mailto:jane@example.com?subject=x", &["jane@example.com"]);
        finds("[Jane](mailto:jane@example.com)", &["jane@example.com"]);
        finds("**jane@example.com**", &["jane@example.com"]);
        finds("`jane@example.com`", &["jane@example.com"]);
        finds("|jane@example.com|", &["jane@example.com"]);
        finds("'jane@example.com'", &["jane@example.com"]);
        finds("o'neil@example.com", &["o'neil@example.com"]);
        finds(
            "a@example.com,b@example.com;c@example.com",
            &["a@example.com", "b@example.com", "c@example.com"],
        );
        finds("a@b@example.com", &[]);
        finds("a@example.com@example.org", &[]);
        let owed: Vec<_> =
            owed("a@b@example.com a@example.com@example.org").map(|(_, a)| a).collect();
        assert_eq!(owed, ["b@example.com", "a@example.com"], "and yet they must be told");
        finds("a@example.com@", &[]);
        finds("a@example.com@example.org b@example.com", &["b@example.com"]);
        finds("jürgen@exämple.de", &["jürgen@exämple.de"]);
        finds("jane+calendly@example.com", &["jane+calendly@example.com"]);
        finds("jane@.com", &[]);
        finds("..@example.com", &[]);
    }

    #[test]
    fn a_cell_is_an_address_or_is_not() {
        assert_eq!(alone(" <jane@example.com> "), Some("jane@example.com"));
        assert_eq!(alone("mailto:jane@example.com"), Some("jane@example.com"));
        assert_eq!(alone("Jane jane@example.com"), None);
        assert_eq!(alone("a@example.com b@example.com"), None);
        assert_eq!(alone(""), None);
    }
}
