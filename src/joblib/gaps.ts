import type { FamilyCodec } from '../codec/family.ts';
import type { NumpyCodec } from '../numpy/family.ts';
import { joblibFamily, MAPPED } from './family.ts';
import type { Siblings } from './sibling.ts';

/** Bytes after a BUILD that are not opcodes of the pickle. */
export interface Gap {
  /** How many bytes. */
  readonly length: number;
  /** Whether they are a separate pickle, which has the elements of an array of objects. */
  readonly isPickle: boolean;
}

/** Where the elements of arrays stand, by the offset of the first byte after the BUILD. */
export class Gaps {
  private readonly found = new Map<number, Gap>();

  /** How many bytes follow a BUILD, as the option `trailing` of the tools needs it. */
  readonly trailing = (offset: number): number => this.found.get(offset)?.length ?? 0;

  get count(): number {
    return this.found.size;
  }

  /** Where the pickles of arrays of objects begin, in bytes. */
  get pickles(): number[] {
    return Array.from(this.found, ([offset, { isPickle }]) => (isPickle ? offset : -1)).filter((offset) => offset >= 0);
  }

  /**
   * A codec that reads the arrays, and notes where their elements stand.
   *
   * @param start - Where the pickle begins, in bytes.
   * @param siblings - The other files that hold arrays; without them, those arrays are inert.
   */
  codec(numpy: NumpyCodec, start = 0, siblings?: Siblings): FamilyCodec {
    const note = (offset: number, gap: Gap): void => void this.found.set(start + offset, gap);
    return joblibFamily({ numpy, ...MAPPED, note, siblings });
  }
}
