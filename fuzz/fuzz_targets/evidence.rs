//! Any bytes as a zip of evidence.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = calendly_audit::report::evidence::read(bytes);
});
