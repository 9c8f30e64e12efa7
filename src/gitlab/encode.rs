//! Percent-encoding of a segment of an address, and decoding.

/// Encodes a text as one path segment or one query value. Every byte except letters, digits and
/// `-._~` becomes `%XX` (RFC 3986, "unreserved"), so `/` becomes `%2F`.
///
/// Dots stay, because encoding them is no protection: a browser reads `%2e%2e` as `..` too. A
/// segment of dots only is refused by [`super::address`].
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

/// Decodes a percent-encoded text. A `%` without two digits stays as it is. Bytes that are not
/// UTF-8 become U+FFFD.
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

/// Returns the value of a hexadecimal digit.
fn nibble(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
