//! The page: a thin layer over the library.
//!
//! It draws and listens. What is read, judged and reported happens in the session, in a worker that runs a program
//! of its own (`src/worker`); [`engine`] talks to it. Only [`http`] speaks to the network and only [`dom`] to
//! what the browser offers beyond Yew. Everything else is the library's.

mod action;
mod components;
mod dom;
mod engine;
mod http;
mod persistence;
mod preferences;
mod queries;
mod settings;
mod sign_in;
mod state;
mod work;

use components::app::{App, Props};
use dom::{clock, storage};
use persistence::Kept;
use sign_in::GitlabSession;

fn main() {
    dom::say_panics();
    wasm_bindgen_futures::spawn_local(start());
}

/// Puts the page where `index.html` has its place, with what was kept of an earlier visit in this tab.
async fn start() {
    let Some(place) = dom::element("page") else { return };
    let kept = Kept::from_parts(storage::kept().await);
    // The program is set up and the page is drawn: two tasks, each short, even on a telephone.
    clock::pause(0).await;
    let props = Props { kept, session: GitlabSession::default() };
    yew::Renderer::<App>::with_root_and_props(place.into(), props).render();
}
