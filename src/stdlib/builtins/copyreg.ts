import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import { Dict } from '../../values/dict.ts';
import { Instance } from '../../values/instance.ts';
import { Tuple, tupleOf } from '../../values/tuple.ts';
import { entriesOf } from '../functions/attributes.ts';

/** The functions by which Python's `copyreg` rebuilds objects of classes. */
export function copyreg(): readonly FamilyMember[] {
  return [
    pythonFunction('copyreg._reconstructor', undefined, {
      call: (args, context) => (args.length === 3 ? context.reconstruct(args[0], args[1], args[2]) : undefined),
    }),
    pythonFunction('copyreg.__newobj__', undefined, {
      call: (args, context) => (args.length > 0 ? context.create(args[0], tupleOf(args.slice(1))) : undefined),
    }),
    pythonFunction('copyreg.__newobj_ex__', undefined, {
      call([cls, args, kwargs, ...more], context) {
        const isTuple = args instanceof Tuple || args instanceof Instance;
        const keywords = entriesOf(kwargs);
        if (!isTuple || keywords === undefined || more.length > 0) return undefined;
        return context.create(cls, args, kwargs instanceof Dict ? kwargs : new Dict(keywords));
      },
    }),
  ];
}
