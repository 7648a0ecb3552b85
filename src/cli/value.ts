/**
 * The value of a pickle for display.
 *
 * @module
 */

import type { Codec } from '../codec/codec.ts';
import type { LoadOptions } from '../options.ts';
import { loads } from '../pickle/core/loads.ts';
import { type Encoding, nextEncoding, withEncoding } from './encoding.ts';
import { anyExtension, persistentInstance } from './inert.ts';
import { namesEstimators, namesNumpy } from './input.ts';
import { memoryLimits } from './memory.ts';
import type { Output } from './output.ts';
import { Progress } from './progress.ts';

/** The options: `ints: 'bigint'` tells ints from floats. */
function loadOptions(encoding: Encoding, { length }: Uint8Array): LoadOptions {
  return {
    limits: memoryLimits(length),
    ints: 'bigint',
    encoding,
    persistentLoad: persistentInstance,
    extensions: anyExtension,
  };
}

/** So many bytes and opcodes load in less than a second. */
const SHORT = 2 ** 20;
const FEW = 200_000;

/** What is known of a pickle. */
interface Known {
  /** Whether it names any class or function: the standard library's codecs are loaded only then. */
  readonly namesAny: boolean;
  /** The most opcodes it can have. */
  readonly opcodes: number;
}

/** The value of a pickle. */
export async function loadedValue(
  bytes: Uint8Array,
  encoding: Encoding | undefined,
  known: Known,
  output: Output,
): Promise<unknown> {
  // Loading as a stream would copy large bytes, which takes as long as reading the file.
  if (bytes.length > SHORT && known.opcodes > FEW) return await longValueOf(bytes, encoding, output);
  const codecs = known.namesAny ? await codecsOf(bytes) : [];
  return withEncoding(encoding, output, (used) => loads<unknown>(bytes, { ...loadOptions(used, bytes), codecs }));
}

async function codecsOf(bytes: Uint8Array): Promise<readonly Codec[]> {
  return [...(await import('../stdlib/standard-codecs.ts')).standardCodecList(), ...(await formatCodecs(bytes))];
}

/** The codecs of the packages whose names a pickle has. */
async function formatCodecs(bytes: Uint8Array): Promise<readonly Codec[]> {
  const codecs: Codec[] = [];
  if (namesNumpy(bytes)) codecs.push((await import('../numpy/family.ts')).numpy);
  if (namesEstimators(bytes)) codecs.push((await import('../sklearn/codec.ts')).sklearn);
  return codecs;
}

async function longValueOf(bytes: Uint8Array, encoding: Encoding | undefined, output: Output): Promise<unknown> {
  const { load } = await import('../pickle/load.ts');
  const progress = new Progress(output.stderr, 'loading', bytes.length);
  const codecs = await formatCodecs(bytes);
  const run = async (used: Encoding): Promise<unknown> =>
    await load<unknown>(bytes, { ...loadOptions(used, bytes), codecs, onProgress: (read) => progress.update(read) });
  try {
    return await run(encoding ?? 'ASCII');
  } catch (error) {
    return await run(nextEncoding(error, encoding, output));
  } finally {
    progress.end();
  }
}
