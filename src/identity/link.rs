//! A Calendly link: what kind of address it is, and whose.

use serde::{Deserialize, Serialize};

/// The first segment of a personal Calendly address, lower-cased: what tells whose page it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slug(String);

impl Slug {
    /// The slug as it is compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a link in the roster, or in the user list, turns out to be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Link {
    /// Nothing, blank, or a placeholder (`n/a`, `none`, `TBD`, `-`): the text as written.
    Absent(String),
    /// Another host, or no address at all: the text as written.
    Elsewhere(String),
    /// A person's main page: what the roster must hold.
    Main(Slug),
    /// A person's page with more behind it: an event, a date, a query.
    Event(Slug, String),
    /// `/d/…`: a single-use or shared link, whose owner it does not tell.
    SingleUse(String),
    /// A page of Calendly that is nobody's: `/app/…`, `/event_types/…`, somebody's booking, `/pricing`.
    NotPersonal(String),
}
