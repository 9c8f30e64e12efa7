//! Copying: to the clipboard, with a button that says what came of it.

use std::pin::Pin;
use std::rc::Rc;

use calendly_audit::session::Copy;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::action::Action;
use crate::dom::{clipboard, clock};
use crate::engine::{Copied, Engine};
use crate::state::State;

/// A copy under way: whether it was done.
pub type Copying = Pin<Box<dyn Future<Output = bool>>>;

/// Copies whin the session makes, and says what came of it: `said`, or why not.
pub fn to_clipboard(
    dispatch: UseReducerDispatcher<State>,
    engine: Engine,
    what: Copy,
    said: impl Fn(&Copied) -> String + 'static,
) -> Copying {
    Box::pin(async move {
        let whole = what == Copy::Notes(None);
        let done = match engine.copy(what).await {
            Ok(made) => clipboard::copy(&String::from_utf8_lossy(&made.bytes))
                .await
                .map(|()| made)
                .map_err(|_| {
                    "The browser refused the clipboard. Use Download Markdown instead.".to_owned()
                }),
            Err(why) => Err(why),
        };
        let copied = done.is_ok();
        if let Ok(Copied { step: Some(step), .. }) = done {
            dispatch.dispatch(Action::Sent(step, clock::now()));
        }
        if copied && whole {
            dispatch.dispatch(Action::Exported);
        }
        dispatch.dispatch(match done {
            Ok(made) => Action::Say(said(&made).into()),
            Err(why) => Action::Error(why.into()),
        });
        copied
    })
}

/// Copies a text of the page itself, and says what came of it: `said`, or the text.
pub fn text_to_clipboard(
    dispatch: UseReducerDispatcher<State>,
    text: String,
    said: &'static str,
) -> Copying {
    Box::pin(async move {
        let copied = clipboard::copy(&text).await.is_ok();
        dispatch.dispatch(if copied {
            Action::Say(said.into())
        } else {
            Action::Error(format!("The browser refused the clipboard. Copy this: {text}").into())
        });
        copied
    })
}

/// A copy button that says what came of it, and goes back after two seconds.
#[derive(Properties, PartialEq)]
pub struct CopyProps {
    /// The id, unique on the page.
    pub id: AttrValue,
    /// What stands on it.
    pub label: AttrValue,
    /// Its accessible name, where that says more: it begins with the label.
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// How it looks.
    #[prop_or_default]
    pub class: AttrValue,
    /// Whether the Tab key reaches it; within a toolbar the arrows do.
    #[prop_or_default]
    pub tabindex: Option<AttrValue>,
    /// Copies, and tells whether it did.
    pub on_copy: Callback<(), Copying>,
}

/// The session makes the text.
const BUSY: &str = "busy";

/// A copy button.
#[component]
pub fn CopyButton(props: &CopyProps) -> Html {
    let mark = use_state(|| "");
    let presses = use_mut_ref(|| 0_usize);
    let onclick = {
        let (mark, on_copy) = (mark.clone(), props.on_copy.clone());
        Callback::from(move |_: MouseEvent| {
            // A press while the session still makes the text asks for nothing more.
            if *mark == BUSY {
                return;
            }
            let (mark, presses, copied) = (mark.clone(), Rc::clone(&presses), on_copy.emit(()));
            mark.set(BUSY);
            *presses.borrow_mut() += 1;
            let nth = *presses.borrow();
            spawn_local(async move {
                mark.set(if copied.await { "done" } else { "failed" });
                clock::pause(2_000).await;
                // A later press has two seconds of its own.
                if *presses.borrow() == nth {
                    mark.set("");
                }
            });
        })
    };
    html! {
        <button
            type="button" id={props.id.clone()} tabindex={props.tabindex.clone()} aria-label={props.name.clone()} aria-busy={(*mark == BUSY).then_some("true")}
            class={classes!(props.class.clone(), "copy", *mark)} {onclick}
        >{ &props.label }</button>
    }
}
