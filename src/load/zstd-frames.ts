/**
 * Where the frames of zstd data lie, and what each says of its content. Nothing is decompressed.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8878#section-3.1 | RFC 8878, section 3.1}
 * @module
 */

/** A frame with content. Offsets are in bytes. */
export interface ZstdFrame {
  readonly start: number;
  /** Where it ends, behind its checksum. */
  readonly end: number;
  /** How long its content is, if it says so. */
  readonly contentBytes: number | undefined;
  /** The lower half of the XXH64 of its content, if it has one. */
  readonly checksum: number | undefined;
}

const MAGIC = 0xfd2f_b528;
/** Frames to be skipped have one of sixteen of these. */
const SKIPPABLE = 0x184d_2a50;
const RLE = 1;
const RESERVED = 3;
/** The most bytes of a block, also of its content. */
const LARGEST_BLOCK = 2 ** 17;
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
const CONTENT_BYTES = [0, 2, 4, 8] as const;

/** The frames one after another; an Error where there is none, or one is cut. */
export function* zstdFrames(bytes: Uint8Array): Generator<ZstdFrame, void, undefined> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    need(view, at, 4);
    const magic = view.getUint32(at, true);
    if ((magic & 0xffff_fff0) === SKIPPABLE) {
      need(view, at, 8);
      const length = 8 + view.getUint32(at + 4, true);
      need(view, at, length);
      at += length;
    } else {
      if (magic !== MAGIC) throw new Error(`no zstd frame begins at byte ${at}`);
      const frame = frameAt(view, at);
      yield frame;
      at = frame.end;
    }
  }
}

function frameAt(view: DataView, start: number): ZstdFrame {
  need(view, start, 5);
  const descriptor = view.getUint8(start + 4);
  if ((descriptor & 8) !== 0) throw new Error('a zstd frame of a kind that is not known');
  const isSingle = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  let at = start + 5 + (isSingle ? 0 : 1) + (DICTIONARY_BYTES[descriptor & 3] ?? 0);
  const width = sizeFlag === 0 && isSingle ? 1 : (CONTENT_BYTES[sizeFlag] ?? 0);
  need(view, start, at + width - start);
  const contentBytes = width === 0 ? undefined : contentBytesAt(view, at, width);
  at = blocksEnd(view, at + width);
  if ((descriptor & 4) === 0) return { start, end: at, contentBytes, checksum: undefined };
  need(view, at, 4);
  return { start, end: at + 4, contentBytes, checksum: view.getUint32(at, true) };
}

function contentBytesAt(view: DataView, at: number, width: number): number {
  switch (width) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;
  }
}

/** Where the blocks end that begin at `from`. */
function blocksEnd(view: DataView, from: number): number {
  for (let at = from; ; ) {
    need(view, at, 3);
    const header = view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
    const [type, size] = [(header >> 1) & 3, header >> 3];
    if (type === RESERVED || size > LARGEST_BLOCK) throw new Error(`no zstd block begins at byte ${at}`);
    const length = 3 + (type === RLE ? 1 : size);
    need(view, at, length);
    at += length;
    if ((header & 1) !== 0) return at;
  }
}

function need(view: DataView, at: number, length: number): void {
  if (length > view.byteLength - at) throw new Error('unexpected end of file');
}
