//! One of the two tables: searched, filtered, sorted, with each row's details opening in place.

use std::rc::Rc;

use calendly_audit::audit::Level;
use calendly_audit::desk::view::{Only, Order, RowView, Which};
use calendly_audit::desk::{Copy, Query, Slice};
use calendly_audit::phrase::{Phrase, Piece};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::copying::{CopyButton, to_clipboard};
use super::details::Details;
use super::phrase;
use super::rows::{OF_THEMSELVES, Rows, use_rows};
use super::standing::{Known, Run, STRETCH, Stretch};
use crate::action::Action;
use crate::engine::Engine;
use crate::state::{ROWS, State};

/// What the table shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Which table.
    pub which: Which,
    /// The desk's last answer.
    pub run: Run,
    /// What is wanted now.
    pub query: Query,
    /// Words for a table with no row.
    pub empty: AttrValue,
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
    let ask = {
        let (dispatch, which) = (props.dispatch.clone(), props.which);
        Callback::from(move |query: Query| dispatch.dispatch(Action::Query(which, query)))
    };
    let on_toggle = {
        let open = open.dispatcher();
        use_callback((), move |id: Rc<str>, ()| open.dispatch(id))
    };
    let shown = use_rows(props.which, &props.run, &props.engine, end);
    let columns = use_memo(slice.columns.clone(), Clone::clone);
    html! {
        <div class="table-block">
            { tools(props, name, &ask) }
            <div class="table-scroll" role="region" aria-labelledby={format!("{name}-caption")} tabindex="0">
                <table class={classes!("audit-table", name)} aria-rowcount={(slice.found + 1).to_string()} aria-busy={shown.busy.then_some("true")}>
                    <caption id={format!("{name}-caption")} tabindex="-1">{ &slice.caption }</caption>
                    <thead>
                        <tr>{ for slice.columns.iter().enumerate().map(|(column, head)| heading(props, column, head, &ask)) }</tr>
                    </thead>
                    { bodies(props, &shown, &columns, &open, &on_toggle) }
                    if shown.here == 0 {
                        <tbody><tr class="empty"><td colspan={columns.len().to_string()}>
                            { if slice.total == 0 { props.empty.clone() } else { "No row has all of these words and this filter.".into() } }
                        </td></tr></tbody>
                    }
                </table>
            </div>
            { rest(slice, &shown, end, name) }
        </div>
    }
}

/// The rows whose details are open, by what they are known by. Named anew, a row opens or closes.
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

/// Search and filter.
fn tools(props: &Props, name: &str, ask: &Callback<Query>) -> Html {
    let slice = props.run.slice(props.which);
    let on_words = {
        let (ask, query) = (ask.clone(), props.query.clone());
        Callback::from(move |event: InputEvent| {
            let words = event.target_unchecked_into::<HtmlInputElement>().value();
            ask.emit(Query { words, count: ROWS, ..query.clone() });
        })
    };
    let on_copy = {
        let (dispatch, engine, which) = (props.dispatch.clone(), props.engine.clone(), props.which);
        Callback::from(move |()| {
            let said = "The whole table is on the clipboard: paste it into a spreadsheet.";
            to_clipboard(dispatch.clone(), engine.clone(), Copy::Table(which), |_| said.to_owned())
        })
    };
    let mut choices = vec![(Only::All, "Every row".to_owned())];
    if props.which == Which::Team {
        choices.extend(
            [
                (Only::Level(Level::Fix), "Something to fix"),
                (Only::Level(Level::Check), "Something to check"),
                (Only::Matched, "Has an account"),
                (Only::Clear, "Nothing open"),
            ]
            .map(|(only, words)| (only, words.to_owned())),
        );
        let labels = props.run.0.tally.labels.iter();
        choices
            .extend(labels.map(|(label, count)| {
                (Only::Label(*label), format!("{} ({count})", label.text()))
            }));
    }
    let on_only = {
        let (ask, query) = (ask.clone(), props.query.clone());
        let choices: Vec<_> = choices.iter().map(|(only, _)| *only).collect();
        Callback::from(move |event: Event| {
            let place = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            let only = usize::try_from(place).ok().and_then(|place| choices.get(place).copied());
            ask.emit(Query { only: only.unwrap_or_default(), count: ROWS, ..query.clone() });
        })
    };
    let (words, only) = (format!("{name}-words"), format!("{name}-only"));
    html! {
        <div class="tools">
            <div class="field">
                <label for={words.clone()}>{ format!("Search {}", slice.caption) }</label>
                <input id={words} type="search" value={props.query.words.clone()} oninput={on_words} autocomplete="off" spellcheck="false" />
            </div>
            if choices.len() > 1 {
                <div class="field">
                    <label for={only.clone()}>{ "Show" }</label>
                    <select id={only} onchange={on_only}>
                        { for choices.iter().map(|(only, words)| html! {
                            <option selected={*only == props.query.only}>{ words }</option>
                        }) }
                    </select>
                </div>
            }
            <p class="count">{ count(slice) }</p>
            <CopyButton
                id={format!("{name}-copy")} label="Copy table" name={format!("Copy table {}", slice.caption)} class="quiet" on_copy={on_copy}
            />
        </div>
    }
}

fn count(slice: &Slice) -> String {
    match (slice.found, slice.total) {
        (1, 1) => "1 row".to_owned(),
        (found, total) if found == total => format!("{total} rows"),
        (found, total) => format!("{found} of {total} rows"),
    }
}

fn heading(props: &Props, column: usize, head: &str, ask: &Callback<Query>) -> Html {
    let now = props.query.sort.filter(|(sorted, _)| *sorted == column).map(|(_, order)| order);
    let next = match now {
        None => Some((column, Order::Rising)),
        Some(Order::Rising) => Some((column, Order::Falling)),
        Some(Order::Falling) => None,
    };
    let onclick = {
        let (ask, query) = (ask.clone(), props.query.clone());
        Callback::from(move |_: MouseEvent| ask.emit(Query { sort: next, ..query.clone() }))
    };
    let sort = match now {
        None => "none",
        Some(Order::Rising) => "ascending",
        Some(Order::Falling) => "descending",
    };
    html! {
        <th scope="col" aria-sort={sort}><button type="button" class="sort" {onclick}>{ head }</button></th>
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

/// The column whose cells are findings.
const ISSUES: &str = "Issues";

/// All that have come. A list of its own, in which each has its key: among the table's other parts, which have none, a further
/// stretch would have all that stand drawn anew.
fn bodies(
    props: &Props,
    shown: &Rows,
    columns: &Columns,
    open: &Opened,
    on_toggle: &Callback<Rc<str>>,
) -> Html {
    let bodies = shown.stretches.iter().enumerate().map(|(nth, stretch)| {
        let Stretch { key, rows, leaving } = stretch;
        let far = nth * STRETCH >= OF_THEMSELVES && rows.len() == STRETCH && !leaving;
        html! {
            <tbody key={*key} class={classes!(far.then_some("far"), leaving.then_some("leaving"))}>
                <StretchRows
                    rows={Rc::clone(rows)} open={open.among(rows)} which={props.which} columns={Rc::clone(columns)}
                    on_toggle={on_toggle.clone()} dispatch={props.dispatch.clone()} engine={props.engine.clone()}
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
    which: Which,
    columns: Columns,
    on_toggle: Callback<Rc<str>>,
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
    let onclick = {
        let (toggle, id) = (props.on_toggle.clone(), Rc::clone(id));
        Callback::from(move |_: MouseEvent| toggle.emit(Rc::clone(&id)))
    };
    let name = row.cells.first().map(Phrase::plain).unwrap_or_default();
    let label = format!("Details of {}", if name.is_empty() { "this row" } else { &name });
    let button = row_id(props.which, row.index);
    let home = format!("{button} {}-caption", self::name(props.which));
    html! {
        <key={Rc::clone(id)}>
            <tr class={classes!(level(row), open.then_some("open"))}>
                { for row.cells.iter().enumerate().map(|(column, cell)| match column {
                    0 => html! {
                        <td class={classes!("name", long(cell))}>
                            <button type="button" class="unfold" id={button.clone()} aria-expanded={open.to_string()} aria-label={label.clone()} onclick={onclick.clone()} />
                            { phrase::show(cell) }
                        </td>
                    },
                    _ if props.columns.get(column).is_some_and(|heading| heading == ISSUES) => html! { <td>{ findings(row, cell) }</td> },
                    _ => html! { <td class={long(cell)}>{ phrase::show(cell) }</td> },
                }) }
            </tr>
            if open {
                <tr class="details">
                    <td colspan={props.columns.len().to_string()} data-home={home}>
                        <Details row={Rc::clone(row)} columns={Rc::clone(&props.columns)} dispatch={props.dispatch.clone()} engine={props.engine.clone()} />
                    </td>
                </tr>
            }
        </>
    }
}

/// Whether the style sheet is to cut a cell: where it is one value and that is too long. Each box that may be cut costs the
/// browser, so that others are none.
fn long(cell: &Phrase) -> Option<&'static str> {
    match &*cell.0 {
        [Piece::Theirs(text) | Piece::Code(text)] if text.len() > 160 => Some("long"),
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

/// The findings of a row, one a line, each with the mark of its level.
fn findings(row: &RowView, cell: &Phrase) -> Html {
    let lines = cell.0.split(|piece| *piece == Piece::Break);
    row.findings
        .iter()
        .zip(lines)
        .map(|(finding, line)| {
            let mark = match (finding.intentional.is_some(), finding.label.level()) {
                (true, _) => "addressed",
                (false, Level::Fix) => "fix",
                (false, Level::Check) => "check",
                (false, Level::Note) => "note",
            };
            html! { <div class={classes!("finding", mark)}>{ phrase::show(&Phrase(line.to_vec())) }</div> }
        })
        .collect()
}
