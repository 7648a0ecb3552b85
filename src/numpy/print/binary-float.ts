/**
 * Floats as the type that they are of has them in binary, which decides how many digits they need.
 *
 * @module
 */
import { HALF } from '../small-float.ts';
import type { BinaryFloat } from './dragon4.ts';
import type { PrintedFloat } from './float-format.ts';

/** The floats of one type: bits of the mantissa that are kept, and what is subtracted from the exponent. */
interface FloatType {
  readonly bits: number;
  readonly bias: number;
  /** numpy's `finfo.precision`. */
  readonly decimals: number;
  /** The bits of a value. */
  raw(value: number): bigint;
}

const view = /* @__PURE__ */ new DataView(new ArrayBuffer(8));

const TYPES: ReadonlyMap<number, FloatType> = /* @__PURE__ */ new Map([
  [2, { bits: 10, bias: 15, decimals: 3, raw: (value) => BigInt(HALF.encode(value)) }],
  [
    4,
    {
      bits: 23,
      bias: 127,
      decimals: 6,
      raw(value) {
        view.setFloat32(0, value);
        return BigInt(view.getUint32(0));
      },
    },
  ],
  [
    8,
    {
      bits: 52,
      bias: 1023,
      decimals: 15,
      raw(value) {
        view.setFloat64(0, value);
        return view.getBigUint64(0);
      },
    },
  ],
]);
const LONG_DECIMALS = 18;

/** Decimal digits that floats of so many bytes have in any case. */
export function decimalsOf(bytes: number): number {
  return TYPES.get(bytes)?.decimals ?? LONG_DECIMALS;
}

/**
 * A float of a type.
 *
 * @param value - A number; of a long double that a number does not have its bytes, in the order of the machine.
 * @param bytes - The size of the type.
 */
export function printedFloat(value: number | Uint8Array, bytes: number): PrintedFloat {
  if (value instanceof Uint8Array) return longFloat(value);
  const type = TYPES.get(bytes);
  if (value === 0 || !Number.isFinite(value)) return { value, binary: undefined };
  if (type !== undefined) return { value, binary: binaryOf(type.raw(value), type) };
  // A long double has 64 bits of mantissa, the first of which is always 1.
  const double = TYPES.get(8);
  if (double === undefined) return { value, binary: undefined };
  const { mantissa, exponent } = binaryOf(double.raw(value), double);
  const shift = 64 - mantissa.toString(2).length;
  const long = mantissa << BigInt(shift);
  return { value, binary: { mantissa: long, exponent: exponent - shift, hasUnequalMargins: long === 1n << 63n } };
}

function binaryOf(raw: bigint, { bits, bias }: FloatType): BinaryFloat {
  const kept = raw & ((1n << BigInt(bits)) - 1n);
  const field = Number(raw >> BigInt(bits)) & (2 * bias + 1);
  const mantissa = field === 0 ? kept : kept | (1n << BigInt(bits));
  return {
    mantissa,
    exponent: Math.max(field, 1) - bias - bits,
    hasUnequalMargins: kept === 0n && field > 1,
  };
}

const LONG_BIAS = 16383;

/** x87's: 64 bits of mantissa, 15 of exponent, a sign. */
function longFloat(bytes: Uint8Array): PrintedFloat {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mantissa = data.getBigUint64(0, true);
  const top = data.getUint16(8, true);
  const exponent = Math.max(top & 0x7fff, 1) - LONG_BIAS - 63;
  const size = Number(mantissa) * 2 ** Math.max(-1100, Math.min(1000, exponent));
  const near = Math.min(Number.MAX_VALUE, Math.max(Number.MIN_VALUE, size));
  const value = (top & 0x8000) === 0 ? near : -near;
  return { value, binary: { mantissa, exponent, hasUnequalMargins: mantissa === 1n << 63n } };
}
