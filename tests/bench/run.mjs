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

await command("DELETE", session);
server.close();
driver.kill();
process.exit(failed ? 1 : 0);
