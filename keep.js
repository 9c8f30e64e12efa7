// Keeps what a person put in, for this tab: over a reload, a crash, and the way back to the page.
//
// What is small lies in sessionStorage, which goes with the tab. What is not goes into the browser's database, encrypted
// under a key that lies in sessionStorage: once the tab is gone, nobody can read it, and a later visit clears it away.
// The token never comes here: src/page/keep.rs says what does. docs/security.md says why it is done in this way.
//
// Works on parts: a name and bytes. Begins to load at once, beside the WebAssembly. Never throws, whatever the browser refuses.

const PREFIX = "calendly-audit/";
/** As much of a part goes into sessionStorage, in bytes: writing it takes a millisecond or two. */
const SMALL = 200_000;
/** Larger parts are not kept at all: the browser might take seconds. */
const LARGEST = 64_000_000;
/**
 * How what stands in sessionStorage for a part that lies in the database begins. The initialization vector of that very
 * record follows: an older record, which lies there until the new one does, cannot be opened with it.
 */
const ELSEWHERE = "@";
/** When the remains of a closed tab are cleared away, in milliseconds. Until then a crashed or reopened tab may want them. */
const DAY = 86_400_000;
/** How long a reloaded page waits for its predecessor to be gone, in milliseconds. */
const PATIENCE = 1_000;

const session = attempt(() => {
  sessionStorage.setItem(`${PREFIX}probe`, "");
  sessionStorage.removeItem(`${PREFIX}probe`);
  return sessionStorage;
});
/** The newest turn at each part: an older one that fails later leaves no trace. */
const turns = {};
/** The part of the database that is this tab's: `{ id, key, base }`, once it is needed. */
let place = null;

function attempt(what) {
  try {
    return what();
  } catch {
    return null;
  }
}

// ── Bytes as text ───────────────────────────────────────────────────────────────────────────────────────────────────
// A character a byte. Browsers store such text in as many bytes; base64 would be longer, and hidden from whoever looks.

function toText(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

const toBytes = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

// ── The database ────────────────────────────────────────────────────────────────────────────────────────────────────

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });

let opened;
const open = () =>
  (opened ??= (() => {
    const request = indexedDB.open("calendly-audit", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("kept");
    return done(request);
  })());

const records = async (mode) => (await open()).transaction("kept", mode).objectStore("kept");

/** Takes the lock of a tab for as long as this page lives; false where another page has it. */
function own(id, options) {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(PREFIX + id, options, (lock) => {
        resolve(lock !== null);
        return lock && new Promise(() => {});
      })
      .catch((error) => (["AbortError", "TimeoutError"].includes(error.name) ? resolve(false) : reject(error)));
  });
}

const importKey = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

/** A place of this tab's own. Without locks two tabs could not be told apart, and without a key it would outlive the tab. */
async function newPlace() {
  const id = crypto.randomUUID();
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const key = await importKey(raw);
  await own(id, { ifAvailable: true });
  session.setItem(`${PREFIX}tab`, toText(raw) + id);
  return { id, key };
}

/** The place that the page before this one had in this tab. `mine` is false where that page still lives: this tab is its copy. */
async function oldPlace() {
  const tab = session.getItem(`${PREFIX}tab`);
  if (tab === null) return null;
  const id = tab.slice(32);
  const key = await importKey(toBytes(tab.slice(0, 32)));
  const mine = await own(id, { signal: AbortSignal.timeout(PATIENCE) });
  return { id, key, mine };
}

/** Keeps a part in the database. What stands for it stands at once: until the record is there, the part is one that cannot be brought back. */
async function putAway(part, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  session.setItem(PREFIX + part, ELSEWHERE + toText(iv));
  if (bytes.length > LARGEST) throw new Error("too large");
  place ??= newPlace().catch((error) => {
    place = null;
    throw error;
  });
  const { id, key } = await place;
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes);
  await done((await records("readwrite")).put({ at: Date.now(), sealed }, [id, part]));
}

async function takeOut({ id, key }, part, iv) {
  const record = await done((await records("readonly")).get([id, part]));
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, record.sealed));
}

/** Clears away one part of this tab, or with no name all of them. */
async function throwAway(part) {
  if (!place) return;
  const { id } = await place;
  const of = await records("readwrite");
  of.delete(part === undefined ? IDBKeyRange.bound([id], [id, []]) : [id, part]);
}

/** Clears away what closed tabs left: a day after it was written, and where no page holds its lock. */
async function sweep() {
  if (!(await indexedDB.databases()).some(({ name }) => name === "calendly-audit")) return;
  const held = new Set((await navigator.locks.query()).held.map(({ name }) => name));
  const cursor = (await records("readwrite")).openCursor();
  cursor.onsuccess = () => {
    const record = cursor.result;
    if (!record) return;
    if (!held.has(PREFIX + record.key[0]) && Date.now() - record.value.at > DAY) record.delete();
    record.continue();
  };
}

// ── What the page calls: src/page/dom/storage.rs ────────────────────────────────────────────────────────────────────

/** Every part that was kept, by name; null for one that was and cannot be brought back. */
async function load() {
  const found = Object.create(null);
  if (!session) return found;
  let before = null;
  const moved = [];
  for (const name of Object.keys(session)) {
    if (!name.startsWith(PREFIX) || name === `${PREFIX}tab`) continue;
    const part = name.slice(PREFIX.length);
    const kept = session.getItem(name);
    if (!kept.startsWith(ELSEWHERE)) {
      found[part] = toBytes(kept.slice(1));
      continue;
    }
    try {
      before ??= await oldPlace();
      found[part] = await takeOut(before, part, toBytes(kept.slice(1)));
      moved.push(part);
    } catch {
      found[part] = null;
    }
  }
  if (before?.mine) place = Promise.resolve(before);
  else if (before) {
    // A copy of a tab that lives on: from here on it has a place of its own.
    session.removeItem(`${PREFIX}tab`);
    await Promise.all(moved.map((part) => putAway(part, found[part]).catch(() => session.removeItem(PREFIX + part))));
  }
  return found;
}

/** What was kept, or nothing where the browser takes longer than anybody would wait. */
const loaded = Promise.race([load().catch(() => ({})), new Promise((resolve) => setTimeout(resolve, 5 * PATIENCE, {}))]);

globalThis.calendlyKeep = {
  kept: () => loaded,

  /** Keeps a part in place of what was there; no bytes: forgets it. Resolves to whether that worked. What is small is kept on return. */
  async put(part, bytes) {
    const turn = (turns[part] = (turns[part] ?? 0) + 1);
    if (!session) return false;
    const name = PREFIX + part;
    const wasElsewhere = session.getItem(name)?.startsWith(ELSEWHERE);
    if (bytes.length <= SMALL && attempt(() => (bytes.length ? session.setItem(name, `=${toText(bytes)}`) : session.removeItem(name), true))) {
      if (wasElsewhere) throwAway(part).catch(() => {});
      return true;
    }
    try {
      await putAway(part, bytes);
      return true;
    } catch {
      // Better nothing than what it was a while ago, beside decisions of now.
      if (turns[part] === turn) attempt(() => session.removeItem(name));
      return false;
    }
  },

  /** Forgets everything of this tab. */
  clear() {
    for (const part in turns) turns[part] += 1;
    if (!session) return;
    for (const name of Object.keys(session)) if (name.startsWith(PREFIX)) session.removeItem(name);
    throwAway().catch(() => {});
    place = null;
  },
};

loaded.then(sweep).catch(() => {});
