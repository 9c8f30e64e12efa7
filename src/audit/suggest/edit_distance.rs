//! Finds texts that are one edit apart, in linear time.
//!
//! Two texts are one edit apart (an insertion, a deletion, a substitution, or a transposition of
//! neighbours) only if they are equal after deleting at most one letter from each. So each text is
//! indexed under its deletion variants, and only texts with a common variant are compared.

/// Minimum length in letters. Shorter texts are one edit apart from too many others.
pub const SHORTEST: usize = 5;

/// Maximum length in letters. People do not tell longer texts apart by one letter.
const LONGEST: usize = 64;

/// Calls `pass` with a hash of the text, and of each variant with one letter deleted. Texts that are
/// one edit apart have a hash in common. So may others, which [`one_edit`] sorts out.
pub fn deletion_hashes(text: &str, mut pass: impl FnMut(u64)) {
    let letters = text.chars().count();
    if !(SHORTEST..=LONGEST).contains(&letters) {
        return;
    }
    pass(hash(text, ""));
    for (at, letter) in text.char_indices() {
        let (before, rest) = text.split_at(at);
        pass(hash(before, rest.get(letter.len_utf8()..).unwrap_or("")));
    }
}

/// The kind of edit between two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edit {
    /// An inserted, deleted or substituted letter.
    OneLetter,
    /// Two neighbouring letters have changed places.
    Swapped,
}

/// Compares two texts. Returns `None` if they are equal or more than one edit apart.
pub fn one_edit(one: &str, other: &str) -> Option<Edit> {
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
        | ((Some(_), None, _), (None, ..) | (Some(_), None, _)) => Some(Edit::OneLetter),
        ((Some(a), Some(b), None), (Some(c), Some(d), None)) if a == d && b == c => {
            Some(Edit::Swapped)
        }
        _ => None,
    }
}

/// Returns the FNV-1a hash, 64 bits, of two texts joined.
fn hash(before: &str, after: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    before.bytes().chain(after.bytes()).fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_is_recognised() {
        for (one, other, expected) in [
            ("janedoe", "janedoe", None),
            ("janedoe", "jandoe", Some(Edit::OneLetter)),
            ("jandoe", "janedoe", Some(Edit::OneLetter)),
            ("janedoe", "janidoe", Some(Edit::OneLetter)),
            ("janedoe", "janedoes", Some(Edit::OneLetter)),
            ("janedoe", "ajanedoe", Some(Edit::OneLetter)),
            ("janedoe", "jnaedoe", Some(Edit::Swapped)),
            ("janedoe", "jadneoe", None),
            ("janedoe", "jaxxdoe", None),
            ("janedoe", "jaxndoe", None),
            ("janedoe", "jaexdoe", None),
            ("janedoe", "jndoe", None),
            ("aaaa", "aaaaa", Some(Edit::OneLetter)),
            ("", "a", Some(Edit::OneLetter)),
            ("", "", None),
            ("юлия", "юлие", Some(Edit::OneLetter)),
        ] {
            assert_eq!(one_edit(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn one_edit_apart_shares_a_hash() {
        let all = |text: &str| {
            let mut found = Vec::new();
            deletion_hashes(text, |hash| found.push(hash));
            found
        };
        for (one, other) in [
            ("janedoe", "jandoe"),
            ("janedoe", "jonedoe"),
            ("janedoe", "jnaedoe"),
            ("юлиями", "юлями"),
        ] {
            let other = all(other);
            assert!(all(one).iter().any(|hash| other.contains(hash)), "{one}");
        }
        assert!(all("jane").is_empty());
        assert!(all(&"a".repeat(65)).is_empty());
    }
}
