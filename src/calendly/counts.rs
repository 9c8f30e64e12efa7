//! What the list says of itself, against what was read.
//!
//! An auditor's list is evidence only if it is complete: the page's own counts (`Active (170)`, `1–25 of
//! 175`) and the pages of an API tell whether something is missing. A count is compared with the users of
//! the stretch that it stands in, see [`stretches`](super::stretches), and several pages that state the
//! same count add up.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::count_scopes::{CountScopes, count_scopes};
use super::declared_count::StatedCount;
use super::declared_count::{Counted, Stated};
use super::part::{Page, PartRead};
use super::user::{Status, User};

/// No list states more different counts than this; a text that does is not made dearer by it.
const MOST_DIFFERENT: usize = 200;

/// How many users were read, for comparing with what a list states. Counted before merging, since the page
/// counts a user in each of its tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Read {
    /// Users who are not pending.
    active: usize,
    /// Pending invitations.
    pending: usize,
}

impl Read {
    fn all(self) -> usize {
        self.active + self.pending
    }

    /// How many users there are of those that a statement counts.
    fn of(self, stated: &Stated) -> usize {
        match stated.of {
            Counted::Active => self.active,
            Counted::Pending => self.pending,
            // A total may be about one tab.
            Counted::Part => [self.active, self.pending]
                .into_iter()
                .find(|read| *read == stated.total)
                .unwrap_or(self.all()),
            // Compared with the other pages, by `pages`.
            Counted::Pages => 0,
        }
    }
}

/// What the parts state, beside what was read: part by part, in the order of the statements.
pub(super) fn compare(parts: &[PartRead]) -> Vec<Vec<StatedCount>> {
    let stretches = count_scopes(parts);
    let mut tally = Tally::of(parts, &stretches);
    let mut alike: HashMap<(Counted, usize), Vec<usize>> = HashMap::new();
    for (at, place) in stretches.places.iter().enumerate() {
        let different = alike.len();
        let key = (place.stated.of, place.stated.total);
        if different < MOST_DIFFERENT || alike.contains_key(&key) {
            alike.entry(key).or_default().push(at);
        }
    }
    let mut compared: Vec<(usize, usize, StatedCount)> = Vec::new();
    for places in alike.into_values() {
        let places: Vec<_> =
            places.iter().filter_map(|at| Some((*at, stretches.places.get(*at)?))).collect();
        let own = places.iter().map(|(_, place)| place.own.clone()).collect();
        let lists = places.iter().map(|(_, place)| place.list.clone()).collect();
        let (together, at_most) = (tally.read(own), tally.read(lists));
        for (at, place) in places {
            let stated = place.stated.clone();
            let alone = tally.read_one(&place.own).of(&stated);
            let around = tally.read_one(&place.list).of(&stated);
            let read = [alone, together.of(&stated), around]
                .into_iter()
                .find(|read| *read == stated.total)
                .unwrap_or_else(|| at_most.of(&stated));
            compared.push((at, place.part, StatedCount { stated, read }));
        }
    }
    compared.sort_by_key(|(at, ..)| *at);
    let mut counts = vec![Vec::new(); parts.len()];
    for (_, part, count) in compared {
        if let Some(of_part) = counts.get_mut(part) {
            of_part.push(count);
        }
    }
    for (of_part, part) in counts.iter_mut().zip(parts) {
        of_part.extend(pages(part, parts));
    }
    counts
}

/// Compares what a part's pager states with the different pages of that list in all parts.
fn pages(part: &PartRead, parts: &[PartRead]) -> Option<StatedCount> {
    let is_pager = |stated: &&Stated| stated.of == Counted::Pages;
    let stated = part.stated.iter().find(is_pager)?;
    let alike = parts.iter().flat_map(|part| &part.stated).filter(is_pager);
    let different: HashSet<&str> =
        alike.filter(|it| it.total == stated.total).map(|it| it.words.as_str()).collect();
    Some(StatedCount { stated: stated.clone(), read: different.len() })
}

/// Counts users, each address once a status.
struct Tally {
    /// For each user of all parts, in order: a number that only the same address in the same status has,
    /// and whether the user is pending.
    users: Vec<(usize, bool)>,
    /// For each of those numbers, in which count it was last met.
    met: Vec<usize>,
    counts: usize,
    known: HashMap<Range<usize>, Read>,
}

impl Tally {
    fn of(parts: &[PartRead], stretches: &CountScopes<'_>) -> Self {
        let mut numbers: HashMap<(&str, bool), usize> = HashMap::new();
        let mut users = Vec::new();
        let mut next = 0;
        for user in parts.iter().flat_map(|part| &part.users) {
            let pending = is_pending(user, stretches.is_of_pending_list(users.len()));
            let number = match &user.email {
                Some(email) => *numbers.entry((email.key(), pending)).or_insert(next),
                None => next,
            };
            next += usize::from(number == next);
            users.push((number, pending));
        }
        Self { users, met: vec![0; next], counts: 0, known: HashMap::new() }
    }

    fn read_one(&mut self, stretch: &Range<usize>) -> Read {
        if let Some(read) = self.known.get(stretch) {
            return *read;
        }
        let read = self.count(std::slice::from_ref(stretch));
        self.known.insert(stretch.clone(), read);
        read
    }

    /// What was read in several stretches.
    fn read(&mut self, mut several: Vec<Range<usize>>) -> Read {
        several.sort_unstable_by_key(|stretch| (stretch.start, stretch.end));
        several.dedup();
        match several.as_slice() {
            [one] => self.read_one(one),
            _ => self.count(&several),
        }
    }

    fn count(&mut self, stretches: &[Range<usize>]) -> Read {
        self.counts += 1;
        let mut read = Read::default();
        for stretch in stretches {
            for (number, pending) in self.users.get(stretch.clone()).unwrap_or_default() {
                let Some(met) = self.met.get_mut(*number).filter(|met| **met < self.counts) else {
                    continue;
                };
                *met = self.counts;
                if *pending {
                    read.pending += 1;
                } else {
                    read.active += 1;
                }
            }
        }
        read
    }
}

/// Whether a user is pending: by the list, or by the heading above where the list does not say.
fn is_pending(user: &User, under_pending: bool) -> bool {
    user.status == Status::Pending || under_pending && user.status == Status::NotStated
}

/// The sentence for a statement that does not agree.
pub fn warning(count: &StatedCount) -> Option<String> {
    if count.agrees() {
        return None;
    }
    let StatedCount { stated, read } = count;
    let of = match stated.of {
        Counted::Active => "active users",
        Counted::Pending => "pending invitations",
        Counted::Part => "users",
        Counted::Pages => "pages",
    };
    let (words, total) = (&stated.words, stated.total);
    let were = if *read == 1 { "was" } else { "were" };
    let advice = match stated.of {
        _ if *read > total => "Something may be listed twice, or the list has changed.",
        Counted::Pending => "Open the tab Pending and paste it too.",
        Counted::Pages => "Open the other pages and paste them too.",
        _ => "Show more rows a page, or open the next page and paste it too.",
    };
    Some(format!(
        "The list itself says \"{words}\", which makes {total} {of}; {read} {were} read. {advice}"
    ))
}

/// The sentences for pages of an API that are missing.
pub fn missing_pages(pages: &[Page]) -> Vec<String> {
    let mut warnings = Vec::new();
    for lists in ["memberships", "invitations"] {
        let of_kind = pages.iter().filter(|page| page.lists == lists);
        let (mut with_next, mut with_previous) = (0_usize, 0_usize);
        let mut previous_had_next = false;
        for page in of_kind {
            // An answer that names nothing before it is the page after the last one, where that has one: not every answer says.
            with_previous += usize::from(page.has_previous || previous_had_next);
            with_next += usize::from(page.has_next);
            previous_had_next = page.has_next;
        }
        let sentence = match with_next.cmp(&with_previous) {
            std::cmp::Ordering::Equal => continue,
            std::cmp::Ordering::Greater => {
                "The list is incomplete: an answer of the API names a next page (next_page_token) that is not here"
            }
            std::cmp::Ordering::Less => {
                "The list is incomplete: an answer of the API names a previous page that is not here"
            }
        };
        warnings.push(format!("{sentence} ({lists}). Fetch the missing page and add it."));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendly::format::{Format, PartReport};

    #[test]
    fn the_advice_fits_what_is_missing() {
        let advice = |of, total, read| {
            let stated = Stated { words: "it".to_owned(), of, total, line: 1 };
            warning(&StatedCount { stated, read }).unwrap_or_default()
        };
        for (of, total, read, expected) in [
            (Counted::Active, 3, 3, ""),
            (Counted::Active, 3, 2, "3 active users; 2 were read. Show more rows a page"),
            (Counted::Pending, 3, 2, "3 pending invitations; 2 were read. Open the tab Pending"),
            (Counted::Pending, 2, 3, "3 were read. Something may be listed twice"),
            (Counted::Part, 2, 3, "2 users; 3 were read. Something may be listed twice"),
        ] {
            let said = advice(of, total, read);
            assert_eq!(said.is_empty(), expected.is_empty(), "{said}");
            assert!(said.contains(expected), "{said}");
        }
    }

    /// A part: its source, its format and header, and its lines: users (`u`, `pending`) and what is stated,
    /// several of them with ` + ` between.
    type Written<'a> = (usize, Format, Option<&'a str>, &'a [&'a str]);

    /// What it is about, the parts, and of each count what it states and what was read.
    type Case<'a> = (&'a str, &'a [Written<'a>], &'a [(usize, usize)]);

    fn part(&(source, format, header, lines): &Written<'_>) -> PartRead {
        let (mut users, mut stated) = (Vec::new(), Vec::new());
        for (line, words) in lines.iter().enumerate().map(|(at, words)| (at + 1, words)) {
            for word in words.split(" + ") {
                let count = |of, total: &str| Stated {
                    words: word.to_owned(),
                    of,
                    total: total.parse().expect("a number"),
                    line,
                };
                match word.split_once(' ') {
                    Some(("active", total)) => stated.push(count(Counted::Active, total)),
                    Some(("pending", total)) => stated.push(count(Counted::Pending, total)),
                    Some((_, total)) => stated.push(count(Counted::Part, total)),
                    None => users.push(User {
                        status: if word == "u" { Status::NotStated } else { Status::Pending },
                        places: vec![crate::source::Place { source, line, column: 0 }],
                        ..User::default()
                    }),
                }
            }
        }
        let report = PartReport {
            source,
            part: 0,
            first_line: 1,
            last_line: lines.len(),
            detected: format,
            format,
            read_as: String::new(),
            records: users.len(),
            columns: Vec::new(),
            stated: Vec::new(),
        };
        PartRead { report, users, stated, header: header.map(str::to_owned) }
    }

    #[test]
    fn a_count_is_about_the_users_of_its_own_list() {
        const PAGE: Format = Format::Page;
        const CSV: Format = Format::Comma;
        const TSV: Format = Format::Tab;
        let cases: &[Case<'_>] = &[
            ("one page", &[(0, PAGE, None, &["u", "u", "of 2"])], &[(2, 2)]),
            (
                "several pages of one list add up",
                &[(0, PAGE, None, &["u", "u", "of 3", "u", "of 3"])],
                &[(3, 3), (3, 3)],
            ),
            (
                "the pager of the next list counts anew",
                &[(0, PAGE, None, &["u", "u", "of 2", "u", "of 1"])],
                &[(2, 2), (1, 1)],
            ),
            (
                "a pager above a page and below it",
                &[(0, PAGE, None, &["of 1", "u", "of 1", "of 2", "u", "u", "of 2"])],
                &[(1, 1), (1, 1), (2, 2), (2, 2)],
            ),
            (
                "a page is missing",
                &[(0, PAGE, None, &["u", "u", "of 5", "u", "of 5"])],
                &[(5, 3), (5, 3)],
            ),
            (
                "what nothing announces goes on",
                &[(0, PAGE, None, &["u"]), (0, Format::Emails, None, &["u", "of 2"])],
                &[(2, 2)],
            ),
            (
                "a table without its header goes on in the same format",
                &[(0, CSV, Some("Name,Email"), &["u"]), (0, CSV, None, &["u", "of 2"])],
                &[(2, 2)],
            ),
            (
                "the same header again",
                &[(0, CSV, Some("a,b"), &["u"]), (0, CSV, Some("a,b"), &["u", "of 2"])],
                &[(2, 2)],
            ),
            (
                "another format",
                &[(0, CSV, Some("a,b"), &["u"]), (0, PAGE, None, &["u", "of 2"])],
                &[(2, 1)],
            ),
            (
                "a header after what had none",
                &[(0, CSV, None, &["u"]), (0, CSV, Some("a,b"), &["u", "of 2"])],
                &[(2, 1)],
            ),
            (
                "another header",
                &[(0, CSV, Some("a,b"), &["u"]), (0, CSV, Some("a,c"), &["u", "of 2"])],
                &[(2, 1)],
            ),
            (
                "another format under the same words",
                &[(0, CSV, Some(""), &["u"]), (0, TSV, Some(""), &["u", "of 2"])],
                &[(2, 1)],
            ),
            (
                "another source",
                &[(0, PAGE, None, &["u"]), (1, PAGE, None, &["u", "of 2"])],
                &[(2, 1)],
            ),
            (
                "a tab counts what stands below it, down to the next tab",
                &[(0, PAGE, None, &["u", "active 1", "u", "pending 2", "pending", "pending"])],
                &[(1, 1), (2, 2)],
            ),
            (
                "below the heading of the pending tab alone, whoever has no status is pending",
                &[(0, PAGE, None, &["active 1", "u", "pending 1", "u"])],
                &[(1, 1), (1, 1)],
            ),
            (
                "below both headings nobody is pending by them",
                &[(0, PAGE, None, &["active 2", "pending 1", "u", "u"])],
                &[(2, 2), (1, 0)],
            ),
            (
                "a heading stands before the user of its line, a pager behind",
                &[(0, PAGE, None, &["u", "active 1 + u", "u + of 2"])],
                &[(1, 2), (2, 2)],
            ),
        ];
        for (title, written, expected) in cases {
            let parts: Vec<_> = written.iter().map(part).collect();
            let found: Vec<_> = compare(&parts)
                .into_iter()
                .flatten()
                .map(|count| (count.stated.total, count.read))
                .collect();
            assert_eq!(found, *expected, "{title}");
        }
    }
}
