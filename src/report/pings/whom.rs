//! Whom the texts of the steps may mention, and what is to be said where that is nobody.

use std::collections::HashMap;

use crate::identity::name::folded;
use crate::phrase::Phrase;
use crate::report::{Context, Origin, Report};
use crate::roster::Person;

/// The username, where it may be mentioned: one that GitLab takes for a single person's.
///
/// Letters, digits, `.`, `_` and `-` of ASCII, a letter or digit at both ends, no two marks in a row.
/// Never `all` and its like, never a part of the path of the roster's project or of the issues' (those are
/// groups), and nothing that Markdown or GitLab would read in another way.
pub fn mention<'u>(username: &'u str, context: &Context<'_>) -> Option<&'u str> {
    let username = username.trim();
    let name = username.strip_prefix('@').unwrap_or(username);
    let bytes = name.as_bytes();
    let mark = |b: &u8| matches!(b, b'.' | b'_' | b'-');
    let shape = (2..=255).contains(&bytes.len())
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || mark(b))
        && !bytes.first().is_some_and(mark)
        && !bytes.last().is_some_and(mark)
        && !bytes.windows(2).any(|pair| pair.iter().all(mark));
    let lower = name.to_ascii_lowercase();
    let roster = match context.origin {
        Origin::Fetched { project, .. } => project,
        Origin::Files => "",
    };
    let mut groups = roster.split('/').chain(context.policy.issues_project.split('/'));
    let group = groups.any(|part| part.trim().eq_ignore_ascii_case(name));
    let reserved = RESERVED.contains(&lower.as_str())
        || lower.starts_with("www.")
        || [".git", ".atom"].iter().any(|end| lower.ends_with(end));
    (shape && !group && !reserved).then_some(name)
}

/// Names that reach many, or nobody.
const RESERVED: &[&str] = &[
    "all",
    "channel",
    "everyone",
    "ghost",
    "gitlab-com",
    "gitlab-org",
    "gitlab-support-readiness",
    "group",
    "groups",
    "here",
    "nobody",
    "support",
    "support-team",
    "team",
];

/// What may be said against the one who is to review: that it is the auditor, or somebody whom the audit
/// itself has findings about.
pub fn reviewer_concerns(report: &Report<'_>) -> Vec<Phrase> {
    let policy = report.context.policy;
    let reviewer = bare(&policy.operations_manager);
    if reviewer.is_empty() {
        return Vec::new();
    }
    let rows = report.audit.team.iter().filter_map(|row| Some((row, report.person(row.person)?)));
    let own: Vec<_> = rows.filter(|(_, person)| bare(&person.gitlab) == reviewer).collect();
    let auditor = bare(&policy.auditor);
    let mut concerns = Vec::new();
    let is_auditor = |person: &Person| {
        !auditor.is_empty()
            && [&person.name, &person.email].iter().any(|said| bare(said) == auditor)
    };
    if auditor == reviewer || own.iter().any(|(_, person)| is_auditor(person)) {
        let said = Phrase::new().trusted("The reviewer ").code(&reviewer);
        concerns.push(said.trusted(" is also the auditor."));
    }
    if own.iter().any(|(row, _)| !row.findings.is_empty()) {
        let said = Phrase::new().trusted("The reviewer ").code(&reviewer);
        concerns.push(said.trusted(" is in this audit's own findings."));
    }
    concerns
}

/// Why the Support Operations Manager, whom every step after the first needs, cannot be mentioned.
pub fn manager_concern(report: &Report<'_>) -> Option<Phrase> {
    let context = report.context;
    let written = context.policy.operations_manager.trim();
    if mention(written, context).is_some() {
        return None;
    }
    let said = Phrase::new().trusted("The Support Operations Manager cannot be mentioned: ");
    Some(if written.is_empty() {
        said.trusted("set the GitLab username under Policy.")
    } else {
        said.code(written).trusted(" is an unusual username, or a group's.")
    })
}

fn bare(name: &str) -> String {
    name.trim().trim_start_matches('@').to_lowercase()
}

const NO_MANAGER: &str = "The roster names no manager";
const NOT_THERE: &str = " is not in the roster";
const NO_USERNAME: &str = " has no GitLab username in the roster";
const SEVERAL: &str = " is in the roster more than once";
/// Before a username that is not mentioned.
pub const UNUSUAL: &str = " has an unusual GitLab username: ";
/// How a reason ends for which no manager can be mentioned, but for [`UNUSUAL`].
pub const ENDS: &[&str] = &[NO_MANAGER, NOT_THERE, NO_USERNAME, SEVERAL];

/// The roster's people by name, to find a manager.
pub struct Managers<'a> {
    by_name: HashMap<String, Vec<&'a Person>>,
    context: &'a Context<'a>,
}

impl<'a> Managers<'a> {
    /// Those of a report's roster.
    pub fn of(report: &Report<'a>) -> Self {
        let mut by_name: HashMap<String, Vec<&Person>> = HashMap::new();
        for person in &report.roster.people {
            by_name.entry(folded(&person.name)).or_default().push(person);
        }
        Self { by_name, context: report.context }
    }

    /// The username of a person's manager, or why there is none to mention.
    pub fn of_person(&self, person: &Person) -> Result<String, Phrase> {
        let name = person.reports_to.trim();
        if name.is_empty() {
            return Err(Phrase::new().trusted(NO_MANAGER));
        }
        let manager = || Phrase::new().trusted("The manager ").untrusted(name);
        match self.by_name.get(&folded(name)).map(Vec::as_slice) {
            None | Some([]) => Err(manager().trusted(NOT_THERE)),
            Some([one]) => match mention(&one.gitlab, self.context) {
                Some(username) => Ok(username.to_owned()),
                None if one.gitlab.trim().is_empty() => Err(manager().trusted(NO_USERNAME)),
                None => Err(manager().trusted(UNUSUAL).code(one.gitlab.trim())),
            },
            Some(_) => Err(manager().trusted(SEVERAL)),
        }
    }
}
