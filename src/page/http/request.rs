//! One question to GitLab: sent, waited for, read, and tried again where that may help.

use super::cancel::Cancel;
use super::timer::Timer;
use calendly_audit::gitlab::address::Host;
use calendly_audit::gitlab::answer::{Announced, Answer};
use calendly_audit::gitlab::error::{Asked, GitlabError};
use calendly_audit::gitlab::progress::Progress;
use calendly_audit::gitlab::question::Question;
use calendly_audit::gitlab::retry::{Pause, Retry};
use calendly_audit::gitlab::token::Token;
use gloo_net::http::{Headers, Request, Response};
use js_sys::{Reflect, Uint8Array};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestMode, RequestRedirect,
};

/// How long nothing may come before the page stops waiting, in seconds.
const STALL: u32 = 20;

/// The largest body that is read, in bytes.
const LARGEST: usize = 50_000_000;

/// As much of an error's body is read and judged, in bytes.
const ERROR_HEAD: usize = 16_384;

/// Who asks whom, with what, and who is told about it.
pub struct Asking<'a> {
    pub host: &'a Host,
    pub token: &'a Token,
    pub cancel: &'a Cancel,
    pub on_progress: &'a dyn Fn(Progress),
}

/// Content that came, checked against what was announced for it.
pub struct Reply {
    pub body: Vec<u8>,
    headers: Headers,
}

impl Reply {
    /// A header, where GitLab lets a page read it.
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name)
    }
}

/// Stops its request when it is dropped: on an error, on cancelling, or with the whole future. A
/// request that is over takes no notice.
struct Stop(Option<AbortController>);

impl Drop for Stop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

impl Asking<'_> {
    /// Asks, and tries again after growing pauses, counted down for the person who waits. `meanwhile` is
    /// shown until something comes; `on_bytes` is told how much has come, and of how much.
    pub async fn ask(
        &self,
        question: &Question,
        meanwhile: &Progress,
        on_bytes: &dyn Fn(u64, Option<u64>),
    ) -> Result<Reply, GitlabError> {
        let mut retry = Retry::default();
        loop {
            (self.on_progress)(meanwhile.clone());
            match self.ask_once(question, on_bytes).await {
                Ok(reply) => return Ok(reply),
                Err(error) => match retry.next(&error) {
                    Some(pause) => self.pause(&error, pause).await?,
                    None => return Err(error),
                },
            }
        }
    }

    /// Asks once. `on_bytes` is told how much has come, and of how much.
    pub async fn ask_once(
        &self,
        question: &Question,
        on_bytes: &dyn Fn(u64, Option<u64>),
    ) -> Result<Reply, GitlabError> {
        let stop = Stop(AbortController::new().ok());
        let signal = stop.0.as_ref().map(AbortController::signal);
        let request = Request::get(&question.url(self.host))
            .mode(RequestMode::Cors)
            .credentials(RequestCredentials::Omit)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .cache(RequestCache::NoStore)
            .redirect(RequestRedirect::Manual)
            .abort_signal(signal.as_ref());
        let (request, sent) = match self.token.header() {
            Some(token) => (request.header(self.token.header_name(), token), Asked::WithToken),
            None => (request, Asked::WithoutToken),
        };
        let response = self.or_stall(request.send()).await?.map_err(|_| unreachable(self.host))?;

        let headers = response.headers();
        let number = |name| headers.get(name).and_then(|text| text.trim().parse().ok());
        let announced = Announced {
            size: number("X-Gitlab-Size"),
            length: number("Content-Length"),
            sha256: headers.get("X-Gitlab-Content-Sha256"),
        };
        let good = response.ok();
        let expected = announced.expected().filter(|_| good);
        let told = |got| {
            if good {
                on_bytes(got, expected);
            }
        };
        let body = self.read(&response, if good { LARGEST } else { ERROR_HEAD }, &told).await;
        let body = match body {
            // The status says enough where an error's own body breaks off or is long.
            Err(GitlabError::Dropped | GitlabError::TooLarge) if !good => Vec::new(),
            body => body?,
        };

        let head = String::from_utf8_lossy(body.get(..ERROR_HEAD).unwrap_or(&body));
        let content_type = headers.get("Content-Type").unwrap_or_default();
        question.judge(&Answer {
            status: response.status(),
            content_type: &content_type,
            head: &if good { head } else { self.token.blotted(&head).into() },
            sent,
        })?;
        question.check(&body, &announced)?;
        Ok(Reply { body, headers })
    }

    /// Waits before a further try, and counts down.
    pub async fn pause(&self, why: &GitlabError, pause: Pause) -> Result<(), GitlabError> {
        for left in (1..=pause.seconds).rev() {
            (self.on_progress)(Progress::Waiting {
                why: why.clone(),
                left,
                attempt: pause.attempt,
            });
            self.or_cancelled(Timer::seconds(1)).await?;
        }
        Ok(())
    }

    /// Reads a body chunk by chunk, so that a stall is noticed wherever it happens.
    async fn read(
        &self,
        response: &Response,
        largest: usize,
        on_bytes: &dyn Fn(u64),
    ) -> Result<Vec<u8>, GitlabError> {
        let mut body = Vec::new();
        let Some(stream) = response.body() else { return Ok(body) };
        let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
        loop {
            let chunk = self
                .or_stall(JsFuture::from(reader.read()))
                .await?
                .map_err(|_| GitlabError::Dropped)?;
            match field(&chunk, "value").dyn_into::<Uint8Array>() {
                Ok(bytes) => body.extend_from_slice(&bytes.to_vec()),
                Err(_) => return Ok(body),
            }
            if body.len() > largest {
                return Err(GitlabError::TooLarge);
            }
            on_bytes(body.len() as u64);
        }
    }

    /// A future's value, unless nothing comes for [`STALL`] seconds or a person cancels.
    async fn or_stall<T>(&self, future: impl Future<Output = T>) -> Result<T, GitlabError> {
        self.or_cancelled(in_time(future)).await?
    }

    /// A future's value, unless a person cancels.
    async fn or_cancelled<T>(&self, future: impl Future<Output = T>) -> Result<T, GitlabError> {
        let mut future = pin!(future);
        poll_fn(|context| {
            if self.cancel.poll(context) {
                return Poll::Ready(Err(GitlabError::Cancelled));
            }
            future.as_mut().poll(context).map(Ok)
        })
        .await
    }
}

/// The error of a request that failed with no answer.
pub(super) fn unreachable(host: &Host) -> GitlabError {
    let offline = web_sys::window().is_some_and(|window| !window.navigator().on_line());
    if offline {
        GitlabError::Offline
    } else {
        GitlabError::Unreachable { host: host.name().to_owned() }
    }
}

/// A future's value, unless nothing comes for [`STALL`] seconds.
pub(super) async fn in_time<T>(future: impl Future<Output = T>) -> Result<T, GitlabError> {
    let mut future = pin!(future);
    let mut timer = pin!(Timer::seconds(STALL));
    poll_fn(|context| {
        if let Poll::Ready(value) = future.as_mut().poll(context) {
            return Poll::Ready(Ok(value));
        }
        timer.as_mut().poll(context).map(|()| Err(GitlabError::Stalled))
    })
    .await
}

/// A field of an object of the browser; `undefined` where it has none.
fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}
