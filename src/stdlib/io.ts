import { type ClassHooks, pythonClass } from '../codec/class.ts';
import type { DumpContext } from '../codec/context.ts';
import type { FamilyMember } from '../codec/family.ts';
import type { Reduction } from '../codec/reduction.ts';
import { PickleError } from '../errors.ts';
import type { Dict } from '../values/dict.ts';
import { inspectCustom } from '../values/inspect.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprOf, reprParts } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';
import { integerArgument, pythonInt } from './call-arguments.ts';
import { stateOf, withState } from './functions/attributes.ts';

/** Python's `io.BytesIO`: a file in memory. */
export class BytesIO implements PythonRepr {
  /** All bytes of the file. */
  data: Uint8Array;
  /** Where reading and writing continue, in bytes; may be beyond the end. */
  position: number;
  /** The attributes, which Python keeps in `__dict__`. */
  attributes: Dict | undefined;

  /**
   * @param data - The bytes, which are not copied.
   * @param position - Where reading and writing continue, in bytes.
   */
  constructor(data: Uint8Array = new Uint8Array(0), position = 0) {
    this.data = data;
    this.position = position;
  }

  /** The bytes, as numbers. */
  toJSON(): number[] {
    return [...this.data];
  }

  /** Python's `repr`, without the address. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return reprOf`<_io.BytesIO object>`;
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `io.StringIO`: a text file in memory. */
export class StringIO implements PythonRepr {
  /** All text of the file. */
  text: string;
  /** The line ending: `'\n'`, `'\r\n'`, `'\r'`, `''` for all of these, null for all of these written as `'\n'`. */
  newline: string | null;
  /** Where reading and writing continue, in code points; may be beyond the end. */
  position: number;
  /** The attributes, which Python keeps in `__dict__`. */
  attributes: Dict | undefined;

  /**
   * @param text - All text of the file.
   * @param newline - The line ending.
   * @param position - Where reading and writing continue, in code points.
   */
  constructor(text = '', newline: string | null = '\n', position = 0) {
    this.text = text;
    this.newline = newline;
    this.position = position;
  }

  /** Python's `repr`, without the address. */
  toString(): string {
    return pythonRepr(this);
  }

  /** The text. */
  toJSON(): string {
    return this.text;
  }

  [reprParts](): ReprParts {
    return reprOf`<_io.StringIO object>`;
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** The files in memory of Python's `io`. */
export function io(): readonly FamilyMember[] {
  return [pythonClass('_io.BytesIO', BytesIO, bytesIOHooks()), pythonClass('_io.StringIO', StringIO, stringIOHooks())];
}

function bytesIOHooks(): ClassHooks<BytesIO> {
  return {
    aliases: ['io.BytesIO'],
    call: ([data = null, ...more]) => {
      if (more.length > 0 || (data !== null && !(data instanceof Uint8Array))) return undefined;
      return new BytesIO(data === null ? undefined : new Uint8Array(data));
    },
    create: (args) => empty('BytesIO', args, new BytesIO()),
    setState(self, state) {
      const [data, position, attributes] = stateItems('BytesIO', state, 3);
      if (!(data instanceof Uint8Array)) throw wrong('BytesIO', 'first item must be bytes');
      self.data = data;
      self.position = positionOf('BytesIO', position);
      self.attributes = withState(undefined, attributes);
    },
    reduce(self, context): Reduction {
      const { data, position, attributes } = self;
      return file(BytesIO, [data, pythonInt(position), stateOf(attributes) ?? null], context);
    },
  };
}

function stringIOHooks(): ClassHooks<StringIO> {
  return {
    aliases: ['io.StringIO'],
    // The text after a call depends on the newline, and no pickle that Python writes contains such a call.
    call: (args) => (args.length > 0 ? undefined : new StringIO()),
    create: (args) => empty('StringIO', args, new StringIO()),
    setState(self, state) {
      const [text, newline, position, attributes] = stateItems('StringIO', state, 4);
      if (typeof text !== 'string') throw wrong('StringIO', 'first item must be a str');
      if (newline !== null && (typeof newline !== 'string' || !/^(\r?\n|\r|)$/.test(newline))) {
        throw wrong('StringIO', 'illegal newline value');
      }
      self.text = text;
      self.newline = newline;
      self.position = positionOf('StringIO', position);
      self.attributes = withState(undefined, attributes);
    },
    reduce(self, context): Reduction {
      const { text, newline, position, attributes } = self;
      return file(StringIO, [text, newline, pythonInt(position), stateOf(attributes) ?? null], context);
    },
  };
}

function file(type: typeof BytesIO | typeof StringIO, state: readonly unknown[], { protocol }: DumpContext): Reduction {
  if (protocol < 2) {
    throw new PickleError(
      'needs-protocol',
      `cannot pickle '_io.${type.name}' object with protocol ${protocol}; use 2 or higher`,
    );
  }
  return { callable: type, how: 'new', args: [], state: Tuple.from(state) };
}

/** Like `__new__`, which accepts any arguments and ignores them. */
function empty<T>(name: string, args: readonly unknown[], made: T): T {
  if (args.length > 0) throw new PickleError('bad-call', `${name}.__new__() in a pickle takes no arguments`);
  return made;
}

function stateItems(name: string, state: unknown, length: number): readonly unknown[] {
  if (state instanceof Tuple && state.length === length) return state;
  throw wrong(name, `state must be a ${length}-tuple`);
}

function positionOf(name: string, position: unknown): number {
  const value = integerArgument(position);
  if (value < 0) throw wrong(name, 'position value cannot be negative');
  return value;
}

function wrong(name: string, what: string): PickleError {
  return new PickleError('bad-state', `${name}.__setstate__: ${what}`);
}
