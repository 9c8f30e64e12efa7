//! A zip archive whose parts are stored as they are.
//!
//! Never packs and never unpacks, so an archive can hold nothing that is larger than itself; parts that
//! overlap are refused. The format is the `zip` crate's business.

use std::io::{Cursor, Read, Write};

use zip::result::{ZipError, ZipResult};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// An archive that is not one, or not one of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// Something is not where the format wants it: why, in the words of the crate.
    Shape(String),
    /// A part is compressed or encrypted.
    Packed(String),
    /// A part's checksum is another one.
    Damaged(String),
}

/// Writes parts, each with its name. `None` where the format cannot say it: more than 4 GB.
pub fn write(parts: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    packed(parts).ok()
}

fn packed(parts: &[(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    let size = parts.iter().map(|(name, bytes)| bytes.len() + 2 * name.len() + 128).sum();
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
    // The default time is fixed: the same parts give the same bytes.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The parts of an archive: name and bytes, in the order of its directory.
pub fn read(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, Broken> {
    let shape = |why: ZipError| Broken::Shape(why.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(shape)?;
    // Parts that overlap could hold more than the archive itself, and cost more to check; honest ones cannot.
    let mut left = bytes.len();
    let mut parts = Vec::new();
    for index in 0..zip.len() {
        let part = zip.by_index_raw(index).map_err(shape)?;
        let name = part.name().map_err(shape)?.into_owned();
        if part.compression() != CompressionMethod::Stored || part.encrypted() {
            return Err(Broken::Packed(name));
        }
        drop(part);
        let part = zip.by_index(index).map_err(shape)?;
        let mut content = Vec::new();
        let limit = u64::try_from(left).unwrap_or(u64::MAX).saturating_add(1);
        if part.take(limit).read_to_end(&mut content).is_err() {
            return Err(Broken::Damaged(name));
        }
        left = left
            .checked_sub(content.len())
            .ok_or_else(|| Broken::Shape("its parts overlap".to_owned()))?;
        parts.push((name, content));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_packed_is_named() {
        let mut bytes = write(&[("notes.md".to_owned(), b"x".to_vec())]).unwrap();
        // The method in the directory, as if the part were deflated.
        let directory = bytes.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
        bytes[directory + 10] = 8;
        assert_eq!(read(&bytes), Err(Broken::Packed("notes.md".to_owned())));
    }

    #[test]
    fn a_part_that_was_changed_is_named() {
        let mut bytes = write(&[("notes.md".to_owned(), b"content".to_vec())]).unwrap();
        let content = bytes.windows(7).position(|at| at == b"content").unwrap();
        bytes[content] = b'C';
        assert_eq!(read(&bytes), Err(Broken::Damaged("notes.md".to_owned())));
    }

    #[test]
    fn a_part_carries_the_checksum_that_every_other_program_expects() {
        // The check value of CRC-32 in the catalogue of its kinds.
        let bytes = write(&[("notes.md".to_owned(), b"123456789".to_vec())]).unwrap();
        let directory = bytes.windows(4).position(|at| at == b"PK\x01\x02").unwrap();
        assert_eq!(bytes[directory + 16..directory + 20], 0xcbf4_3926_u32.to_le_bytes());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            parts in proptest::collection::btree_map("[a-z.]{1,9}(/[a-z.]{1,9})?", proptest::collection::vec(any::<u8>(), 0..50), 0..6)
        ) {
            let parts: Vec<_> = parts.into_iter().collect();
            prop_assert_eq!(read(&write(&parts).unwrap()), Ok(parts));
        }

        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
