/**
 * One pickle through everything that Brine does with pickles. What must hold whatever CPython says of the pickle is
 * checked here.
 *
 * @module
 */
import { dumps, Global, type LoadOptions, load, loads, PickleError } from 'brine';
import { dis, fromJSON, type Graph, genops, globals, type NamedGlobal, parse, repr, toJSON, write } from 'brine/tools';
import { seeded } from '../../test/mutants.ts';
import { describe } from '../describe.ts';
import { describeValue, isEqualButForWholeFloats, Persistent } from './describe-value.ts';
import type { Answer, Case, Fault, Name, Outcome } from './exchange.ts';
import { isKnownName, isMethod } from './known-names.ts';

/** Milliseconds of the processor that one pickle of these sizes may take in all. */
const PATIENCE_MS = 1000;
const LIMITS = { memory: 2 ** 26 };
/** One in so many pickles comes in chunks, is written again, is dumped again. */
const OFTEN = 8;
/** One in so many goes through the tools that make text, and counts for the opcodes that ran. */
const RARELY = 32;

// Most pickles are refused, and what an error costs is its stack.
Error.stackTraceLimit = 0;

/** What the chunks of one pickle are at most. */
const CHUNKS = [1, 5, 17, 50, 200, 1000];

const FRAME = 0x95;

type Protocol = 0 | 1 | 2 | 3 | 4 | 5;
const PROTOCOLS: readonly Protocol[] = [0, 1, 2, 3, 4, 5, 5, 5];
const PYTHONS = ['3.8', '3.11', '3.13', '3.14', '3.15'] as const;

export async function answerTo(one: Case): Promise<Answer> {
  const start = performance.now();
  const answer = await new Examination(one).run();
  if (performance.now() - start < PATIENCE_MS) return answer;
  // It may have been another process that ran; asking the processor's time of each pickle costs more than the pickle.
  const before = process.cpuUsage();
  await new Examination(one).run();
  const took = process.cpuUsage(before).user / 1000;
  const slow: Fault[] = took > PATIENCE_MS ? [{ check: 'time', detail: `${Math.round(took)} ms` }] : [];
  return { ...answer, faults: [...answer.faults, ...slow] };
}

class Examination {
  private readonly bytes: Uint8Array;
  private readonly encoding: Case['encoding'];
  private readonly random: () => number;
  private readonly faults: Fault[] = [];
  private readonly options: LoadOptions;
  private readonly isThorough: boolean;

  constructor({ pickle, encoding, seed, isThorough = false }: Case) {
    this.bytes = Buffer.from(pickle, 'base64');
    this.encoding = encoding;
    this.random = seeded(seed);
    this.isThorough = isThorough;
    this.options = {
      encoding,
      fixImports: false,
      limits: LIMITS,
      persistentLoad: (id) => new Persistent(id),
      ...extensionsIn(this.bytes),
    };
  }

  async run(): Promise<Answer> {
    const { bytes, encoding } = this;
    const [graph, parseError] = this.attempt('parse', () => parse(bytes, { encoding, limits: LIMITS }));
    const parsed: Outcome = graph === undefined ? { error: parseError } : { value: this.describe(graph) };
    const names = this.isChosen(OFTEN) ? this.names() : undefined;
    const ints = !this.isThorough && this.below(2) === 0 ? 'auto' : 'bigint';
    const loaded = this.load(ints);
    if (this.isThorough) this.agree('loads with ints: auto', loaded, this.load('auto'));
    if (this.isChosen(OFTEN)) await this.chunks(loaded, ints);
    if (graph !== undefined && this.isChosen(OFTEN)) this.rewrite(graph, parsed);
    if (loaded.error === undefined && ints === 'bigint' && this.isChosen(OFTEN)) this.redump(loaded);
    const isChosen = this.isChosen(RARELY);
    if (isChosen) this.tools(graph, parsed, loaded.result);
    const opcodes = isChosen ? this.opcodes(parseError) : undefined;
    const { value, error } = loaded;
    const hasFrames = names === undefined ? undefined : bytes.includes(FRAME);
    return { parsed, loaded: { value, error }, ints, names, hasFrames, faults: this.faults, opcodes };
  }

  private names(): (Name | null)[] {
    return this.attempt('globals', () => globals(this.bytes).globals.flatMap(namesOf))[0] ?? [];
  }

  private isChosen(oneIn: number): boolean {
    return this.isThorough || this.below(oneIn) === 0;
  }

  private oneOrAll<T>(values: readonly T[]): readonly T[] {
    const at = this.below(values.length);
    return this.isThorough ? values : values.slice(at, at + 1);
  }

  private below(count: number): number {
    return Math.floor(this.random() * count);
  }

  /** What `make` gives, or the error; what is no `PickleError` is a fault. */
  private attempt<T>(check: string, make: () => T): [T, undefined] | [undefined, readonly [string, string]] {
    try {
      return [make(), undefined];
    } catch (error) {
      return [undefined, this.refusal(check, error)];
    }
  }

  private refusal(check: string, error: unknown): readonly [string, string] {
    if (error instanceof PickleError) {
      if (/undefined|\[object|not a function|Cannot read/.test(error.message)) this.fault(`${check}: words`, error);
      return [error.code, error.message];
    }
    this.fault(`${check}: foreign`, error);
    return ['foreign', String(error)];
  }

  private fault(check: string, detail: unknown): void {
    this.faults.push({ check, detail: detail instanceof Error ? String(detail.stack).slice(0, 600) : String(detail) });
  }

  /** Two ways that must give the same. */
  private agree(check: string, expected: Outcome, found: Outcome): void {
    const [a, b] = [withoutHint(textOf(expected)), withoutHint(textOf(found))];
    if (!isEqualButForWholeFloats(a, b) && !this.isInterpreted()) {
      this.fault(check, `${a.slice(0, 300)} | ${b.slice(0, 300)}`);
    }
  }

  /** Whether a codec knows one of the names: then values of `loads` are more than the pickle says. */
  private isInterpreted(): boolean {
    return this.names().some((name) => name === null || isKnownName(name) || isMethod(name));
  }

  private describe(graph: Graph): string | undefined {
    return describe(graph.root, 'refs', 'stub');
  }

  private load(ints: 'auto' | 'bigint'): Outcome & { readonly result?: unknown } {
    const [result, error] = this.attempt('loads', () => ({ value: loads(this.bytes, { ...this.options, ints }) }));
    return result === undefined ? { error } : { value: describeValue(result.value, ints), result: result.value };
  }

  private async chunks(expected: Outcome & { readonly result?: unknown }, ints: 'auto' | 'bigint'): Promise<void> {
    for (const largest of this.oneOrAll(CHUNKS)) await this.chunksOf(largest, expected, ints);
  }

  private async chunksOf(
    largest: number,
    expected: Outcome & { readonly result?: unknown },
    ints: 'auto' | 'bigint',
  ): Promise<void> {
    const pieces = this.cut(largest);
    let found: Outcome & { readonly result?: unknown };
    try {
      const result = await load(pieces, { ...this.options, ints });
      found = { value: describeValue(result, ints), result };
    } catch (error) {
      found = { error: this.refusal('load', error) };
    }
    this.agree('chunks', expected, found);
    if (expected.error !== undefined || expected.value !== undefined || found.error !== undefined) return;
    const [whole, cut] = [expected.result, found.result].map((value) =>
      this.attempt('dumps', () => hexOf(dumps(value))),
    );
    if (String(whole) !== String(cut)) this.fault('chunks', `${whole} | ${cut}`.slice(0, 400));
  }

  private cut(largest: number): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < this.bytes.length; ) {
      const end = at + 1 + this.below(largest);
      pieces.push(this.bytes.slice(at, end));
      at = end;
    }
    return pieces;
  }

  /** `write(parse())` gives a pickle of the same object; at lower protocols, one that can be read. */
  private rewrite(graph: Graph, parsed: Outcome): void {
    for (const protocol of this.oneOrAll(PROTOCOLS)) {
      const [python] = this.isThorough ? (['3.14'] as const) : this.oneOrAll(PYTHONS);
      const [pickle] = this.attempt('write', () => write(graph, { protocol, python, fixImports: false }));
      // What is for protocols 3 and up is not written otherwise at protocol 5.
      const value = protocol === 5 && graph.protocol > 2 ? parsed.value : undefined;
      if (pickle !== undefined) this.isPickleOf(`write at ${protocol}`, pickle, value, graph);
    }
  }

  /** `dumps(loads())` gives a pickle of the same object; at lower protocols, one that can be read. */
  private redump(loaded: Outcome & { readonly result?: unknown }): void {
    const persistentId = (value: unknown): unknown => (value instanceof Persistent ? value.id : undefined);
    const options = { persistentId, fixImports: false, ints: 'bigint' } as const;
    for (const protocol of this.oneOrAll(PROTOCOLS)) {
      const [pickle] = this.attempt('dumps', () => dumps(loaded.result, { ...options, protocol }));
      const value = protocol === 5 ? loaded.value : undefined;
      if (pickle !== undefined) this.isPickleOf(`dumps at ${protocol}`, pickle, value);
    }
  }

  private isPickleOf(check: string, pickle: Uint8Array, value: string | undefined, source?: Graph): void {
    const [graph, error] = this.attempt('parse', () => parse(pickle, { limits: LIMITS }));
    if (graph === undefined) {
      // What a known class refuses is refused before it is written as well: members of a frozenset that cannot be
      // hashed, a call of the bytes that _codecs.encode gives.
      const isUnhashable = error?.[0] === 'unhashable';
      const isItsOwn =
        isUnhashable ||
        /object is not callable|argument must be a (type|tuple|dict)|argument list must be a tuple/.test(
          error?.[1] ?? '',
        );
      // At protocols 0 and 1 an object with entries is taken for a dict, whose keys have to be hashed.
      const isTakenForDict = isUnhashable && /at [01]$/.test(check);
      if (!isTakenForDict && !(isItsOwn && this.isInterpreted()))
        this.fault(`${check} is refused`, `${error} ${hexOf(pickle)}`);
    } else if (value !== undefined) {
      const found = this.describe(graph) ?? '';
      // A whole number is written as an int, unless it is a Float.
      const isSame =
        isEqualButForWholeFloats(value, found) || (source !== undefined && isSameButForStates(source, graph));
      if (!isSame && !this.isInterpreted()) {
        this.fault(check, `${value.slice(0, 300)} | ${found.slice(0, 300)}`);
      }
    }
  }

  private tools(graph: Graph | undefined, parsed: Outcome, value: unknown): void {
    const { bytes } = this;
    this.attempt('dis', () => [...dis(bytes)]);
    if (value !== undefined) this.attempt('repr', () => repr(value, { ints: 'bigint' }));
    if (graph === undefined) return;
    this.attempt('toJSON', () => toJSON(graph, { length: 2 ** 20 }));
    const [text] = this.attempt('toJSON', () => toJSON(graph, { form: 'tagged', length: 2 ** 20 }));
    if (text === undefined) return;
    const [back] = this.attempt('fromJSON', () => fromJSON(JSON.parse(text)));
    if (back !== undefined && this.describe(back) !== parsed.value) this.fault('toJSON', text.slice(0, 300));
  }

  /** The codes of what runs: to the end, or to where the error is. */
  private opcodes(error: readonly [string, string] | undefined): number[] {
    const end = error === undefined ? undefined : Number(/\(at byte (\d+)\)/.exec(error[1])?.[1] ?? 0);
    const codes: number[] = [];
    this.attempt('genops', () => {
      for (const { opcode, offset } of genops(this.bytes)) {
        if (end !== undefined && offset > end) break;
        codes.push(opcode.code);
      }
    });
    return codes;
  }
}

function textOf({ value, error }: Outcome): string {
  return error === undefined ? (value ?? '') : error.join(' ');
}

/**
 * A state becomes the attributes of an object, in a dict of its own: what shares the state's does not share that. One
 * that holds itself is another dict then, and stays that when it is written once more.
 */
function isSameButForStates(one: Graph, other: Graph): boolean {
  const [a, b] = [one, other].map(({ root }) => describe(root, 'tree', 'stub'));
  if (a?.includes('"state":') !== true) return false;
  if (a === b) return true;
  const again = parse(write(other, { protocol: 5, fixImports: false }));
  return a.includes('"cycle":') && describe(again.root, 'refs', 'stub') === describe(other.root, 'refs', 'stub');
}

/** What an input is that is no pickle can be told where all of it is at hand. */
function withoutHint(text: string): string {
  return text.replace(/ The input is .*(?= \(at byte \d+\)$)/s, '').replace(/\.(?= \(at byte \d+\)$)/, '');
}

/** What `getattr` gives is a name of its own for `globals`; CPython looks up its parts. */
function namesOf({ module, name, extension, opcode, count }: NamedGlobal): (Name | null)[] {
  // The pickle may name it as well, later.
  if (opcode === 'REDUCE') return count > 1 ? [null] : [];
  if (extension !== undefined) return [['<ext>', `code ${extension}`]];
  return [module === undefined || name === undefined ? null : [module, name]];
}

/** A code for each byte that could be an EXT1, EXT2 or EXT4. */
function extensionsIn(bytes: Uint8Array): Pick<LoadOptions, 'extensions'> {
  const found = new Map<number, Global>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 1 < bytes.length; at++) {
    const opcode = bytes[at] ?? 0;
    if (opcode < 0x82 || opcode > 0x84) continue;
    const codes = [view.getUint8(at + 1)];
    if (opcode === 0x83 && at + 2 < bytes.length) codes.push(view.getUint16(at + 1, true));
    if (opcode === 0x84 && at + 4 < bytes.length) codes.push(view.getInt32(at + 1, true));
    for (const code of codes) if (code > 0) found.set(code, new Global('<ext>', `code ${code}`));
  }
  return found.size > 0 ? { extensions: found } : {};
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
