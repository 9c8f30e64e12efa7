//! Fetches a folder with one file for each person: its listing, the queue of its files, and one
//! consistent state.
//!
//! The documented layout is flat, so subfolders are not searched. Everything that is not read is
//! listed in [`Listing::aside`]. A folder is returned completely or not at all. A [`BlobCache`]
//! keeps the files that were read, by GitLab's blob id, which is a hash of the content. The next
//! fetch requests only what is missing or new.

use super::address::is_yaml;
use super::error::GitlabError;
use super::retry::{AGAIN, Pause};
use crate::json::{self, Node};
use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

/// Maximum number of concurrent requests.
pub const AT_ONCE: usize = 6;

/// The contents of a folder, collected from the pages of its listing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// Path and blob id of each YAML file, sorted by path.
    files: Vec<(String, String)>,
    /// Path and kind of everything else.
    aside: Vec<(String, String)>,
}

/// What follows a page of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Another page.
    Page(usize),
    /// Nothing: the listing is complete.
    End,
}

impl Listing {
    /// Maximum number of pages: ten thousand entries. No team's folder has more.
    const PAGES: usize = 100;

    /// Adds the body of a page. `next` is the header `X-Next-Page`: a number, empty after the last
    /// page, or `None` if something removed the header. Without the header, a full page may be
    /// followed by another.
    ///
    /// # Errors
    ///
    /// Returns an error if the body is no listing, or if there are too many pages.
    pub fn add(
        &mut self,
        body: &[u8],
        page: usize,
        next: Option<&str>,
    ) -> Result<After, GitlabError> {
        let not_the_api = GitlabError::NotTheApi { status: 200 };
        let listing = json::whole(body).map_err(|_| not_the_api.clone())?;
        let entries = listing.items().ok_or(not_the_api.clone())?;
        let full = entries.len() >= super::question::Question::PAGE;
        for entry in entries {
            // The id and the mode may be missing. If present, they must be texts, like the others.
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
            After::Page(next) if next > Self::PAGES => Err(GitlabError::TooLarge),
            after => Ok(after),
        }
    }

    /// Returns the number of YAML files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no YAML file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns the path and blob id of each file, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, id)| (path.as_str(), id.as_str()))
    }

    /// Returns everything that is not read, with its kind: `README.md (not YAML)`.
    pub fn aside(&self) -> Vec<String> {
        self.aside.iter().map(|(path, what)| format!("{path} ({what})")).collect()
    }
}

/// Inserts a path at its sorted position, which is the end, since GitLab sorts its listing. A path
/// that is listed twice, because the folder changed between two pages, keeps the later value.
fn put(paths: &mut Vec<(String, String)>, path: String, what: String) {
    let place = paths.partition_point(|(other, _)| *other < path);
    match paths.get_mut(place) {
        Some((other, of)) if *other == path => *of = what,
        _ => paths.insert(place, (path, what)),
    }
}

/// Files that were read, by blob id. The page keeps them between fetches.
#[derive(Default)]
pub struct BlobCache(HashMap<String, Rc<[u8]>>);

impl BlobCache {
    /// Returns the content of a blob, if it was read before.
    pub fn get(&self, blob: &str) -> Option<Rc<[u8]>> {
        self.0.get(blob).cloned()
    }

    /// Whether it has every file of a listing. One file must then be requested all the same, since
    /// the cache does not know the commit.
    pub fn has_all(&self, listing: &Listing) -> bool {
        listing.files().all(|(_, blob)| self.0.contains_key(blob))
    }

    /// Stores a file if the answer has the blob id of the listing. Only then does the id identify
    /// the content, whatever branch it was read from.
    pub fn put(&mut self, listed: &str, answered: Option<&str>, bytes: &Rc<[u8]>) {
        if !listed.is_empty() && answered == Some(listed) {
            self.0.insert(listed.to_owned(), Rc::clone(bytes));
        }
    }

    /// Removes the files that a listing does not have.
    pub fn keep_only(&mut self, listing: &Listing) {
        let named: HashSet<&str> = listing.files().map(|(_, blob)| blob).collect();
        self.0.retain(|blob, _| named.contains(blob.as_str()));
    }

    /// Returns the number of files.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The commits that the answers of one pass came from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Commits {
    /// No answer had a commit.
    #[default]
    Unknown,
    /// All answers with a commit had this one.
    One(String),
    /// The commits differ, so the branch moved. Holds the last one.
    Several(String),
}

impl Commits {
    /// Adds the header `X-Gitlab-Commit-Id` of one answer.
    pub fn see(&mut self, commit: Option<&str>) {
        let Some(commit) = commit.filter(|commit| !commit.is_empty()) else { return };
        *self = match std::mem::take(self) {
            Self::Unknown => Self::One(commit.to_owned()),
            Self::One(known) if known == commit => Self::One(known),
            Self::One(_) | Self::Several(_) => Self::Several(commit.to_owned()),
        };
    }

    /// Returns the last commit; empty if there was none.
    pub fn last(&self) -> &str {
        match self {
            Self::Unknown => "",
            Self::One(commit) | Self::Several(commit) => commit,
        }
    }
}

/// Whether a reference is a full commit id, which no branch can move.
pub fn is_commit(reference: &str) -> bool {
    matches!(reference.len(), 40 | 64) && reference.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The queue of a folder's files, with retries.
///
/// Works in rounds. In each round, [`AT_ONCE`] workers take the waiting files and request each of
/// them once. Files with a transient error wait for the next round, after a growing pause, with at
/// most [`AGAIN`] retries. An error that concerns more than one file ends the fetch. A round ends
/// early if GitLab throttles, or if [`AT_ONCE`] files fail in a row: then the cause is not in the
/// files.
#[derive(Debug)]
pub struct Queue {
    waiting: VecDeque<usize>,
    again: Vec<usize>,
    tried: Vec<usize>,
    failed_for_good: Vec<(usize, GitlabError)>,
    reasons: Vec<(usize, GitlabError)>,
    done: usize,
    failed_in_row: usize,
    halted: bool,
    fatal: Option<GitlabError>,
}

/// The result of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Round {
    /// Every file was read.
    Whole,
    /// Another round follows after a pause. Holds the failed files with their errors.
    Again(Pause, Vec<(usize, GitlabError)>),
    /// These files could not be read. The others were read, or were not requested any more.
    Broken(Vec<(usize, GitlabError)>),
    /// An error that is not about single files.
    Fatal(GitlabError),
}

impl Queue {
    /// Creates a queue of files with the numbers from 0.
    pub fn new(files: usize) -> Self {
        Self {
            waiting: (0..files).collect(),
            again: Vec::new(),
            tried: vec![0; files],
            failed_for_good: Vec::new(),
            reasons: Vec::new(),
            done: 0,
            failed_in_row: 0,
            halted: false,
            fatal: None,
        }
    }

    /// Returns the next file to request; `None` at the end of the round.
    pub fn take(&mut self) -> Option<usize> {
        if self.halted || self.fatal.is_some() { None } else { self.waiting.pop_front() }
    }

    /// Records that a file was read. Returns the number of files read so far.
    pub fn read(&mut self) -> usize {
        self.done += 1;
        self.failed_in_row = 0;
        self.done
    }

    /// Records that a file failed.
    pub fn failed(&mut self, file: usize, error: GitlabError) {
        if !error.is_of_one_file() {
            self.fatal.get_or_insert(error);
            return;
        }
        self.failed_in_row += 1;
        self.halted |= error == GitlabError::Throttled || self.failed_in_row >= AT_ONCE;
        let tried = self.tried.get_mut(file);
        match tried {
            Some(tried) if *tried < error.pauses().len().min(AGAIN) => {
                *tried += 1;
                self.again.push(file);
                self.reasons.push((file, error));
            }
            _ => self.failed_for_good.push((file, error)),
        }
    }

    /// Returns the number of files read.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Ends a round. Call it after every worker has returned.
    pub fn round(&mut self) -> Round {
        if let Some(error) = self.fatal.take() {
            return Round::Fatal(error);
        }
        let hopeless = self.halted && !self.failed_for_good.is_empty();
        let why = std::mem::take(&mut self.reasons);
        let pause = why
            .iter()
            .filter_map(|(file, error)| {
                let attempt = *self.tried.get(*file)?;
                let seconds = *error.pauses().get(attempt.checked_sub(1)?)?;
                Some(Pause { seconds, attempt })
            })
            .max_by_key(|pause| pause.seconds);
        self.halted = false;
        self.failed_in_row = 0;
        match pause {
            Some(pause) if !hopeless => {
                for file in std::mem::take(&mut self.again).into_iter().rev() {
                    self.waiting.push_front(file);
                }
                Round::Again(pause, why)
            }
            _ if self.failed_for_good.is_empty() && self.waiting.is_empty() => Round::Whole,
            _ => {
                let mut broken = std::mem::take(&mut self.failed_for_good);
                broken.extend(why);
                broken.sort_by_key(|(file, _)| *file);
                Round::Broken(broken)
            }
        }
    }
}

/// Returns the error of an incomplete folder. If nothing was read and all files have one error in
/// common, returns that error.
pub fn broken(failed: Vec<(String, GitlabError)>, read: usize, total: usize) -> GitlabError {
    match failed.first() {
        Some((_, first))
            if read == 0 && failed.len() > 1 && failed.iter().all(|(_, error)| error == first) =>
        {
            first.clone()
        }
        _ => GitlabError::Partial { failed, read, total },
    }
}
