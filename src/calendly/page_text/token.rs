//! Text of the page, cut into tokens: a cell, or a line that has no cells, or a stretch of one beside an
//! address. Each token is what it is by its own words; what it is to a user, the records decide.

use super::words::{is_scheduling_link, leading_role};
use crate::calendly::declared_count::{Counted, Stated};
use crate::calendly::input::{trim, turns};
use crate::calendly::lines::lines;
use crate::calendly::mailboxes::without_bullet;
use crate::calendly::vocabulary::address::places;
use crate::calendly::vocabulary::page_chrome::{Chrome, number, pieces, stated};
use crate::calendly::{Role, Status};
use crate::identity::Email;
use crate::identity::invisible::is_invisible;

/// What a token is by its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// An email address.
    Address(Email),
    /// A role word, alone.
    Role(Role),
    /// A status word, alone.
    Status(Status),
    /// A scheduling link.
    Link,
    /// Chrome, one piece or several.
    Chrome(Vec<Chrome>),
    /// Any other text: perhaps a name.
    Text,
    /// Text beside an address of which nobody can say whether it begins with a role: `Owner Smith`.
    Unclear,
    /// A line without text.
    Blank,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// Its text, trimmed.
    pub text: &'a str,
    /// The index of its line in the part.
    pub line: usize,
    /// The index of its cell in the line: tokens of one cell stand side by side without a tab.
    pub cell: usize,
    /// What it is.
    pub kind: Kind,
}

impl Token<'_> {
    /// The counts that the token states; `line` is its number in the source.
    pub fn stated(&self, line: usize) -> Vec<Stated> {
        let stated = stated(self.text, line);
        match &self.kind {
            // A heading whose count stands on the line below.
            Kind::Chrome(pieces) if stated.is_empty() => pieces
                .iter()
                .filter_map(|piece| match piece {
                    Chrome::Tab(_, total) => piece.stated(&format!("{} {total}", self.text), line),
                    _ => None,
                })
                .collect(),
            _ => stated,
        }
    }
}

/// Cuts a text into its tokens.
pub fn cut(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (line, content) in lines(text).map(|line| line.text).enumerate() {
        if trim(content).is_empty() {
            tokens.push(Token { text: "", line, cell: 0, kind: Kind::Blank });
            continue;
        }
        for (cell, content) in unbulleted(content).split(is_cell_end).enumerate() {
            cut_cell(content, line, cell, &mut tokens);
        }
    }
    join_headings(&mut tokens);
    tokens
}

/// A line with an address, without the bullet or number of a list before it.
fn unbulleted(line: &str) -> &str {
    let bare = if line.contains('@') { without_bullet(line) } else { line };
    // A cell that is empty at the beginning says in which column the others stand.
    if bare.len() < line.trim().len() { bare } else { line }
}

/// What ends a cell: a tab, and what else ends a line or a page somewhere.
fn is_cell_end(c: char) -> bool {
    matches!(c, '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Adds the tokens of one cell.
pub fn cut_cell<'a>(content: &'a str, line: usize, cell: usize, tokens: &mut Vec<Token<'a>>) {
    let mut from = 0;
    for range in places(content) {
        let text = content.get(range.clone()).unwrap_or_default();
        let Some(email) = Email::read(text) else { continue };
        let before = content.get(from..range.start).unwrap_or_default();
        let before = before.strip_suffix("mailto:").unwrap_or(before);
        let before = unframed(before);
        if from == 0 {
            add(before, line, cell, tokens);
        } else {
            add_after_address(before, line, cell, tokens);
        }
        tokens.push(Token { text: trim(text), line, cell, kind: Kind::Address(email) });
        from = range.end;
    }
    let rest = content.get(from..).unwrap_or_default();
    if from == 0 {
        add(rest, line, cell, tokens);
    } else {
        add_after_address(unframed(rest), line, cell, tokens);
    }
}

/// Adds a text that holds no address.
fn add<'a>(text: &'a str, line: usize, cell: usize, tokens: &mut Vec<Token<'a>>) {
    let text = trim(text);
    if !text.is_empty() {
        tokens.push(Token { text, line, cell, kind: kind(text) });
    }
}

/// Adds a text that follows an address in the same cell: `Owner`, `Owner ⋮`, `Owner John Smith`. Of
/// `Owner Smith` nobody can say whether it begins with a role, so it stays whole.
fn add_after_address<'a>(text: &'a str, line: usize, cell: usize, tokens: &mut Vec<Token<'a>>) {
    let text = trim(text);
    let leading = leading_role(text).filter(|_| Role::known(text).is_none());
    match leading {
        None => add(text, line, cell, tokens),
        Some((_, rest)) if !pieces(rest).is_empty() || rest.split_whitespace().nth(1).is_some() => {
            add(text.get(..text.len() - rest.len()).unwrap_or_default(), line, cell, tokens);
            add(rest, line, cell, tokens);
        }
        Some(_) => tokens.push(Token { text, line, cell, kind: Kind::Unclear }),
    }
}

/// What stands around an address without saying anything.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || (is_invisible(c) && !turns(c)) || "<>()[]{},;:|·•–—-*`\"".contains(c)
}

/// Brackets, an opening one and the one that closes it.
const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];

/// A text without what stands around an address, and without brackets around the whole of it. Brackets around a part of it
/// are its own: `Bob Roe (ext)`.
fn unframed(text: &str) -> &str {
    let mut text = trim(text);
    // Nobody's name is this long, and to look for the other bracket takes a look at all of it.
    if text.len() > 300 {
        return text.trim_matches(is_separator);
    }
    loop {
        let before = text.len();
        let inside = BRACKETS.iter().find_map(|(open, close)| {
            let inside = text.strip_prefix(*open)?.strip_suffix(*close)?;
            (!inside.contains([*open, *close])).then_some(inside)
        });
        text = trim(inside.unwrap_or(text));
        text = text.strip_suffix(|c| is_separator(c) && !is_closed(text, c)).unwrap_or(text);
        text = text.strip_prefix(|c| is_separator(c) && !is_closed(text, c)).unwrap_or(text);
        if text.len() == before {
            return text;
        }
    }
}

/// Whether a mark is a bracket, and a text has as many that open as close.
fn is_closed(text: &str, mark: char) -> bool {
    BRACKETS
        .iter()
        .filter(|(open, close)| mark == *open || mark == *close)
        .any(|(open, close)| text.matches(*open).count() == text.matches(*close).count())
}

/// What a text without an address is by its words.
fn kind(text: &str) -> Kind {
    if let Some(role) = Role::known(text) {
        return Kind::Role(role);
    }
    if let Some(status) = Status::known(text) {
        return Kind::Status(status);
    }
    if is_scheduling_link(text) {
        return Kind::Link;
    }
    let chrome = pieces(text);
    if chrome.is_empty() {
        Kind::Text
    } else {
        Kind::Chrome(chrome.into_iter().map(|(piece, _)| piece).collect())
    }
}

/// Joins `Active` and a count on the line below it: the heading of a tab whose count is a badge.
pub fn join_headings(tokens: &mut [Token<'_>]) {
    for at in 1..tokens.len() {
        let Some([heading, count]) = tokens.get_mut(at - 1..=at) else { continue };
        if let Kind::Status(status @ (Status::Active | Status::Pending)) = &heading.kind
            && let Some(total) = number(count.text)
            && heading.line + 1 == count.line
        {
            let of = if *status == Status::Active { Counted::Active } else { Counted::Pending };
            heading.kind = Kind::Chrome(vec![Chrome::Tab(of, total)]);
        }
    }
}
