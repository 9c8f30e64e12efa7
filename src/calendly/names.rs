//! A list of names and nothing else, one a line.
//!
//! The weakest list there is: a line that does not look like a name is handed back, never guessed at.

use super::columns::content::looks_like_name;
use super::lines::lines;
use super::mailboxes::{is_heading, read_line, without_bullet};
use super::part::{Part, PartReading};
use super::user::{Role, Status, User};
use super::vocabulary::page_chrome::chrome;
use crate::source::UnreadKind;

/// Reads names, one a line or several separated. A line with an address is read as in a list of those.
pub fn read(part: &Part<'_>) -> PartReading {
    let mut reading = PartReading::default();
    for (i, line) in lines(part.text).enumerate() {
        let number = part.first_line + i;
        let place = part.place(number);
        let text = line.text.trim();
        if text.is_empty() {
            continue;
        }
        if text.contains('@') || chrome(text).is_some() || is_heading(text) {
            read_line(part, line.text, number, &mut reading);
        } else if several(without_bullet(text)).all(|name| name.is_empty() || looks_like_name(name))
        {
            for name in several(without_bullet(text)).filter(|name| !name.is_empty()) {
                reading.users.push(User { places: vec![place.clone()], ..user(name) });
            }
        } else {
            reading.leave(place, UnreadKind::Unknown, text, "This line does not look like a name.");
        }
    }
    reading
}

/// The names of a line: with semicolons between them, or three and more whole ones with commas. One comma or two may stand in
/// one name: `Doe, Jane`, `Roe, Bob, Jr.`.
fn several(line: &str) -> impl Iterator<Item = &str> {
    let by_comma = || line.split(',');
    let whole = |name: &str| name.split_whitespace().count() >= 2;
    let separator = if by_comma().count() >= 3 && by_comma().all(whole) { ',' } else { ';' };
    line.split(separator).map(str::trim)
}

/// Somebody by name. Of a row with tabs, as a copied list has below the heading of a tab, role and status stand in cells of
/// their own; all other cells are the name.
fn user(written: &str) -> User {
    let mut user = User::default();
    let mut name: Vec<&str> = Vec::new();
    let cells = written.split('\t').map(|cell| cell.trim().trim_matches('"'));
    for cell in cells.filter(|cell| !cell.is_empty()) {
        match (Role::known(cell), Status::known(cell)) {
            (Some(role), _) if !name.is_empty() => user.role = role,
            (_, Some(status)) if !name.is_empty() => user.status = status,
            _ => name.push(cell),
        }
    }
    user.name = name.join(" ");
    user
}
