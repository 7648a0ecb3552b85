import type { Emitter } from './emitter.ts';
import type { DumpMemo } from './memo.ts';
import type { Text } from './text.ts';

/** Writes strs, and fetches those that are one object in CPython. */
export class TextWriter {
  private readonly emit: Emitter;
  private readonly memo: DumpMemo;
  /** Whether each occurrence is an object of its own. */
  private readonly distinct: boolean;

  constructor(emit: Emitter, memo: DumpMemo, distinct: boolean) {
    this.emit = emit;
    this.memo = memo;
    this.distinct = distinct;
  }

  /** @param interned - Whether Python has one object for all such strings, whatever `options.strings` says. */
  save(text: string, interned: boolean): void {
    const { memo, emit } = this;
    const distinct = this.distinct && !interned && !isSingleton(text);
    const index = distinct ? undefined : memo.string(text);
    if (index !== undefined) {
      emit.get(index);
      return;
    }
    emit.text(text);
    emit.put(distinct ? memo.skip() : memo.addString(text));
  }

  /** A str of which the identity is known, and not in the memo. */
  saveIdentified(value: Text, holder: object = value): void {
    if (value.cuts.length === 0 && (value.interned || isSingleton(value.text))) {
      this.save(value.text, true);
    } else {
      if (value.cuts.length === 0) this.emit.text(value.text);
      else this.emit.segments(value.segments);
      this.emit.put(this.memo.addObject(holder));
    }
  }
}

/** Whether CPython has one object for all strs equal to this one: the empty one, and single characters of Latin-1. */
export function isSingleton(text: string): boolean {
  return text === '' || (text.length === 1 && text <= '\xff');
}
