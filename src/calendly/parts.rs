//! Cuts a text into parts, each in one format.
//!
//! What announces itself (JSON, a Markdown table, a header, `sep=`) is cut out first; the text between is
//! judged by blocks of lines. Whatever no stricter format explains goes to the reader of the copied page, which
//! is anchored on addresses. Never drops a line: every line that is not blank is in exactly one part. Linear.

use std::collections::HashSet;

use super::columns::content::looks_like_name;
use super::columns::{self, Meaning, headings};
use super::format::Format;
use super::lines::{Line, LineNumbers, line_at, lines};
use super::mailboxes::{is_heading, mailboxes, without_bullet};
use super::part::{Part, PartReading};
use super::tables::separated::{LONGEST_CELL, separator_line};
use super::tables::{self, blocks, header, json, separated};
use super::user::{Role, Status};
use super::vocabulary::address;
use super::vocabulary::page_chrome::{Chrome, chrome};
use crate::markdown::is_rule_line;

/// A header longer than this is none.
const LONGEST_HEADER: usize = 4000;

/// How many lines of page chrome may stand between a heading and its first row.
const LONGEST_CHROME: usize = 12;

/// How many lines without an address tell what a block is.
const SAMPLE: usize = 1000;

/// Separators, the one that is least likely inside a cell first.
const SEPARATED: [Format; 4] = [Format::Tab, Format::Semicolon, Format::Comma, Format::Pipe];

/// A part as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Detected<'a> {
    /// The part.
    pub part: Part<'a>,
    /// What it looks like.
    pub format: Format,
    /// The line by which it announces itself: its header. Empty where that says nothing of its form, as in
    /// JSON; `None` where nothing announces it.
    pub header: Option<&'a str>,
}

/// A format, and the stretch of the text that is in it.
struct Span {
    format: Format,
    start: usize,
    end: usize,
    is_announced: bool,
}

/// The parts of a text, in its order. `source` is the index of the source.
pub fn parts(text: &str, source: usize) -> Vec<Detected<'_>> {
    let mut spans = Vec::new();
    let mut free: Option<usize> = None;
    let mut at = 0;
    while let Some(line) = line_at(text, at) {
        if line.is_blank() {
            at = line.next;
        } else if let Some((format, end)) = announced(text, &line) {
            if let Some(start) = free.take() {
                free_parts(text, start, line.at, &mut spans);
            }
            spans.push(Span { format, start: line.at, end, is_announced: true });
            at = end.max(line.at + 1);
        } else {
            free.get_or_insert(line.at);
            at = line.next;
        }
    }
    if let Some(start) = free {
        free_parts(text, start, text.len(), &mut spans);
    }
    let mut numbers = LineNumbers::new(text, 1);
    spans
        .into_iter()
        .filter_map(|Span { format, start, end, is_announced }| {
            let first_line = numbers.of(start);
            let part = Part { text: text.get(start..end)?, source, first_line };
            let header = match format {
                _ if !is_announced => None,
                Format::Json => Some(""),
                _ => line_at(part.text, 0).map(|line| line.text),
            };
            Some(Detected { part, format, header })
        })
        .collect()
}

/// The format that a text announces by its first line, if it does.
pub fn announced_by(text: &str) -> Option<Format> {
    announced(text, &following(text, 0)?).map(|(format, _)| format)
}

/// The format that a line announces, and where its part ends.
fn announced(text: &str, line: &Line<'_>) -> Option<(Format, usize)> {
    if json::begins(line.text) {
        return Some((Format::Json, json::extent(text, line.at)));
    }
    let next = line_at(text, line.next);
    if line.text.contains('|')
        && next.is_some_and(|next| next.text.contains('|') && is_rule_line(next.text))
    {
        let end = lines(text.get(line.at..)?).take_while(|row| row.text.contains('|')).last()?;
        return Some((Format::MarkdownTable, line.at + end.next));
    }
    if let Some(format) = separator_line(line.text) {
        return Some((format, table_end(text, line.next, format)));
    }
    let format = header_format(text, line).or_else(|| unlike_format(text, line))?;
    Some((format, table_end(text, line.at, format)))
}

/// How many lines below a line tell whether it heads them.
const ROWS_BELOW: usize = 20;

/// The separated format whose header a line is by being unlike the rows below it, whatever its words.
fn unlike_format(text: &str, line: &Line<'_>) -> Option<Format> {
    if line.text.len() > LONGEST_HEADER || line.text.contains('@') {
        return None;
    }
    let next = following(text, line.next)?;
    if !next.text.contains('@') && !next.text.contains("calendly.com") {
        return None;
    }
    let mut end = next.next;
    for _ in 1..ROWS_BELOW {
        let Some(row) = line_at(text, end).filter(|row| !row.is_blank()) else { break };
        end = row.next;
    }
    let part = Part { text: text.get(line.at..end)?, source: 0, first_line: 1 };
    SEPARATED.into_iter().find(|format| {
        let Some(separator) = format.separator().map(char::from) else { return false };
        // The first row may be short: cells at its end are left out where they are empty.
        let has_cells =
            part.text.get(line.text.len()..).is_some_and(|rows| rows.contains(separator));
        if !line.text.contains(separator) || !has_cells {
            return false;
        }
        let (table, _) = separated::read(&part, *format, &mut PartReading::default());
        let width = |row: usize| table.row(row).map_or(0, tables::RowRef::width);
        width(0) > 1 && header::is_above_identities(&table, 0, &header::profiles_below(&table, 0))
    })
}

/// Whether the cells of a line are known headings.
fn is_known_header(line: &str, separator: char) -> bool {
    header::could_be(cells(line, separator)) && headings::are_known(cells(line, separator))
}

/// The separated format whose header a line is, if it is one.
fn header_format(text: &str, line: &Line<'_>) -> Option<Format> {
    if line.text.len() > LONGEST_HEADER || line.text.contains('@') {
        return None;
    }
    // The tabs and controls of the page may stand between its heading and its rows.
    let mut row = following(text, line.next);
    for _ in 0..LONGEST_CHROME {
        let Some(found) = row.filter(|row| row.text.len() <= 60 && chrome(row.text).is_some())
        else {
            break;
        };
        row = following(text, found.next);
    }
    SEPARATED.into_iter().find(|format| {
        let Some(separator) = format.separator().map(char::from) else { return false };
        if !line.text.contains(separator) || !is_known_header(line.text, separator) {
            return false;
        }
        let Some(row) = row else { return true };
        // The page's own heading stands over rows that are no table: each cell on a line of its own, or name
        // and address in one cell.
        let known = || cells(line.text, separator).filter_map(headings::meaning);
        let has_email = known().any(|meaning| meaning == Meaning::Email);
        let record = text.get(row.at..quoted_end(text, &row)).unwrap_or_default();
        let is_first_cell = || {
            let first = cells(line.text, separator).next().and_then(headings::meaning);
            first == Some(Meaning::Email) && address::alone(row.text).is_some()
        };
        let row_fits = record.contains(separator) || is_first_cell();
        let tells = !row.text.contains('@')
            || (known().count() > 1
                && cells(row.text, separator).any(|cell| address::alone(cell).is_some()));
        row_fits && (has_email || tells)
    })
}

/// The next line that is not blank.
fn following(text: &str, at: usize) -> Option<Line<'_>> {
    let mut at = at;
    loop {
        let line = line_at(text, at)?;
        if !line.is_blank() {
            return Some(line);
        }
        at = line.next;
    }
}

/// The cells of a line, separators inside quotation marks aside: enough to recognise a header or a row. A line that stands in
/// quotation marks as a whole has the cells that stand inside, where each mark is written twice.
fn cells(line: &str, separator: char) -> impl Iterator<Item = &str> + Clone {
    let inside = inside_quotes(line).filter(|inside| inside.contains(separator));
    let (line, quote) = inside.map_or((line, "\""), |inside| (inside, "\"\""));
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = quoted_cell(text, separator, quote)
            .or_else(|| text.find(separator))
            .unwrap_or(text.len());
        rest = text.get(end + separator.len_utf8()..);
        Some(text.get(..end)?.trim().trim_matches(['"', '\'']))
    })
}

/// What stands inside the quotation marks around a whole line: one cell, all marks inside it written twice.
fn inside_quotes(line: &str) -> Option<&str> {
    let inside = line.trim().strip_prefix('"')?.strip_suffix('"')?;
    inside.split("\"\"").all(|text| !text.contains('"')).then_some(inside)
}

/// Where the quoted cell ends that a text begins with, if it does; `quote` is how a quotation mark is written.
fn quoted_cell(text: &str, separator: char, quote: &str) -> Option<usize> {
    let inner = text.trim_start().strip_prefix(quote)?;
    let from = text.len() - inner.len();
    let mut quotes = inner.match_indices(quote).map(|(at, _)| at).peekable();
    while let Some(at) = quotes.next() {
        // Two of them are one inside the cell.
        if quotes.next_if_eq(&(at + quote.len())).is_some() {
            continue;
        }
        let end = from + at + quote.len();
        let behind = text.get(end..)?.trim_start_matches(' ');
        if behind.starts_with(separator) || behind.is_empty() {
            return Some(end);
        }
    }
    None
}

/// Where the table that begins at `at` ends: before a line that does not fit, unless the table goes on right
/// after it.
fn table_end(text: &str, at: usize, format: Format) -> usize {
    let Some(separator) = format.separator().map(char::from) else { return at };
    let Some(header) = line_at(text, at) else { return at };
    let width = header.text.matches(separator).count();
    let mut end = header.next;
    let mut from = header.next;
    let mut after_blank = false;
    while let Some(line) = line_at(text, from) {
        if line.is_blank() {
            (from, after_blank) = (line.next, true);
            continue;
        }
        let record_end = quoted_end(text, &line);
        let record = text.get(line.at..record_end).unwrap_or_default();
        let count = || record.matches(separator).take(width).count();
        let fits = record.contains(separator) && (!after_blank || count() * 2 >= width);
        let chromes = || if line.text.len() <= 60 { chrome(line.text) } else { None };
        if fits {
            if line.text != header.text && begins_anew(text, &line) {
                break;
            }
            (from, end, after_blank) = (record_end, record_end, false);
        } else if let Some(known) = chromes() {
            // A tab's heading opens the next list; a pager behind a blank line may.
            if matches!(known, Chrome::Tab(..)) {
                break;
            }
            from = line.next;
            if !after_blank {
                end = from;
            }
        } else {
            // A stray line inside the table: the next one fits again.
            let stray = !after_blank
                && !json::begins(line.text)
                && line_at(text, line.next)
                    .is_some_and(|next| next.text.contains(separator) && !begins_anew(text, &next));
            if !stray {
                break;
            }
            (from, end) = (line.next, line.next);
        }
    }
    end
}

/// Whether a line that would fit into a table begins another part.
fn begins_anew(text: &str, line: &Line<'_>) -> bool {
    json::begins(line.text) || header_format(text, line).is_some()
}

/// Where the record that begins with a line ends: a quoted cell may hold line ends.
fn quoted_end(text: &str, line: &Line<'_>) -> usize {
    let odd = |line: &Line<'_>| {
        line.text.contains('"') && line.text.bytes().filter(|b| *b == b'"').count() % 2 == 1
    };
    if !odd(line) {
        return line.next;
    }
    let mut at = line.next;
    for _ in 0..LONGEST_CELL {
        let Some(next) = line_at(text, at) else { break };
        at = next.next;
        if odd(&next) {
            return at;
        }
    }
    line.next
}

/// What a block of lines without a blank one between them looks like.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Block {
    /// Page chrome, headings and nothing else.
    Chrome,
    /// Plain lists of addresses; whether there are several lines of them.
    Emails { several: bool },
    /// Rows of cells, one of them an address.
    Rows { format: Format, several: bool },
    /// Lines of fields: `key: value`.
    Fields,
    /// Lines that look like names, and no address at all.
    Names,
    /// Anything else.
    Other,
}

/// Cuts a stretch that nothing announces.
fn free_parts(text: &str, start: usize, end: usize, spans: &mut Vec<Span>) {
    let span = |format, start, end| Span { format, start, end, is_announced: false };
    let stretch = text.get(start..end).unwrap_or_default();
    let mut blocks = judged_blocks(stretch);
    // Labels before addresses are fields where they come again and again, and beside blocks of fields.
    let labelled = |(_, from, to): &(Block, usize, usize)| {
        let inside = stretch.get(*from..*to).unwrap_or_default();
        let fields = lines(inside).filter(|line| !blocks::is_border(line.text));
        fields.map(|line| Some(blocks::field(line.text)?.key)).collect::<Option<Vec<_>>>()
    };
    if stretch.contains(':') {
        let labels: Vec<_> = blocks.iter().map(labelled).collect();
        let all = || labels.iter().flatten().flatten();
        let come_again = all().collect::<HashSet<_>>().len() * 2 <= all().count();
        let is_beside = blocks.iter().any(|(block, _, _)| *block == Block::Fields);
        for ((block, _, _), labels) in blocks.iter_mut().zip(&labels) {
            let has_some = labels.as_ref().is_some_and(|labels| !labels.is_empty());
            if has_some && (come_again || is_beside) {
                *block = Block::Fields;
            }
        }
    }
    let telling =
        || blocks.iter().map(|(block, _, _)| *block).filter(|block| *block != Block::Chrome);
    let only = match telling().next() {
        _ if !text.contains('@') && telling().any(|block| block == Block::Names) => {
            Some(Format::Names)
        }
        Some(Block::Fields) if telling().all(|block| block == Block::Fields) => {
            Some(Format::Blocks)
        }
        Some(Block::Emails { .. })
            if telling().all(|block| matches!(block, Block::Emails { .. })) =>
        {
            Some(Format::Emails)
        }
        Some(Block::Rows { format: first, .. })
            if telling()
                .all(|block| matches!(block, Block::Rows { format, .. } if format == first)) =>
        {
            Some(first)
        }
        _ => None,
    };
    if let Some(format) = only {
        spans.push(span(format, start, end));
        return;
    }
    let mut previous: Option<Format> = None;
    for (block, from, to) in blocks {
        let format = match block {
            Block::Emails { several: true } => Format::Emails,
            Block::Rows { format, several: true } => format,
            Block::Fields => Format::Blocks,
            _ => Format::Page,
        };
        match spans.last_mut() {
            Some(last) if previous == Some(format) => last.end = start + to,
            _ => spans.push(span(format, start + from, start + to)),
        }
        previous = Some(format);
    }
}

/// The blocks of a stretch with their places.
fn judged_blocks(stretch: &str) -> Vec<(Block, usize, usize)> {
    let mut found = Vec::new();
    let mut block: Vec<Line<'_>> = Vec::new();
    let mut close = |block: &mut Vec<Line<'_>>| {
        if let (Some(first), Some(last)) = (block.first(), block.last()) {
            found.push((judge(block), first.at, last.next));
        }
        block.clear();
    };
    for line in lines(stretch) {
        if line.is_blank() {
            close(&mut block);
        } else {
            block.push(line);
        }
    }
    close(&mut block);
    found
}

/// What a block looks like.
fn judge(block: &[Line<'_>]) -> Block {
    if are_fields(block) {
        return Block::Fields;
    }
    let mut wide = [(0_usize, 0_u64); SEPARATED.len()];
    // A line that stands in quotation marks as a whole is a spreadsheet's.
    let are_whole = block.iter().all(|line| inside_quotes(line.text).is_some());
    let (mut emails, mut addressed, mut names, mut others, mut chromes) = (0, 0, 0, 0, 0);
    let mut rows = [0_usize; SEPARATED.len()];
    for line in block {
        let text = line.text.trim();
        if text.contains('@') && address::addresses(text).next().is_some() {
            addressed += 1;
            for ((count, wide), format) in rows.iter_mut().zip(&mut wide).zip(SEPARATED) {
                match row_addresses(line.text, format) {
                    Some((1, _)) => *count += 1,
                    // Several addresses beside words are a row where they stand in the same cells of each line.
                    Some((_, cells)) if wide.1 == 0 || wide.1 == cells || are_whole => {
                        *wide = (wide.0 + 1, cells);
                    }
                    _ => {}
                }
            }
            emails += usize::from(mailboxes(text).is_plain());
        } else if names + others + chromes >= SAMPLE {
            // The rest of a long block without addresses is like its beginning.
        } else if !text.starts_with('#')
            && (Role::known(text).is_some() || Status::known(text).is_some())
        {
            others += 1;
        } else if is_heading(text) || chrome(text).is_some() {
            chromes += 1;
        } else if looks_like_name(without_bullet(text)) {
            names += 1;
        } else if text.contains(char::is_alphanumeric) {
            others += 1;
        }
    }
    let several = addressed >= 2;
    let says = |line: &&Line<'_>| line.text.contains(char::is_alphanumeric);
    let is_headed = block.first().is_some_and(|line| !line.text.contains('@'))
        && block.iter().filter(says).count() == addressed + 1;
    for (count, (wide, _)) in rows.iter_mut().zip(wide) {
        *count += if wide >= 2 || are_whole { wide } else { 0 };
    }
    let best = SEPARATED.into_iter().zip(rows).max_by_key(|(_, count)| *count);
    match best {
        Some((format, count))
            if count > 0 && count * 5 >= addressed * 4 && (names + others) * 5 <= count =>
        {
            Block::Rows { format, several }
        }
        // One line of words above addresses alone is their heading: of several users the first alone would have a name.
        _ if addressed > 0
            && emails == addressed
            && (names + others == 0 || several && names + others == 1 && is_headed) =>
        {
            Block::Emails { several }
        }
        _ if addressed == 0 && names + others == 0 && chromes > 0 => Block::Chrome,
        _ if addressed == 0 && names > others => Block::Names,
        _ => Block::Other,
    }
}

/// Whether nearly all lines of a block are fields, and not each of them a label before an address.
fn are_fields(block: &[Line<'_>]) -> bool {
    let told = block.iter().take(SAMPLE).filter(|line| !blocks::is_border(line.text));
    let (mut all, mut fields, mut names) = (0, 0, 0);
    let mut has_other = block.iter().any(|line| blocks::begins_vcard(line.text));
    for line in told {
        all += 1;
        if let Some(several) = blocks::inline(line.text) {
            fields += 1;
            has_other = true;
            names += several.iter().filter(|field| tells(field)).count();
        } else if let Some(field) = blocks::field(line.text) {
            fields += 1;
            has_other |= !field.value.contains('@');
            names += usize::from(tells(&field));
        } else if line.text.starts_with([' ', '\t', '-', '*']) {
            fields += 1;
        }
    }
    fields * 5 >= all * 4 && has_other && names > 0 && (fields > 1 || names > 1)
}

/// Whether a field says who somebody is.
fn tells(field: &blocks::Field<'_>) -> bool {
    address::mailbox(field.value).is_some()
        || columns::content::is_page(field.value)
        || !field.value.is_empty()
            && matches!(headings::meaning(field.key), Some(Meaning::Name | Meaning::Email))
}

/// How many cells of a row are addresses, and which (a bit each), where another cell holds something else; `None` where a line is
/// no row.
fn row_addresses(line: &str, format: Format) -> Option<(usize, u64)> {
    let separator = format.separator().map(char::from)?;
    if !line.contains(separator) {
        return None;
    }
    let (mut addresses, mut words, mut places) = (0, 0, 0_u64);
    for (at, cell) in cells(line, separator).enumerate() {
        if address::alone(cell).is_some() {
            addresses += 1;
            places |= 1 << (at % 64);
        } else if cell.contains('@') {
            // In a remark it is nobody's; a mailbox among others makes a list of them.
            if mailboxes(cell).is_plain() {
                return None;
            }
        } else if !cell.is_empty() {
            words += 1;
        }
    }
    (addresses > 0 && words > 0).then_some((addresses, places))
}

#[cfg(test)]
mod tests;
