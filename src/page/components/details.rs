//! The details of a row: both sides next to each other, where they were read, and what a person may say.

use std::rc::Rc;

use calendly_audit::audit::{Decision, Finding, How, Key, PersonKey, UserKey, Verdict};
use calendly_audit::phrase::Phrase;
use calendly_audit::session::view::{Candidate, RowView};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::cells::link;
use super::copying::{CopyButton, text_to_clipboard};
use super::phrase;
use super::table::Columns;
use crate::action::Action;
use crate::engine::Engine;
use crate::state::State;

/// The row and where its decisions go.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The row.
    pub row: Rc<RowView>,
    /// Its table's headings.
    pub columns: Columns,
    /// Whether decisions can be made.
    pub edit: bool,
    /// Where decisions go.
    pub dispatch: UseReducerDispatcher<State>,
    /// For matching by hand.
    pub engine: Engine,
}

impl Props {
    /// Whom the row is about, as a message names them.
    fn name(&self) -> String {
        let name = self.row.cells.first().map(Phrase::plain).unwrap_or_default();
        if name.is_empty() { self.row.key.as_str().to_owned() } else { name }
    }

    fn on_decide(&self, decision: Decision, words: impl Into<AttrValue>) -> Callback<MouseEvent> {
        let (dispatch, words) = (self.dispatch.clone(), words.into());
        Callback::from(move |_| {
            dispatch.dispatch(Action::Decide(vec![decision.clone()], words.clone()));
        })
    }

    /// Takes back the decision on this row that is so: by the very keys that it was made with, which may be
    /// others than the row has now.
    fn on_take_back(
        &self,
        is: impl Fn(&Decision, Option<&Candidate>) -> bool,
    ) -> Callback<MouseEvent> {
        let decided =
            self.row.decided.iter().find(|(decision, other)| is(decision, other.as_ref()));
        let decision = decided.map(|(decision, _)| decision.clone());
        let (dispatch, name) = (self.dispatch.clone(), self.name());
        Callback::from(move |_| {
            if let Some(decision) = &decision {
                let words = format!("Taken back: {name}.");
                dispatch.dispatch(Action::TakeBack(decision.clone(), words.into()));
            }
        })
    }
}

/// The decision that a row and a candidate are the same, or are not.
fn pair(other: &Candidate, decide: fn(PersonKey, UserKey) -> Decision) -> Decision {
    let (person, user) = other.pair.clone();
    decide(person, user)
}

/// The details of a row.
#[component]
pub fn Details(props: &Props) -> Html {
    let row = &props.row;
    html! {
        <div class="detail-grid">
            { own(props) }
            <div class="detail-stack">
                { for row.accounts.iter().map(|(user, how)| account(props, user, *how)) }
                if props.edit && !row.suggestions.is_empty() {
                    <div class="detail">
                        <h3>{ "May be the same" }</h3>
                        <ul>{ for row.suggestions.iter().map(|(other, reason)| html! {
                            <li>
                                <span>{ who(other) }{ ": " }{ phrase::show(reason) }</span>
                                <span class="row-actions">
                                    <button type="button" onclick={props.on_decide(pair(other, Decision::Same), same(props, other))}>{ "Accept" }</button>
                                    <button type="button" class="quiet" onclick={props.on_decide(pair(other, Decision::NotSame), not_same(props, other))}>{ "Not the same" }</button>
                                </span>
                            </li>
                        }) }</ul>
                    </div>
                }
                { not_the_same(props) }
                if props.edit && row.accounts.is_empty() {
                    <ByHand row={Rc::clone(row)} columns={Rc::clone(&props.columns)} edit={true} dispatch={props.dispatch.clone()} engine={props.engine.clone()} />
                }
            </div>
            <div class="detail-stack">
                { for row.findings.iter().map(|finding| intentional(props, finding)) }
                if let Key::User(user) = &row.key { { verdict(props, user) } }
            </div>
        </div>
    }
}

/// Says that the row and somebody on the other side are the same.
fn same(props: &Props, other: &Candidate) -> String {
    format!("Matched: {} is {}.", props.name(), other.email)
}

/// Says that the row and somebody on the other side are not the same.
fn not_same(props: &Props, other: &Candidate) -> String {
    format!("Not the same: {} and {}.", props.name(), other.email)
}

/// The row's own side: what its list says, and where.
fn own(props: &Props) -> Html {
    let row = &props.row;
    // Of the columns of each table those that the other side has too.
    let (side, headings): (_, &[&str]) = match row.key {
        Key::Person(_) => ("In the roster", &[NAME, EMAIL, LINK, "GitLab"]),
        Key::User(_) => ("In Calendly", &[NAME, EMAIL, LINK, "Role", "Status"]),
    };
    let cell = |heading: &&'static str| {
        let column = props.columns.iter().position(|column| column == heading);
        let cell = column.and_then(|column| row.cells.get(column)).filter(|cell| !cell.is_empty());
        let words = match cell {
            Some(cell) if *heading == LINK => linked(props, &cell.plain(), "own"),
            cell => cell.map_or_else(Html::default, phrase::show),
        };
        line(heading, words, cell.is_none())
    };
    html! {
        <div class="detail">
            <h3>{ side }</h3>
            <dl>
                { for headings.iter().map(cell) }
                { for row.places.iter().map(|place| line("Read from", html! { <bdi>{ place }</bdi> }, false)) }
                { for row.more.iter().map(|(term, words)| html! { <div><dt><bdi>{ term }</bdi></dt><dd><bdi>{ words }</bdi></dd></div> }) }
            </dl>
        </div>
    }
}

const NAME: &str = "Name";
const EMAIL: &str = "Email";
const LINK: &str = "Calendly link";

/// A link, to open and to copy.
fn linked(props: &Props, written: &str, side: &str) -> Html {
    let (dispatch, text) = (props.dispatch.clone(), written.to_owned());
    let on_copy = Callback::from(move |()| {
        text_to_clipboard(dispatch.clone(), text.clone(), "The link is on the clipboard.")
    });
    let id = format!("copy-{side}-{}", props.row.key.as_str());
    html! { <>{ link(written) }{ " " }<CopyButton {id} label="Copy" name={format!("Copy {written}")} class="quiet" {on_copy} /></> }
}

/// A term and what a side says of it.
fn line(term: &str, words: Html, empty: bool) -> Html {
    let words = if empty {
        html! { <span class="email">{ "not stated" }</span> }
    } else {
        words
    };
    html! { <div><dt>{ term.to_owned() }</dt><dd>{ words }</dd></div> }
}

fn who(other: &Candidate) -> Html {
    html! { <span class="who"><bdi>{ &other.name }</bdi>{ " " }<span class="email">{ &other.email }</span></span> }
}

/// The other side, line by line as the own one, and what made them one.
fn account(props: &Props, user: &Candidate, how: How) -> Html {
    let evidence = match how {
        How::Email => "Matched by email.",
        How::Link => "Matched by link: both have the same Calendly page.",
        How::Name => "Matched by name: the list has no emails, and the name is unique.",
        How::Hand => "Matched by you.",
    };
    let undo = pair(user, Decision::NotSame);
    let onclick = match how {
        How::Hand => props.on_take_back(|decision, other| {
            matches!(decision, Decision::Same(..)) && other == Some(user)
        }),
        _ => props.on_decide(undo, not_same(props, user)),
    };
    let known = [(NAME, &user.name), (EMAIL, &user.email)];
    html! {
        <div class="detail">
            <h3>{ "In Calendly" }</h3>
            <dl>
                { for known.into_iter().map(|(term, words)| line(term, html! { <bdi>{ words }</bdi> }, words.is_empty())) }
                { line(LINK, linked(props, &user.link, "theirs"), user.link.is_empty()) }
                { for user.also.iter().map(|(term, words)| line(term, html! { <bdi>{ words }</bdi> }, false)) }
            </dl>
            <p class="evidence">{ evidence }</p>
            if props.edit { <button type="button" {onclick}>{ "Undo match" }</button> }
        </div>
    }
}

/// Whom somebody has said this row is not.
fn not_the_same(props: &Props) -> Html {
    let parted = |(decision, other): &(Decision, Option<Candidate>)| match decision {
        Decision::NotSame(..) => other.clone(),
        _ => None,
    };
    let others: Vec<Candidate> = props.row.decided.iter().filter_map(parted).collect();
    if others.is_empty() {
        return Html::default();
    }
    let one = |other: &Candidate| {
        let onclick = props.on_take_back(|decision, of| {
            matches!(decision, Decision::NotSame(..)) && of == Some(other)
        });
        html! {
            <li>{ who(other) }if props.edit { <span class="row-actions"><button type="button" class="quiet" {onclick}>{ "Take back" }</button></span> }</li>
        }
    };
    html! {
        <div class="detail">
            <h3>{ "Not the same, as you said" }</h3>
            <ul>{ for others.iter().map(one) }</ul>
        </div>
    }
}

/// A finding may be meant: the process asks people to fix an item or to say so. Keyed, so that what is being
/// typed stays with its finding when one before it goes.
fn intentional(props: &Props, finding: &Finding) -> Html {
    let label = finding.label;
    match (&finding.intentional, &props.row.key) {
        (Some(reason), _) => {
            let onclick = props.on_take_back(
                |decision, _| matches!(decision, Decision::Intentional(_, of, _) if *of == label),
            );
            html! {
                <div class="detail" key={label.text()}>
                    <h3>{ label.text() }</h3>
                    <p>{ "Intended: " }<bdi>{ reason }</bdi></p>
                    if props.edit { <button type="button" class="quiet" {onclick}>{ "Take back" }</button> }
                </div>
            }
        }
        (None, Key::Person(person)) => {
            let (dispatch, person, name) = (props.dispatch.clone(), person.clone(), props.name());
            let advice = label.advice();
            let on_reason = Callback::from(move |reason: String| {
                let words = format!("Intended: {name}, {}.", label.text());
                let decision = Decision::Intentional(person.clone(), label, reason);
                dispatch.dispatch(Action::Decide(vec![decision], words.into()));
            });
            html! {
                <div class="detail" key={label.text()}>
                    <h3>{ label.text() }</h3>
                    if !finding.details.is_empty() { <p>{ phrase::show(&finding.details) }</p> }
                    <p>{ advice.meaning }{ ". " }{ advice.by.text() }{ ": " }{ phrase::show(&label.to_do(None)) }{ "." }</p>
                    if props.edit {
                        <Reason label="Reason this is intended" name={format!("Reason this is intended ({})", label.text())} button="Mark as intentional" {on_reason} />
                    }
                </div>
            }
        }
        (None, Key::User(_)) => Html::default(),
    }
}

/// What holds for a user outside the team.
fn verdict(props: &Props, user: &UserKey) -> Html {
    let decide = |make: fn(String) -> Verdict, words: &'static str| {
        let (dispatch, user, name) = (props.dispatch.clone(), user.clone(), props.name());
        Callback::from(move |reason: String| {
            let words = format!("{words}: {name}, {reason}.");
            let decision = Decision::Verdict(user.clone(), make(reason));
            dispatch.dispatch(Action::Decide(vec![decision], words.into()));
        })
    };
    let remove = props.on_decide(
        Decision::Verdict(user.clone(), Verdict::Remove),
        format!("To be removed: {}.", props.name()),
    );
    html! {
        <div class="detail">
            <h3>{ "Outside the team" }</h3>
            if let Some(verdict) = &props.row.verdict {
                <p>{ match verdict {
                    Verdict::Justified(reason) => html! { <>{ "Kept: " }<bdi>{ reason }</bdi></> },
                    Verdict::Remove => html! { "To be removed" },
                    Verdict::NotAPerson(keeper) => html! { <>{ "Service account, owner " }<bdi>{ keeper }</bdi></> },
                } }</p>
                if props.edit {
                    <button type="button" class="quiet" onclick={props.on_take_back(|decision, _| matches!(decision, Decision::Verdict(..)))}>{ "Take back" }</button>
                }
            } else if props.edit {
                <button type="button" onclick={remove}>{ "To be removed" }</button>
                <Reason label="Reason to keep" button="Keep" on_reason={decide(Verdict::Justified, "Kept")} />
                <Reason label="Service account, owner" button="Service account" on_reason={decide(Verdict::NotAPerson, "Service account")} />
            }
        </div>
    }
}

/// A line to give a reason in, and the button that takes it.
#[derive(Properties, PartialEq)]
pub struct ReasonProps {
    /// The label of the line.
    pub label: AttrValue,
    /// Its accessible name, where that says more: it begins with the label.
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// What stands on the button.
    pub button: AttrValue,
    /// Told the reason.
    pub on_reason: Callback<String>,
}

/// A line to give a reason in, and the button that takes it.
#[component]
pub fn Reason(props: &ReasonProps) -> Html {
    let text = use_state(String::new);
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            text.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let onsubmit = {
        let (text, on_reason) = (text.clone(), props.on_reason.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let reason = text.trim();
            if !reason.is_empty() {
                on_reason.emit(reason.to_owned());
            }
        })
    };
    html! {
        <form class="reason" {onsubmit}>
            <label>{ &props.label }<input type="text" aria-label={props.name.clone()} value={(*text).clone()} {oninput} required=true autocomplete="off" /></label>
            <button type="submit">{ &props.button }</button>
        </form>
    }
}

/// Matching by hand: search as you type on the other side.
#[component]
fn ByHand(props: &Props) -> Html {
    let words = use_state(String::new);
    let found = use_state(Vec::<Candidate>::new);
    let label = match props.row.key {
        Key::Person(_) => "Match with a Calendly user",
        Key::User(_) => "Match with somebody in the team",
    };
    let oninput = {
        let (words, found, engine) = (words.clone(), found.clone(), props.engine.clone());
        let row = Rc::clone(&props.row);
        Callback::from(move |event: InputEvent| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            words.set(typed.clone());
            let (found, engine, key) = (found.clone(), engine.clone(), row.key.clone());
            spawn_local(async move { found.set(engine.find(key, typed).await) });
        })
    };
    html! {
        <div class="detail">
            <h3>{ "Match by hand" }</h3>
            <label class="find">{ label }<input type="text" value={(*words).clone()} {oninput} autocomplete="off" spellcheck="false" placeholder="Name, email or link" /></label>
            if !words.is_empty() {
                <ul>{ for found.iter().map(|other| html! {
                    <li>{ who(other) }<span class="row-actions"><button type="button" onclick={props.on_decide(pair(other, Decision::Same), same(props, other))}>{ "Match" }</button></span></li>
                }) }</ul>
                if found.is_empty() { <p class="hint">{ "Nobody without a match was found by these words." }</p> }
            }
        </div>
    }
}
