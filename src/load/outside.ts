/**
 * Persistent objects and out-of-band buffers: what a pickle refers to and the caller has.
 *
 * @module
 */
import { toUint8Array } from '../bytes/bytes-like.ts';
import { fromCaller } from '../codec/caller-error.ts';
import { PickleError } from '../errors.ts';
import type { LoadSettings } from './settings.ts';

/** What `options.persistentLoad` gives for an id. */
export function persistentObject({ persistentLoad }: LoadSettings, id: unknown): unknown {
  if (persistentLoad === undefined) {
    throw new PickleError(
      'no-persistent-load',
      'A load persistent id instruction was encountered, but no persistent_load function was specified.' +
        ' Pass options.persistentLoad',
    );
  }
  return fromCaller(() => persistentLoad(id)) ?? null;
}

/** The next of `options.buffers`. */
export function nextBuffer({ buffers }: LoadSettings): Uint8Array {
  if (buffers === undefined) {
    throw new PickleError(
      'no-buffer',
      'pickle stream refers to out-of-band data but no *buffers* argument was given; pass options.buffers',
    );
  }
  const bytes = fromCaller(() => {
    const { done, value } = buffers.next();
    return done === true ? undefined : toUint8Array(value);
  });
  if (bytes === undefined) throw new PickleError('no-buffer', 'not enough out-of-band buffers');
  return bytes;
}
