// Finishes a site that Trunk has put together, before Trunk moves it into place:
//
// 1. writes the one host that the page may talk to (GITLAB_URL) into its Content-Security-Policy, and what the page is to it
//    (GITLAB_APPLICATION_ID) beside that;
// 2. makes one file of all styles, and scripts and styles small, but not index.html, which people may want to read;
// 3. names scripts and styles, and the worker's program, that carry no digest in their name after their content, so that a cache never
//    mixes two versions;
// 4. adds the digests (subresource integrity) of scripts, styles and of what boot.js loads;
// 5. refuses what the policy would refuse, or what would not work under a sub-path;
// 6. lays `.br` and `.gz` beside each file that gets smaller by it, as GitLab Pages serves them.
//
// The same input gives the same bytes. It reads and writes the folder TRUNK_STAGING_DIR and nothing else. In development
// (Trunk without --release) nothing is made small, and step 6 is left out; where RELOAD is set (script/serve), script/reload.js is added.

import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { copyFileSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const COMPRESSIBLE = new Set([".html", ".css", ".js", ".wasm", ".svg", ".json", ".txt", ".yaml", ".csv", ".webmanifest", ".ico"]);
const PLACEHOLDER = "__GITLAB_ORIGIN__";
const APPLICATION = "__GITLAB_APPLICATION_ID__";

const site = process.env.TRUNK_STAGING_DIR ?? fail("there is no TRUNK_STAGING_DIR: this is run by Trunk.");
const gitlab = process.env.GITLAB_URL ?? fail("there is no GITLAB_URL: run script/build or script/serve, not Trunk itself.");
const release = process.env.TRUNK_PROFILE === "release";
const page = join(site, "index.html");

let html = readFileSync(page, "utf8");
html = allowGitlab(html).replace(APPLICATION, process.env.GITLAB_APPLICATION_ID ?? "");
html = joinStyles(html);
if (release) minify(site);
if (process.env.RELOAD && !release) html = addReload(html);
html = html.replace(/<(script|link)\b[^>]*>/gi, finishTag);
refuse(html);
writeFileSync(page, html);
if (release) compress(site);

/** A policy source without a path covers the whole host; one with a path must end in a slash to cover what lies under it. */
function allowGitlab(html) {
  const parts = html.split(PLACEHOLDER);
  if (parts.length !== 2) fail(`index.html holds ${PLACEHOLDER} ${parts.length - 1} times; it belongs into connect-src of the Content-Security-Policy, once.`);
  const source = new URL(gitlab).pathname === "/" ? gitlab : `${gitlab}/`;
  return parts.join(source);
}

/** A file of its own, as the policy asks of every script. */
function addReload(html) {
  copyFileSync(join(process.cwd(), "script/reload.js"), join(site, "reload.js"));
  return html.replace("</head>", '<script type="module" src="./reload.js"></script></head>');
}

/** A browser would ask for each file of styles by itself, and each would be compressed alone. */
function joinStyles(html) {
  const links = [...html.matchAll(/<link\b[^>]*>\s*/gi)].map(([tag]) => ({ tag, ...read(tag) })).filter(({ rel }) => rel === "stylesheet");
  writeFileSync(join(site, "styles.css"), links.map(({ href }) => fileOf(href)).join("\n"));
  for (const { href } of links) rmSync(join(site, href));
  links.forEach(({ tag }, nth) => (html = html.replace(tag, nth === 0 ? '<link rel="stylesheet" href="./styles.css">' : "")));
  return html;
}

function minify(folder) {
  const { transformSync } = createRequire(join(process.cwd(), ".tools/npm/"))("esbuild");
  for (const path of files(folder)) {
    const loader = extname(path).slice(1);
    if (loader !== "js" && loader !== "css") continue;
    // The browsers that have every feature of WebAssembly that Rust uses; older ones could not run the page anyway.
    const { code } = transformSync(readFileSync(path, "utf8"), { loader, minify: true, target: "es2022", legalComments: "none", charset: "utf8" });
    writeFileSync(path, code);
  }
}

function finishTag(tag) {
  let attributes = read(tag);
  const rel = (attributes.rel ?? "").toLowerCase();
  if (attributes.src) tag = named(tag, attributes.src);
  if (rel === "stylesheet") tag = named(tag, attributes.href);
  attributes = read(tag);
  const address = attributes.src ?? (["stylesheet", "modulepreload", "preload"].includes(rel) ? attributes.href : undefined);
  if (address !== undefined) tag = withAttribute(tag, "integrity", digest(address));
  for (const what of ["data-js", "data-wasm", "data-worker-js", "data-worker-wasm"]) {
    if (attributes[what] === undefined) continue;
    tag = named(tag, attributes[what]);
    tag = withAttribute(tag, `${what}-integrity`, digest(read(tag)[what]));
  }
  return tag;
}

/** Renames `boot.js` to `boot-<digest>.js`; a name that holds one of Trunk's stays. */
function named(tag, address) {
  const name = basename(address);
  if (/-[0-9a-f]{12,}\./.test(name)) return tag;
  const extension = extname(name);
  const hash = createHash("sha256").update(fileOf(address)).digest("hex").slice(0, 16);
  const fresh = `${name.slice(0, -extension.length)}-${hash}${extension}`;
  renameSync(join(site, name), join(site, fresh));
  return tag.replace(address, address.slice(0, -name.length) + fresh);
}

function read(tag) {
  const attributes = {};
  for (const [, name, double, single, bare] of tag.matchAll(/([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/g)) {
    attributes[name.toLowerCase()] = double ?? single ?? bare;
  }
  return attributes;
}

function withAttribute(tag, name, value) {
  const bare = tag.replace(new RegExp(`\\s+${name}\\s*=\\s*(?:"[^"]*"|'[^']*'|[^\\s>"']+)`, "i"), "");
  return bare.replace(/\s*\/?>$/, ` ${name}="${value}">`);
}

function fileOf(address) {
  try {
    return readFileSync(join(site, address));
  } catch {
    return fail(`index.html names ${address}, which is not in the site.`);
  }
}

function digest(address) {
  return `sha384-${createHash("sha384").update(fileOf(address)).digest("base64")}`;
}

function refuse(html) {
  const text = html.replace(/<!--[\s\S]*?-->/g, "");
  if (!/<meta\b[^>]*Content-Security-Policy/i.test(text)) fail("index.html has no Content-Security-Policy.");
  if (/<style\b/i.test(text) || /<[a-z][^>]*\sstyle\s*=/i.test(text)) fail("index.html holds an inline style, which its own policy refuses.");
  for (const [tag] of text.matchAll(/<script\b[^>]*>/gi)) {
    if (read(tag).src === undefined) fail("index.html holds an inline script, which its own policy refuses.");
  }
  for (const [tag] of text.matchAll(/<(?:script|link|img|source|iframe)\b[^>]*>/gi)) {
    const { src, href } = read(tag);
    for (const address of [src, href]) {
      if (address !== undefined && /^(?:\/|[a-z][a-z0-9+.-]*:)/i.test(address) && !address.startsWith("data:")) {
        fail(`index.html loads ${address}; every address must be relative.`);
      }
    }
  }
}

function compress(folder) {
  for (const path of files(folder)) {
    if (!COMPRESSIBLE.has(extname(path))) continue;
    const bytes = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    for (const [extension, smaller] of [
      [".br", brotliCompressSync(bytes, { params })],
      [".gz", gzipSync(bytes, { level: 9 })], // Node writes neither a name nor a time into the header
    ]) {
      if (smaller.length < bytes.length) writeFileSync(path + extension, smaller);
    }
  }
}

function files(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

function fail(sentence) {
  console.error(`script/finish.mjs: ${sentence}`);
  process.exit(1);
}
