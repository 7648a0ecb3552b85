import type { ByteSource } from '../../sources/byte-source.ts';

/** How much of the file is read at a time, in bytes. */
const BLOCK = 2 ** 20;
const MOST_KEYS = 1_000_000;
const [STRING, ARRAY] = [8, 9];
/** The size of each type of metadata in bytes; 0 for a text and an array. */
const SIZES = [1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8];
const DEFAULT_ALIGNMENT = 32;
const MOST_DIMENSIONS = 8;

/**
 * Goes over the keys and the tensors of a GGUF file. Nothing in it is run by llama.cpp; a template for chats among the keys
 * is text.
 *
 * @returns What is wrong with it.
 * @see {@link https://github.com/ggml-org/ggml/blob/master/docs/gguf.md | GGUF}
 */
export async function readGguf(source: ByteSource, budget: number): Promise<string | undefined> {
  const reader = new Reader(source, budget);
  await reader.skip(4);
  const version = await reader.uint32();
  if (version !== 2 && version !== 3) return `its version is ${version}`;
  const tensors = await reader.uint64();
  const keys = await reader.uint64();
  if (keys > MOST_KEYS || tensors > MOST_KEYS) return 'it announces too many keys or tensors';
  for (let i = 0; i < keys; i++) {
    await reader.text();
    if (!(await skipValue(reader, await reader.uint32()))) return 'a key has a value of an unknown type';
  }
  let last = 0;
  for (let i = 0; i < tensors; i++) {
    await reader.text();
    const dimensions = await reader.uint32();
    if (dimensions > MOST_DIMENSIONS) return 'a tensor has too many dimensions';
    await reader.skip(8 * dimensions + 4);
    last = Math.max(last, await reader.uint64());
  }
  const dataStart = Math.ceil(reader.at / DEFAULT_ALIGNMENT) * DEFAULT_ALIGNMENT;
  return tensors > 0 && dataStart + last >= source.size ? 'a tensor begins behind the end of the file' : undefined;
}

async function skipValue(reader: Reader, type: number): Promise<boolean> {
  if (type === STRING) await reader.text();
  else if (type === ARRAY) {
    const items = await reader.uint32();
    const count = await reader.uint64();
    if (items === ARRAY) return false;
    if (items === STRING) for (let i = 0; i < count; i++) await reader.text();
    else await reader.skip((SIZES[items] ?? 0) * count);
    return items < SIZES.length;
  } else {
    const size = SIZES[type];
    if (size === undefined) return false;
    await reader.skip(size);
  }
  return true;
}

/** Reads a source from its beginning on. Leaving it is a RangeError. */
class Reader {
  at = 0;
  private readonly source: ByteSource;
  private readonly budget: number;
  private block: Uint8Array = new Uint8Array(0);
  private base = 0;

  constructor(source: ByteSource, budget: number) {
    this.source = source;
    this.budget = budget;
  }

  async skip(length: number): Promise<void> {
    this.at += length;
    if (this.at > this.source.size || this.at > this.budget) throw new RangeError('behind the end');
  }

  async text(): Promise<void> {
    await this.skip(await this.uint64());
  }

  async uint32(): Promise<number> {
    const view = await this.view(4);
    return view.getUint32(0, true);
  }

  async uint64(): Promise<number> {
    const view = await this.view(8);
    return view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  }

  private async view(length: number): Promise<DataView> {
    const from = this.at;
    await this.skip(length);
    if (from < this.base || this.at > this.base + this.block.length) {
      this.base = from;
      this.block = await this.source.read(from, Math.min(this.source.size, from + BLOCK));
    }
    return new DataView(this.block.buffer, this.block.byteOffset + from - this.base, length);
  }
}
