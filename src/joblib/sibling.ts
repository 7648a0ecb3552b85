/**
 * Arrays in files beside the one that is read, as joblib before 0.10 wrote them.
 *
 * @module
 */
import type { ClassHooks } from '../codec/class.ts';
import type { LoadContext } from '../codec/context.ts';
import { PickleError } from '../errors.ts';
import { readNpy } from '../npy/read-npy.ts';
import { become, type NdArray } from '../numpy/nd-array.ts';
import type { LoadOptions } from '../options.ts';
import { Tuple } from '../values/tuple.ts';
import { badWrapper, type Fields, subclassOf } from './wrapper-state.ts';

/** The files beside, by name. A name that is asked for and not there yet is noted. */
export class Siblings {
  /** The names that a pickle has, in order. */
  readonly names = new Set<string>();
  private readonly files = new Map<string, Uint8Array>();
  private isComplete = false;
  /** How the pickles of object arrays in them are read. */
  readonly options: LoadOptions;

  constructor(options: LoadOptions) {
    this.options = options;
  }

  /** Adds the bytes of a file, unpacked. */
  add(name: string, bytes: Uint8Array): void {
    this.files.set(name, bytes);
  }

  /** From now on, a file that is not there is an error. */
  complete(): void {
    this.isComplete = true;
  }

  /** The bytes of a file; `undefined` while the names are collected. */
  bytesOf(name: string): Uint8Array | undefined {
    const bytes = this.files.get(name);
    if (bytes !== undefined) return bytes;
    if (this.isComplete)
      throw new PickleError('bad-state', 'the pickle names another file than when it was read before');
    this.names.add(name);
    return undefined;
  }
}

/** What a sibling is read with. */
interface Reading {
  readonly context: LoadContext;
  readonly hooks: ClassHooks<object>;
}

/** Makes the array of a wrapper that names a file. */
export function readSibling(self: NdArray, fields: Fields, siblings: Siblings, reading: Reading): void {
  const name = fields.get('filename');
  if (typeof name !== 'string') throw badWrapper('a name of a file that is not a str');
  const bytes = siblings.bytesOf(plainName(name));
  if (bytes === undefined) return;
  const { context, hooks } = reading;
  const state = fields.get('state');
  if (state === undefined) {
    const array = readNpy(bytes, siblings.options);
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
