//! The one chromedriver that all tests share, and a fresh browser for each test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;

use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

/// What Chromium is started with. The last one lets a script ask for an element's accessible name, as computed.
const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox", // everything in a container runs as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
    "--enable-blink-features=ComputedAccessibilityInfo",
];

/// A new browser with a profile of its own.
pub async fn browser() -> WebDriver {
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": {"args": FLAGS},
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        "unhandledPromptBehavior": "ignore", // whether the page asks before it lets somebody go is for tests to see
    });
    let capabilities: Capabilities = serde_json::from_value(capabilities).expect("an object");
    WebDriver::new(address(), capabilities).await.expect("chromedriver opens a browser")
}

/// Where chromedriver listens; it is started by the first call.
fn address() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    ADDRESS.get_or_init(|| format!("http://127.0.0.1:{}", start()))
}

/// Starts chromedriver on a free port of its own choosing.
///
/// It must end with the tests, however they end. Statics are never dropped, so a shell stands in between that waits for the
/// end of its input, which comes when this process is gone.
fn start() -> u16 {
    static SHELL: OnceLock<Child> = OnceLock::new();
    let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
    let mut shell = Command::new("sh")
        .args([
            "-c",
            "\"$1\" --port=0 & driver=$!; cat >/dev/null; kill $driver; wait $driver",
            "sh",
            &program,
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
    let mut lines = BufReader::new(shell.stdout.take().expect("its output is piped")).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            line.strip_suffix('.')?.rsplit_once("successfully on port ")?.1.parse().ok()
        })
        .unwrap_or_else(|| panic!("{program} did not start. Run script/setup, which installs it."));
    thread::spawn(move || lines.for_each(drop)); // so that it never waits for a reader
    SHELL.set(shell).expect("started once");
    port
}
