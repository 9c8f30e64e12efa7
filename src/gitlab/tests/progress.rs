//! Tests of the progress text.

use crate::gitlab::error::GitlabError;
use crate::gitlab::progress::Progress;

#[test]
fn progress_has_plain_words() {
    let waiting = |why, left, attempt| Progress::Waiting { why, left, attempt };
    let failed = |count: usize| GitlabError::Partial {
        failed: vec![("x.yaml".to_owned(), GitlabError::Dropped); count],
        read: 297,
        total: 300,
    };
    let table = [
        (Progress::Asked, "Asking GitLab"),
        (Progress::Bytes { got: 1, of: None }, "1 KB"),
        (Progress::Bytes { got: 120_000, of: Some(340_500) }, "120 of 341 KB"),
        // A compressed file: more bytes arrived than were announced.
        (Progress::Bytes { got: 120_000, of: Some(40_000) }, "120 KB"),
        (Progress::Listing { found: 0 }, "Listing the folder"),
        (Progress::Listing { found: 100 }, "Listing the folder: 100 files so far"),
        (Progress::Files { done: 37, total: 182 }, "37 of 182 files"),
        (Progress::Again, "The folder changed meanwhile: reading it again at one commit"),
        (
            waiting(GitlabError::Throttled, 5, 2),
            "GitLab is asked too often (429): trying again in 5 s (2 of 3)",
        ),
        (
            waiting(GitlabError::Server { status: 502 }, 1, 1),
            "GitLab is in error (502): trying again in 1 s (1 of 3)",
        ),
        (
            waiting(GitlabError::Dropped, 4, 3),
            "The connection broke off: trying again in 4 s (3 of 3)",
        ),
        (waiting(failed(1), 4, 3), "A file could not be read: trying again in 4 s (3 of 3)"),
        (waiting(failed(3), 2, 2), "3 files could not be read: trying them again in 2 s (2 of 3)"),
    ];
    for (progress, expected) in table {
        assert_eq!(progress.to_string(), expected);
    }
}
