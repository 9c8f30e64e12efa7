//! Which rows of a table a query finds, and in which order.
//!
//! Goes over what the cells say, as a reader sees it, for all rows at any time, shown or not.

use super::view::{Only, Order, Query, Tab};
use crate::phrase::Phrase;
use crate::report::{Report, Table, Which};

/// What searching and sorting need of each row, and what takes all rows to know, made when first asked for.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// How many comments GitLab takes the notes in.
    pub comments: Option<usize>,
    team: Option<Vec<String>>,
    outside: Option<Vec<String>>,
}

impl Rows {
    /// The rows of a table that a query finds, by their index.
    pub fn find(&mut self, report: &Report<'_>, which: Which, query: &Query) -> Vec<usize> {
        let texts = match which {
            Which::Team => &mut self.team,
            Which::Outside => &mut self.outside,
        };
        find(&report.table(which), texts, query)
    }
}

fn find(table: &Table<'_>, texts: &mut Option<Vec<String>>, query: &Query) -> Vec<usize> {
    let mut found: Vec<usize> = (0..table.len())
        .filter(|row| shows(table, *row, query.tab) && is(table, *row, query.only))
        .collect();
    let words: Vec<String> =
        query.words.to_lowercase().split_whitespace().map(str::to_owned).collect();
    if !words.is_empty() {
        let texts =
            texts.get_or_insert_with(|| (0..table.len()).map(|row| text(table, row)).collect());
        found.retain(|row| {
            texts
                .get(*row)
                .is_some_and(|text| words.iter().all(|word| text.contains(word.as_str())))
        });
    }
    if let Some((column, order)) = query.sort {
        let mut keyed: Vec<(String, usize)> =
            found.iter().map(|row| (cell(table, *row, column).to_lowercase(), *row)).collect();
        keyed.sort();
        if order == Order::Falling {
            keyed.reverse();
        }
        found = keyed.into_iter().map(|(_, row)| row).collect();
    }
    found
}

/// Returns whether a view has a part for this row.
fn shows(table: &Table<'_>, row: usize, tab: Option<Tab>) -> bool {
    match tab {
        Some(Tab::ToDo) => table.to_do(row),
        Some(Tab::Outside) => table.which() == Which::Outside,
        Some(Tab::Everyone) | None => true,
    }
}

fn is(table: &Table<'_>, row: usize, only: Only) -> bool {
    match only {
        Only::All => true,
        Only::Level(level) => table.level(row) == Some(level),
        Only::Label(label) => {
            let mut open = table.findings(row).iter().filter(|found| found.intentional.is_none());
            open.any(|finding| finding.label == label)
        }
        Only::Clear => table.matched(row) && table.level(row).is_none(),
        Only::Matched => table.matched(row),
        Only::About(about) => table
            .findings(row)
            .iter()
            .any(|finding| finding.label.about() == about && finding.intentional.is_none()),
        Only::Undecided => table.undecided(row),
        Only::Suggested => table.suggested(row),
        Only::New => table.is_new(row),
    }
}

fn text(table: &Table<'_>, row: usize) -> String {
    let mut all = String::new();
    for column in 0..table.width() {
        all.push_str(&cell(table, row, column));
        all.push('\n');
    }
    all.to_lowercase()
}

fn cell(table: &Table<'_>, row: usize, column: usize) -> String {
    let mut phrase = Phrase::new();
    table.cell(row, column, &mut phrase);
    phrase.plain()
}
