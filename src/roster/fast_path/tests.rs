//! The fast path and the library agree on every entry that the fast path accepts.

use proptest::prelude::*;

use super::super::items::{self, Item, Shape};
use super::super::other_names;
use super::*;

#[track_caller]
fn agrees(text: &str, kind: Kind) -> bool {
    let Some(light) = read(text, kind) else { return false };
    let shape = match kind {
        Kind::Item => Shape::List,
        Kind::Handle => Shape::Handles,
        _ => Shape::One,
    };
    let (items, error) = items::read(text, shape);
    assert!(error.is_none(), "the library refuses it: {error:?}\n{text}");
    let [Item::Entry(library)] = items.as_slice() else {
        panic!("no entry: {items:?}\n{text}");
    };
    assert!(library.faults.is_empty(), "{:?}\n{text}", library.faults);
    assert_eq!((&light.texts, &light.focuses), (&library.texts, &library.focuses), "{text}");
    assert_eq!(light.spelled, library.spelled, "{text}");
    for (path, other) in &library.others {
        let slot = if other_names::address(other).is_some() { EMAIL } else { CALENDLY };
        assert!(!library.is_open(slot), "{path}: {other}\n{text}");
    }
    true
}

#[test]
fn a_realistic_entry_needs_no_library() {
    assert!(agrees(
        "- name: Jane Doe\n  email: 'jdoe@example.com'\n  gitlab:\n    id: 12\n    username: jdoe\n  \
         focuses:\n    - name: SaaS\n      percentage: 100\n    - Operations\n\n  # idle\n  \
         working_hours:\n    Monday: ['09:00', \"17:00\"]\n  zendesk:\n    main:\n      signature: |\n        \
         Regards\n          # J\n      groups:\n      - 1\n      - a: b\n        c:\n  languages: [en, de]\n  \
         slack: {id: U0X, username: jdoe}\n  calendly: https://calendly.com/jdoe\n  start_date: 2021-05-03\n",
        Kind::Item
    ));
    assert!(agrees("jane:\n\n  name: Jane\n  focuses:\n  - SaaS\n", Kind::Handle));
    assert!(agrees("- name: J\n  gitlab: {id: 12, username: jdoe}\n", Kind::Item));
    assert!(agrees("- gitlab:\n    username: j\n    id: 12\n  name: J\n", Kind::Item));
    assert!(agrees("- name: J\n  focuses:\n  - SaaS\n  email: x\n", Kind::Item));
    assert!(agrees("- name: J\n  a: |\n\n    b\n    c\n  email: x\n", Kind::Item));
    assert!(agrees("- name: J\n  links:\n    - a: b\n  title: x\n", Kind::Item));
    assert!(agrees("# x\nname: 007\ngitlab: no\ntitle:\nregion: ~\r\n", Kind::One));
}

#[test]
fn what_is_in_doubt_is_left_to_the_library() {
    for (text, kind) in [
        ("- gitlab:\n    username: a\n    username: b\n", Kind::Item),
        ("- gitlab:\n    - jdoe\n", Kind::Item),
        ("- focuses:\n    - percentage: 1\n    - name: A\n", Kind::Item),
        ("- focuses:\n    - SaaS\n    email: x\n", Kind::Item),
        ("- focuses:\n    - name: ''\n", Kind::Item),
        ("- focuses:\n    - name: A\n      name: B\n", Kind::Item),
        ("- name: J\n  a: |\n        \n    x\n", Kind::Item),
        ("- slack: {id: *a}\n", Kind::Item),
        ("- name: Jane #y\n", Kind::Item),
        ("jane: |\n  name: Jane\n", Kind::Handle),
    ] {
        assert!(read(text, kind).is_none(), "{text}");
    }
}

/// Lines that a roster may hold, good and bad, plain and not.
fn line() -> impl Strategy<Value = String> {
    let key = prop_oneof![
        6 => prop::sample::select(vec!["name", "email", "calendly", "gitlab", "username", "focuses", "title", "zendesk", "a", "b", "c", "Email", "E-MAIL", "Name", "GitLab", "start-date", "Focuses", "UserName", "mail_address"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["\"name\"", "<<", "a b", "?", "1", "null", "'x'", "-a", "é", ":email", ":name:"]).prop_map(str::to_owned),
    ];
    let value = prop_oneof![
        8 => prop::sample::select(vec!["", "", "", "Jane Doe", "jane@example.com", "007", "no", "~", "null", "1e3", "0x1F", "2021-05-03", "\"quoted\"", "'single'", "''", "[]", "{}", "[a, b]", "{id: 1, username: j}", "https://calendly.com/x", "calendly.com/y/30min", "mailto:j@example.com", "J <j@example.com>", "a#b", "1.50", "true"]),
        3 => prop::sample::select(vec!["|", ">-", "a: b", "x #y", "&a", "*a", "!t x", "- a", "-", "\"open", "it's", "'it''s'", "\"a\\n\"", "[a", "{a: b", "[a, , b]", "[a,]", "{a}", "{username: a, username: b}", "[[a]]", "@j", "`", "%", "x:", "é\u{a0}", "\u{85}", "\u{2028}x", "|2", "a\tb", "[~]", "{username: ~}", "['a', \"b: c\"]", "<<", "=", ".5", "+1", "(x)", "<https://x>", "a: "]),
    ].prop_map(str::to_owned);
    let indent = prop::sample::select(vec![0_usize, 2, 2, 2, 2, 2, 4, 4, 4, 6, 6, 8, 1, 3]);
    let body = prop_oneof![
        8 => (key.clone(), value.clone()).prop_map(|(key, value)| format!("{key}: {value}")),
        3 => (key.clone(), value.clone()).prop_map(|(key, value)| format!("- {key}: {value}")),
        2 => value.clone().prop_map(|value| format!("- {value}")),
        1 => key.prop_map(|key| format!("{key}:")),
        1 => value,
        1 => prop::sample::select(vec!["", "# comment", "-", "- - a", "-  a: b", "      "]).prop_map(str::to_owned),
    ];
    (indent, body).prop_map(|(indent, body)| format!("{:indent$}{body}", ""))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// The library parses every accepted entry to the same result.
    #[test]
    fn it_agrees_with_the_library(body in prop::collection::vec(line(), 0..7), end in prop::sample::select(vec!["\n", "\r\n"])) {
        let body = body.join(end) + end;
        agrees(&format!("- name: J{end}{body}"), Kind::Item);
        agrees(&format!("jane:{end}  name: J{end}{body}"), Kind::Handle);
        agrees(&body, Kind::One);
    }
}

/// The fast path accepts plain entries, so the property above is not empty.
#[test]
fn it_reads_a_good_share_of_what_is_generated() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let body = prop::collection::vec(line(), 0..4);
    let read = (0..2000)
        .filter(|_| {
            let lines = body.new_tree(&mut runner).unwrap().current();
            agrees(&format!("- name: J\n{}\n", lines.join("\n")), Kind::Item)
        })
        .count();
    assert!(read > 200, "only {read} of 2000");
}
