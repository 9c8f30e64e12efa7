//! Where the pieces of a cell go.
//!
//! A table of 20,000 rows is written piece by piece: into a [`Phrase`] for the few rows that the page
//! shows, straight into one string for Markdown and CSV. A sink decides how a piece looks, never what it
//! says.

use crate::phrase::{Phrase, Piece};

/// Takes the pieces of one cell, in order. The meaning of each is that of [`Piece`].
pub trait Sink {
    /// Our own words.
    fn trusted(&mut self, words: &str);
    /// Text from the input.
    fn untrusted(&mut self, text: &str);
    /// A value from the input, to copy.
    fn code(&mut self, text: &str);
    /// A break between two stretches.
    fn line_break(&mut self);

    /// A whole phrase.
    fn phrase(&mut self, phrase: &Phrase) {
        for piece in &phrase.0 {
            match piece {
                Piece::Trusted(words) => self.trusted(words),
                Piece::Untrusted(text) => self.untrusted(text),
                Piece::Code(text) => self.code(text),
                Piece::Break => self.line_break(),
            }
        }
    }
}

impl Sink for Phrase {
    fn trusted(&mut self, words: &str) {
        self.add_trusted(words);
    }

    fn untrusted(&mut self, text: &str) {
        self.0.push(Piece::Untrusted(text.to_owned()));
    }

    fn code(&mut self, text: &str) {
        self.0.push(Piece::Code(text.to_owned()));
    }

    fn line_break(&mut self) {
        self.0.push(Piece::Break);
    }
}

/// A number in decimal, without a formatter's weight.
pub(super) fn number(sink: &mut dyn Sink, value: usize) {
    let mut digits = [b'0'; 20];
    let mut rest = value;
    let mut start = digits.len();
    for (index, digit) in digits.iter_mut().enumerate().rev() {
        *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        start = index;
        if rest == 0 {
            break;
        }
    }
    sink.trusted(digits.get(start..).and_then(|d| std::str::from_utf8(d).ok()).unwrap_or("0"));
}

/// `1 person`, `2 people`.
pub(super) fn counted(sink: &mut dyn Sink, value: usize, one: &str, many: &str) {
    number(sink, value);
    sink.trusted(" ");
    sink.trusted(if value == 1 { one } else { many });
}

/// Says a text, unless it is empty.
pub(super) fn say<'s>(text: &str, sink: &mut (dyn Sink + 's), how: fn(&mut (dyn Sink + 's), &str)) {
    if !text.is_empty() {
        how(sink, text);
    }
}
