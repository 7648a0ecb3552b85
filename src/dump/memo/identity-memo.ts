import { type Dict, dictMark, isMarkableDict, markDict } from '../../values/dict.ts';
import { Global } from '../../values/global.ts';
import type { IdentifiedText } from '../../values/identified-text.ts';
import { isMarkableTuple, markTuple, type Tuple, tupleMark } from '../../values/tuple.ts';
import { ALIKE, BytesTable } from './bytes-table.ts';
import type { DumpMemo } from './memo.ts';
import { type Objects, ObjectTable } from './object-table.ts';
import { TextTable } from './text-table.ts';

/** How many globals are also known by their object, so that the most frequent classes need no look-up by name. */
const GIVEN = 8;

/** The memo of `memo: 'identity'`: objects by identity, globals by name, strings by value. */
export class IdentityMemo implements DumpMemo {
  /**
   * The number with which this dump marks dicts and tuples. If 0, they are looked up like other objects, because other
   * dumps may run in between.
   */
  dump = 0;
  /** How many numbers have been used. */
  size = 0;
  private readonly objects: Objects;
  /** Used only where objects can be marked. */
  private readonly byteObjects = new BytesTable();
  private readonly texts = new TextTable();
  /** The replacements written for objects, kept so that each stays the same object. */
  readonly standIns = new Map<object, unknown>();
  private readonly moduleNames = new Map<string, number>();
  /** The texts of such names where `persistentId` sees them as values. */
  readonly moduleTexts = new Map<string, IdentifiedText>();
  /** By module, then by name. Joined strings would be hashed again each time, and a name may be long. */
  private readonly globals = new Map<string, Map<string, number>>();
  /** The first globals by the object that was passed, which is always the same one for a class. */
  private readonly given: Global[] = [];
  private readonly givenNumbers: number[] = [];

  constructor(objects: Objects = new ObjectTable()) {
    this.objects = objects;
  }

  object(value: object): number | undefined {
    return this.objects.get(value);
  }

  dict(dict: Dict): number | undefined {
    return this.dump === 0 || !isMarkableDict(dict) ? this.objects.get(dict) : dictMark(dict, this.dump);
  }

  tuple(tuple: Tuple): number | undefined {
    return this.dump === 0 || !isMarkableTuple(tuple) ? this.objects.get(tuple) : tupleMark(tuple, this.dump);
  }

  /** The number of a string that was looked up recently. -1 does not mean that it has none. */
  recentText(text: string): number {
    return this.texts.recent(text);
  }

  /** The number of a key that came after the previous key before. -1 does not mean that it has none. */
  expectedKey(text: string): number {
    return this.texts.expectedKey(text);
  }

  /** Notes that the string that was looked up last is a key. */
  noteKey(): void {
    this.texts.noteKey();
  }

  /** The number of a string, or -1 if it has none; it then gets the next one. */
  text(text: string, hash: number): number {
    const known = this.texts.find(text, hash, this.size);
    if (known < 0) this.size++;
    return known;
  }

  global(global: Global): number | undefined {
    const { given } = this;
    for (let i = 0; i < given.length; i++) if (given[i] === global) return this.givenNumbers[i];
    const number = this.globals.get(global.module)?.get(global.name);
    if (number !== undefined && given.length < GIVEN) {
      given.push(global);
      this.givenNumbers.push(number);
    }
    return number;
  }

  /** Stores the name of a module that is one object for its C functions but not interned. */
  moduleName(module: string): number | undefined {
    return this.moduleNames.get(module);
  }

  /** Uses up a number for something that cannot occur again. */
  skip(): number {
    return this.size++;
  }

  addObject(value: object): number {
    this.objects.add(value, this.size);
    return this.size++;
  }

  /** The number of an object, or `undefined` if it has none; it then gets the next one. */
  enterObject(value: object): number | undefined {
    const known = this.objects.enter(value, this.size);
    if (known === undefined) this.size++;
    return known;
  }

  /** The same for an object that is written as these bytes, which are not empty. */
  enterBytes(bytes: Uint8Array, holder: object): number | undefined {
    const { byteObjects } = this;
    if (this.dump === 0 || byteObjects.isGivenUp) return this.enterObject(holder);
    const known = byteObjects.enter(bytes, holder, this.size);
    if (known >= 0) return known;
    if (known === ALIKE) {
      for (const [object, number] of byteObjects.giveUp()) this.objects.add(object, number);
      return this.enterObject(holder);
    }
    this.size++;
    return undefined;
  }

  addDict(dict: Dict): number {
    if (this.dump === 0 || !isMarkableDict(dict)) return this.addObject(dict);
    markDict(dict, this.dump, this.size);
    return this.size++;
  }

  addTuple(tuple: Tuple): number {
    if (this.dump === 0 || !isMarkableTuple(tuple)) return this.addObject(tuple);
    markTuple(tuple, this.dump, this.size);
    return this.size++;
  }

  addModuleName(module: string): number {
    this.moduleNames.set(module, this.size);
    return this.size++;
  }

  addGlobal({ module, name }: Global): number {
    const names = this.globals.get(module) ?? new Map<string, number>();
    this.globals.set(module, names.set(name, this.size));
    return this.size++;
  }

  /**
   * What has been written, by number, with classes and functions as `Global`s. Marked dicts and tuples are not
   * included.
   */
  entries(): Map<number, unknown> {
    const found: [number, unknown][] = [];
    for (const [object, number] of this.objects.entries()) found.push([number, object]);
    for (const [text, number] of this.texts.entries()) found.push([number, text]);
    for (const [text, number] of this.moduleNames) found.push([number, text]);
    for (const [module, names] of this.globals) {
      for (const [name, number] of names) found.push([number, new Global(module, name)]);
    }
    return new Map(found.sort(([a], [b]) => a - b));
  }

  /** Replaces the contents with these entries. */
  restore(entries: Iterable<readonly [number, unknown]>): void {
    this.clear();
    const texts: [string, number][] = [];
    let end = 0;
    for (const [number, value] of entries) {
      if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`memo: ${String(number)} is not an index`);
      this.size = number;
      if (typeof value === 'string') texts.push([value, this.skip()]);
      else if (value instanceof Global) this.addGlobal(value);
      else if (typeof value === 'object' && value !== null) this.addObject(value);
      else throw new TypeError('memo: only strings, objects and Globals are remembered');
      end = Math.max(end, this.size);
    }
    this.size = end;
    this.texts.restore(texts);
  }

  clear(): void {
    this.size = 0;
    this.objects.clear();
    this.byteObjects.clear();
    this.texts.clear();
    if (this.given.length > 0) {
      this.given.length = 0;
      this.givenNumbers.length = 0;
    }
    if (this.standIns.size > 0) this.standIns.clear();
    if (this.moduleNames.size > 0) this.moduleNames.clear();
    if (this.moduleTexts.size > 0) this.moduleTexts.clear();
    if (this.globals.size > 0) this.globals.clear();
  }
}
