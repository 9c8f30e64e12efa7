//! A timer of the browser as a future. Dropping it takes it back.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Ready after its time.
pub struct Timer {
    id: Option<i32>,
    state: Rc<State>,
    _callback: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct State {
    over: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Timer {
    /// A timer over seconds. Where there is no window it is over at once.
    pub fn seconds(seconds: u32) -> Self {
        let state = Rc::new(State::default());
        let shared = Rc::clone(&state);
        let callback = Closure::<dyn FnMut()>::new(move || {
            shared.over.set(true);
            if let Some(waker) = shared.waker.take() {
                waker.wake();
            }
        });
        let milliseconds = i32::try_from(seconds.saturating_mul(1000)).unwrap_or(i32::MAX);
        let id = web_sys::window().and_then(|window| {
            let callback = callback.as_ref().unchecked_ref();
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(callback, milliseconds)
                .ok()
        });
        state.over.set(id.is_none());
        Self { id, state, _callback: callback }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.state.over.get() {
            return Poll::Ready(());
        }
        self.state.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, web_sys::window()) {
            window.clear_timeout_with_handle(id);
        }
    }
}
