//! The columns of a table of JSON entries: one a path.

use std::collections::HashMap;

use super::Table;
use crate::json::tree::{Member, Node, Value, find};

/// The paths met so far, and the column of each.
#[derive(Debug, Default)]
pub struct Paths {
    /// For each path, by its number: the paths one key below it.
    below: Vec<HashMap<String, usize>>,
    names: Vec<String>,
    columns: Vec<Option<usize>>,
    width: usize,
}

impl Paths {
    /// The path of an entry itself.
    pub const ROOT: usize = 0;

    /// The path one key below another.
    fn path(&mut self, parent: usize, key: &str) -> usize {
        if self.names.is_empty() {
            self.new_path(String::new());
        }
        if let Some(path) = self.below.get(parent).and_then(|below| below.get(key)) {
            return *path;
        }
        let name = match self.names.get(parent).map(String::as_str) {
            None | Some("") => key.to_owned(),
            Some(parent) => [parent, ".", key].concat(),
        };
        let path = self.new_path(name);
        if let Some(below) = self.below.get_mut(parent) {
            below.insert(key.to_owned(), path);
        }
        path
    }

    fn new_path(&mut self, name: String) -> usize {
        self.names.push(name);
        self.below.push(HashMap::new());
        self.columns.push(None);
        self.names.len() - 1
    }

    /// The column of the path one key below another; a new one gets its heading in the table.
    pub fn column(&mut self, parent: usize, key: &str, table: &mut Table) -> usize {
        let path = self.path(parent, key);
        if let Some(Some(column)) = self.columns.get(path) {
            return *column;
        }
        let column = self.width;
        self.width += 1;
        if let Some(slot) = self.columns.get_mut(path) {
            *slot = Some(column);
        }
        table.headings.resize(column, String::new());
        table.headings.push(self.names.get(path).cloned().unwrap_or_default());
        column
    }

    /// Adds the values of an entry to the last row of a table. `text` is the whole text, of which a value that is no cell is
    /// kept as written.
    pub fn flatten(&mut self, text: &str, members: &[Member<'_>], table: &mut Table) {
        self.members(Self::ROOT, text, members, table);
    }

    fn members(&mut self, at: usize, text: &str, members: &[Member<'_>], table: &mut Table) {
        // The names of the standards behind SCIM say nothing of the user.
        let told = || members.iter().filter(|(key, _)| key != "schemas");
        // The user inside a membership comes before what stands around it.
        let is_inner = |value: &Node<'_>| matches!(value.value, Value::Object(_));
        for (key, value) in told().filter(|(_, value)| is_inner(value)) {
            self.value(at, key, text, value, table);
        }
        for (key, value) in told().filter(|(_, value)| !is_inner(value)) {
            self.value(at, key, text, value, table);
        }
    }

    fn value(&mut self, at: usize, key: &str, text: &str, value: &Node<'_>, table: &mut Table) {
        match &value.value {
            Value::Bare("null") => {}
            Value::Bare(word) => {
                let column = self.column(at, key, table);
                table.cell(column, word);
            }
            Value::Text(words) => {
                let column = self.column(at, key, table);
                table.cell(column, words);
            }
            Value::Object(members) => {
                let path = self.path(at, key);
                self.members(path, text, members, table);
            }
            Value::List(items) => {
                // Of several values the one that is called primary comes first (RFC 7643, 2.4).
                let (primary, rest): (Vec<_>, Vec<_>) =
                    items.iter().partition(|item| is_primary(item));
                for item in primary.into_iter().chain(rest) {
                    match &item.value {
                        Value::List(_) => {
                            let column = self.column(at, key, table);
                            table.cell(column, text.get(item.at..item.end).unwrap_or_default());
                        }
                        Value::Object(members) => {
                            let path = self.path(at, key);
                            // Which one is primary is told by the order.
                            for (key, value) in members.iter().filter(|(key, _)| key != "primary") {
                                self.value(path, key, text, value, table);
                            }
                        }
                        _ => self.value(at, key, text, item, table),
                    }
                }
            }
        }
    }
}

/// Whether an item of a list says that it is the primary one, as a literal or as a text.
fn is_primary(item: &Node<'_>) -> bool {
    let Some(primary) = item.members().and_then(|members| find(members, "primary")) else {
        return false;
    };
    match &primary.value {
        Value::Bare(word) => matches!(*word, "true" | "1"),
        Value::Text(text) => text.trim().eq_ignore_ascii_case("true"),
        Value::List(_) | Value::Object(_) => false,
    }
}
