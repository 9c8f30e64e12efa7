//! The icons: drawn once, in `index.html`, and shown wherever they are named.

use yew::prelude::*;

/// Returns the icon of this name. It says nothing to a screen reader: a word always stands beside it.
pub fn icon(name: &str) -> Html {
    html! { <svg class="icon" aria-hidden="true"><use href={format!("#icon-{name}")} /></svg> }
}
