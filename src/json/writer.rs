//! Writes JSON with one member per line, for people who open the file.

use super::Json;

/// A JSON text that is being written.
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// Returns the text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Writes a number or a literal.
    pub fn bare(&mut self, word: &str) {
        self.text.push_str(word);
    }

    /// Writes a quoted text.
    pub fn text(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            let escaped = match c {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\u{8}' => "\\b",
                '\u{c}' => "\\f",
                '\0'..='\u{1f}' => {
                    let digit = |of: u32| char::from_digit(of, 16).unwrap_or('0');
                    self.text.push_str("\\u00");
                    self.text.push(digit(u32::from(c) >> 4));
                    self.text.push(digit(u32::from(c) & 15));
                    continue;
                }
                _ => {
                    self.text.push(c);
                    continue;
                }
            };
            self.text.push_str(escaped);
        }
        self.text.push('"');
    }

    /// Writes an array.
    pub fn list(&mut self, items: &mut dyn Iterator<Item = &dyn Json>) {
        self.text.push('[');
        self.lines(&mut items.map(|item| (None, item)));
        self.text.push(']');
    }

    /// Writes an object with these members.
    pub fn object(&mut self, members: &[(&str, &dyn Json)]) {
        self.text.push('{');
        self.lines(&mut members.iter().map(|(name, member)| (Some(*name), *member)));
        self.text.push('}');
    }

    fn lines<'a>(&mut self, lines: &mut dyn Iterator<Item = (Option<&'a str>, &'a dyn Json)>) {
        self.depth += 1;
        let mut between = "";
        for (name, value) in lines {
            self.text.push_str(between);
            between = ",";
            self.line();
            if let Some(name) = name {
                self.text(name);
                self.text.push_str(": ");
            }
            value.write(self);
        }
        self.depth -= 1;
        if !between.is_empty() {
            self.line();
        }
    }

    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n("  ", self.depth));
    }
}
