/**
 * What must hold where there are files and Node's modules: Node, Bun, Deno.
 *
 * @module
 */
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Runs the checks; a list of `[name, text]`. */
export async function runFiles(brine, files) {
  const { dump, dumps, load, loadAll } = brine;
  const { dumpFile, dumpFileSync, loadAllFile, loadFile, loadFileSync } = files;
  const folder = mkdtempSync(join(tmpdir(), 'brine-runtime-'));
  const path = join(folder, 'pickle');
  const value = ['spam', new Uint8Array(300_000).fill(7), Array.from({ length: 20_000 }, (_, i) => i)];
  const bytes = dumps(value);
  const same = (back) => Buffer.compare(Buffer.from(dumps(back)), Buffer.from(bytes)) === 0;
  const fails = async (run) => {
    try {
      await run();
      return 'FAILED no error';
    } catch (error) {
      return `${error.name} ${error.code}`;
    }
  };
  const checks = {
    'a file, written and read': async () => {
      await dumpFile(value, path, { fsync: true });
      const back = [await loadFile(path), loadFileSync(pathToFileURL(path))];
      return `${back.map(same)} ${readdirSync(folder)}`;
    },
    'the same, synchronously': () => {
      dumpFileSync(value, path, { fsync: true });
      return `${same(loadFileSync(path))} ${readdirSync(folder)}`;
    },
    'permissions stay': async () => {
      writeFileSync(path, '', { mode: 0o640 });
      await dumpFile(value, path);
      const first = statSync(path).mode & 0o777;
      dumpFileSync(value, path);
      return `${first === (statSync(path).mode & 0o777)}`;
    },
    handles: async () => {
      const output = await open(path, 'w');
      await dumpFile(value, output);
      await dump(value, output);
      await output.close();
      const input = await open(path);
      const back = [];
      for await (const one of loadAllFile(input)) back.push(one);
      await input.close();
      return `${back.map(same)}`;
    },
    'an error halfway': async () => {
      writeFileSync(path, 'old');
      const errors = [
        await fails(() => dumpFile([value, Symbol('no')], path)),
        await fails(() => dumpFileSync([value, Symbol('no')], path)),
      ];
      return `${errors} ${readFileSync(path)} ${readdirSync(folder)}`;
    },
    'wrong files': async () => {
      writeFileSync(path, bytes.subarray(0, 290_000));
      return `${await fails(() => loadFile(path))} ${await fails(() => loadFileSync(join(folder, 'nosuch')))}`;
    },
    'Node streams': async () => {
      const output = createWriteStream(path);
      await dump(value, output);
      await dump(value, output);
      await new Promise((resolve) => output.end(resolve));
      const back = [await load(createReadStream(path))];
      for await (const one of loadAll(createReadStream(path, { highWaterMark: 999 }))) back.push(one);
      return `${back.map(same)}`;
    },
    'what a sink fails with': () => fails(() => dump(value, createWriteStream(join(folder, 'nosuch', 'file')))),
  };
  const results = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      results.push([name, await check()]);
    } catch (error) {
      results.push([name, `FAILED ${error?.stack ?? error}`]);
    }
  }
  rmSync(folder, { recursive: true });
  return results;
}
