import type { QualifiedName } from '../codec/compat-names.ts';
import { oneOf } from '../option-check.ts';
import { builtinValues } from './lists/builtin-values.ts';
import { modelFamilies } from './lists/model-families.ts';
import { numerics } from './lists/numerics.ts';
import { standardLibrary } from './lists/standard-library.ts';
import { torchWeights } from './lists/torch-weights.ts';
import { type ListedName, listedNames, type Tier, type TierName } from './tier.ts';

/** All tiers, from the one that is trusted most. A name that several have is used as the first of them says. */
export const TIERS: readonly Tier[] = [builtinValues, standardLibrary, numerics, torchWeights, modelFamilies];

/**
 * Policies that come with the package: `standard` has all tiers; `weights` has what the weights of a PyTorch model need;
 * `strict` has the types of Python itself.
 */
export type PolicyName = 'standard' | 'weights' | 'strict';

const TIERS_OF: Readonly<Record<PolicyName, readonly TierName[]>> = {
  standard: ['builtin-values', 'standard-library', 'numerics', 'torch-weights', 'model-families'],
  weights: ['torch-weights'],
  strict: ['builtin-values', 'standard-library'],
};

/** A policy of your own. */
export interface PolicyOptions {
  /** What it starts from. @defaultValue `'standard'` */
  readonly base?: PolicyName | undefined;
  /** Names that may be used in any way: `module.name`, `module:Outer.name`, or `module.*` for all of a module. */
  readonly allow?: readonly string[] | undefined;
  /** Names that are `dangerous`, whatever the list says, in the same forms. */
  readonly deny?: readonly string[] | undefined;
}

/** What a policy says of a name. */
export type Standing =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'listed'; readonly listed: ListedName }
  | { readonly kind: 'unlisted' };

/** A policy that was made by {@link policyOf}. */
export class Policy {
  /** What a program in a model is: only who loads models with all their classes may want it. */
  readonly programs: 'unknown' | 'dangerous';
  private readonly tiers: ReadonlySet<TierName>;
  private readonly allow: NamePatterns;
  private readonly deny: NamePatterns;
  private names: ReadonlyMap<string, ListedName> | undefined;

  constructor({ base = 'standard', allow = [], deny = [] }: PolicyOptions) {
    this.programs = base === 'standard' ? 'unknown' : 'dangerous';
    this.tiers = new Set(TIERS_OF[oneOf('base', base, ['standard', 'weights', 'strict'] as const, 'standard')]);
    this.allow = new NamePatterns('allow', allow);
    this.deny = new NamePatterns('deny', deny);
  }

  /** What the policy says of a name of Python 3. */
  standingOf({ module, name }: QualifiedName): Standing {
    if (this.deny.has(module, name)) return { kind: 'denied' };
    if (this.allow.has(module, name)) return { kind: 'allowed' };
    this.names ??= this.load();
    const listed = this.names.get(keyOf(module, name));
    return listed === undefined ? { kind: 'unlisted' } : { kind: 'listed', listed };
  }

  private load(): ReadonlyMap<string, ListedName> {
    const names = new Map<string, ListedName>();
    for (const tier of TIERS) {
      if (!this.tiers.has(tier.name)) continue;
      for (const listed of listedNames(tier)) {
        const key = keyOf(listed.module, listed.name);
        if (!names.has(key)) names.set(key, listed);
      }
    }
    return names;
  }
}

const standard = /* @__PURE__ */ new Map<PolicyName, Policy>();

/**
 * The policy of an option.
 *
 * @throws RangeError for a name that is not a policy; TypeError for a pattern that is not a name.
 */
export function policyOf(given: PolicyName | PolicyOptions | Policy | undefined): Policy {
  if (given instanceof Policy) return given;
  if (typeof given === 'object' && given !== null) return new Policy(given);
  const name = oneOf('policy', given, ['standard', 'weights', 'strict'] as const, 'standard');
  let policy = standard.get(name);
  if (policy === undefined) standard.set(name, (policy = new Policy({ base: name })));
  return policy;
}

function keyOf(module: string, name: string): string {
  return `${module}\0${name}`;
}

/** Names and modules that a user wrote. */
class NamePatterns {
  /** `module.name`, as one text: a user may not know where the module ends. */
  private readonly names = new Set<string>();
  private readonly modules = new Set<string>();

  constructor(option: string, patterns: readonly string[]) {
    const given: unknown = patterns;
    if (!Array.isArray(given)) throw new TypeError(`options.policy.${option} needs an array of names`);
    for (const pattern of given) {
      if (typeof pattern !== 'string' || !/^[^\s.:*]+(?:[.:][^\s.:*]+)*(?:\.\*)?$/.test(pattern)) {
        throw new TypeError(`options.policy.${option} needs names such as 'app.models.Point' or 'app.models.*'`);
      }
      if (pattern.endsWith('.*')) this.modules.add(pattern.slice(0, -2));
      else this.names.add(pattern.replace(':', '.'));
    }
  }

  has(module: string, name: string): boolean {
    if (this.names.size > 0 && this.names.has(`${module}.${name}`)) return true;
    if (this.modules.size === 0) return false;
    for (let end = module.length; end > 0; end = module.lastIndexOf('.', end - 1)) {
      if (this.modules.has(module.slice(0, end))) return true;
    }
    return false;
  }
}
