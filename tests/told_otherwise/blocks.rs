//! Writers of the forms that have one record a block: `Key: value`, LDIF, vCard, YAML.

use std::fmt::Write;

use serde_json::json;

use super::list::{Telling, What};
use super::writers::keys;

/// Keys of letters, digits and blanks alone, of any script. `1: x` is a line of a numbered list.
fn plain_keys(telling: &Telling) -> Vec<String> {
    let plain = |key: &String| {
        let letters: String = key
            .chars()
            .map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' })
            .collect::<String>();
        let key = letters.split_whitespace().collect::<Vec<_>>().join(" ");
        let key = key.trim_matches('-');
        if key.starts_with(char::is_alphabetic) { key.to_owned() } else { format!("F {key}") }
    };
    keys(telling).iter().map(plain).collect()
}

pub fn blocks(telling: &Telling, leaves_out: bool, marks: &str) -> String {
    let keys = plain_keys(telling);
    let mut text = String::new();
    for row in telling.rows() {
        for (key, cell) in keys.iter().zip(row) {
            if !(leaves_out && cell.is_empty()) {
                text += format!("{key}{marks}{cell}").trim_end();
                text.push('\n');
            }
        }
        text.push('\n');
    }
    text
}

/// The attributes of LDIF and vCard for what a column holds: `kinds` are those of the five that matter.
fn attribute(what: What, kinds: [&'static str; 5]) -> &'static str {
    match what {
        What::Name => kinds[0],
        What::FirstName => "givenName",
        What::LastName => "sn",
        What::Email => kinds[1],
        What::Role => kinds[2],
        What::Status => kinds[3],
        What::Link => kinds[4],
        What::Numbers => "x-number",
        What::Dates => "x-date",
        What::Sentences => "x-remark",
        What::Departments => "x-department",
        What::Flags => "x-flag",
        What::Zones => "x-zone",
        What::Homepages => "x-homepage",
        What::Managers => "manager",
        What::Visits => "x-visit",
        What::InvitedBy => "x-invited-by",
        What::Contacts => "x-contact",
    }
}

pub fn ldif(telling: &Telling) -> String {
    let kinds = ["cn", "mail", "employeeType", "accountStatus", "labeledURI"];
    let mut text = "version: 1\n\n".to_owned();
    for (at, row) in telling.rows().enumerate() {
        let _ = writeln!(text, "dn: uid=u{at},ou=people,dc=acme,dc=example");
        text += "objectClass: top\nobjectClass: inetOrgPerson\n";
        for (column, cell) in telling.columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let _ = writeln!(text, "{}: {cell}", attribute(column.what, kinds));
        }
        text.push('\n');
    }
    text
}

pub fn vcard(telling: &Telling) -> String {
    let kinds = ["FN", "EMAIL;TYPE=INTERNET;TYPE=WORK", "ROLE", "X-STATUS", "URL"];
    let mut text = String::new();
    for (at, row) in telling.rows().enumerate() {
        text += "BEGIN:VCARD\r\nVERSION:3.0\r\n";
        for (column, cell) in telling.columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let (what, cell) = match column.what {
                What::FirstName => continue,
                What::LastName => (What::Name, telling.users[at].name.as_str()),
                what => (what, cell),
            };
            let cell = cell.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
            let key = attribute(what, kinds);
            let _ = write!(text, "{}:{cell}\r\n", key.replace("x-", "X-"));
        }
        text += "END:VCARD\r\n";
    }
    text
}

pub fn yaml(telling: &Telling, wrapper: &str, leaves_out: bool) -> String {
    let keys = plain_keys(telling);
    let indent = if wrapper.is_empty() { "" } else { "  " };
    let mut text = if wrapper.is_empty() { String::new() } else { format!("{wrapper}:\n") };
    for row in telling.rows() {
        let mut mark = "- ";
        for (key, cell) in keys.iter().zip(row) {
            if leaves_out && cell.is_empty() {
                continue;
            }
            let is_plain = cell.chars().all(|c| c.is_alphanumeric() || " .@-/_".contains(c))
                && cell.starts_with(char::is_alphabetic);
            let value = if is_plain || cell.starts_with("https:") || cell.is_empty() {
                cell.to_owned()
            } else {
                json!(cell).to_string()
            };
            let _ = writeln!(text, "{}", format!("{indent}{mark}{key}: {value}").trim_end());
            mark = "  ";
        }
    }
    text
}
