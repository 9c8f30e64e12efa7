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
    // Up to U+027F no letter is of another script: what begins with a lower byte than 0xca is as good as ASCII.
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

/// Letters that most fonts draw like Latin ones, over those. One line a script and case.
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

/// The Latin letter that a letter of another script looks like.
fn looks_like(c: char) -> Option<char> {
    match c {
        '\0'..='\u{24f}' => None,
        // Fullwidth letters are the ASCII ones, moved.
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
    fn what_a_reader_sees() {
        assert_eq!(seen("J\u{430}n\u{435} D\u{43e}e"), "Jane Doe");
        assert_eq!(seen("\u{ff2a}\u{ff41}ne"), "Jane");
        assert_eq!(seen("Юлия"), "Юлия");
    }
}
