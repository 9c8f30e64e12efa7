//! Where JSON begins in a text, and where it ends.
//!
//! Looks at lines only, so that a text that is no JSON after all costs one pass.

use crate::calendly::lines::line_at;

/// Whether a line begins JSON: an object or an array with something that can only be JSON in it.
pub fn begins(line: &str) -> bool {
    let mut chars = line.trim_start().chars().filter(|c| !c.is_whitespace());
    match (chars.next(), chars.next()) {
        (Some('{'), None | Some('"' | '}')) | (Some('['), None | Some('{' | '"' | '[')) => true,
        (Some('['), Some(']')) => chars.next().is_none(),
        _ => false,
    }
}

/// Whether a line could stand inside JSON.
fn continues(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty()
        || line.starts_with(|c: char| c.is_ascii_digit() || "{}[],:\"-".contains(c))
        || ["true", "false", "null"].iter().any(|word| line.starts_with(word))
}

/// Where the JSON that begins at `at` ends: behind the last of the values that follow each other. Walks
/// forward once and never past a line that cannot be JSON.
pub fn extent(text: &str, at: usize) -> usize {
    let mut depth = 0_usize;
    let mut end = at;
    let mut from = at;
    while let Some(line) = line_at(text, from) {
        if (depth > 0 && !continues(line.text))
            || (depth == 0 && !line.is_blank() && !begins_again(line.text))
        {
            break;
        }
        let mut in_string = false;
        let mut bytes = line.text.bytes().enumerate();
        while let Some((i, byte)) = bytes.next() {
            match byte {
                b'\\' if in_string => drop(bytes.next()),
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'{' | b'[' => depth += 1,
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    let rest = line.text.get(i + 1..).unwrap_or_default();
                    if depth == 0 && !begins_again(rest) {
                        return line.at + i + 1;
                    }
                }
                _ => {}
            }
        }
        from = line.next;
        if !line.is_blank() {
            end = line.next;
        }
    }
    end
}

/// Whether nothing or another value follows; a comma or a bracket too many is the parser's to judge.
fn begins_again(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with([',', ']', '}']) || begins(rest)
}

#[cfg(test)]
mod tests {
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
}
