//! The token, and what the page's own policy refuses.

use browser_tests::gitlab::token;
use browser_tests::page::{visit, visit_at};

use crate::team::{LIST, OUTSIDE, TEAM, ask, audited, project_with_roster};

#[tokio::test]
async fn the_token_is_nowhere_but_in_its_field() {
    let project = project_with_roster("example/token");
    visit(async |page| {
        audited(page, &project).await;
        let places = "return JSON.stringify([
            document.documentElement.outerHTML, document.body.innerText, location.href, document.cookie, document.title, history.state,
            { ...localStorage }, { ...sessionStorage }, performance.getEntriesByType('resource').map((entry) => entry.name),
            [...document.querySelectorAll('a')].map((link) => link.href),
        ])";
        let places = page.script(places, vec![]).await;
        assert!(places.as_str().is_some_and(|text| text.contains("jdoe@example.com")), "the page was looked at");
        assert!(!places.to_string().contains(token::GOOD), "{places}");
        for button in ["Copy Markdown", "Copy pings"] {
            assert!(!page.copied_by(button).await.contains(token::GOOD), "{button}");
        }
        for request in page.requests().await {
            assert!(!request.contains(token::GOOD), "in an address: {request}");
        }
        // A browser must not offer to keep it.
        let kept = page.script("return document.querySelector('input[type=password]').autocomplete", vec![]).await;
        assert!(["off", "one-time-code", "new-password"].iter().any(|word| kept == **word), "autocomplete is {kept}");

        page.reload().await;
        assert_eq!(page.value("Access token").await, "", "it does not survive a reload");
    })
    .await;
}

#[tokio::test]
async fn the_policy_refuses_what_is_planted() {
    visit(async |page| {
        let planted = "
            const seen = [];
            document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
            const attempt = async (what) => { try { return await what(); } catch (error) { return error.name; } };
            const add = (tag, attributes, text) => new Promise((done) => {
                const element = Object.assign(document.createElement(tag), attributes);
                element.onload = () => done('loaded');
                element.onerror = () => done('refused');
                if (text) { element.append(text); setTimeout(done, 100, window.planted ? 'ran' : 'refused'); }
                document.head.append(element);
            });
            const results = async () => ({
                inlineScript: await attempt(() => add('script', {}, 'window.planted = true')),
                otherScript: await attempt(() => add('script', { src: 'https://other.example.com/a.js' })),
                style: await attempt(() => add('style', {}, 'h1 { color: rgb(1, 2, 3) }').then(() => getComputedStyle(document.querySelector('h1')).color)),
                image: await attempt(() => add('img', { src: 'https://other.example.com/a.png' })),
                otherFetch: await attempt(() => fetch('https://other.example.com/').then(() => 'sent')),
                beacon: await attempt(async () => navigator.sendBeacon('https://other.example.com/', 'x')),
                socket: await attempt(() => new Promise((done) => { const s = new WebSocket('wss://other.example.com/'); s.onopen = () => done('open'); s.onerror = () => done('refused'); })),
                evaluated: await attempt(async () => (0, eval)('1 + 1')),
                html: await attempt(async () => { document.createElement('div').innerHTML = '<b>x</b>'; return 'set'; }),
            });
            const found = await results();
            await new Promise((done) => setTimeout(done, 300)); // violations are told a little later
            return { ...found, seen };";
        let found = page.script_later(&format!("(async () => {{ {planted} }})()"), vec![]).await;
        assert_eq!(found["inlineScript"], "refused", "{found}");
        assert_eq!(found["otherScript"], "TypeError", "Trusted Types let no address in: {found}");
        assert_ne!(found["style"], "rgb(1, 2, 3)", "{found}");
        assert_eq!(found["image"], "refused", "{found}");
        assert_eq!(found["otherFetch"], "TypeError", "{found}");
        assert_ne!(found["socket"], "open", "{found}");
        assert_eq!(found["evaluated"], "EvalError", "{found}");
        assert_eq!(found["html"], "TypeError", "{found}");
        let refused = |directive: &str| {
            let seen = found["seen"].as_array().into_iter().flatten();
            seen.filter(|seen| **seen == directive).count()
        };
        assert_eq!(refused("require-trusted-types-for"), 4, "two scripts, eval, HTML: {found}");
        assert_eq!(refused("style-src-elem"), 1, "{found}");
        assert_eq!(refused("img-src"), 1, "{found}");
        assert_eq!(refused("connect-src"), 3, "fetch, beacon and socket: {found}");
        page.expect_refusals().await;
    })
    .await;
}

#[tokio::test]
async fn nothing_in_the_address_fills_the_token_starts_a_fetch_or_names_a_host() {
    let suffix = "?token=glpat-from-the-address&private_token=glpat-x&gitlab=https://evil.example.com&host=https://evil.example.com\
        &GITLAB_URL=https://evil.example.com&project=https://evil.example.com/a/b#token=glpat-from-the-fragment";
    let project = project_with_roster("example/address");
    visit_at(suffix, async |page| {
        assert_eq!(page.value("Access token").await, "");
        // Also not from another window.
        page.script(
            "window.postMessage({ token: 'glpat-x', project: 'a/b', fetch: true }, '*')",
            vec![],
        )
        .await;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert_eq!(page.value("Access token").await, "");
        let foreign = page
            .requests()
            .await
            .into_iter()
            .find(|request| request.contains("/api/") || !request.contains("127.0.0.1"));
        assert_eq!(foreign, None, "a fetch that nobody asked for");
        ask(page, &project, token::GOOD).await;
        page.rows(TEAM, 4).await;
    })
    .await;
}

#[tokio::test]
async fn clear_everything_clears_everything() {
    let project = project_with_roster("example/clear");
    visit(async |page| {
        audited(page, &project).await;
        page.click_and_agree("Clear everything").await;
        page.until("the tables are gone", async || page.table(TEAM).await.is_none_or(|table| table.len() <= 1)).await;
        assert_eq!(page.value("Calendly user list").await, "");
        assert_eq!(page.value("Access token").await, "");
        let rest = page.script("return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.body.innerText])", vec![]).await;
        assert!(!rest.to_string().contains("jdoe@example.com"), "{rest}");
        page.reload().await;
        assert!(!page.text().await.contains("jdoe@example.com"));
        // And it can be done again.
        page.paste("Calendly user list", LIST).await;
        page.rows(OUTSIDE, 4).await;
    })
    .await;
}
