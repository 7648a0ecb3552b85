/** Random object graphs, with what their shapes are compared by. */
import fc from 'fast-check';
import { ByteArray, Complex, Dict, FrozenSet, Global, Instance, PyRange, PySet, Tuple } from '../src/index.ts';

export const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;

const float = fc.double().filter((value) => !Number.isSafeInteger(value) || Object.is(value, -0));
export const text = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 300,
});
export const atom = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, '', 'a', 'spam'),
  fc.maxSafeInteger(),
  fc.bigInt().map((value) => (value > -(2n ** 53n) && value < 2n ** 53n ? Number(value) : value)),
  fc
    .bigInt({ min: -(2n ** 3000n), max: 2n ** 3000n })
    .map((value) => (value > -(2n ** 53n) && value < 2n ** 53n ? Number(value) : value)),
  float,
  text,
  fc.uint8Array({ minLength: 1, maxLength: 300 }), // Empty bytes are one object in Python.
  fc.uint8Array({ maxLength: 300 }).map((bytes) => ByteArray.from(bytes)),
  fc.tuple(float, float).map(([re, im]) => new Complex(re, im)),
  fc.tuple(fc.maxSafeInteger(), fc.maxSafeInteger(), fc.integer({ min: 1 })).map(([a, b, c]) => new PyRange(a, b, c)),
  fc.constantFrom(new Global('os', 'system'), new Global('a.b', 'C')),
);
const key = fc.oneof(
  fc.maxSafeInteger(),
  text,
  fc.uint8Array({ minLength: 1, maxLength: 9 }),
  fc.tuple(fc.integer(), fc.string()).map((items) => Tuple.from<unknown>(items)),
  // The order of ints in a set is that of CPython's table, which may change from one reading to the next.
  fc.array(fc.string(), { maxLength: 3 }).map((items) => new FrozenSet(items)),
);

/** How one node of a graph is made: of which kind, and of which nodes and atoms. */
export const recipe = fc.record({
  kind: fc.constantFrom('list', 'tuple', 'dict', 'set', 'frozenset', 'instance', 'object'),
  atoms: fc.array(atom, { maxLength: 4 }),
  keys: fc.array(key, { maxLength: 4 }),
  links: fc.array(fc.nat(), { maxLength: 4 }),
});

/** A graph with sharing, and with cycles through whatever can be changed after it was made. */
export function graph(
  recipes: readonly { kind: string; atoms: unknown[]; keys: unknown[]; links: number[] }[],
): unknown {
  const nodes: unknown[] = [];
  for (const { kind, atoms, keys, links } of recipes) {
    const parts = [...atoms, ...links.map((link) => nodes[link % Math.max(1, nodes.length)] ?? null)];
    if (kind === 'list') nodes.push(parts);
    else if (kind === 'tuple') nodes.push(Tuple.from(parts));
    else if (kind === 'dict') nodes.push(new Dict(keys.map((k, i) => [k, parts[i] ?? null] as const)));
    else if (kind === 'set') nodes.push(new PySet(keys.filter((k) => typeof k !== 'number')));
    else if (kind === 'frozenset') nodes.push(new FrozenSet(keys.filter((k) => typeof k !== 'number')));
    else if (kind === 'object')
      nodes.push(new Map(keys.filter((k) => typeof k === 'string').map((k, i) => [k, parts[i]])));
    else {
      const instance = new Instance(new Global('m', 'C'), 'new', Tuple.from(atoms));
      instance.build(new Dict([['parts', parts]]));
      nodes.push(instance);
    }
  }
  for (const [i, { links }] of recipes.entries()) {
    const node = nodes[i];
    for (const link of links) {
      const other = nodes[link % nodes.length];
      if (Array.isArray(node) && !(node instanceof Tuple)) node.push(other);
      else if (node instanceof Dict) node.set('link', other);
    }
  }
  return nodes;
}

/** Every object in order of first visit, by number: two graphs with the same text have the same shape. */
export function shape(root: unknown): string {
  const numbers = new Map<object, number>();
  const lines: string[] = [];
  const queue: object[] = [];
  const name = (value: unknown): string => {
    if (value === undefined) return 'object null';
    if (value instanceof Tuple && value.length === 0) return '()'; // One object in Python, and never in the memo.
    if (typeof value !== 'object' || value === null)
      return Object.is(value, -0) ? '-0' : `${typeof value} ${String(value)}`;
    let number = numbers.get(value);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(value, number);
      queue.push(value);
    }
    return `#${number}`;
  };
  name(root);
  for (let value = queue.shift(); value !== undefined; value = queue.shift()) lines.push(describeObject(value, name));
  return lines.join('\n');
}

function describeObject(value: object, name: (part: unknown) => string): string {
  const kind = value.constructor.name.replace('Map', 'Dict');
  if (Array.isArray(value)) return `${kind}(${value.map(name).join()})`;
  if (value instanceof Uint8Array) return `${kind}(${value.join()})`;
  if (value instanceof Map) return `Dict(${[...value].map(([k, v]) => `${name(k)}:${name(v)}`).join()})`;
  if (value instanceof Set) return `${kind}(${[...value].map(name).join()})`;
  if (value instanceof Instance) return `Instance ${value.cls} ${name(value.args)} ${value.states.map(name).join()}`;
  return `${kind} ${String(value)}`;
}
