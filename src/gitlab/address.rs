//! Addresses on GitLab as people write them: the host and the roster.
//!
//! Accepts different spellings (spaces, slashes, a pasted address). Refuses with a sentence where a
//! guess could lead to a request for something else.

use super::encode::{decoded, segment};
use crate::phrase::Phrase;
use std::fmt;

/// The GitLab that the page was built for: `GITLAB_URL`, with its sub-path if it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host(String);

impl Host {
    /// Creates a host from its address, for example `https://gitlab.com`. Removes slashes at the
    /// end.
    pub fn new(url: &str) -> Self {
        Self(url.trim().trim_end_matches('/').to_owned())
    }

    /// Returns the address without a slash at its end.
    pub fn url(&self) -> &str {
        &self.0
    }

    /// Returns the name for people: `gitlab.com`, `git.example.com:8443`.
    pub fn name(&self) -> &str {
        let rest = self.0.split_once("://").map_or(self.0.as_str(), |(_, rest)| rest);
        rest.split('/').next().unwrap_or(rest)
    }

    /// Returns the rest of an address on this host, without its first slash; `None` for any other
    /// host. Ignores the case of the host, and accepts `http` for `https`, since the address is
    /// only parsed and nothing is sent to it.
    pub fn rest_of<'a>(&self, address: &'a str) -> Option<&'a str> {
        let bare = |text: &'a str| strip_scheme(text).unwrap_or(text);
        let own = strip_scheme(&self.0).unwrap_or(&self.0);
        let given = bare(address.trim());
        let (head, rest) = (given.get(..own.len())?, given.get(own.len()..)?);
        if !head.eq_ignore_ascii_case(own) {
            return None;
        }
        if rest.is_empty() { Some("") } else { rest.strip_prefix('/') }
    }

    /// Returns GitLab's page for creating a token with exactly this scope.
    pub fn token_link(&self, scope: Scope) -> String {
        format!(
            "{}/-/user_settings/personal_access_tokens?name=Calendly%20audit&scopes={}",
            self.0,
            scope.name()
        )
    }

    /// Returns the page of a project. GitLab redirects it if the project has moved.
    pub fn project_link(&self, project: &str) -> String {
        let path: Vec<String> = project.split('/').map(segment).collect();
        format!("{}/{}", self.0, path.join("/"))
    }
}

/// Returns what follows `http://` or `https://`, in any case.
fn strip_scheme(text: &str) -> Option<&str> {
    ["https://", "http://"].into_iter().find_map(|scheme| {
        let head = text.get(..scheme.len())?;
        if head.eq_ignore_ascii_case(scheme) { text.get(scheme.len()..) } else { None }
    })
}

/// How the roster is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One file with everybody in it.
    File,
    /// A folder with one file for each person.
    Folder,
}

/// The scope of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Enough to read one file.
    ReadRepository,
    /// Needed to list a folder and to read an issue.
    ReadApi,
}

impl Scope {
    /// Returns its name on GitLab's page.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadRepository => "read_repository",
            Self::ReadApi => "read_api",
        }
    }
}

impl Layout {
    /// Returns the smallest scope that is enough for this layout. `read_repository` does not allow
    /// listing a folder.
    pub fn scope(self) -> Scope {
        match self {
            Self::File => Scope::ReadRepository,
            Self::Folder => Scope::ReadApi,
        }
    }
}

/// The address of the roster: project, path, and a branch, tag or commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterAddress {
    project: String,
    path: String,
    reference: String,
    layout: Layout,
}

/// Why an address of a roster cannot be requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressError {
    /// No project was given.
    NoProject,
    /// The project is an address on another host than the page's own.
    OtherHost {
        /// The address as given.
        given: String,
        /// The only host that the page talks to.
        host: String,
    },
    /// The project is in no group, or has an empty segment, `.` or `..`.
    NotAProject(String),
    /// The path has a segment `.` or `..`.
    NotAPath(String),
}

impl AddressError {
    /// Returns what is wrong and what to do, for people.
    pub fn says(&self) -> Phrase {
        match self {
            Self::NoProject => Phrase::new()
                .trusted("No project is given. Write its path as it stands in the address of its page, for example ")
                .code("gitlab-com/support/team")
                .trusted("."),
            Self::OtherHost { given, host } => Phrase::new()
                .trusted("This page talks to ")
                .code(host)
                .trusted(" only, and ")
                .code(given)
                .trusted(" is not on it. Write the project's path alone, or use the page that was built for that GitLab."),
            Self::NotAProject(given) => Phrase::new()
                .code(given)
                .trusted(" is not a project's path. Write group and project as in the address of its page, for example ")
                .code("gitlab-com/support/team")
                .trusted(", or the project's number."),
            Self::NotAPath(given) => Phrase::new()
                .code(given)
                .trusted(" cannot be a path in a project: a part of it is made of dots alone. Write the whole path from the project's top folder."),
        }
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says().plain())
    }
}

impl RosterAddress {
    /// Parses the three fields. An empty reference means the default branch.
    ///
    /// The project may be the address of its page on `host`. The path is a folder if it ends in
    /// `/`, in `*.yaml` or in `*.yml`, or if it has neither of these two extensions. An empty path
    /// is the project's top folder.
    ///
    /// ```
    /// use calendly_audit::gitlab::address::{Host, Layout, RosterAddress};
    /// let host = Host::new("https://gitlab.com/");
    /// let address = RosterAddress::read(&host, " support/team ", "/data/team.yaml", "").unwrap();
    /// assert_eq!((address.path(), address.layout()), ("data/team.yaml", Layout::File));
    /// ```
    pub fn read(
        host: &Host,
        project: &str,
        path: &str,
        reference: &str,
    ) -> Result<Self, AddressError> {
        let (path, layout) = read_path(path)?;
        Ok(Self {
            project: read_project(host, project)?,
            path,
            reference: reference.trim().to_owned(),
            layout,
        })
    }

    /// Parses the address of a file's or folder's page, such as
    /// `https://gitlab.com/gitlab-com/support/team/-/blob/master/data/support-team.yaml`; `None`
    /// for anything else. Takes the first segment as the branch, since the address does not tell
    /// where a branch ends.
    pub fn from_link(host: &Host, link: &str) -> Option<Self> {
        let rest = host.rest_of(link)?;
        let rest = rest.split(['?', '#']).next().unwrap_or(rest);
        let (project, place) = rest.split_once("/-/")?;
        let (kind, place) = place.split_once('/')?;
        if !matches!(kind, "blob" | "tree" | "raw") {
            return None;
        }
        let (reference, path) = place.split_once('/').unwrap_or((place, ""));
        let folder = if kind == "tree" && !path.ends_with('/') { "/" } else { "" };
        Self::read(
            host,
            &decoded(project),
            &format!("{}{folder}", decoded(path)),
            &decoded(reference),
        )
        .ok()
    }

    /// Returns the project's path (`group/subgroup/project`) or number.
    pub fn project(&self) -> &str {
        &self.project
    }

    /// Returns the path of the file or folder, without slashes at its ends.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the branch, tag or commit; empty for the default branch.
    pub fn reference(&self) -> &str {
        &self.reference
    }

    /// Returns whether it is one file or a folder.
    pub fn layout(&self) -> Layout {
        self.layout
    }
}

/// Parses the project's path, written or pasted.
fn read_project(host: &Host, given: &str) -> Result<String, AddressError> {
    let given = given.trim();
    let named = strip_scheme(given).is_some();
    let path = match host.rest_of(given) {
        Some(rest) => rest.split(['?', '#']).next().unwrap_or(rest),
        None if named => {
            return Err(AddressError::OtherHost {
                given: given.to_owned(),
                host: host.url().to_owned(),
            });
        }
        None => given,
    };
    let path = path.split("/-/").next().unwrap_or(path).trim_matches('/');
    let path = if named { path.strip_suffix(".git").unwrap_or(path) } else { path };
    if path.is_empty() {
        return Err(AddressError::NoProject);
    }
    let number = path.bytes().all(|byte| byte.is_ascii_digit());
    let sound = path.contains('/') && path.split('/').all(is_sound);
    if number || sound {
        Ok(path.to_owned())
    } else {
        Err(AddressError::NotAProject(given.to_owned()))
    }
}

/// Parses the path inside the project, and tells whether it is a file or a folder.
fn read_path(given: &str) -> Result<(String, Layout), AddressError> {
    let given = given.trim();
    let parts: Vec<&str> = given.split('/').filter(|part| !part.is_empty()).collect();
    let (parts, layout) = match parts.split_last() {
        Some((last, folder)) if matches!(*last, "*" | "*.yaml" | "*.yml") => {
            (folder.to_vec(), Layout::Folder)
        }
        Some((last, _)) if is_yaml(last) && !given.ends_with('/') => (parts, Layout::File),
        _ => (parts, Layout::Folder),
    };
    if parts.iter().all(|part| is_sound(part)) {
        Ok((parts.join("/"), layout))
    } else {
        Err(AddressError::NotAPath(given.to_owned()))
    }
}

/// Whether a segment is safe in an address. Browsers resolve `.` and `..`, even percent-encoded.
fn is_sound(part: &str) -> bool {
    !matches!(part, "" | "." | "..")
}

/// Whether a file name has an extension of YAML.
pub fn is_yaml(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
    })
}
