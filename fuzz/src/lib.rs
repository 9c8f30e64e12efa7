//! What every target of the Calendly list holds to.

use calendly_audit::calendly::page_html::{Element, Tree, to_text};
use calendly_audit::calendly::{self, Choice, Format};
use calendly_audit::source::{Source, decode};

/// Any bytes give a list, by whichever reader, and every address in them is accounted for.
///
/// # Panics
/// Where an address of the simplest form is neither in a user nor in a line that was not read.
pub fn list(bytes: &[u8], format: Option<Format>) {
    let text = decode(bytes).text.into_owned();
    let choices: Vec<Choice> = format
        .map(|format| Choice { source: 0, part: 0, format: Some(format), columns: Vec::new() })
        .into_iter()
        .collect();
    let list = calendly::read(&[Source::new("list", bytes)], &choices);
    // A file of another kind (an archive, an office document) is refused whole, in one sentence.
    if list.parts.is_empty() && list.users.is_empty() {
        return;
    }
    // Addresses are the same without case: of two spellings of one, the first is kept.
    let has = |text: &str, word: &str| text.to_lowercase().contains(&word.to_lowercase());
    let held = |word: &str| {
        let in_a_user = list.users.iter().any(|user| {
            user.email.as_ref().is_some_and(|email| has(email.written(), word))
                || [&user.name, &user.link, &user.uri].into_iter().any(|text| has(text, word))
                || user.groups.iter().any(|text| has(text, word))
                || user.more.iter().any(|(key, text)| has(key, word) || has(text, word))
        });
        let unread = || list.readings.iter().flat_map(|reading| &reading.unread);
        in_a_user || unread().any(|unread| has(&unread.excerpt, word))
    };
    for word in simple_addresses(&text) {
        assert!(held(word), "{word} vanished");
    }
}

/// Markup, in a form that a fuzzer finds quickly: each byte below 16 opens or closes an element, the rest
/// is text.
///
/// # Panics
/// Where text is written that holds nobody.
pub fn markup(bytes: &[u8]) {
    const TAGS: [&str; 8] = ["table", "tr", "td", "th", "div", "p", "a", "span"];
    let mut tree = Tree::default();
    let text = String::from_utf8_lossy(bytes);
    for stretch in text.split_inclusive(|c: char| u32::from(c) < 16) {
        let (words, mark) = match stretch.chars().last() {
            Some(mark) if u32::from(mark) < 16 => {
                (&stretch[..stretch.len() - mark.len_utf8()], Some(mark))
            }
            _ => (stretch, None),
        };
        if !words.is_empty() {
            tree.text(words);
        }
        match mark.map(u32::from) {
            Some(open) if open < 8 => {
                tree.open(Element { tag: TAGS[open as usize].to_owned(), ..Element::default() })
            }
            Some(_) => tree.close(),
            None => {}
        }
    }
    if let Some(written) = to_text(&tree) {
        assert!(written.contains('@'), "text without any address: {written}");
    }
}

/// Addresses of letters and digits alone, since the fuzzer cannot be asked which others it meant.
fn simple_addresses(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '@' || c == '.')).filter(|word| {
        let simple =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        word.len() <= 60
            && word.split_once('@').is_some_and(|(local, domain)| {
                simple(local)
                    && domain.split_once('.').is_some_and(|(name, end)| simple(name) && simple(end))
            })
    })
}
