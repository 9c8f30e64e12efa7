//! Parses the value behind a key on its line, for [`super::fast_path`].
//!
//! Accepts the few shapes with one possible meaning; for others the library parses the entry.

use super::scan::{Line, without_spaces};

/// The value behind a key or a dash.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    /// Empty.
    Nothing,
    /// `null` and its spellings.
    Null,
    /// A plain text, or the inside of quotes.
    Text(&'a str),
    /// The inside of `[…]`, every part of which is a simple text.
    List(&'a str),
    /// The inside of `{…}`, every part of which is a simple key and a simple text.
    Map(&'a str),
    /// `|` or `>`: the text follows on the next lines.
    Block,
}

impl<'a> Value<'a> {
    /// Returns it as a text, if it can be one; nothing is an empty text.
    pub fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Nothing | Self::Null => Some(""),
            Self::List(_) | Self::Map(_) | Self::Block => None,
        }
    }
}

/// Parses the value behind a key or a dash; `None` if in doubt.
pub(super) fn value<'a>(line: &Line<'a>) -> Option<Value<'a>> {
    let text = line.rest;
    let Some(first) = text.bytes().next() else { return Some(Value::Nothing) };
    match first {
        b'"' | b'\'' => quoted(text).map(Value::Text),
        b'[' => {
            let inner = text.strip_prefix('[')?.strip_suffix(']')?;
            let simple = inner.is_empty() || inner.split(',').all(|part| flow_text(part).is_some());
            simple.then_some(Value::List(inner))
        }
        b'{' => {
            let inner = text.strip_prefix('{')?.strip_suffix('}')?;
            let simple = inner.is_empty()
                || inner.split(',').all(|part| {
                    part.split_once(": ").is_some_and(|(key, value)| {
                        plain_flow(without_spaces(key)) && flow_text(value).is_some()
                    })
                });
            simple.then_some(Value::Map(inner))
        }
        b'|' | b'>' => matches!(text.get(1..), Some("" | "-" | "+")).then_some(Value::Block),
        _ if is_plain_start(first) => {
            if line.splits && is_split(text) {
                return None;
            }
            Some(if is_null(text) { Value::Null } else { Value::Text(text) })
        }
        _ => None,
    }
}

/// Returns the inside of quotes, if it holds neither the quote nor an escape.
fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = text.get(1..)?.strip_suffix(quote)?;
    (!inner.contains([quote, '\\'])).then_some(inner)
}

/// Whether a plain text is ended by a colon or a comment.
fn is_split(text: &str) -> bool {
    let mut before = 0;
    let inside = text.bytes().any(|byte| {
        let ends = (before == b':' && byte == b' ') || (before == b' ' && byte == b'#');
        before = byte;
        ends
    });
    inside || before == b':'
}

fn is_plain_start(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'/' | b'+' | b'(' | b'.' | b'$' | b'_' | b'<' | b'~' | b'=')
        || byte >= 0x80
}

fn is_null(text: &str) -> bool {
    matches!(text, "null" | "Null" | "NULL" | "~")
}

/// Parses one part of a list or mapping in brackets.
pub(super) fn flow_text(part: &str) -> Option<&str> {
    let part = without_spaces(part);
    if is_null(part) {
        return None;
    }
    quoted(part).or_else(|| plain_flow(part).then_some(part))
}

/// Whether a text inside brackets consists of letters, digits and harmless signs.
fn plain_flow(part: &str) -> bool {
    part.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
        && part.bytes().all(|b| {
            b.is_ascii_alphanumeric() || matches!(b, b' ' | b'_' | b'-' | b'.' | b'/' | b'+')
        })
}
