//! Links into GitLab's issues: a new one, filled as far as an address can carry it, and the address
//! of one that a person pasted.
//!
//! Known: a description in the address overrides the template since GitLab 18, and was added to it
//! before, so the two are never sent together. `issuable_template` is understood by every version;
//! 17.9 added `description_template` beside it.

use super::address::Host;
use super::encode::{decoded, segment};
use crate::phrase::Phrase;
use std::fmt;

/// The longest address that is given to GitLab, in characters (all of them ASCII): it stays under 7,500.
pub const LONGEST_ADDRESS: usize = 7_499;

/// The longest title of an issue, in characters.
pub const LONGEST_TITLE: usize = 255;

/// What a link to a new issue carries besides the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// The whole description.
    Description,
    /// The template's name alone: the description is for the clipboard.
    Template,
    /// Nothing: there is no template, and the description is too long or empty.
    TitleAlone,
}

/// A link that opens a new issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIssueLink {
    /// The whole address, at most [`LONGEST_ADDRESS`] characters.
    pub url: String,
    /// What it carries, so that the page can say what is left to paste.
    pub carries: Carries,
}

/// A link to a new issue of a project: with the description where the address can hold it, else with
/// the template alone, never with both. A title is cut to GitLab's limit.
///
/// An empty template means that there is none. A project whose own path would burst the limit gives
/// the bare page of a new issue.
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
    // An encoded text is never shorter than the text, so a long one need not be encoded to know.
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

/// Why a pasted address cannot be read as an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IssueTrouble {
    /// An issue on another host: nothing is ever asked there.
    OtherHost {
        /// What was pasted.
        given: String,
        /// The only host that the page talks to.
        host: String,
    },
    /// An address on the right host that is no issue's.
    NotAnIssue(String),
}

impl IssueTrouble {
    /// What is wrong and what to do, for people.
    pub fn says(&self) -> Phrase {
        match self {
            Self::OtherHost { given, host } => Phrase::new()
                .code(given)
                .ours(" is on another host, and this page talks to ")
                .code(host)
                .ours(" only. Open the issue and paste its text instead."),
            Self::NotAnIssue(given) => Phrase::new()
                .code(given)
                .ours(" is not the address of an issue, which looks like ")
                .code("…/group/project/-/issues/12")
                .ours(". Paste that address, or the issue's text."),
        }
    }
}

impl fmt::Display for IssueTrouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says().plain())
    }
}

impl IssueAddress {
    /// Reads what was pasted into `Earlier notes`. `None` if it is a text, not one address: then it is
    /// the notes themselves.
    ///
    /// ```
    /// use calendly_audit::gitlab::{address::Host, issue::IssueAddress};
    /// let host = Host::new("https://gitlab.com");
    /// let read = IssueAddress::read(&host, "https://gitlab.com/gitlab-com/support/audits/-/issues/7#note_1");
    /// assert_eq!(read, Some(Ok(IssueAddress { project: "gitlab-com/support/audits".into(), number: 7 })));
    /// assert_eq!(IssueAddress::read(&host, "## Notes"), None);
    /// ```
    pub fn read(host: &Host, pasted: &str) -> Option<Result<Self, IssueTrouble>> {
        let given = pasted.trim();
        let address = given
            .split_once("://")
            .is_some_and(|(scheme, _)| matches!(&*scheme.to_ascii_lowercase(), "http" | "https"));
        if !address || given.contains(char::is_whitespace) {
            return None;
        }
        let Some(rest) = host.rest_of(given) else {
            return Some(Err(IssueTrouble::OtherHost {
                given: given.to_owned(),
                host: host.url().to_owned(),
            }));
        };
        Some(read_rest(rest).ok_or_else(|| IssueTrouble::NotAnIssue(given.to_owned())))
    }
}

/// Project and number out of what follows the host: `/-/issues/N`, `/-/work_items/N`, and the older
/// `/issues/N`.
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
