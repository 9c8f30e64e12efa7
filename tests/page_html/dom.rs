//! Fills the reader's tree as the page does from the browser's parser.

use calendly_audit::calendly::page_html::{Element, Tree};
use scraper::{Html, Node};

/// The tree of a piece of markup.
pub fn tree(html: &str) -> Tree {
    let mut tree = Tree::default();
    for edge in Html::parse_document(html).tree.root().traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Text(text) => tree.text(&**text),
                Node::Element(element) => {
                    let attr = |name: &str| element.attr(name).unwrap_or_default().to_owned();
                    let style = attr("style").replace(' ', "").to_ascii_lowercase();
                    tree.open(Element {
                        tag: element.name().to_owned(),
                        role: attr("role"),
                        href: attr("href"),
                        hidden: element.attr("hidden").is_some()
                            || attr("aria-hidden") == "true"
                            || style.contains("display:none"),
                        selected: attr("aria-selected") == "true",
                    });
                }
                _ => {}
            },
            ego_tree::iter::Edge::Close(node) if node.value().is_element() => tree.close(),
            ego_tree::iter::Edge::Close(_) => {}
        }
    }
    tree
}
