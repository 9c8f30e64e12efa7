//! A stand-in for GitLab: files and folders of a repository by its API, with the cross-origin rules, headers and answers that
//! GitLab's source and documentation state, and its OAuth 2.0 ([`oauth`](application)). It listens on the one address that the
//! tested site may talk to.
//!
//! All tests share it. Each test opens a project of its own name, so what one does is not seen by another.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};

use serde_json::json;

use crate::http::{Answer, Request, decoded, serve};

mod answers;
mod oauth;

use answers::blob;
pub use answers::{
    broken_off, file, lfs_pointer, message, sign_in_page, throttled_in_json,
    throttled_in_plain_text, trouble,
};
pub use oauth::{Application, application};

/// Where the tested site believes GitLab to be: its `GITLAB_URL`, said in script/test.
const DEFAULT_ADDRESS: &str = "http://127.0.0.1:48917";

/// Tokens, each with its own fate. None of them was ever issued.
pub mod token {
    /// May do everything that the audit needs (`read_api`).
    pub const GOOD: &str = "glpat-Example0Good0Token0";
    /// May read files, but not list folders (`read_repository`).
    pub const FILES_ONLY: &str = "glpat-Example0Files0Only0";
    /// Its scope is too small for anything (`read_user`).
    pub const NARROW: &str = "glpat-Example0Narrow00000";
    /// Was good until it expired.
    pub const EXPIRED: &str = "glpat-Example0Expired0000";
    /// Was good until it was revoked.
    pub const REVOKED: &str = "glpat-Example0Revoked0000";
    /// Good, but its owner is no member of the project.
    pub const STRANGER: &str = "glpat-Example0Stranger000";
    /// Good, but its owner may not see the project's code.
    pub const GUEST: &str = "glpat-Example0Guest000000";
}

/// The commit that every file was last changed in.
pub const LAST_COMMIT: &str = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
/// The default branch.
pub const DEFAULT_BRANCH: &str = "master";

/// Headers that a page of another origin may read. `Retry-After` and `RateLimit-*` are not among them.
const EXPOSED: &str = "ETag, Link, X-Gitlab-Blob-Id, X-Gitlab-Commit-Id, X-Gitlab-Content-Sha256, X-Gitlab-Encoding, \
    X-Gitlab-Execute-Filemode, X-Gitlab-File-Name, X-Gitlab-File-Path, X-Gitlab-Last-Commit-Id, X-Gitlab-Ref, X-Gitlab-Size, \
    X-Next-Page, X-Page, X-Per-Page, X-Prev-Page, X-Request-Id, X-Total, X-Total-Pages";

/// A private project with a repository.
#[derive(Debug)]
pub struct Project {
    name: String,
    files: BTreeMap<String, Vec<u8>>,
    branches: Vec<String>,
    issues: BTreeMap<u64, String>,
    /// What to answer next, by the path of the file or folder, before anything ordinary is answered.
    scripted: Mutex<HashMap<String, VecDeque<Answer>>>,
    /// What to answer whenever a path is asked for.
    settled: Mutex<HashMap<String, Answer>>,
    asked: Mutex<Vec<Request>>,
}

/// A project in the making.
#[derive(Debug)]
pub struct ProjectBuilder(Project);

/// Begins a project. Names are those of a test's own: two projects of one name would mix.
pub fn project(name: &str) -> ProjectBuilder {
    ProjectBuilder(Project {
        name: name.to_owned(),
        files: BTreeMap::new(),
        branches: vec![DEFAULT_BRANCH.to_owned()],
        issues: BTreeMap::new(),
        scripted: Mutex::default(),
        settled: Mutex::default(),
        asked: Mutex::default(),
    })
}

impl ProjectBuilder {
    /// Puts a file into the repository.
    #[must_use]
    pub fn file(mut self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        self.0.files.insert(path.to_owned(), content.into());
        self
    }

    /// Adds a branch that holds the same files.
    #[must_use]
    pub fn branch(mut self, name: &str) -> Self {
        self.0.branches.push(name.to_owned());
        self
    }

    /// Opens an issue with this description.
    #[must_use]
    pub fn issue(mut self, number: u64, description: &str) -> Self {
        self.0.issues.insert(number, description.to_owned());
        self
    }

    /// Makes the project known to the stand-in.
    pub fn open(self) -> Arc<Project> {
        let project = Arc::new(self.0);
        let earlier = lock(&standin().projects).insert(project.name.clone(), Arc::clone(&project));
        assert!(earlier.is_none(), "two tests use the project {}", project.name);
        project
    }
}

impl Project {
    /// Its name with its groups, as a person writes it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Answers the next request for a file or folder like this; after that the answer given before it, or what is usual.
    pub fn next(&self, path: &str, answer: Answer) {
        lock(&self.scripted).entry(path.to_owned()).or_default().push_back(answer);
    }

    /// Answers every request for a file or folder like this.
    pub fn always(&self, path: &str, answer: Answer) {
        lock(&self.settled).insert(path.to_owned(), answer);
    }

    /// What was asked of it so far, without the preflights that a browser sends before.
    pub fn asked(&self) -> Vec<Request> {
        lock(&self.asked).iter().filter(|request| request.method != "OPTIONS").cloned().collect()
    }

    /// The preflights so far.
    pub fn preflights(&self) -> Vec<Request> {
        lock(&self.asked).iter().filter(|request| request.method == "OPTIONS").cloned().collect()
    }

    fn answer(&self, request: &Request, what: &Route) -> Answer {
        let path = match what {
            Route::File(path) => path.clone(),
            Route::Folder => request.parameter("path").unwrap_or_default(),
            Route::Issue(number) => format!("issues/{number}"),
        };
        let scripted = lock(&self.scripted).get_mut(&path).and_then(VecDeque::pop_front);
        if let Some(answer) = scripted.or_else(|| lock(&self.settled).get(&path).cloned()) {
            return answer;
        }
        let refusal = match request.header("authorization") {
            Some(bearer) => oauth::refusal(bearer.strip_prefix("Bearer ").unwrap_or_default()),
            None => refusal(request.header("private-token"), what),
        };
        if let Some(refusal) = refusal {
            return refusal;
        }
        let asked_ref = request.parameter("ref").filter(|name| !name.is_empty());
        let branch = asked_ref.unwrap_or_else(|| DEFAULT_BRANCH.to_owned());
        if branch != "HEAD" && branch != LAST_COMMIT && !self.branches.contains(&branch) {
            return message(404, "404 Commit Not Found");
        }
        match what {
            Route::File(path) => match self.files.get(path) {
                Some(content) => file(path, &branch, content),
                None => message(404, "404 File Not Found"),
            },
            Route::Folder => self.folder(request, &path),
            Route::Issue(number) => match self.issues.get(number) {
                Some(text) => {
                    let issue =
                        json!({"iid": number, "title": "Calendly audit", "description": text});
                    Answer::new(200, "application/json", issue.to_string())
                }
                None => message(404, "404 Not found"),
            },
        }
    }

    fn folder(&self, request: &Request, path: &str) -> Answer {
        let inside = if path.is_empty() {
            String::new()
        } else {
            format!("{}/", path.trim_end_matches('/'))
        };
        let mut entries = BTreeMap::new();
        for (file, content) in &self.files {
            if let Some(rest) = file.strip_prefix(&inside) {
                match rest.split_once('/') {
                    Some((folder, _)) => entries.insert(folder, ("tree", "040000", "0".repeat(40))),
                    None => entries.insert(rest, ("blob", "100644", blob(content))),
                };
            }
        }
        if entries.is_empty() {
            return message(404, "404 Tree Not Found");
        }
        let number = |name: &str, usual: usize| {
            request.parameter(name).and_then(|value| value.parse().ok()).unwrap_or(usual).max(1)
        };
        let (page, size) = (number("page", 1), number("per_page", 20).min(100));
        let (total, pages) = (entries.len(), entries.len().div_ceil(size));
        let listed: Vec<_> = entries
            .iter()
            .skip((page - 1) * size)
            .take(size)
            .map(|(name, (kind, mode, id))| {
                json!({"id": id, "name": name, "type": kind, "path": format!("{inside}{name}"), "mode": mode})
            })
            .collect();
        let next = if page < pages { (page + 1).to_string() } else { String::new() };
        Answer::new(200, "application/json", json!(listed).to_string())
            .with("X-Page", page.to_string())
            .with("X-Per-Page", size.to_string())
            .with("X-Next-Page", next)
            .with("X-Total", total.to_string())
            .with("X-Total-Pages", pages.to_string())
    }
}

/// Those of GitLab's addresses that the audit has any business with.
enum Route {
    File(String),
    Folder,
    Issue(u64),
}

/// Whether a token is refused, and how. A private project does not admit that it exists.
fn refusal(given: Option<&str>, what: &Route) -> Option<Answer> {
    let oauth = |error: &str, text: &str| json!({"error": error, "error_description": text});
    let json = |status, body: serde_json::Value| {
        Some(Answer::new(status, "application/json", body.to_string()))
    };
    let narrow = || {
        let mut body = oauth(
            "insufficient_scope",
            "The request requires higher privileges than provided by the access token.",
        );
        body["scope"] = json!("api read_api");
        json(403, body)
    };
    match given {
        None | Some(token::STRANGER) => Some(message(404, "404 Project Not Found")),
        Some(token::GOOD) => None,
        Some(token::FILES_ONLY) => match what {
            Route::File(_) => None,
            Route::Folder | Route::Issue(_) => narrow(),
        },
        Some(token::NARROW) => narrow(),
        Some(token::EXPIRED) => json(
            401,
            oauth(
                "invalid_token",
                "Token is expired. You can either do re-authorization or token refresh.",
            ),
        ),
        Some(token::REVOKED) => json(
            401,
            oauth("invalid_token", "Token was revoked. You have to re-authorize from the user."),
        ),
        Some(token::GUEST) => Some(message(403, "403 Forbidden")),
        Some(_) => Some(message(401, "401 Unauthorized")),
    }
}

#[derive(Debug, Default)]
struct StandIn {
    projects: Mutex<HashMap<String, Arc<Project>>>,
    strays: Mutex<Vec<Request>>,
}

/// The address of the stand-in, without a slash at its end.
pub fn address() -> String {
    std::env::var("TESTED_GITLAB").unwrap_or_else(|_| DEFAULT_ADDRESS.to_owned())
}

/// Requests that were for no known project, or for another part of GitLab: no test has any of them to expect.
pub fn strays() -> Vec<Request> {
    lock(&standin().strays).clone()
}

fn standin() -> &'static StandIn {
    static STANDIN: OnceLock<StandIn> = OnceLock::new();
    static PORT: OnceLock<u16> = OnceLock::new();
    let standin = STANDIN.get_or_init(StandIn::default);
    PORT.get_or_init(|| {
        let address = address();
        let port = address.rsplit(':').next().and_then(|port| port.parse().ok()).expect("TESTED_GITLAB ends in a port");
        serve(port, answer).unwrap_or_else(|error| {
            panic!("The stand-in for GitLab cannot listen on {address} ({error}). Stop what does: the tested site can talk to no other address.")
        })
    });
    standin
}

fn answer(request: &Request) -> Answer {
    if let Some(answer) = oauth::answer(request) {
        return answer;
    }
    let known = standin();
    let Some((name, what)) = route(&request.path) else {
        lock(&known.strays).push(request.clone());
        // Outside of the API nothing may be read by a page of another origin.
        return Answer::new(
            404,
            "text/html; charset=utf-8",
            "<!DOCTYPE html><title>Not Found</title>",
        );
    };
    let project = lock(&known.projects).get(&name).cloned();
    match &project {
        Some(project) => lock(&project.asked).push(request.clone()),
        None => lock(&known.strays).push(request.clone()),
    }
    if request.method == "OPTIONS" {
        return preflight(request);
    }
    let answer = match project {
        Some(project) => project.answer(request, &what),
        None => refusal(request.header("private-token"), &what)
            .unwrap_or_else(|| message(404, "404 Project Not Found")),
    };
    answer
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Expose-Headers", EXPOSED)
        .with("Vary", "Origin")
        .with("Cache-Control", "max-age=0, private, must-revalidate, no-store, no-cache")
        .with("X-Request-Id", "01EXAMPLE0000000000000000")
}

fn preflight(request: &Request) -> Answer {
    Answer::new(200, "text/plain", "")
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
        .with(
            "Access-Control-Allow-Headers",
            request.header("access-control-request-headers").unwrap_or_default(),
        )
        .with("Access-Control-Expose-Headers", EXPOSED)
        .with("Access-Control-Max-Age", "7200")
}

/// Takes an address apart. A project, a file's path: each must come as one segment, its slashes encoded.
fn route(path: &str) -> Option<(String, Route)> {
    let segments: Vec<&str> = path.strip_prefix("/api/v4/projects/")?.split('/').collect();
    match segments.as_slice() {
        [project, "repository", "files", file, "raw"] => {
            Some((decoded(project)?, Route::File(decoded(file)?)))
        }
        [project, "issues", number] => {
            Some((decoded(project)?, Route::Issue(number.parse().ok()?)))
        }
        [project, "repository", "tree"] => Some((decoded(project)?, Route::Folder)),
        _ => None,
    }
}

/// A test that fails while it holds a lock fails on its own account; the others go on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
