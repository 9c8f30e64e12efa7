//! The head of a table in earlier notes: what kind of table, and what each column is.

use super::super::folded;
use super::cell::text;

/// A table's head: what kind of table, and what each column is.
#[derive(Debug, Clone)]
pub struct Head {
    /// What kind of table.
    pub kind: Kind,
    /// What each column is.
    pub columns: Vec<Column>,
    /// The columns' headings, as they stand.
    pub names: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Team,
    Outside,
    Decisions,
    Checks,
    /// Derived from the rest: nothing to carry.
    Possible,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Name,
    Email,
    Role,
    Status,
    Link,
    Issues,
    Justification,
    Decision,
    Person,
    Account,
    Id,
    Label,
    Reason,
    Since,
    Check,
    Result,
    Details,
    /// Ours, and made anew each time.
    Derived,
    /// A column that somebody added.
    Added,
}

/// Reads a table's head: ours where it names a person or an account and at least one more column of ours.
/// Columns may stand in any order, more may have been added, some deleted.
pub fn head(cells: &[&str]) -> Option<Head> {
    // Almost every row is none: look before anything is made of it.
    let first = |cell: &&str| {
        ["name", "email", "decision", "check"].iter().any(|n| cell.eq_ignore_ascii_case(n))
    };
    if !cells.iter().any(first) {
        return None;
    }
    let names: Vec<String> = cells.iter().map(|cell| text(cell)).collect();
    let columns: Vec<Column> = names.iter().map(|name| column(name)).collect();
    let has = |column| columns.contains(&column);
    let kind = if has(Column::Decision) && (has(Column::Person) || has(Column::Account)) {
        Kind::Decisions
    } else if has(Column::Check) && has(Column::Result) {
        Kind::Checks
    } else if !has(Column::Name) && !has(Column::Email) {
        return None;
    } else if has(Column::Issues) {
        Kind::Team
    } else if has(Column::Justification) || names.iter().any(|name| name == "Possible match") {
        Kind::Outside
    } else if names.iter().any(|name| name == folded::POSSIBLE_ACCOUNT) {
        Kind::Possible
    } else {
        return None;
    };
    Some(Head { kind, columns, names })
}

fn column(name: &str) -> Column {
    match name.trim().to_lowercase().as_str() {
        "name" => Column::Name,
        "email" => Column::Email,
        "role" => Column::Role,
        "status" => Column::Status,
        "calendly link" => Column::Link,
        "issues" | "issue" | "findings" => Column::Issues,
        "justification" => Column::Justification,
        "decision" => Column::Decision,
        "person" => Column::Person,
        "account" => Column::Account,
        "calendly id" => Column::Id,
        "label" => Column::Label,
        "reason" => Column::Reason,
        "since" => Column::Since,
        "check" => Column::Check,
        "result" => Column::Result,
        "details" => Column::Details,
        "standing" | "gitlab" | "calendly account" | "possible match" | "possible account" => {
            Column::Derived
        }
        _ => Column::Added,
    }
}

/// One row's cells under their head.
pub struct RowCells<'r> {
    /// The head.
    pub head: &'r Head,
    /// The cells.
    pub cells: &'r [&'r str],
}

impl<'r> RowCells<'r> {
    /// The cell of a column; empty where there is none.
    pub fn get(&self, wanted: Column) -> &'r str {
        let at = self.head.columns.iter().position(|column| *column == wanted);
        at.and_then(|at| self.cells.get(at)).copied().unwrap_or("")
    }

    /// Returns the cell under a heading as it stands; empty where there is none.
    pub fn named(&self, heading: &str) -> &'r str {
        let at = self.head.names.iter().position(|name| name == heading);
        at.and_then(|at| self.cells.get(at)).copied().unwrap_or("")
    }

    /// Whom the row is about, for people.
    pub fn who(&self) -> String {
        let name = text(self.get(Column::Name));
        let check = self.get(Column::Check);
        if !check.is_empty() {
            return text(check);
        }
        if name.is_empty() { text(self.get(Column::Email)) } else { name }
    }
}
