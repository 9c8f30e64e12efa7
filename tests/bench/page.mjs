// The page bench: page.mjs SITE CHROMIUM. On the real page, a fresh tab each turn: how long until the first rows of a paste and
// until all that come by themselves, what a search among them and "Show all" take, and the longest task of the main thread.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../script/served.mjs";
import { lists } from "./lists.mjs";

const [site, program] = process.argv.slice(2);
const TURNS = Number(process.env.TURNS ?? 7);
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const ms = (value) => `${value.toFixed(0)} ms`;

const profile = mkdtempSync(join(tmpdir(), "calendly-audit-bench."));
const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe", `--user-data-dir=${profile}`];
const browser = spawn(program, flags, { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const waiting = new Map();
let rest = "";
browser.stdio[4].on("data", (bytes) => {
  const messages = (rest + bytes).split("\0");
  rest = messages.pop();
  for (const { id, result, error } of messages.map((text) => JSON.parse(text))) {
    const { done, failed } = waiting.get(id) ?? {};
    if (error) failed?.(new Error(error.message));
    else done?.(result);
  }
});
let serial = 0;
const send = (method, params = {}, sessionId) =>
  new Promise((done, failed) => {
    waiting.set(++serial, { done, failed });
    browser.stdio[3].write(`${JSON.stringify({ id: serial, method, params, sessionId })}\0`);
  });

/** Runs in the page: brings both lists as files, and waits for each stage. */
async function measure(yaml, csv, long) {
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  const until = async (what) => {
    while (!what()) await pause(5);
  };
  const rows = (table) => document.querySelectorAll(`table.${table} tbody tr:not(.details, .empty)`).length;
  const found = (table) => Number(document.querySelector(`table.${table}`)?.ariaRowCount ?? 0) - 1;
  const all = (table) => rows(table) >= Math.min(found(table), 2000);
  const give = (id, name, text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name));
    const input = document.getElementById(id);
    input.files = data.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  await until(() => document.getElementById("roster-files"));
  // The worker's program comes after the page.
  await pause(1500);
  let tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((task) => task.duration))).observe({ type: "longtask" });
  const stage = async (act, done) => {
    tasks = [];
    const start = performance.now();
    act();
    await until(done);
    await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
    const took = performance.now() - start;
    await pause(200);
    return { took, longest: Math.max(0, ...tasks) };
  };
  const roster = await stage(() => give("roster-files", "support-team.yaml", yaml), () => rows("team") > 0 && all("team"));
  let first;
  const start = performance.now();
  const list = await stage(
    () => give("list-files", "users.csv", csv),
    () => {
      if (!first && rows("outside") > 0) first = performance.now() - start;
      return rows("outside") > 0 && all("outside") && all("team");
    },
  );
  const field = document.getElementById("team-words");
  const type = (words) => {
    field.value = words;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  const search = await stage(() => type("1"), () => found("team") > 0 && document.querySelector(".tools .count").textContent.includes(" of ") && all("team"));
  const back = await stage(() => type(""), () => !document.querySelector(".tools .count").textContent.includes(" of ") && all("team"));
  let whole = { took: 0, longest: 0 };
  if (long) whole = await stage(() => document.querySelector("#team-rest button").click(), () => rows("team") === found("team"));
  return { first, list, search, back, whole, roster };
}

const { address, close } = await serve(site);
console.log(`\nThe page, medians of ${TURNS}; beside each time the longest task of the main thread (0: none over 50 ms).\n`);
console.log("| people × users | roster to its rows | list to the first rows | list to all rows | search | and back | Show all |\n| --- | --- | --- | --- | --- | --- | --- |");
try {
  for (const [people, users] of [[300, 500], [2000, 2000], [20000, 20000]]) {
    const { yaml, csv } = lists(people, users);
    const seen = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const { browserContextId } = await send("Target.createBrowserContext");
      const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      await send("Page.navigate", { url: address }, sessionId);
      await new Promise((done) => setTimeout(done, 500));
      const expression = `(${measure})(${JSON.stringify(yaml)}, ${JSON.stringify(csv)}, ${people > 2000})`;
      const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true }, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
      seen.push(result.value);
      await send("Target.disposeBrowserContext", { browserContextId });
    }
    const cell = (stage) => `${ms(median(seen.map((one) => one[stage].took)))} (${ms(median(seen.map((one) => one[stage].longest)))})`;
    const first = ms(median(seen.map((one) => one.first)));
    console.log(`| ${people} × ${users} | ${cell("roster")} | ${first} | ${cell("list")} | ${cell("search")} | ${cell("back")} | ${people > 2000 ? cell("whole") : ""} |`);
  }
} finally {
  const ended = new Promise((done) => browser.once("exit", done));
  browser.kill();
  await ended;
  close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
