/** The order of sets of ints: that of the hash table of a 64-bit CPython. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderedBy, orderedMembers } from '../../src/values/set-order.ts';
import { localPythons, runPython } from '../oracle.ts';

/** Added in this order | the order of CPython 3.13. */
const ROWS: readonly (readonly [unknown[], unknown[]])[] = [
  [
    [0, -1, -2],
    [0, -1, -2],
  ],
  [
    [true, 5, 8, 16, 0],
    [0, true, 5, 8, 16],
  ],
  [
    [2305843009213693951n, 0, 1],
    [2305843009213693951n, 0, 1],
  ],
  [
    [2305843009213693952n, 1, 1180591620717411303424n, -1180591620717411303424n, -2305843009213693952n],
    [1180591620717411303424n, 2305843009213693952n, -1180591620717411303424n, 1, -2305843009213693952n],
  ],
  [
    [9, 1, 17, 25, 33, 41],
    [33, 1, 9, 41, 17, 25],
  ],
  [
    [9007199254740991, -9007199254740991, 9223372036854775808n, 18446744073709551616n],
    [18446744073709551616n, -9007199254740991, 9223372036854775808n, 9007199254740991],
  ],
  [
    [0, -11, 5, 21, -17],
    [0, 5, -17, 21, -11],
  ],
  [
    [-352, 597, -308, 248, 693, -382, 539, -61, -424, -324, 388, 356, -357, -8, -315, 628, 369, -379, 658, -247],
    [-382, 388, -379, -247, 658, -357, 539, -352, 693, -324, -61, -315, -308, 597, -424, 248, 356, 369, 628, -8],
  ],
  [
    [-4, 48, 42, -25, 41, 18, -26, -27, 39, -15, 5, 21, -14, 37, -17, 7],
    [-27, -26, -25, 39, 41, 42, 5, 37, 7, -17, 48, -15, 18, -14, 21, -4],
  ],
  [
    [
      -151689643372, 726292093922, 857151796073, 267094872261, 653253490130, -409258367966, -418482851645, -96125621839,
      947024889124, 388830777698, 140777125656, 736439152400, 450642749319, 108927166808, 984319603098, -13830526432,
      713316135743, 602584981589, 1053742204365, 83532106810, -291743380786, 371565922236, -217574213586, 527994375138,
      -462045287319, 923254841844, 711066520954, 140953754314, 976418390594, 757418248827,
    ],
    [
      450642749319, 736439152400, -151689643372, 140777125656, 984319603098, -13830526432, -409258367966, 947024889124,
      -217574213586, -96125621839, 83532106810, 371565922236, 713316135743, 976418390594, -418482851645, 267094872261,
      140953754314, 1053742204365, -291743380786, 653253490130, 602584981589, 108927166808, 726292093922, 388830777698,
      527994375138, 857151796073, -462045287319, 923254841844, 711066520954, 757418248827,
    ],
  ],
  [
    [
      154, 196, 133, -65, -53, 38, 142, -67, -69, 58, 195, 128, 45, 97, 77, -89, 136, 81, -14, -41, 152, -70, 11, 47,
      -34, 26, 103, 100, -59, -15, 129, 105, 181, 42, -30, 120, 112, 83, 94, 18, -23, -58, -10, 19, -94, 148, -7, 34,
      44, -98, -26, 114, 173, 89, 189,
    ],
    [
      128, 129, 133, 136, 11, 142, 18, 19, 148, 152, 154, 26, -98, -94, 34, 38, -89, 42, 44, 45, 173, 47, 181, 58, -69,
      -70, -67, 189, -65, 195, 196, -59, -58, -53, 77, 81, 83, -41, 89, -34, 94, 97, -30, 100, -26, 103, 105, -23, 112,
      -15, -14, 114, -10, 120, -7,
    ],
  ],
];

test.each(ROWS)('%#: a set of ints is in the order of its hash table', (added, ordered) => {
  expect(orderedMembers(new Set(added))).toEqual(ordered);
});

test.each([[['b', 'a', 'c']], [[3, 'a', 1]], [[9, 0.5, 1]], [[9, undefined, 1]], [[7]], [[]]])(
  '%j has no order but its own',
  (members) => {
    expect(orderedMembers(new Set<unknown>(members))).toEqual([...new Set<unknown>(members)]);
  },
);

test('members of another model come back themselves', () => {
  const nodes = [9, 1, 17].map((value) => ({ value }));
  expect(orderedBy([...nodes], ({ value }) => value)).toEqual(
    orderedBy([9, 1, 17], (n) => n).map((value) => ({ value })),
  );
  expect(orderedBy([...nodes], ({ value }) => value).every((node) => nodes.includes(node))).toBe(true);
});

test('members of equal hashes keep their order when it would take too long', () => {
  const members = Array.from({ length: 8000 }, (_, i) => BigInt(i + 1) * (2n ** 61n - 1n));
  const start = performance.now();
  expect(orderedBy([...members], (n) => n)).toEqual(members);
  expect(performance.now() - start).toBeLessThan(5000);
});

test.for(localPythons())('Python $version has the same order', (python) => {
  const int = fc.oneof(
    fc.integer({ min: -40, max: 40 }),
    fc.integer({ min: 0, max: 4000 }),
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
  );
  const sets = fc
    .sample(fc.array(int, { maxLength: 200 }), 150)
    .map((list) => [...new Map(list.map((n) => [BigInt(n), n])).values()]);
  // What is larger than the scratch, and than the step at which tables grow slower.
  sets.push(...[600, 5000, 60_000].map((n) => Array.from({ length: n }, (_, i) => (i * 7919) % (n * 3))));
  const input = JSON.stringify(sets.map((list) => list.map(String)));
  const script = `
import json, sys
def added(l):
    s = set()
    for x in l: s.add(int(x))
    return s
print(json.dumps([[str(x) for x in added(l)] for l in json.load(sys.stdin)]))`;
  const theirs: unknown = JSON.parse(runPython(python, script, Buffer.from(input)).toString());
  expect(sets.map((list) => orderedMembers(new Set(list)).map(String))).toEqual(theirs);
});
