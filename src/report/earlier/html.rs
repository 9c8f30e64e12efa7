//! A table as GitLab's rich text editor writes it once a cell holds more than one line: in HTML.
//!
//! Whoever presses Enter in a cell of the notes has the whole table rewritten so, its cells still in Markdown. Rows are
//! handed on as cells of a Markdown table, so that there is one reader for both.

/// Rows of an HTML table, taken line by line.
#[derive(Debug, Default)]
pub(super) struct HtmlTable {
    /// Cells of the row that is open.
    cells: Vec<String>,
    /// Lines of the cell that is open.
    cell: Option<Vec<String>>,
    /// The row's lines as they stood.
    lines: Vec<String>,
}

/// What a line of an HTML table brought to its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Nothing.
    Nothing,
    /// A row: its cells in Markdown, and its own text.
    Row(Vec<String>, String),
    /// Text that stands in no cell.
    Stray,
    /// The table.
    Table,
}

impl HtmlTable {
    /// Whether a line begins such a table.
    pub(super) fn begins(bare: &str) -> bool {
        tag(bare).is_some_and(|(name, _)| name == "table")
    }

    /// Takes the next line.
    pub(super) fn take(&mut self, bare: &str) -> Ended {
        let name = tag(bare).map_or("", |(name, _)| name);
        if self.cell.is_none() && name == "/table" {
            return Ended::Table;
        }
        self.lines.push(bare.to_owned());
        if let Some(lines) = &mut self.cell {
            let end = ["</td>", "</th>"].into_iter().find_map(|end| bare.strip_suffix(end));
            lines.extend(line(end.unwrap_or(bare)));
            if end.is_some() {
                self.close();
            }
            return Ended::Nothing;
        }
        match tag(bare) {
            Some(("td" | "th", inside)) => {
                let end = ["</td>", "</th>"].into_iter().find_map(|end| inside.strip_suffix(end));
                self.cell = Some(line(end.unwrap_or(inside)).into_iter().collect());
                if end.is_some() {
                    self.close();
                }
                Ended::Nothing
            }
            Some(("/tr", _)) => {
                let lines = std::mem::take(&mut self.lines).join(" ");
                Ended::Row(std::mem::take(&mut self.cells), lines)
            }
            Some(("tr" | "thead" | "/thead" | "tbody" | "/tbody" | "table", "")) => {
                self.lines.clear();
                Ended::Nothing
            }
            _ => {
                self.lines.pop();
                Ended::Stray
            }
        }
    }

    /// What is open where the text ends before the table does.
    pub(super) fn rest(self) -> Option<String> {
        (!self.lines.is_empty()).then(|| self.lines.join(" "))
    }

    fn close(&mut self) {
        self.cells.push(self.cell.take().unwrap_or_default().join("<br>"));
    }
}

/// A line of a cell, as a cell of a Markdown table holds it; none where it is empty.
fn line(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.replace('|', "\\|"))
}

/// The name of the tag that a line begins with, and what follows it.
fn tag(bare: &str) -> Option<(&str, &str)> {
    let (inside, rest) = bare.strip_prefix('<')?.split_once('>')?;
    let name = inside.split(char::is_whitespace).next()?;
    Some((name, rest))
}
