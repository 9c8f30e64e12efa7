//! A phrase on the page: their words as text, values to copy as code.

use calendly_audit::phrase::{Phrase, Piece};
use yew::prelude::*;

/// The phrase as nodes.
pub fn show(phrase: &Phrase) -> Html {
    phrase.0.iter().map(piece).collect()
}

fn piece(piece: &Piece) -> Html {
    match piece {
        Piece::Ours(words) => html! { words },
        // Isolated, so that a name written from right to left cannot turn the words around it.
        Piece::Theirs(text) => html! { <bdi>{ text }</bdi> },
        Piece::Code(text) => html! { <code>{ text }</code> },
        Piece::Break => html! { <br /> },
    }
}
