//! Rejects YAML that is too expensive to parse: deep nesting and alias bombs.
//!
//! The library's work grows with nesting times length, and ten lines of aliases can expand to billions
//! of values. Nothing here checks whether a text is valid YAML.

use std::cell::Cell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::layout::lines;

/// Maximum nesting of brackets, or of dashes on one line. A roster has three levels.
const DEPTH: usize = 100;

/// Values that an empty text may expand to; see [`weighs_too_much`].
const VALUES: usize = 2_000_000;

/// Returns why a text is too expensive, as a sentence; `None` if it is not.
pub(super) fn refusal(text: &str) -> Option<&'static str> {
    if is_too_deep(text) {
        return Some(
            "It is nested more than 100 levels deep, which no roster needs, and was not read.",
        );
    }
    if text.contains('*') && text.contains('&') && weighs_too_much(text) {
        return Some(
            "Its aliases repeat each other until they stand for millions of values (an alias bomb). It was not read.",
        );
    }
    None
}

/// Counts nested brackets. Quotes are only read inside brackets, where they always quote.
fn is_too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut before = b' ';
    for byte in text.bytes() {
        match (quote, byte) {
            (Some(open), _) => quote = (byte != open).then_some(open),
            (None, b'[' | b'{') => {
                depth += 1;
                if depth > DEPTH {
                    return true;
                }
            }
            (None, b']' | b'}') => depth = depth.saturating_sub(1),
            (None, b'"' | b'\'')
                if depth > 0 && matches!(before, b' ' | b'[' | b'{' | b',' | b':') =>
            {
                quote = Some(byte);
            }
            _ => {}
        }
        before = byte;
    }
    lines(text).any(|line| {
        let marks =
            line.content().bytes().take_while(|byte| matches!(byte, b'-' | b'?' | b' ' | b':'));
        marks.filter(|byte| *byte != b' ').count() > DEPTH && !line.content().starts_with("---")
    })
}

/// Whether the aliases expand to more values than a limit that grows with the text. Defaults merged into
/// many entries are fine; aliases of aliases of aliases are not.
fn weighs_too_much(text: &str) -> bool {
    let left = Cell::new(VALUES + 4 * text.len());
    let error = Weigh(&left).deserialize(serde_yaml::Deserializer::from_str(text)).err();
    // Other errors are reported by the parser, which knows their place.
    left.get() == 0 || error.is_some_and(|error| error.to_string().contains("repetition limit"))
}

#[derive(Clone, Copy)]
struct Weigh<'a>(&'a Cell<usize>);

impl Weigh<'_> {
    fn one<E: serde::de::Error>(self) -> Result<(), E> {
        match self.0.get() {
            0 | 1 => {
                self.0.set(0);
                Err(E::custom("too many values"))
            }
            left => {
                self.0.set(left - 1);
                Ok(())
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Weigh<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, yaml: D) -> Result<(), D::Error> {
        yaml.deserialize_any(self)
    }
}

/// Scalars of every kind weigh one.
macro_rules! one {
    ($($visit:ident: $kind:ty),*) => {
        $(fn $visit<E: serde::de::Error>(self, _: $kind) -> Result<(), E> {
            self.one()
        })*
    };
}

impl<'de> Visitor<'de> for Weigh<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("anything")
    }

    one!(visit_bool: bool, visit_i64: i64, visit_i128: i128, visit_u64: u64, visit_u128: u128, visit_f64: f64, visit_str: &str);

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.one()
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.one()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.one()?;
        while seq.next_element_seed(self)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.one()?;
        while map.next_key_seed(self)?.is_some() {
            map.next_value_seed(self)?;
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<(), A::Error> {
        let (IgnoredAny, variant) = data.variant()?;
        if self.0.get() == 0 {
            return Err(A::Error::custom("too many values"));
        }
        variant.newtype_variant_seed(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_hundred_levels_are_refused() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let dashes = |levels: usize| format!("{}x\n", "- ".repeat(levels));
        for (text, too_deep) in [
            (nested(100), false),
            (nested(101), true),
            ("{a: ".repeat(101), true),
            (nested(60).repeat(2), false),
            (dashes(100), false),
            (dashes(101), true),
            (format!("- name: x\n  y: {}", nested(101)), true),
            (format!("{}\n", "-".repeat(101)), false),
        ] {
            assert_eq!(is_too_deep(&text), too_deep, "{text}");
        }
    }

    #[test]
    fn a_bracket_in_quotes_is_none() {
        let many = "[".repeat(101);
        for (text, too_deep) in [
            (format!("[\"{many}\"]"), false),
            (format!("['{many}']"), false),
            (format!("[a, '{many}']"), false),
            (format!("{{a: \"{many}\"}}"), false),
            (format!("['a', {many}"), true),
            // Outside of brackets, and within a word, a quotation mark is an ordinary character.
            (format!("note: it's\nlist: {many}"), true),
            (format!("note: 'tis\nlist: {many}"), true),
            (format!("[it's, {many}"), true),
        ] {
            assert_eq!(is_too_deep(&text), too_deep, "{text}");
        }
    }

    #[test]
    fn aliases_are_refused_when_they_stand_for_millions_of_values_and_not_before() {
        let bomb = |levels: usize| {
            let ten = |of: &str| [of; 10].join(", ");
            let line = |level: usize| match level.checked_sub(1) {
                None => format!("a0: &a0 [{}]\n", ten("x")),
                Some(below) => format!("a{level}: &a{level} [{}]\n", ten(&format!("*a{below}"))),
            };
            (0..levels).map(line).collect::<Vec<_>>().concat()
        };
        assert_eq!(refusal(&bomb(3)), None);
        assert!(refusal(&bomb(9)).is_some_and(|said| said.contains("alias bomb")));
    }
}
