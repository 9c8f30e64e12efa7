//! The whole page: three steps in reading order, and what concerns all of them.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::audit::Audit;
use super::list::List;
use super::team::Team;
use crate::dom::ask;
use crate::engine::Engine;
use crate::settings;
use crate::state::{Action, State};

/// The page.
#[component]
pub fn App() -> Html {
    let state = use_reducer(State::default);
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
    use_undo_keys(state.dispatcher());
    let clear_token = {
        let token = token.clone();
        Callback::from(move |()| token.set(AttrValue::default()))
    };
    html! {
        <main>
            <Top dispatch={state.dispatcher()} empty={state.is_empty()} {clear_token} />
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
    clear_token: Callback<()>,
}

#[component]
fn Top(props: &TopProps) -> Html {
    let on_example = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Example))
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
            </p>
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
        let listener = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
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
        let window = web_sys::window();
        if let Some(window) = &window {
            let _ = window
                .add_event_listener_with_callback("keydown", listener.as_ref().unchecked_ref());
        }
        move || {
            if let Some(window) = &window {
                let _ = window.remove_event_listener_with_callback(
                    "keydown",
                    listener.as_ref().unchecked_ref(),
                );
            }
        }
    });
}
