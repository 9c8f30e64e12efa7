// Prints how many bytes of code each crate has in a WebAssembly module with a name section, before wasm-opt.
// A generic function is counted for the first crate of its name that is not the standard library.
import { readFileSync } from "node:fs";

const bytes = readFileSync(process.argv[2]);
let at = 8;
const leb = () => {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
};
const text = () => {
  const length = leb();
  at += length;
  return bytes.toString("utf8", at - length, at);
};

let imported = 0;
let data = 0;
const sizes = [];
const names = new Map();
while (at < bytes.length) {
  const id = bytes[at++];
  const length = leb();
  const end = at + length;
  if (id === 2) {
    for (let count = leb(); count > 0; count -= 1) {
      text();
      text();
      const kind = bytes[at++];
      if (kind === 0) { imported += 1; leb(); }
      else if (kind === 3) at += 2;
      else { if (kind === 1) at += 1; const limits = leb(); leb(); if (limits & 1) leb(); }
    }
  } else if (id === 10) {
    for (let count = leb(); count > 0; count -= 1) {
      const size = leb();
      sizes.push(size);
      at += size;
    }
  } else if (id === 11) data = length;
  else if (id === 0 && text() === "name") {
    while (at < end) {
      const part = bytes[at++];
      const stop = leb() + at;
      if (part === 1) for (let count = leb(); count > 0; count -= 1) names.set(leb(), text());
      at = stop;
    }
  }
  at = end;
}

// Identifiers of v0 mangling are a length and as many letters; crates are the ones behind a disambiguator `Cs…_`.
const STD = new Set(["core", "alloc", "std"]);
function crate(name) {
  const found = [...name.matchAll(/Cs[0-9A-Za-z]+_(\d+)_?/g)].map((m) => name.slice(m.index + m[0].length, m.index + m[0].length + Number(m[1])));
  return found.find((one) => !STD.has(one)) ?? found[0] ?? "other";
}
const sums = new Map();
sizes.forEach((size, index) => {
  const key = crate(names.get(imported + index) ?? "");
  sums.set(key, (sums.get(key) ?? 0) + size);
});
console.log("\n| crate | bytes of code before wasm-opt |\n| --- | --- |");
for (const [key, size] of [...sums].sort((a, b) => b[1] - a[1]).slice(0, 20)) console.log(`| ${key} | ${size} |`);
console.log(`| all code | ${sizes.reduce((a, b) => a + b, 0)} |\n| data | ${data} |`);
