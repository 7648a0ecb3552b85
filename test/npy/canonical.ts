import { Complex, Tuple } from '../../src/index.ts';
import type { DType } from '../../src/numpy/dtype.ts';

/** A value as JSON, as `canon` in conformance/npy/cases.py says it. Of longdoubles only that they are some. */
export function canonical(value: unknown, dtype: DType): unknown {
  const { kind, itemsize, fields, base } = dtype;
  if (fields !== undefined && value instanceof Tuple) {
    return value.map((part, at) => canonical(part, fields[at]?.dtype ?? dtype));
  }
  if (Array.isArray(value)) return value.map((item) => canonical(item, base ?? dtype));
  if ((kind === 'f' || kind === 'c') && itemsize > (kind === 'f' ? 8 : 16)) return 'longdouble';
  if (kind === 'f') return hexOf(Number(value));
  if (value instanceof Complex) return [hexOf(value.re), hexOf(value.im)];
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('hex') };
  if (typeof value === 'string') return { str: value };
  return typeof value === 'boolean' ? value : String(value);
}

function hexOf(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
}
