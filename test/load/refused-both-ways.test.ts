/** Words of C's unpickler that `loads` and `parse` have alike, measured on CPython 3.13. */
import { expect, test } from 'vitest';
import { loads } from '../../src/index.ts';
import { parse } from '../../src/tools.ts';
import { hex } from '../fixtures.ts';

test.for<[string, string, string]>([
  ['OBJ of nothing', '286f', 'unpickling stack underflow (at byte 1)'],
  ['OBJ of nothing within another mark', '28286f', 'unexpected MARK found (at byte 2)'],
  ['OBJ of an int without arguments', '284b016f2e', "'int' object is not callable (at byte 3)"],
  ['OBJ of a set without arguments', '288f6f2e', "'set' object is not callable (at byte 2)"],
  ['OBJ of a str with an argument', '288c01614b016f2e', "'str' object is not callable (at byte 6)"],
  ['INST without a mark and without its lines', '69054e2e', 'could not find MARK (at byte 0)'],
  [
    'INST with a module that is not ASCII, and no name',
    '2869c30a',
    "'ascii' codec can't decode byte 0xc3 in position 0",
  ],
  [
    'GLOBAL with a module that is no UTF-8, and no name',
    '63c30a',
    "'utf-8' codec can't decode byte 0xc3 in position 0",
  ],
  [
    'GLOBAL with a module that is no UTF-8, and an empty name',
    '63f70a0a',
    "'utf-8' codec can't decode byte 0xf7 in position 0: invalid start byte",
  ],
  ['GLOBAL without a name', '636d0a43', 'pickle data was truncated (at byte 0)'],
  ['GLOBAL without a module and without a name', '630a', 'pickle data was truncated (at byte 0)'],
  ['BINSTRING with a count of which the sign would be set', '54000000ed612e', 'pickle data was truncated (at byte 0)'],
  ['LONG4 with a count below zero', '8b000000ed612e', 'LONG pickle has negative byte count (at byte 0)'],
  ['a state for slots of a list', '5d4e7d8c01614b0173 86622e', "'list' object has no attribute 'a' and no __dict__"],
  ['a state for slots under no name', '5d4e7d4b014b0173 86622e', "attribute name must be string, not 'int'"],
  ['a state for slots that is no dict', '5d4e4b0186622e', 'slot state is not a dictionary (at byte 5)'],
  [
    'an index of a str that no word holds',
    '8c00 8a09ffffffffffffffff7f 4e732e',
    "cannot fit 'int' into an index-sized",
  ],
  ['an index of a set that no word holds', '8f 8a09ffffffffffffffff7f 4e732e', "cannot fit 'int' into an index-sized"],
  ['an index of a list that no word holds', '5d 8a09ffffffffffffffff7f 4e732e', "cannot fit 'int' into an index-sized"],
  ['what is no byte for a place that a bytearray does not have', '960100000000000000614b094e732e', "'NoneType' object"],
  ['a place that a bytearray does not have', '960100000000000000614b094b01732e', 'bytearray index out of range'],
  ['an index of a str', '8c004b004e732e', "'str' object does not support item assignment (at byte 5)"],
  [
    'an index of None that no word holds',
    '4e 8a09ffffffffffffffff7f 4e732e',
    "'NoneType' object does not support item",
  ],
  ['a key with a NaN before a dict', '28466e616e0a7d864b01642e', "unhashable type: 'dict'"],
  ['a member with a NaN before a list', '8f28466e616e0a5d86902e', "unhashable type: 'list'"],
  ['a key with a NaN deep before a set', '7d477ff80000000000008585 8f 86 4e 73 2e', "unhashable type: 'set'"],
  ['no state for slots', '5d4e4e86622e', 'slot state is not a dictionary (at byte 4)'],
  ['a state beside one for slots', '5d7d4e86622e', "'list' object has no attribute '__dict__' (at byte 4)"],
])('%s', ([, pickle, message]) => {
  expect(() => loads(hex(pickle))).toThrow(message);
  expect(() => parse(hex(pickle))).toThrow(message);
});

test('a state for slots that is empty is taken, by any value', () => {
  expect(loads(hex('5d4e7d86622e'))).toEqual([]);
  expect(parse(hex('5d4e7d86622e')).root).toMatchObject({ type: 'list', items: [] });
});
