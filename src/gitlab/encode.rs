//! Percent-encoding of one segment of an address, and back.

/// A text as one segment of a path, or one value of a query: every byte that is not a letter, a
/// digit or one of `-._~` is written as `%XX` (RFC 3986, "unreserved"), so `/` becomes `%2F`.
///
/// A dot needs no encoding, and encoding it would protect nothing: a browser reads `%2e%2e` as `..`
/// too. A segment that is nothing but dots is refused by [`super::address`] instead.
pub fn segment(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            for nibble in [byte >> 4, byte & 15] {
                encoded.push(HEX.get(usize::from(nibble)).copied().map_or('0', char::from));
            }
        }
    }
    encoded
}

/// The text that a percent-encoded one stands for. A `%` without two digits stays as it is, and bytes
/// that are no UTF-8 become U+FFFD.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = (byte == b'%').then(|| after.split_at_checked(2)).flatten();
        if let Some(([high, low], behind)) = digits
            && let (Some(high), Some(low)) = (nibble(*high), nibble(*low))
        {
            bytes.push(high << 4 | low);
            rest = behind;
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The value of one hexadecimal digit.
fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::{decoded, segment};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn encoding_is_undone_by_decoding(text in any::<String>()) {
            let encoded = segment(&text);
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
            prop_assert_eq!(decoded(&encoded), text);
        }

        #[test]
        fn decoding_takes_any_text(text in any::<String>()) {
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
}
