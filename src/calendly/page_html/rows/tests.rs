//! Which elements are rows: by markup, or as neighbours that hold one address each.

use super::*;
use crate::calendly::page_html::tree::Element;

/// A page in short: `(` opens a `div`, `(tr` another element, `(hidden` one that nobody sees, `(http…` a link; `)` closes it,
/// and anything else between two spaces is text.
fn tree(page: &str) -> Tree {
    let mut tree = Tree::default();
    for word in page.split_whitespace() {
        match word.strip_prefix('(') {
            Some(tag) => tree.open(Element {
                tag: if tag.is_empty() { "div".to_owned() } else { tag.to_owned() },
                href: if tag.starts_with("http") { tag.to_owned() } else { String::new() },
                hidden: tag == "hidden",
                ..Element::default()
            }),
            None if word == ")" => tree.close(),
            None => tree.text(word),
        }
    }
    tree
}

/// What stands in each row of a page.
fn rows(page: &str) -> Vec<String> {
    let tree = tree(page);
    let marks = marks(&tree);
    let text = |at: usize| {
        let texts = tree.inside(at).filter_map(|inside| match tree.nodes().get(inside) {
            Some(Node::Text(text)) => Some(text.as_str()),
            _ => None,
        });
        texts.collect::<Vec<_>>().join(" ")
    };
    (0..marks.len()).filter(|at| marks[*at] == Mark::Row).map(text).collect()
}

#[test]
fn neighbours_with_one_address_each_are_rows_where_nothing_is_said_between_them() {
    let (jane, max) = ("( Jane a@example.com )", "( Max b@example.com )");
    let both = &["Jane a@example.com", "Max b@example.com"][..];
    for (page, expected) in [
        (format!("( {jane} {max} )"), both),
        (format!("( {jane} )"), &[]),
        (format!("( {jane} (hr ) {max} )"), both),
        (format!("( {jane} ( ⋮ ) {max} )"), both),
        (format!("( {jane} (hidden Admin ) {max} )"), both),
        (format!("( {jane} (script Admin ) {max} )"), both),
        (format!("( ( Team ) {jane} {max} )"), both),
        // The cells of a grid: what stands between is said of a user.
        (format!("( {jane} ( Admin ) {max} ( User ) )"), &[]),
        (format!("( {jane} ( Pending ) {max} )"), &[]),
        (format!("( {jane} ( words ) {max} )"), &[]),
        (format!("( {jane} (https://calendly.com/jane ) {max} )"), &[]),
        (format!("( {jane} (hr ) {max} ( Admin ) )"), &[]),
        (format!("( ( Admin ) {jane} (hr ) {max} )"), &[]),
        // A cell that holds its address alone, though others stand beside it.
        ("( ( a@example.com ) (hr ) ( b@example.com ) )".to_owned(), &[]),
        ("( ( a@example.com ) ( b@example.com ) )".to_owned(), &["a@example.com", "b@example.com"]),
    ] {
        assert_eq!(rows(&page), expected, "{page}");
    }
}

#[test]
fn a_row_holds_one_address_however_often_and_no_row_by_markup() {
    let max = "( Max b@example.com )";
    for (page, expected) in [
        (
            format!("( ( a@example.com a@example.com ) {max} )"),
            &["a@example.com a@example.com", "Max b@example.com"][..],
        ),
        (
            format!("( ( Jane a@example.com (hidden x@example.com ) ) {max} )"),
            &["Jane a@example.com x@example.com", "Max b@example.com"],
        ),
        (format!("( ( a@example.com c@example.com ) {max} )"), &[]),
        (format!("( ( (tr Jane a@example.com ) ) {max} )"), &["Jane a@example.com"]),
        (
            "( (tr (td (tr Jane a@example.com ) (tr Max b@example.com ) ) ) )".to_owned(),
            &["Jane a@example.com", "Max b@example.com"],
        ),
    ] {
        assert_eq!(rows(&page), expected, "{page}");
    }
}
