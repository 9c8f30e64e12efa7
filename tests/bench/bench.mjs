// Runs the two contestants, each in a worker of its own, on texts that lie in the page, and says how long each took from
// handing over the texts to having the notes. The wasm's messages are those of the page (src/session/message.rs), written
// down in postcard's form: a number for the variant, then its fields.
import { lists } from "./lists.mjs";

const { js, wasm } = await (await fetch("site.json")).json();
const compiled = await WebAssembly.compileStreaming(fetch(wasm));
const utf8 = new TextEncoder();
const names = (name) => [1, utf8.encode(name).length, ...utf8.encode(name)];
const ROSTER = Uint8Array.from([0, ...names("support-team.yaml")]);
const LIST = Uint8Array.from([1, ...names("users.csv")]);
const NOTES = Uint8Array.from([6, 0, 0]);
// No words, all rows, the table's own order, a hundred of them: for both tables.
const SHOW = Uint8Array.from([4, 0, 0, 0, 100, 0, 0, 0, 100]);

let texts = { yaml: "", csv: "" };
let workers = {};
const first = (worker) => new Promise((done, failed) => {
  worker.onmessage = ({ data }) => done(data);
  worker.onerror = failed;
});

const START = {
  wasm: async () => {
    const worker = new Worker("wasm-worker.mjs", { type: "module" });
    const up = first(worker);
    worker.postMessage({ js, module: compiled });
    await up;
    return worker;
  },
  javascript: async () => {
    const worker = new Worker("javascript.js", { type: "module" });
    await first(worker);
    return worker;
  },
};

// One request. Answers come in the order of the requests.
function ask(worker, packed, ...bytes) {
  worker.waiting ??= [];
  const answer = new Promise((done, failed) => {
    worker.waiting.push(done);
    worker.onmessage = ({ data }) => worker.waiting.shift()(data);
    worker.onerror = failed;
  });
  worker.postMessage([packed, ...bytes], bytes.map((part) => part.buffer));
  return answer;
}

const RUN = {
  async wasm(worker) {
    ask(worker, ROSTER, utf8.encode(texts.yaml));
    ask(worker, LIST, utf8.encode(texts.csv));
    return new TextDecoder().decode((await ask(worker, NOTES))[1]);
  },
  // To the rows that a person sees, without the notes.
  async rows(worker) {
    ask(worker, ROSTER, utf8.encode(texts.yaml));
    ask(worker, LIST, utf8.encode(texts.csv));
    return String((await ask(worker, SHOW))[0].length);
  },
  async javascript(worker) {
    const answer = first(worker);
    worker.postMessage(texts);
    return answer;
  },
};
START.rows = START.wasm;

globalThis.bench = {
  make(people, users) {
    texts = lists(people, users);
    return { yaml: utf8.encode(texts.yaml).length, csv: utf8.encode(texts.csv).length };
  },
  // Milliseconds from handing over the texts to having the notes; the worker is up before.
  async time(kind) {
    workers[kind] ??= await START[kind]();
    const start = performance.now();
    await RUN[kind](workers[kind]);
    return performance.now() - start;
  },
  // Where the rows of the two differ: nothing, or the first few.
  async differences() {
    const tables = {};
    for (const kind of ["wasm", "javascript"]) {
      workers[kind] ??= await START[kind]();
      tables[kind] = rows(await RUN[kind](workers[kind]));
    }
    const { wasm: ours, javascript: theirs } = tables;
    const odd = [];
    if (ours.length !== theirs.length) odd.push(`${ours.length} rows and ${theirs.length}`);
    for (let i = 0; i < Math.min(ours.length, theirs.length) && odd.length < 3; i += 1) {
      if (ours[i] !== theirs[i]) odd.push(`${ours[i]}   is not   ${theirs[i]}`);
    }
    return { rows: ours.length, odd };
  },
};

// The rows of both tables, sorted: what is compared. Of the issues only the labels, of those outside no suggestion, since the
// JavaScript has neither details nor suggestions.
function rows(notes) {
  const found = [];
  let table = "";
  for (const line of notes.split("\n")) {
    if (line.startsWith("### ")) table = line;
    if (!line.startsWith("| ") || /^\| (---|Name) /.test(line)) continue;
    const cells = line.slice(2, -2).split(" | ");
    if (table === "### Support Team") {
      cells[5] = (cells[5] ?? "").split("<br>").map((issue) => issue.split(":")[0].trim()).sort().join();
      found.push(cells.slice(0, 6).join("|"));
    } else if (table.startsWith("### Those")) {
      found.push(cells.slice(0, 5).join("|"));
    }
  }
  return found.sort();
}
