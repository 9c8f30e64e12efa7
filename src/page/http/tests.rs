//! The module in a real browser, with `fetch` and the clock replaced: what it sends, what it makes of
//! what comes, when it tries again, and when it stops.
//!
//! Each test gives the answers as a function in JavaScript, `(url, nth, signal) => Response`, where
//! `nth` counts the questions for that address from 1. Seconds pass as fiftieths of a second.

use super::{Cancel, FetchedRoster, fetch_issue, fetch_roster};
use calendly_audit::gitlab::address::{Host, RosterAddress};
use calendly_audit::gitlab::error::GitlabError;
use calendly_audit::gitlab::folder::BlobCache;
use calendly_audit::gitlab::issue::IssueAddress;
use calendly_audit::gitlab::token::Token;
use js_sys::{Array, Function, JSON};
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const COMMIT: &str = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";

/// Replaces `fetch` and `setTimeout`, and logs what is asked, slept and broken off.
fn answer_with(answers: &str) {
    let script = format!(
        r#"
        window.realSetTimeout ??= window.setTimeout.bind(window);
        window.asked = []; window.slept = []; window.stopped = 0; window.underWay = 0; window.most = 0;
        window.setTimeout = (f, ms, ...rest) => {{ window.slept.push(ms); return window.realSetTimeout(f, ms / 50, ...rest); }};
        const COMMIT = "{COMMIT}";
        const times = {{}};
        const sleep = (ms) => new Promise((done) => window.realSetTimeout(done, ms));
        const yaml = (text, headers) => new Response(text, {{ headers: {{
            "Content-Type": "text/plain", "X-Gitlab-Last-Commit-Id": COMMIT, "X-Gitlab-Commit-Id": COMMIT, ...headers }} }});
        const json = (value, init) => new Response(JSON.stringify(value), {{ headers: {{ "Content-Type": "application/json" }}, ...init }});
        const stream = (start) => new ReadableStream({{ start }});
        const bytes = (text) => new TextEncoder().encode(text);
        const answer = {answers};
        window.fetch = async (request) => {{
            const nth = (times[request.url] = (times[request.url] ?? 0) + 1);
            window.asked.push({{ url: request.url, method: request.method, token: request.headers.get("PRIVATE-TOKEN"),
                credentials: request.credentials, referrerPolicy: request.referrerPolicy, cache: request.cache,
                redirect: request.redirect, mode: request.mode }});
            window.underWay += 1; window.most = Math.max(window.most, window.underWay);
            let over = false;
            const end = () => {{ if (!over) {{ over = true; window.underWay -= 1; }} }};
            try {{
                return await Promise.race([
                    (async () => answer(request.url, nth, request.signal))(),
                    new Promise((_, reject) => request.signal.addEventListener("abort", () => {{
                        if (!over) window.stopped += 1;
                        reject(new DOMException("aborted", "AbortError"));
                    }})),
                ]);
            }} finally {{ end(); }}
        }};
        "#
    );
    Function::new_no_args(&script).call0(&JsValue::NULL).expect("the script runs");
}

/// What a log holds, as JSON.
fn log(name: &str) -> String {
    let value =
        Function::new_no_args(&format!("return window.{name}")).call0(&JsValue::NULL).unwrap();
    JSON::stringify(&value).unwrap().into()
}

/// How many questions were asked.
fn asked() -> u32 {
    Array::from(&Function::new_no_args("return window.asked").call0(&JsValue::NULL).unwrap())
        .length()
}

fn host() -> Host {
    Host::new("https://gitlab.example.com")
}

struct Fetch {
    token: Token,
    shelf: RefCell<BlobCache>,
    told: RefCell<Vec<String>>,
    cancel: Cancel,
}

impl Fetch {
    fn new() -> Self {
        Self {
            token: Token::read("glpat-secret").unwrap(),
            shelf: RefCell::default(),
            told: RefCell::default(),
            cancel: Cancel::new(),
        }
    }

    async fn roster(&self, path: &str) -> Result<FetchedRoster, GitlabError> {
        let address = RosterAddress::read(&host(), "g/team", path, "").unwrap();
        let tell = |progress: calendly_audit::gitlab::progress::Progress| {
            let text = progress.to_string();
            let mut told = self.told.borrow_mut();
            if told.last() != Some(&text) {
                told.push(text);
            }
        };
        fetch_roster(&host(), &address, &self.token, &self.shelf, tell, &self.cancel).await
    }
}

#[wasm_bindgen_test]
async fn one_file_is_one_careful_question() {
    answer_with(r#"() => yaml("- name: Jane\n", { "X-Gitlab-Size": "13" })"#);
    let fetched = Fetch::new().roster("data/team.yaml").await.unwrap();
    assert_eq!(fetched.commit, COMMIT);
    let files: Vec<_> = fetched.files.iter().map(|file| (&*file.name, &*file.bytes)).collect();
    assert_eq!(files, [("data/team.yaml", &b"- name: Jane\n"[..])]);
    assert_eq!(
        log("asked"),
        r#"[{"url":"https://gitlab.example.com/api/v4/projects/g%2Fteam/repository/files/data%2Fteam.yaml/raw","method":"GET","token":"glpat-secret","credentials":"omit","referrerPolicy":"no-referrer","cache":"no-store","redirect":"manual","mode":"cors"}]"#
    );
}

#[wasm_bindgen_test]
async fn without_a_token_no_header_is_sent() {
    answer_with(r#"() => yaml("- name: Jane\n")"#);
    let fetch = Fetch { token: Token::default(), ..Fetch::new() };
    fetch.roster("team.yaml").await.unwrap();
    assert!(log("asked").contains(r#""token":null"#));
}

#[wasm_bindgen_test]
async fn throttling_is_waited_out_visibly() {
    answer_with(
        r#"(url, nth) => nth < 3 ? new Response("Retry later", { status: 429 }) : yaml("x: 1")"#,
    );
    let fetch = Fetch::new();
    fetch.roster("team.yaml").await.unwrap();
    assert_eq!(asked(), 3);
    let told = fetch.told.into_inner();
    let waits = |left: u32, attempt: u32| {
        format!("GitLab is asked too often (429): trying again in {left} s ({attempt} of 3)")
    };
    let expected =
        [waits(2, 1), waits(1, 1), waits(5, 2), waits(4, 2), waits(3, 2), waits(2, 2), waits(1, 2)];
    let waited: Vec<_> = told.iter().filter(|text| text.contains("trying")).cloned().collect();
    assert_eq!(waited, expected);
}

#[wasm_bindgen_test]
async fn what_stays_broken_is_tried_four_times_in_all() {
    for (answers, expected) in [
        (
            r#"() => new Response("<html>", { status: 502, headers: { "Content-Type": "text/html" } })"#,
            GitlabError::Server { status: 502 },
        ),
        (
            r#"() => { throw new TypeError("Failed to fetch") }"#,
            GitlabError::Unreachable { host: "gitlab.example.com".into() },
        ),
        (
            r#"() => yaml(stream((c) => { c.enqueue(bytes("- na")); window.realSetTimeout(() => c.error(new TypeError("network error")), 5) }))"#,
            GitlabError::Dropped,
        ),
        (
            r#"() => yaml("- name: J", { "X-Gitlab-Size": "13" })"#,
            GitlabError::Truncated { got: 9, expected: 13 },
        ),
        (
            r#"() => yaml("- name: J", { "X-Gitlab-Content-Sha256": "0".repeat(64) })"#,
            GitlabError::Garbled,
        ),
        (r#"() => new Response("Retry later", { status: 429 })"#, GitlabError::Throttled),
    ] {
        answer_with(answers);
        assert_eq!(Fetch::new().roster("team.yaml").await, Err(expected), "{answers}");
        assert_eq!(asked(), 4, "{answers}");
    }
}

#[wasm_bindgen_test]
async fn what_trying_again_cannot_mend_is_asked_once() {
    let path = || "team.yaml".to_owned();
    for (answers, expected) in [
        (r#"() => yaml("")"#, GitlabError::EmptyFile { path: path() }),
        (
            r#"() => yaml("version https://git-lfs.github.com/spec/v1\noid sha256:4d\n")"#,
            GitlabError::LfsPointer { path: path() },
        ),
        (
            r#"() => new Response("<!doctype html>", { headers: { "Content-Type": "text/html" } })"#,
            GitlabError::SignInPage,
        ),
        (
            r#"() => json({ message: "403 Forbidden - you sent glpat-secret" }, { status: 403 })"#,
            GitlabError::Forbidden {
                project: "g/team".into(),
                said: "403 Forbidden - you sent [token]".into(),
            },
        ),
        // A redirect that is not followed shows itself like this.
        (
            r#"() => Object.defineProperties(new Response(null), { status: { value: 0 }, ok: { value: false }, type: { value: "opaqueredirect" } })"#,
            GitlabError::Moved { project: "g/team".into() },
        ),
        // The status of an error says enough where its body breaks off.
        (
            r#"() => new Response(stream((c) => c.error(new TypeError("network error"))), { status: 407 })"#,
            GitlabError::Gate { status: 407 },
        ),
    ] {
        answer_with(answers);
        assert_eq!(Fetch::new().roster("team.yaml").await, Err(expected), "{answers}");
        assert_eq!(asked(), 1, "{answers}");
    }
}

#[wasm_bindgen_test]
async fn a_stall_ends_after_twenty_seconds_and_stops_the_request() {
    for answers in
        ["() => new Promise(() => {})", r#"() => yaml(stream((c) => c.enqueue(bytes("- name"))))"#]
    {
        answer_with(answers);
        assert_eq!(Fetch::new().roster("team.yaml").await, Err(GitlabError::Stalled), "{answers}");
        assert_eq!(asked(), 1, "{answers}");
        assert!(log("slept").contains("20000"), "{answers}");
    }
    // A body that comes slowly, but comes, is no stall: each piece begins the 20 seconds anew.
    answer_with(
        r#"() => yaml(stream(async (c) => { for (const piece of ["- na", "me: ", "Jane", "\n"]) { await sleep(250); c.enqueue(bytes(piece)); } c.close(); }))"#,
    );
    let fetched = Fetch::new().roster("team.yaml").await.unwrap();
    assert_eq!(fetched.files[0].bytes, b"- name: Jane\n");
}

#[wasm_bindgen_test]
async fn cancelling_stops_at_once_wherever_it_is() {
    for answers in [
        "() => new Promise(() => {})",
        r#"() => yaml(stream((c) => c.enqueue(bytes("- name"))))"#,
        r#"() => new Response("Retry later", { status: 429 })"#,
        r#"(url) => url.includes("/tree?") ? json([{ id: "1", path: "d/a.yaml", type: "blob" }]) : new Promise(() => {})"#,
    ] {
        answer_with(answers);
        for path in ["team.yaml", "d/"] {
            let fetch = Fetch::new();
            let cancel = fetch.cancel.clone();
            wasm_bindgen_futures::spawn_local(async move {
                super::timer::Timer::seconds(1).await;
                cancel.cancel();
            });
            assert_eq!(fetch.roster(path).await, Err(GitlabError::Cancelled), "{path} {answers}");
        }
        // The browser takes a turn to end what was stopped.
        super::timer::Timer::seconds(1).await;
        assert_eq!(log("underWay"), "0", "{answers}");
    }
}

/// A folder of 300 files in three pages; `file(n, nth)` answers for `d/n.yaml`.
fn folder(file: &str) -> String {
    format!(
        r#"async (url, nth, signal) => {{
            const ask = new URL(url);
            if (ask.pathname.endsWith("/repository/tree")) {{
                const page = Number(ask.searchParams.get("page"));
                const entries = Array.from({{ length: 100 }}, (_, i) => (page - 1) * 100 + i)
                    .map((n) => ({{ id: "b" + n, path: `d/${{n}}.yaml`, type: "blob", mode: "100644" }}));
                if (page === 3) entries.push({{ id: "r", path: "d/README.md", type: "blob", mode: "100644" }});
                return json(entries, {{ headers: {{ "Content-Type": "application/json", "X-Next-Page": page < 3 ? String(page + 1) : "" }} }});
            }}
            const n = Number(/d%2F(\d+)\.yaml/.exec(url)[1]);
            await sleep(2);
            const good = () => yaml("name: P" + n, {{ "X-Gitlab-Blob-Id": "b" + n }});
            return ({file})(n, nth, good);
        }}"#
    )
}

#[wasm_bindgen_test]
async fn a_folder_is_read_six_at_once_and_whole() {
    answer_with(&folder("(n, nth, good) => good()"));
    let fetch = Fetch::new();
    let fetched = fetch.roster("d/*.yaml").await.unwrap();
    assert_eq!((fetched.files.len(), &*fetched.commit), (300, COMMIT));
    assert!(fetched.files.is_sorted_by_key(|file| file.name.clone()));
    assert!(fetched.files.iter().all(|file| {
        let number = file.name.trim_start_matches("d/").trim_end_matches(".yaml");
        file.bytes == format!("name: P{number}").as_bytes()
    }));
    assert_eq!(fetched.aside, ["d/README.md (not YAML)"]);
    assert_eq!(log("most"), "6");
    // The listing before, every file once, the listing after.
    assert_eq!(asked(), 3 + 300 + 3);
    let told = fetch.told.borrow();
    assert!(told.iter().any(|text| text == "37 of 300 files"), "{told:?}");
}

#[wasm_bindgen_test]
async fn a_folder_of_which_three_fail_is_not_whole_and_the_rest_is_kept() {
    answer_with(&folder(
        r#"(n, nth, good) => n % 100 === 7 ? new Response("", { status: 502 }) : good()"#,
    ));
    let fetch = Fetch::new();
    let error = fetch.roster("d/").await.unwrap_err();
    let GitlabError::Partial { failed, read: 297, total: 300 } = &error else {
        panic!("{error:?}")
    };
    let names: Vec<&str> = failed.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["d/107.yaml", "d/207.yaml", "d/7.yaml"]);
    assert_eq!(asked(), 3 + 300 + 3 * 3);
    assert!(
        fetch
            .told
            .borrow()
            .iter()
            .any(|text| text.starts_with("3 files could not be read: trying them again"))
    );

    // Fetching again asks only for the three.
    answer_with(&folder("(n, nth, good) => good()"));
    assert_eq!(fetch.roster("d/").await.unwrap().files.len(), 300);
    assert_eq!(asked(), 3 + 3 + 3);

    // And again, unchanged, only for one, which names the commit.
    answer_with(&folder("(n, nth, good) => good()"));
    let fetched = fetch.roster("d/").await.unwrap();
    assert_eq!((fetched.files.len(), &*fetched.commit), (300, COMMIT));
    assert_eq!(asked(), 3 + 1 + 3);
}

#[wasm_bindgen_test]
async fn a_folder_that_recovers_is_whole() {
    answer_with(&folder(
        r#"(n, nth, good) => n === 5 && nth < 4 ? (() => { throw new TypeError("reset") })() : n === 150 && nth === 1 ? new Response("", { status: 429 }) : good()"#,
    ));
    assert_eq!(Fetch::new().roster("d").await.unwrap().files.len(), 300);
}

#[wasm_bindgen_test]
async fn a_folder_that_moves_is_read_again_at_one_commit() {
    let moved = "f".repeat(40);
    answer_with(&folder(&format!(
        r#"(n, nth, good) => url.includes("ref={moved}") || window.asked.length > 200 ? yaml("name: New" + n, {{ "X-Gitlab-Commit-Id": "{moved}" }}) : yaml("name: Old" + n)"#
    )));
    let fetched = Fetch::new().roster("d").await.unwrap();
    assert_eq!(fetched.commit, moved);
    assert!(fetched.files.iter().all(|file| file.bytes.starts_with(b"name: New")));
}

#[wasm_bindgen_test]
async fn an_empty_folder_and_a_refused_token_end_at_once() {
    answer_with(r#"() => json([{ id: "1", path: "d/README.md", type: "blob" }])"#);
    let empty = GitlabError::EmptyFolder { path: "d".into(), others: 1 };
    assert_eq!(Fetch::new().roster("d/").await, Err(empty));
    answer_with(&folder(
        r#"() => json({ error: "invalid_token", error_description: "Token was revoked." }, { status: 401 })"#,
    ));
    let error = Fetch::new().roster("d/").await.unwrap_err();
    assert!(matches!(error, GitlabError::TokenRevoked(_)), "{error:?}");
    assert!(asked() <= 3 + 6);
}

#[wasm_bindgen_test]
async fn an_issue_gives_its_description() {
    answer_with(r#"() => json({ iid: 7, description: "ISSUE" })"#);
    let address = IssueAddress { project: "g/audits".into(), number: 7 };
    let token = Token::read("glpat-secret").unwrap();
    let text = fetch_issue(&host(), &address, &token, |_| (), &Cancel::new()).await;
    assert_eq!(text.as_deref(), Ok("ISSUE"));
    assert!(
        log("asked")
            .contains(r#""url":"https://gitlab.example.com/api/v4/projects/g%2Faudits/issues/7""#)
    );
}
