/** Wherever a value of the standard library has a part, an object may stand: nothing converts it to a text or number. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { dumps, loads, pythonClass, Tuple } from '../../src/index.ts';
import { genops } from '../../src/tools.ts';
import { ROW_NAMES, rowsOf } from '../stdlib/rows.ts';

/** Converts to nothing. */
class Part {
  get [Symbol.toPrimitive](): never {
    throw new Error('converted');
  }
}

/** A list so deep that its text would overflow the stack. */
let deep: unknown[] = [];
for (let depth = 0; depth < 12_000; depth++) deep = [deep];

const PARTS: readonly object[] = [new Part(), Tuple.of<unknown>(new Part()), deep];
const codecs = [pythonClass('m.Part', Part)];
const ATOMS = new Set(
  ['INT', 'LONG', 'FLOAT', 'STRING', 'UNICODE', 'NONE', 'NEWTRUE', 'NEWFALSE', 'LONG1', 'EMPTY_TUPLE'].concat(
    ['BININT', 'BININT1', 'BININT2', 'BINFLOAT', 'BINUNICODE', 'SHORT_BINUNICODE', 'SHORT_BINSTRING', 'BINSTRING'],
    ['SHORT_BINBYTES', 'BINBYTES', 'EMPTY_LIST', 'EMPTY_DICT', 'GLOBAL', 'TUPLE1', 'TUPLE2'],
  ),
);
/** Methods that go on for ever, or that change what the others look at. */
const LEFT_OUT = new Set<string | symbol>(['constructor', 'next', 'clear', 'values', 'keys', 'entries', 'items']);

/** The pickle with an object in place of each of its parts in turn. */
function* altered(pickle: Uint8Array): Generator<Buffer> {
  const ops = [...genops(pickle)];
  for (const [i, op] of ops.entries()) {
    if (!ATOMS.has(op.opcode.name)) continue;
    const end = ops[i + 1]?.offset ?? pickle.length;
    // TUPLE1 and its kin have parts of their own: they go.
    const drop = op.opcode.name === 'TUPLE1' ? '0' : op.opcode.name === 'TUPLE2' ? '00' : '';
    yield Buffer.concat([pickle.subarray(0, op.offset), Buffer.from(`${drop}P\n`), pickle.subarray(end)]);
  }
}

/** What shows a value, and what its class offers without arguments. */
function* looks(value: object, part: object): Generator<() => unknown> {
  yield () => `${String(value)}`;
  yield () => inspect(value);
  // That recurses, by itself.
  if (part !== deep) yield () => JSON.stringify(value);
  yield () => dumps(value, { codecs });
  for (let type: unknown = Object.getPrototypeOf(value); typeof type === 'object' && type !== null; ) {
    if (type === Object.prototype) return;
    if (type === Map.prototype || type === Set.prototype || type === Array.prototype) return;
    for (const name of Reflect.ownKeys(type)) {
      if (LEFT_OUT.has(name) || name === Symbol.iterator) continue;
      const property = Object.getOwnPropertyDescriptor(type, name);
      if (property?.get !== undefined) yield () => Reflect.get(value, name);
      else if (typeof property?.value === 'function' && property.value.length === 0)
        yield () => Reflect.apply(property.value, value, []);
    }
    type = Object.getPrototypeOf(type);
  }
}

function converts(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch (error) {
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
      if (/converted|Maximum call stack/.test(cause.message)) return true;
    }
    return false;
  }
}

test.for(ROW_NAMES)('%s', (name) => {
  const found = new Set<string>();
  const seen = new Set<string>();
  const pickles = rowsOf(name).filter(({ protocol, pickle }) => protocol >= 4 && pickle.length < 1500);
  for (const { pickle } of pickles.slice(0, 2)) {
    const key = Buffer.from(pickle).toString('hex').replace(/^80../, '');
    if (seen.has(key)) continue;
    seen.add(key);
    for (const bytes of altered(pickle)) {
      for (const part of PARTS) {
        let value: unknown;
        const shown = bytes.toString('hex');
        if (converts(() => (value = loads(bytes, { codecs, persistentLoad: () => part })))) found.add(`loads ${shown}`);
        if (typeof value !== 'object' || value === null || value === part) continue;
        for (const look of looks(value, part))
          if (converts(look)) found.add(`${look} of ${value.constructor.name} ${shown}`);
      }
    }
  }
  expect([...found]).toEqual([]);
});
