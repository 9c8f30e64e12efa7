//! Plain lists of email addresses: one a line or separated, with or without names, Markdown bullets.
//!
//! Every address is taken; a name only where what stands between says whose it is. Words that belong to none for certain are
//! handed back with the line. Facts: how mail programs write recipients (RFC 5322, `Name <address>`).

use super::columns::headings;
use super::lines::lines;
use super::part::{Part, PartReading};
use super::user::User;
use super::vocabulary::address;
use super::vocabulary::page_chrome::chrome;
use crate::identity::Email;
use crate::source::UnreadKind;

/// One address of a line, with the name that stands with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox<'a> {
    /// The name; empty where there is none.
    pub name: &'a str,
    /// The address.
    pub address: &'a str,
}

/// The mailboxes of a line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mailboxes<'a> {
    /// In the line's order.
    pub found: Vec<Mailbox<'a>>,
    /// Whether some words of the line belong to none of them.
    pub leftover: bool,
    /// Whether a name stands beside its address with nothing between them to say so.
    pub guessed: bool,
}

impl Mailboxes<'_> {
    /// Whether the line is a list of mailboxes and nothing else.
    pub fn is_plain(&self) -> bool {
        !self.found.is_empty() && !self.leftover && !self.guessed
    }
}

const CLOSERS: [char; 9] = ['>', ')', ']', '"', '\'', '`', '*', '_', ' '];
const SEPARATORS: [char; 5] = [',', ';', '\t', '|', '\u{a0}'];

/// A line without its bullet, number, task box or quotation mark of Markdown.
pub fn without_bullet(line: &str) -> &str {
    let mut line = line.trim();
    for bullet in
        ["- ", "* ", "+ ", "• ", "– ", "· ", "> ", "-\t", "*\t", "•\t", "[ ] ", "[x] ", "[X] "]
    {
        line = line.strip_prefix(bullet).unwrap_or(line).trim_start();
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0
        && digits <= 5
        && let Some(rest) = line.get(digits..).and_then(|rest| rest.strip_prefix(['.', ')']))
        && rest.starts_with([' ', '\t'])
    {
        return rest.trim_start();
    }
    line
}

/// Whether a line is a heading and names nobody: `Active users:`, `## Pending`, `Email`.
pub fn is_heading(line: &str) -> bool {
    let line = line.trim();
    !line.contains('@')
        && (line.starts_with('#')
            || line.ends_with(':')
            || headings::meaning(line).is_some()
            || (line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | '—'))))
}

/// The mailboxes of a line, and whether anything else stands in it.
pub fn mailboxes(line: &str) -> Mailboxes<'_> {
    let line = without_bullet(line);
    let mut all = Mailboxes::default();
    let mut end = 0;
    for (place, address) in address::addresses(line) {
        let between = line.get(end..place.start).unwrap_or_default();
        let first = all.found.is_empty();
        end = place.end;
        if let Some(previous) = all.found.last_mut() {
            let marks: String =
                between.trim().trim_end_matches("mailto:").split_whitespace().collect();
            // `[jane@…](mailto:jane@…)` and `jane@… <jane@…>` say one address twice.
            let joined = !marks.is_empty()
                && marks.chars().all(|c| "]>)\"'(<[".contains(c))
                && marks.ends_with(['(', '<']);
            if joined && previous.address.eq_ignore_ascii_case(address) {
                continue;
            }
            // `"jane@old…" <jane@…>`: the first is the name.
            if joined && marks.starts_with(['"', '\'']) && previous.name.is_empty() {
                *previous = Mailbox { name: previous.address, address };
                continue;
            }
        }
        let mut text = between;
        let mut runs_on = false;
        if !first {
            text = text.trim_start_matches(CLOSERS);
            // `(Jane Doe)` behind an address is that one's name.
            if let Some((name, rest)) = text.strip_prefix('(').and_then(|text| text.split_once(')'))
            {
                name_last(&mut all, name);
                text = rest;
            }
            let behind = text.trim_start_matches(CLOSERS).trim_start_matches(SEPARATORS);
            let separated = behind.len() < text.trim_start_matches(CLOSERS).len();
            text = behind.trim_start_matches([' ', '\t', ',', ';', '|']);
            let words =
                text.trim_end().trim_end_matches("mailto:").chars().any(char::is_alphanumeric);
            runs_on = words && !separated;
            all.leftover |= runs_on;
        }
        let (name, how) = name_before(text);
        match how {
            Beside::Nothing | Beside::Styled => {}
            Beside::Bare => all.guessed = true,
            Beside::Separated => all.leftover = true,
        }
        // `jane@… or bob@…`: what joins two addresses is nobody's name.
        let joins = runs_on && name.starts_with(char::is_lowercase);
        let is_separated = matches!(how, Beside::Separated) && !first;
        // `Email: jane@…`: a label is nobody's name.
        let is_label = headings::meaning(name).is_some();
        let name = if joins || is_separated || is_label { "" } else { name };
        all.found.push(Mailbox { name, address });
    }
    let tail = line.get(end..).unwrap_or_default().trim_start_matches(CLOSERS);
    let tail = match tail.strip_prefix('(').and_then(|tail| tail.split_once(')')) {
        Some((name, rest)) => {
            name_last(&mut all, name);
            rest
        }
        None => tail,
    };
    if tail.chars().any(char::is_alphanumeric) {
        all.leftover = true;
    }
    all
}

/// Gives the last mailbox its name, if it has none.
fn name_last<'a>(all: &mut Mailboxes<'a>, name: &'a str) {
    match all.found.last_mut() {
        Some(last) if last.name.is_empty() => last.name = name.trim(),
        _ => all.leftover = true,
    }
}

/// How a name stands beside its address.
#[derive(Clone, Copy)]
enum Beside {
    Nothing,
    /// `Jane <…`, `Jane - …`, `[Jane](mailto:…`.
    Styled,
    /// `Jane jane@…`.
    Bare,
    /// `Jane, jane@…`: as likely two things.
    Separated,
}

/// The name in the words before an address.
fn name_before(text: &str) -> (&str, Beside) {
    let text = text.trim();
    let text = text.strip_suffix("mailto:").unwrap_or(text);
    let body = text.trim_end_matches(['<', '(', '[', '"', '\'', '`', '*', '_', ' ']);
    let opened = body.len() < text.trim_end().len();
    // Of `[Jane](mailto:` the bracket is left, of `Jane - ` the dash.
    let has_own = body.trim_start_matches('[').contains('[');
    let bare = body.trim_end_matches(|c| (c == ']' && !has_own) || "\"'*` ".contains(c));
    let dashed = bare.trim_end_matches(['-', '–', '—', ':', '=', '→', ' ', '\t']);
    let marked = dashed.len() < bare.trim_end().len();
    let separated = dashed.ends_with(SEPARATORS) || bare.ends_with(SEPARATORS);
    let name = dashed
        .trim_end_matches(SEPARATORS)
        .trim()
        .trim_start_matches(['[', '"', '\'', '*', '`', '(', '<', ' ']);
    let name = name.trim_end_matches(['"', '\'', '*', '`', ' ']);
    if !name.chars().any(char::is_alphanumeric) {
        return ("", Beside::Nothing);
    }
    let how = match (separated, opened || marked) {
        (true, _) => Beside::Separated,
        (false, true) => Beside::Styled,
        (false, false) => Beside::Bare,
    };
    (name, how)
}

/// Reads a plain list.
pub fn read(part: &Part<'_>) -> PartReading {
    let mut reading = PartReading::default();
    for (i, line) in lines(part.text).enumerate() {
        if !line.is_blank() {
            read_line(part, line.text, part.first_line + i, &mut reading);
        }
    }
    reading
}

/// Reads one line of a plain list.
pub fn read_line(part: &Part<'_>, line: &str, number: usize, into: &mut PartReading) {
    let place = part.place(number);
    let found = mailboxes(line);
    if found.found.is_empty() {
        if let Some(known) = chrome(line) {
            into.leave_control(place, line.trim(), known.stated(line, number));
        } else if is_heading(line) {
            into.leave(place, UnreadKind::Ignored, line.trim(), "A heading.");
        } else {
            into.leave(
                place,
                UnreadKind::Unknown,
                line.trim(),
                "There is no email address in this line.",
            );
        }
        return;
    }
    if found.leftover {
        let why = "The addresses in this line were read; some of its other words belong to none of them for certain.";
        into.leave(place.clone(), UnreadKind::Unknown, line.trim(), why);
    }
    for mailbox in found.found {
        into.users.push(User {
            name: mailbox.name.to_owned(),
            email: Email::read(mailbox.address),
            places: vec![place.clone()],
            ..User::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a line, whether words of it are left over, and whether a name is guessed.
    #[test]
    fn words_beside_an_address_are_its_name_or_left_over() {
        for (line, expected, leftover, guessed) in [
            ("jane@example.com", "<jane@example.com>", false, false),
            (
                "- \"Doe, Jane\" <jane@example.com>; bob@example.com (Bob Roe)",
                "Doe, Jane<jane@example.com> Bob Roe<bob@example.com>",
                false,
                false,
            ),
            ("jane@example.com <jane@example.com>", "<jane@example.com>", false, false),
            (
                "jane@example.com, jane@example.com",
                "<jane@example.com> <jane@example.com>",
                false,
                false,
            ),
            (
                "jane@example.com or <jane@example.com>",
                "<jane@example.com> <jane@example.com>",
                true,
                false,
            ),
            (
                "\"jane@old.example\" <jane@example.com>",
                "jane@old.example<jane@example.com>",
                false,
                false,
            ),
            (
                "\"jane@old.example\", <jane@example.com>",
                "<jane@old.example> <jane@example.com>",
                false,
                false,
            ),
            (
                "\"jane@example.com\", \"bob@example.com\"",
                "<jane@example.com> <bob@example.com>",
                false,
                false,
            ),
            ("Jane <jane@example.com> (Janie)", "Jane<jane@example.com>", true, false),
            ("Jane Doe jane@example.com", "Jane Doe<jane@example.com>", false, true),
            (
                "jane@example.com then Bob <bob@example.com>",
                "<jane@example.com> <bob@example.com>",
                true,
                false,
            ),
            (
                "jane@example.com Bob <bob@example.com>",
                "<jane@example.com> Bob<bob@example.com>",
                true,
                false,
            ),
            ("Jane, jane@example.com", "Jane<jane@example.com>", true, false),
            ("Jane, - jane@example.com", "Jane<jane@example.com>", true, false),
            ("Jane\t<jane@example.com>", "Jane<jane@example.com>", true, false),
            ("Jane - jane@example.com", "Jane<jane@example.com>", false, false),
            (
                "jane@example.com; Bob, bob@example.com",
                "<jane@example.com> <bob@example.com>",
                true,
                false,
            ),
            ("jane@example.com is on leave", "<jane@example.com>", true, false),
            ("nobody", "", true, false),
        ] {
            let all = mailboxes(line);
            let found: Vec<_> =
                all.found.iter().map(|one| format!("{}<{}>", one.name, one.address)).collect();
            assert_eq!(
                (found.join(" ").as_str(), all.leftover, all.guessed),
                (expected, leftover, guessed),
                "{line}"
            );
            assert_eq!(all.is_plain(), !expected.is_empty() && !leftover && !guessed, "{line}");
        }
    }
}
