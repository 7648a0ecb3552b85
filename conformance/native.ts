import type { CallNode, GraphNode } from 'brine/tools';
import {
  bytearrayText,
  bytesText,
  type Group,
  json,
  list,
  listed,
  members,
  paired,
  pairList,
} from './canonical-json.ts';

/** How level `std` writes an object of one of Python's own types; `undefined` for others, and for unusual arguments. */
export function nativeOf(node: GraphNode): Group | undefined {
  if (node.type !== 'call' || node.callable.type !== 'global' || node.args.type !== 'tuple') return undefined;
  const module = MODULES.get(node.callable.module) ?? node.callable.module;
  const native = NATIVES.get(`${module}.${node.callable.name}`);
  const log = logOf(node);
  return native === undefined || log === undefined ? undefined : native(node.args.items, log);
}

const MODULES: ReadonlyMap<string, string> = new Map([
  ['__builtin__', 'builtins'],
  ['copy_reg', 'copyreg'],
]);

/** What was appended and set. */
interface Log {
  readonly items: readonly GraphNode[];
  readonly entries: readonly (readonly [GraphNode, GraphNode])[];
}

/** `undefined`: something else was done to the object. */
function logOf({ actions }: CallNode): Log | undefined {
  const items: GraphNode[] = [];
  const entries: (readonly [GraphNode, GraphNode])[] = [];
  for (const action of actions) {
    if (action.do === 'append') items.push(...action.items);
    else if (action.do === 'set') entries.push(...action.entries);
    else if (action.do !== 'setter') return undefined;
  }
  return { items, entries };
}

type Describe = (args: readonly GraphNode[], log: Log) => Group | undefined;

/** For a type to which nothing is appended and in which nothing is set. */
function plain(describe: (args: readonly GraphNode[]) => Group | undefined): Describe {
  return (args, { items, entries }) => (items.length + entries.length > 0 ? undefined : describe(args));
}

const NATIVES: ReadonlyMap<string, Describe> = new Map([
  ['builtins.set', plain((args) => collection('set', args))],
  ['builtins.frozenset', plain((args) => collection('fs', args))],
  ['builtins.complex', plain((args) => (areAll(args, 'float', 2) ? { parts: args, finish: listed('c') } : undefined))],
  ['builtins.bytes', plain((args) => (args.length === 0 ? ready(bytesText(new Uint8Array(0))) : undefined))],
  ['_codecs.encode', plain(encoded)],
  ['builtins.bytearray', plain(byteArray)],
  ['builtins.range', plain((args) => ({ parts: args, finish: listed('range') }))],
  ['builtins.xrange', plain((args) => ({ parts: args, finish: listed('range') }))],
  ['builtins.slice', plain((args) => ({ parts: args, finish: listed('slice') }))],
  ['collections.OrderedDict', orderedDict],
  ['collections.defaultdict', defaultDict],
  ['collections.deque', deque],
  ['collections.Counter', plain(counter)],
  ['decimal.Decimal', plain(decimal)],
  ['datetime.date', plain((args) => moment(args, 4))],
  ['datetime.time', plain((args) => moment(args, 6))],
  ['datetime.datetime', plain((args) => moment(args, 10))],
  ['datetime.timedelta', plain(timedelta)],
]);

function ready(text: string): Group {
  return { parts: [], finish: () => text };
}

function areAll(args: readonly GraphNode[], type: GraphNode['type'], count: number): boolean {
  return args.length === count && args.every((arg) => arg.type === type);
}

function collection(key: string, [items, ...more]: readonly GraphNode[]): Group | undefined {
  if (items === undefined) return members(key, []);
  if ((items.type !== 'list' && items.type !== 'tuple') || more.length > 0) return undefined;
  return members(key, items.items);
}

function encoded(args: readonly GraphNode[]): Group | undefined {
  const bytes = latin1Of(args);
  return bytes && ready(bytesText(bytes));
}

/** The bytes of `(text, 'latin1')`. */
function latin1Of([text, encoding, ...more]: readonly GraphNode[]): Uint8Array | undefined {
  if (text?.type !== 'str' || encoding?.type !== 'str' || more.length > 0) return undefined;
  if (!/^latin-?1$/.test(encoding.value) || /[^\0-\xff]/.test(text.value)) return undefined;
  return Buffer.from(text.value, 'latin1');
}

function bytesOf(node: GraphNode | undefined): Uint8Array | undefined {
  if (node?.type === 'bytes') return node.value;
  if (node?.type !== 'call' || node.callable.type !== 'global' || node.args.type !== 'tuple') return undefined;
  const { module, name } = node.callable;
  if (node.actions.length > 0) return undefined;
  if (module === '_codecs' && name === 'encode') return latin1Of(node.args.items);
  const isBytes = name === 'bytes' && (MODULES.get(module) ?? module) === 'builtins';
  return isBytes && node.args.items.length === 0 ? new Uint8Array(0) : undefined;
}

function byteArray(args: readonly GraphNode[]): Group | undefined {
  const bytes = args.length === 0 ? new Uint8Array(0) : args.length === 1 ? bytesOf(args[0]) : latin1Of(args);
  return bytes && ready(bytearrayText(bytes));
}

function orderedDict([given, ...more]: readonly GraphNode[], { items, entries }: Log): Group | undefined {
  if (more.length > 0 || items.length > 0) return undefined;
  const first = given === undefined ? [] : pairsOf(given);
  return first && { parts: [...first, ...entries].flat(), finish: paired('od') };
}

function pairsOf(node: GraphNode): (readonly [GraphNode, GraphNode])[] | undefined {
  if (node.type === 'dict') return node.entries;
  if (node.type !== 'list' && node.type !== 'tuple') return undefined;
  const pairs: [GraphNode, GraphNode][] = [];
  for (const pair of node.items) {
    const [key, value, ...more] = pair.type === 'list' || pair.type === 'tuple' ? pair.items : [];
    if (key === undefined || value === undefined || more.length > 0) return undefined;
    pairs.push([key, value]);
  }
  return pairs;
}

function defaultDict([factory, ...more]: readonly GraphNode[], { items, entries }: Log): Group | undefined {
  if (more.length > 0 || items.length > 0) return undefined;
  const values: Group = { parts: entries.flat(), finish: pairList };
  return { parts: [factory ?? 'null', values], finish: ([made, pairs]) => `{"dd":${made},"v":${pairs}}` };
}

function deque([first, maxlen, ...more]: readonly GraphNode[], { items, entries }: Log): Group | undefined {
  if (more.length > 0 || entries.length > 0) return undefined;
  if (first !== undefined && first.type !== 'list' && first.type !== 'tuple') return undefined;
  const all: Group = { parts: [...(first?.items ?? []), ...items], finish: list };
  return { parts: [all, maxlen ?? 'null'], finish: ([held, max]) => `{"dq":${held},"max":${max}}` };
}

function counter([counts, ...more]: readonly GraphNode[]): Group | undefined {
  if (counts?.type !== 'dict' || more.length > 0) return undefined;
  return { parts: counts.entries.flat(), finish: paired('ctr') };
}

function decimal([text, ...more]: readonly GraphNode[]): Group | undefined {
  return text?.type === 'str' && more.length === 0 ? ready(`{"dec":${json(text.value)}}`) : undefined;
}

function timedelta(args: readonly GraphNode[]): Group | undefined {
  if (!areAll(args, 'int', 3)) return undefined;
  return ready(`{"timedelta":[${args.map((arg) => `"${arg.type === 'int' ? arg.value : ''}"`).join(',')}]}`);
}

/** A naive date (4 bytes), time (6) or datetime (10). */
function moment([state, ...more]: readonly GraphNode[], length: 4 | 6 | 10): Group | undefined {
  const isText = state?.type === 'str' && !/[^\0-\xff]/.test(state.value);
  const bytes = isText ? Buffer.from(state.value, 'latin1') : bytesOf(state);
  if (bytes?.length !== length || more.length > 0) return undefined;
  const key = length === 4 ? 'date' : length === 6 ? 'time' : 'datetime';
  const foldAt = length === 10 ? 2 : 0;
  const fold = length !== 4 && (bytes[foldAt] ?? 0) >= 0x80;
  const plainBytes = Uint8Array.from(bytes, (byte, i) => (fold && i === foldAt ? byte & 0x7f : byte));
  const day = length === 6 ? '' : dayText(plainBytes);
  const clock = length === 4 ? '' : clockText(plainBytes.subarray(length === 6 ? 0 : 4));
  return ready(`{"${key}":"${[day, clock].filter((text) => text !== '').join('T')}${fold ? ' fold' : ''}"}`);
}

function dayText([high = 0, low = 0, month = 0, day = 0]: Uint8Array): string {
  return `${padded(high * 256 + low, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

function clockText([hour = 0, minute = 0, second = 0, a = 0, b = 0, c = 0]: Uint8Array): string {
  return `${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}.${padded((a << 16) | (b << 8) | c, 6)}`;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
