/**
 * The limit of writing: a writer that recurses and has no frames, no options, no checks and its memory at hand. It knows
 * lists, dicts, tuples, short bytes, strs, ints of 32 bits, floats, bools and None at protocol 5.
 *
 * @module
 */
import { Dict, dumps, loads, Tuple } from './brine.js';

const MOST_BYTES = 1 << 24;
const LONGEST_SHORT = 85;

/** A dict and a tuple that know when they were written, and under which number. */
class MarkedDict extends Map {
  #run = 0;
  #number = 0;
  static numberOf = (dict, run) => (dict.#run === run ? dict.#number : -1);
  static mark = (dict, run, number) => {
    dict.#run = run;
    dict.#number = number;
  };
}

class MarkedTuple extends Array {
  #run = 0;
  #number = 0;
  static numberOf = (tuple, run) => (tuple.#run === run ? tuple.#number : -1);
  static mark = (tuple, run, number) => {
    tuple.#run = run;
    tuple.#number = number;
  };
}

/** A function that writes the value; `undefined` if something in it is not known. */
export function bareWriterOf(value) {
  try {
    const copy = copyOf(value, new Map());
    const run = bareWriter();
    const same = Buffer.compare(dumps(loads(run(copy))), dumps(value)) === 0;
    return same ? () => run(copy) : undefined;
  } catch {
    return undefined;
  }
}

function copyOf(value, copies) {
  if (typeof value !== 'object' || value === null || value.constructor === Uint8Array) return value;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (value instanceof Dict) {
    const dict = new MarkedDict();
    copies.set(value, dict);
    for (const [key, item] of value) dict.set(copyOf(key, copies), copyOf(item, copies));
    return dict;
  }
  if (!Array.isArray(value)) throw new TypeError('not known');
  const items = value.map((item) => copyOf(item, copies));
  const list = value instanceof Tuple ? MarkedTuple.from(items) : items;
  copies.set(value, list);
  return list;
}

function bareWriter() {
  const bytes = new Uint8Array(MOST_BYTES);
  const view = new DataView(bytes.buffer);
  const encoder = new TextEncoder();
  let at = 0;
  let size = 0;
  let run = 0;
  let objects = new Set();
  let texts = new Map();

  function get(number) {
    if (number <= 0xff) {
      bytes[at++] = 0x68;
      bytes[at++] = number;
    } else {
      bytes[at++] = 0x6a;
      view.setInt32(at, number, true);
      at += 4;
    }
  }

  function saveText(text) {
    const known = texts.get(text);
    if (known !== undefined) {
      get(known);
      return;
    }
    texts.set(text, size++);
    if (text.length > LONGEST_SHORT) {
      const { written } = encoder.encodeInto(text, bytes.subarray(at + 5));
      bytes[at] = 0x58;
      view.setInt32(at + 1, written, true);
      at += 5 + written;
    } else {
      const start = at;
      at += 2;
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (unit < 0x80) {
          bytes[at++] = unit;
        } else if (unit < 0x800) {
          bytes[at++] = 0xc0 | (unit >> 6);
          bytes[at++] = 0x80 | (unit & 0x3f);
        } else {
          bytes[at++] = 0xe0 | (unit >> 12);
          bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
          bytes[at++] = 0x80 | (unit & 0x3f);
        }
      }
      bytes[start] = 0x8c;
      bytes[start + 1] = at - start - 2;
    }
    bytes[at++] = 0x94;
  }

  function saveNumber(number) {
    if (number !== (number | 0)) {
      bytes[at] = 0x47;
      view.setFloat64(at + 1, number);
      at += 9;
    } else if (number >= 0 && number <= 0xff) {
      bytes[at++] = 0x4b;
      bytes[at++] = number;
    } else if (number >= 0 && number <= 0xffff) {
      bytes[at] = 0x4d;
      view.setInt16(at + 1, number, true);
      at += 3;
    } else {
      bytes[at] = 0x4a;
      view.setInt32(at + 1, number, true);
      at += 5;
    }
  }

  function saveEntry(value, key) {
    save(key);
    save(value);
  }

  function saveDict(dict) {
    const known = MarkedDict.numberOf(dict, run);
    if (known >= 0) {
      get(known);
      return;
    }
    MarkedDict.mark(dict, run, size++);
    bytes[at++] = 0x7d;
    bytes[at++] = 0x94;
    if (dict.size === 0) return;
    bytes[at++] = 0x28;
    dict.forEach(saveEntry);
    bytes[at++] = 0x75;
  }

  function saveTuple(tuple) {
    const known = MarkedTuple.numberOf(tuple, run);
    if (known >= 0) {
      get(known);
      return;
    }
    const { length } = tuple;
    if (length > 3) bytes[at++] = 0x28;
    for (let i = 0; i < length; i++) save(tuple[i]);
    MarkedTuple.mark(tuple, run, size++);
    bytes[at++] = length > 3 ? 0x74 : 0x84 + length;
    bytes[at++] = 0x94;
  }

  function saveList(list) {
    bytes[at++] = 0x5d;
    bytes[at++] = 0x94;
    const { length } = list;
    if (length === 0) return;
    bytes[at++] = 0x28;
    for (let i = 0; i < length; i++) save(list[i]);
    bytes[at++] = 0x65;
  }

  function saveBytes(from) {
    const { length } = from;
    bytes[at++] = 0x43;
    bytes[at++] = length;
    for (let i = 0; i < length; i++) bytes[at++] = from[i];
    bytes[at++] = 0x94;
  }

  function save(value) {
    if (typeof value === 'string') return saveText(value);
    if (typeof value === 'number') return saveNumber(value);
    if (value === null) {
      bytes[at++] = 0x4e;
      return;
    }
    if (typeof value === 'boolean') {
      bytes[at++] = value ? 0x88 : 0x89;
      return;
    }
    const prototype = Object.getPrototypeOf(value);
    if (prototype === MarkedDict.prototype) return saveDict(value);
    if (prototype === MarkedTuple.prototype) return saveTuple(value);
    const before = objects.size;
    objects.add(value);
    if (objects.size === before) throw new TypeError('not known: a list that comes again');
    size++;
    return prototype === Array.prototype ? saveList(value) : saveBytes(value);
  }

  return (value) => {
    at = 2;
    size = 0;
    run++;
    objects = new Set();
    texts = new Map();
    bytes[0] = 0x80;
    bytes[1] = 5;
    save(value);
    bytes[at++] = 0x2e;
    return bytes.slice(0, at);
  };
}
