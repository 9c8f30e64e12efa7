//! Markup copied from the Users page becomes text for the text area.
//!
//! The paste's `text/html` keeps what its plain text loses: which cells are a row, and every link. The
//! browser's parser makes the tree ([`Tree`]); this reader sees the tree alone, touches no document and
//! writes text that the list's readers then read, so that what is audited is what is seen. Nothing that
//! is shown is dropped: what is in no row stays as lines around the rows.

mod tree;

pub use tree::{Element, Node, Tree};

/// The text for the text area; `None` where the tree holds no email address, and the paste's plain text
/// is to be taken instead.
pub fn to_text(tree: &Tree) -> Option<String> {
    let _ = tree;
    None
}
