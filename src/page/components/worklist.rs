//! Three views over one list: their tabs, the search over both tables, and the filters.

use calendly_audit::audit::Label;
use calendly_audit::session::view::{Only, Tab, View, Which};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::copying::{CopyButton, Copying};
use super::icon::icon;
use crate::action::Action;
use crate::dom::{clock, element, focus};
use crate::state::State;

/// Returns the id of a tab.
pub fn tab_id(tab: Tab) -> &'static str {
    match tab {
        Tab::ToDo => "tab-todo",
        Tab::Outside => "tab-outside",
        Tab::Everyone => "tab-everyone",
    }
}

/// Goes to the table that a view is about, once the session has opened the view: before, the table may be hidden, and
/// what is hidden takes no focus. Gives up after two seconds.
pub fn go_to(tab: Tab) {
    let caption = if tab == Tab::Outside { "outside-caption" } else { "team-caption" };
    spawn_local(async move {
        for _ in 0..40 {
            clock::pause(50).await;
            let open = element(tab_id(tab)).and_then(|tab| tab.get_attribute("aria-selected"));
            if open.as_deref() == Some("true") && focus(caption) {
                return;
            }
        }
    });
}

/// Returns the tabs and the search.
pub fn tabs(state: &UseReducerHandle<State>, view: &View) -> Html {
    let tally = &view.tally;
    let one = |tab: &Tab| {
        let (tab, dispatch) = (*tab, state.dispatcher());
        let onclick = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Tab(tab)));
        let count = match tab {
            Tab::ToDo => tally.to_do,
            Tab::Outside => tally.outside,
            Tab::Everyone => tally.people,
        };
        let selected = tab == view.tab;
        html! {
            <button type="button" role="tab" id={tab_id(tab)} aria-selected={selected.to_string()} aria-controls="worklist" tabindex={(!selected).then_some("-1")} {onclick}>
                { tab.text() }{ " " }<span class="count">{ count }</span>
            </button>
        }
    };
    let dispatch = state.dispatcher();
    let oninput = Callback::from(move |event: InputEvent| {
        dispatch
            .dispatch(Action::Search(event.target_unchecked_into::<HtmlInputElement>().value()));
    });
    html! {
        <div class="tabs">
            <div role="tablist" aria-label="The list" data-roving="">{ for Tab::ALL.iter().map(one) }</div>
            if tally.outside > 0 { <p class="decided">{ decided(view) }</p> }
            <div class="search">
                { icon("search") }
                <input id="search" type="search" aria-label="Search both tables" placeholder="Search both tables" value={state.queries.team.words.clone()} {oninput} autocomplete="off" spellcheck="false" />
            </div>
        </div>
    }
}

/// Returns how far the decisions on those outside have come: `4 of 16 decided`.
pub fn decided(view: &View) -> String {
    let tally = &view.tally;
    format!("{} of {} decided", tally.outside.saturating_sub(tally.undecided), tally.outside)
}

/// Returns the filters in one row, which a press unfolds.
pub fn filters(
    state: &UseReducerHandle<State>,
    view: &View,
    all: &UseStateHandle<bool>,
    copy: &dyn Fn(Which) -> Callback<(), Copying>,
) -> Html {
    let (tally, now) = (&view.tally, state.queries.team.only);
    let mut choices = vec![(Only::All, "All", None)];
    let kinds = [
        (Only::Undecided, "Undecided", tally.undecided),
        (Only::Suggested, "Has a suggestion", tally.suggested),
        (Only::New, "New since the last audit", tally.new),
    ];
    choices.extend(
        kinds
            .into_iter()
            .filter(|(.., count)| *count > 0)
            .map(|(only, words, count)| (only, words, Some(count))),
    );
    if view.tab != Tab::Outside {
        choices.extend(tally.labels.iter().map(|(label, count): &(Label, usize)| {
            (Only::Label(*label), label.text(), Some(*count))
        }));
    }
    let place = choices.iter().position(|(only, ..)| *only == now).unwrap_or(0);
    let one = |(nth, (only, words, count)): (usize, &(Only, &'static str, Option<usize>))| {
        let (only, dispatch) = (*only, state.dispatcher());
        let pressed = only == now;
        let onclick = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Filter(None, if pressed { Only::All } else { only }));
        });
        html! {
            <button type="button" class="filter" aria-pressed={pressed.to_string()} tabindex={(nth != place).then_some("-1")} {onclick}>
                { *words }
                if let Some(count) = count { { " " }<span class="count">{ count }</span> }
            </button>
        }
    };
    let on_all = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(!*all))
    };
    let which =
        if view.tab == Tab::Outside || view.team.found == 0 { Which::Outside } else { Which::Team };
    html! {
        <div class="filters" role="toolbar" aria-label="Filters" data-roving="">
            <div class={classes!("filter-row", (**all).then_some("all"))} id="filter-row">{ for choices.iter().enumerate().map(one) }</div>
            if choices.len() > 5 {
                <button type="button" class="quiet" tabindex="-1" aria-expanded={(**all).to_string()} aria-controls="filter-row" onclick={on_all}>{ if **all { "Fewer filters" } else { "All filters" } }</button>
            }
            <CopyButton id="copy-table" label="Copy table" name={format!("Copy table {}", which.caption())} class="quiet" tabindex="-1" on_copy={copy(which)} />
        </div>
    }
}
