//! A step that takes input: one line once it is read, all of it while there is something to do.

use calendly_audit::session::view::Input;
use yew::prelude::*;

use super::gate;
use super::icon::icon;
use crate::action::Action;
use crate::engine::Engine;
use crate::state::State;

/// How a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing was given yet.
    Empty,
    /// What was given is read.
    Read,
    /// Something is to be looked at.
    Error,
}

/// Returns the ids of a step's parts begin with this.
pub fn id(input: Input) -> &'static str {
    match input {
        Input::Team => "team",
        Input::Users => "list",
        Input::Earlier => "earlier",
    }
}

/// Returns a step: the button that folds it, with what it holds in a few words, and its controls. What
/// is folded stays in the document.
pub fn step(
    state: &UseReducerHandle<State>,
    engine: &Engine,
    input: Input,
    mark: Mark,
    words: &str,
    body: Html,
) -> Html {
    let open = state.unfolded[input as usize].unwrap_or(match input {
        Input::Earlier => mark == Mark::Error,
        Input::Team | Input::Users => mark != Mark::Read,
    });
    let id = id(input);
    let dispatch = state.dispatcher();
    let onclick =
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Unfold(input, !open)));
    let (head, inside) = (format!("{id}-head"), format!("{id}-body"));
    html! {
        <section class={classes!("step", id, (!open).then_some("folded"), (mark == Mark::Error).then_some("error"))} aria-labelledby={format!("{id}-name")}>
            <h2>
                <button type="button" class="fold" id={head.clone()} aria-expanded={open.to_string()} aria-controls={inside.clone()} {onclick}>
                    { match mark {
                        Mark::Read => icon("check"),
                        Mark::Error => icon("alert"),
                        Mark::Empty if input == Input::Earlier => Html::default(),
                        Mark::Empty => html! { <span class="nth" aria-hidden="true">{ input as usize + 1 }</span> },
                    } }
                    <span id={format!("{id}-name")}>{ input.text() }</span>
                    if !words.is_empty() { { " " }<span class="fold-words">{ words.to_owned() }</span> }
                    if mark != Mark::Empty && !open { { " " }<span class="change">{ "Change" }</span> }
                    { icon("chevron") }
                </button>
            </h2>
            { gate::alerts(state, engine, input) }
            <div class="step-body" id={inside} hidden={!open} data-home={head}>{ body }</div>
        </section>
    }
}
