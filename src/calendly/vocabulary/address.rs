//! Where email addresses stand in a text.
//!
//! [`Email`](crate::identity::Email) says whether a text is an address; this finds the addresses inside a
//! longer text. [`owed`] is what the accounting of [`read`](crate::calendly::read) rests on. Both look for what people
//! mean by an address (something, `@`, a domain with a dot) and not for what RFC 5322 allows.

use std::ops::Range;

use crate::identity::invisible::is_invisible;

/// What people and their programs write for an apostrophe.
const APOSTROPHES: [char; 7] = ['\'', '’', '‘', 'ʼ', '´', '′', '＇'];

/// Characters that may stand in the part before the `@`. The standard allows a bar, a backtick and braces too;
/// in a list they stand around an address.
fn is_local(c: char) -> bool {
    c.is_alphanumeric()
        || APOSTROPHES.contains(&c)
        || matches!(
            c,
            '.' | '!' | '#' | '$' | '%' | '&' | '*' | '+' | '/' | '=' | '?' | '^' | '_' | '~' | '-'
        )
}

/// Characters that may stand in the domain.
fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || c == '.' || c == '-'
}

/// Characters that belong to the text around an address and not to it, although they could: quotes,
/// Markdown and sentence marks.
fn is_wrapping(c: char) -> bool {
    APOSTROPHES.contains(&c) || matches!(c, '*' | '_' | '!' | '#' | '=' | '?' | '/' | '~' | '.')
}

/// The addresses of a text with their places, from first to last. Linear in the text.
///
/// Of `a@b.example@c.example` nobody knows which part was meant, and to take one could match the wrong person: it holds none.
///
/// ```
/// use calendly_audit::calendly::vocabulary::address::addresses;
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
            let domain = without_glued_role(after[..end].trim_end_matches(['.', '-']));
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

/// `example.comOwner` without the `Owner`: cells without white space between them are copied so, and no domain ends in mixed case
/// like that.
fn without_glued_role(domain: &str) -> &str {
    for role in ["Owner", "Admin", "Group", "Team", "User", "Member"] {
        if let Some(rest) = domain.strip_suffix(role)
            && rest.rsplit_once('.').is_some_and(|(_, last)| {
                last.len() >= 2 && last.bytes().all(|b| b.is_ascii_lowercase())
            })
        {
            return rest;
        }
    }
    domain
}

/// Where the addresses of a text stand that may hold invisible characters, be it inside an address. Linear in the text.
pub fn places(text: &str) -> Vec<Range<usize>> {
    if !text.contains('@') {
        return Vec::new();
    }
    if !text.contains(is_invisible) {
        return addresses(text).map(|(place, _)| place).collect();
    }
    // Look at what is visible, and tell the places in the text as it is.
    let mut visible = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices().filter(|(_, c)| !is_invisible(*c)) {
        visible.push(c);
        places.extend((at..).take(c.len_utf8()));
    }
    let place = |at: usize| places.get(at).copied();
    addresses(&visible)
        .filter_map(|(range, _)| Some(place(range.start)?..place(range.end.checked_sub(1)?)? + 1))
        .collect()
}

/// The address of a cell that holds one and nothing else, or one in angle brackets behind its owner's name:
/// `Jane Doe <jane@example.com>`.
pub fn mailbox(cell: &str) -> Option<&str> {
    alone(cell).or_else(|| {
        let mut found = addresses(cell);
        let (_, address) = found.next()?;
        (cell.trim_end().ends_with('>') && found.next().is_none()).then_some(address)
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
            "nell.o’hara@example.com ‘quoted@example.com’",
            &["nell.o’hara@example.com", "quoted@example.com"],
        );
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

    #[track_caller]
    fn finds_places(text: &str, expected: &[&str]) {
        let found: Vec<&str> = places(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn addresses_of_a_copied_page_are_found() {
        finds_places("jane@example.com", &["jane@example.com"]);
        finds_places("Jane Doe <jane@example.com>,", &["jane@example.com"]);
        finds_places("(mailto:jane.doe+x@mail.example.co.uk).", &["jane.doe+x@mail.example.co.uk"]);
        finds_places(
            "a@example.com;b@example.com c@example.com",
            &["a@example.com", "b@example.com", "c@example.com"],
        );
        finds_places("zoë@exämple.com", &["zoë@exämple.com"]);
        finds_places("ja\u{200b}ne@example.com\u{200b}", &["ja\u{200b}ne@example.com"]);
        finds_places(
            "o'hara@example.com 'quoted@example.com'",
            &["o'hara@example.com", "quoted@example.com"],
        );
        finds_places("Sam @ Night, Dev@Night, @example.com, me@, @", &[]);
        finds_places("jane@example.comOwner", &["jane@example.com"]);
        finds_places("jane@example.comGroup admin", &["jane@example.com"]);
        finds_places("jane@example.Owner", &["jane@example.Owner"]);
        finds_places("a@b@example.com", &[]);
    }
}
