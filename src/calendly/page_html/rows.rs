//! Which elements of a page are one user's row.
//!
//! A row is marked up as one (`tr`, `role="row"`), or it is one of several neighbours that hold one
//! address each with nothing between them that is said. Anything else is read as lines.

use std::collections::HashMap;

use super::tree::{Node, Tree};
use crate::calendly::input::trim;
use crate::calendly::page_text::pieces;
use crate::calendly::page_text::words::is_scheduling_link;
use crate::calendly::vocabulary::address::places;
use crate::calendly::{Role, Status};
use crate::identity::Email;

/// What an element is to the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
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
pub fn marks(tree: &Tree) -> Vec<Mark> {
    let mut marks = marked_up(tree);
    unmarked_rows(tree, &mut marks);
    marks
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
fn marked_up(tree: &Tree) -> Vec<Mark> {
    let mut marks = vec![Mark::None; tree.nodes().len()];
    let mut open_rows: Vec<(usize, usize)> = Vec::new();
    let mut skip_to = 0;
    let mut cell_to = 0;
    for (at, node) in tree.nodes().iter().enumerate() {
        let Node::Element(element, end) = node else { continue };
        let Some(mark) = (at >= skip_to).then(|| marks.get_mut(at)).flatten() else { continue };
        let (tag, role) = (element.tag.as_str(), element.role.as_str());
        if is_code(tag) || element.hidden {
            *mark = Mark::Skipped;
            skip_to = *end;
            continue;
        }
        if is_row(tag, role) {
            *mark = Mark::Row;
            while open_rows.last().is_some_and(|(_, end)| *end <= at) {
                open_rows.pop();
            }
            // The row around it is a layout, and so are that one's cells.
            for (outer, _) in open_rows.drain(..) {
                if let Some(mark) = marks.get_mut(outer) {
                    *mark = Mark::None;
                }
            }
            open_rows.push((at, *end));
            cell_to = at;
        } else if is_cell(tag, role) && at >= cell_to {
            *mark = Mark::Cell;
            cell_to = *end;
        }
    }
    marks
}

/// Marks the rows that no markup says: neighbours with one address each.
fn unmarked_rows(tree: &Tree, marks: &mut [Mark]) {
    let addresses = Addresses::of(tree, marks);
    let words = Words::of(tree, marks);
    let mut at = 0;
    while let Some(node) = tree.nodes().get(at) {
        let Node::Element(_, end) = node else {
            at += 1;
            continue;
        };
        let mark = marks.get(at).copied().unwrap_or_default();
        if matches!(mark, Mark::Skipped | Mark::Row)
            || addresses.distinct(at, *end) < Distinct::Several
        {
            at = (*end).max(at + 1);
            continue;
        }
        let children: Vec<Child> = children(tree, at)
            .into_iter()
            .filter(|child| marks.get(*child) != Some(&Mark::Skipped))
            .map(|child| Child::of(tree, child, &addresses, &words))
            .collect();
        if are_rows(&children) {
            for child in children.iter().filter(|child| child.may_be_row) {
                if let Some(mark) = marks.get_mut(child.at) {
                    *mark = Mark::Row;
                }
            }
        }
        at += 1;
    }
}

/// What one of several neighbours holds.
// Each is a fact of its own about the element.
#[allow(clippy::struct_excessive_bools)]
struct Child {
    at: usize,
    is_element: bool,
    /// Whether it is an element without marked-up rows that holds exactly one address.
    may_be_row: bool,
    /// Whether it says something that can be about a user.
    says: bool,
    /// Whether anything but addresses stands in it.
    says_more: bool,
}

impl Child {
    fn of(tree: &Tree, at: usize, addresses: &Addresses, words: &Words) -> Self {
        let end = tree.inside(at).end.max(at + 1);
        let is_element = matches!(tree.nodes().get(at), Some(Node::Element(..)));
        let held = addresses.distinct(at, end);
        Self {
            at,
            is_element,
            may_be_row: is_element && held == Distinct::One && !words.rows.any(at, end),
            says: held > Distinct::None || words.telling.any(at, end),
            says_more: words.shown.any(at, end),
        }
    }
}

/// Whether those of the neighbours that may be rows are rows, each of them whole.
///
/// Where the cells of a grid have no row around them, the ones with the addresses look like rows too. There
/// as many others stand after each address as between two of them, and what these say is said of a user;
/// or the cell holds its address alone, though others stand beside it.
fn are_rows(children: &[Child]) -> bool {
    let rows: Vec<usize> = (0..children.len())
        .filter(|at| children.get(*at).is_some_and(|child| child.may_be_row))
        .collect();
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return false };
    if rows.len() < 2 {
        return false;
    }
    let between = |pair: &[usize]| match pair {
        [above, below] => children
            .get(above + 1..*below)
            .map_or(0, |cells| cells.iter().filter(|cell| cell.is_element).count()),
        _ => 0,
    };
    let gap = rows.windows(2).map(between).max().unwrap_or_default();
    let more = |at: &usize| children.get(*at).is_some_and(|child| child.says_more);
    if gap > 0 && !rows.iter().any(more) {
        return false;
    }
    let inside = children.get(*first..=*last).unwrap_or_default();
    let (above, below) = (children.get(..*first), children.get(last + 1..));
    let above = above.unwrap_or_default().iter().rev().filter(|child| child.is_element).take(gap);
    let below = below.unwrap_or_default().iter().filter(|child| child.is_element).take(gap);
    !inside.iter().filter(|child| !child.may_be_row).chain(above).chain(below).any(|c| c.says)
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

/// How many of something stand before each node, so that a stretch can be asked in constant time.
#[derive(Default)]
struct Count(Vec<usize>);

impl Count {
    /// Counts one more node, and whether it is one of them.
    fn add(&mut self, is_one: bool) {
        self.0.push(self.before(self.0.len()) + usize::from(is_one));
    }

    /// How many stand before a node.
    fn before(&self, at: usize) -> usize {
        at.checked_sub(1).and_then(|last| self.0.get(last)).copied().unwrap_or_default()
    }

    fn any(&self, start: usize, end: usize) -> bool {
        self.before(end) > self.before(start)
    }
}

/// What the nodes of a page say, addresses aside.
#[derive(Default)]
struct Words {
    /// Rows by markup.
    rows: Count,
    /// What can be about a user: text that is not page chrome, a scheduling link.
    telling: Count,
    /// Anything that is shown besides addresses, or leads to a page of Calendly.
    shown: Count,
}

impl Words {
    fn of(tree: &Tree, marks: &[Mark]) -> Self {
        let mut words = Self::default();
        let mut skip_to = 0;
        for (at, node) in tree.nodes().iter().enumerate() {
            let mark = marks.get(at).copied().unwrap_or_default();
            let (mut telling, mut shown) = (false, false);
            match node {
                _ if at < skip_to => {}
                Node::Element(_, end) if mark == Mark::Skipped => skip_to = *end,
                Node::Element(element, _) => {
                    telling = is_scheduling_link(trim(&element.href));
                    shown = telling;
                }
                Node::Text(text) if trim(text).is_empty() => {}
                Node::Text(text) => {
                    // `User` heads a column, too; beside an address it is a role.
                    telling = Role::known(text).is_some()
                        || Status::known(text).is_some()
                        || pieces(text).is_empty();
                    shown = Email::read(trim(text)).is_none();
                }
            }
            words.rows.add(mark == Mark::Row);
            words.telling.add(telling);
            words.shown.add(shown);
        }
        words
    }
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
    fn of(tree: &Tree, marks: &[Mark]) -> Self {
        let nodes = tree.nodes().len();
        let mut ids: HashMap<String, usize> = HashMap::new();
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut skip_to = 0;
        for (at, node) in tree.nodes().iter().enumerate() {
            let text = match node {
                _ if at < skip_to => continue,
                Node::Element(_, end) if marks.get(at) == Some(&Mark::Skipped) => {
                    skip_to = *end;
                    continue;
                }
                Node::Element(element, _) => mailto(&element.href).unwrap_or_default(),
                Node::Text(text) => text,
            };
            for range in places(text) {
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

#[cfg(test)]
mod tests;
