//! A phrase on the page: their words as text, values to copy as code, dates as the reader writes them.

use calendly_audit::phrase::{Phrase, Piece};
use yew::prelude::*;

use crate::dom::clock;

/// The phrase as nodes.
pub fn show(phrase: &Phrase) -> Html {
    phrase.0.iter().map(piece).collect()
}

fn piece(piece: &Piece) -> Html {
    match piece {
        Piece::Trusted(words) => dated(words),
        // Isolated, so that a name written from right to left cannot turn the words around it.
        Piece::Untrusted(text) => html! { <bdi>{ text }</bdi> },
        // A digest is there to be compared or copied: the eye needs only its beginning.
        Piece::Code(text) if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
            html! { <code class="digest" title={text.clone()}>{ text }</code> }
        }
        Piece::Code(text) => html! { <code>{ text }</code> },
        Piece::Break => html! { <br /> },
    }
}

/// Our words. A date or a time in them is the notes' way of writing it (`2026-11-22`, `2026-11-22 07:40 UTC`).
fn dated(words: &str) -> Html {
    let Some((before, moment, after)) = first_moment(words) else { return html! { words } };
    let Some(local) = clock::written(moment) else { return html! { words } };
    html! { <>{ before }<time datetime={clock::machine(moment)}>{ local }</time>{ dated(after) }</> }
}

/// The words before a moment, the moment, and the words after it.
fn first_moment(words: &str) -> Option<(&str, &str, &str)> {
    const FORM: &[u8] = b"0000-00-00";
    const TIME: &[u8] = b" 00:00 UTC";
    let is = |form: &[u8], bytes: &[u8]| {
        bytes.len() >= form.len()
            && form.iter().zip(bytes).all(|(form, byte)| match form {
                b'0' => byte.is_ascii_digit(),
                form => form == byte,
            })
    };
    let bytes = words.as_bytes();
    let start = (0..bytes.len()).find(|start| is(FORM, bytes.get(*start..).unwrap_or_default()))?;
    let mut end = start + FORM.len();
    if is(TIME, bytes.get(end..).unwrap_or_default()) {
        end += TIME.len();
    }
    Some((words.get(..start)?, words.get(start..end)?, words.get(end..)?))
}
