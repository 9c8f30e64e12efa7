// Serves a built site as GitLab Pages does: under a path of its own, compressed where the browser accepts it. For the scripts
// beside it; on this machine only, on a free port.

import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};
const UNDER = "/support/calendly-audit/";

/** The address of the site, and a way to end it. */
export async function serve(folder) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    // GitLab Pages gives robots.txt of the whole domain; there the site is one of many.
    if (pathname === "/robots.txt") return response.writeHead(404).end();
    const inside = pathname.startsWith(UNDER) ? normalize(pathname.slice(UNDER.length) || "index.html") : "..";
    const path = join(folder, inside);
    if (inside.startsWith("..") || !existsSync(path)) return response.writeHead(404).end();
    const headers = { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream", "Cache-Control": "max-age=600", Vary: "Accept-Encoding" };
    const brotli = /\bbr\b/.test(request.headers["accept-encoding"] ?? "") && existsSync(`${path}.br`);
    if (brotli) headers["Content-Encoding"] = "br";
    response.writeHead(200, headers);
    createReadStream(brotli ? `${path}.br` : path).pipe(response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { address: `http://127.0.0.1:${server.address().port}${UNDER}`, close: () => server.close() };
}
