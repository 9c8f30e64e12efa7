//! Step 2: the Calendly users. Takes the pasted list and files of it.

use std::rc::Rc;

use calendly_audit::calendly::Choice;
use yew::prelude::*;

use super::chosen::on_chosen;
use super::field::{Files, Paste, TextBox};
use super::reading::Sources;
use crate::action::Action;
use crate::engine::Engine;
use crate::state::State;

/// What the step shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The state of the page.
    pub state: UseReducerHandle<State>,
    /// The desk.
    pub engine: Engine,
}

/// Step 2.
#[component]
pub fn List(props: &Props) -> Html {
    let state = &props.state;
    let dispatch = state.dispatcher();
    let on_edit = {
        let dispatch = dispatch.clone();
        use_callback((), move |text, ()| dispatch.dispatch(Action::List(text)))
    };
    let on_files = on_chosen(dispatch.clone(), props.engine.clone(), Action::ListFiles, |why| {
        Action::Trouble(why.into())
    });
    let on_remove = {
        let dispatch = dispatch.clone();
        Callback::from(move |name| dispatch.dispatch(Action::RemoveList(name)))
    };
    let on_choose = Callback::from(move |choice: Choice| dispatch.dispatch(Action::Choose(choice)));
    let read = state.view.as_ref().map(|view| view.list.clone()).unwrap_or_default();
    let pasted = usize::from(!state.work.list.is_empty());
    let words = if pasted == 0 && state.work.list_files.is_empty() {
        "Nothing yet: paste the list, or choose its files".to_owned()
    } else {
        match read.records {
            1 => "Read: 1 user".to_owned(),
            count => format!("Read: {count} users"),
        }
    };
    html! {
        <section class="step" aria-labelledby="list-head">
            <div class="step-head">
                <h2 id="list-head" tabindex="-1">{ "The Calendly users" }</h2>
                <p class="step-state">{ words }</p>
            </div>
            <TextBox
                id="list" label="Calendly user list" text={state.work.list.clone()} {on_edit} paste={Paste::Rich(props.engine.clone())} rows={8}
                placeholder="Paste the Users page, a CSV, JSON or addresses. Several lists one after another are read as one."
            />
            <div class="actions">
                <Files id="list-files" label="Calendly files" accept=".csv,.tsv,.txt,.json,.md,.zip" {on_files} />
                <details class="help">
                    <summary>{ "Where to find the list" }</summary>
                    <ul>
                        <li>
                            { "In Calendly, as an owner or admin, open " }<strong>{ "Admin center, Users" }</strong>
                            { ", select the rows of every page with the mouse, copy, and paste here: first Active, then Pending below it." }
                        </li>
                        <li>{ "Or export the users there as CSV and choose the file, or paste what it holds." }</li>
                        <li>{ "Also read: answers of Calendly's API (memberships, invitations), SCIM, and plain lists of addresses." }</li>
                    </ul>
                </details>
            </div>
            <Sources
                noun={("user", "users")} home="list-files" side={read} files={state.work.list_files.len()} first={pasted} {on_remove} {on_choose}
                choices={Rc::clone(&state.work.choices)}
            />
        </section>
    }
}
