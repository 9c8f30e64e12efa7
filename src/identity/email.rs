//! An email address: what was written, and the key that it is compared by.

use serde::{Deserialize, Serialize};

/// An email address.
///
/// Two addresses are the same when their [`key`](Email::key)s are: without case and without invisible
/// characters. A plus tag or dots are part of the key: that they may hide the same mailbox is a
/// suggestion, never a match.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Email {
    key: String,
    written: String,
}

impl Email {
    /// Reads one address; `None` where the text is not one (no `@`, an empty side, white space inside).
    ///
    /// ```
    /// use calendly_audit::identity::Email;
    /// let email = Email::read(" Jane.Doe@Example.com\u{200b}").unwrap();
    /// assert_eq!(email.key(), "jane.doe@example.com");
    /// assert_eq!(email.written(), "Jane.Doe@Example.com");
    /// assert!(Email::read("jane at example").is_none());
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let written = visible.trim();
        let (local, domain) = written.rsplit_once('@')?;
        if local.is_empty() || domain.is_empty() || written.contains(char::is_whitespace) {
            return None;
        }
        Some(Self { key: written.to_lowercase(), written: written.to_owned() })
    }

    /// What the address is compared by.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The address as it was written, without surrounding space and invisible characters.
    pub fn written(&self) -> &str {
        &self.written
    }
}

/// Whether a character shows nothing and may stand inside an address or a name by accident: zero-width
/// space and joiners, direction marks, soft hyphen, byte-order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}')
}
