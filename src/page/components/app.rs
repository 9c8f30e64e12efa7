//! The whole page: three steps in reading order, and what concerns all of them.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::audit::Audit;
use super::list::List;
use super::team::Team;
use crate::dom::{ask, leave};
use crate::engine::Engine;
use crate::keep::{Keeper, Keeping, Kept};
use crate::settings;
use crate::state::{Action, State};

/// What the page begins with.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What was kept of an earlier visit in this tab.
    pub kept: Kept,
}

/// The page.
#[component]
pub fn App(props: &Props) -> Html {
    let state = use_reducer(|| State::from(props.kept.clone()));
    let token = use_state(AttrValue::default);
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
    use_effect_with(state.has_unexported_decisions(), |unexported| {
        let listener = unexported.then(leave::ask_before);
        move || drop(listener)
    });
    {
        // Also where the browser only sets the page aside, to bring it back as it was.
        let token = token.clone();
        use_effect_with((), move |()| {
            let listener = leave::on("pagehide", move |_| {
                token.set(AttrValue::default());
                keeper.leave();
            });
            move || drop(listener)
        });
    }
    use_undo_keys(state.dispatcher());
    let clear_token = {
        let token = token.clone();
        Callback::from(move |()| token.set(AttrValue::default()))
    };
    html! {
        <main>
            <Top dispatch={state.dispatcher()} empty={state.is_empty()} keeping={state.keeping} unexported={state.has_unexported_decisions()} {clear_token} />
            if let Some(trouble) = &state.trouble {
                <p class="problem" role="alert">{ trouble }</p>
            }
            <div class="inputs">
                <Team state={state.clone()} token={token.clone()} engine={(*engine).clone()} />
                <List state={state.clone()} engine={(*engine).clone()} />
            </div>
            <Audit {state} token={(*token).clone()} engine={(*engine).clone()} />
            <footer>
                <p>{ format!("Calendly audit {}. Talks to ", settings::version()) }<code>{ settings::gitlab_url() }</code>{ " and to nobody else." }</p>
            </footer>
        </main>
    }
}

/// The privacy promise and the two buttons that concern everything.
#[derive(Properties, PartialEq)]
struct TopProps {
    dispatch: UseReducerDispatcher<State>,
    empty: bool,
    keeping: Keeping,
    unexported: bool,
    clear_token: Callback<()>,
}

#[component]
fn Top(props: &TopProps) -> Html {
    let on_example = {
        let (dispatch, unexported) = (props.dispatch.clone(), props.unexported);
        Callback::from(move |_: MouseEvent| {
            if !unexported
                || ask(
                    "The example takes the place of both lists and of your decisions, which no copied notes hold yet. Load it?",
                )
            {
                dispatch.dispatch(Action::Example);
            }
        })
    };
    let on_clear = {
        let (dispatch, clear_token, empty) =
            (props.dispatch.clone(), props.clear_token.clone(), props.empty);
        Callback::from(move |_: MouseEvent| {
            if empty
                || ask("Clear both lists, the notes, the policy, every decision and the token?")
            {
                clear_token.emit(());
                dispatch.dispatch(Action::Clear);
            }
        })
    };
    html! {
        <div class="top">
            <p class="promise">
                { "Everything happens in this browser tab. The lists go nowhere; the token goes to GitLab only." }
                { match props.keeping {
                    Keeping::All => " What is here is kept in this tab and goes with it; the token is not kept.",
                    Keeping::Nothing | Keeping::Refused => "",
                } }
            </p>
            if props.keeping == Keeping::Refused {
                <p class="warning" role="status">
                    { "This browser does not let the page keep all of what is here: a reload would lose it. Copy or download the notes before you leave." }
                </p>
            }
            <div class="actions">
                <button type="button" onclick={on_example}>{ "Load example" }</button>
                <button type="button" class="quiet" onclick={on_clear}>{ "Clear everything" }</button>
            </div>
        </div>
    }
}

/// Ctrl+Z takes back the last decision, unless the person is typing: then it is the field's own.
#[hook]
fn use_undo_keys(dispatch: UseReducerDispatcher<State>) {
    use_effect_with((), move |()| {
        let listener = leave::on("keydown", move |event| {
            let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
            let typing = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlElement>().ok())
                .is_some_and(|element| {
                    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
                });
            if typing || !(event.ctrl_key() || event.meta_key()) {
                return;
            }
            let action = match (event.key().to_lowercase().as_str(), event.shift_key()) {
                ("z", false) => Action::Undo,
                ("z", true) | ("y", _) => Action::Redo,
                _ => return,
            };
            event.prevent_default();
            dispatch.dispatch(action);
        });
        move || drop(listener)
    });
}
