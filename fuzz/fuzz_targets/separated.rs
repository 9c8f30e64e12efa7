//! Any bytes as separated text: the first byte picks the separator.

#![no_main]

use calendly_audit::calendly::Format;
use calendly_audit_fuzz::list;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| match bytes.split_first() {
    Some((first, rest)) => list(
        rest,
        Some([Format::Comma, Format::Semicolon, Format::Tab, Format::Pipe][usize::from(first % 4)])
    ),
    None => {}
});
