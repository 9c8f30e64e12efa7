//! The seven checks: a strip of their results, and all of them with what is open and why.

use calendly_audit::audit::{About, Check, CheckLine, Decision, Label, Outcome};
use calendly_audit::session::view::{Input, Only, Tab, View};
use yew::prelude::*;

use super::details::Reason;
use super::icon::icon;
use super::worklist::go_to;
use super::{phrase, step};
use crate::action::Action;
use crate::dom::focus;
use crate::state::State;

/// Returns what a check is called in the strip: where it holds, and behind the number that is open.
fn words(check: Check) -> (&'static str, &'static str) {
    match check {
        Check::Complete => ("Both lists read", "not read"),
        Check::Accounts => ("Everybody has an account", "accounts to settle"),
        Check::NobodyElse => ("Nobody else has one", "others have one"),
        Check::Links => ("Links are right", "links to fix"),
        Check::Owner => ("One Owner", "Owners"),
        Check::FocusAdmins => ("Admins are set", "should be admin"),
        Check::NoOtherAdmins => ("No other admin", "should not be admin"),
    }
}

/// Returns a mark for each result: drawn, and said by the words beside it.
fn mark(outcome: &Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Passed => ("passed", "check"),
        Outcome::Accepted(_) => ("passed", "person"),
        Outcome::Open(_) => ("open", "dot"),
        Outcome::NotChecked => ("unchecked", "question"),
    }
}

/// Returns the strip. A press shows what is behind the number; the last button unfolds all of them.
pub fn strip(
    view: &View,
    all: &UseStateHandle<bool>,
    dispatch: &UseReducerDispatcher<State>,
) -> Html {
    if view.checks.is_empty() {
        return Html::default();
    }
    let chip = |(nth, line): (usize, &CheckLine)| {
        let (class, drawn) = mark(&line.outcome);
        let (holds, open) = words(line.check);
        let check = line.check;
        let onclick = {
            let dispatch = dispatch.clone();
            Callback::from(move |_: MouseEvent| show(check, &dispatch))
        };
        let title = line.title.plain();
        html! {
            <button type="button" class={classes!("chip", class)} tabindex={(nth > 0).then_some("-1")} {title} {onclick}>
                { match line.outcome {
                    Outcome::Open(count) => html! { <><strong>{ count }</strong>{ " " }{ open }</> },
                    Outcome::NotChecked => html! { <>{ icon(drawn) }{ holds }{ ": not checked" }</> },
                    Outcome::Passed => html! { <>{ icon(drawn) }{ holds }</> },
                    Outcome::Accepted(_) => html! { <>{ icon(drawn) }{ holds }{ ": accepted" }</> },
                } }
            </button>
        }
    };
    let open = **all;
    let on_all = {
        let all = all.clone();
        Callback::from(move |_: MouseEvent| all.set(!open))
    };
    html! {
        <>
            <div class="filters" role="toolbar" aria-label="Checks" data-roving="">
                <div class="chips">{ for view.checks.iter().enumerate().map(chip) }</div>
                <button type="button" class="quiet" id="all-checks" tabindex="-1" aria-expanded={open.to_string()} aria-controls="checks" onclick={on_all}>{ "All checks" }</button>
            </div>
            <div id="checks" hidden={!open}>{ table(view, true, dispatch) }</div>
        </>
    }
}

/// Opens the view that shows what a check is about, and goes there.
fn show(check: Check, dispatch: &UseReducerDispatcher<State>) {
    let (tab, only) = match check {
        Check::Complete => {
            dispatch.dispatch(Action::Unfold(Input::Users, true));
            focus(&format!("{}-head", step::id(Input::Users)));
            return;
        }
        Check::Accounts => (Tab::ToDo, Only::Label(Label::NotInCalendly)),
        Check::NobodyElse => (Tab::Outside, Only::All),
        Check::Links => (Tab::ToDo, Only::About(About::Link)),
        Check::FocusAdmins => (Tab::ToDo, Only::Label(Label::ShouldBeAdmin)),
        Check::NoOtherAdmins => (Tab::ToDo, Only::Label(Label::ShouldNotBeAdmin)),
        Check::Owner => {
            dispatch.dispatch(Action::Tab(Tab::Everyone));
            dispatch.dispatch(Action::Search("Owner".to_owned()));
            focus("search");
            return;
        }
    };
    dispatch.dispatch(Action::Filter(Some(tab), only));
    go_to(tab);
}

/// Returns all checks with what is open and why; where they can be edited, a check that is open can be accepted.
pub fn table(view: &View, edit: bool, dispatch: &UseReducerDispatcher<State>) -> Html {
    if view.checks.is_empty() {
        return Html::default();
    }
    let row = |line: &CheckLine| {
        let (class, drawn) = mark(&line.outcome);
        html! {
            <tr key={line.check.text()} class={class}>
                <th scope="row">{ phrase::show(&line.title) }</th>
                <td class="result-cell">{ icon(drawn) }{ line.outcome.text() }</td>
                <td>{ phrase::show(&line.details) }{ edit.then(|| accept(line, dispatch)) }</td>
            </tr>
        }
    };
    html! {
        <table class="checks">
            <thead><tr><th scope="col">{ "Check" }</th><th scope="col">{ "Result" }</th><th scope="col">{ "Details" }</th></tr></thead>
            <tbody>{ for view.checks.iter().map(row) }</tbody>
        </table>
    }
}

fn accept(line: &CheckLine, dispatch: &UseReducerDispatcher<State>) -> Html {
    let (check, title) = (line.check, line.title.plain());
    let dispatch = dispatch.clone();
    match &line.outcome {
        Outcome::Passed => Html::default(),
        Outcome::Accepted(reason) => {
            let decision = Decision::Accept(check, reason.clone());
            let onclick = Callback::from(move |_: MouseEvent| {
                dispatch.dispatch(Action::TakeBack(
                    decision.clone(),
                    format!("Open again: {title}.").into(),
                ));
            });
            html! { <button type="button" class="quiet" {onclick}>{ "Take back" }</button> }
        }
        Outcome::Open(_) | Outcome::NotChecked => {
            let name = format!("Reason to accept ({title})");
            let on_reason = Callback::from(move |reason: String| {
                let words = format!("Accepted: {title}, {reason}.");
                dispatch
                    .dispatch(Action::Decide(vec![Decision::Accept(check, reason)], words.into()));
            });
            html! { <Reason label="Reason to accept" {name} button="Accept the check" {on_reason} /> }
        }
    }
}
