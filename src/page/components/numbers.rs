//! The numbers of the whole: a bar, and buttons that filter the table of the team.

use calendly_audit::audit::{Label, Level};
use calendly_audit::desk::Query;
use calendly_audit::desk::view::{Only, Tally, Which};
use yew::prelude::*;

use crate::action::Action;
use crate::dom::focus;
use crate::state::{ROWS, State};

/// The numbers of the whole: a bar, and buttons that filter the table of the team.
pub fn numbers(tally: &Tally, now: &Query, dispatch: &UseReducerDispatcher<State>) -> Html {
    let quiet = tally.people.saturating_sub(tally.clear + tally.fix + tally.check);
    let number = |class, count, words, only| number(class, count, words, only, now, dispatch);
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
        </div>
    }
}

/// How often each label occurs: buttons that filter the table of the team.
pub fn labels(tally: &Tally, now: &Query, dispatch: &UseReducerDispatcher<State>) -> Html {
    let label = |(label, count): &(Label, usize)| {
        let class = match label.level() {
            Level::Fix => "fix",
            Level::Check => "check",
            Level::Note => "note",
        };
        number(class, *count, label.text(), Only::Label(*label), now, dispatch)
    };
    if tally.labels.is_empty() {
        return Html::default();
    }
    html! {
        <div class="number-row small" role="group" aria-label="Findings by label">{ for tally.labels.iter().map(label) }</div>
    }
}

/// A number, and what a click on it leaves in the table; the same again shows every row again.
fn number(
    class: &'static str,
    count: usize,
    words: &'static str,
    only: Only,
    now: &Query,
    dispatch: &UseReducerDispatcher<State>,
) -> Html {
    let onclick = {
        let (dispatch, query) = (dispatch.clone(), now.clone());
        let only = if query.only == only { Only::All } else { only };
        Callback::from(move |_: MouseEvent| {
            dispatch
                .dispatch(Action::Query(Which::Team, Query { only, count: ROWS, ..query.clone() }));
            focus("team-caption");
        })
    };
    html! {
        <button type="button" class={classes!("number", class)} aria-pressed={(now.only == only).to_string()} {onclick}>
            <strong>{ count }</strong>{ " " }<span>{ words }</span>
        </button>
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
