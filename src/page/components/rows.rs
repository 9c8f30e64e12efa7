//! The rows of a table, as they come: the first with the view, the rest by themselves, a few at a time.
//!
//! The browser's own find, print, a screen reader and a script know only what is on the page, so every row of an ordinary
//! audit is there without a press. Thousands are not drawn at one go, in which nothing else could be done.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use calendly_audit::session::Query;
use calendly_audit::session::view::Which;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::standing::{Run, STRETCH, Standing, Stretch};
use crate::dom::{clock, listen, nears};
use crate::engine::Engine;

/// So many rows of a table come without being asked for.
pub const OF_THEMSELVES: usize = 2000;
/// So many more come where a person nears their end.
const MORE: usize = 1000;
/// So many are brought from the session at once.
const BROUGHT: usize = 200;
/// So many are drawn at once at first; then as many as this machine shows in a moment: a task should not take longer than 50 ms.
const DRAWN: usize = 25;
/// So many at least, be the machine as slow as it may.
const LEAST: usize = 15;
/// So many at most.
const MOST: usize = 200;
/// So long, in milliseconds, should it take to show what is drawn at once: what is drawn and what the browser then lays out and
/// paints are two tasks of about that length, and the next is hardly ever twice as long.
const MOMENT: f64 = 18.0;

/// What is on the page of a table, and how to get the rest.
pub struct Rows {
    /// Those that have come, and after them those that leave.
    pub stretches: Vec<Stretch>,
    /// How many have come.
    pub here: usize,
    /// Whether more are on their way.
    pub coming: bool,
    /// Whether some that stand are of an earlier run, or more are on their way.
    pub busy: bool,
    /// Brings all of them.
    pub all: Callback<MouseEvent>,
}

/// The rows of a table. `end` is the id of what stands below them while there are more than have come.
#[hook]
pub fn use_rows(which: Which, run: &Run, engine: &Engine, end: &'static str) -> Rows {
    let slice = run.slice(which);
    let found = slice.found;
    let standing = use_mut_ref(Standing::default);
    let redraw = use_force_update();
    let window = use_state(|| OF_THEMSELVES);
    let wanted = found.min(*window).max(slice.rows.len());
    if standing.borrow().run.as_ref() != Some(run) {
        standing.borrow_mut().begin(run, which);
    }
    {
        let (standing, engine) = (Rc::clone(&standing), engine.clone());
        use_effect_with((run.clone(), wanted), move |(run, wanted)| {
            let newest = Rc::new(Cell::new(true));
            let turn = Turn { run: run.clone(), standing, redraw, newest: Rc::clone(&newest) };
            spawn_local(turn.clone().take_away());
            spawn_local(turn.bring(which, *wanted, engine));
            move || newest.set(false)
        });
    }
    let (stretches, here, fresh) = {
        let mut standing = standing.borrow_mut();
        (standing.stretches(), standing.here(), standing.fresh)
    };
    let coming = here < wanted;
    {
        // Only where all that was wanted is there: what is on its way would else be wanted again at each movement.
        let (window, more) = (window.clone(), !coming && wanted < found);
        use_effect_with((wanted, more), move |(wanted, more)| {
            let wanted = *wanted;
            let listening = more.then(|| {
                listen::listen(&["scroll"], move |_| {
                    if nears(end) {
                        window.set(wanted + MORE);
                    }
                })
            });
            move || drop(listening)
        });
    }
    let all = Callback::from(move |_: MouseEvent| window.set(usize::MAX));
    Rows { stretches, here, coming, busy: fresh < wanted, all }
}

/// What changes on the page by and by, until another turn takes over.
#[derive(Clone)]
struct Turn {
    run: Run,
    standing: Rc<RefCell<Standing>>,
    redraw: UseForceUpdateHandle,
    newest: Rc<Cell<bool>>,
}

impl Turn {
    /// Whether another one has taken over: it begins a moment after its run stands on the page.
    fn is_over(&self) -> bool {
        !self.newest.get() || self.standing.borrow().run.as_ref() != Some(&self.run)
    }

    /// Brings the rows after those that are fresh, as many as are wanted.
    async fn bring(self, which: Which, wanted: usize, engine: Engine) {
        let query = self.run.slice(which).query.clone();
        let mut at_once = DRAWN;
        loop {
            let from = self.standing.borrow().fresh;
            if from >= wanted {
                break;
            }
            let query = Query { count: up_to(BROUGHT, from).min(wanted - from), ..query.clone() };
            let mut rows = engine.rows(which, query, from).await.into_iter().peekable();
            if rows.peek().is_none() {
                break;
            }
            while rows.peek().is_some() {
                let took = clock::shown().await;
                if self.is_over() {
                    return;
                }
                if let Some(took) = took {
                    at_once = as_many(at_once, took);
                }
                let mut standing = self.standing.borrow_mut();
                // A far stretch at one go: where it is whole, it is not laid out.
                let far = standing.fresh >= OF_THEMSELVES;
                let count = if far { up_to(STRETCH, standing.fresh) } else { at_once };
                standing.bring(rows.by_ref().take(count));
                drop(standing);
                self.redraw.force_update();
            }
        }
    }

    /// Takes away what leaves.
    async fn take_away(self) {
        while !self.standing.borrow().leaving.is_empty() {
            clock::shown().await;
            if self.is_over() {
                return;
            }
            self.standing.borrow_mut().take_away();
            self.redraw.force_update();
        }
    }
}

/// How many to draw next, where the last so many took so long to be shown: as many as should take a [`MOMENT`], by and by.
fn as_many(drawn: usize, took: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 50 to 150")]
    let percent = (100.0 * MOMENT / took.max(1.0)).clamp(50.0, 150.0) as usize;
    (drawn * percent / 100).clamp(LEAST, MOST)
}

/// How many there are from a place up to the next multiple.
fn up_to(multiple: usize, place: usize) -> usize {
    multiple - place % multiple
}
