//! Tests of a folder with one file for each person: listing pages, queue, consistent state.

use crate::gitlab::error::GitlabError;
use crate::gitlab::folder::{
    AT_ONCE, After, BlobCache, Commits, Listing, Queue, Round, broken, is_commit,
};
use crate::gitlab::retry::AGAIN;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::rc::Rc;

const PAGE: &str = r#"[
    {"id":"b1","name":"zoe.yaml","type":"blob","path":"data/zoe.yaml","mode":"100644"},
    {"id":"b2","name":"adam.yml","type":"blob","path":"data/adam.yml","mode":"100644"},
    {"id":"b3","name":"README.md","type":"blob","path":"data/README.md","mode":"100644"},
    {"id":"b4","name":"old","type":"tree","path":"data/old","mode":"040000"},
    {"id":"b5","name":"link.yaml","type":"blob","path":"data/link.yaml","mode":"120000"},
    {"id":"b6","name":"sub","type":"commit","path":"data/sub","mode":"160000"}
]"#;

#[test]
fn listings_separate_yaml_from_everything_else() {
    let mut listing = Listing::default();
    assert_eq!(listing.add(PAGE.as_bytes(), 1, Some("")), Ok(After::End));
    let files: Vec<_> = listing.files().collect();
    assert_eq!(files, [("data/adam.yml", "b2"), ("data/zoe.yaml", "b1")]);
    assert_eq!(
        listing.aside(),
        [
            "data/README.md (not YAML)",
            "data/link.yaml (a symbolic link)",
            "data/old (a folder)",
            "data/sub (a submodule)"
        ]
    );
}

#[test]
fn pages_follow_each_other() {
    let full = format!(
        "[{}]",
        (0..100)
            .map(|n| format!(r#"{{"path":"d/{n}.yaml","type":"blob"}}"#))
            .collect::<Vec<_>>()
            .join(",")
    );
    // Body, page, header, what follows.
    let table = [
        (PAGE, 1, Some("2"), After::Page(2)),
        (PAGE, 2, Some(" 3 "), After::Page(3)),
        (PAGE, 1, Some(""), After::End),
        (&*full, 1, Some(""), After::End),
        (&*full, 1, None, After::Page(2)),
        (PAGE, 2, None, After::End),
        ("[]", 2, None, After::End),
        // A link to an earlier page would never end.
        (PAGE, 2, Some("2"), After::End),
        (PAGE, 2, Some("1"), After::End),
        (PAGE, 1, Some("next"), After::End),
    ];
    for (body, page, next, after) in table {
        assert_eq!(
            Listing::default().add(body.as_bytes(), page, next),
            Ok(after),
            "{page} {next:?}"
        );
    }
    assert_eq!(Listing::default().add(full.as_bytes(), 99, Some("100")), Ok(After::Page(100)));
    assert_eq!(
        Listing::default().add(full.as_bytes(), 100, Some("101")),
        Err(GitlabError::TooLarge)
    );
    for body in ["", "{}", "[{\"path\":1}]", "[{", "null", "<p>"] {
        let read = Listing::default().add(body.as_bytes(), 1, None);
        assert_eq!(read, Err(GitlabError::NotTheApi { status: 200 }), "{body}");
    }
}

#[test]
fn files_listed_twice_are_one_file() {
    let mut listing = Listing::default();
    assert!(listing.is_empty());
    for page in [1, 2] {
        listing.add(PAGE.as_bytes(), page, None).unwrap();
    }
    assert_eq!((listing.len(), listing.is_empty()), (2, false));
}

#[test]
fn the_cache_trusts_only_the_listed_blob() {
    let mut cache = BlobCache::default();
    let bytes: Rc<[u8]> = Rc::from(&b"name: Jane"[..]);
    cache.put("b1", None, &bytes);
    cache.put("b1", Some("b9"), &bytes);
    cache.put("", Some(""), &bytes);
    assert!(cache.is_empty());
    cache.put("b1", Some("b1"), &bytes);
    cache.put("b8", Some("b8"), &bytes);
    assert_eq!((cache.len(), cache.get("b1"), cache.get("b2")), (2, Some(bytes), None));
    assert!(!cache.is_empty());
    let mut listing = Listing::default();
    listing.add(PAGE.as_bytes(), 1, None).unwrap();
    cache.keep_only(&listing);
    assert_eq!((cache.len(), cache.get("b8")), (1, None));
}

#[test]
fn the_cache_knows_when_nothing_is_missing() {
    let mut listing = Listing::default();
    listing.add(PAGE.as_bytes(), 1, None).unwrap();
    let mut cache = BlobCache::default();
    let bytes: Rc<[u8]> = Rc::from(&b"name: Jane"[..]);
    // The cache needs the two files that are read, and nothing else of the folder.
    for (blob, all) in [("b3", false), ("b1", false), ("b2", true)] {
        cache.put(blob, Some(blob), &bytes);
        assert_eq!(cache.has_all(&listing), all, "{blob}");
    }
    let changed = PAGE.replace("b2", "b9");
    let mut listing = Listing::default();
    listing.add(changed.as_bytes(), 1, None).unwrap();
    assert!(!cache.has_all(&listing));
}

#[test]
fn different_commits_mean_a_moved_branch() {
    let seen = |names: &[Option<&str>]| {
        let mut commits = Commits::default();
        for name in names {
            commits.see(*name);
        }
        commits
    };
    assert_eq!(seen(&[]), Commits::Unknown);
    assert_eq!(seen(&[None, Some("")]), Commits::Unknown);
    assert_eq!(seen(&[Some("a"), None, Some("a")]), Commits::One("a".into()));
    assert_eq!(seen(&[Some("a"), Some("b"), Some("b")]), Commits::Several("b".into()));
    assert_eq!(seen(&[Some("a"), Some("b")]).last(), "b");
    assert!(is_commit(&"0a".repeat(20)) && is_commit(&"0a".repeat(32)));
    assert!(!is_commit("main") && !is_commit("0a1b2c3d") && !is_commit(&"xy".repeat(20)));
}

/// Simulates a whole fetch. `answer` returns the error of a file's n-th try. Returns the last
/// round, the pauses, and the number of requests for each file.
fn play(
    files: usize,
    answer: impl Fn(usize, usize) -> Option<GitlabError>,
) -> (Round, Vec<u32>, BTreeMap<usize, usize>) {
    let mut queue = Queue::new(files);
    let (mut pauses, mut asked) = (Vec::new(), BTreeMap::new());
    loop {
        loop {
            let batch: Vec<usize> = std::iter::from_fn(|| queue.take()).take(AT_ONCE).collect();
            if batch.is_empty() {
                break;
            }
            for file in batch {
                let tries = asked.entry(file).or_insert(0);
                *tries += 1;
                match answer(file, *tries) {
                    None => {
                        queue.read();
                    }
                    Some(error) => queue.failed(file, error),
                }
            }
        }
        match queue.round() {
            Round::Again(pause, _) => pauses.push(pause.seconds),
            end => return (end, pauses, asked),
        }
    }
}

const SERVER: GitlabError = GitlabError::Server { status: 502 };

#[test]
fn good_folders_need_no_retry() {
    let (end, pauses, asked) = play(300, |_, _| None);
    assert_eq!((end, pauses.len(), asked.len()), (Round::Whole, 0, 300));
    assert!(asked.values().all(|times| *times == 1));
}

#[test]
fn recovered_files_complete_the_folder() {
    for error in [SERVER, GitlabError::Dropped, GitlabError::Throttled] {
        let (end, pauses, asked) =
            play(300, |file, tries| (file % 100 == 7 && tries <= 3).then(|| error.clone()));
        assert_eq!(end, Round::Whole, "{error:?}");
        assert!(
            pauses.windows(2).all(|two| two[0] <= two[1]) || error == GitlabError::Throttled,
            "{pauses:?}"
        );
        assert!(asked.iter().all(|(file, times)| *times == if file % 100 == 7 { 4 } else { 1 }));
    }
}

#[test]
fn broken_files_are_named_after_a_full_read() {
    let (end, pauses, asked) = play(300, |file, _| (file % 100 == 7).then_some(SERVER));
    assert_eq!(end, Round::Broken(vec![(7, SERVER), (107, SERVER), (207, SERVER)]));
    assert_eq!(pauses, [1, 2, 4]);
    assert_eq!(asked.len(), 300);
    assert!(asked.iter().all(|(file, times)| *times == if file % 100 == 7 { 4 } else { 1 }));

    let named = ["a.yaml", "b.yaml", "c.yaml"].map(|name| (name.to_owned(), SERVER)).to_vec();
    let sentence = broken(named, 297, 300).to_string();
    for words in [
        "3 of 300 files",
        "not whole",
        "The other 297 are kept",
        "a.yaml, b.yaml, c.yaml: GitLab is in error (502)",
    ] {
        assert!(sentence.contains(words), "{words:?} is missing in: {sentence}");
    }
    // The only file of a folder is named, too.
    let only = broken(vec![("a.yaml".to_owned(), SERVER)], 0, 1).to_string();
    assert!(only.contains("a.yaml"), "{only}");
}

/// Without a network, the 300 files are not requested four times each.
#[test]
fn a_dead_network_is_noticed_early() {
    let dead = || GitlabError::Unreachable { host: "gitlab.example.com".into() };
    let (end, pauses, asked) = play(300, |_, _| Some(dead()));
    let Round::Broken(failed) = end else { panic!("{end:?}") };
    assert_eq!(pauses, [1, 2, 4]);
    assert!(asked.values().sum::<usize>() <= 4 * AT_ONCE, "{asked:?}");
    let named = failed.into_iter().map(|(file, error)| (file.to_string(), error)).collect();
    assert_eq!(broken(named, 0, 300), dead());

    // Nor does a stall of each file take longer than that of one.
    let (end, pauses, asked) = play(300, |_, _| Some(GitlabError::Stalled));
    assert!(matches!(end, Round::Broken(_)) && pauses.is_empty() && asked.len() <= AT_ONCE);
}

#[test]
fn throttled_rounds_pause_and_continue() {
    // Every hundredth request is throttled once.
    let (end, pauses, asked) =
        play(300, |file, tries| (file % 100 == 99 && tries == 1).then_some(GitlabError::Throttled));
    assert_eq!((end, pauses), (Round::Whole, vec![2, 2, 2]));
    assert_eq!(asked.values().sum::<usize>(), 303);
}

#[test]
fn errors_about_all_files_end_the_fetch() {
    for error in [
        GitlabError::Cancelled,
        GitlabError::TokenExpired(crate::gitlab::address::Scope::ReadApi),
        GitlabError::Moved { project: "a/b".into() },
        GitlabError::Offline,
    ] {
        let (end, pauses, asked) = play(300, |file, _| (file == 30).then(|| error.clone()));
        assert_eq!((end, pauses.len()), (Round::Fatal(error), 0));
        assert!(asked.len() <= 30 + AT_ONCE);
    }
}

#[test]
fn the_queue_counts_files_read() {
    let mut queue = Queue::new(3);
    for read in 1..=3 {
        assert!(queue.take().is_some());
        assert_eq!((queue.read(), queue.done()), (read, read));
    }
}

#[test]
fn failed_files_are_grouped_and_counted() {
    let files = |troubles: &[GitlabError]| -> Vec<(String, GitlabError)> {
        let named = troubles.iter().enumerate();
        named.map(|(index, error)| (format!("{index}.yaml"), error.clone())).collect()
    };
    let three = files(&[GitlabError::Garbled, GitlabError::TooLarge, GitlabError::Garbled]);
    let said = broken(three.clone(), 0, 3).to_string();
    assert!(said.contains("; 0.yaml, 2.yaml: The file that came"), "{said}");
    assert!(said.contains("; 1.yaml: The answer is larger"), "{said}");
    assert_eq!(said.matches(".yaml").count(), 3, "{said}");
    assert!(!said.contains("kept") && !said.contains(" more."), "{said}");

    let said = broken(three, 5, 12).to_string();
    assert!(said.contains(" The other 5 are kept") && said.ends_with("; and 4 more."), "{said}");
}

#[test]
fn an_empty_queue_is_whole() {
    assert_eq!(play(0, |_, _| None).0, Round::Whole);
}

proptest! {
    /// Whatever fails, the fetch ends, and requests nothing more than four times. It is complete if
    /// and only if every file was read.
    #[test]
    fn folders_are_complete_or_name_failures(
        files in 0_usize..60,
        fails in proptest::collection::vec((0_usize..60, 1_usize..6, 0_usize..6), 0..40),
    ) {
        let answer = |file: usize, tries: usize| {
            let (_, until, kind) = fails.iter().find(|(failing, ..)| *failing == file)?;
            (tries <= *until).then_some(match kind {
                0 => GitlabError::Throttled,
                1 => GitlabError::Stalled,
                2 => GitlabError::Dropped,
                3 => GitlabError::SignInPage,
                4 => GitlabError::Garbled,
                _ => SERVER,
            })
        };
        let (end, _, asked) = play(files, answer);
        prop_assert!(asked.values().all(|times| *times <= 1 + AGAIN));
        let read = asked.iter().filter(|(file, times)| answer(**file, **times).is_none()).count();
        match end {
            Round::Whole => prop_assert_eq!(read, files),
            Round::Broken(failed) => {
                prop_assert!(read < files && !failed.is_empty());
                prop_assert!(failed.iter().all(|(file, error)| answer(*file, asked[file]).as_ref() == Some(error)));
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn no_listing_body_panics(body in any::<Vec<u8>>(), page in any::<usize>(), next in any::<Option<String>>()) {
        let _ = Listing::default().add(&body, page, next.as_deref());
    }
}
