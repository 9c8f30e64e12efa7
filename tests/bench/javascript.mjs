// The contestant in a worker: from both texts to the notes.
import { audit, people } from "./audit.mjs";

const code = (text) => (text ? `\`${text}\`` : "");
const plain = (text) => text.replace(/[\\`*_{}[\]<>#|~$&!@:]/g, "\\$&");

function notes({ team, outside }) {
  return [
    "### Support Team",
    "| Name | Email | GitLab | Calendly link | Calendly account | Issues |",
    "| --- | --- | --- | --- | --- | --- |",
    ...team.map(([name, email, username, link, account, issues]) => `| ${plain(name)} | ${code(email)} | ${code(username)} | ${code(link)} | ${account} | ${issues.join("<br>")} |`),
    "",
    "### Those in Calendly but not part of support team",
    "| Name | Email | Role | Status | Calendly link | Possible match | Justification |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...outside.map(([name, email, role, status, link]) => `| ${plain(name)} | ${code(email)} | ${role} | ${status} | ${code(link)} |  |  |`),
    "",
  ].join("\n");
}

onmessage = ({ data: { yaml, csv } }) => {
  postMessage(notes(audit(people(yaml), csv)));
};
postMessage("");
