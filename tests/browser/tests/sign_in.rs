//! Signing in with GitLab: the trip there and back, and who else might want what comes of it.

mod failures;
mod session;

use std::sync::{Arc, OnceLock};

use browser_tests::driver::Browser;
use browser_tests::gitlab::{Application, Project, application, project, token};
use browser_tests::http::{Answer, serve};
use browser_tests::page::{Page, visit, visit_application};
use browser_tests::site::site;
use serde_json::json;
use thirtyfour::By;

use crate::team::{LIST, NAMES, OUTSIDE, PATH, ROSTER, TEAM, project_with_roster};

const TOKEN: &str = "/oauth/token";

/// The project that the page proposes: at first sight its name stands there.
fn proposed() -> &'static Arc<Project> {
    static PROPOSED: OnceLock<Arc<Project>> = OnceLock::new();
    PROPOSED.get_or_init(|| project_with_roster("gitlab-com/support/team"))
}

/// Visits the page as it is for an application.
async fn visit_for(application: &Application, test: impl AsyncFnOnce(&Page)) {
    visit_application(Browser::Chromium, application.id(), "", test).await;
}

/// The first press: at GitLab.
async fn leave(page: &Page) {
    page.click("Sign in with GitLab").await;
    page.until("GitLab asks", async || page.has("Authorize Calendly audit").await).await;
}

/// Both presses: back from GitLab.
async fn sign_in(page: &Page) {
    leave(page).await;
    page.click("Authorize Calendly audit").await;
    page.stands().await;
}

/// Both presses, and the tokens are here.
async fn signed_in(page: &Page) {
    sign_in(page).await;
    page.until("somebody is signed in", async || page.holds("Sign out").await).await;
}

/// The page's address, its state in the history, and what this tab holds, as one text.
async fn traces(page: &Page) -> String {
    let script = "return JSON.stringify([location.href, document.referrer, history.state, { ...localStorage }, { ...sessionStorage }, document.cookie])";
    page.script(script, vec![]).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn two_presses_lead_to_the_roster() {
    the_trip(Browser::Chromium, "two-presses").await;
}

#[tokio::test]
#[ignore = "needs Firefox: script/test firefox"]
async fn two_presses_lead_to_the_roster_in_firefox() {
    the_trip(Browser::Firefox, "two-presses-in-firefox").await;
}

async fn the_trip(browser: Browser, id: &str) {
    let (known, project) = (application(id).register(), proposed());
    let before = project.asked().len();
    visit_application(browser, id, "", async |page| {
        page.click("Sign in with GitLab").await;
        page.until("GitLab asks", async || page.has("Authorize Calendly audit").await).await;
        page.click("Authorize Calendly audit").await;
        page.stands().await;
        page.rows(TEAM, NAMES.len()).await;
        assert!(page.holds("Sign out").await && !page.holds("Sign in with GitLab").await);
        assert!(page.alerts().await.is_empty(), "{:?}", page.alerts().await);

        let traces = traces(page).await;
        assert!(traces.contains(&format!("{}\"", site().address_for(id))), "{traces}");
        for trace in ["code=", "state=", "trip"] {
            assert!(!traces.contains(trace), "{trace} is in {traces}");
        }
        for secret in known.secrets() {
            let html = page.script("return document.documentElement.outerHTML", vec![]).await;
            assert!(!html.to_string().contains(&secret) && !traces.contains(&secret));
        }
    })
    .await;

    let asked = &project.asked()[before..];
    assert_eq!(asked.len(), 1, "one request is enough: {asked:?}");
    let bearer = asked[0].header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    assert!(bearer.is_some_and(|token| known.secrets()[0] == token), "{asked:?}");
    assert_eq!(asked[0].header("private-token"), None);

    let exchange = known.forms(TOKEN);
    assert_eq!(exchange.len(), 1, "a code is exchanged once: {exchange:?}");
    assert_eq!(exchange[0]["grant_type"], "authorization_code");
    assert_eq!(exchange[0]["redirect_uri"], site().address_for(id));
    for asked in known.asked(TOKEN).iter().chain(asked) {
        assert_eq!((asked.header("referer"), asked.header("cookie")), (None, None), "{asked:?}");
        assert_ne!(asked.method, "OPTIONS", "a form is asked without a preflight");
    }
    let left = known.asked("/oauth/authorize");
    assert_eq!(left[0].parameter("scope").as_deref(), Some("read_api"));
    assert_eq!(left[0].header("referer"), None, "GitLab is not told where from");
}

#[tokio::test]
async fn without_an_application_id_the_page_is_as_it_was() {
    visit_application(Browser::Chromium, "", "?code=x&state=y", async |page| {
        assert!(!page.holds("Sign in with GitLab").await);
        assert!(!page.text().await.contains("or use a token"));
        assert!(page.has("Access token").await, "the field stands open");
        assert!(page.alerts().await.is_empty());
    })
    .await;
    visit(async |page| {
        assert!(!page.holds("Sign in with GitLab").await && page.has("Access token").await);
    })
    .await;
}

#[tokio::test]
async fn a_token_can_be_used_in_place_of_it() {
    let known = application("by-token").register();
    let project = project_with_roster("example/sign-in/by-token");
    visit_for(&known, async |page| {
        assert!(!page.has("Access token").await, "the field is folded");
        page.click("or use a token").await;
        page.fill("Project", project.name()).await;
        page.fill("Access token", token::GOOD).await;
        page.click("Fetch from GitLab").await;
        page.rows(TEAM, NAMES.len()).await;
    })
    .await;
    assert_eq!(project.asked()[0].header("private-token"), Some(token::GOOD));
    assert!(known.asked("/oauth/authorize").is_empty());
}

#[tokio::test]
async fn what_was_put_in_survives_and_goes_on() {
    let known = application("survives").register();
    let project = project("example/sign-in/survives")
        .file(PATH, ROSTER)
        .issue(7, "Notes of the last audit by Ida Example.")
        .open();
    visit_for(&known, async |page| {
        page.fill("Project", project.name()).await;
        page.paste("Calendly user list", LIST).await;
        let issue = format!("{}/{}/-/issues/7", browser_tests::gitlab::address(), project.name());
        page.paste("Earlier notes", &issue).await;
        assert!(page.alert().await.contains("Or press Sign in with GitLab."));

        sign_in(page).await;
        page.rows(OUTSIDE, 1).await;
        page.rows(TEAM, NAMES.len()).await;
        page.until("the issue has come", async || {
            page.value("Earlier notes").await.contains("Ida Example")
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_replaces_no_roster_that_stands() {
    let known = application("roster-stands").register();
    let project = project_with_roster("example/sign-in/roster-stands");
    visit_for(&known, async |page| {
        page.fill("Project", project.name()).await;
        let file = page.a_file("team.yaml", "- name: Ida Example\n  email: ida@example.com\n");
        page.choose("Roster files", &[&file]).await;
        page.paste("Calendly user list", LIST).await;
        page.rows(TEAM, 1).await;
        signed_in(page).await;
        page.rows(TEAM, 1).await;
        assert!(project.asked().is_empty(), "nobody asked for a fetch");
        page.click("Fetch from GitLab").await;
        page.rows(TEAM, NAMES.len()).await;
    })
    .await;
}

// ── Who else might want it ──────────────────────────────────────────────────────────────────────────────────────────

#[tokio::test]
async fn a_stray_code_is_dropped_with_a_word() {
    let known = application("stray").register();
    for stray in ["?code=x", "?code=x&state=y", "?error=access_denied&state=y", "?state=y"] {
        visit_application(Browser::Chromium, known.id(), stray, async |page| {
            let alert = page.alert().await;
            assert!(alert.contains("nobody began in this tab"), "{stray}: {alert}");
            assert!(!traces(page).await.contains('?'), "the address is clean");
            assert!(page.holds("Sign in with GitLab").await);
            let asked = page.requests().await.into_iter().find(|asked| asked.contains("/api/"));
            assert_eq!(asked, None, "a fetch that nobody asked for");
        })
        .await;
    }
    assert!(known.asked(TOKEN).is_empty(), "nothing was exchanged");
}

#[tokio::test]
async fn somebody_elses_answer_ends_the_trip() {
    let known = application("somebody-else").register();
    visit_for(&known, async |page| {
        leave(page).await;
        // A link leads this very tab to an answer that belongs to another sign-in.
        let code = known.code(&site().address_for(known.id()), &"x".repeat(43));
        page.open(&format!("?code={code}&state={}", "y".repeat(43))).await;
        assert!(page.alert().await.contains("nobody is signed in by it"));
        assert!(known.asked(TOKEN).is_empty(), "nothing was exchanged");
        assert!(!traces(page).await.contains("trip"), "the trip is over");
    })
    .await;
}

#[tokio::test]
async fn an_injected_code_is_worth_nothing() {
    let known = application("injected").register();
    visit_for(&known, async |page| {
        page.click("Sign in with GitLab").await;
        page.until("GitLab asks", async || page.has("Authorize Calendly audit").await).await;
        let state =
            page.script("return document.querySelector('[name=state]').value", vec![]).await;
        // Even whoever knows the state has a code of another verifier.
        let code = known.code(&site().address_for(known.id()), &"x".repeat(43));
        page.open(&format!("?code={code}&state={}", state.as_str().expect("a state"))).await;
        assert!(page.alert().await.contains("no longer takes the code"));
        assert!(known.secrets().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_code_is_good_for_one_exchange() {
    let known = application("once").register();
    proposed();
    visit_for(&known, async |page| {
        leave(page).await;
        page.click("Authorize Calendly audit").await;
        page.stands().await;
        page.until("somebody is signed in", async || page.holds("Sign out").await).await;
        let used = known.forms(TOKEN)[0]["code"].clone();
        page.open(&format!("?code={used}&state=x")).await;
        assert!(page.alert().await.contains("nobody began in this tab"));
        page.driver().back().await.expect("back");
        page.stands().await;
        assert!(!traces(page).await.contains(&used), "the way back does not hold it");
    })
    .await;
    assert_eq!(known.forms(TOKEN).len(), 1);
}

#[tokio::test]
async fn the_code_is_gone_before_anything_else_runs() {
    let known = application("before-all").register();
    visit_for(&known, async |page| {
        // What the two other scripts leave behind, and what the address was when they did.
        let watch = "for (const name of ['calendlyKeep', 'calendlyAudit']) {
            let held;
            Object.defineProperty(window, name, { get: () => held, set(value) { (window.seen ??= []).push([name, location.href]); held = value; } });
        }";
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": watch})).await;
        page.open("?code=x&state=y#example").await;
        page.until("both have run", async || {
            page.script("return window.seen?.length", vec![]).await == json!(2)
        })
        .await;
        let address = format!("{}#example", site().address_for(known.id()));
        let seen = page.script("return window.seen", vec![]).await;
        assert_eq!(seen, json!([["calendlyKeep", address], ["calendlyAudit", address]]));
    })
    .await;
    let loaded = site().asked();
    let loaded = loaded.iter().filter(|asked| asked.path.contains("/applications/before-all/"));
    for asked in loaded {
        assert_eq!(asked.header("referer"), None, "the code would stand there: {}", asked.path);
    }
}

#[tokio::test]
async fn the_tokens_are_nowhere_to_be_seen() {
    let known = application("nowhere").register();
    let project = project_with_roster("example/sign-in/nowhere");
    visit_for(&known, async |page| {
        page.fill("Project", project.name()).await;
        sign_in(page).await;
        page.rows(TEAM, NAMES.len()).await;
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 1).await;
        let places = "return JSON.stringify([document.documentElement.outerHTML, performance.getEntriesByType('resource').map((entry) => entry.name), Object.keys(window)])";
        let places = format!("{} {}", page.script(places, vec![]).await, traces(page).await);
        let notes = page.copied_by("Copy Markdown").await;
        assert_eq!(known.secrets().len(), 2);
        for secret in known.secrets() {
            assert!(!places.contains(&secret) && !notes.contains(&secret));
            let requests = page.requests().await;
            assert!(requests.iter().all(|asked| !asked.contains(&secret)), "in an address");
        }
        // Nor does anything of it survive a reload.
        page.reload().await;
        assert!(page.holds("Sign in with GitLab").await && !page.holds("Sign out").await);
    })
    .await;
}

#[tokio::test]
async fn a_framed_page_lets_nobody_sign_in() {
    let known = application("framed").register();
    let framing = format!(
        "<!doctype html><title>x</title><iframe src=\"{}\"></iframe>",
        site().address_for(known.id())
    );
    let port =
        serve(0, move |_| Answer::new(200, "text/html", framing.clone())).expect("a free port");
    visit_for(&known, async |page| {
        page.driver().goto(format!("http://127.0.0.1:{port}/")).await.expect("the other site");
        let frame = page.driver().find(By::Tag("iframe")).await.expect("the frame");
        frame.enter_frame().await.expect("into the frame");
        page.stands().await;
        assert!(!page.holds("Sign in with GitLab").await);
        assert!(page.text().await.contains("no token is taken here"));
        page.driver().enter_default_frame().await.expect("out of the frame");
        page.expect_refusals().await;
    })
    .await;
}
