//! The ways in which a network fails: what a person sees, what is tried again, what can be cancelled, and that nothing
//! already loaded is lost.

use std::time::Duration;

use browser_tests::driver::Browser;
use browser_tests::gitlab::{DEFAULT_BRANCH, Project, broken_off, file, token};
use browser_tests::http::{Answer, Ending};
use browser_tests::page::{Network, visit, visit_in};

use crate::team::{OUTSIDE, PATH, ROSTER, TEAM, ask, audited, project_with_roster};

/// Longer than all pauses between tries together.
const LONG: Duration = Duration::from_secs(40);

fn whole_file() -> Answer {
    file(PATH, DEFAULT_BRANCH, ROSTER.as_bytes())
}

#[tokio::test]
async fn without_a_network_the_page_says_so_at_once_and_keeps_working() {
    let project = project_with_roster("example/offline");
    visit(async |page| {
        audited(page, &project).await;
        page.network(Network::Gone).await;
        page.click("Fetch from GitLab").await;
        let alert = page.alert().await;
        assert!(alert.contains("network"), "{alert}");
        page.rows(TEAM, 4).await;
        page.paste("Calendly user list", "quinn@example.com, riley@example.com").await;
        page.rows(OUTSIDE, 2).await;

        page.network(Network::There).await;
        page.click("Fetch from GitLab").await;
        page.until("the error goes", async || page.alerts().await.is_empty()).await;
        page.until("GitLab is asked again", async || project.asked().len() == 2).await;
    })
    .await;
}

/// GitLab's name is not found, or nobody listens there. A browser tells a page neither, so the sentence names both; it is tried
/// again, and what was there stays.
async fn no_way_to_gitlab(leads_to: &'static str, project: &Project) {
    visit_in(Browser::Misled(leads_to), "", async |page| {
        page.paste("Calendly user list", "quinn@example.com, riley@example.com").await;
        ask(page, project, token::GOOD).await;
        page.until("it is tried again, visibly", async || page.status().await.contains("again"))
            .await;
        page.within(LONG, "an error is shown", async || !page.alerts().await.is_empty()).await;
        let alert = page.alert().await;
        for words in ["not be found", "refused", "VPN"] {
            assert!(alert.contains(words), "{words}: {alert}");
        }
        assert!(page.value("Calendly user list").await.contains("quinn@example.com"));
        assert!(page.has("Fetch from GitLab").await, "one can try again");
        assert_eq!(project.asked().len(), 0, "nothing arrived at GitLab");
    })
    .await;
}

#[tokio::test]
async fn a_name_that_is_not_found_is_said() {
    let project = project_with_roster("example/no/name");
    no_way_to_gitlab("~NOTFOUND", &project).await;
}

#[tokio::test]
async fn a_connection_that_is_refused_is_said() {
    let project = project_with_roster("example/no/listener");
    // Nobody listens at the discard port.
    no_way_to_gitlab("127.0.0.1:9", &project).await;
}

#[tokio::test]
async fn a_connection_that_breaks_off_is_tried_again() {
    let project = project_with_roster("example/broken/off");
    project.next(PATH, broken_off());
    project.next(PATH, whole_file().ending(Ending::CutAfter(200)));
    visit(async |page| {
        ask(page, &project, token::GOOD).await;
        page.rows(TEAM, 4).await;
    })
    .await;
}

/// Asks for the roster, and sees an error in place of a table.
async fn never_audited(project: &Project) {
    visit(async |page| {
        ask(page, project, token::GOOD).await;
        page.within(LONG, "an error is shown", async || !page.alerts().await.is_empty()).await;
        assert!(
            page.table(TEAM).await.is_none_or(|table| table.len() <= 1),
            "half a roster is shown"
        );
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_always_cut_short_is_never_audited() {
    let project = project_with_roster("example/cut/short");
    project.always(PATH, whole_file().ending(Ending::CutAfter(ROSTER.len() - 10)));
    never_audited(&project).await;
}

#[tokio::test]
async fn a_shorter_body_than_gitlab_announced_is_never_audited() {
    let project = project_with_roster("example/shorter");
    let mut shorter = file(PATH, DEFAULT_BRANCH, ROSTER.as_bytes());
    shorter.body.truncate(ROSTER.len() / 2);
    project.always(PATH, shorter);
    never_audited(&project).await;
}

#[tokio::test]
async fn a_stall_ends_after_twenty_seconds() {
    let project = project_with_roster("example/stall");
    project.always(PATH, whole_file().ending(Ending::StalledAfter(100)));
    visit(async |page| {
        ask(page, &project, token::GOOD).await;
        page.within(Duration::from_secs(30), "an error is shown", async || {
            !page.alerts().await.is_empty()
        })
        .await;
        let alert = page.alert().await;
        assert!(alert.contains("20"), "it says how long nothing came: {alert}");
        assert_eq!(project.asked().len(), 1, "a stall is not tried again");
    })
    .await;
}

#[tokio::test]
async fn a_fetch_can_be_cancelled() {
    let project = project_with_roster("example/cancel");
    project.next(PATH, whole_file().ending(Ending::Silence));
    visit(async |page| {
        ask(page, &project, token::GOOD).await;
        page.until("there is a way to cancel", async || page.has("Cancel").await).await;
        page.click("Cancel").await;
        page.until("the fetch is over", async || !page.has("Cancel").await).await;
        let alerts = page.alerts().await;
        assert!(alerts.is_empty(), "cancelling is no error: {alerts:?}");
        page.click("Fetch from GitLab").await;
        page.rows(TEAM, 4).await;
    })
    .await;
}
