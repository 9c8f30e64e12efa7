//! Step 3: the audit. What is to be done next, the checks, and the worklist.

use std::rc::Rc;

use calendly_audit::audit::Decision;
use calendly_audit::gitlab::address::{Host, RosterAddress};
use calendly_audit::gitlab::issue::{Carries, new_issue_link};
use calendly_audit::phrase::Phrase;
use calendly_audit::session::view::{Only, Step, Tab, Tally, Which};
use calendly_audit::session::{Copy, Slice, View};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::comments::{comments, notes_said};
use super::copying::to_clipboard;
use super::deferred::Deferred;
use super::labels::labels;
use super::next::{Does, next};
use super::standing::Run;
use super::table::Table;
use super::worklist::{decided, filters, tab_id, tabs};
use super::{checks, phrase, review};
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
    /// The session.
    pub engine: Engine,
}

/// Step 3.
#[component]
pub fn Audit(props: &Props) -> Html {
    let state = &props.state;
    let view = state.view.clone().unwrap_or_default();
    let run = Run(Rc::clone(&view));
    let dispatch = state.dispatcher();
    let (filtered, all_filters) = (use_state(|| false), use_state(|| false));
    let all_checks = use_state(|| false);
    let preview = use_state(|| None::<AttrValue>);
    {
        // A preview is of this audit: with the next one it would tell what was.
        let preview = preview.clone();
        use_effect_with(run.clone(), move |_| preview.set(None));
    }
    let narrow = state.queries.are_narrow();
    let notes = Copy::Notes(
        (*filtered && narrow)
            .then(|| Box::new((view.team.query.clone(), view.outside.query.clone()))),
    );
    let on_filtered = {
        let filtered = filtered.clone();
        Callback::from(move |event: Event| {
            filtered.set(event.target_unchecked_into::<HtmlInputElement>().checked());
        })
    };
    let copy = |what: Copy| {
        let (dispatch, engine) = (dispatch.clone(), props.engine.clone());
        let said: fn(&Copied) -> String = match what {
            Copy::Pings => pings_said,
            Copy::Table(..) => |_| TABLE_SAID.to_owned(),
            _ => notes_said,
        };
        Callback::from(move |()| to_clipboard(dispatch.clone(), engine.clone(), what.clone(), said))
    };
    let copy_table =
        |which: Which| copy(Copy::Table(which, Box::new(run.slice(which).query.clone())));
    let save = |what: Copy| {
        let (dispatch, engine) = (dispatch.clone(), props.engine.clone());
        Callback::from(move |_: MouseEvent| {
            spawn_local(offer(dispatch.clone(), engine.clone(), what.clone()));
        })
    };
    let on_preview = {
        let (dispatch, engine, preview) = (dispatch.clone(), props.engine.clone(), preview.clone());
        Callback::from(move |_: MouseEvent| {
            if preview.is_some() {
                return preview.set(None);
            }
            let (dispatch, engine, preview) = (dispatch.clone(), engine.clone(), preview.clone());
            spawn_local(async move {
                match engine.copy(Copy::Pings).await {
                    Ok(made) => {
                        preview.set(Some(String::from_utf8_lossy(&made.bytes).into_owned().into()));
                    }
                    Err(why) => dispatch.dispatch(Action::Error(why.into())),
                }
            });
        })
    };
    let on_issue = {
        let (dispatch, engine) = (dispatch.clone(), props.engine.clone());
        let (policy, title) = (Rc::clone(&state.work.policy), view.title.clone());
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
    let nothing = state.is_empty();
    let words = words(state, &view);
    let calm = use_said(words.clone());
    // How far a fetch has got is heard as it goes.
    let said = if matches!(state.fetch, Fetch::Running(_)) { words.into() } else { calm };
    let does = Does {
        copy: &copy,
        notes,
        save: &save,
        on_issue,
        on_preview,
        preview: (*preview).clone(),
        filtered: narrow.then(|| (*filtered, on_filtered)),
    };
    let first =
        if view.tab == Tab::Outside || view.team.found == 0 { Which::Outside } else { Which::Team };
    let table = |which: Which, empty: &'static str| {
        let (slice, other) = (
            run.slice(which),
            run.slice(if which == Which::Team { Which::Outside } else { Which::Team }),
        );
        let hidden = slice.found == 0 && (other.found > 0 || which != first);
        html! {
            <Table
                {which} run={run.clone()} query={slice.query.clone()} dispatch={dispatch.clone()} engine={props.engine.clone()}
                edit={!state.review} {hidden} on_copy={(which != first).then(|| copy_table(which))} {empty}
            />
        }
    };
    html! {
        <section class="audit" aria-labelledby="audit-head">
            <h2 id="audit-head" tabindex="-1">{ if state.review { "Review" } else { "The audit" } }</h2>
            if !nothing && !state.review { { next(state, &view, &does) } }
            <p class="step-state" role="status">{ said }</p>
            if nothing {
                <p class="empty-state">
                    { "Says what to do next, and about whom: it appears here as soon as there is a roster or a list. To see what it looks like, load the example." }
                </p>
            } else {
                if state.review {
                    { review::review(&view, &state.work.policy.auditor, &dispatch) }
                } else {
                    { comments(view.comments, &dispatch, &props.engine) }
                    { checks::strip(&view, &all_checks, &dispatch) }
                    { review::remarks(&view) }
                    { unplaced(&view, &dispatch) }
                    { tabs(state, &view) }
                    { filters(state, &view, &all_filters, &copy_table) }
                }
                <div class="worklist" id="worklist" role={(!state.review).then_some("tabpanel")} aria-labelledby={(!state.review).then_some(tab_id(view.tab))}>
                    <Deferred frames={1}>{ table(Which::Team, "Nobody yet. Fetch the roster, or choose its files, in the first step.") }</Deferred>
                    <Deferred frames={2}>{ table(Which::Outside, if view.tally.users == 0 { "Nobody yet. Paste the Calendly list in the second step." } else { "Nobody: every Calendly user is in the roster." }) }</Deferred>
                </div>
                if !state.review {
                    <h3>{ "About this audit" }</h3>
                    { review::summary(&view) }
                }
                { labels() }
            }
            { answer(state, &view) }
        </section>
    }
}

/// What to do with a copied table.
const TABLE_SAID: &str =
    "The table is on the clipboard, as it is shown: paste it into a spreadsheet.";

/// Answers the last decision where the person is: what was decided, how many are, and the way back.
fn answer(state: &UseReducerHandle<State>, view: &View) -> Html {
    let (back, again) = (!state.undo.is_empty() || state.before.is_some(), !state.redo.is_empty());
    if !(back || again) || state.review {
        return Html::default();
    }
    let press = |action: Action| {
        let dispatch = state.dispatcher();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
    };
    html! {
        <div class="answer" data-home="audit-head">
            <p>{ &state.answer }{ " " }if view.tally.outside > 0 && state.before.is_none() { <span class="decided">{ decided(view) }</span> }</p>
            if back { <button type="button" onclick={press(Action::Undo)}>{ "Undo" }</button> }
            if again { <button type="button" onclick={press(Action::Redo)}>{ "Redo" }</button> }
        </div>
    }
}

/// Decisions that have no place in today's lists: they apply again when their sides come back.
fn unplaced(view: &View, dispatch: &UseReducerDispatcher<State>) -> Html {
    if view.unplaced.is_empty() {
        return Html::default();
    }
    let summary = match view.unplaced.len() {
        1 => "1 decision does not apply to today's lists".to_owned(),
        count => format!("{count} decisions do not apply to today's lists"),
    };
    let one = |(decision, words): &(Decision, Phrase)| {
        let (dispatch, decision) = (dispatch.clone(), decision.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            dispatch.dispatch(Action::TakeBack(decision.clone(), "Taken back.".into()));
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

/// Offers a text or a file of the session as a download.
async fn offer(dispatch: UseReducerDispatcher<State>, engine: Engine, what: Copy) {
    let (end, media) = match what {
        Copy::Evidence => ("zip", "application/zip"),
        _ => ("md", "text/markdown;charset=utf-8"),
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
        Err(why) => Action::Error(why.into()),
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
        Err(why) => return dispatch.dispatch(Action::Error(why.into())),
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
        Some(Step::Escalate) => {
            "The escalation is on the clipboard: paste it as a comment of the audit issue. Then copy the notes again: they say now when that was."
        }
        Some(Step::Ping) => {
            "The pings are on the clipboard: paste them as a comment of the audit issue. Then copy the notes again: they say now when that was."
        }
        Some(Step::Slack) => {
            "The message is on the clipboard: send it to the Support Operations Manager by Slack."
        }
        Some(Step::Review) => {
            "The request for review is on the clipboard: paste it as a comment of the audit issue, with the file of Download evidence."
        }
        Some(Step::Read | Step::Decide | Step::Remove | Step::Settle) | None => {
            "The text is on the clipboard: paste it as a comment of the audit issue."
        }
    };
    said.to_owned()
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
        if slice.query.only != Only::All || !slice.query.words.is_empty() {
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
