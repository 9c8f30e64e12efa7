//! Any tree as markup copied from the Users page.

#![no_main]

use calendly_audit_fuzz::markup;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| markup(bytes));
