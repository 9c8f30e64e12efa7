//! A worker as the page has it, from the moment its program is asked for: what is sent to it, and who waits for which answer.
//!
//! A message is an array: the request or reply in postcard's form, then the bytes that go with it. The other end is
//! `src/worker/main.rs`: its first message is empty and says that it is up, and each of the others answers the oldest request that
//! has no answer yet.

use std::collections::VecDeque;

use calendly_audit::session::{Reply, Request};
use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::MessageEvent;

/// The answer to a request, with its bytes, once it comes; fails where the worker is ended before.
pub type Answer = oneshot::Receiver<(Reply, Vec<u8>)>;

/// A worker. Ends with this value, and whatever it was doing with it.
pub struct Worker {
    link: Link,
    /// Who waits for an answer, in the order of the requests.
    waiting: VecDeque<oneshot::Sender<(Reply, Vec<u8>)>>,
    on_message: Closure<dyn FnMut(MessageEvent)>,
    on_error: Closure<dyn FnMut(web_sys::Event)>,
}

/// How far the way to the worker is open. What is sent before it is, waits.
enum Link {
    /// Its program is on its way.
    Coming(Vec<Array>),
    /// It is here, and sets itself up.
    Starting(web_sys::Worker, Vec<Array>),
    /// It answers.
    Up(web_sys::Worker),
}

impl Worker {
    /// A worker that is on its way. `on_message` is to hand what comes to [`Worker::take`].
    pub fn new(
        on_message: impl FnMut(MessageEvent) + 'static,
        on_error: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        Self {
            link: Link::Coming(Vec::new()),
            waiting: VecDeque::new(),
            on_message: Closure::new(on_message),
            on_error: Closure::new(on_error),
        }
    }

    /// It has come.
    pub fn come(&mut self, worker: web_sys::Worker) {
        worker.set_onmessage(Some(self.on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(self.on_error.as_ref().unchecked_ref()));
        let messages = match &mut self.link {
            Link::Coming(messages) => std::mem::take(messages),
            Link::Starting(..) | Link::Up(_) => Vec::new(),
        };
        self.link = Link::Starting(worker, messages);
    }

    /// It does not come: everybody who waits is told why.
    pub fn fail(mut self, why: &str) {
        for sender in self.waiting.drain(..) {
            let _ = sender.send((Reply::Refused(why.to_owned()), Vec::new()));
        }
    }

    /// Sends a request.
    pub fn post(&mut self, request: &Request, bytes: &[&[u8]]) -> Option<Answer> {
        let packed = postcard::to_allocvec(request).ok()?;
        let message = Array::of1(&Uint8Array::from(&packed[..]));
        for text in bytes {
            message.push(&Uint8Array::from(*text));
        }
        let (sender, receiver) = oneshot::channel();
        self.waiting.push_back(sender);
        match &mut self.link {
            Link::Up(worker) => send(worker, &message),
            Link::Coming(messages) | Link::Starting(_, messages) => messages.push(message),
        }
        Some(receiver)
    }

    /// Takes a message of the worker to whoever waits for it.
    pub fn take(&mut self, data: &JsValue) {
        let message: &Array = data.unchecked_ref();
        if message.length() == 0 {
            return self.is_up();
        }
        let Some(sender) = self.waiting.pop_front() else { return };
        let reply = message
            .get(0)
            .dyn_into::<Uint8Array>()
            .ok()
            .and_then(|packed| postcard::from_bytes(&packed.to_vec()).ok())
            .unwrap_or_else(|| Reply::Refused(NOT_UNDERSTOOD.to_owned()));
        let bytes = message.get(1).dyn_into::<Uint8Array>().map(|b| b.to_vec()).unwrap_or_default();
        let _ = sender.send((reply, bytes));
    }

    fn is_up(&mut self) {
        if let Link::Starting(worker, messages) = &mut self.link {
            for message in messages.iter() {
                send(worker, message);
            }
            self.link = Link::Up(worker.clone());
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Link::Starting(worker, _) | Link::Up(worker) = &self.link {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
    }
}

/// Said where an answer is not in the form that was agreed on.
pub const NOT_UNDERSTOOD: &str = "The answer of the audit was not understood.";

fn send(worker: &web_sys::Worker, message: &Array) {
    // The bytes are handed over, not copied.
    let buffers: Array = message
        .iter()
        .filter_map(|v| v.dyn_into::<Uint8Array>().ok())
        .map(|b| b.buffer())
        .collect();
    let _ = worker.post_message_with_transfer(message, &buffers);
}
