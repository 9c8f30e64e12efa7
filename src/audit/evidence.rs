//! What the lists prove and what they leave open.
//!
//! A check passes only on evidence. This module collects what was not stated or not read, row by
//! row, and [`checks`](super::checks()) turns it into results. Nothing here judges.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::sides::{Sides, UserSide};
use super::stated::has;
use super::{Check, How, Label, TeamRow};
use crate::calendly::vocabulary::address::owed;
use crate::calendly::{Column, Meaning, Role, StatedCount, Status, User, UserList};
use crate::phrase::Phrase;
use crate::roster::Roster;
use crate::source::{Reading, UnreadKind};

/// What the lists leave open, by rows. Empty vectors mean that everything is proved.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// Whether a person must first say what a column of the list holds. Until then there are no
    /// matches.
    pub in_question: bool,
    /// Team rows whose match rests on the name alone, or on a link to a user without an email.
    pub identity: Vec<usize>,
    /// Team rows with an account of unknown status, or without an account and without a finding
    /// about it.
    pub accounts: Vec<usize>,
    /// Team rows whose link none of their accounts states.
    pub links: Vec<usize>,
    /// Team rows with the policy's focus and without a known role.
    pub focus_roles: Vec<usize>,
    /// Users without a known role. Invitations have no role yet and are left out.
    pub roles: Vec<usize>,
}

/// Something that may be missing from what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Number of lines, counts or pages that are affected.
    pub count: usize,
    /// Description without a full stop.
    pub what: Phrase,
}

/// Returns whether a person must say what a column of the list holds before there are matches.
pub(super) fn in_question(list: &UserList) -> bool {
    list.is_in_question()
}

/// Returns everything that may be missing from the two lists: lines that were not read, declared
/// counts that differ, and missing pages of an API.
pub(super) fn gaps(roster: &Roster, list: &UserList) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for reading in roster.readings.iter().chain(&list.readings) {
        gaps.extend(unread(reading));
    }
    let disagree = |stated: &&StatedCount| !stated.agrees();
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for count in list.parts.iter().flat_map(|part| &part.stated).filter(disagree) {
        let id = (count.stated.words.as_str(), count.read);
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        let what = Phrase::new()
            .trusted("the list says “")
            .untrusted(id.0)
            .trusted(format!("”, which is {}, and {} were read", count.stated.total, count.read));
        gaps.push(Gap { count: 1, what });
    }
    let stray = stray_addresses(list);
    if let Some((first, others)) = stray.split_first() {
        let what = Phrase::new().trusted("an address was not read as a login: ").code(*first);
        let more = format!(" and {} more", others.len());
        let what = if others.is_empty() { what } else { what.trusted(more) };
        gaps.push(Gap { count: stray.len(), what });
    }
    let warnings = list.readings.iter().flat_map(|reading| &reading.warnings);
    for warning in warnings.filter(|warning| warning.starts_with(INCOMPLETE)) {
        let what = warning.trim_end_matches('.').replacen(INCOMPLETE, "", 1);
        gaps.push(Gap { count: 1, what: Phrase::new().trusted(what.trim_start()) });
    }
    gaps
}

/// Returns addresses that stand in a record and are nobody's login: in the cell of another thing, under a heading under
/// which no other user has one, or beside a user without a login. Most likely somebody's line ran into another one, or
/// the header is damaged.
fn stray_addresses(list: &UserList) -> Vec<&str> {
    let is_read = |column: &&Column| {
        matches!(column.meaning, Meaning::Name | Meaning::Role | Meaning::Status | Meaning::Link)
    };
    let columns = list.parts.iter().flat_map(|part| &part.columns).filter(is_read);
    let headings: HashSet<&str> = columns.map(|column| column.header.as_str()).collect();
    let cells = list.users.iter().flat_map(|user| user.more.iter().map(move |cell| (user, cell)));
    let beside: Vec<(&User, &str, &str)> = cells
        .flat_map(|(user, (heading, value))| {
            owed(value).map(move |(_, address)| (user, heading.as_str(), address))
        })
        .collect();
    let mut stray: Vec<&str> = list.users.iter().filter_map(User::stray_address).collect();
    if beside.is_empty() && stray.is_empty() {
        return stray;
    }
    // Who is in the list as well is accounted for: whoever invited somebody, for example.
    let known = list.users.iter().map(|user| user.written_email().to_lowercase());
    let known: HashSet<String> = known.collect();
    let is_known = |address: &str| known.contains(&address.to_lowercase());
    let mut times: HashMap<&str, usize> = HashMap::new();
    for (_, heading, address) in &beside {
        *times.entry(heading).or_default() += usize::from(!is_known(address));
    }
    let is_alone = |heading: &str| times.get(heading) == Some(&1) && list.users.len() > 2;
    let is_stray = |(user, heading, _): &&(&User, &str, &str)| {
        user.email.is_none() || headings.contains(heading) || is_alone(heading)
    };
    stray.extend(beside.iter().filter(is_stray).map(|(.., address)| *address));
    stray.retain(|address| !is_known(address));
    stray.sort_unstable();
    stray.dedup();
    stray
}

/// First words of the API reader's warning about missing pages.
const INCOMPLETE: &str = "The list is incomplete:";

fn unread(reading: &Reading) -> Option<Gap> {
    let lines = reading.unread.iter().filter(|unread| unread.kind != UnreadKind::Ignored).count();
    let of = Phrase::new().trusted(match (lines, reading.records) {
        (0, 1..) => return None,
        (0, 0) if reading.warnings.is_empty() => return None,
        (0, _) => "nobody was read from ".to_owned(),
        (1, _) => "1 line was not read in ".to_owned(),
        (lines, _) => format!("{lines} lines were not read in "),
    });
    Some(Gap { count: lines.max(1), what: of.code(&reading.name) })
}

/// Collects what the lists leave open, from the judged rows of the team.
pub(super) fn gather(
    sides: &Sides<'_>,
    list: &UserList,
    team: &[TeamRow],
    other_groups: &[usize],
) -> Evidence {
    let mut evidence = Evidence::default();
    if list.users.is_empty() {
        return evidence;
    }
    for (index, row) in team.iter().enumerate() {
        let has_finding =
            |check: Check| row.findings.iter().any(|found| Check::of(found.label) == Some(check));
        let has_label = |label: Label| row.findings.iter().any(|found| found.label == label);
        let accounts = || row.accounts.iter().filter_map(|found| sides.users.get(found.user));
        let person = &sides.people[row.person];
        match row.main().and_then(|main| Some((main.how, sides.users.get(main.user)?))) {
            None => {
                let lacks_reason =
                    !has_label(Label::NotStartedYet) && !has_finding(Check::Accounts);
                if lacks_reason {
                    evidence.accounts.push(index);
                }
            }
            Some((how, user)) => {
                let is_identified = match how {
                    How::Email | How::Hand => true,
                    How::Link => user.user.email.is_some() || has_label(Label::EmailDiffers),
                    How::Name => false,
                };
                if !is_identified {
                    evidence.identity.push(index);
                }
                if matches!(user.user.status, Status::NotStated | Status::Other(_)) {
                    evidence.accounts.push(index);
                }
            }
        }
        let slug = person.link.slug();
        let states = |user: &UserSide<'_>| slug.is_some() && user.slug.as_ref() == slug;
        if !has_finding(Check::Links) && !accounts().any(states) {
            evidence.links.push(index);
        }
        if has(&person.person.focuses, sides.admin_focus)
            && !has_finding(Check::FocusAdmins)
            && !accounts().any(|user| matches!(user.user.role, Role::Admin | Role::Owner))
        {
            evidence.focus_roles.push(index);
        }
    }
    let unknown = |user: &UserSide<'_>| {
        user.user.status != Status::Pending
            && matches!(user.user.role, Role::NotStated | Role::Other(_))
    };
    evidence.roles = (0..sides.users.len())
        .filter(|user| unknown(&sides.users[*user]) && other_groups.binary_search(user).is_err())
        .collect();
    evidence
}
