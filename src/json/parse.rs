//! A JSON parser that recovers from errors.
//!
//! Unlike `serde_json`, it records the position of each value, keeps what came before an error, and
//! is smaller. It borrows from the text, and limits the depth, so that recursion over its tree
//! cannot overflow the stack. A test verifies that it reads everything that `serde_json` reads.

use std::borrow::Cow;

use super::tree::{Member, Node, Value};

/// Maximum depth of nesting. Calendly's answers need five levels, and the evidence's terms seven.
pub const DEEPEST: usize = 64;

/// The result of parsing one value.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The value, or the part of it that was read.
    pub node: Option<Node<'a>>,
    /// The byte offset where parsing stopped.
    pub end: usize,
    /// Why it stopped early, as the end of a sentence.
    pub broken: Option<&'static str>,
}

/// A list or an object that is not closed yet.
enum Open<'a> {
    List(usize, Vec<Node<'a>>),
    Object(usize, Vec<Member<'a>>, Option<Cow<'a, str>>),
}

/// The token that may come next.
#[derive(Clone, Copy, PartialEq)]
enum Expect {
    Value,
    Key,
    Colon,
    Comma,
}

/// Parses the value that begins at byte `at`.
pub fn parse(text: &str, at: usize) -> Parsed<'_> {
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut at = at;
    let mut expect = Expect::Value;
    let broken = loop {
        at = skip_blanks(text, at);
        let Some(&byte) = text.as_bytes().get(at) else { break "it ends too early" };
        // A list or object may end after a comma too, so that a stray comma loses nothing.
        let closes = match open.last() {
            Some(Open::List(..)) => byte == b']' && matches!(expect, Expect::Value | Expect::Comma),
            Some(Open::Object(..)) => byte == b'}' && matches!(expect, Expect::Key | Expect::Comma),
            None => false,
        };
        let value = if closes {
            at += 1;
            let Some(node) = open.pop().map(|open| close(open, at, true)) else {
                break "it ends too early";
            };
            Some(node)
        } else {
            match expect {
                Expect::Key => {
                    if byte != b'"' {
                        break "a key in quotation marks is missing";
                    }
                    match string(text, at) {
                        Ok((key, end)) => {
                            if let Some(Open::Object(_, _, slot)) = open.last_mut() {
                                *slot = Some(key);
                            }
                            at = end;
                            expect = Expect::Colon;
                            None
                        }
                        Err((why, end)) => {
                            at = end;
                            break why;
                        }
                    }
                }
                Expect::Colon => {
                    if byte != b':' {
                        break "a colon is missing";
                    }
                    at += 1;
                    expect = Expect::Value;
                    None
                }
                Expect::Comma => {
                    if byte != b',' {
                        break "a comma is missing";
                    }
                    at += 1;
                    expect = match open.last() {
                        Some(Open::Object(..)) => Expect::Key,
                        _ => Expect::Value,
                    };
                    None
                }
                Expect::Value => match byte {
                    b'{' | b'[' if open.len() >= DEEPEST => {
                        break "it is nested deeper than any list of users or answer of GitLab";
                    }
                    b'{' => {
                        open.push(Open::Object(at, Vec::new(), None));
                        at += 1;
                        expect = Expect::Key;
                        None
                    }
                    b'[' => {
                        open.push(Open::List(at, Vec::new()));
                        at += 1;
                        None
                    }
                    b'"' => match string(text, at) {
                        Ok((value, end)) => {
                            let node = Node { at, end, whole: true, value: Value::Text(value) };
                            at = end;
                            Some(node)
                        }
                        Err((why, end)) => {
                            at = end;
                            break why;
                        }
                    },
                    _ => {
                        let word = bare(text, at);
                        if word.is_empty() {
                            break "a value is missing";
                        }
                        let node = Node {
                            at,
                            end: at + word.len(),
                            whole: true,
                            value: Value::Bare(word),
                        };
                        at += word.len();
                        Some(node)
                    }
                },
            }
        };
        if let Some(node) = value {
            match open.last_mut() {
                None => return Parsed { node: Some(node), end: at, broken: None },
                Some(Open::List(_, items)) => items.push(node),
                Some(Open::Object(_, members, key)) => {
                    members.push((key.take().unwrap_or_default(), node));
                }
            }
            expect = Expect::Comma;
        }
    };
    // Closes what is still open where the text broke off, and keeps the finished values.
    let mut node = None;
    while let Some(outer) = open.pop() {
        let mut outer = outer;
        if let Some(inner) = node.take() {
            match &mut outer {
                Open::List(_, items) => items.push(inner),
                Open::Object(_, members, key) => {
                    members.push((key.take().unwrap_or_default(), inner));
                }
            }
        }
        node = Some(close(outer, at, false));
    }
    // The offset only moves forward, so that a caller that continues from here comes to an end.
    Parsed { node, end: at, broken: Some(broken) }
}

fn close(open: Open<'_>, end: usize, whole: bool) -> Node<'_> {
    match open {
        Open::List(at, items) => Node { at, end, whole, value: Value::List(items) },
        Open::Object(at, members, _) => Node { at, end, whole, value: Value::Object(members) },
    }
}

fn skip_blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start().len()
}

/// Returns the literal or number that begins at `at`; empty if there is none.
fn bare(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)))
        .unwrap_or(rest.len());
    let word = rest.get(..end).unwrap_or_default();
    if is_number(word) || matches!(word, "null" | "true" | "false") { word } else { "" }
}

fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
        }
        None => (word, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole.strip_prefix('-').unwrap_or(whole)) && digits(fraction) && digits(exponent)
}

/// Parses the quoted text that begins at `at`, and returns it with its end. If it fails, returns
/// why, and where.
fn string(text: &str, at: usize) -> Result<(Cow<'_, str>, usize), (&'static str, usize)> {
    let start = at + 1;
    let bytes = text.as_bytes();
    let mut end = start;
    let mut escaped = false;
    loop {
        match bytes.get(end) {
            None => return Err(("a text is not closed", text.len())),
            Some(b'"') => break,
            Some(b'\n' | b'\r') => return Err(("a text is not closed on its line", end)),
            Some(b'\\') => {
                escaped = true;
                // Stops at a line end, so that a broken text costs one line only.
                end += if matches!(bytes.get(end + 1), Some(b'\n' | b'\r') | None) { 1 } else { 2 };
            }
            Some(_) => end += 1,
        }
    }
    let raw = text.get(start..end).unwrap_or_default();
    let value = if escaped { Cow::Owned(unescape(raw)) } else { Cow::Borrowed(raw) };
    Ok((value, end + 1))
}

/// Resolves the escapes of a text. Unknown escapes stay as written.
fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(found) = rest.find('\\') {
        let (plain, tail) = rest.split_at(found);
        out.push_str(plain);
        let (c, width) = match tail.as_bytes().get(1) {
            Some(b'n') => ('\n', 2),
            Some(b't') => ('\t', 2),
            Some(b'r') => ('\r', 2),
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{c}', 2),
            Some(b'"') => ('"', 2),
            Some(b'/') => ('/', 2),
            Some(b'u') => code_point(tail),
            Some(b'\\') => ('\\', 2),
            _ => ('\\', 1),
        };
        out.push(c);
        rest = tail.get(width..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Decodes `\uXXXX`, or a surrogate pair of two. Returns the character and the number of bytes.
fn code_point(tail: &str) -> (char, usize) {
    let unit = |from: usize| {
        let digits =
            tail.get(from..from + 4).filter(|four| four.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    match unit(2) {
        None => ('\\', 1),
        Some(high @ 0xd800..=0xdbff) => match unit(8).filter(|_| tail.get(6..8) == Some("\\u")) {
            Some(low @ 0xdc00..=0xdfff) => {
                let scalar = 0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                (char::from_u32(scalar).unwrap_or('\u{fffd}'), 12)
            }
            _ => ('\u{fffd}', 6),
        },
        Some(scalar) => (char::from_u32(scalar).unwrap_or('\u{fffd}'), 6),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
