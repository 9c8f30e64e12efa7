//! What every target of the Calendly list holds to.

use std::collections::HashSet;

use calendly_audit::calendly::page_html::{Element, Tree, to_text};
use calendly_audit::calendly::{self, Choice, Format, Meaning};
use calendly_audit::source::{Source, decode};

/// Any bytes give a list, by whichever reader, and every address in them is accounted for.
///
/// # Panics
/// Where an address of the simplest form is neither in a user nor in a line that was not read.
pub fn list(bytes: &[u8], format: Option<Format>) {
    chosen(bytes, format, Vec::new());
}

/// The same, whatever a person says of the columns of the first part.
///
/// # Panics
/// As [`list`] does.
pub fn chosen(bytes: &[u8], format: Option<Format>, columns: Vec<(usize, Meaning)>) {
    let text = decode(bytes).text.into_owned();
    let choices = [Choice { source: 0, part: 0, format, columns }];
    let list = calendly::read(&[Source::new("list", bytes)], &choices);
    // A file of another kind (an archive, an office document) is refused whole, in one sentence.
    if list.parts.is_empty() && list.users.is_empty() {
        return;
    }
    let mut said = Said::default();
    for user in &list.users {
        said.add(user.email.as_ref().map_or("", |email| email.written()));
        [&user.name, &user.link, &user.uri].into_iter().for_each(|text| said.add(text));
        user.groups.iter().for_each(|text| said.add(text));
        user.more.iter().for_each(|(key, text)| {
            said.add(key);
            said.add(text);
        });
    }
    let unread = list.readings.iter().flat_map(|reading| &reading.unread);
    unread.for_each(|unread| said.add(&unread.excerpt));
    let addresses = simple_addresses(&text).filter(|address| address.contains('.'));
    said.holds_all(addresses);
}

/// Everything that came out of a reader, to look for what went in.
///
/// It is put together once: to go through all users for every address would take most of a run.
#[derive(Debug, Default)]
pub struct Said(String);

impl Said {
    /// Adds a text.
    pub fn add(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// # Panics
    /// Where one of these addresses is not in it. Addresses are the same without case: of two spellings of one,
    /// the first is kept.
    pub fn holds_all<'a>(&self, addresses: impl Iterator<Item = &'a str>) {
        let mut addresses = addresses.peekable();
        if addresses.peek().is_none() {
            return;
        }
        let said = self.0.to_lowercase();
        let words: HashSet<&str> = simple_addresses(&said).collect();
        for address in addresses {
            let address = address.to_ascii_lowercase();
            let held = words.contains(&*address) || said.contains(&address);
            assert!(held, "{address} vanished");
        }
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

/// Addresses of letters and digits alone, with one dot in the domain or none, since the fuzzer cannot be
/// asked which others it meant.
pub fn simple_addresses(text: &str) -> impl Iterator<Item = &str> {
    // Only at what stands between addresses: of `a@b.c-d@e.f` or `a@b.cé` nobody knows what was meant.
    let between = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, ',' | ';' | '|' | '<' | '>' | '(' | ')' | '[' | ']' | '"')
    };
    text.split(between).filter(|word| {
        let simple =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        word.len() <= 60
            && word.split_once('@').is_some_and(|(local, domain)| {
                let (name, end) = domain.split_once('.').unwrap_or((domain, "x"));
                simple(local) && simple(name) && simple(end)
            })
    })
}
