//! What the page shows, as plain data.
//!
//! Crosses from the worker to the page: texts, numbers and the library's small enums, and nothing that has to be worked out again.

use serde::{Deserialize, Serialize};

use crate::audit::{
    About, CheckLine, Decision, Finding, How, Key, Label, Level, PersonKey, UserKey, Verdict,
};
use crate::catalogue::catalogue;
use crate::phrase::Phrase;
pub use crate::report::workflow::{Stage, StageState, Step, Workflow};
pub use crate::report::{Tally, Which};
use crate::source::Unread;

/// Which rows of a table are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Query {
    /// Words that a row must hold, all of them; empty: every row.
    pub words: String,
    /// The view whose part of the table is wanted. `None`: in [`Request::Show`](super::Request::Show)
    /// the first view that has something, elsewhere every row.
    pub tab: Option<Tab>,
    /// What a row must be.
    pub only: Only,
    /// Column to sort by and its direction; `None`: the table's own order.
    pub sort: Option<(usize, Order)>,
    /// How many rows at most.
    pub count: usize,
}

catalogue! {
    /// A view of the list: a part of each of the two tables.
    #[derive(Default)]
    Tab, text {
        /// Rows about which something is still to be done.
        ToDo "To do";
        /// Users outside the team.
        Outside "Outside";
        /// Every row of both tables.
        #[default]
        Everyone "Everyone";
    }
}

/// A filter that a click on a number sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Only {
    /// Every row.
    #[default]
    All,
    /// Rows with a finding of this level that is not addressed.
    Level(Level),
    /// Rows with this label.
    Label(Label),
    /// Rows with nothing open.
    Clear,
    /// Rows with an account.
    Matched,
    /// Rows with an open finding about this.
    About(About),
    /// Users outside the team on whom nobody has decided.
    Undecided,
    /// Rows with somebody on the other side who may be the same.
    Suggested,
    /// Rows with a finding, or a user, that the earlier notes do not have.
    New,
}

/// The direction of sorting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Order {
    /// A to Z.
    #[default]
    Rising,
    /// Z to A.
    Falling,
}

/// What the page shows of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct View {
    /// The roster, as it was read.
    pub roster: Side,
    /// The Calendly list, as it was read.
    pub list: Side,
    /// The summary, as the notes have it: what it is about, and what there is to say.
    pub summary: Vec<(String, Phrase)>,
    /// The numbers of the whole.
    pub tally: Tally,
    /// The view of the list that the two tables show.
    pub tab: Tab,
    /// The table of the team.
    pub team: Slice,
    /// The table of those outside it.
    pub outside: Slice,
    /// Decisions that have no place in today's lists, each in words.
    pub unplaced: Vec<(Decision, Phrase)>,
    /// Every decision that holds, in words, those of earlier notes included: at most
    /// [`EarlierView::MOST`].
    pub decisions: Vec<Phrase>,
    /// How many comments GitLab takes the notes in: more than one where they are longer than it takes in one.
    pub comments: usize,
    /// The title: `Calendly audit FY27 Q4`.
    pub title: String,
    /// What may be said against the one who is to review, or keeps that one from being mentioned.
    pub concerns: Vec<Phrase>,
    /// What was read from the earlier notes, where there are any.
    pub earlier: Option<EarlierView>,
    /// What stands in the way of an audit, beside the input that it is about. Each is an alert.
    pub gate: Vec<Alert>,
    /// What is implausible in the result, in words of what probably happened.
    pub warnings: Vec<Phrase>,
    /// Whether there is an audit: people on one side and users on the other. Without one nothing is in
    /// order, and the notes say only what is missing.
    pub audited: bool,
    /// The seven checks in their order. Without an audit none of them is checked.
    pub checks: Vec<CheckLine>,
    /// Whether the audit is ready for review: every check is passed or accepted.
    pub ready: bool,
    /// What happened so far, and what comes next.
    pub workflow: Workflow,
}

catalogue! {
    /// A place on the page that takes input. The words are the name of its step.
    Input, text {
        /// The roster's files.
        Team "The team";
        /// The text area and the files of the Calendly list; the text area is the first source.
        Users "The Calendly users";
        /// The text area of earlier notes, a single source.
        Earlier "Earlier audit";
    }
}

/// What is wrong with a source, or with an input that gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Beside which input it stands.
    pub input: Input,
    /// The source's name, as in [`SourceView::name`]; empty for earlier notes.
    pub name: String,
    /// What it is and what that means: `This is the roster.`
    pub what: String,
    /// What to do, as a sentence.
    pub advice: String,
    /// Where it belongs, for a button `Move it to The team`; `None` where it belongs nowhere.
    pub move_to: Option<Destination>,
}

/// Where a source in the wrong place belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    /// Another input.
    Input(Input),
    /// It is evidence: opening it takes the place of everything.
    Evidence,
}

/// What was read from the earlier notes, and how today compares.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EarlierView {
    /// When that audit was made: seconds since 1970 (UTC).
    pub audited: Option<i64>,
    /// Rows of the team that they hold.
    pub people: usize,
    /// Rows of those outside.
    pub users: usize,
    /// Decisions that they carry.
    pub decisions: usize,
    /// Findings that are still open.
    pub open_before: usize,
    /// Findings that they do not have.
    pub new: usize,
    /// Users outside the team whom they do not have.
    pub new_outside: usize,
    /// Findings of theirs that are open no more.
    pub addressed: usize,
    /// Promised removals that are not done.
    pub still_there: usize,
    /// Promised removals that are done.
    pub removed: usize,
    /// Justifications to ask for again.
    pub ask_again: usize,
    /// Line by line what became of them, as the notes have it: term and words, at most
    /// [`EarlierView::MOST`].
    pub lines: Vec<(String, Phrase)>,
    /// Lines that were not understood: number and text.
    pub unplaced: Vec<(usize, String)>,
}

impl EarlierView {
    /// How many lines a view carries: all stand in the notes.
    pub const MOST: usize = 500;
}

/// One of the two inputs, as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Side {
    /// Records after merging: people, or users.
    pub records: usize,
    /// Each source in turn.
    pub sources: Vec<SourceView>,
}

/// What was made of one source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SourceView {
    /// Its name.
    pub name: String,
    /// What it was read as.
    pub read_as: String,
    /// Records that came of it.
    pub records: usize,
    /// What a person must be told.
    pub warnings: Vec<String>,
    /// The first problems and unknown lines, at most [`SourceView::MOST`].
    pub unread: Vec<Unread>,
    /// How many problems and unknown lines there are.
    pub unread_count: usize,
    /// The first ignored lines, at most [`SourceView::MOST`].
    pub ignored: Vec<Unread>,
    /// How many lines were ignored.
    pub ignored_count: usize,
    /// The parts it was cut into (the Calendly list only).
    pub parts: Vec<crate::calendly::PartReport>,
}

impl SourceView {
    /// How many unread lines a view carries: more are counted, and stand in the notes.
    pub const MOST: usize = 200;
}

/// The rows of a table that a query asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Slice {
    /// What was asked for: the page may want something else by now.
    pub query: Query,
    /// The caption.
    pub caption: String,
    /// The columns' heads.
    pub columns: Vec<String>,
    /// Rows in the table.
    pub total: usize,
    /// Rows that the query finds.
    pub found: usize,
    /// The first of them.
    pub rows: Vec<RowView>,
}

/// One row, and what its details show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// The row's place in its table, however that is sorted. Of this run alone: the next may have
    /// another row there, and `key` is what lasts.
    pub index: usize,
    /// The cells, as the notes have them.
    pub cells: Vec<Phrase>,
    /// Whom it is about: what a decision names.
    pub key: Key,
    /// Findings.
    pub findings: Vec<Finding>,
    /// The worst level that is open; `None` where nothing is.
    pub level: Option<Level>,
    /// Whether something is still to be done about it.
    pub to_do: bool,
    /// The person's accounts, the main one first, and how each was found.
    pub accounts: Vec<(Candidate, How)>,
    /// Who may be the same, strongest first, with the reason.
    pub suggestions: Vec<(Candidate, Phrase)>,
    /// What a person said of this user.
    pub verdict: Option<Verdict>,
    /// Every decision on this row as it was made, and who is on its other side: what taking it back names.
    pub decided: Vec<(Decision, Option<Candidate>)>,
    /// Where it was read: `support-team.yaml, line 12`.
    pub places: Vec<String>,
    /// What else the list said: column and value.
    pub more: Vec<(String, String)>,
}

impl RowView {
    /// A row of which nothing is known but whom it is about.
    pub fn of(key: Key) -> Self {
        Self {
            index: 0,
            cells: Vec::new(),
            key,
            findings: Vec::new(),
            level: None,
            to_do: false,
            accounts: Vec::new(),
            suggestions: Vec::new(),
            verdict: None,
            decided: Vec::new(),
            places: Vec::new(),
            more: Vec::new(),
        }
    }
}

/// Somebody on the other side of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The two of them, whichever side the row is on: what a decision names.
    pub pair: (PersonKey, UserKey),
    /// Name as written.
    pub name: String,
    /// Email as written.
    pub email: String,
    /// Link as written.
    pub link: String,
    /// What else its side says of it, and where: `Role`, `Status`, `Read from`.
    pub also: Vec<(String, String)>,
}
