import { fromCaller } from '../codec/caller-error.ts';
import { PickleError } from '../errors.ts';
import type { LoadSettings } from './load-settings.ts';

/** PERSID and BINPERSID: what `options.persistentLoad` returns for an id. */
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
