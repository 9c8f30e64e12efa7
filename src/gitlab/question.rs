//! What GitLab is asked. Three API paths exist for this tool, and all are made here: a raw file, a
//! page of a folder's listing, an issue. Whatever stands in a project, a path or a branch is encoded
//! as one segment, so that it can never lead to a fourth.

use super::address::{Host, RosterAddress, Scope};
use super::encode::segment;
use super::issue::IssueAddress;

/// One thing that GitLab is asked for. The only source of API addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The project's path or number.
    pub project: String,
    /// What is asked for.
    pub wanted: Wanted,
    /// Branch, tag or commit; empty for the default branch. Without a meaning for an issue.
    pub reference: String,
}

/// What a [`Question`] asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A file's bytes, by its path.
    File(String),
    /// A page of what a folder holds.
    Listing {
        /// The folder's path; empty for the project's top folder.
        folder: String,
        /// The page, counted from 1.
        page: usize,
    },
    /// An issue, by its number in the project.
    Issue(u64),
}

impl Question {
    /// How many entries a page of a listing holds: GitLab's highest, and `per_page` in the address.
    pub const PAGE: usize = 100;

    /// The file at a path of the address's project and reference.
    pub fn file(address: &RosterAddress, path: &str, reference: &str) -> Self {
        Self {
            project: address.project().to_owned(),
            wanted: Wanted::File(path.to_owned()),
            reference: reference.to_owned(),
        }
    }

    /// A page of the listing of the address's folder.
    pub fn listing(address: &RosterAddress, page: usize, reference: &str) -> Self {
        Self {
            project: address.project().to_owned(),
            wanted: Wanted::Listing { folder: address.path().to_owned(), page },
            reference: reference.to_owned(),
        }
    }

    /// An issue of a project.
    pub fn issue(address: &IssueAddress) -> Self {
        Self {
            project: address.project.clone(),
            wanted: Wanted::Issue(address.number),
            reference: String::new(),
        }
    }

    /// The smallest scope of a token that may ask this.
    pub fn scope(&self) -> Scope {
        match self.wanted {
            Wanted::File(_) => Scope::ReadRepository,
            Wanted::Listing { .. } | Wanted::Issue(_) => Scope::ReadApi,
        }
    }

    /// The whole address to ask.
    ///
    /// ```
    /// use calendly_audit::gitlab::{address::{Host, RosterAddress}, question::Question};
    /// let host = Host::new("https://gitlab.com");
    /// let address = RosterAddress::read(&host, "gitlab-com/support/team", "data/support-team.yaml", "").unwrap();
    /// assert_eq!(
    ///     Question::file(&address, address.path(), "").url(&host),
    ///     "https://gitlab.com/api/v4/projects/gitlab-com%2Fsupport%2Fteam/repository/files/data%2Fsupport-team.yaml/raw",
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
