//! What `keep.js` offers: parts of the work, kept for this tab.
//!
//! Where the browser refuses (storage is blocked, full, or not to be had in this kind of page) a part is
//! simply not kept, and whoever asked is told.

use js_sys::{Array, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = calendlyKeep, js_name = kept)]
    fn load() -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = calendlyKeep, js_name = put)]
    fn put_bytes(part: &str, bytes: Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_namespace = calendlyKeep, js_name = clear)]
    fn clear_all() -> Result<(), JsValue>;
}

/// Whether a part is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is, and lies there after a reload.
    Kept,
    /// The browser refused it.
    Refused,
}

/// The parts that were kept in this tab, by name; `None` for one that was and cannot be read any more.
pub async fn kept() -> Vec<(String, Option<Vec<u8>>)> {
    let Ok(promise) = load() else { return Vec::new() };
    let Ok(found) = JsFuture::from(promise).await else { return Vec::new() };
    Object::entries(found.unchecked_ref())
        .iter()
        .map(|entry| {
            let entry: Array = entry.unchecked_into();
            let bytes = entry.get(1).dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec());
            (entry.get(0).as_string().unwrap_or_default(), bytes)
        })
        .collect()
}

/// Keeps a part in place of what was there; empty: forgets it. What is small lies there as soon as this
/// returns, even where nobody waits for the answer.
pub fn put(part: &str, bytes: &[u8]) -> impl Future<Output = Put> + use<> {
    let promise = put_bytes(part, Uint8Array::from(bytes));
    async move {
        let Ok(promise) = promise else { return Put::Refused };
        match JsFuture::from(promise).await {
            Ok(kept) if kept.is_truthy() => Put::Kept,
            _ => Put::Refused,
        }
    }
}

/// Forgets everything that is kept in this tab.
pub fn clear() {
    // Where it fails there was nothing.
    let _ = clear_all();
}
