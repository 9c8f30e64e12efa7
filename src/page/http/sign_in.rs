//! The forms of a sign-in: a code is exchanged, tokens are renewed and revoked.
//!
//! They are simple requests: their one header of its own is the content type of a form, so that GitLab is
//! asked without a preflight.

use super::request::{in_time, unreachable};
use calendly_audit::gitlab::address::Host;
use calendly_audit::gitlab::error::GitlabError;
use calendly_audit::gitlab::sign_in::{Form, Grant, REVOKE_PATH, SignInError, TOKEN_PATH, judged};
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect,
    Response, UrlSearchParams, window,
};

/// Asks GitLab for tokens: for a code, or in place of those that end.
pub async fn grant(host: &Host, form: &str, kind: Form) -> Result<Grant, SignInError> {
    let asked = how(RequestMode::Cors, RequestRedirect::Manual);
    fill(&asked, form);
    let Ok(answer) = in_time(JsFuture::from(send(host, TOKEN_PATH, &asked))).await? else {
        return Err(unread(host).await);
    };
    let answer: Response = answer.unchecked_into();
    let content_type = answer.headers().get("Content-Type").ok().flatten().unwrap_or_default();
    let body = answer.text().map_err(|_| GitlabError::Dropped)?;
    let body = in_time(JsFuture::from(body)).await?.map_err(|_| GitlabError::Dropped)?;
    let body = body.as_string().unwrap_or_default();
    judged(answer.status(), &content_type, &body, kind)?;
    Grant::read(&body)
}

/// Tells GitLab that tokens are over, without waiting for an answer: also while the page is being left.
pub fn revoke(host: &Host, form: &str) {
    let asked = how(RequestMode::Cors, RequestRedirect::Manual);
    fill(&asked, form);
    let _ = Reflect::set(&asked, &"keepalive".into(), &JsValue::TRUE);
    let sent = send(host, REVOKE_PATH, &asked);
    wasm_bindgen_futures::spawn_local(async move {
        // Where it does not get there, the token ends by itself, within two hours.
        let _ = JsFuture::from(sent).await;
    });
}

/// Finds out why no answer could be read. What is asked like this may reach GitLab, and be answered, where its answer to a
/// page may not be read; it says nothing, and holds nothing.
async fn unread(host: &Host) -> SignInError {
    let asked = how(RequestMode::NoCors, RequestRedirect::Follow);
    match in_time(JsFuture::from(send(host, TOKEN_PATH, &asked))).await {
        Ok(Ok(_)) => SignInError::TooOld { host: host.name().to_owned() },
        _ => unreachable(host).into(),
    }
}

fn how(mode: RequestMode, redirect: RequestRedirect) -> RequestInit {
    let how = RequestInit::new();
    how.set_mode(mode);
    how.set_credentials(RequestCredentials::Omit);
    how.set_referrer_policy(ReferrerPolicy::NoReferrer);
    how.set_cache(RequestCache::NoStore);
    how.set_redirect(redirect);
    how
}

/// A body of this kind brings its content type along.
fn fill(asked: &RequestInit, form: &str) {
    asked.set_method("POST");
    if let Ok(form) = UrlSearchParams::new_with_str(form) {
        asked.set_body(&form);
    }
}

fn send(host: &Host, path: &str, asked: &RequestInit) -> Promise {
    let address = [host.url(), path].concat();
    match window() {
        Some(window) => window.fetch_with_str_and_init(&address, asked),
        None => Promise::reject(&JsValue::NULL),
    }
}
