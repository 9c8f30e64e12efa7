//! What is written is read: `read(write(x)) == x`, for notes of any audit.

use calendly_audit::audit::{
    Decision, Finding, Label, OutsideRow, PersonKey, TeamRow, UserKey, Verdict,
};
use calendly_audit::calendly::{Role, Status, User};
use calendly_audit::phrase::{Phrase, Piece};
use calendly_audit::report::earlier::{Earlier, read};
use calendly_audit::report::{Context, Events, Report};
use proptest::prelude::*;

use super::support::{Made, WHEN, person, user};

/// Words as people write them, and as they do not.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "Jane", "Doe", "legal", "until May", "(since 2026-05-20)", " (since 2026-05-20)",
            "To be removed", "Justified:", "Not a person:", "Not a person: x", "Service account:", "Service account: x", "(new)", "): x",
            "intentional: y", "<br>", "No Calendly link", "|", "`", "\n", "- [x] ", "### Summary",
            "**Kept:**", "@all", "#1", ":", ": ", " ", "⟨U+202E⟩", "\u{202e}", "\\", "é", "2026-05-20",
        ]).prop_map(str::to_owned),
        2 => "[ -~]{0,5}",
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn label() -> impl Strategy<Value = Label> {
    prop::sample::select(Label::ALL)
}

fn details() -> impl Strategy<Value = Phrase> {
    let piece = prop_oneof![
        prop::sample::select(vec!["use ", "names ", ", and ", "(one) "])
            .prop_map(|words| Piece::Trusted(words.to_owned())),
        words().prop_map(Piece::Untrusted),
        words().prop_map(Piece::Code),
    ];
    prop::collection::vec(piece, 0..4).prop_map(Phrase)
}

fn a_finding() -> impl Strategy<Value = Finding> {
    (label(), details(), prop::option::of(words()))
        .prop_map(|(label, details, intentional)| Finding { label, details, intentional })
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]{1,2}@example.com", words()]
}

fn link() -> impl Strategy<Value = String> {
    prop_oneof!["(https://)?calendly.com/[A-Ca-c]{1,2}(/30min)?", words()]
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![
        Just(Role::Owner),
        Just(Role::User),
        Just(Role::NotStated),
        words().prop_map(Role::Other)
    ]
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        words().prop_map(Verdict::Justified),
        Just(Verdict::Remove),
        words().prop_map(Verdict::NotAPerson)
    ]
}

/// Lists, an audit of them, and decisions: consistent enough to be notes.
fn made() -> impl Strategy<Value = Made> {
    let people = prop::collection::vec(
        (words(), address(), link(), prop::collection::vec(a_finding(), 0..3)),
        0..4,
    );
    let outside = prop::collection::vec(
        (words(), address(), role(), link(), prop::option::of(verdict()), any::<bool>()),
        0..4,
    );
    let decisions =
        prop::collection::vec((address(), address(), verdict(), label(), words(), 0..4_u8), 0..4);
    (people, outside, decisions).prop_map(|(people, outside, decisions)| {
        let mut made = Made::default();
        for (name, email, link, findings) in people {
            let row = TeamRow { findings, ..TeamRow::default() };
            made.person(person(&name, &email, "jdoe", &link), row);
        }
        for (index, (name, email, role, link, verdict, has_uri)) in outside.into_iter().enumerate()
        {
            let uri = if has_uri {
                format!("https://api.calendly.com/users/{index}")
            } else {
                String::new()
            };
            let user = User { role, link, uri, status: Status::Active, ..user(&name, &email) };
            if let Some(verdict) = &verdict {
                made.decisions.push(Decision::Verdict(UserKey::of(&user), verdict.clone()));
            }
            made.outside(user, OutsideRow { verdict, ..OutsideRow::default() });
        }
        for (person, user, verdict, label, reason, kind) in decisions {
            let person = PersonKey::from_written(&person);
            let user = UserKey::from_written(&user.to_lowercase());
            made.decisions.push(match kind {
                0 => Decision::Same(person, user),
                1 => Decision::NotSame(person, user),
                2 => Decision::Intentional(person, label, reason),
                _ => Decision::Verdict(user, verdict),
            });
        }
        made
    })
}

fn without_lines(mut earlier: Earlier) -> Earlier {
    for unplaced in &mut earlier.unplaced {
        unplaced.line = 0;
    }
    earlier
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(made in made()) {
        let context = made.context();
        let report = Report::new(&made.roster, &made.list, &made.audit, &context);
        prop_assert_eq!(read(&report.markdown()), Earlier::of(&report));
    }

    #[test]
    fn what_is_written_with_earlier_notes_is_read(before in made(), made in made(), kept in words()) {
        let first = before.context();
        let report = Report::new(&before.roster, &before.list, &before.audit, &first);
        let mut notes = report.markdown();
        // A remark below a table of ours. What is all white space says nothing.
        notes.push_str("\n### Not read\n");
        notes.push_str(&kept.replace('\n', " "));
        let earlier = read(&notes);
        let context = Context { when: WHEN + 30 * 86_400, events: Events { pinged: Some(WHEN + 60), ..Events::default() }, ..made.context() };
        let comparison = made.compared(&earlier, context.when);
        let report =
            Report::new(&made.roster, &made.list, &made.audit, &context).compared(&comparison);
        prop_assert_eq!(without_lines(read(&report.markdown())), Earlier::of(&report));
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}", tail in any::<String>()) {
        read(&text);
        read(&["| Name | Issues |\n| ", &tail, "\n### Summary\n- **Audited:** ", &text].concat());
    }
}
