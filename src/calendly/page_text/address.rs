//! Where the email addresses stand in a text.

use std::ops::Range;

use crate::identity::email::is_invisible;

/// The byte ranges of the email addresses in a text, in order. Linear in the text.
///
/// An address needs a dot in its domain: `Sam@Night` is how somebody writes a name. Invisible
/// characters may stand inside one. A role word glued to the domain (`x.comOwner`, as cells without
/// white space between them are copied) is not part of it: no domain ends in mixed case like that.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let from = found.last().map_or(0, |last| last.end);
        let before = text.get(from..at).unwrap_or_default();
        let local =
            before.len() - before.trim_end_matches(|c: char| is_local(c) || is_invisible(c)).len();
        let local_text = text.get(at - local..at).unwrap_or_default();
        let start = at
            - local_text
                .trim_start_matches(|c: char| matches!(c, '.' | '\'' | '-') || is_invisible(c))
                .len();
        let after = text.get(at + 1..).unwrap_or_default();
        let domain_len = after
            .find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-') || is_invisible(c)))
            .unwrap_or(after.len());
        let domain = after.get(..domain_len).unwrap_or_default();
        let domain = domain.trim_end_matches(|c: char| matches!(c, '.' | '-') || is_invisible(c));
        let domain = without_glued_role(domain);
        if start < at && is_domain(domain) {
            found.push(start..at + 1 + domain.len());
        }
    }
    found
}

/// What may stand before the `@`.
fn is_local(c: char) -> bool {
    c.is_alphanumeric() || "._%+-'!#$&*/=?^`{|}~".contains(c)
}

/// Labels with dots between them, the last one of two letters at least.
fn is_domain(domain: &str) -> bool {
    let Some((rest, last)) = domain.rsplit_once('.') else { return false };
    let letters = last.chars().filter(|c| c.is_alphanumeric()).count();
    letters >= 2
        && last.chars().any(char::is_alphabetic)
        && rest.chars().any(char::is_alphanumeric)
        && !rest.starts_with('.')
}

/// `example.comOwner` without the `Owner`.
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
        finds("a@b@example.com", &["b@example.com"]);
        finds("v1.2@3.4", &[]);
    }
}
