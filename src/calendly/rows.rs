//! A row of cells becomes a user: shared by every format that has columns.
//!
//! What has no field of its own stays with the user under its column's header; a row of which nobody can be told is handed back
//! whole. Facts: Calendly's help centre, the exports of users and of a group.

use super::address;
use super::columns::{self, Column, Meaning};
use super::mailboxes;
use super::part::PartReading;
use super::user::{Role, Status, User, yes_or_no};
use crate::identity::Email;
use crate::source::{Place, UnreadKind};

/// Why a row without an address is nobody's.
pub const NO_EMAIL: &str = "This row has no email address, so nobody can be told from it. Add the address, or check the columns.";

/// Said once a list where a cell holds more than one address.
const SEVERAL: &str = "Some cells hold several email addresses: the first of each counts as the login, and the cell is kept beside it.";

/// The columns of a part, and what follows from them.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// As understood, by index.
    pub all: Vec<Column>,
    has_email: bool,
}

impl Columns {
    /// The columns as understood.
    pub fn new(all: Vec<Column>) -> Self {
        let has_email = all.iter().any(|column| column.meaning == Meaning::Email);
        Self { all, has_email }
    }

    /// The columns as they were found, a person's word standing over them.
    pub fn chosen_over(mut found: Vec<Column>, chosen: &[(usize, Meaning)]) -> Self {
        columns::choose(&mut found, chosen);
        Self::new(found)
    }

    /// Reads one row. `written` gives the row as it stands, for the excerpt of one that is no user.
    pub fn read<'a>(
        &self,
        cells: impl Iterator<Item = &'a str> + Clone,
        place: &Place,
        written: &dyn Fn() -> String,
        into: &mut PartReading,
    ) {
        let mut user = User::default();
        let (mut last_name, mut beside_email) = ("", "");
        let (mut activated, mut pending) = (None, None);
        let mut unknown_status = None;
        for (index, cell) in cells.clone().enumerate() {
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            let column = self.all.get(index);
            let header = column.map_or("", |column| column.header.as_str());
            match column.map_or(Meaning::Other, |column| column.meaning) {
                Meaning::Name | Meaning::FirstName => cell.clone_into(&mut user.name),
                Meaning::LastName => last_name = cell,
                Meaning::Email => {
                    if let Some(email) = email_of(cell) {
                        if email.written().len() < cell.len() {
                            beside_email = name_beside(cell);
                        }
                        user.email = Some(email);
                    } else {
                        // Several in one cell: the first is the login, and the whole cell is kept beside it.
                        let mut all = address::addresses(cell);
                        user.email = all.next().and_then(|(_, first)| Email::read(first));
                        if user.email.is_some()
                            && !into.warnings.iter().any(|warning| warning == SEVERAL)
                        {
                            into.warnings.push(SEVERAL.to_owned());
                        }
                        keep(&mut user, header, cell);
                    }
                }
                Meaning::Role => user.role = Role::stated(cell),
                Meaning::Status => match status_of(header, cell) {
                    Some(status) => user.status = status,
                    None => unknown_status = Some((header, cell)),
                },
                Meaning::Link => cell.clone_into(&mut user.link),
                Meaning::Uri => cell.clone_into(&mut user.uri),
                Meaning::Group => user.groups.extend(groups_of(cell)),
                Meaning::Activated => {
                    activated = yes_or_no(cell);
                    keep(&mut user, header, cell);
                }
                Meaning::PendingInvite => {
                    pending = yes_or_no(cell);
                    keep(&mut user, header, cell);
                }
                Meaning::Other => keep(&mut user, header, cell),
            }
        }
        if !last_name.is_empty() {
            if !user.name.is_empty() {
                user.name.push(' ');
            }
            user.name.push_str(last_name);
        }
        if user.name.is_empty() {
            beside_email.clone_into(&mut user.name);
        }
        if user.status == Status::NotStated {
            user.status = match (pending, activated) {
                (Some(true), _) => Status::Pending,
                (_, Some(true)) => Status::Active,
                (_, Some(false)) => Status::Inactive("not activated".to_owned()),
                _ => Status::NotStated,
            };
        }
        match unknown_status {
            Some((_, written)) if user.status == Status::NotStated => {
                user.status = Status::Other(written.to_owned());
            }
            Some((header, written)) => keep(&mut user, header, written),
            None => {}
        }
        if user.email.is_none() {
            self.look_elsewhere(&mut user, cells);
        }
        let told = user.email.is_some()
            || !user.link.is_empty()
            || !user.uri.is_empty()
            || (!self.has_email && !user.name.is_empty());
        if told {
            user.places.push(place.clone());
            into.users.push(user);
        } else {
            into.leave(place.clone(), UnreadKind::Problem, &written(), NO_EMAIL);
        }
    }

    /// A ragged row may hold its address in another column: the only cell that is one is taken.
    fn look_elsewhere<'a>(&self, user: &mut User, cells: impl Iterator<Item = &'a str>) {
        let mut found = None;
        for (index, cell) in cells.enumerate() {
            if let Some(address) = address::alone(cell) {
                if found.is_some() {
                    return;
                }
                found = Some((index, address));
            }
        }
        let Some((index, address)) = found else {
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
        let column = self.all.get(index);
        if column
            .is_some_and(|column| column.meaning == Meaning::Other && !column.header.is_empty())
        {
            return;
        }
        user.email = Email::read(address);
        user.more.retain(|(_, value)| value != address);
        if user.name == address {
            user.name.clear();
        }
    }
}

/// Keeps what has no field of its own.
fn keep(user: &mut User, header: &str, cell: &str) {
    user.more.push((header.to_owned(), cell.to_owned()));
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

/// The status that a cell states, in a column that may be called `active` and say yes or no.
fn status_of(header: &str, cell: &str) -> Option<Status> {
    if let Some(status) = Status::known(cell) {
        return Some(status);
    }
    header
        .to_lowercase()
        .contains("active")
        .then(|| yes_or_no(cell))
        .flatten()
        .map(|yes| if yes { Status::Active } else { Status::Inactive("not active".to_owned()) })
}

/// The groups of a cell.
pub fn groups_of(cell: &str) -> impl Iterator<Item = String> {
    cell.split([';', ',', '|', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
}
