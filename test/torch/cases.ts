import { fixture } from '../fixtures.ts';

/** What PyTorch says of a tensor: its bytes in C's order, in hexadecimal. */
export interface TensorCase {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: string | null;
  readonly requiresGrad: boolean;
}

/** A value that PyTorch saved in each of its formats, in base64; `null` for those that it does not read itself. */
export interface TorchCase {
  readonly name: string;
  readonly weightsOnly: boolean;
  readonly zip: string;
  readonly legacy: string | null;
  readonly pickle: string | null;
  readonly big: string | null;
  readonly tensors: readonly TensorCase[];
}

/** The output of conformance/torch/cases.py. */
export const MEASURED = fixture<{
  readonly torch: string;
  readonly cases: readonly TorchCase[];
  readonly script: { readonly zip: string; readonly tensors: readonly TensorCase[] };
  readonly tar: { readonly file: string; readonly tensors: readonly TensorCase[] };
  readonly safetensors: {
    readonly all: string;
    readonly tensors: Readonly<Record<string, TensorCase>>;
    readonly checkpoint: string;
    readonly converted: string;
  };
}>('torch.json.gz');

export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** The file of a case. */
export function caseOf(name: string): Uint8Array {
  const found = MEASURED.cases.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return bytesOf(found.zip);
}
