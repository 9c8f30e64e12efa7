// Two invented lists of any size, the same for everybody who asks: a roster in YAML, about 300 bytes a person as real ones
// have, and a Calendly list in CSV. Nine of ten people are in order; the rest have what rosters have.

const FIRST = ["Jane", "John", "Robert", "José", "Søren", "Łukasz", "Chloë", "Priya", "Wei", "Yuki", "Omar", "Fatima", "Ana", "Kofi", "Leila", "Arjun"];
const LAST = ["Doe", "Smith", "García", "Müller", "Okafor", "Tanaka", "Novák", "Rossi", "Silva", "Kowalski", "Haddad", "Nguyen", "Bianchi", "Larsen", "Mensah", "Iyer"];
const REGIONS = ["AMER-W", "AMER-C", "AMER-E", "APAC", "EMEA"];
const FOCUSES = ["Onboarding", "SaaS", "License and Renewals", "Self-Managed", "US Federal"];

// Mulberry32: small, and the same numbers everywhere.
function numbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function lists(people, users) {
  const random = numbers(42);
  const pick = (all) => all[Math.floor(random() * all.length)];
  const yaml = [];
  const csv = ["Name,Login email,Role,Calendly link,Status"];
  let written = 0;
  const user = (name, email, role, slug) => {
    csv.push(`${name},${email},${role},https://calendly.com/${slug},${written++ % 40 === 7 ? "Pending" : "Active"}`);
  };
  for (let i = 0; i < people; i += 1) {
    const name = `${pick(FIRST)} ${pick(LAST)}`;
    const handle = `p${i}`;
    const email = `${handle}@example.com`;
    const lot = random();
    const link = lot < 0.02 ? "" : lot < 0.03 ? "n/a" : lot < 0.05 ? `https://calendly.com/${handle}/30min` : `https://calendly.com/${handle}`;
    const operations = i % 25 === 0;
    // The bench sets no date, so thin the session's day is the first of 1970: everybody has started before.
    yaml.push(
      `- name: ${name}\n  email: ${email}\n  title: Senior Support Engineer\n  reports_to: Marco Bianchi\n  region: ${pick(REGIONS)}\n` +
        `  start_date: 196${i % 10}-05-03\n  calendly: ${link}\n  focuses:\n    - name: ${operations ? "Operations" : pick(FOCUSES)}\n      percentage: 100\n` +
        `  gitlab:\n    id: ${100000 + i}\n    username: ${handle}\n  slack:\n    id: U0${i}\n    username: ${handle}\n`,
    );
    if (lot > 0.97 || written >= users) continue; // no account
    const role = i === 0 ? "Owner" : operations !== (lot > 0.95) ? "Admin" : "User";
    user(name, lot > 0.93 && lot < 0.935 ? email.toUpperCase() : email, role, handle);
  }
  for (let i = 0; written < users; i += 1) {
    user(`${pick(FIRST)} ${pick(LAST)}`, `other${i}@example.org`, i % 50 === 0 ? "Admin" : "User", `other${i}`);
  }
  return { yaml: yaml.join(""), csv: `${csv.join("\n")}\n` };
}
