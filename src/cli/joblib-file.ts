/**
 * The files of joblib: where the elements of arrays stand in them, and the plain pickle of what is in them.
 *
 * @module
 */
import { joined } from '../bytes/joined.ts';
import type { UnpackLimits } from '../ceiling.ts';
import { survey } from '../inspect/survey.ts';
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

/** What is read of a file. */
interface Contents {
  readonly gaps: Gaps;
  /** The value; `undefined` if the file is broken. */
  readonly value?: unknown;
  readonly error?: unknown;
}

function contentsOf(bytes: Uint8Array, limits: UnpackLimits, encoding: Encoding): Contents {
  const gaps = new Gaps();
  const options: LoadOptions = {
    codecs: [gaps.codec(numpy)],
    limits: { ...memoryLimits(bytes.length), ...limits },
    ints: 'bigint',
    floats: 'exact',
    encoding,
    persistentLoad: persistentInstance,
    extensions: anyExtension,
  };
  try {
    return { gaps, value: loads<unknown>(bytes, options) };
  } catch (error) {
    return { gaps, error };
  }
}

/** The file; `undefined` if no elements stand between the opcodes. */
export function joblibFile(bytes: Uint8Array, limits: UnpackLimits): JoblibFile | undefined {
  const { gaps } = contentsOf(bytes, limits, 'latin1');
  return gaps.isEmpty ? undefined : { bytes, trailing: gaps.trailing, pickles: gaps.pickles };
}

/** The pickle of the value with its arrays inside, and all that follows it in the file. */
export function plainPickle(file: JoblibFile, limits: UnpackLimits, output: Output): Uint8Array {
  const { bytes, trailing } = file;
  let { value, error } = contentsOf(bytes, limits, 'ASCII');
  if (error !== undefined) ({ value, error } = contentsOf(bytes, limits, nextEncoding(error, undefined, output)));
  if (error !== undefined) throw error;
  const { end, announced } = survey(bytes, 0, 0, undefined, trailing);
  const protocol = announced === 5 ? 5 : 4;
  return joined([dumps(value, { codecs: [numpy], protocol, ints: 'bigint' }), bytes.subarray(end)]);
}
