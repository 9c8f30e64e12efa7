// The contestant as a page: a text area for the list, everything in the page's own thread, the first rows of both tables shown.
import { audit, people } from "./audit.mjs";

// A view of ours brings 15 rows of each table at first.
const ROWS = 15;
let team = [];
const list = document.getElementById("list");

function fill(name, rows) {
  const table = document.querySelector(`table.${name}`);
  table.ariaRowCount = String(rows.length + 1);
  table.tBodies[0].replaceChildren(
    ...rows.slice(0, ROWS).map((cells) => {
      const row = document.createElement("tr");
      row.append(...cells.map((cell) => Object.assign(document.createElement("td"), { textContent: String(cell ?? "") })));
      return row;
    }),
  );
}

function show() {
  const tables = audit(team, list.value);
  fill("team", tables.team);
  fill("outside", tables.outside);
}

document.getElementById("roster-files").addEventListener("change", async ({ target }) => {
  team = people(await target.files[0].text());
  show();
});
list.addEventListener("input", show);
