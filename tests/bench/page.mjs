// The page bench: page.mjs SITE PLAIN CHROMIUM. On the real page, a fresh tab each turn: how long until the first rows of a list
// and until all that come by themselves, what a search among them and "Show all" take, and the longest task of the main thread
// in each, be it script, layout or paint: the browser tells a page of the first alone, and its trace of all. Then a real paste of
// 20,000 lines by the keyboard, on the page and on a plain page in JavaScript (PLAIN) in turn.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "../../script/served.mjs";
import { lists } from "./lists.mjs";

const [site, plain, program] = process.argv.slice(2);
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
async function measure(yaml, csv, people, long) {
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
  // Without users there is no audit yet, and perhaps no row: the step says how many people were read.
  const roster = await stage("roster", () => give("roster-files", team), () => /[1-9]\d* people/.test(document.getElementById("team-head").textContent));
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
  const everyone = await stage("everyone", () => document.getElementById("tab-everyone").click(), () => found("team") >= people && all("team") && all("outside"));
  const field = document.getElementById("search");
  const type = (words) => {
    field.value = words;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  };
  const search = await stage("search", () => type("1"), () => found("team") < people && all("team"));
  const back = await stage("back", () => type(""), () => found("team") >= people && all("team"));
  let whole = 0;
  if (long) whole = await stage("whole", () => document.querySelector("#team-rest button").click(), () => rows("team") === found("team"));
  return { first, list, everyone, search, back, whole, roster };
}

/** Runs in either page: gives it the roster, puts the list on the clipboard and waits, in the text area, for the paste. */
async function prepare(yaml, csv) {
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  const until = async (what) => {
    while (!what()) await pause(5);
  };
  const rows = (table) => document.querySelectorAll(`table.${table} tbody:not(.leaving) tr:not(.details, .empty)`).length;
  const shown = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  await until(() => document.getElementById("roster-files"));
  // The worker's program comes after the page.
  await pause(1500);
  const input = document.getElementById("roster-files");
  const data = new DataTransfer();
  data.items.add(new File([yaml], "support-team.yaml"));
  let start = performance.now();
  input.files = data.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  // Without users there is no audit yet, and perhaps no row: then the step says how many people were read.
  await until(() => rows("team") > 0 || /[1-9]\d* people/.test(document.getElementById("team-head")?.textContent ?? ""));
  await shown();
  const roster = performance.now() - start;
  await pause(1500);
  await navigator.clipboard.writeText(csv);
  document.getElementById("list").focus();
  await pause(200);
  addEventListener(
    "paste",
    () => {
      performance.mark("paste");
      start = performance.now();
    },
    { capture: true, once: true },
  );
  globalThis.pasted = (async () => {
    // The first rows of an audit, of either table.
    await until(() => document.querySelector("table.outside") && rows("team") + rows("outside") > 0 && Number(document.querySelector("table.outside").ariaRowCount) > 1);
    await shown();
    const paste = performance.now() - start;
    // Further rows come, and a text area is laid out, for a moment longer.
    await pause(1000);
    performance.mark("between stages");
    return { roster, paste };
  })();
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

async function open(address) {
  const { browserContextId } = await send("Target.createBrowserContext");
  const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  await send("Page.navigate", { url: address }, sessionId);
  await new Promise((done) => setTimeout(done, 500));
  return { browserContextId, sessionId };
}

async function run(expression, sessionId) {
  const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true }, sessionId);
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
  return result.value;
}

/** What a function of the browser does, with the trace of it left in `events`. */
async function trace(what) {
  events = [];
  await send("Tracing.start", { traceConfig: { recordMode: "recordAsMuchAsPossible", traceBufferSizeInKb: 500000, includedCategories: ["toplevel", "blink.user_timing"], excludedCategories: ["*"] } });
  const result = await what();
  const complete = new Promise((done) => (traced = done));
  await send("Tracing.end");
  await complete;
  return result;
}

/** A paste by the keyboard, from the system's clipboard: what a person's Ctrl+V is. */
async function paste(address, yaml, csv) {
  const { browserContextId, sessionId } = await open(address);
  await send("Browser.grantPermissions", { permissions: ["clipboardReadWrite", "clipboardSanitizedWrite"], browserContextId });
  await send("Emulation.setFocusEmulationEnabled", { enabled: true }, sessionId);
  await run(`(${prepare})(${JSON.stringify(yaml)}, ${JSON.stringify(csv)})`, sessionId);
  const key = { key: "v", code: "KeyV", windowsVirtualKeyCode: 86, modifiers: 2 };
  const times = await trace(async () => {
    await send("Input.dispatchKeyEvent", { type: "rawKeyDown", commands: ["paste"], ...key }, sessionId);
    await send("Input.dispatchKeyEvent", { type: "keyUp", ...key }, sessionId);
    return run("globalThis.pasted", sessionId);
  });
  await send("Target.disposeBrowserContext", { browserContextId });
  return { ...times, longest: longest(events, "dur").paste, own: longest(events, "tdur").paste };
}

const { address, close } = await serve(site);
const rival = await serve(plain);
console.log(`\nThe page, medians of ${TURNS}; beside each time the longest task of the main thread, by the clock and by the thread's own time; from the list on, all that the thread was at work.\n`);
console.log("| people × users | roster to its rows | list to the first rows | list to all rows | Everyone | search | and back | Show all |\n| --- | --- | --- | --- | --- | --- | --- | --- |");
try {
  for (const [people, users] of (process.env.SIZES ? JSON.parse(process.env.SIZES) : [[300, 500], [2000, 2000], [20000, 20000]])) {
    const { yaml, csv } = lists(people, users);
    const seen = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const { browserContextId, sessionId } = await open(address);
      const expression = `(${measure})(${JSON.stringify(yaml)}, ${JSON.stringify(csv)}, ${people}, ${people > 2000})`;
      const times = await trace(() => run(expression, sessionId));
      seen.push({ ...times, longest: longest(events, "dur"), own: longest(events, "tdur"), work: work(events, "list", times.first), all: work(events, "list", times.list) });
      await send("Target.disposeBrowserContext", { browserContextId });
    }
    const middle = (of) => ms(median(seen.map(of)));
    const cell = (stage) => `${middle((one) => one[stage])} (${middle((one) => one.longest[stage])}, ${middle((one) => one.own[stage])})`;
    const first = `${middle((one) => one.first)} (${middle((one) => one.work)} of work)`;
    const list = `${cell("list")}, ${middle((one) => one.all)} of work`;
    console.log(`| ${people} × ${users} | ${cell("roster")} | ${first} | ${list} | ${cell("everyone")} | ${cell("search")} | ${cell("back")} | ${people > 2000 ? cell("whole") : ""} |`);
  }

  const { yaml, csv } = lists(20000, 20000);
  const seen = { page: [], javascript: [] };
  for (let turn = 0; turn < TURNS; turn += 1) {
    seen.page.push(await paste(address, yaml, csv));
    seen.javascript.push(await paste(rival.address, yaml, csv));
  }
  const middle = (who, of) => median(seen[who].map(of));
  console.log(`\nA real paste of 20,000 lines by the keyboard into the text area, with the roster of 20,000 there before; medians of ${TURNS}, in turn.\n`);
  console.log("| what | the page | plain page in JavaScript | page ÷ JavaScript |\n| --- | --- | --- | --- |");
  for (const [what, of] of [
    ["roster to its rows", (one) => one.roster],
    ["paste to the rows", (one) => one.paste],
    ["both", (one) => one.roster + one.paste],
    ["longest task of the paste, by the clock", (one) => one.longest],
    ["the same, the thread's own time", (one) => one.own],
  ]) {
    const [ours, theirs] = [middle("page", of), middle("javascript", of)];
    console.log(`| ${what} | ${ms(ours)} | ${ms(theirs)} | ${(ours / theirs).toFixed(2)} |`);
  }
} finally {
  const ended = new Promise((done) => browser.once("exit", done));
  browser.kill();
  await ended;
  close();
  rival.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}
