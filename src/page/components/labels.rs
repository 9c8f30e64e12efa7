//! The help on labels: what each means, what to do and who does it, from the catalogue.

use calendly_audit::audit::Label;
use yew::prelude::*;

use super::phrase;

/// Returns the folded list of all labels.
pub fn labels() -> Html {
    let entry = |label: &Label| {
        let advice = label.advice();
        html! {
            <li>
                <strong>{ label.text() }</strong>{ ": " }{ advice.meaning }{ ". " }
                { advice.by.text() }{ ": " }{ phrase::show(&label.to_do(None)) }{ "." }
            </li>
        }
    };
    html! {
        <details class="help">
            <summary>{ "What the labels mean" }</summary>
            <ul>{ for Label::ALL.iter().map(entry) }</ul>
        </details>
    }
}
