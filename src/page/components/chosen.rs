//! Files that a person chose or dropped: read, and told to the page; a zip among them is evidence.

use calendly_audit::session::sniff::{Kind, sniff};
use calendly_audit::source::Source;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use crate::action::Action;
use crate::dom::files;
use crate::engine::Engine;
use crate::state::State;

/// Reads the files that were chosen for a step. `takes` is what becomes of them, `fails` of a sentence where one cannot be
/// read.
pub fn on_chosen(
    dispatch: UseReducerDispatcher<State>,
    engine: Engine,
    takes: fn(Vec<Source>) -> Action,
    fails: fn(String) -> Action,
) -> Callback<Vec<File>> {
    Callback::from(move |chosen| {
        let (dispatch, engine) = (dispatch.clone(), engine.clone());
        spawn_local(async move {
            match files::read(chosen).await {
                Ok(sources) => {
                    let sources = evidence(sources, &dispatch, &engine).await;
                    if !sources.is_empty() {
                        dispatch.dispatch(takes(sources));
                    }
                }
                Err(why) => dispatch.dispatch(fails(why)),
            }
        });
    })
}

/// Loads the evidence where one of the files is some, and returns the others.
pub async fn evidence(
    sources: Vec<Source>,
    dispatch: &UseReducerDispatcher<State>,
    engine: &Engine,
) -> Vec<Source> {
    let (zips, sources): (Vec<_>, Vec<_>) =
        sources.into_iter().partition(|source| sniff(&source.bytes) == Some(Kind::Evidence));
    if let Some(zip) = zips.into_iter().next() {
        open_evidence(zip.bytes, dispatch, engine).await;
    }
    sources
}

/// Loads the audit that the bytes of evidence hold, in place of everything; says why where they hold none.
pub async fn open_evidence(zip: Vec<u8>, dispatch: &UseReducerDispatcher<State>, engine: &Engine) {
    dispatch.dispatch(match engine.evidence(zip).await {
        Ok(inputs) => Action::Evidence(Box::new(inputs)),
        Err(why) => Action::Error(why.into()),
    });
}
