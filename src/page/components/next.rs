//! What the auditor does next: the one button that does it, why, and beside it everything else.

use calendly_audit::desk::Copy;
use calendly_audit::desk::view::{Course, Only, Stage, Step, Tab, View};
use calendly_audit::report::Sent;
use yew::prelude::*;

use super::copying::{CopyButton, Copying};
use super::icon::icon;
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
    let now = view.course.now;
    let dispatch = state.dispatcher();
    let on_decide = {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::Filter(Some(Tab::Outside), Only::Undecided));
            focus("outside-caption");
        })
    };
    let on_not_sent = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::NotSent));
    let deciding = now.step == Step::Decide;
    let missing = missing(view);
    html! {
        <div class="next">
            <p class="next-words">{ missing.map_or_else(|| words(&now), str::to_owned) }</p>
            if missing.is_none() { { stages(now.stage) } }
            <div class="actions">
                if deciding && missing.is_none() {
                    <button type="button" class="primary" onclick={on_decide}>{ "Decide on the first one" }</button>
                }
                <CopyButton
                    id="copy-pings" label={label(now.step)} name="Copy pings" class={(!deciding && missing.is_none()).then_some("primary").unwrap_or_default()}
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
            <pre id="preview" class="preview" hidden={does.preview.is_none()} tabindex={does.preview.as_ref().map(|_| "0")}>{ does.preview.clone().unwrap_or_default() }</pre>
        </div>
    }
}

/// Returns what stands on the button that copies the text of a step.
fn label(step: Step) -> &'static str {
    match step {
        Step::Ping | Step::Decide => "Copy pings",
        Step::Escalate => "Copy escalation",
        Step::Slack => "Copy for Slack",
        Step::Review => "Copy request for review",
    }
}

/// Returns how far the audit has come.
pub fn stages(here: Stage) -> Html {
    html! {
        <ol class="stages">
            { for Stage::ALL.iter().map(|stage| html! {
                <li class={classes!((*stage < here).then_some("past"))} aria-current={(*stage == here).then_some("step")}>
                    if *stage < here { { icon("check") } }
                    { stage.text() }
                </li>
            }) }
        </ol>
    }
}

/// Returns what has to come before any step.
fn missing(view: &View) -> Option<&'static str> {
    match (view.tally.people, view.tally.users) {
        (0, 0) => Some("Next: the roster in step 1, and the Calendly list in step 2."),
        (0, _) => Some(
            "Next: the roster in step 1. Until then everybody in Calendly counts as outside the team.",
        ),
        (_, 0) => Some("Next: the Calendly list in step 2. Until then nobody is looked for there."),
        _ => None,
    }
}

/// Returns the next step, and when it is due: in the reader's own time zone.
fn words(course: &Course) -> String {
    let people = if course.people == 1 {
        "1 person".to_owned()
    } else {
        format!("{} people", course.people)
    };
    let due = match course.due {
        Some(due) if due > clock::now() => format!(", due {}", clock::local(due)),
        Some(due) => format!(", due since {}", clock::local(due)),
        None => String::new(),
    };
    match course.step {
        Step::Ping => format!("Next: ping {people}."),
        Step::Escalate => format!("Next: escalate what {people} did not answer{due}."),
        Step::Slack => {
            format!("Next: reach the Support Operations Manager by Slack about {people}{due}.")
        }
        Step::Decide => format!(
            "Next: decide on {}.",
            match course.outside {
                1 => "1 user outside the team".to_owned(),
                count => format!("{count} users outside the team"),
            }
        ),
        Step::Review => "Nothing is open. Next: hand over for review.".to_owned(),
    }
}
