/**
 * How good the scanner is, in figures: on test files of other scanners, on everyday objects of real libraries, on every
 * name of the standard library, and on generated pickles beside what CPython reaches.
 *
 * usage: npm run conformance:scan -- [--python PYTHON]... [--everyday PYTHON]... [--seeds N] [FOLDER]...
 *
 * FOLDERs are checkouts of picklescan, fickling, modelaudit, modelscan or PickleBall, or any files: what a name says of a
 * file (`malicious`, `benign`) is believed. Nothing of them is needed otherwise.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allowList, type ScanReport, scan, scanSync } from 'brine/scan';
import { generated } from './generated.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    python: { type: 'string', multiple: true, default: ['python3'] },
    everyday: { type: 'string', multiple: true, default: [] },
    seeds: { type: 'string', default: '10000' },
  },
});
const script = (name: string): string => fileURLToPath(new URL(`../scan/${name}`, import.meta.url));
let failed = false;

function told(isRight: boolean, line: string): void {
  if (!isRight) failed = true;
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${line}`);
}

/** Files that a scanner of models looks at. Others in a checkout are its own source. */
const LOOKED_AT = /\.(?:pkl|pickle|p|pt|pth|bin|ckpt|npy|npz|joblib|dill|zip|7z|tar|h5|keras|safetensors|dat|data)$/i;
/** Not hostile for Python's pickle, whatever they are called: bytes that are only there, and headers with texts. */
const INERT =
  /\.safetensors$|malicious_model_realistic|bad_pytorch\.pt|(?:decode_exec|nested_pickle)|imports_detected-[45]/;
const HOSTILE =
  /malicious|evil|attack|exploit|bypass|GHSA|unsafe|inject|_poc|sploit|exfil|bad|write_file|system|CodeType|urlopen|FileIO|FileHandler/i;
const BENIGN = /benign|safe_|good|int_array|object_array|squeezenet|(?:new_)?pytorch_model\.bin|tensor/i;

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const isClean = ({ verdict, incomplete }: ScanReport): boolean => verdict === 'safe' && !incomplete;
const isBad = ({ verdict }: ScanReport): boolean => verdict === 'suspicious' || verdict === 'dangerous';

async function checkout(folder: string): Promise<void> {
  let [hostile, foundHostile, dangerous, benign, bad, others] = [0, 0, 0, 0, 0, 0];
  for (const file of filesIn(folder).filter((file) => LOOKED_AT.test(file))) {
    const name = relative(folder, file);
    const report = await scan(readFileSync(file));
    if (INERT.test(name)) others++;
    else if (HOSTILE.test(name)) {
      hostile++;
      if (!isClean(report)) foundHostile++;
      else console.log(`     clean, but called hostile: ${name}`);
      if (report.verdict === 'dangerous') dangerous++;
    } else if (BENIGN.test(name)) {
      benign++;
      if (isBad(report)) {
        bad++;
        console.log(`     ${report.verdict}, but called benign: ${name}`);
      }
    } else others++;
  }
  const figures = `${foundHostile} of ${hostile} hostile files found (${dangerous} dangerous), ${bad} of ${benign} benign ones called bad`;
  told(foundHostile === hostile && bad === 0, `${folder}: ${figures}; ${others} others`);
}

async function everyday(python: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'brine-everyday-'));
  const made = spawnSync(python, [script('everyday.py'), folder], { encoding: 'utf8' });
  if (made.status !== 0) {
    told(false, `${python}: ${made.stderr.trim().split('\n').at(-1)}`);
    return;
  }
  const files = filesIn(folder);
  let safe = 0;
  for (const file of files) {
    const report = await scan(readFileSync(file));
    if (isClean(report)) safe++;
    else
      console.log(
        `     ${report.verdict} ${relative(folder, file)}: ${report.findings[0]?.global} ${report.findings[0]?.rule}`,
      );
  }
  rmSync(folder, { recursive: true });
  told(
    safe === files.length,
    `${python}: ${safe} of ${files.length} files of ${made.stdout.trim()} everyday objects are safe`,
  );
}

function names(python: string): void {
  const lines = spawnSync(python, [script('names.py')], { encoding: 'utf8', maxBuffer: 2 ** 28 })
    .stdout.trim()
    .split('\n');
  const listed = new Set(allowList().flatMap(({ names }) => names.map(({ module, name }) => `${module}.${name}`)));
  const safe: string[] = [];
  for (const line of lines) {
    const [module = '', name = ''] = line.split('\t');
    const text = `\x80\x04\x8c${String.fromCharCode(module.length)}${module}\x8c${String.fromCharCode(name.length)}${name}\x93)R.`;
    if (scanSync(Buffer.from(text, 'latin1')).verdict === 'safe') safe.push(`${module}.${name}`);
  }
  const other = safe.filter((name) => !listed.has(name));
  told(
    other.length === 0 && lines.length > 10_000,
    `${python}: of ${lines.length} names of the standard library as callees ${safe.length} are safe, ${other.length} of them not on the list`,
  );
}

function reached(python: string, pickles: readonly string[]): void {
  const input = pickles.map((text) => Buffer.from(text, 'latin1').toString('hex')).join('\n');
  const { stdout, stderr } = spawnSync(python, [script('reached.py')], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const answers = stdout.trim().split('\n');
  if (answers.length !== pickles.length) {
    told(false, `${python}: ${stderr.trim().split('\n').at(-1)}`);
    return;
  }
  let [named, missed, missedSafe] = [0, 0, 0];
  for (const [i, answer] of answers.entries()) {
    const theirs: readonly string[] = JSON.parse(answer);
    if (theirs.length === 0) continue;
    named++;
    const { findings, verdict, incomplete } = scanSync(Buffer.from(pickles[i] ?? '', 'latin1'));
    const ours = new Set(findings.map(({ global }) => global));
    const lost = theirs.filter((name) => !ours.has(name));
    if (lost.length === 0) continue;
    missed++;
    if (verdict === 'safe' && !incomplete) missedSafe++;
    if (missed <= 5) console.log(`     pickle ${i}: ${lost.join(', ')} missed`);
  }
  const figures = `of ${pickles.length} generated pickles it reaches names in ${named}; in ${missed} we miss one`;
  told(missedSafe === 0, `${python}: ${figures}, and ${missedSafe} of those are called safe`);
}

for (const folder of positionals) await checkout(folder);
for (const python of values.everyday) await everyday(python);
for (const python of values.python.slice(0, 1)) names(python);
const pickles = Array.from({ length: Number(values.seeds) }, (_, seed) => generated(seed));
for (const python of values.python) reached(python, pickles);
process.exitCode = failed ? 1 : 0;
