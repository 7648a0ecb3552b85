import { COST, type Limits, limitExceeded } from '../limits.ts';
import type { KeyBudget } from '../values/key-budget.ts';

/** What one load may still spend of its limits. A pickle shares its budget with the pickles inside it. */
export class Budget implements KeyBudget {
  /** What is left of `limits.memory` (in bytes), of `limits.keys` and of `limits.work`. */
  memoryLeft = 0;
  keysLeft = 0;
  workLeft = 0;
  /** The limits themselves, which grow with an input whose length is unknown. */
  memoryAllowed = 0;
  keysAllowed = 0;
  workAllowed = 0;
  keyForms: KeyBudget['keyForms'];

  constructor(limits: Limits) {
    this.reset(limits);
  }

  /** Prepares for another load. */
  reset({ memory, keys, work }: Limits): void {
    this.memoryLeft = this.memoryAllowed = memory;
    this.keysLeft = this.keysAllowed = keys;
    this.workLeft = this.workAllowed = work;
  }

  /** Raises the limits that depend on the size of the input as more of it arrives. */
  raise({ memory, keys, work }: Limits): void {
    this.memoryLeft += memory - this.memoryAllowed;
    this.memoryAllowed = memory;
    this.keysLeft += keys - this.keysAllowed;
    this.keysAllowed = keys;
    this.workLeft += work - this.workAllowed;
    this.workAllowed = work;
  }

  /** Spends some of `limits.memory`. */
  charge(bytes: number): void {
    this.memoryLeft -= bytes;
    if (this.memoryLeft < 0) this.refuse('one more object');
  }

  /** Spends `limits.memory` for this many more places on the stack. */
  chargeStack(places: number): void {
    this.memoryLeft -= COST.slot * places;
    if (this.memoryLeft < 0) this.refuse('a taller stack');
  }

  /** Whether this many bytes of `limits.memory` are left. */
  affords(bytes: number): boolean {
    return bytes <= this.memoryLeft;
  }

  /** Spends some of `limits.work`. */
  work(amount: number): void {
    this.workLeft -= amount;
    if (this.workLeft < 0) throw limitExceeded('work', this.workAllowed, 'one more call of a codec');
  }

  private refuse(what: string): never {
    throw limitExceeded('memory', this.memoryAllowed, what);
  }
}
