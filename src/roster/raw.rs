//! A roster file's text before anything in it is read.
//!
//! Refuses what is no YAML at all, and mends two things that would cost more than the line they stand on: old line ends, and
//! Markdown links without quotes. What was mended is said.

use std::borrow::Cow;

use super::layout::{key_of, line_of};

/// Old Macintosh line ends become line feeds, since the rest counts lines by them.
pub(super) fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    if memchr::memchr_iter(b'\r', bytes).any(is_lone) {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    }
}

/// What is said of a Markdown link that stands without quotes.
pub(super) const BARE_LINK: &str = "This link in Markdown form stands without quotes, so the file is not valid YAML. It was read as the text it is. Put it in quotes, or write the link alone.";

/// Puts quotes around a value such as `[words](link)`, which people write by hand and YAML never allows: it would cost
/// the whole entry. Each is listed in `found` by line, column and text.
pub(super) fn with_quoted_links<'a>(
    text: Cow<'a, str>,
    found: &mut Vec<(usize, usize, String)>,
) -> Cow<'a, str> {
    if !text.contains("](") {
        return text;
    }
    let mut quoted = String::with_capacity(text.len() + 64);
    for (index, whole) in text.split_inclusive('\n').enumerate() {
        let line = whole.trim_end();
        match bare_link(line) {
            Some(at) => {
                found.push((index + 1, at + 1, line.to_owned()));
                let (before, value) = line.split_at(at);
                quoted.push_str(before);
                quoted.push('\'');
                quoted.push_str(&value.replace('\'', "''"));
                quoted.push('\'');
                quoted.push_str(whole.get(line.len()..).unwrap_or_default());
            }
            None => quoted.push_str(whole),
        }
    }
    if found.is_empty() { text } else { Cow::Owned(quoted) }
}

/// Where the Markdown link begins that is the whole value of a key in a line.
fn bare_link(line: &str) -> Option<usize> {
    let (_, value) = key_of(line.trim_start_matches([' ', '-']))?;
    let is_link = value.starts_with('[') && value.ends_with(')') && value.contains("](");
    is_link.then_some(line.len() - value.len())
}

/// What is no YAML at all: what it was taken for, the line that shows it, and a sentence.
pub(super) fn refusal(text: &str) -> Option<(&'static str, usize, &'static str)> {
    if let Some(line) = line_of(text, "<<<<<<< ")
        && line_of(text, ">>>>>>> ").is_some()
    {
        return Some((
            "a file with merge conflicts",
            line,
            "This file holds unresolved merge conflicts, so it says two things at once and was not read. Resolve them and load it again.",
        ));
    }
    let begins = text.trim_start();
    if begins.starts_with("version https://git-lfs.github.com/spec/") {
        return Some((
            "a Git LFS pointer",
            1,
            "This is a pointer to a file in Git LFS, not the file itself. Download the file and open that.",
        ));
    }
    if begins.starts_with('<') {
        return Some((
            "a web page",
            1 + text
                .len()
                .checked_sub(begins.len())
                .and_then(|at| text.get(..at))
                .map_or(0, |head| head.matches('\n').count()),
            "This is a web page, not YAML: probably a sign-in or an error page in place of the file. Sign in, or check the address, and load it again.",
        ));
    }
    None
}
