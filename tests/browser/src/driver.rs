//! The drivers, and a fresh browser for each test.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;
use std::{env, thread};

use serde_json::json;
use thirtyfour::{Capabilities, WebDriver};

use crate::gitlab;

/// What Chromium is started with. The last one lets a script ask for an element's accessible name, as computed.
pub const FLAGS: [&str; 11] = [
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

/// A kind of browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// The one that all tests run in.
    Chromium,
    /// The same, whose way to GitLab leads elsewhere: to a host with its port, or to nowhere (`~NOTFOUND`).
    Misled(&'static str),
    /// The one that the main journey runs in, too.
    Firefox,
}

impl Browser {
    /// A new browser with a profile of its own.
    pub async fn open(self) -> WebDriver {
        // Whether the page asks before it lets somebody go is for tests to see.
        let mut capabilities = json!({"unhandledPromptBehavior": "ignore"});
        match self {
            Self::Chromium | Self::Misled(_) => {
                let mut flags = FLAGS.map(str::to_owned).to_vec();
                if let Self::Misled(elsewhere) = self {
                    let gitlab = gitlab::address();
                    let gitlab = gitlab.split_once("//").map_or(&*gitlab, |(_, host)| host);
                    flags.push(format!("--host-resolver-rules=MAP {gitlab} {elsewhere}"));
                }
                capabilities["browserName"] = json!("chrome");
                capabilities["goog:chromeOptions"] = json!({"args": flags});
                capabilities["goog:loggingPrefs"] = json!({"browser": "ALL", "performance": "ALL"});
            }
            Self::Firefox => {
                capabilities["browserName"] = json!("firefox");
                // A script may read and write the clipboard, as Chromium's may after `Browser.grantPermissions`.
                let preferences = json!({"dom.events.testing.asyncClipboard": true});
                capabilities["moz:firefoxOptions"] =
                    json!({"args": ["-headless"], "prefs": preferences});
            }
        }
        let capabilities: Capabilities = serde_json::from_value(capabilities).expect("an object");
        let driver = WebDriver::new(&self.driver(), capabilities).await;
        let driver = driver.expect("the driver opens a browser");
        // Several browsers on two cores: a frame may be long in coming.
        driver.set_script_timeout(Duration::from_mins(2)).await.expect("a longer patience");
        driver
    }

    /// Where a driver of this browser listens. Chromium's serves every test; Firefox's serves one at a time, so that each
    /// gets its own.
    fn driver(self) -> String {
        static CHROMIUM: OnceLock<u16> = OnceLock::new();
        let port = match self {
            Self::Chromium | Self::Misled(_) => *CHROMIUM.get_or_init(|| {
                start(&env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned()))
            }),
            Self::Firefox => start("geckodriver"),
        };
        format!("http://127.0.0.1:{port}")
    }
}

/// Starts a driver on a free port of its own choosing.
///
/// It must end with the tests, however they end. Statics are never dropped, so a shell stands in between that waits for the
/// end of its input, which comes when this process is gone.
fn start(program: &str) -> u16 {
    static SHELLS: Mutex<Vec<Child>> = Mutex::new(Vec::new());
    let mut shell = Command::new("sh")
        .args([
            "-c",
            // Its own output is closed, so that a driver that is missing is noticed.
            "\"$1\" --port=0 & driver=$!; exec >&-; cat >&2; kill $driver; wait $driver",
            "sh",
            program,
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
            // chromedriver's words, and geckodriver's.
            let port =
                line.strip_suffix('.').and_then(|line| line.rsplit_once("successfully on port "));
            port.or_else(|| line.rsplit_once("Listening on 127.0.0.1:"))?.1.parse().ok()
        })
        .unwrap_or_else(|| panic!("{program} did not start. Run script/setup, which installs it."));
    thread::spawn(move || lines.for_each(drop)); // so that it never waits for a reader
    SHELLS.lock().expect("nobody fails while holding it").push(shell);
    port
}
