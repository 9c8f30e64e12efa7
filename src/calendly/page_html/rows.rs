//! Which elements of a page are one user's row.
//!
//! A row is marked up as one (`tr`, `role="row"`), or it is one of several neighbours that hold one
//! address each with nothing between them that is said. Anything else is read as lines.

use std::collections::HashMap;

use super::tree::{Node, Tree};
use crate::calendly::page_text::address::addresses;
use crate::calendly::page_text::bit::trim;
use crate::calendly::page_text::pieces;
use crate::calendly::page_text::words::{role, status};
use crate::identity::Email;

/// What an element is to the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// Nothing of the kind.
    #[default]
    None,
    /// Never read: script, style, what nobody sees.
    Skipped,
    /// A row, by its markup or by its neighbours.
    Row,
    /// A cell of a row.
    Cell,
}

/// What each node of a tree is, by index.
pub fn parts(tree: &Tree) -> Vec<Part> {
    let mut parts = marked_up(tree);
    unmarked_rows(tree, &mut parts);
    parts
}

/// Whether an element is a table row by its markup.
fn is_row(tag: &str, role: &str) -> bool {
    (tag.eq_ignore_ascii_case("tr") && !is_presentation(role)) || role.eq_ignore_ascii_case("row")
}

/// Whether an element is a cell by its markup.
fn is_cell(tag: &str, role: &str) -> bool {
    ["td", "th"].iter().any(|cell| tag.eq_ignore_ascii_case(cell))
        || ["cell", "gridcell", "rowheader", "columnheader"]
            .iter()
            .any(|cell| role.eq_ignore_ascii_case(cell))
}

fn is_presentation(role: &str) -> bool {
    role.eq_ignore_ascii_case("presentation") || role.eq_ignore_ascii_case("none")
}

/// Whether what is inside is text for programs.
pub fn is_code(tag: &str) -> bool {
    ["script", "style", "template", "noscript", "head", "title", "meta", "link"]
        .iter()
        .any(|code| tag.eq_ignore_ascii_case(code))
}

/// Rows and cells by markup. Of nested rows only the innermost is one.
fn marked_up(tree: &Tree) -> Vec<Part> {
    let mut parts = vec![Part::None; tree.nodes().len()];
    let mut open_rows: Vec<(usize, usize)> = Vec::new();
    let mut skip_to = 0;
    let mut cell_to = 0;
    for (at, node) in tree.nodes().iter().enumerate() {
        let Node::Element(element, end) = node else { continue };
        let Some(part) = (at >= skip_to).then(|| parts.get_mut(at)).flatten() else { continue };
        let (tag, role) = (element.tag.as_str(), element.role.as_str());
        if is_code(tag) || element.hidden {
            *part = Part::Skipped;
            skip_to = *end;
            continue;
        }
        if is_row(tag, role) {
            *part = Part::Row;
            while open_rows.last().is_some_and(|(_, end)| *end <= at) {
                open_rows.pop();
            }
            // The row around it is a layout, and so are that one's cells.
            for (outer, _) in open_rows.drain(..) {
                if let Some(part) = parts.get_mut(outer) {
                    *part = Part::None;
                }
            }
            open_rows.push((at, *end));
            cell_to = at;
        } else if is_cell(tag, role) && at >= cell_to {
            *part = Part::Cell;
            cell_to = *end;
        }
    }
    parts
}

/// Marks the rows that no markup says: neighbours with one address each.
fn unmarked_rows(tree: &Tree, parts: &mut [Part]) {
    let addresses = Addresses::of(tree, parts);
    let has_row = containing(tree, parts);
    let mut at = 0;
    while let Some(node) = tree.nodes().get(at) {
        let Node::Element(_, end) = node else {
            at += 1;
            continue;
        };
        let part = parts.get(at).copied().unwrap_or_default();
        if matches!(part, Part::Skipped | Part::Row)
            || addresses.distinct(at, *end) < Distinct::Several
        {
            at = (*end).max(at + 1);
            continue;
        }
        let children = children(tree, at);
        let single = |child: &usize| {
            let inside = tree.inside(*child);
            addresses.distinct(*child, inside.end) == Distinct::One
                && matches!(tree.nodes().get(*child), Some(Node::Element(..)))
                && !has_row.get(*child).copied().unwrap_or_default()
        };
        let rows: Vec<usize> = children.iter().copied().filter(single).collect();
        if let (Some(first), Some(last)) = (rows.first(), rows.last())
            && rows.len() > 1
            && !children
                .iter()
                .filter(|child| *first < **child && **child < *last)
                .any(|child| !rows.contains_sorted(*child) && says_something(tree, parts, *child))
        {
            for row in rows {
                if let Some(part) = parts.get_mut(row) {
                    *part = Part::Row;
                }
            }
        }
        at += 1;
    }
}

/// Membership in a sorted list.
trait ContainsSorted {
    fn contains_sorted(&self, at: usize) -> bool;
}

impl ContainsSorted for Vec<usize> {
    fn contains_sorted(&self, at: usize) -> bool {
        self.binary_search(&at).is_ok()
    }
}

/// The children of an element.
fn children(tree: &Tree, at: usize) -> Vec<usize> {
    let inside = tree.inside(at);
    let mut children = Vec::new();
    let mut child = inside.start;
    while child < inside.end {
        children.push(child);
        child = tree.inside(child).end.max(child + 1);
    }
    children
}

/// Whether a node shows text that is not furniture.
fn says_something(tree: &Tree, parts: &[Part], at: usize) -> bool {
    let end = tree.inside(at).end.max(at + 1);
    let mut skip_to = at;
    (at..end).any(|at| match tree.nodes().get(at) {
        Some(Node::Element(_, end)) if parts.get(at) == Some(&Part::Skipped) => {
            skip_to = skip_to.max(*end);
            false
        }
        Some(Node::Text(text)) if at >= skip_to && !trim(text).is_empty() => {
            // `User` heads a column, too; between two addresses it is a role.
            role(text).is_some() || status(text).is_some() || pieces(text).is_empty()
        }
        _ => false,
    })
}

/// For each node, whether it is a row by markup or has one inside.
fn containing(tree: &Tree, parts: &[Part]) -> Vec<bool> {
    let mut rows_before = vec![0_usize];
    for part in parts {
        let before = rows_before.last().copied().unwrap_or_default();
        rows_before.push(before + usize::from(*part == Part::Row));
    }
    let count = |at: usize| rows_before.get(at).copied().unwrap_or_default();
    (0..tree.nodes().len()).map(|at| count(tree.inside(at).end.max(at + 1)) > count(at)).collect()
}

/// How many different addresses a stretch holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Distinct {
    None,
    One,
    Several,
}

/// Where addresses stand, so that a stretch can be asked in constant time how many it holds.
struct Addresses {
    /// For each node, the first address at or after it: the node it stands in.
    next: Vec<usize>,
    /// For each node, where the first address stands that differs from that one.
    differs: Vec<usize>,
}

impl Addresses {
    fn of(tree: &Tree, parts: &[Part]) -> Self {
        let nodes = tree.nodes().len();
        let mut ids: HashMap<String, usize> = HashMap::new();
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut skip_to = 0;
        for (at, node) in tree.nodes().iter().enumerate() {
            let text = match node {
                _ if at < skip_to => continue,
                Node::Element(_, end) if parts.get(at) == Some(&Part::Skipped) => {
                    skip_to = *end;
                    continue;
                }
                Node::Element(element, _) => mailto(&element.href).unwrap_or_default(),
                Node::Text(text) => text,
            };
            for range in addresses(text) {
                let Some(email) = text.get(range).and_then(Email::read) else { continue };
                let id = ids.len();
                found.push((at, *ids.entry(email.key().to_owned()).or_insert(id)));
            }
        }
        let mut next = vec![nodes; nodes + 1];
        let mut differs = vec![nodes; nodes + 1];
        let (mut first, mut other, mut id) = (nodes, nodes, usize::MAX);
        for at in (0..nodes).rev() {
            while let Some((_, found_id)) = found.pop_if(|(found_at, _)| *found_at == at) {
                if found_id != id {
                    other = first;
                    id = found_id;
                }
                first = at;
            }
            if let (Some(next), Some(differs)) = (next.get_mut(at), differs.get_mut(at)) {
                (*next, *differs) = (first, other);
            }
        }
        Self { next, differs }
    }

    fn distinct(&self, start: usize, end: usize) -> Distinct {
        let is_inside = |places: &[usize]| places.get(start).is_some_and(|at| *at < end);
        match (is_inside(&self.next), is_inside(&self.differs)) {
            (false, _) => Distinct::None,
            (true, false) => Distinct::One,
            (true, true) => Distinct::Several,
        }
    }
}

/// What follows `mailto:` in an address of a link.
pub fn mailto(href: &str) -> Option<&str> {
    let (scheme, rest) = href.trim().split_at_checked(7)?;
    scheme.eq_ignore_ascii_case("mailto:").then(|| rest.split('?').next()).flatten()
}
