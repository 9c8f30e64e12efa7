//! A page as a reader sees it: elements and text in document order, and nothing of any browser.
//!
//! Made from a document by `page/dom/paste.rs`, and in tests from HTML.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What the reader needs to know of an element. Names and values as the markup has them; the reader
/// compares without case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Element {
    /// The tag's name: `td`.
    pub tag: String,
    /// The ARIA role, empty where there is none: `gridcell`.
    pub role: String,
    /// `href` as written, empty where there is none.
    pub href: String,
    /// Whether nobody sees it: `hidden`, `aria-hidden="true"`, `display: none`.
    pub hidden: bool,
    /// `aria-selected="true"` or `aria-current`: the open tab.
    pub selected: bool,
}

impl Element {
    /// Whether line ends stay as they are inside: a text for programs or terminals.
    pub(super) fn keeps_lines(&self) -> bool {
        ["pre", "code", "textarea", "xmp"].iter().any(|tag| self.tag.eq_ignore_ascii_case(tag))
    }
}

/// One node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Node {
    /// An element, and the index after its last descendant.
    Element(Element, usize),
    /// Text.
    Text(String),
}

/// A page, or a piece of one, as a flat list in document order: an element's descendants follow it.
/// Flat, since markup can be nested as deep as somebody likes and nothing here may recurse.
///
/// ```
/// use calendly_audit::calendly::page_html::{Element, Tree};
/// let mut tree = Tree::default();
/// tree.open(Element { tag: "p".to_owned(), ..Element::default() });
/// tree.text("Jane Doe");
/// tree.close();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tree {
    nodes: Vec<Node>,
    #[serde(skip)]
    open: Vec<usize>,
}

impl Tree {
    /// Opens an element: what is added until the matching [`Tree::close`] is inside it.
    pub fn open(&mut self, element: Element) {
        self.open.push(self.nodes.len());
        self.nodes.push(Node::Element(element, usize::MAX));
    }

    /// Adds text to the open element.
    pub fn text(&mut self, text: impl Into<String>) {
        self.nodes.push(Node::Text(text.into()));
    }

    /// Closes the open element. Without an open one it does nothing.
    pub fn close(&mut self) {
        let end = self.nodes.len();
        if let Some(Node::Element(_, closed)) =
            self.open.pop().and_then(|index| self.nodes.get_mut(index))
        {
            *closed = end;
        }
    }

    /// Every node, in document order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The indices of what is inside the node at `index`; empty for text.
    pub fn inside(&self, index: usize) -> Range<usize> {
        match self.nodes.get(index) {
            Some(Node::Element(_, end)) => index + 1..(*end).min(self.nodes.len()),
            _ => index..index,
        }
    }
}
