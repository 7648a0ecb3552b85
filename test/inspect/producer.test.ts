import { expect, test } from 'vitest';
import { dumps } from '../../src/index.ts';
import { producerOf } from '../../src/inspect/producer.ts';
import { survey } from '../../src/inspect/survey.ts';
import { assemble } from '../../src/opcodes/assemble.ts';

const of = (bytes: Uint8Array, ...modules: string[]): string =>
  producerOf(survey(bytes, 0, Number.POSITIVE_INFINITY), modules);

test.for([
  [dumps([1]), [], 'Python 3.8 or newer'],
  [dumps([1], { protocol: 4 }), [], 'Python 3.4 or newer'],
  [dumps([1], { protocol: 3 }), [], 'Python 3'],
  [dumps([1], { protocol: 2 }), [], 'Python'],
  [dumps([1], { protocol: 2 }), ['__builtin__'], 'Python 2, or Python 3 for it'],
  [assemble("STRING 'a'\nSTOP"), [], 'Python 2'],
  [dumps([1]), ['numpy._core.multiarray', 'sklearn.tree'], 'scikit-learn, Python 3.8 or newer'],
  [dumps([1]), ['numpy.core.multiarray'], 'numpy 1, Python 3.8 or newer'],
  [dumps([1]), ['torchvision'], 'Python 3.8 or newer'],
  [
    assemble('PROTO 4\nEMPTY_LIST\nBINUNICODE8 "a"\nAPPEND\nSTOP'),
    [],
    'Python 3.4 or newer, without memo or optimized',
  ],
] as const)('%j of %j', ([bytes, modules, expected]) => {
  expect(of(bytes, ...modules)).toBe(expected);
});
