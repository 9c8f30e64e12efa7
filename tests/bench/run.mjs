// The browser bench: run.mjs FOLDER, where FOLDER holds the bench page and, below site/, the site as it ships.
// Drives headless Chromium through chromedriver and prints tables in Markdown.
import { spawn } from "node:child_process";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const folder = process.argv[2];
const TURNS = Number(process.env.TURNS ?? 7);
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".json": "application/json", ".svg": "image/svg+xml" };

const site = readdirSync(join(folder, "site"));
const named = (pattern) => `site/${site.find((name) => pattern.test(name))}`;
const at = (server) => `http://127.0.0.1:${server.address().port}/`;

const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)).replace(/^\/+/, "") || "bench.html";
  try {
    const bytes = readFileSync(join(folder, path));
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain" });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
writeFileSync(join(folder, "site.json"), JSON.stringify({ js: `${at(server)}${named(/^worker-.*\.js$/)}`, wasm: `${at(server)}${named(/^worker_bg.*\.wasm$/)}` }));

const port = 20000 + (process.pid % 20000);
const driver = spawn(process.env.CHROMEDRIVER ?? "chromedriver", [`--port=${port}`], { stdio: "ignore" });
process.on("exit", () => driver.kill());

async function command(method, path, body) {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
  const { value } = await answer.json();
  if (value?.error) throw new Error(`${value.error}: ${value.message}`);
  return value;
}
for (let tries = 0; ; tries += 1) {
  try {
    await command("GET", "/status");
    break;
  } catch (error) {
    if (tries > 100) throw error;
    await new Promise((done) => setTimeout(done, 100));
  }
}
const { sessionId, capabilities } = await command("POST", "/session", {
  capabilities: { alwaysMatch: { "goog:chromeOptions": { args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] }, timeouts: { script: 300000, pageLoad: 60000 } } },
});
const session = `/session/${sessionId}`;
const open = (address) => command("POST", `${session}/url`, { url: address });
// Runs an async function of the page with arguments.
const run = (fn, ...args) =>
  command("POST", `${session}/execute/async`, {
    script: `const done = arguments[arguments.length - 1]; (${fn})(...[...arguments].slice(0, -1)).then((value) => done({ value }), (error) => done({ error: String(error) }));`,
    args,
  }).then(({ value, error }) => {
    if (error) throw new Error(error);
    return value;
  });

const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];
const ms = (value) => `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;
const bench = async () => {
  await open(at(server));
  await run(async () => { while (!globalThis.bench) await new Promise((done) => setTimeout(done, 10)); });
};
const time = (kind) => run(async (kind) => globalThis.bench.time(kind), kind);
const make = (people, users) => run(async (people, users) => globalThis.bench.make(people, users), people, users);

let failed = false;
console.log(`\nBrowser: Chromium ${capabilities.browserVersion}, medians of ${TURNS}, the contestants in turn.\n`);
console.log("| people × users | what | wasm, notes | wasm, rows shown | JavaScript | notes ÷ JavaScript | rows ÷ JavaScript |\n| --- | --- | --- | --- | --- | --- | --- |");
for (const [people, users] of [[300, 500], [20000, 20000]]) {
  const kinds = ["wasm", "javascript", "rows"];
  const print = (what, times) => {
    const [ours, theirs, rows] = kinds.map((kind) => median(times[kind]));
    console.log(`| ${people} × ${users} | ${what} | ${ms(ours)} | ${ms(rows)} | ${ms(theirs)} | ${(ours / theirs).toFixed(2)} | ${(rows / theirs).toFixed(2)} |`);
  };
  const collect = async (turn) => {
    const times = { wasm: [], javascript: [], rows: [] };
    for (let i = 0; i < TURNS; i += 1) for (const kind of kinds) times[kind].push(await turn(kind));
    return times;
  };
  print("first run of a fresh page", await collect(async (kind) => { await bench(); await make(people, users); return time(kind); }));
  await bench();
  const { yaml, csv } = await make(people, users);
  for (const kind of kinds) for (let i = 0; i < 3; i += 1) await time(kind);
  print(`warm (${(yaml / 1e6).toFixed(2)} MB YAML, ${(csv / 1e6).toFixed(2)} MB CSV)`, await collect(time));
  const { rows, odd } = await run(async () => globalThis.bench.differences());
  if (odd.length > 0) failed = true;
  console.log(odd.length > 0 ? `\nThe rows differ:\n${odd.join("\n")}\n` : `| ${people} × ${users} | the same ${rows} rows from both | | | | | |`);
}

// The real page: its longest task, from the paste to the tables.
console.log("\n| page, people × users | from the paste to the rows | longest task of the main thread | tasks over 50 ms |\n| --- | --- | --- | --- |");
for (const [people, users] of [[300, 500], [20000, 20000]]) {
  const seen = [];
  for (let i = 0; i < TURNS; i += 1) {
    // A tab keeps what was put into it: each turn has one of its own.
    const { handle } = await command("POST", `${session}/window/new`, { type: "tab" });
    await command("DELETE", `${session}/window`);
    await command("POST", `${session}/window`, { handle });
    await open(`${at(server)}site/index.html`);
    seen.push(await run(page, people, users));
  }
  console.log(`| ${people} × ${users} | ${ms(median(seen.map((s) => s.took)))} | ${ms(median(seen.map((s) => s.longest)))} | ${median(seen.map((s) => s.many))} |`);
}

async function page(people, users) {
  const { lists } = await import(new URL("../lists.mjs", location.href).href);
  const { yaml, csv } = lists(people, users);
  const wait = async (found) => {
    for (;;) {
      const value = found();
      if (value) return value;
      await new Promise((done) => setTimeout(done, 5));
    }
  };
  const area = await wait(() => [...document.querySelectorAll("label")].find((label) => label.textContent.trim() === "Calendly user list")?.control);
  const input = (name) => [...document.querySelectorAll("label")].find((label) => label.textContent.trim() === name)?.control;
  const files = await wait(() => input("Roster files"));
  const roster = new DataTransfer();
  roster.items.add(new File([yaml], "support-team.yaml"));
  // The text goes in as a paste would bring it; what the browser needs to lay out a text area is not ours, so files carry the list
  // where it is large.
  const large = csv.length > 200000;
  await new Promise((done) => setTimeout(done, 300));
  const tasks = [];
  new PerformanceObserver((all) => tasks.push(...all.getEntries().map((task) => task.duration))).observe({ type: "longtask" });
  const read = (what) => [...document.querySelectorAll(".step-state")].some((state) => state.textContent.replaceAll(",", "").includes(what));
  files.files = roster.files;
  files.dispatchEvent(new Event("change", { bubbles: true }));
  await wait(() => read(`${people} people`));
  await new Promise((done) => setTimeout(done, 300));
  const start = performance.now();
  if (large) {
    const list = new DataTransfer();
    list.items.add(new File([csv], "users.csv"));
    input("Calendly files").files = list.files;
    input("Calendly files").dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    area.value = csv;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  await wait(() => read(`${users} users`));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const took = performance.now() - start;
  await new Promise((done) => setTimeout(done, 300));
  return { took, longest: Math.max(0, ...tasks), many: tasks.filter((task) => task > 50).length };
}

await command("DELETE", session);
server.close();
driver.kill();
process.exit(failed ? 1 : 0);
