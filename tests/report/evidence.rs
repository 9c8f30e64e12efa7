//! The evidence: read back as it was written, and nothing else is read.

use std::io::{Cursor, Write};

use calendly_audit::audit::{Decision, UserKey, Verdict};
use calendly_audit::report::Report;
use calendly_audit::report::Terms;
use calendly_audit::report::evidence::{Inputs, read, write};
use calendly_audit::source::Source;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::support::{Made, WHEN};

fn inputs() -> Inputs {
    let roster = vec![
        Source::new("data/agents/jane doe.yaml", "name: Jane Doe\n"),
        Source::new("data/agents/../ü.yaml", vec![0xff, 0, b'\r']),
        Source::new("", ""),
    ];
    let list = vec![Source::new("pasted list", "jane@example.com")];
    let verdict = Verdict::Justified("legal".to_owned());
    let mut terms = Terms { now: WHEN, version: "0.1.0".to_owned(), ..Terms::default() };
    terms.decided.make(Decision::Verdict(UserKey::from_written("jlaw@example.com"), verdict));
    Inputs { roster, list, earlier: "### Summary\n".to_owned(), terms }
}

fn written() -> Vec<u8> {
    let made = Made::default();
    let context = made.context();
    let report = Report::new(&made.roster, &made.list, &made.audit, &context);
    write(&report, &inputs()).unwrap()
}

fn packed(parts: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook as spreadsheet programs write it: every part is packed.
fn workbook() -> Vec<u8> {
    let part = |name: &[u8], method: u8| {
        let mut header = b"PK\x03\x04\x14\x00\x00\x00".to_vec();
        header.extend([method, 0, 0, 0, 0, 0]);
        header.extend([0; 12]);
        header.extend([u8::try_from(name.len()).unwrap(), 0, 0, 0]);
        header.extend(name);
        header
    };
    let name = b"[Content_Types].xml";
    let mut zip = part(name, 8);
    let at = u32::try_from(zip.len()).unwrap();
    let mut central = b"PK\x01\x02\x14\x00".to_vec();
    central.extend(part(name, 8)[4..30].iter());
    central.extend([0; 14]);
    central.extend(name);
    zip.extend(&central);
    zip.extend(b"PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00");
    zip.extend(u32::try_from(central.len()).unwrap().to_le_bytes());
    zip.extend(at.to_le_bytes());
    zip.extend([0, 0]);
    zip
}

#[test]
fn what_is_written_is_read() {
    assert_eq!(read(&written()).as_ref(), Ok(&inputs()));
}

#[test]
fn the_same_audit_gives_the_same_bytes() {
    assert_eq!(written(), written());
}

#[test]
fn a_changed_part_is_noticed_wherever_it_is() {
    let bytes = written();
    let good = inputs();
    // Any single changed byte gives the same inputs or a sentence, never other inputs.
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x20;
        if let Ok(read) = read(&changed) {
            assert_eq!(read, good, "byte {at}");
        }
    }
    for end in 0..bytes.len() {
        assert!(read(&bytes[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn anything_else_is_refused_with_a_sentence() {
    let stored = CompressionMethod::Stored;
    for (bytes, says) in [
        (Vec::new(), "no zip archive"),
        (b"PK\x03\x04".to_vec(), "no zip archive"),
        (packed(&[], stored), "no manifest.sha256"),
        (packed(&[("../evil", b"x")], stored), "a part that evidence does not have"),
        (packed(&[("roster/../../evil", b"x")], stored), "a part that evidence does not have"),
        (packed(&[("/etc/passwd", b"x")], stored), "a part that evidence does not have"),
        (packed(&[("roster\\evil", b"x")], stored), "a part that evidence does not have"),
        (packed(&[("C:evil", b"x")], stored), "a part that evidence does not have"),
        (packed(&[("evil", b"x")], stored), "a part that evidence does not have"),
        (packed(&[("roster/jane doe.yaml", b"x")], stored), "twice: roster/jane doe.yaml."),
        (packed(&[("list/", b"x")], stored), "twice: list/."),
        (packed(&[("terms\u{202e}.json", b"x")], stored), "twice: terms⟨U+202E⟩.json."),
        (packed(&[("notes.md", b"x"), ("manifest.sha256", b"")], stored), "not in its manifest"),
        (
            packed(&[("manifest.sha256", b"00  notes.md\n")], stored),
            "notes.md is in the manifest, but not in the archive",
        ),
        (
            packed(&[("notes.md", b"x"), ("manifest.sha256", b"00  notes.md\n")], stored),
            "notes.md in the archive was changed",
        ),
        (packed(&[("manifest.sha256", b"")], stored), "no terms.json"),
        (workbook(), "Save its sheet as CSV"),
    ] {
        let said = read(&bytes).unwrap_err();
        assert!(said.contains(says), "{said:?} does not say {says:?}");
        assert!(!said.contains('!'));
    }
}

#[test]
fn the_manifest_is_what_sha256sum_checks() {
    let bytes = written();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut manifest = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("manifest.sha256").unwrap(), &mut manifest)
        .unwrap();
    let names: Vec<_> = manifest.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    assert_eq!(
        names,
        [
            "roster/001-janedoe.yaml",
            "roster/002-yaml",
            "roster/003-",
            "list/001-pastedlist",
            "earlier-notes.md",
            "notes.md",
            "support-team.csv",
            "not-part-of-the-team.csv",
            "terms.json",
        ]
    );
}

#[test]
fn the_manifest_holds_the_sha_256_of_every_part() {
    use sha2::{Digest, Sha256};
    use std::fmt::Write as _;
    let mut zip = zip::ZipArchive::new(Cursor::new(written())).unwrap();
    let mut part = |name: &str| {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_name(name).unwrap(), &mut bytes).unwrap();
        bytes
    };
    let manifest = String::from_utf8(part("manifest.sha256")).unwrap();
    for line in manifest.lines() {
        let (hash, name) = line.split_once("  ").unwrap();
        let mut expected = String::new();
        for byte in Sha256::digest(part(name)) {
            let _ = write!(expected, "{byte:02x}");
        }
        assert_eq!(hash, expected, "{name}");
    }
}
