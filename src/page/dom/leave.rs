//! What happens to the whole window: keys that belong to no field, leaving, a question before leaving.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::Event;

/// Listens for as long as it is held.
pub struct Listener {
    event: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

/// Calls this at each such event of the window.
pub fn on(event: &'static str, run: impl FnMut(Event) + 'static) -> Listener {
    let closure = Closure::<dyn FnMut(Event)>::new(run);
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    }
    Listener { event, closure }
}

/// Has the browser ask before the page is left, for as long as the listener is held. The words are the
/// browser's own.
pub fn ask_before() -> Listener {
    on("beforeunload", |event| event.prevent_default())
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let _ = window.remove_event_listener_with_callback(
                self.event,
                self.closure.as_ref().unchecked_ref(),
            );
        }
    }
}
