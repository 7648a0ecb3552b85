/** Random graphs, random bytes, mutated pickles. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ByteArray,
  Complex,
  Dict,
  dumps,
  Float,
  FrozenSet,
  Global,
  Instance,
  loads,
  loadsAll,
  PickleError,
  PySet,
  Range,
  Tuple,
} from '../../src/index.ts';
import { oracle } from '../oracle.ts';

const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;
const RUNS = 300;

const float = fc.double().filter((value) => !Number.isSafeInteger(value) || Object.is(value, -0));
const text = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 300,
});
const atom = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, '', 'a', 'spam'),
  fc.maxSafeInteger(),
  fc.bigInt().map((value) => (value > -(2n ** 53n) && value < 2n ** 53n ? Number(value) : value)),
  fc
    .bigInt({ min: -(2n ** 3000n), max: 2n ** 3000n })
    .map((value) => (value > -(2n ** 53n) && value < 2n ** 53n ? Number(value) : value)),
  float,
  text,
  fc.uint8Array({ minLength: 1, maxLength: 300 }), // Empty bytes are one object in Python.
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ByteArray.from(bytes)),
  fc.tuple(float, float).map(([re, im]) => new Complex(re, im)),
  fc.tuple(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.integer({ min: 1 })).map(([a, b, c]) => new Range(a, b, c)),
  fc.constantFrom(new Global('os', 'system'), new Global('a.b', 'C')),
);
const key = fc.oneof(
  fc.maxSafeInteger(),
  text,
  fc.uint8Array({ minLength: 1, maxLength: 9 }),
  fc.tuple(fc.integer(), fc.string()).map((items) => Tuple.from<unknown>(items)),
  // The order of ints in a set is that of CPython's table, which may change from one reading to the next.
  fc.array(fc.string(), { maxLength: 3 }).map((items) => new FrozenSet(items)),
);

/** How one node of a graph is made: of which kind, and of which nodes and atoms. */
const recipe = fc.record({
  kind: fc.constantFrom('list', 'tuple', 'dict', 'set', 'frozenset', 'instance', 'object'),
  atoms: fc.array(atom, { maxLength: 4 }),
  keys: fc.array(key, { maxLength: 4 }),
  links: fc.array(fc.nat(), { maxLength: 4 }),
});

/** A graph with sharing, and with cycles through whatever can be changed after it was made. */
function graph(recipes: readonly { kind: string; atoms: unknown[]; keys: unknown[]; links: number[] }[]): unknown {
  const nodes: unknown[] = [];
  for (const { kind, atoms, keys, links } of recipes) {
    const parts = [...atoms, ...links.map((link) => nodes[link % Math.max(1, nodes.length)] ?? null)];
    if (kind === 'list') nodes.push(parts);
    else if (kind === 'tuple') nodes.push(Tuple.from(parts));
    else if (kind === 'dict') nodes.push(new Dict(keys.map((k, i) => [k, parts[i] ?? null] as const)));
    else if (kind === 'set') nodes.push(new PySet(keys.filter((k) => typeof k !== 'number')));
    else if (kind === 'frozenset') nodes.push(new FrozenSet(keys.filter((k) => typeof k !== 'number')));
    else if (kind === 'object')
      nodes.push(new Map(keys.filter((k) => typeof k === 'string').map((k, i) => [k, parts[i]])));
    else {
      const instance = new Instance(new Global('m', 'C'), 'new', Tuple.from(atoms));
      instance.build(new Dict([['parts', parts]]));
      nodes.push(instance);
    }
  }
  for (const [i, { links }] of recipes.entries()) {
    const node = nodes[i];
    for (const link of links) {
      const other = nodes[link % nodes.length];
      if (Array.isArray(node) && !(node instanceof Tuple)) node.push(other);
      else if (node instanceof Dict) node.set('link', other);
    }
  }
  return nodes;
}

/** Every object in order of first visit, by number: two graphs with the same text have the same shape. */
function shape(root: unknown): string {
  const numbers = new Map<object, number>();
  const lines: string[] = [];
  const queue: object[] = [];
  const name = (value: unknown): string => {
    if (value === undefined) return 'object null';
    if (value instanceof Tuple && value.length === 0) return '()'; // One object in Python, and never in the memo.
    if (typeof value !== 'object' || value === null)
      return Object.is(value, -0) ? '-0' : `${typeof value} ${String(value)}`;
    let number = numbers.get(value);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(value, number);
      queue.push(value);
    }
    return `#${number}`;
  };
  name(root);
  for (let value = queue.shift(); value !== undefined; value = queue.shift()) lines.push(describeObject(value, name));
  return lines.join('\n');
}

function describeObject(value: object, name: (part: unknown) => string): string {
  const kind = value.constructor.name.replace('Map', 'Dict');
  if (Array.isArray(value)) return `${kind}(${value.map(name).join()})`;
  if (value instanceof Uint8Array) return `${kind}(${value.join()})`;
  if (value instanceof Map) return `Dict(${[...value].map(([k, v]) => `${name(k)}:${name(v)}`).join()})`;
  if (value instanceof Set) return `${kind}(${[...value].map(name).join()})`;
  if (value instanceof Instance) return `Instance ${value.cls} ${name(value.args)} ${value.states.map(name).join()}`;
  return `${kind} ${String(value)}`;
}

describe.for(PROTOCOLS)('protocol %d', (protocol) => {
  test('loads(dumps(x)) is x, sharing and cycles included', () => {
    fc.assert(
      fc.property(fc.array(recipe, { maxLength: 8 }), (recipes) => {
        const value = graph(recipes);
        const back = loads(dumps(value, { protocol, strings: 'value' }));
        expect(shape(back)).toBe(shape(value));
      }),
      { numRuns: RUNS },
    );
  });

  test('what was written is written the same once more', () => {
    fc.assert(
      fc.property(fc.array(recipe, { maxLength: 8 }), (recipes) => {
        const pickle = dumps(graph(recipes), { protocol });
        expect(Buffer.compare(dumps(loads(pickle), { protocol }), pickle)).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });

  test('CPython reads what was written and writes the same bytes, for lists, dicts, tuples and atoms', async () => {
    const python = await oracle();
    const pickles: Uint8Array[] = [];
    const simple = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        atom.filter(
          (value) =>
            !(value instanceof Global) &&
            !(value instanceof Range) &&
            !(value instanceof Complex) &&
            !(value instanceof Uint8Array),
        ),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.array(tie('value'), { maxLength: 5 }).map((items) => Tuple.from(items)),
        fc.array(fc.tuple(text, tie('value')), { maxLength: 5 }).map((entries) => new Dict<unknown, unknown>(entries)),
      ),
    })).value;
    fc.assert(
      fc.property(simple, (value) => void pickles.push(dumps(value, { protocol }))),
      { numRuns: RUNS },
    );
    const reprs = python.reprAll(pickles);
    expect(reprs.filter((repr) => repr.startsWith('ERR'))).toEqual([]);
    expect(python.reprAll(pickles.map((pickle) => dumps(loads(pickle), { protocol })))).toEqual(reprs);
  });
});

test('any bytes give a value or a PickleError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      attempt(bytes);
    }),
    { numRuns: 5000 },
  );
});

const OPCODES = [...'(.012FGIJKLMNPQRSTUVXabcdeghijloprstu}])'].map((letter) => letter.charCodeAt(0));
const OPCODE = fc.oneof(
  fc.constantFrom(...OPCODES),
  fc.integer({ min: 0x80, max: 0x98 }),
  fc.constantFrom(0x0a, 0, 1, 2, 0x30, 0x31),
);

test('any opcodes give a value or a PickleError', () => {
  fc.assert(
    fc.property(fc.array(OPCODE, { maxLength: 60 }), (codes) => {
      attempt(Uint8Array.from(codes));
    }),
    { numRuns: 10_000 },
  );
});

test('mutated pickles give a value or a PickleError', () => {
  const mutation = fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.boolean() });
  fc.assert(
    fc.property(
      fc.array(recipe, { maxLength: 6 }),
      fc.constantFrom(...PROTOCOLS),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      (recipes, protocol, mutations) => {
        let bytes = dumps(graph(recipes), { protocol });
        for (const { at, byte, cut } of mutations) {
          if (cut) bytes = bytes.slice(0, at % bytes.length);
          else bytes[at % bytes.length] = byte;
          if (bytes.length === 0) break;
        }
        attempt(bytes);
      },
    ),
    { numRuns: 3000 },
  );
});

test('pickles one after another are read one after another', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...PROTOCOLS), fc.array(fc.integer()))), (values) => {
      const pickles = values.map(([protocol, value]) => dumps(value, { protocol }));
      expect([...loadsAll(Buffer.concat(pickles))]).toEqual(values.map(([, value]) => value));
    }),
    { numRuns: 200 },
  );
});

test('new Float keeps every float a float for CPython', async () => {
  const python = await oracle();
  const values = fc.sample(fc.double({ noNaN: true }), 300);
  const pickle = dumps(values.map((value) => new Float(value)));
  expect(python.check(pickle, 'all(type(f) is float for f in x)')).toBe(true);
});

/** Reads with every encoding and dict form; anything but a value or a PickleError fails. */
function attempt(bytes: Uint8Array): void {
  for (const options of [
    {},
    { encoding: 'latin1', dicts: 'object' },
    { encoding: 'bytes', unknown: 'error' },
  ] as const) {
    try {
      dumps(loads(bytes, { ...options, limits: { memory: 2 ** 26 } }));
    } catch (error) {
      if (!(error instanceof PickleError)) throw error;
      expect(error.message).not.toMatch(/undefined|\[object|not a function|Cannot read/);
    }
  }
}
