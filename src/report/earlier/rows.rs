//! The rows of the tables in earlier notes: people, users, decisions, and what somebody wrote beside them.

use super::super::escape::code_span;
use super::super::{folded, verdict};
use super::added;
use super::cell::{breaks, findings, is_rule, is_text_of, text};
use super::head::{Column, Kind, RowCells, head};
use super::lines::{Reader, Section};
use super::{Carried, EarlierCheck, EarlierPerson, EarlierUser};
use crate::audit::{Check, Decision, Label, PersonKey, UserKey, Verdict};
use crate::day::Day;

impl Reader {
    /// A table's row. Answers whether it belongs to a table that is ours.
    pub(super) fn row(&mut self, number: usize, written: &str, cells: &[&str]) -> bool {
        if let Some(head) = head(cells) {
            self.table = Some(head);
            if self.section == Section::Around {
                self.section = Section::Table;
            }
            return true;
        }
        let Some(head) = self.table.take() else { return false };
        if !is_rule(cells) {
            let row = RowCells { head: &head, cells };
            match head.kind {
                Kind::Team => self.team(number, &row),
                Kind::Outside => self.outside(number, &row),
                Kind::Decisions => self.decision(number, written, &row),
                Kind::Checks => self.check(number, written, &row),
                Kind::Possible => {}
            }
            self.added(number, &row);
        }
        self.table = Some(head);
        true
    }

    /// What stands in columns that somebody added, and what somebody wrote into those that are made anew.
    fn added(&mut self, number: usize, row: &RowCells<'_>) {
        for (at, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let name = row.head.names.get(at).map_or("", String::as_str);
            let somebodys = match row.head.columns.get(at).copied().unwrap_or(Column::Added) {
                Column::Added => true,
                Column::Derived => added::to_cell(name, cell),
                _ => false,
            };
            if somebodys {
                self.keep(number, [row.who().as_str(), ", ", name, ": ", &text(cell)].concat());
            }
        }
    }

    fn team(&mut self, number: usize, row: &RowCells<'_>) {
        let (findings, others) = findings(row.get(Column::Issues));
        for other in others {
            self.keep(number, [row.who().as_str(), ", Issues: ", &other].concat());
        }
        let name = text(row.get(Column::Name));
        let email = self.value(number, row, Column::Email);
        let link = self.value(number, row, Column::Link);
        self.earlier.people.push(EarlierPerson { name, email, link, findings });
    }

    /// A row of the checks. Whoever writes `Accepted` into it accepts the check, and whoever takes it out
    /// does so no more.
    fn check(&mut self, number: usize, written: &str, row: &RowCells<'_>) {
        let title = text(row.get(Column::Check));
        let title = title.trim();
        let of_focus = |check: &&Check| {
            let ends = check.text().split_once("Operations");
            ends.is_some_and(|(begin, end)| title.starts_with(begin) && title.ends_with(end))
        };
        let named = Check::ALL.iter().find(|check| check.text() == title);
        let Some(check) = named.or_else(|| Check::ALL.iter().find(of_focus)).copied() else {
            return self.keep(number, written.to_owned());
        };
        let result = text(row.get(Column::Result));
        let accepted = (result == folded::ACCEPTED).then(|| {
            let details = breaks(row.get(Column::Details));
            let reason = match details.split_last() {
                Some((_, reason)) if !reason.is_empty() => reason,
                _ => &details,
            };
            reason.iter().map(|line| text(line)).collect::<Vec<_>>().join("\n")
        });
        let known = ["Passed", "Not checked", folded::ACCEPTED].contains(&result.as_str())
            || result.strip_suffix(" open").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        if !known {
            self.keep(number, [check.text(), ", Result: ", &result].concat());
        }
        self.earlier.checks.push(EarlierCheck { check, result, accepted });
    }

    /// A value that we write as a code span; what somebody wrote behind it is kept.
    fn value(&mut self, number: usize, row: &RowCells<'_>, column: Column) -> String {
        let cell = row.get(column);
        let value = text(cell);
        match code_span(cell) {
            Some((content, behind)) if !behind.trim().is_empty() && !is_text_of(cell) => {
                let content = content.replace("\\|", "|");
                let name = row.head.columns.iter().position(|known| *known == column);
                let name = name.and_then(|at| row.head.names.get(at)).map_or("", String::as_str);
                self.keep(number, [row.who().as_str(), ", ", name, ": ", &value].concat());
                content
            }
            _ => value,
        }
    }

    fn outside(&mut self, number: usize, row: &RowCells<'_>) {
        let (said, since) = without_since(row.get(Column::Justification));
        let email = self.value(number, row, Column::Email);
        let link = self.value(number, row, Column::Link);
        self.earlier.users.push(EarlierUser {
            name: text(row.get(Column::Name)),
            email,
            role: text(row.get(Column::Role)),
            status: text(row.get(Column::Status)),
            link,
            verdict: verdict(said),
            since,
        });
    }

    fn decision(&mut self, number: usize, written: &str, row: &RowCells<'_>) {
        let person = PersonKey::from_written(&text(row.get(Column::Person)));
        let account = text(row.get(Column::Account));
        let id = text(row.get(Column::Id));
        let user = UserKey::from_written(if id.is_empty() { &account } else { &id });
        let reason = text(row.get(Column::Reason));
        let label = text(row.get(Column::Label));
        let check = Check::ALL.iter().find(|check| check.text() == label).copied();
        let label = Label::ALL.iter().find(|l| l.text() == label).copied();
        let decision = match (row.get(Column::Decision), label) {
            (folded::ACCEPTED, _) if let Some(check) = check => Decision::Accept(check, reason),
            (folded::SAME, _) => Decision::Same(person, user),
            (folded::NOT_SAME, _) => Decision::NotSame(person, user),
            (folded::JUSTIFIED, _) => Decision::Verdict(user, Verdict::Justified(reason)),
            (folded::REMOVE, _) if row.named("Standing") == folded::REMOVED => return,
            (folded::REMOVE, _) => Decision::Verdict(user, Verdict::Remove),
            (folded::SERVICE_ACCOUNT | folded::NOT_A_PERSON, _) => {
                Decision::Verdict(user, Verdict::NotAPerson(reason))
            }
            (folded::INTENTIONAL, Some(label)) => Decision::Intentional(person, label, reason),
            _ => return self.keep(number, written.to_owned()),
        };
        let since = Day::read(row.get(Column::Since));
        self.earlier.decisions.push(Carried { decision, account, since });
    }
}

/// What a cell of the column `Justification` says. Our own words stand before theirs, which may be a code
/// span; what a person typed is read as it stands.
fn verdict(cell: &str) -> Option<Verdict> {
    match verdict::known(cell) {
        Some(Verdict::Justified(reason)) => Some(Verdict::Justified(text(&reason))),
        Some(Verdict::NotAPerson(keeper)) => Some(Verdict::NotAPerson(text(&keeper))),
        _ => verdict::read(&text(cell)),
    }
}

/// `(since 2026-05-20)` at the end of a justification, and what stands before it.
fn without_since(said: &str) -> (&str, Option<Day>) {
    let dated = said.strip_suffix(')').and_then(|rest| {
        let (before, date) = rest.rsplit_once(verdict::SINCE)?;
        Some((before, Day::read(date)?))
    });
    match dated {
        Some((before, date)) => (before, Some(date)),
        None => (said, None),
    }
}
