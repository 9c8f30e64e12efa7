//! The web worker: a separate program that holds the [`Session`] and nothing else.
//!
//! The page's side is `src/page/engine/worker.rs`. A message is an array: the request or reply,
//! encoded by postcard, then the byte buffers that belong to it. The first message is empty and
//! says that the worker is ready. Messages are answered one by one, in order. The browser hashes
//! their bytes meanwhile.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use calendly_audit::session::{Reply, Session};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let worker = Rc::new(Worker::default());
    let answering = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Message::of(&answering, event.data().unchecked_into());
        worker.waiting.borrow_mut().push_back(message);
        if !worker.is_busy.replace(true) {
            spawn_local(Rc::clone(&worker).answer_all(answering.clone()));
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let _ = scope.post_message(&Array::new());
}

#[derive(Default)]
struct Worker {
    session: RefCell<Session>,
    waiting: RefCell<VecDeque<Message>>,
    is_busy: Cell<bool>,
}

impl Worker {
    async fn answer_all(self: Rc<Self>, scope: DedicatedWorkerGlobalScope) {
        while let Some(message) = self.next() {
            let mut digests = Vec::new();
            for hashing in message.hashing {
                digests.push(digest(hashing).await);
            }
            let answer = answer(&mut self.session.borrow_mut(), &message.data, &digests);
            let _ = scope.post_message(&answer);
        }
        self.is_busy.set(false);
    }

    fn next(&self) -> Option<Message> {
        self.waiting.borrow_mut().pop_front()
    }
}

/// A message, and the digests of its bytes, which are still being computed.
struct Message {
    data: Array,
    hashing: Vec<Result<Promise, JsValue>>,
}

impl Message {
    fn of(scope: &DedicatedWorkerGlobalScope, data: Array) -> Self {
        let hash = |bytes: JsValue| {
            let subtle = scope.crypto()?.subtle();
            subtle.digest_with_str_and_js_u8_array("SHA-256", bytes.unchecked_ref())
        };
        let hashing = data.iter().skip(1).map(hash).collect();
        Self { data, hashing }
    }
}

/// Returns a digest that the browser computed. Returns `None` if it cannot, as on a page without
/// TLS: then the session computes it.
async fn digest(hashing: Result<Promise, JsValue>) -> Option<[u8; 32]> {
    let digest = JsFuture::from(hashing.ok()?).await.ok()?;
    Uint8Array::new(&digest).to_vec().try_into().ok()
}

/// Returns the session's answer to a message, as a message.
fn answer(session: &mut Session, message: &Array, digests: &[Option<[u8; 32]>]) -> Array {
    let mut bytes = message.iter().map(|b| b.unchecked_into::<Uint8Array>().to_vec());
    let request = bytes.next().unwrap_or_default();
    let (reply, bytes) = match postcard::from_bytes(&request) {
        Ok(request) => session.answer_hashed(request, bytes.collect(), digests),
        Err(_) => (Reply::Refused("The page asked for something unknown.".to_owned()), None),
    };
    let packed = postcard::to_allocvec(&reply).unwrap_or_default();
    let answer = Array::of1(&Uint8Array::from(&packed[..]));
    if let Some(bytes) = bytes {
        answer.push(&Uint8Array::from(&bytes[..]));
    }
    answer
}
