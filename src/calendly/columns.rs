//! What a column, or a JSON key, means.
//!
//! Columns are recognised by synonyms and kept where they are not. The exact headers of Calendly's exports
//! are unknown to us: the list is wider than what its help centre names (Name, Login email, Role, Calendly
//! link; activated, pending invite, … in a group's export). A list without headers is read by content.

mod content;

pub use content::{by_content, is_address_of_page, looks_like_name};
use serde::{Deserialize, Serialize};

use super::user::{Role, Status};
use crate::catalogue::catalogue;

catalogue! {
    /// What a column of the list holds. The order is the one in which a control offers them.
    Meaning, words {
        /// The whole name.
        Name "Name";
        /// The first name, where the name stands in two columns.
        FirstName "First name";
        /// The last name, where the name stands in two columns.
        LastName "Last name";
        /// The login email.
        Email "Email";
        /// The role in the organisation.
        Role "Role";
        /// The status in words, or yes and no where the column is called `active`.
        Status "Status";
        /// The scheduling link.
        Link "Calendly link";
        /// A group or team, or several separated by `;`, `,` or `|`.
        Group "Group";
        /// Calendly's own identifier of the user.
        Uri "Calendly identifier";
        /// Whether, or when, the user activated the account (the export of a group).
        Activated "Activated";
        /// Whether an invitation is pending (the export of a group).
        PendingInvite "Pending invite";
        /// Something else, kept with the user under the column's own header.
        Other "Something else";
    }
}

impl Meaning {
    /// Whether several columns may share it.
    fn is_shared(self) -> bool {
        matches!(self, Self::Group | Self::Other)
    }

    /// Whether a cell of it is a name, or a part of one.
    pub fn is_of_name(self) -> bool {
        matches!(self, Self::Name | Self::FirstName | Self::LastName)
    }
}

/// The column headers that are known, without case, blanks and marks; the surest spelling of a meaning
/// first, since only one column can be the email.
const SYNONYMS: &[(&str, Meaning)] = &[
    ("loginemail", Meaning::Email),
    ("email", Meaning::Email),
    ("emailaddress", Meaning::Email),
    ("useremail", Meaning::Email),
    ("useremailaddress", Meaning::Email),
    ("memberemail", Meaning::Email),
    ("inviteeemail", Meaning::Email),
    ("workemail", Meaning::Email),
    ("workemailaddress", Meaning::Email),
    ("primaryemail", Meaning::Email),
    ("calendlyemail", Meaning::Email),
    ("accountemail", Meaning::Email),
    ("mail", Meaning::Email),
    ("username", Meaning::Email),
    ("login", Meaning::Email),
    ("name", Meaning::Name),
    ("fullname", Meaning::Name),
    ("displayname", Meaning::Name),
    ("nameofuser", Meaning::Name),
    ("member", Meaning::Name),
    ("membername", Meaning::Name),
    ("user", Meaning::Name),
    ("firstname", Meaning::FirstName),
    ("givenname", Meaning::FirstName),
    ("forename", Meaning::FirstName),
    ("lastname", Meaning::LastName),
    ("familyname", Meaning::LastName),
    ("surname", Meaning::LastName),
    ("role", Meaning::Role),
    ("userrole", Meaning::Role),
    ("usertype", Meaning::Role),
    ("organizationrole", Meaning::Role),
    ("permission", Meaning::Role),
    ("permissions", Meaning::Role),
    ("status", Meaning::Status),
    ("userstatus", Meaning::Status),
    ("accountstatus", Meaning::Status),
    ("invitationstatus", Meaning::Status),
    ("state", Meaning::Status),
    ("active", Meaning::Status),
    ("isactive", Meaning::Status),
    ("calendlylink", Meaning::Link),
    ("calendlyurl", Meaning::Link),
    ("schedulinglink", Meaning::Link),
    ("schedulingurl", Meaning::Link),
    ("schedulingpage", Meaning::Link),
    ("schedulingpageurl", Meaning::Link),
    ("bookingpage", Meaning::Link),
    ("bookingpageurl", Meaning::Link),
    ("bookinglink", Meaning::Link),
    ("link", Meaning::Link),
    ("url", Meaning::Link),
    ("calendly", Meaning::Link),
    ("group", Meaning::Group),
    ("groups", Meaning::Group),
    ("groupname", Meaning::Group),
    ("team", Meaning::Group),
    ("teams", Meaning::Group),
    ("teamname", Meaning::Group),
    ("uri", Meaning::Uri),
    ("useruri", Meaning::Uri),
    ("activated", Meaning::Activated),
    ("activatedat", Meaning::Activated),
    ("pendinginvite", Meaning::PendingInvite),
    ("pendinginvitation", Meaning::PendingInvite),
    ("invitepending", Meaning::PendingInvite),
];

/// What a header means and how sure its spelling is (lower is surer); `None` where it is not known.
fn known(header: &str) -> Option<(Meaning, usize)> {
    // No synonym is this long: a cell that holds a paragraph is not copied.
    if header.len() > 40 {
        return None;
    }
    let key: String =
        header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    SYNONYMS
        .iter()
        .enumerate()
        .find(|(_, (synonym, _))| *synonym == key)
        .map(|(rank, (_, meaning))| (*meaning, rank))
}

/// What a header or a JSON key means by its spelling.
pub fn meaning(header: &str) -> Option<Meaning> {
    known(header).map(|(meaning, _)| meaning)
}

/// A column as it was understood: what the page shows, and lets people change.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Column {
    /// Position, counted from 0.
    pub index: usize,
    /// The header as written; empty where the list has none.
    pub header: String,
    /// What it was understood to hold.
    pub meaning: Meaning,
}

/// Whether a row of cells is a header: no cell holds an email or a page's address, and either an email column
/// is named, or a name column among few that are unknown. `User` and `Active` name columns and are values too:
/// a row without a word for who it is about is somebody's.
pub fn is_header<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> bool {
    if cells.clone().any(|cell| cell.contains('@') || is_address_of_page(cell.trim())) {
        return false;
    }
    let filled = cells.clone().filter(|cell| !cell.trim().is_empty()).count();
    let is_value = |cell: &&str| Role::known(cell).is_some() || Status::known(cell).is_some();
    // At least one word that can only be a heading.
    if !cells.clone().any(|cell| meaning(cell).is_some() && !is_value(&cell)) {
        return false;
    }
    let single = |cell: &str| cell.split_whitespace().count() <= 1;
    let words = cells.clone().all(single);
    let found: Vec<Meaning> = cells.filter_map(meaning).collect();
    let about_somebody =
        found.iter().any(|meaning| *meaning == Meaning::Email || meaning.is_of_name());
    if !about_somebody {
        return false;
    }
    match found.len() {
        1 if found.contains(&Meaning::Email) => filled <= 20,
        // Alone it stands over names, one a line; beside two words it is what they are.
        1 => (2..=4).contains(&filled) && words,
        known => known * 4 >= filled || found.contains(&Meaning::Email),
    }
}

/// The columns of a header row.
pub fn by_header<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut ranks: Vec<usize> = Vec::new();
    for (index, cell) in cells.enumerate() {
        let (meaning, rank) = known(cell).unwrap_or((Meaning::Other, usize::MAX));
        columns.push(Column { index, header: cell.trim().to_owned(), meaning });
        ranks.push(rank);
    }
    // Beside a column for the email, `User name` is the name of the user, where nothing else is.
    let named = |columns: &[Column]| columns.iter().any(|column| column.meaning.is_of_name());
    let emails = columns.iter().filter(|column| column.meaning == Meaning::Email).count();
    if emails > 1 && !named(&columns) {
        let is_user_name = |column: &&mut Column| column.header.eq_ignore_ascii_case("user name");
        if let Some(column) = columns.iter_mut().find(is_user_name) {
            column.meaning = Meaning::Name;
        }
    }
    // Two columns may claim one meaning; the surest spelling has it, the other keeps its header.
    for claimed in Meaning::ALL.iter().filter(|meaning| !meaning.is_shared()) {
        let best = columns
            .iter()
            .zip(&ranks)
            .filter(|(column, _)| column.meaning == *claimed)
            .min_by_key(|(_, rank)| **rank)
            .map(|(column, _)| column.index);
        for column in &mut columns {
            if column.meaning == *claimed && Some(column.index) != best {
                column.meaning = Meaning::Other;
            }
        }
    }
    columns
}

/// Lets a person's word stand over what was understood. A meaning that only one column can have leaves the
/// column that had it.
pub fn choose(columns: &mut Vec<Column>, chosen: &[(usize, Meaning)]) {
    // No list is that wide; a chosen column beyond it is no reason to fill memory.
    for &(index, meaning) in chosen.iter().filter(|(index, _)| *index < 1000) {
        while columns.len() <= index {
            columns.push(Column {
                index: columns.len(),
                header: String::new(),
                meaning: Meaning::Other,
            });
        }
        for column in columns.iter_mut() {
            if column.index == index {
                column.meaning = meaning;
            } else if column.meaning == meaning && !meaning.is_shared() {
                column.meaning = Meaning::Other;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_known_by_its_letters() {
        assert_eq!(meaning("Login email"), Some(Meaning::Email));
        assert_eq!(meaning("scheduling_url"), Some(Meaning::Link));
        assert_eq!(meaning("Meetings in the last 30 days"), None);
    }

    #[test]
    fn a_header_has_a_word_for_who_and_few_that_are_unknown() {
        for (cells, expected) in [
            ("Email,Office", true),
            ("Name", false),
            ("Name,Office", true),
            ("Name,a,b,c,d", false),
            ("User,Office", false),
            ("Name,Jane Doe", false),
            ("Name,jane@example.com,Email", false),
            ("Name,Role,a,b,c,d,e,f", true),
            ("Name,Role,a,b,c,d,e,f,g", false),
            ("Name,Role,,,,,,,,,,", true),
        ] {
            assert_eq!(is_header(cells.split(',')), expected, "{cells}");
        }
    }

    #[test]
    fn a_user_name_is_a_name_where_another_column_is_the_email_and_none_the_name() {
        use Meaning::{Email, Name, Other, Role, Status};
        for (cells, expected) in [
            (["User name", "Role", "Status"], [Email, Role, Status]),
            (["User name", "User email", "Role"], [Name, Email, Role]),
            (["Name", "User name", "User email"], [Name, Other, Email]),
        ] {
            let found: Vec<_> = by_header(cells.into_iter()).iter().map(|c| c.meaning).collect();
            assert_eq!(found, expected, "{cells:?}");
        }
    }
}
