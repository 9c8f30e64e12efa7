//! Step 2: the Calendly users. Takes the pasted list and files of it.

use std::rc::Rc;

use calendly_audit::calendly::Choice;
use calendly_audit::session::view::{Input, Side};
use yew::prelude::*;

use super::chosen::on_chosen;
use super::field::{Files, Paste, TextBox};
use super::reading::{Sources, is_troubled};
use super::step::{Mark, step};
use crate::action::Action;
use crate::engine::Engine;
use crate::state::State;
use crate::work::PASTED;

/// What the step shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The state of the page.
    pub state: UseReducerHandle<State>,
    /// The session.
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
    let on_large = {
        let dispatch = dispatch.clone();
        use_callback((), move |text, ()| dispatch.dispatch(Action::PastedList(text)))
    };
    let on_files = on_chosen(dispatch.clone(), props.engine.clone(), Action::ListFiles, |why| {
        Action::Error(why.into())
    });
    let on_remove = {
        let dispatch = dispatch.clone();
        Callback::from(move |name| dispatch.dispatch(Action::RemoveList(name)))
    };
    let on_choose = Callback::from(move |choice: Choice| dispatch.dispatch(Action::Choose(choice)));
    let read = state.view.as_ref().map(|view| view.list.clone()).unwrap_or_default();
    let pasted = usize::from(!state.work.list.is_empty());
    let given = pasted + state.work.list_files.len();
    let mark = if is_troubled(&read) {
        Mark::Error
    } else if given == 0 || read.records == 0 {
        Mark::Empty
    } else {
        Mark::Read
    };
    let words = match (given, read.records) {
        (0, _) => String::new(),
        (_, 1) => format!("1 user · {}", read_as(&read)),
        (_, users) => format!("{users} users · {}", read_as(&read)),
    };
    let body = html! {
        <>
            <TextBox
                id="list" label="Calendly user list" text={state.work.list.clone()} {on_edit} {on_large} paste={Paste::Rich(props.engine.clone())} rows={8}
                placeholder="Paste the Users page, a CSV, JSON or addresses. Several lists one after another are read as one."
            />
            <p class="or">{ "or" }</p>
            <Files id="list-files" label="Calendly files" accept=".csv,.tsv,.txt,.json,.md,.zip" {on_files} />
            <details class="help">
                <summary>{ "Where to find the list" }</summary>
                <ul>
                    <li>
                        { "In Calendly, as an owner or admin, open " }<strong>{ "Admin center, Users" }</strong>
                        { ", select the rows of every page with the mouse, copy, and paste here: first Active, then Pending below it." }
                    </li>
                    <li>{ "Or export the users there as CSV and choose the file, or paste what it holds." }</li>
                    <li>
                        { "Or, with a token for Calendly's API, run this in bash and choose the file that it writes:" }
                        <pre class="source-text" tabindex="0" role="region" aria-label="Command that fetches the list">{ include_str!("../../../docs/fetch-calendly-users.sh") }</pre>
                    </li>
                    <li>{ "Also read: answers of Calendly's API (memberships, invitations), SCIM, and plain lists of addresses." }</li>
                </ul>
            </details>
            <Sources
                noun={("user", "users")} home="list-files" side={read.clone()} files={Rc::clone(&state.work.list_files)} first={pasted} {on_remove} {on_choose}
                choices={Rc::clone(&state.work.choices)}
            />
        </>
    };
    step(state, &props.engine, Input::Users, mark, &words, body)
}

/// Returns what the list was read as: `CSV, 5 columns`, or how many sources it has.
fn read_as(read: &Side) -> String {
    let [source] = read.sources.as_slice() else {
        return format!("{} sources", read.sources.len());
    };
    let name = if source.name == PASTED { "" } else { &*format!("{}: ", source.name) };
    match source.parts.as_slice() {
        [part] if !part.columns.is_empty() => {
            format!("{name}{}, {} columns", source.read_as, part.columns.len())
        }
        _ => format!("{name}{}", source.read_as),
    }
}
