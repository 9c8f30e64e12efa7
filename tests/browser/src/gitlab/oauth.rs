//! The stand-in's OAuth 2.0: authorization code with PKCE as GitLab gives it, by Doorkeeper: `/oauth/authorize`, `/oauth/token`,
//! `/oauth/revoke`. Its rules and its errors are those of both sources; `docs/sign-in.md` names them.
//!
//! All tests share it. Each registers an application of its own, so what one does is not seen by another.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::answers::hex;
use super::{lock, message, standin};
use crate::http::{Answer, Request};
use crate::site::site;

/// An application that somebody registered: by default as the documents of the page say, for the page at its own address.
#[derive(Debug)]
pub struct Application {
    id: String,
    redirect: String,
    kind: Kind,
    cors: Cors,
    lasts: u32,
    codes_last: Duration,
    state: Mutex<State>,
}

/// Whether an application has a secret that it must send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Public,
    Confidential,
}

/// Whether a page may read answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cors {
    Allowed,
    Refused,
}

#[derive(Debug, Default)]
struct State {
    codes: HashMap<String, Code>,
    tokens: Vec<Tokens>,
    asked: Vec<Request>,
    /// What to answer next, by path, before anything ordinary is answered.
    scripted: HashMap<String, VecDeque<Answer>>,
}

#[derive(Debug)]
struct Code {
    redirect: String,
    challenge: String,
    made: Instant,
}

/// An access token and its refresh token: one record, as in Doorkeeper.
#[derive(Clone, Debug)]
struct Tokens {
    access: String,
    refresh: String,
    made: Instant,
    revoked: bool,
}

/// An application in the making.
#[derive(Debug)]
pub struct ApplicationBuilder(Application);

/// Begins an application. Ids are those of a test's own: letters, digits, hyphens.
pub fn application(id: &str) -> ApplicationBuilder {
    ApplicationBuilder(Application {
        id: id.to_owned(),
        redirect: site().address_for(id),
        kind: Kind::Public,
        cors: Cors::Allowed,
        lasts: 7_200,
        codes_last: Duration::from_mins(10),
        state: Mutex::default(),
    })
}

impl ApplicationBuilder {
    /// Registers another redirect address.
    #[must_use]
    pub fn redirect(mut self, address: &str) -> Self {
        address.clone_into(&mut self.0.redirect);
        self
    }

    /// Registers it as confidential.
    #[must_use]
    pub fn confidential(mut self) -> Self {
        self.0.kind = Kind::Confidential;
        self
    }

    /// Lets no page read an answer, as a GitLab that is too old.
    #[must_use]
    pub fn without_cors(mut self) -> Self {
        self.0.cors = Cors::Refused;
        self
    }

    /// Gives tokens that live for so many seconds.
    #[must_use]
    pub fn lasting(mut self, seconds: u32) -> Self {
        self.0.lasts = seconds;
        self
    }

    /// Gives codes that have ended when they come.
    #[must_use]
    pub fn with_ended_codes(mut self) -> Self {
        self.0.codes_last = Duration::ZERO;
        self
    }

    /// Makes the application known to the stand-in.
    pub fn register(self) -> Arc<Application> {
        standin();
        let application = Arc::new(self.0);
        let earlier = lock(applications()).insert(application.id.clone(), Arc::clone(&application));
        assert!(earlier.is_none(), "two tests use the application {}", application.id);
        application
    }
}

impl Application {
    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Answers the next request for a path like this.
    pub fn next(&self, path: &str, answer: Answer) {
        lock(&self.state).scripted.entry(path.to_owned()).or_default().push_back(answer);
    }

    /// What was asked at a path so far, preflights too.
    pub fn asked(&self, path: &str) -> Vec<Request> {
        lock(&self.state).asked.iter().filter(|request| request.path == path).cloned().collect()
    }

    /// The forms that were sent to a path so far.
    pub fn forms(&self, path: &str) -> Vec<HashMap<String, String>> {
        self.asked(path).iter().filter(|asked| asked.method == "POST").map(form).collect()
    }

    /// Every access and refresh token that was ever given.
    pub fn secrets(&self) -> Vec<String> {
        let state = lock(&self.state);
        state.tokens.iter().flat_map(|one| [one.access.clone(), one.refresh.clone()]).collect()
    }

    /// How many pairs of tokens nobody has revoked or renewed.
    pub fn standing(&self) -> usize {
        lock(&self.state).tokens.iter().filter(|one| !one.revoked).count()
    }

    /// Revokes all tokens, as a person does in GitLab's settings.
    pub fn revoke_all(&self) {
        lock(&self.state).tokens.iter_mut().for_each(|one| one.revoked = true);
    }

    /// Gives a code that belongs to this challenge, as GitLab does to whoever is signed in there.
    pub fn code(&self, redirect: &str, challenge: &str) -> String {
        let code = secret();
        let made = Instant::now();
        let kept = Code { redirect: redirect.to_owned(), challenge: challenge.to_owned(), made };
        lock(&self.state).codes.insert(code.clone(), kept);
        code
    }

    fn token(&self, form: &HashMap<String, String>) -> Answer {
        if self.kind == Kind::Confidential {
            return unknown_client();
        }
        let of = |name: &str| form.get(name).cloned().unwrap_or_default();
        let good = match &*of("grant_type") {
            // Whatever comes of it, a code is tried once.
            "authorization_code" => {
                lock(&self.state).codes.remove(&of("code")).is_some_and(|code| {
                    code.made.elapsed() < self.codes_last
                        && code.redirect == of("redirect_uri")
                        && code.challenge == challenge(&of("code_verifier"))
                })
            }
            "refresh_token" => {
                let mut state = lock(&self.state);
                let found = state.tokens.iter_mut().find(|one| one.refresh == of("refresh_token"));
                found.is_some_and(|one| !std::mem::replace(&mut one.revoked, true))
                    && of("redirect_uri") == self.redirect
            }
            _ => {
                return error(
                    400,
                    "unsupported_grant_type",
                    "The authorization grant type is not supported by the authorization server.",
                );
            }
        };
        if !good {
            return error(
                400,
                "invalid_grant",
                "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
            );
        }
        let tokens =
            Tokens { access: secret(), refresh: secret(), made: Instant::now(), revoked: false };
        lock(&self.state).tokens.push(tokens.clone());
        // When it was made is said by a clock that is wrong: nobody may rely on it.
        let body = json!({
            "access_token": tokens.access, "token_type": "Bearer", "expires_in": self.lasts,
            "refresh_token": tokens.refresh, "scope": "read_api", "created_at": 1_607_635_748,
        });
        json(200, &body)
    }

    fn revoke(&self, form: &HashMap<String, String>) -> Answer {
        let token = form.get("token").cloned().unwrap_or_default();
        for one in &mut lock(&self.state).tokens {
            one.revoked |= one.access == token || one.refresh == token;
        }
        json(200, &json!({}))
    }
}

fn applications() -> &'static Mutex<HashMap<String, Arc<Application>>> {
    static APPLICATIONS: OnceLock<Mutex<HashMap<String, Arc<Application>>>> = OnceLock::new();
    APPLICATIONS.get_or_init(Mutex::default)
}

/// Answers what is asked of OAuth; `None` for everything else.
pub(super) fn answer(request: &Request) -> Option<Answer> {
    if request.path == "/favicon.ico" {
        return Some(Answer::new(204, "image/svg+xml", ""));
    }
    request.path.strip_prefix("/oauth/")?;
    let sent = form(request);
    let id = request.parameter("client_id").or_else(|| sent.get("client_id").cloned());
    let known = id.and_then(|id| lock(applications()).get(&id).cloned());
    let Some(application) = known else {
        return Some(match &*request.path {
            "/oauth/authorize" => page(
                "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.",
            ),
            // What asks whether anybody is there names no application.
            _ if request.method == "GET" => {
                Answer::new(404, "text/html", "<!DOCTYPE html><title>Not Found</title>")
            }
            _ => unknown_client().with("Access-Control-Allow-Origin", "*"),
        });
    };
    lock(&application.state).asked.push(request.clone());
    let scripted =
        lock(&application.state).scripted.get_mut(&request.path).and_then(VecDeque::pop_front);
    let answer = match (&*request.method, &*request.path) {
        _ if scripted.is_some() => scripted?,
        ("GET", "/oauth/authorize") => return Some(ask(&application, request)),
        ("POST", "/oauth/authorize") => return Some(authorized(&application, &sent)),
        ("POST", "/oauth/token") => application.token(&sent),
        ("POST", "/oauth/revoke") => application.revoke(&sent),
        ("OPTIONS", "/oauth/token" | "/oauth/revoke") => Answer::new(200, "text/plain", "")
            .with("Access-Control-Allow-Methods", "POST")
            .with("Access-Control-Allow-Headers", "Authorization"),
        _ => Answer::new(404, "text/html", "<!DOCTYPE html><title>Not Found</title>"),
    };
    Some(match application.cors {
        Cors::Allowed => answer.with("Access-Control-Allow-Origin", "*"),
        Cors::Refused => answer,
    })
}

/// Whether the API refuses a token of ours, and how.
pub(super) fn refusal(access: &str) -> Option<Answer> {
    let all: Vec<_> = lock(applications()).values().cloned().collect();
    for application in all {
        let state = lock(&application.state);
        let Some(found) = state.tokens.iter().find(|one| one.access == access) else { continue };
        return if found.revoked {
            let text = "Token was revoked. You have to re-authorize from the user.";
            Some(error(401, "invalid_token", text))
        } else if found.made.elapsed() > Duration::from_secs(u64::from(application.lasts)) {
            let text = "Token is expired. You can either do re-authorization or token refresh.";
            Some(error(401, "invalid_token", text))
        } else {
            None
        };
    }
    Some(message(401, "401 Unauthorized"))
}

/// GitLab's page that asks a person; or the one that says what is wrong, from which nothing leads back.
fn ask(application: &Application, request: &Request) -> Answer {
    let of = |name: &str| request.parameter(name).unwrap_or_default();
    if of("redirect_uri") != application.redirect {
        return page("The redirect URI included is not valid.");
    }
    if of("response_type") != "code" {
        return page("The authorization server does not support this response type.");
    }
    if of("scope") != "read_api" {
        return page("The requested scope is invalid, unknown, or malformed.");
    }
    if of("code_challenge_method") != "S256" || of("code_challenge").len() != 43 {
        return page("The code challenge method must be S256.");
    }
    let hidden = |name| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", of(name));
    let hidden = ["client_id", "redirect_uri", "state", "code_challenge"].map(hidden).concat();
    let form = |more: &str, button: &str| {
        format!(
            "<form method=\"post\" action=\"/oauth/authorize\">{hidden}{more}<button>{button}</button></form>"
        )
    };
    let deny = "<input type=\"hidden\" name=\"_method\" value=\"delete\">";
    page(&[form(deny, "Cancel"), form("", "Authorize Calendly audit")].concat())
}

/// A person has answered: back to the page.
fn authorized(application: &Application, sent: &HashMap<String, String>) -> Answer {
    let of = |name: &str| sent.get(name).cloned().unwrap_or_default();
    let answer = if of("_method") == "delete" {
        "error=access_denied&error_description=The+resource+owner+or+authorization+server+denied+the+request.".to_owned()
    } else {
        format!("code={}", application.code(&of("redirect_uri"), &of("code_challenge")))
    };
    let to = format!("{}?{answer}&state={}", of("redirect_uri"), of("state"));
    Answer::new(302, "text/html", "").with("Location", to)
}

fn page(words: &str) -> Answer {
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><title>GitLab</title><main>{words}</main></html>"
    );
    Answer::new(200, "text/html; charset=utf-8", page)
}

fn unknown_client() -> Answer {
    error(
        401,
        "invalid_client",
        "Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.",
    )
}

fn error(status: u16, error: &str, description: &str) -> Answer {
    json(status, &json!({"error": error, "error_description": description}))
}

fn json(status: u16, body: &Value) -> Answer {
    Answer::new(status, "application/json; charset=utf-8", body.to_string())
        .with("Cache-Control", "no-store")
}

/// The fields of a form; only one that came as a form is one.
fn form(request: &Request) -> HashMap<String, String> {
    let kind = request.header("content-type").unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return HashMap::new();
    }
    let query = String::from_utf8_lossy(&request.body).into_owned();
    let body = Request { query, ..request.clone() };
    let names = body.query.split('&').filter_map(|pair| pair.split('=').next());
    names.filter_map(|name| Some((name.to_owned(), body.parameter(name)?))).collect()
}

/// Something that nobody has seen before: 64 hexadecimal digits, as GitLab's codes and tokens.
fn secret() -> String {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    hex(&Sha256::digest(format!("{count} of {}", std::process::id())))
}

/// The challenge that belongs to a verifier: the Base64 of its digest, for addresses and without padding. Written out in bits,
/// so that it shares nothing with the page's.
pub fn challenge(verifier: &str) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = Sha256::digest(verifier)
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    bits.chunks(6)
        .map(|six| (0..6).fold(0, |index, bit| index << 1 | six.get(bit).copied().unwrap_or(0)))
        .map(|index| char::from(LETTERS[usize::from(index)]))
        .collect()
}
