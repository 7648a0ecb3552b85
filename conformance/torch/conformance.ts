/**
 * Asks real PyTorchs whether what they save is read here, and whether they load what is written here:
 * `npm run conformance:torch`. Environments are made in the folder for temporary files, or where BRINE_VENVS says, once.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bytesSource, openZip } from 'brine/containers';
import {
  JaggedTensor,
  loadTorch,
  NestedTensor,
  openTorch,
  readSafetensors,
  SparseTensor,
  saveTorch,
  Tensor,
  tensorsIn,
  toSafetensors,
  writeSafetensors,
} from 'brine/torch';

const folder = fileURLToPath(new URL('../torch/', import.meta.url));
const environments = process.env['BRINE_VENVS'] ?? join(tmpdir(), 'venvs');

interface Version {
  readonly name: string;
  /** Interpreters that it has files for, the first that is there is taken. */
  readonly pythons: readonly string[];
  readonly packages: readonly string[];
  /** What makes the cases, and loads what was written; `undefined` if it cannot load it. */
  readonly cases: string;
  readonly readBack: readonly string[] | undefined;
  /** Whether the pickles of state dicts are those that are written here. */
  readonly isLike: boolean;
}

const VERSIONS: readonly Version[] = [
  {
    name: 'torch-2.13',
    pythons: ['python3.11', 'python3.12', 'python3.13'],
    packages: ['torch==2.13.0', 'numpy==2.4.6', 'safetensors==0.8.0'],
    cases: 'cases.py',
    readBack: ['read_back.py'],
    isLike: true,
  },
  // The first that writes zip archives, and the oldest on PyPI that a Python from 3.7 on has. Each takes 1 GB.
  {
    name: 'torch-1.6',
    pythons: ['python3.7'],
    packages: ['torch==1.6.0', 'numpy==1.21.6'],
    cases: 'old_cases.py',
    readBack: ['old_cases.py'],
    isLike: false,
  },
  {
    name: 'torch-1.0',
    pythons: ['python3.7'],
    packages: ['torch==1.0.1', 'numpy==1.21.6'],
    cases: 'old_cases.py',
    readBack: undefined,
    isLike: false,
  },
];

interface TensorCase {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: string | null;
  readonly requiresGrad: boolean;
}

interface Case {
  readonly name: string;
  readonly weightsOnly: boolean;
  readonly zip: string | null;
  readonly legacy: string | null;
  readonly pickle: string | null;
  readonly big: string | null;
  readonly tensors: readonly TensorCase[];
}

interface Cases {
  readonly torch: string;
  readonly cases: readonly Case[];
  readonly tar?: { readonly file: string; readonly tensors: readonly TensorCase[] };
  readonly safetensors?: { readonly all: string; readonly checkpoint: string; readonly converted: string };
}

const problems: string[] = [];

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** The interpreter of an environment, which is made if it is not there; `undefined` if that fails. */
function pythonOf({ name, pythons, packages }: Version): string | undefined {
  const environment = join(environments, name);
  const python = join(environment, 'bin/python');
  if (existsSync(python)) return python;
  mkdirSync(environments, { recursive: true });
  for (const command of pythons) {
    if (spawnSync(command, ['--version']).status !== 0) continue;
    console.log(`making ${environment} with ${packages.join(' ')}`);
    run(command, ['-m', 'venv', environment]);
    // The index of CPU builds: the files on PyPI bring CUDA with them, which has several GB.
    const index = process.env['BRINE_TORCH_INDEX'];
    const more = index === undefined ? [] : ['--extra-index-url', index];
    run(python, ['-m', 'pip', 'install', '--quiet', ...more, ...packages]);
    return python;
  }
  return undefined;
}

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

function parts(tensor: unknown): readonly Tensor[] {
  if (tensor instanceof SparseTensor) return [...tensor.indices, tensor.values];
  if (tensor instanceof NestedTensor) return [tensor.buffer, tensor.sizes, tensor.strides, tensor.offsets];
  if (tensor instanceof JaggedTensor) {
    const remembered = tensor.metadata instanceof Map ? [...tensor.metadata.values()] : [];
    return [tensor.values, tensor.offsets, tensor.lengths, ...remembered].filter((one) => one instanceof Tensor);
  }
  if (!(tensor instanceof Tensor)) return [];
  const { quantizer } = tensor;
  if (quantizer === undefined || quantizer.scheme === 'per_tensor_affine') return [tensor];
  return [tensor, quantizer.scales, quantizer.zeroPoints];
}

async function described(value: unknown): Promise<string> {
  const all: TensorCase[] = [];
  for (const { tensor } of tensorsIn(value)) {
    for (const one of parts(tensor)) {
      const bytes = one.isMeta ? null : Buffer.from(await one.bytes()).toString('hex');
      all.push({ dtype: one.dtype.name, shape: [...one.shape], bytes, requiresGrad: one.requiresGrad });
    }
  }
  return JSON.stringify(all);
}

async function pickleIn(file: Uint8Array): Promise<string> {
  const { entries } = await openZip(bytesSource(file));
  const bytes = await entries.find(({ name }) => name.endsWith('/data.pkl'))?.bytes();
  return Buffer.from(bytes ?? []).toString('hex');
}

/** Reads the files of a case, and writes its value again. */
async function checkCase(
  one: Case,
  at: number,
  target: string,
): Promise<{ readonly files: number; readonly isSame: boolean }> {
  const expected = JSON.stringify(one.tensors);
  let files = 0;
  for (const format of ['zip', 'legacy', 'pickle', 'big'] as const) {
    const file = one[format];
    if (file === null) continue;
    files++;
    const lazily = await openTorch(bytesOf(file));
    if ((await described(lazily.value)) !== expected) problems.push(`${one.name}: ${format} is read otherwise`);
    const whole = await openTorch(bytesOf(file), { loadAll: true, check: true });
    if ((await described(whole.value)) !== expected) problems.push(`${one.name}: ${format} is read otherwise at once`);
  }
  const value = await loadTorch(bytesOf(one.zip ?? one.legacy ?? ''), { floats: 'exact' });
  const again = await saveTorch(value, undefined, { weightsOnly: one.weightsOnly });
  writeFileSync(join(target, `${at}.${one.weightsOnly ? 'safe' : 'unsafe'}.pt`), again);
  if (one.big !== null) {
    writeFileSync(
      join(target, `${at}.big.pt`),
      await saveTorch(await loadTorch(bytesOf(one.big)), undefined, { weightsOnly: true }),
    );
  }
  const isSame = one.zip !== null && (await pickleIn(again)) === (await pickleIn(bytesOf(one.zip)));
  return { files, isSame };
}

/** A file with its metadata in order: the Python package has them in an order that changes from run to run. */
function normal(file: Uint8Array): string {
  const bytes = Buffer.from(file);
  const end = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, end));
  const metadata = Object.entries(header.__metadata__ ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([end, { ...header, __metadata__: metadata }, bytes.toString('hex', end)]);
}

async function checkSafetensors(
  { all, checkpoint, converted }: NonNullable<Cases['safetensors']>,
  target: string,
): Promise<void> {
  const { tensors, metadata } = await readSafetensors(bytesOf(all));
  const again = await writeSafetensors(tensors, undefined, { metadata });
  if (normal(again) !== normal(bytesOf(all))) problems.push('safetensors: other bytes than the Python package writes');
  writeFileSync(join(target, 'all.safetensors'), again);
  const made = await toSafetensors(bytesOf(checkpoint));
  if (normal(made) !== normal(bytesOf(converted)))
    problems.push("safetensors: other bytes than the package's converter");
  writeFileSync(join(target, 'converted.safetensors'), made);
}

async function check(version: Version, python: string): Promise<void> {
  const measured: Cases = JSON.parse(run(python, [version.cases]));
  const target = mkdtempSync(join(tmpdir(), 'brine-torch-'));
  let files = 0;
  const others: string[] = [];
  for (const [at, one] of measured.cases.entries()) {
    const result = await checkCase(one, at, target);
    files += result.files;
    if (!result.isSame) others.push(one.name);
  }
  if (measured.tar !== undefined) {
    files++;
    const { value } = await openTorch(bytesOf(measured.tar.file));
    if ((await described(value)) !== JSON.stringify(measured.tar.tensors)) problems.push('tar: read otherwise');
  }
  if (measured.safetensors !== undefined) await checkSafetensors(measured.safetensors, target);
  console.log(`PyTorch ${measured.torch}: ${files} files of ${measured.cases.length} values read`);
  if (version.isLike) {
    const same = measured.cases.length - others.length;
    console.log(`  ${same} of ${measured.cases.length} pickles written byte for byte; not: ${others.join(', ')}`);
    if (others.some((name) => name !== 'what is not a tensor')) problems.push('other pickles than it writes');
  }
  if (version.readBack !== undefined) {
    const lines = run(python, [...version.readBack, target])
      .trim()
      .split('\n');
    console.log(`  ${lines.pop()} files loaded by it, with warnings as errors`);
    problems.push(...lines.map((line) => `${version.name}: ${line}`));
  }
  rmSync(target, { recursive: true });
}

let asked = 0;
for (const version of VERSIONS) {
  const python = pythonOf(version);
  if (python === undefined) console.log(`${version.name}: none of ${version.pythons.join(', ')} is there`);
  else {
    asked++;
    await check(version, python);
  }
}
for (const problem of problems) console.log(`  ${problem}`);
process.exitCode = problems.length === 0 && asked > 0 ? 0 : 1;
