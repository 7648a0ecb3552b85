import type { ClassCodec } from './class.ts';
import type { ConstantCodec } from './constant.ts';
import type { FunctionCodec } from './function.ts';

/** A codec of one name. */
export type Binding = ClassCodec | FunctionCodec | ConstantCodec;
