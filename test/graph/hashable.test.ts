import { beforeAll, expect, test } from 'vitest';
import { loads, UnpicklingError } from '../../src/index.ts';
import { parse } from '../../src/tools.ts';
import { type Oracle, oracle } from '../oracle.ts';

let python: Oracle;
beforeAll(async () => {
  python = await oracle();
});

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

function refusal(run: () => unknown): [string, number] {
  try {
    run();
  } catch (error) {
    if (error instanceof UnpicklingError) return [error.message, error.offset];
    throw error;
  }
  throw new Error('nothing was refused');
}

test.for<[string, string]>([
  ['SETITEM of a list', '}]Ns.'],
  ['SETITEMS of a dict, behind a key that can be hashed', '}(K\x01N}Nu.'],
  ['DICT of a set', '(\x8fNd.'],
  ['ADDITEMS of a bytearray', '\x8f(\x96\0\0\0\0\0\0\0\0\x90.'],
  ['FROZENSET of a list', '(K\x01]\x91.'],
  ['a tuple with a list', '}K\x01]\x86Ns.'],
  ['a tuple of tuples, the first within it', '}K\x01\x85}\x85]\x87Ns.'],
  ['a tuple that was a key, in another', '}K\x01\x85q\0Nsh\0]\x86Ns.'],
  ['a list behind a frozenset', '}(K\x01\x91]\x86Ns.'],
])('%s is refused, as loads and CPython do', ([, pickle]) => {
  const bytes = latin1(pickle);
  const [message, offset] = refusal(() => parse(bytes));
  expect([message, offset]).toEqual(refusal(() => loads(bytes)));
  expect(python.repr(bytes)).toBe(`ERR TypeError: ${message.replace(` (at byte ${offset})`, '')}`);
});

test.for<[string, string]>([
  ['an object', '}cm\nC\n)\x81Ns.'],
  ['what a call gives', '}cm\nf\n)RNs.'],
  ['a class', '}cm\nC\nNs.'],
  ['what a persistent id stands for', '}Px\nNs.'],
  ['a buffer, which may be bytes', '}\x97Ns.'],
  ['a list as a key of an object', 'cm\nC\n)\x81]Ns.'],
  ['a list as a member of an object', 'cm\nC\n)\x81(]\x90.'],
  ['a list as an item', ']]a.'],
])('%s is not: only its class knows', ([, pickle]) => {
  expect(() => parse(latin1(pickle))).not.toThrow();
});

test('tuples that double, and the same tuples again and again, cost what they are', () => {
  const doubled = 'K\x01\x85'.concat('2\x86'.repeat(5000));
  expect(() => parse(latin1(`}${doubled}q\0Ns${'h\0Ns'.repeat(5000)}.`))).not.toThrow();
});
