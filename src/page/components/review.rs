//! What a reviewer reads: the checks, what changed since the last audit, every decision with its reason, and nothing to edit.

use calendly_audit::phrase::Phrase;
use calendly_audit::session::view::{EarlierView, View};
use yew::prelude::*;

use super::next::stages;
use super::{checks, phrase};
use crate::dom::clock;
use crate::state::State;

/// Returns everything that a reviewer reads before the tables.
pub fn review(view: &View, auditor: &str, dispatch: &UseReducerDispatcher<State>) -> Html {
    html! {
        <div class="review">
            { stages(view) }
            { checks::table(view, false, dispatch) }
            { remarks(view) }
            <h3>{ "Decisions" }</h3>
            if view.decisions.is_empty() {
                <p class="hint">{ "None." }</p>
            } else {
                <p class="hint">{ decided_by(auditor.trim(), view.earlier.is_some()) }</p>
                <ul class="decisions">{ for view.decisions.iter().map(|words| html! { <li>{ phrase::show(words) }</li> }) }</ul>
            }
            <h3>{ "About this audit" }</h3>
            { summary(view) }
        </div>
    }
}

/// Returns who decided, as far as the page knows: nobody signs in to it, so that is what is written under Policy.
fn decided_by(auditor: &str, carried: bool) -> String {
    let who = match auditor {
        "" => "Who decided is not known: the auditor is not named under Policy".to_owned(),
        auditor => format!("By the auditor, {auditor}"),
    };
    let carried = if carried { ", or taken over from the earlier notes" } else { "" };
    format!("{who}{carried}.")
}

/// Returns the summary, as the notes have it.
pub fn summary(view: &View) -> Html {
    lines(&view.summary)
}

fn lines(lines: &[(String, Phrase)]) -> Html {
    html! {
        <dl class="summary">{ for lines.iter().map(|(term, words)| html! { <div><dt>{ term }</dt><dd>{ phrase::show(words) }</dd></div> }) }</dl>
    }
}

/// Returns what stands against the next step, and what became of earlier notes.
pub fn remarks(view: &View) -> Html {
    if view.concerns.is_empty() && view.earlier.is_none() {
        return Html::default();
    }
    html! {
        <div class="remarks">
            { for view.concerns.iter().map(|concern| html! { <p class="warning">{ phrase::show(concern) }</p> }) }
            if let Some(earlier) = &view.earlier { { compared(earlier) } }
        </div>
    }
}

/// How today compares with the earlier notes.
fn compared(earlier: &EarlierView) -> Html {
    let when = earlier.audited.map_or_else(|| "at an unknown time".to_owned(), clock::local);
    html! {
        <div class="compared">
            <p>
                { format!(
                    "Earlier notes of {when}: {} people, {} users outside the team and {} decisions read. Since then: {} new, {} users outside new, {} still open, {} addressed; {} of the promised removals done, {} still there; {} justifications to ask for again.",
                    earlier.people, earlier.users, earlier.decisions, earlier.new, earlier.new_outside, earlier.open_before, earlier.addressed,
                    earlier.removed, earlier.still_there, earlier.ask_again,
                ) }
            </p>
            <details class="since">
                <summary>{ "What became of each of them" }</summary>
                { lines(&earlier.lines) }
                if earlier.lines.len() == EarlierView::MOST {
                    <p>{ format!("These are the first {} lines. The notes hold all of them.", EarlierView::MOST) }</p>
                }
            </details>
            if !earlier.unplaced.is_empty() {
                <details class="unread">
                    <summary>{ format!("{} parts of your notes that were not understood", earlier.unplaced.len()) }</summary>
                    <ol class="unread-lines">
                        { for earlier.unplaced.iter().map(|(line, text)| html! { <li><span class="place">{ format!("line {line}") }</span><code>{ text }</code></li> }) }
                    </ol>
                </details>
            }
        </div>
    }
}
