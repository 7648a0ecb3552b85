/**
 * Values through a real CPython, both ways and at several protocols.
 *
 * @module
 */
import { expect } from 'vitest';
import { dumps, loads, type Protocol } from '../../src/index.ts';
import { oracle } from '../oracle.ts';

export const PROTOCOLS: readonly Protocol[] = [0, 2, 4, 5];

/** What two values of a Python type have in common when they are equal, where `==` does not say it. */
export interface Comparison {
  /** An expression of `x`. @defaultValue `x` */
  readonly by?: string;
  readonly protocols?: readonly Protocol[];
  /** Statements to run first. */
  readonly setup?: string;
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
  { by = 'x', protocols = PROTOCOLS, setup = '', identical = true }: Comparison = {},
): Promise<void> {
  const python = await oracle();
  python.run(setup);
  const shown = python.evaluate(`repr(${expression})`);
  for (const protocol of protocols) {
    const theirs = python.dumps(expression, protocol);
    const value = loads(theirs);
    check(value);
    if (!/ at 0x/.test(String(shown))) expect(String(value), expression).toBe(shown);
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
