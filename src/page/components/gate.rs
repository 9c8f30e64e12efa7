//! What stands in the way of an audit, beside the input that it is about: what it is, and what to do.

use calendly_audit::session::view::{Alert, Destination, Input};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::chosen::open_evidence;
use crate::action::Action;
use crate::engine::Engine;
use crate::state::State;

/// Returns the alerts beside an input. One about a source in the wrong place has a button that moves it, and one
/// about evidence a button that opens it.
pub fn alerts(state: &UseReducerHandle<State>, engine: &Engine, input: Input) -> Html {
    let Some(view) = &state.view else { return Html::default() };
    let alert = |alert: &Alert| {
        let button = alert.move_to.map(|destination| {
            let (state, engine, name) = (state.clone(), engine.clone(), alert.name.clone());
            let onclick = Callback::from(move |_: MouseEvent| match destination {
                Destination::Input(to) => {
                    state.dispatch(Action::Move { from: input, name: name.clone(), to });
                }
                Destination::Evidence => {
                    if let Some(source) = state.source(input, &name) {
                        let (dispatch, engine) = (state.dispatcher(), engine.clone());
                        spawn_local(async move {
                            open_evidence(source.bytes, &dispatch, &engine).await;
                        });
                    }
                }
            });
            let words = match destination {
                Destination::Input(to) => format!("Move it to {}", to.text()),
                Destination::Evidence => "Open the evidence".to_owned(),
            };
            html! { <button type="button" {onclick}>{ words }</button> }
        });
        let advice = match alert.move_to {
            Some(Destination::Input(_)) => "",
            _ => alert.advice.as_str(),
        };
        html! {
            <div class="problem" role="alert">
                if !alert.name.is_empty() { <code>{ alert.name.clone() }</code>{ " " } }
                { alert.what.clone() }{ " " }
                if !advice.is_empty() { { advice.to_owned() }{ " " } }
                { button.unwrap_or_default() }
            </div>
        }
    };
    html! { <>{ for view.gate.iter().filter(|alert| alert.input == input).map(alert) }</> }
}
