import { decodeLatin1 } from '../../bytes/text.ts';
import type { ClassHooks } from '../../codec/class.ts';
import { PickleError } from '../../errors.ts';
import { attributeNameOf } from '../../values/attribute-key.ts';
import { Dict } from '../../values/dict.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { type PlainParts, plainParts } from '../../values/plain.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprOf, reprParts } from '../../values/repr.ts';
import { entriesOf, hasKey, isMapping, lookup, stateEntries, withState } from '../functions/attributes.ts';

/** Dicts as `loads` gives them: a `Dict`, or a plain object with `dicts: 'object'`. */
export type Mapping = ReadonlyMap<unknown, unknown> | Readonly<Record<string, unknown>>;

/** Python's `collections.ChainMap`: several dicts that are searched in order. */
export class ChainMap implements PythonKey, PythonRepr {
  /** The dicts; the first that has a key counts. */
  maps: unknown[];
  /** The other attributes in `__dict__`. */
  attributes: Dict | undefined;

  /** @param maps - The dicts, searched in order. Without any, one empty `Dict`. */
  constructor(...maps: unknown[]) {
    this.maps = maps.length === 0 ? [new Dict()] : maps;
  }

  /** The value of the first dict that has the key, in chains within chains too; `undefined` if none has. */
  get(key: unknown): unknown {
    const seen = new Set<unknown>();
    const pending = [...this.maps].reverse();
    while (pending.length > 0) {
      const map = pending.pop();
      if (seen.has(map)) continue;
      seen.add(map);
      if (map instanceof ChainMap) for (let i = map.maps.length - 1; i >= 0; i--) pending.push(map.maps[i]);
      const held = map instanceof UserDict ? map.data : map;
      if (hasKey(held, key)) return lookup(held, key);
    }
    return undefined;
  }

  /** The entries of all maps, each key with the value that counts. */
  [plainParts](): PlainParts {
    return { entries: new Dict([...this.maps].reverse().flatMap((map) => [...(entriesOf(map) ?? [])])) };
  }

  /** The maps. */
  toJSON(): unknown[] {
    return this.maps;
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const { maps } = this;
    return {
      values: maps,
      text: (at) => (at === 0 ? 'ChainMap(' : at < maps.length ? ', ' : '') + (at === maps.length ? ')' : ''),
    };
  }

  [pythonKey](): never {
    throw new TypeError("unhashable type: 'ChainMap'");
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `collections.UserDict`: a dict in `data`. */
export class UserDict implements PythonKey, PythonRepr {
  /** The dict. */
  data: Mapping;
  /** The other attributes in `__dict__`. */
  attributes: Dict | undefined;

  /** @param data - The dict, which is not copied. */
  constructor(data: Mapping = new Dict()) {
    this.data = data;
  }

  /** The value under a key; `undefined` if there is none. */
  get(key: unknown): unknown {
    return lookup(this.data, key);
  }

  [plainParts](): PlainParts {
    return { entries: entriesOf(this.data) ?? [] };
  }

  /** The dict as a plain object. */
  toJSON(): unknown {
    return this.data instanceof Dict ? this.data.toJSON() : this.data;
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return reprOf`${this.data}`;
  }

  [pythonKey](): never {
    throw new TypeError("unhashable type: 'UserDict'");
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `collections.UserList`: a list in `data`. */
export class UserList<T = unknown> implements Iterable<T>, PythonKey, PythonRepr {
  /** The list. */
  data: T[];
  /** The other attributes in `__dict__`. */
  attributes: Dict | undefined;

  /** @param data - The list, which is not copied. */
  constructor(data: T[] = []) {
    this.data = data;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.data.values();
  }

  [plainParts](): PlainParts {
    return { items: this.data };
  }

  /** The items. */
  toJSON(): T[] {
    return this.data;
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return reprOf`${this.data}`;
  }

  [pythonKey](): never {
    throw new TypeError("unhashable type: 'UserList'");
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `collections.UserString`: a str in `data`. */
export class UserString implements PythonKey, PythonRepr {
  /** The str. */
  data: string;
  /** The other attributes in `__dict__`. */
  attributes: Dict | undefined;

  /** @param data - The str. */
  constructor(data = '') {
    this.data = data;
  }

  [plainParts](): PlainParts {
    return { value: this.data };
  }

  /** The str. */
  toJSON(): string {
    return this.data;
  }

  /** Python's `str`: the str. */
  toString(): string {
    return this.data;
  }

  [reprParts](): ReprParts {
    return reprOf`${this.data}`;
  }

  [pythonKey](): readonly unknown[] {
    return ['collections.UserString', this.data];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

export const chainMapHooks: ClassHooks<ChainMap> = {
  call: keptCall,
  create: (args) => withoutArguments('ChainMap', args.length, new ChainMap()),
  setState(self, state) {
    self.attributes = attributesBut(self.attributes, state, 'maps', (maps) => {
      const fits = Array.isArray(maps);
      if (fits) self.maps = maps;
      return fits;
    });
  },
  getState: ({ maps, attributes }) => new Dict<unknown, unknown>([['maps', maps], ...(attributes ?? [])]),
};

export const userDictHooks: ClassHooks<UserDict> = {
  call: keptCall,
  create: (args) => withoutArguments('UserDict', args.length, new UserDict()),
  setState(self, state) {
    self.attributes = attributesBut(self.attributes, state, 'data', (data) => {
      const fits = isMapping(data);
      if (fits) self.data = data;
      return fits;
    });
  },
  getState: stateWithData,
};

export const userListHooks: ClassHooks<UserList> = {
  call: keptCall,
  create: (args) => withoutArguments('UserList', args.length, new UserList()),
  setState(self, state) {
    self.attributes = attributesBut(self.attributes, state, 'data', (data) => {
      const fits = Array.isArray(data);
      if (fits) self.data = data;
      return fits;
    });
  },
  getState: stateWithData,
};

export const userStringHooks: ClassHooks<UserString> = {
  call: keptCall,
  create([text = '', ...more]) {
    if (typeof text !== 'string') return undefined;
    return withoutArguments('UserString', more.length, new UserString(text));
  },
  setState(self, state) {
    self.attributes = attributesBut(self.attributes, state, 'data', (data, key) => {
      const text = textOf(data, key);
      if (text !== undefined) self.data = text;
      return text !== undefined;
    });
  },
  getState: stateWithData,
  getNewArgs: ({ data }) => [data],
};

/** If names are bytes, `encoding: 'bytes'` made the text bytes too: each byte is the character of that number. */
function textOf(value: unknown, key: unknown): string | undefined {
  if (typeof value === 'string') return value;
  const isBytes = value instanceof Uint8Array && key instanceof Uint8Array;
  return isBytes ? decodeLatin1(value, 0, value.length) : undefined;
}

function stateWithData({ data, attributes }: { data: unknown; attributes: Dict | undefined }): Dict {
  return new Dict<unknown, unknown>([['data', data], ...(attributes ?? [])]);
}

/** A call runs `__init__`, and no pickle that Python writes contains one. */
function keptCall(): undefined {
  return undefined;
}

/** The object, if the pickle gives its class no more arguments than it takes. */
function withoutArguments<T>(name: string, surplus: number, made: T): T {
  if (surplus > 0) throw new PickleError('bad-call', `${name}.__new__() in a pickle got ${surplus} arguments too many`);
  return made;
}

/**
 * The attributes after a state. One entry is kept elsewhere, and here too if it is of an unusual type, such as an
 * object of a class that no codec knows. With `encoding: 'bytes'` names are bytes.
 */
function attributesBut(
  attributes: Dict | undefined,
  state: unknown,
  name: string,
  take: (value: unknown, key: unknown) => boolean,
): Dict | undefined {
  const rest = new Dict();
  for (const [key, value] of stateEntries(state)) {
    if (attributeNameOf(key) !== name || !take(value, key)) rest.set(key, value);
  }
  return rest.size === 0 ? attributes : withState(attributes, rest);
}
