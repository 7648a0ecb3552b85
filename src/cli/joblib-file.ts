/**
 * The files of joblib: where the elements of arrays stand in them, and the plain pickle of what is in them.
 *
 * @module
 */
import { joined } from '../bytes/joined.ts';
import type { UnpackLimits } from '../ceiling.ts';
import { PickleError, type PickleErrorCode } from '../errors.ts';
import { pickleEnds, survey } from '../inspect/survey.ts';
import { Gaps } from '../joblib/gaps.ts';
import { numpy } from '../numpy/family.ts';
import type { TrailingBytes } from '../opcodes/cursor.ts';
import type { LoadOptions } from '../options.ts';
import { dumps } from '../pickle/core/dumps.ts';
import { loads } from '../pickle/core/loads.ts';
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
}

/** A pickle in a file. */
interface Part {
  readonly start: number;
  readonly end: number;
  /** Its value, if elements of arrays stand in it. */
  readonly value?: unknown;
}

/** What is read of a file: the pickles that stand one after another, up to one that cannot be read. */
interface Contents {
  readonly gaps: Gaps;
  readonly parts: readonly Part[];
  /** Why the next one cannot be read. */
  readonly error?: unknown;
}

function contentsOf(bytes: Uint8Array, limits: UnpackLimits, encoding: Encoding): Contents {
  const gaps = new Gaps();
  const options: LoadOptions = {
    limits: { ...memoryLimits(bytes.length), ...limits },
    ints: 'bigint',
    floats: 'exact',
    encoding,
    persistentLoad: persistentInstance,
    extensions: anyExtension,
  };
  const parts: Part[] = [];
  try {
    for (let start = 0; ; ) {
      const wrapper = nextWrapper(bytes, start);
      if (wrapper < 0) break;
      for (const end of plainEnds(bytes, start, wrapper)) {
        parts.push({ start, end });
        start = end;
      }
      const before = gaps.count;
      const value = loads<unknown>(bytes.subarray(start), { ...options, codecs: [gaps.codec(numpy, start)] });
      const { end } = survey(bytes, start, 0, undefined, gaps.trailing);
      parts.push(gaps.count === before ? { start, end } : { start, end, value });
      start = end;
    }
    return { gaps, parts };
  } catch (error) {
    return { gaps, parts, error };
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

/** Where the name of joblib's wrapper begins next, in bytes; -1 if it does not follow. */
function nextWrapper(bytes: Uint8Array, start: number): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('NumpyArrayWrapper', start);
}

function isOf(error: unknown, code: PickleErrorCode): boolean {
  return error instanceof PickleError && error.code === code;
}

/** The file; `undefined` if no elements stand between the opcodes. */
export function joblibFile(bytes: Uint8Array, limits: UnpackLimits): JoblibFile | undefined {
  const { gaps } = contentsOf(bytes, limits, 'latin1');
  return gaps.count === 0 ? undefined : { bytes, trailing: gaps.trailing, pickles: gaps.pickles };
}

/** The pickles of the values with their arrays inside, and all that follows them in the file. */
export function plainPickle(file: JoblibFile, limits: UnpackLimits, output: Output): Uint8Array {
  const { bytes, trailing } = file;
  let contents = contentsOf(bytes, limits, 'ASCII');
  if (isOf(contents.error, 'bad-text')) {
    contents = contentsOf(bytes, limits, nextEncoding(contents.error, undefined, output));
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
