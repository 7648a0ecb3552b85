import { PickleError } from '../errors.ts';
import { isIndexName } from '../values/index-name.ts';
import type { KeyBudget } from '../values/key-budget.ts';
import { pythonTypeName } from '../values/kind.ts';
import type { Arguments } from './arguments.ts';
import type { PropertyCount } from './property-count.ts';

/** What keys of dicts are checked against, and the budget that pays for them. */
export class KeyRules {
  readonly budget: KeyBudget;
  /** Whether plain objects have to keep the order of their keys. */
  ordered = false;
  readonly properties: PropertyCount;
  private readonly args: Pick<Arguments, 'wholeNumbers'>;

  constructor(args: Pick<Arguments, 'wholeNumbers'>, properties: PropertyCount, budget: KeyBudget) {
    this.budget = budget;
    this.args = args;
    this.properties = properties;
  }

  /** Refuses a key that a plain object cannot have. */
  checkProperty(key: unknown): asserts key is string {
    if (typeof key !== 'string') {
      const type = pythonTypeName(key, this.args.wholeNumbers);
      throw new PickleError('bad-key', `a plain object cannot hold a key of type ${type}; read with dicts: 'map'`);
    }
    // Only strings of this length are compared with `__proto__`.
    if (key.length === 9 && key === '__proto__') {
      throw new PickleError('bad-key', "a plain object cannot hold the key '__proto__'; read with dicts: 'map'");
    }
    if (this.ordered && isIndexName(key)) {
      throw new PickleError(
        'bad-key',
        "a plain object puts keys like '10' first, in numeric order; to keep the order of the dict, read with dicts: 'map'",
      );
    }
  }
}
