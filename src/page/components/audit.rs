//! Step 3: the audit. The numbers, the notes and pings to copy, and both tables.

use std::rc::Rc;

use calendly_audit::audit::{Label, Level};
use calendly_audit::desk::view::{Only, Step, Tally, Which};
use calendly_audit::desk::{Copy, Query, View};
use calendly_audit::gitlab::address::Host;
use calendly_audit::gitlab::issue::{Carries, new_issue_link};
use calendly_audit::phrase::Phrase;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::course::CoursePart;
use super::earlier::Earlier;
use super::phrase;
use super::policy::PolicyPart;
use super::table::Table;
use crate::dom::{clipboard, clock, download, focus};
use crate::engine::Engine;
use crate::settings;
use crate::state::{Action, ROWS, State};

/// What the step shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The state of the page.
    pub state: UseReducerHandle<State>,
    /// The token that was typed.
    pub token: AttrValue,
    /// The desk.
    pub engine: Engine,
}

/// Step 3.
#[component]
pub fn Audit(props: &Props) -> Html {
    let state = &props.state;
    let view = state.view.clone().unwrap_or_default();
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
    let copy = |what: &Copy, said: &'static str| {
        let (dispatch, engine, what) = (dispatch.clone(), props.engine.clone(), what.clone());
        Callback::from(move |()| to_clipboard(dispatch.clone(), engine.clone(), what.clone(), said))
    };
    let on_pings = {
        let (dispatch, engine, step) = (dispatch.clone(), props.engine.clone(), view.course.step);
        Callback::from(move |()| {
            let copied =
                to_clipboard(dispatch.clone(), engine.clone(), Copy::Pings, pings_said(step));
            let dispatch = dispatch.clone();
            let sent: std::pin::Pin<Box<dyn Future<Output = bool>>> = Box::pin(async move {
                let copied = copied.await;
                if copied {
                    dispatch.dispatch(Action::Sent(step, clock::now()));
                }
                copied
            });
            sent
        })
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
            "" => state.work.address.project.to_string(),
            project => project.to_owned(),
        };
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
    html! {
        <section class="audit" aria-labelledby="audit-head">
            <div class="step-head">
                <h2 id="audit-head">{ "The audit" }</h2>
                <p class="step-state" role="status">{ words(state, &view.tally) }</p>
            </div>
            if nothing {
                <p class="empty-state">
                    { "The audit appears here as soon as there is a roster or a list. To see what it looks like, load the example." }
                </p>
            }
            <Earlier text={state.work.earlier.clone()} token={props.token.clone()} dispatch={dispatch.clone()} />
            <PolicyPart policy={Rc::clone(&state.work.policy)} dispatch={dispatch.clone()} />
            if !nothing {
                <Numbers tally={view.tally.clone()} query={state.queries.team.clone()} dispatch={dispatch.clone()} />
                <Summary view={Rc::clone(&view)} />
                <CoursePart course={view.course.clone()} sent={state.work.sent} dispatch={dispatch.clone()} />
                <div class="actions">
                    <CopyButton label="Copy Markdown" class="primary" on_copy={copy(&notes, "The notes are on the clipboard: paste them below “## Notes” in the audit issue.")} />
                    <CopyButton label="Copy pings" class="" on_copy={on_pings} />
                    <button type="button" onclick={save(&notes, Kind::Markdown)}>{ "Download Markdown" }</button>
                    <button type="button" onclick={save(&Copy::Evidence, Kind::Evidence)}>{ "Download evidence" }</button>
                    <button type="button" onclick={on_issue}>{ "Open the issue in GitLab" }</button>
                    if narrowed {
                        <label class="tick"><input type="checkbox" checked={*filtered} onchange={on_filtered} />{ "Only what is filtered" }</label>
                    }
                    <span class="spacer" />
                    <button type="button" class="quiet" disabled={state.undo.is_empty()} onclick={step(true)}>{ "Undo" }</button>
                    <button type="button" class="quiet" disabled={state.redo.is_empty()} onclick={step(false)}>{ "Redo" }</button>
                </div>
                if !view.unplaced.is_empty() {
                    <details class="unread" open=true>
                        <summary>{ format!("{} decisions whose person or user is in neither list now", view.unplaced.len()) }</summary>
                        <ul>{ for view.unplaced.iter().map(|words| html! { <li>{ phrase::show(words) }</li> }) }</ul>
                    </details>
                }
                <Table
                    which={Which::Team} slice={Rc::new(view.team.clone())} query={state.queries.team.clone()}
                    labels={Rc::new(view.tally.labels.clone())} dispatch={dispatch.clone()} engine={props.engine.clone()}
                    empty="Nobody yet. Fetch the roster, or choose its files, in the first step."
                />
                <Table
                    which={Which::Outside} slice={Rc::new(view.outside.clone())} query={state.queries.outside.clone()}
                    dispatch={dispatch.clone()} engine={props.engine.clone()}
                    empty={if view.tally.users == 0 { "Nobody yet. Paste the Calendly list in the second step." } else { "Nobody: every Calendly user is in the roster." }}
                />
            }
        </section>
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
        Ok(bytes) => download::offer(&name, media, &bytes)
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
    let notes = match engine.copy(Copy::Notes(None)).await {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(why) => return dispatch.dispatch(Action::Trouble(why.into())),
    };
    let description = format!("## Notes\n\n{notes}");
    let host = Host::new(settings::gitlab_url());
    let link = new_issue_link(&host, &project, &title, &template, &description);
    let said = if link.carries == Carries::Description {
        "The new issue carries the notes."
    } else if clipboard::copy(&notes).await.is_ok() {
        "The notes are too long for an address: they are on the clipboard. Paste them below “## Notes” in the new issue."
    } else {
        "The notes are too long for an address, and the browser refused the clipboard. Use Download Markdown, and paste them below “## Notes” in the new issue."
    };
    dispatch.dispatch(Action::Say(said.into()));
    crate::dom::open(&link.url);
}

/// What to do with the text of a step.
fn pings_said(step: Step) -> &'static str {
    match step {
        Step::Ping | Step::Escalate => {
            "The pings are on the clipboard: paste them as a comment of the audit issue."
        }
        Step::Slack => {
            "The message is on the clipboard: send it to the Support Operations Manager by Slack."
        }
        Step::Decide | Step::Review => {
            "The text is on the clipboard: paste it as a comment of the audit issue."
        }
    }
}

fn is_narrow(query: &Query) -> bool {
    !query.words.is_empty() || query.only != Only::All
}

/// What the live region says: the numbers, or what is going on.
fn words(state: &State, tally: &Tally) -> String {
    use crate::state::Fetch;
    if let Fetch::Running(far) = &state.fetch {
        return far.to_string();
    }
    let counts = if state.is_empty() {
        "Nothing to audit yet".to_owned()
    } else if state.busy && state.view.is_none() {
        "Reading".to_owned()
    } else {
        format!(
            "{} people, {} users: {} matched, {} to fix, {} to check, {} outside the team",
            tally.people, tally.users, tally.matched, tally.fix, tally.check, tally.outside
        )
    };
    if state.said.is_empty() { counts } else { format!("{counts}. {}", state.said) }
}

fn to_clipboard(
    dispatch: UseReducerDispatcher<State>,
    engine: Engine,
    what: Copy,
    said: &'static str,
) -> std::pin::Pin<Box<dyn Future<Output = bool>>> {
    Box::pin(async move {
        let whole = what == Copy::Notes(None);
        let done = match engine.copy(what).await {
            Ok(bytes) => clipboard::copy(&String::from_utf8_lossy(&bytes)).await.map_err(|_| {
                "The browser refused the clipboard. Use Download Markdown instead.".to_owned()
            }),
            Err(why) => Err(why),
        };
        let copied = done.is_ok();
        if copied && whole {
            dispatch.dispatch(Action::Exported);
        }
        dispatch.dispatch(match done {
            Ok(()) => Action::Say(said.into()),
            Err(why) => Action::Trouble(why.into()),
        });
        copied
    })
}

/// A copy button that says what came of it, and goes back after two seconds.
#[derive(Properties, PartialEq)]
struct CopyProps {
    label: AttrValue,
    class: AttrValue,
    on_copy: Callback<(), std::pin::Pin<Box<dyn Future<Output = bool>>>>,
}

#[component]
fn CopyButton(props: &CopyProps) -> Html {
    let mark = use_state(|| "");
    let onclick = {
        let (mark, on_copy) = (mark.clone(), props.on_copy.clone());
        Callback::from(move |_: MouseEvent| {
            let (mark, copied) = (mark.clone(), on_copy.emit(()));
            spawn_local(async move {
                mark.set(if copied.await { "done" } else { "failed" });
                clock::pause(2_000).await;
                mark.set("");
            });
        })
    };
    html! {
        <button type="button" class={classes!(props.class.clone(), "copy", *mark)} {onclick}>{ &props.label }</button>
    }
}

/// The numbers of the whole: a bar, and buttons that filter the table of the team.
#[derive(Properties, PartialEq)]
struct NumbersProps {
    tally: Tally,
    query: Query,
    dispatch: UseReducerDispatcher<State>,
}

#[component]
fn Numbers(props: &NumbersProps) -> Html {
    let tally = &props.tally;
    let quiet = tally.people.saturating_sub(tally.clear + tally.fix + tally.check);
    let filter = |only: Only| {
        let (dispatch, query) = (props.dispatch.clone(), props.query.clone());
        // The same number again shows every row again.
        let only = if query.only == only { Only::All } else { only };
        Callback::from(move |_: MouseEvent| {
            dispatch
                .dispatch(Action::Query(Which::Team, Query { only, count: ROWS, ..query.clone() }));
            focus("team-caption");
        })
    };
    let number = |class: &'static str, count: usize, words: &'static str, only: Only| {
        html! {
            <button type="button" class={classes!("number", class)} aria-pressed={(props.query.only == only).to_string()} onclick={filter(only)}>
                <strong>{ count }</strong>{ " " }<span>{ words }</span>
            </button>
        }
    };
    let label = |(label, count): &(Label, usize)| {
        let class = match label.level() {
            Level::Fix => "fix",
            Level::Check => "check",
            Level::Note => "note",
        };
        number(class, *count, label.text(), Only::Label(*label))
    };
    html! {
        <div class="numbers">
            { bar(&[("clear", tally.clear), ("fix", tally.fix), ("check", tally.check), ("note", quiet), ("outside", tally.outside)]) }
            <div class="number-row">
                { number("plain", tally.people, "in the team", Only::All) }
                { number("clear", tally.clear, "in order", Only::Clear) }
                { number("fix", tally.fix, "to fix", Only::Level(Level::Fix)) }
                { number("check", tally.check, "to check", Only::Level(Level::Check)) }
                <a class="number outside" href="#outside-caption"><strong>{ tally.outside }</strong>{ " " }<span>{ "outside the team" }</span></a>
            </div>
            <div class="number-row small">{ for tally.labels.iter().map(label) }</div>
        </div>
    }
}

/// A picture of the whole. The numbers beside it say the same, so it is hidden from a screen reader.
fn bar(parts: &[(&'static str, usize)]) -> Html {
    let whole: usize = parts.iter().map(|(_, count)| count).sum();
    if whole == 0 {
        return Html::default();
    }
    let mut from = 0;
    html! {
        <svg class="bar" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">
            { for parts.iter().map(|(class, count)| {
                let (x, width) = (from * 1000 / whole, count * 1000 / whole);
                from += count;
                html! { <rect class={*class} x={x.to_string()} y="0" width={width.to_string()} height="12" /> }
            }) }
        </svg>
    }
}

/// The summary, as the notes have it.
#[derive(Properties, PartialEq)]
struct SummaryProps {
    view: Rc<View>,
}

#[component]
fn Summary(props: &SummaryProps) -> Html {
    let line = |(term, words): &(String, Phrase)| {
        html! { <div><dt>{ term }</dt><dd>{ phrase::show(words) }</dd></div> }
    };
    html! {
        <dl class="summary">{ for props.view.summary.iter().map(line) }</dl>
    }
}
