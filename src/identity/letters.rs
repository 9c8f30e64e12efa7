//! Decomposes and composes letters: `é` is `e` and an accent.
//!
//! Implements the part of Unicode normalisation that names and addresses need, in a fiftieth of the
//! size: canonical decomposition and composition of letters, and the compatibility forms that occur
//! in names (fullwidth, halfwidth, circled, mathematical). It never decides what is equal.
//!
//! Leaves as written: compatibility ideographs, presentation forms of Arabic, and the order of
//! several marks on one letter. Source: the table in `letters_table.rs`, and the arithmetic for
//! Hangul of The Unicode Standard. Tests compare every character with the `unicode-normalization`
//! crate.

use super::letters_table::{BASE, COMPOSED, MARK, MARKS};

/// Calls `each` with the parts of a character, base first: `ế` is `e`, a circumflex, an acute. A
/// character without parts is its own only part.
pub fn decompose(c: char, each: &mut dyn FnMut(char)) {
    if c < '\u{a0}' {
        return each(c);
    }
    if let Some(index) = u32::from(c).checked_sub(HANGUL).filter(|index| *index < SYLLABLES) {
        each(jamo(0x1100 + index / (VOWELS * ENDS)));
        each(jamo(0x1161 + index % (VOWELS * ENDS) / ENDS));
        if index % ENDS > 0 {
            each(jamo(0x11a7 + index % ENDS));
        }
        return;
    }
    let at = u16::try_from(u32::from(c)).ok().and_then(|c| COMPOSED.binary_search(&c).ok());
    let part = |column: &[u16]| at.and_then(|at| letter(*column.get(at)?));
    match part(&BASE) {
        None => each(c),
        Some(base) => {
            // The base may have parts too, at most three levels deep.
            decompose(base, each);
            if let Some(mark) = part(&MARK) {
                each(mark);
            }
        }
    }
}

/// Returns the ordinary form of a letter: `J` for `Ｊ`, `j` for `Ⓙ` and `𝐉`. Other characters are
/// returned unchanged.
pub fn ordinary(c: char) -> char {
    let code = u32::from(c);
    let from = |first: u32, letter: u32| char::from_u32(code - first + letter).unwrap_or(c);
    match c {
        '\u{ff01}'..='\u{ff5e}' => from(0xff01, 0x21),
        '\u{24b6}'..='\u{24cf}' => from(0x24b6, u32::from('a')),
        '\u{24d0}'..='\u{24e9}' => from(0x24d0, u32::from('a')),
        // Alphabets of 26 letters, one after the other.
        '\u{1d400}'..='\u{1d6a3}' => {
            char::from_u32(u32::from('a') + (code - 0x1d400) % 26).unwrap_or(c)
        }
        '\u{ff66}'..='\u{ff9f}' => usize::try_from(code - 0xff66)
            .ok()
            .and_then(|at| letter(*HALFWIDTH.get(at)?))
            .unwrap_or(c),
        'ª' => 'a',
        'º' => 'o',
        'ſ' => 's',
        _ => c,
    }
}

/// Whether a character is a mark, or part of a letter, in a script other than Latin, Greek and
/// Cyrillic. There, a mark distinguishes words.
pub fn is_mark(c: char) -> bool {
    match u16::try_from(u32::from(c)) {
        Ok(code) => {
            let at = MARKS.partition_point(|(_, last)| *last < code);
            MARKS.get(at).is_some_and(|(first, _)| *first <= code)
        }
        // In the supplementary planes, a character that is no letter more likely marks one than
        // ends a word.
        Err(_) => matches!(c, '\u{10000}'..='\u{16fff}' | '\u{1e100}'..='\u{1e95f}'),
    }
}

/// Composes letters with the marks that follow them: `e` and an acute become `é`.
pub fn composed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last: Option<char> = None;
    for c in text.chars() {
        let mut parts = [None; 4];
        let mut count = 0;
        decompose(c, &mut |part| {
            if let Some(place) = parts.get_mut(count) {
                *place = Some(part);
            }
            count += 1;
        });
        for part in parts.into_iter().flatten() {
            match last.and_then(|last| compose(last, part)) {
                Some(whole) => last = Some(whole),
                None => out.extend(last.replace(part)),
            }
        }
    }
    out.extend(last);
    out
}

/// Returns the composed letter of a base and a mark, if there is one.
fn compose(base: char, mark: char) -> Option<char> {
    let (one, other) = (u32::from(base), u32::from(mark));
    if let (0x1100..=0x1112, 0x1161..=0x1175) = (one, other) {
        return char::from_u32(HANGUL + ((one - 0x1100) * VOWELS + other - 0x1161) * ENDS);
    }
    if let Some(index) = one.checked_sub(HANGUL).filter(|index| *index < SYLLABLES)
        && index % ENDS == 0
        && matches!(other, 0x11a8..=0x11c2)
    {
        return char::from_u32(one + other - 0x11a7);
    }
    if mark.is_ascii() {
        return None;
    }
    let (base, mark) = (u16::try_from(one).ok()?, u16::try_from(other).ok()?);
    let at = BASE.iter().zip(&MARK).position(|pair| pair == (&base, &mark))?;
    letter(*COMPOSED.get(at)?).filter(|c| !is_always_apart(*c))
}

/// Letters that Unicode excludes from composition: of scripts that are written in parts, and double
/// accents.
fn is_always_apart(c: char) -> bool {
    matches!(c, '\u{344}' | '\u{958}'..='\u{95f}' | '\u{9dc}'..='\u{9df}' | '\u{a33}'..='\u{a5e}'
        | '\u{b5c}'..='\u{b5d}' | '\u{f43}'..='\u{fb9}' | '\u{2adc}' | '\u{fb1d}'..='\u{fb4e}')
}

fn letter(code: u16) -> Option<char> {
    char::from_u32(u32::from(code)).filter(|c| *c != '\0')
}

fn jamo(code: u32) -> char {
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Hangul: the first syllable, and the numbers of syllables, of vowels, and of final consonants
/// (including none).
const HANGUL: u32 = 0xac00;
const SYLLABLES: u32 = 19 * VOWELS * ENDS;
const VOWELS: u32 = 21;
const ENDS: u32 = 28;

/// Halfwidth katakana from U+FF66 to the two voicing marks, in full width.
#[rustfmt::skip]
const HALFWIDTH: [u16; 58] = [
    0x30f2, 0x30a1, 0x30a3, 0x30a5, 0x30a7, 0x30a9, 0x30e3, 0x30e5, 0x30e7, 0x30c3, 0x30fc, 0x30a2, 0x30a4, 0x30a6, 0x30a8,
    0x30aa, 0x30ab, 0x30ad, 0x30af, 0x30b1, 0x30b3, 0x30b5, 0x30b7, 0x30b9, 0x30bb, 0x30bd, 0x30bf, 0x30c1, 0x30c4, 0x30c6,
    0x30c8, 0x30ca, 0x30cb, 0x30cc, 0x30cd, 0x30ce, 0x30cf, 0x30d2, 0x30d5, 0x30d8, 0x30db, 0x30de, 0x30df, 0x30e0, 0x30e1,
    0x30e2, 0x30e4, 0x30e6, 0x30e8, 0x30e9, 0x30ea, 0x30eb, 0x30ec, 0x30ed, 0x30ef, 0x30f3, 0x3099, 0x309a,
];

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::{
        decompose_canonical, decompose_compatible, is_combining_mark,
    };

    use super::*;

    fn parts(c: char) -> Vec<char> {
        let mut parts = Vec::new();
        decompose(c, &mut |part| parts.push(part));
        parts
    }

    /// The ideographs and the two letters that the table leaves out, and everything outside the
    /// Basic Multilingual Plane.
    fn is_left_out(c: char) -> bool {
        matches!(c, '\u{f900}'..='\u{faff}' | '\u{fb2c}' | '\u{fb2d}' | '\u{10000}'..)
    }

    #[test]
    fn letters_decompose_as_in_unicode() {
        for c in ('\0'..=char::MAX).filter(|c| !is_left_out(*c)) {
            let mut expected = Vec::new();
            decompose_canonical(c, |part| expected.push(part));
            assert_eq!(parts(c), expected, "{c} U+{:X}", u32::from(c));
        }
        for c in ('\0'..=char::MAX).filter(|c| is_left_out(*c)) {
            assert_eq!(parts(c), [c]);
        }
    }

    #[test]
    fn letters_compose_as_in_unicode() {
        for c in ('\0'..=char::MAX).filter(|c| !is_left_out(*c)) {
            let text = c.to_string();
            let apart: String = text.nfd().collect();
            let expected: String = text.nfc().collect();
            assert_eq!(composed(&text), expected, "{c} U+{:X}", u32::from(c));
            assert_eq!(composed(&apart), expected, "{c} U+{:X}", u32::from(c));
        }
    }

    #[test]
    fn letter_forms_become_their_ordinary_letter() {
        for c in '\0'..=char::MAX {
            let found = ordinary(c);
            if found == c {
                continue;
            }
            let mut expected = String::new();
            decompose_compatible(c, |part| expected.push(part));
            let unassigned = expected == c.to_string();
            let lower = expected.to_lowercase();
            assert!(
                unassigned || lower == found.to_string() || expected == found.to_string(),
                "U+{:X}: {found} is not {expected}",
                u32::from(c)
            );
        }
        assert_eq!(
            "Ｊａｎｅ ⓙⓐⓝⓔ ⒿⒶⓃⒺ 𝕛𝖆𝐧𝓮 ﾊﾅ ª º ſ".chars().map(ordinary).collect::<String>(),
            "Jane jane jane jane ハナ a o s"
        );
    }

    #[test]
    fn marks_are_those_of_unicode() {
        let accent = |c| {
            matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
                | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
        };
        for c in ('\0'..='\u{ffff}').filter(|c| !c.is_alphanumeric() && !accent(*c)) {
            assert_eq!(is_mark(c), is_combining_mark(c), "U+{:X}", u32::from(c));
        }
    }
}
