/**
 * The files of joblib: where the elements of arrays stand in them, and the plain pickle of what is in them.
 *
 * @module
 */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { joined } from '../bytes/joined.ts';
import type { UnpackLimits } from '../ceiling.ts';
import { PickleError, type PickleErrorCode } from '../errors.ts';
import { pickleEnds, survey } from '../inspect/survey.ts';
import { visible } from '../inspect/visible.ts';
import { Gaps } from '../joblib/gaps.ts';
import { noSibling, Siblings, siblingFiles } from '../joblib/sibling.ts';
import { numpy } from '../numpy/family.ts';
import type { TrailingBytes } from '../opcodes/cursor.ts';
import type { LoadOptions } from '../options.ts';
import { dumps } from '../pickle/core/dumps.ts';
import { loads } from '../pickle/core/loads.ts';
import { CommandError } from './command-error.ts';
import { type Encoding, nextEncoding } from './encoding.ts';
import { anyExtension, persistentInstance } from './inert.ts';
import { memoryLimits } from './memory.ts';
import type { Output } from './output.ts';

/** A file of joblib, uncompressed. */
export interface JoblibFile {
  readonly bytes: Uint8Array;
  /** How many bytes of elements stand behind each BUILD. */
  readonly trailing: TrailingBytes;
  /** Where pickles of arrays of objects begin, in bytes. */
  readonly pickles: readonly number[];
  /** The names of the files beside it, in which joblib before 0.10 wrote its arrays. */
  readonly siblings: ReadonlySet<string>;
}

/** A pickle in a file. */
interface Part {
  readonly start: number;
  readonly end: number;
  /** Its value, if elements of arrays stand in it or in files beside. */
  readonly value?: unknown;
}

/** What is read of a file: the pickles that stand one after another, up to one that cannot be read. */
interface Contents {
  readonly gaps: Gaps;
  /** The names of the files beside, in which joblib before 0.10 wrote arrays. */
  readonly names: ReadonlySet<string>;
  readonly parts: readonly Part[];
  /** Why the next one cannot be read. */
  readonly error?: unknown;
}

/** The bytes of files, by name. */
type Files = ReadonlyMap<string, Uint8Array>;

function contentsOf(bytes: Uint8Array, limits: UnpackLimits, encoding: Encoding, files?: Files): Contents {
  const gaps = new Gaps();
  let size = bytes.length;
  for (const file of files?.values() ?? []) size += file.length;
  const options: LoadOptions = {
    limits: { ...memoryLimits(size), ...limits },
    ints: 'bigint',
    floats: 'exact',
    encoding,
    persistentLoad: persistentInstance,
    extensions: anyExtension,
  };
  const parts: Part[] = [];
  const names = new Set<string>();
  try {
    for (let start = 0; ; ) {
      const wrapper = nextWrapper(bytes, start);
      if (wrapper < 0) break;
      for (const end of plainEnds(bytes, start, wrapper)) {
        parts.push({ start, end });
        start = end;
      }
      const before = gaps.count;
      const siblings = new Siblings(options, files);
      const codecs = [gaps.codec(numpy, start, siblings)];
      const value = loads<unknown>(bytes.subarray(start), { ...options, codecs });
      const { end } = survey(bytes, start, 0, undefined, gaps.trailing);
      for (const name of siblings.names) names.add(name);
      const hasArrays = gaps.count > before || siblings.names.size > 0;
      parts.push(hasArrays ? { start, end, value } : { start, end });
      start = end;
    }
    return { gaps, names, parts };
  } catch (error) {
    return { gaps, names, parts, error };
  }
}

/** Where pickles end that stand before a place in a file. */
function* plainEnds(bytes: Uint8Array, start: number, before: number): Generator<number, void, undefined> {
  try {
    for (const end of pickleEnds(bytes, start)) {
      if (end > before) return;
      yield end;
    }
  } catch (error) {
    // Elements of an array are no opcodes.
    if (!(error instanceof PickleError)) throw error;
  }
}

/** The ends of the names of joblib's wrappers: of arrays in the file, and of arrays in files beside. */
const INSIDE = 'NumpyArrayWrapper';
const BESIDE = 'NDArrayWrapper';

/** Where the name of a wrapper of joblib begins next, in bytes; -1 if none follows. */
function nextWrapper(bytes: Uint8Array, start: number): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = [INSIDE, BESIDE].map((name) => buffer.indexOf(name, start)).filter((at) => at >= 0);
  return found.length === 0 ? -1 : Math.min(...found);
}

function isOf(error: unknown, code: PickleErrorCode): boolean {
  return error instanceof PickleError && error.code === code;
}

/**
 * The file; `undefined` if no elements stand between the opcodes or in files beside. A wrapper that cannot be read is
 * joblib's too: without its array, what follows it would be taken for opcodes.
 */
export function joblibFile(bytes: Uint8Array, limits: UnpackLimits): JoblibFile | undefined {
  const { gaps, names, error } = contentsOf(bytes, limits, 'latin1');
  if (gaps.count === 0 && names.size === 0 && error === undefined) return undefined;
  return { bytes, trailing: gaps.trailing, pickles: gaps.pickles, siblings: names };
}

/**
 * The bytes of the files beside.
 *
 * @param path - Where the file is; `undefined` if it may not be asked for others.
 * @throws CommandError if there are such files, and they may not be read or are not there.
 */
export async function filesBeside(
  { siblings }: JoblibFile,
  path: string | undefined,
  limits: UnpackLimits,
): Promise<Files | undefined> {
  if (siblings.size === 0) return undefined;
  if (path === undefined) {
    const remedy = '--siblings reads them from its folder; brine dis and brine globals do not need them';
    throw noSibling(siblings, remedy);
  }
  return await siblingFiles(siblings, (name) => besideOf(path, name), { limits });
}

function besideOf(path: string, name: string): Uint8Array {
  const other = join(dirname(path), name);
  const status = statSync(other, { throwIfNoEntry: false });
  if (status?.isFile() !== true) {
    throw new CommandError(`joblib wrote an array to ${visible(other)}, and there is no such file`);
  }
  return readFileSync(other);
}

/** The pickles of the values with their arrays inside, and all that follows them in the file. */
export function plainPickle(file: JoblibFile, limits: UnpackLimits, output: Output, files?: Files): Uint8Array {
  const { bytes, trailing } = file;
  let contents = contentsOf(bytes, limits, 'ASCII', files);
  if (isOf(contents.error, 'bad-text')) {
    contents = contentsOf(bytes, limits, nextEncoding(contents.error, undefined, output), files);
  }
  const { parts, error } = contents;
  if (isOf(error, 'limit') || (error !== undefined && !parts.some((part) => 'value' in part))) throw error;
  const plain = parts.map((part) => {
    if (!('value' in part)) return bytes.subarray(part.start, part.end);
    const { announced } = survey(bytes, part.start, 0, undefined, trailing);
    return dumps(part.value, { codecs: [numpy], protocol: announced === 5 ? 5 : 4, ints: 'bigint' });
  });
  return joined([...plain, bytes.subarray(parts.at(-1)?.end ?? 0)]);
}
