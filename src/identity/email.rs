//! Email addresses: the text as written, and the key that addresses are compared by.
//!
//! Decides when two *addresses* are equal. Two addresses of one *mailbox* (a plus tag, dots at
//! Gmail) are only suggested, by [`Email::mailbox`]. Source: what occurs in hand-edited rosters and
//! pasted pages (case, invisible characters, plus tags, Gmail's dots).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::invisible::is_invisible;
use super::letters;

/// An email address.
///
/// Two addresses are equal if their [`key`](Email::key)s are. The key ignores case and invisible
/// characters. It keeps plus tags and dots: a shared mailbox is a suggestion, never a match.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Email {
    key: String,
    written: String,
}

impl Email {
    /// Parses a text that is exactly one address. Returns `None` for no `@` or two, for an empty
    /// side, and for white space or one of `,;<>()[]"` inside. Accepts `<jane@example.com>` and
    /// `mailto:jane@example.com?subject=…`.
    ///
    /// ```
    /// use calendly_audit::identity::Email;
    /// let email = Email::read(" Jane.Doe@Example.com\u{200b}").unwrap();
    /// assert_eq!(email.key(), "jane.doe@example.com");
    /// assert_eq!(email.written(), "Jane.Doe@Example.com");
    /// assert!(Email::read("jane at example").is_none());
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let visible = without_invisible(text);
        let written = unwrapped(&visible);
        let (local, domain) = written.as_bytes().split_at_checked(at_sign(written)?)?;
        // The second half begins with the `@` itself.
        if local.is_empty() || domain.len() == 1 {
            return None;
        }
        let key = if written.is_ascii() {
            written.to_ascii_lowercase()
        } else if written.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return None;
        } else {
            letters::composed(&written.to_lowercase())
        };
        Some(Self { key, written: written.to_owned() })
    }

    /// Parses a field with one address and something around it: a name (`Jane <jane@example.com>`),
    /// a Markdown link, `mailto:` with a subject, quotes, closing punctuation. Returns `None` if
    /// the field holds two different addresses, or other text.
    ///
    /// ```
    /// use calendly_audit::identity::Email;
    /// let key = |text| Email::in_field(text).map(|email| email.key().to_owned());
    /// assert_eq!(key("Jane Doe <jane@example.com>").as_deref(), Some("jane@example.com"));
    /// assert_eq!(key("jane@example.com, john@example.com"), None);
    /// ```
    pub fn in_field(text: &str) -> Option<Self> {
        let around = |c: char| c.is_whitespace() || "\"'`,;.:!*".contains(c);
        let text = text.trim_matches(around);
        if let Some(email) = Self::read(text) {
            return Some(email);
        }
        let (before, inner) = match text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((name, inner)) => (name, inner),
            None => match text.strip_suffix(')').and_then(|rest| rest.rsplit_once("](")) {
                Some((words, target)) => (words.strip_prefix('[')?, target),
                None => ("", text),
            },
        };
        let inner = inner.trim().trim_matches(['<', '>']);
        let email = Self::read(inner.trim_matches(around))?;
        // The text before it is a name, or the same address again.
        let before = before.trim_matches(around);
        let fits = !before.contains('@') || Self::read(before).is_some_and(|b| b.key == email.key);
        fits.then_some(email)
    }

    /// Returns the key that addresses are compared by.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Returns the address as written, without surrounding white space and invisible characters.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// Returns the part of the key before the `@`.
    pub fn local(&self) -> &str {
        self.key.split_once('@').map_or("", |(local, _)| local)
    }

    /// Returns the part of the key after the `@`.
    pub fn domain(&self) -> &str {
        self.key.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// Returns the key without its plus tag. For `gmail.com` and `googlemail.com`, dots are removed
    /// too.
    ///
    /// Two addresses with the same mailbox *may* belong to one person: a suggestion, never a match.
    ///
    /// ```
    /// use calendly_audit::identity::Email;
    /// let mailbox = |text| Email::read(text).unwrap().mailbox().into_owned();
    /// assert_eq!(mailbox("jane+calendly@example.com"), "jane@example.com");
    /// assert_eq!(mailbox("ja.ne@googlemail.com"), "jane@gmail.com");
    /// assert_eq!(mailbox("ja.ne@example.com"), "ja.ne@example.com");
    /// ```
    pub fn mailbox(&self) -> Cow<'_, str> {
        let (local, domain) = (self.local(), self.domain());
        let bare = match local.split_once('+') {
            Some((before, _)) if !before.is_empty() => before,
            _ => local,
        };
        if matches!(domain, "gmail.com" | "googlemail.com") {
            let undotted: String = bare.chars().filter(|c| *c != '.').collect();
            Cow::Owned(undotted + "@gmail.com")
        } else if bare.len() == local.len() {
            Cow::Borrowed(&self.key)
        } else {
            Cow::Owned([bare, "@", domain].concat())
        }
    }
}

/// Returns the position of the only `@`. Returns `None` if there is none or more than one, or if
/// the text has a byte that addresses do not have.
fn at_sign(text: &str) -> Option<usize> {
    let mut found = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'@' if found.is_some() => return None,
            b'@' => found = Some(at),
            0..=b' ' | 0x7f | b',' | b';' | b'<' | b'>' | b'(' | b')' | b'[' | b']' | b'"' => {
                return None;
            }
            _ => {}
        }
    }
    found
}

/// Removes invisible characters and no-break spaces. Pages and editors insert them; an address
/// never has them.
fn without_invisible(text: &str) -> Cow<'_, str> {
    let is_dropped = |c: char| is_invisible(c) || matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
    if text.is_ascii() || !text.contains(is_dropped) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| !is_dropped(*c)).collect())
    }
}

/// Removes `<…>` and `mailto:` around an address.
fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    let inner =
        text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text).trim();
    match inner.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => {
            inner[7..].split('?').next().unwrap_or_default().trim()
        }
        _ => inner,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn key(text: &str, expected: Option<&str>) {
        assert_eq!(Email::read(text).as_ref().map(Email::key), expected, "{text:?}");
    }

    #[test]
    fn spellings_of_an_address_have_one_key() {
        let jane = Some("jane.doe@example.com");
        for text in [
            "jane.doe@example.com",
            "Jane.Doe@EXAMPLE.com",
            "  jane.doe@example.com\t\n",
            "\u{a0}jane.doe@example.com\u{a0}",
            "jane.doe\u{a0}@example.com",
            "jane\u{a0}.doe@exam\u{a0}ple.com",
            "jane.\u{200b}doe@example.com",
            "jane.\u{200d}doe@example.com",
            "\u{200e}jane.doe@example.com\u{200f}",
            "jane.\u{ad}doe@example.com",
            "\u{feff}jane.doe@example.com",
            "<jane.doe@example.com>",
            "mailto:Jane.Doe@example.com",
            "<MAILTO:jane.doe@example.com>",
        ] {
            key(text, jane);
        }
    }

    #[test]
    fn other_texts_are_no_address() {
        for text in [
            "",
            " ",
            "@",
            "jane",
            "jane@",
            "@example.com",
            "jane doe@example.com",
            "n/a",
            "jane@example.com, john@example.com",
            "jane@example.com;john@example.com",
            "jane@home@example.com",
            "Jane <jane@example.com>",
            "jane@example.com (work)",
            "\u{200b}",
            "jane@exa\u{0}mple.com",
            "jane\u{2003}doe@example.com",
            "jane\u{80}@example.com",
        ] {
            key(text, None);
        }
    }

    #[test]
    fn a_field_may_hold_more_than_the_address() {
        for (text, expected) in [
            ("Ida Berg <ida@acme.example>", Some("ida@acme.example")),
            ("\"Berg, Ida\" <Ida@acme.example>", Some("ida@acme.example")),
            ("mailto:ida@acme.example", Some("ida@acme.example")),
            ("mailto:ida@acme.example?subject=Hello", Some("ida@acme.example")),
            ("<mailto:ida@acme.example>", Some("ida@acme.example")),
            ("[ida@acme.example](mailto:ida@acme.example)", Some("ida@acme.example")),
            ("[Ida](<mailto:ida@acme.example>)", Some("ida@acme.example")),
            ("`ida@acme.example`", Some("ida@acme.example")),
            ("'ida@acme.example'", Some("ida@acme.example")),
            ("ida@acme.example,", Some("ida@acme.example")),
            ("ida@acme.example.", Some("ida@acme.example")),
            ("ida@acme.example <ida@acme.example>", Some("ida@acme.example")),
            ("ida@acme.example <tom@acme.example>", None),
            ("[ida@acme.example](mailto:tom@acme.example)", None),
            ("Ida <ida@acme.example>, Tom <tom@acme.example>", None),
            ("ida@acme.example (until May)", None),
            ("was ida@acme.example", None),
            ("Ida Berg", None),
            ("<>", None),
            ("", None),
        ] {
            assert_eq!(Email::in_field(text).as_ref().map(Email::key), expected, "{text:?}");
        }
    }

    #[test]
    fn tags_dots_and_look_alikes_distinguish_addresses() {
        key("jane+calendly@example.com", Some("jane+calendly@example.com"));
        key("j.a.n.e@gmail.com", Some("j.a.n.e@gmail.com"));
        // The first letter of the domain is Cyrillic. In the next line, the `j` is fullwidth.
        key("jane@еxample.com", Some("jane@еxample.com"));
        key("ｊane@example.com", Some("ｊane@example.com"));
        // A composed and a decomposed letter are equal.
        key("Jose\u{301}@example.com", Some("josé@example.com"));
    }

    #[test]
    fn mailboxes_ignore_tags_and_gmail_dots() {
        for (text, expected) in [
            ("jane@example.com", "jane@example.com"),
            ("jane+a+b@example.com", "jane@example.com"),
            ("+jane@example.com", "+jane@example.com"),
            ("J.Doe+x@Gmail.com", "jdoe@gmail.com"),
            ("jdoe@googlemail.com", "jdoe@gmail.com"),
            ("j.doe@example.com", "j.doe@example.com"),
        ] {
            assert_eq!(Email::read(text).unwrap().mailbox(), expected, "{text}");
        }
    }
}
