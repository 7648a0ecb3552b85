import { pythonTextRepr } from '../../bytes/text-repr.ts';
import { pythonClass } from '../../codec/class.ts';
import type { LoadContext } from '../../codec/context.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { Instance } from '../../values/instance.ts';
import { pythonTypeName } from '../../values/kind.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprOf, reprParts } from '../../values/repr.ts';
import type { Tuple } from '../../values/tuple.ts';
import { refuseState } from '../call-arguments.ts';
import { enumMember } from '../enum/enumeration.ts';
import { Verbatim } from '../types.ts';

const GETATTR = /* @__PURE__ */ Global.of('builtins.getattr');

/** A method of an object, `user.save`, which Python pickles as the object and the name. Never called. */
export class BoundMethod implements PythonRepr {
  /** The object. */
  readonly self: unknown;
  /** The name of the method. */
  readonly name: string;

  /**
   * @param self - The object.
   * @param name - The name of the method.
   */
  constructor(self: unknown, name: string) {
    this.self = self;
    this.name = name;
  }

  /** The object and the name: `{ self, method }`. */
  toJSON(): object {
    return { self: this.self, method: this.name };
  }

  /** Python's `repr`, without the address. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const { self, name } = this;
    const type = pythonTypeName(self);
    const shown = pythonTextRepr(name).slice(1, -1);
    return self instanceof Instance
      ? reprOf`<bound method ${new Verbatim(`${type}.${shown}`)} of ${self}>`
      : { values: [], text: () => `<built-in method ${shown} of ${type} object>` };
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Methods of objects, and the classes and functions that are named as attributes of a class. */
export function boundMethods(): readonly FamilyMember[] {
  return [
    pythonClass<BoundMethod>('types.MethodType', BoundMethod, {
      // A call would get a function, which is not what Python pickles.
      call: () => undefined,
      create: () => undefined,
      callObject: () => undefined,
      setState: refuseState,
      reduce: ({ self, name }): Reduction => ({ callable: GETATTR, args: [self, name] }),
    }),
    pythonFunction('builtins.getattr', undefined, { call: attributeOf }),
  ];
}

/**
 * `getattr(Outer, 'Inner')`, which is how nested classes are named below protocol 4, and `getattr(self, 'method')`, of
 * a class too since protocol 4. `undefined` for other attributes of a class.
 */
function attributeOf([owner, name, ...more]: Tuple, context: LoadContext): unknown {
  if (typeof name !== 'string' || owner === undefined || more.length > 0) return undefined;
  const named = enumMember(owner, name) ?? context.attribute(owner, name);
  const isClass = owner instanceof Global || typeof owner === 'function';
  return named !== undefined || (isClass && context.protocol < 4) ? named : new BoundMethod(owner, name);
}
