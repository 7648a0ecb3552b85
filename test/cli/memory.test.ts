import { getHeapStatistics } from 'node:v8';
import { expect, test } from 'vitest';
import { MORE_MEMORY, memoryLimits } from '../../src/cli/memory.ts';
import { messageOf } from '../../src/cli/message.ts';
import { loads } from '../../src/index.ts';

test('what is small has the limits of the library, what is large those of the process', () => {
  expect(memoryLimits(1000)).toEqual({});
  const { memory = 0 } = memoryLimits(2 ** 30);
  expect(memory).toBeGreaterThan(0);
  expect(memory).toBeLessThan(getHeapStatistics().heap_size_limit);
});

test('where memory ends, the command says how there is more', () => {
  const pickle = Uint8Array.of(0x80, 4, 0x5d, 0x4e, 0x61, 0x2e);
  try {
    loads(pickle, { limits: { memory: 1 } });
    expect.unreachable();
  } catch (error) {
    expect(messageOf(error)).toContain(MORE_MEMORY);
    expect(messageOf(error)).not.toContain('options.limits');
  }
});
