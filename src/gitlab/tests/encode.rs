//! Tests of percent-encoding and decoding.

use crate::gitlab::encode::{decoded, segment};
use proptest::prelude::*;

proptest! {
    #[test]
    fn decoding_reverses_encoding(text in any::<String>()) {
        let encoded = segment(&text);
        prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
        prop_assert_eq!(decoded(&encoded), text);
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        decoded(&text);
    }
}

#[test]
fn a_percent_sign_without_digits_stays() {
    for (text, expected) in [
        ("100%", "100%"),
        ("%", "%"),
        ("%zz", "%zz"),
        ("%2", "%2"),
        ("%e2%9C%93", "✓"),
        ("%%41", "%A"),
    ] {
        assert_eq!(decoded(text), expected, "{text:?}");
    }
}

#[test]
fn every_reserved_character_is_encoded() {
    let table = [
        ("", ""),
        ("data/support-team.yaml", "data%2Fsupport-team.yaml"),
        ("a.b-c_d~e", "a.b-c_d~e"),
        ("100%", "100%25"),
        ("%2F", "%252F"),
        ("#1?x=y&z", "%231%3Fx%3Dy%26z"),
        ("a b+c", "a%20b%2Bc"),
        ("Zoë/日本", "Zo%C3%AB%2F%E6%97%A5%E6%9C%AC"),
        ("\"<>\\^`{|}", "%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("line\r\nend\0", "line%0D%0Aend%00"),
    ];
    for (text, expected) in table {
        assert_eq!(segment(text), expected, "{text:?}");
    }
}
