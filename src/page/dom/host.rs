//! What `boot.js` offers: the things that need a name the Content-Security-Policy knows.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Worker;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = calendlyAudit, js_name = spawn)]
    fn spawning() -> Promise;

    /// An inert document made from HTML: scripts in it never run, and nothing in it is loaded.
    #[wasm_bindgen(js_namespace = calendlyAudit, js_name = parseHtml)]
    pub fn parse_html(text: &str) -> web_sys::Document;

    #[wasm_bindgen(js_namespace = calendlyAudit, js_name = isFramed)]
    fn is_framed() -> bool;
}

/// A new worker, as soon as its program is here; or why that could not be loaded.
pub async fn spawn() -> Result<Worker, JsValue> {
    JsFuture::from(spawning()).await.map(JsCast::unchecked_into)
}

/// Who can see what is typed on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surroundings {
    /// The page stands alone, or within pages of its own site.
    Own,
    /// A page of another site has put it into a frame.
    Foreign,
}

/// Where the page stands.
pub fn surroundings() -> Surroundings {
    if is_framed() { Surroundings::Foreign } else { Surroundings::Own }
}
