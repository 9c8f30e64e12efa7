//! Hears what happens anywhere on the page.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, window};

/// Hears events of the window for as long as it is kept.
pub struct Listening {
    names: &'static [&'static str],
    heard: Closure<dyn Fn(Event)>,
}

/// Hears these events, each by its name in the browser.
pub fn listen(names: &'static [&'static str], heard: impl Fn(Event) + 'static) -> Listening {
    let heard = Closure::<dyn Fn(Event)>::new(heard);
    if let Some(window) = window() {
        for name in names {
            let _ = window.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
        }
    }
    Listening { names, heard }
}

/// Has the browser ask before the page is left, for as long as this is kept and wherever `asks` says so then.
/// The words are the browser's own.
pub fn ask_before_leaving(asks: impl Fn() -> bool + 'static) -> Listening {
    listen(&["beforeunload"], move |event| {
        if asks() {
            event.prevent_default();
        }
    })
}

impl Drop for Listening {
    fn drop(&mut self) {
        let Some(window) = window() else { return };
        for name in self.names {
            let _ = window
                .remove_event_listener_with_callback(name, self.heard.as_ref().unchecked_ref());
        }
    }
}
