/**
 * Calls that `repr` of Python writes for values without a literal: what they make, as nodes of a graph.
 *
 * @module
 */
import type { GlobalNode, Node, SequenceNode } from '../graph/graph.ts';

/** The calls that are known, by their names in Python, with and without the module. */
export const CALLS =
  /(?:(frozenset|set|bytearray)|(?:datetime\.)?(datetime|date|timedelta|time)|(?:decimal\.)?(Decimal)|(?:uuid\.)?(UUID))\s*\(/y;

export const CALL_NAMES = [
  'frozenset',
  'set',
  'bytearray',
  'datetime',
  'date',
  'timedelta',
  'time',
  'Decimal',
  'UUID',
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
  if (name === 'timedelta') return timedelta(items, names);
  if (names.size > 0) return `${name}(...) takes no names`;
  const [only] = items;
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
    case 'time':
    case 'datetime':
      return moment(name, items);
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

function moment(name: 'date' | 'time' | 'datetime', items: readonly Node[]): Node | string {
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
  return call('datetime', name, [{ type: 'bytes', value: Uint8Array.from(bytes) }]);
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

const DAY = 86_400n;
const MICROS = 1_000_000n;
/** Microseconds of the parts of a timedelta. */
const UNITS: Readonly<Record<string, bigint>> = { days: DAY * MICROS, seconds: MICROS, microseconds: 1n };
const MOST_DAYS = 999_999_999n;

function timedelta(items: readonly Node[], names: ReadonlyMap<Node, string>): Node | string {
  const order = Object.keys(UNITS);
  let micros = 0n;
  for (const [i, item] of items.entries()) {
    const unit = UNITS[names.get(item) ?? order[i] ?? ''];
    if (unit === undefined || item.type !== 'int') return `timedelta(...) takes ints: ${order.join(', ')}`;
    micros += BigInt(item.value) * unit;
  }
  const inDay = ((micros % (DAY * MICROS)) + DAY * MICROS) % (DAY * MICROS);
  const days = (micros - inDay) / (DAY * MICROS);
  if (days > MOST_DAYS || days < -MOST_DAYS) return 'a timedelta of more than 999999999 days';
  const parts = [days, inDay / MICROS, inDay % MICROS];
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

function call(module: string, name: string, args: Node[]): Node {
  return { type: 'call', callable: global(module, name), args: tuple(args), actions: [] };
}

function global(module: string, name: string): GlobalNode {
  return { type: 'global', module, name };
}

function tuple(items: Node[]): SequenceNode {
  return { type: 'tuple', items };
}
