//! The formats of a list, and a person's word over what was detected.
//!
//! Knows nothing of how any of them is read: a further one is a line here, and the control of the page and the properties of
//! every reader go over them.

use serde::{Deserialize, Serialize};

use super::columns::{Column, Meaning};
use super::declared_count::StatedCount;
use crate::catalogue::catalogue;

catalogue! {
    /// A format that a part of the list can be in. The order is the one in which a control offers them.
    Format, words {
        /// Cells separated by commas.
        Comma "CSV";
        /// Cells separated by semicolons, as Excel writes CSV in many countries.
        Semicolon "CSV with semicolons";
        /// Cells separated by tabs: a spreadsheet's copy, and a rich paste of the Users page.
        Tab "TSV";
        /// Cells separated by `|`.
        Pipe "text separated by |";
        /// Answers of an API in JSON: Calendly's, SCIM.
        Json "JSON";
        /// A Markdown table.
        MarkdownTable "Markdown table";
        /// Blocks of `key: value` lines: YAML, LDIF, vCard, profiles typed by hand.
        Blocks "blocks of fields";
        /// Text copied from Calendly's Users page.
        Page "text copied from the Users page";
        /// Email addresses, with or without names, in lines or separated.
        Emails "email addresses";
        /// Names alone, one a line.
        Names "names, one a line";
    }
}

impl Format {
    /// The separator of a separated format.
    pub fn separator(self) -> Option<u8> {
        match self {
            Self::Comma => Some(b','),
            Self::Semicolon => Some(b';'),
            Self::Tab => Some(b'\t'),
            Self::Pipe => Some(b'|'),
            Self::Json
            | Self::MarkdownTable
            | Self::Blocks
            | Self::Page
            | Self::Emails
            | Self::Names => None,
        }
    }

    /// The format with that separator.
    pub fn separated_by(separator: u8) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.separator() == Some(separator))
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
