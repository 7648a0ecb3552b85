/**
 * PyTorch's `torch.dtype`: what the elements of a tensor are.
 *
 * @module
 */
import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from '../values/repr.ts';

/**
 * PyTorch's `torch.dtype`. There is one object for each dtype. {@link torchDType} returns it.
 */
export class TorchDType implements PythonKey, PythonRepr {
  /** PyTorch's name without the module: `float32`, `bfloat16`, `float8_e4m3fn`. */
  readonly name: string;
  /** Bytes of one element. */
  readonly itemBytes: number;
  /**
   * The dtype of the elements in an `NdArray`, as `dtypeOf` of `brine/numpy` accepts it. Elements of complex32 are pairs
   * of float16. Those of bits8, float4_e2m1fn_x2 and similar dtypes are bytes.
   */
  readonly numpy: string;
  /** The class of its storages in files, `FloatStorage`; `undefined` for the dtypes that have none of their own. */
  readonly storage: string | undefined;
  /** Its name in safetensors, `F32`; `undefined` for the dtypes that the format does not have. */
  readonly safetensors: string | undefined;

  /** Made by {@link torchDType}. */
  constructor(name: string, itemBytes: number, numpy: string, storage?: string, safetensors?: string) {
    this.name = name;
    this.itemBytes = itemBytes;
    this.numpy = numpy;
    this.storage = storage;
    this.safetensors = safetensors;
  }

  /** How many bytes are reversed together to change the byte order; 1 if none are. */
  get unitBytes(): number {
    if (this.numpy.startsWith('bits')) return 1;
    return this.name.startsWith('complex') ? this.itemBytes / 2 : this.itemBytes;
  }

  /** How many elements a byte holds: 2 for quint4x2, 4 for quint2x4, otherwise 1. Other packed dtypes are bytes. */
  get perByte(): number {
    if (this.name === 'quint4x2') return 2;
    return this.name === 'quint2x4' ? 4 : 1;
  }

  /** Whether the elements are quantised: integers that stand for other numbers. */
  get isQuantized(): boolean {
    return this.name.startsWith('q');
  }

  /** `torch.float32` */
  toString(): string {
    return `torch.${this.name}`;
  }

  /** `torch.float32` */
  toJSON(): string {
    return this.toString();
  }

  [pythonKey](): readonly unknown[] {
    return ['torch.dtype', this.name];
  }

  [reprParts](): ReprParts {
    return reprText(this.toString());
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Names, bytes, numpy's dtype, storage class and name in safetensors, with `-` for none. */
const ROWS =
  'float64,8,f8,Double,F64 float32,4,f4,Float,F32 float16,2,f2,Half,F16 bfloat16,2,bfloat16,BFloat16,BF16 ' +
  'int64,8,i8,Long,I64 int32,4,i4,Int,I32 int16,2,i2,Short,I16 int8,1,i1,Char,I8 uint8,1,u1,Byte,U8 bool,1,?,Bool,BOOL ' +
  'complex128,16,c16,ComplexDouble,- complex64,8,c8,ComplexFloat,C64 complex32,4,f2,-,- ' +
  'uint16,2,u2,-,U16 uint32,4,u4,-,U32 uint64,8,u8,-,U64 ' +
  'float8_e4m3fn,1,float8_e4m3fn,-,F8_E4M3 float8_e5m2,1,float8_e5m2,-,F8_E5M2 ' +
  'float8_e4m3fnuz,1,float8_e4m3fnuz,-,F8_E4M3FNUZ float8_e5m2fnuz,1,float8_e5m2fnuz,-,F8_E5M2FNUZ ' +
  'float8_e8m0fnu,1,float8_e8m0fnu,-,F8_E8M0 float4_e2m1fn_x2,1,u1,-,F4 ' +
  'quint8,1,u1,QUInt8,- qint8,1,i1,QInt8,- qint32,4,i4,QInt32,- quint4x2,1,u1,QUInt4x2,- quint2x4,1,u1,QUInt2x4,- ' +
  'bits8,1,u1,-,- bits16,2,u2,-,- bits1x8,1,u1,-,- bits2x4,1,u1,-,- bits4x2,1,u1,-,- ' +
  'int1,1,i1,-,- int2,1,i1,-,- int3,1,i1,-,- int4,1,i1,-,- int5,1,i1,-,- int6,1,i1,-,- int7,1,i1,-,- ' +
  'uint1,1,u1,-,- uint2,1,u1,-,- uint3,1,u1,-,- uint4,1,u1,-,- uint5,1,u1,-,- uint6,1,u1,-,- uint7,1,u1,-,-';

/** PyTorch's other names for some dtypes. */
export const DTYPE_ALIASES: Readonly<Record<string, readonly string[]>> = {
  float64: ['double'],
  float32: ['float'],
  float16: ['half'],
  int64: ['long'],
  int32: ['int'],
  int16: ['short'],
  complex128: ['cdouble'],
  complex64: ['cfloat'],
  complex32: ['chalf'],
};

/** All dtypes by name. */
const DTYPES: ReadonlyMap<string, TorchDType> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ ROWS.split(' ').map((row): [string, TorchDType] => {
    const [name = '', bytes = '', numpy = '', storage = '-', safe = '-'] = row.split(',');
    const cls = storage === '-' ? undefined : `${storage}Storage`;
    return [name, Object.freeze(new TorchDType(name, Number(bytes), numpy, cls, safe === '-' ? undefined : safe))];
  }),
);

/** All dtypes, in the order of the table. */
export function torchDTypes(): Iterable<TorchDType> {
  return DTYPES.values();
}

/**
 * A dtype by its name.
 *
 * @param name - PyTorch's name, with or without `torch.`: `float32`.
 * @throws RangeError if there is no such dtype.
 * @example
 * ```ts
 * import { torchDType } from 'brine/torch';
 *
 * torchDType('bfloat16').itemBytes; // 2
 * ```
 */
export function torchDType(name: string): TorchDType {
  const found = DTYPES.get(name.replace(/^torch\./, ''));
  if (found === undefined) throw new RangeError(`PyTorch has no dtype '${name}'; an example is 'float32'`);
  return found;
}
