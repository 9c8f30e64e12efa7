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
