/**
 * How good the scanner is, in figures: on test files of other scanners, on everyday objects of real libraries, on every
 * name of the standard library, and on generated pickles beside what CPython reaches.
 *
 * usage: npm run conformance:scan -- [--python PYTHON]... [--everyday PYTHON]... [--seeds N] [--first SEED] [FOLDER]...
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
import { INERT } from './inert.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    python: { type: 'string', multiple: true, default: ['python3'] },
    everyday: { type: 'string', multiple: true, default: [] },
    seeds: { type: 'string', default: '10000' },
    first: { type: 'string', default: '0' },
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
  const inert: string[] = [];
  for (const file of filesIn(folder).filter((file) => LOOKED_AT.test(file))) {
    const name = relative(folder, file);
    const report = await scan(readFileSync(file));
    const [, reason] = INERT.get(report.sha256 ?? '') ?? [];
    if (reason !== undefined) {
      inert.push(file);
      console.log(`     ${report.verdict}, and does no harm: ${name}, ${reason}`);
    } else if (HOSTILE.test(name)) {
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
  told(foundHostile === hostile && bad === 0, `${folder}: ${figures}; ${inert.length} inert, ${others} others`);
  for (const file of inert) doesNothing(file);
}

/** CPython itself loads it, with nothing but records in the way of a name. */
function doesNothing(file: string): void {
  const { stdout, stderr } = spawnSync(values.python[0] ?? 'python3', [script('inert.py'), file], { encoding: 'utf8' });
  if (stdout.trim() !== '[]') told(false, `${file} is listed as inert, and reaches ${stdout.trim() || stderr.trim()}`);
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

/** The globals that we report, and whether it is a text, for which only what is reached before a failure counts. */
interface Reported {
  readonly names: ReadonlySet<string | undefined>;
  readonly isText: boolean;
}

function reportedOf(pickle: string): Reported {
  const { findings, members } = scanSync(Buffer.from(pickle, 'latin1'));
  return { names: new Set(findings.map(({ global }) => global)), isText: members[0]?.format === 'text' };
}

function reached(python: string, pickles: readonly string[], reported: readonly Reported[]): void {
  let [named, missed, afterFailures] = [0, 0, 0];
  for (let from = 0; from < pickles.length; from += AT_ONCE) {
    const some = pickles.slice(from, from + AT_ONCE);
    const input = some.map((text) => Buffer.from(text, 'latin1').toString('hex')).join('\n');
    const { stdout, stderr } = spawnSync(python, [script('reached.py')], {
      input,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    const answers = stdout.trim().split('\n');
    if (answers.length !== some.length) {
      told(false, `${python}: ${stderr.trim().split('\n').at(-1)}`);
      return;
    }
    for (const [i, answer] of answers.entries()) {
      const [before, after]: readonly string[][] = JSON.parse(answer);
      const { names, isText } = reported[from + i] ?? { names: new Set(), isText: false };
      // A text that is cut behind a `c` names nothing that a module has.
      const first = isText ? (before ?? []).filter((name) => !/(?:^|\.)$/.test(name)) : before;
      const theirs = [...(first ?? []), ...(isText ? [] : (after ?? []))];
      if (theirs.length > 0) named++;
      if (!isText && (after ?? []).length > 0) afterFailures++;
      const lost = theirs.filter((name) => !names.has(name));
      if (lost.length > 0 && ++missed <= 5) console.log(`     pickle ${from + i}: ${lost.join(', ')} missed`);
    }
  }
  const figures = `of ${pickles.length} generated pickles it reaches names in ${named}, in ${afterFailures} after a failure`;
  told(missed === 0, `${python}: ${figures}; in ${missed} we miss one`);
}

const AT_ONCE = 10_000;

for (const folder of positionals) await checkout(folder);
for (const python of values.everyday) await everyday(python);
for (const python of values.python.slice(0, 1)) names(python);
const pickles = Array.from({ length: Number(values.seeds) }, (_, i) => generated(Number(values.first) + i));
const reported = pickles.map(reportedOf);
for (const python of values.python) reached(python, pickles, reported);
process.exitCode = failed ? 1 : 0;
