//! What can fail on the way to GitLab and back, each with its own sentence.

use browser_tests::driver::Browser;
use browser_tests::gitlab::{Application, application, trouble};
use browser_tests::page::visit_application;
use serde_json::json;

use super::{TOKEN, leave, proposed, sign_in, signed_in, traces, visit_for};

/// Signs in, and gives the sentence that is shown instead of a session.
async fn fails(known: &Application) -> String {
    let mut said = String::new();
    visit_for(known, async |page| {
        sign_in(page).await;
        said = page.alert().await;
        page.expect_refusals().await; // an answer that may not be read is noted in the console
        assert!(page.holds("Sign in with GitLab").await && !page.holds("Sign out").await);
        assert!(!traces(page).await.contains("trip"), "the trip is over");
    })
    .await;
    said
}

#[tokio::test]
async fn a_refusal_at_gitlab_is_said() {
    let known = application("denied").register();
    visit_for(&known, async |page| {
        leave(page).await;
        page.click("Cancel").await;
        page.stands().await;
        let alert = page.alert().await;
        assert!(alert.contains("did not let this page read for you"), "{alert}");
        // And it can be tried again.
        proposed();
        signed_in(page).await;
    })
    .await;
}

#[tokio::test]
async fn an_application_registered_wrongly_is_said_on_return() {
    let unknown = "never-registered";
    let elsewhere = application("elsewhere").redirect("https://other.example.com/").register();
    for (id, words) in [(unknown, "unknown client"), (elsewhere.id(), "redirect URI")] {
        visit_application(Browser::Chromium, id, "", async |page| {
            page.click("Sign in with GitLab").await;
            page.until("GitLab says so", async || page.text().await.contains(words)).await;
            page.driver().back().await.expect("back");
            page.stands().await;
            let alert = page.alert().await;
            assert!(alert.contains("GitLab sent no answer"), "{alert}");
            assert!(alert.contains("tell whoever published it"), "{alert}");
            assert!(page.holds("Sign in with GitLab").await);
            assert!(!traces(page).await.contains("trip"), "the trip is over");
        })
        .await;
    }
}

#[tokio::test]
async fn a_confidential_application_is_said() {
    let said = fails(&application("confidential").confidential().register()).await;
    assert!(said.contains("registered as confidential"), "{said}");
}

#[tokio::test]
async fn a_code_that_came_too_late_is_said() {
    let said = fails(&application("late").with_ended_codes().register()).await;
    assert!(said.contains("for ten minutes"), "{said}");
}

#[tokio::test]
async fn a_token_that_was_over_before_it_came_is_said() {
    let said = fails(&application("clock").lasting(0).register()).await;
    assert!(said.contains("a clock at GitLab is wrong"), "{said}");
}

#[tokio::test]
async fn a_gitlab_that_is_too_old_is_said() {
    let said = fails(&application("too-old").without_cors().register()).await;
    assert!(said.contains("from version 15.1 on"), "{said}");
}

#[tokio::test]
async fn a_gitlab_in_trouble_is_said() {
    let known = application("in-trouble").register();
    known.next(TOKEN, trouble(503));
    let said = fails(&known).await;
    assert!(said.contains("You are not signed in") && said.contains("503"), "{said}");
}

#[tokio::test]
async fn a_network_that_fails_is_said() {
    let known = application("no-network").register();
    visit_for(&known, async |page| {
        leave(page).await;
        // From now on whatever is asked at that path comes to nothing.
        page.devtools("Network.enable", json!({})).await;
        page.devtools("Network.setBlockedURLs", json!({"urls": ["*/oauth/token"]})).await;
        page.click("Authorize Calendly audit").await;
        page.stands().await;
        let alert = page.alert().await;
        assert!(alert.contains("You are not signed in. No answer came"), "{alert}");
        page.expect_refusals().await;
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_keeps_nothing_is_said() {
    let known = application("no-storage").register();
    visit_for(&known, async |page| {
        let blocked = "Storage.prototype.setItem = () => { throw new DOMException('blocked', 'QuotaExceededError'); }";
        page.script(blocked, vec![]).await;
        page.click("Sign in with GitLab").await;
        let alert = page.alert().await;
        assert!(alert.contains("keep nothing while you are at GitLab"), "{alert}");
        assert!(page.has("Sign in with GitLab").await, "the page is still here");
    })
    .await;
    assert!(known.asked("/oauth/authorize").is_empty(), "nobody was sent away");
}
