//! Every answer that GitLab may give in place of the roster has a sentence of its own, which says what happened and what
//! to do. Nothing that was there before is lost.

use std::collections::BTreeSet;

use browser_tests::gitlab::{
    Project, lfs_pointer, message, project, sign_in_page, throttled_in_json,
    throttled_in_plain_text, token, trouble,
};
use browser_tests::http::{Answer, Request};
use browser_tests::page::{Page, visit};

use crate::team::{NAMES, OUTSIDE, PATH, ROSTER, TEAM, ask, audited, project_with_roster};

/// What a person does, and words that the sentence must hold.
struct Case<'c> {
    token: &'c str,
    path: &'c str,
    reference: &'c str,
    says: &'c [&'c str],
}

/// The usual, wrong in no way.
const USUAL: Case<'_> = Case { token: token::GOOD, path: PATH, reference: "", says: &[] };

#[tokio::test]
async fn each_refusal_has_its_own_sentence() {
    let project = project("example/refusals")
        .file(PATH, ROSTER)
        .file("data/agents/jane.yaml", "name: Jane Doe\nemail: jdoe@example.com\n")
        .file("data/in-lfs.yaml", lfs_pointer())
        .file("data/empty.yaml", "")
        .open();
    project.always("data/sign-in.yaml", sign_in_page());
    project.always(
        "data/moved.yaml",
        Answer::new(301, "text/html", "").with("Location", "/api/v4/projects/1/other"),
    );
    project.always("data/plain-401.yaml", Answer::new(401, "text/html", "<html>Proxy</html>"));
    project.always("data/odd.yaml", message(418, "odd"));

    let cases = [
        Case { token: "glpat-not-a-token-of-anybody", says: &["token"], ..USUAL },
        Case { token: token::EXPIRED, says: &["token", "expired"], ..USUAL },
        Case { token: token::REVOKED, says: &["token", "revoked"], ..USUAL },
        Case { token: token::NARROW, says: &["scope", "read_repository"], ..USUAL },
        Case {
            token: token::FILES_ONLY,
            path: "data/agents",
            says: &["scope", "read_api"],
            ..USUAL
        },
        Case { token: "", says: &["example/refusals", "token"], ..USUAL },
        Case { token: token::STRANGER, says: &["example/refusals", "access"], ..USUAL },
        Case { token: token::GUEST, says: &["example/refusals"], ..USUAL },
        Case { reference: "no-such-branch", says: &["no-such-branch"], ..USUAL },
        Case { path: "data/no-such-file.yaml", says: &["data/no-such-file.yaml"], ..USUAL },
        Case { path: "data/no-such-folder", says: &["data/no-such-folder"], ..USUAL },
        Case { path: "data/sign-in.yaml", says: &["sign"], ..USUAL },
        Case { path: "data/in-lfs.yaml", says: &["LFS"], ..USUAL },
        Case { path: "data/moved.yaml", says: &["moved"], ..USUAL },
        Case { path: "data/plain-401.yaml", says: &["401"], ..USUAL },
        Case { path: "data/odd.yaml", says: &["418"], ..USUAL },
        Case { path: "data/empty.yaml", says: &["empty"], ..USUAL },
    ];
    visit(async |page| {
        audited(page, &project).await;
        page.fill("Project", project.name()).await;
        let mut sentences = BTreeSet::new();
        for case in &cases {
            page.fill("Path", case.path).await;
            page.fill("Branch, tag or commit", case.reference).await;
            page.fill("Access token", case.token).await;
            let before = project.asked().len();
            page.click("Fetch from GitLab").await;
            page.until(&format!("GitLab is asked for {}", case.path), async || {
                project.asked().len() > before
            })
            .await;
            let alert = page.alert().await;
            for word in case.says {
                assert!(
                    alert.contains(word),
                    "For {} with {:?} the page says:\n{alert}\nwithout \"{word}\"",
                    case.path,
                    case.token
                );
            }
            assert!(alert.ends_with('.') && !alert.contains('!'), "{alert}");
            if !case.token.is_empty() {
                assert!(!alert.contains(case.token), "the sentence holds the token: {alert}");
            }
            assert!(sentences.insert(alert.clone()), "two answers share a sentence: {alert}");
            // What was there before stays.
            assert_eq!(page.rows(TEAM, NAMES.len()).await[0][0], NAMES[0]);
            page.rows(OUTSIDE, 1).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_with_spaces_around_it_works() {
    let project = project_with_roster("example/spaces");
    visit(async |page| {
        page.fill("Project", &format!("  {} ", project.name())).await;
        page.paste("Access token", &format!(" {}\n", token::GOOD)).await;
        page.click("Fetch from GitLab").await;
        page.rows(TEAM, 4).await;
        assert_eq!(project.asked()[0].header("private-token"), Some(token::GOOD));
    })
    .await;
}

#[tokio::test]
async fn names_with_any_character_arrive_as_they_are() {
    let (path, branch) = ["data/a b#c?d%e&ü+f/team.yaml", "fix/#42 ü&x=y%2F+z"].into();
    let project = project("exämple/sub group/naïve.name").file(path, ROSTER).branch(branch).open();
    visit(async |page| {
        page.fill("Path", path).await;
        page.fill("Branch, tag or commit", branch).await;
        ask(page, &project, token::GOOD).await;
        page.rows(TEAM, 4).await;
        assert_eq!(project.asked()[0].parameter("ref").as_deref(), Some(branch));
    })
    .await;
}

#[tokio::test]
async fn a_throttled_fetch_waits_visibly_and_goes_on() {
    let project = project_with_roster("example/throttled/twice");
    project.next(PATH, throttled_in_plain_text());
    project.next(PATH, throttled_in_json());
    visit(async |page| {
        page.listen().await;
        ask(page, &project, token::GOOD).await;
        page.rows(TEAM, 4).await;
        let heard = page.heard().await;
        assert!(heard.iter().any(|said| said.contains("429")), "{heard:?}");
        assert_eq!(project.asked().len(), 3);
        let alerts = page.alerts().await;
        assert!(alerts.is_empty(), "{alerts:?}");
    })
    .await;
}

#[tokio::test]
async fn a_fetch_that_stays_throttled_ends_with_a_sentence() {
    let project = project_with_roster("example/throttled/for/ever");
    project.always(PATH, throttled_in_plain_text());
    visit(async |page| {
        tried_again_in_vain(page, &project, &["429"]).await;
    })
    .await;
}

#[tokio::test]
async fn a_gitlab_in_trouble_is_asked_again_then_reported() {
    let project = project_with_roster("example/trouble");
    project.next(PATH, trouble(500));
    project.next(PATH, trouble(502));
    project.next(PATH, trouble(503));
    project.next(PATH, trouble(502));
    visit(async |page| {
        tried_again_in_vain(page, &project, &["502"]).await;
        // A second attempt by hand finds it well again.
        page.click("Fetch from GitLab").await;
        page.rows(TEAM, 4).await;
        let alerts = page.alerts().await;
        assert!(alerts.is_empty(), "{alerts:?}");
    })
    .await;
}

/// Asks; after four requests with growing pauses there is a sentence, and no team.
async fn tried_again_in_vain(page: &Page, project: &Project, says: &[&str]) {
    ask(page, project, token::GOOD).await;
    page.within(std::time::Duration::from_secs(40), "an error is shown", async || {
        !page.alerts().await.is_empty()
    })
    .await;
    let alert = page.alert().await;
    assert!(says.iter().all(|word| alert.contains(word)), "{alert}");
    let asked: Vec<Request> = project.asked();
    assert_eq!(asked.len(), 4, "asked once, and three times again");
    assert!(page.table(TEAM).await.is_none_or(|table| table.len() <= 1));
}
