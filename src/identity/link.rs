//! Calendly links: what kind of page a link leads to, and whose page it is.
//!
//! Parses an address as a browser does. It never uses the network, because a page that answers
//! proves nothing. Source: Calendly's help centre and API description; the spellings in hand-edited
//! rosters (`www.`, `http:`, no scheme, trailing slash, query, fragment, angle brackets, Markdown,
//! percent-encoding, case).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::invisible::{has_invisible, is_invisible};
use super::placeholder::{begins_with_placeholder, is_placeholder};

/// The first path segment of a personal Calendly page, in lower case. It identifies the owner.
///
/// Contains only letters, digits and `-_.~+`, so YAML and Markdown need no escapes for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slug(String);

impl Slug {
    /// Returns the slug as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address of the main page, in the one form that the report uses.
    ///
    /// ```
    /// use calendly_audit::identity::Link;
    /// let link = Link::read("<http://www.Calendly.com/JDoe/?month=2026-11>");
    /// assert_eq!(link.slug().unwrap().page(), "https://calendly.com/jdoe");
    /// ```
    pub fn page(&self) -> String {
        ["https://calendly.com/", &self.0].concat()
    }

    fn read(segment: &str) -> Option<Self> {
        let known = |c: char| c.is_alphanumeric() || "-_.~+".contains(c);
        let named = segment.contains(char::is_alphanumeric) && segment.chars().all(known);
        named.then(|| Self(segment.to_lowercase()))
    }
}

/// The kind of a link in the roster or in the user list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Link {
    /// Nothing, blank, or a placeholder (`n/a`, `none`, `TBD`, `-`), with the text as written.
    Absent(String),
    /// An address on another host, or no address, with the text as written.
    Elsewhere(String),
    /// A person's main page, which the roster must hold.
    Main(Slug),
    /// A page below a person's main page: an event, a date. Holds the rest of the path after the
    /// slug.
    Event(Slug, String),
    /// `/d/…`: a single-use or shared link. It does not name its owner.
    SingleUse(String),
    /// A Calendly page of nobody in particular: `/app/…`, `/event_types/…`, a booking, `/pricing`.
    NotPersonal(String),
}

impl Link {
    /// Parses a link as written by a person. Every text gives one of the six kinds.
    ///
    /// ```
    /// use calendly_audit::identity::Link;
    /// assert!(matches!(Link::read("[book me](https://calendly.com/jdoe)"), Link::Main(_)));
    /// assert!(matches!(Link::read("calendly.com/jdoe/30min"), Link::Event(..)));
    /// assert!(matches!(Link::read("https://calendly.com.evil.example/jdoe"), Link::Elsewhere(_)));
    /// assert!(matches!(Link::read("TBD"), Link::Absent(_)));
    /// ```
    pub fn read(text: &str) -> Self {
        if let Some(slug) = shown_slug(text) {
            return Self::Main(Slug(slug.to_owned()));
        }
        let written = text.trim();
        let visible: Cow<'_, str> = if has_invisible(written) {
            Cow::Owned(written.chars().filter(|c| !is_invisible(*c)).collect())
        } else {
            Cow::Borrowed(written)
        };
        let bare = unwrapped(&visible);
        if bare.contains(char::is_whitespace) {
            return Self::among_words(bare, written);
        }
        if is_placeholder(bare) {
            return Self::Absent(written.to_owned());
        }
        Self::address(bare, written)
    }

    /// Returns the owner's slug, for a main page and an event page.
    pub fn slug(&self) -> Option<&Slug> {
        match self {
            Self::Main(slug) | Self::Event(slug, _) => Some(slug),
            _ => None,
        }
    }

    /// Converts the link into its owner's slug; see [`Link::slug`].
    pub fn into_slug(self) -> Option<Slug> {
        match self {
            Self::Main(slug) | Self::Event(slug, _) => Some(slug),
            _ => None,
        }
    }

    /// Parses a text of several words: a placeholder with an explanation, or an address among
    /// words.
    ///
    /// Two different addresses leave the owner open. So does an address followed by a plain word:
    /// `calendly.com/jane doe` is not the page of `jane`.
    fn among_words(text: &str, written: &str) -> Self {
        let elsewhere = || Self::Elsewhere(written.to_owned());
        let mut found = None;
        for word in text.split_whitespace() {
            match (Self::address(unwrapped(word), written), &found) {
                (Self::Elsewhere(_), None) => {}
                (Self::Elsewhere(_), Some(_)) if word.starts_with(char::is_alphanumeric) => {
                    return elsewhere();
                }
                (Self::Elsewhere(_), Some(_)) => break,
                (link, Some(first)) if link != *first => return elsewhere(),
                (link, _) => found = Some(link),
            }
        }
        match found {
            Some(link) => link,
            None if begins_with_placeholder(text) => Self::Absent(written.to_owned()),
            None => elsewhere(),
        }
    }

    /// Parses one address with nothing around it.
    fn address(text: &str, written: &str) -> Self {
        let elsewhere = || Self::Elsewhere(written.to_owned());
        let encoded = ["http%3a", "https%3a"]
            .iter()
            .any(|start| text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start)));
        let text = if encoded { percent_decoded(text) } else { Cow::Borrowed(text) };
        let Some(path) = path_at_calendly(&text) else { return elsewhere() };
        let path = path.split(['?', '#']).next().unwrap_or("");
        let mut segments: Vec<Cow<'_, str>> = Vec::new();
        for segment in path.split(['/', '\\']).map(percent_decoded) {
            match segment.trim() {
                "" | "." => {}
                // A browser resolves `..` before it sends the request: `/john/../jane` is the page
                // of `jane`.
                ".." => drop(segments.pop()),
                _ => segments.push(segment),
            }
        }
        // Punctuation that closes a sentence or a bracket is not part of the address.
        while let Some(last) = segments.pop() {
            let closed = without_closing(&last);
            if !closed.is_empty() || segments.is_empty() {
                let kept = if closed.is_empty() { &last } else { closed };
                segments.push(Cow::Owned(kept.to_owned()));
                break;
            }
        }
        let Some((first, segments)) = segments.split_first() else {
            return Self::NotPersonal(written.to_owned());
        };
        if first.eq_ignore_ascii_case("d") {
            return Self::SingleUse(written.to_owned());
        }
        if is_language(first) || SITE_PAGES.iter().any(|page| first.eq_ignore_ascii_case(page)) {
            return Self::NotPersonal(written.to_owned());
        }
        let Some(slug) = Slug::read(first) else { return elsewhere() };
        if segments.is_empty() { Self::Main(slug) } else { Self::Event(slug, segments.join("/")) }
    }
}

/// First path segments of Calendly's own pages, of its application, and of bookings.
const SITE_PAGES: &[&str] = &[
    "about",
    "account",
    "api",
    "app",
    "blog",
    "booking",
    "bookings",
    "cancellations",
    "contact",
    "dashboard",
    "event_types",
    "events",
    "features",
    "help",
    "integrations",
    "invitations",
    "invitees",
    "legal",
    "login",
    "logout",
    "oauth",
    "organization",
    "organizations",
    "pricing",
    "privacy",
    "reschedulings",
    "resources",
    "routing_forms",
    "s",
    "scheduled_events",
    "sessions",
    "sign_up",
    "signup",
    "solutions",
    "teams",
    "terms",
    "user",
    "users",
    "webhooks",
];

/// Language codes that begin the paths of Calendly's site and help pages: `/fr/pricing`, `/pt-br`.
const LANGUAGES: &[&str] = &[
    "ar", "cs", "da", "de", "en", "es", "fi", "fr", "he", "it", "ja", "ko", "nl", "no", "pl", "pt",
    "ru", "sv", "tr", "uk", "zh",
];

/// Whether a first path segment is one of [`LANGUAGES`], with or without a country (`pt-br`,
/// `es-419`).
fn is_language(segment: &str) -> bool {
    let language = match segment.as_bytes() {
        [_, _] => Some(segment),
        [_, _, b'-' | b'_', country @ ..]
            if country.len() == 2 && country.iter().all(u8::is_ascii_alphabetic)
                || country.len() == 3 && country.iter().all(u8::is_ascii_digit)
                || matches!(country, [b'H' | b'h', b'a', b'n', b's' | b't']) =>
        {
            segment.get(..2)
        }
        _ => None,
    };
    language.is_some_and(|is| LANGUAGES.iter().any(|known| is.eq_ignore_ascii_case(known)))
}

/// Removes surrounding white space and closing punctuation from the last path segment.
fn without_closing(segment: &str) -> &str {
    let closes =
        |c: char| c.is_whitespace() || is_invisible(c) || ".,;:!?)]}>/\\\"'`*”’»".contains(c);
    segment.trim_end_matches(closes).trim_start()
}

/// Returns the slug of a main page that is written as the report writes it. This is a fast path for
/// the most frequent form.
pub(crate) fn shown_slug(text: &str) -> Option<&str> {
    let slug = text.strip_prefix("https://calendly.com/")?;
    let known = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'+');
    let named = slug.bytes().all(known) && slug.bytes().any(|b| b.is_ascii_alphanumeric());
    (named
        && !slug.ends_with('.')
        && slug != "d"
        && !is_language(slug)
        && SITE_PAGES.binary_search(&slug).is_err())
    .then_some(slug)
}

/// Returns the path after calendly.com; `None` for another host or none.
///
/// Refuses a user name or password before the host. `https://calendly.com@evil.example` deceives
/// that way, and no personal page is written so.
pub(crate) fn path_at_calendly(text: &str) -> Option<&str> {
    let mut rest = text;
    for scheme in ["https:", "http:"] {
        if text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)) {
            rest = &text[scheme.len()..];
        }
    }
    let rest = rest.trim_start_matches(['/', '\\']);
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = match authority.split_once(':') {
        Some((host, "" | "443" | "80")) => host,
        Some(_) => return None,
        None => authority,
    };
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_calendly =
        ["calendly.com", "www.calendly.com"].iter().any(|known| host.eq_ignore_ascii_case(known));
    is_calendly.then_some(path)
}

/// Removes what people put around a link: `<…>`, quotes, backticks, `[words](link "title")`.
fn unwrapped(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let before = text.len();
        text = text.trim_matches(|c: char| c.is_whitespace() || "\"'`<>,;*“”‘’«»".contains(c));
        if text.starts_with('[')
            && text.ends_with(')')
            && let Some((_, target)) = text.split_once("](")
        {
            let target = target.strip_suffix(')').unwrap_or(target).trim_start();
            let end = target.find(char::is_whitespace).unwrap_or(target.len());
            text = &target[..end];
        }
        // A full stop after a bracket or quote ends a sentence. After a word it may belong to it:
        // `n.a.`.
        let sentence = text.trim_end_matches(['.', '!', ':', '?']);
        if sentence.ends_with([')', '>', ']', '"', '\'', '`', '”', '’', '»']) {
            text = sentence;
        }
        for (open, close) in [('(', ')'), ('[', ']')] {
            if let Some(inner) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
                text = inner;
            }
        }
        if text.len() == before {
            return text;
        }
    }
}

/// Decodes percent-encoding: `%4A` becomes `J`. Text that does not decode is returned unchanged.
fn percent_decoded(segment: &str) -> Cow<'_, str> {
    if !segment.contains('%') {
        return Cow::Borrowed(segment);
    }
    let hex = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16));
    let bytes = segment.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = hex(bytes.get(at + 1)).zip(hex(bytes.get(at + 2)));
        match pair.and_then(|(high, low)| u8::try_from(high * 16 + low).ok()) {
            Some(value) if *byte == b'%' => {
                decoded.push(value);
                at += 3;
            }
            _ => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(segment), Cow::Owned)
}

#[cfg(test)]
mod tests;
