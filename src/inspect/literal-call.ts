/**
 * Calls that `repr` of Python writes for values without a literal: what they make, as nodes of a graph.
 *
 * @module
 */
import type { GlobalNode, Node, SequenceNode } from '../graph/graph.ts';

/** The calls that are known, by their names in Python, with and without the module. */
export const CALLS =
  /(?:(frozenset|set|bytearray)|(?:datetime\.)?(datetime|date|timedelta|timezone|time)|(?:decimal\.)?(Decimal)|(?:uuid\.)?(UUID)|(?:zoneinfo\.)?(ZoneInfo))\s*\(/y;

/** The one zone that has a name. */
export const UTC = /(?:datetime\.)?timezone\.utc(?![\w.(])/y;

/** An argument by name. */
export const KEYWORD = /(days|seconds|microseconds|tzinfo|fold|key)\s*=(?!=)/y;

export const CALL_NAMES = [
  'frozenset',
  'set',
  'bytearray',
  'datetime',
  'date',
  'timedelta',
  'timezone',
  'time',
  'Decimal',
  'UUID',
  'ZoneInfo',
] as const;
export type CallName = (typeof CALL_NAMES)[number];

/** The arguments of a call. */
export interface CallArguments {
  readonly items: readonly Node[];
  /** The names of the arguments that have one. */
  readonly names: ReadonlyMap<Node, string>;
}

/** What a call makes; a text says why it makes nothing. */
export function called(name: CallName, { items, names }: CallArguments): Node | string {
  const [only] = items;
  switch (name) {
    case 'timedelta':
      return timedelta(items, names);
    case 'time':
    case 'datetime':
      return moment(name, items, names);
    case 'ZoneInfo':
      return zoneInfo(only, items.length, names);
    default:
  }
  if (names.size > 0) return `${name}(...) takes no names`;
  switch (name) {
    case 'set':
    case 'frozenset':
      if (only === undefined) return { type: name, items: [] };
      return items.length === 1 && 'items' in only
        ? { type: name, items: [...only.items] }
        : `${name}(...) takes one set, list or tuple`;
    case 'bytearray':
      if (only === undefined) return { type: name, value: new Uint8Array(0) };
      return items.length === 1 && only.type === 'bytes'
        ? { type: name, value: only.value }
        : 'bytearray(...) takes bytes';
    case 'Decimal':
      return decimal(only, items.length);
    case 'UUID':
      return uuid(only, items.length);
    case 'date':
      return moment(name, items, names);
    case 'timezone':
      return timezone(items);
  }
}

/** The parts of a date and of a time: what they are called, the least and the most. */
const DATE = [
  ['year', 1, 9999],
  ['month', 1, 12],
  ['day', 1, 31],
] as const;
const TIME = [
  ['hour', 0, 23],
  ['minute', 0, 59],
  ['second', 0, 59],
  ['microsecond', 0, 999_999],
] as const;

function moment(
  name: 'date' | 'time' | 'datetime',
  all: readonly Node[],
  names: ReadonlyMap<Node, string>,
): Node | string {
  const items = all.filter((item) => !names.has(item));
  let zone: Node | undefined;
  let fold = 0;
  for (const [item, keyword] of names) {
    if (keyword === 'tzinfo' && (item.type === 'none' || isZone(item))) zone = item.type === 'none' ? undefined : item;
    else if (keyword === 'fold' && item.type === 'int' && (item.value === 0 || item.value === 1)) fold = item.value;
    else if (keyword === 'tzinfo')
      return `tzinfo of ${name}(...) is None, timezone.utc, timezone(...) or ZoneInfo(...)`;
    else return keyword === 'fold' ? `fold of ${name}(...) is 0 or 1` : `${name}(...) takes tzinfo and fold by name`;
  }
  const parts = [...(name === 'time' ? [] : DATE), ...(name === 'date' ? [] : TIME)];
  const least = name === 'time' ? 0 : DATE.length;
  if (items.length < least || items.length > parts.length) return `${name}(...) takes ${least} to ${parts.length} ints`;
  const values: number[] = [];
  for (const [i, [part, from, to]] of parts.entries()) {
    const item = items[i];
    const value = item === undefined ? 0 : item.type === 'int' ? Number(item.value) : Number.NaN;
    if (!(value >= from && value <= to)) return `${part} of ${name}(...) is an int from ${from} to ${to}`;
    values.push(value);
  }
  const [year = 1, month = 1, day = 1] = values;
  if (name !== 'time' && day > daysIn(year, month)) return `there is no such day as ${year}-${month}-${day}`;
  const bytes: number[] = [];
  for (const [i, [part]] of parts.entries()) {
    const value = values[i] ?? 0;
    if (part === 'microsecond') bytes.push(value >> 16, (value >> 8) & 0xff, value & 0xff);
    else if (part === 'year') bytes.push(value >> 8, value & 0xff);
    else bytes.push(value);
  }
  // The month of a datetime, the hour of a time: their highest bit is the fold.
  const marked = name === 'time' ? 0 : 2;
  bytes[marked] = (bytes[marked] ?? 0) | (fold << 7);
  const value: Node = { type: 'bytes', value: Uint8Array.from(bytes) };
  return call('datetime', name, zone === undefined ? [value] : [value, zone]);
}

/** Whether it is a zone that {@link called} or {@link utc} made. */
function isZone(node: Node): boolean {
  if (node.type !== 'call') return false;
  const { callable } = node;
  return callable.type === 'call' || (callable.type === 'global' && callable.name === 'timezone');
}

/** `datetime.timezone.utc`. */
export function utc(): Node {
  return call('datetime', 'timezone', [delta(0n, 0n, 0n)]);
}

function timezone([offset, name, ...more]: readonly Node[]): Node | string {
  const isDelta = offset?.type === 'call' && offset.callable.type === 'global' && offset.callable.name === 'timedelta';
  const isNamed = name === undefined || name.type === 'str';
  if (!isDelta || !isNamed || more.length > 0 || !('items' in offset.args))
    return "timezone(...) takes a timedelta, and a name as text: timezone(timedelta(seconds=3600), 'CET')";
  const [days, ...rest] = offset.args.items.map((part) => (part.type === 'int' ? Number(part.value) : 0));
  const isInDay = days === 0 || (days === -1 && rest.some((part) => part > 0));
  if (!isInDay) return 'the offset of a timezone(...) is less than a day';
  return call('datetime', 'timezone', name === undefined ? [offset] : [offset, name]);
}

function zoneInfo(only: Node | undefined, count: number, names: ReadonlyMap<Node, string>): Node | string {
  const isKey = only?.type === 'str' && (names.get(only) ?? 'key') === 'key';
  if (count !== 1 || !isKey) return "ZoneInfo(...) takes the name of a zone: ZoneInfo(key='Europe/Paris')";
  const method = call('builtins', 'getattr', [global('zoneinfo', 'ZoneInfo'), { type: 'str', value: '_unpickle' }]);
  return { type: 'call', callable: method, args: tuple([only, { type: 'int', value: 1 }]), actions: [] };
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const DAY = 86_400n;
const MICROS = 1_000_000n;
/** Microseconds of the parts of a timedelta. */
const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['days', DAY * MICROS],
  ['seconds', MICROS],
  ['microseconds', 1n],
]);
const MOST_DAYS = 999_999_999n;

function timedelta(items: readonly Node[], names: ReadonlyMap<Node, string>): Node | string {
  const order = [...UNITS.keys()];
  let micros = 0n;
  for (const [i, item] of items.entries()) {
    const unit = UNITS.get(names.get(item) ?? order[i] ?? '');
    if (unit === undefined || item.type !== 'int') return `timedelta(...) takes ints: ${order.join(', ')}`;
    micros += BigInt(item.value) * unit;
  }
  const inDay = ((micros % (DAY * MICROS)) + DAY * MICROS) % (DAY * MICROS);
  const days = (micros - inDay) / (DAY * MICROS);
  if (days > MOST_DAYS || days < -MOST_DAYS) return 'a timedelta of more than 999999999 days';
  return delta(days, inDay / MICROS, inDay % MICROS);
}

function delta(...parts: readonly bigint[]): Node {
  return call(
    'datetime',
    'timedelta',
    parts.map((value) => ({ type: 'int', value: Number(value) })),
  );
}

const DECIMAL = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|s?nan\d*)$/i;

function decimal(only: Node | undefined, count: number): Node | string {
  const text = only?.type === 'str' ? only.value : only?.type === 'int' ? String(only.value) : '';
  if (count !== 1 || !DECIMAL.test(text)) return "Decimal(...) takes a number as text: Decimal('1.5')";
  return call('decimal', 'Decimal', [{ type: 'str', value: text }]);
}

function uuid(only: Node | undefined, count: number): Node | string {
  const digits = only?.type === 'str' ? only.value.replace(/^urn:uuid:|[{}-]/g, '') : '';
  if (count !== 1 || !/^[\da-f]{32}$/i.test(digits)) return 'UUID(...) takes 32 hex digits as text';
  const state: Node = {
    type: 'dict',
    entries: [
      [
        { type: 'str', value: 'int' },
        { type: 'int', value: BigInt(`0x${digits}`) },
      ],
    ],
  };
  return { type: 'new', cls: global('uuid', 'UUID'), args: tuple([]), actions: [{ do: 'build', state }] };
}

/** A complex number, as `complex` makes it. */
export function complexNode(re: number, im: number): Node {
  return call('builtins', 'complex', [
    { type: 'float', value: re },
    { type: 'float', value: im },
  ]);
}

function call(module: string, name: string, args: Node[]): Node {
  return { type: 'call', callable: global(module, name), args: tuple(args), actions: [] };
}

function global(module: string, name: string): GlobalNode {
  return { type: 'global', module, name };
}

function tuple(items: Node[]): SequenceNode {
  return { type: 'tuple', items };
}
