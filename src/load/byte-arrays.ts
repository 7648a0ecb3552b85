import type { Registry } from '../codec/registry.ts';
import { PickleError } from '../errors.ts';
import { COST } from '../limits.ts';
import { ByteArray } from '../values/byte-array.ts';
import { Instance } from '../values/instance.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';
import type { Arguments } from './arguments.ts';
import type { Budget } from './budget.ts';
import type { DeferredContainers } from './deferred/deferred-containers.ts';
import type { LoadStack } from './deferred/placeholders.ts';
import type { LoadMemo } from './memo.ts';
import type { Names } from './names.ts';
import type { OutOfBandBuffers } from './out-of-band-buffers.ts';
import { placeOf } from './sequence-index.ts';
import { indexOf, isKnownInt } from './sequence-items.ts';

/** Where bytearrays are replaced, and the budget that pays for it. */
interface Parts {
  readonly budget: Budget;
  readonly args: Arguments;
  readonly deferred: DeferredContainers;
  readonly stack: LoadStack;
  readonly memo: LoadMemo;
  readonly names: Names;
  readonly buffers: OutOfBandBuffers;
}

/**
 * What APPEND, APPENDS and SETITEM do to bytearrays. In Python a bytearray grows in place. The memory of a `ByteArray`
 * cannot grow, so a longer one replaces it everywhere it is used. No pickler writes this, so it may be slow, up to the
 * work that `limits.memory` allows.
 */
export class ByteArrays {
  private readonly budget: Budget;
  private readonly args: Arguments;
  private readonly deferred: DeferredContainers;
  private readonly stack: LoadStack;
  private readonly memo: LoadMemo;
  private readonly names: Names;
  private readonly buffers: OutOfBandBuffers;

  constructor({ budget, args, deferred, stack, memo, names, buffers }: Parts) {
    this.budget = budget;
    this.args = args;
    this.deferred = deferred;
    this.stack = stack;
    this.memo = memo;
    this.names = names;
    this.buffers = buffers;
  }

  /** `bytearray.extend` */
  extend(target: ByteArray, items: readonly unknown[]): void {
    const bytes = items.map((item) => byteOf(item, this.args.wholeNumbers));
    if (bytes.length > 0) this.copy(target, bytes);
  }

  /** SETITEM and SETITEMS on the topmost value of the stack, with keys and values in turn. */
  setItems(group: readonly unknown[]): void {
    for (let i = 0; i < group.length; i += 2) {
      // A bytearray in the caller's memory is replaced by a copy before its first change.
      const target = this.stack.top();
      if (isByteArray(target)) this.setItem(target, group[i], group[i + 1]);
    }
  }

  /** `bytearray[key] = value` */
  private setItem(target: ByteArray, key: unknown, value: unknown): void {
    const { wholeNumbers } = this.args;
    const index = indexOf(key, 'bytearray', wholeNumbers);
    const byte = byteOf(value, wholeNumbers);
    const at = placeOf(index, target.length, 'bytearray');
    const own = this.buffers.lent.has(target) ? this.copy(target, []) : target;
    own[at] = byte;
  }

  /** Replaces a bytearray with a longer one. */
  private copy(old: ByteArray, more: readonly number[]): ByteArray {
    const length = old.length + more.length;
    this.budget.charge(COST.bytes + length);
    const made = new ByteArray(length);
    made.set(old);
    made.set(more, old.length);
    this.replace(old, made);
    this.buffers.lent.delete(old);
    return made;
  }

  /** Everything that a pickle has made so far is on the stack, in the memo, or part of something there. */
  private replace(old: ByteArray, made: ByteArray): void {
    this.deferred.settle();
    const { stack, memo, budget, names } = this;
    const { items } = stack;
    const seen = new Set<object>();
    const pending: object[] = [];
    const visit = (value: unknown): unknown => {
      if (value === old) return made;
      if (typeof value === 'object' && value !== null && !seen.has(value)) {
        seen.add(value);
        pending.push(value);
      }
      return value;
    };
    for (let i = 0; i < stack.height; i++) items[i] = visit(items[i]);
    for (const [index, value] of memo.entries()) if (visit(value) === made) memo.set(index, made);
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
      budget.charge(COST.entry);
      if (!(value instanceof Instance)) refuseHidden(value, names.registry);
      if (Array.isArray(value)) {
        budget.charge(COST.slot * value.length);
        for (let i = 0; i < value.length; i++) if (visit(value[i]) === made) value[i] = made;
      } else if (value instanceof Map) {
        budget.charge(COST.entry * value.size);
        for (const [key, entry] of value) {
          visit(key);
          if (visit(entry) === made) value.set(key, made);
        }
      } else if (value instanceof Set) {
        budget.charge(COST.entry * value.size);
        for (const member of value) visit(member);
      } else if (!ArrayBuffer.isView(value)) {
        for (const name of Object.keys(value)) {
          if (visit(Reflect.get(value, name)) === made) Reflect.set(value, name, made);
        }
      }
    }
  }
}

/** Whether a value is a bytearray, but not of a class that derives from it. */
export function isByteArray(value: unknown): value is ByteArray {
  return value instanceof ByteArray && Object.getPrototypeOf(value) === ByteArray.prototype;
}

/** An object of a class with hooks may keep its arguments where only the class can find them. */
function refuseHidden(value: object, registry: Registry): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  const codec = typeof prototype === 'object' && prototype !== null ? registry.byPrototype(prototype) : undefined;
  if (codec === undefined) return;
  const { call, create, setState, extend, setItems } = codec.hooks;
  if ((call ?? create ?? setState ?? extend ?? setItems) === undefined) return;
  throw new PickleError(
    'bad-operand',
    `a bytearray changes its length while it may be part of a ${pythonTypeName(value)}, which Brine cannot follow`,
  );
}

/** What Python accepts as a byte. */
function byteOf(value: unknown, wholeNumbers: WholeNumbers): number {
  const byte = typeof value === 'boolean' || typeof value === 'bigint' ? Number(value) : value;
  const isInt = typeof byte === 'number' && (typeof value !== 'number' || isKnownInt(value, 'a byte', wholeNumbers));
  if (!isInt) {
    throw new PickleError(
      'bad-operand',
      `'${pythonTypeName(value, wholeNumbers)}' object cannot be interpreted as an integer`,
    );
  }
  if (byte < 0 || byte > 255) throw new PickleError('bad-operand', 'byte must be in range(0, 256)');
  return byte;
}
