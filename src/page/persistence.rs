//! What is kept of a person's work in this tab: everything but the token.
//!
//! A change is written at once where nothing is being written, else as soon as that is done: at most a few
//! times a second, each part only where it changed. What the parts are in is `keep.js`'s business; what they
//! hold is said here. The token cannot get here: it is not in [`State`].

use std::cell::RefCell;
use std::rc::Rc;

use calendly_audit::audit::Decided;
use calendly_audit::json;
use calendly_audit::report::{Sent, Terms};
use calendly_audit::source::Source;
use wasm_bindgen_futures::spawn_local;
use yew::{AttrValue, Callback};

use super::dom::clock;
use super::dom::storage::{self, Put};
use super::state::{Keeping, State};
use super::work::{Address, Work};

/// As many steps of undo are kept, and as many of redo.
const STEPS: usize = 20;

/// How long nothing is written after something was, in milliseconds.
const PAUSE: i32 = 300;

const SMALL: &str = "work";
const ROSTER: &str = "roster";
const LIST: &str = "list";
const LIST_FILES: &str = "files";
const EARLIER: &str = "earlier";
const EARLIER_FILES: &str = "notes";

/// A part of what is kept by its name, as it is written.
type Slot = (&'static str, Vec<u8>);

/// What is kept.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kept {
    /// What the person put in or decided.
    pub work: Work,
    /// Decisions before each of the last steps, the newest last.
    pub undo: Vec<Rc<Decided>>,
    /// Decisions that were undone, the newest last.
    pub redo: Vec<Rc<Decided>>,
    /// The decisions that the notes held when they were last copied or saved.
    pub exported: Rc<Decided>,
    /// The times at which something was sent that the notes held then.
    pub exported_sent: Sent,
    /// What lay beside the roster's files and was not read.
    pub aside: Vec<String>,
    /// What could not be brought back: a sentence for people, or nothing.
    pub lost: Option<AttrValue>,
}

/// Everything that is small, as it is written: as JSON, which a page of a later version can still read.
#[derive(Default)]
struct Small {
    /// Without a version, and with a time only where the audit is shown as its evidence has it.
    terms: Terms,
    project: String,
    path: String,
    reference: String,
    undo: Vec<Decided>,
    redo: Vec<Decided>,
    exported: Decided,
    exported_sent: Sent,
    aside: Vec<String>,
}

json::record!(Small {
    terms,
    project,
    path,
    reference,
    undo,
    redo,
    exported,
    exported_sent,
    aside
});

impl From<Kept> for State {
    /// The state as it was when it was last kept.
    fn from(kept: Kept) -> Self {
        Self {
            work: kept.work,
            undo: kept.undo,
            redo: kept.redo,
            exported: kept.exported,
            exported_sent: kept.exported_sent,
            aside: kept.aside,
            lost: kept.lost,
            ..Self::default()
        }
    }
}

impl Kept {
    /// What is to be kept of a state.
    pub fn of(state: &State) -> Self {
        Self {
            work: state.work.clone(),
            undo: state.undo.clone(),
            redo: state.redo.clone(),
            exported: Rc::clone(&state.exported),
            exported_sent: state.exported_sent,
            aside: state.aside.clone(),
            lost: None,
        }
    }

    /// What was kept, by its parts; a part that is there as `None` could not be read.
    pub fn from_parts(parts: impl IntoIterator<Item = (String, Option<Vec<u8>>)>) -> Self {
        let mut kept = Self::default();
        let mut missing = Vec::new();
        // A handful: a map's code would weigh more than they do.
        let mut parts: Vec<_> = parts.into_iter().collect();
        let mut take = |part: &str, what| {
            let (_, bytes) = parts.iter_mut().find(|(name, _)| name == part)?;
            if bytes.is_none() {
                missing.push(what);
            }
            bytes.take()
        };
        let small = take(SMALL, "the decisions");
        let roster = take(ROSTER, "the roster");
        let list = take(LIST, "the Calendly list");
        let list_files = take(LIST_FILES, "the Calendly files");
        let earlier = take(EARLIER, "the earlier notes");
        let earlier_files = take(EARLIER_FILES, "the pasted notes");
        if let Some(small) = small
            && !kept.take_small(&small)
        {
            missing.push("the decisions");
        }
        kept.work.roster = Rc::new(roster.as_deref().map(unpack).unwrap_or_default());
        kept.work.list_files = Rc::new(list_files.as_deref().map(unpack).unwrap_or_default());
        kept.work.list = text(list);
        kept.work.earlier = text(earlier);
        kept.work.earlier_files = Rc::new(earlier_files.as_deref().map(unpack).unwrap_or_default());
        kept.lost = (!missing.is_empty()).then(|| {
            format!(
                "Of what was kept in this tab, {} could not be restored.",
                missing.join(" and ")
            )
            .into()
        });
        kept
    }

    /// Takes the small part, where it is understood.
    fn take_small(&mut self, bytes: &[u8]) -> bool {
        let Ok(small) = json::read::<Small>(bytes) else { return false };
        let terms = small.terms;
        self.work.address = Address {
            project: small.project.into(),
            path: small.path.into(),
            reference: small.reference.into(),
        };
        self.work.origin = terms.origin;
        self.work.choices = Rc::new(terms.choices);
        self.work.policy = Rc::new(terms.policy);
        self.work.decided = Rc::new(terms.decided);
        self.work.sent = terms.sent;
        self.work.as_of = (terms.now != 0).then_some(terms.now);
        self.undo = small.undo.into_iter().map(Rc::new).collect();
        self.redo = small.redo.into_iter().map(Rc::new).collect();
        self.exported = Rc::new(small.exported);
        self.exported_sent = small.exported_sent;
        self.aside = small.aside;
        true
    }

    fn small(&self) -> Vec<u8> {
        let work = &self.work;
        let steps = |steps: &[Rc<Decided>]| {
            let first = steps.len().saturating_sub(STEPS);
            steps.iter().skip(first).map(|step| (**step).clone()).collect()
        };
        let small = Small {
            terms: Terms {
                now: work.as_of.unwrap_or(0),
                version: String::new(),
                policy: (*work.policy).clone(),
                decided: (*work.decided).clone(),
                sent: work.sent,
                choices: (*work.choices).clone(),
                origin: work.origin.clone(),
            },
            project: work.address.project.to_string(),
            path: work.address.path.to_string(),
            reference: work.address.reference.to_string(),
            undo: steps(&self.undo),
            redo: steps(&self.redo),
            exported: (*self.exported).clone(),
            exported_sent: self.exported_sent,
            aside: self.aside.clone(),
        };
        json::written(&small).into_bytes()
    }

    /// Whether the small part holds the same.
    fn is_as_small(&self, other: &Self) -> bool {
        let lists_aside = |kept: &Self| Self {
            work: Work {
                roster: Rc::default(),
                list: AttrValue::default(),
                list_files: Rc::default(),
                earlier: AttrValue::default(),
                earlier_files: Rc::default(),
                ..kept.work.clone()
            },
            ..kept.clone()
        };
        lists_aside(self) == lists_aside(other)
    }

    /// The parts that are not what they were before.
    fn changes(&self, before: &Self) -> Vec<Slot> {
        let mut changes = Vec::new();
        let (work, was) = (&self.work, &before.work);
        if !Rc::ptr_eq(&work.roster, &was.roster) {
            changes.push((ROSTER, pack(&work.roster)));
        }
        if work.list != was.list {
            changes.push((LIST, work.list.as_bytes().to_vec()));
        }
        if !Rc::ptr_eq(&work.list_files, &was.list_files) {
            changes.push((LIST_FILES, pack(&work.list_files)));
        }
        if work.earlier != was.earlier {
            changes.push((EARLIER, work.earlier.as_bytes().to_vec()));
        }
        if !Rc::ptr_eq(&work.earlier_files, &was.earlier_files) {
            changes.push((EARLIER_FILES, pack(&work.earlier_files)));
        }
        if !self.is_as_small(before) {
            changes.push((SMALL, self.small()));
        }
        changes
    }
}

fn text(bytes: Option<Vec<u8>>) -> AttrValue {
    bytes.map_or_else(AttrValue::default, |bytes| {
        String::from_utf8_lossy(&bytes).into_owned().into()
    })
}

/// Sources as bytes: for each, how long its name is, the name, how long it is, and it.
fn pack(sources: &[Source]) -> Vec<u8> {
    let mut packed = Vec::new();
    for source in sources {
        for bytes in [source.name.as_bytes(), &source.bytes] {
            packed.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
            packed.extend(bytes);
        }
    }
    packed
}

/// The other way. What is cut off at the end is left out.
fn unpack(mut packed: &[u8]) -> Vec<Source> {
    let mut next = || -> Option<Vec<u8>> {
        let (length, rest) = packed.split_first_chunk::<4>()?;
        let (bytes, rest) =
            rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        packed = rest;
        Some(bytes.to_vec())
    };
    let mut sources = Vec::new();
    while let (Some(name), Some(bytes)) = (next(), next()) {
        sources.push(Source::new(String::from_utf8_lossy(&name).into_owned(), bytes));
    }
    sources
}

/// Writes what changes.
#[derive(Clone)]
pub struct Keeper(Rc<RefCell<Inner>>);

impl PartialEq for Keeper {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    tell: Callback<Keeping>,
    /// What lies there, or was refused.
    before: Kept,
    refused: Vec<&'static str>,
    wanted: Option<Kept>,
    writing: bool,
}

impl Keeper {
    /// A keeper over what lies there already; `tell` is told how it goes.
    pub fn new(kept: Kept, tell: Callback<Keeping>) -> Self {
        Self(Rc::new(RefCell::new(Inner {
            tell,
            before: Kept { lost: None, ..kept },
            refused: Vec::new(),
            wanted: None,
            writing: false,
        })))
    }

    /// Keeps this, soon.
    pub fn keep(&self, now: Kept) {
        {
            let mut inner = self.0.borrow_mut();
            inner.wanted = Some(now);
            if std::mem::replace(&mut inner.writing, true) {
                return;
            }
        }
        let keeper = self.clone();
        spawn_local(async move {
            while keeper.write().await {
                clock::pause(PAUSE).await;
            }
        });
    }

    /// Writes what is wanted without waiting for the answer: the page is being left.
    pub fn leave(&self) {
        if let Some((changes, _)) = self.next() {
            for (part, bytes) in changes {
                drop(storage::put(part, &bytes));
            }
        }
    }

    /// What there is to write; nothing at all to keep: everything is forgotten.
    fn next(&self) -> Option<(Vec<Slot>, Keeping)> {
        let mut inner = self.0.borrow_mut();
        let now = inner.wanted.take()?;
        let before = std::mem::replace(&mut inner.before, now);
        // At the start there may be something that could not be read now, and can be at the next try.
        if inner.before == Kept::default() {
            if before != Kept::default() {
                inner.refused.clear();
                storage::clear();
            }
            return Some((Vec::new(), Keeping::Nothing));
        }
        Some((inner.before.changes(&before), Keeping::All))
    }

    /// Writes what is wanted now. Whether there was anything.
    async fn write(&self) -> bool {
        let Some((changes, mut keeping)) = self.next() else {
            self.0.borrow_mut().writing = false;
            return false;
        };
        for (part, bytes) in changes {
            let put = storage::put(part, &bytes);
            drop(bytes);
            let put = put.await;
            let refused = &mut self.0.borrow_mut().refused;
            refused.retain(|other| *other != part);
            if put == Put::Refused {
                refused.push(part);
            }
        }
        let tell = {
            let inner = self.0.borrow();
            if keeping == Keeping::All && !inner.refused.is_empty() {
                keeping = Keeping::Refused;
            }
            inner.tell.clone()
        };
        tell.emit(keeping);
        true
    }
}

#[cfg(test)]
mod tests;
