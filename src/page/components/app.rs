//! The whole page: three steps in reading order, and what concerns all of them.

use std::rc::Rc;

use calendly_audit::session::Query;
use calendly_audit::session::view::Which;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::audit::Audit;
use super::deferred::Deferred;
use super::earlier::{earlier, use_earlier};
use super::global_input::use_global_input;
use super::list::List;
use super::policy::PolicyPart;
use super::team::Team;
use super::token::Typed;
use crate::action::{Action, Agreed};
use crate::dom::{clock, element, home, kept, listen, storage, trip};
use crate::engine::Engine;
use crate::persistence::{Keeper, Kept};
use crate::sign_in::GitlabSession;
use crate::state::{Keeping, State};
use crate::{preferences, settings};

/// What the page begins with.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What was kept of an earlier visit in this tab.
    pub kept: Kept,
    /// The session with GitLab.
    pub session: GitlabSession,
}

/// The page.
#[component]
pub fn App(props: &Props) -> Html {
    let state = use_reducer(|| preferences::first_state(State::from(props.kept.clone())));
    let token = use_state(Typed::default);
    let proposed = use_state(String::new);
    let engine = {
        let dispatch = state.dispatcher();
        use_memo((), move |()| Engine::new(Callback::from(move |action| dispatch.dispatch(action))))
    };
    {
        // Whatever is there is audited, at once: there is no button between the paste and the answer.
        let engine = engine.clone();
        use_effect_with((state.work.clone(), state.queries.clone()), move |(work, queries)| {
            engine.show(work, queries);
        });
    }
    let keeper = {
        let (dispatch, kept) = (state.dispatcher(), props.kept.clone());
        use_memo((), move |()| {
            Keeper::new(
                kept,
                Callback::from(move |keeping| dispatch.dispatch(Action::Keeping(keeping))),
            )
        })
    };
    {
        let keeper = keeper.clone();
        use_effect_with(Kept::of(&state), move |now| keeper.keep(now.clone()));
    }
    // The way to GitLab leads back, to everything that is kept.
    let keeps = state.keeping != Keeping::Refused;
    let unexported = state.has_unexported_decisions() || state.has_unexported_times();
    use_effect_with((unexported, keeps), |(unexported, keeps)| {
        let keeps = *keeps;
        let asks = move || !(keeps && trip::is_under_way());
        let listening = unexported.then(|| listen::ask_before_leaving(asks));
        move || drop(listening)
    });
    let settings_now = preferences::to_text(&state.work.address, &state.work.policy);
    use_effect_with(settings_now, |text| kept::remember(text));
    use_effect(home::go);
    let (issue, on_notes) = use_earlier(
        state.dispatcher(),
        state.work.earlier.clone(),
        (*token).clone(),
        props.session.clone(),
    );
    {
        let (token, session, dispatch) = (token.clone(), props.session.clone(), state.dispatcher());
        // What goes on after a sign-in is what was asked for before it.
        let (on_notes, notes) = (on_notes.clone(), state.work.earlier.clone());
        use_effect_with((), move |()| {
            session.arrive(dispatch, on_notes.reform(move |()| Action::Earlier(notes.clone())));
            // Also where the browser only sets the page aside, to bring it back as it was.
            let listening = listen::listen(&["pagehide", "pageshow"], move |event| {
                if event.type_() == "pageshow" {
                    return session.come_back();
                }
                token.set(Typed::default());
                session.end();
                keeper.leave();
            });
            move || drop(listening)
        });
    }
    {
        // What was cleared is not kept for ever: a minute is enough to notice.
        let (dispatch, cleared) = (state.dispatcher(), state.cleared);
        use_effect_with((state.before.is_some(), cleared), move |(kept, _)| {
            if *kept {
                spawn_local(async move {
                    clock::pause(60_000).await;
                    dispatch.dispatch(Action::Forget(cleared));
                });
            }
        });
    }
    {
        let proposed = proposed.clone();
        let on_fragment = Callback::from(move |fragment: String| proposed.set(fragment));
        use_global_input(state.dispatcher(), (*engine).clone(), on_notes.clone(), on_fragment);
    }
    // Whether the example that an address asks for is on its way: until it is there, nothing is shown that would jump away.
    let comes = use_state(|| false);
    {
        // Never in the place of somebody's work.
        let (dispatch, engine, empty) = (state.dispatcher(), (*engine).clone(), state.is_empty());
        let comes = comes.clone();
        use_effect_with((*proposed).clone(), move |fragment| {
            if fragment == "example" {
                kept::forget_fragment();
                comes.set(empty);
                spawn_local(async move {
                    if !load_example(&dispatch, &engine, Agreed::No).await {
                        comes.set(false);
                    }
                });
            }
        });
    }
    {
        // After the effect above that has it audited: the session answers in order, so that this is answered when the audit is
        // shown, or could not be.
        let (engine, comes) = ((*engine).clone(), comes.clone());
        use_effect_with(*comes && !state.is_empty(), move |stands| {
            if *stands {
                spawn_local(async move {
                    engine.rows(Which::Team, Query::default(), 0).await;
                    comes.set(false);
                });
            }
        });
    }
    let hidden = comes.then_some("on-its-way");
    html! {
        <>
            if *comes {
                <p class="instead" role="status">{ "The example is on its way." }</p>
            }
            <main id="main" tabindex="-1" class={classes!(hidden, state.is_empty().then_some("first-sight"))} aria-busy={hidden.map(|_| "true")}>
                { top(&state, &token, &props.session, &engine) }
                if let Some(error) = &state.error {
                    <p class="problem" role="alert">{ error }</p>
                }
                { from_address(&state, &proposed) }
                <div class="inputs" hidden={state.review}>
                    <Deferred frames={1}>
                        <Team state={state.clone()} token={token.clone()} session={props.session.clone()} engine={(*engine).clone()} />
                    </Deferred>
                    <Deferred frames={2}>
                        <List state={state.clone()} engine={(*engine).clone()} />
                    </Deferred>
                    <Deferred frames={3}>
                        { earlier(&state, &engine, &issue, &on_notes) }
                        <PolicyPart policy={Rc::clone(&state.work.policy)} address={state.work.address.clone()} dispatch={state.dispatcher()} />
                    </Deferred>
                </div>
                <Deferred frames={4}>
                    <Audit state={state.clone()} engine={(*engine).clone()} />
                </Deferred>
            </main>
            <Deferred frames={4}>
                <footer class={hidden}>
                    <p>{ format!("Calendly audit {}. Talks to ", settings::version()) }<code>{ settings::gitlab_url() }</code>{ " and to nobody else." }</p>
                    if state.keeping == Keeping::All {
                        <p>{ "What is here is kept in this tab and goes with it; the token is not kept." }</p>
                    }
                </footer>
            </Deferred>
        </>
    }
}

/// The buttons that concern everything, and whether it would survive a reload.
fn top(
    state: &UseReducerHandle<State>,
    token: &UseStateHandle<Typed>,
    session: &GitlabSession,
    engine: &Engine,
) -> Html {
    let on_example = {
        let (dispatch, engine) = (state.dispatcher(), engine.clone());
        Callback::from(move |_: MouseEvent| {
            let (dispatch, engine) = (dispatch.clone(), engine.clone());
            spawn_local(async move {
                load_example(&dispatch, &engine, Agreed::Yes).await;
            });
        })
    };
    let on_clear = {
        let (state, token, session) = (state.clone(), token.clone(), session.clone());
        Callback::from(move |_: MouseEvent| {
            token.set(Typed::default());
            session.end();
            // Also what could not be brought back, of which the state knows nothing.
            storage::clear();
            state.dispatch(Action::Clear);
        })
    };
    let on_review = {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| state.dispatch(Action::Review(!state.review)))
    };
    let actions = html! {
        <>
            if state.review {
                <button type="button" class="primary" id="review" onclick={on_review}>{ "Back to the audit" }</button>
            } else {
                <button type="button" onclick={on_example}>{ "Load example" }</button>
                <button type="button" class="quiet" onclick={on_clear}>{ "Clear everything" }</button>
                <button type="button" class="quiet" id="review" onclick={on_review}>{ "Review" }</button>
            }
        </>
    };
    html! {
        <>
            if let Some(place) = element("whole") { { create_portal(actions, place.into()) } }
            if let Some(lost) = &state.lost {
                <p class="warning" role="alert">{ lost }</p>
            }
            if state.keeping == Keeping::Refused {
                <p class="warning">
                    { "This browser does not let the page keep all of what is here: a reload would lose it. Copy or download the notes before you leave." }
                </p>
            }
        </>
    }
}

/// Has the session bring the example. Answers whether it came.
async fn load_example(
    dispatch: &UseReducerDispatcher<State>,
    engine: &Engine,
    agreed: Agreed,
) -> bool {
    let example = engine.example().await;
    let came = example.is_ok();
    dispatch.dispatch(match example {
        Ok(inputs) => Action::Example(Box::new(inputs), agreed),
        Err(why) => Action::Error(why.into()),
    });
    came
}

/// Settings that the page's address holds: shown, and used only if the person says so.
fn from_address(state: &UseReducerHandle<State>, proposed: &UseStateHandle<String>) -> Html {
    let shown = preferences::shown(proposed);
    if shown.is_empty() {
        return Html::default();
    }
    let answer = |used: bool| {
        let (state, proposed) = (state.clone(), proposed.clone());
        Callback::from(move |_: MouseEvent| {
            if used {
                let mut address = state.work.address.clone();
                let mut policy = (*state.work.policy).clone();
                preferences::take(&proposed, &mut address, &mut policy);
                state.dispatch(Action::Address(address));
                state.dispatch(Action::Policy(policy));
            }
            kept::forget_fragment();
            proposed.set(String::new());
        })
    };
    html! {
        <section class="proposed" aria-labelledby="proposed-head" data-home="team-head">
            <h2 id="proposed-head">{ "Settings in the page's address" }</h2>
            <dl class="summary">{ for shown.into_iter().map(|(name, value)| html! {
                <div><dt>{ name }</dt><dd><bdi>{ value }</bdi></dd></div>
            }) }</dl>
            <div class="actions">
                <button type="button" class="primary" onclick={answer(true)}>{ "Use these settings" }</button>
                <button type="button" onclick={answer(false)}>{ "Ignore them" }</button>
            </div>
        </section>
    }
}
