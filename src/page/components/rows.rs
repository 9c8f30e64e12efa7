//! The rows of a table, as they come: the first with the view, the rest by themselves, a few at a time.
//!
//! The browser's own find, print, a screen reader and a script know only what is on the page, so every row of an ordinary
//! audit is there without a press. Thousands are not drawn at one go, in which nothing else could be done.

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

use calendly_audit::desk::view::{RowView, Which};
use calendly_audit::desk::{Query, Slice, View};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::dom::{clock, listen, nears};
use crate::engine::Engine;

/// So many rows of a table come without being asked for.
pub const OF_THEMSELVES: usize = 2000;
/// So many more come where a person nears their end.
const MORE: usize = 1000;
/// So many are brought from the desk at once.
const BROUGHT: usize = 200;
/// So many are drawn at once at first; then as many as this machine draws in a moment: a task should not take longer than 50 ms.
const DRAWN: usize = 25;
/// So many at least, be the machine as slow as it may.
const LEAST: usize = 10;
/// So many at most.
const MOST: usize = 200;
/// A stretch that took less than this, in milliseconds, was a small one.
const SMALL: f64 = 10.0;
/// One that took more was a large one.
const LARGE: f64 = 25.0;

/// The desk's last answer. Another answer is another run, be it equal or not: what it does not show may differ.
#[derive(Clone)]
pub struct Run(pub Rc<View>);

impl PartialEq for Run {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Run {
    /// One of the two tables.
    pub fn slice(&self, which: Which) -> &Slice {
        match which {
            Which::Team => &self.0.team,
            Which::Outside => &self.0.outside,
        }
    }
}

/// A row, and what it is known by from one run to the next: the key of its person or user, since its place may be somebody
/// else's after any decision. Rows of one key are numbered; a decision means them all.
pub type Known = (Rc<str>, Rc<RowView>);

/// What is on the page of a table, and how to get the rest.
pub struct Rows {
    /// Those that have come.
    pub here: Vec<Known>,
    /// Whether more are on their way.
    pub coming: bool,
    /// Brings all of them.
    pub all: Callback<MouseEvent>,
}

/// The rows after the first.
#[derive(Default)]
struct Tail {
    query: Query,
    rows: Vec<Known>,
    /// How many of them are of the last run; the others stand until they are brought anew, so that nothing jumps.
    fresh: usize,
}

fn known(row: RowView) -> Known {
    (row.key.as_str().into(), Rc::new(row))
}

/// The rows of a table. `end` is the id of what stands below them while there are more than have come.
#[hook]
pub fn use_rows(which: Which, run: &Run, engine: &Engine, end: &'static str) -> Rows {
    let slice = run.slice(which);
    let found = slice.found;
    let first = use_memo(run.clone(), move |run| {
        run.slice(which).rows.iter().cloned().map(known).collect::<Vec<_>>()
    });
    let tail = use_mut_ref(Tail::default);
    let drawn = use_force_update();
    let window = use_state(|| OF_THEMSELVES);
    let wanted = found.min(*window).max(slice.rows.len());
    let brought = use_mut_ref(|| None::<Run>);
    {
        let (tail, engine) = (Rc::clone(&tail), engine.clone());
        use_effect_with((run.clone(), wanted), move |(run, wanted)| {
            let (slice, wanted) = (run.slice(which), *wanted);
            let (query, before) = (slice.query.clone(), slice.rows.len());
            {
                let mut tail = tail.borrow_mut();
                if brought.replace(Some(run.clone())).as_ref() != Some(run) {
                    tail.fresh = 0;
                    if tail.query != query {
                        *tail = Tail { query: query.clone(), ..Tail::default() };
                    }
                }
            }
            let newest = Rc::new(Cell::new(true));
            let still = Rc::clone(&newest);
            spawn_local(async move {
                let mut at_once = DRAWN;
                loop {
                    let from = before + tail.borrow().fresh;
                    if from >= wanted {
                        break;
                    }
                    let query = Query { count: BROUGHT.min(wanted - from), ..query.clone() };
                    let mut rows = engine.rows(which, query, from).await.into_iter().peekable();
                    if rows.peek().is_none() {
                        break;
                    }
                    while rows.peek().is_some() {
                        // The pause lasts for as long as the browser is at work on what was drawn last.
                        let took = clock::pause(0).await;
                        if !still.get() {
                            return;
                        }
                        if took > LARGE {
                            at_once = (at_once / 2).max(LEAST);
                        } else if took < SMALL {
                            at_once = (at_once * 2).min(MOST);
                        }
                        let mut tail = tail.borrow_mut();
                        for row in rows.by_ref().take(at_once) {
                            let place = tail.fresh;
                            tail.fresh += 1;
                            match tail.rows.get_mut(place) {
                                // A row that is as it was is not drawn anew.
                                Some(old) if *old.1 == row => {}
                                Some(old) => *old = known(row),
                                None => tail.rows.push(known(row)),
                            }
                        }
                        drop(tail);
                        drawn.force_update();
                    }
                }
            });
            move || newest.set(false)
        });
    }
    let rows = {
        let tail = tail.borrow();
        let (rows, fresh) =
            if tail.query == slice.query { (&tail.rows[..], tail.fresh) } else { (&[][..], 0) };
        numbered(&first, rows.split_at(fresh.min(rows.len())), wanted)
    };
    let coming = rows.len() < wanted;
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
    Rows { here: rows, coming, all }
}

/// The first rows and those after them: of one key, they are numbered. What stands from an earlier run goes where its place
/// is needed, or where its row has come at another one.
fn numbered(first: &[Known], (fresh, old): (&[Known], &[Known]), wanted: usize) -> Vec<Known> {
    let mut seen = HashSet::<Rc<str>>::new();
    let mut all = Vec::with_capacity(wanted);
    for (key, row) in first.iter().chain(fresh) {
        let mut id = Rc::clone(key);
        let mut nth = 1;
        while !seen.insert(Rc::clone(&id)) {
            nth += 1;
            id = format!("{key} {nth}").into();
        }
        all.push((id, Rc::clone(row)));
    }
    let old = old.iter().filter(|(key, _)| seen.insert(Rc::clone(key)));
    all.extend(old.cloned());
    all.truncate(wanted);
    all
}
