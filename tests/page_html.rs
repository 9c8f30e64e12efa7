//! Markup copied from a page: each `tests/page_html/NAME.html` is what was pasted, and `NAME.expected`
//! beside it the text that must be written for it (`⇥` is a tab). An empty expectation: nobody is in it.
//!
//! `chromium-*` and `firefox-*` are real copies (Ctrl+A, Ctrl+C, Ctrl+V) of `tests/browser/pages/*.html`.

mod page_html {
    pub mod dom;
}

use std::fmt::Write;
use std::fs;
use std::path::Path;

use calendly_audit::calendly::page_html::{Element, Tree, to_text};
use page_html::dom::tree;
use proptest::prelude::*;

/// The text that is written for a piece of markup.
fn written(html: &str) -> Option<String> {
    to_text(&tree(html))
}

#[test]
fn every_fixture_is_written_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page_html");
    let mut names: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| name.strip_suffix(".html").map(str::to_owned))
        .collect();
    names.sort();
    assert!(names.len() >= 30, "only {} fixtures", names.len());
    let mut wrong = String::new();
    for name in names {
        let html = fs::read_to_string(folder.join(format!("{name}.html"))).unwrap();
        let expected = fs::read_to_string(folder.join(format!("{name}.expected"))).unwrap();
        let found = written(&html).unwrap_or_default().replace('\t', "⇥");
        if found != expected {
            let _ = write!(wrong, "\n== {name}\n-- expected\n{expected}-- found\n{found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
