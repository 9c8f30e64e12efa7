//! The lines of a text, as an editor counts them.
//!
//! A line ends with `\n`, `\r\n` or a lone `\r` (old spreadsheets write it). Nothing here copies.

/// One line, without its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The line without its end.
    pub text: &'a str,
    /// Byte offset of its first character.
    pub at: usize,
    /// Byte offset behind its end, where the next line begins.
    pub next: usize,
}

impl Line<'_> {
    /// Whether nothing but white space stands in it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The line that begins at byte `at`; `None` at the end of the text.
pub fn line_at(text: &str, at: usize) -> Option<Line<'_>> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    let Some(end) = rest.bytes().position(|b| b == b'\n' || b == b'\r') else {
        return Some(Line { text: rest, at, next: text.len() });
    };
    let (line, tail) = rest.split_at(end);
    let width = if tail.starts_with("\r\n") { 2 } else { 1 };
    Some(Line { text: line, at, next: at + end + width })
}

/// The lines of a text, each once.
pub fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let line = line_at(text, at)?;
        at = line.next;
        Some(line)
    })
}

/// Tells the number of the line in which a byte stands. Asked in rising order it walks the text once.
#[derive(Debug, Clone)]
pub struct LineNumbers<'a> {
    text: &'a str,
    first: usize,
    at: usize,
    line: usize,
}

impl<'a> LineNumbers<'a> {
    /// Numbers for a text whose first line has the number `first`.
    pub fn new(text: &'a str, first: usize) -> Self {
        Self { text, first, at: 0, line: first }
    }

    /// The number of the line in which byte `offset` stands.
    pub fn of(&mut self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len());
        if offset < self.at {
            (self.at, self.line) = (0, self.first);
        }
        let skipped = bytes.get(self.at..offset).unwrap_or_default();
        for (i, byte) in skipped.iter().enumerate() {
            let ends = match byte {
                b'\n' => true,
                b'\r' => bytes.get(self.at + i + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += usize::from(ends);
        }
        self.at = offset;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_as_on_any_system() {
        let found: Vec<_> = lines("a\r\n\rb\n").map(|line| line.text).collect();
        assert_eq!(found, ["a", "", "b"]);
    }

    #[test]
    fn numbers_agree_with_the_lines() {
        for text in ["", "a", "a\nb", "a\r\nb\r\n", "\r\r\n\n\rx", "ä\nö\r\n\u{2028}ü"] {
            let mut numbers = LineNumbers::new(text, 7);
            for (i, line) in lines(text).enumerate() {
                assert_eq!(numbers.of(line.at), 7 + i, "{text:?}");
                assert_eq!(numbers.of(line.at + line.text.len()), 7 + i, "{text:?}");
            }
            assert_eq!(numbers.of(0), 7, "{text:?}: asked backwards");
        }
    }
}
