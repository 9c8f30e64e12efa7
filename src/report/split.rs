//! Notes that are longer than GitLab takes, cut into numbered comments.

use super::earlier::is_rule_line;

/// The most that GitLab takes in one comment, in characters.
pub const COMMENT: usize = 1_000_000;

/// [`COMMENT`], for people.
pub const COMMENT_SAID: &str = "1,000,000";

/// How many comments GitLab takes these notes in.
pub fn count(notes: &str) -> usize {
    // Bytes are no fewer than characters: almost all notes need not be counted.
    if notes.len() <= COMMENT { 1 } else { comments(notes, COMMENT).len() }
}

/// Cuts notes into comments of at most `limit` characters, at the ends of lines; notes that fit are given
/// back whole. Each comment says which it is and of how many; a table that goes on gets its heading and
/// its head again, so that every comment shows, and is read back, by itself. A fold or a block of code is
/// closed and opened again. Only a single line that is longer than the limit by itself is longer.
pub fn comments(notes: &str, limit: usize) -> Vec<String> {
    if notes.chars().count() <= limit {
        return vec![notes.to_owned()];
    }
    // Room for the number, for what is repeated at the top, and for what is closed at the end.
    let mut parts: Vec<String> = Vec::new();
    let mut state = State::default();
    let mut part = String::new();
    let mut length = 0;
    for line in notes.split_inclusive('\n') {
        let size = line.chars().count();
        let opening = state.opening();
        let reserve = NUMBER + state.closing().chars().count();
        let fresh = opening.chars().count();
        if length > fresh && length + size + reserve > limit {
            part.push_str(&state.closing());
            parts.push(std::mem::replace(&mut part, opening));
            length = fresh;
        }
        part.push_str(line);
        length += size;
        state.take(line);
    }
    parts.push(part);
    let count = parts.len().to_string();
    parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            ["_Part ", &(index + 1).to_string(), " of ", &count, "_\n\n", &part].concat()
        })
        .collect()
}

/// Characters that the number at the top may take.
const NUMBER: usize = 64;

/// What is open at the end of a line.
#[derive(Default)]
struct State {
    heading: String,
    /// The table's head and the line under it.
    head: Vec<String>,
    /// The `<summary>` line of an open fold.
    fold: Option<String>,
    /// The line that opened a block of code.
    fence: Option<String>,
}

impl State {
    fn take(&mut self, line: &str) {
        let bare = line.trim_end();
        if let Some(fence) = &self.fence {
            if bare.starts_with(fence.trim_end_matches(|c| c != '`')) {
                self.fence = None;
            }
            return;
        }
        if bare.starts_with("```") {
            self.fence = Some(bare.to_owned());
        } else if bare.starts_with("### ") {
            line.clone_into(&mut self.heading);
        } else if bare.starts_with("<summary>") {
            self.fold = Some(bare.to_owned());
        } else if bare == "</details>" {
            self.fold = None;
        }
        if !bare.starts_with('|') {
            self.head.clear();
        } else if self.head.len() < 2 && (self.head.is_empty() || is_rule_line(bare)) {
            self.head.push(line.to_owned());
        }
    }

    fn opening(&self) -> String {
        let mut out = String::new();
        if let Some(summary) = &self.fold {
            out.push_str("<details>\n");
            out.push_str(summary);
            out.push_str("\n\n");
        } else {
            out.push_str(&self.heading);
        }
        if let Some(fence) = &self.fence {
            out.push_str(fence);
            out.push('\n');
        }
        self.head.iter().for_each(|line| out.push_str(line));
        out
    }

    fn closing(&self) -> String {
        let mut out = String::new();
        if let Some(fence) = &self.fence {
            out.push_str(fence.trim_end_matches(|c| c != '`'));
            out.push('\n');
        }
        if self.fold.is_some() {
            out.push_str("\n</details>\n");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_said_as_it_is() {
        assert_eq!(COMMENT_SAID.replace(',', ""), COMMENT.to_string());
    }

    #[test]
    fn no_comment_is_longer_than_the_limit_though_a_fold_and_a_block_are_closed_in_it() {
        let lines: Vec<_> = (0..40).map(|n| format!("- name: Person {n}\n")).collect();
        let lines = lines.concat();
        let notes = format!(
            "### Summary\n\n<details>\n<summary>Ready repairs (40)</summary>\n\n```yaml\n{lines}```\n\n</details>\n"
        );
        let parts = comments(&notes, 300);
        assert!(parts.len() > 2);
        for part in &parts {
            assert!(part.chars().count() <= 300, "{part}");
            assert_eq!(part.matches("```").count() % 2, 0, "{part}");
            assert_eq!(part.matches("<details>").count(), part.matches("</details>").count());
        }
        let names = |text: &str| text.matches("- name: ").count();
        assert_eq!(parts.iter().map(|part| names(part)).sum::<usize>(), 40);
    }

    #[test]
    fn a_line_that_is_too_long_by_itself_gets_a_comment_and_no_empty_one_beside() {
        let long = format!("{}\n", "x".repeat(500));
        let bodies = |text: &str| -> Vec<String> {
            let parts = comments(text, 200);
            parts
                .iter()
                .filter_map(|part| part.split_once("_\n\n"))
                .map(|of| of.1.to_owned())
                .collect()
        };
        assert_eq!(bodies(&format!("{long}a\n")), [long.clone(), "a\n".to_owned()]);
        assert_eq!(bodies(&format!("a\n{long}")), ["a\n".to_owned(), long.clone()]);
        // What just fits, with room for the number, stands in one.
        let fits = format!("{}\n{}\n", "a".repeat(67), "b".repeat(67));
        assert_eq!(bodies(&format!("{fits}{long}")), [fits, long]);
    }
}
