/**
 * Floats as text: the argument of FLOAT, and Python's `repr`.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import { pythonTextRepr } from './text-repr.ts';

const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)/i;

/**
 * FLOAT's line, without the newline.
 *
 * @throws PickleError `bad-argument` with CPython's message.
 */
export function parseFloatLine(text: string): number {
  const nul = text.indexOf('\0');
  const line = nul < 0 ? text : text.slice(0, nul);
  const literal = NUMBER.exec(line)?.[0];
  // CPython shows the line up to a NUL, its newline included.
  const shown = nul < 0 ? `${text}\n` : line;
  if (literal === undefined) {
    throw new PickleError('bad-argument', `could not convert string to float: ${pythonTextRepr(shown)}`);
  }
  const word = literal.replace(/^[+-]/, '').toLowerCase();
  const sign = literal.startsWith('-') ? -1 : 1;
  const named = word.startsWith('inf') ? Number.POSITIVE_INFINITY : word === 'nan' ? Number.NaN : undefined;
  const value = named === undefined ? Number(literal) : sign * named;
  if (named === undefined && !Number.isFinite(value)) {
    throw new PickleError('bad-argument', `value too large to convert to float: ${pythonTextRepr(shown)}`);
  }
  if (literal.length !== line.length) throw new PickleError('bad-argument', 'could not convert string to float');
  return value;
}

/** Python's `repr` of a float: the same digits as JavaScript, laid out by Python's rules. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa = '', exponentText = ''] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  const sign = value < 0 ? '-' : '';
  if (exponent < -4 || exponent >= 16) {
    const size = Math.abs(exponent).toString().padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return `${sign}${digits.padEnd(exponent + 1, '0')}.0`;
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}
