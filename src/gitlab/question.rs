//! Requests to GitLab's API.
//!
//! This tool uses three API paths, and all are made here: a raw file, a page of a folder's listing,
//! an issue. Every project, path and branch is encoded as one segment, so no value can lead to
//! another path.

use super::address::{Host, RosterAddress, Scope};
use super::encode::segment;
use super::issue::IssueAddress;

/// A request to GitLab. All API addresses come from this type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The project's path or number.
    pub project: String,
    /// What is requested.
    pub wanted: Wanted,
    /// Branch, tag or commit; empty for the default branch. Ignored for an issue.
    pub reference: String,
}

/// What a [`Question`] requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The bytes of the file with this path.
    File(String),
    /// A page of a folder's listing.
    Listing {
        /// The folder's path; empty for the project's top folder.
        folder: String,
        /// The page, counted from 1.
        page: usize,
    },
    /// The issue with this number in the project.
    Issue(u64),
}

impl Question {
    /// Number of entries on a page of a listing: GitLab's maximum, and `per_page` in the address.
    pub const PAGE: usize = 100;

    /// Requests a file of the address's project at a reference.
    pub fn file(address: &RosterAddress, path: &str, reference: &str) -> Self {
        Self {
            project: address.project().to_owned(),
            wanted: Wanted::File(path.to_owned()),
            reference: reference.to_owned(),
        }
    }

    /// Requests a page of the listing of the address's folder.
    pub fn listing(address: &RosterAddress, page: usize, reference: &str) -> Self {
        Self {
            project: address.project().to_owned(),
            wanted: Wanted::Listing { folder: address.path().to_owned(), page },
            reference: reference.to_owned(),
        }
    }

    /// Requests an issue.
    pub fn issue(address: &IssueAddress) -> Self {
        Self {
            project: address.project.clone(),
            wanted: Wanted::Issue(address.number),
            reference: String::new(),
        }
    }

    /// Returns the smallest scope of a token that allows this request.
    pub fn scope(&self) -> Scope {
        match self.wanted {
            Wanted::File(_) => Scope::ReadRepository,
            Wanted::Listing { .. } | Wanted::Issue(_) => Scope::ReadApi,
        }
    }

    /// Returns the whole address.
    ///
    /// ```
    /// use calendly_audit::gitlab::{address::{Host, RosterAddress}, question::Question};
    /// let host = Host::new("https://gitlab.com");
    /// let address = RosterAddress::read(&host, "support/team", "data/team.yaml", "").unwrap();
    /// assert_eq!(
    ///     Question::file(&address, address.path(), "").url(&host),
    ///     "https://gitlab.com/api/v4/projects/support%2Fteam/repository/files/data%2Fteam.yaml/raw",
    /// );
    /// ```
    pub fn url(&self, host: &Host) -> String {
        let mut url = format!("{}/api/v4/projects/{}/", host.url(), segment(&self.project));
        let mut joint = '?';
        match &self.wanted {
            Wanted::File(path) => {
                url.push_str("repository/files/");
                url.push_str(&segment(path));
                url.push_str("/raw");
            }
            Wanted::Listing { folder, page } => {
                url.push_str("repository/tree?per_page=100&page=");
                url.push_str(&page.to_string());
                joint = '&';
                if !folder.is_empty() {
                    url.push_str("&path=");
                    url.push_str(&segment(folder));
                }
            }
            Wanted::Issue(number) => {
                url.push_str("issues/");
                url.push_str(&number.to_string());
            }
        }
        if !self.reference.is_empty() && !matches!(self.wanted, Wanted::Issue(_)) {
            url.push(joint);
            url.push_str("ref=");
            url.push_str(&segment(&self.reference));
        }
        url
    }
}
