//! Any bytes as blocks of fields: `Key: value`, LDIF, vCard, YAML.

#![no_main]

use calendly_audit::calendly::Format;
use calendly_audit_fuzz::list;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| list(bytes, Some(Format::Blocks)));
