//! Splits a roster file into documents, and a document into chunks, by indentation alone.
//!
//! Each chunk is parsed by itself, so that a broken entry costs no other. Indentation can be wrong
//! about an entry (a quoted text over several lines, an anchor of another entry): such a chunk does not
//! parse, and [`super::document_fallback`] takes over. Source: YAML 1.2, chapters 6 and 9.

use super::contents::{Holds, holds};

/// A line of the text, without its line end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// The text without line end.
    pub text: &'a str,
    /// Byte at which the line begins.
    pub start: usize,
    /// Byte after its line end.
    pub end: usize,
    /// Leading spaces.
    pub indent: usize,
}

impl<'a> Line<'a> {
    /// Returns the text after the leading spaces.
    pub fn content(&self) -> &'a str {
        self.text.get(self.indent..).unwrap_or_default()
    }

    /// Whether its indentation has a tab. Its depth is unclear, so it belongs to the line before.
    pub fn is_tabbed(&self) -> bool {
        self.text.as_bytes().get(self.indent) == Some(&b'\t')
    }

    /// Whether it is blank or a comment, which do not count for the layout.
    pub fn is_idle(&self) -> bool {
        match self.text.as_bytes().get(self.indent) {
            None | Some(b'#') => true,
            // A tab or a wide character may be white space too.
            Some(b'\t' | 0x80..) => {
                let content = self.content().trim_start();
                content.is_empty() || content.starts_with('#')
            }
            Some(_) => false,
        }
    }
}

/// The lines of a text.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let start = next;
        let rest = text.as_bytes().get(start..).filter(|rest| !rest.is_empty())?;
        let feed = memchr::memchr(b'\n', rest);
        next = start + feed.map_or(rest.len(), |at| at + 1);
        let line = rest.get(..feed.unwrap_or(rest.len()))?;
        let length = line.len() - usize::from(line.last() == Some(&b'\r'));
        let indent = line.iter().position(|byte| *byte != b' ').unwrap_or(length).min(length);
        Some(Line { text: text.get(start..start + length)?, start, end: next, indent })
    })
}

/// Counts the line ends between two byte offsets.
fn line_ends(text: &str, from: usize, to: usize) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes().get(from..to).unwrap_or_default()).count()
}

/// Returns the number of the first line that begins with this mark, counted from 1.
pub(super) fn line_of(text: &str, mark: &str) -> Option<usize> {
    let first = mark.bytes().next()?;
    let bytes = text.as_bytes();
    let start = memchr::memchr_iter(first, bytes).find(|at| {
        (*at == 0 || bytes.get(at - 1) == Some(&b'\n'))
            && bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark.as_bytes()))
    })?;
    Some(line_ends(text, 0, start) + 1)
}

/// Whether a text begins with a dash that begins a list's item.
pub(super) fn is_dash(content: &str) -> bool {
    matches!(content.as_bytes(), [b'-'] | [b'-', b' ' | b'\t', ..])
}

/// Splits a line into its key and what follows the colon; `None` without a key.
pub(super) fn key_of(content: &str) -> Option<(&str, &str)> {
    let quote = content.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (key, rest) = match quote {
        Some(quote) => {
            let (key, rest) = content.get(1..)?.split_once(quote)?;
            (key, rest.trim_start().strip_prefix(':')?)
        }
        None => content.match_indices(':').find_map(|(at, _)| {
            let rest = content.get(at + 1..)?;
            let ends = rest.is_empty() || rest.starts_with([' ', '\t']);
            ends.then(|| (content.get(..at).unwrap_or_default().trim_end(), rest))
        })?,
    };
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| (key, rest.trim()))
}

/// One document of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Document<'a> {
    /// Its text, without the lines that mark its ends.
    pub text: &'a str,
    /// The number of its first line in the file, counted from 1.
    pub line: usize,
}

/// Splits a file at `---` and `...`, which YAML allows nowhere else at the beginning of a line.
pub(super) fn documents(text: &str) -> Vec<Document<'_>> {
    let mut documents = Vec::new();
    let (mut from, mut from_line) = (0, 1);
    let mut push = |from: usize, to: usize, line: usize| {
        if let Some(part) = text.get(from..to) {
            documents.push(Document { text: part, line });
        }
    };
    let bytes = text.as_bytes();
    let (mut counted, mut index) = (0, 0);
    for start in memchr::memchr2_iter(b'-', b'.', bytes) {
        let begins_line = start == 0 || bytes.get(start - 1) == Some(&b'\n');
        if !begins_line || !matches!(text.get(start..start + 3), Some("---" | "...")) {
            continue;
        }
        let Some(line) = text.get(start..).and_then(|rest| lines(rest).next()) else { continue };
        let rest = line.text.get(3..).unwrap_or_default();
        if !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
            continue;
        }
        index += line_ends(text, counted, start);
        counted = start;
        push(from, start, from_line);
        let rest = rest.trim_start();
        if rest.is_empty() || rest.starts_with('#') {
            (from, from_line) = (start + line.end, index + 2);
        } else {
            (from, from_line) = (start + 3, index + 1);
        }
    }
    push(from, text.len(), from_line);
    documents.retain(|document| lines(document.text).any(|line| !is_outside(&line)));
    documents
}

/// Whether a line is blank, a comment, or a directive such as `%YAML 1.2`.
pub(super) fn is_outside(line: &Line) -> bool {
    line.is_idle() || line.text.starts_with('%')
}

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// A list of people.
    List,
    /// A mapping: people by handle, or a list of people under a key.
    Mapping,
    /// One person.
    One,
    /// In brackets, or unclear.
    Whole,
}

/// The kind of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An item of a list.
    Item,
    /// A handle with its entry.
    Handle,
    /// A mapping that is one person.
    One,
    /// The line `team:` above a list.
    Header,
    /// Lines that belong to no entry.
    Stray,
    /// A whole document.
    Whole,
}

/// A part of a document that is one entry, judged by its indentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chunk<'a> {
    /// Its text, whole lines.
    pub text: &'a str,
    /// Its first line's number in the file, counted from 1.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
    /// Whether it is in a wrapper inside a wrapper, such as `members:` in `support_team:`.
    pub nested: bool,
    /// Whether it is an item with another indentation than the first one, which is not valid YAML.
    pub misplaced: bool,
}

/// Splits a document into chunks.
pub(super) fn chunks<'a>(document: &Document<'a>) -> (Layout, Vec<Chunk<'a>>) {
    let layout = layout(document);
    let chunks = match layout {
        Layout::List => list(document.text, document.line),
        Layout::Mapping => mapping(document, 0),
        Layout::One | Layout::Whole => {
            let kind = if layout == Layout::One { Kind::One } else { Kind::Whole };
            let skipped = lines(document.text).take_while(is_outside);
            let (count, start) = skipped.fold((0, 0), |(count, _), line| (count + 1, line.end));
            let text = document.text.get(start..).unwrap_or_default();
            vec![Chunk { text, line: document.line + count, kind, misplaced: false, nested: false }]
        }
    };
    (layout, chunks)
}

fn layout(document: &Document) -> Layout {
    let mut content = lines(document.text).filter(|line| !is_outside(line)).peekable();
    let Some(first) = content.peek().copied() else {
        return Layout::Whole;
    };
    if is_dash(first.content()) {
        return Layout::List;
    }
    if first.content().starts_with(['[', '{', '&', '!', '?', '|', '>'])
        || key_of(first.content()).is_none()
    {
        return Layout::Whole;
    }
    if holds(document.text) == Holds::Person { Layout::One } else { Layout::Mapping }
}

/// Splits a list into its items. `first_line` is the number of the text's first line.
fn list(text: &str, first_line: usize) -> Vec<Chunk<'_>> {
    let mut chunks = Chunker { text, chunks: Vec::new(), open: None };
    let mut column = None;
    let mut keys = usize::MAX;
    for (index, line) in lines(text).enumerate() {
        if line.is_idle() || line.is_tabbed() || (column.is_none() && is_outside(&line)) {
            continue;
        }
        let column = *column.get_or_insert(line.indent);
        let number = first_line + index;
        if is_dash(line.content()) && (line.indent <= column || line.indent < keys) {
            chunks.begin(line.start, number, Kind::Item, line.indent != column);
            let after = line.content().get(1..).unwrap_or_default();
            let gap = after.bytes().take_while(|byte| *byte == b' ').count();
            keys = if after.trim().is_empty() { 0 } else { line.indent + 1 + gap };
        } else if line.indent <= column {
            chunks.stray(line.start, number);
            keys = usize::MAX;
        } else if keys == 0 {
            keys = line.indent;
        }
    }
    chunks.end(text.len())
}

/// Maximum depth of wrappers.
const WRAPPERS: u8 = 8;

/// Splits a mapping by its keys; a list of people below a key into items, a mapping of people into handles.
fn mapping<'a>(document: &Document<'a>, depth: u8) -> Vec<Chunk<'a>> {
    let mut chunks = Chunker { text: document.text, chunks: Vec::new(), open: None };
    let mut column = None;
    for (index, line) in lines(document.text).enumerate() {
        if line.is_idle() || line.is_tabbed() || (column.is_none() && is_outside(&line)) {
            continue;
        }
        let column = *column.get_or_insert(line.indent);
        let number = document.line + index;
        let dash = is_dash(line.content());
        if line.indent == column && !dash && key_of(line.content()).is_some() {
            chunks.begin(line.start, number, Kind::Handle, false);
        } else if line.indent < column || (line.indent == column && !dash) {
            chunks.stray(line.start, number);
        }
    }
    let mut all = Vec::new();
    for chunk in chunks.end(document.text.len()) {
        let mut content = lines(chunk.text).skip(1).enumerate().filter(|(_, line)| !line.is_idle());
        let below = content.next();
        let plain_header = lines(chunk.text)
            .next()
            .and_then(|line| key_of(line.content()))
            .is_some_and(|(_, value)| value.is_empty() || value.starts_with('#'));
        match below {
            Some((_, line)) if plain_header && is_dash(line.content()) => {
                let (head, items) =
                    chunk.text.split_at_checked(first_end(chunk.text)).unwrap_or_default();
                all.push(Chunk { text: head, kind: Kind::Header, ..chunk });
                all.extend(list(items, chunk.line + 1));
            }
            Some((remarks, line))
                if plain_header
                    && depth < WRAPPERS
                    && let Some((head, inside)) = chunk.text.split_at_checked(line.start)
                    && holds(inside) == Holds::People =>
            {
                all.push(Chunk { text: head, kind: Kind::Header, ..chunk });
                let inside = Document { text: inside, line: chunk.line + 1 + remarks };
                all.extend(
                    mapping(&inside, depth + 1)
                        .into_iter()
                        .map(|chunk| Chunk { nested: true, ..chunk }),
                );
            }
            _ => all.push(chunk),
        }
    }
    all
}

/// Returns where the first line ends.
fn first_end(text: &str) -> usize {
    text.find('\n').map_or(text.len(), |at| at + 1)
}

/// Collects chunks. Each ends where the next one begins.
struct Chunker<'a> {
    text: &'a str,
    chunks: Vec<Chunk<'a>>,
    open: Option<(usize, usize, Kind, bool)>,
}

impl<'a> Chunker<'a> {
    fn begin(&mut self, start: usize, line: usize, kind: Kind, misplaced: bool) {
        self.close(start);
        self.open = Some((start, line, kind, misplaced));
    }

    /// Adjacent stray lines are one chunk.
    fn stray(&mut self, start: usize, line: usize) {
        if !matches!(self.open, Some((_, _, Kind::Stray, _))) {
            self.begin(start, line, Kind::Stray, false);
        }
    }

    fn close(&mut self, end: usize) {
        if let Some((start, line, kind, misplaced)) = self.open.take() {
            let text = self.text.get(start..end).unwrap_or_default();
            self.chunks.push(Chunk { text, line, kind, misplaced, nested: false });
        }
    }

    fn end(mut self, end: usize) -> Vec<Chunk<'a>> {
        self.close(end);
        self.chunks
    }
}
