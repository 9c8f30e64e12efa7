//! The details of a row: both sides next to each other, where they were read, and what a person may say.

use std::rc::Rc;

use calendly_audit::audit::{Decision, Finding, How, Key, PersonKey, UserKey, Verdict};
use calendly_audit::desk::view::{Candidate, RowView};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

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
    /// Where decisions go.
    pub dispatch: UseReducerDispatcher<State>,
    /// For matching by hand.
    pub engine: Engine,
}

impl Props {
    fn on_decide(&self, decision: Decision) -> Callback<MouseEvent> {
        let dispatch = self.dispatch.clone();
        Callback::from(move |_| dispatch.dispatch(Action::Decide(decision.clone())))
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
        let dispatch = self.dispatch.clone();
        Callback::from(move |_| {
            if let Some(decision) = &decision {
                dispatch.dispatch(Action::TakeBack(decision.clone()));
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
                if !row.suggestions.is_empty() {
                    <div class="detail">
                        <h3>{ "May be the same" }</h3>
                        <ul>{ for row.suggestions.iter().map(|(other, reason)| html! {
                            <li>
                                <span>{ who(other) }{ ": " }{ phrase::show(reason) }</span>
                                <span class="row-actions">
                                    <button type="button" onclick={props.on_decide(pair(other, Decision::Same))}>{ "Accept" }</button>
                                    <button type="button" class="quiet" onclick={props.on_decide(pair(other, Decision::NotSame))}>{ "Not the same" }</button>
                                </span>
                            </li>
                        }) }</ul>
                    </div>
                }
                { not_the_same(props) }
                if row.accounts.is_empty() {
                    <ByHand row={Rc::clone(row)} columns={Rc::clone(&props.columns)} dispatch={props.dispatch.clone()} engine={props.engine.clone()} />
                }
            </div>
            <div class="detail-stack">
                { for row.findings.iter().map(|finding| intentional(props, finding)) }
                if let Key::User(user) = &row.key { { verdict(props, user) } }
            </div>
        </div>
    }
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
        line(heading, cell.map_or_else(Html::default, phrase::show), cell.is_none())
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
        How::Email => "Matched by email: the address is one person’s.",
        How::Link => "Matched by link: the Calendly page is the same.",
        How::Name => "Matched by name: the list has no emails, and nobody else is called so.",
        How::Hand => "Matched by hand: a person said so.",
    };
    let undo = pair(user, Decision::NotSame);
    let onclick = match how {
        How::Hand => props.on_take_back(|decision, other| {
            matches!(decision, Decision::Same(..)) && other == Some(user)
        }),
        _ => props.on_decide(undo),
    };
    let known = [(NAME, &user.name), (EMAIL, &user.email), (LINK, &user.link)];
    html! {
        <div class="detail">
            <h3>{ "In Calendly" }</h3>
            <dl>
                { for known.into_iter().map(|(term, words)| line(term, html! { <bdi>{ words }</bdi> }, words.is_empty())) }
                { for user.also.iter().map(|(term, words)| line(term, html! { <bdi>{ words }</bdi> }, false)) }
            </dl>
            <p class="evidence">{ evidence }</p>
            <button type="button" {onclick}>{ "Undo match" }</button>
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
            <li>{ who(other) }<span class="row-actions"><button type="button" class="quiet" {onclick}>{ "Take back" }</button></span></li>
        }
    };
    html! {
        <div class="detail">
            <h3>{ "Not the same, by hand" }</h3>
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
                    <p>{ "Intentional: " }<bdi>{ reason }</bdi></p>
                    <button type="button" class="quiet" {onclick}>{ "Take back" }</button>
                </div>
            }
        }
        (None, Key::Person(person)) => {
            let (dispatch, person) = (props.dispatch.clone(), person.clone());
            let on_reason = Callback::from(move |reason| {
                dispatch.dispatch(Action::Decide(Decision::Intentional(
                    person.clone(),
                    label,
                    reason,
                )));
            });
            html! {
                <div class="detail" key={label.text()}>
                    <h3>{ label.text() }</h3>
                    if !finding.details.is_empty() { <p>{ phrase::show(&finding.details) }</p> }
                    <Reason label="Intentional, since" name={format!("Intentional, since ({})", label.text())} button="Mark as intentional" {on_reason} />
                </div>
            }
        }
        (None, Key::User(_)) => Html::default(),
    }
}

/// What holds for a user outside the team.
fn verdict(props: &Props, user: &UserKey) -> Html {
    let decide = |make: fn(String) -> Verdict| {
        let (dispatch, user) = (props.dispatch.clone(), user.clone());
        Callback::from(move |reason| {
            dispatch.dispatch(Action::Decide(Decision::Verdict(user.clone(), make(reason))));
        })
    };
    let remove = props.on_decide(Decision::Verdict(user.clone(), Verdict::Remove));
    html! {
        <div class="detail">
            <h3>{ "Outside the team" }</h3>
            if let Some(verdict) = &props.row.verdict {
                <p>{ match verdict {
                    Verdict::Justified(reason) => html! { <>{ "Justified: " }<bdi>{ reason }</bdi></> },
                    Verdict::Remove => html! { "To be removed" },
                    Verdict::NotAPerson(keeper) => html! { <>{ "Not a person, kept by " }<bdi>{ keeper }</bdi></> },
                } }</p>
                <button type="button" class="quiet" onclick={props.on_take_back(|decision, _| matches!(decision, Decision::Verdict(..)))}>{ "Take back" }</button>
            } else {
                <Reason label="May stay, since" button="Justify" on_reason={decide(Verdict::Justified)} />
                <Reason label="Not a person, kept by" button="Not a person" on_reason={decide(Verdict::NotAPerson)} />
                <button type="button" onclick={remove}>{ "To be removed" }</button>
            }
        </div>
    }
}

/// A line to give a reason in, and the button that takes it.
#[derive(Properties, PartialEq)]
struct ReasonProps {
    label: AttrValue,
    /// Its accessible name, where that says more: it begins with the label.
    #[prop_or_default]
    name: Option<AttrValue>,
    button: AttrValue,
    on_reason: Callback<String>,
}

#[component]
fn Reason(props: &ReasonProps) -> Html {
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
            <label class="find">{ label }<input type="search" value={(*words).clone()} {oninput} autocomplete="off" spellcheck="false" placeholder="Name, email or link" /></label>
            if !words.is_empty() {
                <ul>{ for found.iter().map(|other| html! {
                    <li>{ who(other) }<span class="row-actions"><button type="button" onclick={props.on_decide(pair(other, Decision::Same))}>{ "Match" }</button></span></li>
                }) }</ul>
                if found.is_empty() { <p class="hint">{ "Nobody who is still unmatched has these words." }</p> }
            }
        </div>
    }
}
