//! Records as blocks of `key: value` lines: profiles typed by hand, YAML, LDIF, vCard.
//!
//! A blank line ends a record, and so do a new item of a list, `END:VCARD`, and a key of the record when it comes again
//! behind another one: where the first line of the next record is missing, that record is no part of this one.
//! Values below an indented key stand under its path, as in JSON. Facts: LDIF (RFC 2849), vCard (RFC 6350), YAML's block style.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Table;
use crate::calendly::lines::{Line, lines};
use crate::calendly::part::{Part, PartReading};
use crate::source::UnreadKind;

/// A longer key is a sentence with a colon in it.
const LONGEST_KEY: usize = 40;

/// Why a line of a block is not read.
const NO_FIELD: &str = "This line has no field: no word with a colon behind it.";

/// A line `key: value`, or the beginning of a list's item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    /// How far it stands in, in bytes.
    indent: usize,
    /// Whether a list's item begins with it.
    is_item: bool,
    /// The key; empty for an item without one.
    pub key: &'a str,
    /// The value; empty where it stands below.
    pub value: &'a str,
    /// Whether the value is in base64, as LDIF writes what is not plain ASCII.
    is_base64: bool,
    /// Whether the value stood in quotation marks, in which a backslash stands before a mark.
    is_quoted: bool,
}

/// Reads a line as a field, if it is one.
pub fn field(line: &str) -> Option<Field<'_>> {
    let bare = line.trim_start();
    let mut indent = line.len() - bare.len();
    let item = ["- ", "* ", "+ ", "• "].iter().find_map(|bullet| bare.strip_prefix(bullet));
    let item = item.map(str::trim_start);
    let rest = item.unwrap_or(bare).trim_end();
    if item.is_some() {
        indent += bare.len() - item.unwrap_or_default().len();
    }
    let colon = rest.find(':').or_else(|| rest.find('='))?;
    let (key, value) = rest.split_at_checked(colon)?;
    let value = value.get(1..)?;
    let (is_base64, value) = match value.strip_prefix(':') {
        Some(value) => (true, value),
        None => (false, value),
    };
    // `https://…` is no field, and neither is `10:30`.
    if value.starts_with("//") {
        return None;
    }
    // Parameters of a vCard's property, and the group before it: `item1.EMAIL;TYPE=work:…`.
    let property = key.split(';').next().unwrap_or(key);
    let mut property = if key.len() > property.len() || property.starts_with("item") {
        property.rsplit('.').next().unwrap_or(property)
    } else {
        property
    };
    // A private address beside the one at work.
    if key.len() > property.len() && key.to_ascii_uppercase().ends_with("EMAIL;TYPE=HOME") {
        property = "private address";
    }
    // A bold key, the colon inside or outside the marks.
    let bold = property.starts_with(['*', '_', '`']);
    let value = if bold { value.trim_start_matches(['*', '_', '`']) } else { value };
    let key = unquoted(property.trim().trim_matches(['*', '_', '`']).trim_end());
    let is_key = key.chars().next().is_some_and(char::is_alphabetic)
        && key.chars().count() <= LONGEST_KEY
        && key.split_whitespace().count() <= 6
        && !key.contains(['@', '/', ',', '<', '"', '{', '[', '|', '\t']);
    is_key.then(|| Field {
        indent,
        is_item: item.is_some(),
        key,
        value: unquoted(value.trim()),
        is_base64,
        is_quoted: value.trim().starts_with('"') && value.trim().len() > 1,
    })
}

/// The fields of a line that holds several: `Name: Ida Berg, Role: User`.
pub fn inline(line: &str) -> Option<Vec<Field<'_>>> {
    [", ", "; ", " | ", "\t"].into_iter().find_map(|separator| {
        if !line.contains(separator) {
            return None;
        }
        let line = line.trim();
        let item = line.strip_prefix("- ").unwrap_or(line);
        let inside = item.strip_prefix('{').and_then(|line| line.strip_suffix('}')).unwrap_or(line);
        let fields: Option<Vec<Field<'_>>> = inside.split(separator).map(field).collect();
        fields.filter(|fields| fields.iter().all(|field| !field.value.is_empty()))
    })
}

fn unquoted(text: &str) -> &str {
    ['"', '\'']
        .iter()
        .find_map(|mark| text.strip_prefix(*mark)?.strip_suffix(*mark))
        .unwrap_or(text)
}

/// Whether a line stands around records and says nothing: the ends of a vCard, a YAML document's, a comment.
pub fn is_border(line: &str) -> bool {
    let line = line.trim();
    let lower = line.to_ascii_lowercase();
    ["begin:vcard", "end:vcard", "version: 1", "---", "..."].contains(&lower.as_str())
        || lower.starts_with("version:") && lower.len() <= 12
        || line.starts_with('#')
}

/// Whether a line begins a vCard.
pub fn begins_vcard(line: &str) -> bool {
    line.trim().eq_ignore_ascii_case("begin:vcard")
}

/// Reads blocks into a table.
pub fn read(part: &Part<'_>, reading: &mut PartReading) -> Table {
    let mut reader = Reader {
        part,
        table: Table { is_of_fields: true, ..Table::default() },
        columns: HashMap::new(),
        above: Vec::new(),
        first_key: None,
        keys: HashSet::new(),
        last_key: None,
        is_keyed: is_keyed(part.text),
        items_begin: !all_are_items(part.text),
        is_vcard: false,
        cell: None,
    };
    for (i, line) in lines(part.text).enumerate() {
        reader.line(&line, part.first_line + i, reading);
    }
    reader.end_cell();
    reader.table
}

/// Whether every field is an item of a list: then a bullet begins a line, and not a record.
fn all_are_items(text: &str) -> bool {
    lines(text).filter_map(|line| field(line.text)).all(|field| field.is_item)
}

/// Whether the records stand under keys that have no value of their own: handles, addresses.
fn is_keyed(text: &str) -> bool {
    let mut outer = lines(text)
        .filter(|line| !is_border(line.text))
        .filter_map(|line| field(line.text))
        .filter(|field| field.indent == 0 && !field.is_item);
    let first = outer.next();
    first.is_some_and(|first| first.value.is_empty()) && outer.all(|field| field.value.is_empty())
}

struct Reader<'a> {
    part: &'a Part<'a>,
    table: Table,
    columns: HashMap<String, usize>,
    /// Keys without a value of their own, in which the present line stands, with how far each stands in.
    above: Vec<(usize, &'a str)>,
    /// The first key of the present record, and how far it stands in; `None` between records.
    first_key: Option<(usize, String)>,
    /// The columns of the present record whose keys stand as far in as the first one, and the last of them.
    keys: HashSet<usize>,
    last_key: Option<usize>,
    is_keyed: bool,
    items_begin: bool,
    /// Whether the record is a vCard, in which a comma is written `\\,`.
    is_vcard: bool,
    /// A cell that the next line may go on with.
    cell: Option<(usize, String)>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &Line<'a>, number: usize, reading: &mut PartReading) {
        if line.is_blank() {
            self.end_record();
            return;
        }
        if is_border(line.text) {
            if !line.text.trim_start().starts_with('#') && self.first_key.is_some()
                || self.is_vcard == line.text.to_ascii_lowercase().contains("end:")
            {
                self.end_record();
            }
            self.is_vcard = match line.text.trim().to_ascii_lowercase().as_str() {
                "begin:vcard" => true,
                "end:vcard" => false,
                _ => self.is_vcard,
            };
            let why = "A line between records.";
            reading.leave(self.part.place(number), UnreadKind::Ignored, line.text.trim(), why);
            return;
        }
        let span = line.at..line.at + line.text.len();
        if let Some(fields) = inline(line.text) {
            self.end_record();
            for field in &fields {
                self.take(field, number, &span);
            }
            self.end_record();
            return;
        }
        // LDIF and vCard fold a long value: its next line begins with a space.
        if let Some(more) = line.text.strip_prefix([' ', '\t'])
            && self.above.is_empty()
            && self.first_key.as_ref().is_some_and(|(indent, _)| *indent == 0)
            && field(line.text).is_none_or(|field| field.indent == 1)
            && let Some((_, text)) = &mut self.cell
        {
            text.push_str(more.trim_end());
            return;
        }
        if let Some(field) = field(line.text) {
            self.take(&field, number, &span);
            return;
        }
        // An item of a list of values.
        if let (Some(value), Some((_, key))) =
            (line.text.trim_start().strip_prefix("- "), self.above.last().copied())
            && self.first_key.is_some()
        {
            let column = self.column(key);
            self.end_cell();
            self.table.cell(column, unquoted(value.trim()));
            return;
        }
        // `- Ida Berg` above her fields.
        let bare = line.text.trim_start();
        if let Some(words) = ["- ", "* "].iter().find_map(|bullet| bare.strip_prefix(bullet)) {
            self.end_record();
            self.table.begin_row(number, span);
            self.first_key = Some((line.text.len() - words.len(), String::new()));
            self.cell = Some((self.column(""), words.to_owned()));
            return;
        }
        reading.leave(self.part.place(number), UnreadKind::Unknown, line.text.trim(), NO_FIELD);
    }

    fn take(&mut self, field: &Field<'a>, number: usize, span: &Range<usize>) {
        self.end_cell();
        let root = self.first_key.as_ref().map(|(indent, _)| *indent);
        let begins = match (&self.first_key, root) {
            (None, _) | (_, None) => true,
            (Some((_, first)), Some(root)) => {
                self.items_begin && field.is_item && field.indent <= root
                    || field.indent < root
                    || field.indent == root && (*first == self.path(field) || self.repeats(field))
            }
        };
        if begins {
            self.end_record();
        }
        while self.above.last().is_some_and(|(indent, _)| *indent >= field.indent) {
            self.above.pop();
        }
        if self.first_key.is_none() {
            // A key above all records is no part of them; the one above a single record says whose it is.
            if field.value.is_empty() && (self.is_keyed || field.indent == 0) && !field.is_item {
                self.above.push((field.indent, field.key));
                if !(self.is_keyed && field.key.contains('@')) {
                    return;
                }
            }
            self.above.clear();
            self.table.begin_row(number, span.clone());
            self.first_key = Some((field.indent, field.key.to_owned()));
        }
        if field.value.is_empty() {
            self.above.push((field.indent, field.key));
            return;
        }
        let path = self.path(field);
        let column = self.column(&path);
        if self.first_key.as_ref().is_some_and(|(indent, _)| *indent == field.indent) {
            self.keys.insert(column);
            self.last_key = Some(column);
        }
        let text = match field.value {
            value if field.is_base64 => from_base64(value),
            value if self.is_vcard || field.is_quoted => unescaped(value),
            value => value.to_owned(),
        };
        self.cell = Some((column, text));
    }

    /// Whether the record has the key of this field already, and another one behind that: several values of one key
    /// follow each other. A vCard says itself where it ends.
    fn repeats(&self, field: &Field<'_>) -> bool {
        let column = self.columns.get(&self.path(field));
        !self.is_vcard
            && column
                .is_some_and(|column| self.last_key != Some(*column) && self.keys.contains(column))
    }

    /// The key with those that it stands under.
    fn path(&self, field: &Field<'_>) -> String {
        let above = self.above.iter().filter(|(indent, _)| *indent < field.indent);
        let mut path: Vec<&str> = above.map(|(_, key)| *key).collect();
        path.push(field.key);
        path.join(".")
    }

    fn column(&mut self, path: &str) -> usize {
        if let Some(column) = self.columns.get(path) {
            return *column;
        }
        let column = self.columns.len();
        self.columns.insert(path.to_owned(), column);
        self.table.headings.push(path.to_owned());
        column
    }

    fn end_cell(&mut self) {
        if let Some((column, text)) = self.cell.take() {
            self.table.cell(column, &text);
        }
    }

    fn end_record(&mut self) {
        self.end_cell();
        self.first_key = None;
        self.keys.clear();
        self.last_key = None;
        self.above.clear();
    }
}

/// A value of a vCard without its backslashes.
fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().map(|c| if matches!(c, 'n' | 'N') { ' ' } else { c })),
            c => out.push(c),
        }
    }
    out
}

/// What base64 stands for; as written where it is none.
fn from_base64(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return text.to_owned(),
        };
        (bits, held) = (bits << 6 | u32::from(value), held + 6);
        if held >= 8 {
            held -= 8;
            bytes.extend(u8::try_from(bits >> held & 0xff));
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_a_word_with_a_colon() {
        for (line, expected) in [
            ("Name: Ida Berg", Some(("Name", "Ida Berg"))),
            ("FN:Ida Berg", Some(("FN", "Ida Berg"))),
            ("item1.EMAIL;TYPE=work:ida@example.com", Some(("EMAIL", "ida@example.com"))),
            ("- 'name': \"Ida\"", Some(("name", "Ida"))),
            ("https://calendly.com/ida", None),
            ("10:30", None),
            ("ida@example.com: left", None),
            ("Jane Doe", None),
        ] {
            let found = field(line).map(|field| (field.key, field.value));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn base64_is_decoded_or_kept() {
        assert_eq!(from_base64("WsO8cmljaA=="), "Zürich");
        assert_eq!(from_base64("no base64!"), "no base64!");
    }
}
