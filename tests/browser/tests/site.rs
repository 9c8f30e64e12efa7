//! The built site itself: what lies in it, and how it is loaded.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use browser_tests::page::visit;
use browser_tests::site::site;

#[tokio::test]
async fn a_first_visit_loads_each_file_once_and_compressed() {
    visit(async |page| {
        page.loaded().await;
        // Asked of the browser, since other tests load the same files at the same time.
        let loaded = "return performance.getEntriesByType('resource').map((entry) => [entry.name, entry.encodedBodySize, entry.decodedBodySize, entry.transferSize])";
        let loaded = page.script(loaded, vec![]).await;
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for entry in loaded.as_array().expect("a list") {
            let address = entry[0].as_str().expect("an address");
            if address.starts_with("blob:") {
                continue;
            }
            let name = address.strip_prefix(&site().address()).expect("under the sub-path");
            // The worker's program is made from a file that the page has loaded already: it comes from the cache.
            if entry[3] == 0 {
                continue;
            }
            *times.entry(name.to_owned()).or_default() += 1;
            let compressed = fs::metadata(site().folder().join(format!("{name}.br")));
            if let Ok(compressed) = compressed {
                let size = entry[1].as_u64().unwrap_or_default();
                assert!(size == compressed.len() || size == 0, "{name} came in {size} bytes");
            }
        }
        for name in ["page", "worker"] {
            let came = |address: &String| address.starts_with(name) && is_wasm(address);
            assert!(times.keys().any(came), "{name}: {times:?}");
        }
        assert!(times.values().all(|count| *count == 1), "{times:?}");
    })
    .await;
    let wasm = site()
        .asked()
        .into_iter()
        .find(|request| is_wasm(&request.path))
        .expect("it was asked for");
    assert!(
        wasm.header("accept-encoding").is_some_and(|accepted| accepted.contains("br")),
        "{wasm:?}"
    );
}

fn is_wasm(address: &str) -> bool {
    Path::new(address).extension().is_some_and(|end| end == "wasm")
}

#[test]
fn every_script_and_style_has_a_digest_and_a_relative_address() {
    let html = fs::read_to_string(site().folder().join("index.html")).expect("the page");
    let head = html.split("</head>").next().unwrap_or_default();
    let policy = head.find("Content-Security-Policy").expect("a policy");
    for loading in ["<script", "<link", "<style", "<img"] {
        assert!(
            head.find(loading).is_none_or(|place| place > policy),
            "{loading} stands before the policy"
        );
    }
    let mut seen = 0;
    for tag in html.split('<').filter(|tag| tag.starts_with("script") || tag.starts_with("link")) {
        for attribute in [
            "src=\"",
            "href=\"",
            "data-js=\"",
            "data-wasm=\"",
            "data-worker-js=\"",
            "data-worker-wasm=\"",
        ] {
            let Some((_, rest)) = tag.split_once(attribute) else { continue };
            let address = rest.split('"').next().unwrap_or_default();
            assert!(address.starts_with("./"), "{address} is not relative");
            assert!(site().folder().join(address).is_file(), "{address} is not in the site");
        }
        if tag.starts_with("script") || tag.contains("stylesheet") || tag.contains("preload") {
            assert!(tag.contains("integrity=\"sha384-"), "<{tag} has no digest");
            seen += 1;
        }
    }
    assert!(seen >= 3, "{html}");
    for part in ["js", "wasm", "worker-js", "worker-wasm"] {
        assert!(html.contains(&format!(" data-{part}-integrity=\"sha384-")), "{part}: {html}");
    }
    assert!(!html.contains("'unsafe-inline'") && !html.contains("'unsafe-eval'"), "{html}");
}

#[test]
fn the_policy_names_gitlab_and_nobody_else() {
    let html = fs::read_to_string(site().folder().join("index.html")).expect("the page");
    let (_, rest) = html.split_once("connect-src ").expect("a connect-src");
    let sources = rest.split([';', '"']).next().unwrap_or_default();
    assert_eq!(sources.trim(), format!("'self' {}", browser_tests::gitlab::address()));
}

#[test]
fn what_compresses_lies_there_compressed_and_nothing_tells_on_the_machine() {
    let mut compressed = 0;
    for entry in fs::read_dir(site().folder()).expect("the site").flatten() {
        let (path, bytes) = (entry.path(), fs::read(entry.path()).unwrap_or_default());
        let name = path.to_string_lossy().into_owned();
        let kind = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if ["html", "css", "js", "wasm"].contains(&kind) {
            for extension in ["br", "gz"] {
                let smaller = fs::metadata(format!("{name}.{extension}"))
                    .unwrap_or_else(|_| panic!("{name}.{extension} is missing"));
                assert!(smaller.len() < bytes.len() as u64, "{name}.{extension}");
                compressed += 1;
            }
            let home = std::env::var("HOME").unwrap_or_default();
            let root = env!("CARGO_MANIFEST_DIR").trim_end_matches("/tests/browser");
            for path in [home.as_str(), root] {
                let tells = path.len() > 4
                    && bytes.windows(path.len()).any(|window| window == path.as_bytes());
                assert!(!tells, "{name} holds {path}");
            }
        }
    }
    assert!(compressed >= 8, "only {compressed} files");
}
