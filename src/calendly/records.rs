//! The rows of a table become users, by what its columns were found to hold.
//!
//! What has no field of its own stays with the user under its column's header; a row without an identity is returned as unread.

use super::columns::content::Look;
use super::columns::{Column, Doubt, Meaning, ToldBy, headings};
use super::mailboxes;
use super::part::{Part, PartReading};
use super::tables::RowRef;
use super::user::{Role, Status, User, yes_or_no};
use super::vocabulary::address;
use crate::identity::{Email, Link};
use crate::source::UnreadKind;

/// Why a row without an address is nobody's.
pub const NO_EMAIL: &str = "This row has no email address, so it cannot be matched. Add the address, or check the columns.";

/// Why a row is nobody's while the login is not known.
const IN_QUESTION: &str = "Which column holds the login is not answered yet, so this row cannot be matched. Choose it among the columns of this list.";

/// Said once a list where a cell holds more than one address.
const SEVERAL: &str = "Some cells hold several email addresses: the first of each counts as the login, and the cell is kept beside it.";

/// Reads rows by their columns.
pub struct Records<'a> {
    part: &'a Part<'a>,
    columns: &'a [Column],
    has_email: bool,
    is_in_question: bool,
    some_stand_in: bool,
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
    /// Reads the rows of a part by these columns.
    pub fn new(part: &'a Part<'a>, columns: &'a [Column]) -> Self {
        let has_email = columns.iter().any(|column| column.meaning == Meaning::Email);
        let is_in_question = columns.iter().any(|column| column.doubt == Some(Doubt::Login));
        let some_stand_in = columns.iter().any(|column| column.stands_in);
        Self { part, columns, has_email, is_in_question, some_stand_in }
    }

    /// Reads one row.
    pub fn read(&self, row: RowRef<'_>, into: &mut PartReading) {
        let place = self.part.place(row.line());
        let cells = row.cells();
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

    fn leave(&self, row: RowRef<'_>, why: &str, into: &mut PartReading) {
        let text = self.part.text.get(row.span()).unwrap_or_default().trim_end();
        into.leave(self.part.place(row.line()), UnreadKind::Problem, text, why);
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
            match status_of(cell, header) {
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
    if slot.is_empty() {
        cell.clone_into(slot);
    } else {
        keep(user, header, cell);
    }
}

impl Pieces<'_> {
    /// Puts what stands in several cells together.
    fn into_user(mut self, user: &mut User) {
        // `Vorname, Name`: beside a first name alone the name is the last one.
        let is_last = self.last_name.is_empty() && !self.first_name.is_empty();
        if is_last && !user.name.contains(char::is_whitespace) && user.name != self.first_name {
            self.last_name = std::mem::take(&mut user.name);
        }
        if user.name.is_empty() {
            [self.first_name, self.last_name].join(" ").trim().clone_into(&mut user.name);
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

/// The status that a cell states: a word for it, or yes and no, which below `Deactivated` say the contrary.
fn status_of(cell: &str, header: &str) -> Option<Status> {
    Status::known(cell).or_else(|| {
        let yes = yes_or_no(cell)?;
        match headings::status_of_yes(header) {
            Some(inactive @ Status::Inactive(_)) if yes => Some(inactive),
            // Who is not deactivated may be invited.
            Some(Status::Inactive(_)) => Some(Status::NotStated),
            _ if Look::of(cell) != Look::YesNo => None,
            _ if yes => Some(Status::Active),
            _ => Some(Status::Inactive("not active".to_owned())),
        }
    })
}

/// The groups of a cell.
fn groups_of(cell: &str) -> impl Iterator<Item = String> {
    cell.split([';', ',', '|', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
}
