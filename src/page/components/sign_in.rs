//! How a person proves who they are to GitLab: by signing in there, where the page was built for that, or by a
//! token.

use calendly_audit::gitlab::sign_in::Intent;
use yew::prelude::*;

use super::phrase;
use super::token::{TokenField, Typed};
use crate::action::Action;
use crate::dom::host::{Surroundings, surroundings};
use crate::dom::listen;
use crate::sign_in::{Session, Standing};
use crate::state::State;

/// The session, and how it stands.
#[derive(Clone, PartialEq)]
pub struct SignIn {
    /// The session.
    pub session: Session,
    /// How it stands.
    standing: Standing,
}

impl SignIn {
    /// Whether the page is being left for GitLab.
    pub fn is_leaving(&self) -> bool {
        self.standing == Standing::Leaving
    }
}

/// The page's session with GitLab: takes what came back from there, and says when somebody is signed in or out.
#[hook]
pub fn use_sign_in(dispatch: &UseReducerDispatcher<State>) -> SignIn {
    let standing = use_state(|| Standing::Out);
    let session = {
        let (standing, dispatch) = (standing.setter(), dispatch.clone());
        use_memo((), move |()| {
            Session::new(Callback::from(move |now: Standing| {
                if now == Standing::In {
                    dispatch.dispatch(Action::Say("You are signed in with GitLab.".into()));
                }
                standing.set(now);
            }))
        })
    };
    {
        let session = (*session).clone();
        use_effect_with((), move |()| {
            session.arrive();
            let listening = listen::listen(&["pageshow"], move |_| session.come_back());
            move || drop(listening)
        });
    }
    SignIn { session: (*session).clone(), standing: (*standing).clone() }
}

/// Goes on with what a person had asked for before they signed in: `part` of it, by `go`.
#[hook]
pub fn use_resumed(sign_in: &SignIn, part: fn(&mut Intent) -> &mut bool, go: Callback<()>) {
    let session = sign_in.session.clone();
    use_effect_with(sign_in.standing == Standing::In, move |is_in| {
        if *is_in && session.resume(part) {
            go.emit(());
        }
    });
}

/// What the controls show and change.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The token that was typed.
    pub token: UseStateHandle<Typed>,
    /// The session.
    pub sign_in: SignIn,
    /// What goes on after a sign-in.
    pub intent: Intent,
}

/// `Sign in with GitLab`, then `Sign out`, and the token's field folded below; the field alone where the page has no
/// application id, or where a page of another site frames it.
#[component]
pub fn Credentials(props: &Props) -> Html {
    let field = html! { <TokenField token={props.token.clone()} /> };
    let SignIn { session, standing } = &props.sign_in;
    if !session.is_possible() || surroundings() == Surroundings::Foreign {
        return field;
    }
    let on_sign_in = {
        let (session, intent) = (session.clone(), props.intent);
        let under_way = matches!(standing, Standing::Leaving | Standing::Arriving);
        Callback::from(move |_: MouseEvent| {
            if !under_way {
                session.begin(intent);
            }
        })
    };
    let on_sign_out = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.end())
    };
    let word = match standing {
        Standing::Leaving => "Going to GitLab",
        Standing::Arriving => "Signing in",
        Standing::In => "Signed in",
        Standing::Out | Standing::Failed(_) => "",
    };
    html! {
        <div class="sign-in">
            <div class="actions">
                if *standing == Standing::In {
                    <button type="button" data-home="sign-in" onclick={on_sign_out}>{ "Sign out" }</button>
                } else {
                    <button type="button" id="sign-in" class="primary" aria-disabled={(!word.is_empty()).to_string()} onclick={on_sign_in}>
                        { "Sign in with GitLab" }
                    </button>
                }
                if !word.is_empty() {
                    <span class="progress">{ word }</span>
                }
            </div>
            if let Standing::Failed(why) = standing {
                <p class="problem" role="alert">{ phrase::show(why) }</p>
            }
            <details class="help">
                <summary>{ "or use a token" }</summary>
                { field }
            </details>
        </div>
    }
}
