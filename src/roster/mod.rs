//! The team's YAML becomes people.
//!
//! Reads every layout that hand-edited files take (one list, a mapping by handle, one person a file,
//! several documents) and keeps every good entry where another is broken. Never judges: a blank email
//! or an odd link is read as it stands. Facts: GitLab's public handbook, "Support team YAML files".
//!
//! The way of a file: [`mod@file`] decodes it, refuses what is no YAML at all, and goes through its
//! documents; [`layout`] cuts a document into entries; [`light`] reads the plainest of them line by line ([`scan`]), [`cut`] any
//! other by itself, and [`whole`] one that needs the document around it, both through [`items`] and the
//! YAML library; [`fault`] says in words what the library found wrong; [`guard`] refuses what would cost
//! too much; [`leftover`] looks for addresses that nothing accounts for.

mod cut;
mod entry;
mod fault;
mod file;
mod guard;
mod items;
mod layout;
mod leftover;
mod light;
mod node;
mod scan;
mod value;
mod whole;

use entry::{FIELDS, FOCUSES};
use serde::{Deserialize, Serialize};

use crate::source::{Place, Reading, Source};

/// One entry of the roster. Text fields are as written, trimmed; empty where absent or `null`.
///
/// Invisible characters inside `email`, `calendly` and `gitlab` are removed and counted in
/// [`Reading::removed`]; names keep theirs, since some scripts need them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Person {
    /// `name`.
    pub name: String,
    /// `email`, as written: it may not be an address at all.
    pub email: String,
    /// `calendly`, as written.
    pub calendly: String,
    /// `gitlab.username`, without a leading `@`.
    pub gitlab: String,
    /// `reports_to`: the manager's name.
    pub reports_to: String,
    /// The `name` of each of `focuses`.
    pub focuses: Vec<String>,
    /// `title`.
    pub title: String,
    /// `region`.
    pub region: String,
    /// `start_date`, as written (an ISO date).
    pub start_date: String,
    /// Where the entry begins.
    pub place: Place,
}

/// The roster: every person read, in the files' order, and what became of each file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Roster {
    /// The people, in the order of the files and of the entries in them.
    pub people: Vec<Person>,
    /// One reading a source, in the order given.
    pub readings: Vec<Reading>,
}

/// Reads the roster from its files: one, or a folder of one a person.
///
/// Total and linear: any bytes give a roster. Whatever became no person is in the reading's `unread`,
/// with line, excerpt and reason, and every email address of the input is either in a person or there.
///
/// ```
/// use calendly_audit::roster;
/// use calendly_audit::source::Source;
/// let roster = roster::read(&[Source::new("team.yaml", "- name: Jane Doe\n- name: 'No\n- name: Bo\n")]);
/// let names: Vec<&str> = roster.people.iter().map(|person| person.name.as_str()).collect();
/// assert_eq!(names, ["Jane Doe", "Bo"]);
/// assert_eq!(roster.readings[0].unread[0].place.line, 2);
/// ```
pub fn read(sources: &[Source]) -> Roster {
    let mut roster = Roster::default();
    for (index, source) in sources.iter().enumerate() {
        let reading = file::read(source, index, &mut roster.people);
        roster.readings.push(reading);
    }
    roster
}

/// The fields of an entry that are read, by name.
pub(crate) fn fields() -> impl Iterator<Item = &'static str> {
    FIELDS.into_iter().chain([FOCUSES])
}
