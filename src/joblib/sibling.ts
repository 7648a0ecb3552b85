/**
 * Sibling files: joblib before 0.10 wrote each array to a file of its own, in the same folder.
 *
 * @module
 */
import { type Bytes, stableBytes } from '../bytes/bytes-like.ts';
import type { ClassHooks } from '../codec/class.ts';
import type { LoadContext } from '../codec/context.ts';
import { PickleError } from '../errors.ts';
import { readNpy } from '../npy/read-npy.ts';
import { become, type NdArray } from '../numpy/nd-array.ts';
import type { LoadOptions } from '../options.ts';
import { Tuple } from '../values/tuple.ts';
import { unpacked } from './unpacked.ts';
import { badWrapper, type Fields, subclassOf } from './wrapper-state.ts';

/** The sibling files of the file that is read. */
export class Siblings {
  /** The names that the pickle contains, in order. */
  readonly names = new Set<string>();
  /** The options for the pickles of arrays of objects in them. */
  readonly options: LoadOptions;
  private readonly files: ReadonlyMap<string, Uint8Array> | undefined;

  /** @param files - The bytes of the files, by name. Without them, only the names are noted. */
  constructor(options: LoadOptions, files?: ReadonlyMap<string, Uint8Array>) {
    this.options = options;
    this.files = files;
  }

  /** The bytes of a file; `undefined` if only the names are noted. */
  bytesOf(name: string): Uint8Array | undefined {
    this.names.add(name);
    const bytes = this.files?.get(name);
    if (bytes === undefined && this.files !== undefined)
      throw new PickleError('bad-state', 'the pickle names another file than when it was read before');
    return bytes;
  }
}

/** Asks for the sibling files, one after another, and unpacks them. */
export async function siblingFiles(
  names: ReadonlySet<string>,
  sibling: (name: string) => Bytes | Promise<Bytes>,
  options: LoadOptions,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    const bytes = stableBytes(await sibling(name));
    try {
      files.set(name, await unpacked(bytes, options));
    } catch (error) {
      throw ofFile(name, error);
    }
  }
  return files;
}

/** The error of a sibling file, with its name. Offsets in the error are offsets in that file. */
function ofFile(name: string, error: unknown, reference = ''): unknown {
  if (!(error instanceof PickleError)) return error;
  return new PickleError(error.code, `'${name}': ${error.message}${reference}`, { cause: error });
}

/** The error if there is no function that returns sibling files. */
export function noSibling(names: ReadonlySet<string>, remedy: string): PickleError {
  const [first = ''] = names;
  const what = names.size === 1 ? 'an array to another file,' : `${names.size} arrays to other files, the first to`;
  return new PickleError('no-sibling', `joblib before 0.10 wrote the elements of ${what} '${first}'; ${remedy}`);
}

/** What is needed to read a sibling file. */
interface Reading {
  readonly context: LoadContext;
  readonly hooks: ClassHooks<object>;
}

/** Makes the array of a wrapper that names a sibling file. */
export function readSibling(self: NdArray, fields: Fields, siblings: Siblings, reading: Reading): void {
  const name = fields.get('filename');
  if (typeof name !== 'string') throw badWrapper('a name of a file that is not a str');
  const bytes = siblings.bytesOf(plainName(name));
  if (bytes === undefined) return;
  const { context, hooks } = reading;
  const state = fields.get('state');
  if (state === undefined) {
    const array = readArray(bytes, name, siblings.options);
    context.charge(bytes.length);
    become(self, array, undefined);
    Object.assign(self, { subclass: subclassOf(fields.get('subclass')) ?? array.subclass });
    return;
  }
  if (!(state instanceof Tuple)) throw badWrapper('a state that is not a tuple');
  const args = fields.get('init_args');
  Object.assign(self, { subclass: args instanceof Tuple ? subclassOf(args[0]) : undefined });
  hooks.setState?.(self, Tuple.from<unknown>([...state, bytes]), context);
}

function readArray(bytes: Uint8Array, name: string, options: LoadOptions): NdArray {
  try {
    return readNpy(bytes, options);
  } catch (error) {
    throw ofFile(name, error, '; the pickle names the file');
  }
}

/**
 * The name of a file in the same folder.
 *
 * @throws PickleError `bad-state` for a name that leads out of the folder.
 */
export function plainName(name: string): string {
  const isPlain = name !== '' && name !== '.' && name !== '..' && !/[/\\\0:]/.test(name);
  if (isPlain) return name;
  throw badWrapper('a name of a file that leads out of its folder');
}
