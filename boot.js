// Starts the wasm, and hands it the few things of the browser that need a name the
// Content-Security-Policy knows. Runs once, in the page; the worker's own start is `WORKER` below.
//
// The worker is made from a blob, since only then does it stand under the page's own policy: a worker
// loaded from a file would have none, and could talk to any host.

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

const here = document.querySelector("script[data-wasm]");
const js = new URL(here.dataset.js, document.baseURI).href;
const wasm = new URL(here.dataset.wasm, document.baseURI).href;

const WORKER = `
onmessage = async ({ data: [js, module] }) => {
  onmessage = null;
  const { default: init } = await import(js);
  await init({ module_or_path: module });
};
`;

const policy = globalThis.trustedTypes?.createPolicy("calendly-audit", {
  // Only for a document that is never shown and runs nothing: see parseHtml.
  createHTML: (text) => text,
  // Only the worker's own start.
  createScriptURL: (url) => (url === workerUrl ? url : ""),
});
const workerUrl = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }));

async function compile() {
  const answer = await fetch(wasm, { integrity: here.dataset.wasmIntegrity ?? "", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${wasm} answered ${answer.status}`);
  return WebAssembly.compile(await answer.arrayBuffer());
}

const compiled = compile();

// What the page's Rust calls: src/page/dom/host.rs.
globalThis.calendlyAudit = {
  module: null,
  // A new worker running the same wasm.
  spawn() {
    const worker = new Worker(policy ? policy.createScriptURL(workerUrl) : workerUrl, { type: "module" });
    worker.postMessage([js, this.module]);
    return worker;
  },
  // An inert document: scripts in it never run, and nothing in it is loaded.
  parseHtml(text) {
    return new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");
  },
};

try {
  const [{ default: init }, module] = await Promise.all([import(js), compiled]);
  globalThis.calendlyAudit.module = module;
  await init({ module_or_path: module });
} catch (error) {
  const note = document.createElement("p");
  note.className = "noscript";
  note.setAttribute("role", "alert");
  note.textContent = `The page could not start (${error.message}). Reload it; if that does not help, use a current Chromium or Firefox.`;
  document.body.append(note);
  throw error;
}
