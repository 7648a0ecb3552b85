import type { Writer } from '../../bytes/writer.ts';
import { NONE } from '../../opcodes.ts';
import { type Emitter, MAX_GUESSED } from '../emitter.ts';
import type { FastPaths } from '../fast-paths.ts';
import type { Framer } from '../framer.ts';
import { isExactBytes } from '../type-guards.ts';
import type { BytesWriter } from './bytes.ts';
import { SHORT, type TextWriter } from './texts.ts';

/**
 * Writes values that have no parts and whose writing cannot fail or call back: most of what is written. A tuple that
 * contains nothing else is written without a task.
 */
export class ScalarWriter {
  private readonly emit: Emitter;
  private readonly framer: Framer;
  private readonly out: Writer;
  private readonly texts: TextWriter;
  private readonly bytes: BytesWriter;
  private readonly arePartsInline: boolean;
  private readonly areBytesScalars: boolean;
  private readonly areBigintsScalars: boolean;

  constructor(emit: Emitter, texts: TextWriter, bytes: BytesWriter, paths: FastPaths) {
    this.arePartsInline = paths.arePartsInline;
    this.areBytesScalars = paths.areBytesScalars;
    this.areBigintsScalars = paths.areBigintsScalars;
    this.bytes = bytes;
    this.emit = emit;
    this.framer = emit.framer;
    this.out = emit.framer.out;
    this.texts = texts;
  }

  /** Writes the value if it is a scalar. There must be room. */
  write(value: unknown): boolean {
    if (typeof value === 'string') {
      if (value.length > MAX_GUESSED) return false;
      this.texts.save(value, false);
      return true;
    }
    if (typeof value === 'number') {
      this.emit.number(value);
      return true;
    }
    if (typeof value === 'boolean') {
      this.emit.bool(value);
      return true;
    }
    if (value === null || value === undefined) {
      this.emit.op(NONE);
      return true;
    }
    if (typeof value === 'object')
      return this.areBytesScalars && isShortBytes(value) && this.bytes.saveDirect(value, value);
    return typeof value === 'bigint' && this.saveBigint(value);
  }

  /** Writes a value as a part of something, if it is a scalar and there are no finished pieces. */
  save(value: unknown): boolean {
    const { framer } = this;
    if (this.out.length >= framer.due) {
      framer.advance();
      if (framer.isReady) return false;
    }
    return this.write(value);
  }

  /** Writes a key if it is a short text, as most are, and nothing else must be done first. */
  saveKey(key: unknown): boolean {
    if (typeof key !== 'string' || key.length > SHORT || this.out.length >= this.framer.due || !this.arePartsInline)
      return false;
    this.texts.saveKey(key);
    return true;
  }

  /** Writes items from `from` on. Returns the index of the first that is not written, or `end` if all are. */
  run(items: readonly unknown[], from: number, end: number): number {
    const { emit, out, framer } = this;
    let at = from;
    for (; at < end; at++) {
      const item = items[at];
      // Writes numbers directly, without the intermediate calls, which V8 inlines in some processes and not in others.
      if (typeof item === 'number' && out.length < framer.due) emit.number(item);
      else if (!this.save(item)) break;
    }
    return at;
  }

  /** An int of any size, but not as text, which fails if it is too long. */
  private saveBigint(value: bigint): boolean {
    if (!this.areBigintsScalars) return false;
    this.emit.bigint(value);
    return true;
  }
}

/** Whether a value is bytes with a one-byte length. Empty bytes do not count, because all of them are one object. */
function isShortBytes(value: object): value is Uint8Array {
  return isExactBytes(value) && value.length > 0 && value.length <= 0xff;
}
