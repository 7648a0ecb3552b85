/**
 * The state of numpy's random number generators, which each version pickles in a different form.
 *
 * @module
 */
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { Tuple } from '../values/tuple.ts';

/** The kind and the state of one of numpy's random number generators. */
export interface RandomState {
  /** `RandomState`, `Generator`, `BitGenerator` or `SeedSequence`. */
  readonly kind: 'RandomState' | 'Generator' | 'BitGenerator' | 'SeedSequence';
  /** The algorithm: `MT19937`, `PCG64`...; `undefined` for a SeedSequence. */
  readonly bitGenerator: string | undefined;
  /**
   * The state as `bit_generator.state` gives it in Python: a dict, as `loads` read it. Of a SeedSequence the tuple of
   * `entropy`, `n_children_spawned`, `pool`, `pool_size` and `spawn_key`; of a RandomState before numpy 1.17 the tuple
   * of `get_state()`.
   */
  readonly state: unknown;
}

/** The functions that make them, with their names of all versions. */
const KINDS: Readonly<Record<string, RandomState['kind']>> = {
  __randomstate_ctor: 'RandomState',
  __RandomState_ctor: 'RandomState',
  __generator_ctor: 'Generator',
  __bit_generator_ctor: 'BitGenerator',
  __pyx_unpickle_SeedSequence: 'SeedSequence',
};

/**
 * The state of a generator of random numbers of numpy, which `loads` gives as an inert `Instance`.
 *
 * @returns `undefined` for anything else.
 * @example
 * ```ts
 * import { Dict, Global, Instance, Tuple } from 'brine';
 * import { randomStateOf } from 'brine/numpy';
 *
 * // What numpy 1.26 writes; loads gives the same.
 * const make = Global.of('numpy.random._pickle.__bit_generator_ctor');
 * const generator = new Instance(Global.of('numpy.random._pickle.__generator_ctor'), 'call', Tuple.of('PCG64', make));
 * generator.build(new Dict<string, unknown>([['bit_generator', 'PCG64'], ['has_uint32', 0]]));
 * randomStateOf(generator)?.bitGenerator; // 'PCG64'
 * ```
 */
export function randomStateOf(value: unknown): RandomState | undefined {
  if (!(value instanceof Instance) || !(value.cls instanceof Global) || !/^numpy\.random\b/.test(value.cls.module)) {
    return undefined;
  }
  const kind = KINDS[value.cls.name];
  if (kind === undefined) return undefined;
  const [first] = value.args;
  // From numpy 2 on, a Generator is made from its bit generator.
  const inner = first instanceof Instance ? randomStateOf(first) : undefined;
  const own = value.state instanceof Tuple && kind === 'BitGenerator' ? value.state[0] : value.state;
  const name = kind === 'SeedSequence' ? undefined : (inner?.bitGenerator ?? nameOf(first));
  return { kind, bitGenerator: name ?? (kind === 'RandomState' ? 'MT19937' : undefined), state: own ?? inner?.state };
}

/** The functions of numpy 1.23 that make them. */
const MAKERS: Readonly<Record<'RandomState' | 'Generator' | 'BitGenerator', string>> = {
  RandomState: '__randomstate_ctor',
  Generator: '__generator_ctor',
  BitGenerator: '__bit_generator_ctor',
};

/**
 * A generator of random numbers in the form of numpy 1.23, which every numpy from 1.23 to 2.4 reads; each later version
 * writes a form that the ones before it refuse. It goes on with the same numbers. It has no seed sequence, as in numpy
 * 1.23, so that `spawn` of numpy 2 refuses it.
 *
 * @param value - A RandomState, Generator or bit generator of any numpy from 1.17 on, as `loads` gives it.
 * @returns `undefined` for anything else. A SeedSequence has one form in all versions.
 * @example
 * ```ts
 * import { Dict, Global, Instance, Tuple } from 'brine';
 * import { portableGenerator } from 'brine/numpy';
 *
 * // What numpy 2.4 writes for numpy.random.PCG64(); loads gives the same.
 * const type = Global.of('numpy.random._pcg64.PCG64');
 * const pcg64 = new Instance(Global.of('numpy.random._pickle.__bit_generator_ctor'), 'call', Tuple.of(type));
 * pcg64.build(Tuple.of<unknown>(new Dict<string, unknown>([['bit_generator', 'PCG64']]), null));
 * portableGenerator(pcg64)?.args; // Tuple ['PCG64']
 * ```
 */
export function portableGenerator(value: unknown): Instance | undefined {
  const { kind, bitGenerator, state } = randomStateOf(value) ?? {};
  // A tuple is the state of a RandomState before 1.17, when bit generators had no names.
  if (kind === undefined || kind === 'SeedSequence' || bitGenerator === undefined || state instanceof Tuple) {
    return undefined;
  }
  const maker = new Global('numpy.random._pickle', MAKERS[kind]);
  const made = new Instance(maker, 'call', Tuple.of(bitGenerator));
  made.build(state);
  return made;
}

/** The name of an algorithm, or of its class. */
function nameOf(value: unknown): string | undefined {
  if (value instanceof Global) return value.name;
  return typeof value === 'string' ? value : undefined;
}
