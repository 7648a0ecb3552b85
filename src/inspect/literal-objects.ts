/**
 * Objects as `repr` of Python writes them: `range(0, 3)`, `Fraction(1, 3)`, `OrderedDict({'a': 1})`, `PosixPath('a')`,
 * `<class 'list'>`. What they make, as nodes of a graph.
 *
 * @module
 */
import { lateRegExp } from '../bytes/late-regexp.ts';
import { arrayNamed } from '../graph/array-form.ts';
import type { Action, CallNode, GlobalNode, Node, SequenceNode } from '../graph/graph.ts';
import { GraphNames } from '../graph/names.ts';
import type { LiteralText } from '../literal/literal-text.ts';
import { bigintArgument, compactInteger } from '../stdlib/call-arguments.ts';
import { isBuiltInException } from '../stdlib/exceptions/exception-names.ts';
import {
  IPv4Address,
  IPv4Interface,
  IPv4Network,
  IPv6Address,
  IPv6Interface,
  IPv6Network,
} from '../stdlib/network/ipaddress.ts';
import { Fraction } from '../stdlib/numbers/fractions.ts';
import type { LiteralObjects, ObjectArguments } from './literal.ts';

/** What a call makes; a text says why it makes nothing. */
type Make = (name: string, args: ObjectArguments) => Node | string;

/** The objects by name: the module, and how they are made. */
const OBJECTS: ReadonlyMap<string, readonly [module: string, make: Make]> = /* @__PURE__ */ new Map(
  Object.entries({
    'builtins range': range,
    'builtins slice': slice,
    'builtins complex': complex,
    'array array': array,
    'fractions Fraction': fraction,
    'collections Counter': counter,
    'collections OrderedDict': orderedDict,
    'collections defaultdict': defaultDict,
    'collections deque': deque,
    'collections ChainMap': chainMap,
    'pathlib PurePosixPath': path,
    'pathlib PosixPath': path,
    'pathlib PureWindowsPath': path,
    'pathlib WindowsPath': path,
    'ipaddress IPv4Address': address,
    'ipaddress IPv6Address': address,
    'ipaddress IPv4Network': address,
    'ipaddress IPv6Network': address,
    'ipaddress IPv4Interface': address,
    'ipaddress IPv6Interface': address,
  } satisfies Record<string, Make>).map(([key, make]) => {
    const [module = '', name = ''] = key.split(' ');
    return [name, [module, make]];
  }),
);

const CALL = /(?:([a-z]+)\.)?([A-Za-z_]\w*)\s*\(/y;
const CLASS = /* @__PURE__ */ lateRegExp("<class '([\\p{ID_Continue}$.]+)'>", 'uy');
const SINGLETON = /* @__PURE__ */ lateRegExp('(Ellipsis|NotImplemented)(?![\\p{ID_Continue}$])', 'uy');
const UPPER_CASE = /* @__PURE__ */ lateRegExp('^_*\\p{Lu}', 'u');
const KEYWORD = /(maxlen)\s*=(?!=)/y;

function objectCall(source: LiteralText): ((args: ObjectArguments) => Node | string) | undefined {
  const { at } = source;
  const [, module, name = ''] = source.match(CALL) ?? [];
  const [home, make] = OBJECTS.get(name) ?? (isBuiltInException(name) ? (['builtins', exception] as const) : []);
  if (make === undefined || (module !== undefined && module !== home)) {
    source.at = at;
    return undefined;
  }
  return (args) => make(name, args);
}

/** `<class 'list'>`, `Ellipsis` */
function objectName(source: LiteralText): Node | undefined {
  const singleton = source.match(SINGLETON())?.[1];
  if (singleton !== undefined) return global('builtins', singleton);
  const found = source.match(CLASS())?.[1];
  if (found === undefined) return undefined;
  const parts = found.split('.');
  if (parts.some((part) => part === '')) throw source.refuse('the name of a class without a part of it');
  if (parts.length === 1) return global('builtins', found);
  // A class in a class: names of classes begin with a capital, by custom, and names of modules do not.
  const first = parts.findIndex((part, i) => i > 0 && UPPER_CASE().test(part));
  const from = first < 0 ? parts.length - 1 : first;
  return global(parts.slice(0, from).join('.'), parts.slice(from).join('.'));
}

/** The objects that are known. */
export const LITERAL_OBJECTS: LiteralObjects = { call: objectCall, keyword: KEYWORD, name: objectName };

function ints(items: readonly Node[]): (number | bigint)[] | undefined {
  const values = items.flatMap((item) => (item.type === 'int' ? [item.value] : []));
  return values.length === items.length ? values : undefined;
}

function int(value: number | bigint): Node {
  return { type: 'int', value };
}

function range(name: string, { items, names }: ObjectArguments): Node | string {
  const values = ints(items);
  const [first, second, step = 1] = values ?? [];
  if (first === undefined || items.length > 3 || names.size > 0 || Number(step) === 0) {
    return 'range(...) takes one to three ints, of which the third is not 0: range(0, 10, 2)';
  }
  return call('builtins', name, (second === undefined ? [0, first, step] : [first, second, step]).map(int));
}

function slice(name: string, { items, names }: ObjectArguments): Node | string {
  const [first, second, step = NONE] = items;
  if (first === undefined || items.length > 3 || names.size > 0) return 'slice(...) takes one to three values';
  return call('builtins', name, second === undefined ? [NONE, first, NONE] : [first, second, step]);
}

const NONE: Node = { type: 'none' };

function complex(name: string, { items, names }: ObjectArguments): Node | string {
  const parts = items.flatMap((item) => (item.type === 'int' || item.type === 'float' ? [Number(item.value)] : []));
  const [re = 0, im = 0] = parts;
  if (parts.length < items.length || items.length > 2 || names.size > 0) return 'complex(...) takes two numbers';
  return call('builtins', name, [
    { type: 'float', value: re },
    { type: 'float', value: im },
  ]);
}

/** `array('i', [1, 2])` */
function array(name: string, { items, names }: ObjectArguments): Node | string {
  const made = call('array', name, items.length === 1 ? [...items, { type: 'list', items: [] }] : [...items]);
  const fits = names.size === 0 && items.length <= 2 && arrayNamed(true, made, new GraphNames(false)) !== undefined;
  return fits ? made : "array(...) takes a type code and values that fit it: array('i', [1, 2])";
}

function fraction(name: string, { items, names }: ObjectArguments): Node | string {
  const [numerator, denominator = 1n] = (ints(items) ?? []).map(bigintArgument);
  if (numerator === undefined || items.length > 2 || names.size > 0 || denominator === 0n) {
    return 'Fraction(...) takes two ints, of which the second is not 0: Fraction(1, 3)';
  }
  const made = new Fraction(numerator, denominator);
  const parts = [made.numerator, made.denominator].map((part) => int(compactInteger(BigInt(part))));
  return call('fractions', name, parts);
}

function counter(name: string, { items, names }: ObjectArguments): Node | string {
  const [counts, ...more] = items;
  if (more.length > 0 || names.size > 0 || (counts !== undefined && counts.type !== 'dict')) {
    return "Counter(...) takes a dict: Counter({'a': 2})";
  }
  return call('collections', name, [counts ?? { type: 'dict', entries: [] }]);
}

function orderedDict(name: string, { items, names, hashes }: ObjectArguments): Node | string {
  const entries = entriesOf(items);
  if (entries === undefined || names.size > 0) return "OrderedDict(...) takes a dict, or pairs: OrderedDict({'a': 1})";
  hashes.keys(entries);
  return call('collections', name, [], entries.length === 0 ? [] : [{ do: 'set', entries }]);
}

/** The entries of one dict or of one list of pairs. */
function entriesOf([source, ...more]: readonly Node[]): [Node, Node][] | undefined {
  if (source === undefined) return [];
  if (more.length > 0) return undefined;
  if (source.type === 'dict') return source.entries;
  if (source.type !== 'list' && source.type !== 'tuple') return undefined;
  const entries: [Node, Node][] = [];
  for (const pair of source.items) {
    const [key, value, ...rest] = pair.type === 'list' || pair.type === 'tuple' ? pair.items : [];
    if (key === undefined || value === undefined || rest.length > 0) return undefined;
    entries.push([key, value]);
  }
  return entries;
}

function defaultDict(name: string, { items, names, hashes }: ObjectArguments): Node | string {
  const [factory = NONE, ...rest] = items;
  const entries = entriesOf(rest);
  const isFactory = factory.type === 'none' || factory.type === 'global';
  if (!isFactory || entries === undefined || names.size > 0) {
    return "defaultdict(...) takes a class or None, and a dict: defaultdict(<class 'list'>, {'a': []})";
  }
  hashes.keys(entries);
  const args = factory.type === 'none' ? [] : [factory];
  return call('collections', name, args, entries.length === 0 ? [] : [{ do: 'set', entries }]);
}

function deque(name: string, { items, names }: ObjectArguments): Node | string {
  const [source = EMPTY, maxlen = NONE, ...more] = items;
  const isNamed = (names.get(maxlen) ?? 'maxlen') === 'maxlen' && !names.has(source);
  const isBound = maxlen.type === 'none' || (maxlen.type === 'int' && maxlen.value >= 0);
  if ((source.type !== 'list' && source.type !== 'tuple') || !isNamed || !isBound || more.length > 0) {
    return 'deque(...) takes a list, and the most items that it holds: deque([1, 2], maxlen=5)';
  }
  // What is added to one that is full takes the place of the first.
  const most = maxlen.type === 'int' ? Number(maxlen.value) : source.items.length;
  const held = source.items.slice(Math.max(0, source.items.length - most));
  const args = maxlen.type === 'none' ? [] : [EMPTY, maxlen];
  return call('collections', name, args, held.length === 0 ? [] : [{ do: 'append', items: held }]);
}

const EMPTY: SequenceNode = { type: 'tuple', items: [] };

function chainMap(name: string, { items, names }: ObjectArguments): Node | string {
  if (names.size > 0) return "ChainMap(...) takes dicts: ChainMap({'a': 1}, {})";
  const maps: Node[] = items.length === 0 ? [{ type: 'dict', entries: [] }] : [...items];
  const state: Node = {
    type: 'dict',
    entries: [
      [
        { type: 'str', value: 'maps' },
        { type: 'list', items: maps },
      ],
    ],
  };
  return { type: 'new', cls: global('collections', name), args: tuple([]), actions: [{ do: 'build', state }] };
}

function path(name: string, { items, names }: ObjectArguments): Node | string {
  const areTexts = items.every(({ type }) => type === 'str');
  return areTexts && names.size === 0 ? call('pathlib', name, [...items]) : `${name}(...) takes texts: ${name}('a/b')`;
}

const ADDRESSES: Readonly<Record<string, readonly [example: string, make: (text: string) => { toString(): string }]>> =
  {
    IPv4Address: ['10.0.0.1', (text) => new IPv4Address(text)],
    IPv6Address: ['::1', (text) => new IPv6Address(text)],
    IPv4Network: ['10.0.0.0/8', (text) => new IPv4Network(text)],
    IPv6Network: ['2001:db8::/32', (text) => new IPv6Network(text)],
    IPv4Interface: ['10.0.0.1/8', (text) => new IPv4Interface(text)],
    IPv6Interface: ['::1/64', (text) => new IPv6Interface(text)],
  };

function address(name: string, { items, names }: ObjectArguments): Node | string {
  const [only, ...more] = items;
  const [example = '', make] = ADDRESSES[name] ?? [];
  const refusal = `${name}(...) takes a text: ${name}('${example}')`;
  if (only?.type !== 'str' || more.length > 0 || names.size > 0) return refusal;
  try {
    const made = make?.(only.value);
    // Python writes the number of an IPv4 address.
    const argument = made instanceof IPv4Address ? int(made.value) : only;
    return call('ipaddress', name, [argument]);
  } catch (error) {
    if (error instanceof RangeError) return `${refusal}, ${error.message}`;
    throw error;
  }
}

function exception(name: string, { items, names }: ObjectArguments): Node | string {
  return names.size > 0 ? `${name}(...) takes no names` : call('builtins', name, [...items]);
}

function call(module: string, name: string, args: Node[], actions: Action[] = []): CallNode {
  return { type: 'call', callable: global(module, name), args: tuple(args), actions };
}

function global(module: string, name: string): GlobalNode {
  return { type: 'global', module, name };
}

function tuple(items: Node[]): SequenceNode {
  return { type: 'tuple', items };
}
