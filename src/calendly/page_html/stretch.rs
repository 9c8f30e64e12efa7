//! A stretch of the page that holds no sheet: cut into tokens, its users told by the rules of [`page_text`](super::super::page_text),
//! each line as what is to be written of it.

use std::collections::{HashMap, HashSet};

use super::super::Status;
use super::super::columns::{Meaning, headings::meaning};
use super::super::page_text::Chrome;
use super::super::page_text::fields::{Columns, fields};
use super::super::page_text::name::{looks_like_initials, name};
use super::super::page_text::record::{LayoutHints, records};
use super::super::page_text::tabs;
use super::super::page_text::token::{Kind, Token, cut_cell, join_headings};
use super::super::page_text::words::squeezed;
use super::flow::{Span, Stands};

/// A user as a row of the text.
pub(super) struct Row {
    /// The key of its address.
    pub key: String,
    /// The cells of the columns that are always written.
    pub cells: [String; 5],
    /// What else stands in the row: the column's header, and the text.
    pub more: Vec<(String, String)>,
}

/// What is written of one line of the page.
#[derive(Default)]
pub(super) struct Line {
    /// Whether a tab of the page begins here: what follows is under another heading.
    pub begins_section: bool,
    /// The words above the columns of a table that users stand in.
    pub headings: Vec<String>,
    /// The users who stand in it.
    pub users: Vec<Row>,
    /// What stands in no row.
    pub rest: String,
}

impl Row {
    /// Takes a text by its column's header, where the words alone did not tell what it is: a role that
    /// this tool does not know, a name below its address. Says whether it did.
    fn takes(&mut self, header: &str, token: &Token<'_>) -> bool {
        let at = match meaning(header) {
            Some(Meaning::Name) if name(token.text).is_some() => 0,
            Some(Meaning::Role) => 2,
            Some(Meaning::Status) => 3,
            _ => return false,
        };
        let Some(cell) = self.cells.get_mut(at) else { return false };
        let is_free =
            cell.is_empty() && matches!(token.kind, Kind::Text | Kind::Role(_) | Kind::Status(_));
        if is_free {
            *cell = squeezed(token.text);
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

/// A stretch of the page, cut into tokens.
pub(super) struct Stretch<'a> {
    spans: &'a [Span],
    tokens: Vec<Token<'a>>,
    /// For each token, the span that it is of.
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
    /// Cuts it into tokens.
    pub fn of(spans: &'a [Span]) -> Self {
        let mut tokens = Vec::new();
        let mut span_of = Vec::new();
        for (at, span) in spans.iter().enumerate() {
            match span.stands {
                Stands::Border => tokens.push(Token {
                    text: "",
                    line: span.line,
                    cell: span.block,
                    kind: Kind::Chrome(vec![Chrome::RowEnd]),
                }),
                Stands::OtherTab => tokens.push(Token {
                    text: &span.text,
                    line: span.line,
                    cell: span.block,
                    kind: Kind::Chrome(vec![Chrome::Control]),
                }),
                Stands::Plain | Stands::Control | Stands::Behind => {
                    cut_cell(&span.text, span.line, span.block, &mut tokens);
                }
            }
            span_of.resize(tokens.len(), at);
        }
        join_headings(&mut tokens);
        let mut stretch = Self { spans, tokens, span_of, headers: headers(spans) };
        stretch.believe_name_columns();
        stretch
    }

    /// In a column that is headed as names, a role word is a name; but not beside one.
    fn believe_name_columns(&mut self) {
        let cell_of = |at: usize| self.span(at).map(|span| (span.line, span.cell));
        let texts = self
            .tokens
            .iter()
            .enumerate()
            .filter(|(_, token)| token.kind == Kind::Text && !looks_like_initials(token.text));
        let named: HashSet<_> = texts.filter_map(|(at, _)| cell_of(at)).collect();
        let is_name = |at: &usize| {
            self.header(*at).is_some_and(|words| meaning(words) == Some(Meaning::Name))
                && cell_of(*at).is_some_and(|cell| !named.contains(&cell))
        };
        let headed: Vec<usize> = (0..self.tokens.len()).filter(is_name).collect();
        for at in headed {
            if let Some(token) = self.tokens.get_mut(at)
                && matches!(token.kind, Kind::Role(_) | Kind::Status(_))
            {
                token.kind = Kind::Text;
            }
        }
    }

    /// The words above the column in which a token stands.
    fn header(&self, token: usize) -> Option<&'a str> {
        let span = self.span(token).filter(|span| span.cell > 0)?;
        let above = self.headers.partition_point(|(line, _)| *line < span.line).checked_sub(1)?;
        self.headers.get(above)?.1.get(&span.cell).copied()
    }

    /// The line of the words above the columns of a token's table.
    fn header_line(&self, token: usize) -> Option<usize> {
        let span = self.span(token).filter(|span| span.cell > 0)?;
        let above = self.headers.partition_point(|(line, _)| *line < span.line).checked_sub(1)?;
        let (line, words) = self.headers.get(above)?;
        (!words.is_empty()).then_some(*line)
    }

    fn span(&self, token: usize) -> Option<&'a Span> {
        self.spans.get(*self.span_of.get(token)?)
    }

    /// What is written, line by line.
    pub fn lines(&self) -> Vec<Line> {
        let tokens = &self.tokens;
        let hints = LayoutHints::of(tokens);
        let records = records(tokens, &hints);
        let columns = Columns::of(tokens, &records, &hints);
        let mut used = vec![false; tokens.len()];
        let mut users: HashMap<usize, Row> = HashMap::new();
        for (record, by_tab) in records.iter().zip(tabs::statuses(tokens, &records)) {
            let fields = fields(tokens, record, &hints, &columns);
            let Some(Kind::Address(email)) = tokens.get(record.address).map(|token| &token.kind)
            else {
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
        let first_user = records.first().map_or(tokens.len(), |record| record.address);
        let last_user = records.last().map_or(0, |record| record.address);
        let mut lines = Vec::new();
        let mut start = 0;
        for line in tokens.chunk_by(|one, next| one.line == next.line) {
            let range = start..start + line.len();
            start = range.end;
            let mut out = Line {
                begins_section: line.iter().any(|token| {
                    matches!(&token.kind, Kind::Chrome(pieces)
                        if pieces.iter().any(|piece| matches!(piece, Chrome::Tab(..))))
                }),
                ..Line::default()
            };
            let in_row = line.first().is_some_and(|token| token.text.is_empty());
            let own: Vec<usize> = range.clone().filter(|at| users.contains_key(at)).collect();
            for at in &own {
                out.users.extend(users.remove(at));
            }
            let mut rest: Vec<&str> = Vec::new();
            for at in range {
                let (Some(token), Some(span)) = (tokens.get(at), self.span(at)) else { continue };
                let is_used = used.get(at) == Some(&true);
                let between_users = first_user < at && at < last_user || in_row && !own.is_empty();
                if is_used
                    || token.text.is_empty()
                    || is_of_every_row(token, span, between_users, &hints)
                {
                    continue;
                }
                match out.users.last_mut().filter(|_| in_row) {
                    // The link is told already.
                    Some(row) if token.kind == Kind::Link && row.states_link(token.text) => {}
                    Some(row) => {
                        let words = self.header(at).unwrap_or_default();
                        let beside = own
                            .iter()
                            .all(|at| self.span(*at).map(|span| span.cell) != Some(span.cell));
                        if !(beside && row.takes(words, token)) {
                            row.add(header_of(words, span.cell), token.text);
                        }
                    }
                    None if span.stands == Stands::Behind => {}
                    // What the header that is written says is not said twice.
                    None if span.cell > 0 && headed.contains(&span.line) => {
                        out.headings.push(squeezed(token.text));
                    }
                    None => rest.push(token.text),
                }
            }
            out.rest = squeezed(&rest.join(" "));
            lines.push(out);
        }
        lines
    }
}

/// Whether a token is what every row of the page has: its menu, initials, the words of its link.
fn is_of_every_row(
    token: &Token<'_>,
    span: &Span,
    between_users: bool,
    hints: &LayoutHints<'_>,
) -> bool {
    match &token.kind {
        Kind::Chrome(pieces) => {
            let of_row =
                |piece: &Chrome| matches!(piece, Chrome::RowEnd | Chrome::Resend | Chrome::Control);
            between_users && pieces.iter().all(of_row) || hints.repeated.contains(token.text)
        }
        Kind::Text if looks_like_initials(token.text) => between_users || hints.initials,
        Kind::Text => span.stands == Stands::Control && hints.repeated.contains(token.text),
        Kind::Blank => true,
        _ => false,
    }
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

/// Whether a column keeps its own header: no column of [`HEADER`] says what it holds.
pub(super) fn is_open(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Group | Meaning::Activated | Meaning::PendingInvite | Meaning::Other)
}
