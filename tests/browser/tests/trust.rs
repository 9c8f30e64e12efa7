//! The page keeps to its own promise in odd surroundings: in a frame, in a worker, without a network, under messages of others.

use browser_tests::gitlab::token;
use browser_tests::http::{Answer, serve};
use browser_tests::page::{Network, visit, visit_at};
use browser_tests::site::site;
use serde_json::json;
use thirtyfour::By;

use crate::team::{LIST, NAMES, OUTSIDE, ROSTER, TEAM, audited, project_with_roster};

#[tokio::test]
async fn a_page_of_another_site_cannot_frame_it_and_have_a_token() {
    let framing =
        format!("<!doctype html><title>x</title><iframe src=\"{}\"></iframe>", site().address());
    let port =
        serve(0, move |_| Answer::new(200, "text/html", framing.clone())).expect("a free port");
    visit(async |page| {
        // Another port is another origin.
        page.driver().goto(format!("http://127.0.0.1:{port}/")).await.expect("the other site");
        let frame = page.driver().find(By::Tag("iframe")).await.expect("the frame");
        frame.enter_frame().await.expect("into the frame");
        page.until("the page stands", async || page.has("Fetch from GitLab").await).await;
        let field = page.control("Access token").await;
        assert!(!field.is_enabled().await.expect("the field"), "it takes a token");
        let text = page.text().await;
        assert!(text.contains("another site") && text.contains("no token is taken here"), "{text}");
        page.driver().enter_default_frame().await.expect("out of the frame");
        page.expect_refusals().await; // the other site is one of our making
    })
    .await;
    visit(async |page| {
        assert!(page.control("Access token").await.is_enabled().await.expect("the field"));
        assert!(!page.text().await.contains("no token is taken here"));
    })
    .await;
}

#[tokio::test]
async fn the_token_is_gone_after_leaving_also_where_the_page_was_only_set_aside() {
    visit(async |page| {
        page.fill("Access token", token::GOOD).await;
        page.script(
            "window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))",
            vec![],
        )
        .await;
        page.until("the field is empty", async || page.value("Access token").await.is_empty())
            .await;
    })
    .await;
}

#[tokio::test]
async fn clearing_ends_a_fetch_under_way() {
    use browser_tests::http::Ending;
    let project = project_with_roster("example/clear/while/fetching");
    project.next(crate::team::PATH, Answer::new(200, "text/plain", "").ending(Ending::Silence));
    visit(async |page| {
        crate::team::ask(page, &project, token::GOOD).await;
        page.until("the fetch is under way", async || page.has("Cancel").await).await;
        page.click_and_agree("Clear everything").await;
        page.until("the fetch is over", async || !page.has("Cancel").await).await;
        assert_eq!(page.value("Access token").await, "");
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        assert!(page.alerts().await.is_empty());
        assert!(page.table(TEAM).await.is_none_or(|table| table.len() <= 1), "it came in later");
    })
    .await;
}

#[tokio::test]
async fn the_worker_stands_under_the_same_policy() {
    // Smuggled into the program of the page's own worker, before the page begins.
    let smuggled = "
        const planted = `
            const attempt = async (what) => { try { await what(); return 'done'; } catch (error) { return error.name; } };
            const seen = [];
            addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
            (async () => {
                const found = {
                    fetch: await attempt(() => fetch('https://other.example.com/')),
                    socket: await attempt(() => new Promise((done, failed) => { const s = new WebSocket('wss://other.example.com/'); s.onopen = done; s.onerror = () => failed(new TypeError()); })),
                    script: await attempt(() => import('https://other.example.com/a.js')),
                    evaluated: await attempt(() => (0, eval)('1 + 1')),
                };
                setTimeout(() => new BroadcastChannel('planted').postMessage({ ...found, seen }), 200);
            })();`;
        window.planted = new Promise((resolve) => { new BroadcastChannel('planted').onmessage = ({ data }) => resolve(data); });
        const Real = Blob;
        window.Blob = function (parts, options) { return new Real(options?.type === 'text/javascript' ? [...parts, planted] : parts, options); };";
    visit(async |page| {
        page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": smuggled})).await;
        page.reload().await;
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 4).await;
        let found = page.script_later("window.planted", vec![]).await;
        for what in ["fetch", "socket", "script", "evaluated"] {
            assert_ne!(found[what], "done", "{what}: {found}");
        }
        let seen = found["seen"].as_array().cloned().unwrap_or_default();
        assert_eq!(seen.iter().filter(|seen| **seen == "connect-src").count(), 2, "{found}");
        assert!(
            seen.iter()
                .any(|seen| seen.as_str().is_some_and(|seen| seen.starts_with("script-src"))),
            "{found}"
        );
        page.expect_refusals().await;
    })
    .await;
    // And no other program can become a worker at all.
    visit(async |page| {
        let script = "try { new Worker(URL.createObjectURL(new Blob(['1'], { type: 'text/javascript' }))); return 'started'; } catch (error) { return error.name; }";
        assert_eq!(page.script(script, vec![]).await, json!("TypeError"));
        page.expect_refusals().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_said_by_another_window_has_an_effect() {
    visit(async |page| {
        for message in [json!({"token": "glpat-x"}), json!([1, [0]]), json!("fetch"), json!(null)] {
            page.script("window.postMessage(arguments[0], '*'); window.dispatchEvent(new StorageEvent('storage', { key: 'calendly-audit/work', newValue: '=x' }))", vec![message]).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        assert_eq!(page.value("Access token").await, "");
        assert!(page.alerts().await.is_empty());
        let api = page.requests().await.into_iter().find(|request| request.contains("/api/"));
        assert_eq!(api, None, "a fetch that nobody asked for");
    })
    .await;
}

#[tokio::test]
async fn an_address_never_takes_the_place_of_work() {
    visit_at("#example", async |page| {
        page.until("the example is there", async || {
            page.table(TEAM).await.is_some_and(|table| table.len() > 1)
        })
        .await;
    })
    .await;
    visit(async |page| {
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 4).await;
        page.script("location.hash = '#example'", vec![]).await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        page.rows(OUTSIDE, 4).await;
    })
    .await;
}

#[tokio::test]
async fn after_the_example_of_an_address_the_page_is_there_whatever_comes() {
    visit_at("#example", async |page| {
        page.rows(TEAM, 41).await;
        page.click_and_agree("Clear everything").await;
        page.until("the example is gone", async || page.table(TEAM).await.is_none()).await;
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 4).await;
    })
    .await;
    // Where the example does not come at all, the page says so and stays.
    visit(async |page| {
        page.devtools("Network.enable", json!({})).await;
        page.devtools("Network.setBlockedURLs", json!({"urls": ["*/worker_bg*"]})).await;
        page.devtools("Network.setCacheDisabled", json!({"cacheDisabled": true})).await;
        page.script("location.hash = '#example'; location.reload()", vec![]).await;
        page.until("it is said", async || {
            page.alerts().await.concat().contains("could not be loaded")
        })
        .await;
        page.expect_refusals().await;
        page.devtools("Network.setBlockedURLs", json!({"urls": []})).await;
        page.paste("Calendly user list", "alex@example.com").await;
        page.rows(OUTSIDE, 1).await;
        page.expect_refusals().await;
    })
    .await;
}

#[tokio::test]
async fn once_loaded_the_page_needs_no_network() {
    let project = project_with_roster("example/loaded");
    visit(async |page| {
        // Nothing was audited yet: the worker, too, starts without a network, and again after it was ended.
        page.network(Network::Gone).await;
        page.choose("Roster files", &[&page.a_file("team.yaml", ROSTER)]).await;
        page.paste("Calendly user list", LIST).await;
        assert_eq!(page.rows(TEAM, 4).await[0][0], NAMES[0]);
        page.rows(OUTSIDE, 1).await;
        page.devtools("Runtime.evaluate", json!({"expression": "const post = Worker.prototype.postMessage;
            Worker.prototype.postMessage = function () { Worker.prototype.postMessage = post; post.call(this, null); };"}))
        .await;
        page.paste("Calendly user list", "alex@example.com").await;
        page.alert().await;
        page.paste("Calendly user list", "alex@example.com, riley@example.com").await;
        page.rows(OUTSIDE, 2).await;
        assert!(page.copied_by("Copy Markdown").await.contains("alex@example.com"));
        page.network(Network::There).await;
        audited(page, &project).await;
    })
    .await;
}

#[tokio::test]
async fn a_program_of_the_worker_that_does_not_come_is_said_and_tried_again() {
    visit(async |page| {
        page.devtools("Network.enable", json!({})).await;
        page.devtools("Network.setBlockedURLs", json!({"urls": ["*/worker_bg*"]})).await;
        page.devtools("Network.setCacheDisabled", json!({"cacheDisabled": true})).await;
        page.reload().await;
        let said = page.alert().await;
        assert!(
            said.contains("could not be loaded") && said.contains("Check the network"),
            "{said}"
        );
        // The page is there all the same, and says it again where it is needed again.
        page.paste("Calendly user list", LIST).await;
        let said = page.alert().await;
        assert!(said.contains("could not be loaded"), "{said}");
        page.expect_refusals().await;
        page.devtools("Network.setBlockedURLs", json!({"urls": []})).await;
        page.paste("Calendly user list", "alex@example.com").await;
        page.rows(OUTSIDE, 1).await;
        assert!(page.alerts().await.is_empty());
        page.expect_refusals().await;
    })
    .await;
}
