//! Keeps the keyboard's place: where an element that has the focus goes away, the focus goes to its home.
//!
//! An element names its home in `data-home`: the ids of elements, the nearest first. Without one the browser
//! would drop the focus to the top of the page, and a person with it.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, window};

thread_local! {
    static HOME: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The focus has come to an element: its home holds from now on.
pub fn came(event: &Event) {
    let home = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("[data-home]").ok().flatten())
        .and_then(|element| element.get_attribute("data-home"));
    HOME.set(home.unwrap_or_default());
}

/// A person has pointed elsewhere: there is nothing to go home to.
pub fn left() {
    HOME.take();
}

/// If the focus was lost with its element, brings it home.
pub fn go() {
    let Some(document) = window().and_then(|window| window.document()) else { return };
    // What is folded keeps the focus until the browser lays the page out: it is as good as lost.
    let lost = document.active_element().is_none_or(|element| {
        element.tag_name() == "BODY" || element.closest("[hidden]").is_ok_and(|at| at.is_some())
    });
    if !lost || HOME.with_borrow(String::is_empty) {
        return;
    }
    let home = HOME.take();
    let element = home.split(' ').find_map(|id| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
