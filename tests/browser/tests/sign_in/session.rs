//! While a session lasts, and its end.

use browser_tests::gitlab::{application, broken_off};
use serde_json::json;

use super::{TOKEN, leave, proposed, sign_in, visit_for};
use crate::team::{NAMES, TEAM, project_with_roster};

const REVOKE: &str = "/oauth/revoke";

#[tokio::test]
async fn tokens_are_renewed_while_the_page_is_open() {
    let known = application("renewed").lasting(3).register();
    let project = project_with_roster("example/sign-in/renewed");
    visit_for(&known, async |page| {
        page.fill("Project", project.name()).await;
        sign_in(page).await;
        page.rows(TEAM, NAMES.len()).await;
        page.until("they were renewed twice", async || known.secrets().len() >= 6).await;
        page.click("Fetch from GitLab").await;
        page.until("it was fetched again", async || project.asked().len() == 2).await;
        page.until("the fetch is over", async || !page.has("Cancel").await).await;
        assert!(page.alerts().await.is_empty(), "{:?}", page.alerts().await);
        assert!(page.holds("Sign out").await);
    })
    .await;
    let used: Vec<_> = known
        .forms(TOKEN)
        .into_iter()
        .filter_map(|form| form.get("refresh_token").cloned())
        .collect();
    let mut different = used.clone();
    different.dedup();
    assert!(used.len() >= 2 && used == different, "each refresh token is used once");
}

#[tokio::test]
async fn tokens_that_ended_in_a_sleep_are_renewed_first() {
    let known = application("asleep").register();
    let project = project_with_roster("example/sign-in/asleep");
    visit_for(&known, async |page| {
        page.fill("Project", project.name()).await;
        sign_in(page).await;
        page.rows(TEAM, NAMES.len()).await;
        let later = "const now = Date.now; Date.now = () => now() + 3 * 3600 * 1000;";
        page.script(later, vec![]).await;
        page.click("Fetch from GitLab").await;
        page.until("it was fetched again", async || project.asked().len() == 2).await;
        assert_eq!(known.secrets().len(), 4);
        let bearer = format!("Bearer {}", known.secrets()[2]);
        assert_eq!(project.asked()[1].header("authorization"), Some(&*bearer));
    })
    .await;
}

#[tokio::test]
async fn a_renewal_that_gitlab_refuses_ends_the_session() {
    let known = application("refused-renewal").lasting(3).register();
    visit_for(&known, async |page| {
        proposed();
        sign_in(page).await;
        page.rows(TEAM, NAMES.len()).await;
        known.revoke_all();
        let alert = page.alert().await;
        assert!(alert.contains("no longer accepts this sign-in"), "{alert}");
        assert!(page.holds("Sign in with GitLab").await);
        page.rows(TEAM, NAMES.len()).await;
    })
    .await;
}

#[tokio::test]
async fn a_session_revoked_at_gitlab_is_said_at_the_next_fetch() {
    let known = application("revoked").register();
    visit_for(&known, async |page| {
        proposed();
        sign_in(page).await;
        page.rows(TEAM, NAMES.len()).await;
        known.revoke_all();
        page.click("Fetch from GitLab").await;
        let alert = page.alert().await;
        assert!(alert.contains("no longer accepts this sign-in"), "{alert}");
        // One press more, and the fetch goes on.
        sign_in(page).await;
        page.until("somebody is signed in", async || page.holds("Sign out").await).await;
        page.until("the fetch is over", async || !page.has("Cancel").await).await;
        assert!(page.alerts().await.is_empty(), "{:?}", page.alerts().await);
    })
    .await;
}

#[tokio::test]
async fn a_renewal_that_comes_to_nothing_is_tried_again() {
    let known = application("renewal-lost").lasting(3).register();
    visit_for(&known, async |page| {
        proposed();
        sign_in(page).await;
        page.rows(TEAM, NAMES.len()).await;
        known.next(TOKEN, broken_off());
        page.within(std::time::Duration::from_secs(30), "it is renewed after all", async || {
            known.secrets().len() >= 4
        })
        .await;
        assert!(page.holds("Sign out").await);
    })
    .await;
}

#[tokio::test]
async fn signing_out_revokes_the_tokens() {
    let known = application("sign-out").register();
    let project = project_with_roster("example/sign-in/sign-out");
    visit_for(&known, async |page| {
        page.fill("Project", project.name()).await;
        sign_in(page).await;
        page.rows(TEAM, NAMES.len()).await;
        page.click("Sign out").await;
        page.until("GitLab has ended them", async || known.standing() == 0).await;
        assert!(page.holds("Sign in with GitLab").await);
        page.click("Fetch from GitLab").await;
        assert!(page.alert().await.contains("Or press Sign in with GitLab."));
        assert_eq!(project.asked()[1].header("authorization"), None);
    })
    .await;
    assert_eq!(known.forms(REVOKE).len(), 1);
    assert!(known.asked(REVOKE).iter().all(|asked| asked.method == "POST"), "no preflight");
}

#[tokio::test]
async fn clearing_everything_revokes_the_tokens() {
    let known = application("clear").register();
    visit_for(&known, async |page| {
        proposed();
        sign_in(page).await;
        page.rows(TEAM, NAMES.len()).await;
        page.click_and_agree("Clear everything").await;
        page.until("GitLab has ended them", async || known.standing() == 0).await;
        page.until("nobody is signed in", async || page.holds("Sign in with GitLab").await).await;
    })
    .await;
}

#[tokio::test]
async fn leaving_revokes_the_tokens() {
    let known = application("leaving").register();
    visit_for(&known, async |page| {
        proposed();
        sign_in(page).await;
        page.rows(TEAM, NAMES.len()).await;
        page.driver().goto("about:blank").await.expect("away");
        page.until("GitLab has ended them", async || known.standing() == 0).await;
    })
    .await;
}

#[tokio::test]
async fn tokens_that_come_after_clearing_go_back() {
    let known = application("cleared-meanwhile").register();
    visit_for(&known, async |page| {
        leave(page).await;
        let slow = "const real = fetch; window.fetch = async (...how) => { if (String(how[0]).endsWith('/oauth/token')) await new Promise((done) => setTimeout(done, 2000)); return real(...how); };";
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": slow})).await;
        page.click("Authorize Calendly audit").await;
        page.stands().await;
        page.click_and_agree("Clear everything").await;
        page.until("tokens came", async || !known.secrets().is_empty()).await;
        page.until("and went back", async || known.standing() == 0).await;
        assert!(page.holds("Sign in with GitLab").await && page.alerts().await.is_empty());
    })
    .await;
}
