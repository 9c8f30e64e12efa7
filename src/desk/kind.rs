//! Tells what somebody dropped or pasted without saying where it belongs.
//!
//! A roster, a Calendly list and earlier notes arrive by the same gesture. The file's name decides where it
//! does; else the text, by marks that only one of the three has. Nothing is read here, and where no mark is
//! found nothing is guessed: the page then asks for the box it belongs in.

use crate::roster;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The team's roster: YAML with people.
    Roster,
    /// A list of Calendly users, in whatever form.
    List,
    /// Notes of an audit, or the address of the issue that holds them.
    Notes,
}

/// How many lines are looked at: the marks of each kind stand near the top.
const LINES: usize = 400;

/// What a text is, by its file's name (empty where it has none) and its content; `None` where neither tells.
///
/// ```
/// use calendly_audit::desk::kind::{Kind, kind};
///
/// assert_eq!(kind("", "- name: Jane Doe\n  email: jdoe@example.com\n"), Some(Kind::Roster));
/// assert_eq!(kind("", "Jane Doe <jdoe@example.com>"), Some(Kind::List));
/// assert_eq!(kind("", "good morning"), None);
/// ```
pub fn kind(name: &str, text: &str) -> Option<Kind> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ends = |endings: &[&str]| endings.iter().any(|known| ending.eq_ignore_ascii_case(known));
    if ends(&["yaml", "yml"]) {
        return Some(Kind::Roster);
    }
    if ends(&["csv", "tsv", "json", "jsonl", "ndjson", "html", "htm"]) {
        return Some(Kind::List);
    }
    // The fields of a person; a list in another form has none of them at the start of a line.
    let mut seen = Vec::new();
    for line in text.lines().take(LINES) {
        let line = line.trim();
        if line == "### Summary" || line == "### Support Team" {
            return Some(Kind::Notes);
        }
        let entry = line.strip_prefix("- ").unwrap_or(line).trim_start();
        let Some((field, rest)) = entry.split_once(':') else { continue };
        if rest.is_empty() || rest.starts_with(' ') {
            let field = field.trim_matches(['"', '\'']);
            seen.extend(roster::field(field).filter(|known| !seen.contains(known)));
        }
    }
    let trimmed = text.trim();
    if ["https://", "http://"].iter().any(|scheme| trimmed.starts_with(scheme))
        && trimmed.contains("/issues/")
        && !trimmed.contains(char::is_whitespace)
    {
        return Some(Kind::Notes);
    }
    // JSON written over several lines has such fields too, but in braces.
    let json = trimmed.starts_with(['{', '[']) && !trimmed.starts_with("[[");
    if !json && seen.len() >= 2 {
        return Some(Kind::Roster);
    }
    // A file of names alone is a list too; a paste of a few words may be an accident.
    (json || text.contains('@') || !name.is_empty()).then_some(Kind::List)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn test_kind(name: &str, text: &str, expected: Option<Kind>) {
        assert_eq!(kind(name, text), expected, "{name}: {text}");
    }

    #[test]
    fn a_files_name_decides() {
        test_kind("support-team.yaml", "", Some(Kind::Roster));
        test_kind("jdoe.YML", "name: Jane Doe", Some(Kind::Roster));
        test_kind("users.csv", "name: email:", Some(Kind::List));
        test_kind("memberships.json", "{}", Some(Kind::List));
        test_kind("users.html", "<table>", Some(Kind::List));
    }

    #[test]
    fn the_content_decides_where_the_name_does_not() {
        test_kind(
            "",
            "# the team\n- name: Jane Doe\n  email: jdoe@example.com\n",
            Some(Kind::Roster),
        );
        test_kind("", "jdoe:\n  name: Jane Doe\n  calendly:\n", Some(Kind::Roster));
        test_kind("", "'name': Jane\n\"email\": jdoe@example.com", Some(Kind::Roster));
        test_kind(
            "roster.txt",
            "- email: jdoe@example.com\n  gitlab:\n    id: 1",
            Some(Kind::Roster),
        );
        test_kind("", "Name,Email\nJane Doe,jdoe@example.com", Some(Kind::List));
        test_kind("", "Jane Doe\njdoe@example.com\nOwner", Some(Kind::List));
        test_kind(
            "",
            "{\n  \"name\": \"Jane Doe\",\n  \"email\": \"jdoe@example.com\"\n}",
            Some(Kind::List),
        );
        test_kind("", "[{\"email\": null}]", Some(Kind::List));
        test_kind("", "Name: Jane Doe, Email: jdoe@example.com", Some(Kind::List));
        test_kind("names.txt", "Jane Doe\nJohn Roe", Some(Kind::List));
        test_kind("notes.md", "## Notes\n\n### Summary\n- **Audited:** FY27 Q4", Some(Kind::Notes));
        test_kind(
            "",
            "### Support Team\n| Name | Email |\n| --- | --- |\n| Jane | a@example.com |",
            Some(Kind::Notes),
        );
        test_kind("", " https://gitlab.example.com/a/b/-/issues/12\n", Some(Kind::Notes));
        test_kind("", "http://gitlab.example.com/a/b/-/issues/12", Some(Kind::Notes));
    }

    #[test]
    fn nothing_is_guessed() {
        test_kind("", "", None);
        test_kind("", "good morning", None);
        test_kind("", "name: just one field", None);
        test_kind("", "https://example.com/a", None);
    }
}
