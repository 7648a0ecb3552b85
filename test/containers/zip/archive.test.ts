import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ByteSource, bytesSource, openZip, type ZipArchive, zip } from '../../../src/containers.ts';
import { PickleError } from '../../../src/index.ts';
import { ARCHIVES, CONTENTS } from '../fixtures.ts';

const bytesOf = (name: string): Uint8Array => ARCHIVES.get(name) ?? new Uint8Array(0);
const open = (bytes: Uint8Array): Promise<ZipArchive> => openZip(bytesSource(bytes));
const content = (name: string): Uint8Array => CONTENTS.get(name) ?? new Uint8Array(0);
const text = (value: string): Uint8Array => Buffer.from(value);

async function contentsOf(archive: ZipArchive): Promise<(readonly [string, Uint8Array])[]> {
  const found: (readonly [string, Uint8Array])[] = [];
  for (const entry of archive.entries) found.push([entry.name, Uint8Array.from(await entry.bytes())]);
  return found;
}

const PLAIN = [
  ['a/lines.txt', content('lines')],
  ['noise.bin', content('noise')],
  ['empty', new Uint8Array(0)],
  ['folder/', new Uint8Array(0)],
] as const;

describe("what Python's zipfile wrote", () => {
  test.for<[string, readonly (readonly [string, Uint8Array])[]]>([
    ['plain', PLAIN],
    ['zip64 end', PLAIN],
    ['data descriptors', PLAIN],
    ['something before it', PLAIN],
    ['every method', [0, 8, 12, 14].map((method) => [`method ${method}`, content('lines')] as const)],
    ['zip64 members', ['stored', 'deflated'].map((name) => [name, content('lines')] as const)],
    ['data descriptors of zip64', ['stored', 'deflated'].map((name) => [name, content('lines')] as const)],
    ['unicode names', [['größe/数.txt', text('utf-8')]]],
    ['empty', []],
    [
      'same names',
      [
        ['data.pkl', text('first')],
        ['data.pkl', text('second')],
        ['Data.PKL', text('third')],
        ['other', text('')],
      ],
    ],
  ])('%s', async ([name, expected]) => {
    const found = await contentsOf(await open(bytesOf(name)));
    expect(found.map(([member]) => member)).toEqual(expected.map(([member]) => member));
    for (const [i, [member, bytes]] of expected.entries()) {
      expect(Buffer.from(bytes).equals(found[i]?.[1] ?? text('missing')), member).toBe(true);
    }
  });
});

test('a stored member is a range of the source, and is not copied', async () => {
  const bytes = bytesOf('plain');
  const entry = (await open(bytes)).entry('noise.bin');
  const source = await entry?.source();
  const read = await source?.read(5, 25);
  expect(read?.buffer).toBe(bytes.buffer);
  expect(Uint8Array.from(read ?? [])).toEqual(new Uint8Array(content('noise').subarray(5, 25)));
  expect([entry?.isStored, entry?.method, entry?.isFolder, entry?.isEncrypted]).toEqual([true, 0, false, false]);
  await expect(source?.read(0, 1501)).rejects.toThrow(RangeError);
  const deflated = await (await open(bytes)).entry('a/lines.txt')?.source();
  expect(Buffer.from((await deflated?.read(0, 10)) ?? []).toString()).toBe('line 0 of ');
});

test('only what is asked for is read', async () => {
  const bytes = await zip([
    { name: 'large', data: new Uint8Array(1e6) },
    { name: 'small', data: text('x') },
  ]);
  let read = 0;
  const source: ByteSource = {
    size: bytes.length,
    async read(start, end) {
      read += end - start;
      return bytes.subarray(start, end);
    },
  };
  const archive = await openZip(source);
  await archive.entry('small')?.bytes();
  expect(read).toBeLessThan(70_000);
});

describe('names', () => {
  test('that are the same, or differ in case only, are all there and are said', async () => {
    const archive = await open(bytesOf('same names'));
    expect(archive.clashes().map((group) => group.map(({ name }) => name))).toEqual([
      ['data.pkl', 'data.pkl', 'Data.PKL'],
    ]);
    expect(() => archive.entry('data.pkl')).toThrow('several members are called "data.pkl"');
    expect(archive.entry('Data.PKL')?.size).toBe(5);
    expect(archive.entry('nothing')).toBeUndefined();
  });

  test('that are not UTF-8 are of code page 437', async () => {
    const bytes = Buffer.from(await zip([{ name: 'abc', data: text('x') }]));
    for (let at = bytes.indexOf('abc'); at >= 0; at = bytes.indexOf('abc', at)) bytes.set([0x81, 0x7f, 0xff], at);
    expect((await open(bytes)).entries[0]?.name).toBe('ü\x7f\u00a0');
  });
});

/** The archive with some bytes of the record of its first member in the directory, and of its own header, changed. */
function changed(bytes: Uint8Array, central: number, local: number | undefined, values: readonly number[]): Uint8Array {
  const copy = Buffer.from(bytes);
  copy.set(values, copy.indexOf('PK\x01\x02') + central);
  if (local !== undefined) copy.set(values, copy.indexOf('PK\x03\x04') + local);
  return copy;
}

describe('what is refused when it is read', () => {
  const two = (): Promise<Uint8Array> =>
    zip([
      { name: 'first', data: text('one two three') },
      { name: 'second', data: text('four') },
    ]);

  test.for<[string, (bytes: Uint8Array) => Uint8Array, string]>([
    ['encrypted', (bytes) => changed(bytes, 8, 6, [1]), 'is encrypted, which is not supported'],
    ['a method that is not known', (bytes) => changed(bytes, 10, 8, [99]), 'by a method that is not supported (99)'],
    ['a checksum', (bytes) => changed(bytes, 16, 14, [0, 0, 0, 0]), 'does not have the announced checksum'],
    ['a length', (bytes) => changed(bytes, 24, 22, [12]), 'is longer than announced (12 bytes)'],
    ['a greater length', (bytes) => changed(bytes, 24, 22, [14]), 'has 13 bytes, but 14 are announced'],
    ['a length that overlaps', (bytes) => changed(bytes, 20, 18, [99]), 'overlaps what follows it'],
    ['another name', (bytes) => changed(bytes, 46, undefined, [0x46]), 'has a different name in its own header'],
    ['another method', (bytes) => changed(bytes, 10, undefined, [8]), 'has a different method in its own header'],
    ['no header', (bytes) => changed(bytes, 42, undefined, [1]), 'has no header'],
  ])('%s', async ([, change, message]) => {
    const [first, second] = (await open(change(await two()))).entries;
    await expect(first?.bytes()).rejects.toMatchObject({
      code: 'bad-archive',
      message: expect.stringContaining(message),
    });
    // The others can be read.
    if (message !== 'has no header') expect(Buffer.from((await second?.bytes()) ?? []).toString()).toBe('four');
  });

  test('the checksum is not compared if that is not wanted', async () => {
    const [entry] = (await open(changed(await two(), 16, 14, [0, 0, 0, 0]))).entries;
    expect(Buffer.from((await entry?.bytes({ check: false })) ?? []).toString()).toBe('one two three');
  });

  test('two members that begin at one place', async () => {
    const bytes = Buffer.from(await two());
    const second = bytes.indexOf('PK\x01\x02', bytes.indexOf('PK\x01\x02') + 4);
    bytes.fill(0, second + 42, second + 46);
    for (const entry of (await open(bytes)).entries)
      await expect(entry.bytes()).rejects.toThrow('overlaps another member');
  });

  test('a bomb', async () => {
    const bomb = await zip([{ name: 'bomb', data: new Uint8Array(2e7) }], { method: 'deflate' });
    await expect((await open(bomb)).entry('bomb')?.bytes()).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringContaining('limits.ratio allows (100)'),
    });
    const limited = await openZip(bytesSource(bomb), { limits: { unpacked: 1e6 } });
    await expect(limited.entry('bomb')?.bytes()).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringContaining('limits.unpacked allows (1000000)'),
    });
    const allowed = await openZip(bytesSource(bomb), { limits: { ratio: 2000 } });
    expect((await allowed.entry('bomb')?.bytes())?.length).toBe(2e7);
  });
});

describe('what is refused when it is opened', () => {
  test.for<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'it has no directory at its end'],
    ['no zip', text('PK\x03\x04 and so on'), 'it has no directory at its end'],
    ['a cut archive', bytesOf('plain').subarray(0, -30), 'it has no directory at its end'],
    [
      'a directory that is too long',
      Buffer.from('PK\x05\x06\0\0\0\0\x01\0\x01\0\xff\xff\0\0\0\0\0\0\0\0', 'latin1'),
      'the directory is not where it should be',
    ],
    ['several parts', Buffer.from(`PK\x05\x06\x01\0${'\0'.repeat(16)}`, 'latin1'), 'it is part of a split archive'],
    [
      'a count that is wrong',
      Buffer.from(`PK\x05\x06\0\0\0\0\x01\0\x01\0${'\0'.repeat(10)}`, 'latin1'),
      'it has 0 members, but announces 1',
    ],
  ])('%s', async ([, bytes, message]) => {
    await expect(open(bytes)).rejects.toMatchObject({ code: 'bad-archive', message: expect.stringContaining(message) });
  });

  test('more members than options.limits.entries', async () => {
    const source = bytesSource(bytesOf('plain'));
    await expect(openZip(source, { limits: { entries: 3 } })).rejects.toMatchObject({
      code: 'limit',
      message: 'the zip archive has more than limits.entries members (3); raise options.limits.entries',
    });
    expect((await openZip(source, { limits: { entries: 4 } })).entries).toHaveLength(4);
    await expect(openZip(source, { limits: { entries: -1 } })).rejects.toThrow(RangeError);
  });
});

/** Reads all there is; anything but a PickleError fails. */
async function readAll(bytes: Uint8Array): Promise<void> {
  const all: Promise<unknown>[] = [];
  try {
    const archive = await openZip(bytesSource(bytes), { limits: { unpacked: 1e7 } });
    archive.clashes();
    for (const entry of archive.entries) all.push(entry.bytes(), entry.source());
  } catch (error) {
    expect(error).toBeInstanceOf(PickleError);
  }
  for (const result of await Promise.allSettled(all)) {
    if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(PickleError);
  }
}

test('an archive that is cut anywhere, or changed anywhere, gives values or PickleErrors', async () => {
  for (const bytes of ARCHIVES.values()) {
    for (let length = 0; length < bytes.length; length += 17) await readAll(bytes.subarray(0, length));
  }
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...ARCHIVES.values()),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      async (bytes, changes, atEnd) => {
        const copy = Uint8Array.from(bytes);
        const from = atEnd ? Math.max(0, copy.length - 400) : 0;
        for (const [place, byte] of changes) copy[from + Math.floor(place * (copy.length - from))] = byte;
        await readAll(copy);
      },
    ),
    { numRuns: 1500 },
  );
});
