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
pub mod trip;

use wasm_bindgen::JsCast;
use web_sys::{Document, HtmlElement};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// A panic ends the wasm: the console hears why. `boot.js` notices, and says so on the page.
pub fn say_panics() {
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
    }));
}

/// The element with this id.
pub fn element(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Returns every element of that kind.
pub fn all(selector: &str) -> Option<web_sys::NodeList> {
    document()?.query_selector_all(selector).ok()
}

/// Returns every element of that kind inside another.
pub fn all_inside(element: &web_sys::Element, selector: &str) -> Option<web_sys::NodeList> {
    element.query_selector_all(selector).ok()
}

/// Moves the keyboard to the element with this id, and brings it into view. Returns whether it took the focus: what is
/// hidden does not.
pub fn focus(id: &str) -> bool {
    let Some(element) = element(id) else { return false };
    let _ = element.focus();
    document().and_then(|document| document.active_element()).is_some_and(|at| at.id() == id)
}

/// Presses the button with this id, as a person would. Whether it is there.
pub fn press(id: &str) -> bool {
    element(id).inspect(HtmlElement::click).is_some()
}

/// Shows, or shows no more, that files can be let go anywhere on the page.
pub fn mark_dragging(dragging: bool) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.toggle_attribute_with_force("data-dragging", dragging);
    }
}

/// Whether the element with this id is in view, or soon will be.
pub fn nears(id: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    element(id).is_some_and(|element| element.get_bounding_client_rect().top() < 3.0 * height)
}

/// Returns whether a person has selected text on the page.
pub fn has_selection() -> bool {
    web_sys::window()
        .and_then(|window| window.get_selection().ok().flatten())
        .is_some_and(|selection| !selection.is_collapsed())
}

/// Opens an address in a new tab, which learns nothing of this one.
pub fn open(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ =
            window.open_with_url_and_target_and_features(address, "_blank", "noopener,noreferrer");
    }
}
