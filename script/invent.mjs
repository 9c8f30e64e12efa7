// Writes the roster and the Calendly list that the tests of the worklist and the pictures use: 171 people and 178 users, all
// of them invented, always the same. Run by hand where they are to be others: node script/invent.mjs

import { writeFileSync } from "node:fs";

const FIRST = ["Ada", "Ben", "Cleo", "Dov", "Eva", "Finn", "Gia", "Hugo", "Ines", "Jon", "Kim", "Lena", "Milo", "Nora", "Otto", "Pia", "Quin", "Rosa", "Sami"];
const LAST = ["Abel", "Brook", "Castle", "Dale", "Elm", "Field", "Grove", "Hill", "Isle"];
const OUTSIDE = ["Sally Harper", "Tessa Quill", "Uwe Brand", "Vera Stone", "Walt Marsh", "Xenia Ford", "Yves Lake", "Zora Pike", "Room Booking", "Training Team", "Old Hand", "Jo Temp", "Max Guest", "Ida Leaver"];
const PEOPLE = 171;
const MISSING = 7;

const slug = (name) => name.toLowerCase().replace(" ", ".");
let roster = "";
let users = "Name,Email,Role,Status,Calendly link\n";
for (let n = 0; n < PEOPLE; n++) {
  const name = `${FIRST[n % FIRST.length]} ${LAST[Math.floor(n / FIRST.length)]}`;
  const login = slug(name);
  const page = `https://calendly.com/${login.replace(".", "-")}`;
  // Spread over the roster: 9 without a link, 8 with an event's link, 7 without an account, 3 who see to the accounts.
  const link = n % 19 === 4 ? "" : n % 21 === 7 ? `${page}/30min` : page;
  const missing = n % 24 === 11 && n < 24 * MISSING;
  const operations = [0, 57, 114].includes(n);
  roster += `- name: ${name}\n  email: ${login}@example.com\n  gitlab: ${login.replace(".", "")}\n${link && `  calendly: ${link}\n`}${operations ? "  focuses:\n  - name: Operations\n    percentage: 50\n" : ""}`;
  const role = n === 0 ? "Owner" : n === 57 || n === 90 ? "Admin" : "User";
  const status = n % 60 === 33 ? "Pending" : "Active";
  if (!missing) users += `${name},${login}@example.com,${role},${status},${page}\n`;
}
OUTSIDE.forEach((name, n) => {
  // Two of those who seem to be missing have an account with another address.
  const [called, login] = n < 12 ? [name, `${slug(name)}@example.net`] : [["Lena Abel", "Quin Brook"][n - 12], `${["lena.abel", "quin.brook"][n - 12]}@old.example`];
  users += `${called},${login},User,Active,https://calendly.com/${slug(called).replace(".", "-")}-${n}\n`;
});
const folder = new URL("../tests/browser/tests/worklist/", import.meta.url);
writeFileSync(new URL("roster.yaml", folder), roster);
writeFileSync(new URL("users.csv", folder), users);
