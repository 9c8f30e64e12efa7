//! Links to GitLab's issues: a link to a new issue with as much content as fits, and the parser of
//! a pasted address.
//!
//! Since GitLab 18, a description in the address replaces the template. Before, it was added to it.
//! So the two are never sent together. Every version knows `issuable_template`. 17.9 added
//! `description_template`.

use super::address::Host;
use super::encode::{decoded, segment};
use crate::phrase::Phrase;
use std::fmt;

/// Maximum length of an address for GitLab in characters, all of them ASCII: below 7,500.
pub const LONGEST_ADDRESS: usize = 7_499;

/// Maximum length of an issue's title in characters.
pub const LONGEST_TITLE: usize = 255;

/// The content of a link to a new issue, besides the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// The whole description.
    Description,
    /// Only the template's name. The description must be pasted.
    Template,
    /// Nothing: there is no template, and the description is empty or too long.
    TitleAlone,
}

/// A link that opens a new issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIssueLink {
    /// The whole address, at most [`LONGEST_ADDRESS`] characters.
    pub url: String,
    /// Its content, so that the page can say what is left to paste.
    pub carries: Carries,
}

/// Returns a link to a new issue of a project, with the description if it fits, else with the
/// template. Cuts the title to GitLab's limit.
///
/// An empty template means that there is none. If the project's path alone exceeds the limit, the
/// link opens an empty new issue.
pub fn new_issue_link(
    host: &Host,
    project: &str,
    title: &str,
    template: &str,
    description: &str,
) -> NewIssueLink {
    let page = format!("{}/-/issues/new", host.project_link(project));
    let title: String = title.chars().take(LONGEST_TITLE).collect();
    let base = format!("{page}?issue[title]={}", segment(&title));

    let fits = |url: &String| url.len() <= LONGEST_ADDRESS;
    // Encoding never shortens a text, so a text over the limit need not be encoded.
    let described = (!description.is_empty() && base.len() + description.len() <= LONGEST_ADDRESS)
        .then(|| format!("{base}&issue[description]={}", segment(description)))
        .filter(fits);
    if let Some(url) = described {
        return NewIssueLink { url, carries: Carries::Description };
    }
    let templated = (!template.is_empty())
        .then(|| format!("{base}&issuable_template={}", segment(template)))
        .filter(fits);
    if let Some(url) = templated {
        return NewIssueLink { url, carries: Carries::Template };
    }
    let url = if fits(&base) { base } else { page };
    NewIssueLink { url, carries: Carries::TitleAlone }
}

/// An issue: its project and its number there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueAddress {
    /// The project's path.
    pub project: String,
    /// The number after `#`.
    pub number: u64,
}

/// Why a pasted address is no issue that can be requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueError {
    /// An issue on another host, to which nothing is ever sent.
    OtherHost {
        /// The pasted address.
        given: String,
        /// The only host that the page talks to.
        host: String,
    },
    /// An address on the right host, but not of an issue.
    NotAnIssue(String),
}

impl IssueError {
    /// Returns what is wrong and what to do, for people.
    pub fn says(&self) -> Phrase {
        match self {
            Self::OtherHost { given, host } => Phrase::new()
                .code(given)
                .trusted(" is on another host, and this page talks to ")
                .code(host)
                .trusted(" only. Open the issue and paste its text instead."),
            Self::NotAnIssue(given) => Phrase::new()
                .code(given)
                .trusted(" is not the address of an issue, which looks like ")
                .code("…/group/project/-/issues/12")
                .trusted(". Paste that address, or the issue's text."),
        }
    }
}

impl fmt::Display for IssueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says().plain())
    }
}

impl IssueAddress {
    /// Parses a text that was pasted into `Earlier notes`. Returns `None` for anything but one
    /// address: then the text is the notes themselves.
    ///
    /// ```
    /// use calendly_audit::gitlab::{address::Host, issue::IssueAddress};
    /// let host = Host::new("https://gitlab.com");
    /// let pasted = "https://gitlab.com/support/audits/-/issues/7#note_1";
    /// let expected = IssueAddress { project: "support/audits".into(), number: 7 };
    /// assert_eq!(IssueAddress::read(&host, pasted), Some(Ok(expected)));
    /// assert_eq!(IssueAddress::read(&host, "## Notes"), None);
    /// ```
    pub fn read(host: &Host, pasted: &str) -> Option<Result<Self, IssueError>> {
        let given = pasted.trim();
        let address = given
            .split_once("://")
            .is_some_and(|(scheme, _)| matches!(&*scheme.to_ascii_lowercase(), "http" | "https"));
        if !address || given.contains(char::is_whitespace) {
            return None;
        }
        let Some(rest) = host.rest_of(given) else {
            return Some(Err(IssueError::OtherHost {
                given: given.to_owned(),
                host: host.url().to_owned(),
            }));
        };
        Some(read_rest(rest).ok_or_else(|| IssueError::NotAnIssue(given.to_owned())))
    }
}

/// Parses the project and number from the rest of an address after the host: `/-/issues/N`,
/// `/-/work_items/N`, or the older `/issues/N`.
fn read_rest(rest: &str) -> Option<IssueAddress> {
    let path = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let (before, number) = path.rsplit_once('/')?;
    let (project, _) = ["/-/issues", "/-/work_items", "/issues"]
        .into_iter()
        .find_map(|end| before.strip_suffix(end).zip(Some(end)))?;
    let project = decoded(project);
    let sound = project.contains('/')
        && !project.split('/').any(|part| matches!(part, "" | "." | ".." | "-"));
    let number =
        number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok()).flatten()?;
    sound.then_some(IssueAddress { project, number })
}
