//! Any bytes as JSON.

#![no_main]

use calendly_audit::calendly::Format;
use calendly_audit_fuzz::list;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| list(bytes, Some(Format::Json)));
