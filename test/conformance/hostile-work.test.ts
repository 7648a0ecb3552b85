/** Small pickles that give one large thing to many keys, calls or states: each ends soon, by its value or by a limit. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CommandError } from '../../src/cli/command-error.ts';
import { loads, PickleError, Tuple, UnpicklingError } from '../../src/index.ts';
import { parse, toJSON, write } from '../../src/tools.ts';
import { ran } from '../cli/memory-output.ts';
import { oracle } from '../oracle.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const le = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, at) => String.fromCharCode((value >> (8 * at)) & 0xff)).join('');
const text = (value: string): string => `X${le(value.length, 4)}${value}`;
const ints = (count: number, tail = ''): string =>
  Array.from({ length: count }, (_, at) => `M${le(at, 2)}${tail}`).join('');
const doubled = (times: number, first: string, next: string): string => `${first}q\0${`0${next}q\0`.repeat(times)}`;

/** `REDUCE` of `callable` with the arguments that `args` makes, so many times; the results are dropped. */
function called(callable: string, args: string, times: number): Buffer {
  return latin1(`\x80\x04${callable}q\x000${args}q\x010${'h\0h\x01R0'.repeat(times)}N.`);
}

/** A thing that is stored, and a piece of pickle that goes over it so many times. */
function shared(before: string, thing: string, piece: string, times: number, after: string): Buffer {
  return latin1(`\x80\x04${thing}q\x000${before}${piece.repeat(times)}${after}`);
}

/** Seconds of the processor: on a busy machine the clock would count what others do. */
function cpuSeconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** What it took before the work was counted was 3 to 60 times as much as is allowed here. */
const ALLOWED = 2;

const LONG = 'x'.repeat(400_000);
const COLLIDING = Array.from({ length: 4000 }, (_, at) => `\x8a\x0b${'\0'.repeat(8)}${le(at + 1, 3)}N`).join('');
const big = `(${'K\x01'.repeat(100_000)}t`;

/** How many there are in a container. */
function sizeOf(value: unknown): number {
  if (value instanceof Map || value instanceof Set) return value.size;
  return value instanceof Tuple ? value.length : 1;
}

/** Each as a function of how often: a few times CPython is asked too, many times it would take hours itself. */
const DEAR_TO_HASH: readonly (readonly [string, number, (times: number) => Buffer, (times: number) => number])[] = [
  ['tuples that double', 60, (n) => latin1(`${doubled(n, 'K\x01\x85', 'h\0h\0\x86')}0}h\0Ns.`), () => 1],
  ['tuples that double by DUP', 200, (n) => latin1(`}K\x01\x85${'2\x86'.repeat(n)}Ns.`), () => 1],
  [
    'frozensets that double',
    60,
    (n) => latin1(`\x80\x04${doubled(n, '(K\x01\x91', '(h\0h\0\x85\x91')}0}h\0Ns.`),
    () => 1,
  ],
  ['a large tuple in many dicts', 40_000, (n) => shared('(', big, '}h\0Ns', n, 't.'), (n) => n],
  ['a large tuple in many sets', 40_000, (n) => shared('(', big, '\x8f(h\0\x90', n, 't.'), (n) => n],
  [
    'a large tuple in many keys',
    40_000,
    (n) => latin1(`${big}q\x000}(${Array.from({ length: n }, (_, at) => `h\0M${le(at, 2)}\x86N`).join('')}u.`),
    (n) => n,
  ],
  ['a large frozenset in many dicts', 40_000, (n) => shared('(', `(${ints(60_000)}\x91`, '}h\0Ns', n, 't.'), (n) => n],
  [
    'large bytes in many dicts',
    40_000,
    (n) => shared('(', `B${le(LONG.length, 4)}${LONG}`, '}h\0Ns', n, 't.'),
    (n) => n,
  ],
  [
    'a long Decimal in many dicts',
    40_000,
    (n) => shared('(', `cdecimal\nDecimal\n${text(`0.${'7'.repeat(1230)}`)}\x85R`, '}h\0Ns', n, 't.'),
    (n) => n,
  ],
  [
    'Counters of a large tuple',
    10_000,
    (n) => latin1(`${big}q\x000}h\0K\x01s\x85q\x010ccollections\nCounter\nq\x020(${'h\x02h\x01R'.repeat(n)}t.`),
    (n) => n,
  ],
  ['dicts of 4,000 ints', 20, (n) => latin1(`\x80\x04(${`}(${ints(4000, 'N')}u`.repeat(n)}t.`), (n) => n],
];

describe('what is dear to hash is hashed once', () => {
  test.each(DEAR_TO_HASH)('%s', async (_name, times, pickle, size) => {
    const python = await oracle();
    expect(python.check(pickle(3), `len(x) == ${size(3)}`)).toBe(true);
    expect(sizeOf(loads(pickle(3)))).toBe(size(3));
    const many = pickle(times);
    let value: unknown;
    expect(cpuSeconds(() => (value = loads(many)))).toBeLessThan(ALLOWED);
    expect(sizeOf(value)).toBe(size(times));
  });

  test('the tuple that doubles is found again, and another is not', () => {
    const nested = (times: number, first: unknown): Tuple => {
      let tuple = Tuple.of<unknown>(first);
      for (let at = 0; at < times; at++) tuple = Tuple.of<unknown>(tuple, tuple);
      return tuple;
    };
    const dict = loads<Map<unknown, unknown>>(latin1(`${doubled(60, 'K\x01\x85', 'h\0h\0\x86')}0}h\0Ns.`));
    expect(dict.get(nested(60, 1n))).toBe(null);
    expect(dict.has(nested(60, 2))).toBe(false);
    expect(dict.has(nested(59, 1))).toBe(false);
    dict.set(nested(60, true), 'again');
    dict.set(nested(60, 2), 'other');
    expect([...dict.values()]).toEqual(['again', 'other']);
    expect(dict.delete(nested(60, 1))).toBe(true);
    expect(dict.size).toBe(1);
  });

  test('an object that a BUILD changed is another key from then on', () => {
    const made = 'cuuid\nUUID\n)\x81';
    const state = (int: string): string => `}${text('int')}${int}sb`;
    const long = 'K\x01'.repeat(100);
    const before = `${made}q\0${state('K\x05')}0(h\0${long}tq\x010}h\x01K\x01s0h\0${state('K\x06')}0`;
    const dict = loads<Map<unknown, unknown>>(latin1(`${before}}h\x01K\x02s(${made}${state('K\x06')}${long}tK\x03s.`));
    expect([...dict.values()]).toEqual([3]);
  });
});

describe('the rest ends soon', () => {
  const list = `](${'K\x01'.repeat(500_000)}e`;
  const dict = `}(${Array.from({ length: 20_000 }, (_, at) => `${text(`k${at}`)}K\x01`).join('')}u`;
  const keywords = `}(${Array.from({ length: 20_000 }, (_, at) => `${text(`k${at}`)}N`).join('')}u`;
  const latin = `(${text(LONG)}${text('latin1')}t`;
  const equal = `${text(LONG)}q\x010${text(LONG)}`;

  test.each([
    ['bytes of a shared list', called('cbuiltins\nbytes\n', `${list}\x85`, 100_000)],
    ['bytearrays of a shared list', called('cbuiltins\nbytearray\n', `${list}\x85`, 100_000)],
    ['sets of a shared list', called('cbuiltins\nset\n', `${list}\x85`, 100_000)],
    ['frozensets of a shared list', called('cbuiltins\nfrozenset\n', `${list}\x85`, 100_000)],
    ['sets of a shared str', called('cbuiltins\nset\n', `${text(LONG)}\x85`, 100_000)],
    ['frozensets of shared bytes', called('cbuiltins\nfrozenset\n', `B${le(LONG.length, 4)}${LONG}\x85`, 100_000)],
    ['deques of a shared list', called('ccollections\ndeque\n', `${list}\x85`, 100_000)],
    ['Counters of a shared dict', called('ccollections\nCounter\n', `${dict}\x85`, 100_000)],
    ['encoding a shared text', called('c_codecs\nencode\n', latin, 100_000)],
    ['many arguments of complex', called('cbuiltins\ncomplex\n', `(${'N'.repeat(500_000)}t`, 100_000)],
    [
      'lists rebuilt of a shared list',
      called('ccopyreg\n_reconstructor\n', `(c__main__\nC\ncbuiltins\nlist\n${list}t`, 100_000),
    ],
    [
      'Decimals of a shared int',
      called('cdecimal\nDecimal\n', `\x8b${le(10_000, 4)}${'x'.repeat(10_000)}\x85`, 100_000),
    ],
    [
      'OSErrors of a shared int',
      called('cbuiltins\nOSError\n', `\x8b${le(10_000, 4)}${'x'.repeat(10_000)}N\x86`, 100_000),
    ],
    ['a state given to a LogRecord', shared('clogging\nLogRecord\n)\x81', dict, 'h\0b', 20_000, '.')],
    ['a state given to an OrderedDict', shared('ccollections\nOrderedDict\n)R', dict, 'h\0b', 20_000, '.')],
    [
      'objects of shared keywords',
      latin1(`\x80\x04cm\nC\nq\x000${keywords}q\x010](${'h\0)h\x01\x92'.repeat(40_000)}e.`),
    ],
    ['one key of two equal long strs', latin1(`${equal}q\x000}h\x01Ns${'h\0Ns'.repeat(100_000)}.`)],
    ['one member of two equal long strs', latin1(`\x80\x04${equal}q\x000\x8f(h\x01${'h\0'.repeat(200_000)}\x90.`)],
    ['one key of two equal tuples of a long str', latin1(`${equal}q\x000}h\x01\x85Ns${'h\0\x85Ns'.repeat(80_000)}.`)],
    [
      'one key of two equal long ints',
      latin1(
        `${`\x8b${le(LONG.length, 4)}${LONG}`}q\x010${`\x8b${le(LONG.length, 4)}${LONG}`}q\x000}h\x01Ns${'h\0Ns'.repeat(100_000)}.`,
      ),
    ],
    ['a name that is a long str', latin1(`\x80\x04${equal}q\x000h\x01h\x01\x930${'h\0h\0\x930'.repeat(60_000)}N.`)],
    ['dicts of colliding ints', latin1(`\x80\x04(${`}(${COLLIDING}u`.repeat(8)}t.`)],
  ] as const)('%s', (_name, pickle) => {
    const error = refusal(pickle);
    expect(error.seconds).toBeLessThan(ALLOWED);
    expect(error.code).toBe('limit');
  });
});

describe('a graph of objects that share their arguments is read and written soon', () => {
  const wide = `(${'N'.repeat(100_000)}t`;
  const keywords = `}(${Array.from({ length: 10_000 }, (_, at) => `${text(`k${at}`)}N`).join('')}u`;
  const objects = (thing: string, each: string): Buffer =>
    latin1(`\x80\x04cm\nC\nq\x000${thing}q\x010](${each.repeat(20_000)}e.`);

  test.each([
    ['calls of one tuple', objects(wide, 'h\0h\x01R')],
    ['new objects of one tuple', objects(wide, 'h\0h\x01\x81')],
    ['new objects of the same keywords', objects(keywords, 'h\0)h\x01\x92')],
    ['sets of one tuple', latin1(`\x80\x04cbuiltins\nset\nq\x000${wide}q\x010](${'h\0h\x01R'.repeat(20_000)}e.`)],
  ])('%s', (_name, pickle) => {
    let written = 0;
    expect(cpuSeconds(() => (written = write(parse(pickle)).length))).toBeLessThan(ALLOWED);
    // What is shared is stored in the memo, which takes one opcode more each, and is written once.
    expect(written).toBeLessThan(2 * pickle.length);
  });
});

/** Pickles of about so many bytes, of things in one another, or of one thing in many places. */
const FAMILIES: Readonly<Record<string, (size: number) => string>> = {
  'tuples that double by DUP, as a key': (n) => `}K\x01\x85${'2\x86'.repeat(n / 2)}Ns.`,
  'frozensets in one another, as a key': (n) => `\x80\x04}${'('.repeat(n / 2)}N${'\x91'.repeat(n / 2)}Ns.`,
  'tuples in one another, as a key': (n) => `}N${'\x85'.repeat(n)}Ns.`,
  'tuples in one another': (n) => `\x80\x04N${'\x85'.repeat(n)}.`,
  'frozensets in one another': (n) => `\x80\x04${'('.repeat(n / 2)}N${'\x91'.repeat(n / 2)}.`,
  'dicts in one another': (n) => `\x80\x04${'}N'.repeat(n / 3)}N${'s'.repeat(n / 3)}.`,
  'states in one another': (n) => `\x80\x04cm\nC\n\x940${'h\0)\x81'.repeat(n / 5)}N${'b'.repeat(n / 5)}.`,
  'calls in one another': (n) => `\x80\x04cm\nC\n\x940${'h\0'.repeat(n / 4)}N${'\x85R'.repeat(n / 4)}.`,
  'objects of one state': (n) => `\x80\x04cm\nC\n\x94}(${ints(n / 8, 'N')}u\x940](${'h\0)\x81h\x01b'.repeat(n / 14)}e.`,
  'one object of many states': (n) => `\x80\x04cm\nC\n)\x81${'}K\x01K\x02sb'.repeat(n / 8)}.`,
  'sets of one list': (n) => `\x80\x04cbuiltins\nset\n\x94](${ints(n / 6)}e\x85\x940](${'h\0h\x01R'.repeat(n / 10)}e.`,
  'calls of one tuple': (n) => `\x80\x04cm\nC\n\x94(${'N'.repeat(n / 2)}t\x940](${'h\0h\x01R'.repeat(n / 10)}e.`,
  'getattr in one another': (n) =>
    `\x80\x04cbuiltins\ngetattr\n\x940${'h\0'.repeat(n / 7)}N${'K\x01\x86R'.repeat(n / 7)}.`,
  'partial in one another': (n) => `\x80\x04cfunctools\npartial\n\x940${'h\0'.repeat(n / 4)}N${'\x85R'.repeat(n / 4)}.`,
  'conversions that Python refuses': (n) =>
    `\x80\x04cbuiltins\nint\n\x94(${text('x')}t\x940](${'h\0h\x01R'.repeat(n / 5)}e.`,
  'calls of what is unknown': (n) => `\x80\x04cm\nC\n\x94(${text('x')}t\x940](${'h\0h\x01R'.repeat(n / 5)}e.`,
  'dicts that are stored and left': (n) => `\x80\x04${'}\x94'.repeat(n / 2)}.`,
  'one long str as a key of many dicts': (n) => `\x80\x04](${text('a'.repeat(n / 2))}\x94${'}h\0Ns'.repeat(n / 10)}e.`,
};

/** The package as it is published. */
const built: typeof import('../../src/index.ts') = await import(new URL('../../dist/index.js', import.meta.url).href);
const tools: typeof import('../../src/tools.ts') = await import(new URL('../../dist/tools.js', import.meta.url).href);

/** What is done with a pickle, how many times it goes over it, and what it is given in place of the pickle. */
interface Tool {
  readonly use: (given: Uint8Array, file: string) => unknown;
  readonly passes: number;
  readonly given?: (pickle: string) => Uint8Array;
}

/** The item before which the pickle stands in a list. */
const EDITED = 'K\x07';

const TOOLS: Readonly<Record<string, Tool>> = {
  loads: { use: (pickle) => built.loads(pickle), passes: 1 },
  write: { use: (pickle) => tools.write(tools.parse(pickle)), passes: 1 },
  toJSON: { use: (pickle) => tools.toJSON(pickle), passes: 1 },
  'toJSON, tagged': { use: (pickle) => tools.toJSON(pickle, { form: 'tagged' }), passes: 1 },
  diff: { use: (pickle) => [...tools.diff(pickle, pickle.slice())], passes: 2 },
  repr: { use: (pickle) => tools.repr(pickle), passes: 1 },
  dis: { use: (pickle) => [...tools.dis(pickle)].length, passes: 1 },
  globals: { use: (pickle) => tools.globals(pickle), passes: 1 },
  optimize: { use: (pickle) => tools.optimize(pickle), passes: 1 },
  // It reads the pickle twice, writes it, reads and writes what it wrote, and compares.
  edit: {
    use: (_, file) => ran('edit', ['--dry-run', file, '[1]=8']),
    passes: 4,
    given: (pickle) => latin1(`\x80\x04](${pickle.replace(/^\x80\x04/, '').slice(0, -1)}${EDITED}e.`),
  },
  // The text has ten times the bytes of the pickle and more.
  make: {
    use: (_, file) => ran('make', ['--tagged', file, '-o', '-']),
    passes: 2,
    given: (pickle) => latin1(toJSON(latin1(pickle), { form: 'tagged' })),
  },
};

describe('twice the bytes take twice the time, and no more than seconds for a megabyte', () => {
  const SIZE = 80_000;
  /** Seconds of the processor that a megabyte and a pass may take. */
  const SOON = 2.5;
  /** The same in paces of a machine that others slow down: at rest, with Node 20, those are 2 seconds. */
  const PACES = 50;
  /** A pickle that takes longer is tried again: what others do and the collector of memory come on top. */
  const TRIES = 6;
  /** What one collection of memory takes. */
  const COLLECTION = 0.1;
  const folder = mkdtempSync(join(tmpdir(), 'brine-hostile-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const JSON_TEXT = `[${Array.from({ length: 100_000 }, (_, at) => `{"type":"tuple","items":[${at}]}`).join(',')}]`;
  /** How long other work takes now that makes many objects: 0.04 s at rest, and twice as much where others share the caches. */
  const pace = (): number => Math.min(...[1, 2, 3].map(() => cpuSeconds(() => JSON.parse(JSON_TEXT))));

  const secondsOf = async ({ use, given }: Tool, pickle: string): Promise<number> => {
    const bytes = given?.(pickle) ?? latin1(pickle);
    const file = join(folder, 'given');
    if (given !== undefined) writeFileSync(file, bytes);
    const before = process.cpuUsage();
    await ended(() => use(bytes, file));
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };

  test.each(Object.entries(FAMILIES))('%s', async (_name, make) => {
    for (const [name, tool] of Object.entries(TOOLS)) {
      const [half, whole] = [make(SIZE / tool.passes), make((2 * SIZE) / tool.passes)];
      let [first, second] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      let allowed = 0;
      const isLinear = (): boolean => second < 2.6 * first + COLLECTION;
      for (let tries = 0; tries < TRIES && !(second < allowed && isLinear()); tries++) {
        first = Math.min(first, await secondsOf(tool, half));
        second = Math.min(second, await secondsOf(tool, whole));
        const passed = (tool.passes * whole.length) / 1e6;
        allowed = SOON * passed + COLLECTION;
        if (second >= allowed) allowed = Math.max(SOON, PACES * pace()) * passed + COLLECTION;
      }
      expect({ name, isLinear: isLinear() || `${first} s, then ${second} s` }).toEqual({ name, isLinear: true });
      expect({ name, isSoon: second < allowed || `${second} s of ${allowed}` }).toEqual({ name, isSoon: true });
    }
  });

  test('what edit and make are given is edited and made', async () => {
    const pickle = `\x80\x04N${'\x85'.repeat(1000)}.`;
    const file = join(folder, 'given');
    writeFileSync(file, TOOLS['edit']?.given?.(pickle) ?? '');
    expect(await ran('edit', ['--dry-run', file, '[1]=8'])).toMatchObject({ status: 0, out: '~ $[1]: 7 -> 8\n' });
    writeFileSync(file, TOOLS['make']?.given?.(pickle) ?? '');
    expect(await ran('make', ['--tagged', file, '-o', '-'])).toMatchObject({ status: 0 });
  });
});

/** Runs to the end, which may be a refusal. */
async function ended(use: () => unknown): Promise<void> {
  try {
    await use();
  } catch (error) {
    const cause = error instanceof CommandError ? error.cause : error;
    if (!(cause instanceof PickleError || cause instanceof built.PickleError)) throw error;
  }
}

/** The error, and how long it took. */
function refusal(pickle: Uint8Array): { code: string; seconds: number } {
  let code = 'none';
  const seconds = cpuSeconds(() => {
    try {
      loads(pickle);
    } catch (error) {
      if (!(error instanceof UnpicklingError)) throw error;
      code = error.code;
    }
  });
  return { code, seconds };
}
