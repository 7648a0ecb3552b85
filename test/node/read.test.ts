/** Pickles read from files. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ByteArray, dumps, type LoadOptions, loads } from '../../src/index.ts';
import { loadAllFile, loadFile, loadFileSync, type PickleFile } from '../../src/node.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-read-'));
const path = join(folder, 'pickle');
afterAll(() => rmSync(folder, { recursive: true }));

// No test may leave a file open.
let openBefore: string[] = [];
beforeEach(() => {
  openBefore = openFiles();
});
afterEach(() => {
  expect(openFiles()).toEqual(openBefore);
});

/** Longer than one reading of a file; the persistent id stands in the first. */
const LONG = Buffer.concat([
  dumps(['first', { id: 5 }, new Uint8Array(1_000_000).fill(1), 'last'], {
    persistentId: (value) => (value === 5 ? 'id' : undefined),
  }),
]);

const WAYS: readonly (readonly [string, (file: PickleFile, options?: LoadOptions) => Promise<unknown>])[] = [
  ['loadFile', loadFile],
  ['loadFileSync', async (...args) => loadFileSync(...args)],
  [
    'loadAllFile',
    async (...args) => {
      for await (const value of loadAllFile(...args)) return value;
      throw new Error('no pickle');
    },
  ],
];

describe.for(WAYS)('%s', ([name, load]) => {
  test('reads a path, a URL, a FileHandle which stays open', async () => {
    writeFileSync(path, LONG);
    const options = { persistentLoad: () => 5 };
    const whole = dumps(loads(LONG, options));
    for (const file of [path, pathToFileURL(path)])
      expect(Buffer.from(dumps(await load(file, options))).equals(whole)).toBe(true);
    const handle = await open(path);
    expect(Buffer.from(dumps(await load(handle, options))).equals(whole)).toBe(true);
    expect((await handle.stat()).size).toBe(LONG.length);
    await handle.close();
  });

  test('reads what the system makes up as it is read', async () => {
    if (process.platform !== 'linux') return;
    await expect(load('/proc/self/status')).rejects.toThrow(
      /^"\/proc\/self\/status": unpickling stack underflow\. The input is plain text \(at byte 1\)$/,
    );
  });

  test('reads a pipe', async () => {
    const pipe = join(folder, `pipe-${name}`);
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', pipe]);
    writeFileSync(path, dumps(['through', 'a pipe']));
    // The reader opens, and waits for the writer.
    const script = `exec cat ${JSON.stringify(path)} > ${JSON.stringify(pipe)}`;
    const { spawn } = await import('node:child_process');
    const writer = spawn('sh', ['-c', script]);
    const exit = new Promise((resolve) => writer.once('exit', resolve));
    expect(await load(pipe)).toEqual(['through', 'a pipe']);
    await exit;
    await new Promise((resolve) => setImmediate(resolve));
  });

  test.for<[string, Uint8Array, RegExp]>([
    [
      'an empty file',
      Buffer.alloc(0),
      name === 'loadAllFile' ? /^no pickle$/ : /^"[^"]*pickle": the file is empty: Ran out of input \(at byte 0\)$/,
    ],
    ['a cut file', LONG.subarray(0, 300_000), /^"[^"]*pickle": pickle data was truncated \(at byte 33\)$/],
    ['no pickle', Buffer.from('spam'), /^"[^"]*pickle": .* \(at byte \d\)$/],
  ])('%s is refused with its name', async ([, bytes, message]) => {
    writeFileSync(path, bytes);
    await expect(load(path, { persistentLoad: () => 5 })).rejects.toThrow(message);
  });

  test('a missing file, a folder, wrong arguments', async () => {
    await expect(load(join(folder, 'nosuch'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(load(folder)).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(load(new URL('http://localhost/'))).rejects.toThrow(TypeError);
    await expect(load(5 as unknown as string)).rejects.toThrow(TypeError);
    writeFileSync(path, dumps(1));
    await expect(load(path, { ints: 'float' as 'auto' })).rejects.toThrow(RangeError);
  });

  test('a file that becomes shorter while it is read is an error that says so', async () => {
    writeFileSync(path, LONG);
    const persistentLoad = (): number => {
      truncateSync(path, 300_000);
      return 5;
    };
    await expect(load(path, { persistentLoad })).rejects.toMatchObject({
      code: 'changed',
      message: expect.stringMatching(/: the file changed while it was read: pickle data was truncated \(at byte 33\)$/),
    });
  });

  test('a file that is replaced while it is read is read as it was', async () => {
    writeFileSync(path, LONG);
    const persistentLoad = (): number => {
      writeFileSync(`${path}.new`, dumps('new'));
      renameSync(`${path}.new`, path);
      return 5;
    };
    const value = await load(path, { persistentLoad });
    expect(value).toMatchObject({ 0: 'first', 3: 'last' });
    expect(await load(path)).toBe('new');
  });

  if (name !== 'loadAllFile') {
    test('a file that is written over while it is read is an error', async () => {
      writeFileSync(path, LONG);
      const persistentLoad = (): number => {
        const fd = openSync(path, 'r+');
        writeSync(fd, new Uint8Array(10).fill(9), 0, 10, 500_000);
        ftruncateSync(fd, LONG.length + 1);
        closeSync(fd);
        return 5;
      };
      await expect(load(path, { persistentLoad })).rejects.toMatchObject({
        code: 'changed',
        message: expect.stringContaining('the bytes that were read are from different states of the file'),
      });
    });
  }
});

test('loadAllFile reads the pickles that were there when it began', async () => {
  writeFileSync(path, Buffer.concat([dumps(1), dumps([2]), dumps('three')]));
  const values: unknown[] = [];
  for await (const value of loadAllFile(path)) {
    if (values.length === 0) appendFileSync(path, dumps('four'));
    values.push(value);
  }
  expect(values).toEqual([1, [2], 'three']);
  values.length = 0;
  for await (const value of loadAllFile(path)) values.push(value);
  expect(values).toEqual([1, [2], 'three', 'four']);
});

test('sizes beyond 4 GiB: a sparse file of 5 GiB', async () => {
  const fd = openSync(path, 'w');
  const write = (bytes: Uint8Array, at: number): void => void writeSync(fd, bytes, 0, bytes.length, at);
  const claim = Uint8Array.of(0x8e, 0, 0, 0, 0x80, 1, 0, 0, 0);
  const end = dumps(['the end', new Uint8Array(300_000)]);
  const at = 5 * 2 ** 30;
  write(claim, 0);
  write(end, at);
  closeSync(fd);
  // A bytes object of 6 GiB is not all there: nothing of it is read.
  const refusal = { code: 'truncated', offset: 0 };
  await expect(loadFile(path)).rejects.toMatchObject(refusal);
  expect(() => loadFileSync(path)).toThrow(expect.objectContaining(refusal));
  for (const load of [loadFile, loadFileSync]) {
    const handle = await open(path);
    // dd shares the handle, and moves it to where the pickle is.
    spawnSync('dd', ['bs=1048576', 'count=0', 'skip=5120'], { stdio: [handle.fd, 'ignore', 'ignore'] });
    expect(await load(handle)).toMatchObject({ 0: 'the end' });
    await handle.close();
  }
  rmSync(path);
});

test('an abort ends the reading of a file, and closes it', async () => {
  writeFileSync(path, LONG);
  const controller = new AbortController();
  const persistentLoad = (): number => {
    controller.abort('enough');
    return 5;
  };
  await expect(loadFile(path, { persistentLoad, signal: controller.signal })).rejects.toBe('enough');
});

test.for(['loadFile', 'loadFileSync'])('%s of 200 MiB holds the result and no second copy', (way) => {
  const size = 200 * 2 ** 20;
  const fd = openSync(path, 'w');
  const header = Uint8Array.of(0x80, 4, 0x42, 0, 0, 0, 0);
  new DataView(header.buffer).setUint32(3, size, true);
  writeSync(fd, header);
  writeSync(fd, Uint8Array.of(0x2e), 0, 1, header.length + size);
  closeSync(fd);
  const script = `
    import { ${way} } from ${JSON.stringify(pathToFileURL(fileURLToPath(new URL('../../dist/node.js', import.meta.url))).href)};
    const before = process.resourceUsage().maxRSS;
    const value = await ${way}(${JSON.stringify(path)});
    if (value.length !== ${size}) throw new Error('wrong');
    console.log((process.resourceUsage().maxRSS - before) * 1024 - value.length);
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  rmSync(path);
  expect(stderr.toString()).toBe('');
  expect(Number(stdout.toString())).toBeLessThan(24 * 2 ** 20);
});

/** What this process has open below the folder, by name. */
function openFiles(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/fd');
}

describe('large bytes, which are read to where they stay', () => {
  const CHUNK = 0x4_0000;
  const sizes = [CHUNK - 20, CHUNK, CHUNK + 1, 1_500_001];
  const bytesOf = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = i * 31 + (i >> 8);
    return bytes;
  };
  const values = (): unknown[] => [
    'before',
    ...sizes.flatMap((size) => [bytesOf(size), size, ByteArray.over(bytesOf(size + 3)), 'é'.repeat(size)]),
    new Uint8Array(9_000_000).fill(5),
    ['behind'],
  ];

  test.for([2, 3, 4, 5] as const)('are those that were written at protocol %d', async (protocol) => {
    const bytes = dumps(values(), { protocol });
    writeFileSync(path, bytes);
    const again = dumps(loads(bytes), { protocol });
    for (const value of [loadFileSync(path), await loadFile(path), await loadFile(path, { decompress: 'auto' })]) {
      expect(Buffer.compare(dumps(value, { protocol }), again)).toBe(0);
    }
  });

  test('take memory of their own, begin at a multiple of 16 in it, and are not changed by what is read behind', async () => {
    writeFileSync(path, dumps(sizes.map(bytesOf)));
    for (const read of [loadFileSync<Uint8Array[]>(path), await loadFile<Uint8Array[]>(path)]) {
      for (const [at, bytes] of read.entries()) {
        expect(Buffer.compare(bytes, bytesOf(sizes[at] ?? 0))).toBe(0);
        expect(bytes.byteOffset % 16).toBe(0);
      }
      expect(new Set(read.map(({ buffer }) => buffer)).size).toBe(sizes.length);
    }
  });

  test.for([1000, CHUNK, 2_000_000, 2_999_999])('that are cut after %d bytes are refused', async (length) => {
    writeFileSync(path, dumps(bytesOf(3_000_000)).subarray(0, length));
    expect(() => loadFileSync(path)).toThrow('pickle data was truncated');
    await expect(loadFile(path)).rejects.toThrow('pickle data was truncated');
  });

  test('end with the signal', async () => {
    writeFileSync(path, dumps(new Uint8Array(100_000_000)));
    const controller = new AbortController();
    // Not onProgress: it is called every 50 ms, in which a fast machine reads all of the file.
    setImmediate(() => controller.abort(new Error('no')));
    const reading = loadFile(path, { signal: controller.signal });
    await expect(reading.then(() => 'read to the end')).rejects.toThrow('no');
  });
});
