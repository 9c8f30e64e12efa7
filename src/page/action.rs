//! What can happen on the page: the one way in which its state changes. What each does, [`state`](super::state) says.

use std::rc::Rc;

use calendly_audit::audit::{Decision, Policy};
use calendly_audit::calendly::Choice;
use calendly_audit::phrase::Phrase;
use calendly_audit::report::Origin;
use calendly_audit::report::evidence::Inputs;
use calendly_audit::session::View;
use calendly_audit::session::view::{Input, Only, Order, Step, Tab, Which};
use calendly_audit::source::Source;
use yew::AttrValue;

use super::state::Keeping;
use super::work::Address;

/// What can happen.
#[derive(Debug, Clone)]
pub enum Action {
    /// The address of the roster was edited.
    Address(Address),
    /// A fetch has begun, or has got further.
    Fetching(AttrValue),
    /// A fetch failed.
    FetchFailed(Phrase),
    /// A fetch was called off.
    FetchCancelled,
    /// The roster has come.
    Roster {
        /// Its files.
        files: Vec<Source>,
        /// Where they came from.
        origin: Origin,
        /// What lay beside them and was not read.
        aside: Vec<String>,
    },
    /// Roster files were chosen or dropped: further sources.
    RosterFiles(Vec<Source>),
    /// A file of the roster was removed, by its name.
    RemoveRoster(String),
    /// The text of the list was edited.
    List(AttrValue),
    /// A further list was pasted: it joins the text.
    MoreList(AttrValue),
    /// List files were chosen or dropped: further sources.
    ListFiles(Vec<Source>),
    /// A list too long for the text area was pasted: a further source.
    PastedList(String),
    /// A source of the list was removed, by its name.
    RemoveList(String),
    /// A source in the wrong place moves to where it belongs.
    Move {
        /// The input that it is in.
        from: Input,
        /// Its name; that of the text area is [`PASTED`](super::work::PASTED), and empty for earlier notes.
        name: String,
        /// The input that it belongs in.
        to: Input,
    },
    /// A part of the list is to be read otherwise.
    Choose(Choice),
    /// Earlier notes were edited.
    Earlier(AttrValue),
    /// Earlier notes too long for the text area were pasted or fetched: a further source.
    PastedNotes(String),
    /// Files of earlier notes too long for the text area were dropped: further sources.
    NotesFiles(Vec<Source>),
    /// A source of earlier notes was removed, by its name.
    RemoveNotes(String),
    /// The policy was edited.
    Policy(Policy),
    /// A person decided, in one step: on one thing, or on several alike. Each takes the place of an
    /// earlier decision on the same thing. The words say what was decided.
    Decide(Vec<Decision>, AttrValue),
    /// The text of a step was copied, to be sent: at this time, in seconds since 1970.
    Sent(Step, i64),
    /// It was not posted after all.
    NotSent,
    /// A person took a decision back. The words say which.
    TakeBack(Decision, AttrValue),
    /// The last decision is undone, or the clearing of everything.
    Undo,
    /// The last undone decision is done again.
    Redo,
    /// A view of the list is opened.
    Tab(Tab),
    /// Rows of one kind are to be shown, in the view that is open or in another.
    Filter(Option<Tab>, Only),
    /// Rows that hold these words are to be shown.
    Search(String),
    /// A table is to be sorted by a column, or is to have its own order.
    Sort(Which, Option<(usize, Order)>),
    /// A step is folded or unfolded.
    Unfold(Input, bool),
    /// The page is for whoever reviews, or for the auditor again.
    Review(bool),
    /// What was cleared, as the one of this number, can be brought back no more.
    Forget(usize),
    /// The session is at work.
    Busy,
    /// The session answered.
    Viewed(Rc<View>),
    /// Something went wrong with the page itself.
    Error(AttrValue),
    /// A word for the live region.
    Say(AttrValue),
    /// The example takes the place of both lists: where a person agreed to that, or where there is nothing else.
    Example(Box<Inputs>, Agreed),
    /// The audit that a zip of evidence holds takes the place of everything.
    Evidence(Box<Inputs>),
    /// The notes were copied or saved, with every decision made so far.
    Exported,
    /// Somebody has signed in with GitLab, or is signed in no more.
    SignedIn(bool),
    /// Whether the work is kept has become known.
    Keeping(Keeping),
    /// Both lists, the notes, the policy and every decision are cleared.
    Clear,
}

/// Whether a person agreed that what is there may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreed {
    /// They were asked, or there was nothing.
    Yes,
    /// Nobody was asked.
    No,
}

impl Action {
    /// Whether a person did something, rather than the page.
    pub fn is_news(&self) -> bool {
        !matches!(
            self,
            Self::Busy
                | Self::Viewed(_)
                | Self::Say(_)
                | Self::Error(_)
                | Self::Sent(..)
                | Self::Exported
                | Self::Keeping(_)
                | Self::Forget(_)
        )
    }

    /// Whether the audit is another one after this.
    pub fn changes_the_audit(&self) -> bool {
        !matches!(
            self,
            Self::Address(_)
                | Self::Fetching(_)
                | Self::FetchFailed(_)
                | Self::FetchCancelled
                | Self::Tab(_)
                | Self::Filter(..)
                | Self::Search(_)
                | Self::Sort(..)
                | Self::Unfold(..)
                | Self::Review(_)
                | Self::Forget(_)
                | Self::Busy
                | Self::Viewed(_)
                | Self::Error(_)
                | Self::Say(_)
                | Self::Exported
                | Self::SignedIn(_)
                | Self::Keeping(_)
        )
    }
}
