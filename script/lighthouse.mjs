// Run by script/lighthouse: marks for the site in a folder, by the Lighthouse in another.
//
// Performance is that of the run in the middle; every other mark must be whole in every run.

import { pathToFileURL } from "node:url";
import { join, resolve } from "node:path";
import { serve } from "./served.mjs";

const RUNS = 5;
const [site, tool] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(resolve(path)).href);
const { default: lighthouse, desktopConfig } = await load(join(tool, "core/index.js"));
const chrome = await load(join(tool, "../chrome-launcher/dist/index.js"));

const { address, close } = await serve(site);
const browser = await chrome.launch({
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let below = 0;
try {
  for (const [device, config] of [["telephone", undefined], ["desktop", desktopConfig]]) {
    for (const state of ["", "#example"]) {
      const runs = [];
      while (runs.length < RUNS) {
        const { lhr } = await lighthouse(address + state, { port: browser.port, logLevel: "error", output: [] }, config);
        runs.push(lhr);
      }
      // The run in the middle, as Lighthouse's own advice on variability has it: a busy machine makes single runs slow.
      runs.sort((one, other) => one.categories.performance.score - other.categories.performance.score);
      const middle = runs[RUNS >> 1];
      const lowest = (id) => runs.reduce((low, run) => (run.categories[id].score < low.categories[id].score ? run : low));
      const marks = Object.keys(middle.categories).map((id) => [id, id === "performance" ? middle : lowest(id)]);
      const words = marks.map(([id, { categories }]) => `${categories[id].title} ${Math.round(categories[id].score * 100)}`);
      const all = runs.map(({ categories }) => Math.round(categories.performance.score * 100));
      console.log(`${device}, ${state || "empty"}: ${words.join(", ")} (performance of ${RUNS} runs: ${all.join(", ")})`);
      for (const [id, { audits, categories }] of marks) {
        if (categories[id].score >= 1) continue;
        below += 1;
        for (const { id: name, weight } of categories[id].auditRefs) {
          const audit = audits[name];
          if (weight > 0 && audit.score !== null && audit.score < 1) console.log(`  ${audit.title}: ${audit.displayValue ?? ""}`);
        }
      }
    }
  }
} finally {
  browser.kill();
  close();
}
process.exit(below ? 1 : 0);
