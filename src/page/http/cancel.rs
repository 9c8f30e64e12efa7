//! A person's wish to stop, seen by everything that waits.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::task::{Context, Waker};

/// Stops a fetch. Clones are the same wish: the page keeps one, the fetch holds another.
#[derive(Clone, Default)]
pub struct Cancel(Rc<State>);

#[derive(Default)]
struct State {
    cancelled: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

impl Cancel {
    /// A wish that nobody has yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops everything that holds this. There is no way back: the next fetch takes a new one.
    pub fn cancel(&self) {
        self.0.cancelled.set(true);
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }

    /// Whether to stop; if not yet, the task is woken when it comes to that.
    pub(super) fn poll(&self, context: &Context<'_>) -> bool {
        if self.0.cancelled.get() {
            return true;
        }
        let mut waiting = self.0.waiting.borrow_mut();
        if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
            waiting.push(context.waker().clone());
        }
        false
    }
}
