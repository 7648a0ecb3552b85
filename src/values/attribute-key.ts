import { decodeLatin1, unitsToBytes } from '../bytes/text.ts';

const LATIN1 = /^[\0-\xff]*$/;

/** The name of the attribute that a key of a state names, which a pickle of Python 2 may have as bytes. */
export function attributeNameOf(key: unknown): string | undefined {
  if (typeof key === 'string') return key;
  return key instanceof Uint8Array ? decodeLatin1(key, 0, key.length) : undefined;
}

/** The key under which a state has an attribute; `undefined` if it has none. */
export function attributeKey(state: ReadonlyMap<unknown, unknown>, name: string): unknown {
  if (state.has(name)) return name;
  if (!LATIN1.test(name)) return undefined;
  const bytes = unitsToBytes(name);
  return state.has(bytes) ? bytes : undefined;
}
