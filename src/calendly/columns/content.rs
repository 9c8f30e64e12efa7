//! What the cells of a column look like, where no header says what it holds.
//!
//! Judges by the greater part of a sample, and never takes a column to be two things. Facts: none; a name has no form of its own, so that
//! whatever is nothing else and could be one is taken for one.

use super::{Column, Meaning};
use crate::calendly::address;
use crate::calendly::user::{Role, Status};
use crate::identity::link::path_at_calendly;

/// What the values of one column look like, over a sample of rows.
#[derive(Debug, Clone, Default)]
struct Looks<'a> {
    filled: usize,
    emails: usize,
    roles: usize,
    statuses: usize,
    links: usize,
    words: usize,
    single_words: usize,
    distinct: std::collections::BTreeSet<&'a str>,
}

impl<'a> Looks<'a> {
    fn add(&mut self, cell: &'a str) {
        let cell = cell.trim();
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        self.distinct.insert(cell);
        if address::alone(cell).is_some() || is_mailbox(cell) {
            self.emails += 1;
        } else if is_address_of_page(cell) {
            self.links += 1;
        } else if Role::known(cell).is_some() {
            self.roles += 1;
        } else if Status::known(cell).is_some() {
            self.statuses += 1;
        } else if looks_like_name(cell) {
            self.words += 1;
            self.single_words += usize::from(!cell.contains(char::is_whitespace));
        }
    }

    fn most(&self, of: usize) -> bool {
        of > 0 && of * 2 > self.filled
    }
}

/// Whether a cell is one address in angle brackets behind a name: `Jane Doe <jane@example.com>`.
fn is_mailbox(cell: &str) -> bool {
    cell.ends_with('>') && address::addresses(cell).count() == 1
}

/// Whether a cell is an address of a page of Calendly.
pub fn is_address_of_page(cell: &str) -> bool {
    let address = cell.trim().trim_start_matches('<');
    path_at_calendly(address).is_some_and(|path| path.starts_with('/'))
}

/// Whether a text could be a person's name: letters, few words, no address and no number.
pub fn looks_like_name(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 120
        && text.chars().any(char::is_alphabetic)
        && !text.chars().any(|c| c.is_numeric() || "@/\\<>{}[]=:;|".contains(c))
        && (!text.ends_with(['.', '?', '!']) || text.len() <= 12)
        && text.split_whitespace().count() <= 6
}

/// The columns of a list without a header, by what stands in them.
pub fn by_content<'a>(rows: &[Vec<&'a str>]) -> Vec<Column> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut looks: Vec<Looks<'a>> = vec![Looks::default(); width];
    for row in rows {
        for (look, cell) in looks.iter_mut().zip(row) {
            look.add(cell);
        }
    }
    let mut meanings = vec![Meaning::Other; width];
    let mut claim = |index: Option<usize>, meaning: Meaning| {
        if let Some(slot) = index.and_then(|index| meanings.get_mut(index)) {
            *slot = meaning;
        }
    };
    let first = |test: &dyn Fn(&Looks<'a>) -> bool| looks.iter().position(test);
    claim(first(&|look| look.most(look.emails)), Meaning::Email);
    claim(first(&|look| look.most(look.links)), Meaning::Link);
    claim(first(&|look| look.most(look.roles)), Meaning::Role);
    claim(first(&|look| look.most(look.statuses)), Meaning::Status);
    let name = first(&|look| look.most(look.words));
    claim(name, Meaning::Name);
    // First and last name: two neighbours of single words that hardly repeat (a group would).
    let given = |look: &Looks<'a>| look.filled >= 2 && look.single_words * 5 >= look.filled * 4;
    if let Some(at) = name
        && let (Some(one), Some(two)) = (looks.get(at), looks.get(at + 1))
        && given(one)
        && given(two)
        && two.distinct.len() * 4 >= two.filled * 3
    {
        claim(Some(at), Meaning::FirstName);
        claim(Some(at + 1), Meaning::LastName);
    }
    meanings
        .into_iter()
        .enumerate()
        .map(|(index, meaning)| Column { index, header: String::new(), meaning })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_without_a_header_is_what_most_of_it_looks_like() {
        use Meaning::{Email, Name, Other, Role};
        for (rows, expected) in [
            ([["Jane Doe", "jane@example.com", "boss@example.com"]; 2], [Name, Email, Other]),
            ([["asks boss@example.com", "jane@example.com", "Jane Doe"]; 2], [Other, Email, Name]),
            (
                [["Jane Doe <jane@example.com>", "jane@example.org", "Admin"]; 2],
                [Email, Other, Role],
            ),
            (
                [["Jane Doe", "jane@example.com", "Admin"], ["Bob Roe", "bob@example.com", "Blue"]],
                [Name, Email, Other],
            ),
        ] {
            let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.to_vec()).collect();
            let found: Vec<_> = by_content(&rows).iter().map(|column| column.meaning).collect();
            assert_eq!(found, expected, "{rows:?}");
        }
    }
}
