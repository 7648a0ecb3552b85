/**
 * Which parts of a pickle can be parsed when they are asked for, any number of times: items and entries between a MARK
 * and the opcode that adds them, if no object made there is fetched anywhere else.
 *
 * @module
 */
import { type OnProgress, OpcodeCursor } from '../opcodes/cursor.ts';
import { memoIndexOf } from '../opcodes/memo-index.ts';
import { IS_GROUP, IS_PUSH, IS_SCALAR, POPS, PUSHES } from '../opcodes/stack-effect.ts';
import * as op from '../opcodes.ts';

/** Items or entries of one container that are added together. Offsets are in bytes from the start of the data. */
export interface Section {
  /** The offset of MARK. */
  readonly start: number;
  /** The offset of the opcode that adds them, and which opcode it is. */
  readonly close: number;
  readonly code: number;
  /** The offset of the next opcode. */
  readonly end: number;
  /** How many values it has; an entry has two. */
  readonly count: number;
  /** How many entries the memo has before and after it. */
  readonly stored: readonly [before: number, after: number];
  /** Scalars in it that are fetched somewhere: the offset of the opcode and the number in the memo, in turn. */
  readonly scalars: readonly number[];
}

export interface Outline {
  /** The sections, by the offset of their MARK. None is inside another. */
  readonly sections: ReadonlyMap<number, Section>;
  /** Whether anything fetches what is stored under a number. */
  isFetched(index: number): boolean;
}

/** How large a section is, in bytes. */
export interface SectionSizes {
  /** A smaller section is not worth it. */
  readonly least: number;
  /** A larger section would take much memory when it is parsed. Its parts may be sections. */
  readonly most: number;
}

/** No array can have a place for an offset or number this large. */
const INDEX_LIMIT = 2 ** 31;
/** How far a number may lie beyond twice the entries that are there. */
const DENSE_GAP = 1024;

/**
 * Reads the opcodes twice. Errors in a pickle are not reported here: the sections end where the error is.
 *
 * @returns `undefined` if a number is stored twice, which no pickler does.
 */
export function outlineOf(
  bytes: Uint8Array,
  from: number,
  sizes: SectionSizes,
  onProgress?: OnProgress,
): Outline | undefined {
  if (bytes.length >= INDEX_LIMIT) return undefined;
  const fetches = new Fetches(bytes, from, onProgress);
  const sections = new Outliner(bytes, from, fetches, sizes).run();
  return sections && { sections, isFetched: (index) => fetches.last(index) > 0 };
}

/** The offset at which each number is last fetched. */
class Fetches {
  private offsets = new Uint32Array(1024);

  constructor(bytes: Uint8Array, from: number, onProgress: OnProgress | undefined) {
    const cursor = new OpcodeCursor(bytes, from, onProgress);
    while (cursor.next() === undefined) {
      const code = bytes[cursor.start] ?? 0;
      if (code === op.STOP) return;
      if (code === op.BINGET || code === op.GET || code === op.LONG_BINGET)
        this.note(memoIndexOf(cursor), cursor.start);
    }
  }

  /** 0 if it is not fetched. */
  last(index: number): number {
    return this.offsets[index] ?? 0;
  }

  private note(index: number, offset: number): void {
    // What is never stored has no place: storing a number takes at least one byte.
    if (index < 0 || index >= INDEX_LIMIT) return;
    if (index >= this.offsets.length) {
      if (index > offset) return;
      const { offsets } = this;
      this.offsets = new Uint32Array(2 * index);
      this.offsets.set(offsets);
    }
    this.offsets[index] = offset;
  }
}

/** A MARK that is open, or the pickle itself. */
interface Open {
  readonly start: number;
  readonly height: number;
  readonly stored: number;
  /** How many scalars were recorded before it. */
  readonly scalars: number;
  /** The offset of the last fetch of an object that is made in it and may change. */
  fetched: number;
  /** The offset at which the first object that is changed in it was stored. */
  changed: number;
}

class Outliner {
  private readonly bytes: Uint8Array;
  private readonly cursor: OpcodeCursor;
  private readonly fetches: Fetches;
  private readonly sizes: SectionSizes;
  private readonly sections: Section[] = [];
  private readonly open: Open[];
  private top: Open;
  private height = 0;
  /** The number from which each value on the stack was fetched, plus one. */
  private origins = new Uint32Array(1024);
  /** The offset at which each number was stored, plus one. */
  private places = new Uint32Array(1024);
  private stored = 0;
  private readonly scalars: number[] = [];
  /** The opcode that made what is on top, and its offset. */
  private lastCode = 0;
  private lastStart = 0;
  private isAmbiguous = false;

  constructor(bytes: Uint8Array, from: number, fetches: Fetches, sizes: SectionSizes) {
    this.bytes = bytes;
    this.cursor = new OpcodeCursor(bytes, from);
    this.fetches = fetches;
    this.sizes = sizes;
    this.top = { start: from, height: 0, stored: 0, scalars: 0, fetched: 0, changed: INDEX_LIMIT };
    this.open = [this.top];
  }

  run(): Map<number, Section> | undefined {
    const { cursor, bytes } = this;
    while (cursor.next() === undefined) {
      const code = bytes[cursor.start] ?? 0;
      if (code === op.STOP || !this.step(code)) break;
    }
    return this.isAmbiguous ? undefined : new Map(this.sections.map((section) => [section.start, section]));
  }

  /** Returns false if nothing more can be known. */
  private step(code: number): boolean {
    switch (code) {
      case op.MEMOIZE:
        return this.store(this.stored);
      case op.PUT:
      case op.BINPUT:
      case op.LONG_BINPUT:
        return this.store(memoIndexOf(this.cursor));
      case op.FRAME:
        return true;
      case op.GET:
      case op.BINGET:
      case op.LONG_BINGET:
        return this.fetch(memoIndexOf(this.cursor));
    }
    this.lastCode = code;
    this.lastStart = this.cursor.start;
    if (IS_PUSH[code] === 1) {
      this.push(0);
      // Whether strs can be decoded, and what a protocol means, has to be known at once.
      if (isLegacy(code) || code === op.DUP) this.top.changed = -1;
      return true;
    }
    return this.other(code);
  }

  private other(code: number): boolean {
    if (code === op.MARK) {
      const { height, stored } = this;
      const { start } = this.cursor;
      this.top = { start, height, stored, scalars: this.scalars.length, fetched: 0, changed: INDEX_LIMIT };
      this.open.push(this.top);
      return true;
    }
    if (code === op.PROTO) this.top.changed = -1;
    const { height } = this.top;
    if (IS_GROUP[code] === 1 || (code === op.POP && this.height === height)) return this.group(code);
    const below = this.height - (POPS[code] ?? 0);
    if (below < height) return false;
    // A value that is dropped may have been made for its effect on a value below it.
    if (code === op.POP && below === height) this.top.changed = -1;
    this.height = below;
    if (isChange(code)) this.change(below);
    for (let pushed = PUSHES[code] ?? 0; pushed > 0; pushed--) this.push(isChange(code) ? this.origin(below) : 0);
    return true;
  }

  /** An opcode that takes all values above the mark. */
  private group(code: number): boolean {
    const mark = this.open.pop();
    const outer = this.open[this.open.length - 1];
    if (mark === undefined || outer === undefined) return false;
    const count = this.height - mark.height;
    const isPop = code === op.POP || code === op.POP_MARK;
    const below = isPop ? mark.height : mark.height - (POPS[code] ?? 0);
    if (below < outer.height) return false;
    this.note(mark, code, count);
    outer.fetched = Math.max(outer.fetched, mark.fetched);
    outer.changed = Math.min(outer.changed, mark.changed);
    this.top = outer;
    this.height = below;
    if (isPop) return true;
    if (isChange(code)) this.change(below);
    this.push(isChange(code) ? this.origin(below) : 0);
    return true;
  }

  private note(mark: Open, code: number, count: number): void {
    const { start: close, end } = this.cursor;
    const { start, fetched, changed } = mark;
    const { least, most } = this.sizes;
    if (code !== op.APPENDS && (code !== op.SETITEMS || count % 2 === 1)) return;
    if (end - start < least || end - start > most || fetched > close || changed < start) return;
    const { sections } = this;
    while ((sections[sections.length - 1]?.start ?? -1) > start) sections.pop();
    const scalars = this.scalars.slice(mark.scalars);
    sections.push({ start, close, code, end, count, stored: [mark.stored, this.stored], scalars });
  }

  private push(origin: number): void {
    if (this.height === this.origins.length) this.origins = doubled(this.origins);
    this.origins[this.height++] = origin;
  }

  private origin(height: number): number {
    return this.origins[height] ?? 0;
  }

  /** Notes a change to the value at a height of the stack. */
  private change(height: number): void {
    const origin = this.origin(height);
    if (origin > 0) this.top.changed = Math.min(this.top.changed, (this.places[origin - 1] ?? 0) - 1);
  }

  private store(index: number): boolean {
    if (this.height <= this.top.height || index < 0) return false;
    // No pickler leaves out so many numbers.
    if (index > 2 * this.stored + DENSE_GAP) this.isAmbiguous = true;
    if (this.isAmbiguous) return false;
    while (index >= this.places.length) this.places = doubled(this.places);
    if (this.places[index] !== 0) this.isAmbiguous = true;
    this.places[index] = this.cursor.start + 1;
    this.stored++;
    const fetched = this.fetches.last(index);
    if (fetched > 0) {
      if (IS_SCALAR[this.lastCode] === 1) this.scalars.push(this.lastStart, index);
      else this.top.fetched = Math.max(this.top.fetched, fetched);
    }
    return !this.isAmbiguous;
  }

  private fetch(index: number): boolean {
    if ((this.places[index] ?? 0) === 0) return false;
    this.lastCode = op.GET;
    this.push(index + 1);
    return true;
  }
}

/** Opcodes that change an existing object. */
function isChange(code: number): boolean {
  switch (code) {
    case op.APPEND:
    case op.APPENDS:
    case op.SETITEM:
    case op.SETITEMS:
    case op.ADDITEMS:
    case op.BUILD:
      return true;
    default:
      return false;
  }
}

/** Strings of Python 2. */
function isLegacy(code: number): boolean {
  return code === op.STRING || code === op.BINSTRING || code === op.SHORT_BINSTRING;
}

function doubled(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}
