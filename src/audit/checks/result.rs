//! The result of each check, before a person's reason: what is open, and what is not proved.

use super::{Check, Judged, Outcome};
use crate::audit::evidence::{self, Gap};
use crate::audit::stated::has;
use crate::audit::{Decision, Label, TeamRow, Verdict};
use crate::calendly::{Column, Doubt, Role, User};
use crate::phrase::Phrase;
use crate::roster::Person;

/// What there is no audit without, and what stands against everything.
const NOBODY: &str = "there is no audit yet: nobody was read from the roster";
const NO_USERS: &str = "there is no audit yet: nobody was read from the Calendly list";
const IN_QUESTION: &str =
    "a column of the Calendly list is in question: answer beside the list what it holds";
const INCOMPLETE: &str = "the lists were not read completely: see the first check";

type Result = (Outcome, Phrase);

impl<'a> Judged<'a> {
    /// Returns why nothing at all can be checked, if so.
    pub(super) fn missing(&self) -> Option<Phrase> {
        let why = if self.audit.team.is_empty() {
            NOBODY
        } else if self.audit.evidence.in_question {
            IN_QUESTION
        } else if self.list.users.is_empty() {
            NO_USERS
        } else {
            return None;
        };
        Some(Phrase::new().trusted(why))
    }

    pub(super) fn accepted(&self, check: Check) -> Option<&'a str> {
        self.decisions.iter().rev().find_map(|decision| match decision {
            Decision::Accept(of, reason) if *of == check => Some(reason.as_str()),
            _ => None,
        })
    }

    /// The result of a check before a person's reason. `complete`: whether the first one is settled.
    pub(super) fn result(&self, check: Check, complete: bool) -> Result {
        let (open, details) = match check {
            Check::Complete => self.complete(),
            Check::NobodyElse => self.nobody_else(),
            Check::Owner => self.owner(),
            Check::NoOtherAdmins => self.no_other_admins(),
            Check::Accounts | Check::Links | Check::FocusAdmins => self.rows(check),
        };
        if open > 0 {
            return (Outcome::Open(open), details);
        }
        let unproved = self.unproved(check);
        if !unproved.is_empty() {
            return (Outcome::NotChecked, unproved);
        }
        if check != Check::Complete && !complete {
            return (Outcome::NotChecked, Phrase::new().trusted(INCOMPLETE));
        }
        (Outcome::Passed, details)
    }

    fn complete(&self) -> (usize, Phrase) {
        let mut gaps = evidence::gaps(self.roster, self.list);
        gaps.extend(self.doubts.iter().map(|doubt| Gap { count: 1, what: doubt.clone() }));
        let mut said = Phrase::joined(gaps.iter().map(|gap| gap.what.clone()), "; ");
        let (people, users) = (self.roster.people.len(), self.list.users.len());
        if gaps.is_empty() {
            let counted = self.list.parts.iter().any(|part| !part.stated.is_empty());
            let counts = if counted {
                ", as many as the list says"
            } else {
                "; the list does not say how many it holds"
            };
            let read = [count(people, "person", "people"), count(users, "user", "users")];
            said = said.trusted(read.join(" and ")).trusted(counts);
        }
        (gaps.iter().map(|gap| gap.count).sum(), said)
    }

    /// Checks of the team's rows: who has an open finding that keeps it open.
    fn rows(&self, check: Check) -> (usize, Phrase) {
        let open = |row: &&TeamRow| open_findings(row, check).next().is_some();
        let rows: Vec<&TeamRow> = self.audit.team.iter().filter(open).collect();
        let mut said = Phrase::new().trusted(count(rows.len(), "person", "people"));
        if rows.is_empty() {
            return (0, self.passed(check));
        }
        let labels = Label::ALL.iter().filter_map(|label| {
            let of = |row: &&&TeamRow| open_findings(row, check).any(|found| found == *label);
            let count = rows.iter().filter(of).count();
            (count > 0).then(|| format!("{count} {}", label.text()))
        });
        said = said.trusted(": ").trusted(labels.collect::<Vec<_>>().join(", "));
        (rows.len(), said)
    }

    /// What a check of the team's rows passed with.
    fn passed(&self, check: Check) -> Phrase {
        let all = self.audit.team.len();
        Phrase::new().trusted(match check {
            Check::FocusAdmins => {
                let has = |person: &&Person| has(&person.focuses, &self.policy.admin_focus);
                let with = self.roster.people.iter().filter(has).count();
                format!("{} with the focus", count(with, "person", "people"))
            }
            _ => count(all, "person", "people"),
        })
    }

    fn nobody_else(&self) -> (usize, Phrase) {
        let of = |wanted: fn(&Option<Verdict>) -> bool| {
            self.audit.outside.iter().filter(|row| wanted(&row.verdict)).count()
        };
        let undecided = of(Option::is_none);
        let to_remove = of(|verdict| matches!(verdict, Some(Verdict::Remove)));
        let open = undecided + to_remove;
        let said = match (open, self.audit.outside.len()) {
            (0, 0) => "no user is outside the team".to_owned(),
            (0, reasons) => {
                format!("{} outside the team, each with a reason", count(reasons, "user", "users"))
            }
            _ => {
                let parts = [(undecided, "without a decision"), (to_remove, "to be removed")];
                let parts = parts.iter().filter(|(count, _)| *count > 0);
                let parts: Vec<_> = parts.map(|(count, what)| format!("{count} {what}")).collect();
                format!("{} outside the team: {}", count(open, "user", "users"), parts.join(", "))
            }
        };
        (open, Phrase::new().trusted(said))
    }

    fn owner(&self) -> (usize, Phrase) {
        let is_owner = |user: &&User| user.role == Role::Owner;
        let owners: Vec<&User> = self.list.users.iter().filter(is_owner).collect();
        match owners.len() {
            // Where roles are not known, one of them may be the Owner's.
            0 if !self.audit.evidence.roles.is_empty() => (0, Phrase::new()),
            0 => (1, Phrase::new().trusted("nobody in the list is Owner; one is expected")),
            1 => (0, names(owners.into_iter().map(user_name))),
            more => {
                let said =
                    Phrase::new().trusted(format!("{more} users are Owner, one is expected: "));
                (more - 1, said.then(names(owners.into_iter().map(user_name))))
            }
        }
    }

    fn no_other_admins(&self) -> (usize, Phrase) {
        let check = Check::NoOtherAdmins;
        let inside = self.audit.team.iter();
        let inside = inside.filter(|row| open_findings(row, check).next().is_some());
        let inside: Vec<_> =
            inside.filter_map(|row| self.roster.people.get(row.person)).map(person_name).collect();
        // Whoever may stay for a reason may stay as what the row says.
        let open = |verdict: &Option<Verdict>| matches!(verdict, None | Some(Verdict::Remove));
        let outside = self.audit.outside.iter().filter(|row| open(&row.verdict));
        let outside: Vec<_> = outside
            .filter_map(|row| self.list.users.get(row.user))
            .filter(|user| matches!(user.role, Role::Admin | Role::Owner))
            .map(user_name)
            .collect();
        let parts = [
            (inside.len(), count(inside.len(), "person", "people"), "of the team"),
            (outside.len(), count(outside.len(), "user", "users"), "outside it"),
        ];
        let parts = parts.iter().filter(|(count, ..)| *count > 0);
        let parts: Vec<_> = parts.map(|(_, count, of)| format!("{count} {of}")).collect();
        let total = inside.len() + outside.len();
        if total == 0 {
            return (0, Phrase::new().trusted("every role was read"));
        }
        let mut said = Phrase::new().trusted(parts.join(" and ")).trusted(": ");
        said.0.extend(names(inside.into_iter().chain(outside).collect::<Vec<_>>().into_iter()).0);
        (total, said)
    }

    /// Why a check is not proved though nothing is open, and what to do; empty where it is.
    fn unproved(&self, check: Check) -> Phrase {
        let evidence = &self.audit.evidence;
        let team = |rows: &[usize]| {
            let people = rows.iter().filter_map(|row| self.audit.team.get(*row));
            let people = people.filter_map(|row| self.roster.people.get(row.person));
            names(people.map(person_name).collect::<Vec<_>>().into_iter())
        };
        let users = |users: &[usize]| {
            let users = users.iter().filter_map(|user| self.list.users.get(*user));
            names(users.map(user_name).collect::<Vec<_>>().into_iter())
        };
        let of = |count: usize, all: usize, why: &str, who: Phrase, advice: &str| {
            let which = if count == all { "everybody".to_owned() } else { count.to_string() };
            let mut said = Phrase::new().trusted(format!("{why} ({which}"));
            if count < all {
                said = said.trusted(": ");
                said.0.extend(who.0);
            }
            said.trusted("). ").trusted(advice)
        };
        let (all, listed) = (self.audit.team.len(), self.list.users.len());
        let focus = self.policy.admin_focus.trim();
        let reasons: Vec<Phrase> = match check {
            Check::Complete => Vec::new(),
            Check::Accounts | Check::NobodyElse => {
                let mut reasons = Vec::new();
                if !evidence.identity.is_empty() {
                    let (rows, advice) =
                        (&evidence.identity, "Add a list with their login emails.");
                    let why = "the list states no email, so people are matched by name or link";
                    reasons.push(of(rows.len(), all, why, team(rows), advice));
                }
                if check == Check::Accounts && !evidence.accounts.is_empty() {
                    let (rows, advice) = (
                        &evidence.accounts,
                        "Add a list with statuses: copy both tabs of the Users page, Active and Pending.",
                    );
                    let why = "the list does not state whether the account is active";
                    reasons.push(of(rows.len(), all, why, team(rows), advice));
                }
                if check == Check::Accounts && !self.audit.stated.statuses {
                    reasons.extend(self.not_understood("the status"));
                }
                reasons
            }
            Check::Links if evidence.links.is_empty() => Vec::new(),
            Check::Links => {
                let (rows, advice) = (&evidence.links, "Add a list with the column Calendly link.");
                let why = "the list states no link to compare with";
                vec![of(rows.len(), all, why, team(rows), advice)]
            }
            Check::FocusAdmins | Check::NoOtherAdmins if focus.is_empty() => {
                vec![Phrase::new().trusted("the policy names no focus. Set one under Policy.")]
            }
            Check::FocusAdmins | Check::NoOtherAdmins if !self.audit.stated.focus => {
                let said =
                    Phrase::new().trusted("nobody in the roster has the focus “").untrusted(focus);
                vec![
                    said.trusted(
                        "”. See that the roster states focuses, or set another under Policy.",
                    ),
                ]
            }
            Check::FocusAdmins if evidence.focus_roles.is_empty() => Vec::new(),
            Check::FocusAdmins => {
                let (rows, advice) = (&evidence.focus_roles, "Add a list with roles.");
                let why = "the role of people with the focus is not known";
                let said = of(rows.len(), all + 1, why, team(rows), advice);
                std::iter::once(said).chain(self.not_understood("the role")).collect()
            }
            Check::Owner | Check::NoOtherAdmins if evidence.roles.is_empty() => Vec::new(),
            Check::Owner | Check::NoOtherAdmins => {
                let (rows, advice) = (&evidence.roles, "Add a list with roles.");
                let why = "the list states no known role";
                let said = of(rows.len(), listed, why, users(rows), advice);
                std::iter::once(said).chain(self.not_understood("the role")).collect()
            }
        };
        Phrase::joined(reasons, " Also ")
    }
}

impl Judged<'_> {
    /// Why a check may depend on a column that was not understood, and what to do.
    fn not_understood(&self, what: &str) -> Option<Phrase> {
        let columns: Vec<&Column> =
            self.list.doubtful(Doubt::NotUnderstood).map(|(_, column)| column).collect();
        let name = |column: &&Column| match column.header.as_str() {
            "" => Phrase::new().trusted(format!("column {}", column.index + 1)),
            header => Phrase::new().trusted("the column “").untrusted(header).trusted("”"),
        };
        (!columns.is_empty()).then(|| {
            Phrase::joined(columns.iter().take(NAMED).map(name), ", ").trusted(format!(
                " was not understood and may hold {what}. Say beside the list what it holds."
            ))
        })
    }
}

/// The labels of a row's open findings that keep a check open.
fn open_findings(row: &TeamRow, check: Check) -> impl Iterator<Item = Label> {
    let open = row.findings.iter().filter(|found| found.intentional.is_none());
    open.map(|found| found.label).filter(move |label| Check::of(*label) == Some(check))
}

fn count(value: usize, one: &str, many: &str) -> String {
    format!("{value} {}", if value == 1 { one } else { many })
}

/// How many are named before the rest is only counted.
const NAMED: usize = 3;

fn names<'n>(all: impl ExactSizeIterator<Item = &'n str>) -> Phrase {
    let more = all.len().saturating_sub(NAMED);
    let said = Phrase::joined(all.take(NAMED).map(|name| Phrase::new().untrusted(name)), ", ");
    if more == 0 { said } else { said.trusted(format!(" and {more} more")) }
}

fn user_name(user: &User) -> &str {
    let email = user.written_email();
    [user.name.trim(), email, &user.link].into_iter().find(|said| !said.is_empty()).unwrap_or("?")
}

fn person_name(person: &Person) -> &str {
    let said = [person.name.trim(), person.email.trim()].into_iter().find(|said| !said.is_empty());
    said.unwrap_or("an entry without a name")
}
