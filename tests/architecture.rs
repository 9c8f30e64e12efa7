//! The invariants of ARCHITECTURE.md that can be held by looking at the source.

use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the source").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("a file of the source");
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "no source under {folder}");
    found
}

/// Files under `folder` but not under any of `except` that hold one of these words.
fn holding(folder: &str, except: &[&str], words: &[&str]) -> Vec<String> {
    files(folder)
        .into_iter()
        .filter(|(path, _)| {
            let path = path.to_string_lossy().replace('\\', "/");
            !except.iter().any(|except| path.contains(except))
        })
        .flat_map(|(path, text)| {
            words
                .iter()
                .filter(|word| text.contains(**word))
                .map(|word| format!("{}: {word}", path.display()))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Fails where the source holds one of these words outside of these places.
#[track_caller]
fn nowhere_but(places: &[&str], words: &[&str]) {
    let outside = holding("src", places, words);
    assert!(outside.is_empty(), "{outside:#?}");
}

#[test]
fn the_library_asks_for_no_clock_network_file_thread_or_browser() {
    nowhere_but(
        &["/src/page/", "/src/worker/"],
        &[
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "gloo",
            "yew::",
            "SystemTime",
            "Instant",
            "std::fs",
            "std::net",
            "std::thread",
            "std::env::",
            "getrandom",
        ],
    );
}

#[test]
fn the_library_builds_without_any_browser_crate() {
    let tree = std::process::Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--package",
            "calendly-audit",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo tree runs");
    let tree = String::from_utf8_lossy(&tree.stdout);
    assert!(tree.contains("yaml_serde"), "cargo tree printed no dependencies: {tree}");
    for name in ["web-sys", "js-sys", "wasm-bindgen", "yew", "gloo-net"] {
        assert!(
            !tree.lines().any(|line| line.starts_with(&format!("{name} "))),
            "{name} is in {tree}"
        );
    }
}

#[test]
fn one_module_speaks_http() {
    nowhere_but(
        &["/src/page/http"],
        &["gloo_net", "XmlHttpRequest", "fetch_with", "WebSocket", "EventSource", "send_beacon"],
    );
}

#[test]
fn one_folder_reaches_into_the_document() {
    nowhere_but(
        &["/src/page/dom/"],
        &[".document()", "get_element_by_id", "query_selector", "create_element", "Document;"],
    );
}

#[test]
fn one_file_asks_for_the_time() {
    nowhere_but(
        &["/src/page/dom/clock.rs"],
        &["Date::now", "Date::new", "Performance", "performance()"],
    );
}

#[test]
fn no_html_is_ever_written_into_the_page() {
    nowhere_but(
        &[],
        &[
            "set_inner_html",
            "set_outer_html",
            "insert_adjacent_html",
            "from_html_unchecked",
            "VRaw",
        ],
    );
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<_> = files("src")
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

/// Prose names files and tests between backticks: each is still there. What is cut short (`…`), built, or an example is not looked
/// for.
#[test]
fn the_documents_name_what_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources: Vec<_> =
        ["src", "tests", "fuzz/fuzz_targets"].into_iter().flat_map(files).collect();
    let known = |name: &str| {
        let file = Path::new(name);
        if name.contains('/') {
            let at = name.trim_end_matches("*.txt");
            return ["", "src", "src/audit", "src/page", "src/report"]
                .iter()
                .any(|folder| root.join(folder).join(at).exists());
        }
        if file.extension().is_some_and(|end| end == "rs") {
            return sources.iter().any(|(path, _)| path.ends_with(file));
        }
        sources.iter().any(|(_, text)| text.contains(&format!("fn {name}(")))
    };
    let is_file = |name: &str| {
        let end = Path::new(name).extension().and_then(|end| end.to_str()).unwrap_or("");
        ["rs", "mjs", "txt"].contains(&end)
            || name.starts_with("src/")
            || name.starts_with("script/")
    };
    let is_test = |name: &str| name.matches('_').count() > 2;
    let mut seen = 0;
    for document in ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "docs"] {
        let at = root.join(document);
        let texts: Vec<PathBuf> = match fs::read_dir(&at) {
            Ok(folder) => folder.flatten().map(|entry| entry.path()).collect(),
            Err(_) => vec![at],
        };
        for path in texts.iter().filter(|path| path.extension().is_some_and(|end| end == "md")) {
            let text = fs::read_to_string(path).expect("a document");
            let prose: String = text.split("```").step_by(2).collect();
            for name in prose.split('`').skip(1).step_by(2) {
                let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "_-./*".contains(c));
                if !plain || !(is_file(name) || is_test(name)) || name.starts_with("target/") {
                    continue;
                }
                seen += 1;
                assert!(known(name), "`{name}` is gone, and {} names it", path.display());
            }
        }
    }
    assert!(seen > 80, "only {seen} names were looked for");
}

/// The recipes of ARCHITECTURE.md name files and tests: each is still there.
#[test]
fn the_recipes_name_what_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).expect("the document");
    let recipes = text.split("## Three recipes").nth(1).and_then(|rest| rest.split("## ").next());
    let named: Vec<&str> = recipes.expect("the recipes").split('`').skip(1).step_by(2).collect();
    assert!(named.len() > 10, "{named:?}");
    let sources: Vec<_> = ["src", "tests"].into_iter().flat_map(files).collect();
    for name in named {
        let there = if name.contains('/') {
            root.join(name.trim_end_matches("*.txt")).exists()
        } else {
            let code = name.trim_end_matches('!');
            sources.iter().any(|(_, text)| text.contains(code))
        };
        assert!(there, "`{name}` is gone, and a recipe names it");
    }
}

/// `tests/main.rs` is the one program of tests: a file that it does not name would never run.
#[test]
fn every_file_of_tests_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let main = fs::read_to_string(folder.join("main.rs")).expect("the program");
    let forgotten: Vec<String> = fs::read_dir(&folder)
        .expect("the tests")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .filter(|name| name != "main" && !main.contains(&format!("\nmod {name};")))
        .collect();
    assert!(forgotten.is_empty(), "tests/main.rs does not name {forgotten:?}");
}

/// `docs/page.md` names the controls; each name is in the page's source.
#[test]
fn the_page_has_the_documented_controls() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/page.md")).expect("the document");
    let table = text.lines().filter(|line| line.starts_with("| ")).skip(2);
    let names: Vec<&str> = table.flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
    assert!(names.len() >= 25, "{names:?}");
    let mut sources: String = files("src").into_iter().map(|(_, text)| text).collect();
    sources += &fs::read_to_string(root.join("index.html")).expect("the page");
    let missing: Vec<_> = names.iter().filter(|name| !sources.contains(**name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
