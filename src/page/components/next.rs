//! What the auditor does next: the one button that does it, why, and beside it everything else.

use calendly_audit::report::Sent;
use calendly_audit::session::Copy;
use calendly_audit::session::view::{Only, StageState, Step, Tab, View, Workflow};
use yew::prelude::*;

use super::copying::{CopyButton, Copying};
use super::icon::icon;
use super::phrase;
use super::worklist::go_to;
use crate::action::Action;
use crate::dom::{clock, focus};
use crate::state::State;

/// What the banner does: each as the audit does it.
pub struct Does<'a> {
    /// Copies, and says what came of it.
    pub copy: &'a dyn Fn(Copy) -> Callback<(), Copying>,
    /// The notes: all of them, or what is filtered.
    pub notes: Copy,
    /// Saves a text or a file.
    pub save: &'a dyn Fn(Copy) -> Callback<MouseEvent>,
    /// Opens the issue in GitLab.
    pub on_issue: Callback<MouseEvent>,
    /// Shows what will be copied, or hides it.
    pub on_preview: Callback<MouseEvent>,
    /// What will be copied, where that is shown.
    pub preview: Option<AttrValue>,
    /// Whether the notes can be only of what is filtered, and are: told of the wish.
    pub filtered: Option<(bool, Callback<Event>)>,
}

/// Returns the banner.
pub fn next(state: &UseReducerHandle<State>, view: &View, does: &Does<'_>) -> Html {
    let now = &view.workflow;
    let dispatch = state.dispatcher();
    let step = now.step;
    let on_decide = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            if step == Step::Settle {
                focus("all-checks");
                return;
            }
            let only = if step == Step::Decide { Only::Undecided } else { Only::All };
            dispatch.dispatch(Action::Filter(Some(Tab::Outside), only));
            go_to(Tab::Outside);
        })
    };
    let on_sent_then = now.announced.map(|(step, when)| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Sent(step, when)))
    });
    let on_not_sent = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::NotSent));
    let elsewhere = match step {
        Step::Decide => Some("Decide on the first one"),
        Step::Remove => Some("Show who is to be removed"),
        Step::Settle => Some("Go to the checks"),
        _ => None,
    };
    let missing = !view.audited;
    html! {
        <div class="next">
            <p class="next-words">{ words(now) }</p>
            <div class="actions">
                if let Some(onclick) = on_sent_then {
                    <button type="button" data-home="copy-pings" {onclick}>{ "They were sent then" }</button>
                }
                if let Some(words) = elsewhere {
                    <button type="button" class="primary" onclick={on_decide}>{ words }</button>
                }
                <CopyButton
                    id="copy-pings" label={label(now.step)} name="Copy pings" class={if elsewhere.is_some() || missing { "" } else { "primary" }}
                    on_copy={(does.copy)(Copy::Pings)}
                />
                <div class="more" role="toolbar" aria-label="The notes" data-roving="">
                    <CopyButton id="copy-notes" label="Copy Markdown" on_copy={(does.copy)(does.notes.clone())} />
                    <button type="button" class="quiet" tabindex="-1" aria-expanded={does.preview.is_some().to_string()} aria-controls="preview" onclick={&does.on_preview}>{ "Preview" }</button>
                    <button type="button" class="quiet" tabindex="-1" id="download-notes" onclick={(does.save)(does.notes.clone())}>{ "Download Markdown" }</button>
                    <button type="button" class="quiet" tabindex="-1" onclick={(does.save)(Copy::Evidence)}>{ "Download evidence" }</button>
                    <button type="button" class="quiet" tabindex="-1" onclick={&does.on_issue}>{ "Open the issue in GitLab" }{ icon("out") }</button>
                    if let Some((checked, onchange)) = &does.filtered {
                        <label class="tick"><input type="checkbox" checked={*checked} {onchange} />{ "Only what is filtered" }</label>
                    }
                    if state.work.sent != Sent::default() {
                        <button type="button" class="quiet" tabindex="-1" data-home="copy-pings" onclick={on_not_sent}>{ "I did not post it" }</button>
                    }
                </div>
            </div>
            if !missing { { stages(view) } }
            if state.has_unexported_times() {
                <p class="warning">{ "The notes in the issue do not say yet when this was sent: press Copy Markdown, and paste the notes over those in the issue." }</p>
            }
            { for view.warnings.iter().map(|words| html! { <p class="warning">{ phrase::show(words) }{ "." }</p> }) }
            <pre id="preview" class="preview" hidden={does.preview.is_none()} tabindex={does.preview.as_ref().map(|_| "0")}>{ does.preview.clone().unwrap_or_default() }</pre>
        </div>
    }
}

/// Returns what stands on the button that copies the text of a step.
fn label(step: Step) -> &'static str {
    match step {
        Step::Read | Step::Ping | Step::Decide | Step::Remove | Step::Settle => "Copy pings",
        Step::Escalate => "Copy escalation",
        Step::Slack => "Copy for Slack",
        Step::Review => "Copy request for review",
    }
}

/// Returns every stage, with the day on which it was done, or what it is else.
pub fn stages(view: &View) -> Html {
    html! {
        <ol class="stages">
            { for view.workflow.stages.iter().map(|(stage, state)| html! {
                <li class={classes!(matches!(state, StageState::Done(_)).then_some("past"))}>
                    { match state {
                        StageState::Done(when) => html! { <>{ icon("check") }{ stage.text() }{ " on " }{ clock::local(*when) }</> },
                        StageState::ToDo(_) => html! { <>{ stage.text() }{ ": to do" }</> },
                        StageState::NotNeeded => html! { <>{ stage.text() }{ ": not needed" }</> },
                    } }
                </li>
            }) }
        </ol>
    }
}

/// Returns what comes next, and when it is due: in the reader's own time zone.
fn words(workflow: &Workflow) -> String {
    let due = match workflow.due {
        Some(due) if due > clock::now() => format!(", due {}", clock::local(due)),
        Some(due) => format!(", due since {}", clock::local(due)),
        None => String::new(),
    };
    let also = workflow.also.iter().map(|words| format!("; {}", words.plain()));
    format!("Next: {}{due}{}.", workflow.next.plain(), also.collect::<String>())
}
