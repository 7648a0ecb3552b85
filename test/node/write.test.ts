/** Pickles written to files. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dumps, loads } from '../../src/index.ts';
import { dumpFile, dumpFileSync } from '../../src/node.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-write-'));
afterAll(() => rmSync(folder, { recursive: true }));

// No test may leave a file open, or a temporary one behind.
let openBefore: string[] = [];
const openFiles = (): string[] => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd') : []);
beforeEach(() => {
  openBefore = openFiles();
});
afterEach(() => {
  expect(openFiles()).toEqual(openBefore);
  expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('.tmp'))).toEqual([]);
});

const VALUE = ['spam', new Uint8Array(300_000).fill(1), Array.from({ length: 30_000 }, (_, i) => i)];
const PICKLE = Buffer.from(dumps(VALUE));

describe.for([
  ['dumpFile', dumpFile],
  ['dumpFileSync', async (...args: Parameters<typeof dumpFileSync>) => dumpFileSync(...args)],
] as const)('%s', ([name, dump]) => {
  const path = join(folder, name);

  test('a folder that is not there: the error names the file that was given, and no other', async () => {
    for (const file of [join(folder, 'none', 'a.pkl'), pathToFileURL(join(folder, 'none', 'a.pkl'))]) {
      const given = join(folder, 'none', 'a.pkl');
      const error = await dump(VALUE, file).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: 'ENOENT', path: given });
      expect(inspect(error)).toContain(`ENOENT: no such file or directory, open '${given}'`);
      expect(inspect(error)).not.toContain('.brine-');
    }
  });

  test('writes the bytes of dumps to a path, a URL, a FileHandle which stays open', async () => {
    for (const file of [path, pathToFileURL(path)]) {
      await dump(VALUE, file, { fsync: true });
      expect(readFileSync(path).equals(PICKLE)).toBe(true);
      rmSync(path);
    }
    const handle = await open(path, 'w');
    await dump([1], handle, { fsync: true });
    await dump([2], handle);
    await handle.close();
    expect(readFileSync(path)).toEqual(Buffer.concat([dumps([1]), dumps([2])]));
  });

  test('follows a symbolic link, which stays one', async () => {
    const link = join(folder, `${name}-link`);
    const target = join(folder, `${name}-target`);
    writeFileSync(target, 'old');
    symlinkSync(target, link);
    await dump(['new'], link);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(loads(readFileSync(target))).toEqual(['new']);
  });

  test('keeps the permissions, whatever the umask says, and gives a new file the usual ones', async () => {
    for (const mode of [0o666, 0o600, 0o2750]) {
      writeFileSync(path, 'old');
      chmodSync(path, mode);
      await dump([1], path);
      expect(statSync(path).mode & 0o7777).toBe(mode);
    }
    rmSync(path);
    writeFileSync(`${path}-usual`, '');
    await dump([1], path);
    expect(statSync(path).mode).toBe(statSync(`${path}-usual`).mode);
  });

  test('keeps the owner, where that is allowed', async () => {
    writeFileSync(path, 'old');
    if (process.getuid?.() === 0) chownSync(path, 12_345, 12_346);
    const { uid, gid } = statSync(path);
    await dump([1], path);
    expect(statSync(path)).toMatchObject({ uid, gid });
  });

  test('takes a name of 255 bytes', async () => {
    const long = join(folder, 'n'.repeat(255));
    await dump([1], long);
    expect(loads(readFileSync(long))).toEqual([1]);
    rmSync(long);
  });

  test('an error halfway leaves the old file, and no other', async () => {
    writeFileSync(path, 'old');
    await expect(dump([...VALUE, Symbol('no')], path)).rejects.toMatchObject({ path: '$[3]' });
    expect(readFileSync(path, 'utf8')).toBe('old');
    rmSync(path);
    await expect(dump([...VALUE, Symbol('no')], path)).rejects.toMatchObject({ path: '$[3]' });
    expect(existsSync(path)).toBe(false);
  });

  test('a missing folder, a folder in its place, wrong arguments', async () => {
    await expect(dump(1, join(folder, 'nosuch', 'file'))).rejects.toMatchObject({ code: 'ENOENT' });
    mkdirSync(join(folder, `${name}-folder`));
    await expect(dump(1, join(folder, `${name}-folder`))).rejects.toMatchObject({ code: 'EISDIR' });
    await expect(dump(1, new URL('http://localhost/'))).rejects.toThrow(TypeError);
    await expect(dump(1, 5 as unknown as string)).rejects.toThrow(TypeError);
    rmSync(path, { force: true });
    await expect(dump(1, path, { protocol: 9 as 5 })).rejects.toThrow(RangeError);
    expect(existsSync(path)).toBe(false);
  });

  test('what is no regular file is written to, and not replaced', async () => {
    await dump(VALUE, '/dev/null');
    await dump(VALUE, '/dev/null', { fsync: true });
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    const pipe = join(folder, `${name}-pipe`);
    const copy = join(folder, `${name}-copy`);
    execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', pipe]);
    const reader = spawn('sh', ['-c', `exec cat ${JSON.stringify(pipe)} > ${JSON.stringify(copy)}`]);
    const exit = new Promise((resolve) => reader.once('exit', resolve));
    await dump(VALUE, pipe, { fsync: true });
    await exit;
    await new Promise((resolve) => setImmediate(resolve));
    expect(readFileSync(copy).equals(PICKLE)).toBe(true);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  test.runIf(existsSync('/dev/full'))('a device that is full is the error of the system', async () => {
    await expect(dump(VALUE, '/dev/full')).rejects.toMatchObject({ code: 'ENOSPC', syscall: 'write' });
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });
});

test('a full disk is the error of the system, and leaves the old file and no other', () => {
  // A file system of 256 KiB, in a mount namespace of its own; where none can be made, a limit on the size of a file.
  const mount = join(folder, 'small');
  mkdirSync(mount);
  const script = `
    import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
    import { dumpFile, dumpFileSync } from ${JSON.stringify(new URL('../../dist/node.js', import.meta.url).href)};
    process.on('SIGXFSZ', () => {});
    process.chdir(${JSON.stringify(mount)});
    writeFileSync('old', 'old');
    const codes = [];
    const big = [new Uint8Array(1_000_000), Array.from({ length: 100_000 }, (_, i) => i)];
    for (const value of [big, big.reverse()]) {
      await dumpFile(value, 'old').catch(({ code }) => codes.push(code));
      await dumpFile(value, 'new').catch(({ code }) => codes.push(code));
      try { dumpFileSync(value, 'old') } catch ({ code }) { codes.push(code) }
    }
    await dumpFile([1], 'fits');
    console.log(JSON.stringify([codes, readdirSync('.').sort(), readFileSync('old', 'utf8')]));
  `;
  const run = (...command: string[]): ReturnType<typeof spawnSync> =>
    spawnSync(command[0] ?? '', [...command.slice(1), process.execPath, '--input-type=module', '-e', script]);
  const small = run('unshare', '-Urm', 'sh', '-c', `mount -t tmpfs -o size=256k none ${mount} && exec "$@"`, 'sh');
  const [result, code] =
    small.status === 0 ? [small, 'ENOSPC'] : [run('sh', '-c', 'ulimit -f 500 && exec "$@"', 'sh'), 'EFBIG'];
  expect(String(result.stderr)).toBe('');
  expect(JSON.parse(String(result.stdout))).toEqual([Array.from({ length: 6 }, () => code), ['fits', 'old'], 'old']);
});
