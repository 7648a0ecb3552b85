/** What PyTorch 2.13 wrote, read without it: each format, and each kind of tensor. */
import { loads } from 'brine';
import { bytesSource } from 'brine/containers';
import { numpy } from 'brine/numpy';
import { loadTensors, loadTorch, openTorch, type Tensor, tensorsIn, torch } from 'brine/torch';
import { describe, expect, test } from 'vitest';
import { bytesOf, caseOf, MEASURED } from './cases.ts';
import { described } from './described.ts';

const { cases } = MEASURED;

describe('zip archives', () => {
  test.for(cases)('$name', async ({ zip, tensors }) => {
    const file = await openTorch(bytesOf(zip));
    expect(file.format).toBe('zip');
    expect(await described(file.value)).toEqual(tensors);
  });

  test.for(cases)('$name, with all tensors read at once', async ({ zip, tensors }) => {
    const file = await openTorch(new Blob([bytesOf(zip).slice()]), { loadAll: true, check: true });
    expect(file.storages.every(({ isLoaded }) => isLoaded)).toBe(true);
    expect(await described(file.value)).toEqual(tensors);
  });
});

describe('files of before 1.6', () => {
  test.for(cases.filter(({ legacy }) => legacy !== null))('$name', async ({ legacy, tensors }) => {
    const file = await openTorch(bytesOf(legacy ?? ''));
    expect(file.format).toBe('legacy');
    expect(await described(file.value)).toEqual(tensors);
    const all = await openTorch(bytesOf(legacy ?? ''), { loadAll: true });
    expect(await described(all.value)).toEqual(tensors);
  });
});

describe('pickles of a value by itself', () => {
  test.for(cases.filter(({ pickle }) => pickle !== null))('$name', async ({ pickle, tensors }) => {
    const bytes = bytesOf(pickle ?? '');
    expect(await described(loads(bytes, { codecs: [numpy, torch] }))).toEqual(tensors);
    expect((await openTorch(bytes)).format).toBe('pickle');
  });
});

describe('archives of big-endian machines', () => {
  test.for(cases.filter(({ big }) => big !== null))('$name', async ({ big, tensors }) => {
    const file = await openTorch(bytesOf(big ?? ''));
    expect(file.isBigEndian).toBe(true);
    expect(await described(file.value)).toEqual(tensors);
    for (const { tensor } of tensorsIn(file.value)) {
      if ('array' in tensor) expect((await tensor.array()).dtype.isLittleEndian).toBe(true);
    }
  });
});

test('a TorchScript archive has its attributes and constants as data', async () => {
  const file = await openTorch(bytesOf(MEASURED.script.zip));
  expect(file.format).toBe('torchscript');
  const found = await described(file.value);
  // Its state dict has no gradients.
  for (const { dtype, shape, bytes } of MEASURED.script.tensors) {
    expect(found).toContainEqual(expect.objectContaining({ dtype, shape, bytes }));
  }
  expect(Array.isArray(file.constants)).toBe(true);
  expect(file.members.some(({ name }) => name.endsWith('.py'))).toBe(true);
});

test('tensors of one storage have the same object for it', async () => {
  const tensors = await loadTorch<Tensor[]>(caseOf('views of one storage'));
  expect(new Set(tensors.map(({ storage }) => storage)).size).toBe(1);
  await loadTensors(tensors);
  const [a, b] = await Promise.all(tensors.slice(0, 2).map((tensor) => tensor.array()));
  a?.set(99, 1, 2);
  expect(b?.at(0, 1)).toBe(99);
});

test('one tensor that is there twice is one object', async () => {
  const [a, b] = await loadTorch<Tensor[]>(caseOf('one tensor twice'));
  expect(a).toBe(b);
});

test('nothing of a tensor is read before it is asked for', async () => {
  const bytes = caseOf('a state dict');
  const reads: [number, number][] = [];
  const inner = bytesSource(bytes);
  const source = {
    size: inner.size,
    read: async (start: number, end: number) => {
      reads.push([start, end]);
      return await inner.read(start, end);
    },
  };
  const value = await loadTorch<Map<string, Tensor>>(source);
  const { members } = await openTorch(bytes);
  expect(members.filter(({ name }) => name.includes('/data/')).length).toBeGreaterThan(5);
  const [tensor] = value.values();
  const count = reads.length;
  await tensor?.bytes();
  expect(reads.length - count).toBe(1);
});

test('loadAll reports what it read, and ends when the signal says so', async () => {
  const bytes = caseOf('a state dict');
  const seen: (readonly [number, number])[] = [];
  await loadTorch(bytes, { loadAll: true, onProgress: (read, total) => seen.push([read, total]) });
  const [read, total] = seen.at(-1) ?? [0, 1];
  expect(read).toBe(total);
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await expect(loadTorch(bytes, { loadAll: true, signal: controller.signal })).rejects.toThrow('enough');
});
