/**
 * A value is shown alike by every tool, whatever protocol it is in: rows that CPython wrote, and the files of other
 * people's software in ../shared/corpus. `BRINE_CORPUS=all` shows all of these by `tree` and `show`, else each twentieth.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { toHex } from '../../src/bytes/base64.ts';
import { CommandError } from '../../src/cli/command-error.ts';
import { readInput } from '../../src/cli/input.ts';
import { openingOf } from '../../src/cli/opening.ts';
import { Output } from '../../src/cli/output.ts';
import { StandardSink } from '../../src/cli/sink.ts';
import type { Graph } from '../../src/tools.ts';
import { hex } from '../fixtures.ts';
import { PROTOCOLS } from '../graphs.ts';
import { ran } from './memory-output.ts';

/** What it is | its JSON | what CPython 3.13 writes at each protocol. */
const ROWS: [string, string, string[]][] = JSON.parse(
  readFileSync(new URL('../fixtures/one-form.json', import.meta.url), 'utf8'),
);
/** The library as it is built, which takes half the time. */
const { nodesOf, parse, toJSON, write }: typeof import('../../src/tools.ts') = await import(
  new URL('../../dist/tools.js', import.meta.url).href
);
const { PickleError }: typeof import('../../src/index.ts') = await import(
  new URL('../../dist/index.js', import.meta.url).href
);

const TOOLS = ['tree', 'show'] as const;
const FLAGS = {
  tree: ['--depth', '8', '--items', '200', '--encoding', 'latin1'],
  show: ['--pprint', '--length', '1000000', '--encoding', 'latin1'],
} as const;

const target = mkdtempSync(join(tmpdir(), 'brine-one-form-'));
afterAll(() => rmSync(target, { recursive: true }));

/** What a tool prints of the value: sizes in bytes are those of the protocol. */
async function shown(tool: 'tree' | 'show', pickle: Uint8Array): Promise<string> {
  const path = join(target, 'x.pkl');
  writeFileSync(path, pickle);
  const { out, err } = await ran(tool, [...FLAGS[tool], path]).catch((error: unknown) => {
    if (error instanceof CommandError) return { out: '', err: error.message };
    throw error;
  });
  return (tool === 'tree' ? out.replace(/^.{16}/gm, '') : out) + err;
}

/** A graph in each protocol that can have it. */
function converted(graph: Graph): Uint8Array[] {
  return PROTOCOLS.flatMap((protocol) => {
    try {
      return [write(graph, { protocol })];
    } catch (error) {
      if (error instanceof PickleError) return [];
      throw error;
    }
  });
}

describe.for(TOOLS)('brine %s is one at each protocol', (tool) => {
  test.for(ROWS)('of %s', async ([, , pickles]) => {
    const all = new Set(pickles);
    for (const one of pickles)
      for (const other of converted(parse(hex(one), { encoding: 'latin1' }))) all.add(toHex(other));
    const outputs: string[] = [];
    for (const pickle of all) outputs.push(await shown(tool, hex(pickle)));
    expect(outputs[0]).not.toBe('');
    for (const output of outputs) expect(output).toBe(outputs[0]);
  });
});

const folder = fileURLToPath(new URL('../../../shared/corpus/files/', import.meta.url));

/** As the commands open files that no flag is given for. */
const OPENING = openingOf('json', {
  from: undefined,
  offset: undefined,
  'max-unpacked': undefined,
  'max-ratio': undefined,
});

/** The first pickle of a file; `undefined` for a file that is not one. */
async function pickleOf(file: string): Promise<{ graph: Graph; bytes: Uint8Array } | undefined> {
  try {
    const output = new Output(new StandardSink(1), new StandardSink(2), false);
    const { bytes } = await readInput(folder + file, output, OPENING);
    const graph = parse(bytes, { encoding: 'latin1' });
    return { graph, bytes: bytes.subarray(0, graph.end) };
  } catch (error) {
    if (error instanceof PickleError || error instanceof CommandError) return undefined;
    // joblib before 0.10 wrote arrays to other files, which are not in the corpus.
    if (error instanceof Error && 'code' in error && error.code === 'no-sibling') return undefined;
    throw error;
  }
}

/** Protocol 0 has only the text of a persistent ID, and `show` shows its type. */
function hasNumericIds({ root }: Graph): boolean {
  for (const node of nodesOf(root)) if (node.type === 'persistent' && node.id.type !== 'str') return true;
  return false;
}

function jsonOf(pickle: Uint8Array | Graph): string {
  try {
    return toJSON(pickle, { encoding: 'latin1', length: 2 ** 22 });
  } catch (error) {
    if (error instanceof PickleError) return error.code;
    throw error;
  }
}

if (existsSync(folder)) {
  const all = readdirSync(folder);
  const few = process.env['BRINE_CORPUS'] === 'all' ? all : all.filter((_, at) => at % 20 === 0);

  test('the JSON of every file is the same, whatever protocol it is converted to', { timeout: 600_000 }, async () => {
    const wrong: string[] = [];
    let compared = 0;
    for (const file of all) {
      const pickle = await pickleOf(file);
      if (pickle === undefined) continue;
      const json = jsonOf(pickle.graph);
      const others = converted(pickle.graph);
      compared += others.length;
      if (others.some((one) => jsonOf(one) !== json)) wrong.push(file);
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(5 * 500);
  });

  /** A method of a class, which below protocol 4 is written as a nested class is. */
  const METHODS: ReadonlySet<string> = new Set(['Khrylx+PyTorch-RL__assets__learned_models__Hopper-v2_ppo.p']);

  test.for(TOOLS)('so is what brine %s prints', { timeout: 600_000 }, async (tool) => {
    const wrong: string[] = [];
    let compared = 0;
    for (const file of few) {
      const pickle = await pickleOf(file);
      if (pickle === undefined || METHODS.has(file)) continue;
      const { graph, bytes } = pickle;
      const first = await shown(tool, bytes);
      for (const one of converted(graph).slice(hasNumericIds(graph) ? -5 : 0)) {
        compared++;
        if ((await shown(tool, one)) !== first) wrong.push(file);
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(4 * few.length);
  });
} else {
  test('../shared/corpus is not here: the files of other people are not tested', () => {
    expect(existsSync(folder)).toBe(false);
  });
}
