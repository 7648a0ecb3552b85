import type { ClassCodec } from '../../codec/class.ts';
import type { Registry } from '../../codec/registry.ts';
import type { Global } from '../../values/global.ts';

/** What is needed to write objects of a class. */
export interface KnownClass {
  readonly prototype: object;
  readonly codec: ClassCodec;
  /** How the class itself is written as a value. */
  readonly global: Global | undefined;
  /** Whether one of its objects may be a constant, which is written by name. */
  readonly hasConstants: boolean;
  /** Whether its objects are written as by Python's `object.__reduce_ex__`, with nothing but attributes. */
  readonly isPlain: boolean;
}

/** How many classes are remembered. */
const MOST = 8;

/** The classes of recently written objects, so that they need not be analysed for each object. */
export class ClassCache {
  private readonly registry: Registry;
  private readonly known: KnownClass[] = [];
  private oldest = 0;

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /** The class whose objects have this prototype, if one of them was written recently. */
  find(prototype: unknown): KnownClass | undefined {
    const { known } = this;
    for (let i = 0; i < known.length; i++) if (known[i]?.prototype === prototype) return known[i];
    return undefined;
  }

  /** The name of a class, if one of its objects was written recently. */
  globalOf(type: unknown): Global | undefined {
    const { known } = this;
    for (let i = 0; i < known.length; i++) if (known[i]?.codec.type === type) return known[i]?.global;
    return undefined;
  }

  add(codec: ClassCodec): void {
    const { registry } = this;
    const prototype: object = codec.type.prototype;
    this.known[this.oldest] = {
      prototype,
      codec,
      global: registry.byValue(codec.type)?.global,
      hasConstants: registry.hasConstantOf(prototype),
      isPlain: isPlain(codec, prototype),
    };
    this.oldest = (this.oldest + 1) % MOST;
  }
}

function isPlain({ hooks }: ClassCodec, prototype: object): boolean {
  const { reduce, getState, getNewArgs, slots, hasDict } = hooks;
  // `frozen` implies `slots`.
  const isHooked = reduce ?? getState ?? getNewArgs ?? slots;
  return isHooked === undefined && hasDict !== false && !BASES.some((base) => isBase.call(base, prototype));
}

const isBase = Object.prototype.isPrototypeOf;

/** Classes whose objects have contents in addition to their attributes. */
const BASES: readonly object[] = [
  Array.prototype,
  Map.prototype,
  Set.prototype,
  Error.prototype,
  /* @__PURE__ */ Object.getPrototypeOf(Uint8Array.prototype),
];
