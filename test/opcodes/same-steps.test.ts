import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PickleError } from '../../src/errors.ts';
import { parse } from '../../src/graph/parse.ts';
import { write } from '../../src/graph/write.ts';
import { optimize } from '../../src/opcodes/optimize.ts';
import { areSameSteps, type Replaced } from '../../src/opcodes/same-steps.ts';
import { hex } from '../fixtures.ts';
import { program } from '../programs.ts';

test.for<[string, string, string]>([
  ['the very same', '8004 4b05 2e', '8004 4b05 2e'],
  ['without frames', '8004 95 0300000000000000 4b05 2e', '8004 4b05 2e'],
  ['another protocol, above 2', '8004 4b05 2e', '8005 4b05 2e'],
  ['what nothing fetches', '8004 8c0161 94 2e', '8004 8c0161 2e'],
  ['another number for what is fetched', '5d 7105 6805 86 2e', '5d 94 67300a 86 2e'],
])('%s: the same steps', ([, a, b]) => {
  expect(areSameSteps(hex(a), hex(b))).toBe(true);
  expect(areSameSteps(hex(b), hex(a))).toBe(true);
});

test.for<[string, string, string]>([
  ['another int', '4b05 2e', '4b06 2e'],
  ['another opcode', '4b05 2e', '4d0500 2e'],
  ['names of Python 2', '8002 4b05 2e', '8003 4b05 2e'],
  ['a protocol that is not known', '8005 4b05 2e', '8006 4b05 2e'],
  ['one object, and two', '5d 94 6800 86 2e', '5d 94 5d 86 2e'],
  ['another object', '5d 94 5d 94 6800 87 2e', '5d 94 5d 94 6801 87 2e'],
  ['one that was stored later under the number', '5d 94 5d 7100 6800 87 2e', '5d 94 5d 94 6800 87 2e'],
  ['more', '4e 2e', '4e 4e 86 2e'],
  ['less', '4e 4e 86 2e', '4e 4e'],
  ['what is stored where nothing is', '4e 28 94 74 86 2e', '4e 28 74 86 2e'],
  ['what is stored where nothing may be left', '4e 28 4e 30 94 74 86 2e', '4e 28 4e 30 74 86 2e'],
  ['a frame that does not end', '8004 4e 2e', '8004 95 0300000000000000 4e 2e'],
  ['a frame within a frame', '8004 4e 4e 4e 87 2e', '8004 95 0f00000000000000 4e 95 0100000000000000 4e 4e 87 2e'],
  ['what is fetched and not there', '6800 2e', '6800 2e'],
  ['a number that no pickler writes', '4e 70302c0a 67302c0a 86 2e', '4e 70302c0a 67302c0a 86 2e'],
])('%s: not the same steps', ([, a, b]) => {
  expect(areSameSteps(hex(a), hex(b))).toBe(false);
});

test.for<[string, string, string, Replaced, boolean]>([
  ['an int', '5d 4b05 61 2e', '5d 4d0101 61 2e', { start: 1, end: 3, length: 3 }, true],
  ['a str that is stored', '5d 8c0161 94 61 2e', '5d 4e 94 61 2e', { start: 1, end: 5, length: 2 }, true],
  ['what is fetched', '5d 4e 94 6800 65 2e', '5d 4e 94 4b05 65 2e', { start: 3, end: 5, length: 2 }, true],
  ['a str that is fetched elsewhere', '4e 94 6800 86 2e', '4b05 94 6800 86 2e', { start: 0, end: 2, length: 3 }, false],
  ['a list', '5d 4e 86 2e', '4b05 4e 86 2e', { start: 0, end: 1, length: 2 }, false],
  ['two values', '4e 4e 86 2e', '4b05 86 2e', { start: 0, end: 2, length: 2 }, false],
  ['what is in the middle of an opcode', '4b4e 2e', '4b4b 2e', { start: 1, end: 2, length: 1 }, false],
  ['and something else is', '4e 4e 86 2e', '4b05 4b05 86 2e', { start: 0, end: 1, length: 2 }, false],
])('%s is replaced: %s becomes %s', ([, a, b, replaced, expected]) => {
  expect(areSameSteps(hex(a), hex(b), [replaced])).toBe(expected);
});

test('what is optimized takes the same steps, and what takes the same steps is the same graph', () => {
  const count = { known: 0, unknown: 0, changed: 0 };
  fc.assert(
    fc.property(program, fc.nat(), fc.integer({ min: 1, max: 255 }), (pickle, at, change) => {
      const graph = graphOf(pickle);
      if (graph === undefined) return;
      // After POP it is not known what is stored.
      count[areSameSteps(pickle, optimize(pickle)) ? 'known' : 'unknown']++;
      const other = Uint8Array.from(pickle);
      other[at % other.length] = (other[at % other.length] ?? 0) ^ change;
      if (!areSameSteps(pickle, other)) return;
      count.changed++;
      expect(graphOf(other)).toEqual(graph);
    }),
    { numRuns: 2000 },
  );
  expect(count.known).toBeGreaterThan(count.unknown);
  expect(count.changed).toBeGreaterThan(0);
});

/** The graph in one form; `undefined` if there is none. */
function graphOf(pickle: Uint8Array): string | undefined {
  try {
    return Buffer.from(write(parse(pickle), { protocol: 5 })).toString('hex');
  } catch (error) {
    if (error instanceof PickleError) return undefined;
    throw error;
  }
}
