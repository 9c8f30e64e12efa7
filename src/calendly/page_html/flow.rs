//! What a page says, stretch by stretch, as somebody reads it from top to bottom.
//!
//! Tells where each stretch stands (row, cell, block, control) and never what it means. Facts: the HTML standard's notion of
//! block and inline elements.

use std::collections::HashSet;

use super::rows::{Mark, mailto};
use super::tree::{Element, Node, Tree};
use crate::calendly::input::trim;
use crate::calendly::page_text::name::{are_initials_of, looks_like_initials};
use crate::calendly::page_text::pieces;
use crate::calendly::page_text::words::{is_scheduling_link, squeezed};
use crate::calendly::vocabulary::address::places;
use crate::calendly::{Role, Status};
use crate::identity::Email;

/// How a stretch of text stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// As text.
    Plain,
    /// As the words of a button or a link.
    Control,
    /// As the heading of a tab that is not the open one.
    OtherTab,
    /// Nowhere: it is where a link leads to.
    Behind,
    /// As the border of a row; it has no text.
    Border,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text, white space squeezed.
    pub text: String,
    /// Number of the line: a row is one, and elsewhere each block.
    pub line: usize,
    /// Number of the block in its row; the same for all of one block.
    pub block: usize,
    /// Number of the row's cell; 0 outside of cells.
    pub cell: usize,
    /// Whether it stands in a row.
    pub in_row: bool,
    /// How it stands on the page.
    pub stands: Stands,
}

/// Walks the page, one span after another.
pub fn spans(tree: &Tree, marks: &[Mark]) -> Vec<Span> {
    let mut flow = Flow {
        visible: visible_addresses(tree, marks),
        a_tab_is_open: tree.nodes().iter().any(
            |node| matches!(node, Node::Element(element, _) if is_tab(element) && element.selected),
        ),
        ..Flow::default()
    };
    let mut at = 0;
    while let Some(node) = tree.nodes().get(at) {
        flow.close_until(at);
        match node {
            Node::Text(text) => {
                flow.text(text);
                at += 1;
            }
            Node::Element(_, end) if marks.get(at) == Some(&Mark::Skipped) => {
                at = (*end).max(at + 1);
            }
            Node::Element(element, end) => {
                flow.open(element, marks.get(at).copied().unwrap_or_default(), *end);
                at += 1;
            }
        }
    }
    flow.close_until(usize::MAX);
    flow.end_block();
    flow.spans
}

/// The addresses that the page shows as text.
fn visible_addresses(tree: &Tree, marks: &[Mark]) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut skip_to = 0;
    for (at, node) in tree.nodes().iter().enumerate() {
        match node {
            _ if at < skip_to => {}
            Node::Element(_, end) if marks.get(at) == Some(&Mark::Skipped) => skip_to = *end,
            Node::Element(..) => {}
            Node::Text(text) => found.extend(keys(text)),
        }
    }
    found
}

/// The keys of the addresses in a text.
pub fn keys(text: &str) -> Vec<String> {
    places(text)
        .into_iter()
        .filter_map(|range| Some(Email::read(text.get(range)?)?.key().to_owned()))
        .collect()
}

/// What happens where an element ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Close {
    Block,
    Row,
    Cell,
    Inline,
    Emphasis,
    Control,
    OtherTab,
}

/// A text of a block as its inline elements part it.
#[derive(Debug)]
struct Segment {
    text: String,
    space_before: bool,
    stands: Stands,
}

// Each is a fact of its own about the place that the walk has reached.
#[allow(clippy::struct_excessive_bools)]
#[derive(Default)]
struct Flow {
    spans: Vec<Span>,
    segments: Vec<Segment>,
    open: Vec<(usize, Close)>,
    /// Addresses that open links lead to and nothing shows, with the end of each link.
    letters: Vec<(usize, String)>,
    visible: HashSet<String>,
    a_tab_is_open: bool,
    /// Whether white space stands before the next text, and whether an element's border does.
    space: bool,
    border: bool,
    line: usize,
    block: usize,
    cell: usize,
    in_row: bool,
    controls: usize,
    other_tabs: usize,
}

impl Flow {
    fn open(&mut self, element: &Element, mark: Mark, end: usize) {
        match mark {
            Mark::Row => {
                self.end_block();
                self.line += 1;
                self.in_row = true;
                (self.cell, self.block) = (0, 0);
                self.border_of_row();
                self.open.push((end, Close::Row));
            }
            Mark::Cell if self.in_row => {
                self.end_block();
                self.cell += 1;
                self.open.push((end, Close::Cell));
            }
            _ if is_tab(element) && self.a_tab_is_open && !element.selected => {
                self.end_block();
                self.other_tabs += 1;
                self.open.push((end, Close::OtherTab));
            }
            _ if is_control(element) => {
                self.border = true;
                self.controls += 1;
                self.open.push((end, Close::Control));
            }
            _ if is_emphasis(&element.tag) => self.open.push((end, Close::Emphasis)),
            _ if is_inline(&element.tag) => {
                self.border = true;
                self.open.push((end, Close::Inline));
            }
            _ => {
                self.end_block();
                self.open.push((end, Close::Block));
            }
        }
        self.link(&element.href, end);
    }

    /// Where a link leads to, if that says whose row it is.
    fn link(&mut self, href: &str, end: usize) {
        let href = trim(href);
        if let Some(address) = mailto(href) {
            if keys(address).iter().all(|key| self.visible.contains(key)) {
                return;
            }
            // A link that stands alone shows whose it is, and the address follows; behind a name it shows what it does.
            if self.segments.iter().all(|before| looks_like_initials(&before.text)) {
                self.letters.push((end, address.to_owned()));
            } else {
                self.behind(address);
            }
        } else if is_scheduling_link(href) && href.contains("://") {
            self.behind(href);
        }
    }

    fn behind(&mut self, text: &str) {
        self.segments.push(Segment {
            text: text.to_owned(),
            space_before: true,
            stands: Stands::Behind,
        });
        self.border = true;
    }

    fn close_until(&mut self, at: usize) {
        while let Some((end, close)) = self.open.pop_if(|(end, _)| *end <= at) {
            while let Some((_, address)) = self.letters.pop_if(|(of, _)| *of <= end) {
                self.behind(&address);
            }
            match close {
                Close::Block | Close::Cell => self.end_block(),
                Close::Emphasis => {}
                Close::Inline => self.border = true,
                Close::Control => {
                    self.border = true;
                    self.controls = self.controls.saturating_sub(1);
                }
                Close::OtherTab => {
                    self.end_block();
                    self.other_tabs = self.other_tabs.saturating_sub(1);
                }
                Close::Row => {
                    self.end_block();
                    self.border_of_row();
                    self.in_row = false;
                    self.cell = 0;
                }
            }
        }
    }

    fn border_of_row(&mut self) {
        self.spans.push(Span {
            text: String::new(),
            line: self.line,
            block: usize::MAX,
            cell: 0,
            in_row: true,
            stands: Stands::Border,
        });
    }

    fn text(&mut self, text: &str) {
        let squeezed = squeezed(text);
        self.space |= text.starts_with(char::is_whitespace);
        if squeezed.is_empty() {
            return;
        }
        let stands = if self.other_tabs > 0 {
            Stands::OtherTab
        } else if self.controls > 0 {
            Stands::Control
        } else {
            Stands::Plain
        };
        match self.segments.last_mut() {
            // Only emphasis between the two: one text.
            Some(last) if !self.border && last.stands == stands => {
                if self.space {
                    last.text.push(' ');
                }
                last.text.push_str(&squeezed);
            }
            _ => {
                let space_before = self.space;
                self.segments.push(Segment { text: squeezed, space_before, stands });
            }
        }
        self.border = false;
        self.space = text.ends_with(char::is_whitespace);
    }

    /// Ends a block: what its inline elements part becomes spans, and texts that only together say
    /// something become one.
    fn end_block(&mut self) {
        (self.space, self.border) = (false, false);
        if self.segments.is_empty() {
            return;
        }
        if !self.in_row {
            self.line += 1;
        }
        self.block += 1;
        let segments = std::mem::take(&mut self.segments);
        let mut joins = false;
        let mut below_address = false;
        for (at, segment) in segments.iter().enumerate() {
            let next = segments.get(at + 1);
            let stays_alone = stays_alone(segment, next)
                || (below_address && Role::known(&segment.text).is_some());
            below_address |= !keys(&segment.text).is_empty();
            if joins
                && !stays_alone
                && let Some(last) = self.spans.last_mut()
            {
                last.text.push(' ');
                last.text.push_str(&segment.text);
            } else {
                self.spans.push(Span {
                    text: segment.text.clone(),
                    line: self.line,
                    block: self.block,
                    cell: self.cell,
                    in_row: self.in_row,
                    stands: segment.stands,
                });
            }
            joins = !stays_alone;
        }
    }
}

/// Whether a segment says something by itself, so that its neighbours are other cells in all but markup.
fn stays_alone(segment: &Segment, next: Option<&Segment>) -> bool {
    let text = segment.text.as_str();
    let next_is_text = next.is_some_and(|next| {
        next.stands == Stands::Plain && next.space_before && keys(&next.text).is_empty()
    });
    segment.stands != Stands::Plain
        || !keys(text).is_empty()
        || is_scheduling_link(text)
        || Status::known(text).is_some()
        || !pieces(text).is_empty()
        // `<span>Owner</span> <span>Smith</span>` is a name.
        || (Role::known(text).is_some() && !next_is_text)
        || (looks_like_initials(text) && next.is_some_and(|next| are_initials_of(text, &next.text)))
}

fn is_tab(element: &Element) -> bool {
    element.role.eq_ignore_ascii_case("tab")
}

fn is_control(element: &Element) -> bool {
    element.tag.eq_ignore_ascii_case("button")
        || element.role.eq_ignore_ascii_case("button")
        || (element.tag.eq_ignore_ascii_case("a") && mailto(&element.href).is_none())
}

/// Elements that do not end the line.
fn is_inline(tag: &str) -> bool {
    const INLINE: &[&str] =
        &["a", "span", "abbr", "label", "small", "time", "img", "svg", "input", "cite", "font"];
    INLINE.iter().any(|inline| tag.eq_ignore_ascii_case(inline))
}

/// Elements that stand within a word.
fn is_emphasis(tag: &str) -> bool {
    const EMPHASIS: &[&str] =
        &["b", "i", "em", "strong", "u", "s", "mark", "sub", "sup", "wbr", "bdi", "bdo", "code"];
    EMPHASIS.iter().any(|emphasis| tag.eq_ignore_ascii_case(emphasis))
}
