import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type LoadOptions, load, loads, PickleError, Tuple, Unpickler } from '../src/index.ts';
import { checkLength, LONGEST_ARRAY } from '../src/limits.ts';
import { DeferredDicts } from '../src/load/deferred/deferred-dicts.ts';
import { LoadMemo } from '../src/load/memo.ts';
import { isList } from '../src/load/sequence-items.ts';
import { Stack } from '../src/load/stack.ts';
import { dis, globals, parse } from '../src/tools.ts';
import { Instance } from '../src/values/instance.ts';

/** A text, a part of it that is there so many times, and what follows. */
function repeated(before: string, part: string, count: number, after: string): Uint8Array {
  return Buffer.concat([Buffer.from(before), Buffer.alloc(part.length * count, part), Buffer.from(after)]);
}

const limited: unknown = expect.objectContaining({ code: 'limit' });

describe('the longest array', () => {
  test('is one that still can grow by half within 2^27 places', () => {
    expect(LONGEST_ARRAY + (LONGEST_ARRAY >> 1) + 16).toBeLessThan(2 ** 27);
    expect(() => checkLength(LONGEST_ARRAY, 'a list')).not.toThrow();
    expect(() => checkLength(LONGEST_ARRAY + 1, 'a list')).toThrow(
      'a list: more than 89000000 values, and this runtime has no array for more, whatever options.limits says;' +
        ' options.limits.memory can refuse it earlier',
    );
  });

  test('holds for the stack and for the marks', () => {
    const tall = new Stack();
    tall.height = LONGEST_ARRAY - 1;
    expect(() => tall.reserve(1)).not.toThrow();
    expect(() => tall.reserve(2)).toThrow(limited);
    const marked = new Stack();
    marked.open = LONGEST_ARRAY;
    expect(() => marked.reserve(1)).toThrow(limited);
  });

  test('holds for the memo, whatever its limit is', () => {
    const memo = new LoadMemo(Number.POSITIVE_INFINITY);
    expect(memo.limit).toBe(LONGEST_ARRAY);
    memo.size = memo.filled = LONGEST_ARRAY;
    expect(() => memo.set(LONGEST_ARRAY, null)).toThrow('the memo: more than 89000000 values');
    expect(() => memo.set(2 ** 40, null)).toThrow(limited);
  });

  test('holds for states that are kept', () => {
    expect(new DeferredDicts().takes(0, LONGEST_ARRAY)).toBe(true);
    expect(new DeferredDicts().takes(0, LONGEST_ARRAY + 1)).toBe(false);
  });

  test('holds for what an object of an unknown class is given', () => {
    const full: unknown[] = [];
    full.length = LONGEST_ARRAY;
    const instance = new Instance(null);
    instance.items = full;
    expect(() => instance.append(1)).toThrow(limited);
    instance.members = full;
    expect(() => instance.add(1)).toThrow(limited);
  });
});

describe('limits.memory', () => {
  const MILLION = 1e6;
  const MANY = 200_000;
  const rows: readonly (readonly [string, Uint8Array])[] = [
    ['one value many times', repeated('N', '2', MANY, '.')],
    ['marks', repeated('', '(', MANY, '.')],
    ['a list', repeated('(', 'N', MANY, 'l.')],
    ['APPENDS', repeated('](', 'N', MANY, 'e.')],
    ['a tuple', repeated('(', 'N', MANY, 't.')],
    ['values that are dropped again', repeated('N(', 'N', MANY, '1.')],
    ['what the memo has', repeated('Nq\0', 'h\0', MANY, '.')],
  ];
  // A place takes eight bytes; the first 65,536 cost nothing.
  const tight = { limits: { memory: MILLION } };
  const wide = { limits: { memory: 100 * MILLION } };

  test.for(rows)('pays for the stack: %s', async ([, pickle]) => {
    const ways = [
      (options: LoadOptions) => loads(pickle, options),
      (options: LoadOptions) => new Unpickler(pickle, options).load(),
      (options: LoadOptions) => parse(pickle, options),
      (options: LoadOptions) => {
        const { error } = globals(pickle, options);
        if (error !== undefined) throw error;
      },
    ];
    for (const way of ways) {
      expect(() => way(tight)).toThrow(
        /limits\.memory allows \(1000000\); raise options\.limits\.memory \(at byte \d+\)$/,
      );
      expect(codeOf(() => way(wide))).not.toBe('limit');
    }
    await expect(load([pickle], tight)).rejects.toThrow(limited);
    expect(() => Array.from(dis(pickle, { indentlevel: 0, ...tight }))).toThrow(limited);
  });

  test('pays once for the same places', () => {
    const pickle = repeated('N', '(NNNNNNNNNNN1', 50_000, '.');
    expect(loads(pickle, { limits: { memory: MILLION } })).toBeNull();
    expect(globals(pickle, { limits: { memory: MILLION } }).error).toBeUndefined();
  });

  test('pays for what globals keeps, and not for numbers and strings in lists', () => {
    const limits = { memory: MILLION };
    const list = repeated(']', '(K\x01U\x01aK\x02e', 20_000, '.');
    expect(globals(list, { limits })).toMatchObject({ error: undefined, globals: [] });
    expect(globals(repeated('(', ']', 20_000, 'l.'), { limits }).error?.code).toBe('limit');
    expect(globals(repeated('cos\nsystem\n', ')R', 20_000, '.'), { limits }).error?.code).toBe('limit');
  });

  test('a stack that is lower than 65,536 values costs nothing', () => {
    expect(loads(repeated('N', '2', 60_000, '.'), { limits: { memory: 0 } })).toBeNull();
  });

  test('pays for entries of a registered class before they are paired', () => {
    const pickle = repeated('ccollections\nOrderedDict\n)R(', 'K\x01N', 10_000, 'u.');
    expect(() => loads(pickle, { limits: { memory: 300_000 } })).toThrow(limited);
    expect(loads(pickle, { limits: { memory: MILLION } })).toMatchObject({ size: 1 });
  });
});

test('by default, nothing that a pickler writes is refused because of the stack', () => {
  for (const [pickle, isRight] of [
    [repeated('(', 'N', 2 ** 19, 't.'), (value: unknown) => value instanceof Tuple && value.length === 2 ** 19],
    [repeated('(', 'N', 2 ** 19, 'l.'), (value: unknown) => isList(value) && value.length === 2 ** 19],
    [repeated('](', 'N', 2 ** 19, 'e.'), (value: unknown) => isList(value) && value.length === 2 ** 19],
  ] as const) {
    expect(isRight(loads(pickle))).toBe(true);
    expect(isRight(loads(pickle, { limits: { memory: 16 * pickle.length } }))).toBe(true);
  }
});

/** 95 MB, which is more than an array holds: what is thrown, by a process of its own. */
const ATTACK = `
const [before, part, after] = JSON.parse(process.argv[1]);
const { loads } = await import(${JSON.stringify(fileURLToPath(new URL('../dist/index.js', import.meta.url)))});
const bytes = Buffer.concat([Buffer.from(before), Buffer.alloc(95e6, part), Buffer.from(after)]);
try {
  loads(bytes);
} catch ({ code, message }) {
  process.stdout.write(code + ' ' + message);
}`;

test.for([
  ['N', '2', '.'],
  ['', '(', '.'],
] as const)('more values or marks than an array holds are an error, and not the end of the process: %j', (parts) => {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['--max-old-space-size=4000', '--input-type=module', '-e', ATTACK, JSON.stringify(parts)],
    { encoding: 'utf8', timeout: 100_000 },
  );
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^limit a stack: more than 89000000 values/)]);
});

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof PickleError ? error.code : String(error);
  }
}
