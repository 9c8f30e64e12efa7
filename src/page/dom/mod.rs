//! What only a browser can do: the one folder that touches the DOM outside of Yew's own rendering.

pub mod clipboard;
pub mod clock;
pub mod download;
pub mod files;
pub mod home;
pub mod host;
pub mod kept;
pub mod listen;
pub mod paste;
pub mod storage;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::components::app::{App, Props};
use super::keep::Kept;

/// Puts the page where `index.html` has its place, with what was kept of an earlier visit in this tab.
///
/// A panic ends the wasm; `boot.js` notices, and says so on the page.
pub async fn start() {
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
    }));
    let place = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("page"));
    if let Some(place) = place {
        let kept = Kept::from_parts(storage::kept().await);
        // The program is set up and the page is drawn: two tasks, each short, even on a telephone.
        clock::pause(0).await;
        yew::Renderer::<App>::with_root_and_props(place, Props { kept }).render();
    }
}

/// The place in `index.html` for what concerns the whole page.
pub fn whole() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.get_element_by_id("whole")
}

/// Moves the keyboard to the element with this id, and brings it into view.
pub fn focus(id: &str) {
    let element = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id))
        .and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let _ = element.focus();
    }
}

/// Whether the element with this id is in view, or soon will be.
pub fn nears(id: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    window
        .document()
        .and_then(|document| document.get_element_by_id(id))
        .is_some_and(|element| element.get_bounding_client_rect().top() < 3.0 * height)
}

/// Asks a question that is answered by yes or no; no where the browser refuses to ask.
pub fn ask(question: &str) -> bool {
    web_sys::window().is_some_and(|window| window.confirm_with_message(question).unwrap_or(false))
}

/// Opens an address in a new tab, which learns nothing of this one.
pub fn open(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ =
            window.open_with_url_and_target_and_features(address, "_blank", "noopener,noreferrer");
    }
}
