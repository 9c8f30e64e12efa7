// Run by script/screenshots: pictures of the page in every state. Speaks to Chromium through a pipe, so nothing is installed for it.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serve } from "./served.mjs";

const [site, program, folder, shown, ...wanted] = process.argv.slice(2);

/** 171 invented people and 178 users: script/invent.mjs. */
const [ROSTER, USERS] = ["roster.yaml", "users.csv"].map((name) => readFileSync(new URL(`../tests/browser/tests/worklist/${name}`, import.meta.url), "utf8"));

/** What is done to bring the page into a state, in the page itself. The example's people are invented. */
const STATES = {
  empty: "",
  example: "await example()",
  whole: "await example()",
  unread: "await example(); type('#list', 'Name,Email,Role\\nJane Doe,jane@example.com,User\\nwho is this?\\nJohn Doe,john@example,Admin\\n'); await pause(1500); document.querySelector('.unread').open = true",
  loading: "document.querySelector('#team-head').scrollIntoView(); type('#token', 'glpat-not-a-real-one'); await pause(100); document.querySelector('#fetch').click()",
  audit: "await example(); document.querySelector('.audit').scrollIntoView()",
  team: "await example(); document.querySelector('.team tbody tr').scrollIntoView()",
  everyone: "await example(); document.querySelector('#tab-everyone').click(); await pause(800)",
  details: "await example(); document.querySelector('.team .todo .unfold').click(); await pause(300)",
  outside: "await example(); document.querySelector('#tab-outside').click(); await pause(800); document.querySelector('.outside .select').click(); document.querySelector('.outside .unfold').click(); await pause(300)",
  filtered: "await example(); document.querySelectorAll('.filter')[1].click(); await pause(800)",
  nothing: "await example(); type('#search', 'nobody at all'); await pause(800); document.querySelector('#search').scrollIntoView()",
  decided: "await example(); document.querySelector('#tab-outside').click(); await pause(800); document.querySelector('.outside .todo .unfold').click(); await pause(300); [...document.querySelectorAll('.details button')].find((b) => b.textContent === 'To be removed')?.click(); await pause(800)",
  review: "await example(); document.querySelector('#review').click(); await pause(800)",
  users: "await example(); document.querySelector('#list-head').click(); await pause(300); document.querySelector('.part').open = true",
  team_of_171: "await invented()",
  whole_of_171: "await invented()",
  keys: "document.querySelector('#keys-open').click()",
  policy: "document.querySelector('.policy').open = true; document.querySelector('.policy').scrollIntoView()",
  error: "type('#project', ''); await pause(100); document.querySelector('#fetch').click(); type('#list', 'Name,Email\\nJane Doe,jdoe@example.com\\n\"broken'); await pause(1500)",
  shared: "location.hash = '#project=example/team&hours=48'; await pause(500)",
  names: "await example(); type('#list', 'Name,Email\\n' + 'Long '.repeat(2000) + ',long@example.com\\nשרה כהן,sarah@example.com\\n<b>&amp;,b@example.com'); await pause(1500); document.querySelector('#tab-outside').click()",
  mapping: "drop('support-team.yaml', '- name: Ida Berg\\n  email: ida@acme.example\\n- name: Tom Ruiz\\n  email: tom@acme.example\\n'); await pause(300); type('#list', 'Kontakt,Anmeldung,Person\\nida@acme.example,ida.berg@acme.example,Ida Berg\\nboss@acme.example,tom@acme.example,Tom Ruiz\\nvera@acme.example,vera@rival.example,Vera Stone\\n'); await pause(2000)",
  several: "await invented(); document.querySelector('#tab-outside').click(); await pause(800); [...document.querySelectorAll('.outside .select')].slice(1, 4).forEach((box) => box.click()); await pause(300)",
  opened: "await invented(); document.querySelector('.todo td:nth-child(2)').click(); await pause(800)",
  pinged: "await invented(); document.querySelector('#copy-pings').click(); await pause(2500)",
  escalated: "await invented(); document.querySelector('#copy-pings').click(); await pause(800); const today = Date.now; Date.now = () => today() + 3 * 86400000; type('#search', 'a'); await pause(500); type('#search', ''); await pause(800); document.querySelector('#copy-pings').click(); await pause(2500)",
  preview: "await invented(); [...document.querySelectorAll('.next button')].find((b) => b.textContent === 'Preview').click(); await pause(800)",
  evidence: "await invented(); [...document.querySelectorAll('.next button')].find((b) => b.textContent === 'Download evidence').click(); await pause(1500)",
  checks: "await invented(); document.querySelector('#all-checks').click(); await pause(300)",
  cleared: "await invented(); [...document.querySelectorAll('#whole button')].find((b) => b.textContent === 'Clear everything').click(); await pause(500)",
  review_of_171: "await invented(); document.querySelector('#tab-outside').click(); await pause(800); [...document.querySelectorAll('.outside .select')].slice(1, 4).forEach((box) => box.click()); await pause(300); [...document.querySelectorAll('.several button')].find((b) => b.textContent === 'Remove them').click(); await pause(800); document.querySelector('#review').click(); await pause(800); scrollTo(0, 0)",
  sign_in: "",
  sign_in_failed: "",
  dropping: "document.documentElement.toggleAttribute('data-dragging', true)",
};
/** Makes the page what it is where it was built for an application of GitLab's. */
const APPLICATION = `new MutationObserver((_, watch) => {
  const meta = document.querySelector("meta[name=gitlab-application]");
  if (meta) { meta.content = "example"; watch.disconnect(); }
}).observe(document, { childList: true, subtree: true });`;
const HELP = `
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const until = async (what) => { for (let i = 0; i < 400 && !what(); i++) await pause(50); };
  const type = (where, text) => { const field = document.querySelector(where); field.value = text; field.dispatchEvent(new InputEvent('input', { bubbles: true })); };
  await until(() => document.querySelector('#whole button') && document.querySelector('.policy') && document.querySelector('.audit'));
  const example = async () => { document.querySelector('#whole button').click(); await until(() => document.querySelectorAll('.team tbody tr').length > 5); await pause(500); };
  const drop = (name, text) => { const data = new DataTransfer(); data.items.add(new File([text], name)); document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })); };
  const invented = async () => { drop('support-team.yaml', ${JSON.stringify(ROSTER)}); await pause(300); type('#list', ${JSON.stringify(USERS)}); await until(() => document.querySelectorAll('.outside tbody tr').length > 10); await pause(800); };
`;

const profile = mkdtempSync(join(tmpdir(), "calendly-audit-pictures."));
const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe", `--user-data-dir=${profile}`];
const browser = spawn(program, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const waiting = new Map();
let rest = "";
browser.stdio[4].on("data", (bytes) => {
  const messages = (rest + bytes).split("\0");
  rest = messages.pop();
  for (const message of messages.map((text) => JSON.parse(text))) {
    const { done, failed } = waiting.get(message.id) ?? {};
    if (message.error) failed?.(new Error(message.error.message));
    else done?.(message.result);
  }
});
let serial = 0;
const send = (method, params = {}, sessionId) =>
  new Promise((done, failed) => {
    waiting.set(++serial, { done, failed });
    browser.stdio[3].write(`${JSON.stringify({ id: serial, method, params, sessionId })}\0`);
  });

const { address, close } = await serve(site);
mkdirSync(folder, { recursive: true });
try {
  for (const [width, height] of [[1280, 900], [400, 900]]) {
    for (const theme of ["light", "dark"]) {
      for (const [state, reach] of Object.entries(STATES)) {
        if (wanted.length > 0 && !wanted.includes(state)) continue;
        // Each state has a profile of its own: nothing is remembered from the one before.
        const { browserContextId } = await send("Target.createBrowserContext");
        const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
        const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
        await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false }, sessionId);
        await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: theme }] }, sessionId);
        await send("Page.enable", {}, sessionId);
        await send("Browser.grantPermissions", { browserContextId, permissions: ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        if (state.startsWith("sign_in")) await send("Page.addScriptToEvaluateOnNewDocument", { source: APPLICATION }, sessionId);
        await send("Page.navigate", { url: address + (state === "sign_in_failed" ? "?code=x&state=y" : "") }, sessionId);
        await new Promise((done) => setTimeout(done, 500));
        const expression = `(async () => { ${HELP} ${reach}; await pause(300); })()`;
        const { exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true }, sessionId);
        if (exceptionDetails) throw new Error(`${state}: ${exceptionDetails.exception?.description}`);
        const { cssContentSize } = await send("Page.getLayoutMetrics", {}, sessionId);
        const clip = state.startsWith("whole") ? { clip: { ...cssContentSize, scale: 1 }, captureBeyondViewport: true } : {};
        const { data } = await send("Page.captureScreenshot", { format: "png", ...clip }, sessionId);
        const picture = Buffer.from(data, "base64");
        writeFileSync(join(folder, `${state}-${width}-${theme}.png`), picture);
        if (state === "example" && width === 1280 && theme === "light") {
          mkdirSync(dirname(shown), { recursive: true });
          writeFileSync(shown, picture);
        }
        await send("Target.disposeBrowserContext", { browserContextId });
      }
    }
  }
  console.log(`${Object.keys(STATES).length * 4} pictures are in ${folder}.`);
} finally {
  const ended = new Promise((done) => browser.once("exit", done));
  browser.kill();
  await ended;
  close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
