//! The rows of a table become users, by what its columns were found to hold.
//!
//! What has no field of its own stays with the user under its column's header. A row with more or fewer cells than the header
//! is put right where the columns allow one way only; a row without an identity is returned as unread.

use std::borrow::Cow;

use super::columns::content::Look;
use super::columns::{Column, Doubt, Meaning, ToldBy};
use super::mailboxes;
use super::part::{Part, PartReading};
use super::tables::RowRef;
use super::user::{Role, Status, User, yes_or_no};
use super::vocabulary::address;
use crate::identity::{Email, Link};
use crate::source::UnreadKind;

/// Why a row without an address is nobody's.
pub const NO_EMAIL: &str = "This row has no email address, so nobody can be told from it. Add the address, or check the columns.";

/// Why a row is nobody's while the login is not known.
const IN_QUESTION: &str = "Which column holds the login is not answered yet, so nobody can be told from this row. Choose it among the columns of this list.";

/// Why a row of which two ways to read it are possible is not read.
const RAGGED: &str = "This row has more or fewer cells than the header, and more than one way to put it right. Put quotation marks around a cell that holds a separator.";

/// Said once a list where a cell holds more than one address.
const SEVERAL: &str = "Some cells hold several email addresses: the first of each counts as the login, and the cell is kept beside it.";

/// A wider row is not put right: nobody's list has that many columns.
const MOST_CELLS: usize = 64;

/// How long a cell put together from others may be, in bytes.
const LONGEST_NAME: usize = 400;

/// Reads rows by their columns.
pub struct Records<'a> {
    part: &'a Part<'a>,
    columns: &'a [Column],
    /// What the cells of each column are, where that is certain.
    kinds: Vec<Option<Look>>,
    has_email: bool,
    is_in_question: bool,
    some_stand_in: bool,
    /// How many columns the header, or most rows, have.
    width: usize,
    /// The first line that was put right, and how many were.
    realigned: (usize, usize),
}

/// The parts of a user that stand in several cells until the row is read.
#[derive(Default)]
struct Pieces<'a> {
    first_name: String,
    last_name: String,
    beside_email: &'a str,
    slug: &'a str,
    activated: Option<bool>,
    pending: Option<bool>,
    unknown_status: Option<(&'a str, &'a str)>,
}

impl<'a> Records<'a> {
    /// Reads the rows of a part by these columns. `width` is how many cells a whole row has.
    pub fn new(
        part: &'a Part<'a>,
        columns: &'a [Column],
        kinds: Vec<Option<Look>>,
        width: usize,
    ) -> Self {
        let has_email = columns.iter().any(|column| column.meaning == Meaning::Email);
        let is_in_question = columns.iter().any(|column| column.doubt == Some(Doubt::Login));
        let some_stand_in = columns.iter().any(|column| column.stands_in);
        Self {
            part,
            columns,
            kinds,
            has_email,
            is_in_question,
            some_stand_in,
            width,
            realigned: (0, 0),
        }
    }

    /// Reads one row.
    pub fn read(&mut self, row: RowRef<'_>, into: &mut PartReading) {
        let Some(aligned) = self.align(row) else {
            self.leave(row, RAGGED, into);
            return;
        };
        match aligned {
            None => self.user(row, row.cells(), into),
            Some(cells) => {
                if self.realigned.1 == 0 {
                    self.realigned.0 = row.line();
                }
                self.realigned.1 += 1;
                self.user(row, cells.iter().map(|(at, cell)| (*at, &**cell)), into);
            }
        }
    }

    /// Tells what was put right.
    pub fn finish(self, into: &mut PartReading) {
        let (line, count) = self.realigned;
        if count > 0 {
            let rows =
                if count == 1 { "1 row has".to_owned() } else { format!("{count} rows have") };
            into.warnings.push(format!(
                "{rows} more or fewer cells than the header, the first in line {line}, and could be put right in one way only."
            ));
        }
    }

    fn leave(&self, row: RowRef<'_>, why: &str, into: &mut PartReading) {
        let text = self.part.text.get(row.span()).unwrap_or_default().trim_end();
        into.leave(self.part.place(row.line()), UnreadKind::Problem, text, why);
    }

    /// The cells of a row that has another number of them than the header. `Some(None)`: as it stands. `None`: it cannot be told.
    #[expect(clippy::option_option, reason = "not told, told as it stands, told otherwise")]
    fn align(&self, row: RowRef<'_>) -> Option<Option<Vec<(usize, Cow<'a, str>)>>> {
        if row.width() == self.width || self.width == 0 {
            return Some(None);
        }
        let mut cells: Vec<&str> = vec![""; row.width()];
        for (at, cell) in row.cells() {
            if let Some(slot) = cells.get_mut(at) {
                *slot = cell;
            }
        }
        // Blank cells at the end are left out, or too many.
        let mut as_it_stands = cells.clone();
        while as_it_stands.len() > self.width && as_it_stands.last() == Some(&"") {
            as_it_stands.pop();
        }
        as_it_stands.resize(as_it_stands.len().max(self.width), "");
        if self.fits(&as_it_stands) {
            return Some(None);
        }
        let further = cells.len().saturating_sub(self.width);
        if cells.len() > MOST_CELLS || self.width > MOST_CELLS {
            return Some(None);
        }
        let mut ways = (0..self.width).filter_map(|at| {
            let way = if further > 0 {
                joined(&cells, at, further)?
            } else {
                spread(&cells, at, self.width)?
            };
            let is_words = self.columns.get(at).is_none_or(|column| !is_typed(column.meaning));
            (is_words && self.fits(&way.iter().map(|cell| &**cell).collect::<Vec<_>>()))
                .then_some(way)
        });
        let Some(way) = ways.next() else { return (further == 0).then_some(None) };
        if ways.next().is_some() {
            return (further == 0).then_some(None);
        }
        let filled = way.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        Some(Some(filled.map(|(at, cell)| (at, Cow::Owned(cell.into_owned()))).collect()))
    }

    /// Whether every cell is what its column holds, as far as a column says that of every cell.
    fn fits(&self, cells: &[&str]) -> bool {
        let filled = self.columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
        filled.into_iter().all(|(column, cell)| match column.meaning {
            Meaning::Email => cell.contains('@'),
            Meaning::Role | Meaning::Status => {
                matches!(Look::of(cell), Look::Role | Look::Status | Look::YesNo)
                    || column.samples.iter().any(|one| one == cell)
            }
            Meaning::Link => Look::of(cell) == Look::Link,
            Meaning::Name | Meaning::FirstName | Meaning::LastName => {
                !matches!(Look::of(cell), Look::Address | Look::Link)
            }
            Meaning::Other => {
                let kind = self.kinds.get(column.index).copied().flatten();
                kind.is_none_or(|kind| Look::of(cell) == kind)
            }
            _ => true,
        })
    }

    fn user<'c>(
        &self,
        row: RowRef<'_>,
        cells: impl Iterator<Item = (usize, &'c str)> + Clone,
        into: &mut PartReading,
    ) where
        'a: 'c,
    {
        let place = self.part.place(row.line());
        let mut user = User::default();
        let mut pieces = Pieces::default();
        let told = self.told(cells.clone());
        for (at, cell) in cells.clone() {
            let column = self.columns.get(at);
            let header = column.map_or("", |column| leaf(&column.header));
            let mut meaning = meaning(column, cell);
            if column.is_some_and(|column| column.stands_in) && told.contains(&meaning) {
                meaning = Meaning::Other;
            }
            take(meaning, header, cell, &mut user, &mut pieces, into);
        }
        pieces.into_user(&mut user);
        if let Some(email) = user.email.as_ref().filter(|_| self.some_stand_in) {
            // What stands in says the same.
            user.more.retain(|(_, value)| !is_same(email, value));
        }
        if user.email.is_none() && !self.is_in_question {
            self.look_elsewhere(&mut user, cells);
        }
        let told = user.email.is_some()
            || !user.link.is_empty()
            || !user.uri.is_empty()
            || (!self.has_email && !user.name.is_empty());
        if told {
            user.places.push(place);
            into.users.push(user);
        } else {
            let why = if self.is_in_question { IN_QUESTION } else { NO_EMAIL };
            self.leave(row, why, into);
        }
    }

    /// What the surest columns of this row tell, where others could stand in for them.
    fn told<'c>(&self, cells: impl Iterator<Item = (usize, &'c str)>) -> Vec<Meaning> {
        if !self.some_stand_in {
            return Vec::new();
        }
        let surest = cells.filter_map(|(at, cell)| Some((self.columns.get(at)?, cell)));
        surest
            .filter(|(column, cell)| {
                !column.stands_in && (column.meaning != Meaning::Email || cell.contains('@'))
            })
            .map(|(column, _)| column.meaning)
            .collect()
    }

    /// A row may hold its address in another column: the only cell that is one is taken.
    fn look_elsewhere<'c>(&self, user: &mut User, cells: impl Iterator<Item = (usize, &'c str)>) {
        let mut found = None;
        for (at, cell) in cells {
            if let Some(address) = address::alone(cell) {
                if found.is_some() {
                    return;
                }
                found = Some((at, address));
            }
        }
        let Some((at, address)) = found else {
            // `Jane Doe jane@example.com` in one cell, as the page shows them.
            if !self.has_email
                && let [one] = mailboxes::mailboxes(&user.name).found.as_slice()
            {
                user.email = Email::read(one.address);
                user.name = one.name.to_owned();
            }
            return;
        };
        // A column with a header of its own (`Invited by`) says that the address is somebody else's.
        let is_other =
            |column: &Column| column.meaning == Meaning::Other && !column.header.is_empty();
        if self.columns.get(at).is_some_and(is_other) {
            return;
        }
        user.email = Email::read(address);
        user.more.retain(|(_, value)| value != address);
        if user.name == address {
            user.name.clear();
        }
    }
}

/// A row with more cells than the header, in which the cell at `at` and as many as are too many are one.
fn joined<'c>(cells: &[&'c str], at: usize, further: usize) -> Option<Vec<Cow<'c, str>>> {
    let one = cells.get(at..=at + further)?.join(", ");
    let (before, behind) = (cells.get(..at)?, cells.get(at + further + 1..)?);
    let borrowed =
        |cells: &[&'c str]| cells.iter().map(|cell| Cow::Borrowed(*cell)).collect::<Vec<_>>();
    Some([borrowed(before), vec![Cow::Owned(one)], borrowed(behind)].concat())
}

/// A row with fewer cells than the header, in which those that are missing are missing at `at`.
fn spread<'c>(cells: &[&'c str], at: usize, width: usize) -> Option<Vec<Cow<'c, str>>> {
    let mut cells = cells.to_vec();
    let missing = width.checked_sub(cells.len()).filter(|missing| *missing > 0)?;
    let behind = cells.get(at..)?.to_vec();
    cells.truncate(at);
    cells.extend(std::iter::repeat_n("", missing));
    cells.extend(behind);
    Some(cells.into_iter().map(Cow::Borrowed).collect())
}

/// What a cell of a column is. A column that only its cells say to be the link holds one where the cell is one.
fn meaning(column: Option<&Column>, cell: &str) -> Meaning {
    match column {
        None => Meaning::Other,
        Some(column)
            if !matches!(column.meaning, Meaning::Uri)
                && cell.contains("/users/")
                && Look::of(cell) == Look::Uri =>
        {
            Meaning::Uri
        }
        Some(column) if column.told_by == ToldBy::Content && column.meaning == Meaning::Link => {
            if Look::of(cell) == Look::Link {
                Meaning::Link
            } else {
                Meaning::Other
            }
        }
        Some(column) => column.meaning,
    }
}

/// Whether the cells of a meaning have a form, so that a cell of another column is told from them.
fn is_typed(meaning: Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Email | Meaning::Role | Meaning::Status | Meaning::Link | Meaning::Uri
    )
}

/// The last part of a path that says what a value is: of `user.slug` the slug, of `emails.value` the emails.
fn leaf(header: &str) -> &str {
    if header.contains(' ') {
        return header;
    }
    let mut parts = header.rsplit('.');
    let last = parts.next().unwrap_or(header);
    if matches!(last, "value" | "display") { parts.next().unwrap_or(last) } else { last }
}

/// Takes one cell into the user. A field that is set stays, and the other value is kept beside it.
fn take<'c>(
    meaning: Meaning,
    header: &'c str,
    cell: &'c str,
    user: &mut User,
    pieces: &mut Pieces<'c>,
    into: &mut PartReading,
) {
    let slot = match meaning {
        Meaning::Name => &mut user.name,
        Meaning::FirstName => &mut pieces.first_name,
        Meaning::LastName => &mut pieces.last_name,
        Meaning::Link => &mut user.link,
        Meaning::Uri if cell.contains("/users/") || !cell.contains("://") => &mut user.uri,
        Meaning::Email if user.email.is_none() => {
            if let Some(email) = email_of(cell) {
                if email.written().len() < cell.len() {
                    pieces.beside_email = name_beside(cell);
                }
                user.email = Some(email);
                return;
            }
            // Several in one cell: the first is the login, and the whole cell is kept beside it.
            user.email = address::addresses(cell).next().and_then(|(_, first)| Email::read(first));
            if user.email.is_some() && !into.warnings.iter().any(|warning| warning == SEVERAL) {
                into.warnings.push(SEVERAL.to_owned());
            }
            return keep(user, header, cell);
        }
        Meaning::Email if user.email.as_ref().is_some_and(|email| is_same(email, cell)) => return,
        Meaning::Role if user.role == Role::NotStated && !cell.contains('@') => {
            user.role = Role::stated(cell);
            return;
        }
        Meaning::Status if user.status == Status::NotStated && !cell.contains('@') => {
            match status_of(cell) {
                Some(status) => user.status = status,
                None if pieces.unknown_status.is_none() => {
                    pieces.unknown_status = Some((header, cell));
                }
                None => keep(user, header, cell),
            }
            return;
        }
        Meaning::Group => {
            user.groups.extend(groups_of(cell));
            return;
        }
        Meaning::Activated => {
            pieces.activated = yes_or_no(cell);
            return keep(user, header, cell);
        }
        Meaning::PendingInvite => {
            pieces.pending = yes_or_no(cell);
            return keep(user, header, cell);
        }
        _ => {
            if header.eq_ignore_ascii_case("slug") {
                pieces.slug = cell;
            }
            return keep(user, header, cell);
        }
    };
    if slot.is_empty() && cell.len() <= LONGEST_NAME {
        cell.clone_into(slot);
    } else {
        keep(user, header, cell);
    }
}

impl Pieces<'_> {
    /// Puts what stands in several cells together.
    fn into_user(self, user: &mut User) {
        if user.name.is_empty() {
            user.name = [self.first_name, self.last_name].join(" ").trim().to_owned();
        } else {
            for part in
                [self.first_name, self.last_name].into_iter().filter(|part| !part.is_empty())
            {
                keep(user, Meaning::Name.words(), &part);
            }
        }
        if user.name.is_empty() {
            self.beside_email.clone_into(&mut user.name);
        }
        // Where a list leaves the address of the page out, the slug says it.
        if user.link.is_empty()
            && !self.slug.is_empty()
            && let Link::Main(slug) = Link::read(&["https://calendly.com/", self.slug].concat())
        {
            user.link = slug.page();
        }
        if user.status == Status::NotStated {
            user.status = match (self.pending, self.activated) {
                (Some(true), _) => Status::Pending,
                (_, Some(true)) => Status::Active,
                (_, Some(false)) => Status::Inactive("not activated".to_owned()),
                _ => Status::NotStated,
            };
        }
        match self.unknown_status {
            Some((_, written)) if user.status == Status::NotStated => {
                user.status = Status::Other(written.to_owned());
            }
            Some((header, written)) => keep(user, header, written),
            None => {}
        }
    }
}

/// Keeps what has no field of its own.
fn keep(user: &mut User, header: &str, cell: &str) {
    user.more.push((header.to_owned(), cell.to_owned()));
}

fn is_same(email: &Email, cell: &str) -> bool {
    Email::read(cell).is_some_and(|other| other.key() == email.key())
}

/// The address of an email cell, whatever it is wrapped in; `None` where there is none, or several.
pub fn email_of(cell: &str) -> Option<Email> {
    if let Some(address) = address::alone(cell) {
        return Email::read(address);
    }
    // Odd characters and `jane@localhost`: an address where the column says that it is one.
    let bare = !cell.contains(|c: char| c.is_whitespace() || "<>()[],;:/|\"".contains(c));
    if bare && cell.matches('@').count() == 1 {
        return Email::read(cell);
    }
    let mut found = address::addresses(cell);
    match (found.next(), found.next()) {
        (Some((_, address)), None) => Email::read(address),
        _ => None,
    }
}

/// The name that stands with the address in an email cell: `Jane Doe <jane@example.com>`.
fn name_beside(cell: &str) -> &str {
    match mailboxes::mailboxes(cell).found.as_slice() {
        [one] => one.name,
        _ => "",
    }
}

/// The status that a cell states: a word for it, or yes and no.
fn status_of(cell: &str) -> Option<Status> {
    Status::known(cell).or_else(|| {
        let yes = yes_or_no(cell).filter(|_| Look::of(cell) == Look::YesNo)?;
        Some(if yes { Status::Active } else { Status::Inactive("not active".to_owned()) })
    })
}

/// The groups of a cell.
fn groups_of(cell: &str) -> impl Iterator<Item = String> {
    cell.split([';', ',', '|', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
}
