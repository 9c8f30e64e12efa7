//! A tab over Chromium's own protocol, for what chromedriver cannot go on after: a tab that crashes.

use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use crate::driver::FLAGS;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// One tab of a Chromium of its own, which ends with it.
#[derive(Debug)]
pub struct Tab {
    chromium: Child,
    profile: PathBuf,
    socket: WebSocket<TcpStream>,
    session: Option<String>,
    serial: u64,
}

impl Tab {
    /// Starts Chromium and opens an address there.
    pub fn open(address: &str) -> Self {
        let program = env::var("CHROMIUM").unwrap_or_else(|_| "chromium".to_owned());
        let profile = env::temp_dir().join(format!("calendly-audit-tab-{}", std::process::id()));
        let mut chromium = Command::new(&program)
            .args(FLAGS)
            .arg("--remote-debugging-port=0")
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| {
                panic!("{program}: {error}. Run script/setup, which installs it.")
            });
        let mut lines = BufReader::new(chromium.stderr.take().expect("it is piped")).lines();
        let browser = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("DevTools listening on ").map(str::to_owned))
            .expect("Chromium says where it listens");
        thread::spawn(move || lines.for_each(drop)); // so that it never waits for a reader
        let host = browser.trim_start_matches("ws://").split('/').next().unwrap_or_default();
        let stream = TcpStream::connect(host).expect("Chromium listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        let (socket, _) = tungstenite::client(browser.as_str(), stream).expect("Chromium answers");
        let mut tab = Self { chromium, profile, socket, session: None, serial: 0 };
        let target = tab.command("Target.createTarget", &json!({ "url": address }));
        let attached = tab.command(
            "Target.attachToTarget",
            &json!({ "targetId": target["targetId"], "flatten": true }),
        );
        tab.session = attached["sessionId"].as_str().map(str::to_owned);
        tab.command("Inspector.enable", &json!({}));
        tab
    }

    /// What an expression gives in the page, promises waited for; null where it fails, as it may while the document changes.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let asked =
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        self.command("Runtime.evaluate", &asked)["result"]["value"].take()
    }

    /// Waits until an expression is true in the page.
    pub fn until(&mut self, what: &str, expression: &str) {
        let start = Instant::now();
        while self.evaluate(expression) != Value::Bool(true) {
            assert!(start.elapsed() < PATIENCE, "Not within {PATIENCE:?}: {what}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Puts text into the field of a label, all at once.
    pub fn insert(&mut self, label: &str, text: &str) {
        let field = field(label);
        self.until(label, &format!("Boolean({field})"));
        // Chromium takes minutes to type a long text by itself.
        let event = "new InputEvent('input', { bubbles: true })";
        self.evaluate(&format!(
            "{{ const field = {field}; field.value = {}; field.dispatchEvent({event}); }}",
            json!(text)
        ));
    }

    /// Crashes the tab's process.
    pub fn crash(&mut self) {
        // The command has no answer: what would give it is gone.
        self.send("Page.crash", &json!({}));
        self.wait("the tab crashes", |message| message["method"] == "Inspector.targetCrashed");
    }

    /// Loads the tab anew, as its button does.
    pub fn reload(&mut self) {
        self.command("Page.reload", &json!({}));
    }

    fn command(&mut self, method: &str, parameters: &Value) -> Value {
        let serial = self.send(method, parameters);
        let mut answer = self.wait(method, |message| message["id"] == serial);
        assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
        answer["result"].take()
    }

    fn send(&mut self, method: &str, parameters: &Value) -> u64 {
        self.serial += 1;
        let mut message = json!({ "id": self.serial, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.socket.send(Message::text(message.to_string())).expect(method);
        self.serial
    }

    fn wait(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let message = self.socket.read().unwrap_or_else(|error| panic!("{what}: {error}"));
            let message = message.to_text().ok().and_then(|text| serde_json::from_str(text).ok());
            if let Some(message) = message.filter(&wanted) {
                return message;
            }
        }
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let _ = self.chromium.kill();
        let _ = self.chromium.wait();
        let _ = fs::remove_dir_all(&self.profile);
    }
}

/// The field of a label, as an expression.
pub fn field(label: &str) -> String {
    format!(
        "[...document.querySelectorAll('label')].find((label) => label.textContent.trim() === {})?.control",
        json!(label)
    )
}
