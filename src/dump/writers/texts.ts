import { writeUtf8 } from '../../bytes/text.ts';
import type { Writer } from '../../bytes/writer.ts';
import * as op from '../../opcodes.ts';
import type { IdentifiedText } from '../../values/identified-text.ts';
import type { Emitter } from '../emitter.ts';
import type { DumpMemo } from '../memo/memo.ts';
import type { DumpSettings } from '../settings.ts';
import type { TextIdentities } from '../text-identities.ts';

/** A text of this many UTF-16 units takes at most 255 bytes as UTF-8. */
export const SHORT = 85;
/** How many UTF-16 units of a longer text are hashed. */
const SAMPLES = 6;
const PRIME = 0x0100_0193;

/** How many strs of a kind are looked up as recent ones before one must have been found again. */
interface Repeats {
  likely: number;
}

/** A recent str is found in 10 ns. Searching in vain for a new one costs a fifth of writing it (measured, Node 24). */
const TRIES = 16;

/**
 * A wrong guess of a key counts as much as this many right ones. Where they prevail, this many keys are not guessed, and
 * then a few are. Dicts of random keys would take 1.15 times as long (measured, Node 24).
 */
const WRONG_GUESS = 2;
const PAUSE = 128;
const FEW_GUESSES = 4;

/** Writes strs, and fetches those that are one object in CPython. */
export class TextWriter {
  private readonly emit: Emitter;
  private readonly out: Writer;
  private readonly memo: DumpMemo;
  /** Recent strs: those that are keys, and all others. */
  private readonly keys: Repeats = { likely: TRIES };
  private readonly values: Repeats = { likely: TRIES };
  /** If positive, keys are guessed from the ones before them. Otherwise this many are not, as a negative number. */
  private guesses = TRIES;
  /** Whether each occurrence is a separate object. */
  private readonly distinct: boolean;
  private readonly identities: TextIdentities | undefined;
  private readonly isMemoised: boolean;
  /** The bytes before a short text; 0 if the protocol has no such form. */
  private readonly header: number;

  constructor(
    emit: Emitter,
    memo: DumpMemo,
    { distinctStrings, isMemoised, texts }: Pick<DumpSettings, 'distinctStrings' | 'isMemoised' | 'texts'>,
  ) {
    this.emit = emit;
    this.out = emit.framer.out;
    this.memo = memo;
    this.identities = texts;
    this.distinct = distinctStrings || !isMemoised || texts !== undefined;
    this.isMemoised = isMemoised;
    this.header = emit.protocol >= 4 ? 2 : emit.protocol === 0 ? 0 : 5;
  }

  /**
   * There must be `ROOM` in the buffer.
   *
   * @param interned - Whether Python has one object for all equal strings, whatever `options.strings` says.
   */
  save(text: string, interned: boolean, repeats: Repeats = this.values): void {
    if (this.distinct && this.saveDistinct(text, interned)) return;
    if (repeats.likely > 0) {
      const recent = this.memo.recentText(text);
      if (recent >= 0) {
        this.emit.get(recent);
        return;
      }
      repeats.likely--;
    }
    const known = text.length <= SHORT && this.header > 0 ? this.saveShort(text) : this.saveLong(text);
    if (known < 0) return;
    repeats.likely = TRIES;
    this.emit.get(known);
  }

  /** A str that may be another object than an equal one; false if it is not. */
  private saveDistinct(text: string, interned: boolean): boolean {
    if (this.identities !== undefined) {
      const known = interned ? undefined : this.identities.next(text);
      if (known === undefined) return false;
      const number = this.memo.object(known);
      if (number === undefined) this.saveIdentified(known);
      else this.emit.get(number);
      return true;
    }
    if (this.isMemoised && (interned || isSingleton(text))) return false;
    if (text.length <= SHORT && this.header > 0) this.writeShort(text);
    else this.emit.text(text);
    this.emit.put(this.memo.skip());
    return true;
  }

  /** A str that is a key of a dict. There must be `ROOM` in the buffer. */
  saveKey(text: string): void {
    const { keys, memo } = this;
    if (this.distinct || this.guesses <= 0 || keys.likely <= 0) {
      this.save(text, false, keys);
      if (this.guesses <= 0 && ++this.guesses > 0) this.guesses = FEW_GUESSES;
      return;
    }
    const known = memo.expectedKey(text);
    if (known >= 0) {
      if (this.guesses < TRIES) this.guesses++;
      this.emit.get(known);
      return;
    }
    const { size } = memo;
    this.save(text, false, keys);
    memo.noteKey();
    // A new key could not be guessed.
    if (memo.size > size) return;
    this.guesses -= WRONG_GUESS;
    if (this.guesses <= 0) this.guesses = -PAUSE;
  }

  /** A str whose identity is known and that is not in the memo. */
  saveIdentified(value: IdentifiedText, holder: object = value): void {
    if (value.cuts.length === 0 && (value.interned || (isSingleton(value.text) && !value.isCopy))) {
      this.save(value.text, true);
    } else {
      if (value.cuts.length === 0) this.emit.text(value.text);
      else this.emit.segments(value.segments);
      this.emit.put(this.memo.addObject(holder));
    }
  }

  /**
   * Writes the text first and looks it up by the hash computed on the way. If the text is known, what was written is
   * discarded and the number returned; otherwise returns -1.
   *
   * Takes four units at a time and hashes them as one word: 22 ns for 14 characters, where a loop over the units takes
   * 44 (measured, Node 24).
   */
  private saveShort(text: string): number {
    const { memo, out, header } = this;
    const { bytes, view } = out;
    const { length } = text;
    const start = out.length;
    const at = start + header;
    const whole = length & ~3;
    let size = length;
    let hash = length;
    let all = 0;
    let i = 0;
    for (; i < whole && all < 0x80; i += 4) {
      const a = text.charCodeAt(i);
      const b = text.charCodeAt(i + 1);
      const c = text.charCodeAt(i + 2);
      const d = text.charCodeAt(i + 3);
      const word = a | (b << 8) | (c << 16) | (d << 24);
      all |= a | b | c | d;
      view.setInt32(at + i, word, true);
      hash = mixed(hash, word);
    }
    for (; i < length && all < 0x80; i++) {
      const unit = text.charCodeAt(i);
      all |= unit;
      bytes[at + i] = unit;
      hash = mixed(hash, unit);
    }
    if (all >= 0x80) {
      size = writeUtf8(text, bytes, at) - at;
      hash = hashOf(view, at, size);
    }
    const known = memo.text(text, hash);
    if (known >= 0) return known;
    this.finishShort(start, size);
    this.emit.put(memo.size - 1);
    return -1;
  }

  /** A short text that is not looked up. */
  private writeShort(text: string): void {
    const { out, header } = this;
    const { bytes } = out;
    const { length } = text;
    const start = out.length;
    const at = start + header;
    let size = length;
    let all = 0;
    for (let i = 0; i < length && all < 0x80; i++) {
      const unit = text.charCodeAt(i);
      all |= unit;
      bytes[at + i] = unit;
    }
    if (all >= 0x80) size = writeUtf8(text, bytes, at) - at;
    this.finishShort(start, size);
  }

  /** The opcode and the length before a short text that was written behind them. */
  private finishShort(start: number, size: number): void {
    const { out, header } = this;
    if (header === 2) {
      out.bytes[start] = op.SHORT_BINUNICODE;
      out.bytes[start + 1] = size;
    } else {
      out.bytes[start] = op.BINUNICODE;
      out.view.setInt32(start + 1, size, true);
    }
    out.length = start + header + size;
  }

  private saveLong(text: string): number {
    const { memo, emit } = this;
    const known = memo.text(text, sampled(text));
    if (known >= 0) return known;
    emit.text(text);
    emit.put(memo.size - 1);
    return -1;
  }
}

/** Whether CPython has one object for all strs equal to this one: the empty str and single Latin-1 characters. */
export function isSingleton(text: string): boolean {
  return text === '' || (text.length === 1 && text <= '\xff');
}

/** The hash of a text that is written in another form, computed from evenly spread units and the last ones. */
function sampled(text: string): number {
  const { length } = text;
  const step = Math.max(1, Math.floor(length / SAMPLES));
  let hash = length;
  for (let i = 0; i < length; i += step) hash = mixed(hash, text.charCodeAt(i));
  for (let i = Math.max(0, length - 2); i < length; i++) hash = mixed(hash, text.charCodeAt(i));
  return hash;
}

/** The hash of a text from its UTF-8, which begins at `at`. */
function hashOf(view: DataView, at: number, size: number): number {
  let hash = size;
  const last = at + size - 4;
  for (let i = at; i <= last; i += 4) hash = mixed(hash, view.getInt32(i, true));
  // The last bytes and some before them: a character that is not ASCII has at least two.
  return mixed(hash, view.getInt16(at + size - 2, true));
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, PRIME);
  return product ^ (product >>> 15);
}
