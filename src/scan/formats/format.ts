import type { ByteSource } from '../../sources/byte-source.ts';
import type { Part, Session } from '../session.ts';

/** The beginning and the end of something that is looked at. */
export interface Probe {
  /** The first {@link HEAD_BYTES} bytes; fewer if there are no more. */
  readonly head: Uint8Array;
  /** The last {@link TAIL_BYTES} bytes. */
  readonly tail: Uint8Array;
  /** The size in bytes. */
  readonly size: number;
}

/** Enough to tell every format that is told by its beginning. */
export const HEAD_BYTES = 4096;
/** The end record of a zip archive with the longest comment. */
export const TAIL_BYTES = 22 + 65_535;

/** A format that is looked into. All that match are. */
export interface Format {
  /** The name, as in the list of members. */
  readonly name: string;
  /** Whether it may be this. */
  matches(probe: Probe): boolean;
  /** Whether it stands at the beginning, so that what is there is not looked at as a pickle first. */
  readonly isAtStart: boolean;
  /**
   * Looks into it: reports what there is to report, and adds what it contains.
   *
   * @throws PickleError if it cannot be read, which is reported.
   */
  inspect(source: ByteSource, part: Part, session: Session): Promise<void> | void;
}

/** Whether bytes have an ASCII text at an offset. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  if (at < 0 || at + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** All bytes, if they are not too many: the finding is there already if they are. */
export async function wholeOf(source: ByteSource, part: Part, session: Session): Promise<Uint8Array | undefined> {
  return session.spend(part, source.size) ? await source.read(0, source.size) : undefined;
}
