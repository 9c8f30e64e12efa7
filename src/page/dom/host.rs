//! What `boot.js` offers: the things that need a name the Content-Security-Policy knows.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// A new worker that runs the same wasm.
    #[wasm_bindgen(js_namespace = calendlyAudit)]
    pub fn spawn() -> web_sys::Worker;

    /// An inert document made from HTML: scripts in it never run, and nothing in it is loaded.
    #[wasm_bindgen(js_namespace = calendlyAudit, js_name = parseHtml)]
    pub fn parse_html(text: &str) -> web_sys::Document;

    #[wasm_bindgen(js_namespace = calendlyAudit, js_name = isFramed)]
    fn is_framed() -> bool;
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
