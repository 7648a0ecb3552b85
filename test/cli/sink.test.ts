import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { FileSink } from '../../src/cli/sink.ts';
import { dumps } from '../../src/index.ts';
import { localPythons } from '../oracle.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-sink-'));
afterAll(() => rmSync(folder, { recursive: true }));
const command = fileURLToPath(new URL('../../dist/cli/brine.cjs', import.meta.url));

test('a file holds all that is written, texts and bytes', () => {
  const path = join(folder, 'file');
  const sink = new FileSink(path);
  sink.write('é'.repeat(100_000));
  sink.write(Uint8Array.of(1, 2));
  sink.close();
  expect(readFileSync(path)).toEqual(Buffer.concat([Buffer.from('é'.repeat(100_000)), Buffer.of(1, 2)]));
  expect([sink.isTerminal, sink.columns, sink.rows]).toEqual([false, undefined, undefined]);
});

for (const { command: python, version } of localPythons().slice(-1)) {
  test(`a pipe that does not wait, made by Python ${version}, gets all, and in order`, () => {
    const pickle = join(folder, 'long.pkl');
    writeFileSync(pickle, dumps(Array.from({ length: 30_000 }, (_, i) => `item ${i}`)));
    const script = `
import os, subprocess, sys, time
r, w = os.pipe()
os.set_blocking(w, False)
child = subprocess.Popen(sys.argv[1:], stdout=w)
os.close(w)
time.sleep(1)
while True:
    data = os.read(r, 1 << 20)
    if not data: break
    sys.stdout.buffer.write(data)
sys.exit(child.wait())
`;
    const argv = [process.execPath, command, 'dis', pickle];
    const piped = spawnSync(python, ['-c', script, ...argv], { maxBuffer: 2 ** 28 });
    const plain = spawnSync(process.execPath, argv.slice(1), { maxBuffer: 2 ** 28 });
    expect([piped.status, piped.stderr.toString()]).toEqual([0, '']);
    expect(piped.stdout.length).toBeGreaterThan(1_000_000);
    expect(Buffer.compare(piped.stdout, plain.stdout)).toBe(0);
  });
}
