// The page bench: page.mjs SITE CHROMIUM. On the real page, a fresh tab each turn: how long until the first rows of a paste and
// until all that come by themselves, what a search among them and "Show all" take, and the longest task of the main thread
// in each, be it script, layout or paint: the browser tells a page of the first alone, and its trace of all.
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
let events = [];
let traced = () => {};
let rest = "";
browser.stdio[4].on("data", (bytes) => {
  const messages = (rest + bytes).split("\0");
  rest = messages.pop();
  for (const { id, result, error, method, params } of messages.map((text) => JSON.parse(text))) {
    if (method === "Tracing.dataCollected") events.push(...params.value);
    if (method === "Tracing.tracingComplete") traced();
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
    while (!what()) await pause(10);
  };
  const rows = (table) => document.querySelectorAll(`table.${table} tbody:not(.leaving) tr:not(.details, .empty)`).length;
  const found = (table) => Number(document.querySelector(`table.${table}`)?.ariaRowCount ?? 0) - 1;
  const all = (table) => rows(table) >= Math.min(found(table), 2000);
  const file = (name, text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name));
    return data.files;
  };
  const give = (id, files) => {
    const input = document.getElementById(id);
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const [team, users] = [file("support-team.yaml", yaml), file("users.csv", csv)];
  await until(() => document.getElementById("roster-files"));
  // The worker's program comes after the page.
  await pause(1500);
  const stage = async (name, act, done) => {
    performance.mark(name);
    const start = performance.now();
    act();
    await until(done);
    await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
    const took = performance.now() - start;
    await pause(200);
    performance.mark("between stages");
    return took;
  };
  const roster = await stage("roster", () => give("roster-files", team), () => rows("team") > 0 && all("team"));
  let first;
  const start = performance.now();
  const list = await stage(
    "list",
    () => give("list-files", users),
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
  const search = await stage("search", () => type("1"), () => found("team") > 0 && document.querySelector(".tools .count").textContent.includes(" of ") && all("team"));
  const back = await stage("back", () => type(""), () => !document.querySelector(".tools .count").textContent.includes(" of ") && all("team"));
  let whole = 0;
  if (long) whole = await stage("whole", () => document.querySelector("#team-rest button").click(), () => rows("team") === found("team"));
  return { first, list, search, back, whole, roster };
}

/**
 * The longest task of each stage, in milliseconds: on the thread of its marks, from its mark to the next. By `dur` as the clock
 * has it, and by `tdur` what the thread itself was at work, which a busy machine does not lengthen.
 */
function longest(events, by) {
  const marks = events.filter((event) => event.cat === "blink.user_timing" && event.ph === "I").sort((a, b) => a.ts - b.ts);
  const tasks = events.filter((event) => event.name === "ThreadControllerImpl::RunTask" && event.pid === marks[0].pid && event.tid === marks[0].tid);
  if (tasks.length === 0) throw new Error("The trace holds no task.");
  return Object.fromEntries(
    marks.map(({ name, ts }, nth) => {
      // The task of the mark itself is the stage's first.
      const within = tasks.filter((task) => task.ts + (task.dur ?? 0) > ts && task.ts < (marks[nth + 1]?.ts ?? Infinity));
      return [name, Math.max(0, ...within.map((task) => (task[by] ?? 0) / 1000))];
    }),
  );
}

/** What the thread itself was at work, in milliseconds, within so long from a mark on: script, layout and paint of all tasks. */
function work(events, mark, within) {
  const from = events.find((event) => event.cat === "blink.user_timing" && event.ph === "I" && event.name === mark);
  const tasks = events.filter((event) => event.name === "ThreadControllerImpl::RunTask" && event.pid === from.pid && event.tid === from.tid);
  const inside = tasks.filter((task) => task.ts + (task.dur ?? 0) > from.ts && task.ts < from.ts + within * 1000);
  return inside.reduce((sum, task) => sum + (task.tdur ?? 0) / 1000, 0);
}

const { address, close } = await serve(site);
console.log(`\nThe page, medians of ${TURNS}; beside each time the longest task of the main thread, by the clock and by the thread's own time; from the list on, all that the thread was at work.\n`);
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
      events = [];
      await send("Tracing.start", { traceConfig: { recordMode: "recordAsMuchAsPossible", traceBufferSizeInKb: 500000, includedCategories: ["toplevel", "blink.user_timing"], excludedCategories: ["*"] } });
      const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true }, sessionId);
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
      const complete = new Promise((done) => (traced = done));
      await send("Tracing.end");
      await complete;
      seen.push({ ...result.value, longest: longest(events, "dur"), own: longest(events, "tdur"), work: work(events, "list", result.value.first), all: work(events, "list", result.value.list) });
      await send("Target.disposeBrowserContext", { browserContextId });
    }
    const middle = (of) => ms(median(seen.map(of)));
    const cell = (stage) => `${middle((one) => one[stage])} (${middle((one) => one.longest[stage])}, ${middle((one) => one.own[stage])})`;
    const first = `${middle((one) => one.first)} (${middle((one) => one.work)} of work)`;
    const list = `${cell("list")}, ${middle((one) => one.all)} of work`;
    console.log(`| ${people} × ${users} | ${cell("roster")} | ${first} | ${list} | ${cell("search")} | ${cell("back")} | ${people > 2000 ? cell("whole") : ""} |`);
  }
} finally {
  const ended = new Promise((done) => browser.once("exit", done));
  browser.kill();
  await ended;
  close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
