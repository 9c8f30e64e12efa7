//! Tests of links to issues, and of pasted ones.

use super::host;
use crate::gitlab::encode::decoded;
use crate::gitlab::issue::{Carries, IssueAddress, IssueError, LONGEST_ADDRESS, new_issue_link};
use crate::gitlab::question::Question;
use proptest::prelude::*;

#[test]
fn new_issues_carry_description_or_template() {
    let page = "https://gitlab.example.com/gitlab-com/support/audits/-/issues/new";
    let link = |title, template, description| {
        new_issue_link(&host(), "gitlab-com/support/audits", title, template, description)
    };
    let table = [
        (
            link("Calendly audit FY27 Q4", "Calendly", ""),
            format!("{page}?issue[title]=Calendly%20audit%20FY27%20Q4&issuable_template=Calendly"),
            Carries::Template,
        ),
        (
            link("Calendly audit FY27 Q4", "Calendly", "## Notes\n| a |"),
            format!(
                "{page}?issue[title]=Calendly%20audit%20FY27%20Q4&issue[description]=%23%23%20Notes%0A%7C%20a%20%7C"
            ),
            Carries::Description,
        ),
        (link("T", "", ""), format!("{page}?issue[title]=T"), Carries::TitleAlone),
        (
            link("T", "Calendly & more", &"x".repeat(8_000)),
            format!("{page}?issue[title]=T&issuable_template=Calendly%20%26%20more"),
            Carries::Template,
        ),
        (link("T", "", &"é".repeat(2_000)), format!("{page}?issue[title]=T"), Carries::TitleAlone),
    ];
    for (link, url, carries) in table {
        assert_eq!((link.url, link.carries), (url, carries));
    }
}

/// The limit is for the whole address. Below 7,500 the description is included, at 7,500 it is not.
#[test]
fn the_limit_is_exact_to_the_character() {
    let with = |length: usize| new_issue_link(&host(), "a/b", "T", "Calendly", &"x".repeat(length));
    let bare = with(1).url.len() - 1;
    let longest = with(LONGEST_ADDRESS - bare);
    assert_eq!((longest.url.len(), longest.carries), (7_499, Carries::Description));
    assert_eq!(with(LONGEST_ADDRESS - bare + 1).carries, Carries::Template);
}

proptest! {
    #[test]
    fn no_link_is_too_long_or_carries_both(
        project in ".{0,400}", title in ".{0,400}", template in ".{0,50}", description in any::<String>(), times in 0_usize..400,
    ) {
        let link = new_issue_link(&host(), &project, &title, &template, &description.repeat(times));
        let has = |name: &str| link.url.contains(name);
        prop_assert!(!(has("issue[description]=") && has("issuable_template=")));
        prop_assert_eq!(has("issue[description]="), link.carries == Carries::Description);
        prop_assert_eq!(has("issuable_template="), link.carries == Carries::Template);
        prop_assert!(link.url.is_ascii() && !link.url.contains('#'));
        prop_assert!(link.url.len() <= LONGEST_ADDRESS);
        if link.carries == Carries::Description {
            let carried = link.url.split_once("issue[description]=").unwrap().1;
            prop_assert_eq!(decoded(carried), description.repeat(times));
        }
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = IssueAddress::read(&host(), &text);
        let _ = IssueAddress::read(&host(), &format!("https://gitlab.example.com/{text}"));
    }
}

#[test]
fn issues_on_other_hosts_are_refused() {
    let host = host();
    let issue = |project: &str, number| Some(Ok(IssueAddress { project: project.into(), number }));
    let table = [
        ("https://gitlab.example.com/a/b/-/issues/12", issue("a/b", 12)),
        (" https://gitlab.example.com/g/s/p/-/work_items/7\n", issue("g/s/p", 7)),
        ("https://gitlab.example.com/a/b/-/issues/12#note_34", issue("a/b", 12)),
        ("https://gitlab.example.com/a/b/-/issues/12/?x=1", issue("a/b", 12)),
        ("http://GITLAB.example.com/a/b/issues/12", issue("a/b", 12)),
        ("https://gitlab.example.com/a/Zo%C3%AB/-/issues/1", issue("a/Zoë", 1)),
        ("## Notes\n| a | b |", None),
        ("https://gitlab.example.com/a/b/-/issues/12 and more", None),
        ("12", None),
        ("", None),
    ];
    for (pasted, expected) in table {
        assert_eq!(IssueAddress::read(&host, pasted), expected, "{pasted:?}");
    }
    for pasted in [
        "https://gitlab.com/a/b/-/issues/12",
        "https://gitlab.example.com.evil.example/a/b/-/issues/12",
        "https://gitlab.example.com@evil.example/a/b/-/issues/12",
        "https://gitlab.example.com:444/a/b/-/issues/12",
    ] {
        let read = IssueAddress::read(&host, pasted);
        assert!(matches!(read, Some(Err(IssueError::OtherHost { .. }))), "{pasted}: {read:?}");
    }
    for pasted in [
        "https://gitlab.example.com/",
        "https://gitlab.example.com/a/b/-/issues",
        "https://gitlab.example.com/a/b/-/issues/new",
        "https://gitlab.example.com/a/b/-/issues/99999999999999999999999",
        "https://gitlab.example.com/a/b/-/issues/+1",
        "https://gitlab.example.com/a/b/-/merge_requests/12",
        "https://gitlab.example.com/-/issues/12",
        "https://gitlab.example.com/a/../-/issues/12",
        "https://gitlab.example.com/a/%2e%2e/-/issues/12",
        "https://gitlab.example.com/groups/-/issues/12/x",
    ] {
        let read = IssueAddress::read(&host, pasted);
        assert!(matches!(read, Some(Err(IssueError::NotAnIssue(_)))), "{pasted}: {read:?}");
    }
}

#[test]
fn issues_are_requested_by_number() {
    let address = IssueAddress { project: "a/b".into(), number: 12 };
    assert_eq!(
        Question::issue(&address).url(&host()),
        "https://gitlab.example.com/api/v4/projects/a%2Fb/issues/12"
    );
}
