import { type Dict, dictMark, isMarkableDict, markDict } from '../../values/dict.ts';
import { Global } from '../../values/global.ts';
import type { IdentifiedText } from '../../values/identified-text.ts';
import { isMarkableTuple, markTuple, type Tuple, tupleMark } from '../../values/tuple.ts';
import { type Objects, ObjectTable } from './object-table.ts';
import { TextTable } from './text-table.ts';

/** Globals that are known by the object, so that those of the classes at hand need no names looked up. */
const GIVEN = 8;

/** What has been written and under which number: objects by identity, globals by name, strings by value. */
export class DumpMemo {
  /**
   * The number of this dump, which dicts and tuples are marked with; 0: they are looked up as other objects are, because
   * other dumps may come in between.
   */
  dump = 0;
  /** How many numbers are taken. */
  size = 0;
  private readonly objects: Objects;
  private readonly texts = new TextTable();
  /** What is written in place of objects; kept so that it stays the same object. */
  readonly standIns = new Map<object, unknown>();
  private readonly moduleNames = new Map<string, number>();
  /** The same where such a name is a value of its own. */
  readonly moduleTexts = new Map<string, IdentifiedText>();
  /** By module, then by name: two strings joined would be hashed anew each time, and a name may be long. */
  private readonly globals = new Map<string, Map<string, number>>();
  /** The first of them by the object that was given, which is one and the same for a class. */
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

  /** The number of a string that was asked for not long ago; -1: it may have one all the same. */
  recentText(text: string): number {
    return this.texts.recent(text);
  }

  /** The number of a string; -1 if it has none, and then it gets the next. */
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

  /** The name of a module that is one object for its C functions, and no interned one. */
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

  /** The number of an object; `undefined` if it has none, and then it gets the next. */
  enterObject(value: object): number | undefined {
    const known = this.objects.enter(value, this.size);
    if (known === undefined) this.size++;
    return known;
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

  /** What has been written, by number; a class or function as its `Global`. Not what is marked. */
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

  /** Takes these as what has been written, and nothing else. */
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
