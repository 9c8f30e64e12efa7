//! The state of the page, and what each action does to it.
//!
//! Everything a person has put in or decided is here, and changes only by naming an [`Action`]. What
//! follows from it (the view) comes from the session and is kept beside it. The token is not part of it:
//! it has a place of its own, so that nothing that prints or keeps the state can show it.

mod sources;

use std::rc::Rc;

use calendly_audit::audit::Decided;
use calendly_audit::calendly::Choice;
use calendly_audit::report::evidence::Inputs;
use calendly_audit::report::{Origin, Sent};
use calendly_audit::session::View;
use calendly_audit::session::view::{Input, Step, Tab};
use yew::{AttrValue, Reducible};

use super::action::{Action, Agreed};
use super::queries::Queries;
pub use super::work::{Fetch, Keeping};
use super::work::{Work, add_by_name, pasted, text_of, without};

/// An edit that adds at most so many bytes is typing, or taking away. One that adds more is a paste.
const TYPED: usize = 4;

const UNDONE: &str = "Undone.";
const REDONE: &str = "Done again.";

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
    /// The session's last answer.
    pub view: Option<Rc<View>>,
    /// Whether the session is at work.
    pub busy: bool,
    /// Something that went wrong with the page itself: a sentence for people.
    pub error: Option<AttrValue>,
    /// A word on what just happened, for the live region: `Copied`.
    pub said: AttrValue,
    /// The decisions that the notes held when they were last copied or saved.
    pub exported: Rc<Decided>,
    /// The times at which something was sent that the notes held when they were last copied or saved.
    pub exported_sent: Sent,
    /// Whether the work survives a reload.
    pub keeping: Keeping,
    /// What of the kept work could not be brought back: a sentence for people.
    pub lost: Option<AttrValue>,
    /// What a person decided last, or took back, in words.
    pub answer: AttrValue,
    /// Which steps a person has folded or unfolded, by the place of [`Input`]; `None`: as their state asks.
    pub unfolded: [Option<bool>; 3],
    /// Whether the page is for whoever reviews: nothing can be edited.
    pub review: bool,
    /// The state before everything was cleared, as long as that can be undone.
    pub before: Option<Rc<Self>>,
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
            error: None,
            said: AttrValue::default(),
            exported: Rc::default(),
            exported_sent: Sent::default(),
            keeping: Keeping::default(),
            lost: None,
            answer: AttrValue::default(),
            unfolded: [None; 3],
            review: false,
            before: None,
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
            && work.earlier_files.is_empty()
            && *work.decided == Decided::default()
    }

    /// Returns whether something was sent of which no copied or saved notes say when.
    pub fn has_unexported_times(&self) -> bool {
        self.work.sent != self.exported_sent && self.work.sent != Sent::default()
    }

    /// Changes what is decided, in a step that can be undone. The view stays, whatever it has left to
    /// show.
    fn decide(&mut self, words: AttrValue, change: impl FnOnce(&mut Decided)) {
        self.said = words.clone();
        self.answer = words;
        if let Some(view) = &self.view {
            let tab = self.queries.team.tab.unwrap_or(view.tab);
            self.queries.set(|query| query.tab = Some(tab));
        }
        self.undo.push(Rc::clone(&self.work.decided));
        self.redo.clear();
        change(Rc::make_mut(&mut self.work.decided));
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        if self.review && matches!(action, Action::Undo | Action::Redo) {
            return self; // a reviewer decides nothing
        }
        let mut state = Rc::unwrap_or_clone(self);
        let empty = state.is_empty();
        if action.changes_the_audit() && !matches!(action, Action::Undo) {
            state.before = None;
        }
        if action.is_news() {
            // What was said, and what went wrong, was about what came before.
            state.said = AttrValue::default();
            state.error = None;
        }
        let work = &mut state.work;
        if action.changes_the_audit() {
            work.as_of = None;
            // What is put in has to be seen where it is read; evidence is there to be reviewed.
            state.review &= matches!(action, Action::Evidence(_));
        }
        match action {
            Action::Address(address) => work.address = address,
            Action::Fetching(words) => state.fetch = Fetch::Running(words),
            Action::FetchFailed(words) => state.fetch = Fetch::Failed(words),
            Action::FetchCancelled => state.fetch = Fetch::Idle,
            Action::Roster { files, origin, aside } => {
                if work.origin == Origin::Files && !work.roster.is_empty() {
                    state.said = "The fetched roster replaced the files.".into();
                }
                work.roster = Rc::new(files);
                work.origin = origin;
                state.aside = aside;
                state.fetch = Fetch::Idle;
                state.unfolded[Input::Team as usize] = None;
            }
            Action::RosterFiles(files) => {
                state.aside = Vec::new();
                // Files take the place of a fetched roster, and join other files.
                let was_fetched = work.origin != Origin::Files && !work.roster.is_empty();
                let mut all = if was_fetched { Vec::new() } else { (*work.roster).clone() };
                state.said = add_by_name(&mut all, files);
                if was_fetched {
                    state.said = "The files replaced the fetched roster.".into();
                }
                work.roster = Rc::new(all);
                work.origin = Origin::Files;
                state.fetch = Fetch::Idle;
                state.unfolded[Input::Team as usize] = None;
            }
            Action::RemoveRoster(name) => {
                // What is left is no longer what GitLab holds at that commit.
                work.origin = Origin::Files;
                work.roster = Rc::new(without(&work.roster, &name));
            }
            Action::List(text) => {
                // Whoever types there is not done yet; a paste is a list.
                let typed = text.len() <= work.list.len() + TYPED;
                state.unfolded[Input::Users as usize] = typed.then_some(true);
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
                state.unfolded[Input::Users as usize] = None;
            }
            Action::ListFiles(files) => state.add_list(files),
            Action::PastedList(text) => {
                let source = pasted("list", text, &work.list_files);
                state.add_list(vec![source]);
            }
            Action::RemoveList(name) => {
                work.list_files = Rc::new(without(&work.list_files, &name));
                work.choices = Rc::default();
            }
            Action::Move { from, name, to } => return state.moved(from, name, to),
            Action::Choose(choice) => {
                let mut all = (*work.choices).clone();
                all.retain(|other| (other.source, other.part) != (choice.source, choice.part));
                all.push(choice);
                work.choices = Rc::new(all);
            }
            Action::Earlier(text) => {
                let typed = text.len() <= work.earlier.len() + TYPED;
                state.unfolded[Input::Earlier as usize] = typed.then_some(true);
                work.earlier = text;
            }
            Action::NotesFiles(files) => state.add_notes(files),
            Action::PastedNotes(text) => {
                let source = pasted("notes", text, &work.earlier_files);
                state.add_notes(vec![source]);
            }
            Action::RemoveNotes(name) => {
                work.earlier_files = Rc::new(without(&work.earlier_files, &name));
            }
            Action::Policy(policy) => work.policy = Rc::new(policy),
            Action::Decide(decisions, words) => state.decide(words, |decided| {
                for decision in decisions {
                    decided.make(decision);
                }
            }),
            Action::TakeBack(decision, words) => {
                state.decide(words, |decided| decided.take_back(decision));
            }
            Action::Sent(Step::Ping, now) => work.sent.pinged = work.sent.pinged.or(Some(now)),
            Action::Sent(Step::Escalate, now) => {
                work.sent.escalated = work.sent.escalated.or(Some(now));
            }
            Action::Sent(Step::Review, now) => {
                work.sent.reviewed = work.sent.reviewed.or(Some(now));
            }
            Action::Sent(..) => {}
            Action::NotSent => work.sent = Sent::default(),
            Action::Undo => {
                if let Some(before) = state.before.take() {
                    return Rc::new(Self {
                        said: "Everything is back.".into(),
                        cleared: state.cleared,
                        view: None,
                        ..Rc::unwrap_or_clone(before)
                    });
                }
                if let Some(before) = state.undo.pop() {
                    state.answer = UNDONE.into();
                    state.said = UNDONE.into();
                    state.redo.push(std::mem::replace(&mut work.decided, before));
                }
            }
            Action::Redo => {
                if let Some(after) = state.redo.pop() {
                    state.answer = REDONE.into();
                    state.said = REDONE.into();
                    state.undo.push(std::mem::replace(&mut work.decided, after));
                }
            }
            Action::Tab(_) | Action::Filter(..) | Action::Search(_) | Action::Sort(..) => {
                state.queries.take(action);
            }
            Action::Unfold(input, unfolded) => state.unfolded[input as usize] = Some(unfolded),
            Action::Review(review) => {
                state.review = review;
                state.queries = Queries::default();
                if review {
                    state.queries.set(|query| query.tab = Some(Tab::Everyone));
                }
            }
            Action::Forget(cleared) => {
                if state.cleared == cleared {
                    state.before = None;
                }
            }
            Action::Busy => state.busy = true,
            Action::Viewed(view) => {
                state.view = Some(view);
                state.busy = false;
            }
            Action::Error(words) => {
                state.error = Some(words);
                state.busy = false;
            }
            Action::Say(words) => state.said = words,
            Action::Example(_, Agreed::No) if !empty => {}
            Action::Example(inputs, _) => {
                let before = (!empty).then(|| kept(state.clone()));
                let work = &mut state.work;
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
                state.unfolded = [None; 3];
                if before.is_some() {
                    state.said = "The example replaced what was here.".into();
                    state.answer = state.said.clone();
                    state.cleared += 1;
                    state.before = before;
                }
            }
            Action::SignedIn(is_in) => {
                state.signed_in = is_in;
                let words = ["You are signed out.", "You are signed in with GitLab."];
                state.said = words[usize::from(is_in)].into();
            }
            Action::Exported => {
                state.exported = Rc::clone(&work.decided);
                state.exported_sent = work.sent;
            }
            Action::Keeping(keeping) => state.keeping = keeping,
            Action::Evidence(inputs) => {
                state.work = Work::of(*inputs, work.address.clone());
                state.exported = Rc::clone(&state.work.decided);
                state.aside = Vec::new();
                state.undo.clear();
                state.redo.clear();
                state.fetch = Fetch::Idle;
                state.queries = Queries::default();
                state.unfolded = [None; 3];
                state.said = "The evidence is loaded: this is the audit as it was.".into();
            }
            Action::Clear => {
                let said = AttrValue::from("Everything is cleared.");
                return Rc::new(Self {
                    said: said.clone(),
                    answer: said,
                    cleared: state.cleared + 1,
                    before: (!empty).then(|| kept(state)),
                    ..Self::default()
                });
            }
        }
        Rc::new(state)
    }
}

/// Returns a state as it is kept to be brought back: without one that it could itself go back to.
fn kept(state: State) -> Rc<State> {
    Rc::new(State { before: None, ..state })
}
