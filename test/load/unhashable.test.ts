import { expect, test } from 'vitest';
import { unhashableKey } from '../../src/load/unhashable.ts';

test.for([
  ['dict key', 'list', "cannot use 'list' as a dict key (unhashable type: 'list')"],
  ['set element', 'tuple', "cannot use 'tuple' as a set element (unhashable type: 'list')"],
] as const)('a %s of type %s is refused in the words of CPython 3.14', ([what, type, message]) => {
  expect(unhashableKey(what, type, "unhashable type: 'list'")).toMatchObject({ code: 'unhashable', message });
});
