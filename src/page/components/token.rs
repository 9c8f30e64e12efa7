//! The access token's field. What is typed there stays there and in the page's memory until it is sent.
//!
//! `one-time-code` keeps Chromium's password manager from offering to save it (`off` would not). Firefox offers that only for
//! forms that are really submitted, or left with a password in them: this one never is, since leaving empties the field.

use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

use crate::dom::host::{Surroundings, surroundings};

/// What the field shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The token that was typed.
    pub token: UseStateHandle<AttrValue>,
}

/// The access token's field; shut, with the reason, where a page of another site could watch it.
#[component]
pub fn TokenField(props: &Props) -> Html {
    let shut = surroundings() == Surroundings::Foreign;
    let oninput = {
        let token = props.token.clone();
        Callback::from(move |event: InputEvent| {
            token.set(event.target_unchecked_into::<HtmlInputElement>().value().into());
        })
    };
    html! {
        <div class="field">
            <label for="token">{ "Access token" }</label>
            <input
                id="token" type="password" value={(*props.token).clone()} {oninput} disabled={shut} placeholder="glpat-…"
                autocomplete="one-time-code" autocapitalize="off" spellcheck="false" aria-describedby={shut.then_some("token-hint")}
            />
            if shut {
                <p class="problem" id="token-hint">
                    { "A page of another site shows this page within itself and could watch what you type, so no token is taken here. " }
                    <a href="./" target="_blank" rel="noopener noreferrer">{ "Open the page in a tab of its own" }</a>{ "." }
                </p>
            }
        </div>
    }
}
