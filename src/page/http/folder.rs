//! A folder of one file per person: six requests at once, whole or not at all, of one commit.
//!
//! A first pass reads listing and files at the reference as given. The answers name the commit that
//! they came from; if they differ, or if the listing is another one afterwards, the branch moved
//! meanwhile, and a further pass reads everything at the commit that was named last, which nothing
//! can move. Unchanged files come from the shelf then, so that pass is short; where all do, one is asked
//! for anew, since only an answer names the commit.

use super::FetchedRoster;
use super::request::Asking;
use super::together::together;
use calendly_audit::gitlab::address::RosterAddress;
use calendly_audit::gitlab::error::GitlabError;
use calendly_audit::gitlab::folder::{
    AT_ONCE, After, BlobCache, Commits, Listing, Queue, Round, broken, is_commit,
};
use calendly_audit::gitlab::progress::Progress;
use calendly_audit::gitlab::question::Question;
use calendly_audit::source::Source;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

/// How many passes are made before the page says that the branch keeps moving.
const PASSES: usize = 3;

/// Fetches the folder.
pub async fn fetch(
    asking: &Asking<'_>,
    address: &RosterAddress,
    shelf: &RefCell<BlobCache>,
) -> Result<FetchedRoster, GitlabError> {
    let mut reference = address.reference().to_owned();
    for _ in 0..PASSES {
        let listing = list(asking, address, &reference).await?;
        if listing.is_empty() {
            let others = listing.aside().len();
            return Err(GitlabError::EmptyFolder { path: address.path().to_owned(), others });
        }
        let asked_anew = shelf.borrow().has_all(&listing).then_some(0);
        let pass =
            Pass { asking, address, reference: &reference, listing: &listing, shelf, asked_anew };
        let (files, commits) = match pass.read().await {
            // A file that was listed and is gone: either the branch moved, or it is GitLab's riddle.
            Err(GitlabError::Partial { failed, read, total })
                if failed
                    .iter()
                    .any(|(_, why)| matches!(why, GitlabError::FileNotFound { .. })) =>
            {
                if is_commit(&reference) || list(asking, address, &reference).await? == listing {
                    return Err(GitlabError::Partial { failed, read, total });
                }
                (asking.on_progress)(Progress::Again);
                continue;
            }
            read => read?,
        };
        let moved = !is_commit(&reference)
            && (matches!(commits, Commits::Several(_))
                || list(asking, address, &reference).await? != listing);
        if moved {
            (asking.on_progress)(Progress::Again);
            if is_commit(commits.last()) {
                commits.last().clone_into(&mut reference);
            }
            continue;
        }
        shelf.borrow_mut().keep_only(&listing);
        return Ok(FetchedRoster {
            files,
            commit: commits.last().to_owned(),
            aside: listing.aside(),
        });
    }
    Err(GitlabError::KeepsMoving)
}

/// All pages of the folder's listing.
async fn list(
    asking: &Asking<'_>,
    address: &RosterAddress,
    reference: &str,
) -> Result<Listing, GitlabError> {
    let mut listing = Listing::default();
    let mut page = 1;
    loop {
        let question = Question::listing(address, page, reference);
        let reply =
            asking.ask(&question, &Progress::Listing { found: listing.len() }, &|_, _| ()).await?;
        let after = listing.add(&reply.body, page, reply.header("X-Next-Page").as_deref())?;
        match after {
            After::Page(next) => page = next,
            After::End => return Ok(listing),
        }
    }
}

/// One reading of all files at one reference.
struct Pass<'a> {
    asking: &'a Asking<'a>,
    address: &'a RosterAddress,
    reference: &'a str,
    listing: &'a Listing,
    shelf: &'a RefCell<BlobCache>,
    /// A file that GitLab is asked for, although the shelf has it: somebody has to name the commit.
    asked_anew: Option<usize>,
}

/// What the workers of a pass share.
struct Shared {
    queue: Queue,
    read: Vec<Option<Rc<[u8]>>>,
    commits: Commits,
}

impl Pass<'_> {
    /// Reads every file, round by round.
    async fn read(&self) -> Result<(Vec<Source>, Commits), GitlabError> {
        let files: Vec<(&str, &str)> = self.listing.files().collect();
        let total = files.len();
        let read = vec![None; total];
        let shared =
            RefCell::new(Shared { queue: Queue::new(total), read, commits: Commits::default() });
        loop {
            together((0..AT_ONCE.min(total)).map(|_| {
                Box::pin(self.work(&files, &shared)) as Pin<Box<dyn Future<Output = ()> + '_>>
            }))
            .await;
            let round = shared.borrow_mut().queue.round();
            let named = |failed: Vec<(usize, GitlabError)>| -> Vec<(String, GitlabError)> {
                let name = |file: usize| {
                    files.get(file).map_or_else(String::new, |(path, _)| (*path).to_owned())
                };
                failed.into_iter().map(|(file, error)| (name(file), error)).collect()
            };
            let done = shared.borrow().queue.done();
            match round {
                Round::Whole => break,
                Round::Fatal(error) => return Err(error),
                Round::Broken(failed) => return Err(broken(named(failed), done, total)),
                Round::Again(pause, failed) => {
                    let why = GitlabError::Partial { failed: named(failed), read: done, total };
                    self.asking.pause(&why, pause).await?;
                }
            }
        }
        let shared = shared.into_inner();
        let sources: Vec<Source> = files
            .iter()
            .zip(&shared.read)
            .filter_map(|((path, _), bytes)| Some(Source::new(*path, bytes.as_ref()?.to_vec())))
            .collect();
        if sources.len() == total {
            Ok((sources, shared.commits))
        } else {
            Err(broken(Vec::new(), sources.len(), total))
        }
    }

    /// One worker: takes files from the queue until a round has no more.
    async fn work(&self, files: &[(&str, &str)], shared: &RefCell<Shared>) {
        loop {
            let Some(file) = shared.borrow_mut().queue.take() else { return };
            let Some((path, blob)) = files.get(file) else { continue };
            let kept = match self.asked_anew {
                Some(asked) if asked == file => None,
                _ => self.shelf.borrow().get(blob),
            };
            let outcome = match kept {
                Some(bytes) => Ok(bytes),
                None => self.file(path, blob, shared).await,
            };
            let mut shared = shared.borrow_mut();
            match outcome {
                Err(error) => shared.queue.failed(file, error),
                Ok(bytes) => {
                    if let Some(place) = shared.read.get_mut(file) {
                        *place = Some(bytes);
                    }
                    let done = shared.queue.read();
                    (self.asking.on_progress)(Progress::Files { done, total: files.len() });
                }
            }
        }
    }

    /// One file from GitLab.
    async fn file(
        &self,
        path: &str,
        blob: &str,
        shared: &RefCell<Shared>,
    ) -> Result<Rc<[u8]>, GitlabError> {
        let question = Question::file(self.address, path, self.reference);
        let reply = self.asking.ask_once(&question, &|_, _| ()).await?;
        let bytes: Rc<[u8]> = reply.body.as_slice().into();
        shared.borrow_mut().commits.see(reply.header("X-Gitlab-Commit-Id").as_deref());
        self.shelf.borrow_mut().put(blob, reply.header("X-Gitlab-Blob-Id").as_deref(), &bytes);
        Ok(bytes)
    }
}
