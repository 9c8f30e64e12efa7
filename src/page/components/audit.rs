//! Step 3: the audit. The numbers, the notes and pings to copy, and both tables.

use std::rc::Rc;

use calendly_audit::audit::Decision;
use calendly_audit::desk::view::{Only, Step, Tally, Which};
use calendly_audit::desk::{Copy, Query, Slice, View};
use calendly_audit::gitlab::address::{Host, RosterAddress};
use calendly_audit::gitlab::issue::{Carries, new_issue_link};
use calendly_audit::phrase::Phrase;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::comments::{comments, notes_said};
use super::copying::{CopyButton, to_clipboard};
use super::course::{CoursePart, remarks};
use super::later::Later;
use super::numbers::{labels, numbers};
use super::phrase;
use super::standing::Run;
use super::table::Table;
use crate::action::Action;
use crate::dom::{clipboard, clock, download};
use crate::engine::{Copied, Engine};
use crate::settings;
use crate::state::{Fetch, State};

/// What the step shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The state of the page.
    pub state: UseReducerHandle<State>,
    /// The desk.
    pub engine: Engine,
}

/// Step 3.
#[component]
pub fn Audit(props: &Props) -> Html {
    let state = &props.state;
    let view = state.view.clone().unwrap_or_default();
    let run = Run(Rc::clone(&view));
    let dispatch = state.dispatcher();
    let filtered = use_state(|| false);
    let narrowed = is_narrow(&state.queries.team) || is_narrow(&state.queries.outside);
    let notes = Copy::Notes(
        (*filtered && narrowed)
            .then(|| Box::new((state.queries.team.clone(), state.queries.outside.clone()))),
    );
    let on_filtered = {
        let filtered = filtered.clone();
        Callback::from(move |event: Event| {
            filtered.set(event.target_unchecked_into::<HtmlInputElement>().checked());
        })
    };
    let copy = |what: &Copy, said: fn(&Copied) -> String| {
        let (dispatch, engine, what) = (dispatch.clone(), props.engine.clone(), what.clone());
        Callback::from(move |()| to_clipboard(dispatch.clone(), engine.clone(), what.clone(), said))
    };
    let save = |what: &Copy, kind: Kind| {
        let (dispatch, engine, what) = (dispatch.clone(), props.engine.clone(), what.clone());
        Callback::from(move |_: MouseEvent| {
            spawn_local(offer(dispatch.clone(), engine.clone(), what.clone(), kind));
        })
    };
    let on_issue = {
        let (dispatch, engine) = (dispatch.clone(), props.engine.clone());
        let (policy, title) = (Rc::clone(&state.work.policy), view.course.title.clone());
        let project = match policy.issues_project.trim() {
            "" => &*state.work.address.project,
            project => project,
        };
        // As it is in an address, however it was written.
        let project = RosterAddress::read(&Host::new(settings::gitlab_url()), project, "", "")
            .map_or_else(|_| project.to_owned(), |address| address.project().to_owned());
        Callback::from(move |_: MouseEvent| {
            let (dispatch, engine) = (dispatch.clone(), engine.clone());
            let link = (project.clone(), policy.issue_template.clone(), title.clone());
            spawn_local(open_issue(dispatch, engine, link));
        })
    };
    let step = |undo: bool| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(if undo { Action::Undo } else { Action::Redo });
        })
    };
    let nothing = state.is_empty();
    let words = words(state, &view);
    let calm = use_said(words.clone());
    // How far a fetch has got is heard as it goes.
    let said = if matches!(state.fetch, Fetch::Running(_)) { words.into() } else { calm };
    html! {
        <section class="audit" aria-labelledby="audit-head">
            <div class="step-head">
                <h2 id="audit-head" tabindex="-1">{ "The audit" }</h2>
                <p class="step-state" role="status">{ said }</p>
            </div>
            if nothing {
                <p class="empty-state">
                    { "The audit appears here as soon as there is a roster or a list. To see what it looks like, load the example." }
                </p>
            }
            if !nothing {
                <div class="result">
                    <div class="result-main">
                        { numbers(&view.tally, &state.queries.team, &dispatch) }
                        <CoursePart course={view.course.clone()} missing={missing(&view.tally)} sent={state.work.sent} dispatch={dispatch.clone()} />
                        <div class="actions">
                            <CopyButton id="copy-notes" label="Copy Markdown" class="primary" on_copy={copy(&notes, notes_said)} />
                            <CopyButton id="copy-pings" label="Copy pings" on_copy={copy(&Copy::Pings, pings_said)} />
                            <button type="button" onclick={on_issue}>{ "Open the issue in GitLab" }</button>
                            <button type="button" id="download-notes" onclick={save(&notes, Kind::Markdown)}>{ "Download Markdown" }</button>
                            <button type="button" onclick={save(&Copy::Evidence, Kind::Evidence)}>{ "Download evidence" }</button>
                            if narrowed {
                                <label class="tick"><input type="checkbox" checked={*filtered} onchange={on_filtered} />{ "Only what is filtered" }</label>
                            }
                            <span class="steps-back">
                                <button type="button" class="quiet" aria-disabled={state.undo.is_empty().to_string()} onclick={step(true)}>{ "Undo" }</button>
                                <button type="button" class="quiet" aria-disabled={state.redo.is_empty().to_string()} onclick={step(false)}>{ "Redo" }</button>
                            </span>
                        </div>
                        { remarks(&view.course) }
                        { labels(&view.tally, &state.queries.team, &dispatch) }
                    </div>
                    { summary(&view) }
                </div>
                { comments(view.comments, &dispatch, &props.engine) }
                { unplaced(&view, &dispatch) }
                <Later frames={1}>
                    <Table
                        which={Which::Team} run={run.clone()} query={state.queries.team.clone()}
                        dispatch={dispatch.clone()} engine={props.engine.clone()}
                        empty="Nobody yet. Fetch the roster, or choose its files, in the first step."
                    />
                </Later>
                <Later frames={2}>
                    <Table
                        which={Which::Outside} run={run.clone()} query={state.queries.outside.clone()}
                        dispatch={dispatch.clone()} engine={props.engine.clone()}
                        empty={if view.tally.users == 0 { "Nobody yet. Paste the Calendly list in the second step." } else { "Nobody: every Calendly user is in the roster." }}
                    />
                </Later>
            }
        </section>
    }
}

/// What has to come before any step.
fn missing(tally: &Tally) -> Option<&'static str> {
    match (tally.people, tally.users) {
        (0, 0) => Some("Next: the roster in step 1, and the Calendly list in step 2."),
        (0, _) => Some(
            "Next: the roster in step 1. Until then everybody in Calendly counts as outside the team.",
        ),
        (_, 0) => Some("Next: the Calendly list in step 2. Until then nobody is looked for there."),
        _ => None,
    }
}

/// Decisions that have no place in today's lists: they apply again when their sides come back.
fn unplaced(view: &View, dispatch: &UseReducerDispatcher<State>) -> Html {
    if view.unplaced.is_empty() {
        return Html::default();
    }
    let summary = match view.unplaced.len() {
        1 => "1 decision has no place in today's lists".to_owned(),
        count => format!("{count} decisions have no place in today's lists"),
    };
    let one = |(decision, words): &(Decision, Phrase)| {
        let (dispatch, decision) = (dispatch.clone(), decision.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::TakeBack(decision.clone()));
        });
        html! {
            <li>
                { phrase::show(words) }{ " " }
                <button type="button" class="quiet" data-home="audit-head" {onclick}>{ "Take back" }</button>
            </li>
        }
    };
    html! {
        <details class="unread" open=true>
            <summary>{ summary }</summary>
            <ul>{ for view.unplaced.iter().map(one) }</ul>
        </details>
    }
}

/// A file that the page makes.
#[derive(Clone, Copy)]
enum Kind {
    Markdown,
    Evidence,
}

async fn offer(dispatch: UseReducerDispatcher<State>, engine: Engine, what: Copy, kind: Kind) {
    let (end, media) = match kind {
        Kind::Markdown => ("md", "text/markdown;charset=utf-8"),
        Kind::Evidence => ("zip", "application/zip"),
    };
    let name = format!("calendly-audit-{}.{end}", clock::today());
    let whole = matches!(what, Copy::Notes(None) | Copy::Evidence);
    let done = match engine.copy(what).await {
        Ok(made) => download::offer(&name, media, &made.bytes)
            .map_err(|_| "The browser refused the download.".to_owned()),
        Err(why) => Err(why),
    };
    if done.is_ok() && whole {
        dispatch.dispatch(Action::Exported);
    }
    dispatch.dispatch(match done {
        Ok(()) => Action::Say(format!("{name} is saved.").into()),
        Err(why) => Action::Trouble(why.into()),
    });
}

/// Opens GitLab's page of a new issue, with the notes where its address can hold them, else with the
/// template and the notes on the clipboard.
async fn open_issue(
    dispatch: UseReducerDispatcher<State>,
    engine: Engine,
    (project, template, title): (String, String, String),
) {
    let (notes, comments) = match engine.copy(Copy::Notes(None)).await {
        Ok(made) => (String::from_utf8_lossy(&made.bytes).into_owned(), made.comments),
        Err(why) => return dispatch.dispatch(Action::Trouble(why.into())),
    };
    let description = format!("## Notes\n\n{notes}");
    let host = Host::new(settings::gitlab_url());
    let link = new_issue_link(&host, &project, &title, &template, &description);
    let said = if link.carries == Carries::Description {
        "The new issue carries the notes."
    } else if comments > 1 {
        "The notes are longer than GitLab takes in one comment: copy the numbered comments, and paste them into the new issue one by one."
    } else if clipboard::copy(&notes).await.is_ok() {
        "The notes are too long for an address: they are on the clipboard. Paste them below “## Notes” in the new issue."
    } else {
        "The notes are too long for an address, and the browser refused the clipboard. Use Download Markdown, and paste them below “## Notes” in the new issue."
    };
    dispatch.dispatch(Action::Say(said.into()));
    crate::dom::open(&link.url);
}

/// What to do with the text of a step.
fn pings_said(made: &Copied) -> String {
    let said = match made.step {
        Some(Step::Ping | Step::Escalate) => {
            "The pings are on the clipboard: paste them as a comment of the audit issue."
        }
        Some(Step::Slack) => {
            "The message is on the clipboard: send it to the Support Operations Manager by Slack."
        }
        Some(Step::Review) => {
            "The request for review is on the clipboard: paste it as a comment of the audit issue, with the file of Download evidence."
        }
        Some(Step::Decide) | None => {
            "The text is on the clipboard: paste it as a comment of the audit issue."
        }
    };
    said.to_owned()
}

fn is_narrow(query: &Query) -> bool {
    !query.words.is_empty() || query.only != Only::All
}

/// What the live region says: the numbers, or what is going on.
fn words(state: &State, view: &View) -> String {
    if let Fetch::Running(far) = &state.fetch {
        return far.to_string();
    }
    let words = counts(state, view);
    if state.said.is_empty() { words } else { format!("{words}. {}", state.said) }
}

fn counts(state: &State, view: &View) -> String {
    if state.is_empty() {
        return "Nothing to audit yet".to_owned();
    }
    if state.busy && state.view.is_none() {
        return "Reading".to_owned();
    }
    let Tally { people, users, matched, fix, check, outside, .. } = &view.tally;
    let person = if *people == 1 { "person" } else { "people" };
    let user = if *users == 1 { "user" } else { "users" };
    let mut words = format!(
        "{people} {person}, {users} {user}: {matched} matched, {fix} to fix, {check} to check, {outside} outside the team"
    );
    for slice in [&view.team, &view.outside] {
        if slice.found < slice.total {
            let Slice { caption, found, total, .. } = slice;
            words = format!("{words}. {caption}: {found} of {total} rows");
        }
    }
    words
}

/// The words of the live region: those of a fetch at once, others when they have stood for a moment, so that
/// nobody hears a number for each key pressed.
#[hook]
fn use_said(words: String) -> AttrValue {
    const MOMENT: i32 = 300;
    let said = use_state_eq(|| AttrValue::from(words.clone()));
    let latest = use_mut_ref(String::new);
    {
        let said = said.clone();
        use_effect_with(words, move |words| {
            latest.replace(words.clone());
            let words = words.clone();
            spawn_local(async move {
                clock::pause(MOMENT).await;
                if *latest.borrow() == words {
                    said.set(words.into());
                }
            });
        });
    }
    (*said).clone()
}

/// The summary, as the notes have it.
fn summary(view: &View) -> Html {
    let line = |(term, words): &(String, Phrase)| {
        html! { <div><dt>{ term }</dt><dd>{ phrase::show(words) }</dd></div> }
    };
    html! { <dl class="summary">{ for view.summary.iter().map(line) }</dl> }
}
