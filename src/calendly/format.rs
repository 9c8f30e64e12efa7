//! The formats of a list, and a person's word over what was detected.

use serde::{Deserialize, Serialize};

use super::columns::{Column, Meaning};
use super::part::Stated;

/// A format that a part of the list can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Format {
    /// Cells separated by commas.
    Comma,
    /// Cells separated by semicolons, as Excel writes CSV in many countries.
    Semicolon,
    /// Cells separated by tabs: a spreadsheet's copy, and a rich paste of the Users page.
    Tab,
    /// Cells separated by `|`.
    Pipe,
    /// Answers of an API in JSON: Calendly's, SCIM.
    Json,
    /// A Markdown table.
    MarkdownTable,
    /// Text copied from Calendly's Users page.
    Page,
    /// Email addresses, with or without names, in lines or separated.
    Emails,
    /// Names alone, one a line.
    Names,
}

crate::json::words!(Format {
    Comma,
    Semicolon,
    Tab,
    Pipe,
    Json,
    MarkdownTable,
    Page,
    Emails,
    Names
});

impl Format {
    /// Every format, in the order in which a control offers them.
    pub const ALL: &'static [Self] = &[
        Self::Comma,
        Self::Semicolon,
        Self::Tab,
        Self::Pipe,
        Self::Json,
        Self::MarkdownTable,
        Self::Page,
        Self::Emails,
        Self::Names,
    ];

    /// The format's name for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Comma => "CSV",
            Self::Semicolon => "CSV with semicolons",
            Self::Tab => "TSV",
            Self::Pipe => "text separated by |",
            Self::Json => "JSON",
            Self::MarkdownTable => "Markdown table",
            Self::Page => "text copied from the Users page",
            Self::Emails => "email addresses",
            Self::Names => "names, one a line",
        }
    }

    /// The separator of a separated format.
    pub fn separator(self) -> Option<u8> {
        match self {
            Self::Comma => Some(b','),
            Self::Semicolon => Some(b';'),
            Self::Tab => Some(b'\t'),
            Self::Pipe => Some(b'|'),
            _ => None,
        }
    }
}

/// A person's word over what was detected in one part.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Choice {
    /// Index of the source.
    pub source: usize,
    /// Number of the part in its source, counted from 0: [`PartReport::part`].
    pub part: usize,
    /// The format to read it as; `None` leaves the detected one.
    pub format: Option<Format>,
    /// What columns mean, by index; the others stay as they were understood.
    pub columns: Vec<(usize, Meaning)>,
}

crate::json::record!(Choice { source, part, format, columns });

/// What became of one part: for the control that shows, and lets people change, how it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartReport {
    /// Index of the source.
    pub source: usize,
    /// Number of the part in its source, counted from 0.
    pub part: usize,
    /// The number of its first line in the source, counted from 1.
    pub first_line: usize,
    /// The number of its last line that is not blank.
    pub last_line: usize,
    /// What it looks like.
    pub detected: Format,
    /// What it was read as: that, unless a person said otherwise.
    pub format: Format,
    /// The same in words for people, more exactly: `Calendly API, memberships`.
    pub read_as: String,
    /// How many users came of it, before merging.
    pub records: usize,
    /// Its columns as understood; empty where the format has none.
    pub columns: Vec<Column>,
    /// What the part itself says it holds.
    pub stated: Vec<StatedCount>,
}

/// A count that the list states, beside what was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StatedCount {
    /// What the list says.
    pub stated: Stated,
    /// How many such users were read.
    pub read: usize,
}

impl StatedCount {
    /// Whether both agree.
    pub fn agrees(&self) -> bool {
        self.stated.total == self.read
    }
}
