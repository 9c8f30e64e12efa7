//! What can be done anywhere on the page: paste, drop files, press a key.

use calendly_audit::session::sniff::place_for;
use calendly_audit::session::view::{Destination, Input};
use calendly_audit::source::Source;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    ClipboardEvent, DragEvent, Event, HtmlDialogElement, HtmlElement, HtmlInputElement,
    KeyboardEvent, MouseEvent, Node, NodeList,
};
use yew::prelude::*;

use super::chosen::evidence;
use super::earlier::notes;
use crate::action::Action;
use crate::dom::{self, element, files, home, kept, listen, mark_dragging, paste};
use crate::engine::Engine;
use crate::state::State;
use crate::work::is_large;

const HEARD: [&str; 8] =
    ["keydown", "paste", "dragover", "dragleave", "drop", "focusin", "pointerdown", "hashchange"];

/// Keys that do something where nobody is typing, and the element that they press or go to. The dialog in
/// `index.html` lists them.
const KEYS: [(&str, &str); 12] = [
    ("?", "keys-open"),
    ("1", "team-head"),
    ("2", "list-head"),
    ("3", "audit-head"),
    ("/", "search"),
    ("t", "tab-todo"),
    ("o", "tab-outside"),
    ("e", "tab-everyone"),
    ("r", "review"),
    ("c", "copy-notes"),
    ("p", "copy-pings"),
    ("d", "download-notes"),
];

/// Listens to the whole page. `on_notes` takes earlier notes that were pasted, never those of a file: a paste
/// may fetch. `on_fragment` is told what stands after the `#` of the address, now and when it changes.
#[hook]
pub fn use_global_input(
    dispatch: UseReducerDispatcher<State>,
    engine: Engine,
    on_notes: Callback<Action>,
    on_fragment: Callback<String>,
) {
    use_effect_with((), move |()| {
        on_fragment.emit(kept::fragment());
        let listening = listen::listen(&HEARD, move |event| match event.type_().as_str() {
            "keydown" => key(&dispatch, event.unchecked_ref()),
            "paste" => pasted(&dispatch, &engine, &on_notes, event.unchecked_ref()),
            "focusin" => home::came(&event),
            "pointerdown" => home::left(),
            "hashchange" => on_fragment.emit(kept::fragment()),
            _ => dragged(&dispatch, &engine, event.unchecked_ref()),
        });
        move || drop(listening)
    });
}

fn target(event: &Event) -> Option<HtmlElement> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Whether the keys belong to the element, as they do where a person types.
fn takes_text(element: &HtmlElement) -> bool {
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => element
            .dyn_ref::<HtmlInputElement>()
            .is_none_or(|input| !matches!(input.type_().as_str(), "checkbox" | "file")),
        _ => false,
    }
}

fn key(dispatch: &UseReducerDispatcher<State>, event: &KeyboardEvent) {
    let at = target(event);
    let typing = at.as_ref().is_some_and(takes_text);
    if event.key() == "Escape" {
        return fold(at.as_ref());
    }
    if typing || event.default_prevented() || event.alt_key() {
        return;
    }
    if event.ctrl_key() || event.meta_key() {
        let action = match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
            ("z", false) => Action::Undo,
            ("z", true) | ("y", _) => Action::Redo,
            _ => return,
        };
        event.prevent_default();
        return dispatch.dispatch(action);
    }
    if let Some(element) = at.as_ref().and_then(|at| arrow(at, &event.key())) {
        event.prevent_default();
        let _ = element.focus();
        return;
    }
    // Somebody who dictates, or whose hand slips, can switch these off: WCAG 2.1.4.
    let on = element("keys-on")
        .and_then(|input| input.dyn_into::<HtmlInputElement>().ok())
        .is_some_and(|input| input.checked());
    let in_dialog = element("keys")
        .and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok())
        .is_some_and(|dialog| dialog.open());
    let key = event.key().to_ascii_lowercase();
    if on && !in_dialog && matches!(key.as_str(), "j" | "k") {
        return next_to_do(at.as_ref(), key == "j");
    }
    let found = KEYS.iter().find(|(known, _)| *known == key).filter(|_| on && !in_dialog);
    if let Some(element) = found.and_then(|(_, id)| element(id)) {
        event.prevent_default();
        let _ = element.focus();
        if element.tag_name() == "BUTTON" {
            element.click();
        }
    }
}

/// Returns where an arrow leads from here: along the controls of a toolbar, or from row to row. On a row, those to the
/// sides unfold and fold it.
fn arrow(at: &HtmlElement, key: &str) -> Option<HtmlElement> {
    let (step, across) = match key {
        "ArrowLeft" => (-1, true),
        "ArrowRight" => (1, true),
        "ArrowUp" => (-1, false),
        "ArrowDown" => (1, false),
        _ => return None,
    };
    if at.class_name() == "unfold" {
        if across {
            let open = at.get_attribute("aria-expanded").as_deref() == Some("true");
            if open != (step > 0) {
                at.click();
            }
            return Some(at.clone());
        }
        let rows = all("#worklist .unfold");
        return beside(&rows, at, step);
    }
    let bar = at.closest("[data-roving]").ok().flatten().filter(|_| across)?;
    let controls = dom::all_inside(&bar, "button, input")?;
    beside(&seen(&controls), at, step)
}

/// Goes to the next row, or the one before, about which something is to be done. Details that are open where a person comes
/// from give way to its own.
fn next_to_do(at: Option<&HtmlElement>, forwards: bool) {
    let rows = all("#worklist .todo .unfold");
    let from = at.filter(|at| at.closest("#worklist").is_ok_and(|list| list.is_some()));
    let wanted = if forwards {
        Node::DOCUMENT_POSITION_FOLLOWING
    } else {
        Node::DOCUMENT_POSITION_PRECEDING
    };
    let lies = |row: &&HtmlElement| {
        from.is_none_or(|from| from.compare_document_position(row) & wanted != 0)
    };
    let found = if forwards { rows.iter().find(lies) } else { rows.iter().rev().find(lies) };
    let Some(row) = found.filter(|_| forwards || from.is_some()) else { return };
    let open = from.filter(|from| from.get_attribute("aria-expanded").as_deref() == Some("true"));
    if let Some(before) = open {
        before.click();
    }
    let _ = row.focus();
    if open.is_some() {
        row.click();
    }
}

/// The element before or behind another one.
fn beside(all: &[HtmlElement], at: &HtmlElement, step: isize) -> Option<HtmlElement> {
    let place = all.iter().position(|one| one == at)?;
    all.get(place.checked_add_signed(step)?).cloned()
}

/// Every element of that kind that can be seen.
fn all(selector: &str) -> Vec<HtmlElement> {
    dom::all(selector).map(|found| seen(&found)).unwrap_or_default()
}

fn seen(found: &NodeList) -> Vec<HtmlElement> {
    let elements =
        (0..found.length()).filter_map(|place| found.get(place)?.dyn_into::<HtmlElement>().ok());
    elements.filter(|element| element.closest("[hidden]").is_ok_and(|at| at.is_none())).collect()
}

/// Escape folds the details it is pressed in; their button keeps the focus.
fn fold(at: Option<&HtmlElement>) {
    let details = at.and_then(|element| element.closest(".details").ok().flatten());
    let home =
        details.and_then(|details| details.first_element_child()?.get_attribute("data-home"));
    let button = home.and_then(|home| element(home.split(' ').next().unwrap_or_default()));
    if let Some(button) = button {
        let _ = button.focus();
        button.click();
    }
}

/// A paste outside a field goes to the box it belongs in.
fn pasted(
    dispatch: &UseReducerDispatcher<State>,
    engine: &Engine,
    on_notes: &Callback<Action>,
    event: &ClipboardEvent,
) {
    if event.default_prevented() || target(event).is_some_and(|element| takes_text(&element)) {
        return;
    }
    let Some(clipboard) = event.clipboard_data() else { return };
    let chosen = files::of(clipboard.files());
    if !chosen.is_empty() {
        event.prevent_default();
        return bring(dispatch.clone(), engine.clone(), chosen);
    }
    let plain = paste::plain(event);
    let place = place_for("", plain.as_bytes());
    // Only a list is ever copied from a web page whose markup says more than its text.
    let page = matches!(place, Some(Destination::Input(Input::Users)) | None)
        .then(|| paste::rich(event))
        .flatten();
    if plain.trim().is_empty() && page.is_none() {
        return;
    }
    event.prevent_default();
    let (dispatch, engine, on_notes) = (dispatch.clone(), engine.clone(), on_notes.clone());
    spawn_local(async move {
        let rich = match page {
            Some(page) => engine.text_of(page, &plain).await,
            None => None,
        };
        match rich {
            Some(text) => dispatch.dispatch(put("", Some(Destination::Input(Input::Users)), text)),
            None if plain.trim().is_empty() => {}
            None if place == Some(Destination::Input(Input::Earlier)) => {
                on_notes.emit(notes(plain));
            }
            None => dispatch.dispatch(put("", place, plain)),
        }
    });
}

/// Files dropped anywhere but on a file input are told apart and taken.
fn dragged(dispatch: &UseReducerDispatcher<State>, engine: &Engine, event: &DragEvent) {
    let carries_files =
        event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0));
    let on_input = target(event).is_some_and(|element| {
        element.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.type_() == "file")
    });
    if !carries_files {
        return;
    }
    let kind = event.type_();
    let leaves = kind == "dragleave"
        && event.dyn_ref::<MouseEvent>().is_none_or(|event| event.related_target().is_none());
    mark_dragging(kind == "dragover" || (kind == "dragleave" && !leaves));
    if on_input {
        return;
    }
    event.prevent_default();
    if kind == "drop"
        && let Some(data) = event.data_transfer()
    {
        bring(dispatch.clone(), engine.clone(), files::of(data.files()));
    }
}

fn bring(dispatch: UseReducerDispatcher<State>, engine: Engine, chosen: Vec<web_sys::File>) {
    spawn_local(async move {
        match files::read(chosen).await {
            Err(why) => dispatch.dispatch(Action::Error(why.into())),
            Ok(sources) => {
                for source in evidence(sources, &dispatch, &engine).await {
                    dispatch.dispatch(match place_for(&source.name, &source.bytes) {
                        Some(Destination::Input(Input::Team)) => Action::RosterFiles(vec![source]),
                        Some(Destination::Input(Input::Users)) => Action::ListFiles(vec![source]),
                        place => {
                            let text = String::from_utf8_lossy(&source.bytes).into_owned();
                            put(&source.name, place, text)
                        }
                    });
                }
            }
        }
    });
}

/// Puts a text into the box it belongs in; one too long for a box becomes a source of its own.
fn put(name: &str, place: Option<Destination>, text: String) -> Action {
    match place {
        Some(Destination::Input(Input::Team)) => {
            Action::RosterFiles(vec![Source::new("pasted roster", text)])
        }
        Some(Destination::Input(Input::Users)) if is_large(&text) => Action::PastedList(text),
        Some(Destination::Input(Input::Users)) => Action::MoreList(text.into()),
        Some(Destination::Input(Input::Earlier)) if is_large(&text) && !name.is_empty() => {
            Action::NotesFiles(vec![Source::new(name, text)])
        }
        Some(Destination::Input(Input::Earlier)) => notes(text),
        Some(Destination::Evidence) | None => Action::Error(
            format!(
                "{} no email address, no roster and no earlier notes. Put it into the box it belongs in.",
                if name.is_empty() { "What was pasted holds".to_owned() } else { format!("{name} holds") }
            )
            .into(),
        ),
    }
}
