//! CSV and tab-separated text.

use calendly_audit::audit::{Label, OutsideRow, TeamRow, Verdict};
use calendly_audit::report::Report;
use calendly_audit::report::separated::{csv, tsv};
use proptest::prelude::*;

use super::support::{Made, finding, person, user};

fn made(text: &str) -> Made {
    let mut made = Made::default();
    let findings = vec![finding(Label::NoCalendlyLink, text), finding(Label::NotInCalendly, "")];
    made.person(person(text, text, text, text), TeamRow { findings, ..TeamRow::default() });
    let verdict = Some(Verdict::Justified(text.to_owned()));
    made.outside(user(text, ""), OutsideRow { verdict, ..OutsideRow::default() });
    made
}

#[test]
fn a_formula_is_disarmed() {
    for (text, shown) in [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "⟨U+0009⟩=1"),
        ("\r=1", "⟨U+000D⟩=1"),
        ("a=1", "a=1"),
        ("Jane, Doe", "\"Jane, Doe\""),
        ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("=\"x\"", "\"'=\"\"x\"\"\""),
        ("two\nlines", "two⟨U+000A⟩lines"),
    ] {
        let made = made(text);
        let context = made.context();
        let report = Report::new(&made.roster, &made.list, &made.audit, &context);
        let csv = csv(&report.team());
        let row = csv.split("\r\n").nth(1).unwrap();
        assert!(row.starts_with(&format!("{shown},")), "{row}");
    }
}

#[test]
fn a_table_is_a_header_and_one_record_a_row() {
    let made = made("Jane");
    let context = made.context();
    let report = Report::new(&made.roster, &made.list, &made.audit, &context);
    assert_eq!(
        csv(&report.team()),
        "Name,Email,GitLab,Calendly link,Calendly account,Issues\r\n\
         Jane,Jane,Jane,Jane,No,No Calendly link: Jane; Not in Calendly\r\n"
    );
    assert_eq!(
        tsv(&report.outside(), 0..report.outside().len()),
        "Name\tEmail\tRole\tStatus\tCalendly link\tPossible match\tJustification\n\
         Jane\t\t\t\t\t\tJane\n"
    );
}

proptest! {
    #[test]
    fn any_text_keeps_the_records_apart(text in any::<String>()) {
        let made = made(&text);
        let context = made.context();
        let report = Report::new(&made.roster, &made.list, &made.audit, &context);
        for (separator, written) in [(b',', csv(&report.team())), (b'\t', tsv(&report.team(), 0..report.team().len()))] {
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(separator)
                .has_headers(false)
                .from_reader(written.as_bytes());
            let records: Vec<_> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(records.len(), 2);
            prop_assert_eq!(records[1].len(), 6);
            for cell in &records[1] {
                prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']), "{}", cell);
            }
        }
    }
}
