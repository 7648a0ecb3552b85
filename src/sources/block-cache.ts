import { type AbortSignalLike, signalOf, unlessAborted } from '../abort.ts';
import { joined } from '../bytes/joined.ts';
import { type ByteSource, checkRange } from './byte-source.ts';

/** Options of sources. */
export interface SourceOptions {
  /** Ends all current and later reads, with the signal's `reason` as the error. */
  readonly signal?: AbortSignalLike | undefined;
}

/** The size of a block in bytes, if the source does not know better, and how many blocks are kept. */
const BLOCK = 2 ** 16;
const KEPT = 64;
/** Longer reads are not cached: they are data, not directories. */
const LARGE = 2 ** 20;

/**
 * A source that is read in blocks. Reads that are requested together are joined where there are no gaps between them,
 * and the latest blocks are kept.
 */
export class BlockCache implements ByteSource {
  readonly size: number;
  /** There if the source has it. */
  readonly readInto?: (start: number, target: Uint8Array) => Promise<void>;
  private readonly raw: ByteSource;
  private readonly blockSize: number;
  private readonly signal: AbortSignalLike | undefined;
  /** The blocks by number. The one that was used last is at the end. */
  private readonly blocks = new Map<number, Promise<Uint8Array>>();
  private readonly waiting = new Map<number, Waiting>();
  private isClosed = false;

  /** @throws TypeError if `options.signal` is not a signal. */
  constructor(raw: ByteSource, options: SourceOptions, blockSize: number = BLOCK) {
    this.size = raw.size;
    this.raw = raw;
    this.blockSize = blockSize;
    this.signal = signalOf(options.signal);
    const into = raw.readInto?.bind(raw);
    if (into !== undefined) this.readInto = (start, target) => this.readTo(into, start, target);
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    checkRange(start, end, this.size);
    if (this.isClosed) throw new TypeError('the source was closed');
    const { signal } = this;
    if (signal?.aborted === true) throw signal.reason;
    if (start === end) return new Uint8Array(0);
    const reading = end - start > LARGE ? this.raw.read(start, end) : this.fromBlocks(start, end);
    return await (signal === undefined ? reading : unlessAborted(reading, signal));
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.blocks.clear();
    await this.raw.close?.();
  }

  private async readTo(
    into: (start: number, target: Uint8Array) => Promise<void>,
    start: number,
    target: Uint8Array,
  ): Promise<void> {
    const end = start + target.length;
    if (target.length <= LARGE) {
      target.set(await this.read(start, end));
      return;
    }
    checkRange(start, end, this.size);
    if (this.isClosed) throw new TypeError('the source was closed');
    const { signal } = this;
    if (signal?.aborted === true) throw signal.reason;
    const reading = into(start, target);
    await (signal === undefined ? reading : unlessAborted(reading, signal));
  }

  private async fromBlocks(start: number, end: number): Promise<Uint8Array> {
    const { blockSize } = this;
    const first = Math.floor(start / blockSize);
    const numbers = Array.from({ length: Math.ceil(end / blockSize) - first }, (_, i) => first + i);
    const blocks = await Promise.all(numbers.map((number) => this.block(number)));
    const base = first * blockSize;
    const [only] = blocks;
    if (only !== undefined && blocks.length === 1) return only.slice(start - base, end - base);
    return joined(blocks).subarray(start - base, end - base);
  }

  private block(number: number): Promise<Uint8Array> {
    const kept = this.blocks.get(number);
    if (kept !== undefined) {
      this.blocks.delete(number);
      this.blocks.set(number, kept);
      return kept;
    }
    // All reads that are requested before the microtask runs are done together.
    if (this.waiting.size === 0) void Promise.resolve().then(() => this.readWaiting());
    const block = new Promise<Uint8Array>((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
    });
    this.blocks.set(number, block);
    for (const oldest of this.blocks.keys()) {
      if (this.blocks.size <= KEPT) break;
      this.blocks.delete(oldest);
    }
    return block;
  }

  private readWaiting(): void {
    const waiting = [...this.waiting].sort(([a], [b]) => a - b);
    this.waiting.clear();
    for (let at = 0; at < waiting.length; ) {
      const [first = 0] = waiting[at] ?? [];
      let end = at + 1;
      while (waiting[end]?.[0] === first + end - at) end++;
      void this.readRun(first, waiting.slice(at, end));
      at = end;
    }
  }

  private async readRun(first: number, run: readonly (readonly [number, Waiting])[]): Promise<void> {
    const { blockSize } = this;
    const base = first * blockSize;
    try {
      const bytes = await this.raw.read(base, Math.min(this.size, base + run.length * blockSize));
      for (const [number, { resolve }] of run) {
        const at = number * blockSize - base;
        resolve(run.length === 1 ? bytes : bytes.slice(at, at + blockSize));
      }
    } catch (error) {
      for (const [number, { reject }] of run) {
        this.blocks.delete(number);
        reject(error);
      }
    }
  }
}

interface Waiting {
  resolve(block: Uint8Array): void;
  reject(error: unknown): void;
}
