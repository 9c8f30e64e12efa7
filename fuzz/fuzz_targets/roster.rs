//! Any bytes give a roster, and every address in them is accounted for.
//!
//! Seeds: `tests/roster`.

#![no_main]

use calendly_audit::roster;
use calendly_audit::source::{Source, decode};
use calendly_audit_fuzz::{Said, simple_addresses};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = decode(bytes).text.into_owned();
    let roster = roster::read(&[Source::new("roster", bytes)]);
    let reading = &roster.readings[0];
    assert_eq!(reading.records, roster.people.len());
    let mut said = Said::default();
    for person in &roster.people {
        [
            &person.name,
            &person.email,
            &person.calendly,
            &person.gitlab,
            &person.reports_to,
            &person.title,
            &person.region,
            &person.start_date,
        ]
        .into_iter()
        .chain(&person.focuses)
        .for_each(|text| said.add(text));
    }
    reading.unread.iter().for_each(|unread| said.add(&unread.excerpt));
    said.holds_all(simple_addresses(&text));
});
