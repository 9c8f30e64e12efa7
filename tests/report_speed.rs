//! How long the notes of a large audit take. Not run by default: figures, not a promise.
//!
//! `cargo test --release --test report_speed -- --ignored --nocapture`

#[path = "report/support.rs"]
mod support;

use std::time::Instant;

use calendly_audit::audit::{How, Label, Match, OutsideRow, TeamRow};
use calendly_audit::calendly::User;
use calendly_audit::report::{Report, earlier};
use support::{Made, finding, person, user};

#[test]
#[ignore = "measures, and needs an optimised build"]
fn twenty_thousand_and_twenty_thousand() {
    let mut made = Made::default();
    for index in 0..20_000 {
        let email = format!("person{index}@example.com");
        let link = format!("https://calendly.com/person{index}");
        let account = made.user(User { link: link.clone(), ..user("Jane Doe", &email) });
        let findings =
            if index % 5 == 0 { vec![finding(Label::EmailDiffers, &email)] } else { vec![] };
        let row = TeamRow {
            matched: Some(Match { user: account, how: How::Email }),
            findings,
            ..TeamRow::default()
        };
        made.person(person("Jane Doe", &email, "jdoe", &link), row);
        made.outside(
            User { link, ..user("Someone Else", &format!("other{index}@example.com")) },
            OutsideRow::default(),
        );
    }
    let context = made.context();
    let report = Report::new(&made.roster, &made.list, &made.audit, &context);
    for _ in 0..5 {
        let start = Instant::now();
        let notes = report.markdown();
        let written = start.elapsed();
        let start = Instant::now();
        let read = earlier::read(&notes);
        println!(
            "{} bytes written in {written:?}, {} rows read in {:?}",
            notes.len(),
            read.people.len() + read.users.len(),
            start.elapsed()
        );
    }
}
