//! Text of the page, cut into bits: a cell, or a line that has no cells.

use crate::identity::email::is_invisible;

/// A text without the white space and the invisible characters around it.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}
