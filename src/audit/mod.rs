//! People and users are matched, and every row is judged.
//!
//! In the data's order: both lists are made comparable (`sides`), a person's decisions are placed upon
//! them (`word`), what is certain and nothing else is paired (`matching`), every row is judged, one
//! function a rule (`rules`), and whatever may be the same is suggested with its reason (`suggest`).
//! [`repair`] says what would mend it. The result depends on what the lists hold, not on their order.
//! Pure: the day of the audit is handed in. Never merges, never drops: each entry has one row, each user
//! one place. Facts: the labels and tiers are the product's contract.

mod advice;
mod alias;
mod checks;
pub mod decision;
mod evidence;
pub mod label;
mod matching;
mod outside;
pub mod policy;
pub mod repair;
mod rules;
mod shared;
mod sides;
mod stated;
mod suggest;
mod team;
mod word;

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
    /// How a person and a user were found to be the same. The order is that in which it is tried.
    How, words {
        /// The emails are the same (an alias or domain that the policy calls the same included).
        Email "by email";
        /// The slug in the roster is the user's.
        Link "by link";
        /// The names are the same, in a list that has no emails at all.
        Name "by name";
        /// A person decided it.
        Hand "by hand";
    }
}

/// A person's user, and how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Match {
    /// Index into [`UserList::users`].
    pub user: usize,
    /// How.
    pub how: How,
}

/// A pair that may be the same, and why a person might think so. Never a match by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Suggestion {
    /// Index into [`Roster::people`].
    pub person: usize,
    /// Index into [`UserList::users`].
    pub user: usize,
    /// The reason in words: "same name", "one letter apart".
    pub reason: Phrase,
    /// Strength: higher is likelier. Suggestions are kept strongest first.
    pub rank: u8,
}

/// One thing that a row asks a person to look at.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// What.
    pub label: Label,
    /// What helps to see or mend it; may be empty.
    pub details: Phrase,
    /// The reason, where a person said that it is meant: then it counts as addressed.
    pub intentional: Option<String>,
}

/// A decision that has a place on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Placed {
    /// Its index among the decisions that were handed in.
    pub decision: usize,
    /// Of a decision on two who are the same or are not: the index of the user on a row of the team, of the
    /// person on a row of those outside.
    pub other: Option<usize>,
}

/// A roster entry, judged. There is exactly one for each entry, in the roster's order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TeamRow {
    /// Index into [`Roster::people`].
    pub person: usize,
    /// The users this person is matched with, the main one first; more than one is a finding of its own.
    pub accounts: Vec<Match>,
    /// How many entries have the main account, this one among them: more than one where several entries
    /// have its email. 0 without an account.
    pub sharing: usize,
    /// Findings, in the order of [`Label`].
    pub findings: Vec<Finding>,
    /// Users outside the team that may be this person, strongest first; only where unmatched.
    pub suggestions: Vec<Suggestion>,
    /// What a person said of this entry, in the order of the decisions.
    pub placed: Vec<Placed>,
}

impl TeamRow {
    /// The user this person is matched with: of several, the main one.
    pub fn main(&self) -> Option<Match> {
        self.accounts.first().copied()
    }
}

/// A Calendly user who is nobody in the roster.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OutsideRow {
    /// Index into [`UserList::users`].
    pub user: usize,
    /// People without an account who may be this user, strongest first, at most three.
    pub suggestions: Vec<Suggestion>,
    /// What a person said of this user.
    pub verdict: Option<Verdict>,
    /// What was noticed about the user itself (`Look-alike characters`).
    pub findings: Vec<Finding>,
    /// What a person said of this user, in the order of the decisions.
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

/// The audit: every roster entry in one row, every user in exactly one of the two tables (or counted as
/// outside the policy's groups).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Audit {
    /// One row a roster entry, in the roster's order.
    pub team: Vec<TeamRow>,
    /// Users who are nobody in the roster: owners and admins first, then by name.
    pub outside: Vec<OutsideRow>,
    /// Users of groups that the policy leaves out: counted, not accused.
    pub other_groups: Vec<usize>,
    /// How many users are Owner; `None` where the list holds no users or states no roles.
    pub owners: Option<usize>,
    /// What the lists state at all.
    pub stated: Stated,
    /// What could not be checked, and why.
    pub not_checked: Vec<NotChecked>,
    /// What the lists prove and what they leave open: what the checks rest on.
    pub evidence: Evidence,
    /// Decisions to remove a user who is in the list no more: they are done.
    pub removed: Vec<Decision>,
    /// Decisions without a place, most often since their person or user is in neither list: listed, not
    /// lost.
    pub unplaced: Vec<Decision>,
}

/// Matches and judges. `today` is the day of the audit.
///
/// Total and linear: any two lists give an audit.
pub fn audit(
    roster: &Roster,
    list: &UserList,
    policy: &Policy,
    decisions: &[Decision],
    today: Day,
) -> Audit {
    // While a column is in question, whoever it is read as might be somebody else: nobody is matched.
    let nobody = UserList::default();
    let in_question = evidence::in_question(list);
    let list = if in_question { &nobody } else { list };
    let sides = sides::Sides::of(roster, list, policy);
    let mut word = word::Word::place(decisions, &sides);
    let matching = matching::Matching::new(&sides, &mut word);
    let mut team = team::rows(&sides, &matching, &word, team::Common { policy, today });
    let (mut outside, other_groups) = outside::rows(&sides, &matching, &word, policy);
    suggest::suggest(&sides, &matching, &word, &mut team, &mut outside);
    word.put_down(&mut team, &mut outside);
    let owners = list.users.iter().filter(|user| user.role == Role::Owner).count();
    word.displace_verdicts(|user| {
        matching.of_user[user].is_some() || other_groups.binary_search(&user).is_ok()
    });
    let evidence = evidence::gather(&sides, list, &team, &other_groups);
    let (mut removed, unplaced) = word.unplaced(decisions, &sides);
    let mut not_checked = stated::not_checked(sides.stated, roster, policy);
    if in_question {
        // Nobody is seen, so nobody is gone.
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
