//! Which users a count that the list states is about.
//!
//! The heading of a tab counts what stands below it, down to the next heading or to a list of another
//! form; the pager counts what stands between it and the one before, over all pages of its list. A count
//! is never compared with users of another list: with a CSV above the paste, or the other tab below it.

use std::collections::HashSet;
use std::ops::Range;

use super::declared_count::{Counted, Stated};
use super::format::Format;
use super::part::PartRead;

/// Where a statement stands, and which users it can be about: stretches of the users of all parts, which
/// are numbered in their order.
pub struct Statement<'a> {
    /// What is stated.
    pub stated: &'a Stated,
    /// Index of its part.
    pub part: usize,
    /// The users nearest to it: those of one page.
    pub own: Range<usize>,
    /// The users of its list: all pages, where they follow one another.
    pub list: Range<usize>,
}

/// Every statement of a text with the users that it can be about.
pub struct CountScopes<'a> {
    /// The statements in the order of the text.
    pub places: Vec<Statement<'a>>,
    /// Where lists begin that only the heading of the pending tab stands above, and where they end.
    pending: Vec<Range<usize>>,
}

impl CountScopes<'_> {
    /// Whether a user stands in a list that only the heading of the pending tab stands above.
    pub fn is_of_pending_list(&self, user: usize) -> bool {
        let after = self.pending.partition_point(|list| list.start <= user);
        let list = after.checked_sub(1).and_then(|at| self.pending.get(at));
        list.is_some_and(|list| list.contains(&user))
    }
}

/// Finds them. `parts` in the order of the sources and of each text.
pub fn count_scopes(parts: &[PartRead]) -> CountScopes<'_> {
    let mut walk = Walk::default();
    let mut source = None;
    for (index, part) in parts.iter().enumerate() {
        if source.replace(part.report.source) != Some(part.report.source) {
            walk.begin_source();
        }
        walk.part(index, part);
    }
    walk.finish()
}

/// Scopes of one kind, each by its beginning; the next one ends it.
#[derive(Default)]
struct Cuts(Vec<usize>);

impl Cuts {
    /// Begins a stretch before the user who comes next, unless one begins there.
    fn cut(&mut self, at: usize) {
        if self.0.last().is_none_or(|start| *start < at) {
            self.0.push(at);
        }
    }

    fn is_empty(&self, at: usize) -> bool {
        self.0.last().is_none_or(|start| *start == at)
    }

    fn current(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    fn range(&self, stretch: usize, end: usize) -> Range<usize> {
        let start = self.0.get(stretch).copied().unwrap_or(end);
        start..self.0.get(stretch + 1).copied().unwrap_or(end)
    }
}

/// A statement, and the stretches that it stands in by number.
struct Place<'a> {
    stated: &'a Stated,
    part: usize,
    section: usize,
    block: usize,
    list: usize,
}

/// The form of a part: its format, and the header by which it announces itself.
type Form<'a> = (Format, Option<&'a str>);

fn form_of(part: &PartRead) -> Form<'_> {
    (part.report.format, part.header.as_deref())
}

#[derive(Default)]
struct Walk<'a> {
    users: usize,
    /// What follows a heading in the same form.
    lists: Cuts,
    /// What of a list is in one part.
    sections: Cuts,
    /// What of a section stands between two pagers.
    blocks: Cuts,
    places: Vec<Place<'a>>,
    /// The form of the list's last user.
    form: Option<Form<'a>>,
    /// What the pager of the present block states, and whether users stand above it.
    total: Option<usize>,
    is_closed: bool,
}

impl<'a> Walk<'a> {
    fn cut_block(&mut self) {
        self.blocks.cut(self.users);
        (self.total, self.is_closed) = (None, false);
    }

    fn cut_section(&mut self) {
        self.sections.cut(self.users);
        self.cut_block();
    }

    fn cut_list(&mut self) {
        self.lists.cut(self.users);
        self.cut_section();
        self.form = None;
    }

    /// What stands in one source is never about the users of another.
    fn begin_source(&mut self) {
        for cuts in [&mut self.lists, &mut self.sections, &mut self.blocks] {
            cuts.0.push(self.users);
        }
        (self.form, self.total, self.is_closed) = (None, None, false);
    }

    fn part(&mut self, index: usize, part: &'a PartRead) {
        if !part.users.is_empty() {
            self.begin_part(part);
        }
        let mut stated: Vec<&Stated> = part.stated.iter().collect();
        stated.sort_by_key(|stated| stated.line);
        let mut stated = stated.into_iter().peekable();
        for user in &part.users {
            let line = user.places.first().map_or(0, |place| place.line);
            let is_above = |stated: &&Stated| {
                stated.line < line || stated.line == line && stated.of != Counted::Part
            };
            while let Some(above) = stated.next_if(is_above) {
                self.state(index, above);
            }
            if self.is_closed {
                self.cut_block();
            }
            self.form = Some(form_of(part));
            self.users += 1;
        }
        for below in stated {
            self.state(index, below);
        }
    }

    /// A part with users goes on with the list above it only in the same form.
    fn begin_part(&mut self, part: &'a PartRead) {
        let form = form_of(part);
        let goes_on = self.form.is_none_or(|(format, header)| match (header, form.1) {
            (None, None) => true,
            (Some(_), None) => format == form.0,
            (None, Some(_)) => false,
            (Some(_), Some(_)) => (format, header) == form,
        });
        if !goes_on {
            self.cut_list();
        } else if form.1.is_some() {
            self.cut_section();
        }
    }

    fn state(&mut self, part: usize, stated: &'a Stated) {
        let has_users = !self.blocks.is_empty(self.users);
        match stated.of {
            Counted::Pages => return,
            Counted::Active | Counted::Pending => self.cut_list(),
            Counted::Part => {
                let differs = self.total.is_some_and(|total| total != stated.total);
                if has_users && differs {
                    self.cut_block();
                }
                self.total = self.total.or(Some(stated.total));
                self.is_closed = !self.blocks.is_empty(self.users);
            }
        }
        self.places.push(Place {
            stated,
            part,
            section: self.sections.current(),
            block: self.blocks.current(),
            list: self.lists.current(),
        });
    }

    fn finish(self) -> CountScopes<'a> {
        let end = self.users;
        let of = |counted: Counted| -> HashSet<usize> {
            let headings = self.places.iter().filter(|place| place.stated.of == counted);
            headings.map(|place| place.list).collect()
        };
        let (active, pending) = (of(Counted::Active), of(Counted::Pending));
        let mut pending: Vec<Range<usize>> =
            pending.difference(&active).map(|list| self.lists.range(*list, end)).collect();
        pending.retain(|list| !list.is_empty());
        pending.sort_unstable_by_key(|list| list.start);
        let places = self.places.iter().map(|place| Statement {
            stated: place.stated,
            part: place.part,
            own: match place.stated.of {
                Counted::Part => self.blocks.range(place.block, end),
                _ => self.sections.range(place.section, end),
            },
            list: self.lists.range(place.list, end),
        });
        CountScopes { places: places.collect(), pending }
    }
}
