//! Detects letters of another script inside a Latin name or address.
//!
//! A reader of `Jаne` cannot see that its second letter is Cyrillic. This module finds such letters
//! and tells which letters they look like. It never makes two names equal. A word entirely in
//! another script (`Анна Petrova`) is an ordinary name.
//!
//! Source: Unicode's blocks of scripts with letters shaped like Latin ones (Cyrillic, Greek,
//! Armenian, Cherokee), and its fullwidth and mathematical letters. The table of shapes was made
//! for this tool, and has only letters that most fonts draw alike.

/// A letter of another script that looks Latin or is surrounded by Latin letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stray {
    /// The letter.
    pub letter: char,
    /// Its script: `Cyrillic`, `Greek`, `fullwidth` …
    pub script: &'static str,
}

/// Returns the first stray letter of a name or an address; `None` if there is none.
///
/// A letter is stray if its word also has Latin letters. It is also stray if all letters of its
/// word look Latin and another word of the text is Latin. Fullwidth and mathematical letters are
/// always stray.
///
/// ```
/// use calendly_audit::identity::script;
/// assert_eq!(script::stray("J\u{430}ne Doe").unwrap().script, "Cyrillic");
/// assert_eq!(script::stray("Jane Doe"), None);
/// assert_eq!(script::stray("Юлия Иванова"), None);
/// ```
pub fn stray(text: &str) -> Option<Stray> {
    // A text whose bytes are all below 0xca has no letter above U+027F, so none of another script.
    if text.is_ascii() || text.bytes().all(|b| b < 0xca) {
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

/// Returns the text as it looks to a reader: each look-alike letter is replaced by its Latin twin.
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

/// Letters that most fonts draw like Latin ones, with those Latin letters. One line for each script
/// and case.
const SHAPES: &[(&str, &str)] = &[
    // Cyrillic
    ("аеорсухѕіјԁһԛԝѵӏг", "aeopcyxsijdhqwvlr"),
    ("АВЕКМНОРСТУХЅІЈԌԚԜӀ", "ABEKMHOPCTYXSIJGQWI"),
    // Greek
    ("αονρυικγϲϳ", "aovpuikycj"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    // Armenian
    ("օոսհցզՕՏՍԼ", "onuhgqOSUL"),
    // Cherokee
    ("ᎠᎡᎢᎪᎫᎬᎳᎷᎻᏀᏃᏚᏟᏢᏦᏴᏞᏙ", "DRTAJEWMHGZSCPKBLV"),
];

/// Returns the Latin letter that a letter of another script looks like.
fn looks_like(c: char) -> Option<char> {
    match c {
        '\0'..='\u{24f}' => None,
        // Fullwidth letters have the order of the ASCII ones.
        '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => char::from_u32(u32::from(c) - 0xfee0),
        _ => SHAPES
            .iter()
            .find_map(|(odd, latin)| odd.chars().zip(latin.chars()).find(|(odd, _)| *odd == c))
            .map(|(_, latin)| latin),
    }
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
            // A word of Cyrillic letters that all look Latin, beside a Latin word.
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
            "Рос × Рос",
            "Øystein Ångström",
        ] {
            assert_eq!(stray(text), None, "{text:?}");
        }
    }

    #[test]
    fn every_shape_has_its_letter() {
        for (odd, latin) in SHAPES {
            assert_eq!(odd.chars().count(), latin.chars().count(), "{odd}");
            assert!(latin.is_ascii());
            assert!(
                odd.chars().all(|c| script_of(c).is_some_and(|script| script != "Latin")),
                "{odd}"
            );
        }
    }

    #[test]
    fn look_alikes_become_latin_letters() {
        assert_eq!(seen("J\u{430}n\u{435} D\u{43e}e"), "Jane Doe");
        assert_eq!(seen("\u{ff2a}\u{ff41}ne"), "Jane");
        assert_eq!(seen("Юлия"), "Юлия");
    }
}
