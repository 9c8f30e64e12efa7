//! One letter apart, found in linear time.
//!
//! Two texts are one letter apart (one more, one less, another, or two neighbours swapped) only if they
//! have a text in common once a letter is taken away from either. So each text is filed under what is left
//! without each of its letters, and only texts that meet there are compared.

/// Texts shorter than this are one letter apart from too many others to say anything.
pub const SHORTEST: usize = 5;

/// Longer texts are not looked at: nobody tells them apart by one letter.
const LONGEST: usize = 64;

/// What to file a text under: numbers for the text and for each text with one letter less. Texts that are
/// one letter apart have one in common; so may a few others, which [`apart`] tells.
pub fn traces(text: &str, mut file: impl FnMut(u64)) {
    let letters = text.chars().count();
    if !(SHORTEST..=LONGEST).contains(&letters) {
        return;
    }
    file(hash(text, ""));
    for (at, letter) in text.char_indices() {
        let (before, rest) = text.split_at(at);
        file(hash(before, rest.get(letter.len_utf8()..).unwrap_or("")));
    }
}

/// How two texts differ, if it is by one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Apart {
    /// A letter more, a letter less, or another letter.
    OneLetter,
    /// Two neighbouring letters have changed places.
    Swapped,
}

/// Compares two texts; `None` where they are equal, or more than a letter apart.
pub fn apart(one: &str, other: &str) -> Option<Apart> {
    let start: usize =
        one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (one, other) = (one.get(start..)?, other.get(start..)?);
    let end: usize = one
        .chars()
        .rev()
        .zip(other.chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    let (one, other) = (one.get(..one.len() - end)?, other.get(..other.len() - end)?);
    let mut one = one.chars();
    let mut other = other.chars();
    let (ones, others) =
        ((one.next(), one.next(), one.next()), (other.next(), other.next(), other.next()));
    match (ones, others) {
        ((None, ..), (Some(_), None, _))
        | ((Some(_), None, _), (None, ..) | (Some(_), None, _)) => Some(Apart::OneLetter),
        ((Some(a), Some(b), None), (Some(c), Some(d), None)) if a == d && b == c => {
            Some(Apart::Swapped)
        }
        _ => None,
    }
}

/// FNV-1a, 64 bits, of one text after another.
fn hash(before: &str, after: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    before.bytes().chain(after.bytes()).fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_apart() {
        for (one, other, expected) in [
            ("janedoe", "janedoe", None),
            ("janedoe", "jandoe", Some(Apart::OneLetter)),
            ("jandoe", "janedoe", Some(Apart::OneLetter)),
            ("janedoe", "janidoe", Some(Apart::OneLetter)),
            ("janedoe", "janedoes", Some(Apart::OneLetter)),
            ("janedoe", "ajanedoe", Some(Apart::OneLetter)),
            ("janedoe", "jnaedoe", Some(Apart::Swapped)),
            ("janedoe", "jadneoe", None),
            ("janedoe", "jaxxdoe", None),
            ("janedoe", "jaxndoe", None),
            ("janedoe", "jaexdoe", None),
            ("janedoe", "jndoe", None),
            ("aaaa", "aaaaa", Some(Apart::OneLetter)),
            ("", "a", Some(Apart::OneLetter)),
            ("", "", None),
            ("юлия", "юлие", Some(Apart::OneLetter)),
        ] {
            assert_eq!(apart(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn whatever_is_a_letter_apart_meets() {
        let all = |text: &str| {
            let mut found = Vec::new();
            traces(text, |trace| found.push(trace));
            found
        };
        for (one, other) in [
            ("janedoe", "jandoe"),
            ("janedoe", "jonedoe"),
            ("janedoe", "jnaedoe"),
            ("юлиями", "юлями"),
        ] {
            let other = all(other);
            assert!(all(one).iter().any(|trace| other.contains(trace)), "{one}");
        }
        assert!(all("jane").is_empty());
        assert!(all(&"a".repeat(65)).is_empty());
    }
}
