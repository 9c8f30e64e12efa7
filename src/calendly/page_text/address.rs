//! Where the email addresses stand in a copied text.
//!
//! As [`calendly::address`](crate::calendly::address) finds them, and with what a copied page adds:
//! invisible characters inside an address, and a role word glued to it.

use std::ops::Range;

use crate::calendly::address;
use crate::identity::invisible::is_invisible;

/// The byte ranges of the email addresses in a text, in order. Linear in the text.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    if !text.contains('@') {
        return Vec::new();
    }
    let whole = |(range, address): (Range<usize>, &str)| {
        range.start..range.end - (address.len() - without_glued_role(address).len())
    };
    if !text.contains(is_invisible) {
        return address::addresses(text).map(whole).collect();
    }
    // Look at what is visible, and tell the places in the text as it is.
    let mut visible = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices().filter(|(_, c)| !is_invisible(*c)) {
        visible.push(c);
        places.extend((at..).take(c.len_utf8()));
    }
    let place = |at: usize| places.get(at).copied();
    address::addresses(&visible)
        .map(whole)
        .filter_map(|range| Some(place(range.start)?..place(range.end.checked_sub(1)?)? + 1))
        .collect()
}

/// `jane@example.comOwner` without the `Owner`: cells without white space between them are copied so, and
/// no domain ends in mixed case like that.
fn without_glued_role(address: &str) -> &str {
    for role in ["Owner", "Admin", "Group", "Team", "User", "Member"] {
        if let Some(rest) = address.strip_suffix(role)
            && rest.rsplit_once('.').is_some_and(|(_, last)| {
                last.len() >= 2 && last.bytes().all(|b| b.is_ascii_lowercase())
            })
        {
            return rest;
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[track_caller]
    fn finds(text: &str, expected: &[&str]) {
        let found: Vec<&str> = addresses(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn addresses_are_found_and_nothing_else_is() {
        finds("jane@example.com", &["jane@example.com"]);
        finds("Jane Doe <jane@example.com>,", &["jane@example.com"]);
        finds("(mailto:jane.doe+x@mail.example.co.uk).", &["jane.doe+x@mail.example.co.uk"]);
        finds(
            "a@example.com;b@example.com c@example.com",
            &["a@example.com", "b@example.com", "c@example.com"],
        );
        finds("zoë@exämple.com", &["zoë@exämple.com"]);
        finds("ja\u{200b}ne@example.com\u{200b}", &["ja\u{200b}ne@example.com"]);
        finds(
            "o'hara@example.com 'quoted@example.com'",
            &["o'hara@example.com", "quoted@example.com"],
        );
        finds("Sam @ Night, Dev@Night, @example.com, me@, @", &[]);
        finds("jane@example.comOwner", &["jane@example.com"]);
        finds("jane@example.comGroup admin", &["jane@example.com"]);
        finds("jane@example.Owner", &["jane@example.Owner"]);
        finds("a@b@example.com", &[]);
    }
}
