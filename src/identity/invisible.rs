//! Characters that are not visible on the screen, so that nobody can tell two texts apart by them.
//!
//! Each reader decides how to treat them: addresses and links lose them, names keep those that
//! their script needs, and the report shows the rest as code points. Source: Unicode's
//! `Default_Ignorable_Code_Point`, and the direction marks.

/// Whether a text has an invisible character: see [`is_invisible`].
pub fn has_invisible(text: &str) -> bool {
    // Every invisible character begins with one of these bytes, which few other texts contain.
    let may = |b: u8| matches!(b, 0xc2 | 0xcd | 0xd8 | 0xe1..=0xe3 | 0xef | 0xf3);
    let beyond_ascii = |part: &[u8]| !part.is_ascii() && part.iter().copied().any(may);
    text.as_bytes().chunks(32).any(beyond_ascii) && text.contains(is_invisible)
}

/// Whether a character is invisible and may be in an address or a name by accident: zero-width
/// space and joiners, direction marks, soft hyphen, byte-order mark, fillers, variation selectors,
/// tags.
pub fn is_invisible(c: char) -> bool {
    !c.is_ascii()
        && matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_invisible_character_is_found() {
        for c in '\0'..=char::MAX {
            assert_eq!(has_invisible(c.encode_utf8(&mut [0; 4])), is_invisible(c), "{c:?}");
        }
    }
}
