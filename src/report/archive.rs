//! A zip archive whose parts are stored as they are: just enough of the format for the evidence.
//!
//! Never packs and never unpacks, so an archive can hold nothing that is larger than itself. Facts: PKWARE's
//! APPNOTE (local header, central directory, end record); the tests compare with the `zip` crate, both ways.

/// An archive that is not one, or not one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// Something is not where the format wants it.
    Shape(&'static str),
    /// A part is compressed or encrypted.
    Packed(String),
    /// A part's checksum is another one.
    Damaged(String),
}

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Length of the end record without its comment, which may have any length up to 65,535.
const END_LENGTH: usize = 22;
/// 1 January 1980, the first day the format knows: the same parts give the same bytes.
const DATE: u16 = 1 << 5 | 1;

/// Writes parts, each with its name in ASCII. `None` where the format cannot say it: a part or the whole over 4 GB,
/// or more than 65,535 parts.
pub fn write(parts: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(parts.len()).ok()?;
    let size = parts.iter().map(|(name, bytes)| bytes.len() + 2 * name.len() + 76).sum::<usize>();
    let mut out = Vec::with_capacity(size + END_LENGTH);
    let mut central = Vec::new();
    for (name, bytes) in parts {
        let at = u32::try_from(out.len()).ok()?;
        let length = u32::try_from(bytes.len()).ok()?;
        let mut common = Vec::with_capacity(26);
        // Version 1.0, no flags, stored, midnight.
        for word in [10, 0, 0, 0, DATE] {
            common.extend(word.to_le_bytes());
        }
        for long in [crc32(bytes), length, length] {
            common.extend(long.to_le_bytes());
        }
        common.extend(u16::try_from(name.len()).ok()?.to_le_bytes());
        common.extend([0; 2]); // no extra field

        out.extend(LOCAL.to_le_bytes());
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(bytes);

        central.extend(CENTRAL.to_le_bytes());
        central.extend(10_u16.to_le_bytes()); // made by version 1.0, for no system
        central.extend(&common);
        central.extend([0; 10]); // no comment, first disk, no attributes
        central.extend(at.to_le_bytes());
        central.extend(name.as_bytes());
    }
    let at = u32::try_from(out.len()).ok()?;
    out.extend(&central);
    out.extend(END.to_le_bytes());
    out.extend([0; 4]); // one disk
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(u32::try_from(central.len()).ok()?.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0; 2]); // no comment
    Some(out)
}

/// The parts of an archive: name and bytes, in the order of its directory. Linear, and nothing is copied.
pub fn read(bytes: &[u8]) -> Result<Vec<(String, &[u8])>, Broken> {
    let shape = Broken::Shape("its directory is damaged");
    let (at, count) = end_record(bytes).ok_or(Broken::Shape("its directory is missing"))?;
    let mut rest = Bytes(bytes.get(at..).ok_or_else(|| shape.clone())?);
    let mut parts = Vec::new();
    // Parts that overlap could hold more than the archive itself, and cost more to check; honest ones cannot.
    let mut left = bytes.len();
    for _ in 0..count {
        let entry = entry(&mut rest).ok_or_else(|| shape.clone())?;
        let name = String::from_utf8_lossy(entry.name).into_owned();
        if entry.method != 0 || entry.flags & 1 != 0 || entry.packed != entry.length {
            return Err(Broken::Packed(name));
        }
        let content = content(bytes, &entry).ok_or_else(|| shape.clone())?;
        left = left.checked_sub(content.len()).ok_or(Broken::Shape("its parts overlap"))?;
        if crc32(content) != entry.crc {
            return Err(Broken::Damaged(name));
        }
        parts.push((name, content));
    }
    Ok(parts)
}

/// Where the directory begins and how many parts it names.
fn end_record(bytes: &[u8]) -> Option<(usize, usize)> {
    let last = bytes.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    // From the end: an earlier one would lie inside a part.
    (first..=last).rev().find_map(|at| {
        let mut record = Bytes(bytes.get(at..)?);
        if record.long()? != END {
            return None;
        }
        record.take(6)?;
        let count = usize::from(record.word()?);
        record.take(4)?;
        let directory = usize::try_from(record.long()?).ok()?;
        let comment = usize::from(record.word()?);
        (record.0.len() == comment).then_some((directory, count))
    })
}

/// What the directory says of a part.
struct Entry<'a> {
    flags: u16,
    method: u16,
    crc: u32,
    packed: u32,
    length: u32,
    at: u32,
    name: &'a [u8],
}

fn entry<'a>(rest: &mut Bytes<'a>) -> Option<Entry<'a>> {
    if rest.long()? != CENTRAL {
        return None;
    }
    rest.take(4)?;
    let (flags, method) = (rest.word()?, rest.word()?);
    rest.take(4)?;
    let (crc, packed, length) = (rest.long()?, rest.long()?, rest.long()?);
    let (name, extra, comment) = (rest.word()?, rest.word()?, rest.word()?);
    rest.take(8)?;
    let at = rest.long()?;
    let name = rest.take(usize::from(name))?;
    rest.take(usize::from(extra) + usize::from(comment))?;
    Some(Entry { flags, method, crc, packed, length, at, name })
}

/// The bytes of a part: behind its own header, which has lengths of its own.
fn content<'a>(bytes: &'a [u8], entry: &Entry<'_>) -> Option<&'a [u8]> {
    let mut rest = Bytes(bytes.get(usize::try_from(entry.at).ok()?..)?);
    if rest.long()? != LOCAL {
        return None;
    }
    rest.take(22)?;
    let (name, extra) = (rest.word()?, rest.word()?);
    if rest.take(usize::from(name))? != entry.name {
        return None;
    }
    rest.take(usize::from(extra))?;
    rest.take(usize::try_from(entry.length).ok()?)
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    fn long(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }
}

/// The checksum of the format: CRC-32 as in Ethernet, half a byte at a time, since a table for whole bytes
/// would be larger than all of this.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 16] = {
        let mut table = [0; 16];
        let mut at = 0_u32;
        while at < 16 {
            let mut crc = at;
            let mut bit = 0;
            while bit < 4 {
                crc = if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
                bit += 1;
            }
            table[at as usize] = crc;
            at += 1;
        }
        table
    };
    let step = |crc: u32, half: u32| TABLE[((crc ^ half) & 15) as usize] ^ (crc >> 4);
    !bytes.iter().fold(!0, |crc, byte| {
        let byte = u32::from(*byte);
        step(step(crc, byte), byte >> 4)
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use proptest::prelude::*;
    use zip::write::SimpleFileOptions;
    use zip::{CompressionMethod, ZipArchive, ZipWriter};

    use super::*;

    #[test]
    fn the_checksum_is_the_known_one() {
        // The check value that the catalogue of parametrised CRC algorithms gives for CRC-32/ISO-HDLC.
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn what_is_packed_is_named() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("notes.md", SimpleFileOptions::default()).unwrap();
        zip.write_all(b"x").unwrap();
        let mut bytes = zip.finish().unwrap().into_inner();
        // The methods in both headers, as if the part were deflated.
        let central = bytes.windows(4).position(|at| at == CENTRAL.to_le_bytes()).unwrap();
        bytes[central + 10] = 8;
        assert_eq!(read(&bytes), Err(Broken::Packed("notes.md".to_owned())));
    }

    fn parts() -> impl Strategy<Value = Vec<(String, Vec<u8>)>> {
        let bytes = proptest::collection::vec(any::<u8>(), 0..50);
        proptest::collection::btree_map("[a-z/.]{1,9}", bytes, 0..6)
            .prop_map(|parts| parts.into_iter().collect())
    }

    proptest! {
        #[test]
        fn the_zip_crate_reads_what_is_written(parts in parts()) {
            let mut zip = ZipArchive::new(Cursor::new(write(&parts).unwrap())).unwrap();
            prop_assert_eq!(zip.len(), parts.len());
            for (name, bytes) in &parts {
                let mut content = Vec::new();
                zip.by_name(name).unwrap().read_to_end(&mut content).unwrap();
                prop_assert_eq!(&content, bytes);
            }
        }

        #[test]
        fn what_the_zip_crate_writes_is_read(parts in parts()) {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            for (name, bytes) in &parts {
                zip.start_file(name.as_str(), options).unwrap();
                zip.write_all(bytes).unwrap();
            }
            zip.set_comment("PK\x05\x06 in a comment").unwrap();
            let bytes = zip.finish().unwrap().into_inner();
            let read = read(&bytes).unwrap();
            let expected: Vec<_> = parts.iter().map(|(name, bytes)| (name.clone(), &bytes[..])).collect();
            prop_assert_eq!(read, expected);
        }

        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
