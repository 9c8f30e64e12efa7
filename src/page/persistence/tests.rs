//! What is kept comes back as it was; what lies there and is not ours, or broken, does no harm.

use std::collections::BTreeMap;
use std::rc::Rc;

use calendly_audit::audit::{Decided, Decision, PersonKey, UserKey, Verdict};
use calendly_audit::json;
use calendly_audit::report::Origin;
use calendly_audit::source::Source;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Kept, STEPS, pack, unpack};

fn decided(name: &str) -> Rc<Decided> {
    let user = UserKey::from_written(name);
    Rc::new(Decided {
        made: vec![
            Decision::Same(PersonKey::from_written("jane@example.com"), user.clone()),
            Decision::Verdict(user, Verdict::Justified("contractor \u{202e}|\n".to_owned())),
        ],
        taken_back: Vec::new(),
    })
}

fn full() -> Kept {
    let mut kept = Kept::default();
    kept.work.address.project = "example/team".into();
    kept.work.address.reference = "fix/#42".into();
    kept.work.roster = Rc::new(vec![
        Source::new("a.yaml", "- name: Jane\n"),
        Source::new("", vec![0_u8, 255, 254, b'\n']),
        Source::new("ü.yaml", ""),
    ]);
    kept.work.origin = Origin::Fetched {
        project: "example/team".to_owned(),
        path: "data".to_owned(),
        commit: "1a2b3c4d".to_owned(),
    };
    kept.work.list = "jane@example.com\r\n\0é".into();
    kept.work.list_files = Rc::new(vec![Source::new("users.csv", "Name,Email\n")]);
    kept.work.earlier = "### Summary\n".into();
    kept.work.earlier_files = Rc::new(vec![Source::new("Pasted notes, 2 lines", "a\nb\n")]);
    kept.work.decided = decided("b");
    kept.work.sent.pinged = Some(1_800_000_000);
    kept.undo = vec![Rc::default(), decided("a")];
    kept.redo = vec![decided("c")];
    kept.exported = decided("a");
    kept.aside = vec!["README.md".to_owned()];
    kept
}

/// What lies there after everything was written.
fn written(kept: &Kept) -> BTreeMap<String, Option<Vec<u8>>> {
    let changes = kept.changes(&Kept::default());
    changes.into_iter().map(|(part, bytes)| (part.to_owned(), Some(bytes))).collect()
}

#[wasm_bindgen_test]
fn everything_comes_back_as_it_was() {
    let kept = full();
    let parts = written(&kept);
    assert_eq!(parts.len(), 6);
    assert_eq!(Kept::from_parts(parts), kept);
    assert_eq!(Kept::from_parts(BTreeMap::new()), Kept::default());
}

#[wasm_bindgen_test]
fn only_what_changed_is_written() {
    let before = full();
    assert_eq!(before.clone().changes(&before), Vec::new());
    let mut now = before.clone();
    now.work.list = "x".into();
    assert_eq!(now.changes(&before), vec![("list", b"x".to_vec())]);
    let mut now = before.clone();
    now.work.decided = Rc::default();
    assert_eq!(
        now.changes(&before).into_iter().map(|(part, _)| part).collect::<Vec<_>>(),
        ["work"]
    );
    let mut now = before.clone();
    now.work.earlier = "".into();
    assert_eq!(
        now.changes(&before),
        vec![("earlier", Vec::new())],
        "nothing is forgotten by nothing"
    );
}

#[wasm_bindgen_test]
fn the_newest_steps_are_kept() {
    let mut kept = Kept::default();
    kept.undo = (0..100).map(|step| decided(&step.to_string())).collect();
    let back = Kept::from_parts(written(&kept));
    assert_eq!(back.undo.len(), STEPS);
    assert_eq!(back.undo.last(), kept.undo.last());
}

#[wasm_bindgen_test]
fn what_is_broken_is_named_and_the_rest_comes_back() {
    let kept = full();
    for broken in [None, Some(b"{\"terms\":7}".to_vec()), Some(vec![0xff; 9]), Some(Vec::new())] {
        let mut parts = written(&kept);
        parts.insert("work".to_owned(), broken);
        let back = Kept::from_parts(parts);
        assert_eq!(back.work.list, kept.work.list);
        assert_eq!(back.work.decided, Rc::default());
        assert!(back.lost.is_some_and(|words| words.contains("the decisions")));
    }
    let mut parts = written(&kept);
    parts.insert("list".to_owned(), None);
    parts.insert("a part of a later version".to_owned(), Some(vec![1, 2, 3]));
    let back = Kept::from_parts(parts);
    assert_eq!(back.work.decided, kept.work.decided);
    assert!(back.lost.is_some_and(|words| words.contains("the Calendly list")));
}

#[wasm_bindgen_test]
fn no_bytes_do_harm() {
    let whole = pack(&full().work.roster);
    for end in 0..whole.len() {
        assert!(unpack(&whole[..end]).len() <= 3);
    }
    assert_eq!(unpack(&[0xff; 64]), Vec::new(), "a length beyond the end");
    assert_eq!(unpack(&whole).len(), 3);
}

#[wasm_bindgen_test]
fn there_is_no_place_for_a_token() {
    // The words of the small part are these and no others.
    let small = full().small();
    let small = json::whole(&small).unwrap();
    let names: Vec<_> = small.members().unwrap().iter().map(|(name, _)| &**name).collect();
    assert_eq!(
        names,
        [
            "terms",
            "project",
            "path",
            "reference",
            "undo",
            "redo",
            "exported",
            "exported_sent",
            "aside"
        ]
    );
}
