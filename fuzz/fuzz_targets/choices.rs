//! Any bytes as a list, and a person's choice over the meaning of its columns: a byte picks the format, the next four
//! a meaning each for the first four columns.

#![no_main]

use calendly_audit::calendly::{Format, Meaning};
use calendly_audit_fuzz::chosen;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| if let Some(([format, columns @ ..], rest)) =
    bytes.split_first_chunk::<5>()
{
    let format = Format::ALL.get(usize::from(*format)).copied();
    let meaning = |byte: &u8| Meaning::ALL.get(usize::from(*byte)).copied();
    let columns = columns.iter().enumerate();
    let columns = columns.filter_map(|(index, byte)| Some((index, meaning(byte)?))).collect();
    chosen(rest, format, columns);
});
