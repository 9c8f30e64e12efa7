//! Explains errors of the YAML library to people: which line to look at, and what to change.
//!
//! An unknown error keeps the library's own words. Source: the messages of libyaml's scanner and parser.

use super::layout::lines;

/// An entry that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// Line in the file, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1; 0 where only the line is known.
    pub column: usize,
    /// What is wrong and what to do, as sentences.
    pub why: String,
    /// Whether the entry may be good as part of the whole document.
    pub alone: Alone,
}

/// Whether an entry that fails alone may be valid in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    /// It is broken in any context.
    Broken,
    /// It refers to something outside: an anchor, a tag's handle.
    Refers,
    /// It ends inside a quoted text or brackets.
    Open,
}

/// Explains an error that the library found in `text`, whose first line is `first_line` of the file.
pub(super) fn explain(error: &serde_yaml::Error, text: &str, first_line: usize) -> Failure {
    let said = error.to_string();
    let mut place = error.location().map_or((1, 0), |at| (at.line(), at.column()));
    let is = |words: &str| said.contains(words);
    let unclosed = (is("a quoted scalar") && is("unexpected end of stream"))
        || (is("while parsing a flow") && is_at_end(text, place.0));
    if let (true, Some(context)) = (unclosed, context(&said)) {
        place = context;
    }
    if is("control characters") {
        place = control(text).unwrap_or(place);
    }
    let total = lines(text).count().max(1);
    if place.0 > total {
        place = (total, 0);
    }
    let at = lines(text)
        .nth(place.0.saturating_sub(1))
        .and_then(|line| line.text.chars().nth(place.1.saturating_sub(1)));
    let alone = if is("unknown anchor") || is("undefined tag handle") {
        Alone::Refers
    } else if unclosed {
        Alone::Open
    } else {
        Alone::Broken
    };
    let why: &str = if is("a quoted scalar") && is("unexpected end of stream") {
        "A quotation mark opens here and never closes. Close it."
    } else if is("while parsing a flow") {
        "A list or mapping in brackets is not closed, or lacks a comma. Close it, or put quotes around a text that begins with a bracket."
    } else if is("cannot start any token") && at == Some('\t') {
        "A tab stands where YAML allows only spaces. Replace it by spaces."
    } else if is("cannot start any token") {
        "A value cannot begin with this character unless it is in quotes. Put the value in quotes."
    } else if is("tab character") {
        "A tab stands where YAML allows only spaces. Replace it by spaces."
    } else if is("mapping values are not allowed") {
        "A colon stands where no key can be: put a value that holds a colon in quotes, or correct the indentation."
    } else if is("could not find expected ':'") {
        "A line near here is no `key: value`: a colon, or the space after it, is missing, or the indentation is wrong."
    } else if is("more than one document") {
        "Lines that belong together are not indented alike, so that YAML ends in the middle. Give them the same indentation."
    } else if is("block sequence entries") {
        "A dash stands where no list can begin. Put a value that is a dash in quotes, or correct the indentation."
    } else if is("did not find expected key") || is("'-' indicator") || is("<document start>") {
        "The line does not fit the lines before it. Correct its indentation, or close the quotes before it."
    } else if is("did not find expected node content") {
        "A value is expected here and something else stands in its place. Put the value in quotes."
    } else if is("unknown anchor") {
        "It refers to an anchor (`*name`) that is not defined before it in this document."
    } else if is("undefined tag handle") {
        "It uses a tag that is not declared in this document."
    } else if is("control characters") {
        "A control character stands here, which YAML does not allow. Remove it."
    } else if is("recursion limit") || is("repetition limit") || is("too deep in merge keys") {
        "Its aliases or nested values go deeper than any roster needs. It was not read."
    } else if is("escape") || is("hexadecimal") {
        "A backslash inside double quotes begins an escape that YAML does not know. Use single quotes, or double the backslash."
    } else if is("merge") {
        "A merge key (`<<`) stands here without a mapping to merge."
    } else {
        let words = said.split(" at line ").next().unwrap_or_default();
        return Failure {
            line: first_line + place.0 - 1,
            column: place.1,
            why: format!("This is not valid YAML ({words})."),
            alone,
        };
    };
    Failure { line: first_line + place.0.max(1) - 1, column: place.1, why: why.to_owned(), alone }
}

/// Whether only blank lines and comments follow from this line on.
fn is_at_end(text: &str, line: usize) -> bool {
    lines(text).skip(line.saturating_sub(1)).all(|line| line.is_idle())
}

/// Returns where the unclosed construct began, which the library says at the end of its message.
fn context(said: &str) -> Option<(usize, usize)> {
    let (_, place) = said.split_once(", while ")?;
    let (_, place) = place.rsplit_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

/// Returns the place of the first character that YAML forbids, which the library does not say.
fn control(text: &str) -> Option<(usize, usize)> {
    lines(text).enumerate().find_map(|(index, line)| {
        let column = line.text.chars().position(|c| {
            (c.is_control() && !matches!(c, '\t' | '\u{85}'))
                || matches!(c, '\u{fffe}' | '\u{ffff}')
        })?;
        Some((index + 1, column + 1))
    })
}
