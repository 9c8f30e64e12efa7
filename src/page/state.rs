//! The state of the page, and what each action does to it.
//!
//! Everything a person has put in or decided is here, and changes only by naming an [`Action`]. What
//! follows from it (the view) comes from the desk and is kept beside it. The token is not part of it:
//! it has a place of its own, so that nothing that prints or keeps the state can show it.

use std::rc::Rc;

use calendly_audit::audit::Decided;
use calendly_audit::calendly::Choice;
use calendly_audit::desk::view::{Step, Which};
use calendly_audit::desk::{Query, View};
use calendly_audit::phrase::Phrase;
use calendly_audit::report::evidence::Inputs;
use calendly_audit::report::{Origin, Sent};
use calendly_audit::source::Source;
use yew::{AttrValue, Reducible};

use super::action::{Action, Agreed};
use super::work::{Work, text_of};

/// How many rows of a table come with the view: a screen of them. The others follow (`components/rows.rs`).
pub const ROWS: usize = 15;

/// One of the two tables, as the person has set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queries {
    /// The table of the team.
    pub team: Query,
    /// The table of those outside.
    pub outside: Query,
}

impl Queries {
    fn first() -> Query {
        Query { count: ROWS, ..Query::default() }
    }
}

impl Default for Queries {
    fn default() -> Self {
        Self { team: Self::first(), outside: Self::first() }
    }
}

/// How the fetch from GitLab stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Fetch {
    /// Nothing is under way.
    #[default]
    Idle,
    /// Under way, with words on how far.
    Running(AttrValue),
    /// It failed: a sentence for people.
    Failed(Phrase),
}

/// Whether what a person put in is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keeping {
    /// There was nothing to keep so far.
    #[default]
    Nothing,
    /// All of it is.
    All,
    /// The browser refused at least a part: a reload would lose it.
    Refused,
}

/// The state of the page.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What the person has put in or decided.
    pub work: Work,
    /// Decisions before each of the last steps, the newest last: what Ctrl+Z goes back to.
    pub undo: Vec<Rc<Decided>>,
    /// Decisions that were undone, the newest last.
    pub redo: Vec<Rc<Decided>>,
    /// How the fetch stands.
    pub fetch: Fetch,
    /// Whether somebody is signed in with GitLab. The tokens are elsewhere: `sign_in`.
    pub signed_in: bool,
    /// What lay beside the roster's files and was not read.
    pub aside: Vec<String>,
    /// What the tables show.
    pub queries: Queries,
    /// The desk's last answer.
    pub view: Option<Rc<View>>,
    /// Whether the desk is at work.
    pub busy: bool,
    /// Something that went wrong with the page itself: a sentence for people.
    pub trouble: Option<AttrValue>,
    /// A word on what just happened, for the live region: `Copied`.
    pub said: AttrValue,
    /// The decisions that the notes held when they were last copied or saved.
    pub exported: Rc<Decided>,
    /// Whether the work survives a reload.
    pub keeping: Keeping,
    /// What of the kept work could not be brought back: a sentence for people.
    pub lost: Option<AttrValue>,
    /// How often everything was cleared: whatever is under way for an earlier time has no place any more.
    pub cleared: usize,
}

impl Default for State {
    fn default() -> Self {
        Self {
            work: Work::default(),
            undo: Vec::new(),
            redo: Vec::new(),
            fetch: Fetch::Idle,
            signed_in: false,
            aside: Vec::new(),
            queries: Queries::default(),
            view: None,
            busy: false,
            trouble: None,
            said: AttrValue::default(),
            exported: Rc::default(),
            keeping: Keeping::default(),
            lost: None,
            cleared: 0,
        }
    }
}

impl State {
    /// Whether decisions were made that no copied or saved notes hold.
    pub fn has_unexported_decisions(&self) -> bool {
        *self.work.decided != *self.exported && *self.work.decided != Decided::default()
    }

    /// Whether there is anything at all to audit or to lose.
    pub fn is_empty(&self) -> bool {
        let work = &self.work;
        work.roster.is_empty()
            && work.list.is_empty()
            && work.list_files.is_empty()
            && work.earlier.is_empty()
            && *work.decided == Decided::default()
    }

    /// Changes what is decided, in a step that can be undone.
    fn decide(&mut self, change: impl FnOnce(&mut Decided)) {
        self.undo.push(Rc::clone(&self.work.decided));
        self.redo.clear();
        change(Rc::make_mut(&mut self.work.decided));
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        let empty = state.is_empty();
        if action.is_news() {
            // What was said, and what went wrong, was about what came before.
            state.said = AttrValue::default();
            state.trouble = None;
        }
        let work = &mut state.work;
        if action.changes_the_audit() {
            work.as_of = None;
        }
        match action {
            Action::Address(address) => work.address = address,
            Action::Fetching(words) => state.fetch = Fetch::Running(words),
            Action::FetchFailed(words) => state.fetch = Fetch::Failed(words),
            Action::FetchCancelled => state.fetch = Fetch::Idle,
            Action::Roster { files, origin, aside } => {
                if work.origin == Origin::Files && !work.roster.is_empty() {
                    state.said = "What was fetched took the place of the roster's files.".into();
                }
                work.roster = Rc::new(files);
                work.origin = origin;
                state.aside = aside;
                state.fetch = Fetch::Idle;
            }
            Action::RosterFiles(files) => {
                state.aside = Vec::new();
                // Files take the place of a fetched roster, and join other files.
                let was_fetched = work.origin != Origin::Files && !work.roster.is_empty();
                let mut all = if was_fetched { Vec::new() } else { (*work.roster).clone() };
                state.said = add_by_name(&mut all, files);
                if was_fetched {
                    state.said = "The files took the place of the roster that was fetched.".into();
                }
                work.roster = Rc::new(all);
                work.origin = Origin::Files;
                state.fetch = Fetch::Idle;
            }
            Action::RemoveRoster(name) => {
                // What is left is no longer what GitLab holds at that commit.
                work.origin = Origin::Files;
                work.roster = Rc::new(without(&work.roster, &name));
            }
            Action::List(text) => {
                if text.is_empty() != work.list.is_empty() {
                    // The text area is the first source: files move by one place, and their choices with them.
                    let choices = work.choices.iter().cloned();
                    work.choices = Rc::new(if text.is_empty() {
                        choices
                            .filter_map(|c| Some(Choice { source: c.source.checked_sub(1)?, ..c }))
                            .collect()
                    } else {
                        choices.map(|c| Choice { source: c.source + 1, ..c }).collect()
                    });
                }
                work.list = text;
            }
            Action::MoreList(text) => {
                let between =
                    if work.list.is_empty() || work.list.ends_with('\n') { "" } else { "\n" };
                work.list = format!("{}{between}{text}", work.list).into();
            }
            Action::ListFiles(files) => {
                let mut all = (*work.list_files).clone();
                state.said = add_by_name(&mut all, files);
                if !state.said.is_empty() {
                    // A choice belongs to the file it was made for.
                    work.choices = Rc::default();
                }
                work.list_files = Rc::new(all);
            }
            Action::RemoveList(name) => {
                work.list_files = Rc::new(without(&work.list_files, &name));
                work.choices = Rc::default();
            }
            Action::Choose(choice) => {
                let mut all = (*work.choices).clone();
                all.retain(|other| (other.source, other.part) != (choice.source, choice.part));
                all.push(choice);
                work.choices = Rc::new(all);
            }
            Action::Earlier(text) => work.earlier = text,
            Action::Policy(policy) => work.policy = Rc::new(policy),
            Action::Decide(decision) => state.decide(|decided| decided.make(decision)),
            Action::TakeBack(decision) => state.decide(|decided| decided.take_back(decision)),
            Action::Sent(Step::Ping, now) => work.sent.pinged = work.sent.pinged.or(Some(now)),
            Action::Sent(Step::Escalate, now) => {
                work.sent.escalated = work.sent.escalated.or(Some(now));
            }
            Action::Sent(..) => {}
            Action::NotSent => work.sent = Sent::default(),
            Action::Undo => {
                if let Some(before) = state.undo.pop() {
                    state.redo.push(std::mem::replace(&mut work.decided, before));
                }
            }
            Action::Redo => {
                if let Some(after) = state.redo.pop() {
                    state.undo.push(std::mem::replace(&mut work.decided, after));
                }
            }
            Action::Query(Which::Team, query) => state.queries.team = query,
            Action::Query(Which::Outside, query) => state.queries.outside = query,
            Action::Busy => state.busy = true,
            Action::Viewed(view) => {
                state.view = Some(view);
                state.busy = false;
            }
            Action::Trouble(words) => {
                state.trouble = Some(words);
                state.busy = false;
            }
            Action::Say(words) => state.said = words,
            Action::Example(_, Agreed::No) if !empty => {}
            Action::Example(inputs, _) => {
                let Inputs { roster, list, terms, .. } = *inputs;
                work.roster = Rc::new(roster);
                work.origin = Origin::Files;
                work.list = text_of(list.into_iter().next());
                work.list_files = Rc::default();
                work.choices = Rc::default();
                work.decided = Rc::new(terms.decided);
                // Nobody's work: leaving it asks nothing.
                state.exported = Rc::clone(&work.decided);
                state.aside = Vec::new();
                work.sent = Sent::default();
                state.undo.clear();
                state.redo.clear();
                state.fetch = Fetch::Idle;
                state.queries = Queries::default();
            }
            Action::SignedIn(is_in) => {
                state.signed_in = is_in;
                let words = ["You are signed out.", "You are signed in with GitLab."];
                state.said = words[usize::from(is_in)].into();
            }
            Action::Exported => state.exported = Rc::clone(&work.decided),
            Action::Keeping(keeping) => state.keeping = keeping,
            Action::Evidence(inputs) => {
                state.work = Work::of(*inputs, work.address.clone());
                state.exported = Rc::clone(&state.work.decided);
                state.aside = Vec::new();
                state.undo.clear();
                state.redo.clear();
                state.fetch = Fetch::Idle;
                state.queries = Queries::default();
                state.said = "The evidence is loaded: this is the audit as it was.".into();
            }
            Action::Clear => {
                return Rc::new(Self {
                    said: "Everything is cleared.".into(),
                    cleared: state.cleared + 1,
                    ..Self::default()
                });
            }
        }
        Rc::new(state)
    }
}

/// A file chosen again takes the place of its earlier version; which did is said.
fn add_by_name(all: &mut Vec<Source>, files: Vec<Source>) -> AttrValue {
    let mut replaced = String::new();
    for file in files {
        match all.iter_mut().find(|other| other.name == file.name) {
            Some(other) => {
                replaced.push_str(&file.name);
                replaced.push_str(" was there already: the new one took its place. ");
                *other = file;
            }
            None => all.push(file),
        }
    }
    replaced.trim_end().to_owned().into()
}

fn without(files: &[Source], name: &str) -> Vec<Source> {
    files.iter().filter(|file| file.name != name).cloned().collect()
}
