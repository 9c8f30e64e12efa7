//! Name comparison.
//!
//! Folds a name into words: decomposes letters ([`letters`]), removes accents and invisible
//! characters, writes out letters that do not decompose (ø, ł, ß, đ …), and converts to lower case.
//! Two names are equal if they have the same words in any order. Looser rules (a middle name, an
//! initial, a short name) only make suggestions. This module never decides that two people are one.
//!
//! Source: Unicode's decompositions. The table of written-out letters follows passports and mail
//! systems.

use super::invisible::is_invisible;
use super::letters;

/// Returns the folded words of a name in their order: `Doe, Jané` gives `doe`, `jane`.
///
/// Apostrophes join (`O'Brien` is `obrien`). Other signs separate (`Anne-Marie` is two words).
pub fn words(name: &str) -> Vec<String> {
    if name.bytes().all(|b| b.is_ascii() && !matches!(b, b'\'' | b'`')) {
        let ends = |b: &u8| !b.is_ascii_alphanumeric();
        let parts = name.as_bytes().split(ends).filter(|part| !part.is_empty());
        return parts.map(|part| String::from_utf8_lossy(part).to_ascii_lowercase()).collect();
    }
    let mut words = Words::default();
    if name.is_ascii() {
        name.bytes().for_each(|byte| words.take(char::from(byte.to_ascii_lowercase())));
    } else {
        for c in name.chars().filter(|c| !is_invisible(*c)) {
            letters::decompose(letters::ordinary(c), &mut |c| match written_out(c) {
                Some(letters) => letters.chars().for_each(|c| words.take(c)),
                None => c.to_lowercase().filter(|c| !is_accent(*c)).for_each(|c| words.take(c)),
            });
        }
    }
    words.end();
    words.done
}

/// Returns a name in lower case without surrounding white space. Use it to compare two spellings by
/// one author, and [`key`] to compare names by different authors.
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Returns a key that is the same for every order of the words: `doe jane`. It is empty if the name
/// has no letters.
///
/// ```
/// use calendly_audit::identity::name;
/// assert_eq!(name::key("Łukasz Sørensen"), name::key("SORENSEN, Lukasz"));
/// ```
pub fn key(name: &str) -> String {
    let mut words = words(name);
    words.sort_unstable();
    words.join(" ")
}

/// Whether two names share a word, or differ only in spaces.
///
/// ```
/// use calendly_audit::identity::name;
/// assert!(name::share_a_word("Jane Doe", "DOE, J."));
/// assert!(name::share_a_word("Jane Doe", "janedoe"));
/// assert!(!name::share_a_word("Jane Doe", "John Roe"));
/// ```
pub fn share_a_word(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    one.iter().any(|word| other.contains(word)) || one.concat() == other.concat()
}

#[derive(Default)]
struct Words {
    done: Vec<String>,
    word: String,
}

impl Words {
    fn take(&mut self, c: char) {
        if c.is_alphanumeric() || (!c.is_ascii() && letters::is_mark(c)) {
            self.word.push(c);
        } else if !matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʹ' | '`' | '´') {
            self.end();
        }
    }

    fn end(&mut self) {
        if !self.word.is_empty() {
            self.done.push(std::mem::take(&mut self.word));
        }
    }
}

/// Combining marks of Latin, Greek and Cyrillic letters. In other scripts, marks are vowels and
/// voicing marks, which distinguish names.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Returns the plain spelling of a letter without a canonical decomposition.
fn written_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' | 'ŀ' | 'Ŀ' => "l",
        'ß' | 'ẞ' => "ss",
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => "d",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ħ' | 'Ħ' => "h",
        'ŧ' | 'Ŧ' => "t",
        'ŋ' | 'Ŋ' | 'ŉ' => "n",
        'ə' | 'Ə' => "e",
        'ƒ' => "f",
        'ĸ' => "k",
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        'ĳ' | 'Ĳ' => "ij",
        'ǆ' | 'ǅ' | 'Ǆ' | 'ǳ' | 'ǲ' | 'Ǳ' => "dz",
        'ǉ' | 'ǈ' | 'Ǉ' => "lj",
        'ǌ' | 'ǋ' | 'Ǌ' => "nj",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn folds(name: &str, expected: &[&str]) {
        assert_eq!(words(name), expected, "{name:?}");
    }

    #[test]
    fn accents_case_and_invisible_characters_are_removed() {
        folds("José García", &["jose", "garcia"]);
        folds("Jose\u{301} Garci\u{301}a", &["jose", "garcia"]);
        folds("JANE  DOE", &["jane", "doe"]);
        folds("Ja\u{200b}ne\u{a0}Doe\u{feff}", &["jane", "doe"]);
        folds("Nguyễn Thị Minh", &["nguyen", "thi", "minh"]);
        folds("İpek Işık", &["ipek", "isik"]);
    }

    #[test]
    fn letters_without_a_decomposition_are_written_out() {
        folds("Søren Łukasz Strauß Đặng", &["soren", "lukasz", "strauss", "dang"]);
        folds("Þóra Æsa Œuvre Ħal", &["thora", "aesa", "oeuvre", "hal"]);
        folds("STRAẞE", &["strasse"]);
        folds("Giﬀord Graﬃn Aﬅor", &["gifford", "graffin", "astor"]);
        folds("ǅenan Ǌegoš Ǉubo", &["dzenan", "njegos", "ljubo"]);
        folds("ŧora ŋala Əli ƒan ĸal", &["tora", "nala", "eli", "fan", "kal"]);
        folds("Soﬁa Roﬂe Baﬄer Ĳsbrand", &["sofia", "rofle", "baffler", "ijsbrand"]);
    }

    #[test]
    fn signs_separate_and_apostrophes_join() {
        folds("Anne-Marie O'Brien", &["anne", "marie", "obrien"]);
        folds("D’Arcy, J.R.", &["darcy", "j", "r"]);
        folds("", &[]);
        folds("—", &[]);
    }

    #[test]
    fn marks_of_other_scripts_distinguish_names() {
        folds("Юлия Иванова", &["юлия", "иванова"]);
        assert_ne!(key("はな"), key("ばな"));
        folds("ばな", &["は\u{3099}な"]);
        assert_ne!(key("सीता"), key("सूता"));
        // The first letter is Cyrillic: the names look alike, but are not equal.
        assert_ne!(key("Аnna Doe"), key("Anna Doe"));
    }

    #[test]
    fn word_order_does_not_matter() {
        assert_eq!(key("Doe, Jane"), key("Jane Doe"));
        assert_ne!(key("Jane Mary Doe"), key("Jane Doe"));
    }

    #[test]
    fn names_share_folded_words() {
        assert!(share_a_word("Jane Doe", "Jane Smith"));
        assert!(share_a_word("José", "Jose Doe"));
        assert!(!share_a_word("Jane", "Janet"));
        assert!(!share_a_word("Bob Lee", "Robert Roe"));
    }
}
