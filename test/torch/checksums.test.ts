/** Checksums of zip archives, which PyTorch does not compare, and how a file is read while they are. */
import { dumps, Tuple } from 'brine';
import { type ByteSource, bytesSource, openZip, zip } from 'brine/containers';
import { loadTensors, loadTorch, openTorch, saveTorch, Tensor, toSafetensors } from 'brine/torch';
import { describe, expect, test } from 'vitest';
import { claiming, file } from './claims.ts';

/** As a file is read: to memory of the caller. */
const sourceOf = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (start, end) => bytes.slice(start, end),
  readInto: async (start, target) => void target.set(bytes.subarray(start, start + target.length)),
});

describe('checksums', () => {
  async function placesOf(bytes: Uint8Array): Promise<ReadonlyMap<string, number>> {
    const { entries } = await openZip(bytesSource(bytes));
    const places = await Promise.all(entries.map(async (one) => [one.name, (await one.range()).start] as const));
    return new Map(places);
  }

  const changedIn = async (bytes: Uint8Array, name: string): Promise<Uint8Array> => {
    const at = ((await placesOf(bytes)).get(name) ?? 0) + 3;
    return bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
  };
  const refused = { code: 'bad-archive', message: expect.stringContaining('checksum') };

  test('of the pickle and of storages are compared', async () => {
    const good = await file(claiming({}));
    await expect(openTorch(await changedIn(good, 'a/data.pkl'))).rejects.toMatchObject(refused);
    const storage = await changedIn(good, 'a/data/0');
    const tensor = await loadTorch<Tensor>(storage);
    await expect(tensor.array()).rejects.toMatchObject(refused);
    await expect(tensor.bytes()).rejects.toMatchObject(refused);
    await expect(loadTensors([tensor])).rejects.toMatchObject(refused);
    await expect(openTorch(storage, { loadAll: true })).rejects.toMatchObject(refused);
  });

  test('of storages are not compared with check: false, as in PyTorch', async () => {
    const storage = await changedIn(await file(claiming({})), 'a/data/0');
    const tensor = await loadTorch<Tensor>(storage, { check: false });
    expect((await tensor.bytes())[3]).toBe(1);
    expect((await loadTorch<Tensor>(storage, { check: false, loadAll: true })).storage.isLoaded).toBe(true);
    // @ts-expect-error: no such word
    await expect(loadTorch(storage, { check: 'all' })).rejects.toThrow(RangeError);
  });

  test('of a long storage are compared for a part of it with check: true', async () => {
    const long = Tensor.from(new Float32Array(100_000));
    const part = new Tensor({ ...long, shape: [10], stride: [1], offset: 50_000 });
    const storage = await changedIn(await saveTorch(part), 'archive/data/0');
    expect((await (await loadTorch<Tensor>(storage)).bytes()).length).toBe(40);
    await expect((await loadTorch<Tensor>(storage, { check: true })).bytes()).rejects.toMatchObject(refused);
  });

  const flipped = (bytes: Uint8Array, at: number): Uint8Array => {
    const copy = bytes.slice();
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };

  test('are compared in each piece of a file that is read at once', async () => {
    // The header of the second storage is in two pieces of 8 MiB, and the third storage in three.
    const lengths = [2 ** 23 - 1100, 2 ** 20, 2 ** 24];
    const good = await saveTorch(lengths.map((length, i) => Tensor.from(new Uint8Array(length).fill(i))));
    const all = await loadTorch<Tensor[]>(sourceOf(good), { loadAll: true });
    expect(all.map(({ storage }) => [storage.isLoaded, storage.memory.bytes?.length])).toEqual(
      lengths.map((length) => [true, length]),
    );
    for (const [i, tensor] of all.entries())
      expect(Buffer.from(await tensor.bytes()).equals(Buffer.alloc(tensor.size, i))).toBe(true);
    const places = await placesOf(good);
    for (const [i, length] of lengths.entries()) {
      const first = places.get(`archive/data/${i}`) ?? 0;
      for (const at of [first, first + length / 2, first + length - 1]) {
        const changed = flipped(good, Math.floor(at));
        await expect(loadTorch(sourceOf(changed), { loadAll: true })).rejects.toMatchObject(refused);
        expect(await loadTorch(sourceOf(changed), { loadAll: true, check: false })).toBeDefined();
      }
    }
  });

  test('are compared of a storage of several pieces when it is converted', async () => {
    const long = Tensor.from(new Uint8Array(40_000_000).fill(7));
    const part = (shape: number[]) => new Tensor({ dtype: long.dtype, storage: long.storage, offset: 5, shape });
    const members = [
      { name: 'a/data.pkl', data: claiming({ cls: 'torch.ByteStorage', length: 4e7, size: Tuple.of(4e7) }) },
      { name: 'a/data/0', data: await long.bytes(), method: 'deflate' as const },
    ];
    const deflated = (await zip(members)).slice();
    const [, entry] = (await openZip(bytesSource(deflated))).entries;
    // The checksum in the directory, which follows the signature by 16 bytes.
    const directory = Buffer.from(deflated.buffer).lastIndexOf('PK\x01\x02');
    expect(entry?.crc32).toBe(new DataView(deflated.buffer).getUint32(directory + 16, true));
    const convert = async (bytes: Uint8Array, check?: boolean): Promise<number> => {
      let written = 0;
      const sink = { write: (chunk: Uint8Array) => (written += chunk.length) };
      await toSafetensors(sourceOf(bytes), sink, { load: { check, limits: { ratio: 2000 } } });
      return written;
    };
    const rows: readonly (readonly [Uint8Array, number])[] = [
      [await saveTorch({ long }), 4e7],
      [await saveTorch({ part: part([30_000_000]) }), 3e7],
      [deflated, 4e7],
    ];
    for (const [good, length] of rows) {
      expect(await convert(good)).toBeGreaterThan(length);
      const changed = flipped(good, good === deflated ? directory + 16 : 20_000_000);
      await expect(convert(changed)).rejects.toMatchObject(refused);
      if (good !== deflated) expect(await convert(changed, false)).toBeGreaterThan(length);
    }
    // Of a small part, only if that is asked for.
    const small = flipped(await saveTorch({ part: part([1000]) }), 20_000_000);
    expect(await convert(small)).toBeLessThan(2000);
    await expect(convert(small, true)).rejects.toMatchObject(refused);
  });

  test('are not waited for when a read fails: its error is the error, and no read is under way', async () => {
    const good = await saveTorch([Tensor.from(new Uint8Array(2 ** 25))]);
    let underway = 0;
    const failing = (from: number): ByteSource => ({
      ...sourceOf(good),
      async readInto(start, target) {
        underway++;
        await new Promise((resolve) => setTimeout(resolve, start > from ? 1 : 5));
        underway--;
        if (start > from) throw new TypeError('the disk is gone');
        target.set(good.subarray(start, start + target.length));
      },
    });
    for (const from of [-1, 2 ** 23, 2 ** 24]) {
      await expect(loadTorch(failing(from), { loadAll: true })).rejects.toThrow('the disk is gone');
      expect(underway).toBe(0);
    }
    const stop = new AbortController();
    const onProgress = (): void => stop.abort(new TypeError('enough'));
    const reading = loadTorch(failing(Number.POSITIVE_INFINITY), { loadAll: true, signal: stop.signal, onProgress });
    await expect(reading).rejects.toThrow('enough');
    expect(underway).toBe(0);
  });
});

test('a file of before 1.6 is converted in pieces too', async () => {
  const length = 5e7;
  const info = new Map<string, unknown>([['little_endian', true]]);
  const object = claiming({ cls: 'torch.ByteStorage', length, size: Tuple.of(length) });
  const parts = [0x1950_a86a_20f9_469c_fc6cn, 1001, info, ['0']].map((value) => dumps(value, { protocol: 2 }));
  const [magic, version, system, keys] = parts.map((part) => Buffer.from(part));
  const head = Buffer.concat([magic, version, system, object, keys].map((part) => part ?? Buffer.alloc(0)));
  const whole = Buffer.concat([head, Buffer.from(new BigInt64Array([BigInt(length)]).buffer), Buffer.alloc(length)]);
  let longest = 0;
  const source: ByteSource = {
    size: whole.length,
    async read(start, end) {
      longest = Math.max(longest, end - start);
      return whole.subarray(start, end);
    },
  };
  let written = 0;
  await toSafetensors(source, { write: (chunk) => (written += chunk.length) });
  expect([written, longest]).toEqual([length + 8 + 104, 2 ** 24 + 8]);
});
