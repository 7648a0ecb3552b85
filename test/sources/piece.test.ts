import { expect, test } from 'vitest';
import { PickleError } from '../../src/errors.ts';
import { memoryForPiece } from '../../src/sources/piece.ts';

test('a piece has memory of its own', () => {
  const memory = memoryForPiece(100);
  expect([memory.length, memory.byteOffset, memory.buffer.byteLength]).toEqual([100, 0, 100]);
});

test('more than the runtime can hold in one piece is an error that says what to do', () => {
  const allocation = (): unknown => memoryForPiece(2 ** 52);
  expect(allocation).toThrow(PickleError);
  expect(allocation).toThrow('read them in parts (a tensor by chunks())');
});
