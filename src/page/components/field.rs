//! The small controls: a labelled field, a text area that may hold megabytes, a choice of files.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ClipboardEvent, HtmlInputElement, HtmlTextAreaElement, InputEvent};
use yew::prelude::*;

use crate::dom::{files, paste};
use crate::engine::Engine;
use crate::work::is_large;

/// When a field tells of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tell {
    /// At each key: what is typed is shown at once.
    #[default]
    EachKey,
    /// When the person leaves the field or presses Enter: for what is only whole then, as a list is.
    WhenDone,
}

/// A one-line field with its label above it.
#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// The id, unique on the page.
    pub id: AttrValue,
    /// The label: the control's accessible name.
    pub label: AttrValue,
    /// What it holds.
    pub value: AttrValue,
    /// Told of edits.
    pub on_edit: Callback<String>,
    /// When it is told.
    #[prop_or_default]
    pub tell: Tell,
    /// `text` unless said otherwise.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// What it looks like while it is empty.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// A sentence below it.
    #[prop_or_default]
    pub hint: AttrValue,
}

/// A one-line field.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let on_edit = props.on_edit.clone();
    let edited = Callback::from(move |event: Event| {
        on_edit.emit(event.target_unchecked_into::<HtmlInputElement>().value());
    });
    let (oninput, onchange) = match props.tell {
        Tell::EachKey => (Some(edited.reform(Event::from)), None),
        Tell::WhenDone => (None::<Callback<InputEvent>>, Some(edited)),
    };
    let hint = (!props.hint.is_empty()).then(|| format!("{}-hint", props.id));
    html! {
        <div class="field">
            <label for={props.id.clone()}>{ &props.label }</label>
            <input
                id={props.id.clone()} type={props.kind.clone()} value={props.value.clone()} {oninput} {onchange}
                placeholder={props.placeholder.clone()} autocomplete="off" autocapitalize="off" spellcheck="false"
                aria-describedby={hint.clone()}
            />
            if let Some(id) = hint {
                <p class="hint" {id}>{ &props.hint }</p>
            }
        </div>
    }
}

/// A text area that may hold megabytes.
#[derive(Properties, PartialEq)]
pub struct TextBoxProps {
    /// The id, unique on the page.
    pub id: AttrValue,
    /// The label: the control's accessible name.
    pub label: AttrValue,
    /// What it holds.
    pub text: AttrValue,
    /// Told of edits.
    pub on_edit: Callback<AttrValue>,
    /// When it is told.
    #[prop_or_default]
    pub tell: Tell,
    /// Rows to show.
    #[prop_or(6)]
    pub rows: u32,
    /// What it looks like while it is empty.
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// Whether a paste from a web page is read in its rich form.
    #[prop_or_default]
    pub paste: Paste,
    /// Told of a pasted text that is too long for the text area, and does not go there. Without it every text does.
    #[prop_or_default]
    pub on_large: Option<Callback<String>>,
}

/// How a text area takes a paste.
#[derive(Clone, PartialEq, Default)]
pub enum Paste {
    /// As the plain text.
    #[default]
    Plain,
    /// In its rich form, where that holds people: the session knows.
    Rich(Engine),
}

/// A text area that may hold megabytes: it owns its text, and is written to only where the page's text is
/// not what it last reported.
#[component]
pub fn TextBox(props: &TextBoxProps) -> Html {
    let area = use_node_ref();
    let reported = use_mut_ref(AttrValue::default);
    {
        let (area, reported) = (area.clone(), reported.clone());
        use_effect_with(props.text.clone(), move |text| {
            if *reported.borrow() != *text
                && let Some(area) = area.cast::<HtmlTextAreaElement>()
            {
                area.set_value(text);
                reported.replace(text.clone());
            }
        });
    }
    let edited = {
        let on_edit = props.on_edit.clone();
        Callback::from(move |event: Event| {
            let text =
                AttrValue::from(event.target_unchecked_into::<HtmlTextAreaElement>().value());
            reported.replace(text.clone());
            on_edit.emit(text);
        })
    };
    let (oninput, onchange) = match props.tell {
        Tell::EachKey => (Some(edited.reform(Event::from)), None),
        Tell::WhenDone => (None::<Callback<InputEvent>>, Some(edited)),
    };
    let onpaste = {
        let (how, on_large) = (props.paste.clone(), props.on_large.clone());
        Callback::from(move |event: Event| {
            let Some(event) = event.dyn_ref::<ClipboardEvent>() else { return };
            let Some(area) = event.target().and_then(|t| t.dyn_into::<HtmlTextAreaElement>().ok())
            else {
                return;
            };
            let plain = paste::plain(event);
            let rich = match &how {
                Paste::Rich(engine) => paste::rich(event).map(|page| (engine.clone(), page)),
                Paste::Plain => None,
            };
            let on_large = on_large.clone();
            if rich.is_none() && (on_large.is_none() || !is_large(&plain)) {
                return; // the browser's own paste does it
            }
            event.prevent_default();
            spawn_local(async move {
                let text = match rich {
                    Some((engine, page)) => engine.text_of(page, &plain).await.unwrap_or(plain),
                    None => plain,
                };
                if let Some(on_large) = on_large.filter(|_| is_large(&text)) {
                    paste::remove_selection(&area);
                    on_large.emit(text);
                } else if !text.is_empty() {
                    paste::write(&area, &text);
                }
            });
        })
    };
    html! {
        <div class="field">
            <label for={props.id.clone()}>{ &props.label }</label>
            <textarea
                ref={area} id={props.id.clone()} rows={props.rows.to_string()} {oninput} {onchange} {onpaste}
                placeholder={props.placeholder.clone()} autocomplete="off" autocapitalize="off" spellcheck="false"
                wrap="off"
            />
        </div>
    }
}

/// A choice of files.
#[derive(Properties, PartialEq)]
pub struct FilesProps {
    /// The id, unique on the page.
    pub id: AttrValue,
    /// The label: the control's accessible name.
    pub label: AttrValue,
    /// The endings that the browser offers.
    pub accept: AttrValue,
    /// Told what was chosen.
    pub on_files: Callback<Vec<web_sys::File>>,
}

/// A choice of files; choosing the same file again counts as choosing it.
#[component]
pub fn Files(props: &FilesProps) -> Html {
    let on_files = props.on_files.clone();
    let onchange = Callback::from(move |event: Event| {
        let input = event.target_unchecked_into::<HtmlInputElement>();
        on_files.emit(files::of(input.files()));
        input.set_value("");
    });
    html! {
        <div class="field files">
            <label for={props.id.clone()}>{ &props.label }</label>
            <span class="hint">{ "choose, or drop them anywhere on the page" }</span>
            <input id={props.id.clone()} type="file" multiple=true accept={props.accept.clone()} {onchange} />
        </div>
    }
}
