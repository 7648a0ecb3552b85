import { pythonClass } from '../../codec/class.ts';
import type { DumpContext } from '../../codec/context.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from '../../values/repr.ts';
import { bigintArgument, createEmpty, exactArguments, fromPickle, pythonInt } from '../call-arguments.ts';
import { type Order, order, refuseOperator } from '../numbers/number-order.ts';
import { formatIPv4, formatIPv6, hexGroups, parseIPv4, parseIPv6 } from './ip-text.ts';

/** The common base of addresses, networks and interfaces, which have a text in Python. */
abstract class IPValue implements PythonKey, PythonRepr {
  /** Python's `str`: the short text. */
  abstract readonly compressed: string;
  protected abstract readonly pythonName: string;

  /** Python's `str`: {@link IPValue.compressed}. */
  toJSON(): string {
    return this.compressed;
  }

  /** Python's `str`: {@link IPValue.compressed}. */
  toString(): string {
    return this.compressed;
  }

  /** Python's `==`. */
  equals(other: unknown): boolean {
    return other instanceof IPValue && other.pythonName === this.pythonName && other.compressed === this.compressed;
  }

  /** @throws TypeError always. */
  valueOf(): never {
    return refuseOperator(this.pythonName);
  }

  [reprParts](): ReprParts {
    return reprText(`${this.pythonName}('${this.compressed}')`);
  }

  [pythonKey](): readonly unknown[] {
    return [`ipaddress.${this.pythonName}`, this.compressed];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `ipaddress.IPv4Address`. */
export class IPv4Address extends IPValue {
  /** 0 to 4294967295 */
  readonly value: number;

  /**
   * @param address - `10.0.0.1`, or the value.
   * @throws RangeError if it is not an IPv4 address.
   */
  constructor(address: string | number | bigint) {
    super();
    const value = typeof address === 'string' ? parseIPv4(address) : Number(address);
    if (value === undefined || !Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
      throw new RangeError('not an IPv4 address');
    }
    this.value = value;
  }

  /**
   * -1, 0 or 1 if this is before, equal to or after the other, by value. An address is before all interfaces.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   *
   * @throws TypeError if it is not an address or interface of this version.
   */
  compare(other: IPv4Address | IPv4Interface): Order {
    if (other instanceof IPv4Interface) return -1;
    if (!(other instanceof IPv4Address)) throw notComparable('an IPv4Address', 'IPv4 addresses and interfaces');
    return order(this.value, other.value);
  }

  /** The text: `10.0.0.1`. */
  get compressed(): string {
    return formatIPv4(this.value);
  }

  protected get pythonName(): string {
    return 'IPv4Address';
  }
}

/** Python's `ipaddress.IPv6Address`. */
export class IPv6Address extends IPValue {
  /** 0 to 2¹²⁸ - 1 */
  readonly value: bigint;
  /** What follows `%`; null if there is none. */
  readonly scopeId: string | null;

  /**
   * @param address - `::1`, with a scope `fe80::1%eth0`, or the value.
   * @throws RangeError if it is not an IPv6 address.
   */
  constructor(address: string | number | bigint) {
    super();
    const [text = '', scope = null] = typeof address === 'string' ? splitScope(address) : [];
    const value =
      typeof address === 'string' ? parseIPv6(text) : Number.isNaN(Number(address)) ? undefined : integerOf(address);
    if (value === undefined || value < 0n || value >> 128n !== 0n || scope === '') {
      throw new RangeError('not an IPv6 address');
    }
    this.value = value;
    this.scopeId = scope;
  }

  /**
   * -1, 0 or 1 if this is before, equal to or after the other, by value and, as in Python, not by scope. An address is
   * before all interfaces.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   *
   * @throws TypeError if it is not an address or interface of this version.
   */
  compare(other: IPv6Address | IPv6Interface): Order {
    if (other instanceof IPv6Interface) return -1;
    if (!(other instanceof IPv6Address)) throw notComparable('an IPv6Address', 'IPv6 addresses and interfaces');
    return order(this.value, other.value);
  }

  /** The short text, as Python's `str` gives it from 3.13 on. */
  get compressed(): string {
    return this.format(true);
  }

  /** All eight groups, without the scope. */
  get exploded(): string {
    return hexGroups(this.value).join(':');
  }

  /** Python's `str`. IPv4-mapped addresses have dots, as from 3.13 on, or not. */
  format(dotted: boolean): string {
    return formatIPv6(this.value, dotted) + (this.scopeId === null ? '' : `%${this.scopeId}`);
  }

  protected get pythonName(): string {
    return 'IPv6Address';
  }
}

/** An address with a prefix: `10.0.0.1/8`. */
abstract class IPPrefixed<A extends IPv4Address | IPv6Address> extends IPValue {
  /** The address, with the bits after the prefix as given. */
  readonly address: A;
  /** How many leading bits belong to the network. */
  readonly prefixLength: number;

  constructor(text: string, bits: number, parse: (address: string) => A) {
    super();
    const [address = '', prefix = String(bits), ...more] = text.split('/');
    const length = more.length === 0 ? prefixLengthOf(prefix, bits) : undefined;
    if (length === undefined) throw new RangeError(`not an address with a prefix length of 0 to ${bits}`);
    this.address = parse(address);
    this.prefixLength = length;
  }

  /** The short text of the address, and the prefix: `10.0.0.0/8`. */
  get compressed(): string {
    return `${this.address.compressed}/${this.prefixLength}`;
  }

  /** @throws RangeError if a bit after the prefix is set. */
  protected checkNetwork(bits: number): void {
    if (networkOf(this, bits) !== BigInt(this.address.value)) throw new RangeError('the network has host bits set');
  }
}

/** The bits of the network that an address is in. */
function networkOf({ address, prefixLength }: IPPrefixed<IPv4Address | IPv6Address>, bits: number): bigint {
  const rest = BigInt(bits - prefixLength);
  return (BigInt(address.value) >> rest) << rest;
}

/** Compares by network, then by the length of the prefix, then by address. */
function comparePrefixed<P extends IPPrefixed<IPv4Address | IPv6Address>>(a: P, b: P, bits: number): Order {
  return (
    order(networkOf(a, bits), networkOf(b, bits)) ||
    order(a.prefixLength, b.prefixLength) ||
    order(BigInt(a.address.value), BigInt(b.address.value))
  );
}

function notComparable(what: string, others: string): TypeError {
  return new TypeError(`${what} is compared with ${others} only`);
}

/** Python's `ipaddress.IPv4Network`. */
export class IPv4Network extends IPPrefixed<IPv4Address> {
  /**
   * @param network - `10.0.0.0/8`; the prefix may be a netmask.
   * @throws RangeError if it is not a network, or has host bits set.
   */
  constructor(network: string) {
    super(network, 32, (address) => new IPv4Address(address));
    this.checkNetwork(32);
  }

  /**
   * -1, 0 or 1 if this is before, equal to or after the other: by address, then by the length of the prefix.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   *
   * @throws TypeError if it is not a network of this version.
   */
  compare(other: IPv4Network): Order {
    if (!(other instanceof IPv4Network)) throw notComparable('an IPv4Network', 'IPv4 networks');
    return comparePrefixed(this, other, 32);
  }

  protected get pythonName(): string {
    return 'IPv4Network';
  }
}

/** Python's `ipaddress.IPv6Network`. */
export class IPv6Network extends IPPrefixed<IPv6Address> {
  /**
   * @param network - `2001:db8::/32`.
   * @throws RangeError if it is not a network, or has host bits set.
   */
  constructor(network: string) {
    super(network, 128, (address) => new IPv6Address(address));
    this.checkNetwork(128);
  }

  /**
   * -1, 0 or 1 if this is before, equal to or after the other: by address, then by the length of the prefix.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   *
   * @throws TypeError if it is not a network of this version.
   */
  compare(other: IPv6Network): Order {
    if (!(other instanceof IPv6Network)) throw notComparable('an IPv6Network', 'IPv6 networks');
    return comparePrefixed(this, other, 128);
  }

  protected get pythonName(): string {
    return 'IPv6Network';
  }
}

/** Python's `ipaddress.IPv4Interface`: an address, and the network it is in. */
export class IPv4Interface extends IPPrefixed<IPv4Address> {
  /**
   * @param address - `10.0.0.1/8`; without a prefix, 32.
   * @throws RangeError if it is not an address with a prefix.
   */
  constructor(address: string) {
    super(address, 32, (text) => new IPv4Address(text));
  }

  /**
   * -1, 0 or 1 if this is before, equal to or after the other: by network, then by address. It is after all addresses.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   *
   * @throws TypeError if it is not an address or interface of this version.
   */
  compare(other: IPv4Interface | IPv4Address): Order {
    if (other instanceof IPv4Address) return 1;
    if (!(other instanceof IPv4Interface)) throw notComparable('an IPv4Interface', 'IPv4 addresses and interfaces');
    return comparePrefixed(this, other, 32);
  }

  protected get pythonName(): string {
    return 'IPv4Interface';
  }
}

/** Python's `ipaddress.IPv6Interface`: an address, and the network it is in. */
export class IPv6Interface extends IPPrefixed<IPv6Address> {
  /**
   * @param address - `2001:db8::1/32`; without a prefix, 128.
   * @throws RangeError if it is not an address with a prefix.
   */
  constructor(address: string) {
    super(address, 128, (text) => new IPv6Address(text));
  }

  /**
   * -1, 0 or 1 if this is before, equal to or after the other: by network, then by address. It is after all addresses.
   *
   * For sorting: `sort((a, b) => a.compare(b))`. Without a function, `sort()` compares the texts.
   *
   * @throws TypeError if it is not an address or interface of this version.
   */
  compare(other: IPv6Interface | IPv6Address): Order {
    if (other instanceof IPv6Address) return 1;
    if (!(other instanceof IPv6Interface)) throw notComparable('an IPv6Interface', 'IPv6 addresses and interfaces');
    return comparePrefixed(this, other, 128);
  }

  protected get pythonName(): string {
    return 'IPv6Interface';
  }
}

/** The classes of Python's `ipaddress`. */
export function ipaddress(): readonly FamilyMember[] {
  return [
    pythonClass('ipaddress.IPv4Address', IPv4Address, {
      call(args, context) {
        const address = addressArgument(exactArguments(args, context));
        return address === undefined ? undefined : fromPickle(() => new IPv4Address(address));
      },
      create: createEmpty,
      reduce: ({ value }): Reduction => ({ callable: IPv4Address, args: [pythonInt(value)] }),
    }),
    pythonClass('ipaddress.IPv6Address', IPv6Address, {
      call(args, context) {
        const address = addressArgument(exactArguments(args, context));
        return address === undefined ? undefined : fromPickle(() => new IPv6Address(address));
      },
      create: createEmpty,
      reduce: (address, { minor }): Reduction => ({
        callable: IPv6Address,
        // Until 3.10 Python omitted the scope, as is done here.
        args: minor < 11 ? [address.value] : [address.format(isDotted(minor))],
      }),
    }),
    prefixCodec('IPv4Network', IPv4Network),
    prefixCodec('IPv6Network', IPv6Network),
    prefixCodec('IPv4Interface', IPv4Interface),
    prefixCodec('IPv6Interface', IPv6Interface),
  ];
}

function prefixCodec(name: string, type: new (text: string) => IPPrefixed<IPv4Address | IPv6Address>): FamilyMember {
  return pythonClass(`ipaddress.${name}`, type, {
    call: ([text, ...more]) =>
      typeof text === 'string' && more.length === 0 ? fromPickle(() => new type(text)) : undefined,
    create: createEmpty,
    reduce: (self, { minor }: DumpContext): Reduction => ({ callable: type, args: [textFor(self, minor)] }),
  });
}

function textFor({ address, prefixLength }: IPPrefixed<IPv4Address | IPv6Address>, minor: number): string {
  const text = address instanceof IPv6Address ? address.format(isDotted(minor)) : address.compressed;
  return `${text}/${prefixLength}`;
}

/** Whether this Python writes IPv4-mapped addresses with dots. */
function isDotted(minor: number): boolean {
  return minor >= 13;
}

/** An int or a str; `undefined` for bytes, which Python also accepts, and for anything that it does not accept. */
function addressArgument([address, ...more]: readonly unknown[]): string | bigint | undefined {
  if (more.length > 0) return undefined;
  return typeof address === 'string' ? address : bigintArgument(address);
}

/** A prefix length, or the netmask that Python also takes. */
function prefixLengthOf(prefix: string, bits: number): number | undefined {
  if (/^[0-9]{1,3}$/.test(prefix)) return Number(prefix) <= bits ? Number(prefix) : undefined;
  const mask = bits === 32 ? parseIPv4(prefix) : undefined;
  if (mask === undefined) return undefined;
  const digits = mask.toString(2).padStart(32, '0');
  return /^1*0*$/.test(digits) ? digits.replace(/0+$/, '').length : undefined;
}

function splitScope(address: string): [string, string | null] {
  const at = address.indexOf('%');
  if (at < 0) return [address, null];
  const scope = address.slice(at + 1);
  return [address.slice(0, at), scope.includes('%') || scope.includes('/') ? '' : scope];
}

function integerOf(value: number | bigint | string): bigint | undefined {
  return typeof value === 'bigint' ? value : Number.isInteger(value) ? BigInt(value) : undefined;
}
