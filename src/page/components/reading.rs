//! What was made of each source: the proof of completeness, folded until wanted where all is well.

use std::rc::Rc;

use calendly_audit::calendly::{Choice, Doubt, Format, Meaning, PartReport};
use calendly_audit::session::view::{Side, SourceView};
use calendly_audit::source::{Source, Unread, UnreadKind};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::icon::icon;
use crate::work::is_pasted;

/// One of the two inputs, as it was read.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What was read.
    pub side: Side,
    /// What a record of it is called: one, and several.
    pub noun: (&'static str, &'static str),
    /// Where the focus goes when a source goes away: an element's id.
    pub home: &'static str,
    /// Those of its sources that can be removed: all but the text area.
    pub files: Rc<Vec<Source>>,
    /// The place of the first file among the sources.
    pub first: usize,
    /// Told the name of the file to remove.
    pub on_remove: Callback<String>,
    /// Told how a part is to be read instead (the Calendly list only).
    #[prop_or_default]
    pub on_choose: Option<Callback<Choice>>,
    /// What was chosen so far.
    #[prop_or_default]
    pub choices: Rc<Vec<Choice>>,
}

/// Returns whether a person has to look at what was read: a warning, lines that were not read, a column in question.
pub fn is_troubled(side: &Side) -> bool {
    let doubtful = |part: &PartReport| part.columns.iter().any(|column| column.doubt.is_some());
    let eventful = |source: &SourceView| !source.warnings.is_empty() || source.unread_count > 0;
    side.sources.iter().any(|source| eventful(source) || source.parts.iter().any(doubtful))
}

/// How many files are listed one by one: a folder of hundreds is summed up.
const LISTED: usize = 12;

/// Each source and what was made of it.
#[component]
pub fn Sources(props: &Props) -> Html {
    let sources = &props.side.sources;
    let eventful = |source: &SourceView| !source.warnings.is_empty() || source.unread_count > 0;
    let quiet = sources.len().saturating_sub(LISTED);
    html! {
        <ul class="sources" data-home={props.home}>
            { for sources.iter().enumerate()
                .filter(|(place, source)| *place < LISTED || eventful(source))
                .map(|(place, source)| show(props, place, source)) }
            if quiet > 0 {
                <li class="source">{ format!("and {quiet} more files, listed here only where something could not be read") }</li>
            }
        </ul>
    }
}

fn show(props: &Props, place: usize, source: &SourceView) -> Html {
    let removable = place.checked_sub(props.first).filter(|file| *file < props.files.len());
    // By its name: the view may be of the sources before the last one was removed.
    let text = props
        .files
        .iter()
        .position(|file| is_pasted(&file.name) && file.name == source.name)
        .map(|file| (Rc::clone(&props.files), file));
    html! {
        <li class="source" key={source.name.clone()}>
            <SourceLine
                name={source.name.clone()} words={understood(props, source)} {text}
                on_remove={removable.map(|_| props.on_remove.clone())}
            />
            { for source.warnings.iter().map(|warning| html! { <p class="warning">{ warning }</p> }) }
            if source.unread_count > 0 {
                <details class="unread" open={source.unread.iter().any(|u| u.kind == UnreadKind::Problem)}>
                    <summary>{ format!("{} not read", lines(source.unread_count)) }</summary>
                    { unread(&source.unread, source.unread_count) }
                </details>
            }
            if source.ignored_count > 0 {
                <details class="unread">
                    <summary>{ headers(source.ignored_count) }</summary>
                    { unread(&source.ignored, source.ignored_count) }
                </details>
            }
            if let Some(on_choose) = &props.on_choose {
                { for source.parts.iter().map(|part| html! {
                    <Part part={part.clone()} on_choose={on_choose.clone()} choices={Rc::clone(&props.choices)} />
                }) }
            }
        </li>
    }
}

/// One source in a line, with what can be done about it.
#[derive(Properties, PartialEq)]
pub struct LineProps {
    /// Its name.
    pub name: String,
    /// What was understood of it.
    #[prop_or_default]
    pub words: String,
    /// Its text, where it can be shown: the sources, and its place among them.
    #[prop_or_default]
    pub text: Option<(Rc<Vec<Source>>, usize)>,
    /// Told its name to remove it, where it can be removed.
    #[prop_or_default]
    pub on_remove: Option<Callback<String>>,
}

/// As much of a text is shown at once, in bytes: more keeps the browser busy for longer than a person notices.
const STRETCH: usize = 20_000;

/// One source in a line; its text is shown on request, a stretch at a time.
#[component]
pub fn SourceLine(props: &LineProps) -> Html {
    let stretches = use_state(|| 0_usize);
    let name = &props.name;
    let on_remove = props.on_remove.clone().map(|on_remove| {
        let name = name.clone();
        Callback::from(move |_: MouseEvent| on_remove.emit(name.clone()))
    });
    let set = |count: usize| {
        let stretches = stretches.clone();
        Callback::from(move |_: MouseEvent| stretches.set(count))
    };
    let bytes = props.text.as_ref().and_then(|(all, place)| all.get(*place)).map(|one| &*one.bytes);
    let open = *stretches > 0;
    html! {
        <>
            <p class="source-line">
                <span class="source-name"><bdi>{ name }</bdi></span>
                if !props.words.is_empty() { <span>{ &props.words }</span> }
                if bytes.is_some() {
                    <button type="button" class="quiet" onclick={set(usize::from(!open))} aria-expanded={open.to_string()} aria-label={format!("{} {name}", if open { "Hide" } else { "Show" })}>
                        { if open { "Hide" } else { "Show" } }
                    </button>
                }
                if let Some(onclick) = on_remove {
                    <button type="button" class="quiet" {onclick} aria-label={format!("Remove {name}")}>{ "Remove" }</button>
                }
            </p>
            if let Some(bytes) = bytes.filter(|_| open) {
                <pre class="source-text" tabindex="0" role="region" aria-label={name.clone()}>{ beginning(bytes, *stretches * STRETCH) }</pre>
                if bytes.len() > *stretches * STRETCH {
                    <p><button type="button" class="quiet" onclick={set(*stretches + 1)} aria-label={format!("Show more of {name}")}>{ "Show more" }</button></p>
                }
            }
        </>
    }
}

/// Returns the beginning of a text, of about so many bytes: to the end of a line where one ends there.
fn beginning(bytes: &[u8], most: usize) -> String {
    let Some(cut) = bytes.get(..most) else { return String::from_utf8_lossy(bytes).into_owned() };
    let ends_line = cut.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1);
    // Without a line end, at the last byte that begins a character.
    let begins = |byte: &u8| byte & 0xc0 != 0x80;
    let end = ends_line.or_else(|| cut.iter().rposition(begins)).unwrap_or(most);
    String::from_utf8_lossy(cut.get(..end).unwrap_or(cut)).into_owned()
}

/// What was understood of a source: `CSV, 175 users, email in column 2`.
fn understood(props: &Props, source: &SourceView) -> String {
    let (one, many) = props.noun;
    let noun = if source.records == 1 { one } else { many };
    let mut words = format!("{}, {} {noun}", source.read_as, source.records);
    if let [part] = source.parts.as_slice() {
        let email = part.columns.iter().find(|column| column.meaning == Meaning::Email);
        if let Some(column) = email {
            words.push_str(", email in column ");
            words.push_str(&(column.index + 1).to_string());
        }
    }
    words
}

fn stretch(part: &PartReport) -> String {
    if part.first_line == part.last_line {
        format!("Line {}", part.first_line)
    } else {
        format!("Lines {} to {}", part.first_line, part.last_line)
    }
}

fn records(count: usize) -> String {
    if count == 1 { "1 record".to_owned() } else { format!("{count} records") }
}

/// How many header lines were ignored.
fn headers(count: usize) -> String {
    let noun = if count == 1 { "header line" } else { "header lines" };
    format!("{count} {noun} ignored")
}

fn lines(count: usize) -> String {
    if count == 1 { "1 line".to_owned() } else { format!("{count} lines") }
}

fn unread(shown: &[Unread], count: usize) -> Html {
    html! {
        <>
            <ol class="unread-lines">
                { for shown.iter().map(|unread| html! {
                    <li>
                        <span class="place">{ place(unread) }</span>
                        <code>{ &unread.excerpt }</code>
                        <span class="why">{ &unread.why }</span>
                    </li>
                }) }
            </ol>
            if count > shown.len() {
                <p class="hint">{ format!("and {} more, all of them in the notes", count - shown.len()) }</p>
            }
        </>
    }
}

fn place(unread: &Unread) -> String {
    if unread.place.column > 1 {
        format!("line {}, column {}", unread.place.line, unread.place.column)
    } else {
        format!("line {}", unread.place.line)
    }
}

/// One part of the list: its format and its columns, both changeable.
#[derive(Properties, PartialEq)]
struct PartProps {
    part: PartReport,
    on_choose: Callback<Choice>,
    choices: Rc<Vec<Choice>>,
}

#[component]
fn Part(props: &PartProps) -> Html {
    let part = &props.part;
    let chosen = props
        .choices
        .iter()
        .find(|choice| (choice.source, choice.part) == (part.source, part.part))
        .cloned()
        .unwrap_or_else(|| Choice {
            source: part.source,
            part: part.part,
            format: None,
            columns: Vec::new(),
        });
    let on_format = {
        let (on_choose, chosen) = (props.on_choose.clone(), chosen.clone());
        Callback::from(move |event: Event| {
            let mut choice = chosen.clone();
            choice.format =
                picked(&event).checked_sub(1).and_then(|place| Format::ALL.get(place).copied());
            choice.columns.clear();
            on_choose.emit(choice);
        })
    };
    let id = format!("part-{}-{}", part.source, part.part);
    // What is selected is set as a property, too: a list of options that a person has touched no longer heeds
    // the attribute, and a meaning that goes to another column changes this one.
    let format = chosen
        .format
        .and_then(|chosen| place_among(Format::ALL, &chosen))
        .map_or(0, |place| place + 1);
    html! {
        <details class="part" open={part.columns.iter().any(|column| column.doubt.is_some())}>
            <summary>
                { format!("{}: {}, {}", stretch(part), part.format.words(), records(part.records)) }
            </summary>
            <div class="fields">
                <div class="field">
                    <label for={id.clone()}>{ "Read as" }</label>
                    <select {id} onchange={on_format} ~selectedIndex={format}>
                        <option selected={chosen.format.is_none()}>{ format!("{} (detected)", part.detected.words()) }</option>
                        { for Format::ALL.iter().map(|format| html! {
                            <option selected={chosen.format == Some(*format)}>{ format.words() }</option>
                        }) }
                    </select>
                </div>
            </div>
            if !part.columns.is_empty() {
                <table class="mapping">
                    <thead><tr><th scope="col">{ "Column" }</th><th scope="col">{ "Samples" }</th><th scope="col">{ "Read as" }</th></tr></thead>
                    <tbody>{ for part.columns.iter().map(|column| {
                        let on_meaning = {
                            let (on_choose, chosen, index) = (props.on_choose.clone(), chosen.clone(), column.index);
                            Callback::from(move |event: Event| {
                                let mut choice = chosen.clone();
                                choice.columns.retain(|(other, _)| *other != index);
                                if let Some(meaning) = Meaning::ALL.get(picked(&event)) {
                                    choice.columns.push((index, *meaning));
                                }
                                on_choose.emit(choice);
                            })
                        };
                        let meaning = place_among(Meaning::ALL, &column.meaning);
                        html! {
                            <tr>
                                <th scope="row"><bdi>{ &column.header }</bdi><div class="hint">{ column.told_by.words() }</div></th>
                                <td>{ for column.samples.iter().map(|sample| html! { <div class="sample"><bdi>{ sample }</bdi></div> }) }</td>
                                <td>
                                    <select aria-label={format!("Column {}: {}", column.index + 1, column.header)} onchange={on_meaning} ~selectedIndex={meaning}>
                                        { for Meaning::ALL.iter().map(|meaning| html! {
                                            <option selected={*meaning == column.meaning}>{ meaning.words() }</option>
                                        }) }
                                    </select>
                                    if let Some(doubt) = column.doubt { <p class="doubt">{ icon("question") }{ question(doubt) }</p> }
                                </td>
                            </tr>
                        }
                    }) }</tbody>
                </table>
            }
        </details>
    }
}

/// Returns what a person is asked about a column.
fn question(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Login => {
            "Is this the address people sign in with? Until you say so, nobody is matched."
        }
        Doubt::NotUnderstood => {
            "Is this the role or the status? Until you say so, neither is checked."
        }
    }
}

/// The place of a value among those that are offered, as the browser counts them.
fn place_among<T: PartialEq>(all: &[T], value: &T) -> Option<u32> {
    all.iter().position(|one| one == value).and_then(|place| u32::try_from(place).ok())
}

/// The place of the option that was picked.
fn picked(event: &Event) -> usize {
    event
        .target()
        .and_then(|target| target.dyn_into::<HtmlSelectElement>().ok())
        .and_then(|select| usize::try_from(select.selected_index()).ok())
        .unwrap_or(0)
}
