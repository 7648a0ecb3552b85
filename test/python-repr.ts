/**
 * Python's `repr` of loaded values, for comparing with what CPython prints. Recursive and small: for test data only.
 * An integral number is printed as an int, because a loaded float does not show that it was one.
 *
 * @module
 */
import { formatFloat } from '../src/bytes/float.ts';
import { pythonBytesRepr, pythonTextRepr } from '../src/bytes/text-repr.ts';
import { ByteArray, Complex, FrozenSet, Global, Instance, PyRange, Slice, Tuple } from '../src/index.ts';
import { repr as reprOf } from '../src/tools.ts';

export function pythonRepr(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pythonTextRepr(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : formatFloat(value);
  }
  if (value instanceof Tuple) return value.length === 1 ? `(${pythonRepr(value[0])},)` : `(${reprs(value)})`;
  if (Array.isArray(value)) return `[${reprs(value)}]`;
  if (value instanceof Map) return `{${entries(value)}}`;
  if (value instanceof FrozenSet) return value.size === 0 ? 'frozenset()' : `frozenset({${reprs([...value])}})`;
  if (value instanceof Set) return value.size === 0 ? 'set()' : `{${reprs([...value])}}`;
  if (value instanceof ByteArray) return `bytearray(${pythonBytesRepr(value)})`;
  if (value instanceof Uint8Array) return pythonBytesRepr(value);
  if (value instanceof Complex || value instanceof PyRange) return value.toString();
  if (value instanceof Slice) return `slice(${reprs([value.start, value.stop, value.step])})`;
  if (value instanceof Global) return `<class '${value.module === 'builtins' ? value.name : value}'>`;
  if (value instanceof Instance) return `<${String(value.cls)} ${reprs([value.args, ...value.states])}>`;
  return reprOf(value);
}

function reprs(values: readonly unknown[]): string {
  return values.map(pythonRepr).join(', ');
}

function entries(map: ReadonlyMap<unknown, unknown>): string {
  return [...map].map(([key, value]) => `${pythonRepr(key)}: ${pythonRepr(value)}`).join(', ');
}
