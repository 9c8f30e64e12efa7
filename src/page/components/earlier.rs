//! Earlier notes: the memory of the audit, pasted back; or an issue's address, which fetches them.

use std::rc::Rc;

use calendly_audit::gitlab::address::Host;
use calendly_audit::gitlab::error::GitlabError;
use calendly_audit::gitlab::issue::IssueAddress;
use calendly_audit::gitlab::token::Token;
use calendly_audit::phrase::Phrase;
use calendly_audit::session::view::Input;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::field::{Paste, TextBox};
use super::phrase;
use super::reading::SourceLine;
use super::step::{Mark, step};
use super::token::Typed;
use crate::action::Action;
use crate::engine::Engine;
use crate::http::{self, Cancel};
use crate::settings;
use crate::sign_in::GitlabSession;
use crate::state::State;
use crate::work::is_large;

/// How the fetch of an issue stands.
#[derive(Clone, PartialEq)]
pub enum Issue {
    /// None is under way.
    None,
    /// Under way, with words on how far.
    Running(String),
    /// It failed.
    Failed(Phrase),
}

/// The one way by which a person gives earlier notes, in the box or by a paste anywhere on the page: what
/// they did is done, and where the text is an issue's address, that issue is fetched with the token that is
/// there, the typed one or the session's. Nothing else ever fetches an issue: not what a tab kept, nor evidence, nor a file.
#[hook]
pub fn use_earlier(
    dispatch: UseReducerDispatcher<State>,
    text: AttrValue,
    token: Typed,
    session: GitlabSession,
) -> (UseStateHandle<Issue>, Callback<Action>) {
    let issue = use_state(|| Issue::None);
    let cancel = use_mut_ref(Cancel::new);
    let given = use_mut_ref(AttrValue::default);
    let latest_token = use_mut_ref(Typed::default);
    latest_token.replace(token);
    {
        // What was being fetched gives way to whatever else has come into the box, or to its being cleared.
        let (issue, cancel, given) = (issue.clone(), cancel.clone(), given.clone());
        let session = session.clone();
        use_effect_with(text, move |text| {
            if *given.borrow() != *text {
                session.wants_issue(false);
                cancel.replace(Cancel::new()).cancel();
                issue.set(Issue::None);
            }
        });
    }
    let on_given = {
        let issue = issue.clone();
        use_callback((), move |action: Action, ()| {
            cancel.replace(Cancel::new()).cancel();
            issue.set(Issue::None);
            let address = match &action {
                Action::Earlier(text) => {
                    given.replace(text.clone());
                    IssueAddress::read(&Host::new(settings::gitlab_url()), text)
                }
                _ => None,
            };
            dispatch.dispatch(action);
            match address {
                None => {}
                Some(Err(error)) => issue.set(Issue::Failed(error.says())),
                Some(Ok(address)) => match latest_token.borrow().token() {
                    Err(error) => issue.set(Issue::Failed(error.says())),
                    Ok(token) => {
                        let cancel = cancel.borrow().clone();
                        let (issue, dispatch) = (issue.clone(), dispatch.clone());
                        fetch(address, token, session.clone(), issue, dispatch, cancel);
                    }
                },
            }
        })
    };
    (issue, on_given)
}

/// Returns what giving these notes does: a text too long for the text area becomes a source of its own.
pub fn notes(text: String) -> Action {
    if is_large(&text) { Action::PastedNotes(text) } else { Action::Earlier(text.into()) }
}

/// Returns the step of earlier notes, which is quiet where there are none. `on_given` is told what a person
/// gives: see [`use_earlier`].
pub fn earlier(
    state: &UseReducerHandle<State>,
    engine: &Engine,
    issue: &Issue,
    on_given: &Callback<Action>,
) -> Html {
    let files = &state.work.earlier_files;
    let dispatch = state.dispatcher();
    let on_remove = Callback::from(move |name| dispatch.dispatch(Action::RemoveNotes(name)));
    let read = state.view.as_ref().and_then(|view| view.earlier.as_ref());
    let (mark, words) = match (issue, read) {
        (Issue::Failed(_), _) => (Mark::Error, String::new()),
        (Issue::Running(far), _) => (Mark::Empty, far.clone()),
        (Issue::None, Some(notes)) if !state.work.earlier.is_empty() || !files.is_empty() => {
            (Mark::Read, format!("{} people · {} decisions", notes.people, notes.decisions))
        }
        _ => (Mark::Empty, "continue from its notes".to_owned()),
    };
    let body = html! {
        <>
            <TextBox
                id="earlier" label="Earlier notes" text={state.work.earlier.clone()} rows={4}
                on_edit={on_given.reform(Action::Earlier)} on_large={on_given.reform(Action::PastedNotes)} paste={Paste::Plain}
                placeholder="To go on with an audit, or to carry over the last one: paste the issue's notes as people have edited them, or the issue's address."
            />
            { match issue {
                Issue::None => Html::default(),
                Issue::Running(far) => html! { <p class="progress">{ far }</p> },
                Issue::Failed(why) => html! { <p class="problem" role="alert">{ phrase::show(why) }</p> },
            } }
            if !files.is_empty() {
                <ul class="sources" data-home="earlier">
                    { for files.iter().enumerate().map(|(place, file)| html! {
                        <li class="source" key={file.name.clone()}>
                            <SourceLine name={file.name.clone()} text={Some((Rc::clone(files), place))} on_remove={Some(on_remove.clone())} />
                        </li>
                    }) }
                </ul>
            }
        </>
    };
    step(state, engine, Input::Earlier, mark, &words, body)
}

fn fetch(
    address: IssueAddress,
    token: Token,
    session: GitlabSession,
    issue: UseStateHandle<Issue>,
    dispatch: UseReducerDispatcher<State>,
    cancel: Cancel,
) {
    issue.set(Issue::Running("Asking GitLab for the issue".to_owned()));
    session.wants_issue(true);
    spawn_local(async move {
        let host = Host::new(settings::gitlab_url());
        let tell = {
            let issue = issue.clone();
            move |progress: calendly_audit::gitlab::progress::Progress| {
                issue.set(Issue::Running(progress.to_string()));
            }
        };
        let token = match session.token(token).await {
            Ok(token) => token,
            Err(why) => return issue.set(Issue::Failed(why)),
        };
        match http::fetch_issue(&host, &address, &token, tell, &cancel).await {
            Ok(text) => {
                issue.set(Issue::None);
                session.wants_issue(false);
                // The issue's address gives way to the notes, wherever they go.
                dispatch.dispatch(Action::Earlier(AttrValue::default()));
                dispatch.dispatch(notes(text));
            }
            Err(GitlabError::Cancelled) => {}
            Err(error) => issue.set(Issue::Failed(session.refused(&token, &error))),
        }
    });
}
