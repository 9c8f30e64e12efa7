//! Notes that are longer than GitLab takes in one comment, offered in as many as it needs.

use calendly_audit::report::split::COMMENT_SAID;
use calendly_audit::session::Copy;
use yew::prelude::*;

use super::copying::{CopyButton, to_clipboard};
use crate::engine::{Copied, Engine};
use crate::state::State;

/// A button for each of this many comments; nothing where one holds all.
pub fn comments(count: usize, dispatch: &UseReducerDispatcher<State>, engine: &Engine) -> Html {
    if count < 2 {
        return Html::default();
    }
    let button = |number: usize| {
        let (dispatch, engine) = (dispatch.clone(), engine.clone());
        let on_copy = Callback::from(move |()| {
            let said = move |_: &Copied| {
                format!(
                    "Comment {number} of {count} is on the clipboard: paste it into the audit issue."
                )
            };
            to_clipboard(dispatch.clone(), engine.clone(), Copy::Comment(number - 1), said)
        });
        let (id, label) =
            (format!("copy-comment-{number}"), format!("Copy comment {number} of {count}"));
        html! { <CopyButton key={number} {id} {label} {on_copy} /> }
    };
    html! {
        <div class="comments">
            <p>{ format!("The notes are longer than the {COMMENT_SAID} characters that GitLab takes in one comment. Copy them as {count} comments, one after another.") }</p>
            <div class="actions">{ for (1..=count).map(button) }</div>
        </div>
    }
}

/// What to do with copied notes.
pub fn notes_said(made: &Copied) -> String {
    match made.comments {
        0 | 1 => "The notes are on the clipboard: paste them below “## Notes” in the audit issue."
            .to_owned(),
        count => format!(
            "The notes are on the clipboard, but GitLab takes at most {COMMENT_SAID} characters in one comment. Copy the {count} numbered comments instead."
        ),
    }
}
