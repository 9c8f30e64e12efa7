// Starts the page's wasm, and hands it the few things of the browser that need a name the
// Content-Security-Policy knows. Runs once, in the page; the worker's own start is `START` below.
//
// The worker runs another program, with the readers, the audit and the report. The page does not wait for it: it
// is fetched as soon as the page has all of its own, and what the page asks of it meanwhile waits.
//
// The worker is made from a blob, since only then does it stand under the page's own policy: a worker
// loaded from a file would have none, and could talk to any host. The blob holds the whole program, so that
// a worker that is started later, with no network, finds everything in memory.

// The theme, and whether single keys do something, are remembered; a browser may forbid that.
const root = document.documentElement;
const $ = (id) => document.getElementById(id);
const remembered = (name, value) => {
  try {
    if (value === undefined) return localStorage.getItem(name) ?? "";
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {}
  return "";
};
const THEME = "calendly-audit.theme";
const KEYS = "calendly-audit.keys";
const wear = (theme) => (theme ? (root.dataset.theme = theme) : delete root.dataset.theme);
const worn = remembered(THEME);
if (worn === "light" || worn === "dark") wear(($("theme").value = worn));
$("theme").addEventListener("change", ({ target }) => {
  wear(target.value);
  remembered(THEME, target.value);
});
$("keys-on").checked = remembered(KEYS) !== "off";
$("keys-on").addEventListener("change", ({ target }) => remembered(KEYS, target.checked ? "" : "off"));
$("keys-open").addEventListener("click", () => $("keys").showModal());
$("keys-close").addEventListener("click", () => $("keys").close());

// What is loaded: addresses, each with its digest, as script/finish.mjs wrote them.
const parts = document.querySelector("script[data-wasm]").dataset;

// Whoever first writes a date in a browser's process waits tens of milliseconds, while the browser looks up how that is done in the
// reader's language; it then knows for the page too. So the worker does, where nobody is waiting yet.
const START = `
new Intl.DateTimeFormat();
onmessage = async ({ data: module }) => {
  onmessage = null;
  try {
    await startWasm({ module_or_path: module });
  } catch (error) {
    // A rejection would stay in here. What is thrown like this reaches the page as the worker's error.
    setTimeout(() => { throw error; });
  }
};
`;

let workerUrl;
const policy = globalThis.trustedTypes?.createPolicy("calendly-audit", {
  // Only for a document that is never shown and runs nothing: see parseHtml.
  createHTML: (text) => text,
  // Only the worker's own program.
  createScriptURL: (url) => (url === workerUrl ? url : ""),
});

async function load(part) {
  const address = new URL(parts[part], document.baseURI).href;
  const answer = await fetch(address, { integrity: parts[`${part}Integrity`] ?? "", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer;
}

async function compile(part) {
  return WebAssembly.compile(await (await load(part)).arrayBuffer());
}

// The glue is a module that exports its start; in the worker it stands in one text with whoever calls that.
async function script() {
  const glue = await (await load("workerJs")).text();
  const whole = glue.replace(/export\s*\{[^}]*?([\w$]+) as default[^}]*\};?\s*$/, "const startWasm = $1;");
  if (whole === glue) throw new Error(`${parts.workerJs} exports no start`);
  workerUrl = URL.createObjectURL(new Blob([whole, START], { type: "text/javascript" }));
}

// The worker's program, once: its compiled module. Where it could not be loaded, whoever asks next tries again.
let program;
function worker() {
  program ??= Promise.all([compile("workerWasm"), script()]).catch((error) => {
    program = undefined;
    throw error;
  });
  return program;
}

// Whether any window around this one is of another origin: it could lie over the field and watch what is typed.
function framed() {
  try {
    for (let inner = window; inner !== inner.parent; inner = inner.parent) {
      if (inner.parent.location.origin !== location.origin) return true;
    }
    return false;
  } catch {
    return true; // its address is not ours to see
  }
}

// What the page's Rust calls: src/page/dom/host.rs.
globalThis.calendlyAudit = {
  isFramed: framed,
  // A new worker, as soon as its program is here.
  async spawn() {
    const [module] = await worker();
    const spawned = new Worker(policy ? policy.createScriptURL(workerUrl) : workerUrl, { type: "module" });
    spawned.postMessage(module);
    return spawned;
  },
  // An inert document: scripts in it never run, and nothing in it is loaded.
  parseHtml(text) {
    // The page's policy forbids style attributes and handlers, in documents that are never shown too, and would say so in
    // the console. Only the reader needs to know of them: it is told under another name.
    const renamed = text.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/(\s)(style|on[a-z]+)(\s*=)/gi, "$1data-$2$3"));
    return new DOMParser().parseFromString(policy ? policy.createHTML(renamed) : renamed, "text/html");
  },
};

function say(text) {
  const note = document.createElement("p");
  note.className = "broken";
  note.setAttribute("role", "alert");
  note.textContent = text;
  document.body.prepend(note);
  return note;
}

// A fault in the wasm ends it, and nothing on the page answers any more: say so, above everything.
let broken = false;
function onFault(error) {
  if (broken || !(error instanceof WebAssembly.RuntimeError || String(error?.stack).includes("wasm"))) return;
  broken = true;
  const note = say(
    "This page has stopped, which is a fault of the page and not of your input. Reload it: what you put in is kept in this tab, apart from the token. If it stops again, start anew: ",
  );
  const button = document.createElement("button");
  button.textContent = "Clear everything and reload";
  button.onclick = () => {
    globalThis.calendlyKeep?.clear();
    location.reload();
  };
  note.append(button);
}
addEventListener("error", (event) => onFault(event.error));
addEventListener("unhandledrejection", (event) => onFault(event.reason));

try {
  // The words of index.html are shown before anything is fetched for the rest. A page in the background shows nothing, and
  // does not wait for it.
  if (!document.hidden) await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
  const [{ default: init }, module] = await Promise.all([import(new URL(parts.js, document.baseURI).href), compile("wasm")]);
  // From here on the network is free. Where this fails, the page says so when it needs it, which is at once.
  worker().catch(() => {});
  await init({ module_or_path: module });
} catch (error) {
  if (!broken) say(`The page could not start (${error.message}). Reload it; if that does not help, use a current Chromium or Firefox.`);
  throw error;
}
