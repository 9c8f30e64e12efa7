//! A folder with one file per person: its listing, the queue of its files, and one consistent state.
//!
//! The documented layout is flat, so folders inside the folder are not searched; everything in it
//! that is not read is named ([`Listing::aside`]), never dropped in silence. A folder is given whole
//! or not at all. What was read is kept on a [`Shelf`] by GitLab's blob id, which is a hash of the
//! content, so that fetching again asks only for what is missing or new.

use super::address::is_yaml;
use super::retry::{AGAIN, Pause};
use super::trouble::Trouble;
use crate::json::{self, Node};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// How many requests are under way at most.
pub const AT_ONCE: usize = 6;

/// What a folder holds, out of the pages of its listing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Path and blob id of each YAML file, in the order of the paths.
    files: Vec<(String, String)>,
    /// Path and kind of everything else.
    aside: Vec<(String, String)>,
}

/// What follows a page of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Another page.
    Page(usize),
    /// Nothing: the listing is whole.
    End,
}

impl Listing {
    /// More pages than this are no team's folder: ten thousand entries.
    const PAGES: usize = 100;

    /// Adds a page's body. `next` is the header `X-Next-Page`: a number, empty at the end, and `None`
    /// where the header was taken away; then a full page means that there may be another.
    pub fn add(&mut self, body: &[u8], page: usize, next: Option<&str>) -> Result<After, Trouble> {
        let not_the_api = Trouble::NotTheApi { status: 200 };
        let listing = json::whole(body).map_err(|_| not_the_api.clone())?;
        let entries = listing.items().ok_or(not_the_api.clone())?;
        let full = entries.len() >= super::question::Question::PAGE;
        for entry in entries {
            // The id and the mode may be missing; where they are there they are texts, as the others.
            let text = |name| entry.member(name).map_or(Some(""), Node::text);
            let needed = |name| entry.member(name).and_then(Node::text);
            let (Some(id), Some(path), Some(kind), Some(mode)) =
                (text("id"), needed("path"), needed("type"), text("mode"))
            else {
                return Err(not_the_api);
            };
            let (id, path) = (id.to_owned(), path.to_owned());
            let what = match (kind, mode) {
                ("blob", "120000") => "a symbolic link",
                ("blob", _) if is_yaml(&path) => {
                    put(&mut self.files, path, id);
                    continue;
                }
                ("blob", _) => "not YAML",
                ("tree", _) => "a folder",
                ("commit", _) => "a submodule",
                _ => "of an unknown kind",
            };
            put(&mut self.aside, path, what.to_owned());
        }
        let after = match next.map(str::trim) {
            Some("") => After::End,
            Some(number) => number.parse().map_or(After::End, After::Page),
            None if full => After::Page(page.saturating_add(1)),
            None => After::End,
        };
        match after {
            After::Page(next) if next <= page => Ok(After::End),
            After::Page(next) if next > Self::PAGES => Err(Trouble::TooLarge),
            after => Ok(after),
        }
    }

    /// How many YAML files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no YAML file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files: path and blob id, in the order of the paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, id)| (path.as_str(), id.as_str()))
    }

    /// Everything that is not read, each with what it is: `README.md (not YAML)`.
    pub fn aside(&self) -> Vec<String> {
        self.aside.iter().map(|(path, what)| format!("{path} ({what})")).collect()
    }
}

/// Puts a path in its place, which is the last one: GitLab lists them in order. A path that is listed again, since
/// the folder changed between two pages, has what was said of it last.
fn put(paths: &mut Vec<(String, String)>, path: String, what: String) {
    let place = paths.partition_point(|(other, _)| *other < path);
    match paths.get_mut(place) {
        Some((other, of)) if *other == path => *of = what,
        _ => paths.insert(place, (path, what)),
    }
}

/// Files that were read, by their blob id. Held by the page between two fetches.
#[derive(Default)]
pub struct Shelf(HashMap<String, Rc<[u8]>>);

impl Shelf {
    /// The content of a blob, if it was read before.
    pub fn get(&self, blob: &str) -> Option<Rc<[u8]>> {
        self.0.get(blob).cloned()
    }

    /// Whether it has every file of a listing. Then one is asked for all the same: what comes from here
    /// names no commit.
    pub fn has_all(&self, listing: &Listing) -> bool {
        listing.files().all(|(_, blob)| self.0.contains_key(blob))
    }

    /// Keeps a file, where the answer names the very blob that the listing named: then the id is the
    /// content's, whatever branch it was read from.
    pub fn put(&mut self, listed: &str, answered: Option<&str>, bytes: &Rc<[u8]>) {
        if !listed.is_empty() && answered == Some(listed) {
            self.0.insert(listed.to_owned(), Rc::clone(bytes));
        }
    }

    /// Forgets what a listing no longer names.
    pub fn keep_only(&mut self, listing: &Listing) {
        let named: std::collections::HashSet<&str> =
            listing.files().map(|(_, blob)| blob).collect();
        self.0.retain(|blob, _| named.contains(blob.as_str()));
    }

    /// How many files it keeps.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it keeps none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Which commit the files of one pass came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Commits {
    /// No answer has named one.
    #[default]
    Unknown,
    /// All that named one named this.
    One(String),
    /// They differ: the branch moved. The commit that was named last.
    Several(String),
}

impl Commits {
    /// Takes in the header `X-Gitlab-Commit-Id` of one answer.
    pub fn see(&mut self, commit: Option<&str>) {
        let Some(commit) = commit.filter(|commit| !commit.is_empty()) else { return };
        *self = match std::mem::take(self) {
            Self::Unknown => Self::One(commit.to_owned()),
            Self::One(known) if known == commit => Self::One(known),
            Self::One(_) | Self::Several(_) => Self::Several(commit.to_owned()),
        };
    }

    /// The commit that was named last; empty where none was.
    pub fn last(&self) -> &str {
        match self {
            Self::Unknown => "",
            Self::One(commit) | Self::Several(commit) => commit,
        }
    }
}

/// Whether a reference names one commit for good: a full id, which no branch can move.
pub fn is_commit(reference: &str) -> bool {
    matches!(reference.len(), 40 | 64) && reference.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The order in which a folder's files are read, and what becomes of those that fail.
///
/// It works in rounds. In a round each waiting file is asked once, by [`AT_ONCE`] workers that take
/// from here. What failed and may pass waits for the next round, after a pause that grows; a file is
/// tried again [`AGAIN`] times at most. A trouble that concerns more than the one file ends it all.
/// A round is halted early when GitLab throttles, or when one file after the other fails: then it is
/// not the files.
#[derive(Debug)]
pub struct Queue {
    waiting: VecDeque<usize>,
    again: Vec<usize>,
    tried: Vec<usize>,
    given_up: Vec<(usize, Trouble)>,
    why: Vec<(usize, Trouble)>,
    done: usize,
    row: usize,
    halted: bool,
    fatal: Option<Trouble>,
}

/// What follows a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Round {
    /// Every file was read.
    Whole,
    /// Another round, after a pause. The files that failed, each with why.
    Again(Pause, Vec<(usize, Trouble)>),
    /// These could not be read; the rest was, or was not asked any more.
    Broken(Vec<(usize, Trouble)>),
    /// It is not about single files.
    Fatal(Trouble),
}

impl Queue {
    /// A queue over files numbered from 0.
    pub fn new(files: usize) -> Self {
        Self {
            waiting: (0..files).collect(),
            again: Vec::new(),
            tried: vec![0; files],
            given_up: Vec::new(),
            why: Vec::new(),
            done: 0,
            row: 0,
            halted: false,
            fatal: None,
        }
    }

    /// The next file to ask for; `None` when this round has no more.
    pub fn take(&mut self) -> Option<usize> {
        if self.halted || self.fatal.is_some() { None } else { self.waiting.pop_front() }
    }

    /// A file was read. Gives how many are, now.
    pub fn read(&mut self) -> usize {
        self.done += 1;
        self.row = 0;
        self.done
    }

    /// A file failed.
    pub fn failed(&mut self, file: usize, trouble: Trouble) {
        if !trouble.is_of_one_file() {
            self.fatal.get_or_insert(trouble);
            return;
        }
        self.row += 1;
        self.halted |= trouble == Trouble::Throttled || self.row >= AT_ONCE;
        let tried = self.tried.get_mut(file);
        match tried {
            Some(tried) if *tried < trouble.pauses().len().min(AGAIN) => {
                *tried += 1;
                self.again.push(file);
                self.why.push((file, trouble));
            }
            _ => self.given_up.push((file, trouble)),
        }
    }

    /// How many files were read.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Ends a round, when every worker has come back.
    pub fn round(&mut self) -> Round {
        if let Some(trouble) = self.fatal.take() {
            return Round::Fatal(trouble);
        }
        let hopeless = self.halted && !self.given_up.is_empty();
        let why = std::mem::take(&mut self.why);
        let pause = why
            .iter()
            .filter_map(|(file, trouble)| {
                let attempt = *self.tried.get(*file)?;
                let seconds = *trouble.pauses().get(attempt.checked_sub(1)?)?;
                Some(Pause { seconds, attempt })
            })
            .max_by_key(|pause| pause.seconds);
        self.halted = false;
        self.row = 0;
        match pause {
            Some(pause) if !hopeless => {
                for file in std::mem::take(&mut self.again).into_iter().rev() {
                    self.waiting.push_front(file);
                }
                Round::Again(pause, why)
            }
            _ if self.given_up.is_empty() && self.waiting.is_empty() => Round::Whole,
            _ => {
                let mut broken = std::mem::take(&mut self.given_up);
                broken.extend(why);
                broken.sort_by_key(|(file, _)| *file);
                Round::Broken(broken)
            }
        }
    }
}

/// The trouble of a folder that is not whole: the files' common one where nothing at all was read.
pub fn broken(failed: Vec<(String, Trouble)>, read: usize, total: usize) -> Trouble {
    match failed.first() {
        Some((_, first))
            if read == 0
                && failed.len() > 1
                && failed.iter().all(|(_, trouble)| trouble == first) =>
        {
            first.clone()
        }
        _ => Trouble::Partial { failed, read, total },
    }
}
