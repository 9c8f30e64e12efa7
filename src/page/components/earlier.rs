//! Earlier notes: the memory of the audit, pasted back.

use yew::prelude::*;

use super::field::TextBox;
use crate::state::{Action, State};

/// What the part shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The text.
    pub text: AttrValue,
    /// Where it goes.
    pub dispatch: UseReducerDispatcher<State>,
}

/// Earlier notes.
#[component]
pub fn Earlier(props: &Props) -> Html {
    let dispatch = props.dispatch.clone();
    let on_edit = use_callback((), move |text, ()| dispatch.dispatch(Action::Earlier(text)));
    html! {
        <div class="earlier">
            <TextBox
                id="earlier" label="Earlier notes" text={props.text.clone()} {on_edit} rows={2}
                placeholder="To go on with an audit, or to carry over the last one: paste the issue's notes, as people have edited them."
            />
        </div>
    }
}
