import type { Protocol } from '../codec/context.ts';
import { minorOf, type PythonVersion } from '../python-version.ts';

/**
 * Where CPython versions write different bytes for the same value, as flags.
 *
 * Measured on CPython 3.8 to 3.15.
 */
export interface Dialect {
  readonly python: PythonVersion;
  /** Its minor version: 14 for `'3.14'`. */
  readonly minor: number;
  /** `pickle.DEFAULT_PROTOCOL` */
  readonly defaultProtocol: Protocol;
  /** 3.15: a single item left over is written without a mark, and a full last batch is not followed by an empty one. */
  readonly tightBatches: boolean;
  /** 3.13: a nested global below protocol 4 is a chain of getattr calls of which only the last is memoized. */
  readonly nestedChain: boolean;
  /** 3.15: a private part of a nested name is mangled. */
  readonly mangledNames: boolean;
  /** Before 3.11: subclasses of set, frozenset and bytearray without attributes have an empty dict as state. */
  readonly emptyState: boolean;
}

/** The flags of one CPython version. */
export function dialectOf(python: PythonVersion = '3.14'): Dialect {
  const minor = minorOf(python);
  return {
    python,
    minor,
    defaultProtocol: minor >= 14 ? 5 : 4,
    tightBatches: minor >= 15,
    nestedChain: minor >= 13,
    mangledNames: minor >= 15,
    emptyState: minor < 11,
  };
}
