//! Where JSON begins in a text, and where it ends.

use super::*;

#[test]
fn json_begins_with_what_can_be_nothing_else() {
    for line in ["{", "{\"a\": 1}", " { }", "[", "[{", "[\"a\"", "[[", "[]", "[ ]"] {
        assert!(begins(line), "{line}");
    }
    for line in ["", "Jane", "{Jane}", "[Jane]", "[x]", "[] Jane", "- {"] {
        assert!(!begins(line), "{line}");
    }
}

#[test]
fn json_ends_behind_its_last_value_and_before_a_line_that_cannot_be_json() {
    for (text, behind) in [
        ("{\"a\": \"}\"} x", " x"),
        ("{\"a\": \"\\\"}\"} x", " x"),
        ("{\"a\": \"[\"}\nJane Doe\n", "Jane Doe\n"),
        ("[\n{\"a\": 1}\n]\nJane Doe\n", "Jane Doe\n"),
        ("{\"a\":\n[1]} Jane", " Jane"),
        ("{\"a\":\ntrue,\n\"b\": -1}\nx", "x"),
        ("{\"a\": 1}\n\n{\"b\": 2}\n\nJane", "\nJane"),
        ("{\"a\": 1}, {\"b\": 2}", ""),
        ("{\"a\": 1}]\nJane", "Jane"),
        ("{\"a\": 1,\nJane Doe\n}", "Jane Doe\n}"),
    ] {
        assert_eq!(text.get(extent(text, 0)..), Some(behind), "{text}");
        let below = format!("words\n{text}");
        assert_eq!(below.get(extent(&below, 6)..), Some(behind), "{below}");
    }
}
