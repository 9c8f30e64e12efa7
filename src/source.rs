//! Input texts, and what the readers made of them.
//!
//! Both readers (roster and Calendly list) drop nothing silently. They count every record, and keep
//! every other line as [`Unread`] with its number, its text and a reason. Nothing here depends on
//! what the text means.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// An input text, with the name by which people know it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Source {
    /// For example `data/support-team.yaml`, `users.csv` or `pasted list`.
    pub name: String,
    /// The original bytes, which become part of the evidence.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes, if it was computed elsewhere.
    #[serde(skip)]
    digest: Option<[u8; 32]>,
}

impl Source {
    /// Creates a source from a name and its bytes.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into(), digest: None }
    }

    /// Sets the SHA-256 of the bytes, if it is known. A browser hashes faster than WebAssembly
    /// does.
    #[must_use]
    pub fn hashed(self, digest: Option<[u8; 32]>) -> Self {
        Self { digest, ..self }
    }

    /// Returns a copy without the bytes, but with their SHA-256.
    #[must_use]
    pub fn emptied(&self) -> Self {
        let digest = self.digest.unwrap_or_else(|| Sha256::digest(&self.bytes).into());
        Self { name: self.name.clone(), bytes: Vec::new(), digest: Some(digest) }
    }

    /// Returns the SHA-256 of the original bytes, in lower-case hexadecimal.
    ///
    /// ```
    /// use calendly_audit::source::Source;
    /// let empty = Source::new("empty", "");
    /// assert!(empty.sha256().starts_with("e3b0c44298fc1c14"));
    /// ```
    pub fn sha256(&self) -> String {
        hex(&self.digest.unwrap_or_else(|| Sha256::digest(&self.bytes).into()))
    }
}

/// Formats bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            out.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    out
}

/// A position in a source that a person can find with an editor.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Place {
    /// Index of the source among those that were read together (the roster's files, the list's
    /// texts).
    pub source: usize,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1; 0 if only the line is known.
    pub column: usize,
}

/// Why a part of the input did not become a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnreadKind {
    /// Should have been read and could not be. Shown first, and in the notes.
    Problem,
    /// Text that no reader recognised, and that names nobody as far as the reader can tell.
    Unknown,
    /// Recognised, and not a record: a header, page chrome, a comment. Folded away on the page.
    Ignored,
}

/// A part of the input that did not become a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Unread {
    /// Its first position.
    pub place: Place,
    /// Its text, cut to [`Unread::EXCERPT`] characters and `…` if it is longer.
    pub excerpt: String,
    /// A sentence for people: what is wrong and, if it helps, what to do.
    pub why: String,
    /// The kind of unread part.
    pub kind: UnreadKind,
}

impl Unread {
    /// Maximum length of an excerpt, in characters.
    pub const EXCERPT: usize = 200;

    /// Creates an unread part, and shortens its excerpt.
    pub fn new(place: Place, kind: UnreadKind, text: &str, why: impl Into<String>) -> Self {
        Self { place, excerpt: excerpt(text), why: why.into(), kind }
    }
}

/// Returns the first [`Unread::EXCERPT`] characters of a text, with `…` if there are more.
pub fn excerpt(text: &str) -> String {
    match text.char_indices().nth(Unread::EXCERPT) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// The result of reading one source. The page and the notes print it as proof of completeness.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// The source's name.
    pub name: String,
    /// SHA-256 of the source's bytes.
    pub sha256: String,
    /// The detected format, for people: `YAML, a list of people`, `CSV`,
    /// `text copied from the page`.
    pub read_as: String,
    /// Number of records (people or users), before any are merged.
    pub records: usize,
    /// Everything that became no record, in the source's order.
    pub unread: Vec<Unread>,
    /// Sentences that a person must see: the page's own count differs, pages are missing, the
    /// encoding was guessed.
    pub warnings: Vec<String>,
    /// Number of each character that was removed before reading, by code point.
    pub removed: Vec<(char, usize)>,
}

/// Decoded bytes, and what a person must know about the decoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text without a byte-order mark. Borrowed if the bytes are already that text.
    pub text: Cow<'a, str>,
    /// `UTF-8`, `UTF-16LE` or `UTF-16BE`.
    pub encoding: &'static str,
    /// Sentences for people: the encoding was guessed, bytes are no text, characters were removed.
    pub warnings: Vec<String>,
    /// Number of each removed character (NUL, and byte-order marks inside the text), for
    /// [`Reading::removed`]. A byte-order mark at the beginning belongs to the encoding and is not
    /// counted.
    pub removed: Vec<(char, usize)>,
}

/// Decodes the bytes of a source. Never fails: any bytes give a text.
///
/// Detects UTF-8, and UTF-16 in either byte order, with or without a byte-order mark (Excel and
/// PowerShell write UTF-16). Replaces bytes that are no text by U+FFFD, and warns with their number
/// and the first affected line.
///
/// ```
/// let decoded = calendly_audit::source::decode(b"\xff\xfen\0a\0m\0e\0");
/// assert_eq!((&*decoded.text, decoded.encoding), ("name", "UTF-16LE"));
/// ```
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let mut warnings = Vec::new();
    let (text, encoding, bad) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => from_utf8(rest),
        [0xff, 0xfe, rest @ ..] => from_utf16(rest, "UTF-16LE", u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => from_utf16(rest, "UTF-16BE", u16::from_be_bytes),
        _ => match guess_utf16(bytes) {
            Some(encoding) => {
                warnings.push(format!(
                    "The encoding was guessed as {encoding}, by its zero bytes: there is no byte-order mark."
                ));
                let order =
                    if encoding == "UTF-16LE" { u16::from_le_bytes } else { u16::from_be_bytes };
                from_utf16(bytes, encoding, order)
            }
            None => from_utf8(bytes),
        },
    };
    if let Some((count, line)) = bad {
        warnings.push(format!(
            "{count} {} not valid {encoding}, the first on line {line}, and shown as \u{fffd}. Save the file as UTF-8.",
            if count == 1 { "place is" } else { "places are" }
        ));
    }
    let (text, removed) = without_unprintable(text);
    Decoded { text, encoding, warnings, removed }
}

/// Number of places that could not be decoded, and the line of the first.
type Bad = Option<(usize, usize)>;

fn from_utf8(bytes: &[u8]) -> (Cow<'_, str>, &'static str, Bad) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), "UTF-8", None);
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    let (mut count, mut line) = (0, 1);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            if count == 0 {
                line = 1 + text.matches('\n').count();
            }
            count += 1;
            text.push('\u{fffd}');
        }
    }
    (Cow::Owned(text), "UTF-8", Some((count, line)))
}

fn from_utf16<'a>(
    bytes: &[u8],
    encoding: &'static str,
    order: fn([u8; 2]) -> u16,
) -> (Cow<'a, str>, &'static str, Bad) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let (mut count, mut first, mut line) = (0, 0, 1);
    let units = pairs.iter().map(|pair| order(*pair));
    for unit in char::decode_utf16(units).map(Result::ok).chain((!rest.is_empty()).then_some(None))
    {
        if unit.is_none() {
            count += 1;
            if count == 1 {
                first = line;
            }
        }
        line += usize::from(unit == Some('\n'));
        text.push(unit.unwrap_or('\u{fffd}'));
    }
    (Cow::Owned(text), encoding, (count > 0).then_some((count, first)))
}

/// Guesses UTF-16 from the beginning of the text: in Latin text, every second byte is zero.
fn guess_utf16(bytes: &[u8]) -> Option<&'static str> {
    let (pairs, _) = bytes.get(..4096).unwrap_or(bytes).as_chunks::<2>();
    let zeros = |at: fn(&[u8; 2]) -> u8| pairs.iter().filter(|pair| at(pair) == 0).count();
    let (even, odd) = (zeros(|pair| pair[0]), zeros(|pair| pair[1]));
    if odd * 3 > pairs.len() && even * 20 < odd {
        Some("UTF-16LE")
    } else if even * 3 > pairs.len() && odd * 20 < even {
        Some("UTF-16BE")
    } else {
        None
    }
}

/// Removes NUL and byte-order marks inside the text. They come from joined or damaged files, are
/// invisible, and mean nothing to any reader.
fn without_unprintable(text: Cow<'_, str>) -> (Cow<'_, str>, Vec<(char, usize)>) {
    let mut removed = Vec::new();
    let bytes = text.as_bytes();
    let begins_mark =
        |at: usize| bytes.get(at..).is_some_and(|rest| rest.starts_with("\u{feff}".as_bytes()));
    if memchr::memchr(0, bytes).is_none() && !memchr::memchr_iter(0xef, bytes).any(begins_mark) {
        return (text, removed);
    }
    for c in ['\0', '\u{feff}'] {
        let count = text.matches(c).count();
        if count > 0 {
            removed.push((c, count));
        }
    }
    if removed.is_empty() {
        return (text, removed);
    }
    (Cow::Owned(text.replace(['\0', '\u{feff}'], "")), removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn decodes(bytes: &[u8], text: &str, encoding: &str, warnings: &[&str]) {
        let decoded = decode(bytes);
        assert_eq!(decoded.text, text);
        assert_eq!(decoded.encoding, encoding);
        assert_eq!(decoded.warnings, warnings);
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn plain_utf8_is_borrowed() {
        decodes("naïve".as_bytes(), "naïve", "UTF-8", &[]);
        assert!(matches!(decode(b"abc").text, Cow::Borrowed(_)));
        decodes(b"", "", "UTF-8", &[]);
    }

    #[test]
    fn byte_order_marks_belong_to_the_encoding() {
        decodes("\u{feff}name".as_bytes(), "name", "UTF-8", &[]);
        for (order, encoding) in
            [(u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), (u16::to_be_bytes, "UTF-16BE")]
        {
            decodes(&utf16("\u{feff}Zoë 🦊", order), "Zoë 🦊", encoding, &[]);
            let guessed = format!(
                "The encoding was guessed as {encoding}, by its zero bytes: there is no byte-order mark."
            );
            decodes(&utf16("Zoë 🦊 and more", order), "Zoë 🦊 and more", encoding, &[&guessed]);
        }
    }

    #[test]
    fn a_few_zeros_are_not_utf16() {
        decodes(b"a\0bcde", "abcde", "UTF-8", &[]);
        decodes(b"\0abcde", "abcde", "UTF-8", &[]);
        decodes(&[0; 8], "", "UTF-8", &[]);
        for (often, once) in [(b"a\0", b"\0a"), (b"\0a", b"a\0")] {
            let both = [often.repeat(10), once.to_vec()].concat();
            decodes(&both, &"a".repeat(11), "UTF-8", &[]);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_counted() {
        let sentence = "2 places are not valid UTF-8, the first on line 2, and shown as \u{fffd}. Save the file as UTF-8.";
        decodes(b"ok\nM\xfcller\nb\xff", "ok\nM\u{fffd}ller\nb\u{fffd}", "UTF-8", &[sentence]);
        let sentence = "1 place is not valid UTF-16LE, the first on line 2, and shown as \u{fffd}. Save the file as UTF-8.";
        decodes(b"\xff\xfea\0\n\0b", "a\n\u{fffd}", "UTF-16LE", &[sentence]);
        decodes(b"\xff\xfe\n\0\0\xd8", "\n\u{fffd}", "UTF-16LE", &[sentence]);
    }

    #[test]
    fn removed_characters_are_counted() {
        let decoded = decode("a\0\0b\n\u{feff}c".as_bytes());
        assert_eq!(decoded.text, "ab\nc");
        assert_eq!(decoded.removed, [('\0', 2), ('\u{feff}', 1)]);
        assert_eq!(decoded.warnings, [""; 0], "they are told once, by `removed`");
    }
}
