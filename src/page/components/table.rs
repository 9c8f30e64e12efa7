//! One of the two tables: sorted, with each row's details opening in place, and decisions on several rows at once.

use std::rc::Rc;

use calendly_audit::audit::{Decision, Key, Level, Verdict};
use calendly_audit::phrase::{Phrase, Piece};
use calendly_audit::session::view::{Order, RowView, Which};
use calendly_audit::session::{Query, Slice};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::cells;
use super::copying::{CopyButton, Copying};
use super::details::{Details, Reason};
use super::phrase;
use super::rows::{OF_THEMSELVES, Rows, use_rows};
use super::standing::{Known, Run, STRETCH, Stretch};
use crate::action::Action;
use crate::dom::{focus, has_selection};
use crate::engine::Engine;
use crate::state::State;

/// What the table shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Which table.
    pub which: Which,
    /// The session's last answer.
    pub run: Run,
    /// What is wanted now.
    pub query: Query,
    /// Words for a table with no row.
    pub empty: AttrValue,
    /// Whether the view has no part of it.
    pub hidden: bool,
    /// Whether decisions can be made.
    pub edit: bool,
    /// Copies what is shown; `None` where another button does.
    pub on_copy: Option<Callback<(), Copying>>,
    /// Where decisions go.
    pub dispatch: UseReducerDispatcher<State>,
    /// For matching by hand.
    pub engine: Engine,
}

/// A table.
#[component]
pub fn Table(props: &Props) -> Html {
    let open = use_reducer(Opened::default);
    let slice = props.run.slice(props.which);
    let name = name(props.which);
    let end = end(props.which);
    let selected = use_reducer(Opened::default);
    let on_toggle = {
        let open = open.dispatcher();
        use_callback((), move |id: Rc<str>, ()| open.dispatch(id))
    };
    let on_select = {
        let selected = selected.dispatcher();
        use_callback((), move |id: Rc<str>, ()| selected.dispatch(id))
    };
    let shown = use_rows(props.which, &props.run, &props.engine, end);
    let columns = use_memo(slice.columns.clone(), Clone::clone);
    html! {
        <div class={classes!("table-block", name)} hidden={props.hidden}>
            if props.which == Which::Outside && props.edit { { several(props, &shown, &selected) } }
            if let Some(on_copy) = &props.on_copy {
                <CopyButton id={format!("{name}-copy")} label="Copy table" name={format!("Copy table {}", slice.caption)} class="quiet copy-table" on_copy={on_copy.clone()} />
            }
            <table class={classes!("audit-table", name, props.edit.then_some("edit"))} aria-rowcount={(slice.found + 1).to_string()} aria-busy={shown.busy.then_some("true")}>
                <caption id={format!("{name}-caption")} tabindex="-1">{ &slice.caption }</caption>
                <thead>
                    <tr data-roving="">{ for slice.columns.iter().enumerate().map(|(column, head)| heading(props, column, head)) }</tr>
                </thead>
                { bodies(props, &shown, &columns, [&open, &selected], [&on_toggle, &on_select]) }
                if shown.here == 0 {
                    <tbody><tr class="empty"><td colspan={columns.len().to_string()}>
                        { if slice.total == 0 { props.empty.clone() } else { "No row matches.".into() } }
                    </td></tr></tbody>
                }
            </table>
            { rest(slice, &shown, end, name) }
        </div>
    }
}

/// The rows whose details are open, or that are selected, by what they are known by. Named anew, a row is so no more.
#[derive(Default)]
struct Opened(Vec<Rc<str>>);

impl Opened {
    /// Those of a stretch.
    fn among(&self, rows: &[Known]) -> Vec<Rc<str>> {
        let here = |id: &&Rc<str>| rows.iter().any(|(other, _)| other == *id);
        self.0.iter().filter(here).cloned().collect()
    }
}

impl Reducible for Opened {
    type Action = Rc<str>;

    fn reduce(self: Rc<Self>, id: Rc<str>) -> Rc<Self> {
        let mut now = self.0.clone();
        match now.iter().position(|other| *other == id) {
            Some(place) => drop(now.remove(place)),
            None => now.push(id),
        }
        Rc::new(Self(now))
    }
}

/// Returns what decides on all selected users at once.
fn several(props: &Props, shown: &Rows, selected: &UseReducerHandle<Opened>) -> Html {
    let rows = shown
        .stretches
        .iter()
        .filter(|stretch| !stretch.leaving)
        .flat_map(|stretch| stretch.rows.iter());
    let users: Vec<_> = rows
        .filter(|(id, _)| selected.0.contains(id))
        .filter_map(|(_, row)| match &row.key {
            Key::User(user) => Some(user.clone()),
            Key::Person(_) => None,
        })
        .collect();
    if users.is_empty() {
        return Html::default();
    }
    let count = match users.len() {
        1 => "1 user".to_owned(),
        count => format!("{count} users"),
    };
    let decide = {
        let (dispatch, selected, count) = (props.dispatch.clone(), selected.clone(), count.clone());
        move |verdict: Verdict, words: &str| {
            let decisions =
                users.iter().map(|user| Decision::Verdict(user.clone(), verdict.clone()));
            dispatch
                .dispatch(Action::Decide(decisions.collect(), format!("{words}: {count}.").into()));
            for id in &selected.0 {
                selected.dispatch(Rc::clone(id));
            }
        }
    };
    let on_remove = {
        let decide = decide.clone();
        Callback::from(move |_: MouseEvent| decide(Verdict::Remove, "To be removed"))
    };
    let on_keep = Callback::from(move |reason: String| decide(Verdict::Justified(reason), "Kept"));
    html! {
        <div class="several" role="group" aria-label="Selected users" data-home="outside-caption">
            <strong>{ format!("{count} selected") }</strong>
            <Reason label="Reason to keep them" button="Keep them" on_reason={on_keep} />
            <button type="button" onclick={on_remove}>{ "Remove them" }</button>
        </div>
    }
}

fn heading(props: &Props, column: usize, head: &str) -> Html {
    let now = props.query.sort.filter(|(sorted, _)| *sorted == column).map(|(_, order)| order);
    let next = match now {
        None => Some((column, Order::Rising)),
        Some(Order::Rising) => Some((column, Order::Falling)),
        Some(Order::Falling) => None,
    };
    let onclick = {
        let (dispatch, which) = (props.dispatch.clone(), props.which);
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Sort(which, next)))
    };
    let sort = match now {
        None => "none",
        Some(Order::Rising) => "ascending",
        Some(Order::Falling) => "descending",
    };
    html! {
        <th scope="col" aria-sort={sort}><button type="button" class="sort" tabindex={(column > 0).then_some("-1")} {onclick}>{ head }</button></th>
    }
}

/// What is left when a table is very long: more rows as one scrolls, or all of them at once. Paper says it too.
fn rest(slice: &Slice, shown: &Rows, end: &'static str, name: &str) -> Html {
    let (rows, found) = (shown.here, slice.found);
    if rows >= found {
        return Html::default();
    }
    let words = if shown.coming {
        format!("These are the first {rows} of {found} rows; the others are on their way.")
    } else {
        format!(
            "These are the first {rows} of {found} rows; more come as you scroll. The browser’s own find and print know only \
             these. The search above, the notes and Copy table know all of them."
        )
    };
    html! {
        <div class="rest" id={end} data-home={format!("{name}-caption")}>
            <p>{ words }</p>
            if !shown.coming {
                <button type="button" onclick={shown.all.clone()}>{ "Show all" }</button>
            }
        </div>
    }
}

/// The headings of a table.
pub type Columns = Rc<Vec<String>>;

/// All that have come. A list of its own, in which each has its key: among the table's other parts, which have none, a further
/// stretch would have all that stand drawn anew.
fn bodies(
    props: &Props,
    shown: &Rows,
    columns: &Columns,
    [open, selected]: [&Opened; 2],
    [on_toggle, on_select]: [&Callback<Rc<str>>; 2],
) -> Html {
    let bodies = shown.stretches.iter().enumerate().map(|(nth, stretch)| {
        let Stretch { key, rows, leaving } = stretch;
        let far = nth * STRETCH >= OF_THEMSELVES && rows.len() == STRETCH && !leaving;
        html! {
            <tbody key={*key} class={classes!(far.then_some("far"), leaving.then_some("leaving"))}>
                <StretchRows
                    rows={Rc::clone(rows)} open={open.among(rows)} selected={selected.among(rows)} which={props.which} columns={Rc::clone(columns)}
                    edit={props.edit} on_toggle={on_toggle.clone()} on_select={on_select.clone()} dispatch={props.dispatch.clone()} engine={props.engine.clone()}
                />
            </tbody>
        }
    });
    bodies.collect()
}

/// The rows of a stretch. While further ones come below, those that stand are not even compared one by one, and the style sheet
/// keeps each stretch's layout its own: what a row that comes takes does not grow with the rows that stand.
#[derive(Properties, PartialEq)]
struct StretchProps {
    rows: Rc<Vec<Known>>,
    /// Those of them whose details are open.
    open: Vec<Rc<str>>,
    /// Those of them that are selected.
    selected: Vec<Rc<str>>,
    which: Which,
    columns: Columns,
    edit: bool,
    on_toggle: Callback<Rc<str>>,
    on_select: Callback<Rc<str>>,
    dispatch: UseReducerDispatcher<State>,
    engine: Engine,
}

#[component]
fn StretchRows(props: &StretchProps) -> Html {
    props.rows.iter().map(|row| self::row(props, row)).collect()
}

/// One row, and its details where they are open.
fn row(props: &StretchProps, (id, row): &Known) -> Html {
    let open = props.open.contains(id);
    let button = row_id(props.which, row.index);
    let onclick = {
        let (toggle, id, button) = (props.on_toggle.clone(), Rc::clone(id), button.clone());
        Callback::from(move |event: MouseEvent| {
            if opens(&event) {
                // The keyboard goes on from where a person pressed.
                focus(&button);
                toggle.emit(Rc::clone(&id));
            }
        })
    };
    let name = row.cells.first().map(Phrase::plain).unwrap_or_default();
    let name = if name.is_empty() { "this row" } else { &name };
    let label = format!("Details of {name}");
    let is_selected = props.selected.contains(id);
    let select = (props.edit && props.which == Which::Outside).then(|| {
        let (select, id) = (props.on_select.clone(), Rc::clone(id));
        let onchange = Callback::from(move |_: Event| select.emit(Rc::clone(&id)));
        html! { <input type="checkbox" class="select" aria-label={format!("Select {name}")} checked={is_selected} {onchange} /> }
    });
    let home = format!("{button} {}-caption", self::name(props.which));
    html! {
        <key={Rc::clone(id)}>
            <tr class={classes!(level(row), open.then_some("open"), row.to_do.then_some("todo"))} {onclick}>
                { for row.cells.iter().enumerate().map(|(column, cell)| match props.columns.get(column).map(String::as_str) {
                    Some("Name") => html! {
                        <td class={classes!("name", long(cell))}>
                            <button type="button" class="unfold" id={button.clone()} aria-expanded={open.to_string()} aria-label={label.clone()} />
                            { select.clone() }
                            { phrase::show(cell) }
                        </td>
                    },
                    Some("Email") => html! { <td class={long(cell)}>{ cells::email_cell(cell) }</td> },
                    Some("Issues") => html! { <td class="issues">{ cells::findings(row, cell) }</td> },
                    Some("Calendly link") => html! { <td class={classes!("link", long(cell))}>{ cells::link_cell(cell) }</td> },
                    Some("Calendly account") => html! { <td class="account">{ cells::account_cell(cell) }</td> },
                    Some("Role" | "Status") => html! { <td class={long(cell)}>{ cells::state_cell(cell) }</td> },
                    _ => html! { <td class={long(cell)}>{ phrase::show(cell) }</td> },
                }) }
            </tr>
            if open {
                <tr class="details">
                    <td colspan={props.columns.len().to_string()} data-home={home}>
                        <Details row={Rc::clone(row)} columns={Rc::clone(&props.columns)} edit={props.edit} dispatch={props.dispatch.clone()} engine={props.engine.clone()} />
                    </td>
                </tr>
            }
        </>
    }
}

/// Returns whether a press on a row opens it: not where it is on a control of its own, and not where text is being selected.
fn opens(event: &MouseEvent) -> bool {
    let at = event.target().and_then(|at| at.dyn_into::<HtmlElement>().ok());
    let own = at.and_then(|at| at.closest("a, input, .unfold").ok().flatten());
    match own {
        Some(control) => control.class_name() == "unfold",
        None => !has_selection(),
    }
}

/// Whether the style sheet is to cut a cell: where it is one value and that is too long. Each box that may be cut costs the
/// browser, so that others are none.
fn long(cell: &Phrase) -> Option<&'static str> {
    match &*cell.0 {
        [Piece::Untrusted(text) | Piece::Code(text)] if text.len() > 160 => Some("long"),
        _ => None,
    }
}

fn name(which: Which) -> &'static str {
    match which {
        Which::Team => "team",
        Which::Outside => "outside",
    }
}

/// The id of what stands below a table that has more rows.
fn end(which: Which) -> &'static str {
    match which {
        Which::Team => "team-rest",
        Which::Outside => "outside-rest",
    }
}

/// The id of the button that opens a row's details: where the focus goes when they change.
fn row_id(which: Which, index: usize) -> String {
    format!("{}-row-{index}", name(which))
}

fn level(row: &RowView) -> Classes {
    classes!(row.level.map(|level| match level {
        Level::Fix => "fix",
        Level::Check => "check",
        Level::Note => "note",
    }))
}
