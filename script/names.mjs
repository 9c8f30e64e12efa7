// Gives the functions that a WebAssembly module and its script know each other by short names, in both. Those of wasm-bindgen
// hold types and digests: they are long, and a digest is nothing that a compressor can make smaller.

/** The names that wasm-bindgen makes; others (`memory`) stay. */
const LONG = /^(?:__wb|wasm_bindgen_)\w+$/;

/** Both with short names: the bytes of the module, and the text of the script. */
export function shortened(wasm, script) {
  const short = new Map();
  const shorten = (name) => {
    if (!LONG.test(name)) return name;
    if (!short.has(name)) short.set(name, `_${short.size.toString(36)}`);
    return short.get(name);
  };
  const sections = [wasm.subarray(0, 8)];
  const from = new Reader(wasm, 8);
  while (from.at < wasm.length) {
    const id = from.byte();
    const length = from.number();
    const body = wasm.subarray(from.at, (from.at += length));
    const written = id === 2 ? imports(body, shorten) : id === 7 ? exports(body, shorten) : body;
    sections.push(Buffer.from([id]), number(written.length), written);
  }
  const taken = script.match(/\b_[0-9a-z]+\b/g) ?? [];
  if (taken.some((word) => [...short.values()].includes(word))) throw new Error("the script has such short names already");
  return [Buffer.concat(sections), script.replace(/\b(?:__wb|wasm_bindgen_)\w+\b/g, (word) => short.get(word) ?? word)];
}

function imports(body, shorten) {
  const from = new Reader(body);
  const out = [];
  for (let count = from.copied(out); count > 0; count -= 1) {
    out.push(text(from.text()), text(shorten(from.text())));
    const begin = from.at;
    const kind = from.byte();
    if (kind !== 0) throw new Error(`an import of kind ${kind}, which is no function`);
    from.number();
    out.push(body.subarray(begin, from.at));
  }
  return Buffer.concat(out);
}

function exports(body, shorten) {
  const from = new Reader(body);
  const out = [];
  for (let count = from.copied(out); count > 0; count -= 1) {
    out.push(text(shorten(from.text())));
    const begin = from.at;
    from.byte();
    from.number();
    out.push(body.subarray(begin, from.at));
  }
  return Buffer.concat(out);
}

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }
  byte() {
    return this.bytes[this.at++];
  }
  /** WebAssembly writes numbers in groups of seven bits, the lowest first. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  text() {
    const length = this.number();
    return this.bytes.toString("utf8", this.at, (this.at += length));
  }
  copied(out) {
    const value = this.number();
    out.push(number(value));
    return value;
  }
}

function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Buffer.from([...bytes, value]);
}

function text(words) {
  const bytes = Buffer.from(words, "utf8");
  return Buffer.concat([number(bytes.length), bytes]);
}
