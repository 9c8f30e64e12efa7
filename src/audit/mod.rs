//! Matches people with users, and judges every row.
//!
//! Runs in this order: prepares both lists for comparison (`sides`), resolves the decisions against
//! them (`resolved_decisions`), makes certain matches only (`matching`), judges every row with one
//! function for each rule (`rules`), and suggests possible matches with reasons (`suggest`).
//! [`repair`] derives what would correct the findings.
//!
//! Pure: the caller passes the day of the audit. The result depends on the contents of the lists,
//! not on their order. Each entry has exactly one row, and each user one place. Source:
//! `docs/findings.md`.

mod advice;
mod alias;
mod checks;
pub mod decision;
mod evidence;
mod key_index;
pub mod label;
mod matching;
mod outside;
pub mod policy;
pub mod repair;
mod resolved_decisions;
mod rules;
mod sides;
mod stated;
mod suggest;
mod team;

use serde::{Deserialize, Serialize};

pub use advice::{Actor, Advice};
pub use checks::{Check, CheckLine, Judged, Outcome, checks};
pub(crate) use decision::known_by;
pub use decision::{Decided, Decision, Key, PersonKey, UserKey, Verdict};
pub use evidence::{Evidence, Gap};
pub use label::{About, Label, Level, Needs};
pub use policy::Policy;
pub use stated::Stated;
pub(crate) use suggest::reason_begins;

use crate::calendly::{Role, UserList};
use crate::catalogue::catalogue;
use crate::day::Day;
use crate::phrase::Phrase;
use crate::roster::Roster;

catalogue! {
    /// The tier that found a match, in the order of the tiers.
    How, words {
        /// The emails are equal, also by the policy's aliases and domains.
        Email "by email";
        /// The slug in the roster is the user's.
        Link "by link";
        /// The names are equal, in a list without any emails.
        Name "by name";
        /// A person decided it.
        Hand "by hand";
    }
}

/// A match of a person with a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Match {
    /// Index into [`UserList::users`].
    pub user: usize,
    /// The tier that found it.
    pub how: How,
}

/// A possible match with its reason. A person has to confirm it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Suggestion {
    /// Index into [`Roster::people`].
    pub person: usize,
    /// Index into [`UserList::users`].
    pub user: usize,
    /// The reason in words: "same name", "one letter apart".
    pub reason: Phrase,
    /// Strength: higher is likelier. Suggestions are sorted with the strongest first.
    pub rank: u8,
}

/// Something in a row that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// Its label.
    pub label: Label,
    /// What helps to see or correct it; may be empty.
    pub details: Phrase,
    /// The reason why it is intentional, by a decision. It then counts as addressed.
    pub intentional: Option<String>,
}

/// A decision that applies to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Placed {
    /// Its index among the decisions of the audit.
    pub decision: usize,
    /// The other side of a decision about a pair: the user's index on a row of the team, the
    /// person's index on a row outside the team.
    pub other: Option<usize>,
}

/// A judged roster entry. Each entry has exactly one, in the roster's order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TeamRow {
    /// Index into [`Roster::people`].
    pub person: usize,
    /// The matched users, the main one first. More than one is a finding of its own.
    pub accounts: Vec<Match>,
    /// The number of entries that share the main account by its email, including this one. 0
    /// without an account.
    pub sharing: usize,
    /// Findings, in the order of [`Label`].
    pub findings: Vec<Finding>,
    /// Users outside the team who may be this person, strongest first. Empty for a matched person.
    pub suggestions: Vec<Suggestion>,
    /// The decisions about this entry, in their order.
    pub placed: Vec<Placed>,
}

impl TeamRow {
    /// Returns the main match.
    pub fn main(&self) -> Option<Match> {
        self.accounts.first().copied()
    }
}

/// A Calendly user who matches nobody in the roster.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OutsideRow {
    /// Index into [`UserList::users`].
    pub user: usize,
    /// People who may be this user, strongest first, at most three.
    pub suggestions: Vec<Suggestion>,
    /// The verdict on this user.
    pub verdict: Option<Verdict>,
    /// Findings about the user itself (`Look-alike characters`).
    pub findings: Vec<Finding>,
    /// The decisions about this user, in their order.
    pub placed: Vec<Placed>,
}

/// Something that the lists do not allow to check.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NotChecked {
    /// What: `links`, `roles`, `who should be an admin`.
    pub what: String,
    /// Why: `the list states no links`.
    pub why: String,
}

/// The outcome of an audit. Each roster entry has one row. Each user is in exactly one of the two
/// tables, or counted in `other_groups`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Audit {
    /// One row for each roster entry, in the roster's order.
    pub team: Vec<TeamRow>,
    /// Users who match nobody in the roster: owners and admins first, then by name.
    pub outside: Vec<OutsideRow>,
    /// Users in groups that the policy leaves out.
    pub other_groups: Vec<usize>,
    /// The number of Owners; `None` if the list has no users or states no roles.
    pub owners: Option<usize>,
    /// What the lists state.
    pub stated: Stated,
    /// What could not be checked, and why.
    pub not_checked: Vec<NotChecked>,
    /// What the lists prove and leave open, on which the checks rest.
    pub evidence: Evidence,
    /// Decisions to remove a user who has left the list. They are done.
    pub removed: Vec<Decision>,
    /// Decisions that apply to nothing, mostly because the person or user has left the lists. They
    /// are kept so that none is lost.
    pub unplaced: Vec<Decision>,
}

/// Matches and judges. `today` is the day of the audit.
///
/// Takes linear time, and never fails.
pub fn audit(
    roster: &Roster,
    list: &UserList,
    policy: &Policy,
    decisions: &[Decision],
    today: Day,
) -> Audit {
    // While a column is in question, its contents may be misread, so nobody is matched.
    let nobody = UserList::default();
    let in_question = evidence::in_question(list);
    let list = if in_question { &nobody } else { list };
    let sides = sides::Sides::of(roster, list, policy);
    let mut resolved = resolved_decisions::ResolvedDecisions::place(decisions, &sides);
    let matching = matching::Matching::new(&sides, &mut resolved);
    let mut team = team::rows(&sides, &matching, &resolved, team::Common { policy, today });
    let (mut outside, other_groups) = outside::rows(&sides, &matching, &resolved, policy);
    suggest::suggest(&sides, &matching, &resolved, &mut team, &mut outside);
    resolved.attach(&mut team, &mut outside);
    let owners = list.users.iter().filter(|user| user.role == Role::Owner).count();
    resolved.mark_verdicts_unplaced(|user| {
        matching.of_user[user].is_some() || other_groups.binary_search(&user).is_ok()
    });
    let evidence = evidence::gather(&sides, list, &team, &other_groups);
    let (mut removed, unplaced) = resolved.unplaced(decisions, &sides);
    let mut not_checked = stated::not_checked(sides.stated, roster, policy);
    if in_question {
        // No user was read, so none was removed.
        removed.clear();
        not_checked = vec![NotChecked {
            what: "who has an account".to_owned(),
            why: "a column of the list is in question: choose what it holds".to_owned(),
        }];
    }
    Audit {
        evidence: Evidence { in_question, ..evidence },
        removed,
        team,
        outside,
        owners: (sides.stated.users && sides.stated.roles).then_some(owners),
        stated: sides.stated,
        not_checked,
        unplaced,
        other_groups,
    }
}
