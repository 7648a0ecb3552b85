import { PickleError } from '../../errors.ts';
import { canonicalKey } from '../../values/canonical-key.ts';
import { Dict } from '../../values/dict.ts';
import { isPlainKey } from '../../values/key.ts';
import { KeyNames } from '../../values/key-forms.ts';
import { pythonTypeName } from '../../values/kind.ts';
import { FrozenSet, PySet } from '../../values/set.ts';

/**
 * Refuses a JavaScript Map or Set that no Python dict or set can equal: one with keys that Python cannot hash, or with
 * two keys that Python considers equal. `Dict` and the sets of this library have already checked that.
 */
export function checkKeys(container: Map<unknown, unknown> | Set<unknown>): void {
  if (container instanceof Dict || container instanceof PySet || container instanceof FrozenSet) return;
  const what = container instanceof Map ? 'dict key' : 'set element';
  let plain = true;
  for (const key of container.keys()) {
    if (typeof key !== 'string' && !(plain = isHashablePlain(key, what))) break;
  }
  if (!plain) checkCanonical(container, what);
}

function checkCanonical(container: Map<unknown, unknown> | Set<unknown>, what: string): void {
  const names = new KeyNames();
  const texts = new Set<unknown>();
  const others = new Set<unknown>();
  for (const key of container.keys()) {
    isHashablePlain(key, what);
    const canonical = canonicalKey(key, names);
    const seen = typeof key !== 'string' && typeof canonical === 'string' ? texts : others;
    if (seen.has(canonical)) {
      const shown = typeof key === 'object' ? pythonTypeName(key) : `${pythonTypeName(key)} ${String(key)}`;
      throw new PickleError('duplicate-key', `two keys are one for Python: the second is ${shown}`);
    }
    seen.add(canonical);
  }
}

function isHashablePlain(key: unknown, what: string): boolean {
  try {
    return isPlainKey(key);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new PickleError('unhashable', `cannot use '${pythonTypeName(key)}' as a ${what} (${cause.message})`);
  }
}
