//! A name as the page shows it, freed of what a copy glues to it.

use super::words::squeezed;
use crate::calendly::vocabulary::address::owed;
use crate::identity::letters;

/// Longest text that is taken for a name, in bytes.
const LONGEST: usize = 160;

/// A text as a name: white space squeezed, alt text and initials that a copy glued on taken off.
/// `None` where it can be no name: a sentence, a number, no letter at all.
pub fn name(text: &str) -> Option<String> {
    let text = crate::calendly::input::trim(text);
    if text.is_empty() || text.len() > LONGEST || !text.chars().any(char::is_alphabetic) {
        return None;
    }
    let whole = squeezed(text);
    let sentence = whole.ends_with(['.', '?', '!', ':']) && whole.split(' ').count() > 4;
    // An address is nobody's name, be it two that have grown together.
    if sentence || owed(&whole).next().is_some() || whole.contains('?') || whole.contains("://") {
        return None;
    }
    let whole = whole.strip_suffix(" (You)").or(whole.strip_suffix(" (you)")).unwrap_or(&whole);
    let plain = without_alt_text(whole);
    Some(without_initials(plain).to_owned())
}

/// Whether a text can be somebody's initials: one to three capital letters.
pub fn looks_like_initials(text: &str) -> bool {
    let mut letters = 0;
    for c in letters::composed(text).chars() {
        if !c.is_uppercase() {
            return false;
        }
        letters += 1;
    }
    (1..=3).contains(&letters)
}

/// Whether initials are those of a name (or an address): each of their letters begins a word of it, in
/// order, the first one the first word.
pub fn are_initials_of(initials: &str, name: &str) -> bool {
    let folded = |c: char| {
        let mut base = None;
        letters::decompose(c, &mut |part| base = base.or(Some(part)));
        base.and_then(|base| base.to_lowercase().next()).unwrap_or(c)
    };
    let mut words = name
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter_map(|word| word.chars().next().map(folded));
    let initials = letters::composed(initials);
    let mut letters = initials.chars().map(folded);
    let (Some(first), Some(word)) = (letters.next(), words.next()) else { return false };
    first == word && letters.all(|letter| words.any(|word| word == letter))
}

/// `Jane Doe avatarJane Doe` as `Jane Doe`: an image's alt text names the person whom the text after it
/// names again.
fn without_alt_text(text: &str) -> &str {
    const ABOUT: &[&str] = &[
        "avatar",
        "profile picture",
        "profile photo",
        "profile image",
        "photo",
        "picture",
        "image",
        "logo",
    ];
    for about in ABOUT {
        let Some((alt, glued)) = split_after(text, about) else { continue };
        let whose = alt.trim_end().trim_end_matches("'s").trim_end_matches("’s").trim_end();
        let shown = glued.trim_start();
        // `Jane Doe avatarJane Doe`, `Jane Doe's avatar Jane Doe`
        if !shown.is_empty() && shown == whose {
            return shown;
        }
        // `Avatar of Jane DoeJane Doe`
        if alt.is_empty() {
            let rest = shown.strip_prefix("of ").or(shown.strip_prefix("for ")).unwrap_or(shown);
            if let Some(half) = doubled(rest) {
                return half;
            }
            // `avatarJane Doe`
            if glued.starts_with(char::is_uppercase) {
                return glued;
            }
        }
    }
    doubled(text).filter(|half| half.contains(' ')).unwrap_or(text)
}

/// What stands before and after the first `word`, which is compared without case.
fn split_after<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    let at = text.to_ascii_lowercase().find(word)?;
    Some((text.get(..at)?, text.get(at + word.len()..)?))
}

/// The half of a text that is the same twice, glued.
fn doubled(text: &str) -> Option<&str> {
    let (first, second) = text.split_at_checked(text.len() / 2)?;
    (!first.is_empty() && first == second).then_some(first)
}

/// `JDJane Doe` and `JD Jane Doe` as `Jane Doe`: two capitals at least, and those of the name's first
/// and last word. One letter says too little (`AAron`).
fn without_initials(text: &str) -> &str {
    for (at, c) in text.char_indices().skip(2).take(2) {
        let Some((initials, rest)) = text.split_at_checked(at) else { continue };
        let rest = rest.trim_start();
        if c.is_uppercase() || c == ' ' {
            let cased = rest.chars().nth(1).is_some_and(char::is_lowercase);
            if cased
                && rest.contains(' ')
                && looks_like_initials(initials)
                && are_initials_of(initials, rest)
            {
                return rest;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{are_initials_of, looks_like_initials, name};

    #[track_caller]
    fn reads(text: &str, expected: &str) {
        assert_eq!(name(text).unwrap_or_default(), expected, "from {text:?}");
    }

    #[test]
    fn names_lose_what_a_copy_glued_on_and_nothing_else() {
        reads("Jane Doe", "Jane Doe");
        reads("  Jane\u{a0} Doe ", "Jane Doe");
        reads("Jane Doe avatarJane Doe", "Jane Doe");
        reads("Jane Doe's avatar Jane Doe", "Jane Doe");
        reads("Avatar of Jane DoeJane Doe", "Jane Doe");
        reads("Profile picture for Jane DoeJane Doe", "Jane Doe");
        reads("avatarJane Doe", "Jane Doe");
        reads("Jane DoeJane Doe", "Jane Doe");
        reads("Jane Doe (You)", "Jane Doe");
        reads("JDJane Doe", "Jane Doe");
        reads("JD Jane Doe", "Jane Doe");
        reads("ZÅZoë Ångström", "Zoë Ångström");
        reads("Ali Ali", "Ali Ali");
        reads("JoJo", "JoJo");
        reads("AAron Smith", "AAron Smith");
        reads("AJ Smith", "AJ Smith");
        reads("Avatar Singh", "Avatar Singh");
        reads("Sam Photograph", "Sam Photograph");
        reads("Owner Smith", "Owner Smith");
        reads("Sam @ Night", "Sam @ Night");
        reads("AJ Van Horn", "AJ Van Horn");
        reads("Kim Anna Low", "Kim Anna Low");
        reads("John Smith Jr.", "John Smith Jr.");
        reads("Juan Carlos Smith Jr.", "Juan Carlos Smith Jr.");
        reads("Manage the users of your organization.", "");
        reads("a@example.com@example.org", "");
        reads("12345", "");
        reads("https://calendly.com/jane", "");
        reads(&"Jo".repeat(80), &"Jo".repeat(80));
        reads(&"Jane ".repeat(33), "");
    }

    #[test]
    fn initials_are_those_of_the_name() {
        assert!(looks_like_initials("JD") && looks_like_initials("ZÅ") && looks_like_initials("C"));
        assert!(
            !looks_like_initials("Al")
                && !looks_like_initials("ABCD")
                && !looks_like_initials("王")
        );
        assert!(are_initials_of("JD", "Jane van Doe"));
        assert!(are_initials_of("ZA", "Zoë Ångström"));
        assert!(are_initials_of("P", "pat@example.com"));
        assert!(!are_initials_of("JD", "John Smith"));
        assert!(!are_initials_of("D", "Jane Doe"));
    }
}
