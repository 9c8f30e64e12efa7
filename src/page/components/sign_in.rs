//! How a person proves who they are to GitLab: by signing in there, where the page was built for that, or by a
//! token.

use yew::prelude::*;

use super::token::{TokenField, Typed};
use crate::dom::host::{Surroundings, surroundings};
use crate::sign_in::GitlabSession;
use crate::state::{Fetch, State};

/// Returns whether to sign in is the first thing to do: it is possible, and nobody is or has typed a token.
pub fn is_first(state: &State, session: &GitlabSession, token: &Typed) -> bool {
    is_offered(session) && !state.signed_in && *token == Typed::default()
}

fn is_offered(session: &GitlabSession) -> bool {
    session.is_possible() && surroundings() != Surroundings::Foreign
}

/// Returns `Sign in with GitLab`, then `Sign out`, and the token's field folded below, with `help` on how to make one;
/// the field alone where the page has no application id, or where a page of another site frames it.
pub fn credentials(
    state: &State,
    session: &GitlabSession,
    token: &UseStateHandle<Typed>,
    help: Html,
) -> Html {
    let field = html! { <><TokenField token={token.clone()} />{ help }</> };
    if !is_offered(session) {
        return field;
    }
    let class = is_first(state, session, token).then_some("primary");
    let session = session.clone();
    let (button, press) = if state.signed_in {
        ("Sign out", Callback::from(move |_: MouseEvent| session.end()))
    } else {
        // What a person asked for and did not get: a fetch that failed, or none yet.
        let wants_roster = state.work.roster.is_empty() || matches!(state.fetch, Fetch::Failed(_));
        let press = Callback::from(move |_: MouseEvent| session.begin(wants_roster));
        ("Sign in with GitLab", press)
    };
    html! {
        <div class="sign-in">
            <button type="button" {class} onclick={press}>{ button }</button>
            <details class="help">
                <summary>{ "or use a token" }</summary>
                { field }
            </details>
        </div>
    }
}
