/**
 * The parameters of estimators and their defaults.
 *
 * @module
 */
import { NumpyScalar } from '../numpy/scalar.ts';
import { Float } from '../values/float.ts';
import { pythonRepr } from '../values/repr.ts';
import { DEFAULTS, type Defaults } from './defaults.ts';

/** Defaults as Python's `repr`, by name; `undefined` for a parameter that has none. */
type Parameters = ReadonlyMap<string, string | undefined>;

/** The tables by version, and the classes that were asked for. */
const asked = /* @__PURE__ */ new Map<Defaults, Map<string, Parameters>>();

/**
 * The parameters of a class of scikit-learn; `undefined` for other classes.
 *
 * @param version - The version of scikit-learn. The nearest version in the table is used; without it, the newest.
 */
export function parametersOf(module: string, name: string, version?: string): Parameters | undefined {
  if (!module.startsWith('sklearn.') || !/^\w{1,100}$/.test(name)) return undefined;
  const minor = Number(
    /^1\.(\d{1,4})/.exec(version ?? '')?.[1] ?? (version === undefined ? Number.POSITIVE_INFINITY : 0),
  );
  const at = DEFAULTS.findIndex(({ since }) => minor >= since);
  // Classes that are not in an older table are as in the newest.
  for (const table of [DEFAULTS[at], DEFAULTS[0], ...DEFAULTS.slice(1)]) {
    const found = table && parametersIn(table, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function parametersIn(table: Defaults, name: string): Parameters | undefined {
  let known = asked.get(table);
  if (known === undefined) asked.set(table, (known = new Map()));
  const found = known.get(name) ?? read(table.lines, name);
  // Names that are not in the list come from pickles, which can have any number of them.
  if (found !== undefined) known.set(name, found);
  return found;
}

function read(lines: string, name: string): Parameters | undefined {
  const at = lines.indexOf(`\n${name}|`);
  if (at < 0) return lines.includes(`\n${name}\n`) ? new Map() : undefined;
  const line = lines.slice(at + name.length + 2, lines.indexOf('\n', at + 1));
  return new Map(
    line.split('|').map((field): [string, string | undefined] => {
      const end = field.indexOf('=');
      // numpy 2 names the type of a scalar in its repr.
      const text = field.slice(end + 1).replace(/^np\.\w+\((.*)\)$/, '$1');
      return end < 0 ? [field, undefined] : [field.slice(0, end), text];
    }),
  );
}

/** No default has a longer text. */
const LONGEST = 200;

/** Whether scikit-learn leaves a parameter out of its `repr`. */
export function isDefault(parameters: Parameters | undefined, name: string, value: unknown): boolean {
  const text = parameters?.get(name);
  if (text === undefined) return false;
  if (value instanceof NumpyScalar) return isDefault(parameters, name, value.value);
  if (value instanceof Float) return Object.is(numberOf(text), value.value);
  if (typeof value === 'bigint') return text === String(value);
  // Without `ints` and `floats` of loads, 1 may be 1.0.
  if (typeof value === 'number') return Object.is(numberOf(text), value);
  // The address of a function differs in each process.
  if (text.startsWith('<function ')) return pythonRepr(value).includes(`${text.slice(10, -3)}'`);
  return withoutZeros(text) === withoutZeros(pythonRepr(value, { depth: 4, items: 8, length: LONGEST, ints: 'auto' }));
}

/** Python's `repr` of a number as a number. */
function numberOf(text: string): number {
  return /^-?inf$/.test(text) ? Number(text.replace('inf', 'Infinity')) : Number(text);
}

/** Numbers in tuples without `.0`, which is lost in reading unless `floats` is `'exact'`. */
function withoutZeros(text: string): string {
  return text.replaceAll(/\b(\d+)\.0\b/g, '$1');
}
