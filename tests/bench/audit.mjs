// The same work in JavaScript, as a good engineer would write it with the usual packages: js-yaml, papaparse and Maps. It does less
// than the library (one layout of each input, no suggestions, no lines that could not be read, no digest of the inputs): what
// it takes is a lower bound for its kind.
import { load } from "js-yaml";
import Papa from "papaparse";

const key = (text) => (text ?? "").trim().toLowerCase();
const MISSING = new Set(["", "n/a", "na", "none", "tbd", "-"]);

function slugOf(link) {
  const parts = key(link).replace(/^https?:\/\/(www\.)?/, "").replace(/[?#].*/, "").split("/").filter(Boolean);
  return parts[0] === "calendly.com" && parts.length > 1 ? { slug: parts[1], event: parts.length > 2 } : null;
}

/** Reads the roster. */
export const people = (yaml) => load(yaml);

/** The rows of both tables, a list of cells each, from the people of a roster and the text of a list. */
export function audit(people, csv) {
  const users = Papa.parse(csv, { header: true, skipEmptyLines: true }).data;
  const byEmail = new Map();
  const bySlug = new Map();
  for (const user of users) {
    byEmail.set(key(user["Login email"]), user);
    const link = slugOf(user["Calendly link"]);
    if (link) bySlug.set(link.slug, user);
  }
  const taken = new Set();
  const team = [];
  for (const person of people) {
    const link = MISSING.has(key(person.calendly)) ? null : slugOf(person.calendly);
    let how = "email";
    let user = byEmail.get(key(person.email));
    if (user === undefined && link) {
      how = "link";
      user = bySlug.get(link.slug);
    }
    const issues = [];
    if (MISSING.has(key(person.calendly))) issues.push("No Calendly link");
    else if (!link) issues.push("Not a Calendly link");
    else if (link.event) issues.push("Links to an event");
    let account = "No";
    if (user === undefined) {
      issues.push("Not in Calendly");
    } else {
      taken.add(user);
      account = `Yes, by ${how}, ${user.Role}, ${user.Status}`;
      if (user.Status === "Pending") issues.push("Invitation pending");
      const operations = person.focuses?.some((focus) => key(focus.name) === "operations");
      const admin = user.Role === "Admin" || user.Role === "Owner";
      if (operations && !admin) issues.push("Should be an admin");
      if (!operations && admin) issues.push("Should not be an admin");
      if (link && slugOf(user["Calendly link"])?.slug !== link.slug) issues.push("Link differs from Calendly");
    }
    team.push([person.name, person.email, person.gitlab?.username, person.calendly, account, issues]);
  }
  const order = ["Owner", "Admin"];
  const rank = (user) => (order.indexOf(user.Role) + order.length + 1) % (order.length + 1);
  const outside = users
    .filter((user) => !taken.has(user))
    .sort((a, b) => rank(a) - rank(b) || (a.Name < b.Name ? -1 : a.Name > b.Name ? 1 : 0))
    .map((user) => [user.Name, user["Login email"], user.Role, user.Status, user["Calendly link"]]);
  return { team, outside };
}
