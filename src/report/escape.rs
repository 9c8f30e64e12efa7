//! Strangers' text inside Markdown: shown to the letter, never interpreted.
//!
//! There are two forms, and no others. Text that cannot mean anything to GitLab is written as it is;
//! every other text becomes a *code span*, whose content no parser and none of GitLab's filters
//! touches. Backslashes and entities are not used for it: GitLab looks for references in the text that
//! the parser leaves behind, and there an escaped `[+x+]`, `group/project>` or `&#64;all` is alive again.
//! (GitLab's own source, `lib/banzai/filter`: reference, emoji, inline-diff and autolink filters skip
//! `code`; `glfm_markdown.rb` names the parser's options.)
//!
//! What cannot be seen (control characters, direction overrides, zero-width spaces) is shown as its code
//! point in the form `⟨U+202E⟩`. No invisible character is ever added, and [`decode`] gives back the
//! very text that was encoded.

use super::visible::{is_visible, unseen, visible};

/// Where a text stands: a pipe ends a table's cell, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// A cell of a table.
    Cell,
    /// A paragraph or a list item.
    Line,
}

/// Writes a text from the input in the plainest form that is safe.
pub fn untrusted(out: &mut String, text: &str, within: Within) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        code(out, text, within);
    }
}

/// Writes a value as a code span. An empty text writes nothing.
pub fn code(out: &mut String, text: &str, within: Within) {
    if text.is_empty() {
        return;
    }
    if is_simple_code(text) {
        out.push('`');
        out.push_str(text);
        out.push('`');
        return;
    }
    let shown = visible(text);
    spans(out, &shown, within);
}

/// Our own words: only what would break a table or begin mark-up is escaped, so that a slip of ours
/// cannot do harm either.
pub fn trusted(out: &mut String, words: &str) {
    let safe = |b: u8| !MARKS.get(usize::from(b)).is_some_and(|is_mark| *is_mark);
    if words.bytes().all(safe) {
        out.push_str(words);
        return;
    }
    for c in words.chars() {
        if c.is_ascii() && !u8::try_from(c).is_ok_and(safe) {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
}

/// What may begin mark-up, or break a table.
const MARKS: [bool; 128] = {
    let mut marks = [false; 128];
    let mut all: &[u8] = b"\\`*_<>|[~@#$";
    while let [mark, rest @ ..] = all {
        marks[*mark as usize] = true;
        all = rest;
    }
    marks
};

/// Code spans, with what a code span cannot hold between them: in a table a pipe after a backslash (a
/// pipe is written `\|` there, but `\\|` would be a backslash and the cell's end), and anywhere a run of
/// backticks for which no fence is long enough (the parser knows fences of up to 80).
fn spans(out: &mut String, shown: &str, within: Within) {
    let bytes = shown.as_bytes();
    let mut from = 0;
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        if b == b'`' {
            let run = bytes.iter().skip(at).take_while(|b| **b == b'`').count();
            if run >= LONG_RUN {
                span(out, shown.get(from..at).unwrap_or(""), within);
                out.extend(std::iter::repeat_n("\\`", run));
                from = at + run;
            }
            at += run;
        } else if b == b'\\' && within == Within::Cell && bytes.get(at + 1) == Some(&b'|') {
            span(out, shown.get(from..=at).unwrap_or(""), within);
            out.push_str(PIPE);
            at += 2;
            from = at;
        } else {
            at += 1;
        }
    }
    span(out, shown.get(from..).unwrap_or(""), within);
}

/// Backticks that are written one by one.
const LONG_RUN: usize = 40;
/// A pipe between two code spans of a cell.
const PIPE: &str = "&#124;";

/// One code span: a fence longer than any run of backticks inside, and a space at both ends where the
/// content begins or ends with a backtick or a space (the parser takes one off again).
fn span(out: &mut String, text: &str, within: Within) {
    if text.is_empty() {
        return;
    }
    let mut longest = 0;
    let mut run = 0;
    for b in text.bytes() {
        run = if b == b'`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let edge = |c: Option<char>| matches!(c, Some('`' | ' '));
    let only_spaces = text.bytes().all(|b| b == b' ');
    let pad = !only_spaces && (edge(text.chars().next()) || edge(text.chars().next_back()));
    for _ in 0..=longest {
        out.push('`');
    }
    if pad {
        out.push(' ');
    }
    for (index, part) in text.split('|').enumerate() {
        if index > 0 {
            out.push_str(if within == Within::Cell { "\\|" } else { "|" });
        }
        out.push_str(part);
    }
    if pad {
        out.push(' ');
    }
    for _ in 0..=longest {
        out.push('`');
    }
}

/// The common case of a value: an address, a link, a username.
fn is_simple_code(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'`' | b'|'))
}

/// Whether a text means nothing to GitLab wherever it stands in a line.
///
/// Letters of any script, digits, single spaces and a little punctuation. Not plain, though made of those
/// alone: `www.`, what may be a commit (seven hexadecimal digits and more), what may be an issue of
/// another tracker (`ABC-12`), a `:` that begins something, unbalanced brackets, a `/` at the beginning.
pub fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut depth = 0_i32;
    let mut before = b' '; // as if after a space: a leading space is then a double one
    let mut word = Word::default();
    for (index, &b) in bytes.iter().enumerate() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                word.take(b);
                before = b;
                continue;
            }
            b' ' if before == b' ' => return false,
            b'/' if index == 0 => return false,
            b'.' if word.is_www() => return false,
            b'-' if word.letter_first && bytes.get(index + 1).is_some_and(u8::is_ascii_digit) => {
                return false;
            }
            b' ' | b',' | b'\'' | b'"' | b';' | b'?' | b'/' | b'.' | b'-' | 0x80.. => {}
            b':' if bytes.get(index + 1).is_none_or(|next| *next == b' ') => {}
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            _ => return false,
        }
        if word.is_commit() {
            return false;
        }
        // A letter of another script does not end a word for GitLab; a byte of it ends the hexadecimal
        // run, and that is enough: a commit has none.
        word = Word::default();
        before = b;
    }
    if before == b' ' || depth != 0 || word.is_commit() {
        return false;
    }
    text.is_ascii() || is_visible(text)
}

/// A run of ASCII letters and digits, as far as it has been seen.
#[derive(Default)]
struct Word {
    length: usize,
    not_hex: bool,
    letter_first: bool,
    w: usize,
}

impl Word {
    fn take(&mut self, b: u8) {
        self.letter_first |= self.length == 0 && b.is_ascii_alphabetic();
        self.not_hex |= !b.is_ascii_hexdigit();
        self.w += usize::from(b.eq_ignore_ascii_case(&b'w'));
        self.length += 1;
    }

    fn is_commit(&self) -> bool {
        self.length >= 7 && !self.not_hex
    }

    fn is_www(&self) -> bool {
        self.length >= 3 && self.w >= 3
    }
}

/// Gives back the text that [`untrusted`] or [`code`] wrote; `None` where the Markdown is not of that form
/// (somebody edited it).
///
/// ```
/// use calendly_audit::report::escape::{Within, decode, untrusted};
/// let mut cell = String::new();
/// untrusted(&mut cell, "a|b `c` \u{202e}", Within::Cell);
/// assert_eq!(decode(&cell, Within::Cell).as_deref(), Some("a|b `c` \u{202e}"));
/// assert_eq!(decode("see *this*", Within::Cell), None);
/// ```
pub fn decode(markdown: &str, within: Within) -> Option<String> {
    if is_plain(markdown) {
        return Some(markdown.to_owned());
    }
    let mut shown = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while !rest.is_empty() {
        let between = [(PIPE, '|'), ("\\`", '`')];
        if let Some((after, c)) =
            between.iter().find_map(|(form, c)| Some((rest.strip_prefix(form)?, *c)))
        {
            shown.push(c);
            rest = after;
            continue;
        }
        let (content, after) = code_span(rest)?;
        match within {
            Within::Cell => shown.push_str(&content.replace("\\|", "|")),
            Within::Line => shown.push_str(content),
        }
        rest = after;
    }
    let text = unseen(&shown);
    let mut again = String::with_capacity(markdown.len());
    untrusted(&mut again, &text, within);
    if again == markdown {
        return Some(text);
    }
    again.clear();
    code(&mut again, &text, within);
    (again == markdown).then_some(text)
}

/// The code span at the beginning of a text, and what follows it.
pub(super) fn code_span(text: &str) -> Option<(&str, &str)> {
    let fence = text.bytes().take_while(|b| *b == b'`').count();
    if fence == 0 {
        return None;
    }
    let inside = text.get(fence..)?;
    let mut at = 0;
    loop {
        let open = at + inside.get(at..)?.find('`')?;
        let run = inside.get(open..)?.bytes().take_while(|b| *b == b'`').count();
        if run == fence {
            let content = inside.get(..open)?;
            let padded = content.len() > 2
                && content.starts_with(' ')
                && content.ends_with(' ')
                && content.bytes().any(|b| b != b' ');
            let content = if padded { content.get(1..content.len() - 1)? } else { content };
            return Some((content, inside.get(open + run..)?));
        }
        at = open + run;
    }
}
