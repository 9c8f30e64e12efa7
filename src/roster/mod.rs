//! The team's YAML becomes people.
//!
//! Reads every layout that hand-edited files take (one list, a mapping by handle, one person a file,
//! several documents) and keeps every good entry where another is broken. Never judges: a blank email
//! or an odd link is read as it stands. Facts: GitLab's public handbook, "Support team YAML files".
//!
//! The way of a file: [`mod@file`] decodes it, [`raw`] refuses what is no YAML at all, and the file goes through its
//! documents; [`layout`] cuts a document into entries, around which [`contents`] tells a wrapper from a person; [`light`] reads the plainest of them line by line ([`scan`]), [`cut`] any
//! other by itself, and [`whole`] one that needs the document around it, both through [`items`] and the
//! YAML library; [`fault`] says in words what the library found wrong; [`guard`] refuses what would cost
//! too much. Once all files are read [`other_names`] looks for what stands under other names, and [`leftover`] for addresses that
//! nothing accounts for.

mod contents;
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
mod other_names;
mod raw;
mod scan;
mod value;
mod whole;

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
    /// `email`: the address without what people put around it; as written where it is none.
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
    /// `start_date`, as written: [`Day::written`](crate::day::Day::written) tells the day.
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
    let mut people = Vec::new();
    let mut parsed: Vec<_> = sources
        .iter()
        .enumerate()
        .map(|(index, source)| file::read(source, index, &mut people))
        .collect();
    other_names::resolve(&mut people, &mut parsed);
    let readings = parsed.into_iter().map(|file| file.finish(&people)).collect();
    Roster { people, readings }
}

/// The field of an entry that a key means, however it is spelled; `None` where it is none that is read.
pub(crate) fn field(key: &str) -> Option<&'static str> {
    entry::slot_of(key).map(entry::field)
}
