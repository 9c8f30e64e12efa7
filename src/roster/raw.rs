//! Checks and repairs the text of a roster file before it is parsed.
//!
//! Rejects text that is not YAML. Repairs, and reports, Markdown links without quotes; converts old line ends.

use std::borrow::Cow;

use super::layout::{key_of, line_of};

/// Converts old Macintosh line ends, since lines are counted by line feeds.
pub(super) fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: usize| bytes.get(at + 1) != Some(&b'\n');
    if memchr::memchr_iter(b'\r', bytes).any(is_lone) {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    }
}

/// The sentence for a Markdown link without quotes.
pub(super) const BARE_LINK: &str = "This link in Markdown form stands without quotes, so the file is not valid YAML. It was read as the text it is. Put it in quotes, or write the link alone.";

/// Quotes values such as `[words](link)`, which would break the whole entry. Adds line, column and text of
/// each to `found`.
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

/// Returns where a Markdown link begins that is the whole value of a line's key.
fn bare_link(line: &str) -> Option<usize> {
    let (_, value) = key_of(line.trim_start_matches([' ', '-']))?;
    let is_link = value.starts_with('[') && value.ends_with(')') && value.contains("](");
    is_link.then_some(line.len() - value.len())
}

/// Recognises text that is not YAML: what it is, the line that shows it, and a sentence.
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
