/** Bytes that are made to cost: each is refused at once, or loads within its size. */

import { type Dict, dumps, Instance, loads, PickleError, Tuple, UnpicklingError } from 'brine';
import { expect, test } from 'vitest';
import { hex } from '../fixtures.ts';

function refusal(bytes: Uint8Array, options = {}): UnpicklingError {
  try {
    loads(bytes, options);
  } catch (error) {
    if (error instanceof UnpicklingError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

test.for([
  ['7 bytes that announce 4 GiB of bytes', '80 03 42 fb ff ff ff', 'truncated', 2],
  ['bytes of 2⁶³ - 1', '80 04 8e ff ff ff ff ff ff ff 7f', 'truncated', 2],
  ['a str of 4 GiB', '58 ff ff ff ff', 'truncated', 0],
  ['a str of 2⁶² bytes', '8d 00 00 00 00 00 00 00 40', 'truncated', 0],
  ['a bytearray of 2⁶² bytes', '96 00 00 00 00 00 00 00 40', 'truncated', 0],
  ['an int of 2 GiB', '8b ff ff ff 7f', 'truncated', 0],
  ['a frame of 2⁶² bytes', '95 00 00 00 00 00 00 00 40', 'truncated', 0],
  ['keys and values that are no pairs', '7d 28 4b 01 75 2e', 'odd-items', 4],
  ['a DICT of one item', '28 4e 64 2e', 'odd-items', 2],
  ['a memo entry that was never stored', '68 05 2e', 'memo-missing', 0],
  ['an empty stack', '2e', 'underflow', 0],
  ['a missing STOP', '4e', 'truncated', 1],
  ['no bytes', '', 'truncated', 0],
  ['an unknown opcode', 'ff', 'bad-opcode', 0],
  ['protocol 6', '80 06 4e 2e', 'bad-protocol', 0],
] as const)('%s: %s is %s at byte %d', ([, bytes, code, offset]) => {
  const error = refusal(hex(bytes));
  expect([error.code, error.offset]).toEqual([code, offset]);
  expect(error.message).toMatch(new RegExp(`\\(at byte ${offset}\\)$`));
  expect(error.opcode).toBe(hex(bytes)[offset] ?? -1);
});

test.for([
  ['LONG_BINPUT', '4e 72 ff ff ff 7f 2e'],
  ['LONG_BINPUT at the end of 32 bits', '4e 72 ff ff ff ff 2e'],
  ['PUT of 10¹⁵', `4e 70 ${Buffer.from('1000000000000000\n').toString('hex')} 2e`],
] as const)('a huge memo index costs nothing: %s', ([, bytes]) => {
  expect(loads(hex(bytes))).toBe(null);
});

test('a million scattered memo indexes cost a million entries and no more', () => {
  const bytes = new Uint8Array(2 + 5 * 200_000);
  const view = new DataView(bytes.buffer);
  bytes[0] = 0x4e;
  for (let i = 0; i < 200_000; i++) {
    bytes[1 + 5 * i] = 0x72;
    view.setUint32(2 + 5 * i, i * 20_011, true);
  }
  bytes[bytes.length - 1] = 0x2e;
  expect(loads(bytes)).toBe(null);
  expect(refusal(bytes, { limits: { memo: 1000 } }).message).toContain('limits.memo');
});

test('__proto__ is a key like any other in a Dict, and refused by name in a plain object', () => {
  const pickle = dumps(new Map([['__proto__', new Map([['polluted', true]])]]));
  const dict = loads<Dict<string, unknown>>(pickle);
  expect([...dict.keys()]).toEqual(['__proto__']);
  expect(Reflect.get({}, 'polluted')).toBe(undefined);
  const error = refusal(pickle, { dicts: 'object' });
  expect(error.code).toBe('bad-key');
  expect(error.message).toContain("dicts: 'map'");
});

test('a state cannot replace a prototype', () => {
  const state = new Map<string, unknown>([['__proto__', new Map([['polluted', true]])]]);
  const instance = new Instance('x');
  instance.build(state);
  expect(Reflect.get(instance, 'polluted')).toBe(undefined);
  expect(Reflect.get({}, 'polluted')).toBe(undefined);
});

test('lists that double cost what they hold: a billion items are refused before they exist', () => {
  // Each APPENDS adds the list below twice over by the memo: ]q0 (h0 h0 e ...
  const parts = [']'];
  for (let i = 0; i < 40; i++) parts.push(`q${String.fromCharCode(i)}0](${`h${String.fromCharCode(i)}`.repeat(2)}e`);
  expect(loads(latin1(`${parts.join('')}.`))).toHaveLength(2);
});

test('keys that are more work than limits.keys allows are refused', () => {
  const members = Array.from({ length: 1000 }, (_, i) => Tuple.of(i, i));
  const pickle = dumps(new Map(members.map((member) => [member, null])));
  expect(loads<Dict>(pickle).size).toBe(1000);
  const error = refusal(pickle, { limits: { keys: 1000 } });
  expect([error.code, error.message]).toEqual(['limit', expect.stringContaining('limits.keys')]);
});

test('integer keys that all fall into one bucket of the engine are refused by limits.keys', () => {
  const count = 150_000;
  const bytes = new Uint8Array(2 + 14 * count + 2);
  bytes.set([0x7d, 0x28], 0);
  for (let i = 0; i < count; i++) {
    // (i + 1) * 2⁶⁴: V8 hashes a bigint by its lowest 64 bits. LONG1 of 11 bytes, then None.
    const high = i + 1;
    bytes.set([0x8a, 11, 0, 0, 0, 0, 0, 0, 0, 0, high & 0xff, (high >> 8) & 0xff, high >> 16, 0x4e], 2 + 14 * i);
  }
  bytes.set([0x75, 0x2e], 2 + 14 * count);
  const started = performance.now();
  const error = refusal(bytes, { limits: { keys: 1e7 } });
  expect(error.code).toBe('limit');
  expect(performance.now() - started).toBeLessThan(20_000);
});

test('the estimated memory of the result is limited, and the error names the limit', () => {
  const error = refusal(dumps(Array.from({ length: 10_000 }, (_, i) => [i])), { limits: { memory: 100_000 } });
  expect(error.message).toContain('limits.memory allows (100000); raise options.limits.memory');
});

test('amplification through EMPTY_DICT stays below the default limit of memory', () => {
  const bytes = new Uint8Array(8_000_000).fill(0x7d);
  bytes[bytes.length - 1] = 0x2e;
  expect(refusal(bytes).code).toBe('limit');
});

test.for([
  ['INT', `I${'9'.repeat(5000)}\n.`, 'could not convert string to int'],
  ['LONG', `L${'9'.repeat(5000)}L\n.`, 'Exceeds the limit (4300 digits)'],
] as const)('%s takes 4,300 digits', ([, text, message]) => {
  expect(refusal(latin1(text)).message).toContain(message);
  expect(loads(latin1(text), { limits: { digits: 5000 } })).toBe(10n ** 5000n - 1n);
});

test('a string longer than limits.string is refused', () => {
  expect(refusal(dumps('x'.repeat(100)), { limits: { string: 99 } }).message).toContain('limits.string');
  expect(loads(dumps('x'.repeat(100)), { limits: { string: 100 } })).toBe('x'.repeat(100));
});

test('limits.depth refuses a deeper value, and is off by default', () => {
  const nested = dumps([[[1]]]);
  expect(loads(nested)).toEqual([[[1]]]);
  expect(loads(nested, { limits: { depth: 3 } })).toEqual([[[1]]]);
  expect(refusal(nested, { limits: { depth: 2 } }).code).toBe('limit');
});

test('names from a pickle are escaped in messages', () => {
  const error = refusal(latin1('cos\x1b[31m\nsystem\x07\n.'), { unknown: 'error' });
  expect(error.code).toBe('unknown-global');
  expect(error.message).not.toMatch(/[\0-\x1f]/);
});

test('nothing that a pickle names is called', () => {
  const value = loads<Instance>(latin1('cos\nsystem\n(S"echo pwned"\ntR.'));
  expect(String(value.cls)).toBe('posix.system'.replace('posix', 'os'));
  expect(value.args).toEqual(Tuple.of('echo pwned'));
  expect(() => loads(latin1('cos\nsystem\n(S"echo pwned"\ntR.'), { unknown: 'error' })).toThrow(PickleError);
});
