//! The syntax of a Markdown table's rows, for whoever reads one: a user list, or the notes of an earlier audit.
//!
//! Facts: GitLab Flavored Markdown, tables.

/// What Markdown takes off at a cell's ends.
const SPACE: [char; 2] = [' ', '\t'];

/// Cuts a table's row into its cells, trimmed; a bar after a backslash is part of a cell.
pub(crate) fn cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = Vec::new();
    let mut from = 0;
    let mut escaped = false;
    for (at, b) in line.bytes().enumerate() {
        match b {
            b'\\' if !escaped => escaped = true,
            b'|' if !escaped => {
                cells.push(line.get(from..at).unwrap_or("").trim_matches(SPACE));
                from = at + 1;
            }
            _ => escaped = false,
        }
    }
    let rest = line.get(from..).unwrap_or("").trim_matches(SPACE);
    if !rest.is_empty() {
        cells.push(rest);
    }
    cells
}

/// Whether cells are those of the rule under a table's header.
pub(crate) fn is_rule(cells: &[&str]) -> bool {
    !cells.is_empty()
        && cells.iter().all(|cell| {
            let dashes = cell.trim_start_matches(':').trim_end_matches(':');
            !dashes.is_empty() && dashes.bytes().all(|b| b == b'-')
        })
}

/// Whether a line is the rule under a table's header.
pub(crate) fn is_rule_line(line: &str) -> bool {
    is_rule(&cells(line))
}
