import { describe, expect, test } from 'vitest';
import { ByteArray, dumps, loads, pythonClass, Tuple } from '../../src/index.ts';
import { COST } from '../../src/limits.ts';
import { callCost, stateCost } from '../../src/load/call-cost.ts';
import { parse } from '../../src/tools.ts';

test.each([
  ['no arguments', [], 0],
  ['a number and None', [5, null], 0],
  ['a str', ['x'.repeat(100)], 100],
  ['bytes', [new Uint8Array(100)], 100],
  ['a list', [Array.from({ length: 100 }, () => 'long')], 100 * COST.slot],
  ['a dict', [new Map([[1, 2]])], COST.entry],
  ['a dict as an object', [{ a: 1, b: 2 }], 2 * COST.entry],
  ['a set', [new Set([1, 2])], 2 * COST.entry],
  ['a list in a short tuple', [Tuple.of<unknown>(1, [1, 2, 3])], 2 * COST.slot + 3 * COST.slot],
] as const)('callCost counts %s', (_name, args, cost) => {
  expect(callCost(args, new Set())).toBe(COST.instance + cost);
  expect(stateCost(args[0], new Set())).toBe(args.length > 1 ? 0 : cost);
});

/** A call with one memoized tuple of arguments, many times; the results in a list. */
function repeated(callable: string, args: string, times: number): Buffer {
  return Buffer.from(`\x80\x04${callable}\x940(${args}t\x940]${'h\x00h\x01Ra'.repeat(times)}.`, 'latin1');
}

const text = `X\x40\x42\x0f\x00${'x'.repeat(1_000_000)}`;

describe('a large argument given to many calls counts each time', () => {
  test.each([
    ['bytes', 'c_codecs\nencode\n', `${text}Vlatin1\n`],
    ['bytearray', 'cbuiltins\nbytearray\n', `${text}Vlatin1\n`],
    ['a path', 'cpathlib\nPurePosixPath\n', text],
    ['a deque', 'ccollections\ndeque\n', `](${'K\x01'.repeat(125_000)}e`],
    ['a Counter', 'ccollections\nCounter\n', `}(${Array.from({ length: 21_000 }, (_, i) => `I${i}\nK\x01`).join('')}u`],
  ])('%s', (_name, callable, args) => {
    const limits = { memory: 20_000_000 };
    expect(loads<unknown[]>(repeated(callable, args, 5), { limits })).toHaveLength(5);
    expect(() => loads(repeated(callable, args, 40), { limits })).toThrow(expect.objectContaining({ code: 'limit' }));
  });

  test('a state that is set many times', () => {
    const state = `}(${Array.from({ length: 21_000 }, (_, i) => `Va${i}\nK\x01`).join('')}u`;
    const pickle = (times: number): Buffer =>
      Buffer.from(`\x80\x04${state}\x940ccollections\nOrderedDict\n)R${'h\x00b'.repeat(times)}.`, 'latin1');
    const limits = { memory: 20_000_000 };
    loads(pickle(5), { limits });
    expect(() => loads(pickle(40), { limits })).toThrow(expect.objectContaining({ code: 'limit' }));
  });
});

test('what Python writes once is within the limits', () => {
  const large = new Uint8Array(2 ** 24);
  expect(loads<Uint8Array>(dumps(large, { protocol: 2 })).length).toBe(large.length);
});

describe('a buffer of the caller', () => {
  class Holder {
    readonly bytes: unknown;

    constructor(bytes: unknown) {
      this.bytes = bytes;
    }
  }
  const codecs = [pythonClass('a.Holder', Holder, { call: ([bytes]) => new Holder(bytes) })];
  const limits = { memory: 5000 };
  const buffers = [new Uint8Array(1_000_000)];
  const pickleOf = (text: string): Uint8Array => Buffer.from(`\x80\x05ca\nHolder\n${text}`, 'latin1');

  test.for([
    ['as bytearray', '\x97\x85R.'],
    ['as bytes', '\x97\x98\x85R.'],
    ['in a tuple', '\x97\x85\x85R.'],
    ['stored', '\x97\x94\x85R.'],
  ] as const)('costs its view alone where a codec takes it over: %s', ([, text]) => {
    expect(loads(pickleOf(text), { codecs, limits, buffers })).toBeInstanceOf(Holder);
  });

  test('costs what it is long where a second call takes it', () => {
    const twice = pickleOf('\x97\x94\x85R0ca\nHolder\nh\0\x85R.');
    expect(() => loads(twice, { codecs, limits, buffers })).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(loads(twice, { codecs, buffers })).toBeInstanceOf(Holder);
  });

  test('may be larger than limits.memory is by default, which depends on the pickle', () => {
    const large = [new Uint8Array(1.2e9)];
    expect(loads<Holder>(pickleOf('\x97\x98\x85R.'), { codecs, buffers: large }).bytes).toHaveLength(1.2e9);
  });
});

test('bytes that are views of the input cost their views alone in parse too', () => {
  const limits = { memory: 1000 };
  const inBand = dumps(new Uint8Array(100_000));
  expect(parse(inBand, { limits }).root).toMatchObject({ type: 'bytes' });
  expect(parse(dumps(new ByteArray(100_000)), { limits }).root).toMatchObject({ type: 'bytearray' });
  expect(loads(inBand, { limits })).toHaveLength(100_000);
  expect(() => parse(dumps('a'.repeat(100_000)), { limits })).toThrow(expect.objectContaining({ code: 'limit' }));
});

describe('one call with one long int, as long as the pickle', () => {
  const called = (callable: string, args: string, bytes: number): Buffer => {
    const head = Buffer.from('\x80\x04\x8b\0\0\0\0', 'latin1');
    head.writeUInt32LE(bytes, 3);
    return Buffer.concat([head, Buffer.alloc(bytes, 0x55), Buffer.from(`q\x000c${callable}${args}R.`, 'latin1')]);
  };
  const MB = 1_000_000;

  test.each([
    ['a Fraction', 'fractions\nFraction\n', '(h\0h\0t', 16 * MB],
    ['an OSError', 'builtins\nOSError\n', 'h\0N\x86', 16 * MB],
    ['a ValueError', 'builtins\nValueError\n', 'h\0\x85', 16 * MB],
    ['a Decimal', 'decimal\nDecimal\n', 'h\0\x85', MB],
  ])('is %s', (_name, callable, args, bytes) => {
    expect(loads(called(callable, args, bytes))).toBeTypeOf('object');
  });

  test.each([
    ['a date', 'datetime\ndate\n', '(h\0h\0h\0t', 'Python int too large'],
    ['a timedelta', 'datetime\ntimedelta\n', 'h\0\x85', 'days must have magnitude'],
    ['an address', 'ipaddress\nIPv4Address\n', 'h\0\x85', 'not an IPv4 address'],
    ['a float', 'builtins\nfloat\n', 'h\0\x85', 'int too large to convert to float'],
  ])('is refused by the class and not by a limit: %s', (_name, callable, args, message) => {
    expect(() => loads(called(callable, args, MB))).toThrow(message);
  });

  test('is refused where it would be written in base 10 for seconds', () => {
    const pickle = called('decimal\nDecimal\n', 'h\0\x85', 4 * MB);
    expect(() => loads(pickle)).toThrow(expect.objectContaining({ code: 'limit' }));
  });
});
