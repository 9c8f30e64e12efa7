//! Reads the team's YAML files into people.
//!
//! Accepts every layout of hand-edited files: one list, a mapping by handle, one person a file,
//! several documents. A broken entry never costs its neighbours. Values are kept as written; nothing
//! is judged here. Source of the format: GitLab's public handbook, "Support team YAML files".
//!
//! A file goes through these modules, in this order:
//!
//! 1. [`mod@file`] decodes it; [`raw`] rejects what is not YAML.
//! 2. [`layout`] splits a document into chunks, one an entry; [`contents`] tells a wrapper from a person.
//! 3. [`chunk`] parses one chunk: by the [`fast_path`] (over [`scan`] and [`value`]), else by the YAML
//!    library through [`items`], [`node`] and [`entry`], within [`limits`]; [`fault`] explains its errors.
//! 4. [`document_fallback`] parses chunks that need the document around them.
//! 5. [`other_names`] finds fields under other names, over all files.
//! 6. [`leftover`] reports every address that is in no person and no error.

mod chunk;
mod contents;
mod document_fallback;
mod entry;
mod fast_path;
mod fault;
mod file;
mod items;
mod layout;
mod leftover;
mod limits;
mod node;
mod other_names;
mod raw;
mod scan;
mod value;

use serde::{Deserialize, Serialize};

use crate::source::{Place, Reading, Source};

/// One entry of the roster. Text fields are trimmed; empty if absent or `null`.
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

/// The people of all files, and how each file was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Roster {
    /// The people, in the order of the files and of the entries in them.
    pub people: Vec<Person>,
    /// One reading a source, in the order given.
    pub readings: Vec<Reading>,
}

/// Reads the roster from its files: one, or a folder of one a person.
///
/// Never fails and takes linear time. Input that became no person is in the reading's `unread`, with
/// line, excerpt and reason. Every email address of the input is in a person or in `unread`.
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

/// Returns the field that a key means, in any spelling; `None` if the audit does not read it.
pub(crate) fn field(key: &str) -> Option<&'static str> {
    entry::slot_of(key).map(entry::field)
}
