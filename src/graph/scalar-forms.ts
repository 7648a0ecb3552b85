/**
 * Calls of built-in types that convert a value: `list((1, 2))`, `str(5)`, `int('ff', 16)`. What they make is the same in
 * a graph as in `loads`.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import { type Conversion, SCALARS } from '../stdlib/scalar-conversions.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Complex } from '../values/complex.ts';
import { Float } from '../values/float.ts';
import { PyRange } from '../values/range.ts';
import type { CopyBudget } from './copy-budget.ts';
import type { Node, SequenceNode } from './graph.ts';
import { argumentsOf, rangeOf } from './iterated.ts';
import type { GraphNames } from './names.ts';

/** The built-in types, by `module.name`. */
const CONVERSIONS: ReadonlyMap<string, Conversion> = /* @__PURE__ */ new Map(
  [...SCALARS].map(([name, convert]) => [`builtins.${name}`, convert]),
);

/** Whether it is a type that makes a number, a text or bytes of its arguments. */
export function makesScalar(path: string): boolean {
  return CONVERSIONS.has(path);
}

/**
 * What a type makes of its arguments, which are in their normal form; `undefined` where that is not certain, is refused
 * by Python, or is more than the budget allows.
 */
export function scalarOf(path: string, args: readonly Node[], names: GraphNames, budget: CopyBudget): Node | undefined {
  const convert = CONVERSIONS.get(path);
  if (convert === undefined) return undefined;
  const [only, second] = args;
  // It is what complex numbers are in a graph: the call has no other form.
  if (path === 'builtins.complex' && args.length === 2 && only?.type === 'float' && second?.type === 'float')
    return undefined;
  if (path === 'builtins.str' && args.length === 1 && only?.type === 'str') return only;
  if (path === 'builtins.bool' && args.length === 1 && only !== undefined) {
    const size = 'items' in only ? only.items.length : 'entries' in only ? only.entries.length : undefined;
    if (size !== undefined) return { type: 'bool', value: size > 0 };
  }
  const charge = (bytes: number): void => {
    if (!budget.spend(bytes)) throw new PickleError('limit', 'copying what calls share');
  };
  if (!budget.spend(1)) return undefined;
  try {
    const values = args.map((arg) => valueIn(arg, names));
    return nodeOf(convert(values, { wholeNumbers: 'int', charge, work: charge }));
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    budget.waste(REFUSAL);
    return undefined;
  }
}

/**
 * What an error costs, in parts: its stack trace takes 25 µs. Python refuses a pickle with one such call, so that of many
 * only the first are tried.
 */
const REFUSAL = 2048;

/** A value of which nothing is known. */
const UNKNOWN: unique symbol = /* @__PURE__ */ Symbol('unknown');

function valueIn(node: Node, names: GraphNames): unknown {
  switch (node.type) {
    case 'none':
      return null;
    case 'bool':
    case 'int':
    case 'bytes':
      return node.value;
    case 'str':
      return node.cuts === undefined ? node.value : UNKNOWN;
    case 'float':
      return new Float(node.value);
    case 'bytearray':
      return ByteArray.from(node.value);
    case 'list':
    case 'tuple':
      return node.items.map((item) => (item.type === 'int' || item.type === 'bool' ? item.value : UNKNOWN));
    case 'call':
      return pyRangeOf(node, names) ?? complexOf(node, names) ?? UNKNOWN;
    default:
      return UNKNOWN;
  }
}

function pyRangeOf(node: Node, names: GraphNames): PyRange | undefined {
  const bounds = rangeOf(node, names);
  return bounds && new PyRange(bounds.start, bounds.stop, bounds.step);
}

function complexOf(node: Node, names: GraphNames): Complex | undefined {
  const [re, im, ...more] = argumentsOf(node, 'builtins.complex', names) ?? [];
  return re?.type === 'float' && im?.type === 'float' && more.length === 0
    ? new Complex(re.value, im.value)
    : undefined;
}

function nodeOf(value: unknown): Node | undefined {
  switch (typeof value) {
    case 'string':
      return { type: 'str', value };
    case 'boolean':
      return { type: 'bool', value };
    case 'number':
    case 'bigint':
      return { type: 'int', value };
    default:
  }
  if (value instanceof Float) return { type: 'float', value: value.value };
  if (value instanceof ByteArray) return { type: 'bytearray', value: Uint8Array.from(value) };
  if (value instanceof Uint8Array) return { type: 'bytes', value };
  return value instanceof Complex ? complexNode(value) : undefined;
}

function complexNode({ re, im }: Complex): Node {
  const args: SequenceNode = {
    type: 'tuple',
    items: [
      { type: 'float', value: re },
      { type: 'float', value: im },
    ],
  };
  return { type: 'call', callable: { type: 'global', module: 'builtins', name: 'complex' }, args, actions: [] };
}
