//! The reader of earlier notes: line by line, each line placed or kept.

use super::super::context::first;
use super::super::escape::{self, Within};
use super::super::table::Which;
use super::super::{folded, markdown, open_items, pings, since, summary};
use super::added;
use super::cell::{cells, seen};
use super::head::Head;
use super::html::{Ended, HtmlTable};
use super::several::{self, Began};
use super::{Earlier, Stands, Unplaced};
use crate::day::read_minute;

/// Reads the text of an issue, or of its notes and comments one after another.
///
/// ```
/// use calendly_audit::report::earlier;
/// let notes = "\
/// ### Those in Calendly but not part of support team
/// | Name | Email | Justification |
/// | --- | --- | --- |
/// | Jo Law | jlaw@example.com | Legal, until May |
/// ";
/// let earlier = earlier::read(notes);
/// assert_eq!(earlier.users[0].name, "Jo Law");
/// assert_eq!(earlier.decisions.len(), 1);
/// assert!(earlier.unplaced.is_empty());
/// ```
pub fn read(text: &str) -> Earlier {
    let mut reader = Reader::default();
    for (index, line) in text.lines().enumerate() {
        reader.line(index + 1, line.trim_end_matches('\r'));
    }
    reader.end(text.lines().count());
    reader.earlier.heed_tables();
    reader.earlier
}

/// Which part of the notes the reader is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Section {
    /// Text that is not ours.
    #[default]
    Around,
    /// `### Summary`.
    Summary,
    /// A table's heading, or a fold with a table in it.
    Table,
    /// `### Not read`.
    NotRead,
    /// `### Since the earlier notes`.
    Since,
    /// `### Open items`: made anew each time.
    Open,
    /// A folded part of ours.
    Fold,
    /// A comment with pings.
    Pings,
}

/// What has been read so far, and where in the notes the next line stands. The rows of tables are in `rows.rs`.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) earlier: Earlier,
    pub(super) section: Section,
    /// Fence of the code block that is open, within a fold.
    fence: Option<String>,
    pub(super) table: Option<Head>,
    html: Option<HtmlTable>,
    /// Whether the fold that is open lists what was addressed.
    in_addressed: bool,
    /// Tasks of our comments, each with its line.
    tasks: Vec<(usize, String)>,
    /// Where notes begin.
    began: Vec<Began>,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) {
        if let Some(fence) = &self.fence {
            if line.trim_end() == fence.as_str() {
                self.fence = None;
            } else if !line.trim().is_empty() && !folded::is_in_block(line) {
                self.keep(number, line.trim().to_owned());
            }
            return;
        }
        let bare = line.trim();
        if self.html_line(number, bare)
            || bare.is_empty()
            || is_part_number(bare)
            || pings::is_missing(bare)
        {
            return;
        }
        if bare.starts_with('|') && self.row(number, bare, &cells(bare)) {
            return;
        }
        self.table = None;
        let written = bare;
        let bare = &*dashed(bare);
        if self.structure(bare) {
            return;
        }
        let placed = match self.section {
            Section::Around | Section::Table => false,
            Section::Summary => self.term(number, bare),
            Section::Since => self.compared(number, bare),
            Section::Open => open_items::is_ours(bare),
            Section::NotRead => markdown::is_unread_line(bare),
            Section::Fold => self.fold(number, bare),
            Section::Pings => self.ping(number, bare),
        };
        if !placed {
            let ticked = bare.strip_prefix("- [x] ").or_else(|| bare.strip_prefix("- [X] "));
            if let Some(done) = ticked {
                self.earlier.ticked.push(seen(done, Within::Line));
            }
            self.keep(number, written.to_owned());
        }
    }

    /// A line of a table in HTML. Answers whether it was one.
    fn html_line(&mut self, number: usize, bare: &str) -> bool {
        let Some(mut table) = self.html.take() else {
            if !HtmlTable::begins(bare) {
                return false;
            }
            self.table = None;
            self.html = Some(HtmlTable::default());
            return true;
        };
        match table.take(bare) {
            Ended::Table => return true,
            Ended::Row(cells, written) => {
                let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
                if !self.row(number, &written, &cells) {
                    self.keep(number, written);
                }
            }
            Ended::Stray if !bare.is_empty() => self.keep(number, bare.to_owned()),
            Ended::Stray | Ended::Nothing => {}
        }
        self.html = Some(table);
        true
    }

    /// What can only be told once everything is read; and what was cut off.
    fn end(&mut self, lines: usize) {
        if let Some(rest) = self.html.take().and_then(HtmlTable::rest) {
            self.keep(lines, rest);
        }
        for (line, task) in std::mem::take(&mut self.tasks) {
            if added::to_task(&task, &self.earlier.people) {
                self.earlier.unplaced.push(Unplaced { line, text: task, stands: Stands::Within });
            }
        }
        self.earlier.unplaced.sort_by_key(|kept| kept.line);
        several::merge(&mut self.earlier, std::mem::take(&mut self.began));
    }

    pub(super) fn keep(&mut self, line: usize, text: String) {
        let stands = match self.section {
            Section::Around => Stands::Around,
            _ => Stands::Within,
        };
        self.earlier.unplaced.push(Unplaced { line, text, stands });
    }

    /// Headings, folds, fences. Answers whether the line was one of ours.
    fn structure(&mut self, bare: &str) -> bool {
        if bare.starts_with('#') {
            let title = bare.trim_start_matches('#').trim();
            self.section = match title {
                "Summary" => Section::Summary,
                caption if Which::ALL.iter().any(|which| which.caption() == caption) => {
                    Section::Table
                }
                markdown::CHECKS => Section::Table,
                markdown::NOT_READ => Section::NotRead,
                markdown::SINCE => Section::Since,
                open_items::HEADING => Section::Open,
                _ => {
                    self.section = Section::Around;
                    return false;
                }
            };
            return true;
        }
        let details = bare.strip_prefix("<details").and_then(|rest| Some(rest.split_once('>')?.1));
        let summary = details.unwrap_or(bare).trim_start();
        if let Some(title) = summary.strip_prefix("<summary>") {
            let title = title.strip_suffix("</summary>").unwrap_or(title);
            let ours = folded::is_title(title);
            self.in_addressed = title.starts_with(folded::ADDRESSED);
            self.section = if ours { Section::Fold } else { Section::Around };
            return ours;
        }
        if details.is_some_and(str::is_empty) {
            return true;
        }
        if bare == "</details>" {
            // What follows stands behind our notes: no block of code there is ours.
            if self.section == Section::Fold {
                self.section = Section::Table;
            }
            return true;
        }
        if let Some((when, step)) = pings::read_heading(bare) {
            match step {
                pings::Comment::Ping => {
                    let events = &mut self.earlier.events;
                    events.pinged = first(events.pinged, Some(when));
                }
                pings::Comment::Escalation => {
                    let events = &mut self.earlier.events;
                    events.escalated = first(events.escalated, Some(when));
                }
                pings::Comment::Review => {
                    let events = &mut self.earlier.events;
                    events.reviewed = first(events.reviewed, Some(when));
                }
                pings::Comment::Other => {}
            }
            self.section = Section::Pings;
            return true;
        }
        if self.section == Section::Fold && bare.starts_with("```") {
            self.fence = Some(bare.chars().take_while(|c| *c == '`').collect());
            return true;
        }
        false
    }

    /// A line of the summary.
    fn term(&mut self, number: usize, bare: &str) -> bool {
        let Some((term, said)) = bare.strip_prefix("- **").and_then(|rest| rest.split_once(":**"))
        else {
            return false;
        };
        // A line that somebody added in our manner is still somebody's.
        if !summary::TERMS.contains(&term) {
            return false;
        }
        let said = seen(said.trim(), Within::Line);
        match term {
            "Audited" => {
                let when = said.split(", ").find_map(read_minute);
                if let Some(when) = when {
                    self.earlier.audited = Some(when);
                    self.began.push(Began {
                        when,
                        people: self.earlier.people.len(),
                        users: self.earlier.users.len(),
                        decisions: self.earlier.decisions.len(),
                        checks: self.earlier.checks.len(),
                    });
                }
            }
            "Calendly list" => self.earlier.listed = summary::listed(&said).or(self.earlier.listed),
            _ => {
                let events = &mut self.earlier.events;
                let event = match term {
                    "Pinged" => Some(&mut events.pinged),
                    "Escalated" => Some(&mut events.escalated),
                    "Review asked for" => Some(&mut events.reviewed),
                    summary::TO_BE_PINGED => Some(&mut events.to_be_pinged),
                    summary::TO_BE_ESCALATED => Some(&mut events.to_be_escalated),
                    _ => None,
                };
                if let Some(event) = event {
                    let Some(when) = said.split(", ").find_map(read_minute) else { return false };
                    *event = first(*event, Some(when));
                }
            }
        }
        if added::to_summary(term, &said) {
            self.keep(number, [term, ": ", &said].concat());
        }
        self.earlier.summary.push((term.to_owned(), said));
        true
    }

    /// A line of the comparison: made anew each time, but for what it kept.
    fn compared(&mut self, number: usize, bare: &str) -> bool {
        let Some((term, said)) = bare.strip_prefix("- **").and_then(|rest| rest.split_once(":**"))
        else {
            return false;
        };
        if term == since::KEPT {
            let said = said.strip_prefix(' ').unwrap_or(said);
            let kept = escape::decode(said, Within::Line);
            self.keep(number, kept.unwrap_or_else(|| said.to_owned()));
            return true;
        }
        if term == since::SAID {
            // The cell says it no more: from now on this line alone remembers it.
            self.keep(number, seen(said.trim(), Within::Line));
            return true;
        }
        if added::to_compared(term, said) {
            self.keep(number, [term, ": ", &seen(said.trim(), Within::Line)].concat());
        }
        since::ANEW.contains(&term)
    }

    fn fold(&mut self, number: usize, bare: &str) -> bool {
        if folded::is_ours(bare) {
            return true;
        }
        if self.in_addressed
            && let Some(said) = bare.strip_prefix("- ")
        {
            if added::to_addressed(said) {
                self.keep(number, seen(said, Within::Line));
            }
            return true;
        }
        let item = |tick: &str| bare.strip_prefix("- [")?.strip_prefix(tick)?.strip_prefix("] ");
        let ticked = item("x").or_else(|| item("X"));
        let Some(removal) = ticked.or_else(|| item(" ")).filter(|item| folded::is_removal(item))
        else {
            return false;
        };
        if ticked.is_some() {
            self.earlier.ticked.push(seen(removal, Within::Line));
        }
        true
    }

    fn ping(&mut self, number: usize, bare: &str) -> bool {
        if pings::is_ours(bare) {
            return true;
        }
        let task = |tick: &str| bare.strip_prefix(tick).filter(|task| pings::is_task(task));
        let ticked = task("- [x] ").or_else(|| task("- [X] "));
        if let Some(task) = ticked.or_else(|| task("- [ ] ")) {
            let task = seen(task, Within::Line);
            if ticked.is_some() {
                self.earlier.ticked.push(task.clone());
            }
            self.tasks.push((number, task));
            return true;
        }
        let term = bare.strip_prefix("- **").and_then(|rest| Some(rest.split_once(":**")?.0));
        term.is_some_and(|term| term == pings::NOTE || summary::TERMS.contains(&term))
    }
}

/// A line of a list with the mark that we write. GitLab's rich text editor writes another one, and so does what is
/// copied out of a rendered issue.
fn dashed(bare: &str) -> std::borrow::Cow<'_, str> {
    let rest = ["* ", "+ ", "-  "].iter().find_map(|mark| bare.strip_prefix(mark));
    match rest {
        Some(rest) => ["- ", rest.trim_start()].concat().into(),
        None => bare.into(),
    }
}

/// `_Part 1 of 3_`, at the top of notes that did not fit into one comment.
fn is_part_number(line: &str) -> bool {
    let said = line.strip_prefix("_Part ").and_then(|rest| rest.strip_suffix('_'));
    let numbers = said.and_then(|said| said.split_once(" of "));
    numbers.is_some_and(|(part, of)| {
        [part, of].iter().all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    })
}
