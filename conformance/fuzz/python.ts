/**
 * CPython, asked what its C unpickler makes of pickles: a local one as a process, or the one that pyodide carries.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { oracle as pyodide, runPython } from '../../test/oracle.ts';
import { type Batch, RANDOM_VALUES, root } from '../transcode.ts';
import { Companion, NoAnswer } from './companion.ts';
import type { Case, Verdict } from './exchange.ts';

const SCRIPT = join(root, 'conformance/fuzz/oracle.py');
const PATIENCE_MS = 20_000;

export interface Python {
  /** `3.13` */
  readonly version: string;
  /** Of a pointer. */
  readonly bits: number;
  /** A verdict for each pickle; `undefined` where Python ends or is silent. */
  judge(cases: readonly Case[]): Promise<(Verdict | undefined)[]>;
  /** Pickles of so many random values at every protocol. */
  written(seed: number, count: number): Uint8Array[];
  end(): void;
}

/** @param command - `pyodide`, or how a local CPython is called. */
export async function pythonOf(command: string): Promise<Python> {
  return command === 'pyodide' ? pyodidePython() : localPython(command);
}

function localPython(command: string): Python {
  const companion = new Companion(command, [SCRIPT], PATIENCE_MS);
  const asked = 'import struct, sys; print("%d.%d" % sys.version_info[:2], 8 * struct.calcsize("P"))';
  const [version = '', bits] = runPython({ command, version: '' }, asked).toString().trim().split(' ');
  const judge = async (cases: readonly Case[]): Promise<(Verdict | undefined)[]> => {
    try {
      return verdictsOf(await companion.ask(questionOf(cases)));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (cases.length === 1) return [undefined];
      const middle = cases.length >> 1;
      return [...(await judge(cases.slice(0, middle))), ...(await judge(cases.slice(middle)))];
    }
  };
  return {
    version,
    bits: Number(bits),
    judge,
    written: (seed, count) =>
      picklesOf(runPython({ command, version: '' }, `${RANDOM_VALUES}\nprint(batch(${seed}, ${count}))`).toString()),
    end: () => companion.end(),
  };
}

async function pyodidePython(): Promise<Python> {
  const python = await pyodide();
  // A module of its own: the random values have names of theirs.
  python.define('fuzz_oracle', readFileSync(SCRIPT, 'utf8'));
  return {
    version: python.version.split('.').slice(0, 2).join('.'),
    // WebAssembly's.
    bits: 32,
    judge: async (cases) =>
      verdictsOf(String(python.evaluate(`sys.modules["fuzz_oracle"].answer(${JSON.stringify(questionOf(cases))})`))),
    written(seed, count) {
      python.run(RANDOM_VALUES);
      return picklesOf(String(python.evaluate(`batch(${seed}, ${count})`)));
    },
    end: () => undefined,
  };
}

function questionOf(cases: readonly Case[]): string {
  return JSON.stringify(cases.map(({ pickle, encoding }) => [pickle, encoding]));
}

function verdictsOf(text: string): Verdict[] {
  return JSON.parse(text);
}

function picklesOf(text: string): Uint8Array[] {
  const { rows }: Batch = JSON.parse(text);
  return rows.flatMap(({ pickles }) =>
    pickles.flatMap((pickle) => (pickle === null ? [] : [Buffer.from(pickle, 'base64')])),
  );
}
