//! A paste: the rich form where the clipboard has one that may hold people, and the plain text.
//!
//! The browser's own parser reads the markup, into a document that is never shown and runs nothing; from
//! there it is walked, never written into the page. What it says is read in the session.

use calendly_audit::calendly::page_html::{self, Tree};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Element, HtmlDocument, HtmlTextAreaElement, Node};

use super::host;

/// Markup nested deeper than this is taken as plain text: the browser's parser needs a second for every few thousand
/// levels, during which nothing on the page answers. A page that people work with has less than a hundred.
const DEEPEST: usize = 1_000;

/// The rich form of a paste, where it may hold people; `None` where the plain text serves.
pub fn rich(event: &ClipboardEvent) -> Option<Tree> {
    let html =
        event.clipboard_data()?.get_data("text/html").ok().filter(|html| html.contains('@'))?;
    if is_too_deep(&html) {
        return None;
    }
    Some(tree(&host::parse_html(&html)))
}

/// The plain text of a paste.
pub fn plain(event: &ClipboardEvent) -> String {
    event
        .clipboard_data()
        .and_then(|clipboard| clipboard.get_data("text/plain").ok())
        .unwrap_or_default()
}

/// Whether tags are opened to more than [`DEEPEST`] levels, as far as counting can tell.
fn is_too_deep(html: &str) -> bool {
    const WITHOUT_END: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr",
    ];
    let mut depth = 0_usize;
    html.split('<').skip(1).any(|tag| {
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if tag.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            let name = tag.split(|letter: char| !letter.is_ascii_alphanumeric()).next();
            let ends = tag.split('>').next().is_some_and(|tag| tag.ends_with('/'))
                || WITHOUT_END
                    .iter()
                    .any(|one| name.is_some_and(|name| name.eq_ignore_ascii_case(one)));
            depth += usize::from(!ends);
        }
        depth > DEEPEST
    })
}

/// Writes text where the caret is, so that the browser's own undo takes it back.
pub fn write(area: &HtmlTextAreaElement, text: &str) {
    edit(area, "insertText", text);
}

/// Removes what is selected: a paste takes its place, wherever the pasted text goes.
pub fn remove_selection(area: &HtmlTextAreaElement) {
    if area.selection_start().ok() != area.selection_end().ok() {
        edit(area, "delete", "");
    }
}

/// Has the browser edit a text area by one of its own commands.
fn edit(area: &HtmlTextAreaElement, command: &str, text: &str) {
    let document = area.owner_document().and_then(|d| d.dyn_into::<HtmlDocument>().ok());
    let _ = area.focus();
    let done = document.is_some_and(|document| {
        document.exec_command_with_show_ui_and_value(command, false, text).unwrap_or(false)
    });
    if !done {
        let _ = area.set_range_text(text);
    }
}

/// The document as a flat tree. Walks by the nodes' own links: markup may be nested as deep as somebody
/// likes, and nothing here may recurse.
fn tree(document: &web_sys::Document) -> Tree {
    let mut tree = Tree::default();
    let Some(root) = document.body().map(Node::from) else { return tree };
    let mut node = root.clone();
    loop {
        if let Some(element) = node.dyn_ref::<Element>() {
            tree.open(facts(element));
        } else if node.node_type() == Node::TEXT_NODE {
            tree.text(node.node_value().unwrap_or_default());
        }
        if let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if node.node_type() == Node::ELEMENT_NODE {
                tree.close();
            }
            if node == root {
                return tree;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            match node.parent_node() {
                Some(parent) => node = parent,
                None => return tree,
            }
        }
    }
}

fn facts(element: &Element) -> page_html::Element {
    let get = |name: &str| element.get_attribute(name).unwrap_or_default();
    // boot.js renames it, since the policy forbids the attribute itself.
    let style = get("data-style").replace(' ', "");
    page_html::Element {
        tag: element.local_name(),
        role: get("role"),
        href: get("href"),
        hidden: element.has_attribute("hidden")
            || get("aria-hidden") == "true"
            || style.contains("display:none"),
        selected: get("aria-selected") == "true" || element.has_attribute("aria-current"),
    }
}
