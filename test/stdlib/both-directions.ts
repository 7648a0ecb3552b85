/**
 * Values through a real CPython, both ways and at several protocols.
 *
 * @module
 */
import { expect } from 'vitest';
import { dumps, loads, type Protocol } from '../../src/index.ts';
import { repr } from '../../src/tools.ts';
import { oracle } from '../oracle.ts';

export const PROTOCOLS: readonly Protocol[] = [0, 1, 2, 3, 4, 5];

/** What two values of a Python type have in common when they are equal, where `==` does not say it. */
export interface Comparison {
  /** An expression of `x`. @defaultValue `x` */
  readonly by?: string;
  readonly protocols?: readonly Protocol[];
  /** Statements to run first. */
  readonly setup?: string;
  /** Whether Python and we show it alike. @defaultValue true */
  readonly shown?: boolean;
  /** Whether Python's and our bytes are the same. @defaultValue true */
  readonly identical?: boolean;
}

/**
 * Python pickles an expression; Brine loads it, `check`s it, prints it as Python's `repr` does, and dumps it; Python
 * finds the same type and an equal value, in the same bytes.
 */
export async function bothDirections(
  expression: string,
  check: (value: unknown) => void,
  { by = 'x', protocols = PROTOCOLS, setup = '', shown: isShown = true, identical = true }: Comparison = {},
): Promise<void> {
  const python = await oracle();
  python.run(setup);
  const shown = python.evaluate(`repr(${expression})`);
  for (const protocol of protocols) {
    const theirs = python.dumps(expression, protocol);
    const value = loads(theirs);
    check(value);
    if (isShown && !/ at 0x/.test(String(shown))) expect(repr(value), expression).toBe(shown);
    const ours = dumps(value, { protocol });
    const condition = `(lambda y: type(x) is type(y) and (lambda x: (${by}))(x) == (lambda x: (${by}))(y))(${expression})`;
    expect(python.check(ours, condition), `${expression}, protocol ${protocol}`).toBe(true);
    if (identical)
      expect(Buffer.from(ours).toString('latin1'), expression).toBe(Buffer.from(theirs).toString('latin1'));
  }
}

/** Python finds a condition true of `x`, the value that Brine writes, at each protocol. */
export async function pythonFinds(value: unknown, condition: string, protocols = PROTOCOLS): Promise<void> {
  const python = await oracle();
  for (const protocol of protocols) {
    expect(python.check(dumps(value, { protocol }), condition), `${condition}, protocol ${protocol}`).toBe(true);
  }
}

/**
 * Values made by Python go through `loads` and `dumps` and back: each is shown as its `repr`, Python finds the same.
 *
 * @param expression - A list, evaluated anew for each protocol in the main module.
 */
export async function expectRoundTrip(
  setup: string,
  expression: string,
  shown: (value: unknown) => string = (value) => repr(value),
): Promise<void> {
  const python = await oracle();
  python.run(`${setup}\nvalues = ${expression}`);
  const reprs = python.evaluate('[repr(v) for v in values]');
  for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
    python.run(`kept = pickle.loads(pickle.dumps(values, ${protocol}))`);
    const keptReprs = protocol < 4 ? python.evaluate('[repr(v) for v in kept]') : reprs;
    const pickle = python.dumps('values', protocol);
    const loaded = loads<unknown[]>(pickle);
    expect({ protocol, loaded: loaded.map(shown) }).toEqual({ protocol, loaded: keptReprs });
    for (const value of [loaded, loads(pickle, { ints: 'bigint', dicts: 'object' })]) {
      expect(python.check(dumps(value, { protocol }), 'list(map(repr, x)) == list(map(repr, kept))')).toBe(true);
      expect(python.check(dumps(value, { protocol }), '[type(a) for a in x] == [type(a) for a in kept]')).toBe(true);
    }
  }
}
