import { type ClassCodec, type Codec, pythonClass, type Reduction } from '../codec.ts';
import { Dict } from '../values/dict.ts';
import { Global } from '../values/global.ts';
import { type Inspect, inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { type PythonRepr, pythonRepr, type ReprParts, reprParts } from '../values/repr.ts';
import { bigintArgument, createByCall } from './call-arguments.ts';

/** A member of a Python `Enum` or `Flag` that {@link pythonEnum} made known, or a combination of flags. */
export class EnumMember implements PythonKey, PythonRepr {
  /** The enumeration. */
  readonly type: Global;
  /** `RED`; of a combination of flags `READ|WRITE`. */
  readonly name: string;
  readonly value: unknown;

  constructor(type: Global, name: string, value: unknown) {
    this.type = type;
    this.name = name;
    this.value = value;
  }

  toJSON(): unknown {
    return this.value;
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const qualified = this.type.name.split('.').at(-1) ?? '';
    return { values: [this.value], text: (at) => (at === 0 ? `<${qualified}.${this.name}: ` : '>') };
  }

  [pythonKey](): readonly unknown[] {
    return ['enum', this.type, this.name];
  }

  [inspectCustom](depth: number, options: object, inspect: Inspect): string {
    return `<${this.type}.${this.name}: ${depth < 0 ? '...' : inspect(this.value, { ...options, depth })}>`;
  }
}

/** The codec of one enumeration, and its members by name. */
export interface EnumCodec<N extends string = string> extends ClassCodec {
  readonly members: Readonly<Record<N, EnumMember>>;
}

/**
 * Makes a Python enumeration known: its members load as {@link EnumMember}, one object for each, and are written as
 * Python's are, by value. Combinations of flags have a name made of their parts, and are equal by value as keys.
 *
 * A value that is no member's stays an inert `Instance`, as do all members of an enumeration that no codec names.
 *
 * @param name - Python's module and name, `app.Color`.
 * @param members - The values by name, as Python has them: an int as a number, a tuple as a `Tuple`.
 * @param flag - Whether it is a `Flag`, whose members can be combined.
 * @returns A codec for `options.codecs`, with the members under `members`.
 * @throws TypeError if the values are not what Python could have as keys.
 * @example
 * ```ts
 * import { dumps, loads, pythonEnum } from 'brine';
 *
 * const Color = pythonEnum('app.Color', { RED: 1, GREEN: 2 });
 * loads(dumps(Color.members.RED, { codecs: [Color] }), { codecs: [Color] }) === Color.members.RED; // true
 * String(Color.members.GREEN); // '<Color.GREEN: 2>'
 * ```
 */
export function pythonEnum<const N extends string>(
  name: string,
  members: Readonly<Record<N, unknown>>,
  { flag = false }: { readonly flag?: boolean } = {},
): EnumCodec<N> {
  class Member extends EnumMember {}
  const type = Global.of(name);
  Object.defineProperty(Member, 'name', { value: type.name.split('.').at(-1) });
  const byValue = new Dict<unknown, EnumMember>();
  const byName: Record<string, EnumMember> = Object.create(null);
  for (const [key, value] of Object.entries(members)) {
    // A second name for a value is an alias, as in Python.
    const member = byValue.get(value) ?? new Member(type, key, value);
    byValue.set(value, member);
    byName[key] = member;
  }
  const flags = flag ? flagsOf(byValue) : [];
  const codec = pythonClass<EnumMember>(name, Member, {
    call([value, ...more]) {
      if (more.length > 0) return undefined;
      const parts = nameOfFlags(flags, value);
      return found(byValue, value) ?? (parts === undefined ? undefined : new Member(type, parts, value));
    },
    create: createByCall,
    reduce: ({ value }): Reduction => ({ callable: Member, args: [value] }),
  });
  return Object.freeze({ ...codec, members: Object.freeze(byName) as Readonly<Record<N, EnumMember>> });
}

/** The members of one bit. */
function flagsOf(byValue: Dict<unknown, EnumMember>): [bit: bigint, name: string][] {
  const flags: [bigint, string][] = [];
  for (const [value, { name }] of byValue) {
    const bit = bigintArgument(value) ?? 0n;
    if (bit > 0n && (bit & (bit - 1n)) === 0n) flags.push([bit, name]);
  }
  return flags;
}

/** `READ|WRITE`, or `0` for none; `undefined` for a value that flags do not make up. */
function nameOfFlags(flags: readonly (readonly [bigint, string])[], value: unknown): string | undefined {
  const bits = bigintArgument(value);
  if (flags.length === 0 || bits === undefined || bits < 0n) return undefined;
  let rest = bits;
  const names: string[] = [];
  for (const [bit, name] of flags) {
    if ((bits & bit) === 0n) continue;
    rest ^= bit;
    names.push(name);
  }
  return rest === 0n ? names.join('|') || '0' : undefined;
}

function found(byValue: Dict<unknown, EnumMember>, value: unknown): EnumMember | undefined {
  try {
    return byValue.get(value);
  } catch (error) {
    // Of a type that cannot be hashed: it is no member's.
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Enumerations of the standard library whose members are parts of other pickles. */
export const enumerations = (): readonly Codec[] => [
  pythonEnum('uuid.SafeUUID', { safe: 0, unsafe: -1, unknown: null }),
  pythonEnum('inspect._ParameterKind', {
    POSITIONAL_ONLY: 0,
    POSITIONAL_OR_KEYWORD: 1,
    VAR_POSITIONAL: 2,
    KEYWORD_ONLY: 3,
    VAR_KEYWORD: 4,
  }),
];
