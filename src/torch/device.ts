import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprCall, reprInts, reprParts } from '../values/repr.ts';

/** PyTorch's `torch.device`: the device that a tensor was on when it was saved. */
export class Device implements PythonKey, PythonRepr {
  /** The kind: `cpu`, `cuda`, `mps`, `meta`. */
  readonly type: string;
  /** The index among devices of this kind; `undefined` if none was given. */
  readonly index: number | undefined;

  /**
   * @param type - The kind, with or without an index: `'cuda'`, `'cuda:0'`.
   * @param index - The index among devices of this kind.
   */
  constructor(type: string, index?: number) {
    const [, kind = type, number] = /^([^:]*):(\d{1,3})$/.exec(type) ?? [];
    this.type = kind;
    this.index = index ?? (number === undefined ? undefined : Number(number));
  }

  /** `cuda:0` */
  toString(): string {
    return this.index === undefined ? this.type : `${this.type}:${this.index}`;
  }

  /** `cuda:0` */
  toJSON(): string {
    return this.toString();
  }

  [pythonKey](): readonly unknown[] {
    return ['torch.device', this.toString()];
  }

  [reprParts](): ReprParts {
    const { type, index } = this;
    return reprCall(
      'device',
      [],
      [['type', type], ...(index === undefined ? [] : [['index', reprInts([index])[0]] as const])],
    );
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}
