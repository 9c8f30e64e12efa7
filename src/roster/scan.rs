//! Scans the lines of an entry for [`super::fast_path`]: where the key ends, and which kinds of bytes follow.
//!
//! One pass over the bytes by a lookup table. Source: YAML 1.2, chapter 5 (characters).

/// A byte that ends a line.
const END: u8 = 1;
/// A byte that may stand in a key of plain letters.
const KEY: u8 = 2;
/// A tab, or a control character other than a line end: no plain text holds it.
const CONTROL: u8 = 4;
/// A byte that begins a character of which some are no text: C1 controls, line separators, marks.
const SUSPECT: u8 = 8;
/// A colon, or a hash: either may end a plain text.
const SPLITS: u8 = 16;
/// A byte without which a text is neither an address nor a link.
const MARK: u8 = 32;

/// The class of each byte.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    loop {
        kinds[byte as usize] = match byte {
            b'\n' => END,
            b'\r' => 0,
            0..=31 | 0x7f => CONTROL,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' => KEY,
            b':' | b'#' => SPLITS,
            b'@' | b'/' | b'%' => MARK,
            0xc2 | 0xe2 | 0xef => SUSPECT,
            _ => 0,
        };
        if byte == u8::MAX {
            break kinds;
        }
        byte += 1;
    }
};

fn kind_of(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or_default()
}

/// A line of plain text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Leading spaces.
    pub indent: usize,
    /// The text after them, without the line end.
    pub content: &'a str,
    /// The column of what follows the dash, where the line begins with one: 0 where nothing, not even a
    /// space, follows it.
    pub dash: Option<usize>,
    /// The key of plain letters, at the beginning or after the dash.
    pub key: Option<&'a str>,
    /// What follows the key, else the dash, without spaces around; else the content.
    pub rest: &'a str,
    /// Whether a colon or a hash stands in the rest.
    pub splits: bool,
    /// Whether an address or a link may stand in the rest.
    pub marks: bool,
}

impl Line<'_> {
    /// Blank, or a comment on a line of its own.
    pub fn is_idle(&self) -> bool {
        matches!(self.content.as_bytes().first(), None | Some(b'#'))
    }
}

/// Iterates over the plain lines of a text.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    next: usize,
    /// Whether a line was not plain; iteration ends there.
    pub is_odd: bool,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, next: 0, is_odd: false }
    }

    /// Returns the next line that is neither blank nor a comment.
    pub fn busy(&mut self) -> Option<Line<'a>> {
        self.find(|line| !line.is_idle())
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let text = self.text;
        let bytes = text.as_bytes();
        let start = self.next;
        if self.is_odd || start >= bytes.len() {
            return None;
        }
        let spaces = |from: usize| {
            bytes.get(from..).unwrap_or_default().iter().take_while(|b| **b == b' ').count()
        };
        let indent = spaces(start);
        let from = start + indent;
        let mut at = from;
        let mut dash = None;
        if bytes.get(at) == Some(&b'-') {
            match spaces(at + 1) {
                0 if matches!(bytes.get(at + 1), None | Some(b'\r' | b'\n')) => dash = Some(0),
                0 => {}
                gap => {
                    at += 1 + gap;
                    dash = Some(indent + 1 + gap);
                }
            }
        }
        let begins = at;
        at += bytes
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| kind_of(**b) & KEY != 0)
            .count();
        let is_key = bytes.get(at) == Some(&b':')
            && matches!(bytes.get(at + 1), None | Some(b' ' | b'\r' | b'\n'))
            && at - begins <= 128
            && bytes.get(begins).is_some_and(u8::is_ascii_alphanumeric);
        let mut key = None;
        let mut rest = begins;
        if is_key {
            key = text.get(begins..at);
            at += 1;
            rest = at;
        }
        let mut seen = 0;
        for byte in bytes.get(at..).unwrap_or_default() {
            let kind = kind_of(*byte);
            if kind == END {
                break;
            }
            seen |= kind;
            at += 1;
        }
        self.next = at + 1;
        let end = if at > from && bytes.get(at - 1) == Some(&b'\r') { at - 1 } else { at };
        let content = text.get(from..end)?;
        if seen & CONTROL != 0 || (seen & SUSPECT != 0 && content.chars().any(is_no_text)) {
            self.is_odd = true;
            return None;
        }
        let rest = without_spaces(text.get(rest.min(end)..end)?);
        Some(Line {
            indent,
            content,
            dash,
            key,
            rest,
            splits: seen & SPLITS != 0,
            marks: seen & MARK != 0,
        })
    }
}

/// Whether a character beyond ASCII is forbidden by YAML, or a line end or byte order mark to it.
fn is_no_text(c: char) -> bool {
    matches!(
        c,
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// Trims spaces only: to YAML other white space is part of a text.
pub(super) fn without_spaces(text: &str) -> &str {
    let bytes = text.as_bytes();
    let start = bytes.iter().take_while(|byte| **byte == b' ').count();
    let rest = bytes.get(start..).unwrap_or_default();
    let behind = rest.iter().rev().take_while(|byte| **byte == b' ').count();
    text.get(start..bytes.len() - behind).unwrap_or_default()
}
