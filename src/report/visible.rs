//! What of a text cannot be seen is shown as its code point, in the form `⟨U+202E⟩`, and read back from it.
//!
//! Control characters, direction overrides, zero-width spaces, private use: whatever would not be seen where it stands, or would
//! change how its neighbours are seen. Facts: Unicode's `Default_Ignorable_Code_Point` and general categories `Cc`, `Cf`, `Co`, `Cn`.

use crate::identity::invisible::is_invisible;

const OPEN: char = '⟨';
const CLOSE: char = '⟩';

/// The text with everything that cannot be seen as its code point. `⟨` before `U+` is written so as well:
/// then what we wrote can be told from what somebody typed.
///
/// ```
/// use calendly_audit::report::visible::visible;
/// assert_eq!(visible("Jane\u{202e}Doe"), "Jane⟨U+202E⟩Doe");
/// assert_eq!(visible("👩\u{200d}💻"), "👩\u{200d}💻");
/// ```
pub fn visible(text: &str) -> std::borrow::Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut previous = None;
    let mut rest = text;
    for c in text.chars() {
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        if is_hidden(c, previous, rest.chars().next()) || (c == OPEN && rest.starts_with("U+")) {
            code_point(&mut out, c);
        } else {
            out.push(c);
        }
        previous = Some(c);
    }
    out.into()
}

fn code_point(out: &mut String, c: char) {
    out.push(OPEN);
    out.push_str("U+");
    let value = u32::from(c);
    let digits = (32 - value.leading_zeros()).div_ceil(4).max(4);
    for place in (0..digits).rev() {
        let digit = char::from_digit((value >> (4 * place)) & 0xf, 16).unwrap_or('0');
        out.push(digit.to_ascii_uppercase());
    }
    out.push(CLOSE);
}

/// Whether a character would not be seen where it stands, or would change how its neighbours are seen.
///
/// The joiners are part of the spelling inside emoji and in scripts from Arabic onwards, and stay there.
fn is_hidden(c: char, previous: Option<char>, next: Option<char>) -> bool {
    if c < '\u{7f}' {
        return c < ' ';
    }
    let joins = |side: Option<char>| side.is_some_and(|s| s >= '\u{600}' && !is_invisible(s));
    match c {
        '\u{200c}' | '\u{200d}' => !(joins(previous) && joins(next)),
        '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180e}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2065}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{e000}'..='\u{f8ff}' // private use: everybody sees something else
        | '\u{f0000}'..='\u{10ffff}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{fffe}'
        | '\u{ffff}'
        | '\u{e0000}'..='\u{e007f}' => true,
        _ => c.is_control() || is_invisible(c),
    }
}

/// Whether everything of a text can be seen as it stands, its first and its last character included.
pub(super) fn is_visible(text: &str) -> bool {
    let mut previous = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let edge = previous.is_none() || chars.peek().is_none();
        if c == OPEN
            || (!c.is_ascii() && edge && c.is_whitespace())
            || is_hidden(c, previous, chars.peek().copied())
        {
            return false;
        }
        previous = Some(c);
    }
    true
}

/// The inverse of [`visible`].
pub(super) fn unseen(shown: &str) -> String {
    let mut out = String::with_capacity(shown.len());
    let mut rest = shown;
    while let Some(at) = rest.find(OPEN) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let inner = from.get(OPEN.len_utf8()..).unwrap_or("");
        let hidden = inner.strip_prefix("U+").and_then(|hex| {
            let (hex, after) = hex.split_once(CLOSE)?;
            let fits = (4..=6).contains(&hex.len()) && hex.bytes().all(|b| b.is_ascii_hexdigit());
            let c = char::from_u32(u32::from_str_radix(hex, 16).ok().filter(|_| fits)?)?;
            Some((c, after))
        });
        if let Some((c, after)) = hidden {
            out.push(c);
            rest = after;
        } else {
            out.push(OPEN);
            rest = inner;
        }
    }
    out.push_str(rest);
    out
}
