//! The notes as GitLab reads them: whatever a name holds, the reader sees the very characters, and nothing
//! becomes anything else.

use crate::report::support::{Made, alive, everything, finding, gitlab, person, render, user};
use calendly_audit::audit::{Label, OutsideRow, Suggestion, TeamRow, Verdict};
use calendly_audit::calendly::{Role, Status};
use calendly_audit::identity::Link;
use calendly_audit::phrase::Phrase;
use calendly_audit::report::Report;
use calendly_audit::report::escape::{self, Within};
use calendly_audit::report::visible::visible;
use proptest::prelude::*;

/// Names that strangers may choose.
const HOSTILE: &[&str] = &[
    "Jane Doe",
    "O'Brien, Seán",
    "Jane (JD) Doe",
    "a|b",
    "|",
    "ends with |",
    "| begins",
    "a\\|b",
    "a\\\\|b",
    "\\",
    "ends with \\",
    "`",
    "``",
    "a`b",
    "`a`",
    "` `",
    "a``b`c```d",
    "`|`",
    "\\`|\\`",
    "*_~[]()<>!&\\",
    "*bold* _it_ ~~gone~~ __x__",
    "@all",
    "@jdoe hello",
    "jane@example.com",
    "#1",
    "!1",
    "~label",
    "~\"a label\"",
    "%milestone",
    "%\"mile stone\"",
    "$1",
    "&1",
    "^alert#1",
    "*iteration:1",
    "[cadence:1]",
    "[issue:group/project/1]",
    "[vulnerability:1]",
    "gitlab-org/gitlab#1",
    "gitlab-org/gitlab!1",
    "gitlab-org/gitlab>",
    "gitlab-org/gitlab@1a2b3c4d",
    "1a2b3c4d",
    "see 1a2b3c4d5e6f7a8b9c0d now",
    "1a2b3c4...5d6e7f8",
    "GL-123",
    "JIRA-1",
    "/close",
    "/assign @all",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<!--",
    "-->",
    "<!-- calendly-audit -->",
    "</details>",
    "<br>",
    "<jane@example.com>",
    "https://example.com/a_b",
    "http://example.com",
    "ftp://x",
    "foo://bar",
    "mailto:jane@example.com",
    "www.example.com",
    "WWW.EXAMPLE.COM",
    "xwww.example.com",
    "two\nlines",
    "two\r\nlines",
    "a\ttab",
    "nul\0nul",
    "\u{202e}evil\u{202c}",
    "a\u{2028}b\u{2029}c",
    "zero\u{200b}width",
    "soft\u{ad}hyphen",
    "\u{feff}bom",
    "\u{7f}\u{80}\u{9f}",
    "👩\u{200d}💻 Jane",
    "می\u{200c}خواهم",
    "Jane\u{200d}Doe",
    "⟨U+202E⟩",
    "⟨Jane⟩",
    "\u{a0}Jane\u{a0}",
    "  two  spaces  ",
    " ",
    "   ",
    " `lead",
    "trail` ",
    "&amp;",
    "&#64;all",
    "&lt;b&gt;",
    ":smile:",
    ":+1:",
    "a:b:c",
    "Note: this",
    "[[wiki]]",
    "[[_TOC_]]",
    "[TOC]",
    "$$math$$",
    "$`math`$",
    "$a$",
    "[^1]",
    "[^1]: note",
    "^[inline]",
    "==mark==",
    "++insert++",
    "+++",
    "---",
    "- [ ] task",
    "[x]",
    "[ ]",
    "{{ template }}",
    "%{project_path}",
    "{+ added +}",
    "[- gone -]",
    "[a](https://example.com)",
    "![a](b.png)",
    "[a]: b",
    "||spoiler||",
    "H~2~O x^2^",
    "> quote",
    "# heading",
    "1. one",
    "```",
    "~~~",
    ":::",
    ">>>",
    "::include{file=a}",
    "\"quoted\"",
    "'",
    "Ж",
    "田中 さくら",
    "שלום",
    "e\u{301}",
    "a\\",
    "#fff",
    "https://calendly.com/jdoe|x",
    "@",
    "a @ b",
    "R&D",
    "50%",
    "\u{e000}",
    "\u{fffd}",
    "\u{e0041}",
    "\u{3164}",
];

/// Every text of the input that the tables show, filled with one hostile text.
fn filled(texts: &[String]) -> Made {
    let mut made = Made::default();
    for (index, text) in texts.iter().enumerate() {
        let mut intentional = finding(Label::NameDiffers, text);
        intentional.intentional = Some(text.clone());
        let row = TeamRow {
            findings: vec![
                finding(Label::NoCalendlyLink, ""),
                finding(Label::EmailDiffers, text),
                intentional,
            ],
            ..TeamRow::default()
        };
        made.person(person(text, text, text, text), row);
        let mut stranger = user(text, "x@example.com");
        stranger.role = Role::Other(text.clone());
        stranger.status = Status::Inactive(text.clone());
        stranger.link.clone_from(text);
        let suggestion = Suggestion {
            person: index,
            user: 0,
            reason: Phrase::new()
                .trusted("link ")
                .code(text)
                .trusted(" is in the roster for ")
                .untrusted(text),
            rank: 1,
        };
        made.outside(
            stranger,
            OutsideRow {
                suggestions: vec![suggestion],
                verdict: Some(Verdict::NotAPerson(text.clone())),
                ..OutsideRow::default()
            },
        );
    }
    made
}

#[track_caller]
fn holds(texts: &[String]) {
    let made = filled(texts);
    let context = made.context();
    let report = Report::new(&made.roster, &made.list, &made.audit, &context);
    let markdown = report.markdown();
    for options in [gitlab(), everything()] {
        let seen = render(&markdown, &options);
        assert_eq!(seen.forbidden, Vec::<String>::new(), "{markdown}");
        for text in &seen.text {
            assert_eq!(alive(text), None, "{markdown}");
        }
        let [team, outside, ..] = seen.tables.as_slice() else {
            panic!("two tables in {markdown}");
        };
        assert_eq!(
            team[0],
            ["Name", "Email", "GitLab", "Calendly link", "Calendly account", "Issues"]
        );
        assert_eq!(
            outside[0],
            ["Name", "Email", "Role", "Status", "Calendly link", "Possible match", "Justification"]
        );
        assert_eq!(team.len(), texts.len() + 1, "{markdown}");
        assert_eq!(outside.len(), texts.len() + 1, "{markdown}");
        for (index, text) in texts.iter().enumerate() {
            let shown = visible(text).into_owned();
            let link = match Link::read(text) {
                Link::Main(slug) => slug.page(),
                _ => shown.clone(),
            };
            let issues = |text: &str, shown: &str| {
                if text.is_empty() {
                    "No Calendly link\nEmail differs\nName differs (intentional: )".to_owned()
                } else {
                    format!(
                        "No Calendly link\nEmail differs: {shown}\nName differs (intentional: {shown}): {shown}"
                    )
                }
            };
            let expected =
                [&shown, &shown, &shown, &link, "No", &issues(text, &shown)].map(str::to_owned);
            assert_eq!(team[index + 1], expected, "{text:?} in {markdown}");
            let reason = format!("link {shown} is in the roster for {shown}");
            let who = match text.as_str() {
                "" => format!("(no name): {}", reason.trim_end()),
                _ => format!("{shown} {shown}: {reason}"),
            };
            let keeper = text.split('\n').map(|line| visible(line).into_owned());
            let keeper = match text.as_str() {
                "" => "Service account:".to_owned(),
                _ => format!("Service account: {}", keeper.collect::<Vec<_>>().join("\n")),
            };
            let expected =
                [&shown, "x@example.com", &shown, &shown, &link, &who, &keeper].map(str::to_owned);
            assert_eq!(outside[index + 1], expected, "{text:?} in {markdown}");
        }
    }
}

#[test]
fn every_hostile_name_is_seen_to_the_letter() {
    for text in HOSTILE {
        holds(&[(*text).to_owned()]);
    }
}

#[test]
fn hostile_names_do_not_work_together() {
    let all: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    holds(&all);
}

#[test]
fn a_name_of_ten_kilobytes_is_seen_whole() {
    for unit in ["a", "|", "`", "\\|", "@all ", "é", "\u{202e}", "``` "] {
        holds(&[unit.repeat(10_240 / unit.len())]);
    }
}

#[test]
fn an_empty_text_is_an_empty_cell() {
    holds(&[String::new()]);
}

#[test]
fn what_is_written_is_read_back() {
    for text in HOSTILE {
        for within in [Within::Cell, Within::Line] {
            for write in [escape::untrusted, escape::code] {
                let mut out = String::new();
                write(&mut out, text, within);
                assert_eq!(escape::decode(&out, within).as_deref(), Some(*text), "{out}");
            }
        }
    }
}

#[test]
fn an_ordinary_name_is_written_as_it_is() {
    for text in [
        "Jane Doe",
        "O'Brien, Seán",
        "Jean-Luc",
        "J. Doe (JD)",
        "田中 さくら",
        "Anna-Lena Müller-Lüdenscheidt",
    ] {
        let mut out = String::new();
        escape::untrusted(&mut out, text, Within::Cell);
        assert_eq!(out, text);
    }
}

#[test]
fn what_means_something_is_not_plain() {
    for (text, expected) in [
        ("and/or", true),
        ("3rd-2", true),
        ("ABC-12", false),
        ("A-1", false),
        ("/close", false),
        ("(a) (b)", true),
        (")(", false),
        ("Jane\u{a0}Doe", true),
        ("\u{a0}Jane", false),
        ("Jane\u{a0}", false),
        ("⟨Jane⟩", false),
    ] {
        assert_eq!(escape::is_plain(text), expected, "{text:?}");
    }
}

#[test]
fn what_cannot_be_seen_is_shown_as_its_code_point() {
    for (text, expected) in [
        ("Jane\u{200d}Doe", "Jane⟨U+200D⟩Doe"),
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
        ("👩\u{200d}💻", "👩\u{200d}💻"),
        ("Jane\u{200d}می", "Jane⟨U+200D⟩می"),
        ("⟨Jane⟩ U+41", "⟨Jane⟩ U+41"),
        ("⟨U+41⟩", "⟨U+27E8⟩U+41⟩"),
        ("\u{202e}\u{ad}\u{2028}\u{2800}", "⟨U+202E⟩⟨U+00AD⟩⟨U+2028⟩⟨U+2800⟩"),
        ("\u{7f}", "⟨U+007F⟩"),
        ("\u{80}\u{e000}\u{fffe}\u{10ffff}", "⟨U+0080⟩⟨U+E000⟩⟨U+FFFE⟩⟨U+10FFFF⟩"),
    ] {
        assert_eq!(visible(text), expected);
    }
}

#[test]
fn our_own_marks_are_escaped() {
    for (words, expected) in [
        ("plain words, (so) & so", "plain words, (so) & so"),
        ("a|b *c* <d> é", "a\\|b \\*c\\* \\<d\\> é"),
    ] {
        let mut out = String::new();
        escape::trusted(&mut out, words);
        assert_eq!(out, expected);
    }
}

#[test]
fn what_we_do_not_write_is_not_read() {
    for markdown in ["``a``", "` a `", "`a` b"] {
        assert_eq!(escape::decode(markdown, Within::Cell), None, "{markdown}");
    }
}

/// Texts of the pieces that mean something to somebody.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(HOSTILE).prop_map(str::to_owned),
        3 => "[ -~]{0,6}",
        2 => "[|`\\\\ ]{0,6}",
        1 => "\\PC{0,4}",
        1 => prop::collection::vec(any::<char>(), 0..4).prop_map(|c| c.into_iter().collect()),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_seen_to_the_letter(texts in prop::collection::vec(hostile(), 1..4)) {
        holds(&texts);
    }

    #[test]
    fn any_text_is_read_back(text in hostile()) {
        for within in [Within::Cell, Within::Line] {
            let mut out = String::new();
            escape::untrusted(&mut out, &text, within);
            let read = escape::decode(&out, within);
            prop_assert_eq!(read.as_deref(), Some(text.as_str()));
        }
    }
}
