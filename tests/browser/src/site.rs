//! Serves the built site as GitLab Pages would: under a sub-path, with its content types, with `name.br` or `name.gz` in
//! place of `name` where the browser accepts it, and with no header of the site's own.
//!
//! Below `/applications/<id>/` the same site stands as if it had been built with that `GITLAB_APPLICATION_ID`, which is data in
//! `index.html`: a second build would take minutes.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use crate::http::{Answer, Request, serve};

/// Where the site lies on its host.
const BASE: &str = "/some/where/";
/// Where it lies once more for each application id, which comes next.
const APPLICATIONS: &str = "/applications/";
/// Where `index.html` has that id; the tested site is built without one.
const APPLICATION_META: &str = "name=\"gitlab-application\" content=\"";

/// The site and who asked for what.
#[derive(Debug)]
pub struct Site {
    folder: PathBuf,
    port: u16,
    asked: Mutex<Vec<Request>>,
}

/// The site under test, served since the first call.
pub fn site() -> &'static Site {
    static SITE: OnceLock<&'static Site> = OnceLock::new();
    SITE.get_or_init(|| {
        static SERVED: OnceLock<Site> = OnceLock::new();
        let port =
            serve(0, |request| SERVED.wait().answer(request)).expect("a free port on this machine");
        SERVED.get_or_init(|| Site { folder: folder(), port, asked: Mutex::default() })
    })
}

/// `script/test` builds the site and says where; a bare `cargo test` looks at the same place.
fn folder() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder =
        root.join(std::env::var_os("TESTED_SITE").unwrap_or_else(|| "target/site/tested".into()));
    assert!(
        folder.join("index.html").is_file(),
        "There is no built site in {}. Run `script/test site` first, or the whole of `script/test`.",
        folder.display()
    );
    folder
}

impl Site {
    /// Where the browser finds the page.
    pub fn address(&self) -> String {
        format!("{}{BASE}", self.origin())
    }

    /// Where the browser finds the page as it is for an application id.
    pub fn address_for(&self, application: &str) -> String {
        format!("{}{APPLICATIONS}{application}/", self.origin())
    }

    /// The origin of the page.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The folder that is served.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was asked for so far, by all tests together.
    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().expect("no test panics while it holds this").clone()
    }

    fn answer(&self, request: &Request) -> Answer {
        self.asked.lock().expect("no test panics while it holds this").push(request.clone());
        if request.path == BASE.trim_end_matches('/') {
            return Answer::new(302, "text/html", "").with("Location", BASE);
        }
        // Pages that are copied from, beside the site, and the icon that a browser asks of them.
        if request.path == "/favicon.ico" {
            return Answer::new(204, "image/svg+xml", "");
        }
        if let Some(name) = request.path.strip_prefix("/copied/").filter(|name| !name.contains('/'))
        {
            let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("pages").join(name);
            return fs::read(&page).map_or_else(|_| missing(), |body| found(&page, body));
        }
        let for_application =
            request.path.strip_prefix(APPLICATIONS).and_then(|rest| rest.split_once('/'));
        let name = for_application.map(|(_, name)| name).or(request.path.strip_prefix(BASE));
        let Some(name) = name.filter(|name| !name.contains("..")) else {
            return missing();
        };
        let name = if name.is_empty() { "index.html" } else { name };
        let path = self.folder.join(name);
        if let Some((application, _)) = for_application.filter(|_| name == "index.html") {
            let html = fs::read_to_string(&path).expect("the page");
            let (head, tail) = html.split_once(APPLICATION_META).expect("a place for the id");
            return found(&path, [head, APPLICATION_META, application, tail].concat().into());
        }
        let accepted = request.header("accept-encoding").unwrap_or_default();
        let accepts = |encoding: &str| {
            accepted
                .split(',')
                .any(|one| one.split(';').next().unwrap_or_default().trim() == encoding)
        };
        for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
            if accepts(encoding)
                && let Ok(body) = fs::read(self.folder.join(format!("{name}.{extension}")))
            {
                return found(&path, body).with("Content-Encoding", encoding);
            }
        }
        fs::read(&path).map_or_else(|_| missing(), |body| found(&path, body))
    }
}

fn found(path: &Path, body: Vec<u8>) -> Answer {
    let content_type =
        match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
            "html" => "text/html; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "wasm" => "application/wasm",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "ico" => "image/vnd.microsoft.icon",
            "json" | "webmanifest" => "application/json",
            "txt" | "md" | "yaml" | "yml" | "csv" => "text/plain; charset=utf-8",
            _ => "application/octet-stream",
        };
    Answer::new(200, content_type, body)
        .with("Vary", "Accept-Encoding")
        .with("Cache-Control", "max-age=600")
}

fn missing() -> Answer {
    Answer::new(
        404,
        "text/html; charset=utf-8",
        "<!doctype html><title>404</title>The page could not be found.",
    )
}
