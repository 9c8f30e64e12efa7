//! The page: a thin layer over the library.
//!
//! It draws and listens. What is read, judged and reported happens at the desk, in a worker that runs a program
//! of its own (`src/worker`); [`engine`] talks to it. Only [`http`] speaks to the network and only [`dom`] to
//! what the browser offers beyond Yew. Everything else is the library's.

mod components;
mod dom;
mod engine;
mod http;
mod keep;
mod preferences;
mod settings;
mod state;

fn main() {
    wasm_bindgen_futures::spawn_local(dom::start());
}
