//! A folder of one file per person: paged listing, queue, one state, whole or not at all.

use crate::gitlab::folder::{
    AT_ONCE, After, Commits, Listing, Queue, Round, Shelf, broken, is_commit,
};
use crate::gitlab::retry::AGAIN;
use crate::gitlab::trouble::Trouble;
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
fn a_listing_names_what_is_read_and_what_is_not() {
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
        // A page that leads back would never end.
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
    assert_eq!(Listing::default().add(full.as_bytes(), 100, Some("101")), Err(Trouble::TooLarge));
    for body in ["", "{}", "[{\"path\":1}]", "[{", "null", "<p>"] {
        let read = Listing::default().add(body.as_bytes(), 1, None);
        assert_eq!(read, Err(Trouble::NotTheApi { status: 200 }), "{body}");
    }
}

#[test]
fn a_file_that_two_pages_name_is_one_file() {
    let mut listing = Listing::default();
    assert!(listing.is_empty());
    for page in [1, 2] {
        listing.add(PAGE.as_bytes(), page, None).unwrap();
    }
    assert_eq!((listing.len(), listing.is_empty()), (2, false));
}

#[test]
fn the_shelf_keeps_content_by_its_hash_alone() {
    let mut shelf = Shelf::default();
    let bytes: Rc<[u8]> = Rc::from(&b"name: Jane"[..]);
    shelf.put("b1", None, &bytes);
    shelf.put("b1", Some("b9"), &bytes);
    shelf.put("", Some(""), &bytes);
    assert!(shelf.is_empty());
    shelf.put("b1", Some("b1"), &bytes);
    shelf.put("b8", Some("b8"), &bytes);
    assert_eq!((shelf.len(), shelf.get("b1"), shelf.get("b2")), (2, Some(bytes), None));
    assert!(!shelf.is_empty());
    let mut listing = Listing::default();
    listing.add(PAGE.as_bytes(), 1, None).unwrap();
    shelf.keep_only(&listing);
    assert_eq!((shelf.len(), shelf.get("b8")), (1, None));
}

#[test]
fn the_shelf_knows_when_nothing_would_be_asked() {
    let mut listing = Listing::default();
    listing.add(PAGE.as_bytes(), 1, None).unwrap();
    let mut shelf = Shelf::default();
    let bytes: Rc<[u8]> = Rc::from(&b"name: Jane"[..]);
    // The two files that are read; what lies aside is not missed.
    for (blob, all) in [("b3", false), ("b1", false), ("b2", true)] {
        shelf.put(blob, Some(blob), &bytes);
        assert_eq!(shelf.has_all(&listing), all, "{blob}");
    }
    let changed = PAGE.replace("b2", "b9");
    let mut listing = Listing::default();
    listing.add(changed.as_bytes(), 1, None).unwrap();
    assert!(!shelf.has_all(&listing));
}

#[test]
fn the_commit_is_one_or_the_branch_moved() {
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

/// Plays a whole fetch: `answer` gives the trouble of a file's n-th try. Gives the last round, the
/// pauses, and how often each file was asked.
fn play(
    files: usize,
    answer: impl Fn(usize, usize) -> Option<Trouble>,
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
                    Some(trouble) => queue.failed(file, trouble),
                }
            }
        }
        match queue.round() {
            Round::Again(pause, _) => pauses.push(pause.seconds),
            end => return (end, pauses, asked),
        }
    }
}

const SERVER: Trouble = Trouble::Server { status: 502 };

#[test]
fn a_good_folder_is_asked_once() {
    let (end, pauses, asked) = play(300, |_, _| None);
    assert_eq!((end, pauses.len(), asked.len()), (Round::Whole, 0, 300));
    assert!(asked.values().all(|times| *times == 1));
}

#[test]
fn three_of_three_hundred_that_recover_make_it_whole() {
    for trouble in [SERVER, Trouble::Dropped, Trouble::Throttled] {
        let (end, pauses, asked) =
            play(300, |file, tries| (file % 100 == 7 && tries <= 3).then(|| trouble.clone()));
        assert_eq!(end, Round::Whole, "{trouble:?}");
        assert!(
            pauses.windows(2).all(|two| two[0] <= two[1]) || trouble == Trouble::Throttled,
            "{pauses:?}"
        );
        assert!(asked.iter().all(|(file, times)| *times == if file % 100 == 7 { 4 } else { 1 }));
    }
}

#[test]
fn three_of_three_hundred_that_stay_broken_are_named_and_the_rest_was_read() {
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
        "a.yaml, b.yaml, c.yaml: GitLab is in trouble (502)",
    ] {
        assert!(sentence.contains(words), "{words:?} is missing in: {sentence}");
    }
    // The only file of a folder is named, too.
    let only = broken(vec![("a.yaml".to_owned(), SERVER)], 0, 1).to_string();
    assert!(only.contains("a.yaml"), "{only}");
}

/// Without a network, 300 files are not asked four times each.
#[test]
fn a_dead_network_is_noticed_early() {
    let dead = || Trouble::Unreachable { host: "gitlab.example.com".into() };
    let (end, pauses, asked) = play(300, |_, _| Some(dead()));
    let Round::Broken(failed) = end else { panic!("{end:?}") };
    assert_eq!(pauses, [1, 2, 4]);
    assert!(asked.values().sum::<usize>() <= 4 * AT_ONCE, "{asked:?}");
    let named = failed.into_iter().map(|(file, trouble)| (file.to_string(), trouble)).collect();
    assert_eq!(broken(named, 0, 300), dead());

    // Nor does a stall of each hold it up for longer than one.
    let (end, pauses, asked) = play(300, |_, _| Some(Trouble::Stalled));
    assert!(matches!(end, Round::Broken(_)) && pauses.is_empty() && asked.len() <= AT_ONCE);
}

#[test]
fn throttling_halts_all_and_goes_on() {
    // Every hundredth request is throttled once.
    let (end, pauses, asked) =
        play(300, |file, tries| (file % 100 == 99 && tries == 1).then_some(Trouble::Throttled));
    assert_eq!((end, pauses), (Round::Whole, vec![2, 2, 2]));
    assert_eq!(asked.values().sum::<usize>(), 303);
}

#[test]
fn what_concerns_all_ends_it_at_once() {
    for trouble in [
        Trouble::Cancelled,
        Trouble::TokenExpired(crate::gitlab::address::Scope::ReadApi),
        Trouble::Moved { project: "a/b".into() },
        Trouble::Offline,
    ] {
        let (end, pauses, asked) = play(300, |file, _| (file == 30).then(|| trouble.clone()));
        assert_eq!((end, pauses.len()), (Round::Fatal(trouble), 0));
        assert!(asked.len() <= 30 + AT_ONCE);
    }
}

#[test]
fn the_queue_says_how_many_were_read() {
    let mut queue = Queue::new(3);
    for read in 1..=3 {
        assert!(queue.take().is_some());
        assert_eq!((queue.read(), queue.done()), (read, read));
    }
}

#[test]
fn files_with_the_same_trouble_stand_together_and_those_that_are_not_named_are_counted() {
    let files = |troubles: &[Trouble]| -> Vec<(String, Trouble)> {
        let named = troubles.iter().enumerate();
        named.map(|(index, trouble)| (format!("{index}.yaml"), trouble.clone())).collect()
    };
    let three = files(&[Trouble::Garbled, Trouble::TooLarge, Trouble::Garbled]);
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
    /// Whatever fails: it ends, nothing is asked more than four times, and it is whole if and only
    /// if every file was read.
    #[test]
    fn a_folder_is_whole_or_named(
        files in 0_usize..60,
        fails in proptest::collection::vec((0_usize..60, 1_usize..6, 0_usize..6), 0..40),
    ) {
        let answer = |file: usize, tries: usize| {
            let (_, until, kind) = fails.iter().find(|(failing, ..)| *failing == file)?;
            (tries <= *until).then_some(match kind {
                0 => Trouble::Throttled,
                1 => Trouble::Stalled,
                2 => Trouble::Dropped,
                3 => Trouble::SignInPage,
                4 => Trouble::Garbled,
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
                prop_assert!(failed.iter().all(|(file, trouble)| answer(*file, asked[file]).as_ref() == Some(trouble)));
            }
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn any_listing_is_read(body in any::<Vec<u8>>(), page in any::<usize>(), next in any::<Option<String>>()) {
        let _ = Listing::default().add(&body, page, next.as_deref());
    }
}
