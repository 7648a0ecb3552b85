/**
 * The value of a pickle, as it is shown.
 *
 * @module
 */
import { Global, Instance, type LoadOptions, load, loads, PickleError, Tuple } from '../index.ts';
import type { Output } from './output.ts';
import { Progress } from './progress.ts';

export const ENCODINGS = ['ASCII', 'latin1', 'utf-8', 'bytes'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A text of `ENCODINGS`. */
export function encodingOf(text: string | undefined): Encoding | undefined {
  return ENCODINGS.find((encoding) => encoding === text);
}

/** Every code means something: what that is, only the writer knows. */
class AnyExtension extends Map<number, Global> {
  override get(code: number): Global {
    return new Global('copyreg', `extension_${code}`);
  }

  override has(): boolean {
    return true;
  }
}

/** Shown with `ints: 'bigint'`, so that an int and a float can be told apart. */
function loadOptions(encoding: Encoding): LoadOptions {
  return {
    ints: 'bigint',
    encoding,
    persistentLoad: (id) => new Instance(new Global('persistent', 'id'), 'call', Tuple.of<unknown>(id)),
    extensions: new AnyExtension(),
  };
}

/** Runs with the encoding; without one, with Latin-1 if the strings of Python 2 are not ASCII. */
export function withEncoding<T>(encoding: Encoding | undefined, run: (encoding: Encoding) => T): T {
  try {
    return run(encoding ?? 'ASCII');
  } catch (error) {
    if (encoding !== undefined || !(error instanceof PickleError) || error.code !== 'bad-text') throw error;
    return run('latin1');
  }
}

/** The value of a short pickle. */
export function shortValueOf(bytes: Uint8Array, encoding: Encoding | undefined): unknown {
  return withEncoding(encoding, (used) => loads<unknown>(bytes, loadOptions(used)));
}

/** The value of a pickle that may be long. */
export async function wholeValueOf(
  bytes: Uint8Array,
  encoding: Encoding | undefined,
  output: Output,
): Promise<unknown> {
  const progress = new Progress(output.progressStream, 'loading', bytes.length);
  const run = async (used: Encoding): Promise<unknown> =>
    await load<unknown>(bytes, { ...loadOptions(used), onProgress: (read) => progress.update(read) });
  try {
    return await run(encoding ?? 'ASCII');
  } catch (error) {
    if (encoding !== undefined || !(error instanceof PickleError) || error.code !== 'bad-text') throw error;
    return await run('latin1');
  } finally {
    progress.end();
  }
}
