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
mod tree;

use std::collections::{HashMap, HashSet};

pub use tree::{Element, Node, Tree};

use flow::{Span, Stands};
use sheet::Sheet;

use super::Status;
use super::columns::{Meaning, meaning};
use super::page_text::address::addresses;
use super::page_text::bit::{Bit, Kind, cut_cell, join_headings};
use super::page_text::fields::{Columns, fields};
use super::page_text::name::{looks_like_initials, name};
use super::page_text::record::{Habits, records};
use super::page_text::tabs;
use super::page_text::words::squeezed;
use super::page_text::{Furniture, pieces};
use crate::identity::Email;

/// The columns of what is written, before those that only this page has.
const HEADER: [&str; 5] = ["Name", "Email", "Role", "Status", "Calendly link"];

/// The text for the text area; `None` where the tree holds no email address, and the paste's plain text
/// is to be taken instead. Linear in the tree; nesting may be as deep as it likes.
///
/// Lines above the first user as they stand, a line with [`HEADER`] and one line a user with tabs between
/// the cells, then the lines below. A table out of a spreadsheet stays as it stands, with its own header.
pub fn to_text(tree: &Tree) -> Option<String> {
    let parts = rows::parts(tree);
    let spans = flow::spans(tree, &parts);
    let sheets = sheet::sheets(tree, &parts, &spans);
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
                    for range in addresses(text) {
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

/// A user as a row of the text.
struct Row {
    key: String,
    cells: [String; 5],
    /// What else stands in the row: the column's header, and the text.
    more: Vec<(String, String)>,
}

/// What is written of one line of the page.
#[derive(Default)]
struct Line {
    begins_section: bool,
    /// The words above the columns of a table that users stand in.
    headings: Vec<String>,
    users: Vec<Row>,
    rest: String,
}

impl Row {
    /// Takes a text by its column's header, where the words alone did not tell what it is: a role that
    /// this tool does not know, a name below its address. Says whether it did.
    fn takes(&mut self, header: &str, bit: &Bit<'_>) -> bool {
        let at = match meaning(header) {
            Some(Meaning::Name) if name(bit.text).is_some() => 0,
            Some(Meaning::Role) => 2,
            Some(Meaning::Status) => 3,
            _ => return false,
        };
        let Some(cell) = self.cells.get_mut(at) else { return false };
        let is_free =
            cell.is_empty() && matches!(bit.kind, Kind::Text | Kind::Role(_) | Kind::Status(_));
        if is_free {
            *cell = squeezed(bit.text);
        }
        is_free
    }

    /// Whether a link is told already, by its words or by where it leads to.
    fn states_link(&self, text: &str) -> bool {
        let [.., link] = &self.cells;
        link.ends_with(text)
    }

    /// Adds what else stands in the row.
    fn add(&mut self, header: String, text: &str) {
        let text = squeezed(text);
        match self.more.iter_mut().find(|(of, _)| *of == header) {
            Some((_, value)) => {
                value.push_str("; ");
                value.push_str(&text);
            }
            None => self.more.push((header, text)),
        }
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

/// A stretch of the page, cut into bits.
struct Stretch<'a> {
    spans: &'a [Span],
    bits: Vec<Bit<'a>>,
    /// For each bit, the span that it is of.
    span_of: Vec<usize>,
    /// Headers of tables, each with the line from which it holds.
    headers: Vec<(usize, Header<'a>)>,
}

/// The words above each column of a table, by the cell's number.
type Header<'a> = HashMap<usize, &'a str>;

/// The headers of a stretch: rows without an address in which some column is called as columns are. One
/// holds to the end of its table.
fn headers(spans: &[Span]) -> Vec<(usize, Header<'_>)> {
    let mut headers = Vec::new();
    for line in spans.chunk_by(|one, next| one.line == next.line) {
        let Some(first) = line.first() else { continue };
        if !first.in_row {
            headers.push((first.line, Header::new()));
        } else if line.iter().all(|span| !span.text.contains('@'))
            && line.iter().any(|span| span.cell > 0 && meaning(&span.text).is_some())
        {
            let cells = line.iter().filter(|span| span.cell > 0);
            headers.push((first.line, cells.map(|span| (span.cell, span.text.as_str())).collect()));
        }
    }
    headers
}

impl<'a> Stretch<'a> {
    fn of(spans: &'a [Span]) -> Self {
        let mut bits = Vec::new();
        let mut span_of = Vec::new();
        for (at, span) in spans.iter().enumerate() {
            match span.stands {
                Stands::Border => bits.push(Bit {
                    text: "",
                    line: span.line,
                    cell: span.block,
                    kind: Kind::Furniture(vec![Furniture::RowEnd]),
                }),
                Stands::OtherTab => bits.push(Bit {
                    text: &span.text,
                    line: span.line,
                    cell: span.block,
                    kind: Kind::Furniture(vec![Furniture::Control]),
                }),
                Stands::Plain | Stands::Control | Stands::Behind => {
                    cut_cell(&span.text, span.line, span.block, &mut bits);
                }
            }
            span_of.resize(bits.len(), at);
        }
        join_headings(&mut bits);
        let mut stretch = Self { spans, bits, span_of, headers: headers(spans) };
        stretch.believe_name_columns();
        stretch
    }

    /// In a column that is headed as names, a role word is a name; but not beside one.
    fn believe_name_columns(&mut self) {
        let cell_of = |at: usize| self.span(at).map(|span| (span.line, span.cell));
        let texts = self
            .bits
            .iter()
            .enumerate()
            .filter(|(_, bit)| bit.kind == Kind::Text && !looks_like_initials(bit.text));
        let named: HashSet<_> = texts.filter_map(|(at, _)| cell_of(at)).collect();
        let is_name = |at: &usize| {
            self.header(*at).is_some_and(|words| meaning(words) == Some(Meaning::Name))
                && cell_of(*at).is_some_and(|cell| !named.contains(&cell))
        };
        let headed: Vec<usize> = (0..self.bits.len()).filter(is_name).collect();
        for at in headed {
            if let Some(bit) = self.bits.get_mut(at)
                && matches!(bit.kind, Kind::Role(_) | Kind::Status(_))
            {
                bit.kind = Kind::Text;
            }
        }
    }

    /// The words above the column in which a bit stands.
    fn header(&self, bit: usize) -> Option<&'a str> {
        let span = self.span(bit).filter(|span| span.cell > 0)?;
        let above = self.headers.partition_point(|(line, _)| *line < span.line).checked_sub(1)?;
        self.headers.get(above)?.1.get(&span.cell).copied()
    }

    /// The line of the words above the columns of a bit's table.
    fn header_line(&self, bit: usize) -> Option<usize> {
        let span = self.span(bit).filter(|span| span.cell > 0)?;
        let above = self.headers.partition_point(|(line, _)| *line < span.line).checked_sub(1)?;
        let (line, words) = self.headers.get(above)?;
        (!words.is_empty()).then_some(*line)
    }

    fn span(&self, bit: usize) -> Option<&'a Span> {
        self.spans.get(*self.span_of.get(bit)?)
    }

    /// What is written, line by line.
    fn lines(&self) -> Vec<Line> {
        let bits = &self.bits;
        let habits = Habits::of(bits);
        let records = records(bits, &habits);
        let columns = Columns::of(bits, &records, &habits);
        let mut used = vec![false; bits.len()];
        let mut users: HashMap<usize, Row> = HashMap::new();
        for (record, by_tab) in records.iter().zip(tabs::statuses(bits, &records)) {
            let fields = fields(bits, record, &habits, &columns);
            let Some(Kind::Address(email)) = bits.get(record.address).map(|bit| &bit.kind) else {
                continue;
            };
            for at in fields.used.iter().chain([&record.address]) {
                if let Some(used) = used.get_mut(*at) {
                    *used = true;
                }
            }
            let status = if fields.status == Status::NotStated { by_tab } else { fields.status };
            let cells = [
                fields.name,
                email.written().to_owned(),
                fields.role.words().to_owned(),
                status.words().to_owned(),
                fields.link,
            ];
            users.insert(
                record.address,
                Row { key: email.key().to_owned(), cells, more: Vec::new() },
            );
        }
        let headed: HashSet<usize> =
            records.iter().filter_map(|record| self.header_line(record.address)).collect();
        let first_user = records.first().map_or(bits.len(), |record| record.address);
        let last_user = records.last().map_or(0, |record| record.address);
        let mut lines = Vec::new();
        let mut start = 0;
        for line in bits.chunk_by(|one, next| one.line == next.line) {
            let range = start..start + line.len();
            start = range.end;
            let mut out = Line {
                begins_section: line.iter().any(|bit| {
                    matches!(&bit.kind, Kind::Furniture(pieces)
                        if pieces.iter().any(|piece| matches!(piece, Furniture::Tab(..))))
                }),
                ..Line::default()
            };
            let in_row = line.first().is_some_and(|bit| bit.text.is_empty());
            let own: Vec<usize> = range.clone().filter(|at| users.contains_key(at)).collect();
            for at in &own {
                out.users.extend(users.remove(at));
            }
            let mut rest: Vec<&str> = Vec::new();
            for at in range {
                let (Some(bit), Some(span)) = (bits.get(at), self.span(at)) else { continue };
                let is_used = used.get(at) == Some(&true);
                let between_users = first_user < at && at < last_user || in_row && !own.is_empty();
                if is_used
                    || bit.text.is_empty()
                    || is_of_every_row(bit, span, between_users, &habits)
                {
                    continue;
                }
                match out.users.last_mut().filter(|_| in_row) {
                    // The link is told already.
                    Some(row) if bit.kind == Kind::Link && row.states_link(bit.text) => {}
                    Some(row) => {
                        let words = self.header(at).unwrap_or_default();
                        let beside = own
                            .iter()
                            .all(|at| self.span(*at).map(|span| span.cell) != Some(span.cell));
                        if !(beside && row.takes(words, bit)) {
                            row.add(header_of(words, span.cell), bit.text);
                        }
                    }
                    None if span.stands == Stands::Behind => {}
                    // What the header that is written says is not said twice.
                    None if span.cell > 0 && headed.contains(&span.line) => {
                        out.headings.push(squeezed(bit.text));
                    }
                    None => rest.push(bit.text),
                }
            }
            out.rest = squeezed(&rest.join(" "));
            lines.push(out);
        }
        lines
    }
}

/// Whether a bit is what every row of the page has: its menu, initials, the words of its link.
fn is_of_every_row(bit: &Bit<'_>, span: &Span, between_users: bool, habits: &Habits<'_>) -> bool {
    match &bit.kind {
        Kind::Furniture(pieces) => {
            let of_row = |piece: &Furniture| {
                matches!(piece, Furniture::RowEnd | Furniture::Resend | Furniture::Control)
            };
            between_users && pieces.iter().all(of_row) || habits.repeated.contains(bit.text)
        }
        Kind::Text if looks_like_initials(bit.text) => between_users || habits.initials,
        Kind::Text => span.stands == Stands::Control && habits.repeated.contains(bit.text),
        Kind::Blank => true,
        _ => false,
    }
}

/// Whether a column keeps its own header: no column of [`HEADER`] says what it holds.
fn is_open(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Group | Meaning::Activated | Meaning::PendingInvite | Meaning::Other)
}

/// The header of a column that the Users page is not known to have. `cell` is its number; 0 where the
/// row has no cells.
fn header_of(words: &str, cell: usize) -> String {
    match meaning(words) {
        _ if words.is_empty() && cell == 0 => "More".to_owned(),
        _ if words.is_empty() => format!("Column {cell}"),
        // Beside what was read from that column; it must not claim to be it.
        Some(known) if !is_open(known) => format!("{}, more", squeezed(words)),
        _ => squeezed(words),
    }
}
