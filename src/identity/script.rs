//! Letters of another script inside a Latin name or address.
//!
//! Somebody who reads `Jаne` cannot see that its second letter is Cyrillic. This module points at such
//! letters and says what they look like; it never makes two names equal. A whole word in another script
//! (`Анна Petrova`) is an ordinary name and is left alone. Facts: Unicode's blocks of the scripts that
//! hold letters shaped like Latin ones (Cyrillic, Greek, Armenian, Cherokee), its fullwidth and
//! mathematical letters; the table of shapes is our own, kept to letters that most fonts draw alike.

/// A letter that looks Latin, or stands among Latin letters, and is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stray {
    /// The letter.
    pub letter: char,
    /// What it belongs to: `Cyrillic`, `Greek`, `fullwidth` …
    pub script: &'static str,
}

/// The first stray letter of a name or an address; `None` where nothing is odd.
///
/// A word is odd if it mixes Latin letters with letters of a script that has look-alikes, or if all of
/// its letters look Latin while another word of the text really is.
///
/// ```
/// use calendly_audit::identity::script;
/// assert_eq!(script::stray("J\u{430}ne Doe").unwrap().script, "Cyrillic");
/// assert_eq!(script::stray("Jane Doe"), None);
/// assert_eq!(script::stray("Юлия Иванова"), None);
/// ```
pub fn stray(text: &str) -> Option<Stray> {
    if text.is_ascii() {
        return None;
    }
    let is_latin = |c: char| script_of(c) == Some("Latin");
    let text_has_latin = text.chars().any(is_latin);
    text.split(|c: char| !c.is_alphanumeric()).find_map(|word| {
        let odd = word.chars().find_map(|letter| {
            script_of(letter)
                .filter(|script| *script != "Latin")
                .map(|script| Stray { letter, script })
        })?;
        let mixed = word.chars().any(is_latin);
        let disguised = || word.chars().all(|c| looks_like(c).is_some());
        let shaped = matches!(odd.script, "fullwidth" | "mathematical");
        (mixed || (text_has_latin && disguised()) || shaped).then_some(odd)
    })
}

/// What the text looks like to a reader: look-alike letters replaced by the Latin ones they resemble.
///
/// ```
/// assert_eq!(calendly_audit::identity::script::seen("J\u{430}ne"), "Jane");
/// ```
pub fn seen(text: &str) -> String {
    text.chars().map(|c| looks_like(c).unwrap_or(c)).collect()
}

fn script_of(c: char) -> Option<&'static str> {
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'
            if c.is_alphabetic() =>
        {
            "Latin"
        }
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' if c.is_alphabetic() => "Greek",
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}'
            if c.is_alphabetic() =>
        {
            "Cyrillic"
        }
        '\u{531}'..='\u{556}' | '\u{561}'..='\u{587}' => "Armenian",
        '\u{13a0}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' => "Cherokee",
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => "fullwidth",
        '\u{1d400}'..='\u{1d6a5}' => "mathematical",
        _ => return None,
    })
}

/// The Latin letter that a letter of another script looks like.
fn looks_like(c: char) -> Option<char> {
    Some(match c {
        // Cyrillic
        'а' => 'a',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        'ѕ' => 's',
        'і' => 'i',
        'ј' => 'j',
        'ԁ' => 'd',
        'һ' => 'h',
        'ԛ' => 'q',
        'ԝ' => 'w',
        'ѵ' => 'v',
        'ӏ' => 'l',
        'г' => 'r',
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        'Ѕ' => 'S',
        'І' => 'I',
        'Ј' => 'J',
        'Ԍ' => 'G',
        'Ԛ' => 'Q',
        'Ԝ' => 'W',
        'Ӏ' => 'I',
        // Greek
        'α' => 'a',
        'ο' => 'o',
        'ν' => 'v',
        'ρ' => 'p',
        'υ' => 'u',
        'ι' => 'i',
        'κ' => 'k',
        'γ' => 'y',
        'ϲ' => 'c',
        'ϳ' => 'j',
        'Α' => 'A',
        'Β' => 'B',
        'Ε' => 'E',
        'Ζ' => 'Z',
        'Η' => 'H',
        'Ι' => 'I',
        'Κ' => 'K',
        'Μ' => 'M',
        'Ν' => 'N',
        'Ο' => 'O',
        'Ρ' => 'P',
        'Τ' => 'T',
        'Υ' => 'Y',
        'Χ' => 'X',
        // Armenian
        'օ' => 'o',
        'ո' => 'n',
        'ս' => 'u',
        'հ' => 'h',
        'ց' => 'g',
        'զ' => 'q',
        'Օ' => 'O',
        'Տ' => 'S',
        'Ս' => 'U',
        'Լ' => 'L',
        // Cherokee
        'Ꭰ' => 'D',
        'Ꭱ' => 'R',
        'Ꭲ' => 'T',
        'Ꭺ' => 'A',
        'Ꭻ' => 'J',
        'Ꭼ' => 'E',
        'Ꮃ' => 'W',
        'Ꮇ' => 'M',
        'Ꮋ' => 'H',
        'Ꮐ' => 'G',
        'Ꮓ' => 'Z',
        'Ꮪ' => 'S',
        'Ꮯ' => 'C',
        'Ꮲ' => 'P',
        'Ꮶ' => 'K',
        'Ᏼ' => 'B',
        'Ꮮ' => 'L',
        'Ꮩ' => 'V',
        // Fullwidth letters are the ASCII ones, moved.
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => char::from_u32(u32::from(c) - 0xfee0)?,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stray_letters_are_found() {
        for (text, script) in [
            ("J\u{430}ne Doe", "Cyrillic"),
            ("jane@ex\u{430}mple.com", "Cyrillic"),
            ("Jane D\u{3bf}e", "Greek"),
            ("Jane D\u{585}e", "Armenian"),
            ("\u{13ab}ane \u{13a0}oe", "Cherokee"),
            ("\u{ff2a}ane", "fullwidth"),
            ("\u{1d409}ane", "mathematical"),
            // A whole word of Cyrillic letters that all look Latin, beside a Latin word.
            ("Jane \u{421}\u{43e}\u{445}", "Cyrillic"),
        ] {
            assert_eq!(stray(text).map(|found| found.script), Some(script), "{text:?}");
        }
    }

    #[test]
    fn names_of_other_scripts_are_ordinary() {
        for text in [
            "",
            "Jane Doe",
            "José Łukasz",
            "Юлия Иванова",
            "Анна Petrova",
            "Γιάννης",
            "山田 太郎",
            "Taro 山田",
            "김 Jane",
            "Արամ",
            "Jane 😀",
            "Nguyễn Thị Minh",
            "İpek Işık",
            "анна@example.com",
            "Рос",
            "Øystein Ångström",
        ] {
            assert_eq!(stray(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_a_reader_sees() {
        assert_eq!(seen("J\u{430}n\u{435} D\u{43e}e"), "Jane Doe");
        assert_eq!(seen("\u{ff2a}\u{ff41}ne"), "Jane");
        assert_eq!(seen("Юлия"), "Юлия");
    }
}
