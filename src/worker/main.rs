//! The worker: a program of its own that holds the [`Desk`] and nothing else.
//!
//! The page's end is `src/page/engine.rs`. A message is an array: a serial number, the request or reply in
//! postcard's form, then the bytes that go with it. The first message is empty: the worker is up.

use calendly_audit::desk::{Desk, Reply};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let mut desk = Desk::default();
    let answering = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let _ = answering.post_message(&answer(&mut desk, &event.data().unchecked_into()));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let _ = scope.post_message(&Array::new());
}

/// The desk's answer to a message, as a message with the same serial number.
fn answer(desk: &mut Desk, message: &Array) -> Array {
    let mut bytes = message.iter().skip(1).map(|b| b.unchecked_into::<Uint8Array>().to_vec());
    let request = bytes.next().unwrap_or_default();
    let (reply, bytes) = match postcard::from_bytes(&request) {
        Ok(request) => desk.answer(request, bytes.collect()),
        Err(_) => (Reply::Refused("The page asked for something unknown.".to_owned()), None),
    };
    let packed = postcard::to_allocvec(&reply).unwrap_or_default();
    let answer = Array::of2(&message.get(0), &Uint8Array::from(&packed[..]));
    if let Some(bytes) = bytes {
        answer.push(&Uint8Array::from(&bytes[..]));
    }
    answer
}
