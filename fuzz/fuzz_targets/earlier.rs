//! Any bytes as earlier notes.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = calendly_audit::report::earlier::read(&String::from_utf8_lossy(bytes));
});
