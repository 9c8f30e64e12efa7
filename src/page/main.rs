//! The page: a thin layer over the library.
//!
//! The same wasm runs twice: in the page, where it draws and listens, and in a worker, where the desk
//! reads, judges and reports. Only [`http`] speaks to the network and only [`dom`] to what the browser
//! offers beyond Yew. Everything else is the library's.

mod components;
mod dom;
mod engine;
mod http;
mod keep;
mod preferences;
mod settings;
mod state;

fn main() {
    match engine::here() {
        Some(scope) => engine::serve(&scope),
        None => wasm_bindgen_futures::spawn_local(dom::start()),
    }
}
