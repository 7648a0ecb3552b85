/** How the fuzzer compares, and what it takes for explained. */
import { readFileSync } from 'node:fs';
import { loads } from 'brine';
import { expect, test } from 'vitest';
import { describeValue, isEqualButForWholeFloats } from '../../../conformance/fuzz/describe-value.ts';
import { answerTo } from '../../../conformance/fuzz/examination.ts';
import type { Answer, Case, Verdict } from '../../../conformance/fuzz/exchange.ts';
import { type Difference, differencesOf, signatureOf } from '../../../conformance/fuzz/judge.ts';
import { isExplained, RULES } from '../../../conformance/fuzz/policy.ts';
import { hex } from '../../fixtures.ts';

const ANSWER: Answer = { parsed: { value: 'null' }, loaded: { value: 'null' }, ints: 'bigint', faults: [] };
const NULL: Verdict = { value: 'null', names: [] };

function refused(message: string, kind = 'UnpicklingError'): Verdict {
  return { error: [kind, message], names: [] };
}

function answered(pickle: string): Promise<Answer> {
  const one: Case = {
    pickle: Buffer.from(pickle, 'hex').toString('base64'),
    encoding: 'ASCII',
    seed: 1,
    isThorough: true,
  };
  return answerTo(one);
}

test.for<[string, Partial<Answer>, Verdict, string[]]>([
  ['the same value', {}, NULL, []],
  ['another value', { parsed: { value: 'true' } }, NULL, ['parse']],
  ['another value of loads', { loaded: { value: 'true' } }, NULL, ['loads']],
  ['a value where CPython refuses', {}, refused('invalid load key'), ['parse', 'loads']],
  ['an error where CPython takes it', { parsed: { error: ['truncated', 'short'] } }, NULL, ['parse']],
  ['a fault', { faults: [{ check: 'chunks', detail: 'x' }] }, NULL, ['chunks']],
  ['a value where CPython has no memory', {}, refused('', 'MemoryError'), []],
  ['a name that globals does not have', { names: [] }, { ...NULL, names: [['os', 'system']] }, ['globals']],
  ['a name that CPython does not look up', { names: [['os', 'system']] }, NULL, ['globals']],
  ['a name that a file has', { names: [['os', 'system']], hasFrames: true }, NULL, []],
  ['a name that globals lacks', { names: [], hasFrames: true }, { ...NULL, names: [['os', 'system']] }, ['globals']],
  ['a name that is not known before it runs', { names: [null] }, { ...NULL, names: [['os', 'system']] }, []],
])('%s', ([, answer, verdict, checks]) => {
  expect(differencesOf({ ...ANSWER, ...answer }, verdict).map(({ check }) => check)).toEqual(checks);
});

test.for<[string, string, boolean]>([
  ['could not find MARK', 'could not find MARK (at byte 1)', true],
  ["could not convert string to float: 'L\n'", "could not convert string to float: 'L\\n' (at byte 1)", true],
  ['could not find MARK', 'unpickling stack underflow (at byte 1)', false],
  ["'a stub' object has no attribute 'x'", "'C' object has no attribute 'x' (at byte 1)", true],
  ["'int' object is not callable", "'float' object is not callable (at byte 1)", false],
])('of CPython: %s; of Brine: %s: the same is %s', ([expected, found, isSame]) => {
  const error = ['code', found] as const;
  const differences = differencesOf({ ...ANSWER, parsed: { error }, loaded: { error } }, refused(expected));
  expect(differences.length === 0).toBe(isSame);
});

test('differences of one kind have one signature', () => {
  const at = (n: number, name: string): Difference => {
    return { check: 'parse', expected: `TypeError: '${name}' ${n}`, found: `x: y (at byte ${n})` };
  };
  expect(signatureOf(at(1, 'a'))).toBe(signatureOf(at(20, 'b')));
  expect(signatureOf(at(1, 'a'))).not.toBe(signatureOf({ ...at(1, 'a'), check: 'loads' }));
});

const OLD = { python: '3.13', bits: 64, pickle: hex('4c30310a2e') };

test.for<[string, Difference, { python: string; bits: number; pickle: Uint8Array }, boolean]>([
  [
    'a base',
    { check: 'parse', expected: "ValueError: invalid literal for int() with base 0: '01\\n'", found: 'value 1' },
    OLD,
    true,
  ],
  [
    'a base, but 3.14',
    { check: 'parse', expected: "ValueError: invalid literal for int() with base 10: ''", found: 'value 1' },
    { ...OLD, python: '3.14' },
    false,
  ],
  [
    'no base in the pickle',
    { check: 'parse', expected: "ValueError: invalid literal for int() with base 0: ''", found: 'value 1' },
    { ...OLD, pickle: hex('4c310a2e') },
    false,
  ],
  [
    'another error beside a base',
    { check: 'parse', expected: 'UnpicklingError: could not find MARK', found: 'value 1' },
    OLD,
    false,
  ],
  [
    'items for a class',
    { check: 'loads', expected: 'value x', found: "bad-operand: 'type' object has no attribute 'append'" },
    OLD,
    true,
  ],
  [
    'items for a class in parse',
    { check: 'parse', expected: 'value x', found: "bad-operand: 'type' object has no attribute 'append'" },
    OLD,
    false,
  ],
  [
    'items for an int',
    { check: 'loads', expected: 'value x', found: "bad-operand: 'int' object has no attribute 'append'" },
    OLD,
    false,
  ],
  [
    'no buffers',
    { check: 'loads', expected: 'value x', found: 'no-buffers: pickle stream refers to out-of-band data' },
    OLD,
    true,
  ],
  [
    'a call of an object of the caller',
    { check: 'loads', expected: 'value x', found: "bad-operand: 'Persistent' object is not callable" },
    OLD,
    true,
  ],
  [
    'arguments that are an object',
    { check: 'parse', expected: 'OnlyItsClassKnows: argument list must be a tuple', found: 'value x' },
    OLD,
    true,
  ],
  [
    'arguments that are a list',
    { check: 'parse', expected: 'TypeError: argument list must be a tuple', found: 'value x' },
    OLD,
    false,
  ],
  [
    'a slot of an object of the caller',
    { check: 'loads', expected: 'value x', found: "bad-state: attribute name must be string, not 'int'" },
    { ...OLD, pickle: hex('29514e7d4b01614e7386622e') },
    true,
  ],
  [
    'a slot of a list',
    { check: 'loads', expected: 'value x', found: "bad-state: attribute name must be string, not 'int'" },
    { ...OLD, pickle: hex('5d4e7d4b01614e7386622e') },
    false,
  ],
  [
    'a view of a bytearray as a member',
    { check: 'parse', expected: "TypeError: unhashable type: 'bytearray'", found: 'value x' },
    { ...OLD, pickle: hex('28960100000000000000619891') },
    true,
  ],
  [
    'a view of a bytearray in the words of an error',
    { check: 'parse', expected: "TypeError: not 'memoryview'", found: "c: not 'bytes' (at byte 1)" },
    { ...OLD, pickle: hex('28960100000000000000619891') },
    true,
  ],
  [
    'other words about a view of a bytearray',
    { check: 'parse', expected: "TypeError: not 'memoryview'", found: "c: not 'str' (at byte 1)" },
    { ...OLD, pickle: hex('28960100000000000000619891') },
    false,
  ],
  [
    'an item of a view of a bytearray',
    {
      check: 'loads',
      expected: 'TypeError: cannot modify read-only memory',
      found: "bad-operand: 'bytes' object does not support item assignment (at byte 14)",
    },
    { ...OLD, pickle: hex('96010000000000000061984e4b01732e') },
    true,
  ],
  [
    'an index of a view of a bytearray that is too large',
    {
      check: 'loads',
      expected: 'TypeError: cannot modify read-only memory',
      found: "bad-operand: cannot fit 'int' into an index-sized integer (at byte 25)",
    },
    { ...OLD, pickle: hex('96010000000000000061984e4b01732e') },
    true,
  ],
  [
    'an item of a view of a bytearray that is taken',
    { check: 'loads', expected: 'TypeError: cannot modify read-only memory', found: 'value x' },
    { ...OLD, pickle: hex('96010000000000000061984e4b01732e') },
    false,
  ],
  [
    'a base before a zero byte',
    { check: 'parse', expected: "ValueError: invalid literal for int() with base 16: '0x'", found: 'c: base 10' },
    { ...OLD, pickle: hex('4c3078000a') },
    true,
  ],
  [
    'a bytearray as a member',
    { check: 'parse', expected: "TypeError: unhashable type: 'bytearray'", found: 'value x' },
    { ...OLD, pickle: hex('289601000000000000006191') },
    false,
  ],
  [
    'a class that was made',
    { check: 'parse', expected: 'UnpicklingError: NEWOBJ class argument must be a type, not a stub', found: 'value x' },
    OLD,
    true,
  ],
  [
    'a name of keywords that is an int',
    { check: 'parse', expected: 'TypeError: keywords must be strings', found: 'value x' },
    { ...OLD, pickle: hex('636d0a430a297d4b014b0173922e') },
    false,
  ],
  [
    'a whole float without bigints',
    { check: 'loads', expected: "TypeError: 'float' object is x", found: "c: 'int or float' object is x (at byte 1)" },
    { ...OLD, pickle: hex('463012') },
    true,
  ],
  [
    'a whole float without bigints beside one with them',
    {
      check: 'loads with ints: auto',
      expected: '',
      found: "c 'float' is x (at byte 1) | c 'int or float' is x (at byte 1)",
    },
    { ...OLD, pickle: hex('463012') },
    true,
  ],
  [
    'other words beside a whole float',
    { check: 'loads', expected: "TypeError: 'str' object is x", found: "c: 'int or float' object is x (at byte 1)" },
    { ...OLD, pickle: hex('463012') },
    false,
  ],
  [
    'a whole float where there is none',
    { check: 'loads', expected: "TypeError: 'int' object is x", found: "c: 'int or float' object is x (at byte 1)" },
    OLD,
    false,
  ],
  [
    'a state of what is persistent',
    { check: 'loads', expected: 'value {"pid":"","state":[null]}', found: 'value {"pid":""}' },
    OLD,
    true,
  ],
  [
    'items for a class that is not in the value',
    { check: 'parse', expected: 'value {"g":["m","C"],"item":[null]}', found: 'value {"g":["m","C"]}' },
    OLD,
    true,
  ],
  ...[64, 32].map((bits): [string, Difference, typeof OLD, boolean] => [
    `an index from 2^31 on for ${bits} bits`,
    { check: 'parse', expected: 'ValueError: negative LONG_BINPUT argument', found: 'value x' },
    { ...OLD, bits },
    bits === 32,
  ]),
  [
    'no class',
    { check: 'parse', expected: 'UnpicklingError: NEWOBJ class argument must be a type, not int', found: 'value x' },
    OLD,
    false,
  ],
])('%s', ([, difference, where, isPolicy]) => {
  expect(isExplained({ difference, ...where })).toBe(isPolicy);
});

test('docs/parity.md has the row that each rule names', () => {
  const document = readFileSync(new URL('../../../docs/parity.md', import.meta.url), 'utf8');
  expect(RULES.map(({ row }) => row).filter((row) => !document.includes(`| ${row}`))).toEqual([]);
});

test.for([
  ['5d4b016147400000000000000061', '{"l":[{"i":"1"},{"f":"4000000000000000"}]}', '{"l":[{"i":"1"},{"i":"2"}]}'],
  ['8f284b02474000000000000000473ff800000000000090', '{"set":[{"f":"3ff8000000000000"},{"i":"2"}]}', undefined],
  ['636d0a430a29814e62', '{"args":[],"how":"new","o":["m","C"],"state":[null]}', undefined],
  ['5d7100680061', '{"l":[{"ref":0}]}', undefined],
] as const)('%s is described as %s, and without bigints as well', ([pickle, strict, loose = strict]) => {
  const bytes = hex(`${pickle}2e`);
  expect(describeValue(loads(bytes, { ints: 'bigint' }), 'bigint')).toBe(strict);
  expect(describeValue(loads(bytes), 'auto')).toBe(loose);
  expect(isEqualButForWholeFloats(strict, loose)).toBe(true);
});

test('whole floats may change the order of the members of a set', () => {
  const strict = '{"set":[{"f":"4024000000000000"},{"i":"1"}]}';
  expect(isEqualButForWholeFloats(strict, '{"set":[{"i":"1"},{"i":"10"}]}')).toBe(true);
  expect(isEqualButForWholeFloats(strict, '{"set":[{"i":"1"},{"i":"11"}]}')).toBe(false);
});

test('a value of a codec has no description', () => {
  expect(describeValue(loads(hex('63646563696d616c0a446563696d616c0a8c0131 85522e')), 'auto')).toBe(undefined);
});

test.for([
  ['80045d94288c016194680165 2e', { value: '{"l":["a","a"]}' }],
  ['8004636d0a430a4b0185522e', { value: '{"args":[{"i":"1"}],"how":"call","o":["m","C"]}' }],
  ['28', { error: ['truncated', 'Ran out of input (at byte 1)'] }],
] as const)('%s is put through everything without a fault', async ([pickle, outcome]) => {
  const answer = await answered(pickle.replaceAll(' ', ''));
  expect(answer).toMatchObject({ parsed: outcome, loaded: outcome, faults: [] });
});

test('what ran is told up to where a pickle breaks', async () => {
  expect((await answered('4b014b024e65')).opcodes).toEqual([0x4b, 0x4b, 0x4e, 0x65]);
});
