//! Any bytes, cut into parts by the detector.

#![no_main]

use calendly_audit_fuzz::list;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| list(bytes, None));
