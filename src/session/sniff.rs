//! Recognises what a text or a file is by its content.
//!
//! A roster, a Calendly list, notes and evidence arrive by the same gestures. Each has marks that only it
//! has, near its beginning. Where no mark is found nothing is guessed: the file's ending may tell where it
//! goes ([`place_for`]), and the readers whether anybody is in it.

use super::view::{Destination, Input};
use crate::calendly::{Role, Status};
use crate::roster;
use crate::source::decode;

/// What a text or a file certainly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The team's roster: YAML, or JSON, with people.
    Roster,
    /// A list of Calendly users.
    List,
    /// Notes of an audit, or the address of the issue that holds them.
    Notes,
    /// The evidence of an audit.
    Evidence,
    /// Something that no input takes.
    Other(Other),
}

/// Something that no input takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Other {
    /// Nothing, or white space.
    Empty,
    /// HTML.
    WebPage,
    /// A spreadsheet program's own file.
    Workbook,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A gzip file.
    Packed,
    /// A zip that is neither a workbook nor evidence, or is damaged.
    Archive,
    /// Bytes that are no text.
    Binary,
    /// One of an audit's own tables, as CSV or copied: its users are not Calendly's word.
    Table,
    /// A file out of an audit's evidence, without the others.
    EvidencePart,
}

/// How much is looked at, in bytes and in lines: the marks of each kind stand near the top.
const BYTES: usize = 64 << 10;
const LINES: usize = 400;

/// Returns what bytes certainly are; `None` where nothing tells.
///
/// ```
/// use calendly_audit::session::sniff::{Kind, sniff};
///
/// assert_eq!(sniff(b"- name: Jane Doe\n  calendly: TBD\n"), Some(Kind::Roster));
/// assert_eq!(sniff(b"Name,Email\nJane Doe,jdoe@example.com\n"), Some(Kind::List));
/// assert_eq!(sniff(b"good morning"), None);
/// ```
pub fn sniff(bytes: &[u8]) -> Option<Kind> {
    if let Some(kind) = by_magic(bytes) {
        return Some(kind);
    }
    let decoded = decode(bytes.get(..BYTES).unwrap_or(bytes));
    let text = decoded.text.trim();
    if text.is_empty() {
        let is_empty = bytes.iter().all(u8::is_ascii_whitespace);
        return Some(Kind::Other(if is_empty { Other::Empty } else { Other::Binary }));
    }
    let odd = |c: &char| *c == '\u{fffd}' || (c.is_control() && !c.is_whitespace());
    if text.chars().filter(odd).count() * 10 > text.chars().count() {
        return Some(Kind::Other(Other::Binary));
    }
    let begins =
        |word: &str| text.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
    if begins("<!doctype html") || begins("<html") {
        return Some(Kind::Other(Other::WebPage));
    }
    if is_notes(text) {
        return Some(Kind::Notes);
    }
    if let Some(kind) = by_own_table(text) {
        return Some(kind);
    }
    if text.starts_with('{') || (text.starts_with('[') && !text.starts_with("[[")) {
        return by_keys(text);
    }
    if is_roster(text) {
        return Some(Kind::Roster);
    }
    text.contains('@').then_some(Kind::List)
}

/// Returns the input that a file, or a pasted text without a name, belongs in: by its content, else by the
/// file's ending; `None` where neither tells.
pub fn place_for(name: &str, bytes: &[u8]) -> Option<Destination> {
    let kind = sniff(bytes);
    let by_content = kind.and_then(Kind::destination);
    // What a tool for YAML wrote is most likely the roster, whatever else may be said of it.
    let by_name = || {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        match ending.as_str() {
            "" => None,
            "yaml" | "yml" => Some(Destination::Input(Input::Team)),
            "md" | "markdown" => Some(Destination::Input(Input::Earlier)),
            _ => Some(Destination::Input(Input::Users)),
        }
    };
    match kind {
        Some(Kind::List) if by_name() == Some(Destination::Input(Input::Team)) => by_name(),
        _ => by_content.or_else(by_name),
    }
}

impl Kind {
    /// Returns whether notes may be read from it: from every text, a web page among them.
    pub fn may_hold_notes(self) -> bool {
        match self {
            Self::Evidence => false,
            Self::Other(other) => matches!(other, Other::WebPage | Other::Empty),
            Self::Roster | Self::List | Self::Notes => true,
        }
    }

    /// Returns whether this was made by an audit: its notes, a table of it, its evidence.
    pub fn is_of_an_audit(self) -> bool {
        matches!(
            self,
            Self::Notes | Self::Evidence | Self::Other(Other::Table | Other::EvidencePart)
        )
    }

    /// Returns where it belongs; `None` for what no input takes.
    pub fn destination(self) -> Option<Destination> {
        Some(match self {
            Self::Roster => Destination::Input(Input::Team),
            Self::List => Destination::Input(Input::Users),
            Self::Notes => Destination::Input(Input::Earlier),
            Self::Evidence => Destination::Evidence,
            Self::Other(_) => return None,
        })
    }
}

fn by_magic(bytes: &[u8]) -> Option<Kind> {
    let other = |other: Other| Some(Kind::Other(other));
    let has = |part: &[u8]| memchr::memmem::find(bytes, part).is_some();
    match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] if has(b"manifest.sha256") && has(b"terms.json") => {
            Some(Kind::Evidence)
        }
        [b'P', b'K', 3 | 5, 4 | 6, ..] if has(b"xl/") || has(b"[Content_Types]") => {
            other(Other::Workbook)
        }
        [b'P', b'K', 3 | 5, 4 | 6, ..] => other(Other::Archive),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => other(Other::Workbook),
        [b'%', b'P', b'D', b'F', b'-', ..] => other(Other::Pdf),
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] | [b'G', b'I', b'F', b'8', ..] => {
            other(Other::Picture)
        }
        [0x1f, 0x8b, ..] => other(Other::Packed),
        _ => None,
    }
}

/// Our headings with what stands below them, or the address of an issue.
fn is_notes(text: &str) -> bool {
    let is_address = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme))
        && text.contains("/issues/")
        && !text.contains(char::is_whitespace);
    let mut summary = false;
    let is_mark = |line: &str| {
        let line = line.trim();
        let heading = line.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim());
        summary |= heading == Some("Summary");
        let table = [Some("Support Team"), Some("Those in Calendly but not part of support team")];
        table.contains(&heading)
            || line.starts_with("**Calendly audit ")
            || (summary && line.get(1..).is_some_and(|rest| rest.starts_with(" **Audited:**")))
    };
    is_address || text.lines().take(LINES).any(is_mark)
}

/// A table of ours by its columns: in Markdown a part of the notes, otherwise one that was copied or saved.
fn by_own_table(text: &str) -> Option<Kind> {
    let is_own = |line: &str, separator: char| {
        let cells = || line.split(separator).map(|cell| cell.trim().trim_matches('"'));
        let has =
            |columns: &[&str]| columns.iter().all(|column| cells().any(|cell| cell == *column));
        has(&["Calendly account", "Issues"]) || has(&["Possible match", "Justification"])
    };
    let mut lines = text.lines().take(LINES);
    lines.find_map(|line| match line.trim().starts_with('|') {
        true if is_own(line, '|') => Some(Kind::Notes),
        false if [',', '\t', ';'].iter().any(|between| is_own(line, *between)) => {
            Some(Kind::Other(Other::Table))
        }
        _ => None,
    })
}

/// JSON: an API's answer, or a roster written so.
fn by_keys(text: &str) -> Option<Kind> {
    let has = |key: &&str| text.contains(&["\"", key, "\""].concat());
    if ["terms", "roster", "list"].iter().all(has) && ["decided", "choices"].iter().all(has) {
        return Some(Kind::Other(Other::EvidencePart));
    }
    let api = ["collection", "scheduling_url", "organization", "Resources", "userName", "resource"];
    if api.iter().any(has) {
        return Some(Kind::List);
    }
    let is_roster = OWN.iter().any(has);
    if !is_roster
        && text.match_indices("\"role\"").any(|(at, key)| has_role(&text[at + key.len()..]))
    {
        return Some(Kind::List);
    }
    is_roster.then_some(Kind::Roster)
}

/// Whether what follows a key of JSON is one of Calendly's roles.
fn has_role(rest: &str) -> bool {
    let value = rest.trim_start().strip_prefix(':').map(str::trim_start);
    let value = value.and_then(|value| value.strip_prefix('"')?.split('"').next());
    value.is_some_and(|value| Role::known(value).is_some())
}

/// Returns whether a text is Calendly's for certain, and no roster even where the fields of one can be read from it:
/// an API's answer, or entries with Calendly's roles and nothing that only a roster has.
pub(super) fn is_calendlys(bytes: &[u8]) -> bool {
    let decoded = decode(bytes.get(..BYTES).unwrap_or(bytes));
    let text = decoded.text.trim();
    if text.starts_with(['{', '[']) {
        return by_keys(text) == Some(Kind::List);
    }
    let Fields { own, calendlys: [has_role, _], .. } = Fields::of(text);
    has_role && !own
}

/// Fields that only the roster has.
const OWN: &[&str] = &["reports_to", "focuses", "gitlab", "calendly", "start_date"];

/// Fields of the roster at the beginning of lines: two of them, one its own; or in an item of a list that states no role or
/// status of Calendly's.
fn is_roster(text: &str) -> bool {
    let Fields { seen, own, item, calendlys } = Fields::of(text);
    seen.len() >= 2 && (own || item && calendlys == [false, false])
}

/// What stands at the beginning of lines, as in YAML.
#[derive(Debug, Default)]
struct Fields {
    /// Fields of the roster.
    seen: Vec<&'static str>,
    /// Whether one of them is in [`OWN`].
    own: bool,
    /// Whether one of them begins an item of a list.
    item: bool,
    /// Whether values are Calendly's: a role, a status.
    calendlys: [bool; 2],
}

impl Fields {
    fn of(text: &str) -> Self {
        let mut found = Self::default();
        for line in text.lines().take(LINES) {
            let line = line.trim();
            let (is_item, entry) = match line.strip_prefix("- ") {
                Some(rest) => (true, rest.trim_start()),
                None => (false, line),
            };
            let Some((field, rest)) = entry.trim_start_matches(':').split_once(':') else {
                continue;
            };
            if !(rest.is_empty() || rest.starts_with(' ')) {
                continue;
            }
            let known = [Role::known(rest).is_some(), Status::known(rest).is_some()];
            found.calendlys = [0, 1].map(|nth| found.calendlys[nth] | known[nth]);
            let field = field.trim_matches(['"', '\'']);
            if let Some(field) = roster::field(field) {
                found.item |= is_item;
                found.own |= OWN.contains(&field);
                if !found.seen.contains(&field) {
                    found.seen.push(field);
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn is(text: impl AsRef<[u8]>, expected: Option<Kind>) {
        let text = text.as_ref();
        assert_eq!(sniff(text), expected, "{}", String::from_utf8_lossy(text));
    }

    #[test]
    fn content_tells_what_it_is() {
        for roster in [
            "# the team\n- name: Jane Doe\n  email: jdoe@example.com\n",
            "jdoe:\n  name: Jane Doe\n  calendly:\n",
            "'name': Jane\n\"calendly\": TBD",
            "- email: jdoe@example.com\n  gitlab:\n    id: 1",
            "[{\"name\": \"Jane\", \"reports_to\": \"Max\"}]",
        ] {
            is(roster, Some(Kind::Roster));
        }
        for list in [
            "Name,Email\nJane Doe,jdoe@example.com",
            "Jane Doe\njdoe@example.com\nOwner",
            "{\"collection\": []}",
            "Name: Jane Doe, Email: jdoe@example.com",
            "Name: Jane Doe\nRole: User\nEmail: jdoe@example.com",
            "name: Jane Doe\nrole: user\nemail: jdoe@example.com",
            "[{\"name\": \"Jane Doe\", \"email\": \"jdoe@example.com\", \"role\": \"owner\"}]",
        ] {
            is(list, Some(Kind::List));
        }
        for notes in [
            "## Notes\n\n### Summary\n- **Audited:** FY27 Q4",
            "### Support Team\n| Name | Email |\n| --- | --- |\n| Jane | a@example.com |",
            "**Calendly audit FY27 Q4: first ping, 2026-11-22 07:40 UTC**",
            " https://gitlab.example.com/a/b/-/issues/12\n",
        ] {
            is(notes, Some(Kind::Notes));
        }
        let other = |other: Other| Some(Kind::Other(other));
        is("", other(Other::Empty));
        is(" \n", other(Other::Empty));
        is("<!DOCTYPE html><html><body>a@example.com</body></html>", other(Other::WebPage));
        is("PK\x03\x04 xl/workbook.xml", other(Other::Workbook));
        is("PK\x03\x04 broken", other(Other::Archive));
        is("PK\x03\x04 terms.json manifest.sha256", Some(Kind::Evidence));
        is("%PDF-1.7", other(Other::Pdf));
        is(b"\x89PNG\r\n", other(Other::Picture));
        is(b"\x1f\x8b\x08", other(Other::Packed));
        for table in [
            "Name,Email,GitLab,Calendly link,Calendly account,Issues\r\nJane,j@example.com,,,No,",
            "Name\tEmail\tRole\tStatus\tCalendly link\tPossible match\tJustification\nJo\tj@example.com",
        ] {
            is(table, other(Other::Table));
        }
        is(
            "| Name | Email | GitLab | Calendly link | Calendly account | Issues |\n| --- | --- |\n| Jane | j@example.com |",
            Some(Kind::Notes),
        );
        is(
            "{\"terms\": {\"decided\": {}, \"choices\": []}, \"roster\": [\"team.yaml\"], \"list\": []}",
            other(Other::EvidencePart),
        );
        is(b"\x00\x01\x02\x03\x04\x05\x06\x07abc", other(Other::Binary));
    }

    #[test]
    fn nothing_is_guessed() {
        for text in
            ["good morning", "name: just one field", "https://example.com/a", "[{\"a\": 1}]"]
        {
            is(text, None);
        }
    }

    #[test]
    fn a_name_tells_where_content_does_not() {
        let place = |name: &str, text: &str| place_for(name, text.as_bytes());
        let input = |input: Input| Some(Destination::Input(input));
        assert_eq!(place("support-team.yaml", ""), input(Input::Team));
        assert_eq!(place("jdoe.YML", "name: Jane Doe"), input(Input::Team));
        assert_eq!(place("jdoe.yml", "name: Jane Doe\nemail: j@example.com"), input(Input::Team));
        assert_eq!(place("names.txt", "Jane Doe\nJohn Roe"), input(Input::Users));
        assert_eq!(place("team.yaml", "### Support Team\n"), input(Input::Earlier));
        assert_eq!(place("users.csv", "- name: Jane\n  calendly: TBD"), input(Input::Team));
        assert_eq!(place("", "good morning"), None);
    }
}
