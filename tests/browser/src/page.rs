//! The page as a person sees it: controls by their accessible name, tables by their caption, what is said, the clipboard.
//!
//! Every visit has a browser and a profile of its own, and ends with a look at what a person does not see: a visit fails on
//! any error in the console, any violation of the page's policy, and any request to another origin than the page's and
//! GitLab's.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use futures_util::FutureExt;
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use thirtyfour::session::scriptret::ScriptRet;

use crate::driver::Browser;
use crate::gitlab;
use crate::site::site;

/// How long anything may take to appear, unless a test says otherwise. The machine may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// A visit to the page.
#[derive(Debug)]
pub struct Page {
    browser: Browser,
    address: String,
    driver: WebDriver,
    downloads: PathBuf,
}

/// Opens the page, does something there, and looks at what was left in the console and on the wire.
pub async fn visit(test: impl AsyncFnOnce(&Page)) {
    visit_at("", test).await;
}

/// The same with something after the page's address, such as `?project=…`.
pub async fn visit_at(suffix: &str, test: impl AsyncFnOnce(&Page)) {
    visit_in(Browser::Chromium, suffix, test).await;
}

/// The same in a browser of some kind. Only Chromium lets a test look behind the page.
pub async fn visit_in(browser: Browser, suffix: &str, test: impl AsyncFnOnce(&Page)) {
    visit_site(browser, site().address(), suffix, test).await;
}

/// The same with a page that was built for an application id, so that people can sign in with GitLab.
pub async fn visit_application(
    browser: Browser,
    id: &str,
    suffix: &str,
    test: impl AsyncFnOnce(&Page),
) {
    visit_site(browser, site().address_for(id), suffix, test).await;
}

async fn visit_site(
    browser: Browser,
    address: String,
    suffix: &str,
    test: impl AsyncFnOnce(&Page),
) {
    let page = Page { browser, address, driver: browser.open().await, downloads: downloads() };
    let outcome = AssertUnwindSafe(async {
        page.prepare().await;
        page.open(suffix).await;
        test(&page).await;
        page.look_behind().await;
    })
    .catch_unwind()
    .await;
    // The browser must go, and the folder, whether the test failed or not.
    let closed = page.driver.quit().await;
    let _ = fs::remove_dir_all(&page.downloads);
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
    closed.expect("the browser closes");
}

/// An answer of the driver that no test expects to fail.
trait Expected<T> {
    fn expected(self, what: &str) -> T;
}

impl<T> Expected<T> for WebDriverResult<T> {
    #[track_caller]
    fn expected(self, what: &str) -> T {
        self.unwrap_or_else(|error| panic!("{what}: {error}"))
    }
}

impl Page {
    /// The driver itself, for what no method here does.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Goes to the page, and waits until it stands.
    pub async fn open(&self, suffix: &str) {
        self.driver.goto(format!("{}{suffix}", self.address)).await.expected("the page opens");
        self.stands().await;
    }

    /// Loads the page anew, as the browser's button does.
    pub async fn reload(&self) {
        self.driver.refresh().await.expected("the page reloads");
        self.stands().await;
    }

    /// Waits until the page stands, also after another site has led to it.
    pub async fn stands(&self) {
        self.until("the page stands", async || self.has("Load example").await).await;
    }

    /// Waits until something is so, and fails with its name if it never is.
    pub async fn until(&self, what: &str, condition: impl AsyncFn() -> bool) {
        self.within(PATIENCE, what, condition).await;
    }

    /// The same with a limit of its own.
    pub async fn within(&self, limit: Duration, what: &str, condition: impl AsyncFn() -> bool) {
        let start = Instant::now();
        while !condition().await {
            if start.elapsed() > limit {
                let (status, alerts, text) =
                    (self.status().await, self.alerts().await, self.text().await);
                panic!(
                    "Not within {limit:?}: {what}.\nstatus: {status}\nalerts: {alerts:?}\npage:\n{text}"
                );
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    // ── Controls ────────────────────────────────────────────────────────────────────────────────────────────────

    /// Returns a control by its accessible name, exactly one. Where its step is folded, unfolds that first,
    /// as a person does.
    pub async fn control(&self, name: &str) -> WebElement {
        let mut found = self.controls(name).await;
        if found.is_empty() && self.script(UNFOLD, vec![json!(name)]).await == json!(true) {
            self.until(&format!("\"{name}\" is unfolded"), async || self.has(name).await).await;
            found = self.controls(name).await;
        }
        if found.len() != 1 {
            let known = self
                .script(&format!("{NAMED} return able.filter(isSeen).map(nameOf)"), vec![])
                .await;
            panic!("{} controls are called \"{name}\". There are: {known}", found.len());
        }
        found.into_iter().next().expect("there is one")
    }

    /// Whether there is a control of that accessible name.
    pub async fn has(&self, name: &str) -> bool {
        !self.controls(name).await.is_empty()
    }

    /// Returns whether a control is shown whose words begin so, blanks aside.
    pub async fn has_like(&self, words: &str) -> bool {
        let script = "return [...document.querySelectorAll('button')].some((e) => e.checkVisibility() && e.textContent.trim().replace(/\\s+/g, ' ').startsWith(arguments[0]))";
        self.script(script, vec![json!(words)]).await == json!(true)
    }

    /// Returns whether there is a control of that name, also where its step is folded.
    pub async fn holds(&self, name: &str) -> bool {
        let script = "return [...document.querySelectorAll('button, input, textarea, select, summary')].some((e) => (e.ariaLabel ?? (e.labels?.[0] ?? e).textContent.trim()) === arguments[0])";
        self.script(script, vec![json!(name)]).await == json!(true)
    }

    async fn controls(&self, name: &str) -> Vec<WebElement> {
        // The name first: in a long table, to ask of each control whether it can be seen has all of it laid out.
        let script =
            format!("{NAMED} return able.filter((e) => isCalled(e, arguments[0]) && isSeen(e))");
        self.driver
            .execute(script, vec![json!(name)])
            .await
            .and_then(ScriptRet::elements)
            // While the document changes there may be nothing to find.
            .unwrap_or_default()
    }

    /// Clicks a control, once it stands still: on a busy machine what a click before has moved may still be moving.
    pub async fn click(&self, name: &str) {
        let control = self.control(name).await;
        control.scroll_into_view().await.expected(name);
        let still = "(async (control) => {
            const place = () => JSON.stringify(control.getBoundingClientRect());
            const frame = () => new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
            for (let before; before !== place(); ) {
                before = place();
                await frame();
                await frame();
            }
        })(arguments[0])";
        self.script_later(still, vec![control.to_json().expected(name)]).await;
        control.click().await.expected(name);
    }

    /// Clicks a control, and says yes if the browser or the page asks whether that is meant.
    pub async fn click_and_agree(&self, name: &str) {
        self.click(name).await;
        let _ = self.driver.accept_alert().await; // there need not be a question
    }

    /// Replaces what is in a field by typing.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.control(name).await;
        field.send_keys(Key::Control + "a").await.expected(name);
        field.send_keys(Key::Delete + "").await.expected(name);
        if !text.is_empty() {
            field.send_keys(text).await.expected(name);
        }
    }

    /// What is in a field.
    pub async fn value(&self, name: &str) -> String {
        self.control(name).await.prop("value").await.expected(name).unwrap_or_default()
    }

    /// Picks an option of a list of options, by its words.
    pub async fn pick(&self, name: &str, option: &str) {
        let list = self.control(name).await;
        let options = list.find_all(By::Tag("option")).await.expected(name);
        for found in options {
            if found.text().await.expected(option).trim() == option {
                return found.click().await.expected(option);
            }
        }
        panic!("\"{name}\" offers no \"{option}\"");
    }

    /// The words of the option that is picked.
    pub async fn picked(&self, name: &str) -> String {
        let script = "return arguments[0].selectedOptions[0]?.label ?? ''";
        let list = self.control(name).await.to_json().expected(name);
        self.script(script, vec![list]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Chooses files, by path.
    pub async fn choose(&self, name: &str, files: &[&Path]) {
        let paths: Vec<_> = files.iter().map(|file| file.display().to_string()).collect();
        self.control(name).await.send_keys(paths.join("\n")).await.expected(name);
    }

    // ── What is said ────────────────────────────────────────────────────────────────────────────────────────────

    /// The live region's text.
    pub async fn status(&self) -> String {
        let said = self.script("return [...document.querySelectorAll('[role=status]')].map((e) => e.innerText).join('\\n')", vec![]).await;
        said.as_str().unwrap_or_default().to_owned()
    }

    /// Begins to write down what the live region says; see [`Page::heard`].
    pub async fn listen(&self) {
        let script = "
            window.heard = [];
            const hear = () => {
                const said = [...document.querySelectorAll('[role=status]')].map((e) => e.innerText.trim()).filter(Boolean).join('\\n');
                if (said && said !== window.heard.at(-1)) window.heard.push(said);
            };
            new MutationObserver(hear).observe(document.body, { subtree: true, childList: true, characterData: true });
            hear();";
        self.script(script, vec![]).await;
    }

    /// Everything that the live region said since [`Page::listen`], in order.
    pub async fn heard(&self) -> Vec<String> {
        texts(&self.script("return window.heard", vec![]).await)
    }

    /// The texts of the errors that are shown.
    pub async fn alerts(&self) -> Vec<String> {
        let said = self
            .script(
                "return [...document.querySelectorAll('[role=alert]')].filter((e) => e.checkVisibility()).map((e) => e.innerText.trim()).filter(Boolean)",
                vec![],
            )
            .await;
        said.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Waits until errors are shown, and gives them as one text.
    pub async fn alert(&self) -> String {
        self.until("an error is shown", async || !self.alerts().await.is_empty()).await;
        self.alerts().await.join("\n")
    }

    /// All visible text.
    pub async fn text(&self) -> String {
        self.script("return document.body.innerText", vec![])
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Opens one of the views of the list, by the name of its tab, if there is a list and it is not open.
    pub async fn open_view(&self, tab: &str) {
        for _ in 0..100 {
            if self.script(OPEN_VIEW, vec![json!(tab)]).await != json!(false) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Opens the view of everyone, in which the table stands whole; then as [`Page::table_shown`].
    pub async fn table(&self, caption: &str) -> Option<Vec<Vec<String>>> {
        self.open_view("Everyone").await;
        self.table_shown(caption).await
    }

    /// A table by its caption, if it is shown: its rows, the header first, each cell as its visible text.
    pub async fn table_shown(&self, caption: &str) -> Option<Vec<Vec<String>>> {
        let rows = self.script(TABLE, vec![json!(caption)]).await;
        let rows = rows.as_array()?;
        Some(rows.iter().map(texts).collect())
    }

    /// How many rows a table has, the header aside, if it is shown and not about to change. To look at the text of every cell again and again would have
    /// the browser lay out what is still coming.
    pub async fn row_count(&self, caption: &str) -> Option<usize> {
        self.open_view("Everyone").await;
        let rows = self.script(ROW_COUNT, vec![json!(caption)]).await;
        rows.as_u64().and_then(|rows| usize::try_from(rows).ok()?.checked_sub(1))
    }

    /// Waits for a table of this many rows, the header aside, and gives them by the texts of their cells.
    pub async fn rows(&self, caption: &str, count: usize) -> Vec<Vec<String>> {
        self.until(&format!("the table \"{caption}\" has {count} rows"), async || {
            self.row_count(caption).await == Some(count)
        })
        .await;
        let mut table = self.table(caption).await.expect("it was there a moment ago");
        table.remove(0);
        table
    }

    // ── Clipboard and downloads ─────────────────────────────────────────────────────────────────────────────────

    /// Puts plain text on the clipboard, as a copy elsewhere does.
    pub async fn copy_elsewhere(&self, text: &str) {
        self.script_later("navigator.clipboard.writeText(arguments[0])", vec![json!(text)]).await;
    }

    /// Puts rich text on the clipboard, with its plain form beside it.
    pub async fn copy_rich_elsewhere(&self, html: &str, plain: &str) {
        let script = "navigator.clipboard.write([new ClipboardItem({
            'text/html': new Blob([arguments[0]], { type: 'text/html' }),
            'text/plain': new Blob([arguments[1]], { type: 'text/plain' }),
        })])";
        self.script_later(script, vec![json!(html), json!(plain)]).await;
    }

    /// Pastes what is on the clipboard into a field, by the keyboard, in place of what is there.
    pub async fn paste_into(&self, name: &str) {
        let field = self.control(name).await;
        field.send_keys(Key::Control + "a").await.expected(name);
        field.send_keys(Key::Control + "v").await.expected(name);
    }

    /// Copies text elsewhere and pastes it here.
    pub async fn paste(&self, name: &str, text: &str) {
        self.copy_elsewhere(text).await;
        self.paste_into(name).await;
    }

    /// What is on the clipboard.
    pub async fn clipboard(&self) -> String {
        self.script_later("navigator.clipboard.readText()", vec![])
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Clicks a button that copies, and gives what it copied.
    pub async fn copied_by(&self, button: &str) -> String {
        const BEFORE: &str = "what was on the clipboard before";
        self.copy_elsewhere(BEFORE).await;
        self.click(button).await;
        self.until("something is on the clipboard", async || self.clipboard().await != BEFORE)
            .await;
        self.clipboard().await
    }

    /// Clicks a button that downloads, and gives the name and the text of the file.
    pub async fn downloaded_by(&self, button: &str) -> (String, String) {
        let (name, bytes) = self.file_downloaded_by(button).await;
        (name, String::from_utf8(bytes).expect("the file is text"))
    }

    /// Clicks a button that downloads, and gives the name and the bytes of the file, which is taken away.
    pub async fn file_downloaded_by(&self, button: &str) -> (String, Vec<u8>) {
        self.click(button).await;
        let arrived = || -> Option<PathBuf> {
            let entry = fs::read_dir(&self.downloads).ok()?.flatten().next()?;
            entry
                .path()
                .extension()
                .is_none_or(|extension| extension != "crdownload")
                .then(|| entry.path())
        };
        self.until("a file arrives", async || arrived().is_some()).await;
        let path = arrived().expect("it was there a moment ago");
        let bytes = fs::read(&path).expect("the file can be read");
        fs::remove_file(&path).expect("the file can be taken away");
        (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes)
    }

    /// A file of this name and content, for a file input.
    pub fn a_file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let folder = self.downloads.with_extension("chosen");
        fs::create_dir_all(&folder).expect("a folder for files to choose");
        let path = folder.join(name);
        fs::write(&path, content).expect("a file to choose");
        path
    }

    // ── The browser ─────────────────────────────────────────────────────────────────────────────────────────────

    /// Runs a script in the page and gives what it returns; null while the document changes.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.driver
            .execute(script, arguments)
            .await
            .map_or(Value::Null, |answer| answer.json().clone())
    }

    /// Runs an expression that gives a promise, and waits for it.
    pub async fn script_later(&self, expression: &str, arguments: Vec<Value>) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];
            ({expression}).then((value) => done({{ value: value ?? null }}), (error) => done({{ error: String(error) }}))"
        );
        let answer = self.driver.execute_async(script, arguments).await.expected(expression);
        match answer.json() {
            Value::Object(object) if object.contains_key("value") => object["value"].clone(),
            other => panic!("{expression}: {other}"),
        }
    }

    /// A command of the `DevTools` protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.driver.cdp().send_raw(command, parameters).await.expected(command)
    }

    /// Waits until the worker's program has come, which is after the page stands: then everything is loaded.
    pub async fn loaded(&self) {
        let came = "return performance.getEntriesByType('resource').filter((entry) => /\\/worker[-_]/.test(entry.name) && entry.responseEnd > 0).length";
        self.until("the worker's program has come", async || {
            self.script(came, vec![]).await.as_u64().is_some_and(|count| count >= 2)
        })
        .await;
    }

    /// Takes the network away, once everything is loaded, or gives it back.
    pub async fn network(&self, state: Network) {
        let offline = state == Network::Gone;
        if offline {
            self.loaded().await;
        }
        self.devtools("Network.emulateNetworkConditions", json!({"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}))
            .await;
    }

    /// Forgets what is in the console and on the wire so far: for a visit that provoked it.
    pub async fn expect_refusals(&self) {
        self.driver.get_log("browser").await.expected("the console");
        self.requests().await;
    }

    async fn prepare(&self) {
        if self.browser == Browser::Firefox {
            return;
        }
        self.devtools("Browser.grantPermissions", json!({"origin": site().origin(), "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}))
            .await;
        self.devtools(
            "Browser.setDownloadBehavior",
            json!({"behavior": "allow", "downloadPath": self.downloads}),
        )
        .await;
    }

    /// What a person does not see: see the module.
    async fn look_behind(&self) {
        if self.browser == Browser::Firefox {
            return;
        }
        let mut wrong = Vec::new();
        for entry in self.driver.get_log("browser").await.expected("the console") {
            // Chromium itself notes every answer of 400 and above, and every failed request, whatever the page does with it.
            let noted_by_chromium = entry.source.as_deref() == Some("network")
                && entry.message.starts_with(&gitlab::address());
            if matches!(entry.level.as_str(), "SEVERE" | "WARNING") && !noted_by_chromium {
                wrong.push(format!("in the console: {} {}", entry.level, entry.message));
            }
        }
        for request in self.requests().await {
            let local = ["data:", "blob:", "about:", "chrome:"]
                .iter()
                .any(|scheme| request.starts_with(scheme));
            let own = [site().origin(), gitlab::address()].iter().any(|origin| {
                request.strip_prefix(origin.as_str()).is_some_and(|rest| rest.starts_with('/'))
            });
            if !local && !own {
                wrong.push(format!("a request to another origin: {request}"));
            }
        }
        assert!(wrong.is_empty(), "Behind the page:\n{}", wrong.join("\n"));
    }

    /// The addresses of the requests since this was last asked, those that were refused too.
    pub async fn requests(&self) -> Vec<String> {
        let log = self.driver.get_log("performance").await.expected("the log of requests");
        log.iter()
            .filter_map(|entry| serde_json::from_str::<Value>(&entry.message).ok())
            .filter(|event| event["message"]["method"] == "Network.requestWillBeSent")
            .filter_map(|event| {
                Some(event["message"]["params"]["request"]["url"].as_str()?.to_owned())
            })
            .collect()
    }
}

/// Whether there is a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// There is.
    There,
    /// There is none.
    Gone,
}

/// The strings of an array.
fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A folder for what one visit downloads.
fn downloads() -> PathBuf {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name =
        format!("calendly-audit-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = env::temp_dir().join(name);
    fs::create_dir_all(&folder).expect("a folder for downloads");
    folder
}

/// Everything that can have a role and a name; what can be seen (a file input may hide behind its label); and what is called so.
const NAMED: &str = "
    const able = [...document.querySelectorAll('h1, h2, h3, button, a[href], input, textarea, select, summary, [role]')];
    const isSeen = (e) => e.type === 'file' || e.checkVisibility({ visibilityProperty: true });
    // To compute a name takes the browser milliseconds, and to find an element's labels a walk through the document; in a long
    // table there are thousands of controls. So a name of its own comes first, then whether the words about it hold the name.
    const isCalled = (e, name) => {
        if (e.hasAttribute('aria-label')) return e.getAttribute('aria-label') === name;
        const words = [e, ...(e.labels ?? [])].map((at) => at.textContent).join(' ');
        if (!e.hasAttribute('aria-labelledby') && !words.replace(/\\s+/g, ' ').includes(name)) return false;
        // Chromium says after the name of a file input what is chosen there.
        return nameOf(e) === name || (e.type === 'file' && nameOf(e).startsWith(`${name}: `));
    };
    // Firefox does not tell a page the names that it computes.
    const nameOf = (e) => e.getAttribute('aria-label') ?? e.computedName ?? (e.labels?.[0] ?? e).textContent.trim();";

/// Unfolds the step that a control of this name is folded in.
const UNFOLD: &str = "
    const called = (e) => (e.ariaLabel ?? (e.labels?.[0] ?? e).textContent.trim()) === arguments[0];
    const folded = [...document.querySelectorAll('[hidden] :is(button, input, textarea, select, summary)')].find(called)?.closest('[hidden]');
    const button = folded && document.querySelector(`[aria-controls=\"${folded.id}\"][aria-expanded=false]`);
    button?.click();
    return Boolean(button);";

const OPEN_VIEW: &str = "
    const tab = [...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent.startsWith(arguments[0]));
    const open = tab?.ariaSelected !== 'false';
    if (!open) tab.click();
    return open;";

const ROW_COUNT: &str = "
    const table = [...document.querySelectorAll('table')].find((t) => t.caption?.textContent.trim().startsWith(arguments[0]));
    return table && table.ariaBusy !== 'true' && [...table.rows].filter((row) => [...row.cells].every((cell) => cell.colSpan === 1)).length;";

const TABLE: &str = "
    const table = [...document.querySelectorAll('table')].find((t) => t.caption?.innerText.trim().startsWith(arguments[0]));
    // Cells that span columns are remarks between the rows: details, or that there is no row.
    const rows = table && [...table.rows].filter((row) => [...row.cells].every((cell) => cell.colSpan === 1));
    return rows ? rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())) : null;";
