//! The access token's field. What is typed there stays there and in the page's memory, as [`Typed`], until it is sent.
//!
//! `one-time-code` keeps Chromium's password manager from offering to save it (`off` would not). Firefox offers that only for
//! forms that are really submitted, or left with a password in them: this one never is, since leaving empties the field.

use calendly_audit::gitlab::token::{Token, TokenError};
use web_sys::{HtmlInputElement, InputEvent};
use yew::prelude::*;

use crate::dom::host::{Surroundings, surroundings};
use crate::settings;

/// What stands in the field. Shows itself to nobody, as [`Token`], which it becomes to be sent: no `Debug`, no `Display`.
#[derive(Clone, PartialEq, Default)]
pub struct Typed(AttrValue);

impl Typed {
    /// The token, to be sent; or why it cannot be one.
    pub fn token(&self) -> Result<Token, TokenError> {
        Token::read(&self.0)
    }
}

/// What the field shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The token that was typed.
    pub token: UseStateHandle<Typed>,
}

/// The access token's field; shut, with the reason, where a page of another site could watch it.
#[component]
pub fn TokenField(props: &Props) -> Html {
    let shut = surroundings() == Surroundings::Foreign;
    let oninput = {
        let token = props.token.clone();
        Callback::from(move |event: InputEvent| {
            token.set(Typed(event.target_unchecked_into::<HtmlInputElement>().value().into()));
        })
    };
    html! {
        <div class="field">
            <label for="token">{ "Access token" }</label>
            <input
                id="token" type="password" value={props.token.0.clone()} {oninput} disabled={shut} placeholder="glpat-…"
                autocomplete="one-time-code" autocapitalize="off" spellcheck="false" aria-describedby="token-hint"
            />
            if shut {
                <p class="problem" id="token-hint">
                    { "A page of another site shows this page within itself and could watch what you type, so no token is taken here. " }
                    <a href="./" target="_blank" rel="noopener noreferrer">{ "Open the page in a tab of its own" }</a>{ "." }
                </p>
            } else {
                <p class="hint" id="token-hint">{ "Stays in this tab, and goes only to " }<code>{ settings::gitlab_url() }</code>{ "." }</p>
            }
        </div>
    }
}
