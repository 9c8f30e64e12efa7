//! Any bytes give a roster, and every address in them is accounted for.
//!
//! Seeds: `cargo +nightly fuzz run roster fuzz/corpus/roster tests/roster`.

#![no_main]

use calendly_audit::roster;
use calendly_audit::source::{Source, decode};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = decode(bytes).text.into_owned();
    let roster = roster::read(&[Source::new("roster", bytes)]);
    let reading = &roster.readings[0];
    assert_eq!(reading.records, roster.people.len());
    // Addresses of the simplest form, since the fuzzer cannot be asked which ones it meant.
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '@' || c == '.')) {
        let Some((local, domain)) = word.split_once('@') else { continue };
        let simple =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !simple(local) || !simple(domain) || word.len() > 60 {
            continue;
        }
        let held = |text: &str| text.contains(word);
        let in_a_person = roster.people.iter().any(|p| {
            [
                &p.name,
                &p.email,
                &p.calendly,
                &p.gitlab,
                &p.reports_to,
                &p.title,
                &p.region,
                &p.start_date,
            ]
            .into_iter()
            .chain(&p.focuses)
            .any(|text| held(text))
        });
        let reported = reading.unread.iter().any(|unread| held(&unread.excerpt));
        assert!(in_a_person || reported, "{word} vanished");
    }
});
