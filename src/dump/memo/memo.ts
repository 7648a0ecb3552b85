import type { Dict } from '../../values/dict.ts';
import type { Global } from '../../values/global.ts';
import type { IdentifiedText } from '../../values/identified-text.ts';
import type { Tuple } from '../../values/tuple.ts';

/** What has been written, and under which number. */
export interface DumpMemo {
  /**
   * The number with which this dump marks dicts and tuples. If 0, they are looked up like other objects, because other
   * dumps may run in between.
   */
  dump: number;
  /** How many numbers have been used. */
  readonly size: number;
  /** The replacements written for objects, kept so that each stays the same object. */
  readonly standIns: Map<object, unknown>;
  /** The texts of names of modules where `persistentId` sees them as values. */
  readonly moduleTexts: Map<string, IdentifiedText>;

  object(value: object): number | undefined;
  dict(dict: Dict): number | undefined;
  tuple(tuple: Tuple): number | undefined;
  /** The number of a string that was looked up recently. -1 does not mean that it has none. */
  recentText(text: string): number;
  /** The number of a key that came after the previous key before. -1 does not mean that it has none. */
  expectedKey(text: string): number;
  /** Notes that the string that was looked up last is a key. */
  noteKey(): void;
  /** The number of a string, or -1 if it has none; it then gets the next one. */
  text(text: string, hash: number): number;
  global(global: Global): number | undefined;
  /** The number of a module's name that is one object for its C functions but not interned. */
  moduleName(module: string): number | undefined;

  /** Uses up a number for something that cannot occur again. */
  skip(): number;
  addObject(value: object): number;
  /** The number of an object, or `undefined` if it has none; it then gets the next one. */
  enterObject(value: object): number | undefined;
  /** The same for an object that is written as these bytes, which are not empty. */
  enterBytes(bytes: Uint8Array, holder: object): number | undefined;
  addDict(dict: Dict): number;
  addTuple(tuple: Tuple): number;
  addModuleName(module: string): number;
  addGlobal(global: Global): number;

  /** What has been written, by number, with classes and functions as `Global`s. */
  entries(): Map<number, unknown>;
  /** Replaces the contents with these entries. */
  restore(entries: Iterable<readonly [number, unknown]>): void;
  clear(): void;
}
