//! Earlier notes: the memory of the audit, pasted back; or an issue's address, which fetches them.

use calendly_audit::gitlab::address::Host;
use calendly_audit::gitlab::issue::IssueAddress;
use calendly_audit::gitlab::token::Token;
use calendly_audit::gitlab::trouble::Trouble;
use calendly_audit::phrase::Phrase;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::field::TextBox;
use super::phrase;
use crate::http::{self, Cancel};
use crate::settings;
use crate::state::{Action, State};

/// What the part shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The text.
    pub text: AttrValue,
    /// The token that was typed in the first step.
    pub token: AttrValue,
    /// Where it goes.
    pub dispatch: UseReducerDispatcher<State>,
}

/// How the fetch of an issue stands.
#[derive(Clone, PartialEq)]
enum Issue {
    /// None is under way.
    None,
    /// Under way, with words on how far.
    Running(String),
    /// It failed.
    Failed(Phrase),
}

/// Earlier notes.
#[component]
pub fn Earlier(props: &Props) -> Html {
    let issue = use_state(|| Issue::None);
    let cancel = use_mut_ref(Cancel::new);
    let on_edit = {
        let (dispatch, issue, cancel) = (props.dispatch.clone(), issue.clone(), cancel.clone());
        use_callback(props.token.clone(), move |text: AttrValue, token| {
            // What was being fetched gives way to what stands in the box now.
            cancel.replace(Cancel::new()).cancel();
            issue.set(Issue::None);
            let address = IssueAddress::read(&Host::new(settings::gitlab_url()), &text);
            dispatch.dispatch(Action::Earlier(text));
            match address {
                None => {}
                Some(Err(trouble)) => issue.set(Issue::Failed(trouble.says())),
                Some(Ok(address)) => match Token::read(token) {
                    Err(trouble) => issue.set(Issue::Failed(trouble.says())),
                    Ok(token) => {
                        fetch(
                            address,
                            token,
                            issue.clone(),
                            dispatch.clone(),
                            cancel.borrow().clone(),
                        );
                    }
                },
            }
        })
    };
    {
        // Where everything was cleared, nothing comes in later.
        let (issue, cancel) = (issue.clone(), cancel.clone());
        use_effect_with(props.text.is_empty(), move |empty| {
            if *empty {
                cancel.replace(Cancel::new()).cancel();
                issue.set(Issue::None);
            }
        });
    }
    html! {
        <div class="earlier">
            <TextBox
                id="earlier" label="Earlier notes" text={props.text.clone()} {on_edit} rows={2}
                placeholder="To go on with an audit, or to carry over the last one: paste the issue's notes as people have edited them, or the issue's address."
            />
            { match &*issue {
                Issue::None => Html::default(),
                Issue::Running(far) => html! { <p class="progress">{ far }</p> },
                Issue::Failed(why) => html! { <p class="problem" role="alert">{ phrase::show(why) }</p> },
            } }
        </div>
    }
}

fn fetch(
    address: IssueAddress,
    token: Token,
    issue: UseStateHandle<Issue>,
    dispatch: UseReducerDispatcher<State>,
    cancel: Cancel,
) {
    issue.set(Issue::Running("Asking GitLab for the issue".to_owned()));
    spawn_local(async move {
        let host = Host::new(settings::gitlab_url());
        let tell = {
            let issue = issue.clone();
            move |progress: calendly_audit::gitlab::progress::Progress| {
                issue.set(Issue::Running(progress.to_string()));
            }
        };
        match http::fetch_issue(&host, &address, &token, tell, &cancel).await {
            Ok(text) => {
                issue.set(Issue::None);
                dispatch.dispatch(Action::Earlier(text.into()));
            }
            Err(Trouble::Cancelled) => {}
            Err(trouble) => issue.set(Issue::Failed(trouble.says())),
        }
    });
}
