//! What stands in the way of an audit, beside the input that it is about: what it is, and what to do.

use calendly_audit::desk::view::{Alert, Destination, Input};
use yew::prelude::*;

use crate::action::Action;
use crate::state::State;

/// Returns the alerts beside an input. One about a source in the wrong place has a button that moves it.
pub fn alerts(state: &UseReducerHandle<State>, input: Input) -> Html {
    let Some(view) = &state.view else { return Html::default() };
    let alert = |alert: &Alert| {
        let target = match alert.move_to {
            Some(Destination::Input(target)) => Some(target),
            Some(Destination::Evidence) | None => None,
        };
        let button = target.map(|target| {
            let (dispatch, name) = (state.dispatcher(), alert.name.clone());
            let onclick = Callback::from(move |_: MouseEvent| {
                dispatch.dispatch(Action::Move { from: input, name: name.clone(), to: target });
            });
            html! { <button type="button" {onclick}>{ format!("Move it to {}", target.text()) }</button> }
        });
        html! {
            <div class="problem" role="alert">
                if !alert.name.is_empty() { <code>{ alert.name.clone() }</code>{ " " } }
                { alert.what.clone() }{ " " }{ button.unwrap_or_else(|| html! { alert.advice.clone() }) }
            </div>
        }
    };
    html! { <>{ for view.gate.iter().filter(|alert| alert.input == input).map(alert) }</> }
}
