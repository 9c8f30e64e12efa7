//! The evidence of an audit: one zip with both inputs as they were, and everything that was made of them.
//!
//! The same audit gives the same bytes. Read back, the inputs give the same audit, and so the same notes.
//! Parts are stored, not packed: such an archive can hold no bomb, since nothing in it is larger than the
//! archive itself. Which parts there are stands in `docs/format.md`.

use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

use super::archive::{self, Broken};
use super::{Report, Terms, separated};
use crate::json;
use crate::source::Source;

/// What an audit is made from, apart from the time to come: enough to make it again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inputs {
    /// The roster's files.
    pub roster: Vec<Source>,
    /// The list's sources.
    pub list: Vec<Source>,
    /// The earlier notes, as they were pasted.
    pub earlier: String,
    /// Everything else.
    #[serde(with = "crate::json::inside")]
    pub terms: Terms,
}

/// `terms.json`: the terms, and the sources' names as people know them, in order.
#[derive(Debug, Default)]
struct Written {
    terms: Terms,
    roster: Vec<String>,
    list: Vec<String>,
}

json::record!(Written { terms, roster, list });

const TERMS: &str = "terms.json";
const NOTES: &str = "notes.md";
const EARLIER: &str = "earlier-notes.md";
const MANIFEST: &str = "manifest.sha256";
const TEAM: &str = "support-team.csv";
const OUTSIDE: &str = "not-part-of-the-team.csv";

/// The largest archive that is read, in bytes.
pub const LARGEST: usize = 256 << 20;
/// The most parts that an archive may have.
const MOST_PARTS: usize = 10_000;

/// Writes the evidence of a report and of what it was made from.
pub fn write(report: &Report<'_>, inputs: &Inputs) -> Result<Vec<u8>, String> {
    let name = |source: &Source| source.name.clone();
    let written = Written {
        terms: inputs.terms.clone(),
        roster: inputs.roster.iter().map(name).collect(),
        list: inputs.list.iter().map(name).collect(),
    };
    let terms = json::written(&written).into_bytes();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for (folder, sources) in [("roster", &inputs.roster), ("list", &inputs.list)] {
        for (index, source) in sources.iter().enumerate() {
            parts.push((part_name(folder, index, &source.name), source.bytes.clone()));
        }
    }
    if !inputs.earlier.is_empty() {
        parts.push((EARLIER.to_owned(), inputs.earlier.clone().into_bytes()));
    }
    let notes = if report.is_audited() { report.markdown() } else { super::pings::missing(report) };
    parts.push((NOTES.to_owned(), notes.into_bytes()));
    parts.push((TEAM.to_owned(), separated::csv(&report.team()).into_bytes()));
    parts.push((OUTSIDE.to_owned(), separated::csv(&report.outside()).into_bytes()));
    parts.push((TERMS.to_owned(), terms));
    parts.push((MANIFEST.to_owned(), manifest(&parts).into_bytes()));
    archive::write(&parts)
        .ok_or_else(|| "The evidence is larger than a zip archive can be (4 GB).".to_owned())
}

/// One line a part, as `sha256sum --check` reads it.
fn manifest(parts: &[(String, Vec<u8>)]) -> String {
    let mut out = String::new();
    for (name, bytes) in parts {
        out.push_str(&sha256(bytes));
        out.push_str("  ");
        out.push_str(name);
        out.push('\n');
    }
    out
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    crate::source::hex(&Sha256::digest(bytes))
}

/// `roster/001-support-team.yaml`: the order first, then what the name has of letters that every system
/// takes.
fn part_name(folder: &str, index: usize, name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let kept: String = last
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
        .take(80)
        .collect();
    let number = (index + 1).to_string();
    let zeros = "0".repeat(3_usize.saturating_sub(number.len()));
    [folder, "/", &zeros, &number, "-", kept.trim_start_matches('.')].concat()
}

/// Reads evidence back.
///
/// Every part is checked against the manifest. The answer to anything else than what [`write()`] gives is a
/// sentence for people; memory stays within about twice the archive's own size.
pub fn read(bytes: &[u8]) -> Result<Inputs, String> {
    if bytes.len() > LARGEST {
        return Err("This archive is larger than 256 MB, so it is not opened. Evidence holds two lists and is far smaller.".to_owned());
    }
    let parts = unpack(bytes)?;
    let by_name: HashMap<&str, &[u8]> =
        parts.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    let get = |name: &str| by_name.get(name).copied();
    let missing = |name: &str| {
        [
            "The archive has no ",
            name,
            ", so it is not evidence of this tool, or a part was taken out.",
        ]
        .concat()
    };
    let manifest = get(MANIFEST).ok_or_else(|| missing(MANIFEST))?;
    check(&parts, &String::from_utf8_lossy(manifest))?;
    let terms = get(TERMS).ok_or_else(|| missing(TERMS))?;
    let written: Written = json::read(terms)
        .map_err(|why| ["terms.json in the archive cannot be read: ", why, "."].concat())?;
    let sources = |folder: &str, names: &[String]| {
        names
            .iter()
            .enumerate()
            .map(|(index, name)| {
                let part = part_name(folder, index, name);
                let bytes = get(&part).ok_or_else(|| missing(&part))?;
                Ok(Source::new(name.clone(), bytes))
            })
            .collect::<Result<Vec<_>, String>>()
    };
    let earlier = get(EARLIER).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    Ok(Inputs {
        roster: sources("roster", &written.roster)?,
        list: sources("list", &written.list)?,
        earlier: earlier.unwrap_or_default(),
        terms: written.terms,
    })
}

fn unpack(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let parts = archive::read(bytes).map_err(|broken| match broken {
        Broken::Shape(why) => [
            "This is no zip archive that can be read: ",
            &why,
            ". Choose the file as it was downloaded.",
        ]
        .concat(),
        Broken::Packed(name) if name.starts_with("[Content_Types]") || name.starts_with("xl/") => {
            "This is a workbook of a spreadsheet program, which is not read. Save its sheet as CSV and choose that."
                .to_owned()
        }
        Broken::Packed(name) => [
            "The part ",
            &shown(&name),
            " is packed, and evidence is not. Choose the file as it was downloaded.",
        ]
        .concat(),
        Broken::Damaged(name) => {
            ["The part ", &shown(&name), " is damaged: its checksum is another one."].concat()
        }
    })?;
    if parts.len() > MOST_PARTS {
        return Err("The archive has more than 10,000 parts, so it is not opened.".to_owned());
    }
    let mut names = HashSet::new();
    for (name, _) in &parts {
        if !is_part(name) || !names.insert(name) {
            return Err([
                "The archive has a part that evidence does not have, or has it twice: ",
                &shown(name),
                ".",
            ]
            .concat());
        }
    }
    Ok(parts)
}

/// Whether a name is one that [`write()`] gives: no path but the two folders, no odd character.
fn is_part(name: &str) -> bool {
    let plain = |name: &str| {
        !name.is_empty()
            && name.len() < 120
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    match name.split_once('/') {
        Some(("roster" | "list", rest)) => plain(rest),
        Some(_) => false,
        None => [TERMS, NOTES, EARLIER, MANIFEST, TEAM, OUTSIDE].contains(&name),
    }
}

/// A name from an archive, for a sentence.
fn shown(name: &str) -> String {
    let short: String = name.chars().take(80).collect();
    super::visible::visible(&short).into_owned()
}

/// Compares every part with the manifest, both ways.
fn check(parts: &[(String, Vec<u8>)], manifest: &str) -> Result<(), String> {
    let mut listed = HashMap::new();
    for line in manifest.lines() {
        if let Some((hash, name)) = line.split_once("  ") {
            listed.insert(name, hash);
        }
    }
    for (name, bytes) in parts.iter().filter(|(name, _)| name != MANIFEST) {
        match listed.remove(name.as_str()) {
            Some(hash) if hash == sha256(bytes) => {}
            Some(_) => {
                return Err([
                    name,
                    " in the archive was changed: its SHA-256 is not the one in the manifest.",
                ]
                .concat());
            }
            None => return Err([name, " is in the archive, but not in its manifest."].concat()),
        }
    }
    match listed.keys().min() {
        None => Ok(()),
        Some(name) => Err([&shown(name), " is in the manifest, but not in the archive."].concat()),
    }
}
