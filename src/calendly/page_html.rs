//! Markup copied from the Users page becomes text for the text area.
//!
//! The paste's `text/html` keeps what its plain text loses: which cells are a row, and every link. The
//! browser's parser makes the tree ([`Tree`]); this reader sees the tree alone, touches no document and
//! writes text that the list's readers then read, so that what is audited is what is seen. Nothing that
//! is shown is dropped but what stands in every row (its menu, its initials): what is in no row stays as
//! lines around the rows. Rows are read by the rules of [`page_text`](super::page_text).

mod flow;
mod rows;
mod sheet;
mod stretch;
mod tree;

use std::collections::HashSet;

pub use tree::{Element, Node, Tree};

use flow::Span;
use sheet::Sheet;
use stretch::{Row, Stretch, is_open};

use super::columns::headings::meaning;
use super::format::Format;
use super::page_text::pieces;
use super::parts;
use super::vocabulary::address::places;
use crate::identity::Email;

/// The columns of what is written, before those that only this page has.
const HEADER: [&str; 5] = ["Name", "Email", "Role", "Status", "Calendly link"];

/// The text for the text area; `None` where the tree holds no email address, and the paste's plain text
/// is to be taken instead. Linear in the tree; nesting may be as deep as it likes.
///
/// Lines above the first user as they stand, a line with [`HEADER`] and one line a user with tabs between
/// the cells, then the lines below. A table out of a spreadsheet stays as it stands, with its own header.
pub fn to_text(tree: &Tree) -> Option<String> {
    let marks = rows::marks(tree);
    let spans = flow::spans(tree, &marks);
    let sheets = sheet::sheets(tree, &marks, &spans);
    let mut page = Page::default();
    let mut rest = spans.as_slice();
    for sheet in &sheets {
        let above = rest.partition_point(|span| span.line < sheet.first_line);
        let (before, from) = rest.split_at_checked(above)?;
        page.users(before);
        page.sheet(sheet);
        let below = from.partition_point(|span| span.line <= sheet.last_line);
        rest = from.get(below..)?;
    }
    page.users(rest);
    page.lost(tree);
    (!page.known.is_empty()).then_some(page.text)
}

/// The text for the text area that a paste stands for, by its markup and its plain text; `None` where the plain text is to be
/// taken as it is: it is in a form of its own (JSON, CSV, a Markdown table), or the markup is that of a source text.
///
/// ```
/// use calendly_audit::calendly::page_html::{Element, Tree, pasted};
/// let mut tree = Tree::default();
/// tree.open(Element { tag: "div".to_owned(), ..Element::default() });
/// tree.text("Jane Doe,jane@example.com");
/// tree.close();
/// assert_eq!(pasted(&tree, "Name,Email\nJane Doe,jane@example.com\n"), None);
/// ```
pub fn pasted(tree: &Tree, plain: &str) -> Option<String> {
    if speaks_for_itself(tree, plain) { None } else { to_text(tree) }
}

/// Whether the plain text says all that the markup says. A program that shows source text puts every line of it into elements
/// of its own, which are no rows.
fn speaks_for_itself(tree: &Tree, plain: &str) -> bool {
    match parts::announced_by(plain) {
        // What is copied out of a table has tabs, and the table may know more.
        Some(Format::Tab) => !has_table(tree),
        Some(_) => true,
        None => is_source(tree),
    }
}

fn has_table(tree: &Tree) -> bool {
    tree.nodes().iter().any(|node| match node {
        Node::Element(element, _) => element.tag.eq_ignore_ascii_case("table"),
        Node::Text(_) => false,
    })
}

/// Whether all text of a piece of markup stands in elements that keep line ends as they are.
fn is_source(tree: &Tree) -> bool {
    let (mut kept_to, mut kept) = (0, false);
    for (at, node) in tree.nodes().iter().enumerate() {
        match node {
            Node::Element(element, end) if element.keeps_lines() => kept_to = kept_to.max(*end),
            Node::Text(text) if !text.trim().is_empty() => {
                if at >= kept_to {
                    return false;
                }
                kept = true;
            }
            _ => {}
        }
    }
    kept
}

/// The text as it is written.
#[derive(Default)]
struct Page {
    text: String,
    /// The keys of the addresses that are written.
    known: HashSet<String>,
}

impl Page {
    fn line(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push('\t');
            }
            // As spreadsheets do: a quote at the beginning of a cell would open a quoted one.
            if cell.contains('"') {
                self.text.push('"');
                self.text.push_str(&cell.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
    }

    /// Writes a sheet as it stands.
    fn sheet(&mut self, sheet: &Sheet<'_>) {
        for row in sheet.rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())) {
            self.known.extend(row.iter().flat_map(|cell| flow::keys(cell)));
            self.row(row.iter().copied());
        }
    }

    /// Writes the addresses that stand in the page and were not written, each on a line of its own: they
    /// are in what nobody sees.
    fn lost(&mut self, tree: &Tree) {
        let mut skip_to = 0;
        for (at, node) in tree.nodes().iter().enumerate() {
            match node {
                _ if at < skip_to => {}
                Node::Element(element, end) if rows::is_code(&element.tag) => skip_to = *end,
                Node::Element(..) => {}
                Node::Text(text) => {
                    for range in places(text) {
                        let Some(email) = text.get(range).and_then(Email::read) else { continue };
                        if self.known.insert(email.key().to_owned()) {
                            self.line(email.written());
                        }
                    }
                }
            }
        }
    }

    /// Writes a stretch of the page that holds no sheet.
    fn users(&mut self, spans: &[Span]) {
        let stretch = Stretch::of(spans);
        let mut section = Section::default();
        for line in stretch.lines() {
            if line.begins_section && !section.users.is_empty() {
                section.write(self);
                section = Section::default();
            }
            section.headings.extend(line.headings);
            for user in line.users {
                self.known.insert(user.key.clone());
                section.users.push(user);
            }
            if !line.rest.is_empty() {
                let around =
                    if section.users.is_empty() { &mut section.above } else { &mut section.below };
                around.push(line.rest);
            }
        }
        section.write(self);
    }
}

/// Users under the same headings, with what stands around them.
#[derive(Default)]
struct Section {
    above: Vec<String>,
    headings: Vec<String>,
    users: Vec<Row>,
    below: Vec<String>,
}

impl Section {
    /// The headers of the columns that only this page has, and of its own headings what no column bears.
    /// A heading that is not known is kept though nothing stands below it, as a column.
    fn columns(&self) -> (Vec<&str>, Vec<&str>) {
        let filled = self.users.iter().flat_map(|user| &user.more);
        let filled: Vec<&str> = filled.map(|(header, _)| header.as_str()).collect();
        let is_filled: HashSet<&str> = filled.iter().copied().collect();
        let (mut columns, mut left) = (Vec::new(), Vec::new());
        for words in &self.headings {
            let is_told = meaning(words).is_some_and(|known| !is_open(known));
            if is_filled.contains(words.as_str()) || !is_told && pieces(words).is_empty() {
                columns.push(words.as_str());
            } else if !is_told {
                left.push(words.as_str());
            }
        }
        columns.extend(filled);
        let mut seen = HashSet::new();
        columns.retain(|header| seen.insert(*header));
        (columns, left)
    }

    fn write(&self, page: &mut Page) {
        for line in &self.above {
            page.line(line);
        }
        if !self.users.is_empty() {
            let (more, left) = self.columns();
            page.line(&left.join(" "));
            page.row(HEADER.into_iter().chain(more.iter().copied()));
            for user in &self.users {
                let value = |header: &&str| {
                    let found = user.more.iter().find(|(of, _)| of == header);
                    found.map_or("", |(_, value)| value.as_str())
                };
                let cells = user.cells.iter().map(String::as_str);
                page.row(cells.chain(more.iter().map(value)));
            }
        }
        for line in &self.below {
            page.line(line);
        }
    }
}
