/**
 * Asks real numpys whether `readNpy` reads what they save, and whether they load what `writeNpy` and `writeNpz` write:
 * `npm run conformance:npy`. The environments are those of `npm run conformance:numpy`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type NdArray, numpy, readNpy, writeNpy, writeNpz } from 'brine/numpy';

const folder = fileURLToPath(new URL('../npy/', import.meta.url));
const environments = process.env['BRINE_VENVS'] ?? '/tmp/venvs';
const VERSIONS = ['1.23.5', '1.26.4', '2.0.2', '2.2.6', '2.4.6'];

interface Case {
  readonly name: string;
  readonly npy: string;
  readonly dtype: string;
  readonly shape: readonly number[];
}

function run(python: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${python} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

async function check(version: string, python: string): Promise<number> {
  const problems: string[] = [];
  const { cases }: { cases: readonly Case[] } = JSON.parse(run(python, ['cases.py']));
  const target = mkdtempSync(join(tmpdir(), 'brine-npy-'));
  const arrays: [string, NdArray][] = [];
  let same = 0;
  for (const [at, { name, npy, dtype, shape }] of cases.entries()) {
    const bytes = Buffer.from(npy, 'base64');
    const array = readNpy(bytes);
    if (array.dtype.toString() !== dtype || array.shape.join() !== shape.join())
      problems.push(`${name}: read otherwise`);
    // numpy 1 writes objects at protocol 3.
    const options = version.startsWith('1')
      ? ({ codecs: [numpy.like('1.26')], protocol: 3 } as const)
      : { codecs: [numpy.like('2.4')] };
    if (bytes.equals(writeNpy(array, undefined, options))) same++;
    // Before 1.24 a header has no room for a larger shape.
    else if (version !== '1.23.5') problems.push(`${name}: other bytes than ${version} writes`);
    writeFileSync(join(target, `${at}.npy`), writeNpy(array));
    arrays.push([String(at), array]);
  }
  writeFileSync(join(target, 'stored.npz'), await writeNpz(arrays));
  writeFileSync(join(target, 'deflated.npz'), await writeNpz(arrays, undefined, { compress: true }));
  const lines = run(python, ['read_back.py', target]).trim().split('\n');
  const loaded = lines.pop();
  rmSync(target, { recursive: true });
  problems.push(...lines);
  console.log(
    `numpy ${version}: ${cases.length} files read, ${same} written byte for byte, ${loaded} files loaded by it`,
  );
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length;
}

let count = 0;
let asked = 0;
for (const version of VERSIONS) {
  const python = `${environments}/numpy-${version}/bin/python`;
  if (!existsSync(python)) console.log(`numpy ${version}: not there; npm run conformance:numpy makes it`);
  else {
    asked++;
    count += await check(version, python);
  }
}
process.exitCode = count === 0 && asked > 0 ? 0 : 1;
