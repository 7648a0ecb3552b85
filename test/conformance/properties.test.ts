/** Random graphs, random bytes, mutated pickles. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Complex,
  Dict,
  dump,
  dumps,
  Float,
  Global,
  load,
  loadAll,
  loads,
  loadsAll,
  PickleError,
  PyRange,
  Tuple,
  UnpicklingError,
} from '../../src/index.ts';
import { cut, lent, SIZES } from '../chunks.ts';
import { atom, graph, PROTOCOLS, recipe, shape, text } from '../graphs.ts';
import { oracle } from '../oracle.ts';

const RUNS = 300;

/** The two ways in. */
const READERS = [
  ['loads', async (pickle: Uint8Array, _sizes: readonly number[]) => loads(pickle)],
  ['load of chunks', (pickle: Uint8Array, sizes: readonly number[]) => load(lent(cut(pickle, sizes)))],
] as const;

describe.for(PROTOCOLS)('protocol %d', (protocol) => {
  test.for(READERS)('%s of dumps(x) is x, sharing and cycles included', async ([, read]) => {
    await fc.assert(
      fc.asyncProperty(fc.array(recipe, { maxLength: 8 }), SIZES, async (recipes, sizes) => {
        const value = graph(recipes);
        const back = await read(dumps(value, { protocol, strings: 'value' }), sizes);
        expect(shape(back)).toBe(shape(value));
      }),
      { numRuns: RUNS },
    );
  });

  test.for(READERS)('what %s gives is written the same once more', async ([, read]) => {
    await fc.assert(
      fc.asyncProperty(fc.array(recipe, { maxLength: 8 }), SIZES, async (recipes, sizes) => {
        const pickle = dumps(graph(recipes), { protocol });
        expect(Buffer.compare(dumps(await read(pickle, sizes), { protocol }), pickle)).toBe(0);
      }),
      { numRuns: RUNS },
    );
  });

  test('the chunks of dump are the bytes of dumps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(recipe, { maxLength: 8 }), fc.constantFrom(1, 100), async (recipes, times) => {
        const value = Array.from({ length: times }, () => graph(recipes));
        const chunks: Uint8Array[] = [];
        await dump(value, { write: (chunk) => void chunks.push(chunk) }, { protocol });
        expect(Buffer.compare(Buffer.concat(chunks), dumps(value, { protocol }))).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  test('CPython reads what was written and writes the same bytes, for lists, dicts, tuples and scalars', async () => {
    const python = await oracle();
    const pickles: Uint8Array[] = [];
    const simple = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        atom.filter(
          (value) =>
            !(value instanceof Global) &&
            !(value instanceof PyRange) &&
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

test('any bytes give a value or a PickleError, whole or in chunks', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), SIZES, attempt), { numRuns: 5000 });
});

const OPCODES = [...'(.012FGIJKLMNPQRSTUVXabcdeghijloprstu}])'].map((letter) => letter.charCodeAt(0));
const OPCODE = fc.oneof(
  fc.constantFrom(...OPCODES),
  fc.integer({ min: 0x80, max: 0x98 }),
  fc.constantFrom(0x0a, 0, 1, 2, 0x30, 0x31),
);

test('any opcodes give a value or a PickleError, whole or in chunks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(OPCODE, { maxLength: 60 }), SIZES, (codes, sizes) =>
      attempt(Uint8Array.from(codes), sizes),
    ),
    { numRuns: 10_000 },
  );
});

test('mutated pickles give a value or a PickleError, whole or in chunks', async () => {
  const mutation = fc.record({ at: fc.nat(), byte: fc.nat(255), isCut: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(recipe, { maxLength: 6 }),
      fc.constantFrom(...PROTOCOLS),
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      SIZES,
      async (recipes, protocol, mutations, sizes) => {
        let bytes = dumps(graph(recipes), { protocol });
        for (const { at, byte, isCut } of mutations) {
          if (isCut) bytes = bytes.slice(0, at % bytes.length);
          else bytes[at % bytes.length] = byte;
          if (bytes.length === 0) break;
        }
        await attempt(bytes, sizes);
      },
    ),
    { numRuns: 3000 },
  );
});

test('pickles one after another are read one after another, whole or in chunks', async () => {
  const values = fc.array(fc.tuple(fc.constantFrom(...PROTOCOLS), fc.array(recipe, { maxLength: 3 })));
  await fc.assert(
    fc.asyncProperty(values, SIZES, async (values, sizes) => {
      const pickles = values.map(([protocol, recipes]) => dumps(graph(recipes), { protocol }));
      const shapes = values.map(([, recipes]) => shape(graph(recipes)));
      expect([...loadsAll(Buffer.concat(pickles))].map(shape)).toEqual(shapes);
      const loaded: string[] = [];
      for await (const value of loadAll(lent(cut(Buffer.concat(pickles), sizes)))) loaded.push(shape(value));
      expect(loaded).toEqual(shapes);
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

/**
 * Reads with every encoding and dict form; anything but a value or a PickleError fails, and so does another answer when
 * the bytes come in chunks.
 */
async function attempt(bytes: Uint8Array, sizes: readonly number[]): Promise<void> {
  for (const options of [
    {},
    { encoding: 'latin1', dicts: 'object' },
    { encoding: 'bytes', unknown: 'error' },
  ] as const) {
    const limited = { ...options, limits: { memory: 2 ** 26 } };
    const whole = await answer(async () => loads(bytes, limited));
    expect(whole).not.toMatch(/^ERR .*(undefined|\[object|not a function|Cannot read)/);
    expect(await answer(() => load(lent(cut(bytes, sizes)), limited))).toBe(whole);
  }
}

/** The shape of the value, or what the error says. */
async function answer(read: () => Promise<unknown>): Promise<string> {
  let value: unknown;
  try {
    value = await read();
  } catch (error) {
    if (!(error instanceof UnpicklingError)) throw error;
    return `ERR ${error.code} ${error.opcode} ${error.message}`;
  }
  try {
    dumps(value);
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    expect(error.message).not.toMatch(/undefined|\[object|not a function|Cannot read/);
  }
  return shape(value);
}
