import type { LegacyEncoding, TextErrors } from '../bytes/legacy-text.ts';
import type { Limits } from '../limits.ts';
import type { Node } from './graph.ts';

/** How a pickle is parsed. */
export interface ParseOptions {
  /** How the strings of Python 2 are decoded; `'bytes'` leaves them bytes. @defaultValue `'ASCII'` */
  readonly encoding?: LegacyEncoding | 'bytes' | undefined;
  /** What happens to bytes that `encoding` cannot decode. @defaultValue `'strict'` */
  readonly errors?: TextErrors | undefined;
  /** Where the pickle begins, in bytes. @defaultValue `0` */
  readonly offset?: number | undefined;
  /** Ceilings, as for `loads`: `memory` (of the graph), `memo` and `digits` apply. */
  readonly limits?: Partial<Limits> | undefined;
  /**
   * How many bytes that are not opcodes follow a BUILD: `object` is what was built, with all that was done to it so far,
   * and they begin at `offset`, in bytes from the start of the data. They are kept, and written back.
   *
   * @defaultValue none
   */
  readonly trailing?: ((object: Node, offset: number) => number) | undefined;
  /** Is called every 65,536 opcodes with where it is, in bytes from the start of the data. */
  readonly onProgress?: ((offset: number) => void) | undefined;
}
