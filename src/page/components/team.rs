//! Step 1: the team. Fetches the roster from GitLab, or takes it from files.

use std::cell::RefCell;
use std::rc::Rc;

use calendly_audit::gitlab::address::{Host, Layout, RosterAddress};
use calendly_audit::gitlab::error::GitlabError;
use calendly_audit::gitlab::folder::BlobCache;
use calendly_audit::gitlab::progress::Progress;
use calendly_audit::gitlab::token::TokenError;
use calendly_audit::phrase::Phrase;
use calendly_audit::report::Origin;
use calendly_audit::session::view::{Input, Side};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::chosen::on_chosen;
use super::field::{Field, Files};
use super::phrase;
use super::reading::{Sources, is_troubled};
use super::sign_in::{credentials, is_first};
use super::step::{Mark, step};
use super::token::Typed;
use crate::action::Action;
use crate::engine::Engine;
use crate::http::{self, Cancel};
use crate::settings;
use crate::sign_in::GitlabSession;
use crate::state::{Fetch, State};
use crate::work::Address;

/// What the step shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The state of the page.
    pub state: UseReducerHandle<State>,
    /// The token that was typed. Here and in its field, and nowhere else.
    pub token: UseStateHandle<Typed>,
    /// The session with GitLab.
    pub session: GitlabSession,
    /// The session.
    pub engine: Engine,
}

/// Step 1.
#[component]
pub fn Team(props: &Props) -> Html {
    let state = &props.state;
    let dispatch = state.dispatcher();
    let fetching = use_mut_ref(Fetching::default);
    let address = state.work.address.clone();
    let edit = |set: fn(&mut Address, String)| {
        let (dispatch, address) = (dispatch.clone(), address.clone());
        Callback::from(move |text| {
            let mut address = address.clone();
            set(&mut address, text);
            dispatch.dispatch(Action::Address(address));
        })
    };
    let running = matches!(state.fetch, Fetch::Running(_));
    {
        // A fetch whose result is no longer wanted (everything was cleared, files took its place) ends, and the token
        // with it; files that a cleared page had read of a folder go too.
        let fetching = fetching.clone();
        use_effect_with((running, state.cleared), move |(running, cleared)| {
            let mut fetching = fetching.borrow_mut();
            if !running {
                fetching.cancel.cancel();
            }
            if fetching.cleared != *cleared {
                *fetching = Fetching { cleared: *cleared, ..Fetching::default() };
            }
        });
    }

    let on_fetch = {
        let (dispatch, address, fetching, typed) =
            (dispatch.clone(), address.clone(), fetching.clone(), (*props.token).clone());
        let session = props.session.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if !running {
                fetch(dispatch.clone(), &address, &typed, &session, &fetching);
            }
        })
    };
    let on_cancel = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            fetching.borrow_mut().cancel.cancel();
            dispatch.dispatch(Action::FetchCancelled);
        })
    };
    let on_files = on_chosen(dispatch.clone(), props.engine.clone(), Action::RosterFiles, |why| {
        Action::FetchFailed(Phrase::new().trusted(why))
    });
    let on_remove = {
        let dispatch = dispatch.clone();
        Callback::from(move |name| dispatch.dispatch(Action::RemoveRoster(name)))
    };
    let host = Host::new(settings::gitlab_url());
    let layout = RosterAddress::read(&host, &address.project, &address.path, &address.reference)
        .map_or(Layout::File, |address| address.layout());
    let read = state.view.as_ref().map(|view| view.roster.clone()).unwrap_or_default();

    let mark = match &state.fetch {
        Fetch::Failed(_) => Mark::Error,
        _ if !state.aside.is_empty() || is_troubled(&read) => Mark::Error,
        _ if state.work.roster.is_empty() || read.records == 0 => Mark::Empty,
        _ => Mark::Read,
    };
    let help = html! {
        <details class="help">
            <summary>{ "How to make the token" }</summary>
            <p>
                { "It needs the scope " }<code>{ layout.scope().name() }</code>{ ", and you need to see the project: " }
                <a href={host.token_link(layout.scope())} target="_blank" rel="noopener noreferrer">{ "make such a token" }</a>
                { " and paste it here." }
            </p>
        </details>
    };
    let fetch_class = (!is_first(state, &props.session, &props.token)).then_some("primary");
    let body = html! {
        <>
            <form onsubmit={on_fetch} autocomplete="off">
                <div class="fields">
                    { credentials(state, &props.session, &props.token, help) }
                    <Field id="project" label="Project" value={address.project.clone()} on_edit={edit(|a, t| a.project = t.into())} />
                    <Field id="path" label="Path" value={address.path.clone()} on_edit={edit(|a, t| a.path = t.into())} />
                    <Field
                        id="reference" label="Branch, tag or commit" value={address.reference.clone()}
                        placeholder="the default branch" on_edit={edit(|a, t| a.reference = t.into())}
                    />
                </div>
                <div class="actions">
                    <button type="submit" id="fetch" class={fetch_class} aria-disabled={running.to_string()}>{ "Fetch from GitLab" }</button>
                    if running {
                        <button type="button" data-home="fetch" onclick={on_cancel}>{ "Cancel" }</button>
                    }
                    if let Fetch::Running(far) = &state.fetch {
                        <span class="progress">{ far }</span>
                    }
                </div>
                if let Fetch::Failed(why) = &state.fetch {
                    <p class="problem" role="alert">{ phrase::show(why) }</p>
                }
                { for state.aside.iter().map(|aside| html! { <p class="warning">{ aside }</p> }) }
            </form>
            <p class="or">{ "or" }</p>
            <Files id="roster-files" label="Roster files" accept=".yaml,.yml,.zip" {on_files} />
            <Sources noun={("person", "people")} home="roster-files" side={read.clone()} files={Rc::clone(&state.work.roster)} first={0} {on_remove} />
        </>
    };
    step(state, &props.engine, Input::Team, mark, &words(state, &read), body)
}

/// Returns what was read, and from where: `171 people · data/support-team.yaml at 1a2b3c4d`.
fn words(state: &State, read: &Side) -> String {
    if let Fetch::Running(_) = state.fetch {
        return "Loading".to_owned();
    }
    let from = match (&state.work.origin, state.work.roster.as_slice()) {
        (_, []) => return String::new(),
        (Origin::Fetched { path, commit, .. }, _) => {
            format!("{path} at {}", commit.get(..8).unwrap_or(commit))
        }
        (Origin::Files, [file]) => file.name.clone(),
        (Origin::Files, files) => format!("{} files", files.len()),
    };
    match read.records {
        1 => format!("1 person · {from}"),
        people => format!("{people} people · {from}"),
    }
}

/// What a fetch under way needs between two renderings.
#[derive(Default)]
struct Fetching {
    cancel: Cancel,
    /// Files of a folder that were read already: a second try asks only for the rest.
    shelf: Rc<RefCell<BlobCache>>,
    /// How often everything had been cleared when this began.
    cleared: usize,
}

/// Fetches the roster. What was there before stays until the new one is whole.
fn fetch(
    dispatch: UseReducerDispatcher<State>,
    address: &Address,
    typed: &Typed,
    session: &GitlabSession,
    fetching: &RefCell<Fetching>,
) {
    let host = Host::new(settings::gitlab_url());
    let token = typed.token().map_err(TokenError::says);
    let address = RosterAddress::read(&host, &address.project, &address.path, &address.reference)
        .map_err(|error| error.says());
    let (token, address) = match (token, address) {
        (Ok(token), Ok(address)) => (token, address),
        (Err(why), _) | (_, Err(why)) => return dispatch.dispatch(Action::FetchFailed(why)),
    };
    let cancel = Cancel::new();
    let shelf = {
        let mut fetching = fetching.borrow_mut();
        fetching.cancel = cancel.clone();
        Rc::clone(&fetching.shelf)
    };
    dispatch.dispatch(Action::Fetching("Asking GitLab".into()));
    let session = session.clone();
    spawn_local(async move {
        let token = match session.token(token).await {
            Ok(token) => token,
            Err(why) => return dispatch.dispatch(Action::FetchFailed(why)),
        };
        let tell = {
            let dispatch = dispatch.clone();
            move |progress: Progress| {
                dispatch.dispatch(Action::Fetching(progress.to_string().into()));
            }
        };
        match http::fetch_roster(&host, &address, &token, &shelf, tell, &cancel).await {
            Ok(fetched) => dispatch.dispatch(Action::Roster {
                files: fetched.files,
                origin: Origin::Fetched {
                    project: address.project().to_owned(),
                    path: address.path().to_owned(),
                    commit: fetched.commit,
                },
                aside: fetched.aside,
            }),
            Err(GitlabError::Cancelled) => {}
            Err(error) => {
                dispatch.dispatch(Action::FetchFailed(session.refused(&token, &error)));
            }
        }
    });
}
