//! Whose boxes were ticked: an address or a mention in a task.

/// Whether a text holds an address or a mention as a whole: `mojo@example.com` does not hold
/// `jo@example.com`, nor `jo@example.com.au` that.
pub(super) fn holds(text: &str, whole: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || "_-+%'@".contains(c);
    let goes_on = |after: &str| {
        let mut after = after.chars();
        match after.next() {
            Some('.') => after.next().is_some_and(part),
            next => next.is_some_and(part),
        }
    };
    !whole.is_empty()
        && text.match_indices(whole).any(|(at, found)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + found.len()..).unwrap_or_default();
            let ends = whole.ends_with(':') || !goes_on(after);
            ends && !before.is_some_and(|c| part(c) || c == '.')
        })
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn an_address_is_held_as_a_whole_or_not_at_all() {
        for (text, expected) in [
            ("Jo Roe (jo@example.com): Not in Calendly", true),
            ("jo@example.com.", true),
            ("jo@example.com", true),
            ("mojo@example.com: done, jo@example.com too", true),
            ("mojo@example.com", false),
            ("mo.jo@example.com", false),
            ("mo-jo@example.com", false),
            ("jo@example.com.au", false),
            ("jo@example.community", false),
            ("", false),
        ] {
            assert_eq!(holds(text, "jo@example.com"), expected, "{text}");
        }
        assert!(holds("@jo: Not in Calendly", "@jo:"));
        assert!(!holds("mo@jo: Not in Calendly", "@jo:"));
        assert!(!holds("anything", ""));
    }
}
