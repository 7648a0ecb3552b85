import { type ClassCodec, pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { canonicalKey } from '../../values/canonical-key.ts';
import { Dict } from '../../values/dict.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import type { KeyBudget } from '../../values/key-budget.ts';
import { KeyNames } from '../../values/key-forms.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprParts } from '../../values/repr.ts';
import { bigintArgument, createByCall, pythonInt, refuseState } from '../call-arguments.ts';

/** How the members of an enumeration behave. */
export interface EnumForm {
  /**
   * `'int'` for `IntEnum` and `IntFlag`, `'str'` for `StrEnum` and `(str, Enum)`: members compare and calculate like
   * their values, and those of `'int'` are equal to that int as keys. @defaultValue neither
   */
  readonly base?: 'int' | 'str' | undefined;
  /** How `repr` shows them: `<Color.RED: 1>`, `<Color.RED>`, or `app.RED`. @defaultValue `'value'` */
  readonly shown?: 'value' | 'name' | 'global' | undefined;
  /**
   * How `str` shows them: `Color.RED`, `1`, `RED`, or as `repr` does. A class `(str, Enum)` or `(int, Enum)` is
   * `'member'`.
   * @defaultValue `'value'` with a `base`, else `'member'`
   */
  readonly text?: 'member' | 'value' | 'name' | 'repr' | undefined;
}

const memberNamed: unique symbol = Symbol('memberNamed');

/** `getattr(Color, 'RED')`, the form of `enum.pickle_by_enum_name`; `undefined` for what is not a member. */
export function enumMember(owner: unknown, name: string): EnumMember | undefined {
  return isEnumClass(owner) ? owner[memberNamed](name) : undefined;
}

function isEnumClass(owner: unknown): owner is typeof EnumMember {
  return typeof owner === 'function' && owner.prototype instanceof EnumMember;
}

/** A member of a Python `Enum` or `Flag` registered by {@link pythonEnum}, or a combination of flags. */
export class EnumMember implements PythonKey, PythonRepr {
  /** The enumeration. */
  readonly type: Global;
  /** `RED`; for a combination of flags `READ|WRITE`, and empty for no flags. */
  readonly name: string;
  /** The value, as the enumeration or the pickle has it. */
  readonly value: unknown;
  /** The member of an enumeration's class, by its name. */
  static [memberNamed](_name: string): EnumMember | undefined {
    return undefined;
  }

  // Assigned last, so that a browser's console shows it last.
  readonly #form: EnumForm;

  /**
   * @param type - The enumeration.
   * @param name - The member's name.
   * @param value - The member's value.
   * @param form - How the member behaves. Use {@link pythonEnum}, which gives one object for each member.
   */
  constructor(type: Global, name: string, value: unknown, form: EnumForm = {}) {
    this.type = type;
    this.name = name;
    this.value = value;
    this.#form = form;
  }

  /** The value if Python's class is an int or a str, so that `member < 300` and `member == 'a'` work as in Python. */
  valueOf(): unknown {
    return this.#form.base === undefined ? this : this.value;
  }

  /** The value. */
  toJSON(): unknown {
    return this.value;
  }

  /** Python's `str`: `Color.RED`, or the value of an int or str. */
  toString(): string {
    const { base, text = base === undefined ? 'member' : 'value' } = this.#form;
    if (text === 'name') return this.name;
    if (text === 'repr') return pythonRepr(this);
    if (text === 'value') return typeof this.value === 'string' ? this.value : pythonRepr(this.value);
    const type = this.type.name.split('.').at(-1) ?? '';
    return this.name === '' ? `${type}(${pythonRepr(this.value)})` : `${type}.${this.name}`;
  }

  [reprParts](): ReprParts {
    const { shown = 'value' } = this.#form;
    const { module, name: type } = this.type;
    const qualified = type.split('.').at(-1) ?? '';
    const named = this.name === '' ? qualified : `${qualified}.${this.name}`;
    if (shown === 'value') {
      return { values: [pythonValue(this)], text: (at) => (at === 0 ? `<${named}: ` : '>') };
    }
    const names = this.name === '' ? [`${module}.${qualified}(0)`] : this.name.split('|').map((n) => `${module}.${n}`);
    return { values: [], text: () => (shown === 'name' ? `<${named}>` : names.join('|')) };
  }

  [pythonKey](): number | bigint | readonly unknown[] {
    const { value } = this;
    const isNumber = typeof value === 'number' || typeof value === 'bigint';
    return this.#form.base === 'int' && isNumber ? value : ['enum', this.type, this.name];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** The codec of an enumeration, with its members by name. */
export interface EnumCodec<N extends string = string> extends ClassCodec {
  /** The members by name, each one object. */
  readonly members: Readonly<Record<N, EnumMember>>;
}

/** Options of {@link pythonEnum}. */
export interface EnumOptions extends EnumForm {
  /** Whether it is a `Flag` or `IntFlag`, whose members can be combined. @defaultValue `false` */
  readonly flag?: boolean;
}

/**
 * Registers a Python enumeration. Its members load as {@link EnumMember}, one object for each, and are written by value
 * as in Python. The name of a combination of flags is made of their names. Combinations are equal by value as keys.
 *
 * A value that no member has stays an inert `Instance`, as do all members of an enumeration that no codec knows.
 *
 * @param name - Python's module and name, `app.Color`.
 * @param members - The values by name, as Python has them: an int as a number, a tuple as a `Tuple`.
 * @param options - What kind of enumeration it is.
 * @returns A codec for `options.codecs`, with the members under `members`.
 * @throws TypeError if Python cannot hash a value.
 * @example
 * ```ts
 * import { dumps, loads, pythonEnum } from 'brine';
 *
 * const Color = pythonEnum('app.Color', { RED: 1, GREEN: 2 }, { base: 'int' });        // an IntEnum
 * loads(dumps(Color.members.RED, { codecs: [Color] }), { codecs: [Color] }) === Color.members.RED; // true
 * String(Color.members.GREEN); // '2', as in Python
 * Number(Color.members.GREEN); // 2
 * ```
 */
export function pythonEnum<const N extends string>(
  name: string,
  members: Readonly<Record<N, unknown>>,
  options: EnumOptions = {},
): EnumCodec<N> {
  const { byName, codec } = enumerationOf(name, () => members, options);
  return Object.freeze({ ...codec, members: Object.freeze(byName()) as Readonly<Record<N, EnumMember>> });
}

/** The codec of an enumeration whose members are made when the first one is read. */
export function enumerationCodec(
  name: string,
  members: () => Readonly<Record<string, unknown>>,
  options: EnumOptions = {},
): ClassCodec {
  return enumerationOf(name, members, options).codec;
}

/** Members of an enumeration without a codec are written as Python writes its own. */
export const enumMembers = (): FamilyMember =>
  pythonClass<EnumMember>('enum.Enum', EnumMember, {
    // Python's `enum.Enum(...)` makes a new class.
    call: () => undefined,
    create: () => undefined,
    setState: refuseState,
    reduce: (self): Reduction => ({ callable: self.type, args: [pythonValue(self)] }),
  });

interface Enumeration {
  readonly codec: ClassCodec;
  byName(): Record<string, EnumMember>;
}

function enumerationOf(
  name: string,
  members: () => Readonly<Record<string, unknown>>,
  options: EnumOptions,
): Enumeration {
  class Member extends EnumMember {
    static override [memberNamed](key: string): EnumMember | undefined {
      made();
      return byName[key];
    }
  }
  const type = Global.of(name);
  Object.defineProperty(Member, 'name', { value: type.name.split('.').at(-1) });
  const byName: Record<string, EnumMember> = Object.create(null);
  let byValue: Dict<unknown, EnumMember> | undefined;
  let flags: readonly (readonly [bigint, string])[] = [];
  let largest = 0;
  const made = (): Dict<unknown, EnumMember> => {
    if (byValue !== undefined) return byValue;
    byValue = new Dict<unknown, EnumMember>();
    for (const [key, value] of Object.entries(members())) {
      // A second name for a value is an alias, as in Python.
      // Frozen, because later loads return the same object.
      const member = byValue.get(value) ?? new Member(type, key, value, options);
      Object.freeze(member);
      byValue.set(value, member);
      byName[key] = member;
      largest = Math.max(largest, keyWork(value));
    }
    if (options.flag === true) flags = flagsOf(byValue);
    return byValue;
  };
  const codec = pythonClass<EnumMember>(name, Member, {
    call([value, ...more]) {
      if (more.length > 0) return undefined;
      const known = found(made(), value, largest);
      const parts = known === undefined ? nameOfFlags(flags, value) : undefined;
      return known ?? (parts === undefined ? undefined : new Member(type, parts, value, options));
    },
    create: createByCall,
    setState: refuseState,
    reduce: (self): Reduction => ({ callable: Member, args: [pythonValue(self)] }),
  });
  return {
    codec,
    byName() {
      made();
      return byName;
    },
  };
}

/** The value of a member. A whole number is an int, whatever `ints` of a dump or repr says about numbers. */
function pythonValue({ value }: EnumMember): unknown {
  return typeof value === 'number' ? pythonInt(value) : value;
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

/** `READ|WRITE`, or empty for no flags; `undefined` for a value that is not a combination of flags. */
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
  return rest === 0n ? names.join('|') : undefined;
}

/** The work that comparing a value as a key takes. */
function keyWork(value: unknown): number {
  const allowed = 2 ** 32;
  const budget: KeyBudget = { keysLeft: allowed, keysAllowed: allowed };
  canonicalKey(value, new KeyNames(), budget);
  return allowed - budget.keysLeft;
}

/** @param largest - The most work that the value of a member takes. A value that takes more is not a member's. */
function found(byValue: Dict<unknown, EnumMember>, value: unknown, largest: number): EnumMember | undefined {
  try {
    canonicalKey(value, new KeyNames(), { keysLeft: largest, keysAllowed: largest });
    return byValue.get(value);
  } catch (error) {
    // The type cannot be hashed, so the value is not a member's.
    if (error instanceof TypeError || error instanceof PickleError) return undefined;
    throw error;
  }
}
