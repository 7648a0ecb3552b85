/**
 * Random values, pickled by a CPython at every protocol: `write(parse(pickle))` at each protocol against what that
 * CPython writes for the object that it loads from the pickle.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PythonVersion } from 'brine';
import { Global } from 'brine';
import { type BaseOf, parse, write } from 'brine/tools';

/** Where the project stands, whether this is the source or its build. */
export const root: string = dirname(createRequire(import.meta.url).resolve('brine/package.json'));

/** Defines `batch(seed, count)`; see there. */
export const RANDOM_VALUES: string = readFileSync(join(root, 'conformance/random_values.py'), 'utf8');

export interface Batch {
  /** Code, module, name. */
  readonly extensions: readonly (readonly [number, string, string])[];
  readonly rows: readonly Row[];
}

interface Row {
  readonly seed: number;
  readonly pickles: readonly (string | null)[];
  /** By source, then by target protocol. `null`: Python refuses. */
  readonly again: readonly (readonly (string | null)[])[];
}

/** `'none'` for what `batch` wrote in `fast` mode. */
export type Memo = 'identity' | 'none';

/** How many pickles were compared, and those that differ. */
export interface Comparison {
  cases: number;
  identical: number;
  /** `seed 17, protocol 2 to 4` */
  readonly differences: string[];
}

const VERSIONS: readonly PythonVersion[] = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14', '3.15'];

/** The value of `options.python` for a `major.minor`; `undefined`: bytes of that version cannot be asked for. */
export function dialectOf(version: string): PythonVersion | undefined {
  return VERSIONS.find((known) => known === version);
}

/** The classes of `random_values.py` that derive from a built-in one, or from none, which protocols 2 to 5 do not say. */
const BASES: ReadonlyMap<string, ReturnType<BaseOf>> = new Map([
  ['Stack', 'list'],
  ['Table', 'dict'],
  ['Pair', 'namedtuple'],
  ['Keyword', 'object'],
  ['Text', 'str'],
  ['Number', 'int'],
  ['Blob', 'bytes'],
  ['Real', 'float'],
  ['Row', 'tuple'],
  ['CodedList', 'list'],
  ['CodedText', 'str'],
  ['Bag', 'set'],
  ['Frozen', 'frozenset'],
  ['Octets', 'bytearray'],
]);

const baseOf: BaseOf = ({ module, name }) => (module === 'ckvalues' ? BASES.get(name) : undefined);

/** Compares one batch, and adds what it finds to `into`. */
export function compareBatch(json: string, python: PythonVersion, into: Comparison, memo: Memo = 'identity'): void {
  const { extensions: codes, rows }: Batch = JSON.parse(json);
  const extensions = new Map(codes.map(([code, module, name]) => [code, new Global(module, name)]));
  for (const { seed, pickles, again } of rows) {
    for (const [from, targets] of again.entries()) {
      const pickle = pickles[from];
      if (pickle === null || pickle === undefined) continue;
      const graph = parse(Buffer.from(pickle, 'base64'));
      for (const [to, expected] of targets.entries()) {
        if (expected === null) continue;
        into.cases++;
        const written = outcome(() => write(graph, { protocol: protocolOf(to), python, extensions, baseOf, memo }));
        if (written === expected) into.identical++;
        else into.differences.push(`seed ${seed}, protocol ${from} to ${to}`);
      }
    }
  }
}

/** Nothing done yet. */
export function newComparison(): Comparison {
  return { cases: 0, identical: 0, differences: [] };
}

function outcome(make: () => Uint8Array): string {
  try {
    return Buffer.from(make()).toString('base64');
  } catch (error) {
    return String(error);
  }
}

function protocolOf(index: number): 0 | 1 | 2 | 3 | 4 | 5 {
  const protocols = [0, 1, 2, 3, 4, 5] as const;
  return protocols[index] ?? 5;
}
